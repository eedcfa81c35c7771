"""Hypothesis's contents: every kind of block, in many scripts, with lists in lists and footnotes.

The sentences are drawn from a fixed pool of some hundreds, so that a content costs few draws; how they stand
together is hypothesis's choice.
"""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import strategies as st

from masthead.article.content import (
    Block,
    Content,
    Embed,
    Footnote,
    Heading,
    Note,
    PictureBlock,
    Quotation,
    References,
    Table,
    Text,
)
from masthead.lib import html

# Words in the scripts of all editions, with what texts are hurt by: points, quotes, marks, odd spaces, code.
_TEXT = (
    "Rhein Straße l’eau «oui» Вода النهر، 3.14 ٤٢ هل؟ מים ש״ס वर्षा नदी। 川が流れる。 河流！ 강은 แม่น้ำ Çay Ā́ é ﬁ "
    "a.m. U.S.A. e.g. https://x.example/?a=1&b=2 <b> & &amp; \" ' < > [x] [^ ^] ½ 👩‍👩‍👧 \u200f \u2067ع\u2069 a\u00adb x\u00a0y"
)
WORDS = _TEXT.split(" ")
LABELS = ("1", "zwei", "ج")
ENDS = ("", ".", "!", "?", "…", "؟", "。", ".”", "।")


def _plain(random: Random) -> str:
    words = random.choices(WORDS, k=random.randint(1, 6))
    return html.text(" ".join(words).strip() + random.choice(ENDS))


def _inline(random: Random, depth: int = 2) -> str:
    parts = []
    for _ in range(random.randint(1, 3)):
        match random.randint(0, 5) if depth else 0:
            case 3:
                parts.append(f"[^{random.choice((*LABELS, 'missing'))}]")
            case 4:
                tag = random.choice(["em", "strong", "sub", "sup", "code"])
                parts.append(f"<{tag}>{_inline(random, depth - 1)}</{tag}>")
            case 5:
                inner = _plain(random)
                parts.append(f'<a href="https://quelle.example/?a=1&amp;b=2">{inner}</a>')
            case _:
                parts.append(_plain(random))
    return random.choice([" ", " ", "", "<br>"]).join(parts)


def _list(random: Random, depth: int = 2) -> str:
    tag = random.choice(["ul", "ol"])
    items = [
        f"<li>{_inline(random)}{_list(random, depth - 1) if depth and random.random() < 0.4 else ''}</li>"
        for _ in range(random.randint(1, 3))
    ]
    return f"<{tag}>{''.join(items)}</{tag}>"


def _one_of(pool: list[str]) -> st.SearchStrategy[str]:
    """Like ``sampled_from``, but without the whole pool in its name."""
    kept = [text for text in pool if text.strip()]
    return st.integers(0, len(kept) - 1).map(lambda number: kept[number])


_random = Random(51)
PLAIN = _one_of([_plain(_random) for _ in range(200)])
INLINE = _one_of([html.inline(_inline(_random)) for _ in range(300)])
LISTS = _one_of([html.flow(_list(_random)) for _ in range(100)])
FLOW = st.lists(st.one_of(INLINE.map("<p>{}</p>".format), LISTS), min_size=1, max_size=3).map("".join)
MAYBE = st.one_of(st.just(""), PLAIN)
KEYS = st.uuids(version=4).map(str)


def _rows(cell: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[tuple[str, ...], ...]]:
    return st.integers(1, 3).flatmap(
        lambda width: st.lists(
            st.lists(cell, min_size=width, max_size=width).map(tuple), min_size=1, max_size=3
        ).map(tuple)
    )


def blocks(picture: int = 1) -> st.SearchStrategy[Block]:
    """A block of any kind; ``picture`` is the key of a picture that there is."""
    return st.one_of(
        st.builds(Text, KEYS, FLOW),
        st.builds(Heading, KEYS, PLAIN, st.sampled_from([2, 3])),
        st.builds(Quotation, KEYS, FLOW, MAYBE, MAYBE, st.sampled_from(["", "https://quelle.example/z"])),
        st.builds(PictureBlock, KEYS, st.just(picture), PLAIN, MAYBE, MAYBE),
        st.builds(Table, KEYS, _rows(st.one_of(MAYBE, INLINE)), MAYBE, st.booleans(), st.booleans()),
        st.builds(Embed, KEYS, st.just("https://video.example/v"), PLAIN),
        st.builds(References, KEYS, st.lists(INLINE, min_size=1, max_size=3).map(tuple)),
        st.builds(Note, KEYS, FLOW, st.sampled_from(["note", "correction"])),
    )


def contents(picture: int = 1) -> st.SearchStrategy[Content]:
    lead = st.builds(PictureBlock, st.just("lead"), st.just(picture), PLAIN, MAYBE, MAYBE)
    notes = st.lists(st.sampled_from(LABELS), unique=True).flatmap(
        lambda labels: st.tuples(*(st.builds(Footnote, st.just(label), FLOW) for label in labels))
    )
    made: Any = st.builds(
        Content,
        headline=PLAIN,
        standfirst=MAYBE,
        lead=st.one_of(st.none(), lead),
        blocks=st.lists(blocks(picture), max_size=6, unique_by=lambda block: block.id).map(tuple),
        footnotes=notes,
        disclaimer=MAYBE,
    )
    return made
