"""One sentence of an article is edited that is live in all 51 other languages, ten of them by people."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests import factories as make
from tests.rooms.translation.odd_engines import Dear

from masthead.article.content import texts
from masthead.article.models import Article, Edition
from masthead.lib import languages
from masthead.record.models import Entry
from masthead.translation import actions
from masthead.translation.models import Memory, Spending, Working
from masthead.translation.segments import Maker, open_sources, units_from_json

pytestmark = pytest.mark.django_db
OTHERS = tuple(code for code in languages.CODES if code != "de")
PEOPLE = OTHERS[::5][:10]
MACHINES = tuple(code for code in OTHERS if code not in PEOPLE)
OLD, NEW = "Er ist 1320 Kilometer lang.", "Er ist 1233 Kilometer lang."


@pytest.fixture
def article(settings: Any) -> Article:
    settings.MASTHEAD_ENGINES = ["tests.rooms.translation.odd_engines.Dear"]
    make.outlet()
    make.languages_on(*languages.CODES)
    found = make.published("Der Rhein", f"Der Rhein ist <b>ein</b> Fluss. {OLD} Er mündet in die Nordsee.")
    words = dict(texts(Edition.objects.get(article=found).words))
    for code in PEOPLE:
        said = {path: text.replace("Rhein", f"Rhein-{code}") for path, text in words.items()}
        actions.enter(found.pk, code, said, maker=Maker("person", f"Translator of {code}"))
        actions.review(Edition.objects.get(article=found, language=code), by="Thérèse")
    actions.translate(found.pk)
    Dear.asked.clear()
    return found


def _editions(article: Article) -> dict[str, Edition]:
    return {
        edition.language: edition for edition in Edition.objects.filter(article=article, is_original=False)
    }


def _state(article: Article) -> dict[str, tuple[Any, ...]]:
    return {
        code: (edition.state, edition.content, edition.reviewed_by, edition.entry)
        for code, edition in _editions(article).items()
    }


def test_every_edition_reopens_one_sentence_and_nothing_else_changes(article: Article) -> None:
    before = {working.language: units_from_json(working.units) for working in Working.objects.all()}
    assert len(before) == 51

    make.rewrite(article, OLD, NEW)
    actions.translate(article.pk, with_engines=False)

    after = {working.language: units_from_json(working.units) for working in Working.objects.all()}
    assert {code: list(open_sources(units)) for code, units in after.items()} == {
        code: [NEW] for code in OTHERS
    }
    for code in OTHERS:
        was = {each.sources: each.target for row in before[code].values() for each in row}
        now = {each.sources: each.target for row in after[code].values() for each in row}
        assert {source for source in was if now.get(source) != was[source]} == {(OLD,)}
    assert all(edition.trails for edition in _editions(article).values())


@pytest.mark.parametrize("leave_persons", [False, True])
def test_the_peoples_texts_stand_and_trail_while_the_engine_is_asked_once_a_language(
    article: Article, leave_persons: bool
) -> None:
    people = {code: state for code, state in _state(article).items() if code in PEOPLE}
    entries = Entry.objects.count()

    make.rewrite(article, OLD, NEW)
    outcomes = actions.translate(article.pk, leave_persons=leave_persons)

    asked = len(MACHINES) if leave_persons else len(OTHERS)
    assert Dear.asked == [NEW] * asked
    assert sum(outcome.segments_asked for outcome in outcomes) == asked
    editions = _editions(article)
    assert {code for code, edition in editions.items() if edition.trails} == set(PEOPLE)
    assert {code: state for code, state in _state(article).items() if code in PEOPLE} == people
    assert all(NEW[::-1] in json.dumps(editions[code].content) for code in MACHINES)
    assert Entry.objects.count() == entries + 1 + len(MACHINES)  # the original and those that changed


@pytest.mark.parametrize("leave_persons", [False, True])
def test_taken_back_nothing_is_asked_or_paid_again_and_everything_is_as_it_was(
    article: Article, leave_persons: bool
) -> None:
    first = {code: state[:2] for code, state in _state(article).items()}
    kept = {row.language: row.units for row in Working.objects.filter(language__in=PEOPLE)}
    changed = make.rewrite(article, OLD, NEW)
    actions.translate(article.pk, leave_persons=leave_persons)
    paid, known = Spending.objects.count(), Memory.objects.count()
    Dear.asked.clear()

    make.rewrite(changed, NEW, OLD)
    outcomes = actions.translate(article.pk)

    assert (Dear.asked, Spending.objects.count(), Memory.objects.count()) == ([], paid, known)
    assert {outcome.state for outcome in outcomes} == {"live"}
    assert {code: state[:2] for code, state in _state(article).items()} == first
    assert not any(edition.trails for edition in _editions(article).values())
    assert {code for code, edition in _editions(article).items() if edition.reviewed_by} == set(PEOPLE)
    assert {row.language: row.units for row in Working.objects.filter(language__in=PEOPLE)} == kept


def test_sentences_that_a_person_put_together_come_back_with_their_source(article: Article) -> None:
    """The memory knows single sentences only."""
    words = dict(texts(Edition.objects.get(article=article, is_original=True).words))
    together = {path: text.replace(". Er", ", und er") for path, text in words.items()}
    actions.enter(article.pk, "fr", together, maker=Maker("person", "Translator of fr"))
    actions.review(Edition.objects.get(article=article, language="fr"), by="Thérèse")
    before = _state(article)["fr"]
    kept = Working.objects.get(article=article, language="fr").units

    changed = make.rewrite(article, OLD, NEW)
    actions.translate(article.pk)

    assert _editions(article)["fr"].trails
    assert _state(article)["fr"] == before
    Dear.asked.clear()

    make.rewrite(changed, NEW, OLD)
    actions.translate(article.pk)

    assert Dear.asked == []
    assert not _editions(article)["fr"].trails
    assert _state(article)["fr"] == before
    assert Working.objects.get(article=article, language="fr").units == kept
