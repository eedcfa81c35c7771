"""``masthead glossary in|files|undo|out``: terms from other systems, taken back, and ours for others."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from masthead.lib import languages
from masthead.translation import taking, terminology
from masthead.translation.errors import TranslationError
from masthead.translation.exchange import files
from masthead.translation.glossary import files as formats
from masthead.translation.models import GlossaryFile


class Command(BaseCommand):
    help = "Take terms in, or write ours, as TBX or CSV."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        take = verbs.add_parser("in", help="Keep the terms of files.")
        take.add_argument("file", type=Path, nargs="+", help="TBX of 2008 or 2019, or CSV.")
        take.add_argument(
            "--source", default="", metavar="CODE", help="Of a list of pairs that does not say."
        )
        take.add_argument(
            "--target", default="", metavar="CODE", help="Of a list of pairs that does not say."
        )
        take.add_argument("--replace", action="store_true", help="Also what we have said otherwise.")
        take.add_argument("--by", default="", metavar="NAME", help="Who does it; without it, your login.")
        verbs.add_parser("files", help=f"List the last {taking.KEPT} files that were taken in.")
        back = verbs.add_parser("undo", help="Take a file back, but for terms that were edited since.")
        back.add_argument("number", type=int, help="As “glossary files” says.")
        back.add_argument("--by", default="", metavar="NAME", help="Who does it; without it, your login.")
        out = verbs.add_parser("out", help="Write our terms.")
        out.add_argument("file", type=Path, help="Where to; .csv is a table, anything else TBX.")
        out.add_argument(
            "--language", nargs="+", default=[], metavar="CODE", help="Only these languages. Without it, all."
        )
        out.add_argument(
            "--form", choices=formats.FORMATS, help="dca and dct are TBX of 2019, martif of 2008."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        match options["verb"]:
            case "in":
                self._in(**options)
            case "files":
                self._files()
            case "undo":
                self._undo(options["number"], options["by"])
            case _:
                self._out(**options)

    def _in(self, *, file: list[Path], by: str, replace: bool, **options: Any) -> None:
        source, target = (_language(options[name], f"--{name}") for name in ("source", "target"))
        failed = False
        for path in file:
            try:
                kept, taken = taking.take_in(
                    formats.read(files.bytes_of(path), source, target),
                    path.name,
                    by=by or _user(),
                    replacing=replace,
                )
            except TranslationError as error:
                self.stderr.write(f"{path}: {error}")
                failed = True
                continue
            undo = f" To undo: masthead glossary undo {kept.pk}" if kept.can_go_back else ""
            self.stdout.write(f"{path}: {taken}{undo}")
        if failed:
            sys.exit(1)

    def _files(self) -> None:
        for row in GlossaryFile.objects.defer("terms")[: taking.KEPT]:
            back = f", undone {row.back_at:%Y-%m-%d %H:%M} by {row.back_by}" if row.back_at else ""
            self.stdout.write(
                f"{row.pk}  {row.at:%Y-%m-%d %H:%M}  {row}: {row.added} added, {row.changed} changed, "
                f"{row.same} unchanged, by {row.by}{back}"
            )

    def _undo(self, number: int, by: str) -> None:
        try:
            file, fates = taking.take_back(number, by=by or _user())
        except TranslationError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{file}: {taking.told(fates)}")
        for fate in fates:
            if fate.what == "stays":
                self.stdout.write(f"  {fate.name}")

    def _out(self, file: Path, language: list[str], form: formats.Format | None, **_: Any) -> None:
        codes = [_language(tag, "--language") for tag in language]
        terms = terminology.tell(codes)
        chosen: formats.Format = form or ("csv" if file.suffix.lower() == ".csv" else "dca")
        try:
            files.put([formats.write(terms, chosen).decode()], file, self.stdout)
        except TranslationError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{file}: {len(terms)} terms.")


def _language(tag: str, option: str) -> str:
    known = languages.match(tag) if tag else None
    if tag and known is None:
        raise CommandError(f"Name one of our languages with {option}: {' '.join(languages.CODES)}.")
    return known.code if known else ""


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
