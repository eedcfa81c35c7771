"""How alike two texts are: lightly edited copies are found, others are left alone."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.intake import likeness
from masthead.intake.likeness import bands, beside, share, shingles

_SYLLABLES = [first + second for first in "bdfglmnp" for second in "aeiou"]
_SIGNS = "水河山火木金土日月人口手目耳足力大小中上下左右東西南北春夏秋冬年時分今前後国町村市"


def _vocabulary(chance: random.Random) -> list[str]:
    return ["".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4))) for _ in range(4000)]


def _article(chance: random.Random, words: list[str], length: int = 500) -> list[str]:
    """Words as they fall in a language: few of them very often."""
    weights = [1 / (rank + 3) for rank in range(len(words))]
    return chance.choices(words, weights, k=length)


def _edited(chance: random.Random, article: list[str], words: list[str], part: float) -> list[str]:
    """Some words replaced, one paragraph cut, a line put before and after."""
    changed = [chance.choice(words) if chance.random() < part else word for word in article]
    start = chance.randrange(len(changed) - 40)
    del changed[start : start + 40]
    return [*chance.choices(words, k=12), *changed, *chance.choices(words, k=12)]


def _found(copies: list[str], originals: list[str]) -> tuple[float, float]:
    """Precision and recall of finding each copy's original, as it is done with the database."""
    index: dict[int, list[int]] = {}
    known = [shingles(text) for text in originals]
    for number, one in enumerate(known):
        for key in bands(one):
            index.setdefault(key, []).append(number)
    right = wrong = 0
    for number, text in enumerate(copies):
        ours = shingles(text)
        near = {other for key in bands(ours) for other in index.get(key, [])}
        alike = {other for other in near if share(ours, known[other]) >= likeness.ALIKE}
        right += number in alike
        wrong += len(alike - {number})
    return right / max(1, right + wrong), right / len(copies)


@pytest.mark.parametrize("part", [0.0, 0.05, 0.1])
def test_lightly_edited_copies_are_found_and_nothing_else(part: float) -> None:
    chance = random.Random(7)
    words = _vocabulary(chance)
    originals = [_article(chance, words) for _ in range(150)]
    copies = [" ".join(_edited(chance, article, words, part)) for article in originals]

    precision, recall = _found(copies, [" ".join(article) for article in originals])

    assert precision == 1.0
    assert recall >= 0.98


def test_a_text_without_spaces_is_found_by_its_characters() -> None:
    chance = random.Random(11)
    originals = ["".join(_article(chance, list(_SIGNS), 600)) for _ in range(60)]
    copies = [text[:200] + "新" + text[203:590] for text in originals]

    assert _found(copies, originals) == (1.0, 1.0)


def test_articles_about_the_same_in_the_same_words_stay_two() -> None:
    chance = random.Random(3)
    words = _vocabulary(chance)
    statement = _article(chance, words, 120)  # both quote it in full
    first, second = (_article(chance, words, 380) + statement for _ in range(2))

    assert share(shingles(" ".join(first)), shingles(" ".join(second))) < likeness.ALIKE


@given(st.text(max_size=400))
def test_case_accents_and_punctuation_make_no_difference(text: str) -> None:
    assert shingles(text) == shingles(f"  {text} !… ")


def test_what_is_written_otherwise_is_the_same() -> None:
    assert shingles("Le café, l’été!  Une RÉUNION") == shingles("le cafe l'ete une reunion")


def test_the_sketch_of_a_text_never_changes() -> None:
    """Sketches are kept for ever: another value here makes every arrival before it unrecognisable."""
    keys = bands(shingles(" ".join(f"word{number}" for number in range(60))))

    assert (len(keys), keys[0], keys[-1]) == (32, KEYS[0], KEYS[1])


KEYS = (-7611066442631081643, 4778575482081461787)


@given(st.text(max_size=300))
def test_any_text_has_a_sketch_that_a_database_can_keep(text: str) -> None:
    assert all(-(1 << 63) <= key < 1 << 63 for key in bands(shingles(text)))


def test_a_text_too_short_is_like_nothing() -> None:
    few = shingles("Only a handful of words stand here.")

    assert bands(few) == ()
    assert share(few, few) == 0.0


def test_sentences_that_differ_are_marked_on_both_sides() -> None:
    left, right = beside(
        ["One stands here. Two stands here.", "Three."],
        ["TWO stands here! Four is new.", "Three."],
        ("en", "en"),
    )

    assert [[(s.text, s.same) for s in paragraph] for paragraph in left] == [
        [("One stands here.", False), ("Two stands here.", True)],
        [("Three.", True)],
    ]
    assert [s.same for s in right[0]] == [True, False]
