from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from tests import factories as make
from tests.contents import contents

from masthead.article.content import Content, PictureBlock, Text
from masthead.article.models import Article
from masthead.article.snapshot import content_of, footnotes_of, stream_of
from masthead.lib import html

pytestmark = pytest.mark.django_db


def _composed(content: Content) -> Article:
    article = Article(
        headline=html.plain(content.headline),
        standfirst=html.plain(content.standfirst),
        disclaimer=html.plain(content.disclaimer),
    )
    if content.lead:
        article.lead_picture_id = content.lead.picture
        article.lead_alt, article.lead_caption = (
            html.plain(content.lead.alt),
            html.plain(content.lead.caption),
        )
    make.compose(article, content.blocks, content.footnotes)
    return article


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(contents().filter(lambda content: content.lead is None))
def test_what_is_composed_from_a_content_says_the_same(content: Content) -> None:
    blocks = tuple(block for block in content.blocks if not isinstance(block, PictureBlock))
    content = _tidy(replace(content, blocks=blocks))

    again = content_of(_composed(content))

    assert again == _cells_as_text(content)


def _tidy(content: Content) -> Content:
    """An editor's single-line fields hold plain text, with white space as it is printed."""
    return replace(
        content,
        headline=html.text(html.plain(content.headline)),
        standfirst=html.text(html.plain(content.standfirst)),
        disclaimer=html.text(html.plain(content.disclaimer)),
        blocks=tuple(_tidy_block(block) for block in content.blocks),
    )


def _tidy_block(block: object) -> object:
    fields = {"speaker", "source", "caption", "title", "text"} & set(type(block).__dataclass_fields__)  # type: ignore[attr-defined]
    return replace(block, **{name: html.text(html.plain(getattr(block, name))) for name in fields})  # type: ignore[type-var]


def _cells_as_text(content: Content) -> Content:
    """A table's cells are plain text at the desk."""
    return replace(
        content,
        blocks=tuple(
            replace(
                block, rows=tuple(tuple(html.text(html.plain(cell)) for cell in row) for row in block.rows)
            )
            if block.kind == "table"
            else block
            for block in content.blocks
        ),
    )


def test_a_picture_s_own_credit_is_no_text_of_the_article() -> None:
    """It is printed from the picture: whoever corrects it there corrects it everywhere."""
    picture = make.picture(credit="Paula & Paul")
    article = _composed(
        Content("Kopf", lead=PictureBlock("lead", picture.pk, "Bild"), blocks=(_picture(picture.pk),))
    )

    content = content_of(article)

    assert content.lead is not None
    assert content.lead.credit == ""
    assert content.blocks == (_picture(picture.pk),)


def _picture(key: int, credit: str = "") -> PictureBlock:
    return PictureBlock(make.block_id("picture"), key, "Ein Rechteck", "Der Fluss", credit)


def test_a_picture_that_was_deleted_leaves_its_caption() -> None:
    picture = make.picture()
    article = _composed(Content("Kopf", blocks=(_picture(picture.pk),)))
    picture.delete()

    [block] = content_of(article).blocks

    assert isinstance(block, PictureBlock)
    assert (block.picture, block.caption) == (0, "Der Fluss")


def test_what_editors_paste_is_cleaned() -> None:
    article = Article(headline="<b>Kopf</b> & Fuß")
    article.body = [
        {"type": "text", "value": '<p onclick="x()">a<script>b</script></p>', "id": make.block_id("a")}
    ]

    content = content_of(article)

    assert content.headline == "&lt;b&gt;Kopf&lt;/b&gt; &amp; Fuß"
    assert content.blocks == (Text(make.block_id("a"), "<p>a</p>"),)


def test_block_keys_that_are_no_uuid_become_one_and_stay_the_same() -> None:
    [raw] = stream_of([Text("opening", "<p>a</p>")])
    [again] = stream_of([Text("opening", "<p>b</p>")])

    assert len(raw["id"]) == 36
    assert raw["id"] == again["id"]


def test_footnotes_keep_their_labels() -> None:
    _, notes = make.every_kind(1)

    assert [row["value"]["label"] for row in footnotes_of(notes)] == ["1", "zwei"]
