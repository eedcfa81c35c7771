from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from masthead.lib import processes
from masthead.press.bucket import copying, store
from masthead.press.bucket.comparing import Compared, Comparison

PATIENCE = 60.0  # seconds that a worker has to end its stretch


class Command(BaseCommand):
    help = (
        "Bring the bucket up to the outlet: copy what is missing or different, remove what belongs nowhere."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="Say what differs, and write nothing; exit code 1 if anything does.",
        )
        parser.add_argument("--all", action="store_true", help="Copy everything, also what is there already.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.MASTHEAD_BUCKET:
            raise CommandError("There is no bucket: MASTHEAD_BUCKET names one, such as s3://name.")
        try:
            if options["check"]:
                self._check()
            else:
                with copying.alone(PATIENCE):
                    self._copy(again=options["all"])
        except store.Refused as error:
            raise CommandError(str(error)) from error
        except processes.Busy:
            raise CommandError("Another process copies to the bucket. Try again when it has ended.") from None

    def _check(self) -> None:
        comparison = Comparison(
            store.ours(), write=False, tell=lambda what, key: self.stdout.write(f"{what:<10}{key}")
        )
        found = comparison.run()
        self._say_foreign(found)
        if not found.same:
            raise CommandError(
                f"Of {found.looked} objects {found.missing} are missing and {found.different} different; "
                f"{found.strays} belong nowhere. “masthead bucket” mends that."
            )
        self.stdout.write(f"All {found.looked} objects are in the bucket as they ought to be.")

    def _copy(self, *, again: bool) -> None:
        comparison = Comparison(store.ours(), write=True, again=again, say=self._say)
        found = comparison.run()
        self.stdout.write()
        self._say_foreign(found)
        self.stdout.write(
            f"{found.looked} objects: {found.missing} were missing, {found.different} different; "
            f"{found.strays} that belonged nowhere were removed."
        )
        if found.unfit:
            raise CommandError(f"The store did not take {found.unfit} of them; what it said stands above.")

    def _say(self, found: Compared) -> None:
        self.stdout.write(
            f"\r{found.looked} looked at, {found.missing + found.different} differed", ending=""
        )
        self.stdout.flush()

    def _say_foreign(self, found: Compared) -> None:
        if found.foreign:
            self.stdout.write(f"{found.foreign} objects are not Masthead's, and stay.")
