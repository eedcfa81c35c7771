"""What programs read of a whole outlet keeps to its standards: feeds, sitemaps, hreflang, structured data."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests import factories as make
from tests.journeys.conftest import LANGUAGES
from tests.standards import feeds, outlet, structured

from masthead.article.models import Article, Byline, Edition, Outlet
from masthead.desk import actions as desk
from masthead.lib import languages
from masthead.press import actions as press
from masthead.press import addresses, files
from masthead.press import outlet as outlets
from masthead.press.pages import sitemaps
from masthead.translation.models import Policy

Work = Callable[[], None]


@pytest.fixture
def whole(outlet: Outlet, work: Work) -> Outlet:
    """Five languages, of which one holds what machines make, one is on request and one is not indexed unread; a
    reprint, pictures, signs that mean something in markup, what is withdrawn, what was taken back."""
    Policy.objects.filter(language="fr").update(machine=Policy.Print.HOLD)
    Policy.objects.filter(language="ja").update(mode=Policy.Mode.REQUEST)
    make.languages_on("zh-hant", index_unreviewed=False)
    picture, author = make.picture(), make.person("Ada <Autorin> & Söhne")
    blocks, notes = make.every_kind(picture.pk)
    ways: dict[str, Any] = {
        "regions": [make.region()],
        "themes": [make.theme("Recht & Gesetz")],
        "dossiers": [make.dossier()],
        "authors": [author],
    }
    make.published(
        "Der Rhein & seine Quellen: 3 < 4",
        blocks=blocks,
        footnotes=notes,
        lead_picture=picture,
        lead_alt="Ein Rechteck",
        standfirst="Sechs Staaten & ein Strom <b>.",
        **ways,
    )
    reprint = make.published(
        "Die Elbe",
        origin_outlet="Elbpost",
        origin_url="https://elbe.example/1?a=1&b=2",
        licence="CC-BY-4.0",
        slug="die-élbe",
        **ways,
    )
    Byline.objects.create(article=reprint, person=make.person("Tariq"), role="translator", language="ar")
    make.published("Ohne Namen und Vorspann")
    make.published("Über uns", standing="about")
    gone = make.published("Die Oder", **ways)
    back = make.published("Die Weser", **ways)
    work()
    desk.withdraw(gone, by=None)
    desk.withdraw_edition(back, "ar", by=None)
    work()
    press.press_all()
    return outlet


def test_a_whole_outlet_has_no_fault(whole: Outlet) -> None:
    assert Edition.objects.filter(state=Edition.State.HELD).exists()
    assert Edition.objects.live().filter(index=False).exists()

    found = outlet.check(files.root(), make.BASE)

    assert "\n".join(found.faults) == ""
    assert found.looked["feeds"] == 3 * (1 + 1 + 1 + 1 + 2) * (len(LANGUAGES) + 1)
    assert found.looked["NewsArticles"] == 4 * (len(LANGUAGES) + 1) - 1, "one was taken back"
    assert found.looked["pages with hreflang"] > 40


def test_plain_text_stays_so_where_a_feed_holds_html(whole: Outlet) -> None:
    """A reader's program shows a description as HTML: what was a sign to readers must be one there."""
    body = (files.root() / addresses.file_of(addresses.feed("de"))).read_text("utf-8")

    assert "<title>Der Rhein &amp; seine Quellen: 3 &lt; 4</title>" in body
    assert "<description>Sechs Staaten &amp;amp; ein Strom &amp;lt;b&amp;gt;.</description>" in body


def test_what_is_gone_is_in_no_feed_and_no_map(whole: Outlet) -> None:
    for file in files.root().rglob("*.*"):
        if file.suffix in (".xml", ".json", ".html"):
            text = file.read_text("utf-8")
            assert "die-oder" not in text, file
            assert "/ar/articles/die-weser/" not in text, file


