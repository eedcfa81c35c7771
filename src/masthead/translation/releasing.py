"""What people decide of editions without reading them sentence by sentence: held, let out, given to a reviewer."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from masthead.article.facts import terms_of
from masthead.article.models import Article, Edition, Outlet
from masthead.article.permission import may_translate
from masthead.desk.models import User
from masthead.record import actions as record
from masthead.translation import events, jobs
from masthead.translation.errors import DoesNotFit, NotPermitted, NotPublished
from masthead.translation.models import Assignment, Budget, Policy, Working
from masthead.translation.outcomes import Outcome
from masthead.translation.segments import doubted, units_from_json
from masthead.translation.settling import record_printed, released


@transaction.atomic
def let_out(article: int, languages: Sequence[str], *, by: str) -> list[Outcome]:
    """Print what is held, unread and labelled as a machine's. What is in doubt stays held: a person must look."""
    original, editions = _editions(article, languages)
    doubts = {
        working.language
        for working in Working.objects.filter(article_id=article, language__in=languages)
        if doubted(units_from_json(working.units))
    }
    outcomes, printed = [], []
    for language in languages:
        edition = editions.get(language)
        why = ""
        if edition is None or edition.state != Edition.State.HELD:
            why = "It is not held."
        elif edition.trails:
            why = "Its original has changed since: translate it again first."
        elif language in doubts:
            why = "Some of its sentences are in doubt: somebody must look at them first."
        else:
            edition.state = Edition.State.LIVE
            edition.published_at = edition.published_at or timezone.now()
            printed.append(edition)
        outcomes.append(Outcome(language=language, state="refused" if why else "live", fault=why))
    record_printed(printed, by, original)
    released(article, [edition.language for edition in printed])
    _save(article, printed)
    return outcomes


@transaction.atomic
def hold(article: int, languages: Sequence[str], *, by: str) -> list[Outcome]:
    """Take engines' editions that nobody has read from the pages until somebody lets them out or signs them."""
    _, editions = _editions(article, languages)
    outcomes, taken = [], []
    for language in languages:
        edition = editions.get(language)
        if (
            edition is None
            or edition.state != Edition.State.LIVE
            or not edition.by_engine
            or edition.reviewed_by
        ):
            why = "It is no live machine translation that nobody has read."
            outcomes.append(Outcome(language=language, state="refused", fault=why))
            continue
        edition.state = Edition.State.HELD
        taken.append(edition)
        outcomes.append(Outcome(language=language, state="held"))
    record.append(
        [
            record.Statement("edition.withdrawn", edition.subject, {"language": edition.language, "by": by})
            for edition in taken
        ]
    )
    held = [edition.language for edition in taken]
    Working.objects.filter(article=article, language__in=held).update(held_by=by)
    _save(article, taken)
    return outcomes


@transaction.atomic
def assign(article: int, languages: Sequence[str], *, to: User | None, by: str) -> list[Outcome]:
    """Ask a person to review editions; whoever was asked before is not any more."""
    if to is None or not to.has_perm("article.change_edition"):
        raise NotPermitted("Nobody is named who may review: choose somebody of the translators.")
    _, editions = _editions(article, languages)
    there = [language for language in languages if language in editions]
    Assignment.objects.bulk_create(
        [Assignment(article_id=article, language=language, to=to, by=by) for language in there],
        update_conflicts=True,
        unique_fields=("article", "language"),
        update_fields=("to", "by", "at"),
    )
    return [
        Outcome(language=language, state="assigned")
        if language in editions
        else Outcome(language=language, state="missing", fault="There is nothing to review yet.")
        for language in languages
    ]


@transaction.atomic
def request(article: int, language: str) -> str:
    """Somebody wants an article in a language that is translated on request. Answers what they can be told: ``live``,
    ``held``, ``asked`` (now or before), or ``full`` where today's requests are used up.

    Safe to call as often as anybody likes: one article and language is asked for once a day, and in a day no more than
    the budget's requests. ``DoesNotFit`` where the language is not on request; ``NotPermitted``; ``NotPublished``.
    """
    policy = Policy.objects.offered().filter(language=language).first()
    kept = Edition.objects.filter(article_id=article, language=language).exclude(
        state=Edition.State.WITHDRAWN
    )
    if (edition := kept.only("state").first()) is not None:
        return str(edition.state)
    if policy is None or policy.mode != Policy.Mode.REQUEST:
        raise DoesNotFit(f"Nobody can ask for {language}: it is not on request.")
    found = Article.objects.filter(pk=article, live=True).first()
    if found is None:
        raise NotPublished(f"Article {article} is not published.")
    answer = may_translate(terms_of(found, Outlet.objects.first()), language, timezone.localdate())
    if not answer.allowed:
        raise NotPermitted(answer.why)
    limits, _ = Budget.objects.select_for_update().get_or_create(pk=1)
    job = jobs.request_of_today()
    if job.items.filter(article_id=article, language=language).exists():
        return "asked"
    if job.items.count() >= limits.requests:
        return "full"
    jobs.add(job, article, language)
    return "asked"


def _editions(article: int, languages: Sequence[str]) -> tuple[Edition, dict[str, Edition]]:
    """The original and its translations in these languages, for changing."""
    rows = Edition.objects.filter(article_id=article).select_for_update()
    found = {edition.language: edition for edition in rows.exclude(state=Edition.State.WITHDRAWN)}
    original = next((edition for edition in found.values() if edition.is_original), None)
    if original is None or original.state != Edition.State.LIVE:
        raise NotPublished("The original is not published, so its translations are not either.")
    return original, {code: found[code] for code in languages if code in found and code != original.language}


def _save(article: int, editions: Sequence[Edition]) -> None:
    if not editions:
        return
    Edition.objects.bulk_update(editions, ["state", "published_at", "entry"])
    events.editions_changed.ring(
        events.EditionsChanged(article, tuple(edition.language for edition in editions))
    )
