"""``masthead segment --language xx``: a text on standard input, a segment a line."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from masthead.lib import languages
from masthead.translation.sentences import cut


class Command(BaseCommand):
    help = "Cut a text on standard input to the segments that are translated, one a line. A line break ends a segment."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--language", required=True, metavar="CODE", help="The language of the text.")

    def handle(self, *args: Any, language: str, **options: Any) -> None:
        known = languages.match(language)
        if known is None:
            raise CommandError(f"Name one of our languages: {' '.join(languages.CODES)}.")
        try:
            text = sys.stdin.buffer.read().decode()
        except UnicodeDecodeError as error:
            raise CommandError(
                f"The text is not UTF-8, from byte {error.start} on. Convert it first."
            ) from error
        for paragraph in text.splitlines():
            for segment in cut(paragraph, known.code):
                if segment.strip():
                    self.stdout.write(segment.strip())
