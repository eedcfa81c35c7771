from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from masthead.lib.fetch import FetchError
from masthead.project.verifying import look
from masthead.record.errors import RecordError


class Command(BaseCommand):
    help = "Say whether pages are what the record says. Exit code 1 if one is not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("target", nargs="+", metavar="URL_OR_FILE")
        parser.add_argument(
            "--text-only",
            action="store_true",
            help="Check the words of the article and not the page around them: for copies, and pages a browser saved.",
        )
        parser.add_argument("--quiet", action="store_true", help="Name only what does not hold.")

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for target in options["target"]:
            try:
                verdict, named = look(target, text_only=options["text_only"])
            except (RecordError, FetchError) as error:
                self.stderr.write(f"{target}: {error}")
                wrong += 1
                continue
            if verdict.holds and options["quiet"]:
                continue
            self.stdout.write(f"{target}: {'holds' if verdict.holds else 'DOES NOT HOLD'}")
            for fault in (*verdict.faults, *named):
                self.stdout.write(f"  {fault}")
            if verdict.holds:
                self._told(verdict)
            wrong += not verdict.holds
        if wrong:
            raise CommandError(f"{wrong} of {len(options['target'])} do not hold.")

    def _told(self, verdict: Any) -> None:
        says = verdict.says
        by = ", ".join(" ".join(pair).strip() for pair in says.get("engines") or [])
        parts = [
            f"entry {verdict.entry}" + (f" of {verdict.at:%Y-%m-%d %H:%M} UTC" if verdict.at else ""),
            says.get("headline", ""),
            "original" if says.get("original") else "",
            f"translated by {by}" if by else "",
            f"reviewed by {says['reviewed']['by']}" if says.get("reviewed", {}).get("by") else "",
            "" if verdict.newest or verdict.subject == "press" else "an earlier state: there is a newer one",
        ]
        self.stdout.write("  " + "; ".join(part for part in parts if part))
