"""What may be done with the outlet's texts, as programs read it: RSL 1.0 (rslstandard.org) and TDMRep (W3C CG, 2024).

The outlet's terms stand in one file each. A page under another licence names terms of its own, which go before these.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from masthead.article.facts import licence, licence_of
from masthead.article.licences import Licence
from masthead.article.mining import uses
from masthead.article.models import Article
from masthead.press import addresses, terms
from masthead.press.outlet import Press
from masthead.press.pages.printed import Printed
from masthead.press.rendering import render

_FREE = ("CC0-1.0", "public-domain")


def beside(press: Press) -> Iterator[Printed]:
    """The outlet's terms, and those of every licence that articles carry; one query."""
    yield _rsl(press, addresses.RSL, licence(press.outlet.licence), own=True)
    yield Printed(addresses.TDM, "", _tdmrep(press))
    if press.outlet.mail_address:
        yield Printed(addresses.TDM_POLICY, "", _policy(press))
    rows = Article.objects.published().order_by().values_list("licence", "origin_outlet").distinct()
    seen = {addresses.RSL}
    for code, origin in rows.iterator():
        article = Article(licence=code, origin_outlet=origin)
        in_force = licence(licence_of(article, press.outlet))
        path = terms.path_of(press.outlet, article, in_force)
        if path not in seen:
            seen.add(path)
            yield _rsl(press, path, in_force, own=not origin)


def beside_article(press: Press, article: Article, in_force: Licence) -> Iterator[Printed]:
    """The terms that the article's pages name, where they are not the outlet's."""
    path = terms.path_of(press.outlet, article, in_force)
    if path != addresses.RSL:
        yield _rsl(press, path, in_force, own=not article.is_reprint)


def _rsl(press: Press, path: str, in_force: Licence, *, own: bool) -> Printed:
    allowed = uses(press.outlet.mining, in_force, own=own)
    if allowed.training:
        permits, prohibits = "all", ""
    elif allowed.answers:
        permits, prohibits = "search ai-input ai-index", "ai-train"
    else:
        permits, prohibits = "search", "ai-all"
    page = press.url(addresses.standing(press.outlet.language, "republish_terms"))
    context = {
        # More exact than the outlet's own pattern, so that these terms go before those (section 3.1.1).
        "pattern": "/" if path == addresses.RSL else "/*/articles/",
        "permits": permits,
        "prohibits": prohibits,
        "payment": "" if not in_force.free else "free" if in_force.code in _FREE else "attribution",
        "standard": in_force.url,
        "holder": press.outlet.name if own else "",
        "mail": press.outlet.mail_address,
        "home": press.url("/"),
        "terms": page if "republish_terms" in press.standing else "",
    }
    return Printed(path, "", render("rsl.xml", context))


def _tdmrep(press: Press) -> str:
    """The first rule that fits a path holds. Pictures have licences of their own, many of them other people's."""
    pictures: dict[str, Any] = {"location": "/media/", "tdm-reservation": 1}
    everything: dict[str, Any] = {
        "location": "/",
        "tdm-reservation": terms.of_outlet(press.outlet)["reserved"],
    }
    if press.outlet.mail_address:
        for rule in (pictures, everything):
            if rule["tdm-reservation"]:
                rule["tdm-policy"] = press.url(addresses.TDM_POLICY)
    return json.dumps([pictures, everything], indent=1)


def _policy(press: Press) -> str:
    """Whom to ask, as an offer in ODRL 2.2 under the profile of TDMRep."""
    assigner = {
        "uid": press.url("/"),
        "vcard:fn": press.outlet.name,
        "vcard:hasEmail": f"mailto:{press.outlet.mail_address}",
    }
    if "republish_terms" in press.standing:
        assigner["vcard:hasURL"] = press.url(addresses.standing(press.outlet.language, "republish_terms"))
    offer = {
        "@context": ["http://www.w3.org/ns/odrl.jsonld", {"tdm": "http://www.w3.org/ns/tdmrep#"}],
        "@type": "Offer",
        "profile": "http://www.w3.org/ns/tdmrep",
        "uid": press.url(addresses.TDM_POLICY),
        "assigner": assigner,
        "permission": [
            {"target": press.url("/"), "action": "tdm:mine", "duty": [{"action": "obtainConsent"}]}
        ],
    }
    return json.dumps(offer, ensure_ascii=False, indent=1)
