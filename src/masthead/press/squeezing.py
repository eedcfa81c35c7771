"""Pages are compressed once more, as small as brotli can, when the worker has nothing else to do.

At publication brotli takes a fiftieth of that time for pages a tenth larger: readers get them at once, and later the
smaller form of the same.
"""

from __future__ import annotations

import time
from contextlib import suppress
from hashlib import sha256

from django.db import transaction

from masthead.lib import processes
from masthead.press import addresses, files
from masthead.press.headers import COMPRESSED
from masthead.press.models import Artifact
from masthead.record import actions as record

SLICE = 0.5
"""Seconds of processor time after which the worker looks whether there is something to do."""
_TOGETHER = 200

_Row = tuple[int, str, str]


def squeeze(seconds: float = SLICE) -> int:
    """Squeeze pages for so long, the newest first; answers how many were looked at: 0 where all are done, or where
    another process is at it."""
    with suppress(processes.Busy), processes.alone(files.root() / ".squeezing.lock"):
        return _squeeze(seconds)
    return 0


def _squeeze(seconds: float) -> int:
    until = time.process_time() + seconds
    due = Artifact.objects.filter(squeezed=False).order_by("-entry", "-pk")
    seen: list[_Row] = []
    small: dict[str, bytes] = {}
    for key, path, digest in due.values_list("pk", "path", "digest")[:_TOGETHER]:
        seen.append((key, path, digest))
        name = addresses.file_of(path)
        if name.endswith(COMPRESSED) and (body := _body(name, digest)) is not None:
            small[path] = files.compressed(body, files.BROTLI_MOST)
        if time.process_time() >= until:
            break
    if seen:
        _place(seen, small)
    return len(seen)


def _body(name: str, digest: str) -> bytes | None:
    """What the press wrote; nothing where something else stands there, or nothing."""
    try:
        body = (files.root() / name).read_bytes()
    except OSError:
        return None
    return body if sha256(body).hexdigest() == digest else None


def _place(seen: list[_Row], small: dict[str, bytes]) -> None:
    """Put compressed forms beside the pages of which they are, and those that were pressed meanwhile aside."""
    with files.Staging() as staging, transaction.atomic():
        record.wait_for_writers()  # who places pages says so in the same transaction
        rows = Artifact.objects.select_for_update(skip_locked=True).filter(pk__in=[key for key, *_ in seen])
        now = set(rows.values_list("pk", "path", "digest"))
        same = [row for row in seen if row in now]
        for _, path, digest in same:
            name = addresses.file_of(path)
            if path in small and files.digest(name) == digest:
                staging.add(f"{name}.br", small[path])
        Artifact.objects.filter(pk__in=[key for key, *_ in same]).update(squeezed=True)
        staging.place()
