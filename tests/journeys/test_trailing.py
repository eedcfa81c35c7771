"""A signed edition whose original changes: it stays, and its readers are told where it trails."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from tests import factories as make
from tests.journeys.conftest import Read

from masthead.article.models import Article, Outlet
from masthead.press import addresses
from masthead.translation import actions
from masthead.translation.models import Policy

pytestmark = pytest.mark.django_db
Work = Callable[[], None]


@pytest.fixture
def article(outlet: Outlet, work: Work) -> Article:
    made = make.published("Der Rhein", "Der Rhein ist ein Fluss. Er ist lang.", "Er fließt &amp; fließt.[^1]")
    work()
    actions.sign(made.pk, "ar", by="Nadia Haddal")
    Policy.objects.update(machine=Policy.Print.HOLD)
    work()
    return made


def test_the_page_stays_signed_and_lists_what_has_changed(article: Article, work: Work, page: Read) -> None:
    address = addresses.article("ar", article.slug)
    before = page(address) or ""
    make.rewrite(article, "<p>Er fließt", "<p>Ein &lt;neuer&gt; Absatz.</p><p>Er fließt")
    work()
    make.rewrite(article, "ist lang", "ist breit")
    work()

    after = page(address) or ""

    assert "Nadia Haddal" in after
    assert 'data-translation="machine-reviewed"' in after
    assert "notice passages" not in before
    changed, new = after.split('<details class="notice passages">')[1:]
    assert "المقاطع التي تغيّرت في النص الأصلي" in changed
    assert '<ul lang="ar" dir="rtl">' in changed
    assert "جديد في النص الأصلي" in new
    assert '<ul lang="de" dir="ltr">\n<li>Ein &lt;neuer&gt; Absatz.</li>' in new
    assert changed.count("<li>") == 1
    assert "data-line" not in changed.split("</details>")[0]


def test_once_it_is_signed_again_nothing_is_listed(article: Article, work: Work, page: Read) -> None:
    make.rewrite(article, "ist lang", "ist breit")
    work()
    actions.sign(article.pk, "ar", by="Nadia Haddal")
    work()

    after = page(addresses.article("ar", article.slug)) or ""

    assert "notice passages" not in after
    assert "notice trails" not in after


def test_a_long_passage_is_shortened(article: Article, work: Work, page: Read) -> None:
    make.rewrite(article, "<p>Er fließt", f"<p>{'Sehr langer Satz ' * 40}.</p><p>Er fließt")
    work()

    after = page(addresses.article("ar", article.slug)) or ""

    assert re.search(r"<li>Sehr langer[^<]{100,150}…</li>", after)
