"""Small exports of WordPress and Ghost, written for the tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeVar

from masthead.intake.archive import Item, Piece
from masthead.intake.readers.archives import registry

_SPACES = (
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"'
)
LONG = "The river rose three metres in the night, and by the morning the lower town stood under water."
P = TypeVar("P", bound=Piece)


def cdata(text: str) -> str:
    return f"<![CDATA[{text}]]>"


def wxr(*children: str, head: str = "", version: str = "1.2", language: str = "en-GB") -> str:
    """A whole export; ``children`` stand in its channel after title, address and version."""
    return (
        f'<?xml version="1.0" encoding="UTF-8" ?>\n{head}<rss version="2.0" {_SPACES}>\n<channel>\n<title>The Gazette</title>\n'
        f"<link>https://gazette.example</link>\n<language>{language}</language>\n"
        f"<wp:wxr_version>{version}</wp:wxr_version>\n" + "\n".join(children) + "\n</channel>\n</rss>\n"
    )


def post(
    body: str = LONG, *extra: str, number: int | str = 7, meta: dict[str, str] | None = None, **said: str
) -> str:
    """A published post. ``said`` are elements of the ``wp`` namespace; ``title``, ``link``, ``creator``, ``excerpt`` too."""
    fields = {"post_type": "post", "status": "publish", "post_name": f"piece-{number}", **said}
    plain = {
        "title": fields.pop("title", "River floods the lower town"),
        "link": fields.pop("link", f"https://gazette.example/2024/05/piece-{number}/"),
        "dc:creator": fields.pop("creator", ""),
        "excerpt:encoded": fields.pop("excerpt", ""),
        "content:encoded": body,
    }
    rows = [f"<{name}>{cdata(value)}</{name}>" for name, value in plain.items()]
    rows += [f"<wp:{name}>{cdata(value)}</wp:{name}>" for name, value in fields.items()]
    rows += [
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{cdata(value)}</wp:meta_value></wp:postmeta>"
        for key, value in (meta or {}).items()
    ]
    return "<item>\n" + "\n".join([f"<wp:post_id>{number}</wp:post_id>", *rows, *extra]) + "\n</item>"


def attachment(number: int, url: str, *, alt: str = "", caption: str = "") -> str:
    return post(
        "", f"<wp:attachment_url>{url}</wp:attachment_url>", number=number, post_type="attachment", status="inherit",
        excerpt=caption, meta={"_wp_attachment_image_alt": alt},
    )  # fmt: skip


def author(login: str, name: str) -> str:
    return (
        f"<wp:author><wp:author_id>1</wp:author_id><wp:author_login>{cdata(login)}</wp:author_login>"
        f"<wp:author_email>{login}@mail.example</wp:author_email><wp:author_display_name>{cdata(name)}</wp:author_display_name></wp:author>"
    )


def term(taxonomy: str, slug: str, name: str, description: str = "") -> str:
    return (
        f"<wp:term><wp:term_id>3</wp:term_id><wp:term_taxonomy>{taxonomy}</wp:term_taxonomy><wp:term_slug>{slug}</wp:term_slug>"
        f"<wp:term_name>{cdata(name)}</wp:term_name><wp:term_description>{cdata(description)}</wp:term_description></wp:term>"
    )


def carried(taxonomy: str, slug: str, name: str) -> str:
    return f'<category domain="{taxonomy}" nicename="{slug}">{cdata(name)}</category>'


def comment(
    number: int, text: str = "Well said.", *, parent: int = 0, approved: str = "1", kind: str = ""
) -> str:
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author>{cdata('Reader')}</wp:comment_author>"
        f"<wp:comment_author_email>reader@mail.example</wp:comment_author_email><wp:comment_author_IP>192.0.2.7</wp:comment_author_IP>"
        f"<wp:comment_date>2024-05-02 10:00:00</wp:comment_date><wp:comment_date_gmt>2024-05-02 08:00:00</wp:comment_date_gmt>"
        f"<wp:comment_content>{cdata(text)}</wp:comment_content><wp:comment_approved>{approved}</wp:comment_approved>"
        f"<wp:comment_type>{kind}</wp:comment_type><wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"
    )


def ghost(*, plain: bool = False, **data: Any) -> str:
    """A whole export of Ghost; ``data`` are its tables."""
    settings = data.pop(
        "settings", [{"key": "title", "value": "The Gazette"}, {"key": "lang", "value": "en"}]
    )
    export = {
        "meta": {"exported_on": 1714600000000, "version": "5.80.0"},
        "data": {"settings": settings, **data},
    }
    return json.dumps(export if plain else {"db": [export]})


def piece(**said: Any) -> dict[str, Any]:
    """A row of Ghost's ``posts``."""
    return {
        "id": "p1", "title": "River floods the lower town", "slug": "river", "html": f"<p>{LONG}</p>", "status": "published",
        "visibility": "public", "type": "post", "published_at": "2024-05-02T07:30:00.000Z", **said,
    }  # fmt: skip


def read(folder: Path, text: str | bytes, name: str = "export") -> list[Piece]:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(registry.pieces(path))


def only(kind: type[P], pieces: list[Piece]) -> list[P]:
    return [piece for piece in pieces if isinstance(piece, kind)]


def one(folder: Path, text: str | bytes) -> Item:
    (item,) = only(Item, read(folder, text))
    return item
