"""Which pairs are installed, and the shell pipeline of a pair.

A *mode* is a pair in one direction, for example ``eng-spa``; its ``.mode`` file holds a shell pipeline that
the ``apertium`` script fills in: ``$1`` with the generator's option, ``$2`` with the tagger's.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path

# What modes call our languages; old pairs have two letters, new ones three.
_NAMES = {
    "af": ("afr",), "be": ("bel",), "bg": ("bul",), "ca": ("cat",), "da": ("dan",), "en": ("eng", "en"),
    "es": ("spa", "es"), "fr": ("fra", "fr"), "gl": ("glg", "gl"), "hr": ("hbs",), "id": ("ind",),
    "is": ("isl",), "it": ("ita",), "mk": ("mkd",), "ms": ("zlm",), "nb": ("nob",), "nl": ("nld",),
    "pt": ("por", "pt"), "ro": ("ron", "ro"), "ru": ("rus",), "sl": ("slv",), "sr": ("hbs",), "sv": ("swe",),
    "uk": ("ukr",),
}  # fmt: skip
_NAMES_INTO = {"hr": ("hbs_HR",), "sr": ("hbs_SR",)}

# Hardly nearer to a good translation than the text left as it was (docs/reference/engines.md).
TOO_POOR = frozenset({("en", "hr"), ("en", "sr"), ("hr", "mk"), ("sr", "mk"), ("mk", "hr"), ("mk", "sr")})

# Where there is no pair: by which language to go, best first.
PIVOTS: dict[tuple[str, str], tuple[str, ...]] = {
    ("be", "uk"): ("ru",), ("ca", "gl"): ("es", "pt"), ("en", "fr"): ("ca", "es"), ("en", "it"): ("es", "ca"),
    ("en", "pt"): ("gl", "ca", "es"), ("fr", "en"): ("es", "ca"), ("fr", "gl"): ("es",),
    ("fr", "it"): ("ca", "es"), ("fr", "pt"): ("ca", "es"), ("gl", "ca"): ("es", "pt"), ("gl", "fr"): ("es",),
    ("gl", "it"): ("es",), ("it", "en"): ("es", "ca"), ("it", "fr"): ("ca", "es"), ("it", "gl"): ("es",),
    ("it", "pt"): ("ca", "es"), ("pt", "en"): ("es", "gl", "ca"), ("pt", "fr"): ("ca", "es"),
    ("pt", "it"): ("es", "ca"), ("ro", "ca"): ("es",), ("ro", "en"): ("es",), ("ro", "fr"): ("es",),
    ("ro", "gl"): ("es",), ("ro", "it"): ("es",), ("ro", "pt"): ("es",), ("sl", "en"): ("hr",),
    ("uk", "be"): ("ru",),
}  # fmt: skip

# Their statistical taggers fail on an assertion with most sentences (Apertium 3.8.3): the constraint grammar
# before them chooses the reading instead.
_BROKEN_TAGGERS = frozenset({"rus-ukr", "ukr-rus", "rus-bel"})
# Older pairs look words up inside the transfer, which then takes a code for a part of a word.
_OLD_TRANSFER = re.compile(r"apertium-transfer +('[^']+') +('[^']+') +('[^']+')")
# These read the null byte as the end of a text without being asked.
_NO_FLUSH_OPTION = frozenset({"vislcg3", "cg-mwesplit", "hfst-tokenise"})


def pairs(folder: str) -> dict[tuple[str, str], str]:
    """(source, target) → mode, of all that is installed and good enough."""
    try:
        return _pairs(folder, os.stat(folder).st_mtime_ns)
    except OSError:
        return {}


@lru_cache(maxsize=8)
def _pairs(folder: str, _changed: int) -> dict[tuple[str, str], str]:
    modes = {path.stem for path in Path(folder).glob("*.mode")}
    found = {}
    for source, names in _NAMES.items():
        for target in _NAMES:
            into = _NAMES_INTO.get(target, _NAMES[target])
            mode = next((m for a in names for b in into if (m := f"{a}-{b}") in modes), None)
            if mode and source != target and (source, target) not in TOO_POOR:
                found[source, target] = mode
    return found


def route(folder: str, source: str, target: str) -> tuple[str, ...] | None:
    """The languages from source to target, directly or by one other; None where there is no way."""
    known = pairs(folder)
    if (source, target) in known:
        return source, target
    for pivot in PIVOTS.get((source, target), ()):
        if (source, pivot) in known and (pivot, target) in known:
            return source, pivot, target
    return None


def pipeline(mode: str, text: str) -> str:
    """The shell command that translates null-ended texts for as long as it is fed.

    Unknown words come without a mark, and blanks that are bound to words (our codes) travel with them.
    """
    text = _OLD_TRANSFER.sub(r"lt-proc -b \3 | apertium-transfer -b \1 \2", text)
    programs = [program.strip() for program in text.split("|")]
    last = max((n for n, program in enumerate(programs) if _generates(program)), default=None)
    if last is None:
        raise ValueError(f"The mode {mode} has no generator.")
    if mode in _BROKEN_TAGGERS:
        programs = [_grammar_decides(program) for program in programs]
    run = []
    for number, program in enumerate(programs):
        if number == last:
            run.append("apertium-wblank-detach")
            program = re.sub(r" -g(?= )", " -n", program.replace("$1", "-n"))
        if program:
            run.append(_flushing(program.replace("$1", "-n").replace("$2", "")))
        if number == 0:
            run.append("apertium-wblank-attach")
    return " | ".join(run)


def _generates(program: str) -> bool:
    return "$1" in program or bool(re.match(r"lt-proc (?:-\S+ )*-g ", program))


def _grammar_decides(program: str) -> str:
    if program.startswith("apertium-tagger"):
        return ""
    return re.sub(r"^cg-proc ", "cg-proc -1 -n ", program)


def _flushing(program: str) -> str:
    name, _, rest = program.partition(" ")
    return program if name in _NO_FLUSH_OPTION else f"{name} -z {rest}"
