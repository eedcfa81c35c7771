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
        "kind": "text",
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
        "footnotes": [],
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
    assert [draft.identifier.value for draft in several if draft.identifier] == [
        "urn:a",
        "urn:example:p",
        "urn:b",
    ]
    assert [draft.pictures for draft in several if draft.is_article] == [(), ()]


def test_a_picture_that_an_item_links_to_is_its_own() -> None:
    linked = item(XHTML, guid="urn:a", meta='<link residref="urn:example:p"/>')
    found = drafts(message(linked, PICTURE_ITEM, item(XHTML, guid="urn:b")))

    assert [len(draft.pictures) for draft in found if draft.is_article] == [1, 0]


def test_pictures_inside_the_text_are_listed_and_taken_out() -> None:
    figure = '<figure><img src="https://pics.example/l.jpg" alt="Water"/><figcaption>In the streets <span class="credit">Paula</span></figcaption></figure>'
    draft = read(item(XHTML.replace("<p>More", f"{figure}<p>More")))

    assert draft.pictures == (Picture("https://pics.example/l.jpg", "Water", "In the streets", "Paula"),)
    assert draft.body_html == BODY


CONCEPT = """<conceptItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:example:c" version="2">
  <itemMeta><itemClass qcode="cinat:concept"/></itemMeta>
  <concept><conceptId qcode="e:1"/><type qcode="cpnat:TYPE"/><name>Night of museums</name><definition>Doors stay open.</definition></concept>
</conceptItem>"""


@pytest.mark.parametrize(
    ("text", "kind", "named"),
    [
        (PICTURE_ITEM, "picture", "a picture"),
        (PICTURE_ITEM.replace("ninat:picture", "ninat:video"), "video", "a video"),
        (PICTURE_ITEM.replace("newsItem", "packageItem"), "package", "a package, a list of other items"),
        (PICTURE_ITEM.replace("newsItem", "planningItem"), "planning", "a plan of coverage"),
        (PICTURE_ITEM.replace("newsItem", "knowledgeItem"), "knowledge", "a list of concepts"),
        (PICTURE_ITEM.replace("newsItem", "catalogItem"), "catalog", "a catalogue of codes"),
        (CONCEPT.replace("TYPE", "abstract"), "concept", "a concept"),
        (CONCEPT.replace("TYPE", "event"), "event", "an event"),
        (item(""), "text", "a text item without a body"),
    ],
)
def test_an_item_without_a_text_is_read_and_said_to_be_what_it_is(text: str, kind: str, named: str) -> None:
    draft = read(text)

    assert (draft.kind, draft.body_html, draft.body_text) == (kind, "", "")
    assert draft.identifier is not None
    assert draft.version is not None
    assert draft.warnings[0] == f"It is {named}, not the text of an article."


def test_a_picture_brings_its_largest_rendition_and_its_caption() -> None:
    draft = read(PICTURE_ITEM)

    assert draft.standfirst is not None
    assert draft.standfirst.value == "Water in the streets"
    assert draft.pictures == (
        Picture("https://pics.example/l.jpg", "", "Water in the streets", "Paula Photo"),
    )


def test_the_file_of_a_video_is_no_picture_and_its_still_is() -> None:
    video = PICTURE_ITEM.replace("ninat:picture", "ninat:video")
    still = read(video.replace('l.jpg" contenttype="image/jpeg"', 'l.mp4" contenttype="video/mp4"'))
    bare = read(video.replace(' contenttype="image/jpeg"', ""))

    assert [picture.url for picture in still.pictures] == ["https://pics.example/s.jpg"]
    assert bare.pictures == ()


def test_the_words_that_come_with_a_video_are_kept_and_make_no_article() -> None:
    draft = read(item(XHTML).replace("ninat:text", "ninat:video"))

    assert draft.body_html == BODY
    assert not draft.is_article


def test_a_concept_has_its_name_as_headline() -> None:
    draft = read(CONCEPT)

    assert draft.headline is not None
    assert draft.standfirst is not None
    assert (draft.headline.value, draft.standfirst.value) == ("Night of museums", "Doors stay open.")


def test_a_picture_inside_a_text_item_is_no_text_of_it() -> None:
    bytes_of = b64encode(b"\x89PNG\r\n\x1a\n" + bytes(range(200))).decode()

    assert read(item(f'<inlineData contenttype="image/png" encoding="enc:base64">{bytes_of}</inlineData>')).body_html == ""  # fmt: skip


def test_a_message_without_items_is_refused() -> None:
    with pytest.raises(NoArticle, match="an empty message"):
        read(message())


def test_the_one_article_of_a_message_is_meant_where_one_is_wanted() -> None:
    wire = Delivery(message(PICTURE_ITEM, item(XHTML)).encode(), "wire.xml")
    pictures = Delivery(message(PICTURE_ITEM, PICTURE_ITEM).encode(), "wire.xml")

    assert registry.read(wire).source == "wire.xml [2]"
    with pytest.raises(NoArticle, match="it is a picture"):
        registry.read(pictures)


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


def test_nitf_with_only_a_headline_is_read_and_one_without_is_refused() -> None:
    bare = "<nitf><body><body.head>{}</body.head><body.content/></body></nitf>"

    assert read(bare.format("<hedline><hl1>River floods</hl1></hedline>")).body_html == ""
    with pytest.raises(NoArticle):
        read(bare.format(""))


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
