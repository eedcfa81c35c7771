"""The glossary in the database: read as a whole, kept term by term."""

from __future__ import annotations

import csv
import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests import factories as make
from tests.conftest import SHARED

from masthead.article.models import Article, Edition
from masthead.lib import languages
from masthead.translation import actions, memory, queries, terminology
from masthead.translation.glossary import Form, Kind, Status, Term, files
from masthead.translation.glossary.files import FORMATS
from masthead.translation.segments import Maker

pytestmark = pytest.mark.django_db
RIVER = Term(
    (Form("en", "border river"), Form("de", "Grenzfluss"), Form("de", "Grenzwasser", Status.FORBIDDEN)),
    notes=(("de", "Ein Fluss, der zwei Staaten trennt."),),
)


def keep(*terms: Term) -> None:
    for term in terms:
        terminology.row(term).save()


def test_a_term_comes_back_as_it_was_kept() -> None:
    name = Term(
        (Form("de", "Danzig", used_by="in older texts"), Form("pl", "Gdańsk")), "k1", Kind.NAME, "proper noun",
        "A town", "Ask first", (("de", "Heute in Polen."), ("pl", "Miasto")), False, True,
    )  # fmt: skip

    keep(name)

    assert terminology.glossary().terms == (name,)


def test_the_terms_of_many_texts_are_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    keep(RIVER, Term((Form("en", "lake"), Form("fr", "lac"))))
    texts = ["The <x1>border river</x1> &amp; the lake", "Nothing", *["A border river"] * 50]

    with django_assert_num_queries(1):
        found = queries.terms_for(texts, "en", "de")

    assert [[use.written for use in uses] for uses in found[:3]] == [["border river"], [], ["border river"]]
    [use] = found[0]
    assert [form.text for form in use.preferred] == ["Grenzfluss"]
    assert [form.text for form in use.forbidden] == ["Grenzwasser"]
    assert use.note == "Ein Fluss, der zwei Staaten trennt."
    assert "The border river & the lake"[use.start : use.end] == "border river"


def taken(data: str, **options: bool) -> tuple[int, int, int, int]:
    done = terminology.take(files.read(data.encode()), **options)
    return done.new, done.changed, done.same, done.held


def test_a_list_taken_in_twice_changes_nothing() -> None:
    assert taken("en,de\nriver,Fluss\nlake,See\n") == (2, 0, 0, 0)
    assert taken("en,de\nriver,Fluss\nlake,See\n") == (0, 0, 2, 0)


def test_another_language_is_added_to_the_same_term() -> None:
    taken("en,de\nriver,Fluss\n")

    assert taken("en,fr\nriver,fleuve\nlake,lac\n") == (1, 1, 0, 0)
    assert [[form.text for form in term.forms] for term in terminology.glossary().terms] == [
        ["river", "Fluss", "fleuve"], ["lake", "lac"],
    ]  # fmt: skip


def test_what_the_outlet_says_stays_unless_it_is_to_be_replaced() -> None:
    taken("en,de\nriver,Fluss\n")

    assert taken("en,de\nriver,Strom\n") == (0, 0, 0, 1)
    assert [form.text for form in terminology.glossary().terms[0].forms] == ["river", "Fluss"]

    assert taken("en,de\nriver,Strom\n", replacing=True) == (0, 1, 0, 0)
    assert [form.text for form in terminology.glossary().terms[0].forms] == ["river", "Strom"]


def test_two_terms_of_a_file_that_are_written_alike_stay_two() -> None:
    assert taken("en,de\nbank,Bank\nbank,Ufer\n") == (2, 0, 0, 0)
    assert taken("en,de\nbank,Bank\nbank,Ufer\n") == (0, 0, 2, 0)


def test_our_own_file_comes_back_with_its_changes() -> None:
    keep(RIVER)
    table = files.write(terminology.tell(), "csv").decode("utf-8-sig")

    assert taken(table.replace("Grenzwasser", "Grenzgewässer")) == (0, 1, 0, 0)
    assert [form.text for form in terminology.glossary().terms[0].forms] == [
        "border river", "Grenzfluss", "Grenzgewässer",
    ]  # fmt: skip


def test_only_some_languages_can_be_told() -> None:
    keep(RIVER, Term((Form("en", "lake"), Form("fr", "lac")), notes=(("fr", "Eau"),)))

    assert [term.name for term in terminology.tell(["en", "de"])] == ["border river"]
    assert [(form.text, term.notes) for term in terminology.tell(["fr"]) for form in term.forms] == [
        ("lac", (("fr", "Eau"),))
    ]


