"""XLIFF of the committee's suite and of real tools."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.conftest import SHARED

from masthead.translation.exchange import xliff
from masthead.translation.exchange.values import Exchange
from masthead.translation.markup import plain

pytestmark = pytest.mark.shared
SUITE = sorted((SHARED / "xliff-2").rglob("*.xlf"))
REAL = sorted(
    p for p in (SHARED / "xliff-real-files").rglob("*") if p.suffix in {".xlf", ".xliff", ".sdlxliff"}
)


def _again(exchange: Exchange) -> tuple[Exchange, Exchange]:
    version = "1.2" if exchange.version.startswith("1") else "2.0"
    before = replace(exchange, version=version)
    return before, xliff.read(xliff.write(before, version))


def test_the_suite_and_the_real_files_are_there() -> None:
    assert len(SUITE) > 60
    assert len(REAL) > 30


@pytest.mark.parametrize("path", SUITE, ids=lambda path: path.stem)
def test_valid_is_accepted_and_invalid_refused(path: Path) -> None:
    faults = xliff.faults(path.read_bytes())
    assert bool(faults) is (path.parent.name == "invalid"), faults


@pytest.mark.parametrize("path", [p for p in SUITE if p.parent.name != "invalid"], ids=lambda path: path.stem)
def test_what_is_valid_comes_back_equal(path: Path) -> None:
    before, after = _again(xliff.read(path.read_bytes()))
    assert after == before


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_files_of_real_tools_are_read_and_come_back_equal(path: Path) -> None:
    before, after = _again(xliff.read(path.read_bytes()))
    assert after == before


@pytest.mark.parametrize("path", [p for p in SUITE if p.stem.endswith("_in")], ids=lambda path: path.stem)
def test_joining_and_cutting_elsewhere_leaves_the_words(path: Path) -> None:
    """The suite's pairs before and after a tool that joins, cuts or strips say the same, however they are cut."""
    changed = path.with_name(path.name.replace("_in", "_out"))

    def words(which: Path) -> list[str]:
        units = [unit for file in xliff.read(which.read_bytes()).files for unit in file.units]
        return ["".join(sorted(plain("".join(s.source for s in unit.segments)))) for unit in units]

    assert words(path) == words(changed)
