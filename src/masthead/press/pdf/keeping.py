"""PDFs beside pressed pages: made when first asked for, kept until their page changes.

A PDF is made from the pressed page itself, so the two say the same. ``files`` removes it whenever its page is replaced
or removed; whoever made one looks again whether the page is still the same.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from hashlib import sha256

from django.db import transaction

from masthead.article.models import Edition, Outlet
from masthead.press import addresses, files
from masthead.press.models import Artifact
from masthead.press.pdf import making, ready
from masthead.press.pdf.making import NotMade
from masthead.record import actions as record

_TRIES = 3  # pages that change while they are made are rare, those that do it thrice are somebody's attack
# A page of which no PDF could be made is not tried again for an hour, unless it changes:
# {digest of the page: (why, until when)}.
_refused: OrderedDict[str, tuple[NotMade, float]] = OrderedDict()
_REFUSALS, _REST = 1_000, 3600.0
_waiting = threading.BoundedSemaphore(3)


class NoEdition(Exception):
    """There is no article in this language at this address."""


def keep(language: str, slug: str, *, patience: float = 0.0) -> bytes:
    """The PDF of an edition, made now if it is not there; waits ``patience`` seconds for another that is being made.

    ``NoEdition``, or ``NotMade`` with a sentence.
    """
    page = addresses.article(language, slug)
    target = addresses.pdf(language, slug)
    row = Artifact.objects.filter(path=page).first()
    if row is None or not _lives(row.article, language):
        raise NoEdition(page)
    if (kept := _read(target)) is not None:
        return kept
    if reason := ready.lacking(language):
        raise NotMade("lacking", reason)
    before, until = _refused.get(row.digest, (None, 0.0))
    if before is not None and time.monotonic() < until:
        raise NotMade(before.code, before.sentence)
    # Few may wait: the threads of the web process are for readers of pages.
    if not _waiting.acquire(blocking=False):
        raise NotMade("busy", "Several PDFs are being made. Try again in a moment.", again=True)
    try:
        with making.alone(patience):
            return _read(target) or _make(page, target)
    finally:
        _waiting.release()


def _make(page: str, target: str) -> bytes:
    base = Outlet.objects.get().base
    for _ in range(_TRIES):
        body = _read(page)
        if body is None:
            raise NoEdition(page)
        try:
            pdf = making.make(body.decode(), f"{base}{page}")
        except NotMade as error:
            _refuse(sha256(body).hexdigest(), error)
            raise
        _place(target, pdf)
        if _read(page) == body:
            return pdf
        files.remove(addresses.file_of(target))
        files.announce()
    raise NotMade("changing", f"{page} changes faster than its PDF can be made.", again=True)


def _place(target: str, pdf: bytes) -> None:
    digest = sha256(pdf).hexdigest()
    with files.Staging() as staging:
        staging.add(addresses.file_of(target), pdf)
        with transaction.atomic():
            record.append([record.Statement("pages.pressed", "press", {"pages": {target: digest}})])
            staging.place()


def _lives(article: int | None, language: str) -> bool:
    return Edition.objects.live().filter(article_id=article or 0, language=language).exists()


def _read(path: str) -> bytes | None:
    try:
        return (files.root() / addresses.file_of(path)).read_bytes()
    except OSError:  # not there, or a name longer than the disk knows
        return None


def _refuse(digest: str, error: NotMade) -> None:
    _refused[digest] = (error, time.monotonic() + _REST)
    while len(_refused) > _REFUSALS:
        _refused.popitem(last=False)
