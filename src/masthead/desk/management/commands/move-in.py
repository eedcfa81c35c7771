# ruff: noqa: N999 - Django takes the name of a command from its file
"""``masthead move-in EXPORT``: a whole archive of another system."""

from __future__ import annotations

import getpass
import json
import sys
import time
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError

from masthead.desk.errors import DeskError
from masthead.desk.moving import report
from masthead.desk.moving.move import Moved, move_in, report_of
from masthead.desk.moving.options import Options
from masthead.desk.moving.terms import Mapping
from masthead.intake.errors import IntakeError
from masthead.intake.models import Move
from masthead.lib import languages
from masthead.record.errors import RecordError


class Command(BaseCommand):
    help = "Move a whole archive in from the export of another system, and go on with it after it was broken off."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "export", nargs="?", metavar="EXPORT", help="The file or folder that the system gave."
        )
        parser.add_argument(
            "--by", default="", help="Who moves it in; by default, your name on this machine."
        )
        parser.add_argument(
            "--drafts", action="store_true", help="Publish nothing: all becomes drafts, also what was public."
        )
        parser.add_argument(
            "--terms",
            choices=[str(mapping) for mapping in Mapping],
            default=str(Mapping.THEMES),
            help="What becomes of categories and tags (default: %(default)s).",
        )
        parser.add_argument(
            "--pictures", action="store_true", help="Fetch the pictures that are not in the export itself."
        )
        parser.add_argument(
            "--language", default="", choices=("", *languages.CODES), metavar="CODE",
            help="The language of what does not say its own; by default, the outlet's.",
        )  # fmt: skip
        parser.add_argument(
            "--site", type=_address, metavar="ADDRESS",
            help="The address of the old site, for exports that do not name it: Ghost's, beehiiv's.",
        )  # fmt: skip
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would come of it, and store nothing."
        )
        parser.add_argument(
            "--report", nargs="?", const=0, type=int, metavar="MOVE",
            help="Print the report of a move that was begun; of the newest if none is named.",
        )  # fmt: skip
        parser.add_argument("--json", action="store_true", help="The report as one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["report"] is not None:
            moved = _reported(options["report"])
        elif options["export"]:
            moved = self._moved(Path(options["export"]), options)
        else:
            raise CommandError("Name the export to move in, or give --report.")
        if options["json"]:
            told = report.as_json(moved.move, moved.tallies, moved.rows)
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            for line in report.lines(moved.move, moved.tallies, moved.rows):
                self.stdout.write(line)
            if options["report"] is None:
                self.stdout.write(_next(dry=options["dry_run"], whole=moved.whole))
        if not moved.whole:
            sys.exit(1)

    def _moved(self, path: Path, options: dict[str, Any]) -> Moved:
        way = Options(
            publish=not options["drafts"],
            terms=Mapping(options["terms"]),
            pictures=options["pictures"],
            language=options["language"],
            site=options["site"] or "",
        )
        try:
            return move_in(
                path,
                by=options["by"] or _user(),
                options=way,
                dry=options["dry_run"],
                say=_Progress(self.stderr),
            )
        except (IntakeError, DeskError, RecordError) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            self.stderr.write("\nBroken off. The same command goes on from here.")
            sys.exit(1)


def _address(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise ArgumentTypeError(f"“{text}” is no address.") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ArgumentTypeError(f"“{text}” is no whole address. Give it with https://.")
    return text


class _Progress:
    """Says a few times a second how far it is, on a terminal; elsewhere now and then."""

    def __init__(self, out: Any) -> None:
        self._out, self._stage = out, ""
        self._began = self._said = 0.0
        self._first = 0

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._began, self._first = stage, now, done
        if done != total and now - self._said < (0.3 if self._out.isatty() else 30):
            return
        self._said = now
        rate = (done - self._first) / (now - self._began) if now > self._began else 0.0
        of = f" of {total}" if total else ""
        line = f"{stage}: {done}{of} pieces, {rate:.0f} a second"
        if self._out.isatty():
            self._out.write(f"\r{line:<70}", ending="\n" if total and done == total else "")
        else:
            self._out.write(line)


def _reported(number: int) -> Moved:
    moves = Move.objects.filter(pk=number) if number else Move.objects.order_by("-pk")
    move = moves.first()
    if move is None:
        raise CommandError(f"There is no move {number}." if number else "Nothing has moved in yet.")
    return report_of(move)


def _next(*, dry: bool, whole: bool) -> str:
    if dry:
        return "\nNothing was stored."
    if not whole:
        return "\nNot everything came. The same command tries again what failed."
    return (
        "\nAll has come. The worker presses the pages (“masthead serve”, or “masthead work --once”). "
        "Nothing was translated: ask for languages at the desk."
    )


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
