"""Is a page what the record says? Puts the record's two checks together: the text, and the whole file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html as lxml_html
from lxml.etree import ParserError

from masthead.article.models import Outlet
from masthead.lib.fetch import fetch
from masthead.press import addresses, files
from masthead.press.models import Artifact
from masthead.record.errors import RecordError
from masthead.record.text import sentences_of
from masthead.record.verify import Verdict, verify

_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


class NotThere(RecordError):
    """There is no page to verify under this name."""

    code = "not-there"


class NotAPage(RecordError):
    """What was given cannot be read as a page."""

    code = "not-a-page"


def look(target: str, *, text_only: bool = False) -> tuple[Verdict, tuple[str, ...]]:
    """The verdict on a file or an address, and further sentences that name what differs in the whole file."""
    body, path = _read(target)
    if text_only:
        return verify(body), ()
    path = unquote(path or _path_of(body))
    artifact = Artifact.objects.filter(path=path).first()
    if artifact is None:
        verdict = verify(body)
        return replace(verdict, holds=False, faults=(*verdict.faults, _homeless(path))), ()
    verdict = verify(body, page_entry=artifact.entry, path=artifact.path)
    return verdict, () if verdict.holds else _frame(body, artifact.path)


def _homeless(path: str) -> str:
    where = f"“{path}”, where no page of this outlet stands" if path else "no address"
    return f"The page names {where}, so only its words can be checked. To check them alone, use --text-only."


def _read(target: str) -> tuple[bytes, str]:
    if target.startswith(("http://", "https://")):
        outlet = Outlet.objects.first()
        own = urlsplit(outlet.url).hostname if outlet else None
        given = urlsplit(target)
        ours = given.hostname == own or {given.hostname, own} <= _THIS_MACHINE
        fetched = fetch(target, allow=frozenset({given.hostname or ""} if ours else ()))
        return fetched.body, given.path
    file = Path(target)
    try:
        body = file.read_bytes()
    except OSError as error:
        raise NotThere(f"{target} cannot be read: {error.strerror or error}.") from error
    try:
        inside = file.resolve().relative_to(files.root())
    except ValueError:
        return body, ""
    return body, f"/{inside.as_posix()}".removesuffix("index.html")


def _path_of(body: bytes) -> str:
    """Where a page says it stands."""
    found = _tree(body).xpath("string(//meta[@name='masthead:path']/@content)")
    return str(found)


def _tree(body: bytes) -> lxml_html.HtmlElement:
    try:
        return lxml_html.document_fromstring(body, parser=lxml_html.HTMLParser(encoding="utf-8"))
    except (ValueError, ParserError) as error:
        raise NotAPage("This is not an HTML page.") from error


def _frame(body: bytes, path: str) -> tuple[str, ...]:
    """What the file says that the pressed one does not, by its visible text."""
    try:
        pressed = (files.root() / addresses.file_of(path)).read_bytes()
    except OSError:
        return ()
    ours, theirs = _visible(pressed), _visible(body)
    known = set(ours)
    strange = [sentence for sentence in theirs if sentence not in known]
    return tuple(f"“{sentence}” does not stand on the page that was pressed." for sentence in strange[:5])


def _visible(body: bytes) -> list[str]:
    tree = _tree(body)
    lines = [text for text in tree.itertext() if text.strip()]
    lines += [
        str(value)
        for value in tree.xpath("//@content | //@alt | //@title | //@href | //@src | //@aria-label")
    ]
    return [sentence for line in lines for sentence in sentences_of([line])]
