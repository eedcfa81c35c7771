"""The outlet's terms: a CSV file whose columns are languages (Masthead's codes) and whose rows are terms."""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

LARGEST = 2_000_000
"""Bytes of the file."""


def terms(file: str, source: str, target: str, text: str) -> dict[str, str]:
    """{term: translation} of the terms that stand in the text, longest first; none where there is no file."""
    if not file:
        return {}
    path = Path(file)
    try:
        seen = path.stat()
        rows = _rows(file, seen.st_mtime_ns, seen.st_size)
    except (OSError, ValueError, csv.Error) as error:
        raise ImproperlyConfigured(
            f"MASTHEAD_GLOSSARY names {file}, which cannot be read: {error}."
        ) from error
    pairs = {row[source]: row[target] for row in rows if row.get(source) and row.get(target)}
    return {term: pairs[term] for term in sorted(pairs, key=len, reverse=True) if _stands(term, text)}


def _stands(term: str, text: str) -> bool:
    """As a word, or the beginning of one: many languages put endings to it."""
    return re.search(rf"(?<![^\W\d_]){re.escape(term)}", text, re.IGNORECASE) is not None or (
        not term.isascii() and term in text  # scripts without spaces
    )


@lru_cache(maxsize=4)
def _rows(file: str, _changed: int, size: int) -> tuple[dict[str, str], ...]:
    if size > LARGEST:
        raise ValueError(f"it has more than {LARGEST // 1_000_000} MB")
    with Path(file).open(encoding="utf-8-sig", newline="") as lines:
        return tuple(
            {(code or "").strip().lower(): str(word or "").strip() for code, word in row.items()}
            for row in csv.DictReader(lines)
        )
