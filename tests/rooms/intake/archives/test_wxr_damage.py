"""Exports that are broken, odd or hostile: the line is named, and nothing of a broken one is taken."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path

import pytest
from tests.rooms.intake.archives.exports import LONG, cdata, one, post, read, wxr

from masthead.intake.archive import Item
from masthead.intake.errors import Malformed, NoSuchFile, UnknownFormat
from masthead.intake.readers.archives import registry
from masthead.intake.readers.archives.wxr import reader
from masthead.intake.readers.archives.wxr.stream import Mender


def refused(folder: Path, text: str | bytes) -> str:
    path = folder / "export"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(Malformed) as error:
        next(registry.pieces(path))
    return error.value.sentence


def line_in(sentence: str) -> int:
    found = re.search(r"line (\d+)", sentence)
    assert found is not None, sentence
    return int(found[1])


def test_a_file_that_ends_too_soon_names_its_last_line(tmp_path: Path) -> None:
    text = wxr(*(post(number=number) for number in range(1, 400)))
    text = text[: len(text) // 2].rstrip()

    assert line_in(refused(tmp_path, text)) == text.count("\n") + 1


def test_a_wrong_closing_tag_names_its_line(tmp_path: Path) -> None:
    text = (
        wxr(post(number=1), post(number=2), post(number=3))
        .replace("</item>", "</post>", 2)
        .replace("</post>", "</item>", 1)
    )

    assert line_in(refused(tmp_path, text)) == text[: text.index("</post>")].count("\n") + 1


def test_a_byte_that_is_no_utf_8_names_its_line(tmp_path: Path) -> None:
    text = wxr(post(number=1), post("A caf\x00 in town", number=2)).encode().replace(b"\x00", b"\xe9")

    assert line_in(refused(tmp_path, text)) == text[: text.index(b"\xe9")].count(b"\n") + 1


@pytest.mark.parametrize("version", ["", "abc", "2.0", "1"])
def test_a_version_that_is_none_is_refused(tmp_path: Path, version: str) -> None:
    text = wxr(post(), version=version)

    assert line_in(refused(tmp_path, text)) == text[: text.index("<wp:wxr_version>")].count("\n") + 1


def test_a_channel_without_a_version_is_refused(tmp_path: Path) -> None:
    text = wxr(post()).replace("<wp:wxr_version>1.2</wp:wxr_version>\n", "")

    assert "wp:wxr_version" in refused(tmp_path, text)


@pytest.mark.parametrize(
    "dtd",
    [
        '<!DOCTYPE rss [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
        '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_entities_of_its_own_are_refused(tmp_path: Path, dtd: str) -> None:
    assert "entities" in refused(tmp_path, wxr(post("x"), head=dtd).replace(cdata("x"), "&c;&a;"))


def test_an_item_nested_without_end_is_refused(tmp_path: Path) -> None:
    deep = "<a>" * 5000 + "</a>" * 5000

    assert line_in(refused(tmp_path, wxr(post("x", deep))))


def test_control_characters_go_and_their_words_stay(tmp_path: Path) -> None:
    assert one(tmp_path, wxr(post("The ri\x08ver\x0b rose."))).draft.body_text == "The river rose."


@pytest.mark.parametrize(
    ("written", "meant"),
    [("a & b", "a & b"), ("?x=1&y=2", "?x=1&y=2"), ("a&nbsp;b", "a b"), ("&eacute;", "é"), ("&#8;x", "x"), ("&#x20AC;", "€"), ("&amp;lt;", "&lt;"), ("&unknown;", "&unknown;")],
)  # fmt: skip
def test_an_ampersand_that_begins_no_reference_is_meant(tmp_path: Path, written: str, meant: str) -> None:
    text = wxr(post(title="T")).replace(cdata("T"), written)

    headline = one(tmp_path, text).draft.headline

    assert headline is not None
    assert headline.value == re.sub("&lt;", "<", meant)


def test_a_reference_in_cdata_is_text_of_the_article(tmp_path: Path) -> None:
    assert one(tmp_path, wxr(post("Fish &amp; chips &lt;3"))).draft.body_text == "Fish & chips <3"


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 64])
def test_a_file_is_mended_alike_in_pieces_of_any_size(size: int) -> None:
    data = b"a & b &amp; <c>&eacute;</c> <![CDATA[x & y &amp; ]] > ]]]]><![CDATA[> z]]> &#xe9; &"
    whole, pieces = Mender(), Mender()

    parts = [pieces.feed(data[at : at + size]) for at in range(0, len(data), size)]

    assert b"".join([*parts, pieces.feed(b"", last=True)]) == whole.feed(data) + whole.feed(b"", last=True)


def test_cdata_in_several_sections_is_one_text(tmp_path: Path) -> None:
    text = wxr(post("x")).replace(cdata("x"), cdata("one ]]") + cdata("> two"))

    assert one(tmp_path, text).draft.body_text == "one ]]> two"


def test_an_export_in_utf_16_is_read(tmp_path: Path) -> None:
    text = wxr(post()).replace("UTF-8", "UTF-16").encode("utf-16")

    assert one(tmp_path, text).draft.body_text == LONG


def test_another_namespace_is_not_wordpress(tmp_path: Path) -> None:
    text = wxr(post().replace("<item>", '<item xmlns:wp="http://elsewhere.example/">'))

    (item,) = (piece for piece in read(tmp_path, text) if isinstance(piece, Item))
    assert item.slug == ""


def test_a_feed_is_no_export(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text('<?xml version="1.0"?><rss version="2.0"><channel><title>x</title></channel></rss>')

    with pytest.raises(UnknownFormat):
        next(registry.pieces(path))


def test_items_of_a_large_export_come_one_by_one(tmp_path: Path) -> None:
    from benchmarks.wxr import write

    path = write(tmp_path / "large.xml", articles=60)

    some = list(islice((piece for piece in registry.pieces(path) if isinstance(piece, Item)), 3))

    assert [item.identifier for item in some] == ["1", "2", "3"]


def test_a_file_that_goes_away_is_a_sentence_for_people(tmp_path: Path) -> None:
    path = tmp_path / "gone.xml"
    path.write_text(wxr(post()))
    pieces = reader.pieces(path)
    path.unlink()

    with pytest.raises(NoSuchFile) as error:
        list(pieces)

    assert error.value.sentence.endswith(".")
