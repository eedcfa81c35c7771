"""``masthead xliff out|in|check``: articles to translators and back, and documents held against the standard."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from masthead.lib import languages
from masthead.translation import exchanging
from masthead.translation.errors import TranslationError
from masthead.translation.exchange import files, xliff


class Command(BaseCommand):
    help = "Give articles to translators as XLIFF, take their work back in, or check documents."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        out = verbs.add_parser(
            "out", help="Write published articles and what is known of them in a language."
        )
        out.add_argument("article", type=int, nargs="+", help="The number of an article.")
        out.add_argument("--to", required=True, metavar="CODE", help="The language to translate into.")
        out.add_argument("--version", dest="form", choices=xliff.VERSIONS, default="2.1", help="Of XLIFF.")
        out.add_argument("-o", "--out", type=Path, metavar="FILE", help="Without it, the standard output.")
        back = verbs.add_parser("in", help="Keep a translator's work.")
        back.add_argument("file", type=Path, nargs="+", help="XLIFF that “out” has written.")
        back.add_argument("--by", required=True, metavar="NAME", help="Who has translated.")
        back.add_argument(
            "--replace", action="store_true", help="Also what persons have translated otherwise."
        )
        check = verbs.add_parser("check", help="Say whether documents are valid, and why not.")
        check.add_argument("file", type=Path, nargs="+", help="XLIFF of any version.")
        check.add_argument("--json", action="store_true", help="One JSON object a line.")

    def handle(self, *args: Any, **options: Any) -> None:
        verbs = {"out": self._out, "in": self._in, "check": self._check}
        verbs[options["verb"]](options)

    def _out(self, options: dict[str, Any]) -> None:
        known = languages.match(options["to"])
        if known is None:
            raise CommandError(f"Name one of our languages with --to: {' '.join(languages.CODES)}.")
        try:
            exchange = exchanging.hand_out(options["article"], known.code, version=options["form"])
            written = xliff.write(exchange, options["form"])
            files.put([written.decode()], options["out"], self.stdout)
        except TranslationError as error:
            raise CommandError(str(error)) from error

    def _in(self, options: dict[str, Any]) -> None:
        failed = False
        for path in options["file"]:
            try:
                exchange = xliff.read(files.bytes_of(path))
            except TranslationError as error:
                self.stderr.write(f"{path}: {error}")
                failed = True
                continue
            if not exchange.files:
                self.stderr.write(f"{path}: There is nothing in it.")
                failed = True
            for taken in exchanging.take_in(exchange, by=options["by"], replacing=options["replace"]):
                named = f"article {taken.article}" if taken.article else "no article of ours"
                self.stdout.write(
                    f"{path}: {named}, {taken.language or 'unknown language'}: {taken.kept} kept, {taken.same} as they were, "
                    f"{len(taken.refused)} refused; {taken.state or 'unchanged'}."
                )
                for refusal in taken.refused:
                    at = " ".join(filter(None, (refusal.unit, refusal.segment)))
                    self.stderr.write(f"{path}: {at}: {refusal.why}" if at else f"{path}: {refusal.why}")
                failed = failed or bool(taken.refused)
        if failed:
            sys.exit(1)

    def _check(self, options: dict[str, Any]) -> None:
        failed = False
        for path in options["file"]:
            answer = _answer(path)
            failed = failed or not answer.get("valid")
            if options["json"]:
                self.stdout.write(json.dumps(answer, ensure_ascii=False))
            elif "error" in answer:
                self.stderr.write(f"{path}: {answer['error']['message']}")
            elif answer["valid"]:
                self.stdout.write(
                    f"{path}: XLIFF {answer['version']}, valid: {answer['units']} units, {answer['segments']} segments."
                )
            else:
                for fault in answer["faults"]:
                    self.stderr.write(f"{path}: {fault}")
        if failed:
            sys.exit(1)


def _answer(path: Path) -> dict[str, Any]:
    answer: dict[str, Any] = {"file": str(path), "valid": False}
    try:
        data = files.bytes_of(path)
        found = xliff.faults(data)
        if found:
            answer["faults"] = found
        exchange = xliff.read(data)
    except TranslationError as error:
        if "faults" not in answer:
            answer["error"] = {"code": error.code, "message": str(error)}
        return answer
    return answer | {
        "valid": not found,
        "version": exchange.version,
        "source": exchange.source_language,
        "target": exchange.target_language,
        "files": len(exchange.files),
        "units": exchange.units,
        "segments": exchange.segments,
        "translated": sum(
            bool(s.target) and not s.ignorable for f in exchange.files for u in f.units for s in u.segments
        ),
    }
