"""How well pages are read: text, headline, authors and day, on the sets that others made and by their measures.

``python -m benchmarks.intake [SET] [--worst N]``. Beside trafilatura and newspaper4k, and htmldate for days.
newspaper4k goes without the extras by which it splits Chinese, Japanese and Thai. "Exact" leaves case and
white space aside; names may stand in any order. The pages are real and stay in ``../shared/data``.
"""

from __future__ import annotations

import argparse
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from statistics import mean

from lxml import html as lxml_html

from benchmarks.extraction import scores
from benchmarks.extraction.sets import SETS, SHARED, STRUCTURED, Case, cases, json_ld_samples
from benchmarks.extraction.tools import Read, read
from benchmarks.harness import Figure, provenance, report
from masthead.intake.readers.html import jsonld

READERS = ("masthead", "trafilatura", "newspaper4k")
_BOTH_CORES = 2


@dataclass(frozen=True, slots=True)
class Page:
    """What the readers found in one page, and the milliseconds of CPU each took."""

    case: Case
    found: dict[str, Read]
    spent: dict[str, float]


def measured(name: str) -> list[Page]:
    """Every page of a set, read by everybody."""
    tools = ("masthead", "htmldate") if name == "htmldate-eval" else READERS
    with get_context("fork").Pool(_BOTH_CORES, initializer=_warm, initargs=(tools,)) as pool:
        return pool.starmap(_read_by, [(case, tools) for case in cases(name)], chunksize=4)


def _warm(tools: Sequence[str]) -> None:
    logging.disable(logging.CRITICAL)  # the readers grumble about pages
    for tool in tools:
        read(tool, b"<html><body><p>One page, so that everything is imported.</p></body></html>", "")


def _read_by(case: Case, tools: Sequence[str]) -> Page:
    found, spent = {}, {}
    for tool in tools:
        before = time.process_time()
        found[tool] = read(tool, case.page, case.url)
        spent[tool] = (time.process_time() - before) * 1000
    return Page(case, found, spent)


def figures(name: str, pages: Sequence[Page]) -> Iterator[Figure]:
    """The set's own measures, then the days, headlines and authors it knows, then the cost."""
    texts = [page for page in pages if page.case.text or page.case.wanted]
    if name in TEXTS:
        measure, unit, score = TEXTS[name]
        yield _figure(f"{name}: {measure}", texts, score, unit)
    if name == "htmldate-eval":
        yield _figure(f"{name}: day", pages, day_f, "F")
    for field, exact in EXACT.items():
        known = [page for page in pages if getattr(page.case, field)]
        if known and name != "htmldate-eval":
            yield _figure(
                f"{name}: {field} ({len(known)})",
                known,
                lambda pages, tool, exact=exact: mean(exact(p.case, p.found[tool]) for p in pages),
                "exact",
            )
    yield _figure(f"{name}: CPU a page ({len(pages)})", pages, cost, "ms", lower_is_better=True)


def _figure(
    name: str,
    pages: Sequence[Page],
    score: Callable[[Sequence[Page], str], float],
    unit: str,
    *,
    lower_is_better: bool = False,
) -> Figure:
    values = {tool: score(pages, tool) for tool in pages[0].found}
    return Figure(name, values.pop("masthead"), values, unit, lower_is_better=lower_is_better)


def cost(pages: Sequence[Page], tool: str) -> float:
    return mean(page.spent[tool] for page in pages)


def shingle_f1(pages: Sequence[Page], tool: str) -> float:
    return scores.mean_shingles([scores.shingles(p.case.text, p.found[tool].text) for p in pages])


def letter_f1(pages: Sequence[Page], tool: str) -> float:
    return scores.mean_shingles(
        [scores.shingles(p.case.text, p.found[tool].text, letters=True) for p in pages]
    )


def word_f1(pages: Sequence[Page], tool: str) -> float:
    return mean(scores.words(p.case.text, p.found[tool].text) for p in pages)


def rouge_f1(pages: Sequence[Page], tool: str) -> float:
    return mean(scores.rouge_lsum(p.case.text, p.found[tool].text) for p in pages)


def segment_f(pages: Sequence[Page], tool: str) -> float:
    return scores.f_of_counts(
        scores.segments(p.case.wanted, p.case.unwanted, p.found[tool].text) for p in pages
    )


