"""Signatures: what is signed, what the record keeps of it, what ends it, and what trails."""

from __future__ import annotations

from typing import Any

import pytest
from tests import factories as make

from masthead.article.lines import lines
from masthead.article.models import Article, Edition
from masthead.desk import actions as desk
from masthead.record import queries as record
from masthead.record.models import Entry
from masthead.record.text import fingerprint
from masthead.translation import actions, history, queries
from masthead.translation.errors import DoesNotFit
from masthead.translation.models import Policy, SegmentChange, Working
from masthead.translation.segments import Maker

pytestmark = pytest.mark.django_db
PERSON = Maker("person", "Thérèse")


@pytest.fixture
def article(settings: Any) -> Article:
    settings.MASTHEAD_ENGINES = ["pseudo"]
    make.outlet()
    make.languages_on("de", "fr")
    made = make.published("Der Rhein", "Der Rhein ist ein Fluss. Er ist lang.", "Er fließt.")
    actions.translate(made.pk)
    return made


def _french(article: Article) -> Edition:
    return Edition.objects.get(article=article, language="fr")


def _entry(edition: Edition) -> dict[str, Any]:
    found = record.newest(edition.subject)
    assert found is not None
    assert found.number == edition.entry
    return found.body


def test_the_entry_holds_what_was_read_and_what_it_was_read_against(article: Article) -> None:
    actions.sign(article.pk, "fr", by="Thérèse")

    edition, original = _french(article), Edition.objects.get(article=article, is_original=True)
    reviewed = _entry(edition)["reviewed"]
    assert (edition.reviewed_by, reviewed["by"]) == ("Thérèse", "Thérèse")
    assert reviewed["at"] == edition.reviewed_at.isoformat()  # type: ignore[union-attr]
    assert reviewed["text"] == fingerprint(lines(edition.words)).digest
    assert reviewed["original"] == {
        "language": "de",
        "entry": original.entry,
        "digest": fingerprint(lines(original.words)).digest,
    }


def test_signing_is_one_entry(article: Article) -> None:
    before = Entry.objects.count()

    actions.sign(article.pk, "fr", by="Thérèse")

    assert Entry.objects.count() == before + 1


def test_an_edition_with_an_open_sentence_is_not_signed(article: Article, settings: Any) -> None:
    settings.MASTHEAD_ENGINES = ["tests.rooms.translation.odd_engines.Moody"]
    make.rewrite(article, "ist lang", "ist breit")

    with pytest.raises(DoesNotFit, match="1 sentence has no translation"):
        actions.sign(article.pk, "fr", by="Thérèse")

    assert _french(article).reviewed_by == ""


def test_what_a_person_signed_counts_as_read_and_stays_beside_a_changed_source(article: Article) -> None:
    actions.sign(article.pk, "fr", by="Thérèse")
    make.rewrite(article, "ist lang", "ist breit")

    units = actions.standing(article.pk, "fr").units

    [segment] = [s for row in units.values() for s in row if s.before]
    assert segment.sources == ("Er ist breit.",)
    assert segment.before is not None
    assert (segment.before["source"], segment.before["name"]) == ("Er ist lang.", "Thérèse")


@pytest.mark.parametrize("machine", Policy.Print.values)
def test_a_signed_edition_stays_and_trails_whatever_the_policy(article: Article, machine: str) -> None:
    actions.sign(article.pk, "fr", by="Thérèse")
    signed = _french(article)
    Policy.objects.filter(language="fr").update(machine=machine)
    make.rewrite(article, "ist lang", "ist breit")

    [outcome] = [found for found in actions.translate(article.pk) if found.language == "fr"]

    edition = _french(article)
    assert (outcome.state, edition.state, edition.trails) == ("trails", Edition.State.LIVE, True)
    assert (edition.reviewed_by, edition.content, edition.entry) == ("Thérèse", signed.content, signed.entry)

    actions.sign(article.pk, "fr", by="Thea")

    edition = _french(article)
    assert (edition.trails, edition.reviewed_by, edition.content == signed.content) == (False, "Thea", False)
    assert Working.objects.get(language="fr").behind == {}


def test_where_an_edition_trails_is_known_by_its_own_paths(article: Article) -> None:
    Policy.objects.filter(language="fr").update(machine=Policy.Print.HOLD)
    actions.sign(article.pk, "fr", by="Thérèse")
    make.rewrite(article, "<p>Er fließt.</p>", "<p>Ein neuer Absatz.</p><p>Er fließt.</p>")
    actions.translate(article.pk)
    make.rewrite(article, "ist lang", "ist breit")
    actions.translate(article.pk)

    [behind] = queries.behind([article.pk])[article.pk].values()

    block = make.block_id("text")
    assert behind.changed == (f"block/{block}/0",)
    assert behind.new == (f"block/{block}/1",)


