"""What every public page promises, whatever it is about and in whatever language."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from urllib.parse import unquote, urlsplit

import pytest
from lxml import etree
from lxml.html import HtmlElement
from tests import factories as make
from tests.house import pages
from tests.house.conftest import OTHER, Pressed

from masthead.lib import interface, languages
from masthead.press import addresses

pytestmark = pytest.mark.django_db
PLACEHOLDER = re.compile(r"\{\w+\}")
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="session")
def trees(pressed: Pressed) -> dict[str, HtmlElement]:
    return {path: pages.tree(page) for path, page in pressed.pages().items()}


def _code(path: str) -> str:
    return path.split("/")[1]


def _kinds(paths: set[str]) -> set[str]:
    """Addresses without what is particular to one."""
    return {re.sub(r"^/[a-z-]+/", "/xx/", path) for path in paths}


def test_every_kind_of_page_is_there_in_every_language(pressed: Pressed) -> None:
    there = {
        code: _kinds({path for path in pressed.pages() if _code(path) == code}) for code in languages.CODES
    }

    assert {code for code, kinds in there.items() if kinds != there["de"]} == set()
    assert {
        *("/xx/", "/xx/about/", "/xx/articles/der-rhein-seine-ufer/", "/xx/articles/die-donau/"),
        *("/xx/themes/", "/xx/themes/gewasser/", "/xx/regions/", "/xx/regions/mitteleuropa/"),
        *("/xx/dossiers/", "/xx/dossiers/grenzflusse/", "/xx/authors/", "/xx/authors/ada-autorin/"),
        *("/xx/404.html", "/xx/search/", "/xx/newsletter/"),
    } <= there["de"]


@cache
def _english() -> dict[str, str]:
    """Pieces of English of two words and more, by key: what stands between placeholders."""
    found = {}
    for key, text in interface.of("en").texts.items():
        for piece in PLACEHOLDER.split(text):
            bare = piece.strip(" .:,“”()")
            if len(bare.split()) >= 2:
                found[bare] = key
    return found


def _said(code: str, trees: dict[str, HtmlElement]) -> str:
    return " ¶ ".join(
        text for path, root in trees.items() if _code(path) == code for text in pages.words(root)
    )


def test_the_pages_of_the_english_edition_hold_most_of_them(trees: dict[str, HtmlElement]) -> None:
    """Or the next test would look for what no page says."""
    said = _said("en", trees)

    assert len([piece for piece in _english() if piece in said]) > 40


@pytest.mark.parametrize("code", [code for code in languages.CODES if code != "en"])
def test_no_page_holds_an_english_word_of_the_interface(code: str, trees: dict[str, HtmlElement]) -> None:
    own = " ".join(interface.of(code).texts.values())
    strange = {piece: key for piece, key in _english().items() if piece not in own}

    said = " ¶ ".join(
        text for path, root in trees.items() if _code(path) == code for text in pages.words(root)
    )

    assert {key for piece, key in strange.items() if re.search(rf"\b{re.escape(piece)}\b", said)} == set()


@pytest.mark.parametrize("code", [code for code in languages.CODES if code != "en"])
def test_no_feed_holds_an_english_word_of_the_interface(code: str, pressed: Pressed) -> None:
    own = " ".join(interface.of(code).texts.values())
    feed = pressed.files[f"/{code}/feed.xml"].decode()

    assert {key for piece, key in _english().items() if piece not in own and piece in feed} == set()


def test_every_page_has_a_title_a_language_a_direction_and_one_heading(trees: dict[str, HtmlElement]) -> None:
    for path, root in trees.items():
        language = languages.get(_code(path))
        assert (root.get("lang"), root.get("dir")) == (language.tag, language.direction), path
        assert root.findtext(".//title", "").strip(), path
        assert len(root.findall(".//h1")) == 1, path
        assert root.find(".//main") is not None, path


def test_no_id_stands_twice_and_every_reference_to_one_is_met(trees: dict[str, HtmlElement]) -> None:
    for path, root in trees.items():
        ids = Counter(root.xpath("//@id"))
        assert [name for name, times in ids.items() if times > 1] == [], path
        wanted = {address[1:] for address in root.xpath("//a/@href") if address.startswith("#")}
        wanted |= set(root.xpath("//label/@for"))
        wanted |= {
            name for value in root.xpath("//@aria-labelledby | //@aria-describedby") for name in value.split()
        }
        assert wanted - set(ids) == set(), path


def test_text_in_another_language_says_so(trees: dict[str, HtmlElement]) -> None:
    """A page in the dress of another language marks what is left in the original's with its language."""
    for code in languages.CODES:
        root = trees[f"/{code}/articles/die-donau/"]
        own = "" if code == "de" else "de"
        for marked in ("article[@class='edition']", "p[@class='masthead-tagline']", "p[@class='kickers']/a"):
            assert {element.get("lang", "") for element in root.xpath(f"//{marked}")} == {own}, (code, marked)


def _alternates(root: HtmlElement) -> dict[str, str]:
    return {
        link.get("hreflang"): link.get("href") for link in root.xpath("//link[@rel='alternate'][@hreflang]")
    }


def test_every_page_that_names_others_is_named_by_them(trees: dict[str, HtmlElement]) -> None:
    """hreflang is reciprocal: each page of a group names the same group, itself among it."""
    groups = {path: named for path, root in trees.items() if (named := _alternates(root))}
    for path, named in groups.items():
        assert named[languages.get(_code(path)).tag] == make.BASE + path
        for tag, address in named.items():
            if tag == "x-default" and address == f"{make.BASE}/":
                continue
            assert groups[unquote(address.removeprefix(make.BASE))] == named, (path, tag)
    assert len(groups) > 10 * len(languages.CODES)


