"""Damaged exports: only an ``IntakeError`` may come out, and never that a reader broke.

MASTHEAD_FUZZ_SECONDS makes it last longer than a few examples.
"""

from __future__ import annotations

import os
import random
import time
from contextlib import suppress
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.rooms.intake.platforms import exports

from masthead.intake.errors import IntakeError
from masthead.intake.readers.archives import registry

SECONDS = float(os.environ.get("MASTHEAD_FUZZ_SECONDS", "0"))
EVERY = [pytest.param(name, files, id=f"{name}-{next(iter(files))}") for name, files in exports.every()]
# What breaks readers: other types, other ends, other encodings.
TOKENS = [
    b"", b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b'"', b"'", b",", b"\n", b"{", b"[]", b"null", b"true", b"-1", b"1e999", b"9" * 400,
    b"\\ud800", b"<", b"</div>", b"<table>", b"<![CDATA[", b"&", b"&#0;", b"]]>", b"---\n", b"{{", b"{%", b"http://[", b"../", b"@", b"\xef\xbb\xbf",
    b"[" * 3000, b"<b>" * 500, b'{"a":' * 300, b"0000-00-00", b"\xe2\x80\xae",
]  # fmt: skip
change = st.tuples(st.integers(0, 1_000_000), st.integers(0, 60), st.sampled_from(TOKENS))


def changed(body: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    for at, length, token in changes:
        at %= len(body) + 1
        body = body[:at] + token + body[at + length :]
    return body


def written(to: Path, files: exports.Files, changes: list[tuple[int, int, bytes]]) -> Path:
    for number, (name, text) in enumerate(files.items()):
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        mine = [one for at, one in enumerate(changes) if at % len(files) == number]
        (to / name).write_bytes(changed(text.encode(), mine))
    return to


def survives(path: Path, name: str) -> None:
    """The reader itself reads it, whether or not it would still be recognised."""
    with suppress(IntakeError):
        for piece in registry.ARCHIVES[name][1](path):
            assert piece.identifier is not None
    with suppress(IntakeError):
        registry.kind(path)


@pytest.mark.parametrize(("name", "files"), EVERY)
@settings(deadline=None, max_examples=12, suppress_health_check=list(HealthCheck))
@given(changes=st.lists(change, min_size=1, max_size=6))
def test_a_damaged_export_gives_pieces_or_a_sentence(
    name: str, files: exports.Files, changes: list[tuple[int, int, bytes]]
) -> None:
    with TemporaryDirectory() as to:
        survives(written(Path(to), files, changes), name)


def test_a_long_search_finds_nothing() -> None:
    """Every reader in turn with changes of its own seed, so that what is found can be found again."""
    until = time.monotonic() + SECONDS
    for seed in count():
        chance = random.Random(seed)
        for name, files in exports.every():
            changes = [
                (chance.randrange(1_000_000), chance.randrange(60), chance.choice(TOKENS))
                for _ in range(chance.randrange(1, 9))
            ]
            with TemporaryDirectory() as to:
                try:
                    survives(written(Path(to), files, changes), name)
                except Exception as error:
                    raise AssertionError(f"{name} with seed {seed}") from error
        if time.monotonic() > until:
            break
