"""What readers are told of how a text came to be in its language, and where it trails."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from masthead.article.content import Content, texts
from masthead.article.lines import FOOTNOTE
from masthead.article.models import Edition
from masthead.lib import interface, languages
from masthead.lib.beginnings import beginning
from masthead.lib.html import plain
from masthead.press import addresses
from masthead.press.pages.sheet import Sheet, path_of

# What ends a sentence where it is not a full stop; Thai ends it with nothing.
_STOPS = {"ja": "。", "zh-hans": "。", "zh-hant": "。", "hi": "।", "th": ""}


def translation(edition: Edition) -> str:
    if edition.is_original:
        return "original"
    if not edition.by_machine:
        return "human"
    return "machine-reviewed" if edition.reviewed_by else "machine"


def notices(sheet: Sheet, edition: Edition, code: str, words: interface.Interface) -> list[dict[str, Any]]:
    """What a reader must know of how this text came to be in this language."""
    original = sheet.original
    link = {
        "path": path_of(sheet.article, original.language),
        "tag": languages.get(original.language).tag,
        "text": words.text("read_original"),
    }
    language = words.text("original_language", language=words.language_name(original.language))
    stop = _STOPS.get(code, ".")
    if edition.language != code:
        text = f"{words.text('not_translated')} {language}{stop}"
        asking = addresses.asked(path_of(sheet.article, code)) if code in sheet.askable else ""
        return [_notice("missing", text, ask=asking)]
    if edition.is_original:
        return []
    engine = ", ".join(" ".join(pair).strip() for pair in edition.engines)
    if not edition.by_machine:
        told = f"{words.text('human_translation')}{stop}"
    elif edition.reviewed_by:
        told = words.text(
            "machine_reviewed", engine=engine, name=edition.reviewed_by, date=words.date(edition.reviewed_at)
        )
    elif edition.by_person:
        told = words.text("machine_partly", engine=engine)
    else:
        told = words.text("machine_unreviewed", engine=engine)
    found = [_notice(translation(edition), f"{told} {language}{stop}", link=link)]
    if edition.trails:
        passages = _passages(sheet, edition, words)
        found.append(_notice("trails", words.text("translation_trails"), passages=passages))
    return found


def waiting(sheet: Sheet, code: str, state: str, words: interface.Interface) -> dict[str, Any]:
    """What a reader is told who has asked for a translation; ``state`` as ``masthead.translation.queries.asked``."""
    here = addresses.asked(path_of(sheet.article, code))
    again = {"path": here, "tag": languages.get(code).tag, "text": words.text("look_again")}
    said = {"asked": "translation_asked", "held": "translation_held", "full": "translation_full"}
    text = words.text(said.get(state, "translation_failed"))
    return _notice(state, text, link=again if state == "asked" else None)


def _notice(
    kind: str,
    text: str,
    *,
    link: dict[str, str] | None = None,
    passages: Sequence[dict[str, Any]] = (),
    ask: str = "",
) -> dict[str, Any]:
    """``ask`` is where the button of the notice asks for a translation."""
    return {"kind": kind, "text": text, "link": link, "passages": passages, "ask": ask}


PASSAGES = 30
"""The most that are listed where an edition trails; a text that was rewritten is another text."""
_LONGEST_PASSAGE = 160


def _passages(sheet: Sheet, edition: Edition, words: interface.Interface) -> list[dict[str, Any]]:
    """What has changed in the original, by the edition's own words, and what is new, in the original's."""
    behind = sheet.behind.get(edition.language)
    if behind is None:
        return []
    lists = [("trails_changed", edition, behind.changed), ("trails_new", sheet.original, behind.new)]
    return [
        {
            "title": words.text(key),
            "tag": languages.get(said.language).tag,
            "dir": languages.get(said.language).direction,
            "texts": found[:PASSAGES],
        }
        for key, said, paths in lists
        if (found := _shortened(said.words, paths))
    ]


def _shortened(content: Content, paths: Iterable[str]) -> list[str]:
    said = dict(texts(content))
    found = [plain(FOOTNOTE.sub("", said[path])) for path in paths if path in said]
    return [beginning(text, _LONGEST_PASSAGE) for text in found if text]
