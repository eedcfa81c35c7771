"""Pages made to do harm: nothing active survives, and reading ends."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from pathlib import Path

import pytest
from tests.rooms.intake.hostile import survivors
from tests.rooms.intake.pages import TEXT, page, read

from masthead.intake.body import tidy
from masthead.intake.errors import IntakeError, NoArticle, NotText

SHARED = Path(__file__).parents[4] / "shared" / "data" / "html-sanitizing"


@pytest.mark.shared
def test_no_known_attack_on_sanitisers_survives() -> None:
    payloads = [
        json.loads(line)["payload"]
        for line in (SHARED / "dompurify.jsonl").read_text("utf-8").split("\n")
        if line
    ]
    payloads += [
        file.read_text("utf-8").partition("\n--\n")[0] for file in (SHARED / "bleach").glob("*.test")
    ]

    bodies = {payload: tidy(payload) for payload in payloads}
    pages = {payload: _body(page(body=TEXT + f"<div>{payload}</div>" + TEXT)) for payload in payloads}

    assert len(payloads) > 100
    assert {payload: survivors(body) for payload, body in bodies.items() if survivors(body)} == {}
    assert {payload: survivors(body) for payload, body in pages.items() if survivors(body)} == {}


def _body(html: str) -> str:
    try:
        return read(html).body_html
    except IntakeError:
        return ""


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "deep",
        page(body="<b><i><p>" * 20_000 + TEXT),
        page(body="<table><tr><td>" * 1_900 + TEXT),
        page(body="<blockquote>" * 900 + TEXT),
        page(body='<a href="https://x.example/">' * 30_000 + TEXT),
        page(head='<script type="application/ld+json">' + "[" * 100_000 + "</script>"),
        page(
            head='<script type="application/ld+json">{"@graph":['
            + '{"@type":"Article"},' * 50_000
            + "{}]}</script>"
        ),
        page(body='<p>"a b c d ' * 30_000),
        page(body="<p>" + "word " * 400_000),
        page(body="<p>" + "a" * 2_000_000 + TEXT),
        page(top=f'<h1 class="{"author-" * 100_000}">A title of some words</h1>'),
        page(top='<span class="author">By ' + "Some One and " * 20_000 + "</span>"),
        page(body="<p>x</p>" * 100_000),
        page(head="<meta name=author content='" + " , ; & and" * 50_000 + "'>"),
        page(head="<title>" + " | -" * 100_000 + "</title>"),
    ],
    ids=range(15),
)
def test_a_page_without_measure_ends_in_time(html: str) -> None:
    """A minute of the processor's time: what grows with the square of a page takes hours."""
    before = time.process_time()

    with suppress(NoArticle, NotText):
        read(html)

    assert time.process_time() - before < 60
