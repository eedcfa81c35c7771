"""Lines and paragraphs that mean more than they say: set lines, speakers under quotations, addresses by themselves."""

from __future__ import annotations

import re
from html import escape

from lxml import html as lxml_html
from lxml.html import HtmlElement

from masthead.intake.readers.archives.content.tree import attributes, first, replace
from masthead.intake.readers.html.text import text_of

_URL = re.compile(r"https?://[^\s<>\"]+")
_CODE = re.compile(r"(?:^|\s)(?:graf--pre|codehilite|highlight|prettyprint|language-\S+)(?:\s|$)")


def formulas(root: HtmlElement) -> None:
    """A formula of Substack's as its source."""
    for element in root.xpath(".//*[self::div or self::span][@data-attrs]"):
        if source := first(attributes(element), "persistentExpression"):
            replace(element, f"<p><code>{escape(source, quote=False)}</code></p>")


def set_lines(root: HtmlElement) -> None:
    """The lines of preformatted text, parted by ``br``."""
    for node in root.xpath(".//pre[not(ancestor::pre)]"):
        for br in list(node.iter("br")):
            br.tail = "\n" + (br.tail or "")
            br.drop_tag()
        texts = node.xpath(".//text()")
        last = max((at for at, text in enumerate(texts) if text.strip()), default=-1)
        begun = False
        for at, text in enumerate(texts):
            lines = str(text).split("\n") if at <= last else [""]
            while not begun and len(lines) > 1 and not lines[0].strip():
                lines.pop(0)
            while at == last and len(lines) > 1 and not lines[-1].strip():
                lines.pop()
            if not begun and len(texts) > 1:
                lines[0] = lines[0].lstrip()
            begun = begun or bool(text.strip())
            _part(text.getparent(), lines, after=text.is_tail)
        if _CODE.search(node.get("class") or "") and node.find(".//code") is None:
            code = lxml_html.Element("code")
            code.text, node.text = node.text, None
            code.extend(list(node))
            node.append(code)


def _part(node: HtmlElement, lines: list[str], *, after: bool) -> None:
    """Put the lines of a text, which stands in an element or after it, in its place."""
    begin = lines[0].rstrip() if len(lines) > 1 else lines[0]
    for number, line in enumerate(reversed(lines[1:])):
        br = lxml_html.Element("br")
        br.tail = line.lstrip() if not number else line.strip()
        if after:
            node.addnext(br)
        else:
            node.insert(0, br)
    if after:
        node.tail = begin
    else:
        node.text = begin


def speakers(root: HtmlElement) -> None:
    """``cite`` and ``footer`` at the end of a quotation as its last line, after a dash."""
    for node in list(root.iter("blockquote")):
        last = node[-1] if len(node) else None
        if last is None or last.tag not in {"cite", "footer"} or (last.tail or "").strip():
            continue
        if name := text_of(last).lstrip("—–-― "):
            line = lxml_html.Element("p")
            line.text = f"— {name}"
            node.replace(last, line)


def addresses(root: HtmlElement) -> None:
    """An address that stands alone in its paragraph is a link."""
    for node in list(root.iter("p", "div")):
        text = (node.text or "").strip()
        if not len(node) and text.startswith("http") and _URL.fullmatch(text):
            node.text = ""
            anchor = lxml_html.Element("a", href=text)
            anchor.text = text
            node.append(anchor)
