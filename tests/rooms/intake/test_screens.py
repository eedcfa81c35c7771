"""Intake at the desk: who may, what is shown, and that a source shown there can do nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests import factories as make
from tests.rooms.intake.pages import TEXT, page, read

from masthead.article.models import Article
from masthead.intake import parcels, queries
from masthead.intake.actions import take_in
from masthead.intake.models import Arrival, Parcel
from masthead.intake.queries import Tab
from masthead.intake.sources.delivery import LARGEST, Delivery
from masthead.record.models import Entry

pytestmark = pytest.mark.django_db
HOSTILE = page(
    head="<script>steal()</script><link rel=stylesheet href=https://evil.example/x.css>",
    body=TEXT
    + '<img src="https://evil.example/pixel.png" onerror="steal()"><form action="https://evil.example"><input name=q></form>'
    '<a href="javascript:steal()">press</a><iframe src="https://evil.example"></iframe><svg onload=steal()></svg>'
    '<p style="background:url(https://evil.example)" onclick="steal()">Styled.</p><meta http-equiv=refresh content="0;url=https://evil.example">',
)


@pytest.fixture
def desk() -> Client:
    make.outlet()
    client = Client()
    client.force_login(make.chief())
    return client


def _arrived(html: str | bytes = "", name: str = "river.html", url: str = "") -> Arrival:
    body = (html or page()).encode() if isinstance(html, str) else html
    draft = read(body, url)
    article = take_in(draft, by="Edith", again=True, delivery=Delivery(body, name))
    arrival: Arrival = article.arrivals.get()
    return arrival


def _form(arrival: Arrival, **changed: Any) -> dict[str, Any]:
    article = arrival.article.get_latest_revision_as_object()
    return {
        "revision": article.latest_revision_id,
        "headline": article.headline,
        "standfirst": article.standfirst,
        "bylines": "\n".join(byline.person.name for byline in article.bylines.all()),
        "origin_date": article.origin_date or "",
        "language": article.language,
        "origin_outlet": article.origin_outlet,
        "origin_url": article.origin_url,
        "licence": article.licence,
        "rights": article.rights,
        **changed,
    }


@pytest.mark.parametrize("who", [make.translator, make.stranger])
def test_only_those_who_edit_see_intake(who: Any) -> None:
    arrival = _arrived()
    client = Client()
    client.force_login(who())

    for address in (
        reverse("intake"),
        reverse("intake_progress"),
        reverse("intake_compare", args=[arrival.pk]),
        reverse("intake_source", args=[arrival.pk]),
        reverse("intake_download", args=[arrival.pk]),
    ):
        answer = client.get(address)
        assert answer.status_code in (302, 403), address
        assert b"river" not in answer.content
    assert client.post(reverse("intake_drop"), {"addresses": "https://a.example"}).status_code in (302, 403)
    assert not Parcel.objects.exists()


def test_nobody_sees_it_without_logging_in() -> None:
    arrival = _arrived()

    assert "/login/" in Client().get(reverse("intake_source", args=[arrival.pk])).headers["Location"]


def test_files_and_addresses_are_taken_in_one_form(desk: Client) -> None:
    files = [SimpleUploadedFile(f"{number}.html", f"<p>{number}".encode()) for number in range(3)]

    answer = desk.post(
        reverse("intake_drop"), {"files": files, "addresses": "https://a.example/x\nb.example"}
    )

    assert answer.status_code == 302
    assert list(Parcel.objects.order_by("pk").values_list("name", flat=True)) == [
        "https://a.example/x", "b.example", "0.html", "1.html", "2.html",
    ]  # fmt: skip
    assert set(Parcel.objects.values_list("by", flat=True)) == {"Clara Example"}


def test_nothing_given_is_said(desk: Client) -> None:
    answer = desk.post(reverse("intake_drop"), follow=True)

    assert "Nothing was given." in answer.content.decode()


def test_the_script_gets_the_list_and_the_reason(desk: Client) -> None:
    many = "\n".join(f"https://a.example/{number}" for number in range(51))

    answer = desk.post(
        reverse("intake_drop"), {"addresses": many}, headers={"X-Requested-With": "XMLHttpRequest"}
    )

    assert answer.status_code == 422
    assert "at most 50 are taken" in answer.content.decode()


def test_an_upload_is_cut_off_where_it_is_too_large(desk: Client) -> None:
    desk.post(reverse("intake_drop"), {"files": [SimpleUploadedFile("big.html", bytes(LARGEST + 3_000_000))]})

    parcel = Parcel.objects.get()
    assert (parcel.state, parcel.code) == ("failed", "too-large")


def test_the_list_shows_each_where_it_stands(desk: Client) -> None:
    _arrived()
    bad = parcels.drop("bad.bin", b"", by="Edith")
    cleared = _arrived(page(top="<h1>Cleared long ago</h1>"))
    desk.post(reverse("intake_compare", args=[cleared.pk]), _form(cleared, clear="yes"))

    def shown(state: str) -> str:
        text = desk.get(reverse("intake"), {"state": state}).content.decode()
        return text[text.index('id="intake-list"') :]

    assert "River floods" in shown("to-clear")
    assert "Cleared long ago" not in shown("to-clear")
    assert "Cleared long ago" in shown("cleared")
    assert bad.name in shown("failed")
    assert "Cleared long ago" in shown("duplicates")  # the same text under another headline
    assert "Nothing was discarded." in shown("discarded")
    assert "River floods" in shown("no-such-state")


def test_an_empty_intake_says_what_to_do(desk: Client) -> None:
    assert "Drop files or paste addresses above" in desk.get(reverse("intake")).content.decode()


def test_the_menu_and_the_first_screen_lead_to_intake_with_their_number(desk: Client) -> None:
    _arrived()

    first = desk.get("/desk/").content.decode()

    assert "Intake (1)" in first
    assert "(1 to clear)" in first


@pytest.mark.parametrize("state", list(Tab))
def test_the_list_costs_the_same_queries_for_two_and_for_forty(desk: Client, state: str) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(reverse("intake"), {"state": state}).status_code == 200
        return len(captured)

    def more(many: int) -> None:
        first = _arrived(page(top=f"<h1>First {Arrival.objects.count()}</h1>"))
        rows = [
            Arrival(article=first.article, source=f"s{number}", source_key=f"{number}", found=first.found, by="E",
                    again=True, like=first.article if number % 2 else None)
            for number in range(many)
        ]  # fmt: skip
        Arrival.objects.bulk_create(rows)
        Parcel.objects.bulk_create(
            Parcel(name=f"p{number}", by="E", state=kind, article=first.article)
            for number in range(many)
            for kind in Parcel.State.values
        )

    more(2)
    cost()
    few = cost()
    more(40)

    assert cost() == few


def test_taking_in_asks_as_much_among_many_as_among_few() -> None:
    def cost(number: int) -> int:
        draft = read(page(top=f"<h1>Number {number}</h1>"), f"https://gazette.example/{number}")
        draft = replace(draft, source=f"https://gazette.example/{number}")
        with CaptureQueriesContext(connection) as captured:
            take_in(draft, by="Edith")
        return len(captured)

    for number in range(8):
        cost(number)
    few = cost(100)
    for number in range(8, 30):
        cost(number)

    assert cost(101) == few


def test_the_source_is_shown_without_anything_that_acts(desk: Client) -> None:
    arrival = _arrived(HOSTILE)

    answer = desk.get(reverse("intake_source", args=[arrival.pk]))

    shown = answer.content.decode()
    assert "The river rose three metres" in shown
    for gone in (
        "evil.example",
        "steal",
        "<script",
        "<form",
        "<input",
        "<img",
        "<iframe",
        "onerror",
        "refresh",
    ):
        assert gone not in shown
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_file_itself_is_only_saved_and_never_shown(desk: Client) -> None:
    arrival = _arrived(HOSTILE)

    answer = desk.get(reverse("intake_download", args=[arrival.pk]))

    assert answer.content == HOSTILE.encode()
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_text_is_shown_as_text(desk: Client) -> None:
    arrival = _arrived(
        "# A river\n\n" + "The river <b>rose</b> in the night, and nobody slept in the lower town. " * 9
    )

    shown = desk.get(reverse("intake_source", args=[arrival.pk])).content.decode()

    assert "&lt;b&gt;rose&lt;/b&gt;" in shown


def test_a_pdf_is_shown_as_it_is(desk: Client) -> None:
    arrival = _arrived()
    from masthead.intake import originals

    arrival.original, arrival.media_type = originals.keep(b"%PDF-1.4 small"), "application/pdf"
    arrival.save()

    answer = desk.get(reverse("intake_source", args=[arrival.pk]))

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == "inline"
    assert (
        "sandbox referrerpolicy"
        not in desk.get(reverse("intake_compare", args=[arrival.pk])).content.decode()
    )


def test_a_source_from_right_to_left_stands_so(desk: Client) -> None:
    arabic = (
        "<p>وصلت السفينة الأولى إلى الميناء القديم بعد انقطاع دام عشر سنوات كاملة، واستقبلها الأهالي على الرصيف.</p>"
        * 3
    )
    arrival = _arrived(page(top="<h1>عودة السفن</h1>", body=arabic, lang="ar"))

    assert (
        '<html lang="ar" dir="rtl">' in desk.get(reverse("intake_source", args=[arrival.pk])).content.decode()
    )
    assert 'lang="ar" dir="rtl"' in desk.get(reverse("intake_compare", args=[arrival.pk])).content.decode()


def test_a_source_that_was_not_kept_is_said(desk: Client) -> None:
    arrival = _arrived()
    Arrival.objects.update(original="")

    assert desk.get(reverse("intake_source", args=[arrival.pk])).status_code == 404
    assert "was not kept" in desk.get(reverse("intake_compare", args=[arrival.pk])).content.decode()


def test_what_is_changed_in_the_form_is_saved_and_confirmed(desk: Client) -> None:
    arrival = _arrived()

    desk.post(
        reverse("intake_compare", args=[arrival.pk]),
        _form(
            arrival,
            headline="Water everywhere",
            bylines="Ada Autorin\nTom Reed, Translation",
            checked=["licence"],
        ),
    )

    newest = Article.objects.get().get_latest_revision_as_object()
    assert newest.headline == "Water everywhere"
    assert [(line.person.name, line.role) for line in newest.bylines.all()] == [
        ("Ada Autorin", "author"),
        ("Tom Reed", "translator"),
    ]
    arrival.refresh_from_db()
    assert arrival.confirmed == ["headline", "bylines", "licence"]
    assert arrival.cleared_at is None


def test_found_terms_tick_the_themes_of_their_name_and_are_saved(desk: Client) -> None:
    theme = make.theme("Floods")
    arrival = _arrived()
    arrival.found["terms"] = [{"name": "floods", "kind": "tag", "slug": "floods"}]
    arrival.save()

    shown = desk.get(reverse("intake_compare", args=[arrival.pk])).content.decode()
    desk.post(reverse("intake_compare", args=[arrival.pk]), _form(arrival, themes=[theme.pk]))

    assert f'<option value="{theme.pk}" selected>Floods</option>' in shown
    assert list(Article.objects.get().get_latest_revision_as_object().themes.all()) == [theme]


def test_a_form_with_a_fault_is_shown_again_with_it(desk: Client) -> None:
    arrival = _arrived()

    answer = desk.post(
        reverse("intake_compare", args=[arrival.pk]),
        _form(arrival, origin_url="no address", headline="Kept words"),
    )

    assert answer.status_code == 422
    assert "Enter a valid URL." in answer.content.decode()
    assert "Kept words" in answer.content.decode()


def test_clearing_names_who_and_what(desk: Client) -> None:
    arrival = _arrived()

    desk.post(reverse("intake_compare", args=[arrival.pk]), _form(arrival, checked=["licence"], clear="yes"))

    entry = Entry.objects.get(kind="article.cleared")
    assert (entry.body["by"], entry.body["confirmed"]) == ("Clara Example", ["licence"])
    assert queries.to_clear() == 0


def test_discarding_asks_first_and_can_be_undone(desk: Client) -> None:
    arrival = _arrived()
    asked = desk.get(reverse("intake_discard"), {"arrival": arrival.pk}).content.decode()
    assert "can be taken in again" in asked
    assert Article.objects.count() == 1

    desk.post(reverse("intake_discard"), {"arrival": [arrival.pk]})

    assert not Article.objects.exists()
    assert "Take in again" in desk.get(reverse("intake"), {"state": "discarded"}).content.decode()


def test_two_that_are_alike_stand_beside_each_other(desk: Client) -> None:
    _arrived(page(body=TEXT * 2))
    copy = _arrived(page(top="<h1>Copy</h1>", body=TEXT * 2 + "<p>By night the water had gone.</p>"))

    twins = desk.get(reverse("intake_twins", args=[copy.pk])).content.decode()
    desk.post(reverse("intake_choose", args=[copy.pk]), {"join": "yes"})

    assert "<mark>By night the water had gone.</mark>" in twins
    assert "<mark>The river rose" not in twins
    assert Article.objects.count() == 1


@pytest.mark.parametrize("asked", [{"p": "x"}, {"p": "999"}, {"state": "'\""}])
def test_odd_questions_give_a_page(desk: Client, asked: dict[str, str]) -> None:
    assert desk.get(reverse("intake"), asked).status_code == 200
