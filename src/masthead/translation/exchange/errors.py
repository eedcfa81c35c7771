"""What can be wrong with a file of exchange."""

from __future__ import annotations

from masthead.translation.errors import TranslationError


class NotReadable(TranslationError):
    """The file is not what its format says; the sentence names what and where."""

    code = "not-readable"
