"""What is damaged to find where readers break, and how: every case can be had again from its number."""

from __future__ import annotations

import io
import json
import logging
import random
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.rooms.intake import feeds, pages
from tests.rooms.intake.archives.test_fuzz import EXPORTS
from tests.rooms.intake.archives.test_fuzz import TOKENS as ARCHIVED
from tests.rooms.intake.hostile import ATTACKS, harm, harm_of
from tests.rooms.intake.newsitems import FIRST, NITF, PICTURE_ITEM, SECOND, THIRD, XHTML, item, message
from tests.rooms.intake.platforms import exports
from tests.rooms.intake.platforms.test_platforms_fuzz import TOKENS as EXPORTED
from tests.rooms.intake.test_docx import WHOLE
from tests.rooms.intake.words import docx

from masthead.intake.errors import Fault, IntakeError
from masthead.intake.readers import markdown as markdown_reader
from masthead.intake.readers import newsml, plain, registry
from masthead.intake.readers.archives import registry as archives
from masthead.intake.readers.decode import Decoded
from masthead.intake.readers.feed import drafts as feed
from masthead.intake.readers.feed import reader as feed_reader
from masthead.intake.readers.html import reader as html_reader
from masthead.intake.readers.ninjs import reader as ninjs
from masthead.intake.sources import zipped
from masthead.intake.sources.delivery import Delivery

Files = dict[str, bytes]
PRINTED = Path(__file__).parent / "printed"
SLOW = 20.0
"""Seconds of the processor after which a case of a few kilobytes counts as a finding."""

