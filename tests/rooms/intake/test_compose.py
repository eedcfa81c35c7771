from dataclasses import replace

from masthead.article.content import Footnote, Heading, Quotation, References, Table, Text
from masthead.intake.compose import compose
from masthead.intake.draft import Draft, Found


def draft(html: str) -> Draft:
    return Draft(source="x", body_html=html, body_text="")


def test_paragraphs_and_lists_between_headings_are_one_block() -> None:
    blocks, notes = compose(draft("<p>a</p><ul><li>b</li></ul><h2>c</h2><p>d</p><h3>e</h3>"))

    assert [
        (type(block), getattr(block, "html", None) or getattr(block, "text", "")) for block in blocks
    ] == [
        (Text, "<p>a</p><ul><li>b</li></ul>"),
        (Heading, "c"),
        (Text, "<p>d</p>"),
        (Heading, "e"),
    ]
    assert [block.level for block in blocks if isinstance(block, Heading)] == [2, 3]
    assert notes == ()


def test_a_quotation_keeps_its_speaker() -> None:
    (block,), _ = compose(draft("<blockquote><p>Nobody slept.</p><p>— Jana Dorn</p></blockquote>"))

    assert isinstance(block, Quotation)
    assert (block.html, block.speaker) == ("<p>Nobody slept.</p>", "Jana Dorn")


def test_a_table_says_which_cells_are_headers_and_has_rows_of_one_length() -> None:
    html = "<table><tr><th>k</th><th>v</th></tr><tr><th>a</th><td>1</td></tr><tr><th>b</th></tr></table>"

    (block,), _ = compose(draft(html))

    assert isinstance(block, Table)
    assert block.rows == (("k", "v"), ("a", "1"), ("b", ""))
    assert (block.header_row, block.header_column) == (True, True)


def test_a_list_under_a_heading_of_references_is_a_list_of_references() -> None:
    html = "<h2>Literatur</h2><ol><li>Dorn, <em>Flüsse</em></li><li>Moor</li></ol><h2>Danach</h2><ol><li>x</li></ol>"

    blocks, _ = compose(draft(html))

    assert [type(block) for block in blocks] == [Heading, References, Heading, Text]
    assert isinstance(blocks[1], References)
    assert blocks[1].items == ("Dorn, <em>Flüsse</em>", "Moor")


def test_the_standfirst_is_not_repeated() -> None:
    opened = replace(
        draft("<p>It <em>rained.</em></p><p>Then more.</p>"),
        standfirst=Found("It rained.", "html:standfirst", 0.9),
    )

    (block,), _ = compose(opened)

    assert isinstance(block, Text)
    assert block.html == "<p>Then more.</p>"


def test_footnotes_come_along() -> None:
    _, notes = compose(replace(draft("<p>a[^1]</p>"), footnotes=(("1", "b"),)))

    assert notes == (Footnote("1", "b"),)


def test_a_block_keeps_its_name_while_its_words_stay() -> None:
    one, _ = compose(draft("<h2>a</h2><p>b</p>"))
    two, _ = compose(draft("<p>new</p><h2>a</h2><p>b</p>"))

    assert [block.id for block in one] == [block.id for block in two][1:]
    assert len({block.id for block in two}) == 3
