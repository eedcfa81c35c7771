"""Lists of subscribers, which are no articles. They are counted; no address of mail is kept or shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from masthead.intake.archive import Left, Piece
from masthead.intake.readers.archives.shape import columns, heads, named, table
from masthead.intake.sources.members import Members, opened

MAIL = re.compile(r"[^\s@,;<>\"']{1,64}@[^\s@,;<>\"']{1,255}")
_COLUMNS = frozenset(
    {"email", "e-mail", "email address", "email_address", "e-mail address", "subscriber email"}
)
# What an article would be in a table, and no list of subscribers has.
_WRITING = frozenset(
    {"content_html", "html", "body", "rich content", "plain content", "content", "post_id", "subject"}
)
# Columns that tell the lists of one platform from others.
_PLATFORMS = (
    ("Mailchimp", frozenset({"member_rating", "optin_time"})),
    ("Substack", frozenset({"active_subscription", "prefer_digests"})),
    ("Substack", frozenset({"email_disabled", "prefer_digests"})),
    ("beehiiv", frozenset({"stripe_customer_id", "tier"})),
    ("Curated", frozenset({"subscribed at", "utm last path"})),
    ("Ghost", frozenset({"subscribed_to_emails", "complimentary_plan"})),
    ("Buttondown", frozenset({"email_address", "subscriber_type"})),
)


def recognise(path: Path, head: bytes) -> bool:
    return any(is_list(start) for suffix in (".csv", ".txt") for _, start in heads(path, head, suffix))


def is_list(head: bytes) -> bool:
    """Do these first bytes begin a list of subscribers?"""
    names = columns(head)
    if names & _COLUMNS:
        return not names & _WRITING
    return _only_addresses(head)


def pieces(path: Path, site: str = "") -> Iterator[Piece]:
    with opened(path) as members:
        for name in members.names:
            with members.stream(name) as file:
                head = file.read(4096)
            if is_list(head):
                yield left(members, name)
            else:
                yield Left(safe(name), "file", "It is no list of subscribers and no article.")


def lists(members: Members) -> Iterator[Left]:
    """The lists of subscribers among the tables of an export."""
    for name in named(members, ".csv"):
        with members.stream(name) as file:
            head = file.read(4096)
        if is_list(head):
            yield left(members, name)


def left(members: Members, name: str) -> Left:
    """What a list is, and how many stand in it."""
    with members.stream(name) as file:
        names = columns(file.read(4096))
    if names & _COLUMNS:
        number = sum(1 for _ in table(members, name))
        platform = next((each for each, marks in _PLATFORMS if marks <= names), "")
    else:
        with members.stream(name) as file:
            number = sum(1 for line in file if b"@" in line)
        platform = ""
    whose = f" of {platform}" if platform else ""
    people = "subscriber" if number == 1 else "subscribers"
    return Left(
        safe(name),
        "member",
        f"It is a list{whose} with {number} {people} and no article. Subscribers belong to circulation and do not move in with articles.",
    )


def safe(name: str) -> str:
    """A file's name without any address of mail in it."""
    return MAIL.sub("…", name)


def _only_addresses(head: bytes) -> bool:
    lines = [line.strip() for line in head.decode("utf-8", "replace").splitlines() if line.strip()]
    if len(head) >= 4096:
        lines = lines[:-1]
    return bool(lines) and all(MAIL.fullmatch(line) for line in lines)