def test_maps_of_a_hundred_thousand_articles_in_all_languages_keep_the_limits(whole: Outlet) -> None:
    """sitemaps.org: 50,000 addresses and 50 MB a file; the index with the longest host name there can be."""
    articles = 100_000
    reader = outlets.read()
    reader.outlet.url = f"https://{'a' * 63}.{'b' * 63}.{'c' * 63}.{'d' * 57}.example"
    stretches = range(articles // sitemaps.KEYS + 1)
    paths = [addresses.sitemap(code, number) for code in languages.CODES for number in stretches]
    paths += [addresses.news(code) for code in languages.CODES]
    index = sitemaps._index(reader, paths).html.encode()
    longest = len(reader.url(addresses.article("zh-hant", "é" * 100))) + len(
        "<url><loc></loc><lastmod>2026-11-23</lastmod></url>\n"
    )

    assert len(languages.CODES) == 52
    assert index.count(b"<loc>") <= outlet.MOST_ADDRESSES
    assert len(index) <= outlet.MOST_BYTES
    assert sitemaps.KEYS <= outlet.MOST_ADDRESSES
    assert sitemaps.KEYS * longest <= outlet.MOST_BYTES


RSS = """<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>T</title><link>https://a.example/</link>
<description>D</description><atom:link rel="self" type="application/rss+xml" href="https://a.example/feed.xml"/>
<language>de</language><item><title>I</title><link>https://a.example/1</link><guid>https://a.example/1</guid>
<pubDate>Mon, 23 Nov 2026 01:00:00 +0000</pubDate><description>x</description></item></channel></rss>"""


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("<title>T</title>", "", "channel without title"),
        ("<link>https://a.example/</link>", "<link>/</link>", "the channel's link"),
        ("Mon, 23", "Sun, 23", "another day of the week"),
        ("+0000", "UTC", "no date of RFC 822"),
        ("Mon, 23 Nov 2026 01:00:00 +0000", "2026-11-23T01:00:00Z", "no date of RFC 822"),
        ('rel="self"', 'rel="hub"', "names itself"),
        ("<guid>https://a.example/1</guid>", "<guid>1</guid>", "no address"),
        ("<guid>https://a.example/1</guid>", "", "no guid"),
        ("<description>x<", "<description>&lt;a href='/x'&gt;x&lt;/a&gt;<", "relative address"),
        ("<description>x<", "<description>&lt;script&gt;x&lt;/script&gt;<", "script"),
        ("<title>I<", "<title>&lt;b&gt;I&lt;/b&gt;<", "HTML in a title"),
        ("<language>", "<image><url>https://a.example/i.png</url><title>T</title><link>https://a.example/</link>"
         "<width>145</width></image><language>", "too large"),
        ("</item>", "<author>Ada</author></item>", "without a mail address"),
        ("https://a.example/1</link>", "https://a.example/é</link>", "no full address"),
    ],
)  # fmt: skip
def test_the_rules_of_rss_see_what_is_wrong(old: str, new: str, fault: str) -> None:
    assert feeds.faults("feed.xml", RSS.encode()) == []
    assert old in RSS

    assert any(fault in said for said in feeds.faults("feed.xml", RSS.replace(old, new).encode()))


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><id>https://a.example/atom.xml</id>
<updated>2026-11-23T01:00:00Z</updated><link rel="self" href="https://a.example/atom.xml"/><entry><title>I</title>
<id>https://a.example/1</id><link href="https://a.example/1"/><updated>2026-11-23T01:00:00Z</updated>
<author><name>Ada</name></author></entry></feed>"""


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("<author><name>Ada</name></author>", "", "without author"),
        ("<name>Ada</name>", "<name/>", "without a name"),
        ("2026-11-23T01:00:00Z", "2026-11-23T01:00:00", "no date of RFC 3339"),
        ("<id>https://a.example/1</id>", "<id>https://a.example/atom.xml</id>", "an entry's id"),
        ("<id>https://a.example/1</id>", "", "not one id"),
        ('<link href="https://a.example/1"/>', '<link href="/1"/>', "no full address"),
        ('<link href="https://a.example/1"/>', "", "without alternate"),
        ('rel="self"', 'rel="next"', "names itself"),
    ],
)
def test_the_rules_of_atom_see_what_is_wrong(old: str, new: str, fault: str) -> None:
    assert feeds.faults("atom.xml", ATOM.encode()) == []
    assert old in ATOM

    assert any(fault in said for said in feeds.faults("atom.xml", ATOM.replace(old, new).encode()))


JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "T",
    "feed_url": "https://a.example/feed.json",
    "items": [{"id": "1", "content_text": "x", "date_published": "2026-11-23T01:00:00Z"}],
}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"version": "1"}, "another version"),
        ({"title": ""}, "no title"),
        ({"feed_url": "/feed.json"}, "no full address"),
        ({"items": [{"id": 1, "content_text": "x"}]}, "no text"),
        ({"items": [{"id": "1"}]}, "without content"),
        ({"items": [{"id": "1", "content_text": "x"}] * 2}, "2 times"),
        ({"items": [{"id": "1", "content_text": "x", "date_published": "2026-11-23"}]}, "RFC 3339"),
        ({"items": [{"id": "1", "content_text": "x", "authors": []}]}, "is empty"),
        ({"items": [{"id": "1", "content_html": "<img src='/x.png'>"}]}, "relative address"),
    ],
)
def test_the_rules_of_json_feed_see_what_is_wrong(change: dict[str, Any], fault: str) -> None:
    assert feeds.faults("feed.json", json.dumps(JSON).encode()) == []

    assert any(fault in said for said in feeds.faults("feed.json", json.dumps(JSON | change).encode()))


ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "H",
    "url": "https://a.example/1",
    "inLanguage": "zh-Hant",
    "datePublished": "2026-11-23T01:00:00+00:00",
    "dateModified": "2026-11-23T01:00:00+00:00",
    "author": [{"@type": "Person", "name": "Ada"}],
    "publisher": {"@type": "NewsMediaOrganization", "name": "A"},
}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"@type": "Article"}, "no NewsArticle"),
        ({"headline": "<em>H</em>"}, "markup"),
        ({"datePublished": "2026-11-23T01:00:00"}, "no zone"),
        ({"dateModified": "2026-11-22T01:00:00+00:00"}, "before it was published"),
        ({"author": [{"@type": "Person"}]}, "without type or name"),
        ({"image": "/x.png"}, "no full address"),
        ({"description": ""}, "is empty"),
        ({"articleSection": []}, "is empty"),
        ({"byline": "Ada"}, "has no byline"),
        ({"inLanguage": "german"}, "inLanguage"),
    ],
)
def test_the_rules_of_structured_data_see_what_is_wrong(change: dict[str, Any], fault: str) -> None:
    assert structured.faults(ARTICLE) == []

    assert any(fault in said for said in structured.faults(ARTICLE | change))


def test_an_address_in_another_script_is_written_in_full(whole: Outlet) -> None:
    article = Article.objects.get(slug="die-élbe")
    address = f"{make.BASE}/de/articles/die-%C3%A9lbe/"

    for path in (addresses.feed("de"), addresses.sitemap("de", article.pk // sitemaps.KEYS)):
        assert address in (files.root() / addresses.file_of(path)).read_text("utf-8")
