from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from masthead.reading import actions, index
from masthead.reading.errors import ReadingError


class Command(BaseCommand):
    help = "Make the search index anew from the editions that are live. Searches go on meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--discard", action="store_true", help="Remove the index that is there first.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["discard"] or not _readable():
                self.stdout.write("Starting from an empty index.")
                index.discard()
            articles = actions.reindex(say=self._say)
        except ReadingError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The search index is up to date: {articles:,} articles.")

    def _say(self, done: int, total: int) -> None:
        self.stdout.write(f"{done:,} of {total:,} articles")


def _readable() -> bool:
    try:
        index.searcher()
    except ReadingError:
        return False
    return True
