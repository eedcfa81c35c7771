from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from masthead.article.models import Article


class Command(BaseCommand):
    help = "List articles, newest first: number, state, language, address, headline."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--state", choices=("draft", "live"), help="Only drafts, or only what is live.")
        parser.add_argument("--language", help="Only articles written in this language.")
        parser.add_argument(
            "--most", type=int, default=50, help="How many at the most (default: %(default)s)."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        articles = Article.objects.order_by("-created_at", "-pk")
        if options["state"]:
            articles = articles.filter(live=options["state"] == "live")
        if options["language"]:
            articles = articles.filter(language=options["language"])
        found = list(articles[: options["most"]])
        for article in found:
            state = (
                "live+draft"
                if article.live and article.has_unpublished_changes
                else str(article.status_string)
            )
            self.stdout.write(
                f"{article.pk:>6}  {state:<11}{article.language:<9}{article.slug[:40]:<42}{article.headline}"
            )
        if not found:
            self.stdout.write("No articles. “masthead take-in FILE_OR_URL” takes one in.")
