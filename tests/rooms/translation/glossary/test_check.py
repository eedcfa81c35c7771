"""Whether a translation keeps to the glossary."""

from __future__ import annotations

import pytest

from masthead.translation.checks import Severity
from masthead.translation.checks import check as all_checks
from masthead.translation.checks.glossary import check
from masthead.translation.glossary import Form, Glossary, Kind, Status, Term

CRISIS = Term(
    (
        Form("en", "climate crisis"), Form("de", "Klimakrise"), Form("de", "Klimanotstand", Status.ADMITTED),
        Form("de", "Klimahysterie", Status.FORBIDDEN), Form("de", "Klima", Status.FORBIDDEN),
    )
)  # fmt: skip
AGENCY = Term((Form("en", "Reuters"),), kind=Kind.NAME, translate=False)


def said(source: str, target: str, *terms: Term, language: str = "de") -> list[tuple[str, Severity]]:
    return [(one.kind, one.severity) for one in check(source, target, "en", language, Glossary(terms))]


@pytest.mark.parametrize(
    "target",
    ["Die Klimakrise bleibt.", "Wegen der Klimakrisen.", "Der Klimanotstand bleibt.", "Klimakrisenpolitik"],
)
def test_a_form_that_is_right_is_no_finding_with_any_ending(target: str) -> None:
    assert said("The climate crisis.", target, CRISIS) == []


def test_a_translation_without_any_right_form_is_warned_of() -> None:
    [found] = check("The climate crisis.", "Die Lage ist ernst.", "en", "de", Glossary((CRISIS,)))

    assert (found.kind, found.severity, found.source, found.target) == (
        "term", Severity.WARNING, "climate crisis", "Klimakrise",
    )  # fmt: skip
    assert found.why == "The glossary says “Klimakrise” for “climate crisis”."


def test_a_forbidden_form_holds_the_edition_even_beside_the_right_one() -> None:
    [found] = check("A climate crisis.", "Klimakrise, die Klimahysterie.", "en", "de", Glossary((CRISIS,)))

    assert (found.kind, found.severity, found.target) == ("forbidden", Severity.BLOCKING, "Klimahysterie")
    assert found.why == "The glossary forbids “Klimahysterie” for “climate crisis”: write “Klimakrise”."


def test_a_forbidden_form_within_a_right_one_is_no_fault() -> None:
    town = Term(
        (Form("en", "Old Town"), Form("de", "Alte Stadt"), Form("de", "Stadt", Status.FORBIDDEN)),
        kind=Kind.NAME,
    )

    assert said("The Old Town", "Die Alte Stadt", town) == []
    assert said("The Old Town", "Die Stadt", town) == [
        ("forbidden", Severity.BLOCKING), ("term", Severity.WARNING),
    ]  # fmt: skip


def test_a_forbidden_form_is_free_where_the_source_says_something_else() -> None:
    assert said("The climate is mild.", "Das Klima ist mild.", CRISIS) == []


def test_a_name_that_stays_as_it_is_must_be_there_letter_for_letter() -> None:
    assert said("Reuters says so.", "Das sagt Reuters.", AGENCY) == []
    assert said("Reuters says so.", "Das sagt Reuter.", AGENCY) == [("name", Severity.BLOCKING)]
    assert said("Reuters says so.", "据路透社报道。", AGENCY, language="zh-hans") == [
        ("name", Severity.BLOCKING)
    ]


def test_one_of_two_terms_that_are_written_alike_is_enough() -> None:
    bank = Term((Form("en", "bank"), Form("de", "Bank"))), Term((Form("en", "bank"), Form("de", "Ufer")))

    assert said("The bank", "Das Ufer", *bank) == []
    assert said("The bank", "Der Rand", *bank) == [("term", Severity.WARNING)]


def test_a_term_that_is_missed_twice_is_said_once() -> None:
    assert said("A climate crisis is a climate crisis.", "Ja.", CRISIS) == [("term", Severity.WARNING)]


@pytest.mark.parametrize(
    ("form", "target", "language"),
    [
        ("прекращение огня", "о прекращении огня", "ru"),
        ("distanciation sociale", "la distanciation physique et sociale", "fr"),
        ("virus (flu)", "le virus", "fr"),
        ("قانون", "والقوانين وبالقانون", "ar"),
        ("停火", "停 火", "zh-hans"),
        ("휴전 협정", "휴전협정을", "ko"),
        ("Infektion", "Neuinfektionen", "de"),
        ("Helsinki", "Helsingissä", "fi"),
    ],
)
def test_a_right_form_is_seen_in_other_dress(form: str, target: str, language: str) -> None:
    term = Term((Form("en", "thing"), Form(language, form)))

    assert said("The thing", target, term, language=language) == []


def test_the_glossary_is_checked_with_everything_else() -> None:
    found = all_checks(
        "The climate crisis of 2024.", "Die Klimahysterie von 2023.", "en", "de", Glossary((CRISIS,))
    )

    assert [finding.kind for finding in found] == ["number", "forbidden", "term"]
