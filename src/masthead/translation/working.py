"""How far an article is in each language: read from what is kept, and filled from the memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from django.db.models import Q
from django.utils import timezone

from masthead.article.content import Content, with_texts
from masthead.article.facts import terms_of
from masthead.article.models import Article, Edition, Outlet
from masthead.article.permission import may_translate
from masthead.translation import memory, terminology
from masthead.translation.asking import Asked
from masthead.translation.carrying import carry
from masthead.translation.engines import registry
from masthead.translation.errors import DoesNotFit, NotPermitted, NotPublished
from masthead.translation.glossary import Glossary
from masthead.translation.judging import doubt
from masthead.translation.markup import plain
from masthead.translation.models import Policy, Working
from masthead.translation.segments import (
    Passage,
    Pieces,
    Units,
    counts,
    fill,
    made_from,
    open_passages,
    pieces_of,
    units_from_json,
    written,
)


@dataclass(slots=True)
class Job:
    """One article and one language, on the way from what is known to an edition."""

    language: str
    policy: Policy | None
    units: Units
    edition: Edition | None
    barred: str = ""
    """Why the outlet may not have the article in this language, where it may not."""
    asked: Asked = field(default_factory=Asked)
    before: Units = field(default_factory=dict)
    """The units as they were kept, before they were carried to the original as it is now."""
    made_from: dict[str, str] = field(default_factory=dict)
    """What an edition that trails was made from (``segments.made_from``)."""
    held_by: str = ""
    """Who took the edition from the pages: nothing but a person's act prints it again."""

    def behind(self, pieces: Pieces) -> dict[str, str]:
        """What an edition was made from, where that is not the original as it is now."""
        if self.edition is None or self.edition.state == Edition.State.WITHDRAWN:
            return {}
        known = self.made_from or made_from(self.before)
        return known if known and known != made_from(pieces) else {}


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an article is in one language: its pieces, and the units that carry what is known of them."""

    original: Edition
    pieces: Pieces
    units: Units
    edition: Edition | None


def standing(article: int, language: str) -> Standing:
    """What persons, engines and the memory know of an article in a language. Engines are not asked."""
    original, jobs, pieces = read(article, [language])
    job = only(original, jobs)
    recall(original, jobs, timezone.now())
    return Standing(original, pieces, job.units, job.edition)


def drafted(article: Article, content: Content, language: str) -> tuple[Content, dict[str, int]]:
    """How an unpublished content would read in a language, from what is known; engines are not asked.

    Answers the content and {"person", "engine", "": pieces} by who made them.
    """
    working = Working.objects.filter(article_id=article.pk, language=language).first() if article.pk else None
    pieces = pieces_of(content, article.language)
    units = carry(pieces, units_from_json(working.units) if working else {})
    known = memory.recall(open_passages(units), article.language, [language])
    units = fill(units, known.get(language, {}), "")
    return with_texts(content, written(pieces, units, language)), {
        str(k): v for k, v in counts(units).items()
    }


def read(
    article: int, languages: Iterable[str] | None, *, lock: bool = False
) -> tuple[Edition, list[Job], Pieces]:
    languages = None if languages is None else tuple(languages)
    rows = Edition.objects.filter(article_id=article)
    kept = Working.objects.filter(article_id=article)
    if languages is not None:
        rows = rows.filter(Q(is_original=True) | Q(language__in=languages))
        kept = kept.filter(language__in=languages)
    editions = {edition.language: edition for edition in (rows.select_for_update() if lock else rows)}
    original = next((edition for edition in editions.values() if edition.is_original), None)
    if original is None or original.state != Edition.State.LIVE:
        raise NotPublished(
            f"Article {article} is not published, so there is nothing to translate. Publish it first."
        )
    policies = {policy.language: policy for policy in Policy.objects.offered()}
    workings = {working.language: working for working in kept}
    pieces = pieces_of(original.words, original.language)
    chosen = dict.fromkeys(languages if languages is not None else _kept_up(policies, editions))
    chosen.pop(original.language, None)
    untouched = carry(pieces, {})
    terms, today = terms_of(Article.objects.get(pk=article), Outlet.objects.first()), timezone.localdate()
    jobs = []
    for language in chosen:
        answer = may_translate(terms, language, today)
        working = workings.get(language)
        before = units_from_json(working.units) if working else {}
        jobs.append(
            Job(
                language,
                policies.get(language),
                carry(pieces, before) if before else dict(untouched),
                editions.get(language),
                barred="" if answer.allowed else answer.why,
                before=before,
                made_from=working.behind if working else {},
                held_by=working.held_by if working else "",
            )
        )
    return original, jobs, pieces


def _kept_up(policies: Mapping[str, Policy], editions: Mapping[str, Edition]) -> list[str]:
    """The languages that follow an original by themselves: those that are on, and what somebody has asked for once."""
    return [code for code, policy in policies.items() if policy.mode == Policy.Mode.ON or code in editions]


def only(original: Edition, jobs: list[Job]) -> Job:
    if not jobs:
        raise DoesNotFit(f"The article is written in {original.language}: that is no translation.")
    if jobs[0].barred:
        raise NotPermitted(jobs[0].barred)
    return jobs[0]


def open_of(units: Units, leave_persons: bool) -> list[Passage]:
    """What nobody has translated, each once; ``leave_persons``: but for what stands in texts in which a person's
    sentence has lost its source."""
    theirs = (
        {segment.sources[0] for row in units.values() if any(each.before for each in row) for segment in row}
        if leave_persons
        else set()
    )
    return [passage for passage in open_passages(units) if passage.source not in theirs]


def recall(
    original: Edition,
    jobs: Sequence[Job],
    now: datetime,
    glossary: Glossary | None = None,
    *,
    leave_persons: bool = False,
) -> None:
    """Fill what the memory knows, for all languages in one look; ``glossary`` where it has been read already."""
    lacking = [dict.fromkeys(open_of(job.units, leave_persons)) for job in jobs]
    missing = list(dict.fromkeys(chain.from_iterable(lacking)))
    known = memory.recall(missing, original.language, [job.language for job in jobs])
    # Only what stands in these sentences can be broken in them, in whatever language.
    rules = (terminology.glossary() if glossary is None else glossary).narrowed(
        (plain(passage.source) for passage in missing), original.language
    )
    disguised = {engine.name for engine in registry.available() if getattr(engine, "disguise", False)}
    for job, open_here in zip(jobs, lacking, strict=True):
        found = {place: pair for place, pair in known.get(job.language, {}).items() if place in open_here}
        doubts = {
            passage: doubt(passage.source, target, original.language, job.language, rules)
            for passage, (target, maker) in found.items()
            if maker.by == "engine" and maker.name not in disguised
        }
        job.units = fill(job.units, found, now.isoformat(), doubts)
