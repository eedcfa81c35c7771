"""Feeds of others: feedparser's and gofeed's cases, real feeds, hostile XML. Each difference that is meant is printed."""

from __future__ import annotations

import json
import re
import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import SHARED
from tests.rooms.intake import feed_cases, gofeed_cases

from masthead.intake.errors import IntakeError
from masthead.intake.readers.feed import reader
from masthead.intake.readers.feed.drafts import draft_of
from masthead.intake.readers.feed.errors import NotAFeed
from masthead.intake.sources.delivery import Delivery

pytestmark = pytest.mark.shared

# By the names of feedparser's cases.
_MEANT = {
    r"/lang/.*(?:_blank|_inherit)": "a feed and an item have one language each, not one for each of their texts",
    r"crazy|linenoise|element_br\.|unexpected_character|not_a_doctype": "broken HTML is read as browsers read it, and nothing of a script is left, not even as text",
}
# By the names of gofeed's pairs.
_MEANT_GOFEED = {
    r"base64_escaped_markup": "text is kept as it is written; what looks like escaped markup in it is left alone",
    r"base64\.xml": "a text without a type is text, also when it came as base64",
    r"category_cdata_escaped_markup|naked_markup": "markup in a category or an identifier is none of its words",
    r"category_scheme": "a category without a word is none",
    r"title_xhtml_(?:inline|escaped)_markup": "an element closed under another name holds nothing",
    r"dublincore_item_multiple_values": "every creator is an author, not only the first",
    r"updated_-_atom03_feed_entry_modified": "a day of change is not made a day of publication",
}
_SCRIPT = re.compile(
    r"<script|<[^>]*\son\w+\s*=|(?:href|src)\s*=\s*[\"']?\s*(?:javascript|vbscript|data):", re.IGNORECASE
)


def _members(archive: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(archive) as tar:
        for member in tar:
            file = tar.extractfile(member) if member.isfile() else None
            if file is not None:
                yield member.name, file.read()


def _why(name: str, meant: dict[str, str]) -> str:
    return next((why for pattern, why in meant.items() if re.search(pattern, name)), "")


def _report(title: str, counted: Counter[str], reasons: Counter[str]) -> None:
    print(f"\n{title}: {dict(counted)}")
    for why, number in reasons.most_common():
        print(f"  {number:>4} {why}")


def test_feedparsers_cases_hold_for_what_we_keep(capsys: pytest.CaptureFixture[str]) -> None:
    counted: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    wrong: list[str] = []
    for name, body in _members(SHARED / "feedparser-cases" / "cases.tar.xz"):
        try:
            outcome = "holds" if feed_cases.holds(body, name.removeprefix("./")) else "differs"
        except feed_cases.NotKept as asked:
            outcome = "not kept"
            reasons[f"not kept: {asked}"] += 1
        except IntakeError as error:
            outcome = f"refused: {error.code}"
        if outcome == "differs" and (why := _why(name, _MEANT)):
            outcome = "differs, meant"
            reasons[f"meant: {why}"] += 1
        elif outcome not in {"holds", "not kept"}:
            wrong.append(f"{name}: {outcome}")
        counted[outcome] += 1

    with capsys.disabled():
        _report("feedparser-cases", counted, reasons)
    assert wrong == []
    assert counted["holds"] > 0.75 * counted.total()


def test_nothing_that_runs_is_left_of_any_case() -> None:
    for name, body in _members(SHARED / "feedparser-cases" / "cases.tar.xz"):
        feed = reader.read(Delivery(body, name))
        for html in (feed.subtitle, *(text for item in feed.items for text in (item.summary, item.content))):
            assert not _SCRIPT.search(html), name


def test_gofeeds_pairs_agree_in_the_fields_that_both_have(capsys: pytest.CaptureFixture[str]) -> None:
    files = dict(_members(SHARED / "gofeed-cases" / "cases.tar.xz"))
    counted: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    wrong: list[str] = []
    for name, body in files.items():
        pair = files.get(name.removesuffix(".xml") + ".json") if name.endswith(".xml") else None
        if pair is None:
            continue
        found = list(gofeed_cases.differences(json.loads(pair), reader.read(Delivery(body, name))))
        why = _why(name, _MEANT_GOFEED) if found else ""
        counted["differs, meant" if why else "differs" if found else "agrees"] += 1
        if why:
            reasons[f"meant: {why}"] += 1
        elif found:
            wrong.append(f"{name}: {found}")

    with capsys.disabled():
        _report("gofeed-cases", counted, reasons)
    assert wrong == []


def test_gofeeds_json_feeds_are_read() -> None:
    feeds = [
        reader.read(Delivery(body, name))
        for name, body in _members(SHARED / "gofeed-cases" / "cases.tar.xz")
        if name.endswith(".json")
        and ("parser/json/" in name or "translator/json/" in name)
        and "_expected" not in name
    ]

    assert feeds
    assert all(feed.form.startswith("json 1.") and feed.title and feed.items for feed in feeds)


def test_real_feeds_give_items_with_names_and_drafts() -> None:
    for file in sorted((SHARED / "feedjira-real-feeds").iterdir()):
        try:
            feed = reader.read(Delivery(file.read_bytes(), file.name))
        except NotAFeed:
            # Some of them are the HTML of one entry, and there is a note on the set.
            assert "EntryContent" in file.name or "FirstEntry" in file.name or file.suffix == ".md", file.name
            continue
        assert feed.items, file.name
        assert all(item.identifier or item.address for item in feed.items), file.name
        assert all(draft_of(item, feed).headline or item.content for item in feed.items), file.name


def test_hostile_xml_is_refused() -> None:
    for file in sorted((SHARED / "hostile-files" / "xml").iterdir()):
        with pytest.raises(IntakeError) as refused:
            reader.read(Delivery(file.read_bytes(), file.name))

        assert refused.value.code in {"not-a-feed", "hostile-feed", "empty"}
