"""The server of pages: from memory, in the reader's encoding and language, and never beyond its two folders."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from wsgiref.validate import validator

import brotli
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.rooms.press.answers import Answer, Ask

from masthead.press import files
from masthead.press.headers import POLICY
from masthead.press.negotiation import preferred
from masthead.press.server import LOOK_EVERY, Pages

PAGE = "<!doctype html><html lang=ar><title>نهر</title><p>" + "نهر طويل. " * 50
SECRET = "SQLite format 3"


@pytest.fixture
def outlet(home: Path) -> Path:
    """Two editions, a picture, and things beside them that are nobody's business."""
    for name in (
        "ar/index.html",
        "en/index.html",
        "ar/articles/nahr/index.html",
        "ar/articles/نهر/index.html",
    ):
        files.write(name, PAGE.encode())
    files.write("sitemap.xml", b"<urlset/>")
    files.write("assets/site-0123456789.css", b"p{}")
    files.write("assets/icon.svg", b"<svg/>")
    files.announce()
    (home / "media/images").mkdir(parents=True)
    (home / "media/images/rhein.png").write_bytes(b"\x89PNG")
    (home / "media/images/page.html").write_bytes(b"<script>alert(1)</script>")
    (home / "media/images/drawing.svg").write_bytes(b"<svg onload='alert(1)'/>")
    for kept in ("documents", "original_images"):
        (home / "media" / kept).mkdir()
        (home / "media" / kept / "draft.pdf").write_bytes(b"%PDF")
    (home / "outlet.sqlite3").write_text(SECRET)
    (home / "pressed/.hidden").write_text(SECRET)
    (home / "pressed/.staging/half.html").write_text(SECRET)
    return home


@pytest.fixture
def pages(outlet: Path) -> Pages:
    def otherwise(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("404 Not Found", [("Content-Type", "text/plain")])
        return [b"django"]

    return Pages(outlet / "pressed", outlet / "media", otherwise)


@pytest.fixture
def ask(pages: Pages) -> Ask:
    """Ask as a WSGI server would, through the standard library's checker of the protocol."""
    checked = validator(pages)

    def ask(path: str, method: str = "GET", query: str = "", **headers: str) -> Answer:
        environ = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": path.encode("utf-8", "surrogateescape").decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": _Empty(),
            "wsgi.errors": _Empty(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        started: list[Any] = []
        answered = checked(
            environ, lambda status, sent, *_: started.extend((status, sent)) or (lambda _: None)
        )
        body = b"".join(answered)
        answered.close()  # type: ignore[attr-defined]
        return Answer(int(started[0][:3]), dict(started[1]), body)

    return ask


class _Empty:
    """An input without a body, and a place for errors."""

    def read(self, size: int = -1) -> bytes:
        return b""

    readline = read

    def readlines(self, hint: int = -1) -> list[bytes]:
        return []

    def __iter__(self) -> Any:
        return iter(())

    def write(self, text: str) -> None: ...

    def writelines(self, texts: list[str]) -> None: ...

    def flush(self) -> None: ...


def test_a_page_is_answered_with_its_language_and_its_policy(ask: Ask) -> None:
    answer = ask("/ar/articles/nahr/")

    assert (answer.status, answer.body.decode()) == (200, PAGE)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Content-Language"] == "ar"
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Length"] == str(len(answer.body))
    assert "Set-Cookie" not in answer.headers


def test_an_address_in_another_script_is_found(ask: Ask) -> None:
    assert ask("/ar/articles/نهر/").status == 200


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
        ("*", "br", brotli.decompress),
        ("BR", "br", brotli.decompress),
        ("identity", None, bytes),
        ("", None, bytes),
        ("gzip;q=x", None, bytes),
        ("br;q=0, *;q=0", None, bytes),
        (",;q=,=;", None, bytes),
    ],
)
def test_a_page_comes_in_an_encoding_the_browser_takes(
    ask: Ask, accepted: str, encoding: str | None, unpack: Callable[[bytes], bytes]
) -> None:
    answer = ask("/ar/", accept_encoding=accepted)

    assert answer.headers.get("Content-Encoding") == encoding
    assert unpack(answer.body).decode() == PAGE
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_what_was_not_compressed_is_sent_as_it_is(ask: Ask) -> None:
    answer = ask("/media/images/rhein.png", accept_encoding="br")

    assert (answer.status, answer.body) == (200, b"\x89PNG")
    assert "Content-Encoding" not in answer.headers
    assert "Vary" not in answer.headers


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_who_has_the_page_is_told_so(ask: Ask, form: str) -> None:
    etag = ask("/ar/").headers["ETag"]

    answer = ask("/ar/", if_none_match=form.format(etag))

    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["ETag"] == etag
    assert "Content-Length" not in answer.headers


