"""The pages of the shared sets, each with what people found in it.

Every ``README.md`` beside the data names its source, licence, format and metric.
"""

from __future__ import annotations

import json
import lzma
import re
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import html as lxml_html

SHARED = Path(__file__).parents[3] / "shared" / "data"

# Cases that are a head alone get this text, so that every reader has an article to describe.
_SENTENCES = (
    "The river rose three metres in the night, and by the morning the lower town stood under water.",
    "The council met at noon and decided to open the old sluice, which had not been moved for forty years.",
    "Engineers from the port authority said that the gates would hold if the wind did not turn before evening.",
)
_TEXT = f"<article>{''.join(f'<p>{sentence}</p>' for sentence in _SENTENCES)}</article>"


@dataclass(frozen=True, slots=True)
class Case:
    """One page and what is true of it; empty where the set does not say.

    ``text`` is the body; or ``wanted`` and ``unwanted`` hold pieces that must and must not stand in it.
    ``day`` is ISO 8601. ``authors`` and ``tags`` are in any order.
    """

    name: str
    url: str
    page: bytes
    text: str = ""
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    headline: str = ""
    authors: tuple[str, ...] = ()
    day: str = ""
    tags: tuple[str, ...] = field(default=())


def listed(names: list[str] | str | None) -> tuple[str, ...]:
    """The names in a list or in a line of several."""
    if isinstance(names, list):
        return tuple(names)
    return tuple(name for name in map(str.strip, re.split(r"[;,]| and | und | & ", names or "")) if name)


def zyte(folder: Path) -> Iterator[Case]:
    truth = _loaded(folder / "ground-truth.json")
    for name, page in _members(folder / "html.tar.xz"):
        if said := truth.get(Path(name).stem):
            yield Case(name, said["url"], page, text=said["articleBody"])


def naeb(folder: Path) -> Iterator[Case]:
    truth = _loaded(folder / "ground-truth.json")
    for name, page in _members(folder / "html.tar.xz"):
        if said := truth.get(Path(name).stem):
            yield Case(
                name,
                said["url"],
                page,
                text=said["articleBody"],
                headline=said["title"] or "",
                authors=listed(said["authors"]),
                day=said["date"] or "",
            )


def trafilatura(folder: Path) -> Iterator[Case]:
    pages = dict(_members(folder / "html.tar.xz"))
    for url, said in _loaded(folder / "evaldata.json").items():
        yield Case(
            said["file"],
            url if url.startswith("http") else "",
            pages[said["file"]],
            wanted=tuple(said["with"]),
            unwanted=tuple(said["without"]),
            headline=said.get("title") or "",
            authors=listed(said.get("author")),
            day=said.get("date") or "",
        )


