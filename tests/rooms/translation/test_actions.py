"""The verbs of translation: what they refuse, what they answer, what is left when one engine after the other fails."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from tests import factories as make
from tests.rooms.translation.odd_engines import Dear

from masthead.article.content import texts
from masthead.article.models import Article, Edition
from masthead.desk import actions as desk
from masthead.record.models import Entry
from masthead.translation import actions, events, queries
from masthead.translation.errors import DoesNotFit, NotPublished
from masthead.translation.models import Memory, Policy, Spending, Working
from masthead.translation.segments import Maker

pytestmark = pytest.mark.django_db
HERE = "tests.rooms.translation.odd_engines"
PERSON = Maker("person", "Thérèse")


@pytest.fixture
def article(settings: Any) -> Article:
    settings.MASTHEAD_ENGINES = ["pseudo"]
    make.outlet()
    make.languages_on("de", "fr", "ar")
    return make.published("Der Rhein", "Der Rhein ist <b>ein</b> Fluss. Er ist lang.")


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[events.EditionsChanged]:
    heard: list[events.EditionsChanged] = []
    monkeypatch.setattr(events.editions_changed, "_listeners", [heard.append])
    return heard


def _words(article: Article) -> dict[str, str]:
    return dict(texts(Edition.objects.get(article=article, is_original=True).words))


def test_each_language_says_what_became_of_it(article: Article) -> None:
    outcomes = {outcome.language: outcome for outcome in actions.translate(article.pk)}

    assert set(outcomes) == {"fr", "ar"}
    assert (outcomes["fr"].state, outcomes["fr"].engine, outcomes["fr"].segments_asked) == (
        "live",
        "pseudo",
        3,
    )
    assert (outcomes["fr"].by_engine, outcomes["fr"].by_nobody, outcomes["fr"].cost) == (3, 0, Decimal(0))


def test_the_bell_is_rung_once_for_all_languages(
    article: Article, rung: list[events.EditionsChanged]
) -> None:
    actions.translate(article.pk)
    actions.translate(article.pk)

    assert [(event.article, set(event.languages)) for event in rung] == [(article.pk, {"fr", "ar"})]


def test_each_edition_has_an_entry_that_names_its_engine_and_its_original(article: Article) -> None:
    actions.translate(article.pk)

    edition = Edition.objects.get(language="fr")
    body = Entry.objects.get(number=edition.entry).body
    assert body["engines"] == [["pseudo", "1"]]
    assert body["segments"] == {"person": 0, "engine": 3}
    assert body["facts"]["original_entry"] == Edition.objects.get(language="de").entry


def test_a_draft_is_not_translated(article: Article) -> None:
    with pytest.raises(NotPublished, match="Publish it first"):
        actions.translate(make.draft("Entwurf").pk)


def test_a_withdrawn_article_is_not_translated(article: Article) -> None:
    desk.withdraw(article, by=None)

    with pytest.raises(NotPublished):
        actions.translate(article.pk)


def test_a_language_that_is_off_is_left_alone(article: Article) -> None:
    Policy.objects.filter(language="ar").update(mode=Policy.Mode.OFF)

    assert [outcome.language for outcome in actions.translate(article.pk)] == ["fr"]


def test_only_the_languages_named_are_translated_and_never_the_originals_own(article: Article) -> None:
    assert [outcome.language for outcome in actions.translate(article.pk, languages=["de", "ar", "ar"])] == [
        "ar"
    ]


def test_without_engines_only_what_is_known_is_used(article: Article) -> None:
    [ar, fr] = sorted(actions.translate(article.pk, with_engines=False), key=lambda outcome: outcome.language)

    assert (ar.state, fr.state) == ("missing", "missing")
    assert not Spending.objects.exists()
    assert not Edition.objects.filter(is_original=False).exists()


def test_half_a_translation_is_not_printed_and_not_paid_for_again(article: Article, settings: Any) -> None:
    settings.MASTHEAD_ENGINES = [f"{HERE}.Picky"]
    half = actions.translate(article.pk, languages=["fr"])
    settings.MASTHEAD_ENGINES = [f"{HERE}.Dear"]
    Dear.asked.clear()

    whole = actions.translate(article.pk, languages=["fr"])

    assert [(half[0].state, half[0].by_engine, half[0].by_nobody)] == [("incomplete", 2, 1)]
    assert half[0].fault == "picky: too-long"
    assert (whole[0].state, len(Dear.asked)) == ("live", 1)
    assert Edition.objects.get(language="fr").engines == [["dear", "9"], ["picky", "9"]]


def test_what_an_engine_costs_stands_in_the_ledger(article: Article, settings: Any) -> None:
    settings.MASTHEAD_ENGINES = [f"{HERE}.Dear"]

    [outcome] = actions.translate(article.pk, languages=["fr"])

    rows = Spending.objects.filter(article=article, language="fr")
    assert sum(row.cost for row in rows) == outcome.cost > 0
    assert sum(row.segments for row in rows) == outcome.segments_asked == 3


def test_a_persons_translation_is_entered_whole(article: Article) -> None:
    words = {path: f"«{text}»" for path, text in _words(article).items()}

    outcome = actions.enter(article.pk, "fr", words, maker=PERSON)

    edition = Edition.objects.get(language="fr")
    assert (outcome.state, edition.by_person, edition.by_engine, edition.engines) == ("live", 3, 0, [])
    assert edition.headline == "«Der Rhein»"
    assert not Spending.objects.exists()


def test_a_translation_that_lacks_a_text_is_refused(article: Article) -> None:
    words = _words(article)
    words["headline"] = " "

    with pytest.raises(DoesNotFit, match="lacks 1 texts, the first is “headline”"):
        actions.enter(article.pk, "fr", words, maker=PERSON)


@pytest.mark.parametrize(
    "text", ["Le Rhin.", "<em>Le</em> <strong>Rhin</strong>.", '<a href="https://e.vil">x</a>']
)
def test_a_translation_with_other_markup_is_refused_and_leaves_nothing(article: Article, text: str) -> None:
    words = {path: text if path.startswith("block") else said for path, said in _words(article).items()}

    with pytest.raises(DoesNotFit, match="in fr"):
        actions.enter(article.pk, "fr", words, maker=PERSON)

    assert not Edition.objects.filter(language="fr").exists()
    assert not Memory.objects.exists()
    assert not Working.objects.exists()


def test_an_original_is_not_reviewed_as_a_translation(article: Article) -> None:
    with pytest.raises(DoesNotFit):
        actions.review(Edition.objects.get(is_original=True), by="Thérèse")


def test_search_engines_wait_for_a_review_where_the_outlet_says_so(article: Article) -> None:
    Policy.objects.filter(language="fr").update(index_unreviewed=False)
    actions.translate(article.pk)
    assert not Edition.objects.get(language="fr").index

    actions.review(Edition.objects.get(language="fr"), by="Thérèse")

    assert Edition.objects.get(language="fr").index
    assert Edition.objects.get(language="ar").index


def test_how_a_draft_would_read_is_known_without_asking(article: Article) -> None:
    from masthead.article.snapshot import content_of

    actions.translate(article.pk)
    spent = Spending.objects.count()
    draft = article.get_latest_revision_as_object()
    draft.headline = "Die Elbe"

    content, made = actions.drafted(draft, content_of(draft), "fr")

    assert content.headline == "Die Elbe"
    assert made == {"person": 0, "engine": 2, "": 1}
    assert Spending.objects.count() == spent


def test_an_article_that_changes_its_language_is_translated_into_its_old_one(article: Article) -> None:
    actions.translate(article.pk)
    newest = article.get_latest_revision_as_object()
    newest.language = "fr"
    desk.save_draft(newest)
    desk.publish(newest, by=None)

    outcomes = {outcome.language: outcome.state for outcome in actions.translate(article.pk)}

    assert outcomes == {"de": "live", "ar": "live"}
    assert Edition.objects.get(is_original=True).language == "fr"
    assert Edition.objects.filter(article=article).count() == 3


def test_a_crash_loses_no_call_but_the_one_under_way(article: Article, settings: Any) -> None:
    settings.MASTHEAD_ENGINES = [f"{HERE}.Crashing"]

    with pytest.raises(MemoryError):
        actions.translate(article.pk, languages=["fr"])

    assert Memory.objects.count() == 2
    assert sum(row.segments for row in Spending.objects.filter(answered=True)) == 2
    assert sum(row.segments for row in Spending.objects.filter(answered=False)) == 1, (
        "it may have been paid for"
    )


# What is doubted


@pytest.fixture
def doubted(article: Article, settings: Any) -> Article:
    """An article of which an engine got a number wrong in French."""
    settings.MASTHEAD_ENGINES = [f"{HERE}.Careless"]
    found = make.published("Der Rhein", "Der Rhein misst 1230 Kilometer.")
    actions.translate(found.pk, languages=["fr"])
    return found


def _french(article: Article) -> Edition:
    return Edition.objects.get(article=article, language="fr")


def test_an_edition_with_a_wrong_number_is_held_though_the_policy_would_print_it(doubted: Article) -> None:
    [again] = actions.translate(doubted.pk, languages=["fr"])

    assert _french(doubted).state == Edition.State.HELD
    assert (again.state, "1230" in again.fault) == ("held", True)


def test_the_screen_shows_what_is_doubted_and_why(doubted: Article) -> None:
    [row] = [row for row in queries.languages_of(doubted) if row.code == "fr"]

    [doubt] = row.doubts
    assert (doubt.source, doubt.target) == (
        "Der Rhein misst 1230 Kilometer.",
        "Le Rhin mesure 5321 kilomètres.",
    )
    assert "1230" in doubt.why


def test_what_a_person_finds_right_is_printed_as_the_engines_work(
    doubted: Article, rung: list[events.EditionsChanged]
) -> None:
    outcome = actions.accept(doubted.pk, "fr", by="Thérèse")

    edition = _french(doubted)
    assert (outcome.state, edition.state, edition.reviewed_by) == ("live", Edition.State.LIVE, "")
    assert Entry.objects.get(number=edition.entry).body["engines"] == [["careless", "9"]]
    assert [event.languages for event in rung] == [("fr",)]
    assert actions.translate(doubted.pk, languages=["fr"])[0].state == "live"


def test_what_the_policy_holds_stays_held_when_nothing_is_doubted_any_more(doubted: Article) -> None:
    Policy.objects.filter(language="fr").update(machine=Policy.Print.HOLD)

    assert actions.accept(doubted.pk, "fr", by="Thérèse").state == "held"


def test_nothing_in_doubt_is_nothing_to_accept(doubted: Article) -> None:
    actions.accept(doubted.pk, "fr", by="Thérèse")

    with pytest.raises(DoesNotFit, match="Nothing in the fr translation is in doubt"):
        actions.accept(doubted.pk, "fr", by="Thérèse")


def test_a_review_settles_what_was_doubted(doubted: Article) -> None:
    actions.review(_french(doubted), by="Thérèse")

    assert _french(doubted).state == Edition.State.LIVE
    assert actions.translate(doubted.pk, languages=["fr"])[0].fault == ""


def test_what_is_printed_stays_until_somebody_has_looked(article: Article, settings: Any) -> None:
    settings.MASTHEAD_ENGINES = [f"{HERE}.Careless"]
    found = make.published("Der Rhein", "Der Rhein ist ein Fluss.")
    actions.translate(found.pk, languages=["fr"])
    before = _french(found).content
    make.rewrite(found, "ist ein Fluss", "misst 1230 Kilometer")

    [changed] = actions.translate(found.pk, languages=["fr"])

    kept = _french(found)
    assert (changed.state, kept.state, kept.trails, kept.content) == (
        "trails",
        Edition.State.LIVE,
        True,
        before,
    )

    actions.accept(found.pk, "fr", by="Thérèse")

    now = _french(found)
    assert (now.state, now.trails, now.content != before) == (Edition.State.LIVE, False, True)


def test_a_persons_words_are_not_doubted(doubted: Article) -> None:
    words = dict.fromkeys(_words(doubted), "Le Rhin mesure 5321 kilomètres.")

    assert actions.enter(doubted.pk, "fr", words, maker=PERSON).state == "live"
    assert [row.doubts for row in queries.languages_of(doubted) if row.code == "fr"] == [()]


def test_a_translator_sees_the_doubt_and_prints_the_edition(doubted: Article, client: Any) -> None:
    client.force_login(make.translator())
    page = client.get(reverse("translation_editions", args=[doubted.pk])).content.decode()
    assert "waits for somebody to look at this sentence" in page
    assert '<q lang="fr" dir="ltr">Le Rhin mesure 5321 kilomètres.</q>' in page

    client.post(reverse("translation_accept", args=[doubted.pk, "fr"]))

    assert _french(doubted).state == Edition.State.LIVE
    page = client.get(reverse("translation_editions", args=[doubted.pk])).content.decode()
    assert "The French edition is live." in page
    assert "waits for somebody" not in page


def test_an_editor_sees_the_doubt_and_does_not_decide(doubted: Article, client: Any) -> None:
    client.force_login(make.editor())

    client.post(reverse("translation_accept", args=[doubted.pk, "fr"]))

    assert _french(doubted).state == Edition.State.HELD
