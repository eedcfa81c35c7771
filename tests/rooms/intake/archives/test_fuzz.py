"""Damaged exports of WordPress and Ghost: pieces or an ``IntakeError``, and never that a reader broke.

MASTHEAD_FUZZ_SECONDS makes it last longer than a few examples.
"""

from __future__ import annotations

import json
import os
import random
import time
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.rooms.intake.archives.exports import (
    attachment,
    author,
    carried,
    comment,
    ghost,
    piece,
    post,
    term,
    wxr,
)

from masthead.intake.archive import Attached, Author, Filed, Item, Left
from masthead.intake.errors import Fault, IntakeError
from masthead.intake.readers.archives import registry

SECONDS = float(os.environ.get("MASTHEAD_FUZZ_SECONDS", "0"))
_BODY = (
    'One\n\nTwo [ref]note[/ref] <!-- wp:image {"id":40} --><figure><img class="wp-image-40" src="/a.jpg"><figcaption>c</figcaption></figure><!-- /wp:image -->'
    '[caption id="a" width="9"]<img src="https://g.example/b.jpg"> c[/caption] [gallery ids="40,41"] <pre>a\nb</pre><ul><li>x</li></ul><blockquote>q<cite>w</cite></blockquote>'
    '<iframe src="https://v.example/1"></iframe><sup data-fn="f-1"><a href="#f-1">1</a></sup> https://v.example/2'
)
_LEXICAL = json.dumps({"root": {"children": [{"type": "paragraph", "children": [{"type": "text", "text": "a", "format": 3}, {"type": "link", "url": "https://h.example", "children": []}]}, {"type": "list", "tag": "ol", "children": [{"type": "listitem", "children": []}]}, {"type": "gallery", "images": [{"src": "x"}]}, {"type": "bookmark", "metadata": {"title": "t"}}, {"type": "toggle", "heading": "h", "content": "<p>c</p>"}]}})  # fmt: skip
_MOBILEDOC = json.dumps({"version": "0.3.1", "atoms": [["soft-return", "", {}]], "cards": [["image", {"src": "x", "caption": "c"}], ["markdown", {"markdown": "# a[^1]\n\n[^1]: b"}]], "markups": [["a", ["href", "https://h.example"]]], "sections": [[1, "p", [[0, [0], 1, "x"], [1, [], 0, 0]]], [10, 0], [10, 1], [3, "ul", [[[0, [], 0, "i"]]]]]})  # fmt: skip
EXPORTS = {
    "wordpress": wxr(
        author("jana", "Jana Dorn"),
        term("language", "de", "Deutsch", 'a:1:{s:6:"locale";s:5:"de_DE";}'),
        term("post_translations", "pll_1", "pll_1", 'a:2:{s:2:"de";i:7;s:2:"en";i:8;}'),
        post(_BODY, carried("category", "c", "C"), carried("author", "cap-jana", "jana"), comment(1), comment(2, parent=1), creator="jana", post_date="2024-05-02 09:30:00", post_date_gmt="2024-05-02 07:30:00", meta={"footnotes": '[{"content":"n","id":"f-1"}]', "_thumbnail_id": "40", "_wp_old_slug": "old"}),
        attachment(40, "https://g.example/a.jpg", alt="a", caption="c"),
        post("", post_type="guest-author", number=9, meta={"cap-user_login": "x", "cap-display_name": "X"}),
    ),
    "ghost": ghost(
        posts=[piece(feature_image="__GHOST_URL__/a.jpg", lexical=_LEXICAL, html=None), piece(id="p2", mobiledoc=_MOBILEDOC, html="<p>a</p>"), piece(id="p3", html='<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" href="https://h.example/"><div class="kg-bookmark-title">t</div></a></figure>')],
        users=[{"id": "u1", "name": "Jana Dorn", "slug": "jana"}], tags=[{"id": "t1", "name": "#fr", "slug": "f"}],
        posts_authors=[{"post_id": "p1", "author_id": "u1", "sort_order": 0}], posts_tags=[{"post_id": "p1", "tag_id": "t1", "sort_order": 0}],
        posts_meta=[{"post_id": "p1", "feature_image_alt": "a"}], comments=[{"id": "c", "post_id": "p1", "html": "<p>x</p>", "status": "published", "created_at": 1}],
    ),
}  # fmt: skip
TOKENS = [
    b"", b"\x00", b"\x08", b"\xff\xfe", b"\xed\xa0\x80", b'"', b",", b"\n\n", b"{", b"[]", b"null", b"true", b"-1", b"1e999", b"9" * 400, b"\\ud800",
    b"<", b"</item>", b"<item>", b"<table>", b"<![CDATA[", b"]]>", b"&", b"&#0;", b"&nbsp;", b"[caption]", b"[/ref]", b"<!-- wp:x -->", b"<!--", b"http://[",
    b"//[", b"[" * 3000, b"<b>" * 500, b'{"a":' * 300, b"0000-00-00 00:00:00", b"\xe2\x80\xae", b"a:9:{", b's:9:"', b"<img src='//['>", b"<!DOCTYPE rss [<!ENTITY a 'b'>]>",
]  # fmt: skip
change = st.tuples(st.integers(0, 1_000_000), st.integers(0, 60), st.sampled_from(TOKENS))


def changed(body: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    for at, length, token in changes:
        at %= len(body) + 1
        body = body[:at] + token + body[at + length :]
    return body


def survives(name: str, changes: list[tuple[int, int, bytes]]) -> None:
    """The reader itself reads it, whether or not it would still be recognised."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        path.write_bytes(changed(EXPORTS[name].encode(), changes))
        try:
            for read in registry.ARCHIVES[name][1](path):
                assert isinstance(read, Item | Author | Filed | Attached | Left)
                if isinstance(read, Item):
                    json.dumps(read.to_json())
        except Fault:
            raise
        except IntakeError as error:
            assert error.sentence.endswith(".")  # noqa: PT017 - what comes out is the subject


@pytest.mark.parametrize("name", EXPORTS)
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(changes=st.lists(change, max_size=6))
def test_a_damaged_export_gives_pieces_or_a_sentence(
    name: str, changes: list[tuple[int, int, bytes]]
) -> None:
    survives(name, changes)


def test_a_long_search_finds_nothing() -> None:
    """Changes by seed, so that what is found can be found again."""
    until = time.monotonic() + SECONDS
    for seed in count():
        chance = random.Random(seed)
        for name in EXPORTS:
            changes = [
                (chance.randrange(1_000_000), chance.randrange(60), chance.choice(TOKENS))
                for _ in range(chance.randrange(1, 9))
            ]
            try:
                survives(name, changes)
            except Exception as error:
                raise AssertionError(f"{name} with seed {seed}") from error
        if time.monotonic() > until:
            break
