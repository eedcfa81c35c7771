"""One item of an export: a post or page with its comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import unquote

from lxml.etree import _Element
from lxml.html import HtmlElement

from masthead.intake import body, language
from masthead.intake.archive import Comment, Item, Left, State
from masthead.intake.draft import Byline, Found, Picture, Term
from masthead.intake.moments import moment
from masthead.intake.readers.archives import drafts
from masthead.intake.readers.archives.content.addresses import web
from masthead.intake.readers.archives.content.reader import Content
from masthead.intake.readers.archives.content.reader import read as content
from masthead.intake.readers.archives.wxr import markup, taxonomies
from masthead.intake.readers.archives.wxr.stream import line_of, name
from masthead.intake.readers.archives.wxr.survey import (
    Survey,
    first,
    login_of,
    meta,
    number_of,
    values,
    words,
)
from masthead.lib.addresses import split

_STATES = {"publish": State.PUBLISHED, "future": State.SCHEDULED, "private": State.PRIVATE}
_OLD = "_wp_old_slug"
_CANONICAL = (
    "_yoast_wpseo_canonical",
    "rank_math_canonical_url",
    "_aioseo_canonical_url",
    "_genesis_canonical_uri",
)
_DESCRIPTION = ("_yoast_wpseo_metadesc", "rank_math_description", "_aioseo_description", "_aioseop_description", "_genesis_description")  # fmt: skip
_PICTURE = ("_thumbnail_id", "fifu_image_url", "_fifu_image_url", "_external_thumbnail_url")
_LANGUAGE = ("_wpml_import_language_code", "_wpml_language", "_icl_lang", "_locale", "_language")
_GROUP = ("_wpml_import_translation_group", "_wpml_trid", "_icl_trid", "trid", "_original_post")


def read(source: str, element: _Element, site: Survey) -> tuple[Item, list[Left]]:
    """The item, and what of it does not arrive."""
    value, fields = values(element), meta(element)
    number = number_of(value, element)
    comments, left = _comments(element)
    link = value.get("link", "").strip()
    home = web(link, site.home) or site.home
    post = markup.Post(
        lambda key: _picture(key, site),
        lambda key: site.patterns.get(key, ""),
        markup.declared_notes(first(fields, "footnotes")),
    )
    text = markup.html(value.get("content:encoded", "") + _enclosed(value, fields), post)
    written = content(text, base=home, picture_of=lambda image: _known(image, site))
    draft = drafts.assemble(
        source,
        _warned(written, post),
        language=_language(number, element, fields, site, written.words),
        home=home,
        headline=_found(words(value.get("title", "")), "wxr:title", 1.0),
        standfirst=_found(words(value.get("excerpt:encoded", "")), "wxr:excerpt:encoded", 0.95)
        or _described(fields),
        bylines=tuple(_bylines(value, element, site)),
        published=_found(_published(value), "wxr:wp:post_date", 1.0),
        updated=_found(_stamp(value, "wp:post_modified"), "wxr:wp:post_modified", 1.0),
        outlet=_found(site.title, "wxr:title of the channel", 0.9),
        canonical=_canonical(fields, link, value),
        identifier=_found(number, "wxr:wp:post_id", 1.0),
        terms=tuple(_terms(element)),
        footnotes=tuple(post.notes) or written.footnotes,
    )
    item = Item(
        number,
        draft,
        state=_state(value),
        is_page=value.get("wp:post_type", "").strip() == "page",
        slug=unquote(value.get("wp:post_name", "").strip()),
        addresses=tuple(dict.fromkeys(_addresses(value, fields))),
        group=_group(number, element, fields, site),
        lead=next((lead for lead in [first(fields, *_PICTURE)] if lead != "0"), ""),
        comments=comments,
        line=line_of(element),
        kind=value.get("wp:post_type", "").strip() or "post",
    )
    return item, left


def _found(value: str, where: str, sure: float) -> Found[str] | None:
    return Found(value, where, sure) if value else None


def _state(value: dict[str, str]) -> State:
    """Only what is plainly public is public; a password makes everything private."""
    if value.get("wp:post_password", "").strip():
        return State.PRIVATE
    return _STATES.get(value.get("wp:status", "").strip(), State.DRAFT)


def _described(fields: dict[str, list[str]]) -> Found[str] | None:
    """What was written for search engines, unless it is a template."""
    text = first(fields, *_DESCRIPTION)
    return _found(words(text), "wxr:meta description", 0.5) if "%" not in text else None


def _canonical(fields: dict[str, list[str]], link: str, value: dict[str, str]) -> Found[str] | None:
    """Where it is at home: another outlet's address where an editor named one."""
    if elsewhere := web(first(fields, *_CANONICAL)):
        return Found(elsewhere, "wxr:meta canonical", 0.95)
    is_public = value.get("wp:status", "").strip() == "publish"
    return _found(web(link) if is_public else "", "wxr:link", 0.9)


