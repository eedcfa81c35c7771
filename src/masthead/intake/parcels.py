"""Verbs for what was dropped at the desk: take it, read it, read it again, put it aside."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from masthead.intake import originals
from masthead.intake.actions import take_in
from masthead.intake.errors import (
    AlreadyTakenIn,
    Empty,
    IntakeError,
    NotOneArticle,
    TooLarge,
    TooMany,
    UnknownFormat,
    UnknownLanguage,
    Unreadable,
)
from masthead.intake.models import Parcel
from masthead.intake.readers import registry
from masthead.intake.readers.archives import registry as archives
from masthead.intake.sources import address
from masthead.intake.sources.delivery import LARGEST, Delivery
from masthead.lib.html import CONTROL

log = logging.getLogger(__name__)

MOST = 50
"""Files and addresses that are taken at once."""
SHOWN_FOR = timedelta(days=1)
State = Parcel.State
_MOVE_IN = "is an archive of another system. Its articles are moved in with “masthead move-in” on the outlet's machine."


def drop(name: str, body: bytes, *, by: str) -> Parcel:
    """Keep a file and let the worker read it. A file that cannot be one is a failed parcel with the reason."""
    parcel = Parcel(name=tidy_name(name), size=len(body), by=by[:200])
    if len(body) > LARGEST:
        _fail(
            parcel,
            TooLarge(f"{parcel.name} has more than {LARGEST / 1e6:g} MB, which is the most that is read."),
        )
    elif not body:
        _fail(parcel, Empty(f"{parcel.name} is empty."))
    else:
        parcel.original = originals.keep(body)
    return _enqueued(parcel)


def paste(lines: str, *, by: str) -> list[Parcel]:
    """A parcel for each address, one a line, each once; ``TooMany``."""
    addresses = list(
        dict.fromkeys(line.strip() for line in CONTROL.sub("", lines).splitlines() if line.strip())
    )
    refuse_many(len(addresses))
    return [_pasted(written, by) for written in addresses]


def refuse_many(number: int) -> None:
    if number > MOST:
        raise TooMany(
            f"{number} came at once; at most {MOST} are taken. Nothing was taken in: send fewer at a time."
        )


def _pasted(written: str, by: str) -> Parcel:
    url = written if re.match(r"[a-z][a-z0-9+.-]*:", written, re.IGNORECASE) else f"https://{written}"
    parcel = Parcel(name=written[:300], address=url[:2000], by=by[:200])
    if len(url) > 2000:
        _fail(parcel, Unreadable("This is too long for an address."))
    return _enqueued(parcel)


def _enqueued(parcel: Parcel) -> Parcel:
    from masthead.intake.tasks import read_parcel

    with transaction.atomic():
        parcel.save()
        if parcel.state == State.WAITING:
            read_parcel.enqueue(parcel.pk)
    return parcel


@transaction.atomic
def retry(parcel: Parcel, *, language: str = "", again: bool = False) -> Parcel:
    """Read it once more, in the language somebody names; ``again`` takes in what came in before."""
    kept = Parcel.objects.select_for_update().get(pk=parcel.pk)
    if kept.state in {State.WAITING, State.READING, State.DONE}:
        return kept
    if not kept.address and not kept.original:
        return kept  # there is nothing to read
    kept.state, kept.why, kept.code, kept.article = State.WAITING, "", "", None
    kept.language, kept.again = language or kept.language, again or kept.again
    return _enqueued(kept)


def dismiss(parcels: Iterable[int]) -> int:
    """Take these off the list; the articles they became stay. What is being read is left."""
    going = Parcel.objects.filter(pk__in=list(parcels)).exclude(state__in=(State.WAITING, State.READING))
    return going.delete()[0]


def read(key: int) -> None:
    """Read a parcel and take in what it holds. Done again after a crash, nothing comes in twice."""
    parcel = Parcel.objects.filter(pk=key, state__in=(State.WAITING, State.READING)).first()
    if parcel is None:
        return
    parcel.state = State.READING
    parcel.save(update_fields=["state"])
    try:
        delivery = _delivery(parcel)
        draft = registry.read(delivery)
        with transaction.atomic():
            parcel.article = take_in(
                draft,
                by=parcel.by,
                again=parcel.again,
                language=parcel.language,
                delivery=delivery,
                key="" if parcel.address else f"sha256:{parcel.original}",
            )
            told = [arrival.likeness for arrival in parcel.article.arrivals.select_related("like")]
            parcel.state, parcel.why = State.DONE, " ".join(filter(None, [*told, *draft.warnings]))
            parcel.save()
        return
    except AlreadyTakenIn as error:
        parcel.state, parcel.code, parcel.article_id = State.DUPLICATE, error.code, error.article
        parcel.why = error.sentence
    except IntakeError as error:
        _fail(parcel, error)
    except Exception:  # the editor gets a sentence, the log the rest
        log.exception("Parcel %s broke", key)
        parcel.state, parcel.code = State.FAILED, "fault"
        parcel.why = (
            f"{parcel} could not be taken in: something broke. Read it again, or report it with the file."
        )
    parcel.article = parcel.article if parcel.state == State.DUPLICATE else None
    parcel.save()


def _delivery(parcel: Parcel) -> Delivery:
    if parcel.address:
        found = address.deliver(parcel.address, allow=frozenset(settings.MASTHEAD_ALLOW))
        parcel.original, parcel.size = originals.keep(found.body), len(found.body)
    else:
        body = originals.read(parcel.original)
        if body is None:
            raise Unreadable(f"What was kept of {parcel.name} is gone. Drop it again.")
        found = Delivery(body, parcel.name)
        if archives.kind(originals.path(parcel.original)) == "wordpress":  # it is a feed as well
            raise UnknownFormat(f"{parcel} {_MOVE_IN}")
    parcel.media_type = originals.media_type(found)[:100]
    return found


def _fail(parcel: Parcel, error: IntakeError) -> None:
    parcel.state, parcel.code, parcel.why = State.FAILED, error.code[:40], error.sentence
    if isinstance(error, UnknownFormat | NotOneArticle) and _is_archive(parcel):
        parcel.why = f"{parcel} {_MOVE_IN}"
    elif isinstance(error, NotOneArticle):
        parcel.why = f"{parcel} holds no single article. Paste the addresses of those that are wanted."
    if isinstance(error, UnknownLanguage):
        parcel.why = f"The language of {parcel} is not known. Choose it and read it again."


def _is_archive(parcel: Parcel) -> bool:
    try:
        return bool(parcel.original and archives.kind(originals.path(parcel.original)))
    except IntakeError:
        return False


def shown() -> list[Parcel]:
    """What the screen of parcels shows, newest first: what is on its way, what failed, and today's rest."""
    recent = Q(at__gte=timezone.now() - SHOWN_FOR) | Q(state__in=(State.WAITING, State.READING))
    return list(
        Parcel.objects.filter(recent)
        .exclude(state=State.DISCARDED)
        .select_related("article")
        .order_by("-pk")[: 2 * MOST]
    )


def tidy_name(name: str) -> str:
    """The last part of a file's name, without what could deceive on a screen."""
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    return " ".join(kept.split())[:200] or "unnamed"
