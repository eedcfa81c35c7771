"""A folder of texts with headers, as Jekyll and its like keep them: Markdown or HTML under lines of ``key: value``.

https://jekyllrb.com/docs/posts/ · https://jekyllrb.com/docs/front-matter/ · https://jekyllrb.com/docs/permalinks/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from lxml.html import HtmlElement

from masthead.intake.archive import Attached, Item, Left, Piece, State
from masthead.intake.draft import Picture, Term
from masthead.intake.moments import moment
from masthead.intake.readers import markdown
from masthead.intake.readers.archives.content.addresses import web
from masthead.intake.readers.archives.content.reader import Content, read
from masthead.intake.readers.archives.drafts import draft, item
from masthead.intake.readers.archives.shape import heads, text_in
from masthead.intake.readers.archives.subscribers import safe
from masthead.intake.readers.archives.templates import without_tags
from masthead.intake.readers.html.names import people
from masthead.intake.sources.members import Members, opened

_ENDINGS = (".md", ".markdown", ".mkd", ".mkdown", ".html", ".htm")
_HEADER = re.compile(r"\A\s*---[ \t]*\r?\n(.*?\r?\n)?---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_DATED = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})-(.+)$")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg)$", re.IGNORECASE)
_ADDRESS = re.compile(r"""!\[[^\]]*\]\(\s*<?([^)\s>]+)|<img[^>]+?src=["']([^"']+)""", re.IGNORECASE)
_STYLES = {
    "date": "/:categories/:year/:month/:day/:title.html",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "none": "/:categories/:title.html",
}
# Folders that hold the machinery of a site.
_MACHINERY = frozenset({"_layouts", "_includes", "_sass", "_site", "_data", "node_modules", "vendor"})


def recognise(path: Path, head: bytes) -> bool:
    if path.is_file() and not head.startswith(b"PK"):
        return False  # one text is no archive: masthead read
    return any(
        re.match(rb"\s*---[ \t]*\r?\n", start)
        for suffix in (".md", ".markdown")
        for _, start in heads(path, head, suffix)
    )


def pieces(path: Path, site: str = "") -> Iterator[Piece]:
    with opened(path) as members:
        config = _site(members)
        pictures = {f"/{name}": name for name in members.names if _PICTURE.search(name)}
        shown: dict[str, str] = {}
        for name in members.names:
            if not name.lower().endswith(_ENDINGS) or _MACHINERY & set(PurePosixPath(name).parts[:-1]):
                continue
            text = text_in(members, name).lstrip("\ufeff")
            if _HEADER.match(text):
                yield _item(members, name, text, config, pictures, shown)
            else:
                yield Left(safe(name), "file", "It has no header, so that it is no post.")
        for address, member in shown.items():
            yield Attached(address, address, member=member)


def _item(
    members: Members,
    name: str,
    text: str,
    site: dict[str, str],
    pictures: dict[str, str],
    shown: dict[str, str],
) -> Item:
    header, body = markdown.split(text.replace("\r\n", "\n"))
    head = ((found := _HEADER.match(text)) and found[1]) or ""
    body = text[found.end() :] if found and not header else body
    place = PurePosixPath(name)
    dated = _DATED.match(place.stem)
    day = "-".join((dated[1], dated[2].zfill(2), dated[3].zfill(2))) if dated else ""
    published = moment(header.get("date")) or moment(day) or ""
    slug = header.get("slug") or header.get("basename") or (dated[4] if dated else place.stem)
    is_page = (
        not published
        and header.get("layout", "page") not in {"post", "posts"}
        and "_drafts" not in place.parts
    )
    hidden = header.get("published", "").lower() == "false" or header.get("draft", "").lower() == "true"
    state = State.DRAFT if hidden or "_drafts" in place.parts else State.PUBLISHED
    terms = list(_terms(head))
    address = (
        _address(header, site, slug, published, terms) if state is State.PUBLISHED and not is_page else ""
    )
    body, lost = without_tags(body)
    local = _local(body, name, pictures)
    if not site.get("url"):
        shown.update(local)
    text_ = _text(name, body, site.get("url", ""), frozenset() if site.get("url") else frozenset(local))
    names = header.get("author") or header.get("authors") or ""
    return item(
        identifier=name,
        draft=draft(
            "jekyll",
            members.shown,
            text_,
            headline=header.get("title", ""),
            standfirst=_said(header, "subtitle", "description", "excerpt", "summary"),
            bylines=people(names) or [names],
            published=published if state is State.PUBLISHED else "",
            updated=_said(header, "last_modified_at", "updated", "lastmod", "modified"),
            declared=_said(header, "lang", "language", "locale"),
            canonical=header.get("canonical_url", "") or web(address, site.get("url", "")),
            identifier=name,
            terms=terms,
            warnings=lost,
        ),
        state=state,
        kind="page" if is_page else "post",
        is_page=is_page,
        slug=slug,
        addresses=(address,) if address else (),
        lead=_lead(header, text_, site, pictures),
    )


def _said(header: dict[str, str], *keys: str) -> str:
    return next(
        (header[key] for key in keys if header.get(key) and header[key] not in {">", "|", ">-", "|-"}), ""
    )


def _text(name: str, body: str, home: str, local: frozenset[str]) -> Content:
    def picture_of(image: HtmlElement) -> Picture | None:
        source = image.get("src") or ""
        return Picture(source) if source in local else None

    if name.lower().endswith((".html", ".htm")):
        return read(body, base=home, picture_of=picture_of)
    html, notes = markdown.html(body)
    text = read(html, base=home, picture_of=picture_of)
    return replace(text, footnotes=(*notes, *text.footnotes))


def _local(body: str, name: str, pictures: dict[str, str]) -> dict[str, str]:
    """The addresses of pictures in a text that lie in the export, with the names of their files."""
    found = {}
    for match in _ADDRESS.finditer(body):
        address = match[1] or match[2]
        for place in (address, f"/{address}", f"/{PurePosixPath(name).parent}/{address}"):
            if member := pictures.get(unquote(place)):
                found[address] = member
                break
    return found


def _lead(header: dict[str, str], text: Content, site: dict[str, str], pictures: dict[str, str]) -> str:
    said = _said(
        header, "image", "cover", "cover_image", "thumbnail", "featured_image", "feature_image", "hero"
    )
    url = web(said, site.get("url", ""))
    return url or (said if said in pictures else "") or (text.pictures[0].url if text.pictures else "")


def _terms(header: str) -> Iterator[Term]:
    """Tags and categories: a list, or words parted by spaces; under ``tag`` and ``category`` one of several words."""
    for key, kind, one in (
        ("category", "category", True),
        ("categories", "category", False),
        ("tag", "tag", True),
        ("tags", "tag", False),
    ):
        found = re.search(rf"^{key}:[ \t]*(.*)\r?\n((?:[ \t]*-[ \t]+.*\r?\n)*)", header, re.MULTILINE)
        if found is None:
            continue
        value = found[1].strip()
        if value.startswith("["):
            names = value.strip("[]").split(",")
        elif found[2]:
            names = re.findall(r"-[ \t]+(.*)", found[2])
        else:
            names = (
                [value] if one or value[:1] in "\"'" else re.split(r",\s*" if "," in value else r"\s+", value)
            )
        for name in names:
            if plain := name.strip().strip("\"'").strip():
                yield Term(plain, kind)


def _site(members: Members) -> dict[str, str]:
    """The lines of ``_config.yml`` that say where the site stood."""
    name = next(
        (each for each in members.names if PurePosixPath(each).name in {"_config.yml", "_config.yaml"}), ""
    )
    if not name:
        return {}
    lines = re.findall(r"^(url|baseurl|permalink|title):[ \t]*[\"']?(.*?)[\"']?[ \t]*(?:#.*)?$", text_in(members, name), re.MULTILINE)  # fmt: skip
    said = dict(lines)
    home = web(said.get("url", ""))
    return {
        "permalink": said.get("permalink") or "date",
        "url": home and home.rstrip("/") + said.get("baseurl", ""),
    }


def _address(
    header: dict[str, str], site: dict[str, str], slug: str, published: str, terms: list[Term]
) -> str:
    """The path at which the post stood: what its header says, else what the site's rule makes of it."""
    rule = header.get("permalink") or site.get("permalink", "")
    rule = _STYLES.get(rule, rule)
    if not rule.startswith("/"):
        return ""
    year, month, day = ([*published[:10].split("-"), "", "", ""])[:3]
    values = {
        "categories": "/".join(term.name.lower() for term in terms if term.kind == "category"),
        "year": year, "month": month, "day": day, "title": slug, "slug": slug, "name": slug,
        "i_month": month.lstrip("0"), "i_day": day.lstrip("0"), "short_year": year[2:], "output_ext": ".html",
    }  # fmt: skip
    filled = re.sub(r":(\w+)", lambda found: values.get(found[1], found[0]), rule)
    return "" if ":" in filled else re.sub(r"/{2,}", "/", filled)
