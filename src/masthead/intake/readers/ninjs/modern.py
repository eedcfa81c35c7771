"""Items of every version of ninjs in one form: that of version 3, with all names in lower case."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

Item = dict[str, Any]

_RENAMED = {
    "byline": "by",
    "person": "people",
    "organisation": "organisations",
    "place": "places",
    "subject": "subjects",
    "event": "events",
    "object": "objects",
    "infosource": "infosources",
    "genre": "genres",
    "trustindicator": "trustindicators",
}
_TYPED = {"headline": "headlines", "description": "descriptions", "body": "bodies"}
_TYPED_NAME = re.compile(r"^(headline|description|body)(?:_(\w+))?$")


def modern(item: Mapping[str, Any]) -> Item:
    """The item in the form of version 3: lists of texts with a role, lists of associations and renditions."""
    found: Item = {}
    for name, value in item.items():
        key = name.lower()
        if isinstance(value, str) and (typed := _TYPED_NAME.match(key)):
            found.setdefault(_TYPED[typed[1]], []).append(_text(typed[2] or "", value))
        else:
            found[_RENAMED.get(key, key)] = value
    for name in ("renditions", "associations"):
        found[name] = list(_listed(found.get(name)))
    found["altids"] = list(_ids(found.get("altids")))
    found["associations"] = [modern(one) for one in found["associations"]]
    return {name: _lowered(value) for name, value in found.items()}


def _text(role: str, value: str) -> Item:
    kind = "text/html" if "html" in role else "text/vnd.IPTC.NITF" if "nitf" in role else ""
    return {"role": role, "contenttype": kind, "value": value}


def _listed(value: Any) -> Iterator[Item]:
    """A list of objects, or as in version 1 an object of them, whose names become theirs."""
    if isinstance(value, dict):
        yield from ({"name": name, **one} for name, one in value.items() if isinstance(one, dict))
    elif isinstance(value, list):
        yield from (one for one in value if isinstance(one, dict))


def _ids(value: Any) -> Iterator[Item]:
    if isinstance(value, dict):
        yield from ({"role": name, "value": said} for name, said in value.items())
    elif isinstance(value, list):
        yield from (one for one in value if isinstance(one, dict))


def _lowered(value: Any) -> Any:
    """Names of members in lower case, at every depth."""
    if isinstance(value, dict):
        return {name.lower(): _lowered(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_lowered(inner) for inner in value]
    return value
