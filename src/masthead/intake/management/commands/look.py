"""``masthead look``: look at watched feeds now."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from masthead.intake.errors import IntakeError
from masthead.intake.models import WatchedFeed
from masthead.intake.watching import looking, verbs


class Command(BaseCommand):
    help = "Look at watched feeds now; without an address, at those that are due."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", metavar="URL_OR_NUMBER")
        parser.add_argument("--all", action="store_true", dest="every", help="At every feed, due or not.")
        parser.add_argument(
            "--allow",
            action="append",
            default=[],
            metavar="HOST",
            help="A host of your own that may be in a private network. May be given again.",
        )

    def handle(self, *args: Any, names: list[str], every: bool, allow: list[str], **options: Any) -> None:
        failed = False
        try:
            rows = [verbs.watched(name) for name in names]
        except IntakeError as error:
            self.stderr.write(error.sentence)
            sys.exit(1)
        if not names:
            watched = WatchedFeed.objects.filter(state=WatchedFeed.State.WATCHED).order_by("next_at", "pk")
            rows = list(watched if every else watched.filter(next_at__lte=timezone.now()))
        for row in rows:
            seen = looking.look(row.pk, allow=frozenset(allow))
            failed = failed or bool(seen.trouble)
            (self.stderr if seen.trouble else self.stdout).write(f"{row}: {seen.trouble or _words(seen)}")
        if failed:
            sys.exit(1)


def _words(seen: looking.Seen) -> str:
    if seen.unchanged:
        return "nothing new."
    parts = [f"{seen.taken} taken in"]
    parts += [f"{seen.changed} changed at the source"] if seen.changed else []
    parts += [f"{seen.failed} could not be taken in"] if seen.failed else []
    parts += ["more is to come"] if seen.more else []
    return f"{', '.join(parts)}."
