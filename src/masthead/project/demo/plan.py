"""What the demonstration is made of, beside its words: pictures, dossiers, users, comments."""

from __future__ import annotations

from dataclasses import dataclass

from masthead.desk import roles
from masthead.project.demo.words import DECLARATION

NAME = "Confluence"
ADDRESS = "editors@confluence.example"
CREDIT = "Mirela Sandor for Confluence"
LICENCE = "CC-BY-4.0"

# Titles at the desk, by file name.
PICTURES = {
    "antarctica": "Antarctica inside the circle of 60 degrees south",
    "barge": "A cargo ship before a toll castle on the Rhine",
    "birch": "Birch bark with letters and a horseman",
    "channels": "The eight channels of the Turia",
    "danube": "The course of the Danube",
    "dark-room": "Three lamps and a dark room",
    "dome": "The dome on Mount Wilson",
    "kana": "From 安 to あ",
    "meridian": "The meridian of Tordesillas",
    "metre": "The metre of 1889",
    "moons": "Six nights in January 1610",
    "ox": "From an ox to the letter A",
    "reflector": "The path of light in a reflecting telescope",
    "rhine": "The Rhine from Basel to the sea",
    "stone": "The Rosetta Stone",
}

# In menus, the more telling first: an article's first theme stands above its headline.
THEMES = ("rivers", "languages", "sky", "measures", "rights", "law", "trade", "history")

# The three short articles whose words are in all languages.
SHORT = ("letter-a-was-an-ox", "ten-countries-one-river", "continent-without-owner")

# Dossiers by slug: their picture, and their articles in reading order.
DOSSIERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "rivers": ("danube", ("ten-countries-one-river", "mannheimer-akte", "tribunal-de-las-aguas")),
    "letters": ("ox", ("letter-a-was-an-ox", "rosetta-stone", "kana", "kirillitsa")),
    "agreements": (
        "metre",
        (
            *(DECLARATION, "charter-preamble", "convention-du-metre"),
            *("continent-without-owner", "mannheimer-akte"),
        ),
    ),
}

# Regions and themes are in the labels; people too, with these for what labels cannot say.
ORGANISATIONS = {"united-nations": "https://www.un.org/"}
YEARS = {"charles-darwin": "1809–1882"}

EDITOR, TRANSLATOR = "editor", "translator"
# User name: first name, last name, groups.
USERS = {
    EDITOR: ("Clara", "Venn", (roles.CHIEF, roles.EDITORS, roles.MODERATORS)),
    TRANSLATOR: ("Noor", "Lindqvist", (roles.TRANSLATORS,)),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """A reader's comment below an edition."""

    article: str
    language: str
    name: str
    text: str


REMARKS = (
    Remark(
        "ten-countries-one-river",
        "en",
        "Ilse",
        "I grew up in Ulm, where the Danube is so narrow that we threw snowballs across. "
        "It never occurred to us to ask where it went.",
    ),
    Remark(
        "mannheimer-akte",
        "de",
        "Jürg",
        "Mein Großvater fuhr vierzig Jahre auf dem Rhein. Von der Akte sprach er wie andere vom Wetter: "
        "Sie war einfach da.",
    ),
    Remark(
        "tribunal-de-las-aguas",
        "es",
        "Amparo",
        "De pequeña me llevaban los jueves. Lo que más me impresionaba era el silencio antes de la primera llamada.",
    ),
)
