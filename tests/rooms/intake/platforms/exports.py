"""Small exports of newsletter and blog platforms, written for these tests: files by name."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from masthead.intake.archive import Author, Item, Left, Piece
from masthead.intake.readers.archives import registry

Files = dict[str, str]


def folder(to: Path, files: Files) -> Path:
    for name, text in files.items():
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        (to / name).write_text(text, encoding="utf-8")
    return to


def packed(to: Path, files: Files) -> Path:
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in files.items():
            made.writestr(name, text)
    return to


def read(path: Path) -> list[Piece]:
    return list(registry.pieces(path))


def items(path: Path) -> list[Item]:
    return [piece for piece in read(path) if isinstance(piece, Item)]


def left(path: Path) -> list[Left]:
    return [piece for piece in read(path) if isinstance(piece, Left)]


def authors(path: Path) -> list[Author]:
    return [piece for piece in read(path) if isinstance(piece, Author)]


def only(pieces: Iterable[Item]) -> Item:
    (piece,) = pieces
    return piece


def value(found: Any) -> Any:
    return found.value if found else None


def names(item: Item) -> list[str]:
    return [found.value.name for found in item.draft.bylines]


def terms(item: Item) -> list[tuple[str, str]]:
    return [(found.value.kind, found.value.name) for found in item.draft.terms]


def table(rows: list[dict[str, str]]) -> str:
    to = io.StringIO()
    writer = csv.DictWriter(to, list(dict.fromkeys(key for row in rows for key in row)))
    writer.writeheader()
    writer.writerows(rows)
    return to.getvalue()


SENTENCE = "The harbour of the small town was closed for three days, and nobody knew who had given the order."


def substack_row(**fields: str) -> dict[str, str]:
    return {
        "post_id": "1001.the-harbour", "post_date": "2024-03-02T08:30:00.000Z", "is_published": "true",
        "email_sent_at": "", "inbox_sent_at": "", "type": "newsletter", "audience": "everyone",
        "title": "The harbour", "subtitle": "Who closed it?", "podcast_url": "", **fields,
    }  # fmt: skip


def substack(*rows: dict[str, str], html: str = f"<p>{SENTENCE}</p>") -> Files:
    pages = {f"posts/{row['post_id']}.html": html for row in rows}
    return {"posts.csv": table(list(rows)), **pages}


def medium(
    body: str, *, title: str = "The harbour", subtitle: str = "", tags: Iterable[str] = (), footer: str = ""
) -> str:
    marked = ", ".join(f'<a class="p-tag" href="https://medium.com/tag/{tag}">{tag}</a>' for tag in tags)
    return f"""<!DOCTYPE html><html><head><title>{title}</title></head><body><article class="h-entry">
