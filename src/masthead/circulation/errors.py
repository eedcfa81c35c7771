"""What can go wrong on the way out. Every error has a stable ``code`` and a sentence that says what to do."""

from __future__ import annotations

from typing import ClassVar


class CirculationError(Exception):
    """Base of the room. ``permanent``: the same again will fail again."""

    code: ClassVar[str] = "circulation"
    permanent: ClassVar[bool] = True


class BadAddress(CirculationError):
    """What was typed is no mail address. ``word`` is the key of the interface text that says so."""

    code = "bad-address"

    def __init__(self, sentence: str, word: str) -> None:
        super().__init__(sentence)
        self.word = word


class SlowDown(CirculationError):
    code = "slow-down"
    permanent = False


class LinkInvalid(CirculationError):
    """A confirm or unsubscribe link that was altered, has expired, or whose subscriber is gone."""

    code = "link-invalid"


class NoSender(CirculationError):
    """The outlet has no mail address to send from."""

    code = "no-sender"

    def __init__(self) -> None:
        super().__init__("The outlet has no mail address to send from. Enter one in its settings.")


class NotAllowed(CirculationError):
    code = "not-allowed"


class AlreadySent(CirculationError):
    """The issue is on its way or has arrived: it is never sent a second time."""

    code = "already-sent"


class NothingToSend(CirculationError):
    """No article of the issue is published."""

    code = "nothing-to-send"


class NobodyToSendTo(CirculationError):
    code = "nobody-to-send-to"


class NotCarried(CirculationError):
    """Base of what a carrier says of a message it did not, or perhaps did not, hand over."""

    code = "not-carried"


class AddressRefused(NotCarried):
    """The other side knows no such address, or it is closed for good."""

    code = "address-refused"


class MessageRefused(NotCarried):
    """The other side will not take this message, for a reason that lies not in the address."""

    code = "message-refused"


class TryLater(NotCarried):
    """The other side asks to try this message again later. It has not taken it."""

    code = "try-later"
    permanent = False


class Unreachable(NotCarried):
    """There is no line to the other side, or it takes nothing from us now. It has taken nothing."""

    code = "unreachable"
    permanent = False


class Unanswered(NotCarried):
    """The line broke while the message was handed over: it may have arrived, so it is not sent again."""

    code = "unanswered"