def test_the_commands_take_in_and_write(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.csv").write_text("source,target\nriver,Fluss\n")
    (tmp_path / "bad.tbx").write_text("<html/>")

    with pytest.raises(SystemExit):
        call_command("glossary", "in", tmp_path / "in.csv", tmp_path / "bad.tbx", source="en", target="de")
    call_command("glossary", "out", tmp_path / "out.tbx", language=["en", "de"])

    said = capsys.readouterr()
    assert "in.csv: 1 entries: 1 new, 0 added to" in said.out
    assert "bad.tbx: It is no TBX: its root is <html>" in said.err
    assert files.read((tmp_path / "out.tbx").read_bytes()).terms == terminology.glossary().terms


@pytest.mark.shared
def test_real_lists_come_in_and_go_out_without_loss() -> None:
    """TICO-19: 306 terms in each of these languages, of which one is not ours."""
    found: dict[str, list[tuple[str, str]]] = {}
    with tarfile.open(SHARED / "tico19-terms-and-tmx" / "terminologies.tar.xz") as archive:
        for member in sorted(archive.getmembers(), key=lambda member: member.name):
            if not member.name.endswith(("de_DE.csv", "es_XX.csv", "ar_AR.csv", "zh_TW.csv", "so_SO.csv")):
                continue
            file = archive.extractfile(member)
            assert file is not None
            data = file.read()
            reading = files.read(data)
            rows = [
                row for row in csv.DictReader(data.decode("utf-8-sig").splitlines()) if row["sourceString"]
            ]
            assert reading.entries == len(rows)
            language = languages.match(rows[0]["targetLang"])
            assert reading.left == (0 if language else len(rows))
            if language is None or language.code in found:
                continue
            terminology.take(reading)
            found[language.code] = [
                (row["sourceString"].strip(), row["targetString"].strip()) for row in rows
            ]

    assert list(found) == ["ar", "de", "es", "zh-hant"]
    terms = terminology.glossary().terms
    for code, wanted in found.items():
        kept = {
            (source.text, form.text)
            for term in terms
            for source in term.forms_in("en")
            for form in term.forms_in(code)
        }
        assert set(wanted) <= kept
    for form in FORMATS:
        assert files.read(files.write(terms, form)).terms == terms


@pytest.fixture
def doubted(settings: Any) -> Article:
    """An article whose machine translation breaks the glossary."""
    settings.MASTHEAD_ENGINES = []
    make.outlet()
    make.languages_on("fr", "es")
    article = make.published("Der Fluss", "Die Klimakrise ist da.")
    for language, target in (("fr", "L’hystérie climatique est là."), ("es", "Está aquí.")):
        memory.remember(
            [("Die Klimakrise ist da.", target), ("Der Fluss", "Le fleuve")], "de", language,
            Maker("engine", "e", "1"), timezone.now(),
        )  # fmt: skip
    keep(
        Term(
            (
                Form("de", "Klimakrise"), Form("fr", "crise climatique"), Form("es", "crisis climática"),
                Form("fr", "hystérie climatique", Status.FORBIDDEN),
            )
        )
    )  # fmt: skip
    return article


def test_an_engine_that_says_what_is_forbidden_is_held_and_one_that_misses_a_term_is_not(
    doubted: Article,
) -> None:
    actions.translate(doubted.pk)

    states = dict(doubted.editions.values_list("language", "state"))
    assert (states["fr"], states["es"]) == (Edition.State.HELD, Edition.State.LIVE)
    [row] = [row for row in queries.languages_of(doubted) if row.code == "fr"]
    assert [doubt.why for doubt in row.doubts] == [
        "The glossary forbids “hystérie climatique” for “Klimakrise”: write “crise climatique”."
    ]


def test_what_a_person_wrote_is_not_held(doubted: Article) -> None:
    memory.remember(
        [("Die Klimakrise ist da.", "L’hystérie climatique est là.")],
        "de",
        "fr",
        Maker("person", "Pia"),
        timezone.now(),
    )

    actions.translate(doubted.pk)

    assert doubted.editions.get(language="fr").state == Edition.State.LIVE


def test_the_command_checks_against_a_file_of_terms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "terms.csv").write_bytes(files.write([RIVER], "csv"))
    line = json.dumps({"source": "The border river.", "target": "Das Grenzwasser."})
    monkeypatch.setattr("sys.stdin", io.StringIO(line))

    call_command("check", source="en", target="de", glossary=tmp_path / "terms.csv")

    assert [one["kind"] for one in json.loads(capsys.readouterr().out)["findings"]] == ["forbidden", "term"]
