from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from masthead.record import keys, queries
from masthead.record.actions import Statement, append
from masthead.record.errors import BadPage, RecordError, Unreadable
from masthead.record.models import Entry
from masthead.record.verify import Verdict, verify, verify_chain

pytestmark = pytest.mark.django_db

LINES = ("عنوان المقال", "الجملة الأولى. الجملة الثانية؟ الجملة الثالثة.", "حاشية")
PATH = "ar/article/12/index.html"
Publish = Callable[..., Entry]
Falsify = Callable[..., None]


def page(*lines: str, entry: object = 1, subject: str = "article/12/ar", frame: str = "") -> bytes:
    marked = "".join(f"<p data-line>{line}</p>\n" for line in lines)
    return (
        '<!doctype html><html lang="ar"><meta charset="utf-8">'
        f'<meta name="masthead:subject" content="{subject}">'
        f'<meta name="masthead:entry" content="{entry}"><body>{frame}{marked}</body></html>'
    ).encode()


def press(*files: tuple[str, bytes], subject: str = "pages") -> int:
    pages = {path: hashlib.sha256(html).hexdigest() for path, html in files}
    with transaction.atomic():
        [entry] = append([Statement("pages.pressed", subject, {"pages": pages})])
    return entry.number


def test_a_page_that_says_what_was_recorded_holds(publish: Publish) -> None:
    entry = publish(*LINES, by="Editor", engine=None, reviewer="Translator")

    verdict = verify(page(*LINES))

    assert verdict == Verdict(
        holds=True,
        subject="article/12/ar",
        entry=1,
        at=entry.at,
        newest=True,
        says={"by": "Editor", "engine": None, "reviewer": "Translator"},
        faults=(),
    )


def test_a_page_spaced_and_framed_otherwise_holds(publish: Publish) -> None:
    publish(*LINES)
    spaced = [line.replace(" ", "\r\n\t&nbsp;") + "\u200f" for line in LINES]

    assert verify(page(*spaced, frame="<nav>Another site</nav>")).holds


def test_a_changed_sentence_is_named(publish: Publish) -> None:
    publish(*LINES)

    verdict = verify(page(LINES[0], LINES[1].replace("الثانية", "الأخرى"), LINES[2]))

    assert not verdict.holds
    assert verdict.faults == ("A sentence is not as it was recorded: “الجملة الأخرى؟”.",)
    assert verdict.subject == "article/12/ar"


def test_added_and_missing_sentences_are_named(publish: Publish) -> None:
    publish(*LINES)

    assert verify(page(*LINES, "Buy now!")).faults == (
        "A sentence was added that is not in the record: “Buy now!”.",
    )
    assert verify(page(*LINES[:2])).faults == ("Sentence 5 of the recorded text is missing from the page.",)
    assert not verify(page()).holds


def test_a_long_list_of_faults_is_cut(publish: Publish) -> None:
    publish(*LINES)

    verdict = verify(page(*(f"{number} {'long ' * 300}" for number in range(500))))

    assert len(verdict.faults) == 101
    assert verdict.faults[-1] == "400 more sentences differ."
    assert max(map(len, verdict.faults)) < 600


def test_an_older_state_holds_and_is_not_the_newest(publish: Publish) -> None:
    publish(*LINES)
    publish("A correction.")

    verdict = verify(page(*LINES))

    assert verdict.holds
    assert not verdict.newest
    assert verify(page("A correction.", entry=2)).newest


def test_a_page_that_names_the_entry_of_another_article_does_not_hold(publish: Publish) -> None:
    publish(*LINES)

    verdict = verify(page(*LINES, subject="article/13/ar"))

    assert verdict.faults == ("The page is about “article/13/ar”, and its entry 1 is about “article/12/ar”.",)


def test_a_page_that_names_no_known_entry_does_not_hold(publish: Publish) -> None:
    verdict = verify(page(*LINES, entry=77))

    assert verdict == Verdict(
        holds=False,
        subject="article/12/ar",
        entry=77,
        at=None,
        newest=False,
        says={},
        faults=("The page names entry 77, which is not in the record.",),
    )


def test_an_entry_without_a_text_proves_none(publish: Publish) -> None:
    press((PATH, b""), subject="article/12/ar")

    assert verify(page(*LINES)).faults == ("Entry 1 (pages.pressed) records no text.",)


def test_a_falsified_entry_proves_nothing(publish: Publish, falsify: Falsify) -> None:
    publish(*LINES)
    publish("Another text.")
    falsify(
        "UPDATE record_entry SET body = (SELECT body FROM record_entry WHERE number = 2) WHERE number = 1"
    )

    verdict = verify(page("Another text."))

    assert not verdict.holds
    assert verdict.faults == (
        "Entry 1 was changed: its hash is not that of its content.",
        "Entry 1 does not bear the outlet's signature.",
    )


def test_an_entry_whose_predecessor_was_replaced_proves_nothing(publish: Publish, falsify: Falsify) -> None:
    publish("Another text.")
    publish(*LINES)
    falsify("UPDATE record_entry SET hash = %s WHERE number = 1", "0" * 64)

    assert verify(page(*LINES, entry=2)).faults == ("Entry 2 does not follow entry 1.",)


def test_an_entry_whose_predecessor_is_gone_proves_nothing(publish: Publish, falsify: Falsify) -> None:
    publish("Another text.")
    publish(*LINES)
    falsify("DELETE FROM record_entry WHERE number = 1")

    assert verify(page(*LINES, entry=2)).faults == ("Entry 1 is missing.",)


