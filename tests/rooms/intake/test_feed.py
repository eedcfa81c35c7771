"""What a feed and its items say, in every form."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rooms.intake.feeds import draft, item, one, read, rss

from masthead.intake.draft import Appearance, Byline, Picture, Term
from masthead.intake.errors import IntakeError
from masthead.intake.readers.feed import guard, markup
from masthead.intake.readers.feed.errors import HostileFeed, NotAFeed
from masthead.intake.readers.feed.values import Contact, Enclosure, Origin

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://blatt.example/">
<title type="html">Das &amp;lt;em&amp;gt;Blatt&amp;lt;/em&amp;gt;</title><subtitle>Täglich</subtitle>
<id>tag:blatt.example,2024:1</id><link rel="self" href="/atom.xml"/><link href="/"/>
<link rel="hub" href="https://hub.example/"/><updated>2024-05-03T10:00:00+02:00</updated>
<author><name>Die Redaktion</name></author><rights>© Das Blatt</rights>
<entry><id>tag:blatt.example,2024:7</id><title>Der Fluss steigt</title><link href="/fluss"/>
<published>2024-05-02T07:30:00+02:00</published><updated>2024-05-02T09:00:00+02:00</updated>
<author><name>Jana Dorn</name><uri>/jana</uri></author><category term="wasser" label="Wasser"/>
<source><id>urn:x</id><title>La Gaceta</title><link href="https://gaceta.example/rio"/></source>
<summary>Ein Satz davor.</summary>
<content type="html">&lt;p&gt;Der Fluss stieg in der Nacht um drei Meter.&lt;/p&gt;&lt;p&gt;&lt;a href="/karte"&gt;Karte&lt;/a&gt;&lt;/p&gt;</content>
</entry></feed>"""
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "The Gazette",
    "home_page_url": "https://gazette.example/",
    "feed_url": "https://gazette.example/feed.json",
    "language": "en",
    "hubs": [
        {"type": "WebSub", "url": "https://hub.example/"},
        {"type": "rssCloud", "url": "https://x.example/"},
    ],
    "items": [
        {
            "id": 7,
            "url": "/river",
            "external_url": "https://elsewhere.example/river",
            "title": "River <floods>",
            "content_html": '<p onclick="x()">The river rose.</p><script>x()</script><img src="/r.jpg">',
            "summary": "A flood.",
            "date_published": "2024-05-02T07:30:00+02:00",
            "authors": [{"name": "Jana Dorn", "url": "https://jana.example/"}],
            "tags": ["water"],
            "image": "lead.jpg",
            "attachments": [{"url": "/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 9}],
        },
        {"id": "8", "content_text": "First <line>.\n\nSecond."},
    ],
}


def test_an_atom_feed_says_what_it_is() -> None:
    feed = read(ATOM)

    assert (feed.form, feed.title, feed.language) == ("atom 1.0", "Das <em>Blatt</em>", "de")
    assert (feed.address, feed.self_address) == ("https://blatt.example/", "https://blatt.example/atom.xml")
    assert (feed.hubs, feed.updated) == (("https://hub.example/",), "2024-05-03T10:00:00+02:00")


def test_an_atom_entry_keeps_its_offset_its_terms_and_where_it_came_from() -> None:
    entry = one(ATOM)

    assert (entry.published, entry.updated) == ("2024-05-02T07:30:00+02:00", "2024-05-02T09:00:00+02:00")
    assert entry.authors == (Contact("Jana Dorn", "https://blatt.example/jana"),)
    assert entry.terms == (Term("Wasser", "tag", "wasser"),)
    assert entry.origin == Origin("La Gaceta", "https://gaceta.example/rio")
    assert 'href="https://blatt.example/karte"' in entry.content


def test_a_json_feed_is_read_and_cleaned() -> None:
    feed = read(json.dumps(JSON_FEED), "https://gazette.example/feed.json")
    first, second = feed.items

    assert (feed.form, feed.hubs) == ("json 1.1", ("https://hub.example/",))
    assert (first.identifier, first.address) == ("7", "https://gazette.example/river")
    assert first.headline == "River <floods>"
    assert first.content == '<p>The river rose.</p><img src="https://gazette.example/r.jpg">'
    assert first.origin == Origin(address="https://elsewhere.example/river")
    assert first.enclosures == (Enclosure("https://gazette.example/a.mp3", "audio/mpeg", 9),)
    assert first.pictures == (Picture("https://gazette.example/lead.jpg"),)
    assert second.content == "<p>First &lt;line&gt;.</p><p>Second.</p>"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ('<rss version="0.91"><channel><title>T</title></channel></rss>', "rss 0.91"),
        (
            '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
            '"http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>T</title></channel></rss>',
            "rss 0.91",
        ),
        ('<rss version="2.0"><channel><title>T</title></channel></rss>', "rss 2.0"),
        (
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
            "<channel><title>T</title></channel></rdf:RDF>",
            "rss 1.0",
        ),
        ('<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>T</title></feed>', "atom 0.3"),
        ('<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>T</a:title></a:feed>', "atom 1.0"),
        ('<CHANNEL HREF="http://x.example/"><TITLE>T</TITLE></CHANNEL>', "cdf"),
        ('{"version": "https://jsonfeed.org/version/1", "title": "T", "items": []}', "json 1.0"),
    ],
)
def test_every_form_is_named(text: str, form: str) -> None:
    feed = read(text)

    assert (feed.form, feed.title) == (form, "T")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-32", "iso-8859-1", "cp037"])
