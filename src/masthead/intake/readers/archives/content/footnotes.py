"""Footnotes by their anchors: Substack's, those of Markdown, of WordPress and of Word. They leave the text, a mark stays."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import unquote

from lxml.html import HtmlElement

from masthead.intake.body import inner_html
from masthead.intake.readers.html.text import text_of
from masthead.lib.html import inline

_MOST_NOTES = 500
_NOTE = re.compile(r"^\W{0,2}(\d{1,4}|[ivxlc]{1,6}|[a-z]|[*†‡§]{1,3})(?::\d{1,3})?\W{0,2}$", re.IGNORECASE)
_NOTE_PLACE = re.compile(r"foot-?note|endnote|^_?ftn|^_?edn|^fn|note", re.IGNORECASE)
_NOTES = re.compile(r"\b(?:foot-?notes|endnotes)\b", re.IGNORECASE)
_BACK = re.compile(r"^\W*$|^(?:back|return|zurück|retour)\b", re.IGNORECASE)


def footnotes(root: HtmlElement) -> tuple[tuple[str, str], ...]:
    """The notes, each with the label by which the text now refers to it; they leave the text."""
    places = {id_: each for each in root.iter("*") if (id_ := each.get("id") or each.get("name"))}
    found: dict[str, str] = {}
    moved: list[HtmlElement] = []
    for anchor in list(root.iter("a")):
        href = anchor.get("href") or ""
        mark = _NOTE.match(text_of(anchor))
        at = href.find("#")
        place = places.get(unquote(href[at + 1 :])) if at >= 0 and mark else None
        note = _note(place, anchor) if place is not None else None
        if note is None or mark is None or len(found) >= _MOST_NOTES:
            continue
        label = re.sub(r"\W", "", mark[1]) or str(len(found) + 1)
        html = _note_text(note)
        if found.setdefault(label, html) != html:
            label = next(new for n in range(2, _MOST_NOTES + 2) if found.setdefault(new := f"{label}-{n}", html) == html)  # fmt: skip
        moved.append(note)
        around = anchor.getparent()
        if around is not None and around.tag == "sup" and not text_of(around).replace(text_of(anchor), ""):
            anchor = around
        before = anchor.getprevious()
        tail = f"[^{label}]{anchor.tail or ''}"
        parent = anchor.getparent()
        if parent is None:
            continue
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
        parent.remove(anchor)
    _leave(moved)
    return tuple((label, html) for label, html in found.items() if html)


def _note(place: HtmlElement, anchor: HtmlElement) -> HtmlElement | None:
    """The note around the place that a mark in the text leads to, if it is one."""
    note = place
    if place.tag in {"a", "sup", "span"}:  # the number of the note; the note is around it
        note = next(
            (each for each in place.iterancestors("li", "div", "p", "aside") if each is not None), place
        )
    if anchor is note or note in anchor.iterancestors() or note.getparent() is None:
        return None
    said = " ".join(filter(None, (note.get("class"), note.get("id"), place.get("id"), place.get("name"))))
    around = " ".join(each.get("class") or "" for each in islice(note.iterancestors(), 3))
    is_note = _NOTE_PLACE.search(said) or _NOTES.search(around)
    return note if is_note and note.tag in {"li", "div", "p", "aside", "section"} else None


def _note_text(note: HtmlElement) -> str:
    for back in list(note.iter("a")):
        href, words = back.get("href") or "", text_of(back)
        if "#" in href and (_BACK.match(words) or _NOTE.match(words)):
            around = back.getparent()
            back.drop_tree()
            if around is not None and around.tag == "sup" and not text_of(around):
                around.drop_tree()
    return inline(re.sub(r"^[\s.:\])]+", "", inner_html(note)))


def _leave(notes: list[HtmlElement]) -> None:
    for note in notes:
        around = note.getparent()
        if around is None:
            continue
        note.drop_tree()
        while around is not None and around.getparent() is not None and not text_of(around):
            if around.xpath("boolean(.//img|.//iframe)"):
                break
            outer = around.getparent()
            around.drop_tree()
            around = outer
