"""Articles to a translation agency and back: what is kept, what is refused and why."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from tests import factories as make

from masthead.article.models import Article, Edition
from masthead.translation import actions, exchanging
from masthead.translation.errors import DoesNotFit
from masthead.translation.exchange import xliff
from masthead.translation.exchange.values import Exchange
from masthead.translation.models import Memory, Working
from masthead.translation.segments import Maker, Segment, units_from_json

pytestmark = pytest.mark.django_db
VERSIONS = ["1.2", "2.0", "2.1"]


@pytest.fixture
def article(settings: Any) -> Article:
    settings.MASTHEAD_ENGINES = ["pseudo"]
    make.outlet()
    make.languages_on("de", "fr")
    return make.published("Der Rhein", "Der Rhein ist <b>ein</b> Fluss. Er ist<br>lang, &lt;sehr&gt;.")


def _answered(exchange: Exchange, words: dict[str, str], version: str = "2.1") -> Exchange:
    """The document with targets where ``words`` has the source, as an agency's tool would write it."""
    files = tuple(
        replace(
            file,
            units=tuple(
                replace(
                    unit,
                    segments=tuple(
                        replace(s, target=words[s.source], state="translated", detail="")
                        if s.source in words
                        else s
                        for s in unit.segments
                    ),
                )
                for unit in file.units
            ),
        )
        for file in exchange.files
    )
    return xliff.read(xliff.write(replace(exchange, files=files), version))


WORDS = {
    "Der Rhein": "Le Rhin",
    "Der Rhein ist <x1>ein</x1> Fluss.": "Le Rhin est <x1>un</x1> fleuve.",
    "Er ist<x1/>lang, &lt;sehr&gt;.": "Il est<x1/>long, &lt;très&gt;.",
}


def _segments(article: Article) -> list[Segment]:
    units = units_from_json(Working.objects.get(article=article, language="fr").units)
    return [segment for segments in units.values() for segment in segments]


@pytest.mark.parametrize("version", VERSIONS)
def test_an_article_goes_out_and_comes_back_as_a_persons_work(article: Article, version: str) -> None:
    out = exchanging.hand_out([article.pk], "fr", version=version)
    taken = exchanging.take_in(_answered(out, WORDS, version), by="Thérèse")

    assert [(t.article, t.language, t.kept, t.refused, t.state) for t in taken] == [
        (article.pk, "fr", 3, (), "live")
    ]
    edition = Edition.objects.get(article=article, language="fr")
    assert (edition.headline, edition.by_person, edition.by_engine) == ("Le Rhin", 3, 0)
    assert "<p>Le Rhin est <strong>un</strong> fleuve. Il est<br>long, &lt;très&gt;." in json.dumps(
        edition.content, ensure_ascii=False
    )
    assert {m.name for m in Memory.objects.filter(target_language="fr")} == {"Thérèse"}


@pytest.mark.parametrize("version", VERSIONS)
def test_what_goes_out_is_valid_and_says_what_it_is(article: Article, version: str) -> None:
    actions.translate(article.pk)
    written = xliff.write(exchanging.hand_out([article.pk], "fr", version=version), version)

    assert xliff.faults(written) == []
    exchange = xliff.read(written)
    assert (exchange.source_language, exchange.target_language) == ("de", "fr")
    unit = exchange.files[0].units[0]
    assert (unit.name, unit.notes[0].text) == ("headline", "Headline")
    assert unit.segments[0].detail in {"masthead:engine", "needs-review-translation"}


def test_an_engines_work_that_comes_back_as_it_was_stays_an_engines(article: Article) -> None:
    actions.translate(article.pk)
    out = exchanging.hand_out([article.pk], "fr")

    assert [(t.kept, t.same) for t in exchanging.take_in(out, by="Thérèse")] == [(0, 3)]
    assert {segment.by for segment in _segments(article)} == {"engine"}


def test_an_engines_work_that_was_reviewed_is_a_persons(article: Article) -> None:
    actions.translate(article.pk)
    out = xliff.write(exchanging.hand_out([article.pk], "fr"))
    reviewed = xliff.read(out.replace(b'state="translated" subState="masthead:engine"', b'state="reviewed"'))

    assert [t.kept for t in exchanging.take_in(reviewed, by="Thérèse")] == [3]
    assert {(segment.by, segment.name) for segment in _segments(article)} == {("person", "Thérèse")}


def test_a_source_that_changed_since_is_refused_and_the_rest_is_kept(article: Article) -> None:
    out = exchanging.hand_out([article.pk], "fr")
    make.rewrite(article, "lang, ", "kurz, ")
    taken = exchanging.take_in(_answered(out, WORDS), by="Thérèse")[0]

    assert taken.kept == 2
    assert [(r.segment, "has changed" in r.why) for r in taken.refused] == [("s2", True)]


def test_broken_codes_are_refused_with_what_is_wrong(article: Article) -> None:
    out = exchanging.hand_out([article.pk], "fr")
    broken = WORDS | {"Der Rhein ist <x1>ein</x1> Fluss.": "Le Rhin est un fleuve."}
    taken = exchanging.take_in(_answered(out, broken), by="Thérèse")[0]

    assert taken.kept == 2
    assert "<x1>…</x1> of the original is missing" in taken.refused[0].why


