"""``masthead tmx in|out``: translation memories from other systems, and ours for them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from masthead.lib import languages
from masthead.translation import remembering
from masthead.translation.errors import TranslationError
from masthead.translation.exchange import files


class Command(BaseCommand):
    help = "Take translation memories in, or write ours, as TMX 1.4b."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        take = verbs.add_parser("in", help="Keep what memories say.")
        take.add_argument("file", type=Path, nargs="+", help="TMX of any 1.x version.")
        take.add_argument(
            "--by", default="", metavar="NAME", help="Who translated, where the file does not say."
        )
        take.add_argument(
            "--replace", action="store_true", help="Also what persons have translated otherwise."
        )
        out = verbs.add_parser("out", help="Write the memory of one pair of languages.")
        out.add_argument("-o", "--out", type=Path, metavar="FILE", help="Without it, the standard output.")
        for verb, needed in ((take, False), (out, True)):
            verb.add_argument(
                "--source", required=needed, default="", metavar="CODE", help="The language of the sources."
            )
            verb.add_argument(
                "--target",
                required=needed,
                default="",
                metavar="CODE",
                help="The language of the translations.",
            )

    def handle(self, *args: Any, **options: Any) -> None:
        source, target = (_language(options[key], f"--{key}") for key in ("source", "target"))
        if options["verb"] == "out":
            try:
                files.put(remembering.tell(source, target), options["out"], self.stdout)
            except TranslationError as error:
                raise CommandError(str(error)) from error
            return
        failed = False
        for path in options["file"]:
            try:
                with files.opened(path) as file:
                    learnt = remembering.learn(
                        file,
                        by=options["by"] or path.stem,
                        origin=path.name,
                        source=source,
                        target=target,
                        replacing=options["replace"],
                    )
            except TranslationError as error:
                self.stderr.write(f"{path}: {error}")
                failed = True
                continue
            self.stdout.write(
                f"{path}: {learnt.units} units: {learnt.kept} kept, {learnt.same} as they were, {learnt.held} left because a "
                f"person has translated them otherwise, {learnt.plain} without their codes, "
                f"{learnt.left} without a pair in our languages."
            )
        if failed:
            sys.exit(1)


def _language(tag: str, option: str) -> str:
    known = languages.match(tag) if tag else None
    if tag and known is None:
        raise CommandError(f"Name one of our languages with {option}: {' '.join(languages.CODES)}.")
    return known.code if known else ""
