"""What a server keeps: bounded, favourites last to leave, and nothing that has changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.press import files, stock
from masthead.press.negotiation import part, unchanged
from masthead.press.stock import OVERHEAD, Hot, Ready, Stock

BODY = b"a page"


def ready(size: int = 1_000) -> Ready:
    return Ready('"a"', "", b"", size, False, b"", b"", "", "", (0, 0, 0), None)


def room_for(number: int) -> int:
    return number * (1_000 + OVERHEAD)


def key(number: int) -> tuple[str, str]:
    return f"/{number}/", "br"


@pytest.fixture
def shop(home: Path) -> Stock:
    for name in ("ar", "en"):
        files.write(f"{name}/index.html", BODY)
    files.announce()
    (home / "media").mkdir()
    return Stock(home / "pressed", home / "media")


def test_memory_is_bounded_and_never_empties_itself() -> None:
    hot = Hot(room_for(10))

    for number in range(1_000):
        hot.put(key(number), ready())

        assert hot.held <= hot.room
    assert len(hot) == 10


def test_a_crawler_drives_out_no_page_that_readers_ask_for() -> None:
    hot = Hot(room_for(10))
    for number in range(5):
        hot.put(key(number), ready())

    for number in range(100, 1_000):
        for favourite in range(5):
            found = hot.get(key(favourite))
            assert found is not None
            found.asked = True
        hot.put(key(number), ready())

    assert all(hot.get(key(favourite)) for favourite in range(5))


def test_what_would_take_a_good_part_of_memory_is_not_kept() -> None:
    hot = Hot(room_for(16))
    hot.put(key(1), ready())

    hot.put(key(2), ready(size=room_for(3)))

    assert (len(hot), hot.get(key(2))) == (1, None)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4_000), st.booleans()), max_size=60))
def test_what_is_held_is_what_is_there(puts: list[tuple[int, int, bool]]) -> None:
    hot = Hot(room_for(8))
    sizes: dict[tuple[str, str], int] = {}

    for number, size, asked in puts:
        hot.put(key(number), ready(size))
        sizes[key(number)] = size
        if asked and (found := hot.get(key(number))):
            found.asked = True

    kept = [name for name in sizes if hot.get(name)]
    assert hot.held == sum(sizes[name] + OVERHEAD for name in kept) <= hot.room


def test_a_page_that_did_not_change_stays_in_memory_when_another_does(shop: Stock) -> None:
    arabic, english = shop.find("/ar/", ""), shop.find("/en/", "")

    files.write("en/index.html", b"new")
    files.announce()
    shop.look()

    assert shop.find("/ar/", "") is arabic
    assert (again := shop.find("/en/", "")) is not english
    assert again is not None
    assert again.body == b"new"


def test_a_page_of_the_same_length_and_moment_is_seen_to_be_another(shop: Stock, home: Path) -> None:
    shop.find("/ar/", "")
    before = os.stat(home / "pressed/ar/index.html")

    files.write("ar/index.html", b"b page")
    os.utime(home / "pressed/ar/index.html", ns=(before.st_atime_ns, before.st_mtime_ns))
    files.announce()
    shop.look()

    found = shop.find("/ar/", "")
    assert found is not None
    assert found.body == b"b page"


def test_two_changes_in_one_tick_of_the_clock_are_two(shop: Stock, home: Path) -> None:
    marker = home / "pressed" / stock.GENERATION
    for body in (b"first", b"other"):
        files.write("ar/index.html", body)
        files.announce()
        os.utime(marker, ns=(1, 1))
        shop.look()

        found = shop.find("/ar/", "")
        assert found is not None
        assert found.body == body


def test_a_page_that_is_gone_leaves_memory(shop: Stock) -> None:
    shop.find("/ar/", "")

    files.remove("ar/index.html")
    files.announce()
    shop.look()

    assert shop.find("/ar/", "") is None
    assert len(shop.hot) == 0


def test_a_folder_that_is_named_like_a_file_is_none(shop: Stock, home: Path) -> None:
    (home / "pressed/ar/v1.0").mkdir()

    assert shop.find("/ar/v1.0", "") is None


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("bytes=0-0", (0, 1)),
        ("bytes=2-", (2, 10)),
        ("bytes=-3", (7, 10)),
        ("bytes=-30", (0, 10)),
        ("bytes=5-99", (5, 10)),
        ("Bytes=5-6", (5, 7)),
        ("bytes=10-", (10, 10)),
        ("bytes=-0", (10, 10)),
        ("bytes=3-2", None),
        ("bytes=-", None),
        ("bytes=0-1,4-5", None),
        ("pages=1-2", None),
        ("bytes=٣-٤", None),
        ("bytes=" + "9" * 40 + "-", None),
    ],
)
def test_one_part_is_read_and_anything_else_is_the_whole(asked: str, found: tuple[int, int] | None) -> None:
    assert part(asked, 10) == found


DATE = "Mon, 23 Nov 2026 10:00:00 GMT"


@pytest.mark.parametrize(
    ("tag", "since", "same"),
    [
        ('"a"', None, True),
        ('W/"a"', None, True),
        ('"b", "a"', None, True),
        ("*", None, True),
        ('"b"', DATE, False),
        (None, DATE, True),
        (None, "Mon, 23 Nov 2026 10:00:01 GMT", True),
        (None, "Mon, 23 Nov 2026 09:59:59 GMT", False),
        (None, "Monday, 23-Nov-26 10:00:00 GMT", True),
        (None, "yesterday", False),
        (None, "", False),
        (None, None, False),
    ],
)
def test_a_tag_goes_before_a_date_and_an_odd_date_counts_for_nothing(
    tag: str | None, since: str | None, same: bool
) -> None:
    assert unchanged(tag, since, '"a"', DATE) is same
