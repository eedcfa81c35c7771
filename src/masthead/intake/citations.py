"""What an article refers to: its links to elsewhere, each with the sentence it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape

from masthead.intake.body import Part
from masthead.intake.draft import Citation
from masthead.lib.addresses import split
from masthead.lib.html import plain
from masthead.lib.sentences import segment

_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
_LEAF = re.compile(r"<(?:p|li)>(.*?)(?=</p>|</li>|<ul>|<ol>)", re.DOTALL)
_MOST = 300


def citations(body: Iterable[Part], language: str, home: str) -> tuple[Citation, ...]:
    """The outbound links of a body in reading order, once each; ``home`` is the article's own address."""
    own = _site(home)
    found: dict[tuple[str, str], Citation] = {}
    for text in _leaves(body):
        for url, words, at in _links(text):
            if len(found) < _MOST and (not own or _site(url) != own):
                found.setdefault((url, words), Citation(url, words, _sentence(plain(text), at, language)))
    return tuple(found.values())


def _leaves(body: Iterable[Part]) -> Iterator[str]:
    for part in body:
        if part.kind == "table":
            yield from (cell for row in part.rows for _, cell in row)
        elif part.kind in {"h2", "h3"}:
            yield part.html
        else:
            yield from _LEAF.findall(part.html)


def _links(html: str) -> Iterator[tuple[str, str, int]]:
    """Address, words, and where the words begin in the plain text."""
    for link in _LINK.finditer(html):
        url, words = unescape(link[1]), plain(link[2])
        if words and split(url).scheme in {"http", "https"}:
            yield url, words, len(plain(html[: link.start()] + "|")) - 1


def _sentence(text: str, at: int, language: str) -> str:
    end = 0
    for sentence in segment(text, language):
        end += len(sentence)
        if at < end:
            return sentence.strip()
    return text


def _site(url: str) -> str:
    """The host without what is before its last two labels, near enough to tell outlets apart."""
    host = (split(url).hostname or "").removeprefix("www.")
    labels = host.split(".")
    kept = 3 if len(labels) > 2 and len(labels[-2]) <= 3 and len(labels[-1]) == 2 else 2
    return ".".join(labels[-kept:])
