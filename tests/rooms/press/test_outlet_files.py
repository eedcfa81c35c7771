"""Each file of the outlet is read as its specification says, by a parser that knows nothing of how it was made."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.robotparser import RobotFileParser

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from lxml import etree
from tests import factories as make
from tests.house.pages import tree

from masthead.article import mining
from masthead.article.models import FollowLink, Outlet
from masthead.press import actions as press
from masthead.press import addresses, files
from masthead.press.pages import plain
from masthead.press.server import Pages

pytestmark = pytest.mark.django_db
RSL = "{https://rslstandard.org/rsl}"
BROWSER = "Mozilla/5.0"


def _text(path: str) -> str:
    return (files.root() / addresses.file_of(path)).read_text("utf-8")


def _there(path: str) -> bool:
    return (files.root() / addresses.file_of(path)).exists()


def _robots() -> RobotFileParser:
    parser = RobotFileParser()
    parser.parse(_text(addresses.ROBOTS).splitlines())
    return parser


def _fields(text: str) -> dict[str, list[str]]:
    """RFC 9116 section 4: fields by name in small letters; what is neither a field, a comment nor empty is an error."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in text.splitlines():
        if line and not line.startswith("#"):
            field = re.fullmatch(r"([A-Za-z][A-Za-z-]*): ([\x21-\x7e][\x20-\x7e]*)", line)
            assert field, line
            found[field[1].lower()].append(field[2])
    return found


def _trust() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for line in _text(addresses.TRUST).splitlines():
        if line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found[name].append(value)
    return found


def _terms(path: str) -> dict[str, Any]:
    root = etree.fromstring(_text(path).encode())
    assert root.tag == f"{RSL}rsl"
    [content] = root.findall(f"{RSL}content")
    [licence] = content.findall(f"{RSL}license")
    payment = licence.find(f"{RSL}payment")
    return {
        "url": content.get("url"),
        "permits": set((licence.findtext(f"{RSL}permits[@type='usage']") or "").split()),
        "prohibits": set((licence.findtext(f"{RSL}prohibits[@type='usage']") or "").split()),
        "payment": payment.get("type") if payment is not None else "",
        "standard": payment.findtext(f"{RSL}standard") if payment is not None else None,
        "holder": content.findtext(f"{RSL}copyright"),
        "terms": content.findtext(f"{RSL}terms"),
    }


def _head(path: str) -> dict[str, str]:
    """What the head of a page says of its terms."""
    root = tree(_text(path))
    [link] = root.xpath("//link[@rel='license'][@type='application/rsl+xml']/@href")
    metas = root.xpath("//meta[starts-with(@name, 'tdm-')]")
    return {"rsl": str(link), **{meta.get("name"): meta.get("content") for meta in metas}}


def test_robots_name_the_map_and_keep_out_what_is_for_one_reader() -> None:
    make.outlet()
    press.press_all()
    robots, lines = _robots(), _text(addresses.ROBOTS).splitlines()

    assert robots.site_maps() == [f"{make.BASE}/sitemap.xml"]
    assert not robots.can_fetch(BROWSER, f"{make.BASE}/desk/")
    assert robots.can_fetch(BROWSER, f"{make.BASE}/de/articles/der-rhein/")
    assert {"Disallow: /*/search/", "Disallow: /*/newsletter/"} <= set(lines)


@pytest.mark.parametrize(
    ("choice", "licence", "training", "answers"),
    [
        (mining.LICENCE, "CC-BY-4.0", True, True),
        (mining.LICENCE, "CC-BY-NC-4.0", False, False),
        (mining.LICENCE, "CC-BY-ND-4.0", False, False),
        (mining.LICENCE, "all-rights-reserved", False, False),
        (mining.TRAINING, "all-rights-reserved", True, True),
        (mining.ANSWERS, "CC-BY-4.0", False, True),
        (mining.SEARCH, "CC-BY-4.0", False, False),
    ],
)
def test_all_files_say_the_same_of_what_machines_may_do(
    choice: str, licence: str, training: bool, answers: bool
) -> None:
    make.outlet(mining=choice, licence=licence, mail_address="desk@outlet.example")
    press.press_all()
    page, robots = f"{make.BASE}/de/articles/der-rhein/", _robots()
    reserved = f"License: {make.BASE}/rsl.xml" in _text(addresses.ROBOTS).splitlines()

    assert {robots.can_fetch(name, page) for name in plain.crawlers()["training"]} == {training}
    assert {robots.can_fetch(name, page) for name in plain.crawlers()["answers"]} == {answers}
    assert robots.can_fetch("Googlebot", page)
    assert _trust()["datatrainingallowed"] == ["yes" if training else "no"]
    assert reserved == (not training)

    terms = _terms(addresses.RSL)
    assert ("all" in terms["permits"]) == training
    assert ({"all", "ai-input"} & terms["permits"] != set()) == answers
    assert terms["permits"] & {"all", "search"}
    assert not terms["permits"] & terms["prohibits"]

    last = json.loads(_text(addresses.TDM))[-1]
    head = _head(addresses.front("de"))
    assert last["location"] == "/"
    assert last["tdm-reservation"] == int(not training) == int(head["tdm-reservation"])
    assert last.get("tdm-policy") == head.get("tdm-policy")
    assert ("tdm-policy" in head) == (not training)