_ODD: tuple[Any, ...] = (None, True, -1, 0, 1e300, "", "\x00", "\ud800", "http://[", "//[", [], {}, [[]], [None], {"a": {}}, "9" * 400, "<p>")  # fmt: skip
_TOKENS = (
    *dict.fromkeys([*ARCHIVED, *EXPORTED, *(attack.encode() for attack in ATTACKS)]),
    b"9999999999", b"\xff\xff\xff\xff", b"<<", b"/", b"\f", b"\r", b"\xe2\x80\xa8", b"&#x110000;", b"&#xD800;", b"&#1;",
    b"0001-01-01", b"9999-12-31T23:59:59+14:00", b"javascript:", b"https://[::1", b"https://a:b/", b"\xd9\xa2\xd9\xa0",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """``wholes`` are sound cases, files by name; ``read`` says what is harmful in what came out of one."""

    wholes: tuple[Files, ...]
    read: Callable[[Files, str], Iterator[str]]
    packed: bool = False
    """Files are damaged before they are put into a ZIP archive, or the archive is."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Was the case ``read`` rather than refused, and what is wrong: nothing, or where and what in a line."""

    read: bool
    finding: str = ""


def run(name: str, number: int) -> Outcome:
    """Damages a case by its number, reads it, and says what became of it."""
    chance = random.Random(f"{name} {number}")
    target = TARGETS[name]
    files = _damaged(dict(chance.choice(target.wholes)), target, chance)
    try:
        harmful = list(target.read(files, f"{name} {number}"))
    except Fault as error:
        return Outcome(False, _where(error.__cause__ or error))
    except IntakeError as error:
        sound = error.sentence.endswith(".") and "\n" not in error.sentence
        return Outcome(False, "" if sound else f"a refusal without a sentence: {error.sentence[:200]!r}")
    except Exception as error:
        return Outcome(False, _where(error))
    return Outcome(True, f"survived: {', '.join(sorted(set(harmful)))[:300]}" if harmful else "")


def _where(error: BaseException) -> str:
    trace, last = error.__traceback__, "?"
    while trace is not None:
        code = trace.tb_frame.f_code
        if "/masthead/" in code.co_filename or last == "?":
            last = f"{code.co_filename.rpartition('/masthead/')[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__} at {last}: {str(error)[:120]}"


def _damaged(files: Files, target: Target, chance: random.Random) -> Files:
    if target.packed and chance.random() < 0.3:
        return {"": _bytes(pack(files), chance)}
    for _ in range(chance.choice((1, 1, 2))):
        name = chance.choice(list(files))
        files[name] = damaged(files[name], chance)
    return {"": pack(files)} if target.packed else files


def damaged(body: bytes, chance: random.Random) -> bytes:
    """Values changed where it is JSON; else bytes turned, cut, moved, and put in."""
    if body[:1] in {b"{", b"["} and chance.random() < 0.5:
        with suppress(ValueError, RecursionError):  # it was damaged before
            return _values(body, chance)
    return _bytes(body, chance)


def _bytes(body: bytes, chance: random.Random) -> bytes:
    out = bytearray(body or b" ")
    for _ in range(chance.choice((1, 2, 4, 8, 30))):
        start = chance.randrange(len(out) + 1)
        end = start + chance.choice((0, 1, 4, 40, 400))
        match chance.randrange(8):
            case 0 if start < len(out):
                out[start] = chance.randrange(256)
            case 1 if len(out) > 200:
                del out[start:end]
            case 2:
                out[start:start] = out[start:end]
            case 3:
                at = chance.randrange(len(out) + 1)
                out[at:at] = out[start:end]
            case 4 if chance.random() < 0.1:
                del out[max(start, 50) :]
            case _:
                out[start : start + chance.randrange(12)] = chance.choice(_TOKENS)
    return bytes(out)


def _values(body: bytes, chance: random.Random) -> bytes:
    whole = [json.loads(body)]
    for _ in range(chance.choice((1, 2, 4))):
        holder, key = chance.choice(list(_places(whole)))
        old = holder[key]
        holder[key] = chance.choice((chance.choice(_ODD), chance.choice(ATTACKS), [old], {"value": old}))
    return json.dumps(whole[0]).encode()


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    for key, inner in list(node.items()) if isinstance(node, dict) else list(enumerate(node)):
        yield node, key
        if isinstance(inner, dict | list):
            yield from _places(inner)


def pack(files: Files) -> bytes:
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as made:
        for name, body in files.items():
            made.writestr(name, body)
    return to.getvalue()


def _text(body: bytes) -> Decoded:
    return Decoded(body.decode("utf-8", "replace"), "utf-8")


def _by_content(files: Files, name: str) -> Iterator[str]:
    """Through the one door of all readers, which chooses by what the bytes are."""
    for draft in registry.read_all(Delivery(files[""], name, pages.URL)):
        yield from harm(draft)


def _by(reader: Callable[[Delivery, Decoded], Any]) -> Callable[[Files, str], Iterator[str]]:
    """Through one reader, whether or not the bytes would still be taken for its kind; then through the door."""

    def read(files: Files, name: str) -> Iterator[str]:
        came = reader(Delivery(files[""], name, pages.URL), _text(files[""]))
        for draft in came if isinstance(came, Iterable) else [came]:
            yield from harm(draft)

    return read


def _feed(files: Files, name: str) -> Iterator[str]:
    found = feed_reader.read(Delivery(files[""], name, feeds.URL))
    for one in found.items:
        yield from harm(feed.draft_of(one, found, source=feeds.URL))


def _archive(kind: str) -> Callable[[Files, str], Iterator[str]]:
    def read(files: Files, name: str) -> Iterator[str]:
        with TemporaryDirectory() as folder:
            path = Path(folder)
            for file, body in files.items():
                (path / (file or "export")).parent.mkdir(parents=True, exist_ok=True)
                (path / (file or "export")).write_bytes(body)
            for piece in archives.ARCHIVES[kind][1](path / "export" if "" in files else path):
                yield from harm_of(piece)

    return read


def _zip(files: Files, name: str) -> Iterator[str]:
    with zipped.opened(files[""], shown=name) as members:
        for member in members.names:
            members.read(member)
    yield from ()


def _members(body: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _printed(ending: str) -> tuple[Files, ...]:
    return tuple({"": file.read_bytes()} for file in sorted(PRINTED.glob(f"*.{ending}")))


def _each(*texts: str) -> tuple[Files, ...]:
    return tuple({"": text.encode()} for text in texts)


_PAGE = pages.page(
    head='<link rel="canonical" href="https://gazette.example/river"><meta property="og:title" content="River"><meta name="author" content="Jana Dorn">'
    + pages.linked(author=[{"name": "Jana Dorn"}], datePublished="2024-05-02T07:30:00+02:00", publisher={"name": "The Gazette"}, image={"url": "https://g.example/a.jpg"}, keywords="flood, bridge", license="https://creativecommons.org/licenses/by/4.0/"),
    body=f'{pages.TEXT}<h2>After</h2><blockquote>“Nobody slept that night.”</blockquote><ul><li>one<ul><li>two</li></ul></li></ul><table><tr><th>Day</th><td>3</td></tr><tr><td>a</td><td>b</td></tr></table><figure><img src="/a.jpg" alt="a"><figcaption>Water. Photo: A. B.</figcaption></figure><p itemprop="articleBody">“We will rebuild it all,” said Max Moor. <a href="https://h.example/x">this</a></p><p>First published in <a href="https://first.example/">The Lookout</a>, CC BY 4.0.</p>',
)  # fmt: skip
_MARKDOWN = f"---\ntitle: River floods the lower town\nauthor: [Jana Dorn, Max Moor]\ndate: 2024-05-02\nlang: en\nsource: https://g.example/river\nlicense: CC BY 4.0\n---\n\n# River\n\n{pages.PARAGRAPHS[0]}[^1] See [this](https://h.example/x) and ![a](https://g.example/a.jpg \"t\").\n\n> Quoted words of *somebody*.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- one\n  - two\n\n```\ncode\n```\n\n<div onclick=x>html</div>\n\n[^1]: A note with <b>markup</b>.\n"  # fmt: skip
_PARAGRAPHS = "\n\n".join(pages.PARAGRAPHS)
_MAIL = f"From: Jana Dorn <jana@gazette.example>\nTo: desk@outlet.example\nSubject: River floods the lower town\nDate: Thu, 2 May 2024 07:30:00 +0200\n\nRiver floods the lower town\nBy Jana Dorn\nMay 2, 2024\n\n{_PARAGRAPHS}\n\n> Quoted.\n\n1. one\n2. two\n\nhttps://h.example/x\n"  # fmt: skip
_ATOM = f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://g.example/"><title>G</title><id>g</id><updated>2024-05-02T07:30:00Z</updated><entry><id>e</id><title type="html">River &lt;b&gt;floods&lt;/b&gt;</title><link href="/river"/><author><name>Jana Dorn</name></author><updated>2024-05-02T07:30:00Z</updated><category term="flood"/><summary>Short.</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{feeds.WORDS}<img src="a.jpg" alt="a"/></div></content></entry></feed>'
_JSON_FEED = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "G", "home_page_url": "https://g.example/", "language": "en", "authors": [{"name": "Jana Dorn"}], "items": [{"id": "1", "url": "https://g.example/river", "title": "River", "summary": "Short.", "content_html": feeds.WORDS, "image": "https://g.example/a.jpg", "date_published": "2024-05-02T07:30:00+02:00", "tags": ["flood"], "attachments": [{"url": "https://g.example/a.mp3", "mime_type": "audio/mpeg"}]}]})  # fmt: skip
_XML = (item(XHTML, before="<rightsInfo><usageTerms>y</usageTerms></rightsInfo>"), message(item(f"<inlineXML>{NITF}</inlineXML>"), PICTURE_ITEM))  # fmt: skip


