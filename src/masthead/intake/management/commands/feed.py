"""``masthead feed FILE_OR_URL…``: what a feed says, without storing anything."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from masthead.intake.errors import IntakeError
from masthead.intake.read import read_feed
from masthead.intake.readers.feed import markup
from masthead.intake.readers.feed.values import Feed, Item


class Command(BaseCommand):
    help = "Read feeds from files or addresses and print their items."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="+", metavar="FILE_OR_URL")
        parser.add_argument(
            "--json", action="store_true", help="One JSON object a line for each item; errors too."
        )
        parser.add_argument(
            "--allow",
            action="append",
            default=[],
            metavar="HOST",
            help="A host of your own that may be in a private network. May be given again.",
        )

    def handle(self, *args: Any, names: list[str], allow: list[str], **options: Any) -> None:
        failed = False
        for name in names:
            try:
                feed = read_feed(name, allow=frozenset(allow))
            except IntakeError as error:
                failed = True
                if options["json"]:
                    self.stdout.write(
                        _json({"source": name, "error": {"code": error.code, "message": error.sentence}})
                    )
                else:
                    self.stderr.write(error.sentence)
                continue
            if options["json"]:
                about = feed.to_json()
                for item in feed.items:
                    self.stdout.write(_json({**item.to_json(), "feed": about, "source": name}))
            else:
                self.stdout.write("\n".join(_lines(feed)))
            for warning in feed.warnings:
                self.stderr.write(f"{name}: {warning}")
        if failed:
            sys.exit(1)


def _json(value: dict[str, Any]) -> str:
    # Names of files may hold bytes that are no UTF-8.
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()


def _lines(feed: Feed) -> list[str]:
    """The feed for people: what it says of itself, then each item in a few lines."""
    about = [
        ("form", feed.form), ("site", feed.address), ("language", feed.language), ("updated", feed.updated),
        ("rights", feed.licence or feed.rights), ("hub", ", ".join(feed.hubs)),
    ]  # fmt: skip
    lines = [feed.title or "(no title)", *(f"  {name:<9} {value}" for name, value in about if value), ""]
    for item in feed.items:
        lines += [*_item(item), ""]
    return [*lines, f"{len(feed.items)} items"]


def _item(item: Item) -> list[str]:
    said = markup.words(item.summary or item.content)
    people = ", ".join(contact.name or contact.email for contact in item.authors)
    parts = [item.published or item.updated, people, ", ".join(term.name for term in item.terms)]
    return [
        f"  {item.headline or '(no headline)'}",
        *(f"    {line}" for line in (" · ".join(filter(None, parts)), item.address) if line),
        *([f"    {said[:200]}{'…' if len(said) > 200 else ''}"] if said else []),
    ]
