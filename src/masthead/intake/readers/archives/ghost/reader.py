"""All that is in an export of Ghost: authors, tags, posts and pages; and that members and secrets stay behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from lxml.html import HtmlElement

from masthead.intake import body, language
from masthead.intake.archive import Attached, Author, Comment, Filed, Item, Left, Piece, State
from masthead.intake.draft import Byline, Found, Picture, Term
from masthead.intake.readers.archives import drafts
from masthead.intake.readers.archives.content.addresses import place, web
from masthead.intake.readers.archives.content.reader import Content, read
from masthead.intake.readers.archives.ghost import cards, lexical, mobiledoc, tables
from masthead.intake.readers.archives.ghost.tables import Row, Tables, flat, text
from masthead.intake.readers.html.text import one_line
from masthead.lib import languages
from masthead.lib.html import inline, plain

_HERE = "__GHOST_URL__"
_STATES = {
    "published": State.PUBLISHED,
    "scheduled": State.SCHEDULED,
    "draft": State.DRAFT,
    "sent": State.PRIVATE,
}
_LANGUAGE_TAG = re.compile(r"#(?:lang(?:uage)?[-_ ]?)?([a-z]{2,3}(?:-[a-z]{2,4})?)", re.IGNORECASE)
_COMPLETE = 0.8
_BEHIND = {
    "members": ("member", "members with their addresses of mail"),
    "subscribers": ("member", "subscribers with their addresses of mail"),
    "posts_revisions": ("revision", "earlier states of articles; only the last is read"),
    "post_revisions": ("revision", "earlier states of articles; only the last is read"),
    "mobiledoc_revisions": ("revision", "earlier states of articles; only the last is read"),
    "snippets": ("snippet", "pieces kept for the old editor"),
    "newsletters": ("newsletter", "newsletters with the old site's senders and design"),
    "emails": ("mail", "mails that were sent"),
}


@dataclass(slots=True)
class Site:
    """What posts refer to."""

    title: str
    home: str
    language: str
    permalinks: str
    users: dict[str, Row] = field(default_factory=dict)
    tags: dict[str, Row] = field(default_factory=dict)
    authors_of: dict[str, list[Row]] = field(default_factory=dict)
    tags_of: dict[str, list[Row]] = field(default_factory=dict)
    meta: dict[str, Row] = field(default_factory=dict)
    comments_of: dict[str, list[Row]] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)

    @property
    def root(self) -> str:
        """What stands for ``__GHOST_URL__``: the site may live in a folder."""
        return self.home.rstrip("/")


def recognise(path: Path, head: bytes) -> bool:
    return tables.recognise(head)


def pieces(path: Path, site: str = "") -> Iterator[Piece]:
    """``Malformed`` names the line where the JSON is broken; then nothing is yielded."""
    data = tables.load(path)
    old = _site(data, site)
    told: set[str] = set()
    for user in data["users"]:
        yield from _author(user, told)
    for tag in data["tags"]:
        yield from _tag(tag, told)
    for at, post in enumerate(data["posts"], start=1):
        for user in _authors(post, old):
            yield from _author(user, told)
        for tag in _tags(post, old):
            yield from _tag(tag, told)
        yield from _post(str(path), post, at, old)
    for name, (kind, words) in _BEHIND.items():
        if rows := data[name]:
            yield Left(name, kind, f"{len(rows):,} {words} are not read.")


def _site(data: Tables, home: str) -> Site:
    settings = {text(row, "key"): row.get("value") for row in data["settings"]}
    said = {key: value for key, value in settings.items() if isinstance(value, str)}
    site = Site(
        title=one_line(said.get("title")),
        home=web(said.get("url") or said.get("site_url")) or home,
        language=next(
            (said[key] for key in ("locale", "lang", "default_locale", "defaultLang") if said.get(key)), ""
        ),
        permalinks=said.get("permalinks") or "/:slug/",
        users=data.by_id("users"),
        tags=data.by_id("tags"),
        meta={text(row, "post_id"): row for row in data["posts_meta"]},
        members={text(row, "id"): one_line(text(row, "name")) for row in data["members"]},
    )
    for name, column, known, into in (
        ("posts_authors", "author_id", site.users, site.authors_of),
        ("posts_tags", "tag_id", site.tags, site.tags_of),
    ):
        for link in sorted(data[name], key=_order):
            if row := known.get(text(link, column)):
                into.setdefault(text(link, "post_id"), []).append(row)
    for comment in data["comments"]:
        site.comments_of.setdefault(text(comment, "post_id"), []).append(comment)
    return site


def _order(link: Row) -> int:
    order = link.get("sort_order")
    return order if isinstance(order, int) else 0


def _author(user: Row, told: set[str]) -> Iterator[Author]:
    key, name = _key(user), _name(user)
    if name and _is_new("author", user, told):
        yield Author(key, name, text(user, "slug"), one_line(text(user, "bio")))


def _tag(tag: Row, told: set[str]) -> Iterator[Filed | Left]:
    key, name = _key(tag), one_line(text(tag, "name"))
    if not _is_new("tag", tag, told):
        return
    if _internal(tag):
        yield Left(key, "tag", f"“{name[:80]}” is an internal tag that readers never saw.")
    elif name:
        yield Filed(key, name, "tag", text(tag, "slug"), one_line(text(tag, "description")))
    else:
        yield Left(key, "tag", "It has no name.")


def _is_new(kind: str, row: Row, told: set[str]) -> bool:
    """Was it not told before, under any of the names it has?"""
    names = {f"{kind} {name} {text(row, name)}" for name in ("id", "slug", "url") if text(row, name)}
    is_new = bool(names) and not names & told
    told |= names
    return is_new


def _key(row: Row) -> str:
    return text(row, "id", "slug", "url")


def _name(user: Row) -> str:
    """Never an address of mail."""
    return re.sub(r"^([^@\s]+)@\S+\.\w+$", r"\1", one_line(text(user, "name", "slug")))


def _internal(tag: Row) -> bool:
    return text(tag, "visibility") == "internal" or text(tag, "name").startswith("#")


def _rows(post: Row, *names: str) -> list[Row]:
    """Rows that stand inside a post, as one or as a list."""
    found: list[Row] = []
    for name in names:
        value = post.get(name)
        found += [
            flat(row) for row in (value if isinstance(value, list) else [value]) if isinstance(row, dict)
        ]
    return found


def _authors(post: Row, site: Site) -> list[Row]:
    linked = (
        site.authors_of.get(text(post, "id"))
        or _rows(post, "authors")
        or _rows(post, "author", "primary_author")
    )
    return linked or [row for row in [site.users.get(text(post, "author_id"))] if row]


def _tags(post: Row, site: Site) -> list[Row]:
    return site.tags_of.get(text(post, "id")) or _rows(post, "tags") or _rows(post, "primary_tag")


def _post(source: str, post: Row, at: int, site: Site) -> Iterator[Piece]:
    number = text(post, "id", "uuid", "comment_id", "slug", "url") or f"post-{at}"
    meta = {**site.meta.get(text(post, "id"), {}), **{key: value for key, value in post.items() if value}}
    address = web(text(post, "url"))
    home = address or site.home
    written = _written(post, home, site)
    lead = _here(text(post, "feature_image"), home, site)
    canonical = web(_here(text(meta, "canonical_url"), home, site))
    slug = text(post, "slug")
    path = _path(post, slug, site)
    comments, left = _comments(text(post, "id"), site)
    draft = drafts.assemble(
        source,
        written,
        language=_language(post, written.words, site),
        home=home,
        headline=_found(one_line(text(post, "title")), "ghost:title", 1.0),
        standfirst=_found(_words(text(post, "custom_excerpt")), "ghost:custom_excerpt", 0.95)
        or _found(_words(text(meta, "meta_description")), "ghost:meta_description", 0.5),
        bylines=tuple(
            Found(Byline(_name(user)), "ghost:authors", 1.0) for user in _authors(post, site) if _name(user)
        ),
        published=_found(_moment(post.get("published_at")), "ghost:published_at", 1.0),
        updated=_found(_moment(post.get("updated_at")), "ghost:updated_at", 1.0),
        outlet=_found(site.title, "ghost:settings.title", 0.9),
        canonical=_found(canonical, "ghost:canonical_url", 0.95) or _found(address, "ghost:url", 0.9),
        identifier=_found(number, "ghost:id", 1.0),
        terms=tuple(
            Found(Term(one_line(text(tag, "name")), "tag", text(tag, "slug")), "ghost:tags", 1.0)
            for tag in _tags(post, site)
            if not _internal(tag) and text(tag, "name")
        ),
    )
    if lead and (text(meta, "feature_image_alt") or text(meta, "feature_image_caption")):
        caption = _words(text(meta, "feature_image_caption"))
        yield Attached(lead, lead, alt=_words(text(meta, "feature_image_alt")), caption=caption)
    is_page = text(post, "type") == "page" or post.get("page") in (1, True)
    yield Item(
        number,
        draft,
        state=_state(post),
        is_page=is_page,
        slug=slug,
        addresses=tuple(filter(None, [address or path])),
        lead=lead,
        comments=comments,
        kind="page" if is_page else "post",
    )
    yield from left


def _found(value: str, where: str, sure: float) -> Found[str] | None:
    return Found(value, where, sure) if value else None


def _words(html: str) -> str:
    return one_line(plain(inline(html))) if "<" in html else one_line(html)


def _state(post: Row) -> State:
    """Only what everybody could read is public. ``sent`` went out by mail alone."""
    if text(post, "visibility") not in {"", "public"}:
        return State.PRIVATE
    return _STATES.get(text(post, "status"), State.DRAFT)


def _here(address: str, home: str, site: Site) -> str:
    """An address of the old site: whole where its home is known, else the path in it."""
    if address.startswith(_HERE):
        address = site.root + (address.removeprefix(_HERE) or "/")
    return place(address, home)


def _written(post: Row, home: str, site: Site) -> Content:
    """The HTML that Ghost rendered, if it is there and whole; else what the editor's document says."""
    rendered = ""
    unknown: list[str] = []
    for column, render in (("lexical", lexical.html), ("mobiledoc", mobiledoc.html)):
        if not rendered and (document := text(post, column)):
            rendered, unknown = render(document.replace(_HERE, site.root))
    html = text(post, "html").replace(_HERE, site.root)
    if html and _letters(html) >= _COMPLETE * _letters(rendered):
        rendered, unknown = cards.plain(html), []
    elif not rendered:
        rendered = cards.render("markdown", {"markdown": text(post, "markdown")}) or ""
    written = read(rendered, base=home, picture_of=None if home else _kept)
    warnings = list(written.warnings)
    if unknown:
        warnings.append(f"Left out of the text: {', '.join(dict.fromkeys(unknown))}.")
    if not home and (links := len(re.findall(r"""<a\b[^<>]*\bhref=["']/[^/]""", rendered))):
        warnings.append(
            f"{links} links within the old site stay words, for the export does not name its address. Name it with --site."
        )
    return replace(written, warnings=tuple(warnings))


