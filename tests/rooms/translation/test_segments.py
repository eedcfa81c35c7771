"""From a content to sentences and back, and what becomes of translations when the source changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.contents import contents

from masthead.article.content import Content, Text, texts, with_texts
from masthead.article.lines import lines
from masthead.lib import html
from masthead.translation.carrying import carry
from masthead.translation.markup import MarkupError
from masthead.translation.segments import (
    Maker,
    Segment,
    Units,
    align,
    counts,
    engines,
    fill,
    open_sources,
    pieces_of,
    units_from_json,
    units_to_json,
    written,
)

ENGINE, PERSON = Maker("engine", "pseudo", "1"), Maker("person", "Thérèse")
AT = "2026-11-22T12:00:00+00:00"
some = settings(max_examples=40, deadline=None)


def _article(*paragraphs: str, key: str = "a") -> Content:
    return Content("Kopf", blocks=(Text(key, "".join(f"<p>{text}</p>" for text in paragraphs)),))


def _translated(content: Content, maker: Maker = ENGINE, old: Units | None = None) -> Units:
    """Every open sentence put between brackets."""
    units = carry(pieces_of(content, "de"), old or {})
    return fill(units, {source: (f"[{source}]", maker) for source in open_sources(units)}, AT)


def _targets(units: Units, path: str = "block/a/0") -> list[str]:
    return [segment.target for segment in units[path]]


@some
@given(contents())
def test_units_come_back_from_json_as_they_went(content: Content) -> None:
    units = _translated(content)

    assert units_from_json(units_to_json(units)) == units


@some
@given(contents(), st.sampled_from(["de", "ar", "ja"]))
def test_a_translation_word_for_word_says_what_the_original_says(content: Content, language: str) -> None:
    """Cut to sentences, numbered, put together: no word, link or emphasis is lost on the way."""
    pieces = pieces_of(content, "de")
    units = carry(pieces, {})
    units = fill(units, {source: (source, ENGINE) for source in open_sources(units)}, AT)

    again = with_texts(content, written(pieces, units, language))

    assert _bare(again) == _bare(content)
    assert [html.inline(text).count("<a ") for _, text in texts(again)] == [
        text.count("<a ") for _, text in texts(content)
    ]


def _bare(content: Content) -> list[str]:
    return ["".join(line.split()) for line in lines(content)]


@some
@given(contents())
def test_what_has_not_changed_keeps_every_translation(content: Content) -> None:
    units = _translated(content)

    assert carry(pieces_of(content, "de"), units) == units


@some
@given(contents(), st.randoms(use_true_random=False))
def test_blocks_that_change_places_or_keys_take_their_translations_along(content: Content, random) -> None:  # type: ignore[no-untyped-def]
    units = _translated(content)
    shuffled = [replace(block, id=f"new-{n}") for n, block in enumerate(content.blocks)]
    random.shuffle(shuffled)

    carried = carry(pieces_of(replace(content, blocks=tuple(shuffled)), "de"), units)

    assert counts(carried)[""] == 0


def test_one_changed_sentence_is_open_and_the_others_are_kept() -> None:
    units = _translated(_article("Eins. Zwei. Drei.", "Vier."))

    carried = carry(pieces_of(_article("Eins. Zwo. Drei.", "Vier."), "de"), units)

    assert _targets(carried) == ["[Eins.]", "", "[Drei.]"]
    assert list(open_sources(carried)) == ["Zwo."]


def test_an_inserted_paragraph_moves_the_others_and_opens_nothing_else() -> None:
    units = _translated(_article("Eins.", "Zwei."))

    carried = carry(pieces_of(_article("Null.", "Eins.", "Zwei."), "de"), units)

    assert list(open_sources(carried)) == ["Null."]


def test_a_sentence_that_stands_twice_is_asked_for_once() -> None:
    units = carry(pieces_of(_article("Eins. Eins.", "Eins."), "de"), {})

    assert list(open_sources(units)) == ["Kopf", "Eins."]


def _earlier(segment: Segment) -> tuple[str, ...]:
    return tuple((segment.before or {})[name] for name in ("source", "target", "name"))


def test_what_a_person_wrote_stays_beside_the_new_source() -> None:
    units = _translated(_article("Eins. Zwei. Drei."), PERSON)

    carried = carry(pieces_of(_article("Eins. Zwo. Drei."), "de"), units)

    assert _earlier(carried["block/a/0"][1]) == ("Zwei.", "[Zwei.]", "Thérèse")


def test_it_stays_there_until_somebody_has_translated_anew() -> None:
    units = carry(pieces_of(_article("Eins. Zwo."), "de"), _translated(_article("Eins. Zwei."), PERSON))

    again = carry(pieces_of(_article("Eins. Zwou."), "de"), units)

    assert _earlier(again["block/a/0"][1]) == ("Zwei.", "[Zwei.]", "Thérèse")


def test_what_an_engine_wrote_is_not_kept_beside_it() -> None:
    carried = carry(pieces_of(_article("Eins. Zwo."), "de"), _translated(_article("Eins. Zwei.")))

    assert carried["block/a/0"][1].before is None


def test_a_sentence_that_comes_back_finds_its_translation() -> None:
    first = _article("Eins. Zwei.")
    units = _translated(first, PERSON)
    changed = _translated(_article("Eins. Zwo."), ENGINE, units)

    back = carry(pieces_of(first, "de"), changed)

    assert counts(back) == {"person": 3, "engine": 0, "": 0}
    assert back == units


def test_sentences_that_a_person_joined_stay_together_while_their_sources_do() -> None:
    joined = (Segment(("Eins.", "Zwei.")).made("Eins und zwei.", PERSON, AT), Segment(("Drei.",)))
    units = {"block/a/0": joined}

    kept = carry(pieces_of(_article("Eins. Zwei. Drei."), "de"), units)["block/a/0"]
    broken = carry(pieces_of(_article("Eins. Zwo. Drei."), "de"), units)["block/a/0"]

    assert kept == joined
    assert [segment.target for segment in broken] == ["", "", ""]
    assert _earlier(broken[0]) == ("Eins. Zwei.", "Eins und zwei.", "Thérèse")
    assert carry(pieces_of(_article("Eins. Zwei. Drei."), "de"), {"block/a/0": broken})["block/a/0"] == joined


def test_only_texts_that_are_translated_throughout_are_written() -> None:
    content = _article("Eins. Zwei.", "Drei.")
    pieces = pieces_of(content, "de")
    units = fill(carry(pieces, {}), {"Eins.": ("[1]", ENGINE), "Drei.": ("[3]", ENGINE)}, AT)

    assert written(pieces, units, "fr") == {"block/a/1": "[3]"}


@pytest.mark.parametrize(("language", "between"), [("fr", " "), ("ja", ""), ("zh-hant", ""), ("ko", " ")])
def test_between_sentences_stands_what_the_language_writes(language: str, between: str) -> None:
    pieces = pieces_of(_article("Eins. Zwei."), "de")
    units = fill(carry(pieces, {}), {"Eins.": ("一。", ENGINE), "Zwei.": ("二。", ENGINE)}, AT)

    assert written(pieces, units, language)["block/a/0"] == f"一。{between}二。"


def test_links_and_emphasis_come_back_as_they_were() -> None:
    content = _article(
        'Ein <strong>langer</strong> <a href="https://x.example/?a=1&amp;b=2">Fluss</a>. Er fließt.'
    )
    pieces = pieces_of(content, "de")
    [first, _] = pieces["block/a/0"]

    units = fill(
        carry(pieces, {}),
        {
            first.text: ("Un <x2>fleuve</x2> <x1>long</x1>.", ENGINE),
            "Er fließt.": ("Il coule.", ENGINE),
        },
        AT,
    )

    assert first.text == "Ein <x1>langer</x1> <x2>Fluss</x2>."
    assert written(pieces, units, "fr")["block/a/0"] == (
        'Un <a href="https://x.example/?a=1&amp;b=2">fleuve</a> <strong>long</strong>. Il coule.'
    )


def test_a_whole_text_is_aligned_sentence_by_sentence() -> None:
    cut = pieces_of(_article("Eins. <em>Zwei</em>."), "de")["block/a/0"]

    segments = align(cut, "Un. <em>Deux</em>.", "fr", PERSON, AT)

    assert [(segment.sources, segment.target) for segment in segments] == [
        (("Eins.",), "Un."),
        (("<x1>Zwei</x1>.",), "<x1>Deux</x1>."),
    ]


def test_where_the_sentences_are_not_as_many_the_text_is_one_segment() -> None:
    cut = pieces_of(_article("Eins. <em>Zwei</em>."), "de")["block/a/0"]

    [segment] = align(cut, "Un et <em>deux</em>.", "fr", PERSON, AT)

    assert segment.sources == ("Eins.", "<x1>Zwei</x1>.")
    assert segment.target == "Un et <x1>deux</x1>."


@pytest.mark.parametrize(
    "html", ["Un. Deux.", "<strong>Un</strong>. <em>Deux</em>.", '<a href="https://e.vil">Un</a>.']
)
def test_a_text_with_other_markup_than_its_source_does_not_fit(html: str) -> None:
    cut = pieces_of(_article("Eins. <em>Zwei</em>."), "de")["block/a/0"]

    with pytest.raises(MarkupError):
        align(cut, html, "fr", PERSON, AT)


@some
@given(contents())
def test_a_text_aligned_with_itself_is_itself(content: Content) -> None:
    pieces = pieces_of(content, "de")
    said = dict(texts(content))

    units = {path: align(cut, said[path], "de", PERSON, AT) for path, cut in pieces.items() if cut}

    again = with_texts(content, written(pieces, units, "de"))
    assert _bare(again) == _bare(content)
    assert counts(units)["person"] == sum(len(cut) for cut in pieces.values())


def test_engines_at_work_are_named_once_with_their_version() -> None:
    units = {
        "a": (Segment(("x",)).made("y", ENGINE, AT), Segment(("z",)).made("y", PERSON, AT)),
        "b": (
            Segment(("x",)).made("y", ENGINE, AT),
            Segment(("q",)).made("y", Maker("engine", "apertium", "3"), AT),
        ),
    }

    assert engines(units) == [["apertium", "3"], ["pseudo", "1"]]


def test_a_text_that_is_cut_finer_than_before_keeps_its_translation() -> None:
    pieces = pieces_of(_article("Eins <b>ist</b> da. Zwei <em>auch</em>."), "de")
    whole = Segment(("Eins <x1>ist</x1> da. Zwei <x2>auch</x2>.",)).made(
        "One is. Two <x2>too</x2>, <x1>yes</x1>.", PERSON, AT
    )

    units = carry(pieces, {"block/a/0": (whole,)})

    (segment,) = units["block/a/0"]
    assert segment.sources == ("Eins <x1>ist</x1> da.", "Zwei <x1>auch</x1>.")
    assert (segment.target, segment.name) == (whole.target, "Thérèse")
    assert written(pieces, units, "en")["block/a/0"] == "One is. Two <em>too</em>, <b>yes</b>."


def test_a_text_that_is_cut_coarser_than_before_keeps_its_translation() -> None:
    pieces = pieces_of(_article("Das <b>sagte</b> Dr. <em>Weiß</em>. Sonst niemand."), "de")
    before = tuple(
        Segment((source,)).made(target, ENGINE, AT)
        for source, target in (
            ("Das <x1>sagte</x1> Dr.", "So <x1>said</x1> Dr"),
            ("<x1>Weiß</x1>.", "<x1>White</x1>."),
            ("Sonst niemand.", "Nobody else."),
        )
    )

    units = carry(pieces, {"block/a/0": before})

    assert [segment.sources for segment in units["block/a/0"]] == [
        ("Das <x1>sagte</x1> Dr. <x2>Weiß</x2>.",),
        ("Sonst niemand.",),
    ]
    assert _targets(units) == ["So <x1>said</x1> Dr <x2>White</x2>.", "Nobody else."]


def test_two_makers_are_not_put_into_one_segment() -> None:
    pieces = pieces_of(_article("Das sagte Dr. Weiß."), "de")
    before = (
        Segment(("Das sagte Dr.",)).made("So said Dr", PERSON, AT),
        Segment(("Weiß.",)).made("White.", ENGINE, AT),
    )

    (segment,) = carry(pieces, {"block/a/0": before})["block/a/0"]

    assert segment.target == ""
    assert _earlier(segment) == ("Das sagte Dr.", "So said Dr", "Thérèse")
