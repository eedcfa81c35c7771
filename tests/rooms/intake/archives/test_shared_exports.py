"""The shared exports: what is read equals an independent count of the source, or a Left says why not.

The counts are made with plain XML and JSON here, not with the readers' own code.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html
from tests.rooms.intake.archives.exports import only

from masthead.intake.archive import Attached, Author, Filed, Item, Left
from masthead.intake.errors import Malformed
from masthead.intake.readers.archives import registry
from masthead.intake.readers.archives.content.reader import read as content
from masthead.intake.readers.archives.ghost import cards, mobiledoc

pytestmark = pytest.mark.shared
SHARED = Path(__file__).parents[5] / "shared" / "data"
WXR = sorted((SHARED / "wordpress-wxr").rglob("*.xml"))
GHOST = sorted((SHARED / "ghost-exports" / "export").glob("v*.json"))
# Broken on purpose, and the line in which each is.
BROKEN = {
    "crazy-cdata.xml": 18, "malformed-simple.xml": 14, "malformed.xml": 90, "namespace-edge-cases.xml": 84,
    "invalid-version-tag.xml": 33, "missing-version-tag.xml": 27,
}  # fmt: skip
_BARE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)")


def named(node: Any, *names: str) -> list[Any]:
    """Children by local name, of WordPress's namespaces or of none."""
    return [
        child
        for child in node
        if isinstance(child.tag, str) and etree.QName(child).localname in names and "purl" not in child.tag
    ]


def value(node: Any, name: str) -> str:
    found = named(node, name)
    return (found[0].text or "").strip() if found else ""


def channel(path: Path) -> Any:
    """The source as XML; in some of these files an address has a bare ampersand."""
    text = path.read_text("utf-8")
    try:
        return etree.fromstring(text.encode()).find("channel")
    except etree.XMLSyntaxError:
        return etree.fromstring(_BARE.sub("&amp;", text).encode()).find("channel")


@pytest.mark.parametrize(
    "path", [path for path in WXR if path.name not in BROKEN], ids=lambda path: path.name
)
def test_a_wordpress_export_is_read_whole(path: Path) -> None:
    source = channel(path)
    items = named(source, "item")
    pieces = list(registry.pieces(path))
    read, left = only(Item, pieces), Counter(piece.kind for piece in only(Left, pieces))

    attached = [item for item in items if value(item, "post_type") == "attachment"]
    assert len(only(Attached, pieces)) + left["attachment"] == len(attached)
    not_left = sum(
        count for kind, count in left.items() if kind not in {"comment", "term", "attachment", "author"}
    )
    assert len(read) + not_left == len(items) - len(attached)
    comments = [comment for item in items for comment in named(item, "comment")]
    assert sum(len(item.comments) for item in read) + left["comment"] == len(comments)
    declared = named(source, "category", "tag", "term")
    assert (
        len({filed.identifier for filed in only(Filed, pieces)})
        == len(only(Filed, pieces))
        >= len(declared) - left["term"]
    )
    # A login that is an address of mail is not shown.
    logins = {value(one, "author_login").partition("@")[0] for one in named(source, "author")} - {""}
    assert logins <= {who.identifier for who in only(Author, pieces)}
    by_line = {item.sourceline: item for item in items}
    for item in read:
        origin = by_line[item.line]
        assert item.is_page == (value(origin, "post_type") == "page")
        assert item.slug == value(origin, "post_name")
        carried = {
            (c.get("domain"), c.get("nicename")) for c in origin.findall("category") if c.get("nicename")
        }
        kept = {domain for domain, _ in carried} - {
            "post_format",
            "nav_menu",
            "author",
            "language",
            "post_translations",
        }
        assert len(item.draft.terms) == len([one for one in carried if one[0] in kept])
        said = letters(item)
        missing = {word for word in words_of(origin) if word not in said}  # mc of mc<sup>2</sup> is in mc2
        assert not missing, (item.identifier, sorted(missing)[:20])