def _platforms() -> dict[str, Target]:
    wholes: dict[str, list[Files]] = {}
    for name, files in exports.every():
        wholes.setdefault(name, []).append({file: text.encode() for file, text in files.items()})
    return {name: Target(tuple(each), _archive(name)) for name, each in wholes.items()}


TARGETS: dict[str, Target] = {
    "html": Target(_each(_PAGE), _by(html_reader.read)),
    "markdown": Target(_each(_MARKDOWN), _by(markdown_reader.read)),
    "plain": Target((*_printed("txt"), *_each(_MAIL)), _by(plain.read)),
    "any": Target(_each(_PAGE, _MARKDOWN, _MAIL, feeds.rss(feeds.item()), _ATOM, _JSON_FEED, NITF, *_XML, json.dumps(FIRST)), _by_content),
    "pdf": Target(_printed("pdf"), _by_content),
    "docx": Target((_members(docx(*WHOLE, notes=("Measured at the bridge.",), core="<dc:title>River</dc:title><dc:creator>Jana Dorn</dc:creator>")),), _by_content, packed=True),
    "feed": Target(_each(feeds.rss(feeds.item(1, "<category>flood</category><media:content url='https://g.example/a.jpg'/>"), feeds.item(2)), _ATOM), _feed),
    "json-feed": Target(_each(_JSON_FEED), _feed),
    "wxr": Target(_each(EXPORTS["wordpress"]), _archive("wordpress")),
    "ghost": Target(_each(EXPORTS["ghost"]), _archive("ghost")),
    **_platforms(),
    "ninjs": Target(_each(*(json.dumps(one) for one in (FIRST, SECOND, THIRD, [THIRD, SECOND]))), _by(ninjs.drafts)),
    "newsml": Target(_each(*_XML), _by(newsml.drafts)),
    "nitf": Target(_each(NITF), _by(newsml.drafts)),
    "zip": Target(({"posts/a.html": b"<p>One</p>" * 99, "posts.csv": b"id,title\n1,One\n" * 9},), _zip, packed=True),
}  # fmt: skip
"""Each reader by its name on the command line."""

logging.getLogger("masthead").addHandler(logging.NullHandler())