def test_the_declared_encoding_is_read(encoding: str) -> None:
    name = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{name}"?><rss version="2.0"><channel><title>Zürich</title></channel></rss>'

    assert read(text.encode(encoding)).title == "Zürich"


def test_an_encoding_whose_name_is_none_is_passed_over() -> None:
    feed = read(
        b'<?xml version="1.0" encoding="utf\0-8"?><rss version="2.0"><channel><title>T</title></channel></rss>'
    )

    assert feed.title == "T"


def test_a_broken_feed_gives_what_can_be_had() -> None:
    feed = read(
        '<rss version="2.0"><channel><title>A & B</title><item><title>One</title><link>https://x.example/?a=1&b=2</link>'
    )

    assert feed.title == "A & B"
    assert [found.address for found in feed.items] == ["https://x.example/?a=1&b=2"]


@pytest.mark.parametrize(
    "text",
    [
        "<!doctype html><html><body><p>no</p></body></html>",
        "words",
        '{"a": 1}',
        '{"version": "https://jsonfeed.org/version/1", "items": 3}',
        "{" * 100_000,
        '<?xml version="1.0"?><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel/></rss>',
    ],
)
def test_what_is_no_feed_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(NotAFeed) as refused:
        read(text)

    assert refused.value.sentence.startswith("feed.xml is ")


_NESTED = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE rss [<!ENTITY a0 "ha">{_NESTED}]>',
        '<!DOCTYPE rss [<!ENTITY a8 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://x.example/p"> %p; <!ENTITY a8 "x">]>',
        f'<!DOCTYPE rss [<!ENTITY a8 "{"x" * 200_000}">]>',
        f'<!-- <a --><!DOCTYPE rss [<!ENTITY a0 "ha">{_NESTED}]>',
        f'<!--\n<!ENTITY a8 "{"x" * 9000}"> --><!DOCTYPE rss [<!ELEMENT x ANY>]>',
    ],
)
def test_entities_that_nest_or_come_from_elsewhere_are_refused(doctype: str) -> None:
    with pytest.raises(HostileFeed):
        read(rss(item(), top="<description>&a8;</description>", head=doctype))


def test_short_words_may_be_declared() -> None:
    head = '<!DOCTYPE rss [<!ENTITY site "The Gazette of the port">]>'

    assert read(rss(top="<description>&site;</description>", head=head)).subtitle == "The Gazette of the port"


def test_what_takes_the_square_of_its_length_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard.child, "SECONDS", 0.5)

    with pytest.raises(HostileFeed):
        read(rss(f"<item><author>{'a' * 600_000}</author></item>"))


def test_a_long_feed_says_the_same_from_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    text = rss(*map(item, range(5)))
    here = read(text)
    monkeypatch.setattr(guard, "_SHORT", 10)

    assert read(text) == here


def test_credits_belong_to_their_picture() -> None:
    found = one(
        rss(
            item(
                more='<media:content url="https://x.example/a.jpg" medium="image"><media:credit>Ada</media:credit>'
                "<media:description>The sluice</media:description></media:content>"
                '<media:content url="https://x.example/b.jpg" type="image/jpeg"><media:credit>Ben</media:credit></media:content>'
                '<media:content url="https://x.example/c.mp4" type="video/mp4"/>'
            )
        )
    )

    assert found.pictures == (
        Picture("https://x.example/a.jpg", "", "The sluice", "Ada"),
        Picture("https://x.example/b.jpg", "", "", "Ben"),
    )


