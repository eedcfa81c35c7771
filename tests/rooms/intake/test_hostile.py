"""Attacks in every place of every source: nothing active comes out of a reader, and no character that cannot be kept."""

from __future__ import annotations

import io
import re
import stat
import zipfile
from pathlib import Path

import pytest
from tests.rooms.intake import feeds, newsitems, pages
from tests.rooms.intake.fuzzing import TARGETS, pack, run
from tests.rooms.intake.hostile import ATTACKS, UNHELD, harm, harm_of
from tests.rooms.intake.poisoned import SOURCES, Left

from masthead.intake import body
from masthead.intake.draft import Byline, Found
from masthead.intake.errors import IntakeError, NotValid
from masthead.intake.readers import registry
from masthead.intake.readers.archives import registry as archives
from masthead.intake.readers.archives.content import tree
from masthead.intake.sources.delivery import Delivery

ODD = ("\x00\x01\x08\x0b\x1f\x7f", "\ud800 half \udfff", "\ufffe\uffff", "\u202e\u2066abc\u2069", "&#0;&#1;&#xD800;&#x110000;", "&amp;#xD800;", "\\ud800", "9999-99-99T99:99:99+99:99", "http://[", "//[::1", "https://a b/", "javascript:alert(1)", "data:text/html,x", "0001-01-01", "\r\n\r\n", "%s%n{{7*7}}${x}", "'; DROP TABLE a;--", "é" * 400)  # fmt: skip


def harmful(left: Left) -> list[str]:
    found = [one for draft in left.drafts for one in harm(draft)]
    return found + [one for piece in left.pieces for one in harm_of(piece)]


@pytest.mark.parametrize("source", SOURCES)
def test_no_attack_comes_out_of_a_reader(source: str) -> None:
    assert {words: harm for words in ATTACKS if (harm := harmful(SOURCES[source](words)))} == {}


@pytest.mark.parametrize("source", SOURCES)
def test_odd_words_are_read_or_refused(source: str) -> None:
    assert {words: harm for words in ODD if (harm := harmful(SOURCES[source](words)))} == {}


@pytest.mark.parametrize("source", SOURCES)
def test_harmless_words_come_out_of_every_source(source: str) -> None:
    left = SOURCES[source]("Nothing but words")

    assert re.search("Nothing but words", repr(left))


def test_what_cannot_be_kept_is_left_out_of_a_value() -> None:
    assert Found("River\x00 floods\ud800", "x", 1.0).value == "River floods"
    assert Byline("\x1bJana").name == "Jana"


@pytest.mark.parametrize("name", TARGETS)
def test_damaged_sources_are_read_or_refused(name: str) -> None:
    """A few cases of each; ``python -m tests.fuzz`` looks for longer."""
    assert {number: found for number in range(4) if (found := run(name, number).finding)} == {}


def test_a_character_that_no_text_holds_does_not_lose_the_text_around_it() -> None:
    assert body.tidy("<p>Before\x00 &#1;and after\ud800</p>") == "<p>Before and after</p>"


@pytest.mark.parametrize("number", ["&#1;", "&#x1f;", "&#0", "&#xD800;", "&#99999999999;", "&&#1;#1;"])
def test_a_reference_to_no_character_is_no_trouble_to_a_page(number: str) -> None:
    whole = pages.page(
        body=f"<p><math><mi>x</mi></math>{number}<b class=initial>{number}T</b>here{number}</p>{pages.TEXT}"
    )

    assert harm(registry.read(Delivery(whole.encode(), "page", pages.URL))) == []


@pytest.mark.parametrize("number", ["&#1;", "&#xFFFE;", "&&#1;#1;"])
def test_a_reference_to_no_character_is_no_trouble_to_what_is_put_elsewhere(number: str) -> None:
    root = tree.tree(f'<p>a{number}</p><p title="{number}">b</p>')
    assert root is not None
    root[0].text, root[1].tail = root[0].text, root[1].get("title")
    tree.replace(root[1], f"<p>c{number}</p>")

    assert not UNHELD.search(root.text_content())


def test_a_link_that_leads_nowhere_is_its_words() -> None:
    assert body.tidy('<p><a href="http://[">here</a></p>') == "<p>here</p>"


@pytest.mark.parametrize("number", ["#xD800", "#1114112", "#x110000"])
def test_a_reference_to_no_character_leaves_a_feed_readable(number: str) -> None:
    item = feeds.item(words=feeds.WORDS).replace("River floods", f"River &{number}; floods")

    assert feeds.one(feeds.rss(item)).headline.startswith("River")


@pytest.mark.parametrize(
    "declared", ['<!ENTITY a "b">', '<!ENTITY a SYSTEM "file:///etc/passwd">', '<!ENTITY % a "b"> %a;']
)
@pytest.mark.parametrize(
    "text", [pages.page(), newsitems.item(newsitems.XHTML), newsitems.NITF, f"{pages.PARAGRAPHS[0]}\n"]
)
@pytest.mark.parametrize("before", ["", "\ufeff", '<?xml version="1.0"?>\n<!-- > --> <?a ?>'])
def test_a_source_that_declares_entities_is_refused_whatever_it_is(
    before: str, text: str, declared: str
) -> None:
    source = f"{before}<!DOCTYPE a PUBLIC '-//[>' \"x\" [{declared}]>\n{text.partition('?>')[2] or text}"

    with pytest.raises(NotValid, match="declares entities"):
        registry.read_all(Delivery(source.encode(), "source"))


def test_what_stands_before_a_document_costs_little() -> None:
    """A search that went back into it would take years."""
    with pytest.raises(IntakeError):
        registry.read_all(Delivery(("<?a?><!-- -->" * 99 + "<newsItem><!ENTITY>").encode(), "source"))


@pytest.mark.parametrize(
    "name", ["../up.html", "/etc/passwd", "C:/up.html", "a\\up.html", "a\nb", "link", "bomb"]
)
@pytest.mark.parametrize("source", [name for name, target in TARGETS.items() if name in archives.ARCHIVES])
def test_no_reader_of_archives_takes_a_hostile_one(source: str, name: str, tmp_path: Path) -> None:
    """A sound export with one member that leads out of it, is a link, or grows."""
    for number, files in enumerate(TARGETS[source].wholes):
        path = tmp_path / f"{number}.zip"
        path.write_bytes(
            with_member(pack({file or "export.json": text for file, text in files.items()}), name)
        )
        with pytest.raises(IntakeError):
            list(archives.ARCHIVES[source][1](path, ""))

    assert {path.suffix for path in tmp_path.iterdir()} == {".zip"}


@pytest.mark.parametrize("name", ["../up.xml", "/etc/passwd", "C:/up.xml", "link", "bomb"])
def test_no_word_document_is_read_that_is_a_hostile_archive(name: str) -> None:
    document = with_member(pack(dict(TARGETS["docx"].wholes[0])), name)

    with pytest.raises(IntakeError):
        registry.read_all(Delivery(document, "river.docx"))


def with_member(archive: bytes, name: str) -> bytes:
    to = io.BytesIO(archive)
    with zipfile.ZipFile(to, "a", zipfile.ZIP_DEFLATED) as opened:
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = (stat.S_IFLNK | 0o777) << 16 if name == "link" else 0
        opened.writestr(info, bytes(8_000_000) if name == "bomb" else b"/etc/passwd")
    return to.getvalue()
