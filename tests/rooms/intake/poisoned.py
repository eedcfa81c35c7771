"""The same words, hostile ones, put in every place of a source in each format: what each reader makes of them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lxml import etree
from lxml import html as lxml_html
from tests.rooms.intake import feeds, newsitems, pages
from tests.rooms.intake.archives import exports as archived
from tests.rooms.intake.platforms import exports
from tests.rooms.intake.words import docx, link, paragraph, run, table

from masthead.intake.archive import Piece
from masthead.intake.draft import Draft
from masthead.intake.errors import Fault, IntakeError
from masthead.intake.readers import newsml, plain, registry
from masthead.intake.readers.archives import registry as archives
from masthead.intake.readers.decode import Decoded
from masthead.intake.readers.feed import drafts as feed_drafts
from masthead.intake.readers.html import reader as html
from masthead.intake.readers.markdown import read as markdown
from masthead.intake.readers.ninjs import reader as ninjs
from masthead.intake.sources.delivery import Delivery

WORDS = " ".join(pages.PARAGRAPHS)
_LINES = "\n\n".join(pages.PARAGRAPHS)


@dataclass(frozen=True, slots=True)
class Left:
    """What came out of a source: drafts, pieces of an archive, or nothing where it was refused with a sentence."""

    drafts: tuple[Draft, ...] = ()
    pieces: tuple[Piece, ...] = ()


def _read(reader: Callable[[Delivery, Decoded], Any], text: str) -> Left:
    try:
        came = reader(Delivery(text.encode("utf-8", "replace"), "source", pages.URL), Decoded(text, "utf-8"))
        return Left(tuple(came if isinstance(came, Iterable) else [came]))
    except Fault:
        raise
    except IntakeError as error:
        assert error.sentence.endswith(".")  # noqa: PT017 - what comes out is the subject
        return Left()


def _page(words: str) -> Left:
    said = {"headline": words, "description": words, "author": [{"name": words}], "datePublished": words, "publisher": {"name": words, "url": words}, "url": words, "image": {"url": words, "caption": words}, "keywords": words, "license": words, "isBasedOn": words}  # fmt: skip
    name = escape(words)
    head = f'<link rel="canonical" href="{name}"><meta name="author" content="{name}"><meta property="og:image" content="{name}">{pages.linked(**said)}'
    body = f'{pages.TEXT}<div>{words}</div><p><a href="{name}">{words}</a></p><blockquote>{words}</blockquote><table><tr><td>{words}<td>b<tr><td>c<td>d</table><figure><img src="{name}" alt="{name}"><figcaption>{words}</figcaption></figure>{pages.TEXT}'
    return _read(html.read, pages.page(head=head, top=f"<h1>{words}</h1><p class=byline>By {words}</p>", body=body))  # fmt: skip


def _markdown(words: str) -> Left:
    line = " ".join(words.split())
    header = "\n".join(f"{key}: {line}" for key in ("title", "subtitle", "author", "date", "outlet", "canonical", "license", "rights", "lang"))  # fmt: skip
    return _read(
        markdown,
        f"---\n{header}\n---\n\n{WORDS}[^1]\n\n{words}\n\n[a link]({line}) ![a]({line}) <{line}> [b][r]\n\n> {words}\n\n| {line} | b |\n|---|---|\n| {line} | c |\n\n[r]: {line}\n[^1]: {line}\n",
    )


def _mail(words: str) -> Left:
    line = " ".join(words.split())
    return _read(plain.read, f"From: {line}\nSubject: {line}\nDate: {line}\n\n{line}\nBy {line}\n\n{_LINES}\n\n{words}\n\n> {words}\n\n{line}")  # fmt: skip


def _feed(words: str) -> Left:
    e = escape(_held(words))
    item = f"<item><title>{e}</title><link>{e}</link><guid>{e}</guid><pubDate>{e}</pubDate><dc:creator>{e}</dc:creator><category>{e}</category><description>{e}</description><source url='{e}'>{e}</source><enclosure url='{e}' type='image/png'/><media:content url='{e}'/><content:encoded>{escape(feeds.WORDS)}{e}</content:encoded></item>"
    xhtml = f'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="{e}"><title>{e}</title><id>x</id><entry><title type="html">{e}</title><id>{e}</id><link href="{e}"/><updated>{e}</updated><author><name>{e}</name><uri>{e}</uri></author><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{feeds.WORDS}{_xhtml(words)}</div></content></entry></feed>'
    told = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": words, "items": [{"id": words, "url": words, "external_url": words, "title": words, "summary": words, "content_html": feeds.WORDS + words, "image": words, "banner_image": words, "date_published": words, "tags": [words], "authors": [{"name": words, "url": words}], "attachments": [{"url": words, "mime_type": "image/png"}]}]})  # fmt: skip
    came = [_read(feed_drafts.drafts, text) for text in (feeds.rss(item), xhtml, told)]
    return Left(tuple(draft for one in came for draft in one.drafts))


def _ninjs(words: str) -> Left:
    one = {**newsitems.FIRST, "uri": words, "byline": words, "headline": words, "description_text": words, "copyrightnotice": words, "usageterms": words, "body_xhtml": f"<p>{WORDS}</p>{words}", "subject": [{"name": words}], "versioncreated": words,
           "associations": {"main": {"uri": words, "type": "picture", "byline": words, "description_text": words, "renditions": {"large": {"href": words, "mimetype": "image/jpeg"}}}}}  # fmt: skip
    three = {**newsitems.THIRD, "headlines": [{"value": words}], "bodies": [{"role": "main", "contentType": "text/html", "value": f"<p>{WORDS}</p>{words}"}], "altIds": [{"role": "canonical", "value": words}], "usageTerms": words}  # fmt: skip
    came = [_read(ninjs.drafts, json.dumps(item)) for item in (one, {**newsitems.FIRST, "body_xhtml": one["body_xhtml"]}, three)]  # fmt: skip
    return Left(tuple(draft for item in came for draft in item.drafts))


def _newsml(words: str) -> Left:
    e, xhtml = escape(_held(words)), _xhtml(words)
    whole = newsitems.XHTML.replace(
        "<p>More", f'{xhtml}<p>{e}</p><p><a href="{e}">x</a><img src="{e}" alt="{e}"/>More'
    )
    nitf = (
        newsitems.NITF.replace("<hl2>Later", f"{xhtml}<p>{e}</p><hl2>{e}")
        .replace("Jana Dorn", e)
        .replace("https://pics.example/l.jpg", e)
        .replace("20240502T073000+0200", e)
    )
    return Left(
        tuple(
            draft
            for text in (
                newsitems.item(whole, guid=e, meta=f"<signal qcode='{e}'/>", about=f"<headline>{e}</headline><by>{e}</by><creditline>{e}</creditline>").replace("2024-05-02T07:30:00+02:00", e).replace("Jana Dorn", e),
                newsitems.item(whole),
                nitf,
                newsitems.PICTURE_ITEM.replace("https://pics.example/l.jpg", e),
            )
            for draft in _read(newsml.drafts, text).drafts
        )
    )  # fmt: skip


def _docx(words: str) -> Left:
    e = escape(_held(words))
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    linked = relations.format(
        f'<Relationship Id="rLink" Type="{kinds}/hyperlink" Target="{e}" TargetMode="External"/><Relationship Id="rStyles" Type="{kinds}/styles" Target="styles.xml"/><Relationship Id="rNotes" Type="{kinds}/footnotes" Target="footnotes.xml"/>'
    )
    body = docx(paragraph(e, style="Title"), paragraph(f"By {e}"), paragraph(*pages.PARAGRAPHS), paragraph(run(e), link(e)), paragraph(e, style="Quote"), table((e, "b"), ("c", e)), notes=(e,), core=f"<dc:title>{e}</dc:title><dc:creator>{e}</dc:creator><dc:language>{e}</dc:language>", more={"word/_rels/document.xml.rels": linked.encode()})  # fmt: skip
    try:
        return Left(tuple(registry.read_all(Delivery(body, "source"))))
    except Fault:
        raise
    except IntakeError:
        return Left()


def _pieces(kind: str, files: exports.Files) -> Left:
    with TemporaryDirectory() as folder:
        path = Path(folder)
        for name, text in files.items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_bytes(text.encode("utf-8", "replace"))
        try:
            pieces = tuple(archives.ARCHIVES[kind][1](path / "export" if "export" in files else path))
        except Fault:
            raise
        except IntakeError:
            return Left()
    return Left((), pieces)


def _wxr(words: str) -> Left:
    e = _held(words).replace("]]>", "]]]]><![CDATA[>")
    return _pieces("wordpress", {"export": archived.wxr(
        archived.author(e, e), archived.term("category", e, e, e),
        archived.post(f'{WORDS}<sup data-fn="f-1"><a href="#f-1">1</a></sup>\n\n{e}\n\n[caption]<img src="{e}"> {e}[/caption] [embed]{e}[/embed] [ref]{e}[/ref]<blockquote>{e}</blockquote>', archived.carried("category", "c", e), archived.comment(1, e), title=e, link=e, creator=e, excerpt=e, post_date_gmt=e, post_name=e, meta={"footnotes": json.dumps([{"content": e, "id": "f-1"}]).replace("]]>", "]]]]><![CDATA[>")}),
        archived.attachment(40, escape(_held(words)), alt=e, caption=e),
    )})  # fmt: skip


def _ghost(words: str) -> Left:
    lexical = json.dumps({"root": {"children": [{"type": "html", "html": words}, {"type": "markdown", "markdown": words}, {"type": "paragraph", "children": [{"type": "text", "text": WORDS + words}, {"type": "link", "url": words, "children": [{"type": "text", "text": "x"}]}]}, {"type": "image", "src": words, "alt": words, "caption": words}, {"type": "bookmark", "url": words, "caption": words, "metadata": {"title": words, "description": words}}, {"type": "embed", "url": words, "html": words}, {"type": "toggle", "heading": words, "content": words}, {"type": "callout", "calloutText": words}, {"type": "button", "buttonText": words, "buttonUrl": words}, {"type": "email", "html": words}]}})  # fmt: skip
    mobiledoc = json.dumps({"version": "0.3.1", "atoms": [], "cards": [["html", {"html": words}], ["markdown", {"markdown": words}], ["image", {"src": words, "caption": words, "alt": words}], ["embed", {"url": words, "html": words}]], "markups": [["a", ["href", words]]], "sections": [[1, "p", [[0, [0], 1, WORDS + words]]], [10, 0], [10, 1], [10, 2], [10, 3]]})  # fmt: skip
    posts = [archived.piece(id=f"p{n}", slug=f"p{n}", **{"html": None, "title": words, "custom_excerpt": words, "feature_image": words, "canonical_url": words, "published_at": words, **form}) for n, form in enumerate(({"html": f"<p>{WORDS}</p>{words}"}, {"lexical": lexical}, {"mobiledoc": mobiledoc}))]  # fmt: skip
    return _pieces("ghost", {"export": archived.ghost(posts=posts, users=[{"id": "u1", "name": words, "slug": words, "bio": words}], tags=[{"id": "t1", "name": words, "slug": words}], posts_authors=[{"post_id": "p0", "author_id": "u1", "sort_order": 0}], posts_tags=[{"post_id": "p0", "tag_id": "t1", "sort_order": 0}], posts_meta=[{"post_id": "p0", "feature_image_alt": words}])})  # fmt: skip


def _platform(kind: str, files: exports.Files) -> Callable[[str], Left]:
    return lambda words: _pieces(kind, {name: _put(name, text, words) for name, text in files.items()})


def _put(name: str, text: str, words: str) -> str:
    """A file of an export with the hostile words beside its sentence and in place of its title and author."""

    def poisoned(value: Any) -> Any:
        match value:
            case str() if exports.SENTENCE in value:
                return value.replace(exports.SENTENCE, f"{exports.SENTENCE} {words}")
            case "The harbour" | "Ada Moor" | "Sea" | "Who closed it?":
                return words
            case str() if value.startswith("{") and '"nodes"' in value:
                return json.dumps(poisoned(json.loads(value)))
            case dict():
                return {key: poisoned(inner) for key, inner in value.items()}
            case list():
                return [poisoned(inner) for inner in value]
        return value

    match name.rpartition(".")[2]:
        case "json":
            return json.dumps(poisoned(json.loads(text)))
        case "csv":
            return exports.table([poisoned(row) for row in csv.DictReader(io.StringIO(text))])
        case "xml" | "atom":
            e = escape(_held(words))
            cdata = _held(words).replace("]]>", "]]]]><![CDATA[>")
            put = text.replace(f"<![CDATA[<p>{exports.SENTENCE}", f"<![CDATA[<p>{exports.SENTENCE}{cdata}")
            return re.sub("The harbour|Ada Moor", lambda _: e, put).replace(f"&gt;{exports.SENTENCE}", f"&gt;{exports.SENTENCE}{e}")  # fmt: skip
        case _:
            return text.replace(exports.SENTENCE, f"{exports.SENTENCE} {words}").replace("Ada Moor", words)


def _xhtml(words: str) -> str:
    """The words as a browser reads them, written as well-formed XML."""
    try:
        node = lxml_html.fragment_fromstring(_held(words), create_parent="div")
        text = str(etree.tostring(node, encoding="unicode", method="xml"))
        etree.fromstring(text.encode())
    except (etree.LxmlError, ValueError):
        return escape(_held(words))
    return text


def _held(words: str) -> str:
    """Without what no XML file can hold at all."""
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", words)


SOURCES: dict[str, Callable[[str], Left]] = {
    "html": _page, "markdown": _markdown, "mail": _mail, "feed": _feed, "ninjs": _ninjs, "newsml": _newsml, "docx": _docx,
    "wxr": _wxr, "ghost": _ghost,
    **{f"{kind} {next(iter(files))}": _platform(kind, files) for kind, files in exports.every() if kind != "subscribers"},
}  # fmt: skip
"""A reader's name, and what it makes of a source that is full of these words."""
