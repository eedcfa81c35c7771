"""``masthead permit ARTICLE``: what the outlet may do with a reprint, and what proves it."""

from __future__ import annotations

import getpass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from masthead.article.facts import permissions_of, terms_of
from masthead.article.models import Article, Outlet, Permission
from masthead.article.permission import may_publish, may_translate
from masthead.desk import actions
from masthead.lib import languages


def _day(text: str) -> date:
    return date.fromisoformat(text)


class Command(BaseCommand):
    help = (
        "Record a permission for a reprint, with its evidence. Without --from, say what may be done with it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "article", type=int, help="Number of the article, as the desk and take-in say it."
        )
        parser.add_argument(
            "--from", dest="granted_by", default="", help="Who gave it: a person, or an outlet."
        )
        parser.add_argument(
            "--evidence", default="", help="What proves it: words of the mail, an address, a contract."
        )
        parser.add_argument(
            "--languages",
            nargs="+",
            default=[],
            metavar="CODE",
            help="Only these; by default every language.",
        )
        parser.add_argument("--no-translations", action="store_true", help="It covers the original only.")
        parser.add_argument("--pictures", action="store_true", help="It covers the pictures too.")
        parser.add_argument("--since", type=_day, metavar="YYYY-MM-DD", help="Its first day.")
        parser.add_argument("--until", type=_day, metavar="YYYY-MM-DD", help="Its last day.")
        parser.add_argument(
            "--outlet",
            action="store_true",
            help="It covers all articles that first appeared in the same outlet.",
        )
        parser.add_argument("--by", default="", help="Who records it; by default, your name on this machine.")

    def handle(self, *args: Any, **options: Any) -> None:
        article = Article.objects.filter(pk=options["article"]).first()
        if article is None:
            raise CommandError(f"There is no article {options['article']}. “masthead articles” lists them.")
        article = article.get_latest_revision_as_object()
        if options["granted_by"] or options["evidence"]:
            self._record(article, options)
        self._say(article)

    def _record(self, article: Article, options: dict[str, Any]) -> None:
        if not article.is_reprint:
            raise CommandError(
                f"Article {article.pk} is the outlet's own work and needs no permission. "
                "If it is not, name where it first appeared at the desk."
            )
        kept = Permission(
            article=None if options["outlet"] else article,
            origin_outlet=article.origin_outlet if options["outlet"] else "",
            translate=not options["no_translations"],
            **{
                name: options[name]
                for name in ("granted_by", "evidence", "languages", "pictures", "since", "until")
            },
        )
        try:
            actions.permit(kept, by=options["by"] or getpass.getuser())
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"Recorded: permission {kept.pk}, {kept}.")

    def _say(self, article: Article) -> None:
        terms, today = terms_of(article, Outlet.objects.first()), timezone.localdate()
        answer = may_publish(terms, today)
        self.stdout.write(f"Article {article.pk}, “{article.headline}”")
        self.stdout.write(f"  publish    {'yes' if answer.allowed else 'no'}  {answer.why}")
        by_why: dict[tuple[bool, str], list[str]] = {}
        for code in languages.CODES:
            if code != article.language:
                answer = may_translate(terms, code, today)
                why = answer.why.replace(languages.name(code, "en"), "these")
                by_why.setdefault((answer.allowed, why), []).append(code)
        for (allowed, why), codes in by_why.items():
            named = "every language" if len(by_why) == 1 else " ".join(codes)
            self.stdout.write(f"  translate  {'yes' if allowed else 'no'}  {why} ({named})")
        for kept in permissions_of(article):
            self.stdout.write(f"  permission {kept.pk}: {kept}, recorded by {kept.recorded_by}")
