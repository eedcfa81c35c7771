from hypothesis import given
from hypothesis import strategies as st

from masthead.intake.body import parts, tidy, words

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
        "<h1>",
        "</h1>",
        "<h4>",
        "</h4>",
        "<div>",
        "</div>",
        "<blockquote>",
        "</blockquote>",
        "<table>",
        "<tr>",
        "<td>",
        "<th>",
        "</td>",
        "</tr>",
        "</table>",
        "<br>",
        "text ",
        "<a href='https://x.org/?a=1&b=2'>",
        "</a>",
        "&amp;",
        "<script>alert(1)</script>",
        "é",
        "<figure>",
        "<",
        "<svg>",
    ]
)


def test_a_body_keeps_headings_quotations_lists_and_tables() -> None:
    html = (
        "<div><h1>One</h1><p>Two <b>bold</b></p><ul><li>a</li></ul><blockquote>Said</blockquote>"
        "<table><tr><th>k</th><th>v</th></tr><tr><td>1</td><td>2</td></tr></table><h5>Three</h5></div>"
    )

    assert tidy(html) == (
        "<h2>One</h2><p>Two <strong>bold</strong></p><ul><li>a</li></ul><blockquote><p>Said</p></blockquote>"
        "<table><tr><th>k</th><th>v</th></tr><tr><td>1</td><td>2</td></tr></table><h3>Three</h3>"
    )


def test_a_table_that_lays_out_a_page_is_read_through() -> None:
    html = "<table><tr><td><table><tr><td>a</td></tr></table><p>b</p></td></tr></table>"

    assert tidy(html) == "<p>a</p><p>b</p>"


def test_the_words_of_a_body_have_a_line_for_each_piece() -> None:
    html = "<h2>One</h2><p>Two<br>lines</p><ul><li>a</li><li>b</li></ul><table><tr><td>1</td><td>2</td></tr></table>"

    assert words(parts(html)) == "One\n\nTwo\nlines\n\na\nb\n\n1 | 2"


def test_no_script_handler_or_odd_address_is_kept() -> None:
    html = '<h2 onclick="x()">a<script>b</script></h2><td><a href="javascript:c()">d</a></td><blockquote><img src=x onerror=e()>f</blockquote>'

    kept = tidy(html)

    assert "script" not in kept
    assert "on" not in kept.replace("</", "")
    assert "d" in kept


@given(st.lists(PIECES, max_size=30).map("".join))
def test_tidy_is_idempotent(messy: str) -> None:
    once = tidy(messy)

    assert tidy(once) == once
    assert "<script" not in once


def test_nesting_without_end_is_survived() -> None:
    assert "deep" in tidy("<div>" * 200 + "deep" + "</div>" * 200)
    assert tidy("<div>" * 5000 + "<blockquote>" * 300 + "deep") == ""
