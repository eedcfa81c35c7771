"""A whole pressed outlet against the standards: run it over a folder with ``python -m tests.standards.outlet FOLDER BASE``."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from lxml import etree
from lxml import html as lxml_html
from tests.standards import feeds, structured

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
MOST_ADDRESSES, MOST_BYTES = 50_000, 50 * 1024 * 1024  # sitemaps.org, a file
_FEEDS = ("feed.xml", "atom.xml", "feed.json")


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself and of the same page in other languages: {tag: address}."""

    canonical: str
    indexed: bool
    alternates: dict[str, str]
    twice: tuple[str, ...]
    data: str


@dataclass(slots=True)
class Found:
    """How much was looked at, and what is wrong."""

    looked: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def check(root: Path, base: str) -> Found:
    found = Found()
    heads: dict[str, Head] = {}
    for file in sorted(root.rglob("*")):
        name = file.relative_to(root).as_posix()
        if name.startswith(".") or not file.is_file():
            continue
        if file.name in _FEEDS:
            found.looked["feeds"] += 1
            found.faults += [f"{name}: {fault}" for fault in feeds.faults(name, file.read_bytes())]
        elif file.name == "index.html":
            address = f"{base}/{name.removesuffix('index.html')}"
            heads[address] = _head(file)
    found.looked["pages"] = len(heads)
    found.faults += _hreflang(heads, base, found.looked)
    found.faults += _data(heads, found.looked)
    found.faults += _maps(root, base, heads, found.looked)
    return found


def _head(file: Path) -> Head:
    tree = lxml_html.document_fromstring(file.read_bytes(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    canonical = [str(href) for href in tree.xpath("//link[@rel='canonical']/@href")]
    robots = " ".join(str(said) for said in tree.xpath("//meta[@name='robots']/@content"))
    links = [(e.get("hreflang"), e.get("href")) for e in tree.xpath("//link[@rel='alternate'][@hreflang]")]
    tags = Counter(tag for tag, _ in links)
    data = [str(text) for text in tree.xpath("//script[@type='application/ld+json']/text()")]
    return Head(
        canonical[0] if len(canonical) == 1 else "",
        "noindex" not in robots,
        dict(links),
        tuple(tag for tag, number in tags.items() if number > 1),
        data[0] if data else "",
    )


def _hreflang(heads: dict[str, Head], base: str, looked: Counter[str]) -> Iterator[str]:
    """Google's and the HTML standard's: each names itself and all others, and they name it; whole addresses; x-default."""
    for address, head in heads.items():
        if not head.alternates:
            continue
        looked["pages with hreflang"] += 1
        looked["hreflang links"] += len(head.alternates)
        yield from (f"{address}: {tag} stands twice" for tag in head.twice)
        others = {tag: to for tag, to in head.alternates.items() if tag != "x-default"}
        if address not in map(unquote, others.values()):
            yield f"{address}: does not name itself"
        if "x-default" not in head.alternates:
            yield f"{address}: no x-default"
        elif head.alternates["x-default"] not in {*others.values(), f"{base}/"}:
            yield f"{address}: x-default leads elsewhere: {head.alternates['x-default']}"
        if not head.indexed or unquote(head.canonical) != address:
            yield f"{address}: has alternates and is not to be indexed, or is another page's copy"
        for tag, to in others.items():
            if not feeds.TAG.fullmatch(tag) or not feeds.whole(to):
                yield f"{address}: {tag} {to}"
            there = heads.get(unquote(to))
            if there is None:
                yield f"{address}: names {to}, which is not there"
            elif there.alternates != head.alternates:
                yield f"{address}: names {to}, which names others"


def _data(heads: dict[str, Head], looked: Counter[str]) -> Iterator[str]:
    for address, head in heads.items():
        if "/articles/" in address:
            looked["NewsArticles"] += 1
            if not head.data:
                yield f"{address}: no data"
                continue
            said = json.loads(head.data)
            yield from (f"{address}: {fault}" for fault in structured.faults(said))
            if said.get("url") != head.canonical:
                yield f"{address}: its data are of another page"


def _maps(root: Path, base: str, heads: dict[str, Head], looked: Counter[str]) -> Iterator[str]:
    index = (root / "sitemap.xml").read_bytes()
    named = [str(loc.text) for loc in etree.fromstring(index).iter(f"{SITEMAP}loc")]
    if len(named) > MOST_ADDRESSES or len(index) > MOST_BYTES:
        yield "sitemap.xml is too long"
    yield from (f"sitemap.xml names {file} twice" for file, number in Counter(named).items() if number > 1)
    there = {f"{base}/{file.relative_to(root).as_posix()}" for file in (root / "sitemaps").glob("*.xml")}
    yield from (f"{file} is in no index, or not there" for file in sorted(there ^ set(named)))
    listed: Counter[str] = Counter()
    for file in sorted((root / "sitemaps").glob("*.xml")):
        body = file.read_bytes()
        addresses = [str(loc.text) for loc in etree.fromstring(body).iter(f"{SITEMAP}loc")]
        looked["sitemaps"] += 1
        looked["addresses in sitemaps"] += len(addresses)
        if not 1 <= len(addresses) <= MOST_ADDRESSES or len(body) > MOST_BYTES:
            yield f"{file.name} is empty or too long"
        for address in addresses:
            page = heads.get(unquote(address))
            if page is None:
                yield f"{file.name} names {address}, which is not there"
            elif not page.indexed or page.canonical != address:
                yield f"{file.name} names {address}, which is not to be indexed"
            if not file.name.startswith("news-"):
                listed[address] += 1
    yield from (f"{address} is in two sitemaps" for address, number in listed.items() if number > 1)
    for address, head in heads.items():
        wanted = "/articles/" in address and head.indexed and unquote(head.canonical) == address
        if wanted and head.canonical not in listed:
            yield f"{address} is in no sitemap"


if __name__ == "__main__":
    seen = check(Path(sys.argv[1]), sys.argv[2].rstrip("/"))
    print(", ".join(f"{number:,} {what}" for what, number in sorted(seen.looked.items())))
    print(f"{len(seen.faults)} faults", *seen.faults[:50], sep="\n")
    raise SystemExit(bool(seen.faults))