def test_the_terms_name_the_licence_its_holder_and_the_page_about_them() -> None:
    make.outlet(mail_address="desk@outlet.example", name="Rhein & Ruhr")
    make.published("Nachdruck", standing="republish_terms")
    press.press_all()

    assert _terms(addresses.RSL) == {
        "url": "/",
        "permits": {"all"},
        "prohibits": set(),
        "payment": "attribution",
        "standard": "https://creativecommons.org/licenses/by/4.0/",
        "holder": "Rhein & Ruhr",
        "terms": f"{make.BASE}/de/republish-terms/",
    }


def test_an_article_under_another_licence_has_terms_of_its_own() -> None:
    make.outlet()
    make.languages_on("ar")
    reprint = make.published(
        "Die Elbe", origin_outlet="Die Elbpost", licence="CC-BY-ND-4.0", origin_url="https://elbe.example/1"
    )
    own = make.published("Der Rhein")
    reserved = make.published("Die Donau", licence="all-rights-reserved")
    for article in (reprint, own, reserved):
        press.press_article(article.pk)

    for code in ("de", "ar"):
        heads = [_head(addresses.article(code, article.slug)) for article in (reprint, own, reserved)]
        assert [head["rsl"] for head in heads] == [
            "/rsl/cc-by-nd-4.0.xml",
            "/rsl.xml",
            "/rsl/own-all-rights-reserved.xml",
        ]
        assert [head["tdm-reservation"] for head in heads] == ["1", "0", "1"]
    theirs = _terms("/rsl/cc-by-nd-4.0.xml")
    assert theirs["standard"] == "https://creativecommons.org/licenses/by-nd/4.0/"
    assert theirs["holder"] is None, "the outlet does not hold the rights in a reprint"
    assert theirs["url"] != "/", "more exact than the outlet's, so that it goes before"
    assert _terms("/rsl/own-all-rights-reserved.xml")["payment"] == ""

    press.press_all()
    assert _there("/rsl/cc-by-nd-4.0.xml")


def test_what_an_outlet_chooses_for_its_own_work_changes_nothing_for_a_free_reprint() -> None:
    make.outlet(mining=mining.SEARCH)
    make.published("Die Elbe", origin_outlet="Die Elbpost", licence="CC-BY-4.0")
    press.press_all()

    assert _terms("/rsl/cc-by-4.0.xml")["permits"] == {"all"}
    assert _head(addresses.article("de", "die-elbe"))["tdm-reservation"] == "0"


def test_pictures_are_reserved_for_their_makers() -> None:
    make.outlet()
    press.press_all()

    rules = json.loads(_text(addresses.TDM))

    assert [(rule["location"], rule["tdm-reservation"]) for rule in rules] == [("/media/", 1), ("/", 0)]


def test_the_policy_says_whom_to_ask() -> None:
    make.outlet(mining=mining.SEARCH, mail_address="desk@outlet.example")
    press.press_all()

    offer = json.loads(_text(addresses.TDM_POLICY))

    assert (offer["@type"], offer["profile"]) == ("Offer", "http://www.w3.org/ns/tdmrep")
    assert offer["uid"] == _head(addresses.front("de"))["tdm-policy"]
    assert offer["assigner"]["vcard:hasEmail"] == "mailto:desk@outlet.example"
    assert [(row["action"], row["duty"]) for row in offer["permission"]] == [
        ("tdm:mine", [{"action": "obtainConsent"}])
    ]


def test_without_an_address_there_is_no_policy_to_point_to() -> None:
    make.outlet(mining=mining.SEARCH)
    press.press_all()

    assert not _there(addresses.TDM_POLICY)
    assert "tdm-policy" not in _head(addresses.front("de"))
    assert all("tdm-policy" not in rule for rule in json.loads(_text(addresses.TDM)))


