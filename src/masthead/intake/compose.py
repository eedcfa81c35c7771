"""From the body of a draft to the blocks an editor composes an article from.

Pictures are no blocks yet: nothing is fetched here, so they stay links in the draft's list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256

from masthead.article.content import Block, Footnote, Heading, Quotation, References, Table, Text
from masthead.intake.body import Part, parts
from masthead.intake.draft import Draft
from masthead.intake.readers.html.text import folded
from masthead.lib.html import plain, text

_FLOWING = frozenset({"p", "ul", "ol"})
_REFERENCES = re.compile(
    r"^(?:references|sources|bibliography|works cited|further reading|literatur(?:verzeichnis|nachweise)?|quellen(?:verzeichnis)?"
    r"|références|sources et références|bibliographie|referencias|fuentes|bibliografía|referências|fontes|fonti|riferimenti|bibliografia"
    r"|bronnen|literatuur|källor|referenser|kilder|litteratur|źródła|literatura|zdroje|források|kaynaklar|источники|литература|джерела|література"
    r"|πηγές|βιβλιογραφία|المصادر|المراجع|منابع|מקורות|参考文献|參考文獻|참고문헌|出典)\W*$",
    re.IGNORECASE,
)
_BY = re.compile(r"<p>\s*[—–―-]\s*([^<]{2,120})</p>$")


def compose(draft: Draft) -> tuple[tuple[Block, ...], tuple[Footnote, ...]]:
    """The blocks and footnotes of a draft. The standfirst, which has its own place, is not repeated."""
    pieces = parts(draft.body_html)
    if draft.standfirst and pieces and folded(pieces[0].text) == folded(draft.standfirst.value):
        pieces = pieces[1:]
    notes = tuple(Footnote(label, html) for label, html in draft.footnotes)
    return tuple(_blocks(pieces)), notes


def _blocks(pieces: Iterable[Part]) -> Iterator[Block]:
    flowing: list[str] = []
    listing = False  # under a heading that announces references

    def flush() -> Iterator[Block]:
        if flowing:
            html = "".join(flowing)
            yield Text(_id(html), html)
            flowing.clear()

    for part in pieces:
        if part.kind in _FLOWING and not (listing and part.kind != "p"):
            flowing.append(part.html)
            continue
        yield from flush()
        match part.kind:
            case "h2" | "h3":
                listing = bool(_REFERENCES.match(plain(part.html)))
                yield Heading(_id(part.html), part.html, int(part.kind[1]))
            case "blockquote":
                yield _quotation(part.html)
            case "table":
                yield _table(part)
            case _:
                yield References(
                    _id(part.html), tuple(re.findall(r"<li>(.*?)(?=</li>|<ul>|<ol>)", part.html))
                )
    yield from flush()


def _quotation(html: str) -> Quotation:
    """With the speaker, where the last line is one after a dash."""
    by = _BY.search(html)
    if by and by.start():
        return Quotation(_id(html), html[: by.start()], speaker=text(plain(by[1])))
    return Quotation(_id(html), html)


def _table(part: Part) -> Table:
    width = max(map(len, part.rows))
    rows = tuple((*(cell for _, cell in row), *[""] * (width - len(row))) for row in part.rows)
    return Table(
        _id(repr(rows)),
        rows,
        header_row=all(head for head, _ in part.rows[0]),
        header_column=all(row[0][0] for row in part.rows[1:]) and len(part.rows) > 1,
    )


def _id(html: str) -> str:
    """A name of a block that stays when its words stay."""
    return sha256(html.encode()).hexdigest()[:12]
