"""Damaged memories: whatever bytes come, nothing but a refusal comes out. MASTHEAD_FUZZ_SECONDS looks for longer."""

from __future__ import annotations

import os
import time
from io import BytesIO
from random import Random

from masthead.translation.exchange import tmx
from masthead.translation.exchange.errors import NotReadable

LONGER = float(os.environ.get("MASTHEAD_FUZZ_SECONDS", "0"))
WHOLE = (
    '<?xml version="1.0"?><tmx version="1.4"><header srclang="en"/><body>'
    '<tu tuid="1" changedate="20200102T030405Z"><tuv xml:lang="en"><seg>A <bpt i="1" x="1">[</bpt>cat<ept i="1">]</ept></seg></tuv>'
    '<tuv xml:lang="de"><prop type="x-masthead-by">person</prop><seg><ph x="2"/>Eine <hi>Katze</hi></seg></tuv></tu>'
    '<tu><tuv xml:lang="en"><seg>b<it pos="end">}</it><ut>x</ut></seg></tuv></tu></body></tmx>'
)
_SPLICES = (
    "<ept i='1'/>",
    "<bpt i='1'/>",
    "</seg>",
    "<tu>",
    "&#1;",
    "&a;",
    "\x00",
    "<!DOCTYPE tmx [<!ENTITY a 'b'>]>",
    "",
)


def _damaged(random: Random) -> bytes:
    text = WHOLE
    for _ in range(random.randint(1, 3)):
        start, other = random.randrange(len(text)), random.randrange(len(text))
        middle = random.choice([*_SPLICES, text[other : other + random.randint(0, 60)]])
        text = text[:start] + middle + text[start + random.randint(0, 40) :]
    return text.encode()


def test_damaged_memories_are_read_or_refused() -> None:
    random = Random(14)
    until = time.monotonic() + LONGER
    read = rounds = 0
    while rounds < 400 or time.monotonic() < until:
        rounds += 1
        try:
            units = list(tmx.read(BytesIO(_damaged(random))))
        except NotReadable:
            continue
        again = list(tmx.read(BytesIO("".join(tmx.write(units, "en")).encode())))
        assert len(again) == len(units)
        read += 1
    assert 0 < read < rounds
