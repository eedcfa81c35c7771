"""The command, through Django's door: what it prints, and how it refuses."""

from __future__ import annotations

import json
import os
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from pytest_httpserver import HTTPServer
from tests.rooms.intake.newsitems import PICTURE_ITEM, XHTML, item, message
from tests.rooms.intake.pages import linked, page

PDF = Path(__file__).parent / "printed" / "gazette.pdf"
GOOD = page(head=linked(author={"name": "Jana Dorn"}, datePublished="2024-05-02"))
FIELDS = [
    "kind", "headline", "standfirst", "bylines", "published", "updated", "language", "outlet", "canonical", "licence",
    "rights", "mining", "source_note", "author_note", "identifier", "version", "digital_source", "terms", "chain", "citations", "quotations", "pictures", "footnotes", "body_html", "body_text", "source", "found",
]  # fmt: skip


def run(*names: str | Path, **options: Any) -> tuple[list[dict[str, Any]], str, int]:
    """Lines of JSON, what was said beside them, and the exit code."""
    out, err, code = StringIO(), StringIO(), 0
    try:
        call_command("read", *map(str, names), json=True, stdout=out, stderr=err, **options)
    except SystemExit as left:
        code = int(str(left.code))
    return [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue(), code


@pytest.fixture
def good(tmp_path: Path) -> Path:
    file = tmp_path / "good.html"
    file.write_text(GOOD)
    return file


def test_a_page_becomes_one_flat_object(good: Path) -> None:
    (found,), err, code = run(good)

    assert (err, code) == ("", 0)
    assert sorted(found) == sorted(FIELDS)
    assert found["headline"] == "River floods the lower town"
    assert found["bylines"] == [{"name": "Jana Dorn", "role": "author"}]
    assert found["published"] == "2024-05-02"
    assert found["source"] == str(good)
    assert found["found"]["published"] == {"where": "json-ld:datePublished", "sure": 0.95}


def test_a_bad_file_does_not_stop_the_others(good: Path, tmp_path: Path) -> None:
    rows, err, code = run(tmp_path / "missing.html", good, tmp_path)

    assert [row.get("error", {}).get("code") for row in rows] == ["no-such-file", None, "not-a-file"]
    assert (err, code) == ("", 1)


def _files(folder: Path) -> dict[str, tuple[Path, str]]:
    """Thirteen bad inputs: {what it is: (file, code of the refusal)}."""

    def file(name: str, body: bytes) -> Path:
        made = folder / name
        made.write_bytes(body)
        return made

    large = folder / "large.html"
    with large.open("wb") as out:
        out.truncate(50_000_000)
    secret = file("secret.html", GOOD.encode())
    secret.chmod(0)
    pipe = folder / "pipe.html"
    os.mkfifo(pipe)
    return {
        "no such file": (folder / "nowhere.html", "no-such-file"),
        "a folder": (folder, "not-a-file"),
        "a pipe": (pipe, "not-a-file"),
        "a PDF renamed .html": (file("paper.html", PDF.read_bytes()), "unknown-format"),
        "a damaged PDF": (file("paper.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 9), "unreadable"),
        "an RTF document": (file("old.rtf", b"{\\rtf1 words}"), "unknown-format"),
        "an empty page": (file("empty.html", b" \n"), "empty"),
        "a page of 50 MB": (large, "too-large"),
        "a page of pure script": (
            file(
                "script.html",
                b"<html><body><div id=app></div><script>" + b"run();" * 900 + b"</script></body></html>",
            ),
            "no-article",
        ),
        "bytes in no encoding": (file("noise.html", b"<html><p>" + bytes(range(128, 256)) * 40), "not-text"),
        "a feed without items": (
            file("feed.html", b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>'),
            "no-article",
        ),
        "a picture": (file("picture.html", b"\x89PNG\r\n\x1a\n" + b"\0" * 90), "unknown-format"),
        "a file that may not be read": (secret, "unreadable" if os.geteuid() else ""),
    }


def test_each_bad_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    cases = _files(tmp_path)

    rows, err, code = run(*(file for file, _ in cases.values()))

    assert {kind: row.get("error", {}).get("code", "") for kind, row in zip(cases, rows, strict=True)} == {
        kind: expected for kind, (_, expected) in cases.items()
    }
    assert (err, code) == ("", 1)
    for row in rows:
        if "error" in row:
            assert row["error"]["message"][:1].isupper() or row["error"]["message"].startswith("/")
            assert row["error"]["message"].endswith(".")
            assert "Traceback" not in row["error"]["message"]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "https://localhost/admin",
        "http://2130706433/",
        "http://10.0.0.7/wiki",
    ],
)
def test_an_address_in_a_private_network_is_refused(url: str) -> None:
    (row,), _, code = run(url)

    assert row["error"]["code"] == "address-private"
    assert code == 1


@pytest.mark.parametrize("url", ["ftp://gazette.example/", "file:///etc/passwd", "javascript:alert(1)"])
def test_what_is_no_web_address_is_refused(url: str) -> None:
    (row,), _, _ = run(url)

    assert row["error"]["code"] == "scheme-refused"


def test_a_page_is_read_from_its_address(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/river").respond_with_data(
        GOOD.replace('<meta charset="utf-8">', "").encode("utf-16"), content_type="text/html; charset=utf-16"
    )

    (row,), _, code = run(httpserver.url_for("/river"), allow=["localhost"])

    assert code == 0
    assert row["canonical"] == row["source"] == httpserver.url_for("/river")
    assert row["body_text"].startswith("The river rose")


def test_a_page_that_is_gone_is_said_so(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/river").respond_with_data("", status=410)

    (row,), _, _ = run(httpserver.url_for("/river"), allow=["localhost"])

    assert row["error"]["code"] == "status"
    assert "410" in row["error"]["message"]


def test_for_people_each_field_says_where_it_was_found(good: Path, tmp_path: Path) -> None:
    out, err = StringIO(), StringIO()

    with pytest.raises(SystemExit):
        call_command("read", str(good), str(tmp_path / "missing.html"), stdout=out, stderr=err)

    assert "River floods the lower town   [html:h1, 0.60]" in out.getvalue()
    assert "Jana Dorn (author)   [json-ld:author, 0.95]" in out.getvalue()
    assert err.getvalue().strip() == f"There is no file {tmp_path / 'missing.html'}. Check the path."


def test_a_name_that_is_no_utf_8_is_shown_in_another_way(tmp_path: Path) -> None:
    name = os.fsdecode(bytes(tmp_path) + b"/\xff.html")
    Path(name).write_text(GOOD)

    (row,), _, code = run(name)

    assert code == 0
    assert row["source"].endswith("\\udcff.html")


def test_lone_surrogates_in_a_page_do_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "odd.html"
    file.write_text(
        page(
            head='<script type="application/ld+json">{"@type":"NewsArticle","headline":"A\\ud83d B","author":"\\udc00 Jana Dorn"}</script>'
        )
    )

    (row,), _, code = run(file)

    assert code == 0
    assert row["bylines"] == [{"name": "Jana Dorn", "role": "author"}]


def test_a_message_with_several_articles_gives_an_object_for_each(tmp_path: Path) -> None:
    file = tmp_path / "wire.xml"
    file.write_text(message(item(XHTML, guid="urn:a"), PICTURE_ITEM, item(XHTML, guid="urn:b")))

    rows, err, code = run(file)

    assert (err, code) == (f"{file} [2]: It is a picture, not the text of an article.\n", 0)
    assert [(row["identifier"], row["kind"]) for row in rows] == [
        ("urn:a", "text"),
        ("urn:example:p", "picture"),
        ("urn:b", "text"),
    ]
