"""What an issue says, in each language. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from masthead.circulation.letters import OWN_LINK, Letter, Letterhead, compose, one_line, start, type_of, url
from masthead.lib import interface, languages
from masthead.press import addresses


@dataclass(frozen=True, slots=True)
class Piece:
    """An edition as an issue shows it. ``headline`` and ``standfirst`` are plain text."""

    article: int
    language: str
    is_original: bool
    headline: str
    standfirst: str
    slug: str
    by_machine: bool


def choose(order: Sequence[int], live: Iterable[Piece], language: str) -> tuple[Piece, ...]:
    """For each article in order its live edition in this language, otherwise its live original.

    Articles that have neither are left out, and a second mention of one is.
    """
    own: dict[int, Piece] = {}
    original: dict[int, Piece] = {}
    for piece in live:
        if piece.language == language:
            own[piece.article] = piece
        if piece.is_original:
            original[piece.article] = piece
    found = (own.get(article) or original.get(article) for article in dict.fromkeys(order))
    return tuple(piece for piece in found if piece)


def write(letterhead: Letterhead, day: date, pieces: Sequence[Piece]) -> Letter:
    """The issue in the letterhead's language; each reader's link to unsubscribe is left open.

    The subject is the first headline: the sender's name says whose newsletter it is.
    """
    words = interface.of(letterhead.language)
    context = {
        "issue_of": words.text("mail_issue_of", date=words.date(day)),
        "preview": " · ".join(piece.headline for piece in pieces[1:3]) or pieces[0].standfirst,
        "why": words.text("mail_why", outlet=one_line(letterhead.name)),
        "unsubscribe": OWN_LINK,
        "pieces": [_shown(letterhead, piece) for piece in pieces],
    }
    return compose("issue", letterhead, one_line(pieces[0].headline), context)


def _shown(letterhead: Letterhead, piece: Piece) -> dict[str, Any]:
    words, own = interface.of(letterhead.language), languages.get(piece.language)
    labels = []
    if piece.language != letterhead.language:
        name = words.language_name(piece.language)
        labels.append(words.text("original_language", language=name))
    if piece.by_machine:
        labels.append(words.text("machine_translation"))
    return {
        "headline": one_line(piece.headline),
        "standfirst": one_line(piece.standfirst),
        "url": url(letterhead.base + addresses.article(piece.language, piece.slug)),
        "labels": labels,
        "tag": own.tag,
        "dir": own.direction,
        "start": start(piece.language),
        "type": type_of(piece.language),
    }


def headers(letterhead: Letterhead, *, issue: int, delivery: int, link: str) -> dict[str, str]:
    """The header fields of one delivery. ``link`` unsubscribes; RFC 8058 wants it by https and by one POST.

    Message-ID is the same however often a delivery is tried: mail programs then know a copy for what it is.
    """
    language = languages.get(letterhead.language)
    return {
        "Message-ID": f"<issue-{issue}-{delivery}@{letterhead.domain}>",
        "List-Id": f"<{language.code}.newsletter.{letterhead.domain}>",
        "List-Unsubscribe": f"<{link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Content-Language": language.tag,
        "Precedence": "bulk",
        "Auto-Submitted": "auto-generated",
    }
