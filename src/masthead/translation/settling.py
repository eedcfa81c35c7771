"""From segments to editions: what is printed, what is held, what trails."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction

from masthead.article.content import Content, with_texts
from masthead.article.facts import facts_of
from masthead.article.lines import lines
from masthead.article.models import Article, Edition, Outlet
from masthead.desk.actions import body
from masthead.desk.models import Withdrawal
from masthead.record import actions as record
from masthead.record.models import Entry
from masthead.record.text import fingerprint
from masthead.translation import events
from masthead.translation.models import Policy, Working
from masthead.translation.outcomes import Outcome
from masthead.translation.segments import Pieces, counts, doubted, engines, units_to_json, written
from masthead.translation.working import Job


@transaction.atomic
def settle(
    original: Edition,
    jobs: list[Job],
    pieces: Pieces,
    now: datetime,
    *,
    printed: tuple[datetime, datetime] | None = None,
    accepted_by: str = "",
    signed_by: str = "",
) -> list[Outcome]:
    """Keep the working states, bring the editions to what they say, record what is printed, ring once.

    ``signed_by`` has read all of it against the original as it is and answers for it.
    """
    outcomes, changed, live = [], [], []
    back = _taken_back(original.article_id)
    for job in jobs:
        if job.barred:
            outcomes.append(Outcome(language=job.language, state="not permitted", fault=job.barred))
            continue
        behind = job.behind(pieces)
        fate = _edition(
            original,
            job,
            pieces,
            now,
            accepted=bool(accepted_by),
            signed_by=signed_by,
            behind=bool(behind),
            taken_back=job.language in back or bool(job.held_by),
        )
        job.made_from = behind if job.edition is not None and job.edition.trails else {}
        outcomes.append(_outcome(job, fate.state))
        if fate.edition is not None:
            changed.append(fate.edition)
            if printed:
                fate.edition.published_at, fate.edition.updated_at = printed
            if fate.printed:
                live.append(fate.edition)
    keep(original.article_id, jobs)
    record_printed(live, accepted_by or signed_by, original, signed=bool(signed_by))
    if signed_by:
        released(original.article_id, [edition.language for edition in live])
    _save(changed)
    if changed and not printed:
        events.editions_changed.ring(
            events.EditionsChanged(original.article_id, tuple(edition.language for edition in changed))
        )
    return outcomes


def keep(article: int, jobs: list[Job]) -> None:
    """The working states, in one statement."""
    Working.objects.bulk_create(
        [
            Working(
                article_id=article,
                language=job.language,
                units=units_to_json(job.units),
                behind=job.made_from,
            )
            for job in jobs
            if not job.barred
            and any(segment.target or segment.before for row in job.units.values() for segment in row)
        ],
        update_conflicts=True,
        unique_fields=("article", "language"),
        update_fields=("units", "behind"),
    )


class _Fate(NamedTuple):
    """The state a language is in, the edition where anything about it has changed, and whether its words have."""

    state: str
    edition: Edition | None = None
    printed: bool = False


def _edition(
    original: Edition,
    job: Job,
    pieces: Pieces,
    now: datetime,
    *,
    accepted: bool,
    signed_by: str,
    behind: bool,
    taken_back: bool,
) -> _Fate:
    """What becomes of a language.

    What a person took from the pages keeps up with the original there, and is printed by a person's act only.
    What is printed stays as it is, and trails while it is ``behind``, until nothing is missing, a person has seen what
    is in doubt, and has signed what the policy holds. What a person has signed stands until a person signs it anew.
    """
    made, kept, doubts = counts(job.units), job.edition, doubted(job.units)
    if (made[""] or doubts) and kept is not None and kept.state == Edition.State.LIVE:
        return _standing(kept, trails=behind or not kept.reviewed_by)
    if made[""]:
        state = "incomplete" if made["person"] or made["engine"] else "missing"
        if kept is None or kept.state != Edition.State.HELD or kept.trails or not behind:
            return _Fate(state)
        kept.trails = True  # nobody is to let it out as if it were what the original says now
        return _Fate(state, kept)
    content = with_texts(original.words, written(pieces, job.units, job.language)).to_json()
    policy_holds = job.policy is not None and job.policy.machine == Policy.Print.HOLD and made["engine"] > 0
    hold = policy_holds or bool(doubts)
    same = kept is not None and kept.content == content and kept.engines == engines(job.units)
    accepted = accepted and kept is not None and kept.state == Edition.State.HELD
    if not (signed_by or accepted) and (stays := _stays(kept, same, policy_holds, behind)):
        return stays
    edition = kept or Edition(article_id=original.article_id, language=job.language)
    _write(edition, original, job, content, now, same=same, signed_by=signed_by)
    hold = (hold and not edition.reviewed_by) or (taken_back and not signed_by)
    if hold and edition.state != Edition.State.LIVE:
        edition.state = Edition.State.HELD
        return _Fate("held", edition)
    edition.state = Edition.State.LIVE
    edition.published_at = edition.published_at or original.published_at or now
    return _Fate("live", edition, printed=True)


def _stays(kept: Edition | None, same: bool, holds: bool, behind: bool) -> _Fate | None:
    """What of an edition that nobody decides on stays as it is; None where it is to be written anew."""
    if kept is None:
        return None
    if kept.state == Edition.State.LIVE and same:
        return _standing(kept, trails=False)
    if kept.state == Edition.State.LIVE and (holds or (kept.reviewed_by and behind)):
        return _standing(kept, trails=behind)
    if kept.state == Edition.State.HELD and same and not kept.trails:
        return _Fate(kept.state)
    return None


def _write(
    edition: Edition,
    original: Edition,
    job: Job,
    content: dict[str, Any],
    now: datetime,
    *,
    same: bool,
    signed_by: str,
) -> None:
    """The words of a language, and by whom they are. A review is of the words: another picture leaves it."""
    made = counts(job.units)
    if edition.reviewed_by and lines(edition.words) != lines(Content.from_json(content)):
        edition.reviewed_by, edition.reviewed_at = "", None
    if not same:
        edition.updated_at = now
    if signed_by:
        edition.reviewed_by, edition.reviewed_at = signed_by, now
    edition.content = content
    edition.headline, edition.standfirst = content["headline"], content["standfirst"]
    edition.listed = original.listed
    edition.by_person, edition.by_engine, edition.by_nobody = made["person"], made["engine"], 0
    edition.engines, edition.trails = engines(job.units), False
    edition.index = (
        not made["engine"] or bool(edition.reviewed_by) or job.policy is None or job.policy.index_unreviewed
    )


def _taken_back(article: int) -> set[str]:
    """The languages in which a person has taken the article back: nothing but a person's act prints it there again."""
    rows = Withdrawal.objects.filter(article=article).exclude(language="")
    return set(rows.values_list("language", flat=True))


