"""Articles printed by a browser, and the plain text copied from them, say the same of themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from masthead.intake.draft import Draft
from masthead.intake.readers import registry
from masthead.intake.sources.delivery import Delivery

PRINTED = Path(__file__).parent / "printed"
FORMS = ("pdf", "txt")

# What stands on the paper: tests/rooms/intake/printed/NAME.html.
SAID: dict[str, dict[str, Any]] = {
    "gazette": {
        "headline": "Who Owns the Water of the Two Rivers?",
        "standfirst": "Three states draw on the same basin, and none of them publishes what it takes.",
        "authors": ["Jane Ellery", "Omar Haddad"],
        "outlet": "The Harbour Gazette",
        "published": "2024-05-02",
        "language": "en",
        "terms": [("region", "Middle East"), ("theme", "Water"), ("theme", "Foreign Policy")],
        "source_note": "This article was first published by the Basin Review on 29 April 2024.",
        "first": ("Basin Review", "2024-04-29"),
        "rights": "Copyright © 2024 Jane Ellery and Omar Haddad, The Harbour Gazette. All rights reserved.",
        "author_note": "Jane Ellery is a writer based in Port Adair and the author of “The Dry Year”. Omar Haddad reports on"
        " water and borders for the Basin Review.",
        "licence": None,
        "begins": "The gauges at the border stand in a hut without a door. For eleven years a man named Salim has walked to"
        " them every morning,",
        "ends": "The agenda, which the Gazette has seen, has one item. It is the date of the meeting after that.",
    },
    "kurier": {
        "headline": "Die stille Rückkehr der Dorfläden",
        "standfirst": "Wo der Supermarkt aufgab, verkaufen nun die Nachbarn selbst. Ein Besuch in vier Orten, die nicht warten"
        " wollten.",
        "authors": ["Jana Dorn"],
        "outlet": "Neuer Kurier",
        "published": "2024-03-12T06:30:00",
        "language": "de",
        "terms": [("theme", "Gesellschaft"), ("region", "Mitteleuropa")],
        "source_note": "Quelle: Zuerst erschienen in der Zeitschrift Landblick am 4. März 2024.",
        "first": ("Landblick", "2024-03-04"),
        "rights": "© 2024 Neuer Kurier. Alle Rechte vorbehalten.",
        "author_note": "Jana Dorn ist freie Journalistin und lebt in Leipzig. Sie schreibt über das Land und wer dort bleibt.",
        "licence": "CC-BY-NC-ND-4.0",
        "begins": "Um sechs Uhr früh schließt Irma Vogt die Tür auf, stellt zwei Kisten Äpfel vor das Fenster",
        "ends": "Am Nachmittag wird sie ihn treffen, auf dem Weg zum Friedhof, und er wird von selbst davon anfangen.",
    },
    "manara": {
        "headline": "حين تعود المكتبات إلى القرى",
        "standfirst": "في خمس قرى جبلية صار الكتاب يصل على ظهر دراجة، وصار انتظاره عادة كل أسبوع.",
        "authors": ["ليلى منصور"],
        "outlet": "المنارة",
        "published": "2024-05-02",
        "language": "ar",
        "terms": [("region", "شمال أفريقيا"), ("theme", "ثقافة")],
        "source_note": "نشر هذا المقال لأول مرة في مجلة دروب بتاريخ 20 أبريل 2024.",
        "first": ("دروب", "2024-04-20"),
        "rights": "حقوق النشر © 2024 المنارة. جميع الحقوق محفوظة.",
        "author_note": "ليلى منصور كاتبة وصحفية مقيمة في تونس.",
        "licence": None,
        "begins": "يصل سامي إلى ساحة القرية قبل الظهر بقليل، ويسند دراجته إلى جدار المدرسة القديمة، ثم يفتح الصندوق الخشبي",
        "ends": "وفي الصيف الماضي رافقته فتاة في الثانية عشرة، وكانت تحفظ أسماء القراء جميعا من غير دفتر.",
    },
    "minato": {
        "headline": "港町に灯る小さな本屋",
        "standfirst": None,
        "authors": ["佐藤美咲"],
        "outlet": "みなと新報",
        "published": "2024-05-02",
        "language": "ja",
        "terms": [("region", "東アジア"), ("theme", "文化"), ("theme", "地域社会")],
        "source_note": "初出：『しおさい』2024年4月20日号",
        "first": ("しおさい", "2024-04-20"),
        "rights": "© 2024 みなと新報 無断転載を禁じます。",
        "author_note": "佐藤美咲はフリーのライター。港と離島の暮らしを取材している。",
        "licence": None,
        "begins": "朝の六時、港の市場が静かになるころ、坂の途中にある小さな店に明かりがつく。",
        "ends": "そのかわり、来た人の数だけ小さな石を瓶に入れる。瓶はこの春で七本目になった。",
    },
}


@pytest.fixture(scope="module")
def drafts() -> dict[tuple[str, str], Draft]:
    return {(name, form): read(name, form) for name in SAID for form in FORMS}


def read(name: str, form: str) -> Draft:
    file = PRINTED / f"{name}.{form}"
    return registry.read(Delivery(file.read_bytes(), file.name))


def said(draft: Draft) -> dict[str, Any]:
    flat = draft.to_json()
    return {
        **{
            name: flat[name]
            for name in (
                "headline",
                "standfirst",
                "outlet",
                "published",
                "language",
                "source_note",
                "rights",
                "author_note",
                "licence",
            )
        },
        "authors": [row["name"] for row in flat["bylines"] if row["role"] == "author"],
        "terms": [(row["kind"], row["name"]) for row in flat["terms"]],
        "first": (flat["chain"][0]["outlet"], flat["chain"][0]["date"]),
    }


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", SAID)
def test_every_field_on_the_paper_is_found(
    drafts: dict[tuple[str, str], Draft], name: str, form: str
) -> None:
    expected = {key: value for key, value in SAID[name].items() if key not in {"begins", "ends"}}

    assert said(drafts[name, form]) == expected


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", SAID)
def test_the_text_begins_and_ends_with_the_article(
    drafts: dict[tuple[str, str], Draft], name: str, form: str
) -> None:
    text = drafts[name, form].body_text
    standfirst = SAID[name]["standfirst"]

    assert text.removeprefix(f"{standfirst}\n\n").startswith(SAID[name]["begins"])
    assert text.endswith(SAID[name]["ends"])


@pytest.mark.parametrize("name", ["gazette", "kurier", "manara", "minato"])
def test_nothing_that_a_browser_prints_around_a_page_is_text(
    drafts: dict[tuple[str, str], Draft], name: str
) -> None:
    for form in FORMS:
        text = drafts[name, form].body_text
        assert "https://" not in text
        assert not any(mark in text for mark in ("1/3", "2/2", "10:15"))
        assert SAID[name]["headline"] not in text


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("gazette", "https://harbourgazette.example/2024/05/two-rivers"),
        ("kurier", "https://neuer-kurier.example/gesellschaft/dorflaeden"),
        ("manara", "https://manara.example/thaqafa/maktabat"),
        ("minato", "https://minato.example/bunka/honya"),
    ],
)
def test_the_address_below_the_page_is_that_of_the_article(
    drafts: dict[tuple[str, str], Draft], name: str, address: str
) -> None:
    found = drafts[name, "pdf"].canonical

    assert found is not None
    assert (found.value, found.where) == (address, "print:address")


def test_the_paper_keeps_headings_lists_quotations_and_links(drafts: dict[tuple[str, str], Draft]) -> None:
    draft = drafts["gazette", "pdf"]

    assert "<h2>A treaty of another century</h2>" in draft.body_html
    assert draft.body_html.count("<li>") == 3
    assert "<blockquote><p><em>A river cannot be owned." in draft.body_html
    assert [(one.url, one.text) for one in draft.citations] == [
        ("https://treaties.example/1946/basin", "in 1946")
    ]
    assert draft.chain[0].value.url == "https://basinreview.example/2024/two-rivers"


def test_a_caption_is_that_of_a_picture_and_no_text(drafts: dict[tuple[str, str], Draft]) -> None:
    draft = drafts["gazette", "pdf"]

    assert [picture.caption for picture in draft.pictures] == [
        "The gauge hut at the border. Photo: Lena Marsh"
    ]
    assert "gauge hut" not in draft.body_text
    assert draft.warnings == ("Its pictures (1) are left out; add them at the desk.",)


def test_two_columns_are_read_one_after_the_other_and_words_are_whole(
    drafts: dict[tuple[str, str], Draft],
) -> None:
    for form in FORMS:
        text = drafts["kurier", form].body_text
        assert "steht der Laden nach vier oder fünf Jahren wieder leer" in text
        assert "Einhundertdreiundzwanzig Haushalte haben je zweihundert Euro eingezahlt" in text
        assert not any(mark in text for mark in ("\xad", "\u2010"))


def test_both_forms_hold_the_same_words(drafts: dict[tuple[str, str], Draft]) -> None:
    for name in ("manara", "minato"):
        paper, copy = (drafts[name, form].body_text for form in FORMS)
        assert paper == copy
