"""Items in ninjs: each version is read, and what the schemas refuse is refused in a sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.rooms.intake.newsitems import FIRST, NITF, SECOND, TEXT, THIRD

from masthead.intake.draft import Appearance, Byline, Draft, Picture, Term
from masthead.intake.errors import IntakeError, NotValid
from masthead.intake.readers import registry
from masthead.intake.readers.ninjs import schema
from masthead.intake.sources.delivery import Delivery

BODY = f"<p>{TEXT}</p><p>More <strong>soon</strong>.</p>"


def read(item: Any) -> Draft:
    return registry.read(Delivery(json.dumps(item).encode(), "item.json"))


def refused(item: Any) -> IntakeError:
    with pytest.raises(IntakeError) as caught:
        read(item)
    return caught.value


@pytest.mark.parametrize("item", [FIRST, SECOND, THIRD], ids=["1", "2", "3"])
def test_headline_and_body_are_found_in_every_generation(item: Any) -> None:
    draft = read(item)

    assert draft.headline is not None
    assert draft.headline.value == "River floods the lower town"
    assert draft.body_html == BODY
    assert draft.identifier is not None
    assert draft.identifier.value == item["uri"]


@pytest.mark.parametrize(("item", "version"), [(FIRST, "1.6"), (SECOND, "2.2"), (THIRD, "3.1")])
def test_the_version_is_told_by_the_members(item: Any, version: str) -> None:
    undeclared = {name: value for name, value in item.items() if name != "standard"}

    assert schema.version(undeclared) == version


def test_version_1_has_names_of_its_own() -> None:
    draft = read(FIRST)

    assert [found.value for found in draft.bylines] == [Byline("Jana Dorn"), Byline("Ali Reza")]
    assert draft.standfirst is not None
    assert draft.standfirst.value == "The old bridge is closed."
    assert draft.published is not None
    assert draft.published.value == "2024-05-02T07:30:00+02:00"
    assert draft.updated is None
    assert draft.rights is not None
    assert draft.rights.value == "© 2024 The Lookout Not for archives."
    assert draft.version is not None
    assert draft.version.value == "3"
    assert [found.value for found in draft.terms] == [
        Term("flood", "theme", "https://cv.example/0815"),
        Term("Lower Town", "region"),
    ]


def test_the_largest_rendition_of_a_picture_is_taken_with_its_credit() -> None:
    assert read(FIRST).pictures == (
        Picture("https://pics.example/l.jpg", "", "Water in the streets", "Paula Photo"),
    )


def test_roles_tell_who_wrote_and_who_is_written_about() -> None:
    draft = read(SECOND)

    assert [found.value for found in draft.bylines] == [
        Byline("Jana Dorn"),
        Byline("Paula Photo", "photographer"),
    ]
    assert [found.value for found in draft.terms] == [Term("The Mayor", "tag")]


def test_the_publisher_is_the_outlet_and_other_sources_are_stations_before() -> None:
    draft = read(SECOND)

    assert draft.outlet is not None
    assert draft.outlet.value == "The Lookout"
    assert [found.value for found in draft.chain] == [Appearance("Wire", "https://wire.example/")]


def test_a_first_version_is_the_publication_and_a_later_one_the_update() -> None:
    draft = read(SECOND)

    assert draft.published is not None
    assert draft.updated is not None
    assert (draft.published.value, draft.updated.value) == ("2024-05-01T06:00:00Z", "2024-05-02T05:30:00Z")


def test_a_licence_behind_an_address_is_known() -> None:
    draft = read(SECOND)

    assert draft.licence is not None
    assert draft.licence.value == "CC-BY-4.0"


def test_terms_of_use_are_told_apart() -> None:
    draft = read(THIRD)

    assert draft.licence is not None
    assert draft.mining is not None
    assert draft.rights is not None
    assert (draft.licence.value, draft.mining.value, draft.rights.value) == (
        "by agreement",
        "reserved",
        "Ask first.",
    )


def test_a_machine_is_named_as_the_maker() -> None:
    draft = read(THIRD)

    assert draft.digital_source is not None
    assert draft.digital_source.value.endswith("/trainedAlgorithmicMedia")


def test_an_embargo_and_a_withheld_item_are_said() -> None:
    assert read(THIRD).warnings == (
        "It may not be published before 2024-05-03T05:30:00Z.",
        "Its source marks it as withheld.",
    )


def test_a_language_that_the_text_contradicts_is_kept_and_doubted() -> None:
    draft = read(THIRD | {"language": "fi"})

    assert draft.language is not None
    assert draft.language.value == "fi"
    assert "looks like en" in draft.warnings[-1]


def test_nitf_in_a_body_is_read() -> None:
    body = {"role": "nitf", "contentType": "text/vnd.IPTC.NITF", "value": NITF}

    assert TEXT in read(THIRD | {"bodies": [body]}).body_text


def test_plain_text_has_a_paragraph_for_each_line() -> None:
    body = {"contentType": "text/plain", "value": f"{TEXT}\r\nA < B & C.\n"}

    assert read(THIRD | {"bodies": [body]}).body_html == f"<p>{TEXT}</p><p>A &lt; B &amp; C.</p>"


def test_a_list_of_items_gives_a_draft_for_each() -> None:
    picture = {"uri": "urn:example:p", "type": "picture"}
    found = registry.read_all(Delivery(json.dumps([THIRD, picture, SECOND]).encode(), "list.json"))

    assert [draft.identifier.value for draft in found if draft.identifier] == [
        "urn:example:three",
        "urn:example:p",
        "urn:example:two",
    ]


def test_the_source_says_which_of_several_it_is() -> None:
    found = registry.read_all(Delivery(json.dumps([THIRD, SECOND]).encode(), "list.json"))

    assert [draft.source for draft in found] == ["list.json [1]", "list.json [2]"]


@pytest.mark.parametrize(
    ("kind", "named"),
    [("picture", "a picture"), ("video", "a video"), ("event", "an event"), ("text", "a text item without a body")],
)  # fmt: skip
def test_an_item_without_a_text_is_read_and_said_to_be_what_it_is(kind: str, named: str) -> None:
    draft = read({"uri": "urn:example:x", "type": kind, "title": "River"})

    assert (draft.kind, draft.body_html, draft.body_text) == (kind, "", "")
    assert draft.headline is not None
    assert draft.headline.value == "River"
    assert draft.warnings == (f"It is {named}, not the text of an article.",)


def test_an_item_of_no_declared_type_is_known_by_its_members() -> None:
    event = {"eventDetails": {"dates": {"startDate": "2024-05-02T05:30:00Z"}}}

    assert read({"uri": "urn:example:x"} | event).kind == "event"
    assert read({"uri": "urn:example:x"}).kind == "text"


def test_a_picture_brings_its_largest_rendition_and_its_caption() -> None:
    draft = read(FIRST["associations"]["main"])

    assert draft.standfirst is not None
    assert draft.standfirst.value == "Water in the streets"
    assert draft.pictures == (
        Picture("https://pics.example/l.jpg", "", "Water in the streets", "Paula Photo"),
    )


def test_the_file_of_a_video_is_no_picture_and_its_still_is() -> None:
    files = [
        {"name": "film", "href": "https://pics.example/l.mp4", "width": 2000},
        {"name": "still", "href": "https://pics.example/s.jpg", "contentType": "image/jpeg"},
    ]
    draft = read(
        {"uri": "urn:example:x", "type": "video", "versionCreated": "2024-05-02", "renditions": files}
    )

    assert [picture.url for picture in draft.pictures] == ["https://pics.example/s.jpg"]


def test_the_words_that_come_with_a_picture_are_kept_and_make_no_article() -> None:
    draft = read(THIRD | {"type": "picture"})

    assert draft.body_html == BODY
    assert not draft.is_article


def test_a_composite_without_a_text_is_read_with_the_texts_it_puts_together() -> None:
    parts = {"first": FIRST, "photo": {"uri": "urn:example:p", "type": "picture"}}
    whole = {"uri": "urn:example:all", "type": "composite", "associations": parts}
    found = registry.read_all(Delivery(json.dumps(whole).encode(), "all.json"))

    assert [(draft.kind, draft.is_article) for draft in found] == [("composite", False), ("text", True)]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"headlines": "River"}, "“headlines” must be a list"),
        ({"headlines": [{"role": "main"}]}, "“headlines.0” has no “value”"),
        ({"urgency": 12}, "“urgency” must be at most 9"),
        ({"type": "essay"}, "“type” must be one of text, "),
        ({"versionCreated": 7}, "“versionCreated” must be text"),
        ({"associations": [{"uri": "x"}]}, "“associations.0” has no “name”"),
        ({"rightsInfo": {}}, "“rightsInfo” is in none of the forms that are allowed"),
        ({"colour": "red"}, "the item may have no “colour”"),
        ({"places": [{"geoJSON": {"type": "Foo"}}]}, "“places.0.geoJSON” is in none of the forms"),
    ],
)  # fmt: skip
def test_a_refusal_names_the_member(change: Any, sentence: str) -> None:
    error = refused(THIRD | change)

    assert isinstance(error, NotValid)
    assert sentence in error.sentence


def test_an_item_without_its_identifier_is_refused() -> None:
    assert schema.problem({"type": "text"}) == "the item has no “uri”"


def test_members_of_a_newer_version_are_let_pass() -> None:
    newer = THIRD | {"standard": {"name": "ninjs", "version": "3.9"}, "mood": "calm"}

    assert read(newer).body_html == BODY


def test_an_agency_may_add_to_the_schema_it_names() -> None:
    own = {"name": "OWN", "version": "3.1", "schema": "https://agency.example/own-schema_3.1.json"}

    assert read(THIRD | {"standard": own, "mood": "calm"}).body_html == BODY
    assert "must be text" in refused(THIRD | {"standard": own, "title": 1}).sentence


@pytest.mark.parametrize(
    "text",
    [
        '{"uri": "x", "headline": }',
        '{"uri": "x", "n": ' + "9" * 6000 + "}",
        '{"uri": "x", "a": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"uri": "x", "a": ' + '{"a": ' * 100 + "1" + "}" * 100 + "}",
        '{"uri": "x", "people": [' + "[]," * 201_000 + "[]]}",
    ],
    ids=["broken", "digits", "deep", "nested", "many"],
)
def test_json_that_would_hurt_is_refused(text: str) -> None:
    with pytest.raises(NotValid):
        registry.read(Delivery(text.encode(), "item.json"))


def test_halves_of_pairs_do_no_harm() -> None:
    item = json.dumps(THIRD).replace("River", "\\ud800River")

    assert registry.read(Delivery(item.encode(), "item.json")).headline is not None


def test_html_in_a_body_is_cleaned() -> None:
    body = {"contentType": "text/html", "value": f"<p onclick='x()'>{TEXT}<script>x()</script></p><a href='javascript:x()'>y</a>"}  # fmt: skip

    assert read(THIRD | {"bodies": [body]}).body_html == f"<p>{TEXT}</p><p>y</p>"