<header><h1 class="p-name">{title}</h1></header>
<section data-field="subtitle" class="p-summary">{subtitle}</section>
<section data-field="body" class="e-content"><section class="section section--body">{body}</section></section>
<footer>{f'<p class="p-tags">Tagged in {marked}</p>' if marked else ""}{footer or PRINTED}
<p>Exported from <a href="https://medium.com">Medium</a> on May 1, 2024.</p></footer></article></body></html>"""


PRINTED = """<p>By <a href="https://medium.com/@ada" class="p-author h-card">Ada Moor</a> on
<a href="https://medium.com/p/0123456789ab"><time class="dt-published" datetime="2024-03-02T08:30:00.000Z">March 2, 2024</time></a>.</p>
<p><a href="https://medium.com/@ada/the-harbour-0123456789ab" class="p-canonical">Canonical link</a></p>"""

BEEHIIV = {
    "id": "b-1", "web_title": "The harbour", "status": "confirmed", "audience": "free", "content_tags": "Sea; Towns",
    "url": "https://tide.example.com/p/the-harbour", "web_subtitle": "Who closed it?", "email_subject_line": "x",
    "email_preview_text": "y", "thumbnail_url": "", "created_at": "2024-03-02 08:30:00",
    "content_html": f"<html><body><div id='web-header'>Read online</div><table role='none'><tr><td id='content-blocks'><table><tr><td><h2>Morning</h2><p>{SENTENCE}</p></td></tr></table></td></tr></table><div class='footer'>Unsubscribe</div></body></html>",
}  # fmt: skip

WORDPRESS: dict[str, Any] = {
    "id": 7, "date": "2024-03-02T09:30:00", "date_gmt": "2024-03-02T08:30:00", "modified_gmt": "2024-03-03T08:30:00",
    "guid": {"rendered": "https://tide.example.com/?p=7"}, "slug": "the-harbour", "status": "publish", "type": "post",
    "link": "https://tide.example.com/2024/03/the-harbour/", "title": {"rendered": "The <em>harbour</em> &amp; the town"},
    "content": {"rendered": f"<p>{SENTENCE}</p>", "protected": False},
    "excerpt": {"rendered": "<p>Who closed it, and why?</p>", "protected": False},
    "_embedded": {
        "author": [{"id": 3, "name": "Ada Moor", "slug": "ada", "description": "Writes about ports.", "avatar_urls": {}}],
        "wp:term": [[{"id": 1, "name": "Sea &amp; coast", "slug": "sea", "taxonomy": "category"}], [{"id": 2, "name": "ports", "slug": "ports", "taxonomy": "post_tag"}]],
        "wp:featuredmedia": [{"id": 9, "source_url": "https://tide.example.com/quay.jpg", "alt_text": "A quay", "caption": {"rendered": "<p>The quay.</p>"}, "media_type": "image"}],
    },
}  # fmt: skip

BLOGGER = {
    "kind": "blogger#post", "id": "55", "published": "2024-03-02T08:30:00+01:00", "updated": "2024-03-03T08:30:00+01:00",
    "url": "https://tide.blogspot.example.com/2024/03/harbour.html", "title": "The harbour", "content": f"<div>{SENTENCE}</div>",
    "author": {"displayName": "Ada Moor"}, "labels": ["Sea", "Towns"],
}  # fmt: skip

_KIND = '<category scheme="http://schemas.google.com/g/2005#kind" term="http://schemas.google.com/blogger/2008/kind#{}"/>'
BLOGGER_ATOM = f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0" xmlns:app="http://purl.org/atom/app#">
<id>tag:blogger.com,1999:blog-1.archive</id><generator>Blogger</generator>
<entry><id>tag:blogger.com,1999:blog-1.settings.X</id>{_KIND.format("settings")}<title>A setting</title><content>x</content></entry>
<entry><id>tag:blogger.com,1999:blog-1.post-2</id><published>2024-03-02T08:30:00.000+01:00</published><updated>2024-03-03T08:30:00.000+01:00</updated>
{_KIND.format("post")}<category scheme="http://www.blogger.com/atom/ns#" term="Sea"/><title type="text">The harbour</title>
<content type="html">&lt;p&gt;{SENTENCE}&lt;/p&gt;</content>
<link rel="alternate" type="text/html" href="https://tide.blogspot.example.com/2024/03/harbour.html"/><author><name>Ada Moor</name><email>ada@example.com</email></author></entry>
<entry><id>tag:blogger.com,1999:blog-1.post-3</id><published>2024-03-05T08:30:00.000+01:00</published>{_KIND.format("post")}
<app:control><app:draft>yes</app:draft></app:control><title type="text">Not yet</title><content type="html">&lt;p&gt;Soon.&lt;/p&gt;</content><author><name>Ada Moor</name></author></entry>
<entry><id>tag:blogger.com,1999:blog-1.post-9</id><published>2024-03-02T10:00:00.000+01:00</published>{_KIND.format("comment")}
<title>x</title><content type="html">I was there.</content><author><name>Bo</name><email>bo@example.com</email></author>
<thr:in-reply-to ref="tag:blogger.com,1999:blog-1.post-2"/></entry>
</feed>"""

CURATED = {
    "number": 12, "title": "Issue 12", "summary": "Ports and people", "url": "https://tide.example.com/issues/12",
    "publication_status": "published", "published_at": "2024-03-02T08:30:00+00:00", "updated_at": "2024-03-02T09:30:00+00:00",
    "categories": [{"code": "news", "name": "News", "items": [
        {"type": "Link", "title": "A quay sinks", "url": "https://port.example.org/quay", "description": f"<p>{SENTENCE}</p>"},
        {"type": "Text", "title": "From us", "description": "<p>Good morning.</p>", "footer": "<p>Ada</p>"}]}],
}  # fmt: skip