def test_terms_for_mining_and_the_licence_are_kept() -> None:
    found = one(
        rss(
            item(
                more='<rsl:content url="/"><rsl:license><rsl:permits type="usage">search</rsl:permits>'
                '<rsl:prohibits type="usage">ai-train</rsl:prohibits></rsl:license></rsl:content>'
                "<creativeCommons:license>https://creativecommons.org/licenses/by-nd/4.0/</creativeCommons:license>"
            )
        )
    )

    assert found.mining == "RSL permits usage: search; RSL prohibits usage: ai-train"
    assert found.licence == "https://creativecommons.org/licenses/by-nd/4.0/"


@pytest.mark.parametrize(
    ("top", "minutes"),
    [
        ("<ttl>90</ttl>", 90),
        ("<sy:updatePeriod> daily </sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", 720),
        ("<ttl>soon</ttl>", 0),
        ("", 0),
    ],
)
def test_how_often_it_may_be_asked(top: str, minutes: int) -> None:
    assert read(rss(top=top)).minutes == minutes


def test_an_item_becomes_a_draft_that_says_where_each_thing_was() -> None:
    made = draft(
        rss(
            item(more="<category>Water</category>"),
            top="<language>en-GB</language><copyright>© Gazette</copyright>",
        )
    )

    assert made.headline is not None
    assert (made.headline.value, made.headline.where) == ("River floods the lower town 1", "feed:title")
    assert [found.value for found in made.bylines] == [Byline("Jana Dorn")]
    assert made.canonical is not None
    assert made.source == made.canonical.value == "https://gazette.example/2024/05/river-1"
    assert made.identifier is not None
    assert made.identifier.value == "river-1"
    assert made.published is not None
    assert made.published.value == "2024-05-02T07:30:00+02:00"
    assert made.language is not None
    assert made.language.value == "en-GB"
    assert made.rights is not None
    assert made.rights.where == "feed:channel-rights"
    assert [found.value for found in made.terms] == [Term("Water")]
    assert [citation.url for citation in made.citations] == ["https://archive.example/sluice"]
    assert made.body_text.count("\n\n") == 1


def test_the_feed_it_came_from_stands_in_the_chain() -> None:
    made = draft(rss(item(more='<source url="https://wire.example/feed">The Wire</source>')))

    assert [found.value for found in made.chain] == [Appearance("The Wire", "https://wire.example/feed")]


def test_a_licence_is_named_by_its_spdx_name() -> None:
    made = draft(rss(item(), top="<copyright>CC BY-ND 4.0, The Gazette</copyright>"))

    assert made.licence is not None
    assert made.licence.value == "CC-BY-ND-4.0"


def test_a_summary_that_repeats_the_beginning_is_no_standfirst() -> None:
    same = "<description>The river rose three metres in the night, and by…</description>"
    other = "<description>Three metres in one night.</description>"

    assert draft(rss(item(more=same))).standfirst is None
    made = draft(rss(item(more=other)))
    assert made.standfirst is not None
    assert made.standfirst.value == "Three metres in one night."


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ('<p onclick="x()">a</p>', "<p>a</p>"),
        ("a<script>x()</script>b", "ab"),
        ('a<script src="x"/>b', "ab"),
        ('a<iframe src="x"/> b', "a b"),
        ("a<!-- open >b", "ab"),
        ('<a href="javascript:x()">a</a>', "<a>a</a>"),
        ('<p style="position:fixed">a</p>', "<p>a</p>"),
        ("<svg><script>x()</script></svg>a", "a"),
        ("<form action='//x'><input name=p>a</form>", "a"),
    ],
)
def test_html_of_a_feed_is_cleaned(html: str, kept: str) -> None:
    assert markup.sanitised(html) == kept


def test_what_is_nested_without_end_is_read_as_its_words() -> None:
    assert markup.sanitised("<div>" * 300_000 + "words") == "words"


@given(st.text(alphabet=st.sampled_from("<>/!-=\"' abscriptonfmeh&;x"), max_size=60))
def test_cleaned_html_stays_as_it_is(html: str) -> None:
    once = markup.sanitised(html)

    assert markup.sanitised(once) == once
    assert "<script" not in once


@settings(deadline=None)  # some bytes lead to a guess of their encoding, which takes its time
@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(body: bytes) -> None:
    for start in (
        b"",
        b"<rss version='2.0'><channel>",
        b'{"version": "https://jsonfeed.org/version/1", "items": [',
    ):
        try:
            read(start + body)
        except IntakeError as error:
            assert error.code != "fault"  # noqa: PT017 - most bytes are no feed
