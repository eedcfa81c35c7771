"""One sentence is corrected: every language follows, nothing is paid for twice, nothing a person wrote is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests import factories as make
from tests.journeys.conftest import LANGUAGES, Read

from masthead.article.content import texts
from masthead.article.models import Article, Edition, Outlet
from masthead.lib import interface
from masthead.press import addresses, files
from masthead.project.verifying import look
from masthead.record.models import Entry
from masthead.record.verify import verify_chain
from masthead.translation import actions as translation
from masthead.translation.models import Policy, Spending, Working
from masthead.translation.segments import Maker

Work = Callable[[], None]
OTHERS = [code for code in LANGUAGES if code != "de"]
TEXT = (
    "Der Rhein ist ein Fluss. Er ist 1320 Kilometer lang. Er mündet in die Nordsee.",
    "Er hat viele Ufer.",
)


@pytest.fixture
def article(outlet: Outlet, work: Work) -> Article:
    article = make.published("Der Rhein", *TEXT)
    work()
    return article


def _editions(article: Article) -> dict[str, Edition]:
    return {edition.language: edition for edition in Edition.objects.filter(article=article)}


def _enter(article: Article, language: str) -> None:
    """A person's translation of all there is."""
    original = Edition.objects.get(article=article, is_original=True)
    translation.enter(
        article.pk,
        language,
        {path: f"{html.replace('.', ' !')}" for path, html in texts(original.words)},
        maker=Maker("person", "Thérèse"),
    )


def test_publishing_asks_an_engine_once_for_every_sentence(article: Article) -> None:
    asked = {row.language: row.segments for row in Spending.objects.all()}

    assert asked == dict.fromkeys(OTHERS, 5)
    assert set(_editions(article)) == set(LANGUAGES)


def test_one_changed_sentence_asks_for_one_segment_a_language(
    article: Article, work: Work, page: Read
) -> None:
    before = set(Spending.objects.values_list("pk", flat=True))

    make.rewrite(article, "1320", "1233")
    work()

    fresh = Spending.objects.exclude(pk__in=before)
    assert {(row.language, row.segments) for row in fresh} == {(code, 1) for code in OTHERS}
    for code in LANGUAGES:
        assert "1233" in (page(addresses.article(code, article.slug)) or "")
        assert "1320" not in (page(addresses.article(code, article.slug)) or "")


def test_a_correction_taken_back_asks_for_nothing(article: Article, work: Work, page: Read) -> None:
    corrected = make.rewrite(article, "1320", "1233")
    work()
    spent = Spending.objects.count()

    make.rewrite(corrected, "1233", "1320")
    work()

    assert Spending.objects.count() == spent
    assert "1320" in (page(addresses.article("ar", article.slug)) or "")


def test_a_sentence_known_from_another_article_is_not_asked_again(article: Article, work: Work) -> None:
    make.published("Die Maas", "Er mündet in die Nordsee. Ein neuer Satz.")
    work()

    asked = {row.language: row.segments for row in Spending.objects.exclude(article=article)}
    assert asked == dict.fromkeys(OTHERS, 2)  # the headline and the new sentence


def test_a_person_is_never_overwritten(article: Article, work: Work, page: Read) -> None:
    _enter(article, "fr")
    work()

    make.rewrite(article, "1320", "1233")
    work()

    edition = _editions(article)["fr"]
    words = page(addresses.article("fr", article.slug)) or ""
    assert (edition.by_person, edition.by_engine, edition.trails) == (4, 1, False)
    assert "Der Rhein ist ein Fluss !" in words
    assert "[Éŕ íşţ 1233 Ķíļöméţéŕ ļåñğ.]" in words
    [kept] = [
        segment["before"]
        for segments in Working.objects.get(article=article, language="fr").units.values()
        for segment in segments
        if segment.get("before")
    ]
    assert kept["target"] == "Er ist 1320 Kilometer lang !"
    assert kept["name"] == "Thérèse"


def test_an_edition_that_cannot_be_completed_says_that_it_trails(
    article: Article, work: Work, page: Read, tmp_path: Path
) -> None:
    _enter(article, "fr")
    Policy.objects.filter(language="fr").update(engines=["apertium"])  # which is not there
    work()

    make.rewrite(article, "1320", "1233")
    work()

    path = addresses.article("fr", article.slug)
    words = page(path) or ""
    assert _editions(article)["fr"].trails
    assert interface.of("fr").text("translation_trails") in words
    assert "Er ist 1320 Kilometer lang !" in words
    assert interface.of("ar").text("translation_trails") not in (
        page(addresses.article("ar", article.slug)) or ""
    )
    verdict, _ = look(str(files.root() / addresses.file_of(path)))
    assert verdict.holds


