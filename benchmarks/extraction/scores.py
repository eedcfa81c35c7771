"""How well a text was found: the measures that the sets are published with."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import mean

# Words; in scripts without spaces, letters.
_TOKEN = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u2e80-\ua4cf\uf900-\ufaff]|[^\W_\u0e00-\u0eff\u1000-\u109f\u2e80-\ua4cf\uf900-\ufaff]+")  # fmt: skip


def folded(text: str) -> str:
    """For "exact": composed letters, white space collapsed, no case."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def shingles(wanted: str, got: str, *, letters: bool = False) -> tuple[float, float]:
    """Precision and recall of runs of four words (Zyte's evaluate.py); ``letters`` for scripts without spaces."""
    one, two = _runs(wanted, letters), _runs(got, letters)
    both = sum((one & two).values())
    return both / sum(two.values()), both / sum(one.values())


def _runs(text: str, letters: bool) -> Counter[tuple[str, ...]]:
    words = (_TOKEN if letters else re.compile(r"\w+")).findall(text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))


def mean_shingles(shares: Sequence[tuple[float, float]]) -> float:
    """F1 of the mean precision and the mean recall of all pages, as Zyte counts."""
    return f1(mean(share[0] for share in shares), mean(share[1] for share in shares))


def words(wanted: str, got: str) -> float:
    """F1 of the words as a multiset, without case (WCXB)."""
    one, two = (Counter(re.findall(r"\w+", text.lower())) for text in (wanted, got))
    both = sum((one & two).values())
    return f1(both / sum(two.values()), both / sum(one.values())) if one and two else 0.0


def segments(wanted: Iterable[str], unwanted: Iterable[str], got: str) -> tuple[int, int, int]:
    """True positives, false positives, false negatives: which pieces stand in the text (trafilatura)."""
    text = " ".join(got.split())
    there = [" ".join(piece.split()) in text for piece in wanted]
    wrong = sum(" ".join(piece.split()) in text for piece in unwanted)
    return sum(there), wrong, len(there) - sum(there)


def f_of_counts(counts: Iterable[tuple[int, int, int]]) -> float:
    """F of summed true positives, false positives, false negatives."""
    right, wrong, missed = map(sum, zip(*counts, strict=True))
    return 2 * right / (2 * right + wrong + missed) if right else 0.0


def rouge_lsum(wanted: str, got: str) -> float:
    """F1 of the longest common subsequences of lines, united per line of the truth (ROUGE-LSum, Lin 2004)."""
    one = [line for line in (_TOKEN.findall(row.lower()) for row in wanted.splitlines()) if line]
    two = [line for line in (_TOKEN.findall(row.lower()) for row in got.splitlines()) if line]
    left_one, left_two = (Counter(word for line in lines for word in line) for lines in (one, two))
    whole_one, whole_two = left_one.total(), left_two.total()
    hits = 0
    for line in one:
        for at in sorted(set().union(*(_common(line, other) for other in two))):
            if left_one[line[at]] > 0 and left_two[line[at]] > 0:
                hits += 1
                left_one[line[at]] -= 1
                left_two[line[at]] -= 1
    return f1(hits / whole_two, hits / whole_one) if whole_one and whole_two else 0.0


def _common(line: list[str], other: list[str]) -> list[int]:
    """Where in the line the words of its longest common subsequence with the other stand."""
    if line == other:
        return list(range(len(line)))
    shared = set(line) & set(other)
    places = [at for at, word in enumerate(line) if word in shared]
    rest = [word for word in other if word in shared]
    lengths = [[0] * (len(rest) + 1)]
    for at in places:
        above, row = lengths[-1], [0]
        for column, word in enumerate(rest):
            row.append(above[column] + 1 if line[at] == word else max(above[column + 1], row[column]))
        lengths.append(row)
    found, row_at, column_at = [], len(places), len(rest)
    while row_at and column_at:
        if line[places[row_at - 1]] == rest[column_at - 1]:
            found.append(places[row_at - 1])
            row_at, column_at = row_at - 1, column_at - 1
        elif lengths[row_at - 1][column_at] >= lengths[row_at][column_at - 1]:
            row_at -= 1
        else:
            column_at -= 1
    return found
