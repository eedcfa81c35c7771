"""The verbs of the desk."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import LogContext

from masthead.article import permission
from masthead.article.content import Content
from masthead.article.facts import concerned, facts_of
from masthead.article.lines import lines
from masthead.article.models import Article, Edition, Outlet, Permission
from masthead.article.snapshot import content_of
from masthead.desk import events
from masthead.desk.errors import BadReason, NotAllowed, NothingToPublish, NothingToWithdraw, NotPermitted
from masthead.desk.models import User, Withdrawal
from masthead.record import actions as record
from masthead.record.models import Entry
from masthead.record.text import fingerprint


@transaction.atomic
def save_draft(article: Article, *, by: User | None = None) -> Article:
    """Keep an article that is in hand as a draft: a new row, or a new revision of the one there is."""
    article.full_clean()
    if article.pk is None:
        article.live = False
        article.has_unpublished_changes = True
        article.save()
    article.save_revision(user=by)
    return article


@transaction.atomic
def publish(article: Article, *, by: User | None) -> Edition | None:
    """Make the newest draft the live article, with an entry in the record; answers the original edition.

    None where the draft is to appear later: it is scheduled. ``by`` is who answers for it; None only for the
    machine's own work, such as a demonstration.
    """
    if by is not None and not by.has_perm("article.publish_article"):
        raise NotAllowed(f"{by} may not publish articles. Submit it for review instead.")
    revision = article.get_latest_revision()
    if revision is None:
        raise NothingToPublish(f"Article {article.pk} has no saved draft. Save it first.")
    with LogContext(user=by):
        try:
            revision.publish(user=by, skip_permission_checks=True)
        except permission.NotPermitted as error:
            raise NotPermitted(f"“{article.headline}” cannot be published. {error}") from error
    return Edition.objects.live().filter(article_id=article.pk, is_original=True).first()


@transaction.atomic
def withdraw(article: Article, *, by: User | None, reason: str = "", blocked_by: str = "") -> None:
    """Take the article and all its editions back.

    ``reason`` is one of ``Withdrawal.Reason``; readers are told it. ``blocked_by`` is the address of who demands it,
    for the reason ``law`` only (RFC 7725 section 4).
    """
    if by is not None and not by.has_perm("article.publish_article"):
        raise NotAllowed(f"{by} may not withdraw articles.")
    _say_why(article.pk, "", by, reason, blocked_by)
    with LogContext(user=by):
        article.unpublish(user=by)


@transaction.atomic
def withdraw_edition(
    article: Article, language: str, *, by: User | None, reason: str = "", blocked_by: str = ""
) -> None:
    """Take one translation back. Whatever is done to it brings it back only when somebody publishes it again."""
    if by is not None and not by.has_perm("article.publish_article"):
        raise NotAllowed(f"{by} may not withdraw editions.")
    edition = (
        Edition.objects.select_for_update()
        .filter(article=article, language=language, is_original=False, state=Edition.State.LIVE)
        .first()
    )
    if edition is None:
        raise NothingToWithdraw(f"Article {article.pk} has no live translation in {language}.")
    said = _say_why(article.pk, language, by, reason, blocked_by)
    record.append([record.Statement("edition.withdrawn", edition.subject, _taken_back(edition, said))])
    edition.state = Edition.State.HELD
    edition.save(update_fields=["state"])
    events.edition_withdrawn.ring(events.EditionWithdrawn(article.pk, language))


def _say_why(article: int, language: str, by: User | None, reason: str, blocked_by: str) -> Withdrawal:
    why = Withdrawal(
        article=article,
        language=language,
        reason=reason,
        blocked_by=blocked_by if reason == Withdrawal.Reason.LAW else "",
        by=(by.get_full_name() or by.get_username()) if by else "",
        at=timezone.now(),
    )
    try:
        why.clean_fields(exclude=["by"])
    except ValidationError as error:
        raise BadReason(f"This cannot be said of a withdrawal: {'; '.join(error.messages)}") from error
    Withdrawal.objects.filter(article=article, language=language).delete()
    why.save()
    return why


def _taken_back(edition: Edition, why: Withdrawal) -> dict[str, Any]:
    said = {"language": edition.language, "by": why.by, "reason": why.reason, "blocked_by": why.blocked_by}
    return {key: value for key, value in said.items() if value or key in ("language", "by")}


@transaction.atomic
def permit(grant: Permission, *, by: str) -> Permission:
    """Keep a permission, new or changed, with an entry in the record."""
    grant.full_clean()
    before = Permission.objects.filter(pk=grant.pk).first()
    if before is None:
        grant.recorded_by = by
    grant.save()
    record.append([record.Statement("permission.recorded", _of(grant), _told(grant, by))])
    _ring_of(*filter(None, (before, grant)))
    return grant


@transaction.atomic
def revoke(grant: Permission, *, by: str) -> None:
    """End a permission from now on. What is live stays so: withdrawing it is an act of its own."""
    if grant.revoked_at is None:
        grant.revoked_at, grant.revoked_by = timezone.now(), by
        grant.save(update_fields=["revoked_at", "revoked_by"])
        record.append(
            [record.Statement("permission.revoked", _of(grant), {"by": by, "permission": grant.pk})]
        )
        _ring_of(grant)


def _ring_of(*grants: Permission) -> None:
    keys = {key for grant in grants for key in concerned(grant).published().values_list("pk", flat=True)}
    if keys:
        events.permissions_changed.ring(events.PermissionsChanged(tuple(sorted(keys))))


def _of(grant: Permission) -> str:
    return f"article/{grant.article_id}" if grant.article_id else f"outlet/{grant.origin_outlet}"


def _told(grant: Permission, by: str) -> dict[str, Any]:
    """What the record says of a permission; of its evidence the digest, since mails name people."""
    return {
        "by": by,
        "permission": grant.pk,
        "granted_by": grant.granted_by,
        "languages": grant.languages,
        "translate": grant.translate,
        "pictures": grant.pictures,
        "since": grant.since.isoformat() if grant.since else "",
        "until": grant.until.isoformat() if grant.until else "",
        "territory": grant.territory,
        "evidence_sha256": sha256(grant.evidence.encode()).hexdigest(),
        "evidence_file": grant.evidence_file.file_hash if grant.evidence_file else "",
    }


@transaction.atomic
def print_original(article: Article, who: str) -> None:
    """Wagtail has made a draft live: keep its words as the original edition, record it, ring."""
    content, outlet = content_of(article), Outlet.objects.first()
    facts = facts_of(article, outlet)
    kept = Edition.objects.filter(article=article, is_original=True).first()
    if kept is not None and kept.language != article.language:
        Edition.objects.filter(article=article, language=article.language).delete()
    words = content.to_json()
    is_back = kept is not None and kept.state != Edition.State.LIVE
    text_changed = kept is None or kept.content != words or kept.language != article.language
    before = _facts_recorded(kept)
    if not is_back and not text_changed and before == facts:
        events.original_published.ring(events.OriginalPublished(article.pk, text_changed=False))
        return
    now = timezone.now()
    edition = kept or Edition(article=article, is_original=True)
    edition.language = article.language
    edition.state = Edition.State.LIVE
    # What came as a page from elsewhere has never stood on a list, and does not when it is edited.
    edition.listed = article.kind == Article.Kind.ARTICLE and (kept is None or kept.listed)
    edition.content, edition.headline, edition.standfirst = words, content.headline, content.standfirst
    edition.published_at = edition.published_at or article.first_published_at or now
    edition.updated_at = now if text_changed or edition.updated_at is None else edition.updated_at
    [entry] = record.append(
        [record.Statement("edition.published", edition.subject, body(edition, content, facts, who))]
    )
    edition.entry = entry.number
    edition.save()
    Withdrawal.objects.filter(article=article.pk, language__in=["", article.language]).delete()
    events.original_published.ring(events.OriginalPublished(article.pk, text_changed=text_changed or is_back))


def body(edition: Edition, content: Content, facts: dict[str, Any], who: str) -> dict[str, Any]:
    """What an entry says of one published state of an edition."""
    return {
        "language": edition.language,
        "original": edition.is_original,
        "headline": content.headline,
        "by": who,
        "engines": edition.engines,
        "reviewed": {
            "by": edition.reviewed_by,
            "at": edition.reviewed_at.isoformat() if edition.reviewed_at else "",
        },
        "segments": {"person": edition.by_person, "engine": edition.by_engine},
        "text": fingerprint(lines(content)).as_body(),
        "facts": facts,
    }


def _facts_recorded(edition: Edition | None) -> dict[str, Any] | None:
    if edition is None or edition.entry is None:
        return None
    kept = Entry.objects.filter(number=edition.entry).values_list("body", flat=True).first()
    return kept.get("facts") if kept else None


@transaction.atomic
def take_back(article: Article, who: str) -> None:
    """Wagtail has unpublished an article: withdraw its editions, record it, ring."""
    editions = Edition.objects.filter(article=article).exclude(state=Edition.State.WITHDRAWN)
    live = [edition for edition in editions if edition.state == Edition.State.LIVE]
    if live:
        why, _ = Withdrawal.objects.get_or_create(
            article=article.pk, language="", defaults={"by": who, "at": timezone.now()}
        )
        record.append(
            [
                record.Statement("edition.withdrawn", edition.subject, _taken_back(edition, why))
                for edition in live
            ]
        )
    editions.update(state=Edition.State.WITHDRAWN)
    if live:
        events.article_withdrawn.ring(events.ArticleWithdrawn(article.pk))
