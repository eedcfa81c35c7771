"""Asking engines for what is missing, and keeping what they answer and what it cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from masthead.lib import processes
from masthead.translation import budget, memory, terminology
from masthead.translation.asking import Asked, Call, Found, Purse, ask
from masthead.translation.engines.errors import BadAnswer, EngineError
from masthead.translation.models import Asking, Spending
from masthead.translation.segments import Maker, Passage
from masthead.translation.working import open_of, read, recall

ELSEWHERE = "elsewhere"
"""``Asked.capped`` where another worker is at it."""
_LOST = timedelta(minutes=15)  # a worker on another machine that was heard of so long ago is gone


def ask_engines(
    article: int, languages: Iterable[str] | None, *, leave_persons: bool = False
) -> dict[str, Asked]:
    """{language: what engines were asked for and answered}, kept in the memory and the ledger.

    ``leave_persons``: not for sentences that stand where a person's stood.
    """
    original, jobs, pieces = read(article, languages)
    texts = [piece.text for cut in pieces.values() for piece in cut]
    lacking = [job for job in jobs if not job.barred and open_of(job.units, leave_persons)]
    rules = terminology.glossary()
    with _alone(article, [job.language for job in lacking]) as mine:
        recall(original, lacking, timezone.now(), rules, leave_persons=leave_persons)
        spent_up: dict[str, str] = {}
        for job in lacking:
            places = _places(open_of(job.units, leave_persons))
            if not places:
                continue
            if job.language not in mine:
                job.asked = Asked(fault="Another worker is asking for it now.", capped=ELSEWHERE)
                continue
            for scope in ("article", "day"):
                if scope in spent_up:
                    job.asked = Asked(fault=spent_up[scope], capped=scope)
                    break
            else:
                keeper = _Keeper(article, original.language, job.language, places)
                job.asked = ask(
                    list(places),
                    original.language,
                    job.language,
                    job.policy.chain(original.language) if job.policy else [],
                    article=texts,
                    glossary=rules,
                    keep=keeper.keep,
                    purse=Purse(keeper.before, keeper.failed),
                )
                if job.asked.capped:
                    spent_up[job.asked.capped] = job.asked.fault
    return {job.language: job.asked for job in jobs}


def _places(passages: Iterable[Passage]) -> dict[str, Passage]:
    """{source: where it stands first}"""
    found: dict[str, Passage] = {}
    for passage in passages:
        found.setdefault(passage.source, passage)
    return found


@contextmanager
def _alone(article: int, languages: Collection[str]) -> Iterator[set[str]]:
    """The languages in which nobody else is asking for this article, and nobody will until the block ends."""
    if not languages:
        yield set()
        return
    me, now = processes.name(), timezone.now()
    rows = Asking.objects.filter(article_id=article, language__in=languages)
    left = [row.pk for row in rows if row.at < now - _LOST or processes.gone(row.process)]
    if left:
        Asking.objects.filter(pk__in=left).delete()
    Asking.objects.bulk_create(
        [Asking(article_id=article, language=language, process=me, at=now) for language in languages],
        ignore_conflicts=True,
    )
    mine = Asking.objects.filter(article_id=article, process=me)
    try:
        yield set(mine.values_list("language", flat=True))
    finally:
        mine.delete()


@dataclass(slots=True)
class _Keeper:
    """Sets money aside for each question and keeps its answer: a crash loses the question that is under way, no other."""

    article: int
    source_language: str
    language: str
    places: Mapping[str, Passage]
    aside: Spending | None = None

    def before(self, call: Call) -> None:
        self.aside = budget.set_aside(self.article, self.language, call) if call.cost else None

    def failed(self, call: Call, error: EngineError) -> None:
        """An answer that could not be used may have been paid for: what was set aside for it stays spent."""
        if self.aside is not None and not isinstance(error, BadAnswer):
            self.aside.delete()

    @transaction.atomic
    def keep(self, call: Call, found: Found) -> None:
        grouped: dict[Maker, list[tuple[Passage, str]]] = defaultdict(list)
        for source, (target, maker) in found.items():
            grouped[maker].append((self.places[source], target))
        for maker, pairs in grouped.items():
            memory.remember(
                pairs, self.source_language, self.language, maker, timezone.now(), article=self.article
            )
        budget.spend(self.article, self.language, call, self.aside)
