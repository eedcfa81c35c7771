"""Items and messages in NewsML-G2, and NITF alone."""

from __future__ import annotations

from base64 import b64encode

import pytest
from tests.rooms.intake.newsitems import NITF, PICTURE_ITEM, TEXT, XHTML, item, message

from masthead.intake.draft import Appearance, Byline, Draft, Picture, Term
from masthead.intake.errors import IntakeError, NoArticle, NotValid
from masthead.intake.readers import registry
from masthead.intake.sources.delivery import Delivery

BODY = f"<p>{TEXT}</p><p>More <strong>soon</strong>.</p>"


def drafts(text: str) -> list[Draft]:
    return list(registry.read_all(Delivery(text.encode(), "item.xml")))


def read(text: str) -> Draft:
    return drafts(text)[0]


def test_an_item_says_what_it_is_and_who_wrote_it() -> None:
    draft = read(item(XHTML))

    assert draft.to_json() | {"found": {}} == {
        **dict.fromkeys(("standfirst", "canonical", "licence", "rights", "mining", "source_note", "author_note")),
        "headline": "River floods the lower town",
        "bylines": [{"name": "Jana Dorn", "role": "author"}, {"name": "Ali Reza", "role": "translator"}],
        "published": "2024-05-01T06:00:00Z",
        "updated": "2024-05-02T07:30:00+02:00",
        "language": "en-GB",
        "outlet": "The Lookout",
        "identifier": "urn:example:g",
        "version": "4",
        "digital_source": None,
        "terms": [
            {"name": "flood", "kind": "theme", "slug": "medtop:20000148"},
            {"name": "geo:1", "kind": "region", "slug": "geo:1"},
        ],
        "chain": [],
        "citations": [],
        "quotations": [],
        "pictures": [],
        "body_html": BODY,
        "body_text": f"{TEXT}\n\nMore soon.",
        "source": "item.xml",
        "found": {},
    }  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        f'<inlineXML contenttype="application/nitf+xml">{NITF}</inlineXML>',
        f"<inlineXML><div xmlns='http://www.w3.org/1999/xhtml'><p>{TEXT}</p></div></inlineXML>",
        f'<inlineData contenttype="text/plain">{TEXT}</inlineData>',
        f'<inlineData contenttype="text/html">&lt;p&gt;{TEXT}&lt;/p&gt;</inlineData>',
        f'<inlineData contenttype="text/plain" encoding="enc:base64">{b64encode(TEXT.encode()).decode()}</inlineData>',
    ],
    ids=["nitf", "xhtml", "plain", "html", "base64"],
)
def test_the_text_is_read_in_every_form(content: str) -> None:
    assert read(item(content)).body_html.startswith(f"<p>{TEXT}</p>")


def test_rights_and_mining_are_read() -> None:
    rights = """<rightsInfo><copyrightHolder><name>Not this</name></copyrightHolder><copyrightNotice>© 2024 The Lookout</copyrightNotice>
      <usageTerms href="https://creativecommons.org/licenses/by-nd/4.0/">Not for archives.</usageTerms>
      <dataMining uri="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"/></rightsInfo>"""
    draft = read(item(XHTML, before=rights))

    assert draft.rights is not None
    assert draft.licence is not None
    assert draft.mining is not None
    assert draft.rights.value == "© 2024 The Lookout Not for archives."
    assert draft.licence.value == "CC-BY-ND-4.0"
    assert draft.mining.value == "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"


def test_hops_are_the_way_the_article_took() -> None:
    hops = """<hopHistory><hop seq="2" timestamp="2024-05-02"><party uri="https://b.example/"/></hop>
      <hop seq="1" timestamp="2024-05-01T06:00:00Z"><party qcode="comp:a"><name>Wire</name></party></hop></hopHistory>"""

    assert [found.value for found in read(item(XHTML, before=hops)).chain] == [
        Appearance("Wire", "", "2024-05-01T06:00:00Z"),
        Appearance("https://b.example/", "https://b.example/", "2024-05-02"),
    ]


