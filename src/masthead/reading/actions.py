"""The verbs of the room."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from masthead.article.lines import lines
from masthead.article.models import Article, Edition
from masthead.desk.events import ArticleMovedIn
from masthead.desk.models import User
from masthead.desk.moving.dates import moment_of
from masthead.lib.html import plain
from masthead.press.tasks import press_article
from masthead.reading import comments, index
from masthead.reading.errors import NotAllowed, NotOpen, TooMany
from masthead.reading.index import Paper
from masthead.reading.models import Comment
from masthead.record import actions as record
from masthead.record.text import fingerprint

AT_ONCE = 50
LAST_KEY = 2**62
NOBODY = "–"
"""The name of somebody who gave none."""


def index_article(article: int) -> int:
    """Bring the search index up to an article's editions; answers how many can be found now."""
    with index.writing() as writer:
        # Read when it is our turn: whoever writes last has read last.
        papers = _papers([article])
        writer.replace(article, article, papers)
    return len(papers)


def reindex(*, say: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Index everything anew, a few articles at a time; answers how many articles that were.

    Searches go on meanwhile, in what is there. ``say(done, total)`` counts articles.
    """
    total, done, after = Article.objects.published().count(), 0, 0
    while (step := index_next(after)) is not None:
        after, articles = step
        done += articles
        say(done, max(total, done))
    return done


def index_next(after: int) -> tuple[int, int] | None:
    """Index the next ``AT_ONCE`` articles after a key; answers the last key and their number, None at the end.

    What else the index holds between the two keys goes, and after the last article whatever is left.
    """
    published = Article.objects.published().filter(pk__gt=after).order_by("pk")
    with index.writing() as writer:
        batch = list(published.values_list("pk", flat=True)[:AT_ONCE])
        last = batch[-1] if batch else LAST_KEY
        writer.replace(after + 1, last, _papers(batch))
    return (last, len(batch)) if batch else None


def _papers(articles: Iterable[int]) -> list[Paper]:
    """What is to be found of these articles: their live, listed editions; one query."""
    editions = Edition.objects.live().filter(article_id__in=articles, listed=True, article__live=True)
    return [_paper(edition) for edition in editions.order_by("article_id", "language")]


def _paper(edition: Edition) -> Paper:
    content = edition.words
    head = plain(content.headline), plain(content.standfirst)
    return Paper(
        edition=edition.pk,
        article=edition.article_id,
        language=edition.language,
        headline=head[0],
        standfirst=head[1],
        body=" ".join(lines(content)[sum(map(bool, head)) :]),
    )


@transaction.atomic
def send_comment(
    article: Article, language: str, draft: comments.Draft, *, network: str, now: datetime
) -> None:
    """Keep a reader's comment for the moderators. ``draft`` has no faults. The same again is kept once.

    ``NotOpen``: nobody can comment there. ``TooMany``: from this network, or from all, in a short time.
    """
    if not article.live or article.kind != Article.Kind.ARTICLE:
        raise NotOpen("Comments can be written on published articles only.")
    if draft.trapped:
        return
    caller = salted_hmac(
        "masthead.reading.caller", f"{network} {now:%Y-%m-%d}", algorithm="sha256"
    ).hexdigest()
    own = Comment.objects.filter(caller=caller)
    if own.filter(article=article, language=language, text=draft.text).exists():
        return
    for sent, (within, most) in (
        (own, comments.SOON),
        (own, comments.TODAY),
        (Comment.objects, comments.FROM_ALL),
    ):
        if sent.filter(created_at__gt=now - within).count() >= most:
            raise TooMany("Too many comments came in a short time. Try again later.")
    Comment.objects.create(
        article=article,
        language=language,
        name=draft.name,
        email=draft.email,
        text=draft.text,
        created_at=now,
        caller=caller,
    )


@transaction.atomic
def keep_comments(event: ArticleMovedIn) -> None:
    """Comments that were shown in the system an article comes from are shown here, with an entry each."""
    now = timezone.now()
    kept = Comment.objects.bulk_create(
        Comment(
            article_id=event.article,
            language=event.language,
            name=sent.name[: comments.LONGEST_NAME] or NOBODY,
            text=sent.text,
            state=Comment.State.SHOWN,
            created_at=moment_of(came.at) or now,
            decided_at=now,
        )
        for came in event.comments
        for sent in [comments.draft({"name": came.name, "text": came.text})]
    )
    record.append(
        [record.Statement("comment.shown", _subject(comment), _said(comment, event.by)) for comment in kept]
    )


@transaction.atomic
def show_comments(keys: Iterable[int], *, by: User) -> int:
    """Print these comments below their articles, with an entry each; answers how many were not there before."""
    chosen = _chosen(keys, by, Comment.State.SHOWN)
    _decide(chosen, Comment.State.SHOWN, by)
    record.append(
        [record.Statement("comment.shown", _subject(comment), _body(comment, by)) for comment in chosen]
    )
    _press(chosen)
    return len(chosen)


@transaction.atomic
def refuse_comments(keys: Iterable[int], *, by: User) -> int:
    """Keep these comments from print; those that were printed are taken back, with an entry each."""
    chosen = _chosen(keys, by, Comment.State.REFUSED)
    _take_back(chosen, by)
    _decide(chosen, Comment.State.REFUSED, by)
    return len(chosen)


@transaction.atomic
def erase_comments(keys: Iterable[int], *, by: User) -> int:
    """Remove these comments for good, with names and addresses, as their writers may ask."""
    chosen = _chosen(keys, by, None)
    _take_back(chosen, by)
    Comment.objects.filter(pk__in=[comment.pk for comment in chosen]).delete()
    return len(chosen)


def _chosen(keys: Iterable[int], by: User, state: Comment.State | None) -> list[Comment]:
    """These comments, but for those that are in the state already; None: all."""
    if not by.has_perm("reading.change_comment"):
        raise NotAllowed(f"{by} may not decide about comments. Ask for the permission to change comments.")
    chosen = Comment.objects.select_for_update().filter(pk__in=list(keys)).order_by("pk")
    return list(chosen if state is None else chosen.exclude(state=state))


def _take_back(chosen: Iterable[Comment], by: User) -> None:
    printed = [comment for comment in chosen if comment.state == Comment.State.SHOWN]
    record.append(
        [
            record.Statement(
                "comment.withdrawn", _subject(comment), {"language": comment.language, "by": _name(by)}
            )
            for comment in printed
        ]
    )
    _press(printed)


def _decide(chosen: list[Comment], state: Comment.State, by: User) -> None:
    now = timezone.now()
    for comment in chosen:
        comment.state, comment.decided_by, comment.decided_at, comment.caller = state, by, now, ""
        if state == Comment.State.REFUSED:
            comment.email = ""
    Comment.objects.bulk_update(chosen, ("state", "decided_by", "decided_at", "caller", "email"))


def _press(chosen: Iterable[Comment]) -> None:
    for article in dict.fromkeys(comment.article_id for comment in chosen):
        press_article.enqueue(article)


def _subject(comment: Comment) -> str:
    return f"article/{comment.article_id}/{comment.language}/comment/{comment.pk}"


def _body(comment: Comment, by: User) -> dict[str, Any]:
    return _said(comment, _name(by))


def _said(comment: Comment, by: str) -> dict[str, Any]:
    """The record keeps the fingerprint, so that a reader's words and name can still be removed."""
    text = fingerprint([comment.name, *comment.text.split("\n")])
    return {"language": comment.language, "by": by, "text": text.as_body()}


def _name(user: User) -> str:
    return user.get_full_name() or user.get_username()
