"""What can go wrong in translation, apart from the engines (``engines/errors.py``)."""

from __future__ import annotations


class TranslationError(Exception):
    """``code`` is stable, the message is a sentence that says what to do."""

    code = "translation"
    permanent = True


class NotPublished(TranslationError):
    code = "not-published"


class DoesNotFit(TranslationError):
    """A translation from outside does not fit its source."""

    code = "does-not-fit"


class NotPermitted(TranslationError):
    """The outlet may not translate this reprint into that language (``masthead.article.permission``)."""

    code = "not-permitted"


class CapReached(TranslationError):
    """The next question would cost more than the budget allows. ``scope``: ``article``, ``day`` or ``language``."""

    code = "cap-reached"
    permanent = False

    def __init__(self, scope: str, message: str) -> None:
        super().__init__(message)
        self.scope = scope
