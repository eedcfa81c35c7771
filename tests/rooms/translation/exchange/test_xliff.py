"""XLIFF in and out: what is read from both families, and that what is written says the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.translation.exchange import xliff
from masthead.translation.exchange.errors import NotReadable
from masthead.translation.exchange.values import Exchange, File, Inline, Note, Segment, Unit
from masthead.translation.markup import encode


def _second(inside: str, target: str = "", about: str = "") -> bytes:
    done = f"<target>{target}</target>" if target else ""
    return (
        '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="de">'
        f'<file id="f"><unit id="u">{about}<segment id="s"><source>{inside}</source>{done}</segment></unit></file></xliff>'
    ).encode()


def _first(inside: str, target: str = "", state: str = "") -> bytes:
    said = f' state="{state}"' if state else ""
    done = f"<target{said}>{target}</target>" if target else ""
    return (
        '<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">'
        '<file original="f" source-language="en" target-language="de" datatype="html"><body>'
        f'<trans-unit id="u"><source>{inside}</source>{done}</trans-unit></body></file></xliff>'
    ).encode()


def _only(data: bytes) -> Segment:
    return xliff.read(data).files[0].units[0].segments[0]


def test_a_pair_and_a_standalone_code_of_version_2() -> None:
    segment = _only(
        _second('A <pc id="7">big</pc> <ph id="9"/>&amp; cat', '<ph id="9"/><pc id="7">groß</pc>')
    )

    assert segment.source == "A <x1>big</x1> <x2/>&amp; cat"
    assert segment.target == "<x2/><x1>groß</x1>"
    assert [code.id for code in segment.codes] == ["7", "9"]


def test_halves_that_nest_are_a_pair_and_halves_that_cross_are_not() -> None:
    assert _only(_second('<sc id="1"/>a<ec startRef="1"/>')).source == "<x1>a</x1>"
    crossed = _only(_second('<sc id="1"/>a<pc id="2">b<ec startRef="1"/>c</pc>'))
    assert crossed.source == "<x1/>a<x2>b<x3/>c</x2>"
    assert [code.kind for code in crossed.codes] == ["start", "pair", "end"]


def test_original_data_is_what_a_code_stands_for() -> None:
    about = '<originalData><data id="d">&lt;b&gt;</data><data id="e">&lt;/b&gt;</data></originalData>'
    segment = _only(_second('<pc id="1" dataRefStart="d" dataRefEnd="e">a</pc>', about=about))
    assert segment.codes == (Inline("1", "pair", "<b>", "</b>"),)


def test_annotations_are_left_out_and_their_words_stay() -> None:
    assert (
        _only(_second('a <mrk id="m" type="term">term</mrk><sm id="n"/>b<em startRef="n"/>')).source
        == "a termb"
    )


def test_characters_that_xml_cannot_hold() -> None:
    segment = _only(_second('a<cp hex="0001"/>b'))
    assert segment.source == "a\x01b"


@pytest.mark.parametrize(
    ("inside", "coded"),
    [
        ('<g id="1">a</g><x id="2"/>', "<x1>a</x1><x2/>"),
        ('<bpt id="1">&lt;b&gt;</bpt>a<ept id="1">&lt;/b&gt;</ept>', "<x1>a</x1>"),
        ('<bpt id="1" rid="r">{</bpt>a<ept id="2" rid="r">}</ept>', "<x1>a</x1>"),
        ('<bx id="1"/>a<ex id="1"/>', "<x1>a</x1>"),
        ('<it id="1" pos="open">[</it>a', "<x1/>a"),
        ('a<ph id="1">%s</ph>b', "a<x1/>b"),
        ('a <mrk mtype="protected">b</mrk>', "a b"),
    ],
)
def test_the_codes_of_version_1(inside: str, coded: str) -> None:
    assert _only(_first(inside)).source == coded


@pytest.mark.parametrize(
    ("said", "state", "detail"),
    [
        ("new", "initial", ""),
        ("needs-l10n", "initial", "needs-l10n"),
        ("needs-review-translation", "translated", "needs-review-translation"),
        ("translated", "translated", ""),
        ("signed-off", "reviewed", ""),
        ("final", "final", ""),
        ("x-ours", "", "x-ours"),
    ],
)
def test_the_states_of_version_1(said: str, state: str, detail: str) -> None:
    segment = _only(_first("a", "b", said))
    assert (segment.state, segment.detail) == (state, detail)


def test_segments_of_version_1_are_the_marks_in_its_cut_source() -> None:
    data = _first("One. Two.").replace(
        b"</trans-unit>",
        b'<seg-source><mrk mtype="seg" mid="0">One.</mrk> <mrk mtype="seg" mid="1">Two.</mrk></seg-source>'
        b'<target><mrk mtype="seg" mid="0">Eins.</mrk> <mrk mtype="seg" mid="1">Zwei.</mrk></target></trans-unit>',
    )
    segments = xliff.read(data).files[0].units[0].segments

    assert [(s.source, s.target, s.ignorable) for s in segments] == [
        ("One.", "Eins.", False), (" ", None, True), ("Two.", "Zwei.", False),
    ]  # fmt: skip


def test_a_target_without_segments_is_that_of_the_whole() -> None:
    data = _first("One. Two.", "Eins, zwei.").replace(
        b"<target>",
        b'<seg-source><mrk mtype="seg" mid="0">One.</mrk> <mrk mtype="seg" mid="1">Two.</mrk></seg-source><target>',
    )
    assert [(s.source, s.target) for s in xliff.read(data).files[0].units[0].segments] == [
        ("One. Two.", "Eins, zwei.")
    ]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no well-formed XML"),
        (b"<xliff", "no well-formed XML"),
        (b"<tmx version='1.4'/>", "no XLIFF"),
        (b"<xliff/>", "which version"),
        (b'<!DOCTYPE xliff [<!ENTITY a "b">]><xliff version="1.2">&a;</xliff>', "entities"),
        (b"<a>" * 240 + b"</a>" * 240, "deep"),
        (_second("a").replace(b"<source>a</source>", b""), "no <source>"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(data: bytes, why: str) -> None:
    with pytest.raises(NotReadable, match=why):
        xliff.read(data)


def test_a_namespace_that_is_no_address_hides_no_text() -> None:
    data = _second("a").replace(b"<xliff ", b'<xliff xmlns:t="NOT AN: address" ')
    assert _only(data).source == "a"


WORDS = st.text(
    st.characters(codec="utf-8", exclude_characters="\r"), max_size=12
).map(encode)  # fmt: skip


@st.composite
def exchanges(draw: st.DrawFn) -> Exchange:
    """Units of every shape, with codes numbered through a unit."""
    units = []
    for name in range(draw(st.integers(1, 3))):
        segments: list[Segment] = []
        codes = 0
        for number in range(draw(st.integers(1, 3))):
            if number and draw(st.booleans()):
                segments.append(Segment("", draw(st.sampled_from([" ", "\n", "\u3000"])), ignorable=True))
            data = st.sampled_from(["", "<b>", "&amp;"])
            inlines = (
                Inline(f"c{codes}", "pair", draw(data), draw(data)),
                Inline(f"c{codes + 1}", "alone", draw(data)),
            )
            codes += 2
            source = f"{draw(WORDS)}<x1>{draw(WORDS)}<x2/></x1>{draw(WORDS)}"
            target = draw(st.one_of(st.none(), st.just(f"<x2/>{draw(WORDS)}<x1>{draw(WORDS)}</x1>")))
            state = draw(st.sampled_from(["translated", "reviewed", "final"])) if target else ""
            segments.append(Segment(f"s{number}", source, target, state, "", inlines))
        notes = tuple(
            Note(text, "kind") for text in draw(st.lists(st.sampled_from(["Look", "<b> & so"]), max_size=2))
        )
        units.append(
            Unit(
                f"u{name}",
                tuple(segments),
                draw(st.sampled_from(["", "block/1"])),
                draw(st.booleans()),
                notes,
            )
        )
    return Exchange("2.1", "en", "de", (File("f1", tuple(units), "f1"),))


@given(exchanges())
def test_what_is_written_as_version_2_is_read_again_and_valid(exchange: Exchange) -> None:
    written = xliff.write(exchange)

    assert xliff.read(written) == exchange
    assert xliff.faults(written) == []


@given(exchanges())
def test_what_is_written_as_version_1_is_read_again_and_valid(exchange: Exchange) -> None:
    written = xliff.write(exchange, "1.2")

    assert xliff.read(written).files[0].units == exchange.files[0].units
    assert xliff.faults(written) == []
