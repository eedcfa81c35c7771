"""An engine that writes down what it is asked, and ends its process where it is told to; and articles for it.

``python -m tests.rooms.translation.counting ARTICLES`` publishes articles in the outlet of ``MASTHEAD_HOME`` and begins a
job that translates them.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Sequence
from decimal import Decimal
from typing import ClassVar

from masthead.translation.engines.base import Answer


class Counting:
    """Two sentences at a time, two cents a character."""

    name = "counting"
    version = "1"
    markup = True
    leaves_machine = False
    price_per_million = Decimal(20_000)
    batch = 2
    characters = 1000
    glossary = False
    disguise = True
    calls: ClassVar[int] = 0

    @classmethod
    def from_settings(cls) -> Counting:
        return cls()

    def supports(self, source: str, target: str) -> bool:
        return source != target

    def route(self, source: str, target: str) -> tuple[str, ...]:
        return source, target

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[Answer]:
        type(self).calls += 1
        self._end_if("COUNTING_KILL_BEFORE")
        with open(os.path.join(os.environ["MASTHEAD_HOME"], "asked.txt"), "a", encoding="utf-8") as asked:
            asked.writelines(f"{target}: {text}\n" for text in texts)
        self._end_if("COUNTING_KILL_WITHIN")
        time.sleep(0.01)  # so that two workers stand in each other's way
        return [Answer(text[::-1], self.name, self.version) for text in texts]

    def _end_if(self, when: str) -> None:
        if os.environ.get(when) == str(self.calls):
            os.kill(os.getpid(), signal.SIGKILL)


def build(articles: int) -> None:
    import django

    django.setup()
    from django_tasks_db.models import DBTaskResult
    from tests import factories as make

    from masthead.translation import board, jobs

    for number in range(articles):
        name = f"River {chr(65 + number)}"
        sentences = [f"{name} {said}." for said in ("is long", "is wet", "is old", "is blue")]
        make.published(name, " ".join(sentences), language="de")
    DBTaskResult.objects.all().delete()  # only the job is to be done
    jobs.propose("translate", jobs.everything(board.Filters()), by="Clara", confirm=False)


if __name__ == "__main__":
    build(int(sys.argv[1]))