def released(article: int, languages: Iterable[str]) -> None:
    """Nobody holds these editions any longer."""
    rows = Working.objects.filter(article=article, language__in=list(languages))
    rows.exclude(held_by="").update(held_by="")


def _standing(kept: Edition, *, trails: bool) -> _Fate:
    """A live edition that stays as it is."""
    changed = kept.trails != trails
    kept.trails = trails
    return _Fate("trails" if trails else "live", kept if changed else None)


def record_printed(
    editions: list[Edition],
    by: str,
    original: Edition,
    *,
    signed: bool = False,
    retracted: Mapping[str, Any] | None = None,
) -> None:
    """An entry for each edition as it is printed now. ``signed``: its reviewer has just answered for it."""
    if not editions:
        return
    article = Article.objects.get(pk=editions[0].article_id)
    facts = {**facts_of(article, Outlet.objects.first()), "original_entry": original.entry}
    earlier = {} if signed else _reviews([edition for edition in editions if edition.reviewed_by])
    Withdrawal.objects.filter(
        article=article.pk, language__in=[edition.language for edition in editions]
    ).delete()
    statements = []
    for edition in editions:
        said = body(edition, edition.words, facts, by)
        if signed:
            said["reviewed"] |= {"text": said["text"]["digest"], "original": _checked_against(original)}
        elif edition.reviewed_by:
            said["reviewed"] |= earlier.get(edition.entry or 0, {})
        if retracted:
            said["retracted"] = dict(retracted)
        statements.append(record.Statement("edition.published", edition.subject, said))
    for edition, entry in zip(editions, record.append(statements), strict=True):
        edition.entry = entry.number


def _checked_against(original: Edition) -> dict[str, Any]:
    return {
        "language": original.language,
        "entry": original.entry,
        "digest": fingerprint(lines(original.words)).digest,
    }


def _reviews(editions: list[Edition]) -> dict[int, dict[str, Any]]:
    """What the entries of reviewed editions say of what was read: {entry: …}; it stays so while the text does."""
    numbers = [edition.entry for edition in editions if edition.entry]
    if not numbers:
        return {}
    found = Entry.objects.filter(number__in=numbers).values_list("number", "body__reviewed")
    return {
        number: {name: said[name] for name in ("text", "original", "entry") if name in said}
        | {"entry": said.get("entry", number)}
        for number, said in found
        if isinstance(said, dict)
    }


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


def _outcome(job: Job, state: str) -> Outcome:
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
        capped=job.asked.capped if made[""] else "",
        fault=job.asked.fault if made[""] else next((s.doubt for s in doubted(job.units)), ""),
    )
