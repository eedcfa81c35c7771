"""What must come through a translation as it is: codes, variables of programs, addresses."""

from __future__ import annotations

import re
from collections import Counter

from masthead.translation.checks.finding import Finding, Severity

# <x1> of masthead.translation.markup, {name}, {{ name }}, ${name}, %(name)s, %s, %1$d.
_VARIABLE = re.compile(
    r"</?x\d+/?>|\{\{\s*[\w.]+\s*\}\}|\$?\{[\w.]*\}|%\(\w+\)[sdf]|%\d\$[sdf]|(?<![\d%])%[sd](?!\w)"
)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'«»“”„‘’()\[\]{}、。，；]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII
)
_AFTER = ".,;:!?…)"


def check(source: str, target: str) -> list[Finding]:
    """``placeholder`` and ``address``: one that is lost, and one that has come."""
    wanted, there = Counter(_VARIABLE.findall(source)), Counter(_VARIABLE.findall(target))
    found = [_lost("placeholder", one) for one in (wanted - there)]
    found += [_come("placeholder", one) for one in (there - wanted)]
    ours, theirs = _addresses(source), _addresses(target)
    if not ours and not theirs:
        return found
    # Another address where one is missing: a page in the reader's language may well take the place of another.
    lost = [one for one in ours if one not in target]
    come = [one for one in theirs if one not in source]
    return found + ([_lost("address", lost[0])] if lost else [_come("address", come[0])] if come else [])


def _addresses(text: str) -> list[str]:
    return [match[0].rstrip(_AFTER) for match in _ADDRESS.finditer(text)]


def _lost(kind: str, one: str) -> Finding:
    severity = Severity.BLOCKING if kind == "placeholder" else Severity.WARNING
    return Finding(kind, severity, f"“{one}” is not in the translation.", one, "")


def _come(kind: str, one: str) -> Finding:
    severity = Severity.BLOCKING if kind == "placeholder" else Severity.WARNING
    return Finding(kind, severity, f"“{one}” is not in the source.", "", one)
