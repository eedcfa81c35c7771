"""An archive format of the tests' own: JSON lines, one piece each, read like every other archive."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from masthead.intake import body
from masthead.intake.archive import Attached, Author, Comment, Filed, Item, Left, Piece, State
from masthead.intake.draft import Appearance, Byline, Draft, Found, Picture, Term
from masthead.intake.errors import IntakeError
from masthead.intake.readers.archives import registry

KIND = "lines"
MARK = b'{"archive":"lines"}\n'


class Broken(IntakeError):
    code = "broken"


def register() -> None:
    registry.ARCHIVES[KIND] = (lambda path, head: head.startswith(MARK), pieces)


def write(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    with path.open("wb") as file:
        file.write(MARK)
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
    return path


def pieces(path: Path, site: str = "") -> Iterator[Piece]:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if number == 1:
                continue
            try:
                yield _piece(json.loads(line), path, number)
            except ValueError as error:
                raise Broken(f"{path} is broken in line {number}.") from error


def _piece(row: dict[str, Any], path: Path, line: int) -> Piece:
    row = dict(row)
    match row.pop("is", "item"):
        case "author":
            return Author(**row)
        case "filed":
            return Filed(**row)
        case "attached":
            return Attached(**row)
        case "left":
            return Left(**row, line=line)
    html = body.tidy(row.get("html", "<p>Ein Text.</p>"))
    found = {
        name: Found(row[name], "test", 1.0)
        for name in ("headline", "standfirst", "published", "updated", "language", "canonical", "licence")
        if row.get(name)
    }
    return Item(
        identifier=row["id"],
        draft=Draft(
            source=str(path),
            body_html=html,
            body_text=body.words(body.parts(html)),
            bylines=tuple(Found(Byline(name), "test", 1.0) for name in row.get("by", ())),
            terms=tuple(Found(Term(*term), "test", 1.0) for term in row.get("terms", ())),
            chain=tuple(Found(Appearance(*each), "test", 1.0) for each in row.get("chain", ())),
            pictures=tuple(Picture(*each) for each in row.get("pictures", ())),
            **found,  # type: ignore[arg-type]
        ),
        state=State(row.get("state", "published")),
        is_page=row.get("page", False),
        slug=row.get("slug", ""),
        addresses=tuple(row.get("addresses", ())),
        group=row.get("group", ""),
        lead=row.get("lead", ""),
        comments=tuple(Comment(**each) for each in row.get("comments", ())),
        line=line,
    )


def item(number: int, **fields: Any) -> dict[str, Any]:
    """A published article, German, of a site that stood at old.example."""
    return {
        "id": f"post-{number}",
        "headline": f"Der {number}. Fluss",
        "html": f"<p>Der {number}. Fluss ist lang. Er fließt nach Norden.</p><h2>Quelle</h2><p>Er entspringt im Gebirge.</p>",
        "published": f"2015-03-{number % 28 + 1:02}T08:00:00+01:00",
        "language": "de",
        "slug": f"fluss-{number}",
        "by": ["Ada Autorin"],
        "addresses": [f"https://old.example/2015/03/fluss-{number}/", f"https://old.example/?p={number}"],
        **fields,
    }


def comment(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "identifier": f"comment-{number}",
        "name": "Lena Leserin",
        "text": f"Das {number}. Wort dazu.",
        "at": "2015-04-01T10:00:00Z",
        **fields,
    }
