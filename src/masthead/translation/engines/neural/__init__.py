"""Neural models that lie in a folder of this machine, run by CTranslate2 (https://opennmt.net/CTranslate2)."""

from masthead.translation.engines.neural.engine import Neural, lacking

__all__ = ["Neural", "lacking"]
