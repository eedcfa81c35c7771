"""The text of a WordPress post as HTML: block comments, shortcodes, and paragraphs that are only blank lines.

https://developer.wordpress.org/block-editor/explanations/architecture/key-concepts/ (block grammar),
https://codex.wordpress.org/Shortcode_API, and what WordPress's ``wpautop`` does to classic posts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape, unescape

from masthead.intake.draft import Picture
from masthead.lib.html import inline

_BLOCK = re.compile(r"(/?)wp:([a-z][a-z0-9_-]*(?:/[a-z][a-z0-9_-]*)?)\s*(\{.*\})?\s*(/?)", re.DOTALL)
_SHORTCODE = re.compile(r"\[(\[?)(/?)([A-Za-z][\w-]{0,60})((?:[\s=][^\[\]]{0,4000})?)\](\]?)")
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'/]+))|"([^"]*)"|(\S+)""")
_STANDING = "address article aside blockquote center details dialog div dl fieldset figure footer form header hr main nav ol section summary table tbody thead tfoot tr ul".split()  # fmt: skip  # noqa: SIM905
_HOLDING = "caption dd dt figcaption h1 h2 h3 h4 h5 h6 legend li p pre td th script style".split()  # noqa: SIM905
_TAG = re.compile(rf"<(/?)({'|'.join(sorted([*_STANDING, *_HOLDING], key=len, reverse=True))})(?=[\s/>])[^<>]*>", re.IGNORECASE)  # fmt: skip
_BLANK = re.compile(r"\n[ \t]*\n\s*")
_TURN = re.compile(r"<!--\s{0,3}(?:more|nextpage)[^<>]{0,200}-->")
_NOTE_MARK = re.compile(r"""<sup\b[^<>]*\bdata-fn=["']([^"'<>]{1,80})["'][^<>]*>.{0,400}?</sup>""", re.DOTALL)

_NOTES = frozenset({"footnote", "fn", "ref", "efn_note", "mfn", "sidenote", "footnotes_note"})
_CAPTIONS = frozenset({"caption", "wp_caption"})
_QUOTES = frozenset({"quote", "blockquote", "pullquote", "pull_quote", "pullquote_left", "pullquote_right"})
_MEDIA = frozenset({"audio", "video", "embed", "youtube", "vimeo", "soundcloud", "playlist", "twitter", "tweet", "instagram", "facebook", "fvplayer"})  # fmt: skip
# Those that mean something without any attribute, and nothing to a reader who takes their words for text.
_BARE = frozenset({"gallery", "toc", "more", "sitemap", "ad", "ads", "adsense", "contact-form", "archives", "sharethis", "comments", "break", "nextpage"})  # fmt: skip
_DEEPEST = 20
_PATTERNS_DEEP = 3


@dataclass(slots=True)
class Post:
    """What a post refers to: ``picture`` by the number of an attachment, ``pattern`` the text of a reusable block.

    ``notes`` fill as the text is read: (label, inline HTML). ``dropped`` names the blocks and shortcodes without text.
    """

    picture: Callable[[str], Picture | None] = lambda number: None
    pattern: Callable[[str], str] = lambda number: ""
    declared: Mapping[str, str] = field(default_factory=dict)
    notes: list[tuple[str, str]] = field(default_factory=list)
    dropped: dict[str, None] = field(default_factory=dict)