def test_what_a_person_wrote_is_replaced_only_when_asked_for_and_stays_beside(article: Article) -> None:
    exchanging.take_in(_answered(exchanging.hand_out([article.pk], "fr"), WORDS), by="Thérèse")
    other = _answered(exchanging.hand_out([article.pk], "fr"), {"Der Rhein": "Rhin"})

    refused = exchanging.take_in(other, by="Marc")[0]
    assert (refused.kept, "Thérèse has translated this" in refused.refused[0].why) == (0, True)
    assert _segments(article)[0].target == "Le Rhin"

    assert exchanging.take_in(other, by="Marc", replacing=True)[0].kept == 1
    segment = _segments(article)[0]
    assert (segment.target, segment.name) == ("Rhin", "Marc")
    assert segment.before == {"source": "Der Rhein", "target": "Le Rhin", "name": "Thérèse"}


def test_several_sentences_that_came_back_as_one_fit_together(article: Article) -> None:
    whole = "Der Rhein ist <x1>ein</x1> Fluss. Er ist<x2/>lang, &lt;sehr&gt;."
    data = xliff.write(exchanging.hand_out([article.pk], "fr"), "1.2")
    start, end = (
        data.index(b"<seg-source>", data.index(b"Fluss")),
        data.index(b"</seg-source>", data.index(b"Fluss")),
    )
    target = b'<target><g id="1">Un</g> fleuve long<x id="2"/>et vieux.</target>'
    taken = exchanging.take_in(xliff.read(data[:start] + target + data[end + 13 :]), by="Thérèse")[0]

    assert (taken.kept, taken.refused) == (1, ())
    assert [s.target for s in _segments(article) if len(s.sources) == 2] == [
        "<x1>Un</x1> fleuve long<x2/>et vieux."
    ]
    assert whole in exchanging.hand_out([article.pk], "fr").files[0].units[1].segments[0].source


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b"article/", b"elsewhere/9", "not published"),
        (b'srcLang="de"', b'srcLang="en"', "is written in de"),
        (b'trgLang="fr"', b'trgLang="tlh"', "no language that Masthead knows"),
        (b'trgLang="fr"', b'trgLang="de"', "no translation"),
    ],
)
def test_a_file_of_another_article_or_language_is_refused(
    article: Article, old: bytes, new: bytes, why: str
) -> None:
    data = xliff.write(_answered(exchanging.hand_out([article.pk], "fr"), WORDS))
    taken = exchanging.take_in(xliff.read(data.replace(old, new)), by="Thérèse")

    assert [(t.kept, why in t.refused[0].why) for t in taken] == [(0, True)]
    assert not Working.objects.exists()


def test_articles_of_two_languages_go_out_together_in_version_1_only(article: Article) -> None:
    other = make.published("The Rhine", "It is long.", language="en")

    with pytest.raises(DoesNotFit, match="one source language"):
        exchanging.hand_out([article.pk, other.pk], "fr")
    both = xliff.read(xliff.write(exchanging.hand_out([article.pk, other.pk], "fr", version="1.2"), "1.2"))
    assert [file.source_language for file in both.files] == ["de", "en"]


def test_a_translation_with_other_markup_than_its_source_goes_out_without_it(article: Article) -> None:
    texts = dict.fromkeys(exchanging.actions.standing(article.pk, "fr").pieces, "Le <em>Rhin</em>")
    actions.enter(article.pk, "fr", texts, maker=Maker("person", "Thérèse"), own_markup=True)

    segments = exchanging.hand_out([article.pk], "fr").files[0].units[0].segments
    assert [segment.target for segment in segments] == [None]


def test_the_commands_out_check_and_in(article: Article, tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "fr.xlf"
    call_command("xliff", "out", str(article.pk), "--to", "fr", "--out", str(path))
    call_command("xliff", "check", str(path), "--json")
    said = json.loads(capsys.readouterr().out)
    assert (said["valid"], said["version"], said["units"], said["translated"]) == (True, "2.1", 2, 0)

    path.write_bytes(xliff.write(_answered(xliff.read(path.read_bytes()), WORDS)))
    call_command("xliff", "in", str(path), "--by", "Thérèse")
    assert f"article {article.pk}, fr: 3 kept, 0 as they were, 0 refused; live." in capsys.readouterr().out


def test_the_commands_say_what_is_wrong(article: Article, tmp_path: Path, capsys: Any) -> None:
    bad = tmp_path / "bad.xlf"
    bad.write_text("<xliff")
    for verb in (["check", str(bad), "--json"], ["check", str(bad)], ["in", str(bad), "--by", "T"]):
        with pytest.raises(SystemExit):
            call_command("xliff", *verb)
    said = capsys.readouterr()
    assert json.loads(said.out)["error"]["code"] == "not-readable"
    assert said.err.count("no well-formed XML") == 2
    with pytest.raises(CommandError, match="--to"):
        call_command("xliff", "out", str(article.pk), "--to", "tlh")
    with pytest.raises(CommandError, match="not published"):
        call_command("xliff", "out", "999", "--to", "fr")
