"""Where the pages of a subscription stand."""

from __future__ import annotations

from masthead.press.addresses import newsletter


def confirm(language: str, token: str) -> str:
    return f"{newsletter(language)}confirm/{token}/"


def unsubscribe(language: str, token: str) -> str:
    return f"{newsletter(language)}unsubscribe/{token}/"
