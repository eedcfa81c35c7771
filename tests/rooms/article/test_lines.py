from hypothesis import given, settings
from tests.contents import contents

from masthead.article.content import Content, Footnote, References, Table, Text
from masthead.article.lines import lines


def test_lines_stand_in_the_order_of_print() -> None:
    content = Content(
        headline="Kopf",
        standfirst="Vorspann",
        blocks=(
            Text("a", "<p>Eins.[^1]</p><ul><li>Zwei<ol><li>Drei</li></ol></li></ul>"),
            Table("b", (("Vier", ""),), "Tafel"),
            References("c", ("<em>Werk</em>.",)),
        ),
        footnotes=(Footnote("1", "<p>Fuß</p>"),),
        disclaimer="Ohne Gewähr",
    )

    assert lines(content) == [
        *("Kopf", "Vorspann", "Eins.", "Zwei", "Drei", "Tafel", "Vier", "Werk."),
        *("Fuß", "Ohne Gewähr"),
    ]


def test_markers_of_footnotes_are_no_text() -> None:
    assert lines(Content("Kopf[^1]", blocks=(Text("a", "<p>Wort[^zwei].</p>"),))) == ["Kopf", "Wort."]


@settings(max_examples=40, deadline=None)
@given(contents())
def test_no_line_is_empty_or_holds_a_line_end(content: Content) -> None:
    assert all(line.strip() == line and line and "\n" not in line for line in lines(content))