def wcxb(folder: Path) -> Iterator[Case]:
    pages = {Path(name).stem: page for name, page in _members(folder / "html.tar.xz")}
    with lzma.open(folder / "ground-truth.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            said = json.loads(line)
            yield Case(
                said["id"],
                said["url"],
                pages[said["id"]],
                text=said["main_content"],
                headline=said["title"] or "",
                authors=listed(said["author"]),
                day=said["publish_date"] or "",
            )


def fundus(folder: Path) -> Iterator[Case]:
    """The newest page of each publisher, which is what the current truth is about."""
    files = dict(_members(folder / "pages.tar.xz"))
    for path in sorted(name for name in files if name.startswith("truth/")):
        versions = json.loads(files[path])
        said = versions[max(versions, key=lambda version: [int(n) for n in version[1:].split("_")])]
        country, publisher = path.removeprefix("truth/").removesuffix(".json").split("/")
        name = max(
            name
            for name in files
            if re.fullmatch(rf"html/{country}/{publisher}_\d{{4}}_\d\d_\d\d\.html", name)
        )
        about = json.loads(files[f"meta/{country}.json"])[f"{Path(name).name}.gz"]
        yield Case(
            name,
            about["url"],
            files[name],
            text="\n".join(_fundus_lines(said.get("body") or {})),
            headline=said.get("title") or "",
            authors=tuple(said.get("authors") or ()),
            day=(said.get("publishing_date") or "")[:10],
        )


def _fundus_lines(body: dict[str, Any]) -> Iterator[str]:
    yield from body.get("summary") or ()
    for section in body.get("sections") or ():
        yield from section.get("headline") or ()
        yield from section.get("paragraphs") or ()


def newspaper4k(folder: Path) -> Iterator[Case]:
    """Pages in eight languages. Headlines and days are what newspaper4k's own tests expect of it."""
    for path in sorted((folder / "txt").glob("*.txt")):
        page = folder / "html" / f"{path.stem}.html"
        if not page.exists():
            continue
        described = folder / "metadata" / f"{path.stem}.json"
        said = _loaded(described) if described.exists() else {}
        yield Case(
            path.stem,
            said.get("url") or "",
            page.read_bytes(),
            text=path.read_text("utf-8"),
            headline=said.get("title") or "",
            day=(said.get("publish_date") or "")[:10],
        )


def mozilla(folder: Path) -> Iterator[Case]:
    files = dict(_members(folder / "test-pages.tar.xz"))
    for name in sorted(name for name in files if name.endswith("/source.html")):
        case = name.removesuffix("/source.html")
        said = json.loads(files[f"{case}/expected-metadata.json"])
        yield Case(
            case,
            "http://fakehost/test/page.html",
            files[name],
            text=_text(files[f"{case}/expected.html"]),
            headline=said.get("title") or "",
            day=(said.get("publishedTime") or "")[:10],
        )


def goose3(folder: Path) -> Iterator[Case]:
    files = dict(_members(folder / "cases.tar.xz"))
    for name in sorted(name for name in files if name.endswith(".html")):
        said = json.loads(files[f"{name.removesuffix('.html')}.json"])
        expected = said.get("expected") or {}
        yield Case(
            name.removesuffix(".html"),
            said.get("url") or "",
            _with_text(files[name]),
            headline=expected.get("title") or "",
            authors=tuple(expected.get("authors") or ()),
            day=_day(expected.get("publish_date")),
            tags=tuple(expected.get("tags") or ()),
        )


def htmldate(folder: Path) -> Iterator[Case]:
    """Pages with a checked day; one without a day has none that could be found."""
    own = dict(_members(folder / "html.tar.xz"))
    lent = dict(_members(folder.parent / "trafilatura-eval" / "html.tar.xz"))
    for url, said in _loaded(folder / "dates.json").items():
        page = (own if said["html"] == "here" else lent)[said["file"]]
        yield Case(said["file"], url, page, day=said["date"] if isinstance(said["date"], str) else "")


def microformats(folder: Path) -> Iterator[Case]:
    """The h-entries whose name, author or day a reader of articles should find."""
    for path in sorted(folder.glob("*/h-entry/*.html")):
        described = path.with_suffix(".json")
        items = _loaded(described).get("items") or [] if described.exists() else []
        entries = [item for item in items if item.get("type") == ["h-entry"]]
        if len(entries) != 1:
            continue
        said = entries[0]["properties"]
        page = f"<!doctype html><html><body>{path.read_text('utf-8')}</body></html>"
        yield Case(
            path.stem,
            "http://example.com/",
            _with_text(page.encode()),
            authors=tuple(filter(None, map(_card_name, said.get("author") or ()))),
            day=_day((said.get("published") or [None])[0]),
        )


def _with_text(page: bytes) -> bytes:
    """The page with an article's text at the end of its body."""
    end = re.search(rb"</body|</html|\Z", page, re.IGNORECASE)
    at = end.start() if end else len(page)
    return page[:at] + _TEXT.encode() + page[at:]


def _day(moment: str | None) -> str:
    found = re.match(r"\d{4}-\d\d-\d\d", moment or "")
    return found[0] if found else ""


def _card_name(card: Any) -> str:
    name = (card.get("properties", {}).get("name") or [""])[0] if isinstance(card, dict) else str(card)
    return "" if "://" in name else str(name)


SETS: dict[str, Callable[[Path], Iterator[Case]]] = {
    "article-extraction-benchmark": zyte,
    "trafilatura-eval": trafilatura,
    "naeb-news": naeb,
    "fundus-publishers": fundus,
    "wcxb-articles": wcxb,
    "newspaper4k-pages": newspaper4k,
    "mozilla-readability": mozilla,
    "goose3-pages": goose3,
    "htmldate-eval": htmldate,
    "microformats-tests": microformats,
}


STRUCTURED = "extruct-structured-data"


def json_ld_samples() -> list[tuple[bytes, list[Any]]]:
    """The pages with JSON-LD, and the objects that extruct's tests expect in each."""
    said = ((path.with_suffix(".html"), path) for path in sorted((SHARED / STRUCTURED).glob("*/*.jsonld")))
    return [(page.read_bytes(), _loaded(path)) for page, path in said if page.exists()]


def cases(name: str) -> list[Case]:
    """The cases of a set; ``FileNotFoundError`` where the shared data are not beside the checkout."""
    return list(SETS[name](SHARED / name))


def _text(page: bytes) -> str:
    """The words of clean HTML, a line for each block."""
    tree = lxml_html.fromstring(page.decode("utf-8"))
    for element in tree.iter(
        "p", "li", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "td", "pre", "figcaption"
    ):
        element.tail = f"\n{element.tail or ''}"
    return tree.text_content()


def _members(archive: Path) -> Iterator[tuple[str, bytes]]:
    """(name without the outermost folder ``html``, bytes) of each file."""
    with tarfile.open(archive) as files:
        for member in files:
            if (file := files.extractfile(member)) is not None:
                outer = archive.name.startswith("html.")
                yield (member.name.split("/", 1)[1] if outer else member.name), file.read()


def _loaded(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))
