"""What may be sent as a comment, and how it reads. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from email_validator import EmailNotValidError, validate_email

LONGEST_NAME = 80
LONGEST_EMAIL = 254
LONGEST_TEXT = 5000
MOST_LINKS = 2
TRAP = "website"
"""The field that people leave empty."""

# Several people may share one network; nobody writes more in so short a time.
SOON = (timedelta(minutes=10), 4)
TODAY = (timedelta(days=1), 30)
FROM_ALL = (timedelta(hours=1), 300)

_LINK = re.compile(r"https?://|\bwww\.|\[url|<a\s", re.IGNORECASE)
# Controls, and what turns the direction of everything that follows it.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Draft:
    """A comment as it was sent: tidied, not judged."""

    name: str = ""
    email: str = ""
    text: str = ""
    trapped: bool = False


def draft(sent: Mapping[str, str]) -> Draft:
    """Read a form: one line of name and address, text with its line breaks."""
    return Draft(
        name=_line(sent.get("name", "")),
        email=_line(sent.get("email", "")),
        text=_tidy(sent.get("text", "")),
        trapped=bool(sent.get(TRAP, "").strip()),
    )


def faults(sent: Draft) -> dict[str, str]:
    """What is wrong with a comment: {field: key of the interface text that says so}."""
    found = {
        "name": _fault(sent.name, LONGEST_NAME, needed=True),
        "email": _fault(sent.email, LONGEST_EMAIL) or ("" if _address(sent.email) else "error_email"),
        "text": _fault(sent.text, LONGEST_TEXT, needed=True)
        or ("error_try_again" if len(_LINK.findall(sent.text)) > MOST_LINKS else ""),
    }
    return {field: key for field, key in found.items() if key}


def paragraphs(text: str) -> list[list[str]]:
    """A comment's text as paragraphs of lines."""
    return [part.split("\n") for part in re.split(r"\n{2,}", text) if part]


def _fault(value: str, longest: int, *, needed: bool = False) -> str:
    if needed and not value:
        return "error_required"
    return "error_too_long" if len(value) > longest else ""


def _address(email: str) -> bool:
    if not email:
        return True
    try:
        validate_email(email, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def _line(value: str) -> str:
    return " ".join(_clean(value).split())


def _tidy(value: str) -> str:
    lines = _clean(value).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in lines)).strip()


def _clean(value: str) -> str:
    return unicodedata.normalize("NFC", _UNSEEN.sub("", value))
