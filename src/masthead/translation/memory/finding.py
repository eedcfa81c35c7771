"""What the memory has of sentences like one: candidates by the index, then each compared."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from masthead.lib.indexes import IndexUnreadable
from masthead.translation.memory import index
from masthead.translation.memory.likeness import alike
from masthead.translation.memory.store import AT_ONCE, known, maker_of, merit, passage, stood
from masthead.translation.models import Memory, Sentence
from masthead.translation.segments import Maker, Passage, Place

log = logging.getLogger(__name__)

CANDIDATES = 64, 512
"""Sentences that are compared with one; the second number, where none of the first has the language."""
UNINDEXED = 5_000
"""The newest of those that the index has not yet, each compared with each that is asked for."""


@dataclass(frozen=True, slots=True)
class Match:
    """A sentence of the memory that is like another: coded texts, how alike (1.0: the same), who translated it and
    when. ``origin``: the headline of the article or the name of the file it comes from; ``context``: it is the same
    and stood between the same sentences."""

    source: str
    target: str
    score: float
    maker: Maker
    at: datetime
    origin: str
    context: bool


def similar(
    asked: Sequence[Place], source_language: str, language: str, *, least: float = 0.6, limit: int = 5
) -> dict[Place, list[Match]]:
    """{asked: what the memory has of sentences like it, the best first}, for those that have any.

    The same sentence comes first, from the same place, by a person, the newest. At most 12 queries for 400 sentences.
    """
    wanted = {each: passage(each) for each in asked}
    keys = known((text for place in wanted.values() for text in place), source_language)
    unindexed = dict(
        Sentence.objects.filter(language=source_language, indexed=False)
        .order_by("-pk")
        .values_list("pk", "text")[:UNINDEXED]
    )
    found: dict[Place, list[Match]] = {}
    open_ = dict(wanted)
    for most in CANDIDATES:
        texts = list(dict.fromkeys(place.source for place in open_.values()))
        near = _near(texts, source_language, keys, unindexed, most, least)
        rows = _rows({key for scores in near.values() for key, _, _ in scores}, language)
        for each, place in open_.items():
            matches = _matches(place, near[place.source], rows, keys)
            if matches:
                found[each] = matches[:limit]
        # Many sentences alike may all be translated to other languages than this one.
        open_ = {
            each: place
            for each, place in open_.items()
            if each not in found and len(near[place.source]) >= most // 2
        }
        if not open_:
            break
    return {each: found[each] for each in wanted if each in found}


_Near = tuple[int, str, float]
"""Key, text and likeness."""


def _near(
    texts: Sequence[str],
    language: str,
    keys: Mapping[str, int],
    unindexed: dict[int, str],
    most: int,
    least: float,
) -> dict[str, list[_Near]]:
    """{text: the sentences like it}"""
    try:
        indexed = index.candidates(texts, language, most)
    except IndexUnreadable as error:
        log.warning("%s Run: masthead memory index", error)
        indexed = [[] for _ in texts]
    held = _texts({key for some in indexed for key in some})
    found = {}
    for text, some in zip(texts, indexed, strict=True):
        others = {key: held[key] for key in some if key in held} | unindexed
        if text in keys:
            others[keys[text]] = text
        known_as, known_texts = list(others), list(others.values())
        found[text] = [
            (known_as[at], known_texts[at], score) for at, score in alike(text, known_texts, least)
        ]
    return found


def _texts(keys: Iterable[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    ordered = sorted(keys)
    for start in range(0, len(ordered), _MOST_KEYS):
        rows = Sentence.objects.filter(pk__in=ordered[start : start + _MOST_KEYS])
        found |= dict(rows.values_list("pk", "text"))
    return found


_MOST_KEYS = AT_ONCE * CANDIDATES[0]


def _rows(sentences: set[int], language: str) -> dict[int, list[tuple[Memory, str]]]:
    """{sentence: its translations, each with the headline of its article}"""
    found: dict[int, list[tuple[Memory, str]]] = defaultdict(list)
    ordered = sorted(sentences)
    for start in range(0, len(ordered), _MOST_KEYS):
        rows = Memory.objects.filter(
            sentence_id__in=ordered[start : start + _MOST_KEYS], target_language=language
        ).select_related("article")
        for row in rows.only(*_SHOWN):
            found[row.sentence_id].append((row, row.article.headline if row.article else row.origin))
    return found


_SHOWN = (
    "sentence_id", "before", "after", "target", "by", "name", "version", "at", "origin", "article__headline",
)  # fmt: skip


def _matches(
    place: Passage,
    near: Iterable[_Near],
    rows: Mapping[int, list[tuple[Memory, str]]],
    keys: dict[str, int],
) -> list[Match]:
    """The best first; of the same translation of the same sentence, the best only."""
    ranked = []
    for key, text, score in near:
        for row, origin in rows.get(key, ()):
            context = score == 1.0 and stood(row, place, keys)
            match = Match(text, row.target, score, maker_of(row), row.at, origin, context)
            person, _, at, pk = merit(row, place, keys)
            ranked.append(((score, context, person, at, pk), match))
    ranked.sort(key=lambda one: one[0], reverse=True)
    once: dict[tuple[str, str], Match] = {}
    for _, match in ranked:
        once.setdefault((match.source, match.target), match)
    return list(once.values())
