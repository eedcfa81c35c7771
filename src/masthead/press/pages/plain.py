"""The outlet's files of plain text: robots.txt, security.txt, trust.txt, humans.txt."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from django.utils import timezone

from masthead.article.facts import licence
from masthead.article.mining import Uses, uses
from masthead.lib import languages
from masthead.press import addresses
from masthead.press.outlet import Press
from masthead.press.pages.printed import Printed

_LASTS = 11  # months; RFC 9116 section 2.5.5 asks for less than a year
# Made for one reader at one moment, or the same as a page: nothing for an index.
_NOT_INDEXED = ("/desk/", "/documents/", "/*/search/", "/*/newsletter/", "/*/asked/", "/*/articles/*.pdf$")


def beside(press: Press) -> Iterator[Printed]:
    """All of them; no query."""
    yield robots(press)
    yield from security(press)
    yield Printed(addresses.TRUST, "", _trust(press))
    yield Printed(addresses.HUMANS, "", _humans(press))


@cache
def crawlers() -> dict[str, list[str]]:
    """Product tokens of crawlers by what they gather texts for: ``training`` or ``answers``."""
    kept = json.loads((Path(__file__).parents[1] / "crawlers.json").read_text(encoding="utf-8"))
    return {use: kept[use] for use in ("training", "answers")}


def robots(press: Press) -> Printed:
    """RFC 9309, with the lines ``Sitemap`` (sitemaps.org) and ``License`` (RSL 1.0 section 4.4).

    That stands where there is something that crawlers must heed: checkers of the file do not know it, and pages name
    the terms in any case.
    """
    allowed = uses(press.outlet.mining, licence(press.outlet.licence))
    refused = _refused(allowed)
    lines = [f"License: {press.url(addresses.RSL)}", ""] if allowed.reserved else []
    lines.append("User-agent: *")
    lines += [f"Disallow: {path}" for path in _NOT_INDEXED]
    if refused:
        lines += ["", *(f"User-agent: {name}" for name in refused), "Disallow: /"]
    lines += ["", f"Sitemap: {press.url(addresses.SITEMAP_INDEX)}"]
    return Printed(addresses.ROBOTS, "", _text(lines))


def _refused(allowed: Uses) -> list[str]:
    known = crawlers()
    return [
        *([] if allowed.training else known["training"]),
        *([] if allowed.answers else known["answers"]),
    ]


def security(press: Press) -> Iterator[Printed]:
    """RFC 9116; none where nobody is named to write to. It changes on the first of a month: ``press_dated``."""
    contact = press.outlet.security_contact.strip() or press.outlet.mail_address
    if not contact:
        return
    months = timezone.now().astimezone(UTC).month - 1 + _LASTS
    expires = datetime(timezone.now().astimezone(UTC).year + months // 12, months % 12 + 1, 1, tzinfo=UTC)
    preferred = dict.fromkeys((languages.get(press.outlet.language).tag, "en"))
    lines = [
        f"Contact: {contact if contact.startswith('https://') else f'mailto:{contact}'}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(preferred)}",
        f"Canonical: {press.url(addresses.SECURITY)}",
    ]
    yield Printed(addresses.SECURITY, "", _text(lines))


def _trust(press: Press) -> str:
    """JournalList's reference document of July 2024: who the outlet belongs to, and which pages elsewhere are its own."""
    outlet = press.outlet
    allowed = uses(outlet.mining, licence(outlet.licence))
    lines = [f"# trust.txt of {_one_line(outlet.name)}, {press.url('/')}"]
    lines += [f"belongto={address}" for address in outlet.associations]
    lines += [f"controlledby={outlet.controlled_by}"] if outlet.controlled_by else []
    lines += [f"social={address}" for _, address in press.follow]
    lines += [f"contact=mailto:{outlet.mail_address}"] if outlet.mail_address else []
    if "contact" in press.standing:
        lines.append(f"contact={press.url(addresses.standing(outlet.language, 'contact'))}")
    lines.append(f"datatrainingallowed={'yes' if allowed.training else 'no'}")
    return _text(lines)


def _humans(press: Press) -> str:
    """humanstxt.org."""
    outlet = press.outlet
    lines = ["/* TEAM */", f"Publication: {_one_line(outlet.name)}"]
    lines += [f"Contact: {outlet.mail_address}"] if outlet.mail_address else []
    lines.append(f"Authors: {press.url(addresses.overview(outlet.language, 'authors'))}")
    lines += [f"{_one_line(name)}: {address}" for name, address in press.follow]
    lines += [
        "",
        "/* SITE */",
        f"Languages: {', '.join(languages.get(code).tag for code in press.languages)}",
        "Standards: HTML5, CSS3, RSS 2.0, Atom, JSON Feed 1.1, sitemaps.org 0.9, schema.org",
        "Software: Masthead",
    ]
    return _text(lines)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _text(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"
