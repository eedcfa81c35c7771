"""Search measured on XQuAD: questions in twelve languages, each answered by one of 120 paragraphs in its own."""

from __future__ import annotations

import json
import lzma
from collections import defaultdict
from statistics import mean

import pytest
from tests.conftest import SHARED

from masthead.reading import index, queries
from masthead.reading.index import Paper

CODES = {"zh": "zh-hans"}
# One question in so many is asked; 1 asks all 6,840.
STEP = 6
# SQLite's FTS5 with trigrams: 0.927 and 0.989.
FLOOR_AT_1, FLOOR_AT_10 = 0.927, 0.989


def _rows() -> list[dict[str, str]]:
    with lzma.open(SHARED / "xquad-search" / "xquad.jsonl.xz", "rt", encoding="utf-8") as lines:
        return [{**row, "lang": CODES.get(row["lang"], row["lang"])} for row in map(json.loads, lines)]


def recall(step: int) -> dict[str, tuple[float, float]]:
    """{language: share of questions whose paragraph comes first, and within the first ten}"""
    passages: dict[tuple[str, str], int] = {}
    found: dict[str, list[int]] = defaultdict(list)
    with index.writing() as writer:
        for row in _rows():
            if row["kind"] == "passage":
                key = passages.setdefault((row["lang"], row["id"]), len(passages))
                writer.put(Paper(key, int(row["id"].replace("-", "")), row["lang"], "", "", row["text"]))
    asked = [row for row in _rows() if row["kind"] == "query"]
    for row in asked[::step]:
        _, keys, _ = queries.find(row["text"], row["lang"])
        wanted = passages[row["lang"], row["passage"]]
        found[row["lang"]].append(keys.index(wanted) if wanted in keys else 99)
    return {
        language: (mean(place == 0 for place in places), mean(place < 10 for place in places))
        for language, places in found.items()
    }


@pytest.mark.shared
def test_questions_find_their_paragraph() -> None:
    found = recall(STEP)

    assert len(found) == 12
    assert mean(first for first, _ in found.values()) >= FLOOR_AT_1
    assert mean(ten for _, ten in found.values()) >= FLOOR_AT_10
    assert min(first for first, _ in found.values()) > 0.85
