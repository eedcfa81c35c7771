"""What this machine has for PDFs: Pango, and fonts for the scripts of languages. Asked once a process."""

from __future__ import annotations

import shutil
import subprocess
from ctypes.util import find_library
from functools import cache
from importlib.util import find_spec

from masthead.lib import languages

_LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz", "fontconfig", "gobject-2.0")
_PANGO = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig"
_FONTS = "fonts-noto-core fonts-noto-cjk"
# Fontconfig's names, where they are not ours.
_TAGS = {"zh-hans": "zh-cn", "zh-hant": "zh-tw"}


@cache
def without() -> str:
    """Why no PDF can be made here, as a sentence that says what to do; empty where they can."""
    if find_spec("weasyprint") is None:
        return "PDFs need WeasyPrint, which is not installed: pip install weasyprint."
    lacking = [name for name in _LIBRARIES if find_library(name) is None]
    if lacking or shutil.which("fc-list") is None:
        return (
            f"PDFs need Pango, and this machine lacks {', '.join(lacking) or 'fontconfig'}. "
            f"Debian: apt install {_PANGO} {_FONTS}."
        )
    return ""


def lacking(code: str) -> str:
    """Why no PDF can be made in a language; empty where it can."""
    if reason := without():
        return reason
    if _TAGS.get(code, code) in _written():
        return ""
    return f"No font of this machine has the letters of {languages.name(code, 'en')}. Debian: apt install {_FONTS}."


@cache
def _written() -> frozenset[str]:
    """The languages that a font of this machine has all letters of, as fontconfig knows them."""
    try:
        told = subprocess.run(
            ["fc-list", "--format", "%{lang}\n"],  # noqa: S607 - wherever the system has it
            capture_output=True,
            timeout=60,
            check=True,
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset(told.decode("utf-8", "replace").replace("|", "\n").split())
