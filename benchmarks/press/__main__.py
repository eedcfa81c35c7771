"""``python -m benchmarks.press [PART …]``."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.harness import provenance, report
from benchmarks.press import archive, crash, publish, serve

PARTS = {"publish": publish.run, "archive": archive.run, "serve": serve.run, "crash": crash.run}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.press", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="which; all without")
    options = parser.parse_args()
    if len(options.parts) != 1:  # each in a process of its own, since each has an outlet of its own
        for part in options.parts or PARTS:
            subprocess.run([sys.executable, "-m", "benchmarks.press", part], check=True)
        return
    [part] = options.parts
    with tempfile.TemporaryDirectory(prefix="masthead-bench-") as folder:
        figures = PARTS[part](Path(folder))
    report(f"press-{part}", figures, source=provenance("django", "minijinja", "granian"))


if __name__ == "__main__":
    main()
