"""Masthead: publish once, be read in 51 languages, answer for every copy."""

__version__ = "0.1.0"
