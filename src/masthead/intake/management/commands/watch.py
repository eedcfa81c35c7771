"""``masthead watch``: feeds whose new items are taken in as drafts."""

from __future__ import annotations

import getpass
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from masthead.intake.errors import IntakeError
from masthead.intake.models import WatchedFeed
from masthead.intake.watching import verbs
from masthead.lib import languages


class Command(BaseCommand):
    help = (
        "Watch feeds, and take their new items in as drafts; without an address, list those that are watched."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "names", nargs="*", metavar="URL", help="Of a feed, or of a site that names its feed."
        )
        parser.add_argument("--only-new", action="store_true", help="Leave what stands in the feed now.")
        parser.add_argument(
            "--language",
            default="",
            choices=["", *languages.CODES],
            metavar="CODE",
            help="The language of all its items.",
        )
        parser.add_argument("--by", default="", help="Who watches; by default, your name on this machine.")
        parser.add_argument("--pause", action="store_true", help="Do not look at these feeds until told.")
        parser.add_argument("--resume", action="store_true", help="Look at these feeds again.")
        parser.add_argument("--forget", action="store_true", help="Watch them no more. Their articles stay.")
        parser.add_argument(
            "--allow",
            action="append",
            default=[],
            metavar="HOST",
            help="A host of your own that may be in a private network. May be given again.",
        )

    def handle(self, *args: Any, names: list[str], **options: Any) -> None:
        failed = False
        if not names:
            self._list()
        for name in names:
            try:
                self.stdout.write(self._do(name, options))
            except IntakeError as error:
                failed = True
                self.stderr.write(error.sentence)
        if failed:
            sys.exit(1)

    def _do(self, name: str, options: dict[str, Any]) -> str:
        if options["pause"] or options["resume"] or options["forget"]:
            row = verbs.watched(name)
            if options["forget"]:
                verbs.forget(row)
                return f"Not watched any more: {row}"
            (verbs.pause if options["pause"] else verbs.resume)(row)
            return f"{'Paused' if options['pause'] else 'Watched again'}: {row}"
        row = verbs.watch(
            name,
            by=options["by"] or _user(),
            language=options["language"],
            only_new=options["only_new"],
            allow=frozenset(options["allow"]),
        )
        return f"Feed {row.pk}: {row} ({row.address})"

    def _list(self) -> None:
        for row in WatchedFeed.objects.order_by("title", "pk"):
            looked = f"{row.looked_at:%Y-%m-%d %H:%M}" if row.looked_at else "not yet looked at"
            self.stdout.write(
                f"{row.pk}\t{row.state}\t{looked}\t{row.address}\t{row}\t{row.trouble}".rstrip()
            )


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
