"""How well pages are read, on a set that nobody here wrote. The floors may rise; to lower one needs a reason.

``make bench-intake`` measures all sets, beside other readers.
"""

from __future__ import annotations

import pytest
from benchmarks.extraction import scores
from benchmarks.extraction.sets import cases
from benchmarks.extraction.tools import of_masthead


@pytest.mark.shared
def test_bodies_are_found_as_well_as_they_were() -> None:
    pages = cases("article-extraction-benchmark")

    shares = [scores.shingles(case.text, of_masthead(case.page, case.url).text) for case in pages]

    assert len(shares) > 80
    assert scores.mean_shingles(shares) > 0.96


@pytest.mark.shared
def test_days_and_names_in_the_head_of_a_page_are_all_found() -> None:
    pages = [case for case in cases("goose3-pages") if case.day or case.authors]

    wrong = [
        case.name
        for case in pages
        for found in [of_masthead(case.page, case.url)]
        if (case.day and found.day != case.day) or (case.authors and {*found.authors} != {*case.authors})
    ]

    assert len(pages) > 10
    assert wrong == []


def test_runs_of_words_are_counted_in_both_texts() -> None:
    assert scores.shingles("a b c d e", "a b c d f") == (0.5, 0.5)


def test_a_segment_counts_wherever_its_lines_break() -> None:
    assert scores.segments(
        ["the river rose"], ["subscribe"], "At night the\nriver rose. Please subscribe"
    ) == (1, 1, 0)


def test_lines_are_united_before_they_are_compared() -> None:
    assert scores.rouge_lsum("w1 w2 w3 w4 w5", "w1 w2 w6 w7 w8\nw1 w3 w8 w9 w5") == pytest.approx(
        2 * 0.4 * 0.8 / 1.2
    )
