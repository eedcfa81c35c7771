"""What an outlet may do with an article, and why: pure rules over plain values.

An outlet may do everything with its own work. A reprint needs a licence that allows it, or a grant: the word of
whoever holds the rights, kept with its evidence. A grant adds to the licence and never takes from it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from masthead.article.licences import Licence
from masthead.lib import languages


class NotPermitted(Exception):
    """The outlet's permission does not cover what was asked; the message says what is missing."""

    code = "not-permitted"
    permanent = True


@dataclass(frozen=True, slots=True)
class Grant:
    """Leave given by a holder of rights. No ``languages`` means every language; ``until`` is its last day."""

    by: str
    languages: frozenset[str] = frozenset()
    translate: bool = True
    pictures: bool = False
    since: date | None = None
    until: date | None = None

    def runs(self, today: date) -> bool:
        return (self.since is None or self.since <= today) and (self.until is None or today <= self.until)


@dataclass(frozen=True, slots=True)
class Terms:
    """What is known of the rights in one article. ``commercial``: does the outlet earn money with its pages?"""

    own: bool
    language: str
    licence: Licence
    commercial: bool = False
    grants: tuple[Grant, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """``why`` is a sentence for people: what allows it, or what is missing and what to do."""

    allowed: bool
    why: str


def may_publish(terms: Terms, today: date) -> Answer:
    """May the article be printed in its own language?"""
    if terms.own:
        return Answer(True, "The outlet's own work.")
    if _licence_serves(terms):
        return Answer(True, f"Its licence, {terms.licence.label}, allows it.")
    running = [grant for grant in terms.grants if grant.runs(today)]
    for grant in running:
        if not grant.languages or terms.language in grant.languages:
            return Answer(True, f"Permission of {grant.by}{_ends(grant)}.")
    return Answer(False, f"{_lacking(terms, running, today)} {_DO}")


def may_translate(terms: Terms, language: str, today: date) -> Answer:
    """May the article be printed in another language? A translation is a derivative, which ND licences bar."""
    if terms.own:
        return Answer(True, "The outlet's own work.")
    if _licence_serves(terms) and terms.licence.derivatives:
        return Answer(True, f"Its licence, {terms.licence.label}, allows translations.")
    running = [grant for grant in terms.grants if grant.runs(today)]
    for grant in running:
        if grant.translate and (not grant.languages or language in grant.languages):
            return Answer(True, f"Permission of {grant.by}{_ends(grant)}.")
    if running:
        named = "translations" if not any(grant.translate for grant in running) else _name(language)
        return Answer(False, f"The permission of {running[0].by} does not cover {named}. {_DO}")
    if _licence_serves(terms):
        return Answer(
            False,
            f"Its licence, {terms.licence.label}, allows reprints but no derivatives, and a translation is one. {_DO}",
        )
    return Answer(False, f"{_lacking(terms, running, today)} {_DO}")


_DO = "Record the permission of whoever holds the rights, with its evidence."


def _licence_serves(terms: Terms) -> bool:
    return terms.licence.free and not (terms.commercial and terms.licence.non_commercial)


def _lacking(terms: Terms, running: Iterable[Grant], today: date) -> str:
    for grant in running:
        return f"The permission of {grant.by} does not cover {_name(terms.language)}."
    if terms.grants:
        past = [grant for grant in terms.grants if grant.until and grant.until < today]
        if past:
            latest = max(past, key=lambda grant: grant.until or today)
            return f"The permission of {latest.by} ended on {latest.until:%Y-%m-%d}."
        first = min(terms.grants, key=lambda grant: grant.since or today)
        return f"The permission of {first.by} begins on {first.since:%Y-%m-%d}."
    if terms.licence.free:
        return f"Its licence, {terms.licence.label}, is for non-commercial use, and the outlet earns money with its pages."
    return "This is a reprint, all rights are reserved, and no permission is recorded."


def _ends(grant: Grant) -> str:
    return f", until {grant.until:%Y-%m-%d}" if grant.until else ""


def _name(code: str) -> str:
    return languages.name(code, "en")
