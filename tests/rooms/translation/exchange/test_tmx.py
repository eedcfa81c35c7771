"""TMX in and out: what is read, and that what is written says the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.translation.exchange import tmx
from masthead.translation.exchange.errors import NotReadable
from masthead.translation.exchange.tmx import Unit, Variant
from masthead.translation.markup import encode


def _file(source: str, target: str = "b", *, about: str = "", head: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{head}<tmx version="1.4"><header srclang="en" segtype="sentence" datatype="xml"/>'
        f'<body><tu tuid="1" {about}><tuv xml:lang="de-DE"><seg>{target}</seg></tuv>'
        f'<tuv xml:lang="en"><seg>{source}</seg></tuv></tu></body></tmx>'
    ).encode()


def _read(data: bytes) -> list[Unit]:
    return list(tmx.read(BytesIO(data)))


def _texts(data: bytes) -> list[str]:
    return [variant.text for variant in _read(data)[0].variants]


@pytest.mark.parametrize(
    ("source", "target", "coded"),
    [
        ('<bpt i="1" x="1">[</bpt>a<ept i="1">]</ept>', '<bpt i="4" x="1"/>b<ept i="4"/>', ["<x1>b</x1>", "<x1>a</x1>"]),
        ('a<ph x="1"/> <ph x="2"/>', 'b<ph x="2"/><ph x="1"/>', ["b<x2/><x1/>", "a<x1/> <x2/>"]),
        ("a<ph>%s</ph>", "b<ph>%s</ph>", ["b<x1/>", "a<x1/>"]),
        ('<it pos="begin" x="1"/>a', "b", ["b", "<x1/>a"]),
        ("a <hi>big</hi> cat &amp; <ut>x</ut>", "b", ["b", "a big cat &amp; <x1/>"]),
        ('<bpt i="1"/>a<bpt i="2"/>b<ept i="1"/>c<ept i="2"/>', "b", ["b", "<x1/>a<x2>b<x3/>c</x2>"]),
        ('<ph x="1">code <sub>words</sub></ph>a', "b", ["b", "<x1/>a"]),
    ],
)  # fmt: skip
def test_codes_are_numbered_from_the_source(source: str, target: str, coded: list[str]) -> None:
    assert _texts(_file(source, target)) == coded


def test_who_and_when_stand_at_the_unit_or_the_variant() -> None:
    data = _file("a", about='creationid="Ann" creationdate="20200102T030405Z" changeid="Ben"')
    variant = _read(data)[0].variants[0]
    assert (variant.language, variant.name) == ("de-DE", "Ben")
    assert variant.at == datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_dates_that_are_none_are_left_out() -> None:
    assert _read(_file("a", about='creationdate="yesterday"'))[0].variants[0].at is None


def test_the_dtd_may_be_named_but_is_not_fetched() -> None:
    assert _texts(_file("a", head='<!DOCTYPE tmx SYSTEM "http://nowhere.example/tmx14.dtd">')) == ["b", "a"]


def test_other_encodings_are_read() -> None:
    data = (
        _file("é")
        .decode()
        .replace('<?xml version="1.0"?>', '<?xml version="1.0" encoding="UTF-16"?>')
        .encode("utf-16")
    )
    assert _texts(data) == ["b", "é"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no <tmx>"),
        (b"<html/>", "no <tmx>"),
        (_file("a")[:-20], "well-formed"),
        (_file("&e;", head='<!DOCTYPE tmx [<!ENTITY e "x">]>'), "entities"),
        (_file("a" * 9_000_000), "MB|well-formed"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(data: bytes, why: str) -> None:
    with pytest.raises(NotReadable, match=why):
        _read(data)


def test_units_come_before_the_file_has_been_read_to_its_end() -> None:
    class Endless(BytesIO):
        """A memory that never ends."""

        def __init__(self) -> None:
            super().__init__()
            self._parts = self._all()

        def _all(self) -> Iterator[bytes]:
            whole = _file("a")
            start, end = whole.index(b"<tu "), whole.index(b"</body>")
            yield whole[:start]
            while True:
                yield whole[start:end] * 200

        def read(self, size: int | None = -1) -> bytes:
            return next(self._parts)

    assert len(list(islice(tmx.read(Endless()), 2000))) == 2000


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"),
    max_size=10,
)
TEXTS = st.builds(
    lambda a, b, c: f"{encode(a)}<x1>{encode(b)}<x2/></x1>{encode(c)}", WORDS, WORDS, WORDS
)  # fmt: skip
MOMENTS = st.integers(600_000_000, 1_900_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
UNITS = st.lists(
    st.builds(
        Unit,
        st.sampled_from(["", "1", 'a"b']),
        st.sampled_from(["en", "de"]),
        st.tuples(
            st.builds(Variant, st.just("en"), TEXTS),
            st.builds(Variant, st.just("de"), TEXTS, WORDS.map(str.strip), MOMENTS, st.sampled_from(["person", "engine"]), st.just("1")),
        ),
    ),
    max_size=4,
)  # fmt: skip


@given(UNITS)
def test_what_is_written_is_read_again(units: list[Unit]) -> None:
    assert _read("".join(tmx.write(units, "en")).encode()) == units


def test_where_a_text_comes_from_is_written_and_read() -> None:
    made = datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)
    target = Variant("de", "b", "Ben", made, "person", "", "Ann", made)
    unit = Unit(
        "1", "en", (Variant("en", "a"), target), "R & D", "<x1>One</x1> &lt;b&gt;.", "Three &amp; four."
    )

    assert _read("".join(tmx.write([unit], "en")).encode()) == [unit]


@pytest.mark.parametrize(
    ("kind", "said", "read"),
    [
        ("x-context-pre", "&lt;seg>One &amp;amp; &lt;bpt i='1'>{}&lt;/bpt>two&lt;ept i='1'>{}&lt;/ept>.&lt;/seg>", "One &amp; two."),
        ("x-context-pre", "One &amp; &lt;two>", "One &amp; &lt;two&gt;"),
        ("prev", "One &amp; two", "One &amp; two"),
        ("x-context", "12345, 678", ""),
    ],
)  # fmt: skip
def test_the_sentence_before_is_read_as_other_tools_write_it(kind: str, said: str, read: str) -> None:
    data = _file("a").replace(
        b'<tuv xml:lang="de-DE">', f'<prop type="{kind}">{said}</prop><tuv xml:lang="de-DE">'.encode()
    )

    assert (_read(data)[0].before, _read(data)[0].after) == (read, "")
