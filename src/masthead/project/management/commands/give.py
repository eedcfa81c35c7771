"""``masthead give ARTICLE --as ninjs|newsml``: a published article in a format of news exchange."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from masthead.article import licences
from masthead.article.models import Outlet
from masthead.intake.errors import IntakeError
from masthead.intake.writers import newsml, ninjs
from masthead.lib import languages
from masthead.press.giving import NotGiven, draft_of

WRITERS = {"ninjs": ninjs.write, "newsml": newsml.write}


class Command(BaseCommand):
    help = "Print a published article as a news item: ninjs 3.1 or NewsML-G2 2.35."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("article", type=int, help="The number of the article.")
        parser.add_argument("--as", dest="form", choices=sorted(WRITERS), required=True, help="The format.")
        parser.add_argument("--language", default="", help="The edition; the original unless told.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not Outlet.objects.exists():
            raise CommandError("There is no outlet here yet. Make one at the desk, or run “masthead demo”.")
        language = options["language"]
        if language and languages.match(language) is None:
            raise CommandError(
                f"“{language}” is no language Masthead knows. Known: {' '.join(languages.CODES)}."
            )
        known = languages.match(language) if language else None
        try:
            draft = draft_of(options["article"], known.code if known else "")
            self.stdout.write(WRITERS[options["form"]](draft), ending="")
        except (NotGiven, IntakeError) as error:
            raise CommandError(str(error)) from error
        licence = draft.licence.value if draft.licence else ""
        if licence in licences.ALL and not licences.ALL[licence].free:
            self.stderr.write(
                "All rights are reserved: whoever gets this item needs a permission to print it."
            )