def words_of(item: Any) -> set[str]:
    """The words of a post's text as any browser would show them, without shortcodes and what is played."""
    content = next(
        (node.text or "" for node in item if isinstance(node.tag, str) and "content/}encoded" in node.tag), ""
    )
    content = re.sub(r"<!--.*?-->|<(script|style|iframe)\b.*?</\1>", " ", content, flags=re.DOTALL)
    content = re.sub(r"\[/?[a-z][\w-]*(?:\s[^\]]*)?\]", " ", content)
    if not content.strip():
        return set()
    text = " ".join(html.fragment_fromstring(content, create_parent="div").itertext())
    return set(re.findall(r"[^\W_]{2,}", text.casefold()))


def letters(item: Item) -> str:
    draft = item.draft
    said = [
        draft.body_text,
        *(part for picture in draft.pictures for part in (picture.caption, picture.credit, picture.alt)),
    ]
    return " ".join(said).casefold()


@pytest.mark.parametrize("path", [path for path in WXR if path.name in BROKEN], ids=lambda path: path.name)
def test_a_broken_wordpress_export_names_its_line(path: Path) -> None:
    with pytest.raises(Malformed, match=rf"line {BROKEN[path.name]}\b"):
        next(registry.pieces(path))


def test_polylang_pairs_are_found() -> None:
    items = only(Item, list(registry.pieces(SHARED / "wordpress-wxr" / "polylang" / "test-import.xml")))

    groups = Counter((item.group, item.draft.language and item.draft.language.value[:2]) for item in items)
    assert set(groups.values()) == {1}
    assert Counter(group for group, _ in groups) == dict.fromkeys([group for group, _ in groups], 2)


@pytest.mark.parametrize("path", GHOST, ids=lambda path: path.name)
def test_a_ghost_export_is_read_whole(path: Path) -> None:
    tables = json.loads(path.read_text())["db"][0]["data"]
    pieces = list(registry.pieces(path))
    items = {item.identifier: item for item in only(Item, pieces)}

    assert items.keys() == {post["id"] for post in tables["posts"]}
    assert {who.identifier for who in only(Author, pieces)} == {user["id"] for user in tables["users"]}
    assert {tag.identifier for tag in only(Filed, pieces)} == {tag["id"] for tag in tables["tags"]}
    assert sum(len(item.draft.terms) for item in items.values()) == len(tables["posts_tags"])
    assert sum(len(item.draft.bylines) for item in items.values()) == len(
        tables.get("posts_authors") or tables["posts"]
    )
    for secret in (user["password"] for user in tables["users"]):
        assert secret not in repr(pieces)
    for post in tables["posts"]:
        expected = set(
            re.findall(r"\w{2,}", " ".join(html.fromstring(f"<div>{post['html']}</div>").itertext()))
        )
        draft = items[post["id"]].draft
        said = [
            draft.body_text,
            *(f"{picture.caption} {picture.credit}" for picture in draft.pictures),
            *(note for _, note in draft.footnotes),
        ]
        missing = expected - set(re.findall(r"\w{2,}", " ".join(said)))
        # What stands beside the title of a previewed link is the preview's, not the author's.
        assert len(missing) <= 12, sorted(missing)


@pytest.mark.parametrize("path", GHOST, ids=lambda path: path.name)
def test_mobiledoc_reads_like_the_html_that_ghost_made_of_it(path: Path) -> None:
    for post in json.loads(path.read_text())["db"][0]["data"]["posts"]:
        ours = content(mobiledoc.html(post["mobiledoc"])[0])
        theirs = content(cards.plain(post["html"]))

        apart = set(ours.words.split()) ^ set(theirs.words.split())
        # Ghost's Markdown marks with ==, and an embedded film has a title in one and an address in the other.
        assert len(apart) <= 12, (post["slug"], sorted(apart))
        assert [picture.url for picture in ours.pictures] == [picture.url for picture in theirs.pictures]