def test_who_has_an_older_page_gets_the_new_one(ask: Ask) -> None:
    assert ask("/ar/", if_none_match='"older"').status == 200


def test_each_encoding_has_a_tag_of_its_own(ask: Ask) -> None:
    tags = {ask("/ar/", accept_encoding=encoding).headers["ETag"] for encoding in ("", "br", "gzip")}

    assert len(tags) == 3


@pytest.mark.parametrize("path", ["/ar/", "/media/images/rhein.png", "/sitemap.xml"])
def test_head_is_get_without_the_body(ask: Ask, path: str) -> None:
    got, head = ask(path), ask(path, "HEAD")

    assert (head.status, head.headers, head.body) == (200, got.headers, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_other_methods_are_for_django(ask: Ask, method: str) -> None:
    assert ask("/ar/", method).body == b"django"


def test_a_missing_slash_is_added_for_good(ask: Ask) -> None:
    answer = ask("/ar/articles/نهر")

    assert answer.status == 301
    assert answer.headers["Location"] == "/ar/articles/%D9%86%D9%87%D8%B1/"


@pytest.mark.parametrize(
    "path", ["/ar/articles/none", "/ar/articles/none/", "/none.html", "/ar/none.txt", "/desk/"]
)
def test_what_is_not_there_is_for_django(ask: Ask, path: str) -> None:
    assert ask(path).body == b"django"


TRAVERSALS = [
    "/../outlet.sqlite3",
    "/ar/../../outlet.sqlite3",
    "/ar/..",
    "/ar/../",
    "/./ar/",
    "/media/../outlet.sqlite3",
    "/media/../../etc/passwd",
    "/media/images/../../outlet.sqlite3",
    "//etc/passwd",
    "/ar//articles/nahr/",
    "///outlet.sqlite3",
    "/..\\outlet.sqlite3",
    "/ar\\..\\..\\outlet.sqlite3",
    "/%2e%2e/outlet.sqlite3",
    "/..%2foutlet.sqlite3",
    "/.%2e/outlet.sqlite3",
    "/ar/\x00",
    "/ar/index.html\x00.png",
    "/.hidden",
    "/.generation",
    "/.staging/half.html",
    "/ar/.hidden",
    "/media/.hidden",
    "/media/documents/draft.pdf",
    "/media/documents/",
    "/media/original_images/draft.pdf",
    "/media/original_images",
    "/media/",
    "/media",
    "/outlet.sqlite3",
    "/ar/articles/nahr/index.html/",
    "/ar/articles/nahr/index.html/x.html",
    f"/{'a' * 300}/",
    f"/{'a/' * 3000}",
    "/\udcff\udcfe/",
    "/ar/\udcc0\udcae\udcc0\udcae/",
]


@pytest.mark.parametrize("path", TRAVERSALS)
def test_no_path_leads_out_of_the_two_folders(ask: Ask, path: str) -> None:
    for method in ("GET", "HEAD"):
        answer = ask(path, method)

        assert answer.status in (301, 404), path
        assert SECRET.encode() not in answer.body
        assert answer.headers.get("Location", "/").startswith("/")
        assert not answer.headers.get("Location", "/").startswith("//")


@hypothesis_settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.sampled_from(
            ["/", ".", "..", "//", "%2e", "%00", "\x00", "\\", "ar", "media", "outlet.sqlite3", "é", "~", ":"]
        ),
        max_size=8,
    ).map(lambda parts: "/" + "".join(parts))
)
def test_no_mixture_of_odd_parts_gives_a_secret_or_a_fault(ask: Ask, path: str) -> None:
    answer = ask(path)

    assert answer.status in (200, 301, 302, 304, 404)
    assert SECRET.encode() not in answer.body
    assert not answer.headers.get("Location", "/").startswith("//")


@pytest.mark.parametrize("name", ["page.html", "drawing.svg"])
def test_what_was_uploaded_is_never_run_as_a_page_of_ours(ask: Ask, name: str) -> None:
    answer = ask(f"/media/images/{name}")

    assert answer.headers["Content-Disposition"] == "attachment"
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_files_that_are_named_by_their_content_are_kept_for_good_and_pages_are_not(ask: Ask) -> None:
    assert "immutable" in ask("/assets/site-0123456789.css").headers["Cache-Control"]
    assert "immutable" not in ask("/assets/icon.svg").headers["Cache-Control"]
    assert "max-age=60" in ask("/ar/").headers["Cache-Control"]


