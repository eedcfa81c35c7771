import pytest

from masthead.intake.readers.html.names import people


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Jana Dorn", ["Jana Dorn"]),
        ("By Jana Dorn", ["Jana Dorn"]),
        ("Von Jana Dorn und Max Moor", ["Jana Dorn", "Max Moor"]),
        ("Eine Analyse von Jana Dorn", ["Jana Dorn"]),
        ("Christoph von Ritter", ["Christoph von Ritter"]),
        ("Jana Dorn, Max Moor & Ida Lind", ["Jana Dorn", "Max Moor", "Ida Lind"]),
        ("Jana Dorn, Political Correspondent", ["Jana Dorn"]),
        ("Jana Dorn / Journalist", ["Jana Dorn"]),
        ("Genevieve Carlton, Ph.D.", ["Genevieve Carlton, Ph.D."]),
        ("Roy, Aniruddha", ["Aniruddha Roy"]),
        (
            "Mamokete Modiba, Claire Benit-Gbaffou and Tanya Zack",
            ["Mamokete Modiba", "Claire Benit-Gbaffou", "Tanya Zack"],
        ),
        ("Автор: Антон Зелинский", ["Антон Зелинский"]),
        ("بقلم: سارة محمود", ["سارة محمود"]),
        ("作者：岳弘彬", ["岳弘彬"]),
        ("박준석 기자", ["박준석"]),
        ("MND Staff", ["MND Staff"]),
        ("Marc", ["Marc"]),
        ("BYRON KAYE", ["BYRON KAYE"]),
        ("Veröffentlicht vonChris Jung", ["Chris Jung"]),
        ("jane@gazette.example", []),
        ("https://www.facebook.com/gazette", []),
        ("admin", []),
        ("", []),
        ("2024-05-02", []),
        ("Posted on", []),
    ],
)
def test_names_are_told_from_what_stands_around_them(text: str, names: list[str]) -> None:
    assert people(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Jana Dorn - June 12, 2025", ["Jana Dorn"]),
        ("By Jana Dorn Feb 6, 2024 at 12:55 pm ET • 1 min read", ["Jana Dorn"]),
        ("Jana Dorn 16 September 2024 9:33pm", ["Jana Dorn"]),
        ("Written by Jana Dorn Last updated: January 7, 2025", ["Jana Dorn"]),
        ("Posted on September 21, 2020 by Adi Tzlil", ["Adi Tzlil"]),
        ("Show all articles of Jana Dorn", []),
        ("Jul 18", []),
        ("Quelle: sid/dpa", []),
    ],
)
def test_a_printed_byline_may_go_on_with_other_things(text: str, names: list[str]) -> None:
    assert people(text, printed=True) == names