LETTERDROP = {"posts": [{
    "id": "l-1", "title": "The harbour", "subtitle": "Who closed it?", "author": {"name": "Ada Moor"}, "tags": ["Sea"],
    "body": f"<p>{SENTENCE}</p><iframe name='letterdrop-subscribe-input' src='https://tide.example.com/embedsubscribe/1'></iframe>",
    "coverImage": "https://tide.example.com/quay.webp", "slug": "the-harbour", "url": "https://tide.example.com/p/the-harbour",
    "publishedOn": "2024-03-02T08:30:00.000Z", "updated": "2024-03-03T08:30:00.000Z"}]}  # fmt: skip

CHORUS = {
    "uid": "Entry:1", "title": "The harbour", "dek": {"html": "Who <em>closed</em> it?"}, "createdAt": "2024-03-02T08:30:00.000Z",
    "url": "https://tide.example.com/2024/3/2/1/the-harbour", "author": {"fullOrUserName": "ada"}, "authorProfile": {"name": "Ada Moor"},
    "contributors": [{"fullOrUserName": "Bo Lund"}], "communityGroups": [{"name": "Sea"}],
    "body": {"components": [
        {"__typename": "EntryBodyParagraph", "contents": {"html": SENTENCE}},
        {"__typename": "EntryBodyHeading", "contents": {"html": "Evening"}, "level": 3},
        {"__typename": "EntryBodyList", "ordered": True, "items": [{"line": {"html": "One"}}, {"line": {"html": "Two"}}]},
        {"__typename": "EntryBodyBlockquote", "paragraphs": [{"contents": {"html": "Nobody asked us."}}]},
        {"__typename": "EntryBodyTable", "table": {"columns": ["Day", "Ships"], "rows": [["Monday", "3"]]}},
        {"__typename": "EntryBodyPoll", "poll": {"title": "Who?"}}]},
}  # fmt: skip

TINYNEWS = [{
    "id": 4, "slug": "the-harbour", "live_url": "https://tide.example.com/articles/sea/the-harbour",
    "author": [{"author": {"first_names": "Ada", "last_name": "Moor", "email": "ada@example.com"}}],
    "translations": [
        {"published": True, "first_published_at": "2024-03-02T08:30:00+00:00", "last_published_at": "2024-03-03T08:30:00+00:00",
         "locale_code": "en-US", "headline": "The harbour", "search_description": "Who closed it?", "custom_byline": "",
         "content": [{"type": "text", "style": "HEADING_TWO", "children": [{"content": "Morning", "style": {}}]},
                     {"type": "text", "style": "NORMAL_TEXT", "children": [{"content": SENTENCE, "style": {"bold": True}}]},
                     {"type": "list", "items": [{"children": [{"content": "One", "style": {}}]}]}], "main_image": {}},
        {"published": False, "locale_code": "es", "headline": "El puerto", "content": [], "main_image": {}}],
    "category": {"slug": "sea", "title": None}, "tags": [{"tag": {"slug": "ports", "tag_translations": [{"title": "Ports"}]}}],
}]  # fmt: skip

