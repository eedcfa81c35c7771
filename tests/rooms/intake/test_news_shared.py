"""IPTC's own examples, schemas and validation suite, where they are beside the checkout."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree
from tests.conftest import SHARED
from tests.rooms.intake.exchanged import drafts, said

from masthead.intake.draft import Draft
from masthead.intake.errors import IntakeError, NoArticle
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


def articles(folder: Path, *kinds: str) -> list[tuple[Path, Draft]]:
    """Every file of a folder that holds an article, and the article. Nothing but a refusal may come out."""
    found: list[tuple[Path, Draft]] = []
    faults: list[str] = []
    for file in sorted(path for kind in kinds for path in folder.rglob(f"*.{kind}")):
        try:
            found += [(file, draft) for draft in registry.read_all(Delivery(file.read_bytes(), file.name))]
        except IntakeError as error:
            faults += [error.sentence] if error.code == "fault" else []
    assert faults == []
    return found


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


def test_the_schemas_are_those_of_iptc() -> None:
    own = Path(schema.__file__).parent / "schemas"

    for version in schema.VERSIONS:
        theirs = NINJS / "specification" / f"ninjs-schema_{version}.json"
        assert not theirs.exists() or (own / f"{version}.json").read_bytes() == theirs.read_bytes()


def test_the_examples_of_ninjs_are_read_without_loss() -> None:
    found = articles(NINJS / "examples", "json")

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
        assert draft.body_text, file
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
    found = articles(NEWSML / "examples", "xml")

    assert found
    for file, draft in found:
        root = etree.parse(str(file), etree.XMLParser(no_network=True, resolve_entities=False)).getroot()
        if root.tag != f"{NAR}newsItem":
            continue
        assert draft.identifier is not None, file
        assert draft.version is not None, file
        assert draft.identifier.value == root.get("guid"), file
        assert draft.version.value == root.get("version"), file
        assert draft.body_text, file
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
    sentences: list[str] = []
    for file in sorted((NEWSML / "examples").glob("*.xml")):
        try:
            registry.read(Delivery(file.read_bytes(), file.name))
        except NoArticle as error:
            sentences.append(error.sentence)
        except IntakeError:
            continue

    assert sentences
    assert [one for one in sentences if "it is " not in one] == []


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
    """Regions have a list of their own in ninjs, so their place among the terms is not kept."""
    flat = said(draft)
    return flat | {"terms": sorted(flat["terms"], key=str)}
