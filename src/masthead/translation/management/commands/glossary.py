"""``masthead glossary in|out``: terms from other systems, and ours for them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from masthead.lib import languages
from masthead.translation import terminology
from masthead.translation.errors import TranslationError
from masthead.translation.exchange import files
from masthead.translation.glossary import files as formats


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
        out = verbs.add_parser("out", help="Write our terms.")
        out.add_argument("file", type=Path, help="Where to; .csv is a table, anything else TBX.")
        out.add_argument(
            "--language", nargs="+", default=[], metavar="CODE", help="Only these languages. Without it, all."
        )
        out.add_argument(
            "--form", choices=formats.FORMATS, help="dca and dct are TBX of 2019, martif of 2008."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "out":
            self._out(**options)
            return
        source, target = (_language(options[name], f"--{name}") for name in ("source", "target"))
        failed = False
        for path in options["file"]:
            try:
                taken = terminology.take(
                    formats.read(files.bytes_of(path), source, target), replacing=options["replace"]
                )
            except TranslationError as error:
                self.stderr.write(f"{path}: {error}")
                failed = True
                continue
            self.stdout.write(f"{path}: {taken}")
        if failed:
            sys.exit(1)

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
