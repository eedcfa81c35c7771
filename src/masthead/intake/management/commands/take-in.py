# ruff: noqa: N999 - Django takes the name of a command from its file
"""``masthead take-in FILE_OR_URL…``: articles from elsewhere, as drafts."""

from __future__ import annotations

import getpass
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError

from masthead.intake.actions import take_in
from masthead.intake.errors import AlreadyTakenIn, IntakeError, NoArticle
from masthead.intake.read import deliver
from masthead.intake.readers import registry
from masthead.record.errors import RecordError


class Command(BaseCommand):
    help = "Take articles in from files or addresses, as drafts that nobody can read yet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="+", metavar="FILE_OR_URL")
        parser.add_argument("--again", action="store_true", help="Also what came in before.")
        parser.add_argument(
            "--by", default="", help="Who takes them in; by default, your name on this machine."
        )
        parser.add_argument("--language", default="", help="The language they are in, if it is not found.")
        parser.add_argument(
            "--allow",
            action="append",
            default=[],
            metavar="HOST",
            help="A host of your own that may be in a private network. May be given again.",
        )

    def handle(self, *args: Any, names: list[str], **options: Any) -> None:
        by = options["by"] or _user()
        failed = False
        for name in names:
            try:
                delivery = deliver(name, allow=frozenset(options["allow"]))
                found = registry.read_all(delivery)
            except IntakeError as error:
                failed = True
                self.stderr.write(str(error))
                continue
            for draft in found:
                try:
                    article = take_in(
                        draft,
                        by=by,
                        again=options["again"],
                        language=options["language"],
                        delivery=delivery,
                    )
                except AlreadyTakenIn as error:
                    failed = True
                    self.stderr.write(f"{error} Use --again to take it in once more.")
                except NoArticle as error:  # beside an article, what is none fails nothing
                    failed = failed or not any(one.is_article for one in found)
                    self.stderr.write(str(error))
                except (IntakeError, RecordError, DatabaseError) as error:
                    failed = True
                    self.stderr.write(str(error))
                else:
                    self.stdout.write(f"Article {article.pk}: {article.headline}")
                    for arrival in article.arrivals.select_related("like"):
                        if arrival.likeness:
                            self.stderr.write(arrival.likeness)
        if failed:
            sys.exit(1)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
