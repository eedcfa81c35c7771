import pytest

from masthead.article.localised import Said
from masthead.article.models import Person, Theme


def test_a_text_is_said_in_its_own_language_where_there_is_no_other() -> None:
    theme = Theme(name="Gewässer", language="de")

    assert theme.said("name", "ar") == Said("Gewässer", "de")


def test_a_translation_says_who_made_it() -> None:
    theme = Theme(name="Gewässer", language="de")
    theme.say("name", Said("Eaux", "fr", "apertium", "3.8"))

    said = theme.said("name", "fr")

    assert (said.text, said.by_machine) == ("Eaux", True)


def test_its_own_language_is_never_overlaid() -> None:
    theme = Theme(name="Gewässer", language="de", translations={"name": {"de": {"text": "Wasser"}}})

    assert theme.said("name", "de").text == "Gewässer"


def test_a_field_that_is_not_translated_is_refused() -> None:
    with pytest.raises(ValueError, match=r"Person\.url is not translated"):
        Person(name="Ada").say("url", Said("x", "fr"))