LIBSYN = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:libsyn="http://libsyn.com/libsyn-rss-spec" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Tide</title><language>en</language>
<item><title>The harbour</title><pubDate>Sat, 02 Mar 2024 08:30:00 +0000</pubDate><guid isPermaLink="false">g-1</guid>
<content:encoded><![CDATA[<p>{SENTENCE}</p>]]></content:encoded><enclosure length="1" type="audio/mpeg" url="https://traffic.example.com/tide/the-harbour.mp3?dest-id=1"/>
<libsyn:itemId>77</libsyn:itemId><itunes:keywords>sea,ports</itunes:keywords><itunes:subtitle>Who closed it?</itunes:subtitle></item></channel></rss>"""

WIX = {
    "Author": "Ada Moor", "Main Category": "Sea", "Title": "The harbour", "Excerpt": "Who closed it?", "ID": "w-1", "Tags": '["n"]',
    "Slug": "the-harbour", "Plain Content": SENTENCE, "Cover Image": "wix:image://v1/a_b~mv2.jpg/a_b~mv2.jpg#originWidth=6",
    "Published Date": "2024-03-02T08:30:00Z", "Categories": "Towns", "Post Page URL": "/post/the-harbour",
    "Last Published Date": "2024-03-03T08:30:00Z", "Internal ID": "i-1",
    "Rich Content": json.dumps({"nodes": [
        {"type": "HEADING", "headingData": {"level": 3}, "nodes": [{"type": "TEXT", "textData": {"text": "Morning"}}]},
        {"type": "PARAGRAPH", "nodes": [{"type": "TEXT", "textData": {"text": SENTENCE, "decorations": [{"type": "BOLD"}]}}]},
        {"type": "IMAGE", "imageData": {"image": {"src": {"id": "c~mv2.jpg"}}, "altText": "A quay"}}]}),
}  # fmt: skip

BUTTONDOWN = {
    "emails.csv": table([
        {"id": "m-1", "secondary_id": "1", "subject": "The harbour", "publish_date": "2024-03-02 08:30:00+00:00", "source": "app", "slug": "the-harbour"},
        {"id": "m-2", "secondary_id": "2", "subject": "Not yet", "publish_date": "", "source": "app", "slug": "not-yet"}]),
    "emails/the-harbour.md": f"<!-- buttondown-editor-mode: plaintext -->## Morning\n\n{SENTENCE}[^1]\n\n{{{{ subscribe_form }}}}\n\n[^1]: A note.\n",
    "emails/not-yet.md": "<!-- buttondown-editor-mode: fancy --><p>Soon.</p>",
    "emails/orphan.md": "Alone.",
}  # fmt: skip

JEKYLL = {
    "_config.yml": 'title: Tide\nurl: "https://tide.example.com"\nbaseurl: ""\npermalink: pretty\n',
    "_posts/2024-03-02-the-harbour.md": f"---\ntitle: The harbour\nauthor: Ada Moor\ncategories: sea\ntags: [ports, small towns]\n---\n\n{SENTENCE}\n\n![A quay](/images/quay.jpg)\n",
    "_posts/2024-03-05-hidden.md": "---\ntitle: Hidden\npublished: false\n---\nNot yet.\n",
    "_drafts/soon.md": "---\ntitle: Soon\n---\nNot yet.\n",
    "about.md": "---\nlayout: page\ntitle: About\n---\nWe write about ports.\n",
    "README.md": "# How to build\n",
    "images/quay.jpg": "x",
}  # fmt: skip

SUBSCRIBERS = "email,active_subscription,expiry,email_disabled,prefer_digests,created_at\nada@example.com,true,,false,false,\nbo@example.org,false,,false,false,\n"


def every() -> Iterator[tuple[str, Files]]:
    """One export of each platform."""
    yield "substack", substack(substack_row(), substack_row(post_id="1002.paid", audience="only_paid"))
    yield (
        "medium",
        {
            "posts/2024-03-02_The-harbour-0123456789ab.html": medium(
                f"<p class='graf'>{SENTENCE}</p>", tags=["Sea"]
            )
        },
    )
    yield "beehiiv", {"posts.csv": table([BEEHIIV])}
    yield "wordpress-api", {"posts.json": json.dumps([WORDPRESS])}
    yield "blogger", {"posts.json": json.dumps([BLOGGER])}
    yield "blogger", {"feed.atom": BLOGGER_ATOM}
    yield "curated", {"12.json": json.dumps(CURATED)}
    yield "letterdrop", {"posts.json": json.dumps(LETTERDROP)}
    yield "chorus", {"Entry_1.json": json.dumps(CHORUS)}
    yield "tinynews", {"articles.json": json.dumps(TINYNEWS)}
    yield "libsyn", {"feed.xml": LIBSYN}
    yield "wix", {"posts.csv": table([WIX])}
    yield "buttondown", dict(BUTTONDOWN)
    yield "jekyll", dict(JEKYLL)
    yield "subscribers", {"members.csv": SUBSCRIBERS}
