"""``masthead pdf ARTICLE``: a published article as a PDF; without an article, whether this machine can make any."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from masthead.article.models import Article, Edition, Outlet
from masthead.lib import languages
from masthead.press import addresses
from masthead.press.pdf import keeping, ready
from masthead.press.pdf.making import NotMade

PATIENCE = 300.0  # seconds


class Command(BaseCommand):
    help = "Make the PDF of a published article, or say whether this machine can make PDFs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("article", type=int, nargs="?", help="The number of the article.")
        parser.add_argument("--language", default="", help="The edition; the original unless told.")
        parser.add_argument("--out", "-o", type=Path, help="Write a copy to this file.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["article"] is None:
            self._tell()
            return
        if not Outlet.objects.exists():
            raise CommandError("There is no outlet here yet. Make one at the desk, or run “masthead demo”.")
        wanted = languages.match(options["language"]) if options["language"] else None
        if options["language"] and wanted is None:
            raise CommandError(
                f"“{options['language']}” is no language Masthead knows. Known: {' '.join(languages.CODES)}."
            )
        edition = _edition(options["article"], wanted.code if wanted else "")
        language, slug = edition.language, edition.article.slug
        try:
            body = keeping.keep(language, slug, patience=PATIENCE)
        except keeping.NoEdition:
            raise CommandError(
                "The page of this article is not pressed yet. “masthead press” does that."
            ) from None
        except NotMade as error:
            raise CommandError(error.sentence) from error
        if options["out"]:
            try:
                options["out"].write_bytes(body)
            except OSError as error:
                raise CommandError(f"{options['out']} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{options['out'] or addresses.pdf(language, slug)}: {len(body):,} bytes")

    def _tell(self) -> None:
        reasons = [reason for code in languages.CODES if (reason := ready.lacking(code))]
        if not reasons:
            self.stdout.write(f"PDFs can be made in all {len(languages.CODES)} editions.")
            return
        raise CommandError("\n".join(dict.fromkeys(reasons)))


def _edition(article: int, language: str) -> Edition:
    live = Edition.objects.live().select_related("article").filter(article=article)
    found = live.filter(language=language).first() if language else live.filter(is_original=True).first()
    if found is None or found.article.kind != Article.Kind.ARTICLE:
        where = f" in {languages.name(language, 'en')}" if language else ""
        raise CommandError(f"There is no published article {article}{where}. “masthead articles” lists them.")
    return found
