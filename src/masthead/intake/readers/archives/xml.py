"""Elements of an XML export one by one: nothing is fetched, no entity of its own is resolved, memory stays small."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any, TypeAlias

from lxml import etree

from masthead.intake.errors import BrokenArchive, UnsafeArchive
from masthead.lib.html import CONTROL

Element: TypeAlias = Any


def elements(file: IO[bytes], tag: str, said: str) -> Iterator[tuple[int, Element]]:
    """Each element of this name with its line; ``BrokenArchive`` names the line where the file breaks."""
    try:
        for _, element in etree.iterparse(
            file,
            tag=tag,
            events=("end",),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        ):
            if element.getroottree().docinfo.internalDTD is not None:
                raise UnsafeArchive(
                    f"{said} declares entities of its own, which no export does. It is refused."
                )
            yield element.sourceline or 0, element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise BrokenArchive(
            f"{said} is no whole XML: it breaks at line {error.lineno or 1}. Export it again."
        ) from error


def text_at(element: Element, path: str) -> str:
    """The text of an element below, empty where it is not there."""
    found = element.find(path)
    return CONTROL.sub("", "".join(found.itertext())).strip() if found is not None else ""
