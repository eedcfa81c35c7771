"""Damaged documents: whatever is done to them, a draft or a refusal comes out.

``MASTHEAD_FUZZ_SECONDS`` makes it go on for longer, from another seed each time.
"""

from __future__ import annotations

import os
import random
import time
from itertools import count
from pathlib import Path

import pytest
from tests.rooms.intake.test_docx import WHOLE
from tests.rooms.intake.words import docx

from masthead.intake.errors import IntakeError
from masthead.intake.readers import registry
from masthead.intake.sources.delivery import Delivery

PRINTED = Path(__file__).parent / "printed"
SECONDS = float(os.environ.get("MASTHEAD_FUZZ_SECONDS", "0"))
ROUNDS = 6
WHOLE_FILES = {
    **{
        file.name: file.read_bytes() for file in sorted(PRINTED.glob("*.pdf")) + sorted(PRINTED.glob("*.txt"))
    },
    "text.docx": docx(*WHOLE, notes=("Measured at the bridge.",)),
}


def damaged(body: bytes, chance: random.Random) -> bytes:
    """Bytes turned, cut out, doubled, put elsewhere; numbers made large."""
    out = bytearray(body)
    for _ in range(chance.choice((1, 3, 10, 60))):
        start = chance.randrange(len(out))
        end = start + chance.choice((1, 4, 40, 900))
        match chance.randrange(6):
            case 0:
                out[start] = chance.randrange(256)
            case 1 if len(out) > 2000:
                del out[start:end]
            case 2:
                out[start:start] = out[start:end]
            case 3:
                at = chance.randrange(len(out))
                out[at:at] = out[start:end]
            case 4:
                out[start : start + 1] = chance.choice(
                    (b"9999999999", b"-1", b"\x00", b"\xff\xff\xff\xff", b"<<", b"\n", b"/", b"\f")
                )
            case _:
                out = out[: max(end, 1000)] if chance.random() < 0.2 else out
    return bytes(out)


@pytest.mark.parametrize("name", WHOLE_FILES)
def test_a_damaged_document_is_read_or_refused(name: str) -> None:
    until = time.monotonic() + SECONDS / len(WHOLE_FILES)
    first = time.time_ns() if SECONDS else 0
    for number in count():
        if number >= ROUNDS and time.monotonic() > until:
            break
        seed = f"{name} {first + number}"
        said = ("", ".")
        body = damaged(WHOLE_FILES[name], random.Random(seed))
        try:
            registry.read(Delivery(body, seed))
        except IntakeError as error:
            said = (error.code, error.sentence)
        assert said[0] != "fault", seed
        assert said[1].endswith("."), seed
