"""Damaged documents: whatever bytes come, nothing but a refusal comes out. MASTHEAD_FUZZ_SECONDS looks for longer."""

from __future__ import annotations

import os
import time
from random import Random

from tests.rooms.translation.exchange.test_rules import FIRST, SECOND

from masthead.translation.exchange import xliff
from masthead.translation.exchange.errors import NotReadable

LONGER = float(os.environ.get("MASTHEAD_FUZZ_SECONDS", "0"))
_SPLICES = (
    "<x id='1'/>",
    "<ec startRef='1'/>",
    "<sc id='1'/>",
    "&#1;",
    "&a;",
    "\x00",
    "<!DOCTYPE a [<!ENTITY a 'b'>]>",
    "]]>",
    "",
)


def _damaged(text: str, random: Random) -> bytes:
    for _ in range(random.randint(1, 4)):
        start = random.randrange(len(text))
        end = min(len(text), start + random.randint(0, 60))
        other = random.randrange(len(text))
        middle = random.choice(
            [*_SPLICES, text[other : other + random.randint(0, 80)], text[start:end][::-1]]
        )
        text = text[:start] + middle + text[end:]
    data = bytearray(text.encode("utf-8", "replace"))
    if random.random() < 0.2:
        data[random.randrange(len(data))] = random.randrange(256)
    return bytes(data)


def _try(data: bytes) -> bool:
    try:
        xliff.faults(data)
        exchange = xliff.read(data)
        again = xliff.write(exchange, "1.2" if exchange.version.startswith("1") else "2.1")
        xliff.faults(again)
    except NotReadable:
        return False
    return True


def test_damaged_documents_are_read_or_refused() -> None:
    random = Random(12)
    until = time.monotonic() + LONGER
    read = rounds = 0
    while rounds < 300 or time.monotonic() < until:
        rounds += 1
        read += _try(_damaged(random.choice([FIRST, SECOND]), random))
    assert 0 < read < rounds