@pytest.mark.parametrize(
    ("named", "mail", "contact"),
    [
        ("", "desk@outlet.example", "mailto:desk@outlet.example"),
        ("faults@outlet.example", "desk@outlet.example", "mailto:faults@outlet.example"),
        ("https://outlet.example/faults", "", "https://outlet.example/faults"),
    ],
)
def test_security_txt_is_one_of_rfc_9116(named: str, mail: str, contact: str) -> None:
    make.outlet(security_contact=named, mail_address=mail)
    press.press_all()
    fields = _fields(_text(addresses.SECURITY))

    assert fields["contact"] == [contact]
    assert fields["canonical"] == [f"{make.BASE}/.well-known/security.txt"]
    assert fields["preferred-languages"] == ["de, en"]
    [expires] = fields["expires"]
    left = datetime.fromisoformat(expires) - timezone.now()
    assert timedelta(days=300) < left < timedelta(days=365)


def test_where_nobody_is_known_there_is_no_security_txt_any_longer() -> None:
    outlet = make.outlet(mail_address="desk@outlet.example")
    press.press_all()
    assert _there(addresses.SECURITY)

    outlet.mail_address = ""
    outlet.save()
    press.press_all()

    assert not _there(addresses.SECURITY)


def test_security_txt_is_pressed_again_before_it_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    make.outlet(mail_address="desk@outlet.example")
    press.press_all()
    seen = []
    for month in range(1, 26):
        day = datetime(2030 + (month - 1) // 12, (month - 1) % 12 + 1, 28, 12, tzinfo=UTC)
        monkeypatch.setattr(plain.timezone, "now", lambda day=day: day)
        assert press.press_dated() == 1, "one file holds a date"
        assert press.press_dated() == 0
        [expires] = _fields(_text(addresses.SECURITY))["expires"]
        seen.append(datetime.fromisoformat(expires) - day)

    assert timedelta(days=300) < min(seen) <= max(seen) < timedelta(days=365)


def test_an_outlet_without_pages_has_nothing_to_keep_fresh() -> None:
    assert press.press_dated() == 0


def test_trust_txt_says_who_belongs_to_whom() -> None:
    outlet = make.outlet(
        belongs_to="https://council.example\n\n https://union.example/members \n",
        controlled_by="https://house.example",
        mail_address="desk@outlet.example",
    )
    FollowLink.objects.create(outlet=outlet, name="Mastodon", url="https://social.example/@warte")
    press.press_all()

    assert _trust() == {
        "belongto": ["https://council.example", "https://union.example/members"],
        "controlledby": ["https://house.example"],
        "social": ["https://social.example/@warte"],
        "contact": ["mailto:desk@outlet.example"],
        "datatrainingallowed": ["yes"],
    }


def test_humans_txt_says_who_makes_it_and_in_which_languages() -> None:
    make.outlet()
    make.languages_on("zh-hans", "ar")
    press.press_all()

    text = _text(addresses.HUMANS)

    assert "Publication: Die Warte" in text
    assert "Languages: de, ar, zh-Hans" in text


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (addresses.ROBOTS, "text/plain; charset=utf-8"),
        (addresses.SECURITY, "text/plain; charset=utf-8"),
        (addresses.TRUST, "text/plain; charset=utf-8"),
        (addresses.TDM, "application/json"),
        (addresses.TDM_POLICY, "application/ld+json"),
        (addresses.RSL, "application/rsl+xml; charset=utf-8"),
    ],
)
def test_each_is_served_as_what_it_is(path: str, kind: str) -> None:
    make.outlet(mail_address="desk@outlet.example")
    press.press_all()
    said: list[tuple[str, str]] = []

    def start(status: str, headers: list[tuple[str, str]]) -> None:
        said.append((status, dict(headers)["Content-Type"]))

    def otherwise(environ: Any, start_response: Any) -> list[bytes]:
        start_response("404 x", [("Content-Type", "")])
        return []

    pages = Pages(files.root(), files.root(), otherwise)
    pages({"REQUEST_METHOD": "GET", "PATH_INFO": path}, start)
    pages({"REQUEST_METHOD": "GET", "PATH_INFO": "/.staging/x.txt"}, start)

    assert said == [("200 OK", kind), ("404 x", "")]


@pytest.mark.parametrize("contact", ["desk", "http://outlet.example/faults", "https://", "a@b\nExpires: x"])
def test_a_contact_must_be_one(contact: str) -> None:
    with pytest.raises(ValidationError, match="mail address"):
        Outlet(name="x", url=make.BASE, security_contact=contact).clean()


@pytest.mark.parametrize("lines", ["Presserat", "https://council.example\nunion.example", "javascript:x"])
def test_an_association_is_an_address(lines: str) -> None:
    with pytest.raises(ValidationError, match="is no address"):
        Outlet(name="x", url=make.BASE, belongs_to=lines).clean()
