"""Links by which a reader passes a page on. Plain addresses: nothing is loaded until one is followed."""

from __future__ import annotations

import re

from masthead.lib.beginnings import beginning

# Of the 280 that X takes, a link counts 23, and a sign of Chinese, Japanese or Korean counts two
# (https://docs.x.com/fundamentals/counting-characters). Others take more, and nobody reads more.
_LONGEST = 128
# What RFC 3986 does not call unreserved.
_OTHERS = re.compile(rb"[^A-Za-z0-9_.~-]+")


def links(url: str, title: str, *, mail: str = "E-mail") -> list[dict[str, str]]:
    """``[{"name", "url"}, …]`` for a page's absolute address and its headline, as plain text in any script and
    of any length: of a long one they carry the beginning.

    ``mail`` is the name of the first in the reader's language (``share_by_mail``); the others are names of
    services, the same in every language. The addresses are pure ASCII; escape them for HTML like any text.
    """
    address, words = _encoded(url), _encoded(beginning(" ".join(title.split()), _LONGEST))
    both = f"{words}%20{address}"
    return [
        # RFC 6068: spaces are %20, never +, and a line ends with %0D%0A.
        {"name": mail, "url": f"mailto:?subject={words}&body={words}%0D%0A%0D%0A{address}"},
        {"name": "Telegram", "url": f"https://t.me/share/url?url={address}&text={words}"},
        {"name": "WhatsApp", "url": f"https://wa.me/?text={both}"},
        # Mastodon's own page for choosing one's server; what follows # never leaves the browser.
        {"name": "Mastodon", "url": f"https://share.joinmastodon.org/#text={both}"},
        {"name": "Facebook", "url": f"https://www.facebook.com/sharer/sharer.php?u={address}"},
        {"name": "X", "url": f"https://x.com/intent/post?text={words}&url={address}"},
    ]


def _encoded(text: str) -> str:
    """As ``urllib.parse.quote(text, safe="")``, which looks at each byte."""
    return _OTHERS.sub(_percent, text.encode(errors="replace")).decode("ascii")


def _percent(run: re.Match[bytes]) -> bytes:
    return b"%" + run[0].hex("%").upper().encode()