def day_f(pages: Sequence[Page], tool: str) -> float:
    """A right day, a wrong one, or none where there is one (htmldate's evaluation)."""
    return scores.f_of_counts(
        (
            int(bool(day) and day == p.case.day),
            int(bool(day) and day != p.case.day),
            int(not day and bool(p.case.day)),
        )
        for p in pages
        for day in [p.found[tool].day]
    )


def same_headline(case: Case, found: Read) -> bool:
    return scores.folded(found.headline) == scores.folded(case.headline)


def same_authors(case: Case, found: Read) -> bool:
    """The same names in any order."""
    return {scores.folded(name) for name in found.authors} == {scores.folded(name) for name in case.authors}


def same_day(case: Case, found: Read) -> bool:
    return found.day == case.day


def same_tags(case: Case, found: Read) -> bool:
    return {scores.folded(tag) for tag in found.tags} == {scores.folded(tag) for tag in case.tags}


Score = Callable[[Sequence[Page], str], float]
TEXTS: dict[str, tuple[str, str, Score]] = {
    "article-extraction-benchmark": ("body, runs of 4 words", "F1", shingle_f1),
    "trafilatura-eval": ("body, segments", "F", segment_f),
    "naeb-news": ("body, runs of 4 words", "F1", shingle_f1),
    "fundus-publishers": (("body, ROUGE-LSum", "F1", rouge_f1)),
    "wcxb-articles": ("body, words", "F1", word_f1),
    "newspaper4k-pages": ("body, runs of 4 words or letters", "F1", letter_f1),
    "mozilla-readability": ("body, words", "F1", word_f1),
}
"""The measure of the text that a set is published with: name, unit, how it is counted."""

EXACT: dict[str, Callable[[Case, Read], bool]] = {
    "headline": same_headline,
    "authors": same_authors,
    "day": same_day,
    "tags": same_tags,
}


def structured() -> Figure:
    """The share of JSON-LD samples, broken ones among them, whose every object is read as extruct's tests expect."""
    samples = json_ld_samples()
    right = [all(one in jsonld.nodes(lxml_html.fromstring(page)) for one in said) for page, said in samples]
    return Figure(f"{STRUCTURED}: JSON-LD ({len(right)})", mean(right), unit="exact", lower_is_better=False)


def mean_of(figures: Sequence[Figure]) -> Iterator[Figure]:
    """The mean of the sets' measures of the text, if all were read."""
    names = [f"{name}: {measure}" for name, (measure, _, _) in TEXTS.items()]
    bodies = [figure for figure in figures if figure.name in names]
    if len(bodies) == len(names):
        peers = {peer: mean(figure.peers[peer] for figure in bodies) for peer in bodies[0].peers}
        yield Figure(
            "mean of the bodies",
            mean(figure.masthead for figure in bodies),
            peers,
            "F1",
            lower_is_better=False,
        )


def worst(pages: Sequence[Page], number: int) -> Iterator[str]:
    """The pages on which Masthead is furthest behind the best of the others."""
    rated = []
    for page in pages:
        if page.case.text or page.case.wanted:
            score = segment_f if page.case.wanted else letter_f1
            values = {tool: score([page], tool) for tool in page.found}
            own = values.pop("masthead")
            rated.append((own - max(values.values()), page.case.name, own, values))
    for _, name, own, values in sorted(rated, key=lambda row: row[0])[:number]:
        yield f"{name}: {own:.3f}, " + ", ".join(f"{tool} {value:.3f}" for tool, value in values.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", nargs="?", choices=[*SETS, STRUCTURED], help="only this set")
    parser.add_argument(
        "--worst", type=int, default=0, metavar="N", help="also name the N worst pages of each set"
    )
    options = parser.parse_args()
    if not SHARED.is_dir():
        print(f"The shared test data are not beside the checkout ({SHARED}): there is nothing to read.")
        return
    found: list[Figure] = []
    for name in [options.set] if options.set else [*SETS, STRUCTURED]:
        if name == STRUCTURED:
            found.append(structured())
            continue
        pages = measured(name)
        found.extend(figures(name, pages))
        for line in worst(pages, options.worst):
            print(f"{name}/{line}")
    report(
        f"intake-{options.set}" if options.set else "intake",
        [*found, *mean_of(found)],
        source=provenance("trafilatura", "newspaper4k", "htmldate"),
    )


if __name__ == "__main__":
    main()
