"""Runs the parts, one after the other, and writes all their figures to ``benchmarks/results/translation.json``."""

from __future__ import annotations

import argparse
from importlib import import_module
from importlib.util import find_spec

from benchmarks.harness import Figure, provenance, report
from benchmarks.translation import LeftOut

PARTS = ("sentences", "checks", "placeholders", "apertium", "memory", "board")


def figures(part: str) -> list[Figure]:
    """What a part measured; nothing where it was left out, and the reason is printed."""
    try:
        found = import_module(f"benchmarks.translation.{part}").run()
    except LeftOut as reason:
        print(f"{part} is left out: {reason}\n")
        return []
    return [Figure(name, **row) for name, row in found.items()]


def main() -> None:
    there = [part for part in PARTS if find_spec(f"benchmarks.translation.{part}")]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="*", choices=[*there, []], help=f"only these: {', '.join(there)}")
    chosen = parser.parse_args().part or there
    found = [figure for part in chosen for figure in figures(part)]
    name = "translation" if chosen == there else f"translation-{'-'.join(chosen)}"
    report(name, found, source=provenance("sentencex", "pysbd", "sacrebleu"))


if __name__ == "__main__":
    main()
