from hypothesis import given
from hypothesis import strategies as st

from masthead.lib import html


def test_what_is_nested_without_end_is_read_as_its_words() -> None:
    assert html.flow("<ul><li>" * 100_000 + "words") == "<p>words</p>"
    assert html.inline("<ul><li>" * 100_000 + "words") == "words"


def test_many_lists_beside_each_other_stay_lists() -> None:
    lists = "<ul><li>a</li></ul>" * 3000

    assert html.flow(lists) == lists


PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<ul>",
        "<li>",
        "</li>",
        "</ul>",
        "<b>",
        "</b>",
        "<a href='https://x.org/?a=1&b=2'>",
        "</a>",
        "<div>",
        "</div>",
        "<br>",
        "text ",
        "&amp;",
        "<script>alert(1)</script>",
        "é",
        "<em>",
        "</em>",
        "<h2>",
        "<",
    ]
)


def test_loose_text_becomes_a_paragraph() -> None:
    assert html.flow("one <b>two</b><div>three</div>") == "<p>one <strong>two</strong></p><p>three</p>"


def test_a_list_inside_a_list_keeps_its_place() -> None:
    nested = "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>"

    assert html.flow(nested) == nested


def test_scripts_handlers_and_odd_addresses_go() -> None:
    hostile = '<p onclick="x()">a<script>b</script><a href="javascript:c()">d</a><img src=x onerror=e()></p>'

    assert html.flow(hostile) == "<p>ad</p>"


def test_a_scheme_is_written_small() -> None:
    assert html.inline('<a href="hTtpS://A.example/B">b</a>') == '<a href="https://A.example/B">b</a>'


def test_a_link_around_blocks_gives_blocks() -> None:
    assert html.flow('<a href="https://x.org"><p>a</p><p>b</p></a>') == "<p>a</p><p>b</p>"


@given(st.lists(PIECES, max_size=25).map("".join))
def test_flow_and_inline_are_idempotent(messy: str) -> None:
    flowing, lined = html.flow(messy), html.inline(messy)

    assert html.flow(flowing) == flowing
    assert html.inline(lined) == lined


@given(st.text(max_size=60))
def test_any_text_survives_as_text(value: str) -> None:
    kept = html.text(value)

    assert html.plain(html.inline(kept)).split() == html.plain(kept).split()


def test_each_text_visits_paragraphs_and_items_in_order() -> None:
    seen: list[tuple[int, str]] = []

    def turn(index: int, inner: str) -> str:
        seen.append((index, inner))
        return inner.upper()

    turned = html.each_text("<p>a</p><ul><li>b<ul><li>c</li></ul></li></ul>", turn)

    assert seen == [(0, "a"), (1, "b"), (2, "c")]
    assert turned == "<p>A</p><ul><li>B<ul><li>C</li></ul></li></ul>"
