"""Word documents."""

from __future__ import annotations

import pytest
from tests.rooms.intake.words import docx, link, paragraph, picture, reference, run, table

from masthead.intake.draft import Draft
from masthead.intake.errors import IntakeError
from masthead.intake.readers import registry
from masthead.intake.sources.delivery import Delivery

RIVER = (
    "The river rose three metres in the night, and by the morning the lower town stood under water, as it had not done for"
    " forty years, and the council met at noon."
)
SLUICE = (
    "The old sluice was opened in the afternoon. Engineers from the port authority said that the gates would hold if the wind"
    " did not turn before evening, and it did not."
)
WHOLE = (
    paragraph("River floods the lower town", style="Title"),
    paragraph("What the water left behind", style="Subtitle"),
    paragraph("By Jana Dorn and Max Moor"),
    paragraph("The Harbour Gazette, 2 May 2024"),
    paragraph("Region: North"),
    paragraph(RIVER, run(" Two towns", bold=True), " see ", link("the gauge"), ".", reference(1)),
    paragraph("Afterwards", style="Heading1"),
    paragraph("Nobody has ever seen the like.", style="Quote"),
    table(("Town", "Metres"), ("Lower", "3")),
    paragraph(picture("The sluice at noon")),
    paragraph(SLUICE),
    paragraph("Jana Dorn is a writer based in Port Adair."),
    paragraph("First published by the Basin Review on 29 April 2024."),
    paragraph("© 2024 The Harbour Gazette. All rights reserved."),
)


def read(body: bytes) -> Draft:
    return registry.read(Delivery(body, "text.docx"))


def test_title_subtitle_and_printed_lines_are_fields() -> None:
    flat = read(docx(*WHOLE, notes=("Measured at the bridge.",))).to_json()

    assert flat["headline"] == "River floods the lower town"
    assert flat["standfirst"] == "What the water left behind"
    assert [row["name"] for row in flat["bylines"]] == ["Jana Dorn", "Max Moor"]
    assert (flat["published"], flat["outlet"]) == ("2024-05-02", "The Harbour Gazette")
    assert [(row["kind"], row["name"]) for row in flat["terms"]] == [("region", "North")]
    assert flat["author_note"] == "Jana Dorn is a writer based in Port Adair."
    assert flat["chain"] == [{"outlet": "Basin Review", "url": "", "date": "2024-04-29"}]
    assert flat["rights"] == "© 2024 The Harbour Gazette. All rights reserved."
    assert [note["html"] for note in flat["footnotes"]] == ["Measured at the bridge."]


def test_the_body_keeps_its_structure() -> None:
    draft = read(docx(*WHOLE, notes=("Measured at the bridge.",)))

    assert draft.body_html == (
        "<p>What the water left behind</p>"
        f'<p>{RIVER}<strong> Two towns</strong> see <a href="https://data.example/p">the gauge</a>.[^1]</p>'
        "<h2>Afterwards</h2><blockquote><p>Nobody has ever seen the like.</p></blockquote>"
        "<table><tr><td>Town</td><td>Metres</td></tr><tr><td>Lower</td><td>3</td></tr></table>"
        f"<p>{SLUICE}</p>"
    )
    assert draft.footnotes == (("1", "Measured at the bridge."),)


def test_pictures_are_counted_with_their_alternative_texts() -> None:
    draft = read(docx(*WHOLE, notes=("Measured at the bridge.",)))

    assert [picture.alt for picture in draft.pictures] == ["The sluice at noon"]
    assert draft.warnings == ("Its pictures (1) are left out; add them at the desk.",)


def test_what_the_file_says_of_itself_is_trusted_little() -> None:
    core = "<dc:title>Microsoft Word - draft7.docx</dc:title><dc:creator>Ida Lind</dc:creator>"
    draft = read(
        docx(paragraph("The river", style="Heading1"), paragraph(RIVER), paragraph(SLUICE), core=core)
    )

    assert draft.headline is not None
    assert draft.headline.value == "The river"
    assert [(found.value.name, found.sure) for found in draft.bylines] == [("Ida Lind", 0.3)]


def test_a_bold_line_without_a_style_is_the_headline() -> None:
    draft = read(docx(paragraph(run("The river", bold=True)), paragraph("By Jana Dorn"), paragraph(RIVER)))

    assert draft.headline is not None
    assert draft.headline.value == "The river"
    assert draft.body_text == RIVER


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (docx(), "no-article"),
        (docx(*WHOLE)[:-200], "broken-archive"),
        (docx(*WHOLE, more={"word/document.xml": b"<w:document>"}), "unreadable"),
        (docx(*WHOLE, more={"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "unreadable"),
        (
            docx(
                *WHOLE,
                more={"word/styles.xml": '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'.encode("utf-16")},
            ),
            "unreadable",
        ),
        (docx(*WHOLE, more={"word/../../out": b""}), "unsafe-archive"),
        (docx(*WHOLE, more={"word/document.xml": b"<a>" + b" " * 9_000_000 + b"</a>"}), "unsafe-archive"),
        (docx(*WHOLE, more={"word/document.xml": b"<a>" * 100_000}), "unreadable"),
    ],
    ids=range(8),
)
def test_a_broken_or_hostile_document_is_refused_with_a_sentence(body: bytes, code: str) -> None:
    with pytest.raises(IntakeError) as caught:
        read(body)

    assert caught.value.code == code
    assert caught.value.sentence.endswith(".")


@pytest.mark.parametrize(
    "body",
    [
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        b"{\\rtf1\\ansi Words.}",
        b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text" + bytes(90),
    ],
)
def test_other_documents_are_refused_with_what_to_do(body: bytes) -> None:
    with pytest.raises(IntakeError) as caught:
        read(body)

    assert "save it as DOCX" in caught.value.sentence
