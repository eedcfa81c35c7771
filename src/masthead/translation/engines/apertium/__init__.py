"""Apertium (https://apertium.org), a separate program: rules and dictionaries, near languages, no network."""

from masthead.translation.engines.apertium.engine import Apertium

__all__ = ["Apertium"]
