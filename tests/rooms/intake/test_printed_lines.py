"""The lines around an article, as outlets of many kinds print them."""

from __future__ import annotations

from typing import Any

import pytest

from masthead.intake.draft import Draft
from masthead.intake.moments import written
from masthead.intake.readers import registry
from masthead.intake.readers.printed import notes
from masthead.intake.readers.printed.joining import joint
from masthead.intake.sources.delivery import Delivery

EN = """The first ships arrived before dawn, and by the time the harbour master had put on his boots there were four of them, grey against grey. Nobody in the town had been told.

What they carry is not known, and what they leave behind is known only to the fishermen. The nets come up empty on the northern side, and in the town hall there is a file about it, two centimetres thick."""
FR = """Sur le quai, une femme en ciré jaune fait signe à un bateau qui n'existe pas. C'est un jeu, dit-elle, un jeu qu'elle joue depuis que l'écluse est fermée, il y a dix-huit mois.

L'administration parle de travaux. Les mariniers parlent d'autre chose, mais à voix basse, et pas devant la dame de la mairie, qui vient chaque matin à six heures ouvrir le registre."""
ES = """Miles de personas marcharon este miércoles por las calles de la capital para pedir que el agua vuelva a ser un bien público, en una jornada que los organizadores calificaron de histórica.

La marcha partió de la plaza central a las once de la mañana. Encabezaban la columna los comités de agua rural, que llegaron en autobuses desde el norte después de viajar toda la noche."""
RU = """Маяк погас в ночь на понедельник, и до среды этого никто не заметил. Корабли давно ходят по спутнику, а рыбаки, которые помнят каждый камень, в такую погоду не выходят.

В управлении ответили, что заявка принята, и назвали номер. Номер был шестизначный, и учитель записал его на доске, а через неделю дети предложили починить маяк самим."""
ZH = """灯塔在星期天的夜里熄灭了，直到星期三也没有人发现。船只早就依靠卫星导航，而认识每一块礁石的渔民在这样的天气里不会出海。第一个打电话的是物理老师。

管理处回答说申请已经收到，并给了一个编号。编号有六位数，老师把它写在黑板上。一个星期以后，孩子们提出自己去修灯塔，其中一个从家里拿来了一盏灯。"""

CASES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "an outlet, the outlet before it, and in which reports it files": (
        "The Quiet Return\n\nBy Prof. Michael Harker\n\nGlobal Survey, November 14, 2023\n\nStrategic Letter 12 November 2023\n\n"
        "Region: Asia, USA\nTheme: Military\nIn-depth Report: ISLANDS\n\n***",
        "***\n\nNote to readers: Please click the share buttons above.\n\nProf. Michael Harker teaches history in Port Adair.\n\n"
        "The original source of this article is Strategic Letter\nCopyright © Prof. Michael Harker, Strategic Letter, 2023",
        {
            "text": EN,
            "headline": "The Quiet Return",
            "authors": ["Prof. Michael Harker"],
            "published": "2023-11-14",
            "outlet": "Global Survey",
            "terms": ["Asia", "USA", "Military", "ISLANDS"],
            "chain": [("Strategic Letter", "2023-11-12")],
            "author_note": "Prof. Michael Harker teaches history in Port Adair.",
        },
    ),
    "a kicker in capitals, and names in capitals beside the day": (
        "MIDDLE EAST\n\nA Long Winter in the Hills\n\nBy JANE DOE and RICHARD ROE   MARCH 3, 2019",
        "© 2019 The Example Times Company",
        {
            "text": EN,
            "headline": "A Long Winter in the Hills",
            "authors": ["Jane Doe", "Richard Roe"],
            "published": "2019-03-03",
        },
    ),
    "a banner, a byline with its day, a translator": (
        "Le Courrier du canal\n\nLes oubliés de l'écluse\n\nLes péniches ne passent plus, et ils comptent les jours.\n\n"
        "par Hélène Girard, 4 avril 2022\n\nRubrique : Société\nPays : France, Belgique",
        "Hélène Girard\n\nJournaliste, auteure de Fleuves sans rives.\n\nCet article a été initialement publié dans La Revue du fleuve"
        " le 2 mars 2022.\n\nTraduit de l'anglais par Paul Lemoine\n\n© Le Courrier du canal – Tous droits réservés",
        {
            "text": FR,
            "headline": "Les oubliés de l'écluse",
            "standfirst": "Les péniches ne passent plus, et ils comptent les jours.",
            "authors": ["Hélène Girard"],
            "translators": ["Paul Lemoine"],
            "published": "2022-04-04",
            "outlet": "Le Courrier du canal",
            "terms": ["Société", "France", "Belgique"],
            "chain": [("La Revue du fleuve", "2022-03-02")],
            "author_note": "Hélène Girard\nJournaliste, auteure de Fleuves sans rives.",
        },
    ),
    "place, day and author in one line": (
        "Miles marchan por el agua\n\nSantiago - 22.03.2023 - María José Pérez\n\nThis post is also available in: English",
        "Publicado originalmente en El Vecino el 21 de marzo de 2023.\n\nBajo licencia Creative Commons BY 4.0.",
        {
            "text": ES,
            "headline": "Miles marchan por el agua",
            "authors": ["María José Pérez"],
            "published": "2023-03-22",
            "outlet": "El Vecino",
            "licence": "CC-BY-4.0",
        },
    ),
    "only a name, which a note names too": (
        "Газета побережья\n\nКто чинит маяк\n\nАнна Соколова\n12 марта 2021\n\nРегион: Балтика\nТема: общество",
        "Анна Соколова — журналистка, живёт у моря.\n\nВпервые опубликовано в журнале «Волна» 10 марта 2021 года.\n© 2021 Газета побережья. Все"
        " права защищены.",
        {
            "text": RU,
            "headline": "Кто чинит маяк",
            "authors": ["Анна Соколова"],
            "published": "2021-03-12",
            "outlet": "Газета побережья",
            "terms": ["Балтика", "общество"],
            "chain": [("Волна", "2021-03-10")],
        },
    ),
    "signs without spaces": (
        "修灯塔的人\n\n作者：陈静怡\n海岸观察 2021年3月12日\n地区：东亚\n主题：社会",
        "陈静怡，自由撰稿人，现居厦门。\n版权所有 © 2021 海岸观察",
        {
            "text": ZH,
            "headline": "修灯塔的人",
            "authors": ["陈静怡"],
            "published": "2021-03-12",
            "outlet": "海岸观察",
            "terms": ["东亚", "社会"],
            "author_note": "陈静怡，自由撰稿人，现居厦门。",
        },
    ),
}


