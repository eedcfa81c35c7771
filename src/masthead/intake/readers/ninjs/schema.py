"""Whether an item is what IPTC's schemas of ninjs allow, and which version it is in.

The schemas are IPTC's own files; nothing is fetched. https://github.com/iptc/newsinjson
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any

from jsonschema import ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import validator_for
from referencing import Registry, Resource

VERSIONS = ("1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "2.0", "2.1", "2.2", "3.0", "3.1")
NEWEST = {"3": "3.1", "2": "2.2", "1": "1.6"}
# Items of these could not yet declare it, and later ones took words away that they use.
_UNDECLARED = ("1.2", "1.1", "1.0")
# Objects in version 1, by names of their own, and lists since.
_LISTED = ("associations", "renditions")
_GEOJSON = "https://geojson.org/schema/GeoJSON.json"
_STRANGE = frozenset({"additionalProperties", "unevaluatedProperties"})
_KINDS = {
    "string": "text", "object": "an object", "array": "a list", "integer": "a whole number", "number": "a number",
    "boolean": "true or false",
}  # fmt: skip


def version(item: Mapping[str, Any]) -> str:
    """The version an item is in: the one it declares, else the newest whose members it uses."""
    declared = _declared(item)
    return declared if declared in VERSIONS else _shaped(item, declared)


def problem(item: Any, version: str = "") -> str:
    """What is wrong with an item in words that name the member; empty where a schema accepts it.

    Without ``version``, the one that is declared and the one the members show are tried. Members of a newer version
    than is known here, or of an agency's own schema, are let pass.
    """
    if not isinstance(item, dict):
        return "an item must be an object"
    advices = item.get("advices")
    if advices is not None and (wrong := _wrong(_validator("advices"), advices, ["advices"])):
        return wrong
    rest = {name: value for name, value in item.items() if name != "advices"}
    if version:
        return _wrong(_validator(version), rest)
    declared = _declared(item)
    shaped, lax = _shaped(item, declared), _extended(item, declared)
    tried = [shaped, *([declared] if declared in VERSIONS else [])]
    if shaped != NEWEST["3"] and not declared:
        tried += _UNDECLARED
    found = ""
    for name in dict.fromkeys(tried):
        wrong = _wrong(_validator(name), rest, lax=lax)
        if not wrong:
            return ""
        found = found or wrong
    return found


def _standard(item: Mapping[str, Any]) -> Mapping[str, Any]:
    said = item.get("standard", item.get("$standard"))
    return said if isinstance(said, dict) else {}


def _declared(item: Mapping[str, Any]) -> str:
    """The number an item declares, or that of the schema it names: ``3.0``."""
    said = _standard(item)
    for name in ("version", "schema"):
        if found := re.search(r"(?:^|schema_|\s)([1-9]\.\d)(?!\d)", str(said.get(name, ""))):
            return found[1]
    return ""


def _extended(item: Mapping[str, Any], declared: str) -> bool:
    """Does it say that it keeps to more than the schemas here?"""
    address = str(_standard(item).get("schema", ""))
    newer = bool(declared) and declared not in VERSIONS
    return newer or ("://" in address and "iptc.org/" not in address)


def _shaped(item: Mapping[str, Any], declared: str) -> str:
    """The newest version of the generation whose names it uses, or of the one it declares where all fit alike."""
    listed = any(isinstance(item.get(name), list) for name in _LISTED)
    named = any(isinstance(item.get(name), dict) for name in _LISTED)
    strange = {
        name: sum(not _knows(name, member) for member in item if member != "advices")
        + (listed if name == NEWEST["1"] else named)
        for name in NEWEST.values()
    }
    fewest = min(strange.values())
    best = [name for name, count in strange.items() if count == fewest]
    return next((name for name in best if name[0] == declared[:1]), best[0])


@cache
def _members(version: str) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    schema = _schema(version)
    item = schema.get("$defs", {}).get("ninjsType", schema)
    return frozenset(item["properties"]), tuple(map(re.compile, item.get("patternProperties", ())))


def _knows(version: str, member: str) -> bool:
    names, patterns = _members(version)
    return member in names or any(pattern.search(member) for pattern in patterns)


@cache
def _schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files(__package__).joinpath("schemas", f"{name}.json").read_bytes())
    return found


@cache
def _validator(name: str) -> Validator:
    schema = _schema(name)
    known: Registry[Any] = Registry()
    known = known.with_resource(_GEOJSON, Resource.from_contents(_schema("geojson")))
    known = known.with_resource(schema.get("$id") or schema.get("id") or name, Resource.from_contents(schema))
    return validator_for(schema)(schema, registry=known)


def _wrong(validator: Validator, value: Any, path: list[str] | None = None, *, lax: bool = False) -> str:
    errors = [
        error
        for error in islice(validator.iter_errors(value), 200)
        if not (lax and error.validator in _STRANGE)
    ]
    if not errors:
        return ""
    # What is wrong deep inside also makes the members around it strange: the deepest says it best.
    worst = max(errors, key=lambda error: (error.validator not in _STRANGE, len(error.absolute_path)))
    return _sentence(worst, path or [])


def _sentence(error: ValidationError, path: list[str]) -> str:
    steps = [*path, *(str(step) for step in error.absolute_path)]
    member = ".".join(steps)[:120]
    named = f"“{member}”" if member else "the item"
    match error.validator, error.validator_value:
        case "required", True:  # as of draft 3, said of the member itself
            return (
                f"“{'.'.join(steps[:-1])}” has no “{steps[-1]}”"
                if steps[1:]
                else f"the item has no “{member}”"
            )
        case "required", _:
            missing = re.match(r"'(.*?)' is a required property", error.message)
            return f"{named} has no “{missing[1]}”" if missing else f"{named} lacks a member"
        case (("additionalProperties" | "unevaluatedProperties"), _):
            strange = re.findall(r"'([^']{1,80})'", error.message)[:1]
            return (
                f"{named} may have no “{strange[0]}”" if strange else f"{named} has members that may not be"
            )
        case "type", kind:
            kinds = kind if isinstance(kind, list) else [kind]
            return f"{named} must be {' or '.join(_KINDS.get(str(k), str(k)) for k in kinds)}"
        case "enum", list() as values:
            return f"{named} must be one of {', '.join(str(value) for value in values[:12])}"
        case (("maximum" | "minimum"), limit):
            return f"{named} must be {'at most' if error.validator == 'maximum' else 'at least'} {limit}"
        case (("oneOf" | "anyOf"), _):
            return f"{named} is in none of the forms that are allowed, or in several at once"
        case _:
            return f"{named}: {error.message[:160]}"
