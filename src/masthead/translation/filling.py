"""Asking engines for what is missing, and keeping what they answer and what it cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial

from django.db import transaction
from django.utils import timezone

from masthead.translation import memory, terminology
from masthead.translation.asking import Asked, Call, Found, ask
from masthead.translation.models import Spending
from masthead.translation.segments import Maker, Passage, Units, open_passages
from masthead.translation.working import read, recall


def ask_engines(article: int, languages: Iterable[str] | None) -> dict[str, Asked]:
    """{language: what engines were asked for and answered}, kept in the memory and the ledger."""
    original, jobs, pieces = read(article, languages)
    rules = terminology.glossary()
    recall(original, jobs, timezone.now(), rules)
    for job in jobs:
        places = _places(job.units)
        if places and not job.barred:
            job.asked = ask(
                list(places),
                original.language,
                job.language,
                job.policy.engines if job.policy else [],
                article=[piece.text for cut in pieces.values() for piece in cut],
                glossary=rules,
                keep=partial(_keep, article, original.language, job.language, places),
            )
    return {job.language: job.asked for job in jobs}


def _places(units: Units) -> dict[str, Passage]:
    """{source: where it stands first}"""
    found: dict[str, Passage] = {}
    for passage in open_passages(units):
        found.setdefault(passage.source, passage)
    return found


@transaction.atomic
def _keep(
    article: int,
    source_language: str,
    language: str,
    places: Mapping[str, Passage],
    call: Call,
    found: Found,
) -> None:
    """What one call gave, and its price: a crash loses the call that is under way, and no other."""
    grouped: dict[Maker, list[tuple[Passage, str]]] = defaultdict(list)
    for source, (target, maker) in found.items():
        grouped[maker].append((places[source], target))
    for maker, pairs in grouped.items():
        memory.remember(pairs, source_language, language, maker, timezone.now(), article=article)
    Spending.objects.create(
        article_id=article,
        language=language,
        engine=call.engine,
        version=call.version,
        segments=call.segments,
        words=call.words,
        characters=call.characters,
        cost=call.cost,
    )
