"""What a template would have put into a text when it was sent or built: Liquid, Django, merge tags."""

from __future__ import annotations

import re

_KEPT = re.compile(r"\{%-?\s*(?:end)?(?:raw|highlight|comment|block)\b[^%]{0,200}%\}")
_TAG = re.compile(r"\{%[^{}]{0,500}?%\}|\{\{[^{}]{0,500}?\}\}")
_HOME = re.compile(r"\{\{-?\s*(?:site\.(?:baseurl|url)|'' \| relative_url)\s*-?\}\}")


def without_tags(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without its tags, and what is lost with them in a sentence each."""
    text = _KEPT.sub("", _HOME.sub("", text))
    lost = dict.fromkeys(" ".join(tag.split())[:80] for tag in _TAG.findall(text))
    return _TAG.sub("", text), tuple(f"The template’s {tag} is left." for tag in lost)
