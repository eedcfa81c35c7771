"""``masthead read FILE_OR_URL…``: what a page or file says, without storing anything."""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from masthead.intake.archive import Item, Left
from masthead.intake.draft import Draft
from masthead.intake.errors import IntakeError
from masthead.intake.read import read_all, read_archive


class Command(BaseCommand):
    help = "Read articles from files or addresses and print what was found."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="+", metavar="FILE_OR_URL")
        parser.add_argument("--json", action="store_true", help="One JSON object a line; errors too.")
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
                self._say(name, frozenset(allow), as_json=options["json"])
            except IntakeError as error:
                failed = True
                self._refuse(name, error, as_json=options["json"])
        if failed:
            sys.exit(1)

    def _say(self, name: str, allow: frozenset[str], *, as_json: bool) -> None:
        pieces = read_archive(name)
        if pieces is None:
            for draft in read_all(name, allow=allow):
                self._draft(draft.source, draft, draft.to_json(), as_json=as_json)
            return
        left: Counter[str] = Counter()
        for piece in pieces:
            if isinstance(piece, Left):
                left[piece.kind] += 1
            elif isinstance(piece, Item):
                where = f"{name}, line {piece.line}" if piece.line else f"{name}, {piece.identifier}"
                self._draft(where, piece.draft, piece.to_json(), as_json=as_json)
        if left:
            kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(left.items()))
            self.stderr.write(f"{_shown(name)}: what is no article was left: {kinds}.")

    def _draft(self, where: str, draft: Draft, flat: dict[str, Any], *, as_json: bool) -> None:
        self.stdout.write(_json(flat) if as_json else "\n".join(_lines(where, draft)))
        for warning in draft.warnings:
            self.stderr.write(f"{_shown(where)}: {warning}")

    def _refuse(self, name: str, error: IntakeError, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(
                _json({"source": name, "error": {"code": error.code, "message": error.sentence}})
            )
        else:
            self.stderr.write(error.sentence)


def _json(value: dict[str, Any]) -> str:
    return _shown(json.dumps(value, ensure_ascii=False))


def _shown(name: str) -> str:
    # Names of files may hold bytes that are no UTF-8.
    return name.encode("utf-8", "backslashreplace").decode()


def _lines(where: str, draft: Draft) -> list[str]:
    """The draft for people: each field with where it was found and how sure that is."""
    flat = draft.to_json()
    lines = [_shown(where)]
    for name, found in flat["found"].items():
        value = flat[name]
        if name == "bylines":
            value = ", ".join(f"{row['name']} ({row['role']})" for row in value)
        elif name == "terms":
            value = ", ".join(row["name"] for row in value)
        elif name == "chain":
            value = " → ".join(row["outlet"] or row["url"] for row in value)
        lines.append(f"  {name:<11} {value}   [{found['where']}, {found['sure']:.2f}]")
    counts = ", ".join(
        f"{len(flat[name])} {name}"
        for name in ("citations", "quotations", "pictures", "footnotes")
        if flat[name]
    )
    if counts:
        lines.append(f"  {'and':<11} {counts}")
    return [*lines, "", *(f"  {line}".rstrip() for line in draft.body_text.splitlines()), ""]
