"""Comparing, correcting, clearing, throwing away, joining."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from tests import factories as make
from tests.rooms.intake.pages import PARAGRAPHS, page, read

from masthead.article.models import Article, Person
from masthead.desk import actions as desk
from masthead.desk.models import User
from masthead.intake import clearing, parcels
from masthead.intake.actions import take_in
from masthead.intake.clearing import Editor
from masthead.intake.errors import ChangedMeanwhile, DoesNotFit, Locked, NotADraft, NothingAlike
from masthead.intake.fields import findings, unsure
from masthead.intake.models import Arrival, Parcel
from masthead.intake.sources.delivery import Delivery
from masthead.record.models import Entry

pytestmark = pytest.mark.django_db
EDITH = Editor("Edith")
HEAD = '<link rel="canonical" href="https://gazette.example/river"><meta name="author" content="Jana Dorn">'
MORE = (
    *PARAGRAPHS,
    "Along the quay the shopkeepers had carried their goods to the upper floors before midnight came.",
    "Schools stay closed until the pumps have run for two days, the mayor said in a short statement.",
)


def _body(paragraphs: tuple[str, ...]) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def _arrived(html: str = "", source: str = "page.html") -> Arrival:
    html = html or page(head=HEAD, body=_body(MORE))
    draft = replace(read(html), source=source)
    article = take_in(draft, by="Edith", delivery=Delivery(html.encode(), source))
    return article.arrivals.get()


def _publish(arrival: Arrival, by: User | None = None) -> None:
    """A reprint is published under its licence."""
    clearing.correct(arrival, {"licence": "CC-BY-4.0"}, [], by=EDITH)
    desk.publish(Article.objects.get(pk=arrival.article_id), by=by)


def _copy() -> Arrival:
    edited = (
        *MORE[:2],
        MORE[2].replace("hold", "perhaps hold"),
        *MORE[3:],
        "This copy was shortened a little.",
    )
    head = '<link rel="canonical" href="https://mirror.example/flood">'
    return _arrived(page(head=head, top="<h1>A town under water</h1>", body=_body(edited)), "copy.html")


@pytest.fixture
def arrival() -> Arrival:
    return _arrived()


def test_what_is_unsure_or_missing_comes_first(arrival: Arrival) -> None:
    every = findings(arrival.found, [])

    assert [finding.open for finding in every] == sorted((finding.open for finding in every), reverse=True)
    assert "licence" in unsure(arrival.found, [])
    assert "licence" not in unsure(arrival.found, ["licence"])


@pytest.mark.parametrize(
    ("sure", "word"), [(0.95, "sure"), (0.9, "sure"), (0.75, "fairly sure"), (0.69, "please check")]
)
def test_sureness_is_a_word(sure: float, word: str) -> None:
    found = {"headline": "A river", "found": {"headline": {"where": "html:h1", "sure": sure}}}

    finding = next(finding for finding in findings(found, []) if finding.kind.name == "headline")

    assert (finding.word, finding.where, finding.percent) == (word, "html:h1", round(sure * 100))


def test_corrections_are_saved_as_a_revision_and_vouched_for(arrival: Arrival) -> None:
    theme = make.theme()
    before = arrival.article.latest_revision_id
    values = {
        "headline": "Water in the lower town",
        "bylines": [("jana dorn", "author"), ("Tom Reed", "translator")],
        "origin_date": date(2024, 5, 2),
        "themes": [theme],
    }

    clearing.correct(arrival, values, [*values, "licence"], by=EDITH)

    article = Article.objects.get()
    newest = article.get_latest_revision_as_object()
    assert article.latest_revision_id != before
    assert newest.headline == article.headline == "Water in the lower town"
    assert [(line.person.name, line.role) for line in newest.bylines.all()] == [
        ("Jana Dorn", "author"),
        ("Tom Reed", "translator"),
    ]
    assert (str(newest.origin_date), list(newest.themes.all())) == ("2024-05-02", [theme])
    assert Person.objects.count() == 2
    arrival.refresh_from_db()
    assert arrival.confirmed == ["headline", "bylines", "origin_date", "licence", "themes"]


def test_nobody_overwrites_what_another_saved_in_between(arrival: Arrival) -> None:
    seen = arrival.article.latest_revision_id
    clearing.correct(arrival, {"headline": "One"}, [], by=EDITH, revision=seen)

    with pytest.raises(ChangedMeanwhile):
        clearing.correct(arrival, {"headline": "Two"}, [], by=EDITH, revision=seen)

    assert Article.objects.get().get_latest_revision_as_object().headline == "One"


def test_a_locked_article_is_left_alone(arrival: Arrival) -> None:
    arrival.article.locked, arrival.article.locked_by = True, make.chief()
    arrival.article.save()

    with pytest.raises(Locked):
        clearing.correct(arrival, {"headline": "Mine"}, [], by=Editor("Edith", make.editor()))


def test_what_does_not_fit_is_said_and_changes_nothing(arrival: Arrival) -> None:
    with pytest.raises(DoesNotFit):
        clearing.correct(arrival, {"origin_url": "no address"}, ["origin_url"], by=EDITH)

    arrival.refresh_from_db()
    assert arrival.confirmed == []


def test_a_published_article_keeps_its_live_words_until_it_is_published_again(arrival: Arrival) -> None:
    make.outlet()
    _publish(arrival)

    clearing.correct(arrival, {"headline": "Better"}, [], by=EDITH)

    article = Article.objects.get()
    assert (article.headline, article.has_unpublished_changes) == ("River floods the lower town", True)


def test_clearing_is_recorded_once_with_what_was_confirmed(arrival: Arrival) -> None:
    clearing.correct(arrival, {}, ["licence"], by=EDITH)

    clearing.clear(arrival, by=EDITH)
    clearing.clear(arrival, by=Editor("Clara"))

    arrival.refresh_from_db()
    assert arrival.cleared_by == "Edith"
    [entry] = Entry.objects.filter(kind="article.cleared")
    assert entry.subject == f"article/{arrival.article_id}"
    assert (entry.body["by"], entry.body["confirmed"]) == ("Edith", ["licence"])
    assert entry.body["unsure"] == ["headline", "origin_outlet"]


def test_whoever_publishes_has_cleared(arrival: Arrival) -> None:
    make.outlet()

    _publish(arrival, by=make.chief())

    arrival.refresh_from_db()
    assert arrival.cleared_at is not None
    assert arrival.cleared_by == "Clara Example"


def test_a_discarded_draft_can_be_read_again(arrival: Arrival) -> None:
    kept = clearing.discard(arrival, by=EDITH)

    assert kept is not None
    assert not Article.objects.exists()
    assert Entry.objects.filter(kind="article.discarded").count() == 1
    parcels.retry(kept)
    parcels.read(kept.pk)
    assert Article.objects.get().headline == "River floods the lower town"


def test_what_was_published_is_not_discarded(arrival: Arrival) -> None:
    make.outlet()
    _publish(arrival)

    with pytest.raises(NotADraft):
        clearing.discard(Arrival.objects.get(), by=EDITH)

    assert Article.objects.count() == 1


def test_an_edited_copy_from_elsewhere_is_recognised(arrival: Arrival) -> None:
    copy = _copy()

    assert copy.like == arrival.article
    assert 0.7 < (copy.like_share or 0) < 1
    assert copy.likeness.startswith(
        f"Looks like article {arrival.article_id}, \u2068“River floods the lower town”\u2069: "
    )


def test_another_article_is_like_nothing(arrival: Arrival) -> None:
    other = tuple(
        f"Line {number} speaks of bakers, ovens, flour and the price of bread in town {number}."
        for number in range(8)
    )

    assert _arrived(page(top="<h1>Bread</h1>", body=_body(other)), "bread.html").like is None


def test_joined_the_copy_becomes_another_arrival_of_the_first(arrival: Arrival) -> None:
    copy = _copy()
    draft = copy.article_id

    first = clearing.join(copy, by=EDITH)

    assert list(Article.objects.all()) == [first] == [arrival.article]
    copy.refresh_from_db()
    assert (copy.article, copy.like_choice, copy.cleared_by) == (first, "join", "Edith")
    arrival.refresh_from_db()
    assert arrival.found["chain"][-1]["url"] == "https://mirror.example/flood"
    [entry] = Entry.objects.filter(kind="article.joined")
    assert (entry.subject, entry.body["draft"]) == (f"article/{first.pk}", draft)


def test_both_may_be_kept(arrival: Arrival) -> None:
    copy = _copy()

    clearing.keep_both(copy, by=EDITH)

    copy.refresh_from_db()
    assert (Article.objects.count(), copy.likeness, copy.like_choice) == (2, "", "both")
    assert Entry.objects.filter(kind="article.kept-apart").count() == 1


def test_where_nothing_is_alike_there_is_nothing_to_choose(arrival: Arrival) -> None:
    with pytest.raises(NothingAlike):
        clearing.join(arrival, by=EDITH)
    with pytest.raises(NothingAlike):
        clearing.keep_both(arrival, by=EDITH)


def test_the_command_line_warns_of_a_likeness(arrival: Arrival, tmp_path: Path) -> None:
    file, out, err = tmp_path / "copy.html", StringIO(), StringIO()
    file.write_text(page(top="<h1>A town under water</h1>", body=_body(MORE)))

    call_command("take-in", str(file), stdout=out, stderr=err)

    assert "A town under water" in out.getvalue()
    assert f"Looks like article {arrival.article_id}" in err.getvalue()
    assert Arrival.objects.order_by("pk").last().original  # type: ignore[union-attr]


def test_a_parcel_says_what_it_looks_like(arrival: Arrival) -> None:
    parcel = parcels.drop("copy.html", page(top="<h1>Flood</h1>", body=_body(MORE)).encode(), by="Edith")
    parcels.read(parcel.pk)

    assert Parcel.objects.get().why.startswith(f"Looks like article {arrival.article_id}")
