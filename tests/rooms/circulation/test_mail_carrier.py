"""The carrier by mail against a real SMTP server: what it promises of each answer."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from tests.rooms.circulation.post import Post, part

from masthead.circulation.carriers.contract import Message
from masthead.circulation.carriers.mail import Mail
from masthead.circulation.errors import (
    AddressRefused,
    MessageRefused,
    NotCarried,
    TryLater,
    Unanswered,
    Unreachable,
)


def message(to: str = "ann@example.org", **other: Any) -> Message:
    values = {
        "sender": "The Réview <letter@example.org>",
        "subject": "عنوان",
        "text": "Grüße\n",
        "html": "<p>Grüße</p>",
    }
    return Message(**{**values, "to": to, **other})


def test_a_message_arrives_as_it_was_written(post: Post) -> None:
    with Mail() as line:
        line.hand_over(
            message(headers={"List-Id": "<en.newsletter.example.org>", "Message-ID": "<1@example.org>"})
        )

    [mail] = post.taken
    assert (mail["From"], mail["Subject"]) == ("The Réview <letter@example.org>", "عنوان")
    assert (mail["List-Id"], mail["Message-ID"]) == ("<en.newsletter.example.org>", "<1@example.org>")
    assert part(mail, "plain").strip() == "Grüße"
    assert part(mail, "html").strip() == "<p>Grüße</p>"


def test_one_connection_carries_a_batch(post: Post) -> None:
    with Mail() as line:
        for number in range(5):
            line.hand_over(message(f"reader-{number}@example.org"))

    assert len(post.taken) == 5
    assert post.connections == 1


def test_a_line_that_nobody_used_is_not_opened(post: Post) -> None:
    with Mail():
        pass

    assert post.connections == 0


def test_a_dropped_connection_is_opened_again_and_nothing_is_lost_or_doubled(post: Post) -> None:
    post.hang_up_after = 2
    with Mail() as line:
        for number in range(6):
            line.hand_over(message(f"reader-{number}@example.org"))
            if number % 2:
                threading.Event().wait(0.1)

    assert [mail["To"] for mail in post.taken] == [f"reader-{number}@example.org" for number in range(6)]
    assert post.connections == 3


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        ("550 5.1.1 no such user", AddressRefused),
        ("550 no such user", AddressRefused),
        ("553 bad mailbox name", AddressRefused),
        ("550 5.2.1 mailbox disabled", AddressRefused),
        ("550 5.7.1 we do not like your network", MessageRefused),
        ("554 5.7.1 relay access denied", MessageRefused),
        ("552 5.2.2 mailbox full", MessageRefused),
        ("450 4.2.1 greylisted", TryLater),
        ("452 4.5.3 too many", TryLater),
        ("421 4.7.0 come back tomorrow", Unreachable),
    ],
)
def test_an_answer_about_the_address(post: Post, answer: str, meaning: type[NotCarried]) -> None:
    post.at_address["gone@example.org"] = answer
    with Mail() as line:
        with pytest.raises(NotCarried) as told:
            line.hand_over(message("gone@example.org"))
        line.hand_over(message("ann@example.org"))

    assert type(told.value) is meaning
    assert answer in str(told.value)
    assert [mail["To"] for mail in post.taken] == ["ann@example.org"]


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        ("554 5.7.1 looks like spam", MessageRefused),
        ("550 5.1.1 no such user after all", AddressRefused),
        ("550 content not wanted", MessageRefused),
        ("451 4.3.0 disk full", TryLater),
        ("break", Unanswered),
    ],
)
def test_an_answer_about_the_message(post: Post, answer: str, meaning: type[NotCarried]) -> None:
    post.at_data["ann@example.org"] = answer
    with Mail() as line:
        with pytest.raises(NotCarried) as told:
            line.hand_over(message())
        line.hand_over(message("bob@example.org"))

    assert type(told.value) is meaning
    assert [mail["To"] for mail in post.taken] == ["bob@example.org"]


def test_no_server_is_told_as_such(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    with pytest.raises(Unreachable) as told, Mail() as line:
        line.hand_over(message())

    assert not told.value.permanent


@pytest.fixture
def mute() -> Iterator[int]:
    """A port where somebody takes the call and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_server_that_says_nothing_is_not_waited_for(settings: Any, mute: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", mute, 0.2

    with pytest.raises(Unreachable), Mail() as line:
        line.hand_over(message())


def test_a_password_that_is_not_taken_is_no_fault_of_the_reader(settings: Any, post: Post) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "letter", "wrong"

    with pytest.raises(Unreachable), Mail() as line:
        line.hand_over(message())


@pytest.mark.parametrize(
    "other",
    [
        {"subject": "Hello\r\nBcc: everyone@example.org"},
        {"to": "ann@example.org\nBcc: everyone@example.org"},
        {"sender": "Review\r\nBcc: x <letter@example.org>"},
        {"headers": {"List-Id": "<x>\r\nBcc: everyone@example.org"}},
    ],
)
def test_nobody_writes_into_the_header(post: Post, other: dict[str, Any]) -> None:
    with pytest.raises(MessageRefused), Mail() as line:
        line.hand_over(message(**other))

    assert not post.taken
