"""``masthead memory index|find``: the index of like sentences, and what the memory has."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from masthead.lib import languages
from masthead.lib.indexes import IndexBusy, IndexUnreadable
from masthead.translation import memory
from masthead.translation.markup import encode
from masthead.translation.memory import following


class Command(BaseCommand):
    help = "Look something up in the translation memory, or make its index anew."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        index = verbs.add_parser("index", help="Bring the index of like sentences up to date.")
        index.add_argument("--discard", action="store_true", help="Remove the index that is there first.")
        find = verbs.add_parser("find", help="Say what the memory has of a sentence and of those like it.")
        find.add_argument("text", help="Plain text.")
        find.add_argument("--source", required=True, metavar="CODE", help="The language of the text.")
        find.add_argument("--target", required=True, metavar="CODE", help="The language of the translation.")
        find.add_argument(
            "--least", type=float, default=0.6, metavar="SCORE", help="From 0 to 1 (default: %(default)s)."
        )
        find.add_argument(
            "--limit", type=int, default=5, metavar="N", help="At most so many (default: %(default)s)."
        )
        find.add_argument("--json", action="store_true", help="A line for each.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "index":
            self._index(options["discard"])
            return
        text = encode(options["text"])
        source, target = (_language(options[key], f"--{key}") for key in ("source", "target"))
        found = memory.similar([text], source, target, least=options["least"], limit=options["limit"])
        for match in found.get(text, ()):
            maker = f"{match.maker.name} {match.maker.version}".strip()
            told = {
                "score": round(match.score, 3), "source": match.source, "target": match.target,
                "by": match.maker.by, "name": maker, "at": match.at.isoformat(), "origin": match.origin,
            }  # fmt: skip
            if options["json"]:
                self.stdout.write(json.dumps(told, ensure_ascii=False))
            else:
                origin = f", {match.origin}" if match.origin else ""
                self.stdout.write(
                    f"{match.score:.0%}  {match.source}\n      {match.target}\n      {maker}, {match.at:%Y-%m-%d}{origin}"
                )
        if not found and not options["json"]:
            self.stdout.write("The memory has nothing like it.")

    def _index(self, discard: bool) -> None:
        try:
            if discard:
                following.start_anew()
            done = following.follow(say=lambda done: self.stdout.write(f"{done:,} sentences"))
        except (IndexBusy, IndexUnreadable) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The index of the memory is up to date: {done:,} sentences were new to it.")


def _language(tag: str, option: str) -> str:
    known = languages.match(tag)
    if known is None:
        raise CommandError(f"Name one of our languages with {option}: {' '.join(languages.CODES)}.")
    return known.code
