"""The outlet's glossary, as pure values: terms, where they stand in a text, and the files they come and go in."""

from __future__ import annotations

from masthead.translation.glossary.matching import Glossary, Use
from masthead.translation.glossary.terms import Form, Kind, Status, Term

__all__ = ("Form", "Glossary", "Kind", "Status", "Term", "Use")