def test_sources_stand_for_hops_where_there_are_none() -> None:
    about = '<infoSource qcode="is:AP"><name>Associated Press</name></infoSource>'

    assert [found.value for found in read(item(XHTML, about=about)).chain] == [Appearance("Associated Press")]


def test_a_message_gives_each_text_and_its_only_pictures() -> None:
    one = drafts(message(item(XHTML), PICTURE_ITEM))
    several = drafts(message(item(XHTML, guid="urn:a"), PICTURE_ITEM, item(XHTML, guid="urn:b")))

    assert one[0].pictures == (
        Picture("https://pics.example/l.jpg", "", "Water in the streets", "Paula Photo"),
    )
    assert [draft.identifier.value for draft in several if draft.identifier] == ["urn:a", "urn:b"]
    assert [draft.pictures for draft in several] == [(), ()]


def test_a_picture_that_an_item_links_to_is_its_own() -> None:
    linked = item(XHTML, guid="urn:a", meta='<link residref="urn:example:p"/>')
    found = drafts(message(linked, PICTURE_ITEM, item(XHTML, guid="urn:b")))

    assert [len(draft.pictures) for draft in found] == [1, 0]


def test_pictures_inside_the_text_are_listed_and_taken_out() -> None:
    figure = '<figure><img src="https://pics.example/l.jpg" alt="Water"/><figcaption>In the streets <span class="credit">Paula</span></figcaption></figure>'
    draft = read(item(XHTML.replace("<p>More", f"{figure}<p>More")))

    assert draft.pictures == (Picture("https://pics.example/l.jpg", "Water", "In the streets", "Paula"),)
    assert draft.body_html == BODY


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (PICTURE_ITEM, "a picture"),
        (PICTURE_ITEM.replace("ninat:picture", "ninat:video"), "a video"),
        (PICTURE_ITEM.replace("newsItem", "packageItem"), "a package"),
        (PICTURE_ITEM.replace("newsItem", "planningItem"), "a plan of coverage"),
        (message(), "an empty message"),
        (item(""), "a text item whose text is not in it"),
    ],
)
def test_what_is_no_article_is_said_to_be_what_it_is(text: str, named: str) -> None:
    with pytest.raises(NoArticle, match=named):
        read(text)


def test_nitf_alone_is_read() -> None:
    declared = f'<?xml version="1.0"?>\n<!DOCTYPE nitf SYSTEM "nitf-3-6.dtd">\n{NITF}'
    draft = read(declared)

    assert draft.headline is not None
    assert draft.standfirst is not None
    assert draft.published is not None
    assert draft.rights is not None
    assert draft.headline.value == "River floods the lower town"
    assert draft.standfirst.value == "The old bridge is closed."
    assert draft.published.value == "2024-05-02T07:30:00+02:00"
    assert draft.rights.value == "© 2024 The Lookout"
    assert [found.value for found in draft.bylines] == [Byline("Jana Dorn")]
    assert [found.value for found in draft.terms] == [
        Term("flood", "theme", "20000148"),
        Term("bridge", "tag"),
    ]
    assert draft.pictures == (
        Picture("https://pics.example/l.jpg", "Water", "Water in the streets", "Paula Photo"),
    )
    assert draft.body_html == (
        f"<p>{TEXT}</p><h2>Later</h2><p>More <em>soon</em> in Lower Town\xa0and on.</p>"
    )


BOMB = '<!DOCTYPE newsItem [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
STEAL = '<!DOCTYPE newsItem [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("subset", [BOMB, STEAL], ids=["bomb", "file"])
def test_entities_are_refused(subset: str) -> None:
    with pytest.raises(NotValid, match="entities"):
        read(subset + item(XHTML.replace("More", "&a;")))


@pytest.mark.parametrize(
    "text",
    [item(XHTML)[:-20], item("<p>" * 5000 + "</p>" * 5000), item(XHTML.replace("More", "&unheard;"))],
    ids=["cut", "deep", "unknown"],
)
def test_xml_that_is_not_well_formed_is_refused(text: str) -> None:
    with pytest.raises(IntakeError, match="well-formed"):
        read(text)
