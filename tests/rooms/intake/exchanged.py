"""Drafts as readers make them, for tests of what is written and read again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from masthead.intake import body, exchange
from masthead.intake.draft import Appearance, Byline, Draft, Found, Picture, Term
from masthead.intake.exchange import Text, clean

# Every plane, right to left, marks of direction, controls, what XML cannot carry, halves of pairs, markup.
_ANY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "אבגشצ\u200f\u202e\u2067\x00\x0b\x1b\x7f\x85\u2028\ufffe\uffff\ud800<>&\"'[]{}\\\t\n\r  "
        ),
    ),
    max_size=60,
)
LINE = _ANY.map(clean)
FULL = LINE.filter(bool)
SURE = st.just(1.0)


def found(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(Found, values, st.just("here"), SURE)


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | found(values)


ADDRESS = st.from_regex(
    r"https?://[a-z]{1,9}\.example/(?:[a-z0-9/_.~?=&-]|%[0-9A-F]{2}){0,20}", fullmatch=True
)
_DAY = st.dates(
    min_value=__import__("datetime").date(1991, 1, 1), max_value=__import__("datetime").date(2025, 1, 1)
)
_OFFSETS = st.sampled_from(["", "Z", "+00:00", "+05:30", "-03:00", "+14:00"])


@st.composite
def moments(draw: st.DrawFn) -> str:
    """A day, or a moment with or without its offset. One at midnight without an offset is a day."""
    day = draw(_DAY).isoformat()
    if draw(st.booleans()):
        return day
    clock = f"{draw(st.integers(0, 23)):02}:{draw(st.integers(0, 59)):02}:{draw(st.integers(1, 59)):02}"
    return f"{day}T{clock}{draw(_OFFSETS)}"


_PIECE = st.one_of(
    _ANY.map(lambda words: f"<p>{words}</p>"),
    st.builds(
        lambda words, url: (
            f'<p>{words} <a href="{url}">there</a> <em>and <strong>so</strong></em> on<br>x<sub>2</sub></p>'
        ),
        LINE,
        ADDRESS,
    ),
    LINE.map(lambda words: f"<h2>{words}</h2><h3>again</h3>"),
    LINE.map(lambda words: f"<ul><li>{words}</li><li>two<ol><li>inner</li></ol></li></ul>"),
    LINE.map(lambda words: f"<blockquote><p>{words}</p><p>— Somebody</p></blockquote>"),
    LINE.map(
        lambda words: f"<table><tr><th>a</th><th>{words}</th></tr><tr><td>1</td><td>2</td></tr></table>"
    ),
    st.just(
        "<p>The river rose again on Monday, said the mayor, and nobody was surprised by it at all this time.</p>"
    ),
    st.just(
        "<p>النهر ارتفع مرة أخرى يوم الاثنين، وقال العمدة إن أحداً لم يتفاجأ بذلك هذه المرة على الإطلاق.</p>"
    ),
)
LICENCE = (
    st.sampled_from(
        ["CC-BY-4.0", "CC-BY-NC-ND-4.0", "CC0-1.0", "CC-BY-SA-2.0", "public-domain", "all-rights-reserved"]
    )
    | st.builds(lambda url: f"{url}terms", ADDRESS)
    | FULL
)
LANGUAGE = st.sampled_from(["en", "de", "ar", "fa", "he", "pt-BR", "zh-Hant", "sr-Latn", "yi"])


def bodies() -> st.SearchStrategy[str]:
    """Body HTML with at least one piece."""
    return st.lists(_PIECE, min_size=1, max_size=6).map("".join).map(body.tidy).filter(bool)


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """A draft with a date and an identifier. What an item cannot tell apart is in its one form."""
    terms = st.builds(Term, FULL, st.sampled_from(["tag", "category", "region", "theme"]), LINE | ADDRESS)
    chain = st.builds(Appearance, FULL, st.just("") | ADDRESS, st.just("") | moments())
    people = st.builds(
        Byline,
        FULL,
        st.sampled_from(["author", "translator", "photographer", "editor", "illustrator", "reviewer"]),
    )
    label = st.from_regex(r"[\w-]{1,20}", fullmatch=True).filter(str.isascii)
    note = FULL.map(lambda words: exchange.inline(words)).filter(bool)
    notes = draw(st.lists(st.tuples(label, note), max_size=3, unique_by=lambda pair: pair[0]))
    text = Text(tuple(body.parts(draw(bodies()))), (), tuple(notes))
    pictures = st.builds(Picture, ADDRESS, LINE, LINE, LINE)
    made = exchange.draft(
        "here",
        text,
        [draw(found(LANGUAGE))] if draw(st.booleans()) else [],
        draw(st.lists(pictures, max_size=3)),
        headline=draw(maybe(FULL)),
        standfirst=draw(maybe(FULL)),
        bylines=exchange.once(draw(st.lists(found(people), max_size=4))),
        published=draw(found(moments())),
        updated=draw(maybe(moments())),
        outlet=draw(maybe(FULL)),
        canonical=draw(maybe(ADDRESS)),
        licence=draw(maybe(LICENCE)),
        rights=draw(maybe(FULL)),
        mining=draw(maybe(FULL | ADDRESS)),
        source_note=draw(maybe(FULL)),
        author_note=draw(maybe(FULL)),
        identifier=draw(found(ADDRESS | st.uuids().map("urn:uuid:{}".format))),
        version=draw(maybe(st.integers(1, 999).map(str))),
        digital_source=draw(maybe(ADDRESS)),
        terms=exchange.once(draw(st.lists(found(terms), max_size=5))),
        chain=exchange.once(draw(st.lists(found(chain), max_size=4))),
    )
    # Regions have a list of their own in ninjs.
    return replace(made, terms=tuple(sorted(made.terms, key=lambda one: one.value.kind == "region")))


def said(draft: Draft) -> dict[str, Any]:
    """A draft without where and how surely its values were found."""
    return {name: value for name, value in draft.to_json().items() if name not in {"found", "source"}}