def test_a_source_that_comes_back_is_trailed_no_more(article: Article) -> None:
    Policy.objects.filter(language="fr").update(machine=Policy.Print.HOLD)
    actions.sign(article.pk, "fr", by="Thérèse")
    make.rewrite(article, "ist lang", "ist breit")
    actions.translate(article.pk)
    make.rewrite(article, "ist breit", "ist lang")
    actions.translate(article.pk)

    edition = _french(article)
    assert (edition.trails, edition.reviewed_by) == (False, "Thérèse")
    assert queries.behind([article.pk]) == {}
    reviewed = _entry(edition)["reviewed"]
    assert reviewed["text"] == fingerprint(lines(edition.words)).digest
    assert Entry.objects.get(number=reviewed.get("entry", edition.entry)).body["reviewed"]["by"] == "Thérèse"


def test_a_signature_taken_back_is_said_in_the_record_and_on_the_page(article: Article) -> None:
    signed = actions.sign(article.pk, "fr", by="Thérèse")

    actions.retract(article.pk, "fr", by="Clara", why="The wrong edition.")

    edition = _french(article)
    said = _entry(edition)
    assert (edition.state, edition.reviewed_by, edition.reviewed_at) == (Edition.State.LIVE, "", None)
    assert said["reviewed"] == {"by": "", "at": ""}
    assert said["retracted"]["entry"] == signed.entry
    assert (said["retracted"]["by"], said["retracted"]["why"]) == ("Clara", "The wrong edition.")


def test_without_its_signature_it_is_held_where_the_policy_holds(article: Article) -> None:
    Policy.objects.filter(language="fr").update(machine=Policy.Print.HOLD)
    actions.sign(article.pk, "fr", by="Thérèse")

    actions.retract(article.pk, "fr", by="Clara", why="")

    found = record.newest(_french(article).subject)
    assert _french(article).state == Edition.State.HELD
    assert found is not None
    assert found.kind == "edition.withdrawn"


def test_only_a_signature_can_be_taken_back(article: Article) -> None:
    with pytest.raises(DoesNotFit, match="Nobody has signed"):
        actions.retract(article.pk, "fr", by="Clara", why="")


def test_engines_leave_no_history_and_a_persons_act_says_what_stood_there(article: Article) -> None:
    make.rewrite(article, "ist lang", "ist breit")
    actions.translate(article.pk)
    assert not SegmentChange.objects.exists()

    texts = dict.fromkeys(actions.standing(article.pk, "fr").pieces, "Le Rhin.")
    actions.enter(article.pk, "fr", texts, maker=PERSON)

    [change] = history.of(article.pk, "fr", "headline")
    assert (change.name, change.target, change.checked) == ("Thérèse", "Le Rhin.", False)
    assert (change.before["by"], change.before["name"]) == ("engine", "pseudo")


def test_the_history_of_a_text_does_not_grow_without_end(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "MOST", 3)
    for number in range(5):
        texts = dict.fromkeys(actions.standing(article.pk, "fr").pieces, f"Le Rhin {number}.")
        actions.enter(article.pk, "fr", texts, maker=PERSON)

    kept = history.of(article.pk, "fr", "headline")
    assert [change.target for change in kept] == ["Le Rhin 4.", "Le Rhin 3.", "Le Rhin 2."]


def test_another_picture_leaves_the_signature(settings: Any) -> None:
    settings.MASTHEAD_ENGINES = ["pseudo"]
    make.outlet()
    make.languages_on("de", "fr")
    first, second = make.picture(), make.picture("Noch ein Fluss")
    article = make.published("Der Rhein", "Er ist lang.", lead_picture=first, lead_alt="Ein Fluss")
    actions.translate(article.pk)
    actions.sign(article.pk, "fr", by="Thérèse")

    newest = article.get_latest_revision_as_object()
    newest.lead_picture = second
    desk.save_draft(newest, by=None)
    desk.publish(newest, by=None)
    actions.translate(article.pk)

    edition = _french(article)
    assert edition.content["lead"]["picture"] == second.pk
    assert (edition.reviewed_by, edition.trails, _entry(edition)["reviewed"]["by"]) == (
        "Thérèse",
        False,
        "Thérèse",
    )
