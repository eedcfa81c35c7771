"""Long pressings: of everything, or of what shows something that has changed. They are done in stretches.

What a stretch hands to the next says how far the run has come, so that a killed one goes on where it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Self, TypeAlias

from masthead.article.models import Article
from masthead.press import changed, dependencies, frame, lists, names, outlet, shelves
from masthead.press.addresses import ListKey
from masthead.press.changed import Changes
from masthead.press.dependencies import Dependent
from masthead.press.outlet import Press
from masthead.press.pages.lists import KINDS, Thing
from masthead.press.shelves import FRONT, Place

Rank: TypeAlias = tuple[str, str, int, int]
BEFORE_LISTS: Rank = ("", "", 0, 0)
_NEWEST = "~"  # comes after every moment


@dataclass(frozen=True, slots=True)
class Run:
    """``upto`` is the last change that it presses, ``frame`` what stood on every page when it began.

    Articles are pressed in the order of their keys, and ``after`` is the last that is done. Then come the pages of
    lists, in the order of ``Step.rank``: ``page`` is that of the last of them, ``BEFORE_LISTS`` at the beginning of that
    part. ``done`` of ``total`` articles.
    """

    everything: bool
    upto: int
    frame: str
    total: int
    after: int = 0
    page: Rank | None = None
    done: int = 0

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        page = tuple(data["page"] or ())
        if page and len(page) != len(BEFORE_LISTS):  # as an earlier version left it
            page = BEFORE_LISTS
        return cls(**{**data, "page": page or None})


@dataclass(frozen=True, slots=True)
class Step:
    """A page of a list, in the languages in which it is to be pressed."""

    where: ListKey
    thing: Thing | None
    number: int
    languages: set[str]
    moment: str

    @property
    def rank(self) -> Rank:
        """By the moment at which the page begins, so that lists are pressed side by side: what one of them read of an
        article is at hand for the others. Newest pages are the last. It stays when articles are added."""
        return self.moment, self.where.kind, self.where.key, self.number


@dataclass(frozen=True, slots=True)
class Work:
    """What a run has to press."""

    everything: bool
    changes: Changes
    dependent: Dependent

    def among(self, keys: list[int]) -> list[int]:
        """Those of the articles whose pages are to be pressed."""
        if self.everything:
            return keys
        named = set(names.showing(keys, self.changes.terms)) if self.changes.terms else set[int]()
        return [key for key in keys if key in self.dependent.articles or key in named]

    def done(self, run: Run, after: int) -> int:
        """How many of the run's articles are done."""
        if self.everything or self.changes.terms:
            return int(Article.objects.published().filter(pk__lte=after).count())
        return max(0, run.total - sum(key > after for key in self.dependent.articles))

    def steps(self, press: Press, after: Rank) -> list[Step]:
        """The pages of lists that come after one, in the order of their ranks."""
        found = []
        for kind, key in self.dependent.places:
            thing = KINDS[kind].objects.filter(pk=key).first() if kind != "front" else None
            if kind != "front" and thing is None:
                continue
            where = ListKey(kind, key, thing.slug if thing else "")
            begins = shelves.begins((kind, key), lists.SIZE)
            for number, languages in self.dependent.pages(press, (kind, key)).items():
                moment = begins[number - 1].isoformat() if 0 < number <= len(begins) else _NEWEST
                found.append(Step(where, thing, number, languages, moment))
        return sorted((step for step in found if step.rank > after), key=lambda step: step.rank)


def everything() -> Run:
    total = Article.objects.published().count()
    return Run(everything=True, upto=changed.newest(), frame=frame.now(), total=total)


def of_changes() -> Run | None:
    """None where nothing is left to be pressed."""
    upto = changed.newest()
    if not upto:
        return None
    found = changed.read(upto)
    if found.terms:
        total = Article.objects.published().count()
    else:
        total = len(dependencies.on(found.keys, outlet.read()).articles)
    return Run(everything=False, upto=upto, frame="", total=total)


def work(run: Run, press: Press) -> Work:
    if run.everything:
        found = Changes(run.upto, frozenset(), ())
        return Work(True, found, Dependent(whole=set(places())))
    found = changed.read(run.upto)
    return Work(False, found, dependencies.on(found.keys, press))


def places() -> Iterator[Place]:
    """All lists of the outlet."""
    yield FRONT
    for kind, model in KINDS.items():
        yield from ((kind, key) for key in model.objects.values_list("pk", flat=True))


def end(run: Run) -> None:
    changed.forget(run.upto)
    if run.everything:
        frame.keep(run.frame)
