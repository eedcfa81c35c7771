"""What can go wrong at the desk."""

from __future__ import annotations


class DeskError(Exception):
    """``code`` is stable, the message is a sentence that says what to do."""

    code = "desk"
    permanent = True


class NothingToPublish(DeskError):
    code = "nothing-to-publish"


class NotAllowed(DeskError):
    code = "not-allowed"


class NotPermitted(DeskError):
    """The outlet holds no permission for this reprint (``masthead.article.permission``)."""

    code = "not-permitted"
