"""``python -m benchmarks.press [PART …]``."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks.harness import provenance, report
from benchmarks.press import archive, publish

PARTS = {"publish": publish.run, "archive": archive.run}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.press", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="which; all without")
    options = parser.parse_args()
    figures = []
    for part in options.parts or PARTS:
        with tempfile.TemporaryDirectory(prefix="masthead-bench-") as folder:
            figures += PARTS[part](Path(folder))
    report("press", figures, source=provenance("django", "minijinja"))


if __name__ == "__main__":
    main()
