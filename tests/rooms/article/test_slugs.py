import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.article.slugs import MAX, SLUG, free, slug


@pytest.mark.parametrize(
    ("headline", "made"),
    [
        ("The Charter’s preamble", "the-charters-preamble"),
        ("Ein Fluß, zehn Länder", "ein-fluss-zehn-lander"),
        ("Река", "reka"),
        ("河流", "heliu"),
        ("!?", ""),
    ],
)
def test_a_slug_is_plain_ascii_for_any_script(headline: str, made: str) -> None:
    assert slug(headline) == made


def test_a_long_headline_is_cut_between_words() -> None:
    made = slug("sehr " * 40)

    assert len(made) <= MAX
    assert made.endswith("-sehr")


@given(st.text())
def test_whatever_the_headline_the_slug_can_stand_in_an_address(headline: str) -> None:
    made = slug(headline)

    assert len(made) <= MAX
    assert made == "" or SLUG.regex.fullmatch(made)


def test_a_taken_slug_gets_a_number() -> None:
    assert free("fluss", {"fluss", "fluss-2"}.intersection) == "fluss-3"
    assert free("", set[str]().intersection) == "untitled"
