"""Who changed which segment, when, and what stood there before.

Only what persons did to a text that was there is kept, and of each text of an article the newest ``MOST``: what engines
make anew at every change of a source adds nothing, nor does a first translation, whose maker the segment names itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from masthead.translation.models import SegmentChange
from masthead.translation.segments import Segment, Units

MOST = 60
"""Changes kept of one text (a paragraph, a heading) in one language."""


def keep(article: int, language: str, before: Units, after: Units, by: str, at: datetime) -> None:
    """Note what a person has written or checked between two states of the same source."""
    made = [
        SegmentChange(
            article_id=article,
            language=language,
            path=path,
            source=" ".join(now.sources),
            before=_said(was),
            target=now.target,
            name=by,
            checked=was.target == now.target,
            at=at,
        )
        for path, was, now in _acts(before, after)
    ]
    if not made:
        return
    SegmentChange.objects.bulk_create(made)
    _trim(article, language, {change.path for change in made})


def of(article: int, language: str, path: str) -> list[SegmentChange]:
    """The acts on one text, newest first; one query."""
    return list(
        SegmentChange.objects.filter(article_id=article, language=language, path=path).order_by("-at", "-pk")[
            :MOST
        ]
    )


def _acts(before: Units, after: Units) -> Iterator[tuple[str, Segment, Segment]]:
    for path, segments in after.items():
        there = {segment.sources: segment for segment in before.get(path, ())}
        for now in segments:
            was = there.get(now.sources)
            if was is None or not (was.target or was.before):
                continue
            written = now.by == "person" and now.target and was.target != now.target
            if written or (now.checked and now.checked != was.checked):
                yield path, was, now


def _said(was: Segment) -> dict[str, Any]:
    if was.target:
        return {
            "target": was.target,
            "by": was.by,
            "name": was.name,
            "version": was.version,
            "at": was.at,
        }
    earlier = {name: said for name, said in (was.before or {}).items() if name != "was"}
    return {"by": "person", "version": "", "at": "", **earlier}


def _trim(article: int, language: str, paths: Iterable[str]) -> None:
    rows = SegmentChange.objects.filter(article_id=article, language=language, path__in=list(paths))
    seen: dict[str, int] = {}
    old = []
    for key, path in rows.order_by("-at", "-pk").values_list("pk", "path"):
        seen[path] = seen.get(path, 0) + 1
        if seen[path] > MOST:
            old.append(key)
    if old:
        SegmentChange.objects.filter(pk__in=old).delete()
