"""What a check says of one segment."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    BLOCKING = "blocking"
    """Wrong enough to hold an edition back until a person has looked."""

    WARNING = "warning"
    """Likely wrong."""

    NOTE = "note"
    """Worth a look."""


@dataclass(frozen=True, slots=True)
class Finding:
    """``kind`` is stable (docs/reference/checks.md), ``why`` a sentence; the rest are the words it is about."""

    kind: str
    severity: Severity
    why: str
    source: str = ""
    target: str = ""
