"""Names that are not to be translated come back from an engine as they went."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.translation.asking import ask
from masthead.translation.glossary import Form, Glossary, Kind, Term
from masthead.translation.markup import encode, plain, problems
from masthead.translation.markup import kinds as kinds_of
from masthead.translation.protecting import protect, restore

NAMES = Glossary(
    tuple(Term((Form("en", name),), kind=Kind.NAME, translate=False) for name in ("Reuters", "Doctors & Co"))
)


def protected(text: str) -> str:
    return protect(text, NAMES.found_in(plain(text), "en", "fr")).text


def test_a_name_goes_inside_a_code_of_its_own() -> None:
    assert protected("<x1>Says</x1> Reuters.") == "<x1>Says</x1> <x2>Reuters</x2>."
    assert protected("<x3>Doctors &amp; Co and Reuters</x3>") == (
        "<x3><x4>Doctors &amp; Co</x4> and <x5>Reuters</x5></x3>"
    )
    assert protected("Nothing &lt;here&gt;") == "Nothing &lt;here&gt;"


def test_a_name_that_is_marked_within_is_left_alone() -> None:
    assert protected("Doctors <x1>&amp; Co</x1>") == "Doctors <x1>&amp; Co</x1>"


@pytest.mark.parametrize(
    ("answer", "restored"),
    [
        ("Selon <x1>Royteurs</x1>.", "Selon Doctors &amp; Co."),
        ("Selon <x1>les médecins &amp; Cie</x1>.", "Selon Doctors &amp; Co."),
        ("Selon <x1>ce que dit la maison de médecins</x1>.", "Selon ce que dit la maison de médecins."),
        ("<x1>la maison Doctors &amp; Co</x1> dit", "la maison Doctors &amp; Co dit"),
        ("Selon <x1></x1>.", "Selon Doctors &amp; Co."),
        ("Selon <x1><x2>Royteurs</x2></x1>.", "Selon <x2>Royteurs</x2>."),
        ("Selon eux.", "Selon eux."),
        ("Selon </x1>eux<x1>.", "Selon eux."),
    ],
)
def test_what_comes_back_in_its_code_is_the_name_again(answer: str, restored: str) -> None:
    assert restore(answer, {1: "Doctors & Co"}) == restored


@given(st.lists(st.sampled_from(["Reuters", "Doctors & Co", "said", "<x1>", "</x1>", "<x2/>", "&", " "])))
def test_a_text_that_nobody_touches_comes_back_as_it_was(parts: list[str]) -> None:
    text = " ".join(part if part.startswith("<") else encode(part) for part in parts)
    sent = protect(text, NAMES.found_in(plain(text), "en", "fr"))

    assert plain(sent.text) == plain(text)
    assert restore(sent.text, sent.names) == text


def test_an_engine_without_terms_keeps_names_and_translates_the_rest(settings: object) -> None:
    settings.MASTHEAD_ENGINES = ["pseudo"]  # type: ignore[attr-defined]

    asked = ask(["Reuters <x1>says</x1> so."], "en", "fr", [], glossary=NAMES)

    [(target, _)] = asked.found.values()
    assert target == "[Reuters <x1>şåýş</x1> şö.]"
    assert not problems(target, kinds_of("Reuters <x1>says</x1> so."))
    [call] = asked.calls
    assert call.characters == len("Reuters says so.")


def test_an_engine_that_takes_terms_is_told_only_those_of_its_texts(settings: object) -> None:
    settings.MASTHEAD_ENGINES = ["tests.rooms.translation.odd_engines.Told"]  # type: ignore[attr-defined]
    glossary = Glossary(
        (
            *NAMES.terms,
            Term((Form("en", "river"), Form("fr", "fleuve"))),
            Term((Form("en", "sea"), Form("fr", "mer"))),
        )
    )

    asked = ask(["Reuters of the rivers."], "en", "fr", [], glossary=glossary)

    [(target, _)] = asked.found.values()
    assert target == "Reuters=- rivers=fleuve"
