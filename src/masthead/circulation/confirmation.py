"""The mail that asks whether an address wants the newsletter. Pure."""

from __future__ import annotations

from masthead.circulation.letters import Letter, Letterhead, compose, one_line, url
from masthead.lib import interface, languages


def write(letterhead: Letterhead, link: str) -> Letter:
    """``link`` is the absolute address of the page that confirms."""
    words = interface.of(letterhead.language)
    context = {"text": words.text("mail_confirm_text", outlet=one_line(letterhead.name)), "link": url(link)}
    return compose("confirmation", letterhead, words.text("mail_confirm_subject"), context)


def headers(letterhead: Letterhead) -> dict[str, str]:
    return {
        "Content-Language": languages.get(letterhead.language).tag,
        # RFC 3834: no holiday notice answers it.
        "Auto-Submitted": "auto-generated",
    }
