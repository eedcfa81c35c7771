"""How much smaller pages are once they are squeezed, and what that costs: ``python -m benchmarks.press.squeezing FOLDER``.

``FOLDER`` holds pressed pages, as the demonstration's does; every ``STEP``-th file is looked at.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from benchmarks.harness import Figure, provenance, report
from masthead.press.files import BROTLI_MOST, BROTLI_QUALITY, compressed
from masthead.press.headers import COMPRESSED

STEP = 20


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.press.squeezing", description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    bodies = [file.read_bytes() for file in sorted(folder.rglob("*")) if file.name.endswith(COMPRESSED)][
        ::STEP
    ]
    if not bodies:
        raise SystemExit(f"There are no pressed pages in {folder}.")
    figures = [
        Figure("files", len(bodies), unit=""),
        Figure("plain", sum(map(len, bodies)) / len(bodies), unit="bytes"),
    ]
    sizes = []
    for quality in (BROTLI_QUALITY, BROTLI_MOST):
        before = time.process_time()
        made = [compressed(body, quality) for body in bodies]
        spent = (time.process_time() - before) * 1000
        sizes.append(sum(map(len, made)))
        figures.append(Figure(f"brotli {quality}", sizes[-1] / len(bodies), unit="bytes"))
        figures.append(Figure(f"brotli {quality}, CPU a file", spent / len(bodies)))
    figures.append(Figure("smaller", 100 * (1 - sizes[1] / sizes[0]), unit="%", lower_is_better=False))
    report("press-squeezing", figures, source=provenance("brotli"))


if __name__ == "__main__":
    main()
