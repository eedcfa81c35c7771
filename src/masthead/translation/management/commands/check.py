"""``masthead check --source en --target de``: what can be wrong with translations, a JSON object a line.

Without languages it is Django's command of that name, which looks for faults in the settings.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import check

from masthead.lib import languages
from masthead.translation.checks import check as findings_of
from masthead.translation.errors import TranslationError
from masthead.translation.exchange import files
from masthead.translation.glossary import Glossary
from masthead.translation.glossary import files as formats


class Command(check.Command):
    help = "Look for faults in translations: JSON lines of source and target in, findings out. Or, without languages, in the settings."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--source", metavar="CODE", help="Language of the sources.")
        parser.add_argument("--target", metavar="CODE", help="Language of the translations.")
        parser.add_argument("--glossary", type=Path, metavar="FILE", help="TBX or CSV of terms to keep to.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["source"] and not options["target"]:
            super().handle(*args, **options)
            return
        source, target = _language(options["source"], "--source"), _language(options["target"], "--target")
        glossary = _glossary(options["glossary"], source, target)
        failed = False
        for number, line in enumerate(sys.stdin, start=1):
            if not line.strip():
                continue
            answer = _answer(line, number, source, target, glossary)
            failed = failed or "error" in answer
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        if failed:
            sys.exit(1)


def _language(tag: str | None, option: str) -> str:
    known = languages.match(tag)
    if known is None:
        raise CommandError(f"Name one of our languages with {option}: {' '.join(languages.CODES)}.")
    return known.code


def _glossary(path: Path | None, source: str, target: str) -> Glossary | None:
    if path is None:
        return None
    try:
        return Glossary(formats.read(files.bytes_of(path), source, target).terms)
    except TranslationError as error:
        raise CommandError(f"{path}: {error}") from error


def _answer(line: str, number: int, source: str, target: str, glossary: Glossary | None) -> dict[str, Any]:
    """``{"line", "findings"}``, with the ``id`` that was given; or ``{"line", "error"}``."""
    try:
        given = json.loads(line)
        pair = given["source"], given["target"]
    except (ValueError, TypeError, KeyError, RecursionError):
        pair = (None, None)
        given = {}
    if not all(isinstance(text, str) for text in pair):
        why = 'Give one JSON object a line, with the texts "source" and "target".'
        return {"line": number, "error": {"code": "not-a-pair", "message": why}}
    found = [asdict(finding) for finding in findings_of(*pair, source, target, glossary)]
    return {**({"id": given["id"]} if "id" in given else {}), "line": number, "findings": found}
