"""The words that the demonstration has in all 52 languages, as contents of the same shape in each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from masthead.article.content import Block, Content, Heading, Text, texts, with_texts
from masthead.article.localised import Localised, Said
from masthead.lib import html, languages
from masthead.project.demo.source import block_id
from masthead.translation.segments import Maker

FOLDER = Path(__file__).parent
SOURCE = "en"
# Who translated what: the labels and the three short articles, and the Declaration.
ENGINE = Maker("engine", "Claude", "2026-11")
UNITED_NATIONS = Maker("person", "United Nations")
DECLARATION = "universal-declaration-of-human-rights"
# Article 2 has paragraphs; the others that have several texts number them.
_PARAGRAPHS = 2


@cache
def _read(folder: str, language: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((FOLDER / folder / f"{language}.json").read_text(encoding="utf-8"))
    return data


@cache
def _descriptions() -> dict[str, dict[str, str]]:
    data: dict[str, dict[str, str]] = json.loads((FOLDER / "descriptions.json").read_text(encoding="utf-8"))
    return data


def labels(language: str = SOURCE) -> dict[str, str]:
    """Names, titles and introductions by key: ``region.europe``, ``dossier.rivers.title`` …"""
    found: dict[str, str] = _read("texts", language)["labels"]
    name = "person.charles-darwin.name"
    return {**found, name: _descriptions()[language][name]}


def say(thing: Localised, field: str, key: str) -> None:
    """Set a field of a thing to the label, in English and in every other language."""
    setattr(thing, field, labels()[key])
    for code in languages.CODES:
        if code != SOURCE:
            thing.say(field, Said(labels(code)[key], code, ENGINE.name, ENGINE.version))


def filled(name: str, template: Content, language: str) -> Content:
    """A short article in a language; each text of the template names the words that go there: ``{p1}``."""
    words = {**_read("texts", language)["articles"][name], "alt": _descriptions()[language][name]}
    return with_texts(
        template, {path: html.inline(words[place.strip("{}")]) for path, place in texts(template)}
    )


def declaration(language: str) -> Content:
    """The Universal Declaration of Human Rights."""
    data = _read("declaration", language)
    blocks: list[Block] = []

    def add(kind: type[Heading] | type[Text], text: str) -> None:
        blocks.append(kind(block_id(DECLARATION, len(blocks)), text))

    add(Heading, html.text(data["preamble"]))
    add(Text, _paragraphs(data["recitals"]))
    for number, article in enumerate(data["articles"], start=1):
        add(Heading, html.text(article["heading"]))
        numbered = len(article["texts"]) > 1 and number != _PARAGRAPHS
        add(Text, (_numbered if numbered else _paragraphs)(article["texts"]))
    return Content(html.text(data["headline"]), blocks=tuple(blocks))


def _paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{html.text(line)}</p>" for line in lines)


def _numbered(lines: list[str]) -> str:
    return f"<ol>{''.join(f'<li>{html.text(line)}</li>' for line in lines)}</ol>"


def translations(contents: Mapping[str, Content]) -> dict[str, dict[str, str]]:
    """{language: {path: inline HTML}} as ``translation.actions.enter`` takes them."""
    return {language: dict(texts(content)) for language, content in contents.items()}
