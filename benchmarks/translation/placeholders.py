"""Whether inline markup comes through Apertium whole: 500 articles of NTREX-128's sentences, marked up at random.

Each article is cut and coded as the house does it, in turn in every pair that Apertium has directly. A segment is intact
when it comes back with exactly the codes that it went with, each pair opened and closed, in whatever order. In their place:
Apertium kept the codes at their words; otherwise they stand around the sentence.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from typing import Any

from benchmarks.harness import Figure, rows
from benchmarks.translation.apertium import engine
from benchmarks.translation.data import news
from masthead.article.content import Content, Text
from masthead.lib import html, languages
from masthead.translation.markup import kinds, problems, put_around
from masthead.translation.segments import pieces_of

ARTICLES, SENTENCES = 500, 4
_AROUND = (
    "<em>|</em>",
    "<strong>|</strong>",
    '<a href="https://river.example/?a=1&amp;b=2">|</a>',
    "<sup>|</sup>",
)
_ALONE = ("<br>", "[^1]")


def marked_up(sentences: Sequence[str], chance: random.Random) -> Content:
    """An article of these sentences, a span of words in each in one or two elements, here and there a note or a break."""
    return Content(
        "Title", blocks=(Text("a", f"<p>{' '.join(_marked(each, chance) for each in sentences)}</p>"),)
    )


def _marked(sentence: str, chance: random.Random) -> str:
    words = [html.text(word) for word in sentence.split()]
    for _ in range(chance.randint(1, 2)):
        start = chance.randrange(len(words))
        end = min(len(words), start + chance.randint(1, 4))
        before, after = chance.choice(_AROUND).split("|")
        words[start:end] = [f"{before}{' '.join(words[start:end])}{after}"]
    if chance.random() < 0.3:
        words[chance.randrange(len(words))] += chance.choice(_ALONE)
    return " ".join(words)


def run() -> dict[str, dict[str, Any]]:
    apertium, texts, chance = engine(), news(), random.Random(128)
    pairs = [
        (ours, theirs)
        for ours, theirs in itertools.permutations(languages.CODES, 2)
        if ours in texts and apertium.supports(ours, theirs) and len(apertium.route(ours, theirs)) == 2
    ]
    asked = whole = placed = 0
    for number in range(ARTICLES):
        ours, theirs = pairs[number * len(pairs) // ARTICLES]
        start = chance.randrange(len(texts[ours]) - SENTENCES)
        content = marked_up(texts[ours][start : start + SENTENCES], chance)
        sources = [piece.text for cut in pieces_of(content, ours).values() for piece in cut if piece.codes]
        for source, answer in zip(sources, apertium.translate(sources, ours, theirs), strict=True):
            asked += 1
            text = answer.text or ""
            if answer.markup == "lost":
                text = put_around(text, kinds(source))
            whole += not problems(text, kinds(source)) and bool(text)
            placed += answer.markup == "kept" and bool(text)
    name = f"placeholders: {asked} segments of {ARTICLES} articles in {len(pairs)} pairs"
    return rows(
        [
            Figure(f"{name}, intact", 100 * whole / asked, {}, "%", 100.0, lower_is_better=False),
            Figure(f"{name}, in their place", 100 * placed / asked, {}, "%", lower_is_better=False),
        ]
    )