def test_a_page_in_the_dress_of_another_language_is_no_edition(trees: dict[str, HtmlElement]) -> None:
    for code in languages.CODES:
        root = trees[f"/{code}/articles/die-donau/"]
        robots = root.xpath("string(//meta[@name='robots']/@content)")

        assert ("noindex" in robots) == (code != "de"), code
        assert root.xpath("string(//link[@rel='canonical']/@href)") == f"{make.BASE}/de/articles/die-donau/"


def test_nothing_is_fetched_from_elsewhere(pressed: Pressed, trees: dict[str, HtmlElement]) -> None:
    for path, root in trees.items():
        for what, address in pages.fetched(root):
            parts = urlsplit(address)
            assert (parts.scheme, parts.netloc) == ("", ""), (path, what, address)
            assert address.startswith("/"), (path, what, address)
    sheets = [body.decode() for path, body in pressed.files.items() if path.endswith(".css")]
    assert sheets
    for sheet in sheets:
        assert "@import" not in sheet
        for address in re.findall(r"url\(\s*['\"]?([^'\")]*)", sheet):
            assert address.startswith(("data:", "/")), address
            assert not address.startswith("//"), address


def test_no_script_reaches_out_or_stands_in_a_page(pressed: Pressed, trees: dict[str, HtmlElement]) -> None:
    for path, root in trees.items():
        inline = [element for element in root.iter("script") if not element.get("src")]
        assert {element.get("type") for element in inline} <= {"application/ld+json"}, path
        assert (
            root.xpath("//@style | //style | //@onclick | //@onload | //iframe | //object | //embed") == []
        ), path
    for path, body in pressed.files.items():
        if path.endswith(".js"):
            assert not re.search(
                rb"https?://|fetch\((?!location\.pathname)|XMLHttpRequest|sendBeacon|WebSocket|import\(|cookie",
                body,
            ), path


def test_every_link_to_the_outlet_leads_to_a_page(pressed: Pressed, trees: dict[str, HtmlElement]) -> None:
    media = {
        f"/media/{file.relative_to(pressed.home / 'media')}" for file in (pressed.home / "media").rglob("*")
    }
    known = {*pressed.files, *pressed.answers, *media, "/"}
    when_asked = re.compile(r"/[a-z-]+/articles/([\w-]+)/(comments/|\1\.pdf)")
    dead = Counter(
        address
        for root in trees.values()
        for address in _own_addresses(root)
        if unquote(address) not in known and not when_asked.fullmatch(address)
    )

    assert dead == Counter()


def _own_addresses(root: HtmlElement) -> Iterator[str]:
    for address in [*pages.links(root), *(address for _, address in pages.fetched(root))]:
        local = address.removeprefix(make.BASE) or "/"
        if local.startswith("/"):
            yield local.partition("#")[0].partition("?")[0]


def test_what_programs_read_of_an_article_is_json(trees: dict[str, HtmlElement]) -> None:
    for code in languages.CODES:
        root = trees[f"/{code}/articles/der-rhein-seine-ufer/"]
        [data] = [
            json.loads(element.text or "") for element in root.xpath("//script[@type='application/ld+json']")
        ]
        machine = code not in ("de",)

        assert data["@type"] == "NewsArticle"
        assert data["inLanguage"] == languages.get(code).tag
        assert ("digitalSourceType" in data) == machine
        assert ("translationOfWork" in data) == machine
        assert "&amp;" not in data["headline"]


def test_feeds_are_well_formed_and_name_their_pages(pressed: Pressed) -> None:
    for code in languages.CODES:
        channel = etree.fromstring(pressed.files[f"/{code}/feed.xml"]).find("channel")
        assert channel is not None
        items = [item.findtext("link", "") for item in channel.findall("item")]
        own = {"der-rhein-seine-ufer", *{"de": ["die-donau"], OTHER: ["nil"]}.get(code, [])}

        assert channel.findtext("language") == languages.get(code).tag
        assert {link.split("/")[-2] for link in items} == own, code
        assert all(link.removeprefix(make.BASE) in pressed.files for link in items)


def test_sitemaps_are_well_formed_and_name_every_edition_once(pressed: Pressed) -> None:
    index = etree.fromstring(pressed.files["/sitemap.xml"])
    parts = [str(loc.text).removeprefix(make.BASE) for loc in index.iter(f"{SITEMAP}loc")]
    news = {addresses.news(code) for code in languages.CODES}
    named = Counter(
        str(loc.text).removeprefix(make.BASE)
        for part in parts
        if part not in news
        for loc in etree.fromstring(pressed.files[part]).iter(f"{SITEMAP}loc")
    )

    # A stretch and the news of each language, and the lists of all.
    assert len(parts) == 2 * len(languages.CODES) + 1
    assert news < set(parts)
    assert set(named.values()) == {1}
    assert set(named) <= set(pressed.files)
    assert {f"/{code}/articles/der-rhein-seine-ufer/" for code in languages.CODES} <= set(named)


def test_what_an_editor_wrote_cannot_become_markup(trees: dict[str, HtmlElement]) -> None:
    root = trees["/de/articles/der-rhein-seine-ufer/"]

    assert root.findtext(".//h1") == "Der Rhein & seine Ufer"
    assert root.xpath("string(//p[@class='standfirst'])") == "Ein Strom, <sechs> Staaten."
    assert root.xpath("string(//meta[@name='description']/@content)") == "Ein Strom, <sechs> Staaten."


def test_a_text_that_runs_from_right_to_left_does_so_in_every_dress(trees: dict[str, HtmlElement]) -> None:
    for code in languages.CODES:
        root = trees[f"/{code}/articles/nil/"]
        article = root.find(".//article[@class='edition']")
        assert article is not None
        assert (article.get("dir") or root.get("dir")) == "rtl", code
