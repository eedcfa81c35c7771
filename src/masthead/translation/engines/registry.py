"""Which engines this outlet has, in the order in which they are asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from masthead.translation.engines.base import Engine

# Engines of the house by name. Each has ``from_settings()``, which gives None where it is not set up.
HOUSE = {
    "opencc": "masthead.translation.engines.chinese.OpenCC",
    "libretranslate": "masthead.translation.engines.libretranslate.LibreTranslate",
    "neural": "masthead.translation.engines.neural.Neural",
    "deepl": "masthead.translation.engines.deepl.DeepL",
    "chat": "masthead.translation.engines.chat.Chat",
    "google": "masthead.translation.engines.google.Google",
    "azure": "masthead.translation.engines.azure.Azure",
    "amazon": "masthead.translation.engines.amazon.Amazon",
    "apertium": "masthead.translation.engines.apertium.Apertium",
    "pseudo": "masthead.translation.engines.pseudo.Pseudo",
}
# Exact first, then one's own server and models, then services for which the operator has a key; Apertium serves where
# they cannot.
DEFAULT_CHAIN = (
    "opencc",
    "libretranslate",
    "neural",
    "deepl",
    "chat",
    "google",
    "azure",
    "amazon",
    "apertium",
)


def available() -> list[Engine]:
    """The engines that are set up, in the order of ``MASTHEAD_ENGINES``."""
    engines = (_load(entry) for entry in _chain())
    return [engine for engine in engines if engine is not None]


def find(name: str) -> Engine | None:
    """The engine of this name, if it is set up."""
    return next((engine for engine in available() if engine.name == name), None)


def _chain() -> Sequence[str]:
    """Names of engines of the house, or dotted paths of others."""
    return getattr(settings, "MASTHEAD_ENGINES", None) or DEFAULT_CHAIN


def _load(entry: str) -> Engine | None:
    try:
        engine: Any = import_string(HOUSE.get(entry, entry))
    except ImportError as error:
        raise ImproperlyConfigured(
            f"MASTHEAD_ENGINES names “{entry}”: write one of {', '.join(HOUSE)}, or the dotted path of a class."
        ) from error
    found: Engine | None = engine.from_settings()
    return found
