"""Is a page what the record says? Puts the record's two checks together: the text, and the whole file."""

from __future__ import annotations

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


class NotThere(RecordError):
    """There is no page to verify under this name."""

    code = "not-there"


class NotAPage(RecordError):
    """What was given cannot be read as a page."""

    code = "not-a-page"


def look(target: str, *, text_only: bool = False) -> tuple[Verdict, tuple[str, ...]]:
    """The verdict on a file or an address, and further sentences that name what differs in the whole file."""
    body, path = _read(target)
    path = path or _path_of(body)
    artifact = None if text_only else Artifact.objects.filter(path=unquote(path)).first()
    verdict = verify(
        body, page_entry=artifact.entry if artifact else None, path=artifact.path if artifact else None
    )
    named = () if verdict.holds or artifact is None else _frame(body, artifact.path)
    return verdict, named


def _read(target: str) -> tuple[bytes, str]:
    if target.startswith(("http://", "https://")):
        outlet = Outlet.objects.first()
        own = urlsplit(outlet.url).hostname if outlet else None
        given = urlsplit(target)
        fetched = fetch(target, allow=frozenset({given.hostname or ""} if given.hostname == own else ()))
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
