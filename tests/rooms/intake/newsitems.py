"""Small items in the formats of news exchange, written for the tests."""

from __future__ import annotations

from typing import Any

TEXT = (
    "The river rose again on Monday, and the lower town was under water by noon. "
    "Nobody was hurt, the mayor said, but the old bridge is closed until further notice."
)

FIRST: dict[str, Any] = {
    "uri": "urn:example:one",
    "type": "text",
    "version": "3",
    "versioncreated": "2024-05-02T07:30:00+02:00",
    "language": "en",
    "copyrightnotice": "© 2024 The Lookout",
    "usageterms": "Not for archives.",
    "byline": "By Jana Dorn and Ali Reza",
    "headline": "River floods the lower town",
    "description_text": "The old bridge is closed.",
    "body_text": TEXT,
    "body_xhtml": f"<h1>River floods the lower town</h1><p>{TEXT}</p><p>More <b>soon</b>.</p>",
    "subject": [{"name": "flood", "scheme": "https://cv.example/", "code": "0815"}],
    "place": [{"name": "Lower Town"}],
    "associations": {
        "main": {
            "uri": "urn:example:picture",
            "type": "picture",
            "byline": "Paula Photo",
            "description_text": "Water in the streets",
            "renditions": {
                "small": {"href": "https://pics.example/s.jpg", "mimetype": "image/jpeg", "width": 200},
                "large": {"href": "https://pics.example/l.jpg", "mimetype": "image/jpeg", "width": 2000},
            },
        }
    },
}

SECOND: dict[str, Any] = {
    "uri": "urn:example:two",
    "type": "text",
    "firstcreated": "2024-05-01T06:00:00Z",
    "versioncreated": "2024-05-02T05:30:00Z",
    "language": "en",
    "copyrightholder": "The Lookout",
    "headlines": [{"role": "extended", "value": "Longer"}, {"role": "main", "value": "River floods the lower town"}],
    "descriptions": [{"role": "caption", "value": "No."}, {"role": "summary", "value": "The old bridge is closed."}],
    "bodies": [
        {"role": "text", "contenttype": "text/plain", "value": f"{TEXT}\n\nMore soon."},
        {"role": "html5", "contenttype": "text/html", "value": f"<html><head><title>x</title></head><body><p>{TEXT}</p><p>More <b>soon</b>.</p></body></html>"},
    ],
    "people": [
        {"name": "Jana Dorn", "rel": "author"},
        {"name": "Paula Photo", "rel": "https://cv.example/role/photographer"},
        {"name": "The Mayor", "rel": "about"},
    ],
    "infosources": [{"name": "The Lookout", "role": "publisher"}, {"name": "Wire", "uri": "https://wire.example/"}],
    "rightsinfo": {"linkedrights": "https://creativecommons.org/licenses/by/4.0/"},
}  # fmt: skip

THIRD: dict[str, Any] = {
    "standard": {"name": "ninjs", "version": "3.1"},
    "uri": "urn:example:three",
    "type": "text",
    "versionCreated": "2024-05-02T05:30:00Z",
    "language": "en",
    "headlines": [{"value": "River floods the lower town"}],
    "bodies": [
        {"role": "main", "contentType": "text/html", "value": f"<p>{TEXT}</p><p>More <b>soon</b>.</p>"}
    ],
    "digitalSourceType": {"uri": "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"},
    "altIds": [{"role": "canonical", "value": "https://lookout.example/flood"}],
    "usageTerms": "Licence: by agreement\nText and data mining: reserved\nAsk first.",
    "embargoedUntil": "2024-05-03T05:30:00Z",
    "pubStatus": "withheld",
}

NITF = f"""<nitf>
  <head>
    <title>Not this</title>
    <tobject><tobject.subject tobject.subject.refnum="20000148" tobject.subject.matter="flood"/></tobject>
    <docdata>
      <doc-id regsrc="Lookout" id-string="lookout-1"/>
      <date.issue norm="20240502T073000+0200"/>
      <doc.copyright holder="The Lookout" year="2024"/>
      <key-list><keyword key="bridge"/></key-list>
    </docdata>
  </head>
  <body>
    <body.head>
      <hedline><hl1>River floods the lower town</hl1></hedline>
      <byline>By <person>Jana Dorn</person>, <byttl>Staff</byttl></byline>
      <abstract><p>The old bridge is closed.</p></abstract>
    </body.head>
    <body.content>
      <block><p>{TEXT}</p><hl2>Later</hl2><p>More <em>soon</em> in <location>Lower Town</location>&nbsp;and on.</p></block>
      <media media-type="image"><media-reference source="https://pics.example/l.jpg" alternate-text="Water"/>
        <media-caption><p>Water in the streets</p></media-caption><media-producer>Paula Photo</media-producer></media>
    </body.content>
  </body>
</nitf>"""

PICTURE_ITEM = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:example:p" version="1" standard="NewsML-G2" standardversion="2.35">
  <itemMeta><itemClass qcode="ninat:picture"/><provider literal="x"/><versionCreated>2024-05-02T05:30:00Z</versionCreated></itemMeta>
  <contentMeta><creditline>Paula Photo</creditline><description role="drol:caption">Water in the streets</description></contentMeta>
  <contentSet>
    <remoteContent href="https://pics.example/s.jpg" contenttype="image/jpeg" width="200"/>
    <remoteContent href="https://pics.example/l.jpg" contenttype="image/jpeg" width="2000"/>
  </contentSet>
</newsItem>"""


def item(
    content: str, *, guid: str = "urn:example:g", meta: str = "", about: str = "", before: str = ""
) -> str:
    """A NewsML-G2 text item around the content."""
    return f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}" version="4" standard="NewsML-G2" standardversion="2.35" xml:lang="en-GB">
  {before}
  <itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:LO"><name>The Lookout</name></provider>
    <versionCreated>2024-05-02T07:30:00+02:00</versionCreated><firstCreated>2024-05-01T06:00:00Z</firstCreated>{meta}</itemMeta>
  <contentMeta>
    <creator qcode="s:jd"><name>Jana Dorn</name></creator><contributor role="ctrol:translator"><name>Ali Reza</name></contributor>
    <language tag="en-GB"/>
    <subject type="cpnat:abstract" qcode="medtop:20000148"><name xml:lang="de">Flut</name><name>flood</name></subject>
    <subject type="cpnat:geoArea" qcode="geo:1"/>
    <headline>River floods the lower town</headline>{about}
  </contentMeta>
  <contentSet>{content}</contentSet>
</newsItem>"""


XHTML = f'<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><h1>River floods the lower town</h1><p>{TEXT}</p><p>More <b>soon</b>.</p></body></html></inlineXML>'


def message(*items: str) -> str:
    inner = "".join(items)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2024-05-02T07:30:00Z</sent></header><itemSet>{inner}</itemSet></newsMessage>'
