"""Mail, by whatever backend Django is set to; SMTP's answers are told apart by code."""

from __future__ import annotations

import re
import smtplib
from contextlib import suppress
from types import TracebackType
from typing import Any, ClassVar, Self

from django.core.mail import EmailMultiAlternatives, get_connection

from masthead.circulation.carriers.contract import Message
from masthead.circulation.errors import (
    AddressRefused,
    MessageRefused,
    NotCarried,
    TryLater,
    Unanswered,
    Unreachable,
)

# Enhanced status codes (RFC 3463) that speak of the address: X.1.z, and a mailbox that is closed.
_ADDRESS = re.compile(r"\b5\.(?:1\.\d{1,3}|2\.1)\b")
_ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_CLOSED = {550, 551, 553}
_LONGEST_ANSWER = 300
_BROKEN = (
    "The connection broke while the message was handed over. It may have arrived, so it is not sent again."
)


class Mail:
    """One connection for a batch, opened at the first message and again after a drop."""

    name: ClassVar[str] = "mail"

    def __init__(self) -> None:
        self._line: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def hand_over(self, message: Message) -> None:
        line = self._open()
        letter = EmailMultiAlternatives(
            subject=message.subject,
            body=message.text,
            from_email=message.sender,
            to=[message.to],
            headers=dict(message.headers),
            connection=line,
        )
        letter.attach_alternative(message.html, "text/html")
        try:
            taken = line.send_messages([letter])
        except ValueError as error:  # BadHeaderError is one: a line break in a header. Nothing was said yet.
            raise MessageRefused(f"The message cannot be written: {error}") from error
        except OSError as error:  # smtplib's own errors are OSErrors too
            raise _told(error) from error
        if not taken:
            raise MessageRefused("The mail server was given nothing to send.")

    def _open(self) -> Any:
        """A line that answers. Asking first leaves little room for a break in the middle of a message."""
        if self._line is not None and not _answers(self._line):
            self._hang_up()
        if self._line is None:
            line = get_connection()
            try:
                line.open()
            except OSError as error:
                with suppress(OSError):
                    line.close()
                raise Unreachable(f"The mail server cannot be reached: {_sentence(error)}") from error
            self._line = line
        return self._line

    def _hang_up(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            with suppress(OSError):  # it may be gone already
                line.close()


def _answers(line: Any) -> bool:
    smtp = getattr(line, "connection", None)
    if not isinstance(smtp, smtplib.SMTP):
        return True  # a backend that has no line
    try:
        return 200 <= smtp.noop()[0] < 300
    except OSError:
        return False


def _told(error: OSError) -> NotCarried:
    """What the server's answer, or that there was none, means for us."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            [(code, answer)] = error.recipients.values()
            return _meaning(code, _words(answer), at_address=True)
        case smtplib.SMTPDataError():
            return _meaning(error.smtp_code, _words(error.smtp_error), at_address=False)
        case smtplib.SMTPResponseException():
            return Unreachable(f"The mail server does not let us send: {_words(error.smtp_error)}")
        case smtplib.SMTPException() if not isinstance(error, smtplib.SMTPServerDisconnected):
            return MessageRefused(f"The message cannot be sent: {error}")
    return Unanswered(_BROKEN)


def _meaning(code: int, answer: str, *, at_address: bool) -> NotCarried:
    sentence = f"The mail server said: {code} {answer}"
    if code == 421:
        return Unreachable(sentence)
    if code // 100 != 5:
        return TryLater(sentence)
    if _ADDRESS.search(answer) or (at_address and code in _CLOSED and not _ENHANCED.search(answer)):
        return AddressRefused(sentence)
    return MessageRefused(sentence)


def _sentence(error: Exception) -> str:
    return _words(error.smtp_error) if isinstance(error, smtplib.SMTPResponseException) else f"{error}."


def _words(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
    return " ".join(text.split())[:_LONGEST_ANSWER]
