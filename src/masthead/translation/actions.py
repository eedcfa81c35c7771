"""The verbs of translation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import partial

from django.db import transaction
from django.utils import timezone

from masthead.article.content import Content, with_texts
from masthead.article.facts import facts_of, terms_of
from masthead.article.models import Article, Edition, Outlet
from masthead.article.permission import may_translate
from masthead.desk.actions import body
from masthead.record import actions as record
from masthead.translation import events, memory
from masthead.translation.asking import Asked, Call, Found, ask
from masthead.translation.engines import registry
from masthead.translation.errors import DoesNotFit, NotPermitted, NotPublished
from masthead.translation.judging import doubt
from masthead.translation.markup import MarkupError
from masthead.translation.models import Policy, Spending, Working
from masthead.translation.outcomes import Outcome
from masthead.translation.segments import (
    Maker,
    Pieces,
    Units,
    align,
    carry,
    counts,
    doubted,
    engines,
    fill,
    open_sources,
    pieces_of,
    seen,
    units_from_json,
    units_to_json,
    written,
)


@dataclass(slots=True)
class _Job:
    """One article and one language, on the way from what is known to an edition."""

    language: str
    policy: Policy | None
    units: Units
    edition: Edition | None
    barred: str = ""
    """Why the outlet may not have the article in this language, where it may not."""
    asked: Asked = field(default_factory=Asked)


def translate(
    article: int, *, languages: Iterable[str] | None = None, with_engines: bool = True
) -> list[Outcome]:
    """Bring the editions of a published article up to its original, in the languages that are on.

    What persons and engines have translated stays; what is missing comes from the memory. What the memory lacks
    the engines are asked for first, outside any transaction, and their answers go to the memory as they come:
    no crash loses them, and nothing that a person writes meanwhile is overwritten.
    Reads cost the same number of queries for any number of languages.
    """
    languages = None if languages is None else tuple(languages)
    asked = _ask(article, languages) if with_engines else {}
    with transaction.atomic():
        original, jobs, pieces = _read(article, languages, lock=True)
        now = timezone.now()
        _recall(original, jobs, now)
        for job in jobs:
            job.asked = asked.get(job.language, job.asked)
        return _settle(original, jobs, pieces, now)


def _ask(article: int, languages: Iterable[str] | None) -> dict[str, Asked]:
    """{language: what engines were asked for and answered}, kept in the memory and the ledger."""
    original, jobs, pieces = _read(article, languages)
    _recall(original, jobs, timezone.now())
    for job in jobs:
        wanted = list(open_sources(job.units))
        if wanted and not job.barred:
            job.asked = ask(
                wanted,
                original.language,
                job.language,
                job.policy.engines if job.policy else [],
                article=[piece.text for cut in pieces.values() for piece in cut],
                keep=partial(_keep_answers, article, original.language, job.language),
            )
    return {job.language: job.asked for job in jobs}


def _recall(original: Edition, jobs: list[_Job], now: datetime) -> None:
    """Fill what the memory knows, for all languages in one look."""
    missing = list(dict.fromkeys(source for job in jobs for source in open_sources(job.units)))
    known = memory.recall(missing, original.language, [job.language for job in jobs])
    disguised = {engine.name for engine in registry.available() if getattr(engine, "disguise", False)}
    for job in jobs:
        found = known.get(job.language, {})
        doubts = {
            source: doubt(source, target, original.language, job.language)
            for source, (target, maker) in found.items()
            if maker.by == "engine" and maker.name not in disguised
        }
        job.units = fill(job.units, found, now.isoformat(), doubts)


@transaction.atomic
def enter(
    article: int,
    language: str,
    texts: Mapping[str, str],
    *,
    maker: Maker,
    own_markup: bool = False,
    printed: tuple[datetime, datetime] | None = None,
) -> Outcome:
    """Enter a translation that was made elsewhere: {path: inline HTML} for every text of the original.

    ``own_markup``: it may have other links and emphasis than the original. ``printed`` says when it was published
    and last changed, if that was elsewhere too; then nobody is told of the edition.
    """
    original, jobs, pieces = _read(article, [language], lock=True)
    job = jobs[0]
    if job.barred:
        raise NotPermitted(job.barred)
    now = timezone.now()
    lacking = [path for path in pieces if not texts.get(path, "").strip()]
    if lacking:
        raise DoesNotFit(
            f"The {language} translation lacks {len(lacking)} texts, the first is “{lacking[0]}”."
        )
    for path, cut in pieces.items():
        if not cut:
            continue
        try:
            job.units[path] = align(cut, texts[path], language, maker, now.isoformat(), own_markup=own_markup)
        except MarkupError as error:
            raise DoesNotFit(f"“{path}” in {language}: {error}") from error
    pairs = [
        (segment.sources[0], segment.target)
        for segments in job.units.values()
        for segment in segments
        if len(segment.sources) == 1 and segment.own is None
    ]
    memory.remember(pairs, original.language, language, maker, now)
    return _settle(original, jobs, pieces, now, printed=printed)[0]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an article is in one language: its pieces, and the units that carry what is known of them."""

    original: Edition
    pieces: Pieces
    units: Units
    edition: Edition | None


