import json

from hypothesis import given, settings
from tests.contents import contents

from masthead.article.content import (
    Content,
    Heading,
    PictureBlock,
    Quotation,
    References,
    Table,
    Text,
    texts,
    with_texts,
)


@settings(max_examples=40, deadline=None)
@given(contents())
def test_a_content_comes_back_from_json_as_it_went(content: Content) -> None:
    kept = json.loads(json.dumps(content.to_json()))

    assert Content.from_json(kept) == content


@settings(max_examples=40, deadline=None)
@given(contents())
def test_json_of_a_content_is_equal_to_itself_after_the_database(content: Content) -> None:
    """Otherwise every publication of an article with a table would look like a change of its words."""
    assert json.loads(json.dumps(content.to_json())) == content.to_json()


@settings(max_examples=40, deadline=None)
@given(contents())
def test_texts_put_back_change_nothing(content: Content) -> None:
    assert with_texts(content, dict(texts(content))) == content


@settings(max_examples=40, deadline=None)
@given(contents())
def test_every_text_has_a_path_of_its_own(content: Content) -> None:
    paths = [path for path, _ in texts(content)]

    assert len(paths) == len(set(paths))


@settings(max_examples=40, deadline=None)
@given(contents())
def test_a_replaced_text_is_found_under_its_path(content: Content) -> None:
    replaced = {path: f"({number})" for number, (path, _) in enumerate(texts(content))}

    assert dict(texts(with_texts(content, replaced))) == replaced


def test_paths_name_what_a_text_is() -> None:
    content = Content(
        headline="Kopf",
        lead=PictureBlock("lead", 7, "Bild", "Unterschrift", "Paula"),
        blocks=(
            Text("a", "<p>eins</p><ul><li>zwei<ol><li>drei</li></ol></li></ul>"),
            Heading("b", "vier"),
            Quotation("c", "<p>fünf</p>", "sechs", "sieben"),
            Table("d", (("acht", ""), ("", "neun")), "zehn"),
        ),
    )

    assert dict(texts(content)) == {
        "headline": "Kopf",
        "lead/alt": "Bild",
        "lead/caption": "Unterschrift",
        "block/a/0": "eins",
        "block/a/1": "zwei",
        "block/a/2": "drei",
        "block/b": "vier",
        "block/c/0": "fünf",
        "block/c/speaker": "sechs",
        "block/c/source": "sieben",
        "block/d/caption": "zehn",
        "block/d/0.0": "acht",
        "block/d/1.1": "neun",
    }


def test_references_and_credits_are_not_translated() -> None:
    content = Content(
        "Kopf",
        blocks=(References("a", ("Strabon: Geographika.",)), PictureBlock("b", 1, credit="Paula")),
    )

    assert [path for path, _ in texts(content)] == ["headline"]