def read(text: str) -> Draft:
    return registry.read(Delivery(text.encode(), "copy.txt"))


@pytest.mark.parametrize("case", CASES)
def test_the_lines_around_the_text_are_its_fields(case: str) -> None:
    head, foot, expected = CASES[case]
    flat = read(f"{head}\n\n{expected['text']}\n\n{foot}\n").to_json()

    found = {
        **flat,
        "text": flat["body_text"].removeprefix(f"{flat['standfirst']}\n\n"),
        "authors": [row["name"] for row in flat["bylines"] if row["role"] == "author"],
        "translators": [row["name"] for row in flat["bylines"] if row["role"] == "translator"],
        "terms": [row["name"] for row in flat["terms"]],
        "chain": [(row["outlet"], row["date"]) for row in flat["chain"]],
    }
    assert {name: found[name] for name in expected} == expected


def test_the_header_of_a_mail_is_evidence_and_no_text() -> None:
    draft = read(
        "From: Ida Lind <ida@example.org>\nSubject: Fwd: The Quiet Return\nDate: Fri, 22 Dec 2023 10:12:00 +0100\n\n"
        f"Dear all, as promised.\n\nThe Quiet Return\n\nBy Max Moor\n\n{EN}\n"
    )

    assert draft.headline is not None
    assert draft.published is not None
    assert draft.headline.value == "The Quiet Return"
    assert [found.value.name for found in draft.bylines] == ["Max Moor"]
    assert (draft.published.value, draft.published.where) == ("2023-12-22T10:12:00+01:00", "mail:date")
    assert draft.body_text == EN


def test_sentences_of_the_text_are_no_fields() -> None:
    text = f"{EN}\n\nThe gazette of May 2, 2020 was first published by the town. By Jane Doe's account it was the only one."
    draft = read(f"The Quiet Return\n\nBy Max Moor\n\n{text}\n\n{EN}")

    assert draft.published is None
    assert draft.source_note is None
    assert draft.body_text == f"{text}\n\n{EN}"


def test_a_poem_keeps_all_its_lines() -> None:
    lines = [
        "Four ships came in the morning,",
        "grey upon the grey,",
        "nobody gave us warning",
        "and nobody would say.",
    ]

    assert read("Four Ships\n\n" + "\n".join(lines)).body_text.split("\n\n") == lines


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("the com-", "mittee met", "the committee met"),
        ("a well-", "known fact", "a well-known fact"),
        ("die Nord-", "Süd-Achse", "die Nord-Süd-Achse"),
        ("Vor-", "und Nachteile", "Vor- und Nachteile"),
        ("Vor\u2010", "stand", "Vorstand"),
        ("ent\xad", "standen", "entstanden"),
        ("one", "two", "one two"),
        ("町の人", "が来た", "町の人が来た"),
        ("한국의", "섬", "한국의 섬"),
    ],
)
def test_broken_words_are_whole_again(first: str, second: str, whole: str) -> None:
    drop, between = joint(first, second)

    assert (first[:-drop] if drop else first) + between + second == whole


def test_a_compound_that_stands_elsewhere_keeps_its_hyphen() -> None:
    assert joint("a light-", "house keeper", {"light-house"}) == (0, "")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Neuer Kurier, 12. März 2024, 06:30 Uhr", "2024-03-12T06:30:00"),
        ("22.11.2024", "2024-11-22"),
        ("11/22/2024", "2024-11-22"),
        ("2024年5月2日", "2024-05-02"),
        ("2024. 5. 2.", "2024-05-02"),
        ("٢ مايو ٢٠٢٤", "2024-05-02"),
        ("2 de mayo de 2024", "2024-05-02"),
        ("May 2nd, 2024 at 3:15 pm", "2024-05-02T15:15:00"),
        ("3/4/2024", None),
        ("in May 2024", None),
    ],
)
def test_days_in_lines_are_found(line: str, day: str | None) -> None:
    assert next((iso for _, _, iso in written(line)), None) == day


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        (
            "This article was originally published on The Guardian under a Creative Commons licence.",
            "The Guardian",
        ),
        ("Republished with permission from Basin Review.", "Basin Review"),
        ("Zuerst erschienen in der Zeitschrift Landblick am 4. März 2024.", "Landblick"),
        ("Source: Le Monde diplomatique, 3 May 2024", "Le Monde diplomatique"),
        ('First published by <a href="https://a.example/x">Open River</a>.', "Open River"),
        ("Source: https://www.basin.example/a", "basin.example"),
        ("Publicado originalmente en El Ciudadano.", "El Ciudadano"),
    ],
)
def test_a_source_note_names_an_outlet(line: str, outlet: str) -> None:
    assert notes.is_source(line)
    found = notes.appearance(line, "en")
    assert found is not None
    assert found.outlet == outlet
