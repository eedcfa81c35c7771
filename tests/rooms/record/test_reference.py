"""The recipes of docs/reference/record.md work as they are printed."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from masthead.record import queries, text
from masthead.record.models import Entry

REFERENCE = Path(__file__).parents[3] / "docs" / "reference" / "record.md"


def recipe(language: str) -> str:
    found = re.search(
        rf"^```{language}\n(.*?)^```$", REFERENCE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    assert found
    return found[1]


@pytest.fixture
def exported(publish: Callable[..., Entry], tmp_path: Path) -> Path:
    for number in range(3):
        publish(f"نص {number}. 日本。", title='“\u2028é\\"', by="Éditrice", words=number)
    file = tmp_path / "record.jsonl"
    file.write_text("".join(f"{line}\n" for line in queries.export()), encoding="utf-8")
    return file


def run(*command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=30, check=False)


def test_the_python_recipe_checks_an_export(exported: Path) -> None:
    (exported.parent / "check.py").write_text(recipe("python"), encoding="utf-8")

    whole = run(sys.executable, "-W", "ignore", "check.py", "record.jsonl", folder=exported.parent)
    exported.write_text(
        exported.read_text(encoding="utf-8").replace("Éditrice", "Éditeur", 1), encoding="utf-8"
    )
    changed = run(sys.executable, "-W", "ignore", "check.py", "record.jsonl", folder=exported.parent)

    assert whole.stdout.startswith("3 entries hold; the newest is "), whole.stderr
    assert changed.returncode == 1
    assert changed.stderr == "Entry 1 was changed.\n"


@pytest.mark.skipif(not shutil.which("openssl"), reason="needs OpenSSL")
def test_the_openssl_recipe_checks_an_entry(exported: Path) -> None:
    script = "N=2\n" + recipe("sh")

    answer = run("sh", "-c", script, folder=exported.parent)

    entry = Entry.objects.get(number=2)
    assert answer.stdout.splitlines()[0] == f"hash {entry.hash}"
    assert entry.hash in answer.stdout.splitlines()[1]
    assert "Signature Verified Successfully" in answer.stdout, answer.stderr


def test_the_reference_names_every_character_of_the_rules() -> None:
    page = REFERENCE.read_text(encoding="utf-8")
    stops = re.search(r"one or more of `(.*?)`", page)
    closers = re.search(r"\*closing marks\* directly after it: `(.*?)`", page)
    wide = re.search(r"from the left, that are\s+`(.*?)`", page)

    assert stops
    assert set(stops[1].split()) == set(text._STOPS + text._WIDE_STOPS)
    assert closers
    assert set(closers[1].split()) == set(text._CLOSERS)
    assert wide
    assert set(wide[1].split()) == set(text._WIDE_CLOSERS)


@pytest.mark.parametrize(
    ("named", "rule"),
    [("Remove characters", text._no_width), ("White space is", re.compile(f"[{text._SPACE}]"))],
)
def test_the_reference_names_every_code_point_of_the_rules(named: str, rule: re.Pattern[str]) -> None:
    page = REFERENCE.read_text(encoding="utf-8")
    clause = page[page.index(named) :].split(".\n")[0]
    points = set()
    for first, last in re.findall(r"U\+([0-9A-F]{4})(?:–([0-9A-F]{4}))?", clause):
        points |= set(range(int(first, 16), int(last or first, 16) + 1))

    assert {point for point in range(0x110000) if rule.fullmatch(chr(point))} - set(
        range(0xD800, 0xE000)
    ) == points
