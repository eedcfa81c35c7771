"""What has changed is copied to the bucket: in batches, each looked up on the disk when its turn comes.

The disk is right, and the bucket follows it. Whatever is broken off can be done again with the same result.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import partial

from django.db import transaction
from django.db.models import Max, QuerySet

from masthead.article.models import Outlet
from masthead.lib import processes
from masthead.press import addresses, files, purging
from masthead.press.bucket import objects
from masthead.press.bucket.changes import Turn
from masthead.press.bucket.objects import Object
from masthead.press.bucket.store import Store, Unfit, each
from masthead.press.models import Uncopied

log = logging.getLogger(__name__)

TOGETHER = 100  # addresses whose bodies are in memory at one time


@contextmanager
def alone(patience: float = 0.0) -> Iterator[None]:
    """The only one that copies: an older body must not come after a newer. ``processes.Busy`` where another does."""
    with processes.alone(files.root() / ".bucket.lock", patience):
        yield


class Seen:
    """Rows of addresses as they were before the disk was looked at; only these are done when the addresses are."""

    def __init__(self, paths: Collection[str]) -> None:
        self._rows = list(Uncopied.objects.filter(path__in=paths).values_list("pk", "path"))

    def done(self, paths: Collection[str], changed: Collection[str], later: Iterable[str] = ()) -> None:
        """Forget these addresses, tell caches of what ``changed``, and remember ``later`` for the last turn."""
        with transaction.atomic():
            Uncopied.objects.filter(pk__in=[pk for pk, path in self._rows if path in paths]).delete()
            Uncopied.objects.bulk_create(Uncopied(path=path, turn=Turn.LEFT) for path in later)
            purging.tell(sorted(changed))


class Copier:
    """Copies what is due to one bucket, in the order of turns."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.there: set[str] = set()
        """Addresses of what was stored in this run, and of what it shows."""

    def run(self, going: Callable[[], bool] = lambda: True) -> int:
        """Copy what is due while it is ``going``; answers how many addresses were seen to."""
        done = 0
        while going() and (row := Uncopied.objects.order_by("turn", "pk").first()):
            done += self._batch(Uncopied.objects.filter(turn=row.turn), Turn(row.turn))
        return done

    def before(self, turn: Turn) -> None:
        """Copy what is known now of earlier turns: articles, before lists that were read just now and may name them."""
        due = Uncopied.objects.filter(turn__lt=turn)
        last = due.aggregate(last=Max("pk"))["last"]
        while last is not None and (row := due.filter(pk__lte=last).order_by("turn", "pk").first()):
            self._batch(due.filter(turn=row.turn, pk__lte=last), Turn(row.turn))

    def _batch(self, due: QuerySet[Uncopied], turn: Turn) -> int:
        paths = list(dict.fromkeys(due.order_by("pk").values_list("path", flat=True)[:TOGETHER]))
        outlet = Outlet.objects.first()
        if outlet is not None and addresses.front(outlet.language) in paths:
            paths.append(objects.FRONT)
        seen = Seen(paths)
        found = objects.of(paths)
        later = {path for path, thing in found.items() if turn < Turn.LEFT and _is_for_the_last(thing)}
        now = {path: thing for path, thing in found.items() if path not in later}
        if turn > Turn.PAGE:
            self.before(Turn.BESIDE)
        self.put([thing for thing in now.values() if thing is not None])
        each(self._store.remove, [str(objects.key_of(path)) for path, thing in now.items() if thing is None])
        seen.done(set(paths), set(paths) - later, later)
        return len(now)

    def put(self, things: Collection[Object]) -> None:
        """Store these, and before them the pictures, style sheets and scripts that they show."""
        names = [name for name in objects.shown(things) if name not in self.there]
        each(self._put_beside, names)
        each(partial(put, self._store), things)
        self.there.update(names, (f"/{thing.key.removesuffix('index.html')}" for thing in things))

    def _put_beside(self, name: str) -> None:
        thing = objects.beside(name)
        if thing is not None and self._store.digest(thing.key) != thing.digest:
            put(self._store, thing)


def put(store: Store, thing: Object) -> bool:
    """Store it; what the store does not take is said in the log and left, so that it holds up nothing else."""
    try:
        store.put(thing)
    except Unfit as error:
        log.error("%s", error)
        return False
    except FileNotFoundError:  # taken away meanwhile, which is remembered
        return False
    return True


def _is_for_the_last(thing: Object | None) -> bool:
    return thing is None or bool(thing.leads)
