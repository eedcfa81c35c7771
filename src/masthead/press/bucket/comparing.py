"""The whole bucket against the whole outlet: what is missing or different is copied, what belongs nowhere is removed.

One call lists 1000 keys, and nothing is asked about a file whose ETag is its MD5. What the bucket holds is kept in a
table on disk meanwhile: an archive has more keys than memory should hold.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

from django.db.models import QuerySet

from masthead.lib.batches import batched
from masthead.press import files
from masthead.press.bucket import objects
from masthead.press.bucket.changes import Turn
from masthead.press.bucket.copying import TOGETHER, Copier, Seen, put
from masthead.press.bucket.objects import Object
from masthead.press.bucket.store import Store, each
from masthead.press.models import Artifact, Gone, Moved

FEW = 16  # pictures in memory at one time, which may be large


@dataclass(slots=True)
class Compared:
    """How many objects there ought to be and are not as they ought to be. ``foreign`` are not ours, and stay."""

    looked: int = 0
    missing: int = 0
    different: int = 0
    strays: int = 0
    foreign: int = 0
    unfit: int = 0

    @property
    def same(self) -> bool:
        return not (self.missing or self.different or self.strays)


class Comparison:
    """One comparison. ``write``: mend what differs; ``again``: store everything, whatever is there.

    ``tell`` is called with (``missing``, ``different`` or ``stray``, key), ``say`` with what was found so far.
    """

    def __init__(
        self,
        store: Store,
        *,
        write: bool,
        again: bool = False,
        tell: Callable[[str, str], object] = lambda what, key: None,
        say: Callable[[Compared], object] = lambda found: None,
    ) -> None:
        self._store, self._write, self._again, self._tell, self._say = store, write, again, tell, say
        self._copier, self._found = Copier(store), Compared()

    def run(self, page: int = 1000) -> Compared:
        """Compare. Who writes does it inside ``copying.alone``. ``page``: keys that one call lists."""
        self._listing = Listing(self._store.listing(page))
        try:
            assets = sorted(file.name for file in (files.root() / "assets").glob("*"))
            self._beside(f"/assets/{name}" for name in assets)
            self._pages(_paths(Artifact.objects.exclude(article=None)))
            self._pages(_paths(Artifact.objects.filter(article=None)), after=True)
            others = chain((objects.FRONT,), _paths(Gone.objects.all()), _paths(Moved.objects.all()))
            self._pages(others, after=True)
            for keys in batched(self._listing.strays(), TOGETHER):
                self._strays(
                    [key for key in keys if f"/{key.removesuffix('index.html')}" not in self._copier.there]
                )
        finally:
            self._listing.close()
        return self._found

    def _pages(self, paths: Iterator[str], *, after: bool = False) -> None:
        """Compare these, with what they show before them. ``after``: they name articles."""
        for batch in batched(paths, TOGETHER):
            seen = Seen(batch)
            things = {path: thing for path, thing in objects.of(batch).items() if thing is not None}
            if self._write:
                self._copier.before(Turn.BESIDE if after else Turn.PAGE)
            self._beside(objects.shown(things.values()))
            stored = self._compare(things.values())
            if self._write:
                seen.done(things, [path for path, thing in things.items() if thing.key in stored])
            self._say(self._found)

    def _beside(self, names: Iterable[str]) -> None:
        for batch in batched(names, FEW):
            known = self._listing.wanted([name[1:] for name in batch])
            fresh = [name for name in batch if name[1:] not in known]
            seen = Seen(fresh)
            self._compare(filter(None, map(objects.beside, fresh)))
            if self._write:
                seen.done(fresh, ())

    def _compare(self, things: Iterable[Object]) -> set[str]:
        """Compare what was not compared before, and mend what differs; answers the keys of what was stored."""
        wanted = {thing.key: thing for thing in things}
        for key in self._listing.wanted(wanted):
            del wanted[key]
        held = self._listing.want(wanted)
        self._found.looked += len(wanted)
        # A store that encrypts has ETags of its own: what was stored is then asked for.
        odd = [
            thing for key, thing in wanted.items() if key in held and held[key] != (thing.etag, thing.size)
        ]
        asked = [thing for thing in odd if held[thing.key][1] == thing.size and not self._again]
        digests = each(lambda thing: self._store.digest(thing.key), asked)
        same = {thing.key for thing, digest in zip(asked, digests, strict=True) if digest == thing.digest}
        differ = [thing for thing in odd if thing.key not in same]
        missing = [thing for key, thing in wanted.items() if key not in held]
        for what, found in (("missing", missing), ("different", differ)):
            for thing in found:
                self._tell(what, thing.key)
        self._found.missing += len(missing)
        self._found.different += len(differ)
        if not self._write:
            return set()
        chosen = list(wanted.values()) if self._again else missing + differ
        stored = each(partial(put, self._store), chosen)
        self._found.unfit += stored.count(False)
        return {thing.key for thing, done in zip(chosen, stored, strict=True) if done}

    def _strays(self, keys: list[str]) -> None:
        """Remove what belongs nowhere. What Masthead has not stored is not Masthead's to remove."""
        digests = dict(zip(keys, each(self._store.digest, keys), strict=True))
        ours = [key for key, digest in digests.items() if digest]
        self._found.foreign += sum(digest == "" for digest in digests.values())
        self._found.strays += len(ours)
        for key in ours:
            self._tell("stray", key)
        if self._write:
            each(self._store.remove, ours)


class Listing:
    """What the bucket holds, and what it ought to hold: (ETag, bytes) by key."""

    def __init__(self, rows: Iterator[tuple[str, str, int]]) -> None:
        self._table = sqlite3.connect("")  # a file that nobody else sees, and that goes with it
        self._table.execute(
            "CREATE TABLE held (key TEXT PRIMARY KEY, etag TEXT, size INTEGER, wanted INTEGER) WITHOUT ROWID"
        )
        self._table.executemany("INSERT OR REPLACE INTO held VALUES (?, ?, ?, 0)", rows)

    def wanted(self, keys: Collection[str]) -> set[str]:
        """Those of these keys that were wanted before."""
        found = self._table.execute(
            "SELECT key FROM held WHERE wanted AND key IN (SELECT value FROM json_each(?))", (_json(keys),)
        )
        return {key for (key,) in found}

    def want(self, keys: Collection[str]) -> dict[str, tuple[str, int]]:
        """Note that these are wanted; answers those that the bucket holds."""
        found = self._table.execute(
            "SELECT key, etag, size FROM held WHERE key IN (SELECT value FROM json_each(?))", (_json(keys),)
        )
        held = {key: (etag, size) for key, etag, size in found}
        self._table.executemany(
            "INSERT INTO held VALUES (?, '', 0, 1) ON CONFLICT (key) DO UPDATE SET wanted = 1",
            [(key,) for key in keys],
        )
        return held

    def strays(self) -> Iterator[str]:
        """What the bucket holds and nobody wanted."""
        for (key,) in self._table.execute("SELECT key FROM held WHERE NOT wanted ORDER BY key"):
            yield key

    def close(self) -> None:
        self._table.close()


def _json(keys: Collection[str]) -> str:
    return json.dumps(list(keys))


def _paths(rows: QuerySet[Any]) -> Iterator[str]:
    """The addresses of these rows, in the order in which they came; a few at one time."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", "path")[:1_000]):
        yield from (path for _, path in batch)
        last = batch[-1][0]
