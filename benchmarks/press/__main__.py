"""``python -m benchmarks.press [PART …]``."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.harness import provenance, report
from benchmarks.press import archive, crash, lighthouse, publish, serve

PARTS = {
    "publish": publish.run,
    "archive": archive.run,
    "serve": serve.run,
    "crash": crash.run,
    "lighthouse": lighthouse.run,
}


def _memory() -> str | None:
    """A disk adds what its file system takes to make a file, from 10 to over 300 µs: ext4 without a journal, for
    example, passes over each file that was removed in the last minutes. Peers stand in the same place."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.press", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="which; all without")
    parser.add_argument("--folder", help="where the outlets stand; in memory, where the system has /dev/shm")
    options = parser.parse_args()
    if len(options.parts) != 1:  # each in a process of its own, since each has an outlet of its own
        for part in options.parts or PARTS:
            folder = ["--folder", options.folder] if options.folder else []
            subprocess.run([sys.executable, "-m", "benchmarks.press", part, *folder], check=True)
        return
    [part] = options.parts
    with tempfile.TemporaryDirectory(prefix="masthead-bench-", dir=options.folder or _memory()) as folder:
        figures = PARTS[part](Path(folder))
    if figures:  # none where the part was left out, which it says itself
        with_tools = f" · {lighthouse.versions()}" if part == "lighthouse" else ""
        source = f"{provenance('django', 'minijinja', 'granian')}{with_tools}"
        report(f"press-{part}", figures, source=source)


if __name__ == "__main__":
    main()
