"""Runs the maker of PDFs: one at a time on this machine, in a process with limits, and nothing left of one that fails."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from masthead.lib import processes
from masthead.press import files
from masthead.press.pdf import maker

# What a process that draws letters must know of its surroundings: no key and no password is among it.
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "XDG_CACHE_HOME")
_PATIENCE = 2 * maker.SECONDS  # the maker ends itself by its own measure, unless the machine is busy


class NotMade(Exception):
    """No PDF; the sentence says why and what to do. ``code`` is stable; ``again`` says whether trying again can help."""

    def __init__(self, code: str, sentence: str, *, again: bool = False) -> None:
        super().__init__(sentence)
        self.code, self.sentence, self.again = code, sentence, again


def make(page: str, url: str) -> bytes:
    """The PDF of a pressed page that stands at ``url``."""
    order = {
        "url": url,
        "folders": {"assets": str(files.root() / "assets"), "media": str(settings.MEDIA_ROOT)},
    }
    # A file that has no name: whatever ends the maker, none of it stays.
    with tempfile.TemporaryFile() as out:
        try:
            done = subprocess.run(  # noqa: S603 - our own script
                [sys.executable, "-I", maker.__file__],
                input=f"{json.dumps(order)}\n{page}".encode(),
                stdout=out,
                check=False,
                stderr=subprocess.PIPE,
                env={name: os.environ[name] for name in _KEPT if name in os.environ},
                timeout=_PATIENCE,
            )
        except subprocess.TimeoutExpired:
            raise NotMade("slow", f"The PDF of {url} took too long and was given up.") from None
        if done.returncode == maker.MISSING:
            letters = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1]
            named = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in letters[:8])
            raise NotMade(
                "fonts",
                f"No font of this machine has {named}: the PDF of {url} would show empty boxes. Install fonts that "
                "have them; Debian: apt install fonts-noto-core fonts-noto-cjk, for symbols fonts-noto-color-emoji.",
            )
        out.seek(0)
        pdf = out.read()
    if done.returncode != 0 or not pdf.startswith(b"%PDF-"):
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or [
            f"it ended with {done.returncode}"
        ]
        raise NotMade("failed", f"WeasyPrint could not make the PDF of {url}: {said[0][:300]}.")
    return pdf


@contextmanager
def alone(patience: float) -> Iterator[None]:
    """The only maker of this outlet; ``NotMade`` where another is at work for longer than ``patience`` seconds."""
    try:
        with processes.alone(files.root() / ".pdf.lock", patience):
            yield
    except processes.Busy:
        raise NotMade("busy", "Another PDF is being made. Try again in a moment.", again=True) from None
