"""``masthead translate``: bring editions up to their original, or say first what that would cost."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from masthead.lib import languages
from masthead.translation import actions, budget
from masthead.translation.errors import TranslationError
from masthead.translation.forecast import Forecast, forecast
from masthead.translation.outcomes import Outcome


class Command(BaseCommand):
    help = "Translate published articles, or forecast what it would cost."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("article", type=int, nargs="+", help="The number of an article.")
        parser.add_argument(
            "--to", metavar="CODES", help="Languages with commas. Without it, those that are on."
        )
        parser.add_argument("--forecast", action="store_true", help="Say what it would cost; ask nobody.")
        parser.add_argument("--json", action="store_true", help="One JSON object a line.")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = _languages(options["to"])
        work = self._forecast if options["forecast"] else self._translate
        try:
            work(options["article"], wanted, as_json=options["json"])
        except TranslationError as error:
            raise CommandError(str(error)) from error

    def _forecast(self, articles: Sequence[int], wanted: list[str] | None, *, as_json: bool) -> None:
        made = Forecast()
        for article in dict.fromkeys(articles):
            forecast(article, wanted, into=made)
        if as_json:
            for line in made.rows:
                self.stdout.write(json.dumps(line.to_json(), ensure_ascii=False))
            return
        total = made.total
        rows = [
            [
                line.language,
                line.fault or line.engine or "nothing to ask",
                str(line.new),
                str(line.repeated),
                str(line.words),
                f"{line.price:.2f}",
                budget.euros(line.cost),
            ]
            for line in made.rows
        ]
        head = ["language", "engine", "new", "repeated", "words", "EUR/million", "EUR"]
        last = [
            "total",
            "",
            str(total.new),
            str(total.repeated),
            str(total.words),
            "",
            budget.euros(total.cost),
        ]
        self._table([head, *rows, last])

    def _translate(self, articles: Sequence[int], wanted: list[str] | None, *, as_json: bool) -> None:
        lacking = False
        rows = [["article", "language", "state", "engine", "asked", "EUR", "why"]]
        for article in dict.fromkeys(articles):
            for outcome in actions.translate(article, languages=wanted):
                lacking = lacking or outcome.state not in {"live", "held"}
                if as_json:
                    self.stdout.write(json.dumps(_said(article, outcome), ensure_ascii=False))
                rows.append(
                    [
                        str(article),
                        outcome.language,
                        outcome.state,
                        outcome.engine,
                        str(outcome.segments_asked),
                        budget.euros(outcome.cost),
                        outcome.fault,
                    ]
                )
        if not as_json:
            self._table(rows)
        if lacking:
            sys.exit(1)

    def _table(self, rows: Sequence[Sequence[str]]) -> None:
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            self.stdout.write(
                "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            )


def _said(article: int, outcome: Outcome) -> dict[str, Any]:
    return {
        "article": article,
        "language": outcome.language,
        "state": outcome.state,
        "engine": outcome.engine,
        "asked": outcome.segments_asked,
        "words": outcome.words_asked,
        "cost": str(outcome.cost),
        "fault": outcome.fault,
        "capped": outcome.capped,
    }


def _languages(said: str | None) -> list[str] | None:
    if said is None:
        return None
    found = []
    for word in said.split(","):
        known = languages.match(word.strip())
        if known is None:
            raise CommandError(
                f"“{word.strip()}” is no language of ours. Ours are: {' '.join(languages.CODES)}."
            )
        found.append(known.code)
    return list(dict.fromkeys(found))