def _addresses(value: dict[str, str], fields: dict[str, list[str]]) -> Iterator[str]:
    link, guid = value.get("link", "").strip(), value.get("guid", "").strip()
    slug = value.get("wp:post_name", "").strip()
    yield from (address for address in (link, guid) if re.match(r"https?://|/", address))
    for old in fields.get(_OLD, ()):
        old = old.strip().strip("/")
        if old and slug and f"/{slug}" in link:
            before, _, after = link.rpartition(f"/{slug}")
            yield f"{before}/{old}{after}"
        elif old:
            yield f"/{old}/"


def _bylines(value: dict[str, str], element: _Element, site: Survey) -> Iterator[Found[Byline]]:
    """Those whom Co-Authors Plus names, else the one who created it."""
    names = dict.fromkeys(taxonomies.co_authors(element, site))
    if names:
        yield from (Found(Byline(each), "wxr:category author", 0.95) for each in names)
    elif creator := login_of(value.get("dc:creator", "")):
        known = site.people.get(creator)
        yield Found(Byline(known or creator), "wxr:dc:creator", 0.9 if known else 0.5)


def _terms(element: _Element) -> Iterator[Found[Term]]:
    for filed in taxonomies.of_item(element):
        yield Found(Term(filed.name, filed.kind, filed.slug), "wxr:category", 1.0)


def _language(
    number: str, element: _Element, fields: dict[str, list[str]], site: Survey, text: str
) -> Found[str] | None:
    """What a plugin says of this item is believed; the site's own language is held against the text."""
    slug = taxonomies.slug_in(element, "language") or site.members.get(number, ("", ""))[0]
    said = site.languages.get(slug, slug) or first(fields, *_LANGUAGE)
    if said and (known := language.tag(said)):
        return Found(known, "polylang:language" if slug else "wxr:meta language", 0.95)
    channel = [Found(site.language, "wxr:language", 0.6)] if site.language else []
    return language.language(text, channel)


def _group(number: str, element: _Element, fields: dict[str, list[str]], site: Survey) -> str:
    """Polylang's term, else the numbers that WPML and others keep beside the post."""
    slug = taxonomies.slug_in(element, "post_translations") or site.members.get(number, ("", ""))[1]
    if slug:
        return slug
    if original := first(fields, "_icl_lang_duplicate_of"):
        return f"wpml-of-{original}"
    told = first(fields, *_GROUP)
    return f"wpml-{told}" if told else ""


def _published(value: dict[str, str]) -> str:
    """When it came out, or is to. A draft that was never given a day has only the day it was last touched."""
    floating = value.get("wp:post_date_gmt", "").strip().startswith("0000")
    if value.get("wp:status", "").strip() not in {"publish", "future", "private"} and floating:
        return ""
    return _stamp(value, "wp:post_date") or (moment(value.get("pubDate")) or "").replace("+00:00", "Z")


