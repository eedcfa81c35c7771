"""What the head of a page says to programs of what they may do with it; the files it names are ``pages/terms.py``'s."""

from __future__ import annotations

from typing import Any

from masthead.article.facts import licence
from masthead.article.licences import Licence
from masthead.article.mining import Uses, uses
from masthead.article.models import Article, Outlet
from masthead.press import addresses


def of_outlet(outlet: Outlet) -> dict[str, Any]:
    """For pages that are no article: ``rsl`` is a path, ``policy`` an address or empty, ``reserved`` 0 or 1."""
    return _said(outlet, addresses.RSL, uses(outlet.mining, licence(outlet.licence)))


def of_article(outlet: Outlet, article: Article, in_force: Licence) -> dict[str, Any]:
    allowed = uses(outlet.mining, in_force, own=not article.is_reprint)
    return _said(outlet, path_of(outlet, article, in_force), allowed)


def path_of(outlet: Outlet, article: Article, in_force: Licence) -> str:
    """Where the terms of an article stand: with the outlet's, or in a file for its licence."""
    own = not article.is_reprint
    if own and in_force.code == outlet.licence:
        return addresses.RSL
    return addresses.rsl(in_force.code, own=own)


def _said(outlet: Outlet, path: str, allowed: Uses) -> dict[str, Any]:
    policy = f"{outlet.base}{addresses.TDM_POLICY}" if allowed.reserved and outlet.mail_address else ""
    return {"rsl": path, "reserved": int(allowed.reserved), "policy": policy}