def standing(article: int, language: str) -> Standing:
    """What persons, engines and the memory know of an article in a language. Engines are not asked."""
    original, jobs, pieces = _read(article, [language])
    job = _only(original, jobs)
    _recall(original, jobs, timezone.now())
    return Standing(original, pieces, job.units, job.edition)


@transaction.atomic
def revise(article: int, language: str, change: Callable[[Standing], Units], *, maker: Maker) -> Outcome:
    """Put somebody's work into some segments: ``change`` answers the units as they shall be.

    What is still open is filled from the memory. Another original than the one the work was made for is for
    ``change`` to notice.
    """
    original, jobs, pieces = _read(article, [language], lock=True)
    job = _only(original, jobs)
    now = timezone.now()
    before = {(segment.sources, segment.target) for segments in job.units.values() for segment in segments}
    job.units = change(Standing(original, pieces, job.units, job.edition))
    pairs = [
        (segment.sources[0], segment.target)
        for segments in job.units.values()
        for segment in segments
        if len(segment.sources) == 1
        and segment.own is None
        and (segment.by, segment.name) == (maker.by, maker.name)
        and (segment.sources, segment.target) not in before
    ]
    memory.remember(pairs, original.language, language, maker, now)
    _recall(original, jobs, now)
    return _settle(original, jobs, pieces, now)[0]


def _only(original: Edition, jobs: list[_Job]) -> _Job:
    if not jobs:
        raise DoesNotFit(f"The article is written in {original.language}: that is no translation.")
    if jobs[0].barred:
        raise NotPermitted(jobs[0].barred)
    return jobs[0]


@transaction.atomic
def review(edition: Edition, *, by: str) -> Edition:
    """A person has read this edition against its original and answers for it."""
    if edition.is_original:
        raise DoesNotFit("An original needs no review of its translation.")
    if not Edition.objects.live().filter(article_id=edition.article_id, is_original=True).exists():
        raise NotPublished("The original is not published, so its translations are not either.")
    if not edition.trails:
        _see(edition.article_id, edition.language)
    edition.reviewed_by, edition.reviewed_at = by, timezone.now()
    edition.state, edition.index = Edition.State.LIVE, True
    edition.published_at = edition.published_at or edition.reviewed_at
    _record([edition], by)
    edition.save()
    events.editions_changed.ring(events.EditionsChanged(edition.article_id, (edition.language,)))
    return edition


@transaction.atomic
def accept(article: int, language: str, *, by: str) -> Outcome:
    """A person has looked at the sentences that were doubted and finds them right: the edition is printed with them.

    This is no review: the edition is labelled as before, and held where the policy holds all that engines make.
    """
    _read(article, [language], lock=True)
    if not _see(article, language):
        raise DoesNotFit(f"Nothing in the {language} translation is in doubt: reload the page.")
    original, jobs, pieces = _read(article, [language])
    return _settle(original, jobs, pieces, timezone.now(), accepted_by=by)[0]


