import pytest

from masthead.intake.draft import Draft
from masthead.intake.errors import IntakeError
from masthead.intake.readers import registry
from masthead.intake.readers.markdown import split
from masthead.intake.sources.delivery import Delivery

HEADED = """---
title: "Der Fluss"
author: Jana Dorn, Max Moor
translator: Ida Lind
date: 2. Mai 2024
lang: de
licence: CC-BY-4.0
source: https://gazette.example/river
tags:
  - eins
---
# Der Fluss

Das Wasser stieg in der Nacht um drei Meter.[^a] Siehe [Pegel](https://data.example/p).

## Danach

> Ein Satz, den niemand vergisst.

1. eins
2. zwei

[^a]: Gemessen am *Pegel* der Brücke.
"""


def read(text: str) -> Draft:
    return registry.read(Delivery(text.encode(), "text.md"))


def test_the_header_says_who_when_and_on_which_terms() -> None:
    draft = read(HEADED)

    flat = draft.to_json()

    assert flat["headline"] == "Der Fluss"
    assert [(row["name"], row["role"]) for row in flat["bylines"]] == [
        ("Jana Dorn", "author"),
        ("Max Moor", "author"),
        ("Ida Lind", "translator"),
    ]
    assert (flat["published"], flat["language"], flat["licence"]) == ("2024-05-02", "de", "CC-BY-4.0")
    assert flat["canonical"] == "https://gazette.example/river"
    assert flat["found"]["headline"] == {"where": "header:title", "sure": 1.0}


def test_the_body_keeps_its_structure_and_its_footnotes() -> None:
    draft = read(HEADED)

    assert draft.body_html == (
        '<p>Das Wasser stieg in der Nacht um drei Meter.[^a] Siehe <a href="https://data.example/p">Pegel</a>.</p>'
        "<h2>Danach</h2><blockquote><p>Ein Satz, den niemand vergisst.</p></blockquote>"
        "<ol><li>eins</li><li>zwei</li></ol>"
    )
    assert draft.footnotes == (("a", "Gemessen am <em>Pegel</em> der Brücke."),)


def test_without_a_header_the_first_heading_is_the_headline() -> None:
    draft = read("Some *words* before.\n\n# The **river**\n\nMore words.")

    assert draft.headline is not None
    assert (draft.headline.value, draft.headline.where) == ("The river", "markdown:#")
    assert draft.body_text == "Some words before.\n\nMore words."


def test_two_rules_are_no_header() -> None:
    assert read("---\n\nWords between rules.\n\n---\n\nMore.").body_text == "Words between rules.\n\nMore."


def test_a_header_written_in_another_way_is_read() -> None:
    draft = read("---\r\nTitle: 'The: river'\r\nauthors: [Jana Dorn, Max Moor]\r\n---\r\nText of it.")

    assert draft.headline is not None
    assert draft.headline.value == "The: river"
    assert [found.value.name for found in draft.bylines] == ["Jana Dorn", "Max Moor"]


def test_raw_html_in_markdown_is_sanitised() -> None:
    html = read("# A\n\nText <script>alert(1)</script><b onclick=x>bold</b> [x](javascript:y)").body_html

    assert "alert" not in html
    assert "onclick" not in html
    assert "javascript" not in html.replace("[x](javascript:y)", "")


@pytest.mark.parametrize(
    "text", ["---\ntitle: Only a header\n---\n", "# Only a headline", "[^1]: Only a note"]
)
def test_a_file_without_text_is_refused(text: str) -> None:
    with pytest.raises(IntakeError) as caught:
        read(text)

    assert caught.value.code == "no-article"


def test_nesting_without_end_is_survived() -> None:
    assert "words" in read("words\n\n" + ">" * 3000 + " deep").body_text


def test_an_empty_item_of_a_header_is_none() -> None:
    assert split("---\ntags:\n  -  \n  - two\n---\nText.") == ({"tags": "two"}, "Text.")
