"""The workbench's doors: who may, what is kept, what two translators do to each other, what is signed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests import factories as make

from masthead.article.content import Heading
from masthead.article.models import Article, Edition
from masthead.record.models import Entry
from masthead.translation import actions, history
from masthead.translation.markup import encode
from masthead.translation.models import Memory, SegmentDraft, Working
from masthead.translation.segments import Segment
from masthead.translation.workbench import acts
from masthead.translation.workbench.acts import Translator
from masthead.translation.workbench.rows import Row, places_of, rows_of
from masthead.translation.workbench.shown import shown
from masthead.translation.working import standing

pytestmark = pytest.mark.django_db
TEXT = f"block/{make.block_id('text')}"


@pytest.fixture
def article(settings: Any) -> Article:
    settings.MASTHEAD_ENGINES = ["pseudo"]
    make.outlet()
    make.languages_on("de", "fr", "ar")
    made = make.published("Der Rhein", "Der Rhein ist <b>ein</b> Fluss. Er ist lang.", "Er fließt.")
    actions.translate(made.pk)
    return made


def _client(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk() -> Client:
    return _client(make.translator())


def _url(name: str, article: Article, language: str = "fr") -> str:
    return reverse(f"translation_{name}", args=[article.pk, language])


def _rows(article: Article, language: str = "fr") -> dict[str, Row]:
    now = standing(article.pk, language)
    return {row.source: row for row in rows_of(now.original.words, now.pieces, now.units)}


def _post(client: Client, article: Article, row: Row, written: str, **more: str) -> Any:
    form = {"key": row.key, "seen": row.state, "written": written, "act": "confirm", **more}
    return client.post(_url("segment", article), form, headers={"Accept": "application/json"})


def _seen(article: Article) -> str:
    now = standing(article.pk, "fr")
    return acts.seen(now, rows_of(now.original.words, now.pieces, now.units))


def _french(article: Article) -> Edition:
    return Edition.objects.get(article=article, language="fr")


# Who may


def test_a_stranger_and_an_editor_do_not_write_at_the_workbench(article: Article) -> None:
    row = _rows(article)["Er ist lang."]

    for user in (make.stranger(), make.editor()):
        client = _client(user)
        assert client.get(_url("workbench", article)).status_code in (302, 403)
        assert _post(client, article, row, "Il est long.").status_code in (302, 403)
        assert client.post(_url("sign", article), {"seen": _seen(article)}).status_code in (302, 403)

    assert _rows(article)["Er ist lang."].state == row.state
    assert _french(article).reviewed_by == ""


def test_the_original_and_languages_that_are_none_have_no_workbench(article: Article, desk: Client) -> None:
    assert desk.get(_url("workbench", article, "de")).status_code == 404
    assert desk.get(_url("workbench", article, "xx")).status_code == 404


def test_what_is_not_published_has_none_and_the_editions_say_why(article: Article, desk: Client) -> None:
    answer = desk.get(_url("workbench", make.draft("Entwurf")), follow=True)

    assert "Publish it first" in answer.content.decode()


def test_every_text_stands_there_in_its_own_language_and_direction(article: Article, desk: Client) -> None:
    page = desk.get(_url("workbench", article, "ar")).content.decode()

    assert 'lang="de" dir="ltr">Der Rhein</p>' in page
    assert 'lang="ar" dir="rtl"' in page
    assert page.count('<textarea name="written"') == 4


def test_a_page_costs_the_same_queries_for_three_sentences_and_for_three_hundred(
    article: Article, desk: Client
) -> None:
    long = make.published("Die Elbe", *(f"Satz Nummer {n} ist hier." for n in range(300)))
    actions.translate(long.pk, languages=["fr"])
    desk.get(_url("workbench", article))

    asked = []
    for each in (article, long):
        with CaptureQueriesContext(connection) as queries:
            page = desk.get(_url("workbench", each))
        assert page.status_code == 200
        asked.append(len(queries))

    assert asked[0] == asked[1] <= 25


def test_confirming_costs_the_same_queries_in_a_long_article(article: Article, desk: Client) -> None:
    long = make.published("Die Elbe", *(f"Satz Nummer {n} ist hier." for n in range(300)))
    actions.translate(long.pk, languages=["fr"])

    asked = []
    for each, source in ((article, "Er fließt."), (long, "Satz Nummer 7 ist hier.")):
        row = _rows(each)[source]
        with CaptureQueriesContext(connection) as queries:
            assert _post(desk, each, row, "Il coule.").status_code == 200
        asked.append(len(queries))

    assert asked[0] == asked[1]


# What is confirmed


def test_what_is_written_is_the_persons_and_goes_to_the_memory(article: Article, desk: Client) -> None:
    answer = _post(desk, article, _rows(article)["Er ist lang."], " Il est\nlong. ")

    row = _rows(article)["Er ist lang."]
    assert answer.status_code == 200
    assert (row.kind, row.segment.target, row.segment.name) == ("person", "Il est long.", "Tariq Example")
    assert Memory.objects.get(sentence__text="Er ist lang.", target_language="fr").by == "person"
    assert list(answer.json()["rows"]) == [row.key]
    assert answer.json()["unprinted"] is True


def test_nothing_is_printed_before_somebody_says_so(article: Article, desk: Client) -> None:
    before = _french(article).content

    _post(desk, article, _rows(article)["Er ist lang."], "Il est long.")
    assert _french(article).content == before
    assert "not printed yet" in desk.get(_url("workbench", article)).content.decode()

    desk.post(_url("print", article))
    assert _french(article).content != before
    assert _french(article).reviewed_by == ""


def test_a_sentence_left_as_it_is_stays_the_engines_and_is_checked(article: Article, desk: Client) -> None:
    row = _rows(article)["Er ist lang."]

    _post(desk, article, row, shown(row.segment.target))

    now = _rows(article)["Er ist lang."]
    assert (now.kind, now.segment.by, now.segment.checked) == ("checked", "engine", "Tariq Example")


def test_codes_are_numbers_and_a_broken_one_is_refused_with_what_to_do(
    article: Article, desk: Client
) -> None:
    row = _rows(article)["Der Rhein ist <x1>ein</x1> Fluss."]

    answer = _post(desk, article, row, "Le Rhin est ⟨1⟩un fleuve.")

    assert answer.status_code == 422
    assert "⟨/1⟩" in answer.json()["why"]
    assert _rows(article)[row.source].state == row.state
    assert _post(desk, article, row, "Le Rhin est ⟨1⟩un⟨/1⟩ fleuve.").status_code == 200
    assert _rows(article)[row.source].segment.target == "Le Rhin est <x1>un</x1> fleuve."


def test_markup_that_is_typed_is_words(article: Article, desk: Client) -> None:
    row = _rows(article)["Er ist lang."]

    _post(desk, article, row, "<b>Il</b> & <x1/> \x00")
    actions.translate(article.pk, with_engines=False)

    assert _rows(article)["Er ist lang."].segment.target == encode("<b>Il</b> & <x1/>")
    assert "&lt;b&gt;Il&lt;/b&gt; &amp; &lt;x1/&gt;" in json.dumps(_french(article).content)


@pytest.mark.parametrize("written", ["", "  \n", "x" * 20_001])
def test_no_text_and_a_text_without_end_are_refused(article: Article, desk: Client, written: str) -> None:
    assert _post(desk, article, _rows(article)["Er ist lang."], written).status_code == 422


@pytest.mark.parametrize("key", ["", "headline", "headline#99", "nowhere#0", "a" * 999 + "#0", "headline#-1"])
def test_a_sentence_that_is_not_there_is_said_to_be_gone(article: Article, desk: Client, key: str) -> None:
    form = {"key": key, "seen": "x", "written": "Le Rhin", "act": "confirm"}

    assert (
        desk.post(_url("segment", article), form, headers={"Accept": "application/json"}).status_code == 410
    )


def test_what_the_checks_find_is_said_and_does_not_stop(article: Article, desk: Client) -> None:
    long = make.published("Länge", "Der Rhein misst 1230 Kilometer.")
    actions.translate(long.pk, languages=["fr"])
    row = _rows(long)["Der Rhein misst 1230 Kilometer."]

    answer = _post(desk, long, row, "Le Rhin mesure 1320 kilomètres.")

    assert answer.status_code == 200
    assert "is-blocking" in answer.json()["rows"][row.key]
    assert _rows(long)[row.source].kind == "person"


def test_a_sentence_that_stands_twice_is_translated_once(
    article: Article, desk: Client, settings: Any
) -> None:
    settings.MASTHEAD_ENGINES = ["tests.rooms.translation.odd_engines.Crashing"]
    twice = make.published("Zweimal", "Immer wieder.", "Immer wieder.")
    now = standing(twice.pk, "fr")
    first, second = [
        row for row in rows_of(now.original.words, now.pieces, now.units) if row.source == "Immer wieder."
    ]

    answer = _post(desk, twice, first, "Toujours.")

    assert set(answer.json()["rows"]) == {first.key, second.key}


# Two at once


def test_the_second_of_two_is_told_and_overwrites_nothing(article: Article, desk: Client) -> None:
    row = _rows(article)["Er ist lang."]
    _post(_client(make.translator("nadia")), article, row, "Il est bien long.")

    answer = _post(desk, article, row, "Il est long.")

    assert answer.status_code == 409
    html = answer.json()["rows"][row.key]
    assert "Il est bien long." in html
    assert "\nIl est long.</textarea>" in html
    assert _rows(article)["Er ist lang."].segment.name == "Nadia Example"


def test_who_has_seen_the_other_text_may_replace_it(article: Article, desk: Client) -> None:
    row = _rows(article)["Er ist lang."]
    _post(_client(make.translator("nadia")), article, row, "Il est bien long.")

    _post(desk, article, _rows(article)["Er ist lang."], "Il est long.")

    assert _rows(article)["Er ist lang."].segment.target == "Il est long."
    [newest, oldest] = history.of(article.pk, "fr", row.path)
    assert (newest.before["name"], oldest.before["name"]) == ("Nadia Example", "pseudo")


def test_without_a_script_both_texts_are_shown_too(article: Article, desk: Client) -> None:
    row = _rows(article)["Er ist lang."]
    _post(_client(make.translator("nadia")), article, row, "Il est bien long.")

    form = {"key": row.key, "seen": row.state, "written": "Il est long.", "act": "confirm"}
    answer = desk.post(_url("segment", article), form)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "\nIl est long.</textarea>" in page
    assert "Il est bien long.</p>" in page


def test_without_a_script_a_sentence_is_a_form_of_its_own(article: Article, desk: Client) -> None:
    row = _rows(article)["Er ist lang."]

    answer = desk.post(
        _url("segment", article),
        {"key": row.key, "seen": row.state, "written": "Il est long.", "act": "confirm", "number": "3"},
    )

    assert answer.headers["Location"].endswith("/workbench/fr/#row-3")
    assert _rows(article)["Er ist lang."].segment.target == "Il est long."


# Drafts


def test_what_is_typed_is_kept_for_its_writer_alone(article: Article, desk: Client) -> None:
    row = _rows(article)["Er ist lang."]

    answer = _post(desk, article, row, "Il est lo", act="draft")

    assert answer.status_code == 200
    assert "\nIl est lo</textarea>" in desk.get(_url("workbench", article)).content.decode()
    other = _client(make.translator("nadia")).get(_url("workbench", article)).content.decode()
    assert "Il est lo<" not in other
    assert _rows(article)["Er ist lang."].state == row.state


def test_a_draft_goes_when_it_is_confirmed_or_discarded(article: Article, desk: Client) -> None:
    row = _rows(article)["Er ist lang."]
    for act in ("confirm", "discard"):
        _post(desk, article, _rows(article)["Er ist lang."], "Il est lo", act="draft")
        _post(desk, article, _rows(article)["Er ist lang."], "Il est long.", act=act)
        assert not SegmentDraft.objects.exists(), (act, row)


def test_a_draft_over_a_sentence_that_has_changed_is_shown_beside_it(article: Article, desk: Client) -> None:
    row = _rows(article)["Er ist lang."]
    _post(desk, article, row, "Il est lo", act="draft")
    _post(_client(make.translator("nadia")), article, row, "Il est bien long.")

    page = desk.get(_url("workbench", article)).content.decode()

    assert "This sentence has changed since you typed this." in page
    assert "Il est bien long.</p>" in page


def test_what_was_typed_for_a_sentence_that_is_gone_is_not_lost(article: Article, desk: Client) -> None:
    _post(desk, article, _rows(article)["Er fließt."], "Il cou", act="draft")
    make.rewrite(article, "<p>Er fließt.</p>", "")

    page = desk.get(_url("workbench", article)).content.decode()

    assert "What you typed for sentences that are gone" in page
    assert "Il cou" in page


def test_nobody_fills_the_table_of_drafts(article: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "MOST_DRAFTS", 2)
    by = Translator(make.translator().pk, "Tariq")
    for start in range(2):
        acts.keep_draft(article.pk, "fr", acts.Spot("headline", start), seen="", written="a", by=by)

    with pytest.raises(acts.DoesNotFit, match="too many"):
        acts.keep_draft(article.pk, "fr", acts.Spot("headline", 9), seen="", written="a", by=by)


# What changed


def test_a_changed_source_is_shown_with_what_a_person_had_written(article: Article, desk: Client) -> None:
    _post(desk, article, _rows(article)["Er ist lang."], "Il est long.")
    make.rewrite(article, "ist lang", "ist sehr lang")
    actions.translate(article.pk)

    page = desk.get(_url("workbench", article)).content.decode()

    assert "<ins>sehr </ins>" in page
    assert "Il est long.</p>" in page
    assert "Until the source changed, by Tariq Example" in page
    assert _rows(article)["Er ist sehr lang."].kind == "changed"


def test_the_history_names_who_and_when_and_gives_back_an_earlier_text(
    article: Article, desk: Client
) -> None:
    engines = _rows(article)["Er ist lang."]
    _post(desk, article, engines, "Il est lang.")
    _post(_client(make.translator("nadia")), article, _rows(article)["Er ist lang."], "Il est long.")

    url = f"{_url('past', article)}?key={engines.key.replace('#', '%23')}"
    page = desk.get(url).content.decode()
    put = desk.get(_url("workbench", article), {"key": engines.key, "put": "Il est lang."}).content.decode()

    assert page.index("Il est long.") < page.index("Il est lang.") < page.index(shown(engines.segment.target))
    assert "changed by Nadia Example" in page
    assert "\nIl est lang.</textarea>" in put


def test_the_history_of_a_sentence_reaches_back_before_its_source_changed(
    article: Article, desk: Client
) -> None:
    _post(desk, article, _rows(article)["Er ist lang."], "Il est long.")
    make.rewrite(article, "ist lang", "ist breit")
    _post(desk, article, _rows(article)["Er ist breit."], "Il est large.")

    key = _rows(article)["Er ist breit."].key
    page = desk.get(_url("past", article), {"key": key}).content.decode()

    assert "Il est long." in page
    assert "<del>lang</del>" in page


# Beside


def test_the_memory_stands_beside_a_sentence(article: Article, desk: Client) -> None:
    _post(desk, article, _rows(article)["Er ist lang."], "Il est long.")
    other = make.published("Die Elbe", "Er ist sehr lang.")
    actions.translate(other.pk)

    row = _rows(other)["Er ist sehr lang."]
    page = desk.get(_url("beside", other), {"key": row.key}).content.decode()

    assert "Il est long." in page
    assert "<ins>sehr </ins>" in page


def test_beside_a_sentence_that_is_not_there_stands_nothing(article: Article, desk: Client) -> None:
    assert desk.get(_url("beside", article), {"key": "headline#7"}).status_code == 404
    assert desk.get(_url("past", article, "de"), {"key": "headline#0"}).status_code == 404


# Signing


def test_what_was_seen_is_signed_and_the_label_changes(article: Article, desk: Client) -> None:
    _post(desk, article, _rows(article)["Er ist lang."], "Il est long.")

    desk.post(_url("sign", article), {"seen": _seen(article)})

    edition = _french(article)
    assert (edition.reviewed_by, edition.by_person) == ("Tariq Example", 1)
    assert "Il est long." in json.dumps(edition.content)
    assert Entry.objects.get(number=edition.entry).body["reviewed"]["by"] == "Tariq Example"


def test_what_changed_after_it_was_seen_is_not_signed_and_is_shown(article: Article, desk: Client) -> None:
    seen = _seen(article)
    row = _rows(article)["Er ist lang."]
    _post(_client(make.translator("nadia")), article, row, "Il est bien long.")
    count = Entry.objects.count()

    answer = desk.post(_url("sign", article), {"seen": seen})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "1 sentence is not as you have seen" in page
    assert page.count("is-flagged") == 1
    assert (_french(article).reviewed_by, Entry.objects.count()) == ("", count)


def test_a_source_that_changed_after_it_was_seen_is_not_signed(article: Article, desk: Client) -> None:
    seen = _seen(article)
    make.rewrite(article, "ist lang", "ist breit")

    assert desk.post(_url("sign", article), {"seen": seen}).status_code == 409
    assert _french(article).reviewed_by == ""


def test_a_source_that_changed_where_nothing_is_translated_is_not_signed_either(
    article: Article, desk: Client
) -> None:
    from masthead.article.content import References

    seen = _seen(article)
    newest = article.get_latest_revision_as_object()
    blocks = [make.paragraphs("Der Rhein ist <b>ein</b> Fluss. Er ist lang.", "Er fließt.")]
    make.compose(newest, [*blocks, References(make.block_id("r"), ("Strabon: Geographika.",))])
    make.actions.save_draft(newest)
    make.actions.publish(newest, by=None)

    answer = desk.post(_url("sign", article), {"seen": seen})

    assert "the original has been changed since" in answer.content.decode()
    assert _french(article).reviewed_by == ""


@pytest.mark.parametrize("seen", ["", "original 0", "\n\n", "x" * 5000])
def test_a_form_that_shows_nothing_signs_nothing(article: Article, desk: Client, seen: str) -> None:
    assert desk.post(_url("sign", article), {"seen": seen}).status_code == 409
    assert _french(article).reviewed_by == ""


def test_nothing_is_signed_over_an_open_sentence_or_text_that_is_not_confirmed(
    article: Article, desk: Client, settings: Any
) -> None:
    row = _rows(article)["Er ist lang."]
    _post(desk, article, row, "Il est lo", act="draft")
    typed = desk.post(_url("sign", article), {"seen": _seen(article)})
    _post(desk, article, row, "", act="discard")
    make.rewrite(article, "ist lang", "ist breit")
    lacking = desk.post(_url("sign", article), {"seen": _seen(article)})

    assert "1 sentence holds text of yours that is not confirmed" in typed.content.decode()
    assert "1 sentence has no translation yet" in lacking.content.decode()
    assert (typed.status_code, lacking.status_code) == (422, 422)
    assert _french(article).reviewed_by == ""


def test_a_signature_is_taken_back_with_its_reason(article: Article, desk: Client) -> None:
    desk.post(_url("sign", article), {"seen": _seen(article)})

    page = desk.post(_url("retract", article), {"why": "Wrong article."}, follow=True).content.decode()

    assert "The signature of the French edition is taken back." in page
    assert _french(article).reviewed_by == ""


def test_an_edition_that_was_never_printed_is_signed_and_printed_at_once(
    article: Article, desk: Client, settings: Any
) -> None:
    settings.MASTHEAD_ENGINES = ["tests.rooms.translation.odd_engines.Crashing"]
    bare = make.published("Die Oder", "Sie fließt nach Norden.")
    for source, target in (("Die Oder", "L’Oder"), ("Sie fließt nach Norden.", "Elle coule vers le nord.")):
        _post(desk, bare, _rows(bare)[source], target)
    assert not Edition.objects.filter(article=bare, language="fr").exists()

    desk.post(_url("sign", bare), {"seen": _seen(bare)})

    edition = _french(bare)
    assert (edition.state, edition.headline, edition.by_person) == (Edition.State.LIVE, "L’Oder", 2)


def test_every_kind_of_text_has_a_name_for_its_place(article: Article) -> None:
    blocks, notes = make.every_kind(make.picture().pk)
    whole = make.published("Alles", blocks=blocks, footnotes=notes, standfirst="Kurz.", disclaimer="Meinung.")
    words = Edition.objects.get(article=whole, is_original=True).words

    from masthead.article.content import texts

    places = places_of(words)
    assert [path for path, _ in texts(words) if path not in places] == []
    assert places[f"block/{make.block_id('heading')}"].name == f"Heading {_level(words)}"


def _level(words: Any) -> int:
    return next(block.level for block in words.blocks if isinstance(block, Heading))


def test_states_differ_wherever_a_translator_could_see_it() -> None:
    one = Segment(("a",), "b", "engine", "e", "1")

    states = {
        Row(1, "p", 0, _place(), other, ()).state
        for other in (
            one,
            Segment(("a",), "c", "engine", "e", "1"),
            Segment(("a2",), "b", "engine", "e", "1"),
            Segment(("a",), "b", "engine", "e", "2"),
            Segment(("a",), "b", "engine", "e", "1", doubt="?"),
            Segment(("a",), "b", "engine", "e", "1", checked="T"),
        )
    }

    assert len(states) == 6
    assert Row(1, "p", 0, _place(), Segment(("a",), "b", "engine", "e", "1", at="2026"), ()).state in states


def _place() -> Any:
    from masthead.translation.workbench.rows import Place

    return Place("paragraph")


def test_working_states_are_one_row_a_language(article: Article, desk: Client) -> None:
    _post(desk, article, _rows(article)["Er ist lang."], "Il est long.")

    assert Working.objects.filter(article=article, language="fr").count() == 1
