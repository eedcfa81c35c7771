"""IPTC's own examples, schemas and validation suite, where they are beside the checkout."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree
from tests.conftest import SHARED
from tests.rooms.intake.exchanged import drafts, said

from masthead.intake.draft import Draft, Found
from masthead.intake.errors import IntakeError
from masthead.intake.readers import registry
from masthead.intake.readers.ninjs import schema
from masthead.intake.sources.delivery import Delivery
from masthead.intake.writers import newsml, ninjs

pytestmark = pytest.mark.shared
NINJS, NEWSML = SHARED / "ninjs", SHARED / "newsml-g2"
NAR = "{http://iptc.org/std/nar/2006-10-01/}"


def suite(folder: str) -> Iterator[tuple[Path, str]]:
    """The files of the validation suite and the version their folder names, empty for the development versions."""
    for file in sorted((NINJS / "validation" / "test_suite").glob(f"*/{folder}/*.json")):
        name = file.parent.parent.name
        yield file, name if name in schema.VERSIONS else ""


def loaded(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        return None


def items(folder: Path, *kinds: str) -> list[tuple[Path, Draft]]:
    """Every file of a folder that holds an item, and each item. Nothing but a refusal may come out."""
    found: list[tuple[Path, Draft]] = []
    faults: list[str] = []
    for file in sorted(path for kind in kinds for path in folder.rglob(f"*.{kind}")):
        try:
            found += [(file, draft) for draft in registry.read_all(Delivery(file.read_bytes(), file.name))]
        except IntakeError as error:
            faults += [error.sentence] if error.code == "fault" else []
    assert faults == []
    return found


def articles(folder: Path, *kinds: str) -> list[tuple[Path, Draft]]:
    return [(file, draft) for file, draft in items(folder, *kinds) if draft.is_article]


def value(found: Found[str] | None) -> str:
    return found.value if found else ""


def line(text: str) -> str:
    return " ".join(text.split())


def titles(item: dict[str, Any]) -> set[str]:
    """Every headline and title of an item in ninjs, of whatever version."""
    rows = [row["value"] for row in item.get("headlines", ())]
    own = [said for name, said in item.items() if name == "title" or re.match(r"headline(_\w+)?$", name)]
    return {line(re.sub(r"<[^>]+>", "", one)) for one in (*rows, *own) if one}


@pytest.fixture(scope="module")
def xsd() -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True)
    return etree.XMLSchema(etree.parse(str(NEWSML / "schema" / "NewsML-G2_2.35-spec-All-Power.xsd"), parser))


def test_everything_that_should_pass_is_accepted() -> None:
    files = list(suite("should_pass"))
    wrong = {str(file): found for file, version in files if (found := schema.problem(loaded(file), version))}

    assert len(files) > 50
    assert wrong == {}


def test_everything_that_should_pass_is_accepted_without_being_told_its_version() -> None:
    wrong = {str(file): found for file, _ in suite("should_pass") if (found := schema.problem(loaded(file)))}

    assert wrong == {}


def test_everything_that_should_fail_is_refused() -> None:
    files = list(suite("should_fail"))
    accepted = [str(file) for file, version in files if not schema.problem(loaded(file), version)]

    assert len(files) > 20
    assert accepted == []


def test_every_valid_item_is_read_with_its_identity() -> None:
    refused: dict[str, str] = {}
    for file, _ in suite("should_pass"):
        try:
            draft, *_ = registry.read_all(Delivery(file.read_bytes(), file.name))
        except IntakeError as error:
            refused[str(file)] = error.sentence
            continue
        item = loaded(file)
        assert value(draft.identifier) == item["uri"], file
        assert value(draft.version) == item.get("version", ""), file
        assert value(draft.headline) in (titles(item) or {""}), file
        assert value(draft.language).lower().startswith(item.get("language", "").lower()), file
        assert draft.kind == item.get("type", draft.kind), file

    assert refused == {}


def test_what_is_read_though_its_folder_refuses_it_fits_a_later_version() -> None:
    """Four items of the oldest folders declare no version and are valid in a later one."""
    taken: list[Path] = []
    for file, _ in suite("should_fail"):
        try:
            registry.read_all(Delivery(file.read_bytes(), file.name))
        except IntakeError:
            continue
        taken.append(file)

    assert {file.parent.parent.name for file in taken} <= {"1.0", "1.1"}
    assert [file for file in taken if schema.problem(loaded(file), "1.2")] == []


def test_every_item_of_newsml_g2_is_read_with_its_identity() -> None:
    refused: dict[str, str] = {}
    for file in sorted((NEWSML / "examples").glob("*.xml")):
        root = etree.parse(str(file), etree.XMLParser(no_network=True, recover=True)).getroot()
        whole = root.xpath("//n:itemSet/*", namespaces={"n": NAR[1:-1]}) or [root]
        if not whole[0].tag.endswith("Item"):
            continue  # a piece of an item
        try:
            found = registry.read_all(Delivery(file.read_bytes(), file.name))
        except IntakeError as error:
            refused[str(file)] = error.sentence
            continue
        assert [value(draft.identifier) for draft in found] == [node.get("guid", "") for node in whole], file
        assert [value(draft.version) for draft in found] == [node.get("version", "") for node in whole], file
        for node, draft in zip(whole, found, strict=True):
            said = node.xpath("n:contentMeta/n:headline | n:itemMeta/n:title", namespaces={"n": NAR[1:-1]})
            lines = {line("".join(one.itertext())) for one in said}
            assert value(draft.headline) in lines or not lines, file
            tags = node.xpath("n:contentMeta/n:language/@tag", namespaces={"n": NAR[1:-1]})
            own = node.get("{http://www.w3.org/XML/1998/namespace}lang", "")
            assert value(draft.language) == (tags or [own])[0] or not (tags or own), file

    assert refused == {}


def test_the_schemas_are_those_of_iptc() -> None:
    own = Path(schema.__file__).parent / "schemas"

    for version in schema.VERSIONS:
        theirs = NINJS / "specification" / f"ninjs-schema_{version}.json"
        assert not theirs.exists() or (own / f"{version}.json").read_bytes() == theirs.read_bytes()


def test_the_examples_of_ninjs_are_read_without_loss() -> None:
    found = items(NINJS / "examples", "json")

    assert found
    for file, draft in found:
        item = loaded(file)
        title = (
            item.get("headline")
            or next((row["value"] for row in item.get("headlines", ())), "")
            or item["title"]
        )
        assert draft.identifier is not None, file
        assert draft.identifier.value == item["uri"], file
        assert draft.headline is not None, file
        assert draft.headline.value == " ".join(title.split()), file
        assert draft.body_text or not draft.is_article, file
        if "byline" in item or "by" in item:
            assert draft.bylines or item.get("by") in {"NTB"}, file
        if "language" in item:
            assert draft.language is not None, file
            assert draft.language.value.split("-")[0] == item["language"].split("-")[0], file
        if item.get("copyrightnotice") or item.get("copyrightNotice"):
            assert draft.rights is not None, file
        if item.get("subject") or item.get("subjects"):
            assert draft.terms, file


def test_the_examples_of_newsml_g2_are_read_without_loss() -> None:
    found = items(NEWSML / "examples", "xml")

    assert found
    for file, draft in found:
        root = etree.parse(str(file), etree.XMLParser(no_network=True, resolve_entities=False)).getroot()
        if root.tag != f"{NAR}newsItem":
            continue
        assert draft.identifier is not None, file
        assert draft.version is not None, file
        assert draft.identifier.value == root.get("guid"), file
        assert draft.version.value == root.get("version"), file
        assert draft.body_text or not draft.is_article, file
        for title in root.findall(f"{NAR}contentMeta/{NAR}headline")[:1]:
            assert draft.headline is not None, file
            assert draft.headline.value == " ".join("".join(title.itertext()).split()), file
        names = [name.text for name in root.findall(f"{NAR}contentMeta/{NAR}creator/{NAR}name")]
        assert [one.value.name for one in draft.bylines] == names or not names, file
        codes = {node.get("qcode") for node in root.findall(f"{NAR}contentMeta/{NAR}subject")}
        assert codes - {None} <= {one.value.slug for one in draft.terms}, file
        for node in root.findall(f"{NAR}contentMeta/{NAR}language")[:1]:
            assert draft.language is not None, file
            assert draft.language.value == node.get("tag"), file
        for node in root.findall(f"{NAR}rightsInfo/{NAR}copyrightNotice")[:1]:
            assert draft.rights is not None, file
            assert draft.rights.value.startswith(" ".join("".join(node.itertext()).split())), file


def test_items_that_are_no_text_say_what_they_are() -> None:
    others = [draft for _, draft in items(NEWSML / "examples", "xml") if not draft.is_article]

    assert {draft.kind for draft in others} >= {"picture", "video", "package", "concept", "event", "planning"}
    assert [draft for draft in others if "not the text of an article" not in draft.warnings[0]] == []


def test_what_is_written_as_newsml_g2_is_valid(xsd: etree.XMLSchema) -> None:
    @given(draft=drafts())
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def valid(draft: Draft) -> None:
        assert xsd.validate(etree.fromstring(newsml.write(draft).encode())), xsd.error_log

    valid()


def test_examples_keep_everything_on_the_way_out_and_in(xsd: etree.XMLSchema) -> None:
    found = [*articles(NINJS / "examples", "json"), *articles(NEWSML / "examples", "xml")]

    for file, draft in found:
        if draft.identifier is None:
            continue
        again = registry.read(Delivery(ninjs.write(draft).encode(), "again"))
        assert _kept(again) == _kept(draft), file
        if draft.published is not None:
            written = newsml.write(draft).encode()
            assert xsd.validate(etree.fromstring(written)), (file, xsd.error_log)
            assert _kept(registry.read(Delivery(written, "again"))) == _kept(draft), file


def _kept(draft: Draft) -> dict[str, Any]:
    """Regions have a list of their own in ninjs, so their place among the terms is not kept. What is written is text."""
    flat = said(draft)
    return flat | {"kind": "text", "terms": sorted(flat["terms"], key=str)}
