"""The signed part of links that stand in mails: who it is for, and for which purpose alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.core.signing import BadSignature, Signer

from masthead.circulation.errors import LinkInvalid
from masthead.lib import languages

Purpose = Literal["confirm", "unsubscribe"]
LIFETIME = timedelta(days=30)
"""How long a link to confirm is good. A link to unsubscribe is good for ever."""


@dataclass(frozen=True, slots=True)
class Consent:
    """A question we sent to an address: shall this subscriber have the newsletter in this language?"""

    subscriber: int
    secret: str
    language: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Farewell:
    """What a link to unsubscribe says."""

    subscriber: int
    secret: str


def ask(consent: Consent) -> str:
    fields = [consent.subscriber, consent.secret, consent.language, int(consent.at.timestamp())]
    return _signer("confirm").sign_object(fields)


def asked(token: str, now: datetime) -> Consent:
    """What a token to confirm says; ``LinkInvalid`` where it is not ours or older than ``LIFETIME``."""
    match _read("confirm", token):
        case [int(subscriber), str(secret), str(language), int(at)] if language in languages.CODES:
            asked_at = datetime.fromtimestamp(at, now.tzinfo)
            if asked_at + LIFETIME >= now:
                return Consent(subscriber, secret, language, asked_at)
            raise LinkInvalid("The link has expired. Subscribe again for a new one.")
    raise LinkInvalid(_NOT_OURS)


def part(farewell: Farewell) -> str:
    return _signer("unsubscribe").sign_object([farewell.subscriber, farewell.secret])


def parted(token: str) -> Farewell:
    """What a token to unsubscribe says; ``LinkInvalid`` where it is not ours."""
    match _read("unsubscribe", token):
        case [int(subscriber), str(secret)]:
            return Farewell(subscriber, secret)
    raise LinkInvalid(_NOT_OURS)


_NOT_OURS = "The link was cut or altered. Copy it whole from the mail."


def _signer(purpose: Purpose) -> Signer:
    # The colon that Django puts before a signature is broken off by some mail programs.
    return Signer(salt=f"masthead.circulation.{purpose}", sep=".")


def _read(purpose: Purpose, token: str) -> object:
    try:
        return _signer(purpose).unsign_object(token)
    except (BadSignature, ValueError) as error:
        raise LinkInvalid(_NOT_OURS) from error
