"""Translations carried over to a source that has changed. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from masthead.translation.segments import (
    Pieces,
    Segment,
    Units,
    joint_words,
    numbered_through,
    segment_from_json,
    segment_to_json,
)


def carry(pieces: Pieces, old: Units) -> Units:
    """The units for a source as it is now, with every translation whose source is still there.

    A sentence that moved takes its translation along. What a person wrote or checked for a sentence that is gone
    stays beside the new one in ``before``, and is there again when its sentence is.
    """
    elsewhere: dict[str, list[Segment]] = defaultdict(list)
    for segments in old.values():
        for segment in segments:
            if segment.target:
                elsewhere[segment.sources[0]].append(segment)
    return {
        path: _carry_unit(tuple(p.text for p in cut), old.get(path, ()), elsewhere)
        for path, cut in pieces.items()
    }


def _carry_unit(
    sources: tuple[str, ...], here: tuple[Segment, ...], elsewhere: Mapping[str, list[Segment]]
) -> tuple[Segment, ...]:
    kept: list[Segment] = []
    start = 0
    known = _came_back(here) + [s for s in here if s.target]
    while start < len(sources):
        first = sources[start]
        candidates = [s for s in known if s.sources[0] == first] + list(elsewhere.get(first, ()))
        found = next((s for s in candidates if sources[start : start + len(s.sources)] == s.sources), None)
        found = found or _cut_anew(sources[start : start + _MOST], here) or Segment((first,))
        kept.append(found)
        start += len(found.sources)
    gone = [s for s in here if s not in kept]
    lost = iter([s for s in [*filter(_persons, gone), *_beside(gone)] if s not in kept])
    return tuple(
        segment if segment.target or segment.before else replace(segment, before=_lost(lost))
        for segment in kept
    )


_MOST = 4
"""Sentences that are looked at together where a text may have been cut in another way before."""


def _cut_anew(sources: tuple[str, ...], here: tuple[Segment, ...]) -> Segment | None:
    """What was translated when the same words were cut elsewhere: by an earlier version, for example.

    One segment for the first few of ``sources`` together, or several in a row that make up the first of them and
    have one maker.
    """
    first = joint_words(sources[:1])
    grown = {joint_words(sources[:count]): sources[:count] for count in range(2, len(sources) + 1)}
    for index, segment in enumerate(here):
        if not segment.target:
            continue
        if together := grown.get(joint_words(segment.sources)):
            return replace(segment, sources=together)
        for end in range(index + 2, min(index + _MOST, len(here)) + 1):
            run = here[index:end]
            if joint_words([source for each in run for source in each.sources]) == first:
                return _merged(run, sources[0])
    return None


def _merged(run: tuple[Segment, ...], source: str) -> Segment | None:
    if any(not s.target or s.own is not None or len(s.sources) > 1 for s in run):
        return None
    if len({(s.by, s.name, s.version) for s in run}) > 1:
        return None
    target = numbered_through((s.sources[0] for s in run), (s.target for s in run))
    doubt = next((s.doubt for s in run if s.doubt), "")
    before = next((s.before for s in run if s.before), None)
    return replace(run[0], sources=(source,), target=target, doubt=doubt, before=before)


def _persons(segment: Segment) -> bool:
    return bool(segment.target and (segment.by == "person" or segment.checked))


def _came_back(here: Iterable[Segment]) -> list[Segment]:
    """What persons had made of sources that these stand for now."""
    return [segment_from_json(s.before["was"]) for s in here if s.before and "was" in s.before]


def _beside(gone: Iterable[Segment]) -> Iterator[Segment]:
    """Older texts of persons that stood beside segments which are gone now."""
    for before in (segment.before for segment in gone):
        if before and "was" in before:
            yield segment_from_json(before["was"])
        elif before:
            yield Segment((before["source"],), before["target"], "person", before.get("name", ""))


def _lost(segments: Iterator[Segment]) -> dict[str, Any] | None:
    lost = next(segments, None)
    if lost is None:
        return None
    return {
        "source": " ".join(lost.sources),
        "target": lost.target,
        "name": lost.checked or lost.name,
        "was": segment_to_json(replace(lost, before=None)),
    }
