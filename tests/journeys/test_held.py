"""What a person takes from the pages comes back by a person's act only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests import factories as make

from masthead.article.models import Article, Edition, Outlet
from masthead.desk import actions as desk
from masthead.press import addresses
from masthead.translation import actions, jobs, queries
from masthead.translation.models import Policy, Working

Work = Callable[[], None]
Read = Callable[[str], str | None]


@pytest.fixture
def article(outlet: Outlet, work: Work) -> Article:
    made = make.published("Der Rhein", "Der Rhein ist lang.", "Er fließt nach Norden.")
    work()
    jobs.propose("hold", jobs.these([(made.pk, "ar")]), by="Clara")
    work()
    assert state(made) == "held"
    return made


def state(article: Article, language: str = "ar") -> str:
    return Edition.objects.get(article=article, language=language).state


def let_out(article: Article, work: Work) -> None:
    jobs.propose("publish", jobs.these([(article.pk, "ar")]), by="Clara")
    work()


def test_a_change_of_the_original_leaves_it_held(article: Article, work: Work, page: Read) -> None:
    make.rewrite(article, "lang", "breit")
    work()

    assert (state(article), state(article, "fr")) == ("held", "live")
    shown = page(addresses.article("ar", article.slug))
    assert shown is not None
    assert "Der Rhein ist breit." in shown  # the original in Arabic dress


def test_let_out_it_says_what_the_original_says_now_and_follows_it_again(
    article: Article, work: Work
) -> None:
    make.rewrite(article, "lang", "breit")
    work()
    let_out(article, work)

    edition = Edition.objects.get(article=article, language="ar")
    original = Edition.objects.get(article=article, is_original=True)
    assert (edition.state, edition.trails) == ("live", False)
    assert edition.content != original.content
    assert not Working.objects.exclude(held_by="").exists()

    make.rewrite(article, "breit", "tief")
    work()
    assert state(article) == "live"
    assert Edition.objects.get(article=article, language="ar").content != edition.content


def test_a_signature_prints_it(article: Article, work: Work) -> None:
    make.rewrite(article, "lang", "breit")
    work()
    actions.review(Edition.objects.get(article=article, language="ar"), by="Tariq")

    make.rewrite(article, "Norden", "Westen")
    work()

    edition = Edition.objects.get(article=article, language="ar")
    assert (edition.state, Working.objects.get(language="ar").held_by) == ("live", "")


def test_translating_it_again_does_not_print_it(article: Article, work: Work) -> None:
    actions.translate(article.pk, languages=["ar"])

    assert state(article) == "held"


def test_publishing_the_article_again_does_not_print_it(article: Article, work: Work) -> None:
    desk.withdraw(article, by=None)
    work()
    desk.publish(article, by=None)
    work()

    assert (state(article), state(article, "fr")) == ("held", "live")


def test_where_no_engine_brings_it_up_to_the_original_it_trails_and_cannot_be_let_out(
    article: Article, work: Work, settings: Any
) -> None:
    settings.MASTHEAD_ENGINES = []
    make.rewrite(article, "lang", "breit")
    work()
    let_out(article, work)

    edition = Edition.objects.get(article=article, language="ar")
    assert (edition.state, edition.trails) == ("held", True)
    [row] = [row for row in queries.languages_of(article) if row.code == "ar"]
    assert row.state.endswith("trails the original")

    settings.MASTHEAD_ENGINES = ["pseudo"]
    actions.translate(article.pk)
    edition.refresh_from_db()
    assert (edition.state, edition.trails) == ("held", False)
    let_out(article, work)
    assert state(article) == "live"


def test_what_the_policy_holds_is_let_go_by_the_policy(outlet: Outlet, work: Work) -> None:
    Policy.objects.filter(language="ar").update(machine=Policy.Print.HOLD)
    made = make.published("Der Rhein", "Der Rhein ist lang.")
    work()
    assert state(made) == "held"

    Policy.objects.filter(language="ar").update(machine=Policy.Print.LABELLED)
    make.rewrite(made, "lang", "breit")
    work()

    assert state(made) == "live"
