"""Links between pages of the documentation lead somewhere, and its index names every page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(
    {
        *ROOT.glob("*.md"),
        *DOCS.rglob("*.md"),
        *(ROOT / "src").rglob("README.md"),
        *(ROOT / "tests").rglob("README.md"),
        *(ROOT / "benchmarks").rglob("README.md"),
    }
)
_MARKDOWN = MarkdownIt("commonmark").enable("table")


def _tokens(page: Path) -> Iterator[Token]:
    for token in _MARKDOWN.parse(page.read_text(encoding="utf-8")):
        yield token
        yield from token.children or ()


def _links(page: Path) -> Iterator[str]:
    """Addresses of links and pictures that are not on the web."""
    for token in _tokens(page):
        address = str(token.attrs.get("href") or token.attrs.get("src") or "")
        if address and not urlsplit(address).scheme:
            yield address


def _anchors(page: Path) -> set[str]:
    """What headings can be linked by, as GitHub makes it of their text."""
    tokens = list(_tokens(page))
    made: dict[str, int] = {}
    found = set()
    for opening, inline in pairwise(tokens):
        if opening.type != "heading_open":
            continue
        text = "".join(part.content for part in inline.children or ())
        anchor = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
        found.add(f"{anchor}-{made[anchor]}" if anchor in made else anchor)
        made[anchor] = made.get(anchor, 0) + 1
    return found


def _target(page: Path, address: str) -> tuple[Path, str]:
    parts = urlsplit(address)
    return ((page.parent / unquote(parts.path)).resolve() if parts.path else page), unquote(parts.fragment)


def _broken(page: Path) -> Iterator[str]:
    for address in _links(page):
        target, anchor = _target(page, address)
        there = target.is_relative_to(ROOT) and target.exists()
        if not there or (anchor and target.suffix == ".md" and anchor not in _anchors(target)):
            yield address


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    assert list(_broken(page)) == []


def test_the_index_names_every_page() -> None:
    index = DOCS / "README.md"
    named = {_target(index, address)[0] for address in _links(index)}
    owed = {*DOCS.rglob("*.md"), *(ROOT / "src").rglob("README.md")} - {index}

    assert sorted(str(page.relative_to(ROOT)) for page in owed - named) == []


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    page = tmp_path / "page.md"
    page.write_text("# A `b`: c\n\n[1](#a-b-c) [2](#d) [3](gone.md) [4](/etc) ![5](no.png)", encoding="utf-8")

    assert list(_broken(page)) == ["#d", "gone.md", "/etc", "no.png"]
