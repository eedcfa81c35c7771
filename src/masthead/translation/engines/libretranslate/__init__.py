"""LibreTranslate (https://docs.libretranslate.com), a translation server that an outlet can run."""

from masthead.translation.engines.libretranslate.engine import LibreTranslate

__all__ = ["LibreTranslate"]
