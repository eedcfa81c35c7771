"""How good Apertium is, for information, and that it stays inside a bound of memory whatever it is fed.

``python -m benchmarks.translation apertium``: chrF2++ of its translations of NTREX-128 out of English, beside what one gets
by leaving the English as it is. ``python -m benchmarks.translation.apertium --minutes 10`` feeds it all of NTREX-128, in
every pair of the outlet's languages that it has, and the naughty strings, for so long or longer, and says how much memory the tree
of processes took at most.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sacrebleu.metrics import CHRF

from benchmarks.harness import Figure, provenance, report, rows
from benchmarks.translation import LeftOut
from benchmarks.translation.data import news, shared
from masthead.lib import languages
from masthead.translation.engines.apertium import Apertium
from masthead.translation.engines.apertium.pipe import LIVE, MEMORY
from masthead.translation.markup import encode, plain

MODES = Path("/usr/share/apertium/modes")
SENTENCES = 200
"""Of NTREX-128, from its beginning."""
BOUND_MB = LIVE * 480 + 500
"""Every pipeline that is kept open at its largest, and this process with the texts in it."""


def engine() -> Apertium:
    """The Apertium of this machine; ``LeftOut`` where there is none."""
    found = Apertium(str(MODES))
    if not MODES.is_dir() or not list(MODES.glob("*.mode")):
        raise LeftOut(f"Apertium has no modes in {MODES}; .ci/apertium-packages.txt names its packages.")
    return found


def run() -> dict[str, dict[str, Any]]:
    return rows(_quality(engine()))


def _quality(apertium: Apertium) -> Iterator[Figure]:
    texts = news()
    english = texts["en"][:SENTENCES]
    measure = CHRF(word_order=2)
    for language in texts:
        if language == "en" or not apertium.supports("en", language):
            continue
        answers = apertium.translate([encode(text) for text in english], "en", language)
        said = [plain(answer.text or "") for answer in answers]
        references = [list(texts[language][:SENTENCES])]
        way = "→".join(apertium.route("en", language))
        yield Figure(
            f"apertium: {way}, {SENTENCES} sentences",
            measure.corpus_score(said, references).score,
            {"left as it is": measure.corpus_score(list(english), references).score},
            "chrF2++",
            lower_is_better=False,
        )


def soak(minutes: float) -> list[Figure]:
    """Feed it all of it, and for at least so long; the most memory of the tree of processes (proportional set sizes)."""
    apertium = engine()
    texts = news()
    naughty = [
        encode(text) for text in json.loads(shared("naughty-strings/blns.json").read_text("utf-8")) if text
    ]
    pairs = [
        (ours, theirs)
        for ours, theirs in itertools.permutations(languages.CODES, 2)
        if ours in texts and apertium.supports(ours, theirs)
    ]
    stop, peak = threading.Event(), [0.0]
    watcher = threading.Thread(target=_watch, args=(stop, peak), daemon=True)
    watcher.start()
    began = time.monotonic()
    asked = lost = 0
    for fed_pairs, (ours, theirs) in enumerate(itertools.cycle(pairs)):
        if fed_pairs >= len(pairs) and time.monotonic() > began + minutes * 60:
            break
        fed = [*map(encode, texts[ours]), *naughty]
        for start in range(0, len(fed), apertium.batch):
            batch = fed[start : start + apertium.batch]
            answers = apertium.translate(batch, ours, theirs)
            asked += len(batch)
            lost += sum(answer.text is None for answer in answers)
    stop.set()
    watcher.join()
    took = (time.monotonic() - began) / 60
    print(f"{asked} texts in {fed_pairs} pairs ({len(pairs)} there are), {lost} without an answer.")
    return [Figure(f"apertium: memory at most in {took:.0f} minutes", peak[0], {}, "MB", float(BOUND_MB))]


def _watch(stop: threading.Event, peak: list[float]) -> None:
    while not stop.wait(0.5):
        peak[0] = max(peak[0], sum(map(_resident, _tree(os.getpid()))) / 1024)


def _tree(root: int) -> set[int]:
    """The process and all that descend from it."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
    found = {root}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _resident(process: int) -> int:
    """KiB of its own, and its part of what it shares."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="(%(default)s)")
    minutes = parser.parse_args().minutes
    try:
        found = soak(minutes)
    except LeftOut as reason:
        print(f"apertium is left out: {reason}")
        return
    report("translation-apertium-memory", found, source=provenance("sacrebleu"))
    print(f"No program of a pipeline may take more than {MEMORY} KiB of addresses.")


if __name__ == "__main__":
    main()
