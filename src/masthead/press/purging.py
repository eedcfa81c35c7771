"""Caches in front of the outlet are told of exactly the addresses whose files have changed.

They are Wagtail's front-end caches: Varnish and the like by PURGE, Cloudflare, CloudFront. Without one configured,
nothing happens. Wagtail's own task gives up at the first fault; this one tries again, later each time.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.utils import timezone
from django_tasks import task
from wagtail.contrib.frontend_cache.backends.base import BaseBackend
from wagtail.contrib.frontend_cache.utils import get_backends

from masthead.article.models import Outlet
from masthead.press import addresses, files

log = logging.getLogger(__name__)

AT_ONCE = 200  # addresses of one task, so that others have their turn
ATTEMPTS = 8  # the last about two hours after the first
SETTLED = 1.0  # seconds, until every server of pages has seen that something is new: who asks again gets that
PATIENCE = 20.0  # seconds for a cache to answer


def changed(paths: Iterable[str]) -> None:
    """Enqueue it that caches are told. To be called in the transaction in which the files change, before they do.

    Caches in front of a bucket are told when its copies have changed.
    """
    if settings.WAGTAILFRONTENDCACHE and not settings.MASTHEAD_BUCKET:
        known = list(paths)
        tell([*known, *papers(known)])


def papers(pages: Iterable[str]) -> list[str]:
    """The PDFs that there are beside these pages, which go when their pages change."""
    beside = filter(None, map(addresses.pdf_beside, pages))
    return [paper for paper in beside if (files.root() / addresses.file_of(paper)).exists()]


def tell(paths: Sequence[str]) -> None:
    """Enqueue it that caches are told of these addresses."""
    if settings.WAGTAILFRONTENDCACHE:
        later = timezone.now() + timedelta(seconds=SETTLED)
        for start in range(0, len(paths), AT_ONCE):
            purge.using(run_after=later).enqueue(list(paths[start : start + AT_ONCE]))


@task()
def purge(paths: list[str], attempt: int = 1) -> int:
    """Tell every cache of these addresses; what was not taken is tried again. Answers how many were taken."""
    home = (Outlet.objects.values_list("url", flat=True).first() or "").rstrip("/")
    urls = {f"{home}{quote(path)}": path for path in paths}
    refused: set[str] = set()
    for name, backend in get_backends().items():
        if backend.invalidates_hostname(urlsplit(home).hostname or ""):
            refused |= _refused(name, backend, list(urls))
    if refused and attempt < ATTEMPTS:
        later = timezone.now() + timedelta(seconds=30 * 2**attempt)
        purge.using(run_after=later).enqueue([urls[url] for url in sorted(refused)], attempt + 1)
    elif refused:
        log.error("A cache was not told of %d changed addresses, such as %s.", len(refused), min(refused))
    return len(urls) - len(refused)


def _refused(name: str, backend: BaseBackend, urls: list[str]) -> set[str]:
    """Tell one cache; answers the addresses it did not take."""
    with _complaints() as complaints:
        try:
            backend.purge_batch(urls)
        except Exception as error:  # whatever the libraries of a cloud may raise: it is not taken then
            log.warning("The cache “%s” could not be told what has changed: %s", name, error)
            return set(urls)
    refused: set[str] = set()
    for complaint in complaints:
        said = complaint.args if isinstance(complaint.args, tuple) else ()
        refused |= {word for word in said if isinstance(word, str) and word in urls} or set(urls)
    return refused


class _Noting(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.noted: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name in ("wagtail.frontendcache", "root"):
            self.noted.append(record)


@contextmanager
def _complaints() -> Iterator[list[logging.LogRecord]]:
    """What Wagtail's backends log inside the block, which is all that they say of a fault.

    They wait without end unless sockets are told how long.
    """
    handler, patience = _Noting(), socket.getdefaulttimeout()
    logging.getLogger().addHandler(handler)
    socket.setdefaulttimeout(PATIENCE)
    try:
        yield handler.noted
    finally:
        socket.setdefaulttimeout(patience)
        logging.getLogger().removeHandler(handler)