@pytest.mark.parametrize(
    ("accepted", "code"),
    [
        ("ar", "ar"),
        ("ar-EG,ar;q=0.9,en;q=0.8", "ar"),
        ("en;q=0.5, ar;q=0.9", "ar"),
        ("fr, de;q=0.9", "en"),
        ("ar;q=0, en", "en"),
        ("", "en"),
        ("*", "en"),
        ("../../etc", "en"),
        ("ar;q=x", "en"),
    ],
)
def test_the_root_leads_to_the_readers_language_where_there_is_one(
    ask: Ask, accepted: str, code: str
) -> None:
    answer = ask("/", accept_language=accepted)

    assert (answer.status, answer.headers["Location"]) == (302, f"/{code}/")
    assert answer.headers["Vary"] == "Accept-Language"


def test_without_any_page_the_root_is_for_django(tmp_path: Path) -> None:
    def otherwise(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        return [b"django"]

    pages = Pages(tmp_path, tmp_path, otherwise)

    assert pages({"REQUEST_METHOD": "GET", "PATH_INFO": "/"}, lambda *_: None) == [b"django"]


def test_codes_come_in_the_order_the_browser_gives_them() -> None:
    assert preferred("pt-BR,zh-TW;q=0.8,zh;q=0.7,iw;q=0.9,x-klingon") == ("pt", "he", "zh-hant", "zh-hans")


def test_a_page_in_memory_stays_until_the_press_says_that_something_is_new(ask: Ask) -> None:
    ask("/ar/")
    files.write("ar/index.html", b"new")

    assert ask("/ar/").body.decode() == PAGE

    files.announce()
    time.sleep(LOOK_EVERY * 1.2)

    assert ask("/ar/").body == b"new"


def test_who_is_led_to_something_new_finds_it_at_once(ask: Ask) -> None:
    ask("/ar/")
    files.write("ar/index.html", b"new")
    files.announce()

    assert ask("/ar/", query="translated").body == b"new"


def test_a_page_that_was_removed_is_gone_when_the_press_has_said_so(ask: Ask) -> None:
    ask("/ar/articles/nahr/")
    files.remove("ar/articles/nahr/index.html")
    files.announce()
    time.sleep(LOOK_EVERY * 1.2)

    assert ask("/ar/articles/nahr/").status == 404


def test_a_page_that_is_new_is_seen_although_its_address_was_asked_for_before(ask: Ask) -> None:
    assert ask("/ar/articles/jadid/").status == 404

    files.write("ar/articles/jadid/index.html", b"new")

    assert ask("/ar/articles/jadid/").body == b"new"


@pytest.mark.parametrize(
    ("asked", "status", "body", "told"),
    [
        ("bytes=0-1", 206, b"\x89P", "bytes 0-1/4"),
        ("bytes=-2", 206, b"NG", "bytes 2-3/4"),
        ("bytes=4-", 416, b"", "bytes */4"),
        ("bytes=0-0,2-3", 200, b"\x89PNG", None),
        ("lines=0-1", 200, b"\x89PNG", None),
    ],
)
def test_a_picture_can_be_had_in_parts(
    ask: Ask, asked: str, status: int, body: bytes, told: str | None
) -> None:
    answer = ask("/media/images/rhein.png", range=asked)

    assert (answer.status, answer.body) == (status, body)
    assert answer.headers.get("Content-Range") == told
    assert answer.headers["Content-Length"] == str(len(body))
    assert answer.headers["Accept-Ranges"] == "bytes"


def test_a_part_of_another_picture_than_the_reader_has_is_not_sent(ask: Ask) -> None:
    whole = ask("/media/images/rhein.png")

    for known, status in (
        (whole.headers["ETag"], 206),
        (whole.headers["Last-Modified"], 206),
        ('"other"', 200),
    ):
        assert ask("/media/images/rhein.png", range="bytes=0-1", if_range=known).status == status


def test_a_page_is_sent_whole(ask: Ask) -> None:
    assert ask("/ar/", range="bytes=0-1").status == 200


def test_a_large_file_comes_from_the_disk_in_pieces(outlet: Path, ask: Ask) -> None:
    film = bytes(range(256)) * 5_000
    (outlet / "media/images/film.mp4").write_bytes(film)

    assert ask("/media/images/film.mp4").body == film
    assert ask("/media/images/film.mp4", range="bytes=1000000-1000255").body == film[1_000_000:1_000_256]
    assert ask("/media/images/film.mp4", "HEAD").headers["Content-Length"] == str(len(film))


def test_who_has_the_page_of_that_date_is_told_so(ask: Ask) -> None:
    date = ask("/ar/").headers["Last-Modified"]

    assert ask("/ar/", if_modified_since=date).status == 304
    assert ask("/ar/", if_modified_since=date, if_none_match='"older"').status == 200
