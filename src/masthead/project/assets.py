"""The desk's style sheets and scripts, gathered where they are served from."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def gather() -> bool:
    """Gather them if any has changed since the last time, as after an update; answers whether it did."""
    stamp = Path(settings.STATIC_ROOT) / ".gathered"
    found = _digest()
    if stamp.exists() and stamp.read_text() == found:
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(found)
    return True


def _digest() -> str:
    """Of the names, sizes and times of all files: looking is quick, copying and compressing is not."""
    digest = sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda entry: str(entry[0])):
            about = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{about.st_size}\0{about.st_mtime_ns}\n".encode())
    return digest.hexdigest()
