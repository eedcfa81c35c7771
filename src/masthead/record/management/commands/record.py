"""``masthead record export`` and ``masthead record check``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from masthead.record import queries
from masthead.record.errors import RecordError
from masthead.record.verify import verify_chain


class Command(BaseCommand):
    help = "Export the record, or check that nobody changed it."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        export = verbs.add_parser("export", help="Write the public keys and every entry as JSON lines.")
        export.add_argument("--out", type=Path, help="The file to write; without it, the standard output.")
        verbs.add_parser("check", help="Check every hash, signature and link; exit code 1 if one is wrong.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["verb"] == "check":
                self._check()
            else:
                self._export(options.get("out"))
        except (RecordError, DatabaseError) as error:
            raise CommandError(str(error)) from error

    def _check(self) -> None:
        faults = 0
        for fault in verify_chain():
            faults += 1
            self.stderr.write(fault.sentence)
        if faults:
            raise CommandError(f"The record is broken: {faults} {'fault' if faults == 1 else 'faults'}.")
        newest = queries.newest_of_all()
        if newest is None:
            self.stdout.write("The record is empty.")
        else:
            entries = "1 entry" if newest.number == 1 else f"{newest.number:,} entries"
            self.stdout.write(f"The record holds: {entries}, the newest {newest.hash}.")

    def _export(self, out: Path | None) -> None:
        if out is None:
            for line in queries.export():
                self.stdout.write(line)
            return
        part = out.with_name(f".{out.name}.{os.getpid()}.part")
        try:
            try:
                with part.open("w", encoding="utf-8") as file:
                    file.writelines(f"{line}\n" for line in queries.export())
                    file.flush()
                    os.fsync(file.fileno())
                part.replace(out)
            finally:
                part.unlink(missing_ok=True)
        except (OSError, ValueError) as error:
            raise CommandError(f"{out} cannot be written: {error}.") from error