def test_without_the_outlets_key_nothing_is_proved(publish: Publish) -> None:
    publish(*LINES)
    keys.key_file().unlink()

    assert verify(page(*LINES)).faults == ("Entry 1 is signed with a key that is not the outlet's.",)
    assert not keys.key_file().exists()


def test_a_page_as_it_was_pressed_holds_in_text_and_frame(publish: Publish) -> None:
    publish(*LINES)
    html = page(*LINES)
    pressed = press((PATH, html))

    verdict = verify(html, page_entry=pressed, path=PATH)

    assert verdict.holds
    assert (verdict.entry, verdict.subject) == (1, "article/12/ar")


def test_a_changed_frame_is_found_where_the_text_is_the_same(publish: Publish) -> None:
    publish(*LINES)
    pressed = press((PATH, page(*LINES)))

    verdict = verify(page(*LINES, frame="<p>Advertisement</p>"), page_entry=pressed, path=PATH)

    assert verdict.faults == (f"The page as a whole is not the file that entry 2 records as “{PATH}”.",)


def test_a_page_without_marks_is_judged_by_its_frame_alone(publish: Publish) -> None:
    front = b"<!doctype html><title>Front page</title>"
    pressed = press(("index.html", front))

    verdict = verify(front, page_entry=pressed, path="index.html")

    assert verdict.holds
    assert (verdict.entry, verdict.subject, verdict.newest) == (1, "pages", True)
    assert verdict.says == {}
    assert not verify(front + b" ", page_entry=pressed, path="index.html").holds


@pytest.mark.parametrize(
    ("number", "path", "fault"),
    [
        (2, "other.html", "Entry 2 records no page “other.html”."),
        (1, "index.html", "Entry 1 (edition.published) records no pages."),
        (9, "index.html", "Entry 9, of the pressing of this page, is not in the record."),
        (-1, "index.html", "Entry -1, of the pressing of this page, is not in the record."),
        (2**70, "index.html", f"Entry {2**70}, of the pressing of this page, is not in the record."),
    ],
)
def test_a_frame_that_was_not_recorded_does_not_hold(
    publish: Publish, number: int, path: str, fault: str
) -> None:
    publish(*LINES)
    front = b"<title>Front page</title>"
    press(("index.html", front))

    assert verify(front, page_entry=number, path=path).faults == (fault,)


@pytest.mark.parametrize(
    "html", [b"", b"\0\1", b"<p data-line>Text</p>", b'<meta name="masthead:subject" content="a">']
)
def test_a_page_that_does_not_say_what_it_is_is_refused(html: bytes) -> None:
    with pytest.raises(BadPage, match="does not say what it is"):
        verify(html)


def test_a_frame_without_its_path_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="path"):
        verify(b"", page_entry=1)


def test_a_check_asks_two_questions(publish: Publish, django_assert_num_queries: Any) -> None:
    publish(*LINES)
    html = page(*LINES)
    pressed = press((PATH, html))

    with django_assert_num_queries(2):
        verify(html, page_entry=pressed, path=PATH)


def test_a_whole_record_has_no_faults(publish: Publish) -> None:
    assert list(verify_chain()) == []

    for number in range(250):
        publish(f"Text {number}.")

    assert list(verify_chain()) == []


@pytest.mark.parametrize(
    ("sql", "numbers"),
    [
        ("UPDATE record_entry SET kind = 'edition.withdrawn' WHERE number = 2", [2, 2]),
        ("UPDATE record_entry SET subject = 'article/1/he' WHERE number = 2", [2, 2]),
        ("UPDATE record_entry SET body = '{}' WHERE number = 2", [2, 2]),
        ("UPDATE record_entry SET at = '2020-01-01 00:00:00+00:00' WHERE number = 2", [2, 2]),
        ("UPDATE record_entry SET hash = 'forged' WHERE number = 2", [2, 3]),
        ("UPDATE record_entry SET signature = 'AAAA' WHERE number = 2", [2]),
        ("UPDATE record_entry SET key = 'x' WHERE number = 2", [2]),
        ("UPDATE record_entry SET number = 4 WHERE number = 3", [4, 4, 4]),
        ("DELETE FROM record_entry WHERE number = 2", [3]),
        ("DELETE FROM record_entry WHERE number = 1", [2]),
    ],
)
def test_a_falsified_row_is_named(publish: Publish, falsify: Falsify, sql: str, numbers: list[int]) -> None:
    for number in range(3):
        publish(f"Text {number}.")
    falsify(sql)

    assert [fault.number for fault in verify_chain()] == numbers


@pytest.mark.parametrize("at", ["never", "2026-13-45 00:00:00", "", 5])
def test_a_row_that_cannot_be_read_is_named(publish: Publish, falsify: Falsify, at: object) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite takes any value in any column")
    publish("One.")
    publish("Two.")
    falsify("UPDATE record_entry SET at = %s WHERE number = 2", at)

    assert {(fault.number, fault.code) for fault in verify_chain()} == {(2, "unreadable")}
    with pytest.raises(Unreadable, match="Entry 2 cannot be read"):
        list(queries.export())


def test_a_page_of_an_entry_that_cannot_be_read_is_refused_in_a_sentence(
    publish: Publish, falsify: Falsify
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite takes any value in any column")
    publish(*LINES)
    falsify("UPDATE record_entry SET at = '2026-13-45 00:00:00'")

    with pytest.raises(RecordError, match="Entry 1 cannot be read"):
        verify(page(*LINES))
