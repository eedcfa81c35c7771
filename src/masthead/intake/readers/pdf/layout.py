"""From words with places to lines in the order of reading.

Words on one baseline are a line, unless a gutter parts them. Lines that stand beside each other over several lines
are columns, and each is read to its end before the next; what spans them stands before or after.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from statistics import median

from masthead.intake.readers.pdf.bidi import leftwards, logical
from masthead.intake.readers.pdf.process import Page, Word

# In the size of the letters: a gap that parts two lines; one that does so where it comes again on other lines.
_GAP, _GUTTER = 2.5, 0.9
_FEWEST = 4
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Line:
    """Words in the order of reading, on page ``page``. ``edge`` are the left and right edges of its column."""

    words: tuple[Word, ...]
    page: int
    leftward: bool = False
    edge: tuple[float, float] = (0.0, 0.0)
    dotted: bool = False

    @property
    def left(self) -> float:
        return min(word.left for word in self.words)

    @property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @property
    def y(self) -> float:
        return self.words[0].y

    @property
    def size(self) -> float:
        sizes = Counter[float]()
        for word in self.words:
            sizes[word.size] += len(word.text)
        return sizes.most_common(1)[0][0]

    @property
    def text(self) -> str:
        return "".join((" " if self.spaced(at) else "") + word.text for at, word in enumerate(self.words))

    def spaced(self, at: int) -> bool:
        """Does a space stand before the word at this place?"""
        if not at:
            return False
        one, other = self.words[at - 1], self.words[at]
        gap = max(other.left - one.right, one.left - other.right)
        return gap > 0.12 * other.size if self.leftward else other.space


def lines(page: Page, number: int) -> list[Line]:
    """The lines of a page from top to foot."""
    found = [line for row in _rows(page.words) for line in _parted(row, number)]
    found = _cut_at_gutters(found)
    leftward = leftwards(page.words)
    return [
        replace(
            line,
            words=tuple(logical(list(line.words), leftward=leftward or leftwards(line.words))),
            leftward=leftward,
            dotted=any(_before(line, dot, leftward=leftward) for dot in page.dots),
        )
        for line in found
    ]


def ordered(found: list[Line]) -> list[Line]:
    """The lines of a page in the order of reading, each with the edges of its column."""
    return _ordered(found, leftward=sum(line.leftward for line in found) > len(found) / 2)


def _rows(words: Iterable[Word]) -> list[list[Word]]:
    """Words on the same baseline; raised and lowered ones are with the line beside them."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (-word.y, word.left)):
        for row in reversed(rows[-3:]):
            size = max(word.size, row[0].size)
            if abs(row[0].y - word.y) < 0.4 * size and (
                abs(row[0].y - word.y) < 0.1 * size or _touches(row, word)
            ):
                row.append(word)
                break
        else:
            rows.append([word])
    return rows


def _touches(row: list[Word], word: Word) -> bool:
    return any(
        word.left - other.right < 0.5 * other.size and other.left - word.right < 0.5 * other.size
        for other in row
    )


def _parted(row: list[Word], number: int) -> list[Line]:
    """A row, cut at its wide gaps."""
    pieces: list[list[Word]] = []
    end = 0.0
    for word in sorted(row, key=lambda word: word.left):
        gap = word.left - end
        if not pieces or gap > _GAP * word.size:
            pieces.append([])
        elif gap > 0.15 * word.size and not word.space:
            word = replace(word, space=True)
        end = max(end, word.right) if pieces[-1] else word.right
        pieces[-1].append(word)
    return [Line(tuple(_based(piece)), number) for piece in pieces]


def _based(piece: list[Word]) -> list[Word]:
    """The words with the baseline of most of them."""
    bases = Counter[float]()
    for word in piece:
        bases[word.y] += len(word.text)
    y = bases.most_common(1)[0][0]
    return [replace(word, y=y) for word in piece]


def _cut_at_gutters(found: list[Line]) -> list[Line]:
    """Lines cut where a gap comes again at the same place on several lines, as between columns set close."""
    gaps: list[tuple[float, float]] = []
    for line in found:
        for one, other in zip(line.words, line.words[1:], strict=False):
            if other.left - one.right > _GUTTER * other.size:
                gaps.append((one.right, other.left))
    cut: list[Line] = []
    for line in found:
        words: list[Word] = []
        for word in line.words:
            if words and word.left - words[-1].right > _GUTTER * word.size:
                middle = word.left - 0.5
                again = sum(
                    first <= middle <= last + 0.5 and abs(last - word.left) < 3 for first, last in gaps
                )
                starts = sum(abs(other.left - word.left) < 2 for other in found)
                if max(again, starts) >= _FEWEST:
                    cut.append(replace(line, words=tuple(words)))
                    words = []
            words.append(word)
        cut.append(replace(line, words=tuple(words)))
    return cut


def _before(line: Line, dot: tuple[float, float, float, float], *, leftward: bool) -> bool:
    """Does a drawn dot stand before the line as before the item of a list?"""
    left, bottom, right, top = dot
    if not line.y - 0.1 * line.size < (bottom + top) / 2 < line.y + 0.8 * line.size:
        return False
    gap = left - line.right if leftward else line.left - right
    return 0 < gap < 2.5 * line.size


def _ordered(found: list[Line], *, leftward: bool, depth: int = 0) -> list[Line]:
    """Lines in the order of reading, each with the edges of its column."""
    found = sorted(found, key=lambda line: (-line.y, -line.right if leftward else line.left))
    gutter = _gutter(found) if depth < _DEEPEST else None
    if gutter is None:
        return _edged(found)
    ordered: list[Line] = []
    band: list[Line] = []
    for line in [*found, None]:
        if line is not None and not line.left < gutter < line.right:
            band.append(line)
            continue
        sides = [[one for one in band if one.right <= gutter], [one for one in band if one.left >= gutter]]
        if min(map(len, sides)) >= _FEWEST - 1:
            for side in sides[::-1] if leftward else sides:
                ordered.extend(_ordered(side, leftward=leftward, depth=depth + 1))
        else:
            ordered.extend(replace(one, edge=_edges(found)) for one in band)
        band = []
        if line is not None:
            ordered.append(replace(line, edge=_edges(found)))
    return ordered


def _gutter(found: list[Line]) -> float | None:
    """The place that parts two columns of running text, if there is one."""
    best: tuple[int, float] = (0, 0.0)
    for place in sorted({round(line.left) for line in found}):
        at = place - 1.5
        left = [line for line in found if line.right <= at]
        right = [line for line in found if line.left >= at]
        across = len(found) - len(left) - len(right)
        beside = min(len(left), len(right))
        if beside >= _FEWEST and across < beside + len(found) / 2 and _prose(left) and _prose(right):
            together = _beside(left, right) - across
            best = max(best, (together, at))
    return best[1] if best[0] > 0 else None


def _prose(side: list[Line]) -> bool:
    """Running text, and not the cells of a table."""
    return median(len(line.text) for line in side) >= 12


def _beside(left: list[Line], right: list[Line]) -> int:
    """How many lines stand within the height that both sides share."""
    top = min(max(line.y for line in left), max(line.y for line in right))
    foot = max(min(line.y for line in left), min(line.y for line in right))
    shared = [min(sum(foot <= line.y <= top for line in side), 1000) for side in (left, right)]
    return min(shared) if min(shared) >= _FEWEST - 1 else 0


def _edged(column: list[Line]) -> list[Line]:
    if not column:
        return []
    edges = _edges(column)
    return [replace(line, edge=edges) for line in column]


def _edges(column: list[Line]) -> tuple[float, float]:
    return min(line.left for line in column), max(line.right for line in column)
