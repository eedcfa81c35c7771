from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django_tasks import TaskResultStatus

from masthead.article.models import Article
from masthead.desk import actions
from masthead.desk.errors import DeskError
from masthead.desk.models import User
from masthead.lib import languages
from masthead.project import worker


class Command(BaseCommand):
    help = "Publish the newest draft of an article: record, translate and press it. Prints what became of each language."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "article", nargs="+", type=int, help="Number of the article, as the desk and take-in say it."
        )
        parser.add_argument("--by", metavar="USER", help="Who publishes it; the desk's name of a person.")

    def handle(self, *args: Any, **options: Any) -> None:
        by = self._user(options["by"])
        for number in options["article"]:
            article = Article.objects.filter(pk=number).first()
            if article is None:
                raise CommandError(f"There is no article {number}. “masthead articles” lists them.")
            with worker.at_once() as done:
                try:
                    edition = actions.publish(article, by=by)
                except DeskError as error:
                    raise CommandError(str(error)) from error
            if edition is None:
                self.stdout.write(f"Article {article.pk} is scheduled: its draft says when it shall appear.")
            else:
                self._report(article, edition.entry, done)

    def _user(self, name: str | None) -> User | None:
        if name is None:
            return None
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"Nobody at the desk is called {name}.")
        return user

    def _report(self, article: Article, entry: int | None, done: list[Any]) -> None:
        self.stdout.write(f"Published article {article.pk}, “{article.headline}” (record entry {entry}).")
        failed = [row for row in done if row.exception_class_path]
        outcomes: list[dict[str, Any]] = next(
            (row.return_value for row in done if "translate" in row.task_path and row.return_value), []
        )
        if outcomes:
            self.stdout.write(
                f"{'language':<24}{'state':<12}{'engine':<16}{'sentences':>9}{'words':>8}{'cost EUR':>10}"
            )
        for row in outcomes:
            name = f"{row['language']} {languages.name(row['language'], 'en')}"
            self.stdout.write(
                f"{name:<24.24}{row['state']:<12}{row['engine'] or '–':<16.16}"
                f"{row['segments_asked']:>9}{row['words_asked']:>8}{row['cost']:>10}"
                + (f"  {row['fault']}" if row["fault"] else "")
            )
        if outcomes:
            asked = [row for row in outcomes if row["segments_asked"]]
            self.stdout.write(
                f"Engines were asked for {sum(row['segments_asked'] for row in asked)} sentences "
                f"in {len(asked)} languages; {sum(row['state'] == 'live' for row in outcomes)} editions are live."
            )
        written = sum(
            row.return_value or 0
            for row in done
            if row.task_path.endswith("press_article") and not row.exception_class_path
        )
        self.stdout.write(f"{written} files written.")
        if any(row.status == TaskResultStatus.READY for row in done):
            raise CommandError(
                "The disk is full: free some space. The article is published, and the worker presses its pages as soon "
                "as there is room."
            )
        if failed:
            raise CommandError(
                f"{failed[0].task_path} failed: {failed[0].traceback.strip().splitlines()[-1]}"
            )
