"""Templates to text, by minijinja. Rooms later on the path add their folders of templates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import minijinja
from django.http import HttpResponse

from masthead.article.lines import FOOTNOTE
from masthead.lib import html
from masthead.press import addresses
from masthead.press import outlet as outlets
from masthead.press.headers import SECURITY
from masthead.press.outlet import Press
from masthead.press.pdf import ready

_folders: list[Path] = [Path(__file__).parent / "templates"]


def add_templates(folder: Path) -> None:
    """Let templates of this folder be found after those that are known. They extend ``page.html``."""
    if folder not in _folders:
        _folders.append(folder)
        environment.cache_clear()


def folders() -> list[Path]:
    """Where templates are found."""
    return list(_folders)


@cache
def environment() -> minijinja.Environment:
    """One environment a process: templates are parsed once, an unknown name in one is an error."""
    env = minijinja.Environment(
        loader=_load,
        undefined_behavior="strict",
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.add_filter("lined", lined)
    env.add_filter("noted", noted)
    env.add_filter("plain", html.plain)
    env.add_filter("pdf", pdf)
    env.add_filter("marked", escape)  # plain text where HTML is expected
    return env


def _load(name: str) -> str | None:
    for folder in _folders:
        file = folder / name
        if file.is_file():
            return file.read_text(encoding="utf-8")
    return None


def render(template: str, context: Mapping[str, Any]) -> str:
    # The engine escapes the slash too, which HTML never asks for: a tenth of a page of addresses.
    return environment().render_template(template, **context).replace("&#x2f;", "/")


def page(press: Press, language: str, template: str, context: Mapping[str, Any]) -> str:
    """A page in the outlet's dress. What stands on all pages of a language is printed once a run."""
    return render(template, {**dress(press, language), **context})


def dress(press: Press, language: str) -> dict[str, Any]:
    """What templates of pages know, with head and foot of the page as HTML."""
    if language not in press.dresses:
        shell = press.shell(language)
        parts = {part: render(f"{part}.html", shell) for part in ("header", "colophon")}
        press.dresses[language] = {**shell, **parts}
    return press.dresses[language]


def alternates(rows: Iterable[Mapping[str, Any]]) -> str:
    """``hreflang`` in the head of a page, from rows of ``tag`` and ``url``: the same on each page that they name."""
    return render("alternates.html", {"alternates": list(rows)})


def switch(rows: Iterable[Mapping[str, Any]]) -> str:
    """The links to a page in all languages, of which ``here`` marks the one that it stands on."""
    return render("switch.html", {"languages": list(rows)})


def here(switch: str, path: str, original: str = "") -> str:
    """The links on one of the pages that they lead to; ``original`` is what it says beside the original's name."""
    address = f'<a href="{escape(path)}"'
    return switch.replace(address, f'{address} aria-current="page"', 1).replace("<!--original-->", original)


def answer(
    language: str,
    template: str,
    context: Mapping[str, Any],
    *,
    title: str,
    path: str = "",
    status: int = 200,
) -> HttpResponse:
    """A page made for one request, in the outlet's own dress: search results, forms, thanks.

    ``path`` is the page's address in this language; robots are told to leave such pages out.
    """
    press = outlets.read()
    head = {
        "title": title,
        "path": path,
        "canonical": press.url(path) if path else "",
        "robots": "noindex",
        "switch": here(
            switch(outlets.switch(press, lambda other: path.replace(f"/{language}/", f"/{other}/", 1))), path
        )
        if path
        else "",
    }
    filled = page(press, language, template, {"page": {**BARE, **head}, **context})
    response = HttpResponse(filled, status=status)
    response["Content-Language"] = press.shell(language)["language"]["tag"]
    response["Cache-Control"] = "no-store"
    for name, value in SECURITY:
        response[name] = value
    return response


# What ``page.html`` may ask of any page.
BARE: dict[str, Any] = {
    "title": "",
    "path": "",
    "text": "",
    "script": "",
    "canonical": "",
    "description": "",
    "robots": "",
    "alternates": "",
    "x_default": "",
    "kind": "website",
    "image": "",
    "data": "",
    "feeds": [],
    "meta": [],
    "switch": "",
}


# A link whose words are its address: on paper it is not said twice.
_ADDRESS = re.compile(
    r'<a(?= )((?: [a-z]+="[^"]*")*? href="(?:https?://)?([^"]+?)/?"[^<>]*>(?:https?://)?\2/?</a>)'
)


def pdf(page: str) -> str:
    """Where the PDF of an article's page stands; nothing where none can be made."""
    beside = addresses.pdf_beside(page)
    return "" if not beside or ready.lacking(page.split("/")[1]) else beside


def noted(text: str, footnotes: Mapping[str, Mapping[str, Any]] | None = None) -> str:
    """Inline HTML with its footnote markers as links; markers of footnotes that are not there go."""

    def link(found: Any) -> str:
        note = (footnotes or {}).get(found[1])
        if note is None:
            return ""
        return (
            f'<sup data-unrecorded class="footnote-ref"><a href="#note-{note["number"]}" '
            f'id="ref-{note["number"]}" aria-label="{note["label"]}">{note["shown"]}</a></sup>'
        )

    if footnotes is not None and "<a " in text:  # not where others copy it
        text = _ADDRESS.sub(r'<a class="address"\1', text)
    return FOOTNOTE.sub(link, text) if "[^" in text else text


def _one_paragraph(flow: str) -> bool:
    """Most flow HTML is."""
    return (
        flow.startswith("<p>")
        and flow.endswith("</p>")
        and flow.count("</p>") == 1
        and "<li>" not in flow
        and not flow[3:-4].isspace()
        and len(flow) > 7
    )


def lined(flow: str, footnotes: Mapping[str, Mapping[str, Any]] | None = None) -> str:
    """Flow HTML with each text marked as a line of the record (``data-line``)."""
    if _one_paragraph(flow):
        return f"<p data-line>{noted(flow[3:-4], footnotes)}</p>"
    marked = html.each_text(
        flow, lambda _, inner: f"\x00{noted(inner, footnotes)}\x01" if inner.strip() else inner
    )
    marked = marked.replace("<p>\x00", "<p data-line>").replace("\x01</p>", "</p>")
    return marked.replace("\x00", "<span data-line>").replace("\x01", "</span>")