def html(text: str, post: Post) -> str:
    """The HTML that WordPress would print, from the text it stores."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("<![CDATA[", "&lt;![CDATA[")
    text = _TURN.sub("\n\n", text)
    return _blocks(_shortcodes(_NOTE_MARK.sub(lambda mark: _declared(mark[1], post), text), post), post, 0)


def declared_notes(value: str) -> dict[str, str]:
    """The footnotes block keeps its notes beside the post, as JSON: {identifier: HTML}."""
    try:
        rows = json.loads(value)
    except (ValueError, RecursionError):
        return {}
    pairs = (
        ((row.get("id"), row.get("content")) for row in rows if isinstance(row, dict))
        if isinstance(rows, list)
        else ()
    )
    return {key: content for key, content in pairs if isinstance(key, str) and isinstance(content, str)}


def classic(text: str) -> str:
    """Blank lines as paragraphs and line ends as ``br``, but for what stands in block elements already."""
    if "\n" not in text.strip():
        return text
    text = re.sub(r"<[a-zA-Z/][^<>]*>", lambda tag: tag[0].replace("\n", " "), text)  # no break in a tag
    out: list[str] = []
    at, holder = 0, ""
    for tag in _TAG.finditer(text):
        out.append(_lines(text[at : tag.start()], holder))
        out.append(tag[0])
        at = tag.end()
        element = tag[2].lower()
        holder = element if not tag[1] and element in _HOLDING else ""
    out.append(_lines(text[at:], holder))
    return "".join(out)


def _lines(text: str, holder: str) -> str:
    if holder in {"pre", "script", "style"} or not text.strip():
        return text
    if holder:
        return text.strip("\n").replace("\n", "<br>")
    return "".join(
        f"<p>{part.strip().replace(chr(10), '<br>')}</p>" for part in _BLANK.split(text) if part.strip()
    )


def _blocks(text: str, post: Post, deep: int) -> str:
    """Without the comments that mark blocks. What stands outside of every block is classic text."""
    out: list[str] = []
    inside = 0
    for is_comment, piece in _comments(text):
        if not is_comment:
            out.append(piece if inside else classic(piece))
            continue
        block = _BLOCK.fullmatch(piece.strip())
        if block is None:
            continue
        closes, name, attributes, alone = block.groups()
        if closes:
            inside = max(0, inside - 1)
        elif alone:
            out.append(_dynamic(name, attributes or "", post, deep))
        else:
            inside += 1
    return "".join(out)


def _dynamic(name: str, attributes: str, post: Post, deep: int) -> str:
    """A block without text of its own: the text of a reusable block, or nothing."""
    if (
        name == "block"
        and deep < _PATTERNS_DEEP
        and (number := re.search(r'"ref":\s*(\d{1,18})', attributes))
    ) and (pattern := post.pattern(number[1])):
        return _blocks(_shortcodes(pattern, post), post, deep + 1)
    if name not in {"separator", "spacer", "more", "nextpage", "footnotes"}:
        post.dropped[f"block {name}"] = None
    return ""


def _comments(text: str) -> Iterator[tuple[bool, str]]:
    """The text between comments, and what is in them, each with whether it is a comment."""
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        yield False, text[at:start]
        yield True, text[start + 4 : end]
        at = end + 3
    yield False, text[at:]


def _shortcodes(text: str, post: Post) -> str:
    if "[" not in text:
        return text
    closed = frozenset(found.lower() for found in re.findall(r"\[/([A-Za-z][\w-]{0,60})\]", text))
    levels: list[list[str]] = [[]]
    opened: list[tuple[str, dict[str, str]]] = []

    def close() -> None:
        name, attributes = opened.pop()
        content = "".join(levels.pop())
        levels[-1].append(_held(name, attributes, content, post))

    for quoted, piece in _quoted(text):
        if quoted:
            levels[-1].append(piece)
            continue
        at = 0
        for code in _SHORTCODE.finditer(piece):
            levels[-1].append(piece[at : code.start()])
            at = code.end()
            name = code[3].lower()
            attributes = _attributes(code[4])
            if code[1] and code[5]:  # [[name]] is the word, not the code
                levels[-1].append(code[0][1:-1])
            elif code[2]:
                if any(name == other for other, _ in opened):
                    while opened[-1][0] != name:
                        close()
                    close()
            elif name in _NOTES | _CAPTIONS | _QUOTES | _MEDIA and name in closed and len(opened) < _DEEPEST:
                opened.append((name, attributes))
                levels.append([])
            elif name in _MEDIA | {"gallery"}:
                levels[-1].append(_played(name, attributes, "", post))
            elif name in closed or name in _BARE or _made(name, code[4]):
                post.dropped[f"shortcode {name}"] = None
            else:
                levels[-1].append(code[0])
        levels[-1].append(piece[at:])
    while opened:
        close()
    return "".join(levels[0])


def _quoted(text: str) -> Iterator[tuple[bool, str]]:
    """Pieces, and whether they are program text, in which nothing is a shortcode."""
    lower = text.lower() if len(text.lower()) == len(text) else text
    at = 0
    while start := _first(lower, at):
        begin, name = start
        end = lower.find(f"</{name}>", begin)
        if end < 0:
            break
        yield False, text[at:begin]
        yield True, text[begin:end]
        at = end
    yield False, text[at:]


def _first(text: str, at: int) -> tuple[int, str] | None:
    found = ((text.find(f"<{name}", at), name) for name in ("pre", "code"))
    return min(((place, name) for place, name in found if place >= 0), default=None)


def _made(name: str, attributes: str) -> bool:
    """Would nobody write this in brackets as words? [sic] and [her emphasis] stay."""
    return "=" in attributes or "_" in name or ("-" in name and not attributes.strip())


def _attributes(text: str) -> dict[str, str]:
    """By name; those without a name under their place: "0", "1"."""
    named: dict[str, str] = {}
    text = unescape(text.lstrip("=").replace("“", '"').replace("”", '"').replace("″", '"'))
    for found in _ATTRIBUTE.finditer(text):
        value = next((group for group in found.groups()[1:] if group is not None), "")
        named.setdefault(found[1].lower() if found[1] else str(len(named)), value)
    return named


def _held(name: str, attributes: dict[str, str], content: str, post: Post) -> str:
    if name in _NOTES:
        return _noted(content, post)
    if name in _CAPTIONS:
        return _captioned(attributes, content)
    if name in _QUOTES:
        by = next(
            (attributes[key] for key in ("author", "by", "cite", "source", "name") if attributes.get(key)), ""
        )
        return f"\n\n<blockquote>{content}{f'<cite>{escape(by)}</cite>' if by else ''}</blockquote>\n\n"
    return _played(name, attributes, content, post)


def _captioned(attributes: dict[str, str], content: str) -> str:
    """[caption caption="words"]<img>[/caption], or since WordPress 3.4 [caption]<img> words[/caption]."""
    image = re.match(
        r"\s*(?:<p>)?\s*((?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?)(.*)",
        content,
        re.DOTALL | re.IGNORECASE,
    )
    if image is None:
        return content
    words = image[2].strip() or escape(attributes.get("caption", ""))
    return f"\n\n<figure>{image[1]}<figcaption>{words}</figcaption></figure>\n\n"


def _played(name: str, attributes: dict[str, str], content: str, post: Post) -> str:
    if name in {"gallery", "playlist"} and (numbers := re.findall(r"\d+", attributes.get("ids") or attributes.get("include") or "")):  # fmt: skip
        return "".join(map(_figure, filter(None, map(post.picture, numbers[:200]))))
    given = [
        content.strip(),
        *(attributes.get(key, "") for key in ("src", "url", "mp3", "mp4", "m4a", "ogg", "webm", "m4v", "0")),
    ]
    address = next((value for value in given if re.fullmatch(r"https?://\S+", value)), "")
    if address:
        return f'\n\n<p><a href="{escape(address)}">{escape(address)}</a></p>\n\n'
    post.dropped[f"shortcode {name}"] = None
    return content


def _figure(picture: Picture) -> str:
    return (
        f'\n\n<figure><img src="{escape(picture.url)}" alt="{escape(picture.alt)}">'
        f"<figcaption>{escape(picture.caption)}</figcaption></figure>\n\n"
    )


def _noted(content: str, post: Post) -> str:
    label = str(len(post.notes) + 1)
    note = inline(content)
    if not note:
        return ""
    post.notes.append((label, note))
    return f"[^{label}]"


def _declared(identifier: str, post: Post) -> str:
    content = post.declared.get(identifier)
    return _noted(content, post) if content else ""