def _kept(image: HtmlElement) -> Picture | None:
    """A picture of a site whose address nobody names, by its path in it."""
    path = place(image.get("src"), "")
    return Picture(path) if path.startswith("/") else None


def _letters(html: str) -> int:
    return len(re.sub(r"<[^<>]*>|\s", "", html))


def _language(post: Row, words: str, site: Site) -> Found[str] | None:
    """The post's own locale or its #fr is believed; the site's is held against the text."""
    for tag in _tags(post, site):
        named = _LANGUAGE_TAG.fullmatch(text(tag, "name"))
        if named and languages.match(named[1]):
            return Found(language.tag(named[1].lower()), "ghost:tags", 0.9)
    if own := language.tag(text(post, "locale")):
        return Found(own, "ghost:locale", 0.95)
    declared = [
        Found(said, "ghost:settings", 0.6) for said in (text(post, "language"), site.language) if said
    ]
    return language.language(words, declared)


def _moment(value: object) -> str:
    """Ghost keeps moments in UTC: as ISO 8601, with a space for the T, or in milliseconds."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            when = datetime.fromtimestamp(value / 1000 if abs(value) > 1e11 else value, UTC)
        else:
            when = datetime.fromisoformat(str(value).strip())
            when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return ""
    return when.replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def _path(post: Row, slug: str, site: Site) -> str:
    """Where it stood in the old site, as far as the export tells; ``routes.yaml`` is not in it."""
    if not slug:
        return ""
    is_page = text(post, "type") == "page" or post.get("page") in (1, True)
    day = _moment(post.get("published_at"))
    pattern = "/:slug/" if is_page or not day else site.permalinks
    tokens = {"year": day[:4], "month": day[5:7], "day": day[8:10], "slug": slug, "id": text(post, "id")}
    path = re.sub(r":([a-z]+)", lambda found: tokens.get(found[1], found[0]), pattern)
    return path if ":" not in path and path.startswith("/") else f"/{slug}/"


def _comments(number: str, site: Site) -> tuple[tuple[Comment, ...], list[Left]]:
    kept: list[Comment] = []
    left: list[Left] = []
    rows = site.comments_of.get(number, [])
    known = {text(row, "id") for row in rows if text(row, "status") != "deleted"}
    for row in rows:
        key, parent = text(row, "id"), text(row, "parent_id", "in_reply_to_id")
        words = body.words(body.parts(text(row, "html")))
        if text(row, "status") == "deleted" or not words:
            left.append(Left(key, "comment", "It was deleted." if words else "It has no text."))
            continue
        kept.append(
            Comment(
                key,
                site.members.get(text(row, "member_id"), ""),
                words,
                _moment(row.get("created_at")),
                parent=parent if parent in known else "",
                approved=text(row, "status") == "published",
            )
        )
    return tuple(kept), left
