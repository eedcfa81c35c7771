"""Files of terms, by what is in them and not by their names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

from masthead.translation.glossary import tables, tbx
from masthead.translation.glossary.reading import Reading
from masthead.translation.glossary.terms import Term

Format = Literal["csv", "dca", "dct", "martif"]
FORMATS: tuple[Format, ...] = get_args(Format)
SUFFIX: dict[Format, str] = {"csv": "csv", "dca": "tbx", "dct": "tbx", "martif": "tbx"}


def read(data: bytes, source: str = "", target: str = "") -> Reading:
    """TBX or a table; ``NotReadable`` says why it is neither."""
    begins = data[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return tbx.read(data) if begins.startswith(b"<") else tables.read(data, source, target)


def write(terms: Iterable[Term], form: Format) -> bytes:
    return tables.write(terms) if form == "csv" else tbx.write(terms, form)
