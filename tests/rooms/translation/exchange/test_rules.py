"""What the standards require: a valid document for each version, and each way to spoil it."""

from __future__ import annotations

import pytest

from masthead.translation.exchange import xliff

SECOND = """<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:my="urn:my" version="2.1" srcLang="en" trgLang="de"
 xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0" xmlns:gls="urn:oasis:names:tc:xliff:glossary:2.0"
 xmlns:fs="urn:oasis:names:tc:xliff:fs:2.0" xmlns:val="urn:oasis:names:tc:xliff:validation:2.0"
 xmlns:slr="urn:oasis:names:tc:xliff:sizerestriction:2.0" xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0">
<file id="f1" my:own="yes"><notes><note id="n0">About it all.</note></notes>
<group id="g1" name="first"><unit id="u1" fs:fs="p" slr:sizeRestriction="10,*">
<mtc:matches><mtc:match id="m1" ref="#s1" matchQuality="90"><source>Hello</source><target>Hallo</target></mtc:match></mtc:matches>
<gls:glossary><gls:glossEntry id="e1" ref="#k1"><gls:term>cat</gls:term><gls:translation id="t1">Katze</gls:translation></gls:glossEntry></gls:glossary>
<mda:metadata id="md"><mda:metaGroup id="mg"><mda:meta type="a">b</mda:meta></mda:metaGroup></mda:metadata>
<val:validation><val:rule isPresent="Katze" occurs="1"/></val:validation>
<notes><note id="n1" priority="1">A note.</note></notes>
<originalData><data id="d1">[b]</data></originalData>
<segment id="s1" state="translated" subState="my:half"><source>A <mrk id="k1" type="term">cat</mrk> <pc id="1" dataRefStart="d1" canDelete="no">sat</pc></source>
<target order="3">Eine Katze <pc id="1" dataRefStart="d1" canDelete="no">saß</pc></target></segment>
<ignorable><source> </source></ignorable>
<segment id="s2"><source><sc id="2" type="fmt" subType="xlf:b"/>b<ec startRef="2" type="fmt"/><cp hex="0002"/><mrk id="k2" type="comment" ref="#n=n1">c</mrk><ph id="3" subFlows="u2"/></source>
<target order="1" xml:lang="de">b</target></segment></unit>
<unit id="u2"><segment><source>flow</source></segment></unit></group></file></xliff>"""

FIRST = """<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"><file original="a" datatype="html" source-language="en"
 target-language="de"><header><note>About it all.</note></header><body><group id="g"><trans-unit id="1" approved="yes"><source xml:lang="en">A
 <g id="1">cat</g> <bpt id="2">[</bpt>sat<ept id="2">]</ept></source><seg-source><mrk mtype="seg" mid="0">A cat sat</mrk></seg-source>
<target state="final" state-qualifier="exact-match"><mrk mtype="seg" mid="0">Eine Katze saß</mrk></target><note from="us">A note.</note>
<alt-trans><target>Kater</target></alt-trans></trans-unit></group></body></file></xliff>"""