def test_an_edition_that_trailed_is_whole_again_when_its_sentence_comes_back(
    article: Article, work: Work, page: Read
) -> None:
    _enter(article, "fr")
    Policy.objects.filter(language="fr").update(engines=["apertium"])
    corrected = make.rewrite(article, "1320", "1233")
    work()

    make.rewrite(corrected, "1233", "1320")
    work()

    edition = _editions(article)["fr"]
    assert (edition.trails, edition.by_person) == (False, 5)
    assert interface.of("fr").text("translation_trails") not in (
        page(addresses.article("fr", "der-rhein")) or ""
    )


def test_each_published_state_has_an_entry_and_the_chain_holds(article: Article, work: Work) -> None:
    make.rewrite(article, "1320", "1233")
    work()

    for code, edition in _editions(article).items():
        states = Entry.objects.of(edition.subject)
        assert [entry.kind for entry in states] == ["edition.published"] * 2, code
        assert states.last().number == edition.entry
    assert list(verify_chain()) == []


def test_a_second_publication_of_the_same_words_changes_nothing(outlet: Outlet, work: Work) -> None:
    """With a table, whose cells come back from the database as lists."""
    blocks, notes = make.every_kind(make.picture().pk)
    article = make.published(blocks=blocks, footnotes=notes)
    work()
    entries = Entry.objects.filter(kind="edition.published").count()
    translation.review(_editions(article)["fr"], by="Thérèse Example")
    work()

    make.rewrite(article, "no such word", "")
    work()

    assert Entry.objects.filter(kind="edition.published").count() == entries + 1  # the review
    assert _editions(article)["fr"].reviewed_by == "Thérèse Example"


def test_what_a_person_has_signed_stands_and_trails_until_it_is_signed_anew(
    article: Article, work: Work, page: Read
) -> None:
    translation.review(_editions(article)["fr"], by="Thérèse Example")
    work()
    path = addresses.article("fr", article.slug)

    assert 'data-translation="machine-reviewed"' in (page(path) or "")
    assert "Thérèse Example" in (page(path) or "")

    make.rewrite(article, "1320", "1233")
    work()

    words = page(path) or ""
    assert 'data-translation="machine-reviewed"' in words
    assert "1320" in words
    assert "1233" not in words
    assert interface.of("fr").text("translation_trails") in words

    translation.review(_editions(article)["fr"], by="Other Reader")
    work()

    words = page(path) or ""
    assert "1233" in words
    assert "Other Reader" in words
    assert "Thérèse Example" not in words
    assert interface.of("fr").text("translation_trails") not in words


def test_a_signature_that_is_taken_back_lets_the_engines_sentence_be_printed(
    article: Article, work: Work, page: Read
) -> None:
    translation.review(_editions(article)["fr"], by="Thérèse Example")
    make.rewrite(article, "1320", "1233")
    work()
    translation.retract(article.pk, "fr", by="Editor", why="A correction cannot wait.")
    translation.translate(article.pk, languages=["fr"])
    work()

    words = page(addresses.article("fr", article.slug)) or ""
    assert 'data-translation="machine"' in words
    assert "1233" in words


def test_what_is_held_for_review_is_not_public_until_somebody_signs(
    outlet: Outlet, work: Work, page: Read
) -> None:
    Policy.objects.filter(language="fr").update(machine=Policy.Print.HOLD)
    article = make.published("Der Rhein", *TEXT)
    work()
    path = addresses.article("fr", article.slug)

    assert interface.of("fr").text("not_translated") in (page(path) or "")

    translation.review(_editions(article)["fr"], by="Thérèse Example")
    work()

    assert "[Ðéŕ Ŕĥéíñ]" in (page(path) or "")


def test_a_changed_headline_reaches_lists_and_feeds_in_every_language(
    article: Article, work: Work, page: Read
) -> None:
    make.rewrite(article, "Der Rhein", "Der lange Rhein")
    work()

    for code in LANGUAGES:
        wanted = "Der lange Rhein" if code == "de" else "[Ðéŕ ļåñğé Ŕĥéíñ]"
        assert wanted in (page(addresses.front(code)) or ""), code
        assert wanted in (page(addresses.feed(code)) or ""), code


def test_a_new_address_leaves_no_page_at_the_old_one(article: Article, work: Work, page: Read) -> None:
    newest: Any = article.get_latest_revision_as_object()
    newest.slug = "der-grosse-rhein"
    make.actions.save_draft(newest)
    make.actions.publish(newest, by=None)
    work()

    for code in LANGUAGES:
        assert page(addresses.article(code, "der-grosse-rhein")), code
        assert page(addresses.article(code, "der-rhein")) is None, code
