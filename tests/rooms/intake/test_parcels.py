"""What is dropped at the desk: kept, read in the worker, and said what became of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult
from pytest_httpserver import HTTPServer
from tests import factories as make
from tests.rooms.intake.newsitems import PICTURE_ITEM
from tests.rooms.intake.pages import TEXT, page

from masthead.article.models import Article
from masthead.intake import originals, parcels
from masthead.intake.errors import TooMany
from masthead.intake.models import Arrival, Parcel
from masthead.intake.readers.archives import registry as archives
from masthead.intake.sources.delivery import LARGEST
from masthead.project import worker

pytestmark = pytest.mark.django_db
PAGE = page().encode()


def _read(name: str = "river.html", body: bytes = PAGE, by: str = "Edith") -> Parcel:
    parcel = parcels.drop(name, body, by=by)
    parcels.read(parcel.pk)
    parcel.refresh_from_db()
    return parcel


def test_a_dropped_file_waits_and_the_worker_takes_it_in() -> None:
    parcel = parcels.drop("river.html", PAGE, by="Edith")
    assert (parcel.state, parcel.size) == ("waiting", len(PAGE))

    worker.drain()

    parcel.refresh_from_db()
    assert parcel.state == "done"
    assert parcel.article is not None
    assert parcel.article.headline == "River floods the lower town"
    assert Arrival.objects.get().by == "Edith"


def test_the_original_is_kept_privately_and_once(home: Path) -> None:
    digest = _read().original

    assert originals.read(digest) == PAGE
    assert originals.path(digest).stat().st_mode & 0o077 == 0
    assert originals.keep(PAGE) == digest
    assert [file.name for file in (home / "arrivals").rglob("*") if file.is_file()] == [digest]
    assert Arrival.objects.get().original == digest
    assert Arrival.objects.get().media_type == "text/html"


def test_no_name_leads_out_of_the_folder() -> None:
    assert originals.read("../../outlet.sqlite3") is None
    with pytest.raises(ValueError, match="names no kept file"):
        originals.path("a/b")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\texts\\river.html", "river.html"),
        ("evil\u202elmth.exe\x00\n", "evillmth.exe"),
        ("  ", "unnamed"),
        ("a" * 500, "a" * 200),
    ],
)
def test_names_are_tidied(given: str, kept: str) -> None:
    assert parcels.drop(given, b"", by="Edith").name == kept


def test_reading_it_again_after_a_crash_takes_nothing_in_twice() -> None:
    parcel = _read()
    parcels.read(parcel.pk)
    Parcel.objects.update(state=Parcel.State.READING)  # the worker died before it could say that it was done

    parcels.read(parcel.pk)

    parcel.refresh_from_db()
    assert Article.objects.count() == 1
    assert (parcel.state, parcel.article) == ("duplicate", Article.objects.get())


@pytest.mark.parametrize(
    ("body", "code", "says"),
    [
        (b"", "empty", "odd.bin is empty."),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "unknown-format", "PNG picture"),
        (b"x" * (LARGEST + 1), "too-large", "more than 20 MB"),
        (PICTURE_ITEM.encode(), "no-article", "it is a picture"),
    ],
)
def test_what_cannot_be_read_says_why(body: bytes, code: str, says: str) -> None:
    parcel = _read("odd.bin", body)

    assert (parcel.state, parcel.code) == ("failed", code)
    assert says in parcel.why
    assert not Article.objects.exists()


def test_an_archive_is_sent_to_the_command_that_moves_it_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        archives.ARCHIVES, "wxr", (lambda path, head: b"wordpress.org/export" in head, lambda path: iter(()))
    )

    parcel = _read(
        "export.xml", b'<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel></channel></rss>'
    )

    assert parcel.state == "failed"
    assert "masthead move-in" in parcel.why


def test_a_fault_of_ours_is_a_sentence_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(parcels, "take_in", broken)

    parcel = _read()

    assert (parcel.state, parcel.code) == ("failed", "fault")
    assert "secret" not in parcel.why


def test_the_same_bytes_are_known_whatever_their_name_and_others_are_not() -> None:
    first = _read("a.html")

    again, other = _read("b.html"), _read("a.html", page(body=TEXT + "<p>More.</p>").encode())

    assert (again.state, again.article) == ("duplicate", first.article)
    assert f"article {first.article_id}, “River floods the lower town”" in again.why
    assert other.state == "done"


def test_what_came_in_before_is_taken_in_once_more_when_asked() -> None:
    first, parcel = _read(), _read()

    parcels.retry(parcel, again=True)
    worker.drain()

    parcel.refresh_from_db()
    assert parcel.state == "done"
    assert parcel.article != first.article


def test_an_unknown_language_is_chosen_and_read_again() -> None:
    latin = (
        "<p>"
        + "</p><p>".join(["Gallia est omnis divisa in partes tres quarum unam incolunt Belgae."] * 6)
        + "</p>"
    )
    parcel = _read("latin.html", page(body=latin, lang="la").encode())
    assert (parcel.state, parcel.code) == ("failed", "unknown-language")
    assert "Choose it" in parcel.why

    parcels.retry(parcel, language="it")
    worker.drain()

    assert Article.objects.get().language == "it"


def test_a_pasted_address_is_fetched_by_the_worker(httpserver: HTTPServer, settings: Any) -> None:
    settings.MASTHEAD_ALLOW = ["localhost"]
    httpserver.expect_request("/river").respond_with_data(PAGE, content_type="text/html; charset=utf-8")

    [parcel] = parcels.paste(f"\n{httpserver.url_for('/river')}\n\n", by="Edith")
    parcels.read(parcel.pk)

    arrival = Arrival.objects.get()
    assert arrival.source == httpserver.url_for("/river")
    assert originals.read(arrival.original) == PAGE
    assert arrival.media_type == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    "written", ["http://127.0.0.1:9/x", "file:///etc/passwd", "not an address", "http://[::1]/"]
)
def test_an_address_that_may_not_be_had_fails_with_a_sentence(written: str) -> None:
    [parcel] = parcels.paste(written, by="Edith")
    parcels.read(parcel.pk)

    parcel.refresh_from_db()
    assert parcel.state == "failed"
    assert parcel.why.endswith(".")


def test_addresses_count_once_and_not_too_many() -> None:
    assert len(parcels.paste("https://a.example\nhttps://a.example\nb.example/x", by="Edith")) == 2
    assert Parcel.objects.order_by("-pk")[0].address == "https://b.example/x"
    with pytest.raises(TooMany):
        parcels.paste("\n".join(f"https://a.example/{number}" for number in range(51)), by="Edith")
    assert Parcel.objects.count() == 2


def test_dismissing_takes_a_parcel_off_the_list_and_leaves_its_article() -> None:
    done, waiting = _read(), parcels.drop("next.html", b"<p>x", by="Edith")

    assert parcels.dismiss([done.pk, waiting.pk]) == 1

    assert Article.objects.count() == 1
    assert list(Parcel.objects.all()) == [waiting]


def test_each_parcel_is_one_task() -> None:
    parcels.drop("a.html", PAGE, by="Edith")
    parcels.drop("b.html", b"", by="Edith")  # nothing to read

    assert DBTaskResult.objects.count() == 1


def test_the_lately_dropped_are_shown_newest_first() -> None:
    make.outlet()
    first, second = _read("a.html"), _read("b.html")

    assert parcels.shown() == [second, first]
