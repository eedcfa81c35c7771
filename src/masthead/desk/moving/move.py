"""The verb: a whole archive of another system becomes the outlet's."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.db.models import Max, Min
from django.utils import timezone
from wagtail.signal_handlers import disable_reference_index_auto_update

from masthead.article.models import Outlet
from masthead.desk import events, tasks
from masthead.desk.errors import NoOutlet, OtherOptions
from masthead.desk.moving import report
from masthead.desk.moving.items import Bringer
from masthead.desk.moving.options import USUAL, Options
from masthead.desk.moving.pictures import NONE, Gatherer, Pictures
from masthead.intake import survey as look
from masthead.intake.actions import fit
from masthead.intake.archive import State
from masthead.intake.errors import IntakeError
from masthead.intake.models import Move, MovedItem
from masthead.intake.readers.archives import registry
from masthead.intake.sources import zipped
from masthead.intake.sources.file import begin
from masthead.lib.batches import batched
from masthead.record import actions as record
from masthead.record.errors import BadStatement

log = logging.getLogger(__name__)

AT_ONCE = 50
"""Pieces of one transaction: what a crash costs at the most."""
Say = Callable[[str, int, int], object]
"""Is told of progress: ``reading`` or ``moving``, how many pieces are done, how many there are, 0 while unknown."""


@dataclass(slots=True)
class Moved:
    """A move and its report. ``rows`` are those of which something is to be said."""

    move: Move
    tallies: list[report.Tally]
    rows: Iterable[MovedItem]

    @property
    def whole(self) -> bool:
        return report.whole(self.tallies)


def _silent(stage: str, done: int, total: int) -> None: ...


def move_in(path: Path, *, by: str, options: Options = USUAL, dry: bool = False, say: Say = _silent) -> Moved:
    """Bring everything in an export to its place: published, with the dates, addresses and comments it had.

    The export is looked through once before anything is stored: an ``IntakeError`` says what is broken in it and
    where. Then its pieces come a few at a time, each few in one transaction with the rows that say what became of
    them: stopped at any moment, the same call goes on, and what has come does not come again. ``dry`` stores nothing.
    """
    if not Outlet.objects.exists():
        raise NoOutlet("There is no outlet here yet. “masthead init” makes one.")
    digest, kind = look.digest(path), registry.kind(path)
    packed = path.is_dir() or zipped.looks_like(begin(path))
    survey = look.survey(
        registry.pieces(path, options.site),
        say=lambda done: say("reading", done, 0),
        with_files=options.pictures or packed,
    )
    move = Move(
        name=fit(path.name.encode("utf-8", "backslashreplace").decode(), Move, "name"),
        digest=digest,
        kind=kind,
        source=fit(f"{kind} {survey.host}".strip(), Move, "source"),
        options=options.to_json(),
        found=dict(survey.found),
        by=fit(by, Move, "by"),
    )
    move = move if dry else _begun(move)
    run = _Run(path, move, options, survey, dry, say)
    with disable_reference_index_auto_update():  # articles by the thousand: done afterwards, in stretches
        run.all()
    if dry:
        return Moved(
            move, report.tallies(move.found, report.counted(run.rows)), [r for r in run.rows if _telling(r)]
        )
    _end(move)
    return report_of(move)


def report_of(move: Move) -> Moved:
    """What has come of a stored move so far."""
    return Moved(move, report.tallied(move), report.told(move))


def _telling(row: MovedItem) -> bool:
    return bool(row.why) or row.outcome in {"left", "failed"}


@transaction.atomic
def _begun(move: Move) -> Move:
    """The move, begun now or before; what failed before is tried again."""
    there = Move.objects.filter(digest=move.digest, source=move.source).first()
    if there is None:
        move.save()
        return move
    if there.options != move.options:
        raise OtherOptions(
            f"{there.name} began to move in on {there.begun_at:%Y-%m-%d} with other options: {there.options}. "
            "Go on with these."
        )
    MovedItem.objects.filter(move=there, outcome=MovedItem.Outcome.FAILED).delete()
    return there


@transaction.atomic
def _end(move: Move) -> None:
    """Enter the numbers in the record and ring, once everything has been looked at and something has come."""
    tallies = report.tallied(move)
    came = sum(t.outcomes.get("arrived", 0) + t.outcomes.get("joined", 0) for t in tallies)
    if any(tally.open for tally in tallies):
        return
    said = {tally.kind: {"found": tally.found, **tally.outcomes} for tally in tallies}
    entered = {"by": move.by, "source": move.source, "sha256": move.digest, "kinds": said}
    if move.ended_at is None or move.summary != said:
        move.ended_at, move.summary = timezone.now(), said
        record.append([record.Statement("archive.moved-in", f"move/{move.pk}", entered)])
        move.save(update_fields=["ended_at", "summary"])
        if came:
            keys = MovedItem.objects.filter(move=move).aggregate(first=Min("article"), last=Max("article"))
            tasks.index_references.enqueue(keys["first"] or 0, keys["last"] or 0)
            events.archive_moved_in.ring(events.ArchiveMovedIn(move.pk))


@dataclass(slots=True)
class _Run:
    path: Path
    move: Move
    options: Options
    survey: look.Survey
    dry: bool
    say: Say
    rows: list[MovedItem] = field(default_factory=list)
    done: int = 0

    def all(self) -> None:
        bringer = Bringer(self.move, self.options, self.survey, self._originals(), dry=self.dry)
        gatherer = Gatherer(self.path, self.survey.attached, self.options.pictures and not self.dry)
        # Pictures are held in memory until they are stored.
        size = 1 if (self.survey.attached or self.options.pictures) and not self.dry else AT_ONCE
        waiting = self._round(bringer, gatherer, size, wait=True)
        if waiting:  # translations that stand before their originals
            self._round(bringer, gatherer, size, wait=False)

    def _round(self, bringer: Bringer, gatherer: Gatherer, size: int, *, wait: bool) -> int:
        waiting = 0
        pieces = look.keys(registry.pieces(self.path, self.options.site))
        for batch in batched(pieces, size):
            done, before = self._known(batch)
            todo = [keyed for keyed in batch if keyed.key not in done]
            if wait:
                self.done += len(batch)
            waiting += self._some(bringer, gatherer, todo, before, wait=wait)
            self.say("moving", self.done - (waiting if wait else 0), self.survey.pieces)
        return waiting

    def _some(
        self,
        bringer: Bringer,
        gatherer: Gatherer,
        todo: list[look.Keyed],
        before: dict[str, MovedItem],
        *,
        wait: bool,
    ) -> int:
        """Bring a few pieces; answers how many must wait."""
        ready = [(keyed, NONE if keyed.key in before else gatherer.of(keyed.piece)) for keyed in todo]
        if not ready:
            return 0
        waiting = 0
        with transaction.atomic():
            rows: list[MovedItem] = []
            for keyed, pictures in ready:
                if wait and keyed.key not in before and bringer.must_wait(keyed):
                    waiting += 1
                else:
                    rows += self._one(bringer, keyed, pictures, before.get(keyed.key))
            if self.dry:
                self.rows += rows
            else:
                MovedItem.objects.bulk_create(rows)
        return waiting

    def _one(
        self, bringer: Bringer, keyed: look.Keyed, pictures: Pictures, before: MovedItem | None
    ) -> Iterable[MovedItem]:
        try:
            with transaction.atomic():
                came = bringer.bring(keyed, pictures, before)
                if self.dry:
                    transaction.set_rollback(True)
        except (IntakeError, BadStatement, ValidationError, DataError, IntegrityError) as error:
            bringer.forget()
            return [bringer.failed(keyed, error)]
        except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
            log.exception("%s %s of %s could not be brought", keyed.kind, keyed.piece.identifier, self.path)
            bringer.forget()
            return [bringer.failed(keyed, error)]
        if self.dry:
            bringer.forget()
        return came

    def _known(self, batch: list[look.Keyed]) -> tuple[set[str], dict[str, MovedItem]]:
        """Of some pieces: the keys of those done in this move, and what became of others in earlier ones."""
        keys = [keyed.key for keyed in batch]
        done: set[str] = set()
        if self.move.pk:
            done = set(MovedItem.objects.filter(move=self.move, key__in=keys).values_list("key", flat=True))
        return done, _before(self.move, keys)

    def _originals(self) -> dict[str, str]:
        """{key of a translation: key of its original}: what has come before, else what is in the outlet's language,
        else what was published first."""
        own = Outlet.objects.values_list("language", flat=True).first() or ""
        found: dict[str, str] = {}
        groups = [
            [member for member in members if member.state is State.PUBLISHED]
            for members in (self.survey.groups.values() if self.options.publish else ())
        ]
        for some in batched((group for group in groups if len(group) > 1), 100):
            known = _before(self.move, [member.key for group in some for member in group])
            for group in some:
                first = min(
                    group,
                    key=lambda m: (
                        not _stands(known.get(m.key)),
                        m.language != own,
                        m.published or "9",
                        m.key,
                    ),
                )
                found |= {m.key: first.key for m in group if m.language not in ("", first.language)}
        return found


def _stands(row: MovedItem | None) -> bool:
    return row is not None and row.article_id is not None and row.outcome != MovedItem.Outcome.JOINED


def _before(move: Move, keys: list[str]) -> dict[str, MovedItem]:
    """What became of these in earlier exports of the system; the latest word on each."""
    rows = MovedItem.objects.filter(key__in=keys, move__source=move.source).exclude(
        outcome__in=(MovedItem.Outcome.LEFT, MovedItem.Outcome.FAILED)
    )
    if move.pk:
        rows = rows.exclude(move=move)
    return {row.key: row for row in rows.order_by("pk")}