def _see(article: int, language: str) -> bool:
    """Take the doubts from a translation; whether there were any."""
    working = Working.objects.filter(article_id=article, language=language).first()
    units = units_from_json(working.units) if working else {}
    if working is None or not doubted(units):
        return False
    working.units = units_to_json(seen(units))
    working.save(update_fields=["units"])
    return True


def drafted(article: Article, content: Content, language: str) -> tuple[Content, dict[str, int]]:
    """How an unpublished content would read in a language, from what is known; engines are not asked.

    Answers the content and {"person", "engine", "": pieces} by who made them.
    """
    working = Working.objects.filter(article_id=article.pk, language=language).first() if article.pk else None
    pieces = pieces_of(content, article.language)
    units = carry(pieces, units_from_json(working.units) if working else {})
    known = memory.recall(open_sources(units), article.language, [language])
    units = fill(units, known.get(language, {}), "")
    return with_texts(content, written(pieces, units, language)), {
        str(k): v for k, v in counts(units).items()
    }


def _read(
    article: int, languages: Iterable[str] | None, *, lock: bool = False
) -> tuple[Edition, list[_Job], Pieces]:
    rows = Edition.objects.filter(article_id=article)
    editions = {edition.language: edition for edition in (rows.select_for_update() if lock else rows)}
    original = next((edition for edition in editions.values() if edition.is_original), None)
    if original is None or original.state != Edition.State.LIVE:
        raise NotPublished(
            f"Article {article} is not published, so there is nothing to translate. Publish it first."
        )
    policies = {policy.language: policy for policy in Policy.objects.filter(mode=Policy.Mode.ON)}
    workings = {working.language: working for working in Working.objects.filter(article_id=article)}
    pieces = pieces_of(original.words, original.language)
    chosen = dict.fromkeys(languages if languages is not None else policies)
    chosen.pop(original.language, None)
    terms, today = terms_of(Article.objects.get(pk=article), Outlet.objects.first()), timezone.localdate()
    jobs = []
    for language in chosen:
        answer = may_translate(terms, language, today)
        jobs.append(
            _Job(
                language,
                policies.get(language),
                carry(pieces, units_from_json(workings[language].units) if language in workings else {}),
                editions.get(language),
                barred="" if answer.allowed else answer.why,
            )
        )
    return original, jobs, pieces


@transaction.atomic
def _keep_answers(article: int, source_language: str, language: str, call: Call, found: Found) -> None:
    """What one call gave, and its price: a crash loses the call that is under way, and no other."""
    grouped: dict[Maker, list[tuple[str, str]]] = defaultdict(list)
    for source, (target, maker) in found.items():
        grouped[maker].append((source, target))
    for maker, pairs in grouped.items():
        memory.remember(pairs, source_language, language, maker, timezone.now())
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


@transaction.atomic
def _settle(
    original: Edition,
    jobs: list[_Job],
    pieces: Pieces,
    now: datetime,
    *,
    printed: tuple[datetime, datetime] | None = None,
    accepted_by: str = "",
) -> list[Outcome]:
    """Keep the working states, bring the editions to what they say, record what is printed, ring once."""
    Working.objects.bulk_create(
        [
            Working(article_id=original.article_id, language=job.language, units=units_to_json(job.units))
            for job in jobs
            if not job.barred
            and any(segment.target or segment.before for row in job.units.values() for segment in row)
        ],
        update_conflicts=True,
        unique_fields=("article", "language"),
        update_fields=("units",),
    )
    outcomes, changed, live = [], [], []
    for job in jobs:
        if job.barred:
            outcomes.append(Outcome(language=job.language, state="not permitted", fault=job.barred))
            continue
        state, edition = _edition(original, job, pieces, now, accepted=bool(accepted_by))
        outcomes.append(_outcome(job, state))
        if edition is not None:
            changed.append(edition)
            if printed:
                edition.published_at, edition.updated_at = printed
            if state == "live":
                live.append(edition)
    _record(live, accepted_by, original)
    _save(changed)
    if changed and not printed:
        events.editions_changed.ring(
            events.EditionsChanged(original.article_id, tuple(edition.language for edition in changed))
        )
    return outcomes


