"""What a carrier is: a way out of the house.

A carrier is used as a context manager, one line to the other side for a batch of messages::

    with carrier:
        carrier.hand_over(message)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import ClassVar, Protocol, Self


@dataclass(frozen=True, slots=True)
class Message:
    """One message for one reader. ``sender`` and ``to`` are mail addresses, the sender's with its name."""

    sender: str
    to: str
    subject: str
    text: str
    html: str
    headers: Mapping[str, str] = field(default_factory=dict)


class Carrier(Protocol):
    name: ClassVar[str]

    def __enter__(self) -> Self:
        """Opens nothing yet: a line that is not needed is not opened."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def hand_over(self, message: Message) -> None:
        """Return when the other side has taken the message, and only then.

        Otherwise raise a ``masthead.circulation.errors.NotCarried``: ``AddressRefused``, ``MessageRefused``,
        ``TryLater`` and ``Unreachable`` promise that it was not taken; ``Unanswered`` says that nobody knows.
        """