def _stamp(value: dict[str, str], key: str) -> str:
    """The local time with the offset that the same time in UTC gives away."""
    local, universal = _time(value.get(key, "")), _time(value.get(f"{key}_gmt", ""))
    if local is None:
        return f"{universal.isoformat()}Z" if universal else ""
    if universal is None:
        return local.isoformat()
    ahead = local - universal
    if ahead % timedelta(minutes=15) or abs(ahead) > timedelta(hours=14):
        return f"{universal.isoformat()}Z"
    if not ahead:
        return f"{universal.isoformat()}Z"
    minutes = abs(ahead) // timedelta(minutes=1)
    return f"{local.isoformat()}{'+' if ahead > timedelta() else '-'}{minutes // 60:02}:{minutes % 60:02}"


def _time(text: str) -> datetime | None:
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007 - the zone is worked out
    except ValueError:
        return None


def _enclosed(value: dict[str, str], fields: dict[str, list[str]]) -> str:
    """The sound or film of an episode, where the text does not link it."""
    urls = dict.fromkeys(row.split("\n")[0].strip() for row in fields.get("enclosure", ()))
    content = value.get("content:encoded", "")
    return "".join(f"\n\n{url}" for url in urls if _whole(url) and url not in content)


def _whole(url: str) -> bool:
    try:
        return split(url).scheme in {"http", "https"} and not re.search(r"[\s<>\"]", url)
    except ValueError:
        return False


def _known(image: HtmlElement, site: Survey) -> Picture | None:
    """The attachment an ``img`` shows, by the number in its class: the picture in full, not a size of it."""
    number = re.search(r"\bwp-image-(\d{1,18})\b", image.get("class") or "")
    return _picture(number[1], site) if number else None


def _picture(number: str, site: Survey) -> Picture | None:
    file = site.files.get(number)
    return Picture(file.url, file.alt, file.caption) if file and file.url else None


def _warned(written: Content, post: markup.Post) -> Content:
    if not post.dropped:
        return written
    names = ", ".join(list(post.dropped)[:20])
    warning = f"Without text of their own and left out: {names}."
    return replace(written, warnings=(*written.warnings, warning))


def _comments(element: _Element) -> tuple[tuple[Comment, ...], list[Left]]:
    """Comments of people, and those that are none or that a moderator threw away."""
    kept: dict[str, Comment] = {}
    left: list[Left] = []
    for child in element:
        if name(child.tag) != "wp:comment":
            continue
        value = values(child)
        number = value.get("wp:comment_id", "").strip() or f"line-{line_of(child)}"
        approved, kind = (
            value.get("wp:comment_approved", "").strip(),
            value.get("wp:comment_type", "").strip(),
        )
        text = _comment_text(value.get("wp:comment_content", ""))
        if why := _no_comment(approved, kind, text):
            left.append(Left(number, "comment", why, line_of(child)))
            continue
        at = _stamp(
            {"at": value.get("wp:comment_date", ""), "at_gmt": value.get("wp:comment_date_gmt", "")}, "at"
        )
        kept[number] = Comment(
            number,
            words(value.get("wp:comment_author", "")),
            text,
            at,
            parent=value.get("wp:comment_parent", "").strip(),
            approved=approved == "1",
        )
    return tuple(_threaded(comment, kept) for comment in kept.values()), left


def _no_comment(approved: str, kind: str, text: str) -> str:
    if kind in {"pingback", "trackback"}:
        return f"It is a {kind}: another site's link, not a reader's words."
    if kind not in {"", "comment", "review"}:
        return f"It is of the type “{kind[:60]}”, which is no comment of a reader."
    if approved in {"spam", "trash", "post-trashed"}:
        return f"It was marked as {'spam' if approved == 'spam' else 'deleted'}."
    return "" if text else "It has no text."


def _comment_text(html: str) -> str:
    if "<" not in html and "&" not in html:
        return "\n".join(line.rstrip() for line in html.strip().splitlines())
    return body.words(body.parts(markup.classic(html)))


def _threaded(comment: Comment, kept: dict[str, Comment]) -> Comment:
    """One that answers nothing that is kept, begins."""
    if comment.parent in kept:
        return comment
    return Comment(comment.identifier, comment.name, comment.text, comment.at, approved=comment.approved)
