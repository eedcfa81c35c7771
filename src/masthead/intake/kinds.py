"""The kinds of items that come in, by the words of IPTC's formats, and which of them can be articles."""

from __future__ import annotations

TEXT = "text"
KINDS = {
    "text": "a text item",
    "composite": "a composite",
    "component": "a component",
    "picture": "a picture",
    "graphic": "a graphic",
    "animated": "an animation",
    "video": "a video",
    "audio": "a sound recording",
    "package": "a package, a list of other items",
    "planning": "a plan of coverage",
    "event": "an event",
    "concept": "a concept",
    "knowledge": "a list of concepts",
    "catalog": "a catalogue of codes",
}
"""Each kind, and what it is called in a sentence."""

ARTICLES = frozenset({"text", "composite", "component"})
"""An item of another kind is no article, even where words come with it, as a script does with a video."""


def named(kind: str) -> str:
    """What an item that is no article is, in a sentence."""
    return f"{KINDS[kind]} without a body" if kind in ARTICLES else KINDS[kind]