def _edition(
    original: Edition, job: _Job, pieces: Pieces, now: datetime, *, accepted: bool
) -> tuple[str, Edition | None]:
    """The state the language is in, and the edition where anything about it has changed.

    What is printed stays as it is, and trails, until nothing is missing and a person has seen what is in doubt.
    """
    made, kept, doubts = counts(job.units), job.edition, doubted(job.units)
    if (made[""] or doubts) and kept is not None and kept.state == Edition.State.LIVE:
        if kept.trails:
            return "live", None
        kept.trails = True
        return "trails", kept
    if made[""]:
        return ("incomplete" if made["person"] or made["engine"] else "missing"), None
    content = with_texts(original.words, written(pieces, job.units, job.language)).to_json()
    policy_holds = job.policy is not None and job.policy.machine == Policy.Print.HOLD and made["engine"] > 0
    hold = policy_holds or bool(doubts)
    same = kept is not None and kept.content == content and kept.engines == engines(job.units)
    released = accepted and kept is not None and kept.state == Edition.State.HELD
    if (
        kept is not None
        and same
        and not kept.trails
        and kept.state != Edition.State.WITHDRAWN
        and not released
    ):
        return kept.state, None
    edition = kept or Edition(article_id=original.article_id, language=job.language)
    if not same:
        edition.reviewed_by, edition.reviewed_at = "", None
        edition.updated_at = now
    edition.content, edition.headline, edition.standfirst = (
        content,
        content["headline"],
        content["standfirst"],
    )
    edition.listed = original.listed
    edition.by_person, edition.by_engine, edition.by_nobody = made["person"], made["engine"], 0
    edition.engines, edition.trails = engines(job.units), False
    edition.index = (
        not made["engine"] or bool(edition.reviewed_by) or job.policy is None or job.policy.index_unreviewed
    )
    if hold and not edition.reviewed_by and edition.state != Edition.State.LIVE:
        edition.state = Edition.State.HELD
        return "held", edition
    edition.state = Edition.State.LIVE
    edition.published_at = edition.published_at or original.published_at or now
    return "live", edition


def _record(editions: list[Edition], by: str, original: Edition | None = None) -> None:
    if not editions:
        return
    article = Article.objects.get(pk=editions[0].article_id)
    facts = {
        **facts_of(article, Outlet.objects.first()),
        "original_entry": original.entry if original else None,
    }
    entries = record.append(
        [
            record.Statement("edition.published", edition.subject, body(edition, edition.words, facts, by))
            for edition in editions
        ]
    )
    for edition, entry in zip(editions, entries, strict=True):
        edition.entry = entry.number


def _save(editions: list[Edition]) -> None:
    Edition.objects.bulk_create(
        editions,
        update_conflicts=True,
        unique_fields=("article", "language"),
        update_fields=(
            "state",
            "listed",
            "headline",
            "standfirst",
            "content",
            "by_person",
            "by_engine",
            "by_nobody",
            "engines",
            "reviewed_by",
            "reviewed_at",
            "trails",
            "index",
            "published_at",
            "updated_at",
            "entry",
        ),
    )


def _outcome(job: _Job, state: str) -> Outcome:
    made = counts(job.units)
    return Outcome(
        language=job.language,
        state=state,
        engine=", ".join(name for name, _ in engines(job.units)),
        by_person=made["person"],
        by_engine=made["engine"],
        by_nobody=made[""],
        segments_asked=sum(call.segments for call in job.asked.calls),
        words_asked=sum(call.words for call in job.asked.calls),
        cost=sum((call.cost for call in job.asked.calls), Decimal(0)),
        fault=job.asked.fault if made[""] else next((s.doubt for s in doubted(job.units)), ""),
    )