def test_the_documents_are_valid() -> None:
    assert xliff.faults(SECOND.encode()) == []
    assert xliff.faults(FIRST.encode()) == []


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('version="2.1"', 'version="2.9"', "no value of version"),
        (' srcLang="en"', "", "must have the attribute srcLang"),
        (' trgLang="de"', "", "must say trgLang"),
        ('trgLang="de"', 'trgLang="d e"', "no value of trgLang"),
        ('xml:lang="de"', 'xml:lang="fr"', "not the language of the document"),
        ('<file id="f1"', "<file", "must have the attribute id"),
        ('id="u2"', 'id="u1"', "two units"),
        ('id="s2"', 'id="s1"', "two elements"),
        ('<pc id="1" dataRefStart="d1" canDelete="no">sat', '<pc id="s1" canDelete="no">sat', "two elements"),
        ('dataRefStart="d1" canDelete="no">sat', 'dataRefStart="d9" canDelete="no">sat', "no original data"),
        ('id="1" dataRefStart="d1" canDelete="no">saß', 'id="4">saß', "cannot be deleted"),
        ('<ec startRef="2" type="fmt"/>', "", "has no <ec>"),
        ('startRef="2" type="fmt"', 'startRef="2" type="ui"', "its type"),
        ('startRef="2" type="fmt"', 'startRef="9" type="fmt"', "no <sc> “9” before"),
        ('startRef="2" type="fmt"', 'id="2" type="fmt"', "has startRef and no id"),
        ('subType="xlf:b"', 'subType="xlf:var"', "no subType of the type"),
        ('hex="0002"', 'hex="0041"', "can stand in XML"),
        ('ref="#n=n1"', 'ref="#n=n7"', "leads nowhere"),
        ('ref="#n=n1"', 'ref="#n=n1" value="x"', "either value or ref"),
        ('subFlows="u2"', 'subFlows="u9"', "no unit “u9”"),
        ('order="3"', 'order="2"', "is taken"),
        ('order="3"', 'order="9"', "beyond"),
        ('state="translated" subState', "subState", "needs state"),
        ('state="translated"', 'state="done"', "no value of state"),
        ('priority="1"', 'priority="11"', "no value of priority"),
        ("<segment><source>flow</source></segment>", "<ignorable><source>f</source></ignorable>", "must hold a <segment>"),
        ("<segment><source>flow</source></segment>", "", "must hold a <segment>"),
        ("<segment id=", '<segment my:own="a" id=', "no attribute of an extension"),
        ("<originalData>", "<my:late/><originalData>", "not in this order"),
        ('fs:fs="p"', 'fs:fs="paragraph"', "no value of fs"),
        ('slr:sizeRestriction="10,*"', 'slr:sizeRestriction="ten"', "no value of sizeRestriction"),
        ('occurs="1"', 'occurs="0"', "occurs is a number"),
        ('isPresent="Katze"', 'isPresent="Katze" endsWith="."', "exactly one of"),
        ('ref="#s1"', 'ref="s1"', "no fragment identifier"),
        ('matchQuality="90"', 'matchQuality="190"', "from 0 to 100"),
        ('<gls:translation id="t1">Katze</gls:translation>', "", "must hold <translation> or <definition>"),
        ('id="mg"', 'id="m g"', "no value of id"),
        ("<mda:meta type=\"a\">b</mda:meta>", "<mda:meat/>", "has no element of this name"),
    ],
)  # fmt: skip
def test_each_fault_of_version_2_is_named(old: str, new: str, why: str) -> None:
    assert old in SECOND
    faults = xliff.faults(SECOND.replace(old, new, 1).encode())
    assert any(why in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (' original="a"', "", "must have the attribute original"),
        (' datatype="html"', "", "must have the attribute datatype"),
        ('source-language="en"', 'source-language="fr"', "not the source-language"),
        ('<trans-unit id="1"', "<trans-unit", "must have the attribute id"),
        ('approved="yes"', 'approved="true"', "no value of approved"),
        ('state="final"', 'state="done"', "no value of state"),
        ('state-qualifier="exact-match"', 'state-qualifier="guess"', "no value of state-qualifier"),
        ('<ept id="2">]</ept>', "", "not every <bpt>"),
        ('<g id="1">', "<g>", "must have the attribute id"),
        ('<target state="final" state-qualifier="exact-match"><mrk mtype="seg" mid="0">', '<target><mrk mtype="seg" mid="7">', "no such segment"),
        ("<alt-trans>", "<alternative>", "well-formed"),
        ('<note from="us">A note.</note>', "<hint/>", "no element of this name"),
    ],
)  # fmt: skip
def test_each_fault_of_version_1_is_named(old: str, new: str, why: str) -> None:
    assert old in FIRST
    try:
        faults = xliff.faults(FIRST.replace(old, new, 1).encode())
    except xliff.NotReadable as error:
        faults = [str(error)]
    assert any(why in fault for fault in faults), faults
