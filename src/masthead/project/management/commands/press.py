from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from masthead.article.models import Article, Outlet
from masthead.press import actions


class Command(BaseCommand):
    help = "Press pages again: the whole outlet, or the articles named. Pages that would not change are left alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("article", nargs="*", type=int, help="Numbers of articles; none: everything.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not Outlet.objects.exists():
            raise CommandError("There is no outlet here yet. Make one at the desk, or run “masthead demo”.")
        numbers = options["article"]
        if unknown := set(numbers) - set(Article.objects.filter(pk__in=numbers).values_list("pk", flat=True)):
            raise CommandError(f"There is no article {', '.join(map(str, sorted(unknown)))}.")
        if numbers:
            written = sum(actions.press_article(number) for number in numbers)
        else:
            written = actions.press_all(say=lambda done: self.stdout.write(f"\r{done} files", ending=""))
            self.stdout.write()
        self.stdout.write(f"{written} files written.")
