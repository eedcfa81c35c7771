"""Terms as TBX and CSV, in and out."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from masthead.lib import languages
from masthead.translation.exchange.errors import NotReadable
from masthead.translation.exchange.xml import BAD
from masthead.translation.glossary import Form, Kind, Status, Term
from masthead.translation.glossary.files import FORMATS, Format, read, write

_texts = st.text(min_size=1, max_size=20).map(lambda text: BAD.sub("", text).strip()).filter(bool)
_line = _texts.filter(lambda text: "\0" not in text)
_codes = st.sampled_from(languages.CODES)


@st.composite
def _terms(draw: st.DrawFn) -> Term:
    places = draw(st.lists(st.tuples(_codes, _line), min_size=1, max_size=5, unique=True))
    forms = sorted(
        (Form(code, text, draw(st.sampled_from(Status)), draw(st.just("") | _line)) for code, text in places),
        key=lambda form: form.language,
    )
    kind = draw(st.sampled_from(Kind))
    return Term(
        tuple(forms),
        key=draw(st.just("") | st.uuids().map(lambda key: key.hex)),
        kind=kind,
        part_of_speech="" if kind is Kind.NAME else draw(st.sampled_from(["", "noun", "verb", "other"])),
        definition=draw(st.just("") | _line),
        remark=draw(st.just("") | _line),
        notes=tuple(sorted(draw(st.dictionaries(_codes, _line, max_size=3)).items())),
        translate=draw(st.booleans()),
        case_sensitive=draw(st.booleans()),
    )  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(terms=st.lists(_terms(), max_size=4, unique_by=lambda term: term.key or id(term)))
def test_what_is_written_reads_as_it_was(form: Format, terms: list[Term]) -> None:
    assert read(write(terms, form)).terms == tuple(terms)


OLD = b"""<?xml version="1.0"?><!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><martifHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></martifHeader>
<text><body><termEntry id="eid-1"><descrip type="subjectField">water</descrip>
<descripGrp><descrip type="definition">Where a river is a border.</descrip></descripGrp>
<langSet xml:lang="en-GB"><ntig><termGrp><term>border river</term><termNote type="partOfSpeech">Noun</termNote></termGrp></ntig></langSet>
<langSet xml:lang="de-DE"><tig><term>Grenz<hi>fluss</hi></term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig>
<tig><term>Grenzwasser</term><termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></tig><tig><term>Grenzstrom</term></tig></langSet>
<langSet xml:lang="so"><tig><term>webi</term></tig></langSet>
<note>Ask the desk.</note></termEntry></body></text></martif>"""

NEW = b"""<tbx style="dct" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
 xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic">
<tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader><text><body><conceptEntry id="c7">
<langSec xml:lang="de"><basic:definition>Eine Stadt</basic:definition><termSec><term>Danzig</term><min:partOfSpeech>properNoun</min:partOfSpeech>
<basic:geographicalUsage>in Deutschland</basic:geographicalUsage></termSec></langSec>
<langSec xml:lang="pl"><termSec><term>Gda\xc5\x84sk</term><termNoteGrp><min:administrativeStatus>admittedTerm-admn-sts</min:administrativeStatus></termNoteGrp></termSec></langSec>
</conceptEntry></body></text></tbx>"""


def test_a_document_of_2008_is_read() -> None:
    found = read(OLD)

    assert (found.entries, found.left) == (1, 1)
    assert found.terms == (
        Term(
            (
                Form("en", "border river"), Form("de", "Grenzfluss"), Form("de", "Grenzwasser", Status.FORBIDDEN),
                Form("de", "Grenzstrom", Status.ADMITTED),
            ),
            part_of_speech="noun", definition="Where a river is a border.", remark="Ask the desk.",
        ),
    )  # fmt: skip


def test_a_document_of_2019_in_tags_is_read() -> None:
    [town] = read(NEW).terms

    assert town.kind is Kind.NAME
    assert town.definition == "Eine Stadt"
    assert town.forms == (
        Form("de", "Danzig", used_by="in Deutschland"), Form("pl", "Gdańsk", Status.ADMITTED),
    )  # fmt: skip


def test_what_others_note_is_for_translators_and_never_for_readers() -> None:
    [term] = read(OLD.replace(b"<note>", b'<note xml:lang="de">')).terms

    assert (term.notes, term.remark) == ((), "Ask the desk.")


def test_a_list_of_pairs_that_names_its_languages_is_read() -> None:
    text = "id,sourceLang,targetLang,sourceString,targetString\n1,en,de_DE,flu,Grippe\n2,en,de_DE,flu,Influenza\n3,en,so_SO,flu,x\n4,,de,,\n"

    found = read(text.encode())

    assert (found.entries, found.left) == (3, 1)
    assert found.terms == (
        Term((Form("en", "flu"), Form("de", "Grippe"), Form("de", "Influenza", Status.ADMITTED))),
    )


@pytest.mark.parametrize(
    "table",
    [
        "en,de,fr\nriver,Fluss,fleuve\n",
        "id;en;de;fr\n1;river;Fluss;fleuve\n",
        "EN-GB\tde\tfr_FR\nriver\tFluss\tfleuve\n",
        "\ufeffTerm [en],Description [en],Term [de],Term [fr]\nriver,,Fluss,fleuve\n",
    ],
)
def test_a_table_whose_columns_are_languages_is_read(table: str) -> None:
    assert read(table.encode()).terms == (
        Term((Form("en", "river"), Form("de", "Fluss"), Form("fr", "fleuve"))),
    )


def test_a_table_may_say_what_is_not_translated_and_what_is_forbidden() -> None:
    table = "term_id,en,de,description,translatable,casesensitive,forbidden\n,Reuters,,An agency,no,yes,no\n,rain,Wolkenbruch,,,,yes\n"

    assert read(table.encode()).terms == (
        Term((Form("en", "Reuters"),), definition="An agency", translate=False, case_sensitive=True),
        Term((Form("en", "rain"), Form("de", "Wolkenbruch", Status.FORBIDDEN))),
    )


def test_two_columns_without_a_header_are_pairs_where_the_languages_are_named() -> None:
    assert read("river,Fluss\nlake,See\n".encode("utf-16"), "en", "de").terms == (
        Term((Form("en", "river"), Form("de", "Fluss"))), Term((Form("en", "lake"), Form("de", "See"))),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"a,b\n1,2\n", "Nothing says what its columns are"),
        (b"", "Nothing says what its columns are"),
        (b"source,target\nriver,Fluss\n", "--source and --target"),
        (b"en,de\n\xff\xfe\xff,x\n", "not in UTF-8"),
        (b"<html><body/></html>", "It is no TBX"),
        (b"<tbx><body>", "no well-formed XML"),
        (b'<!DOCTYPE tbx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><tbx>&b;</tbx>', "declares entities"),
        (b'<!DOCTYPE tbx [<!ENTITY a SYSTEM "file:///etc/passwd">]><tbx>&a;</tbx>', "declares entities"),
        (b"<tbx>" + b"<a>" * 300 + b"</a>" * 300 + b"</tbx>", "depth"),
        (b"en,de\n" + b"a" * 200_000 + b",x\n", "more than 10,000 characters"),
    ],
)
def test_what_is_no_list_of_terms_is_refused_with_a_reason(data: bytes, why: str) -> None:
    with pytest.raises(NotReadable, match=why):
        read(data)


@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read(data)
    except NotReadable:
        return
