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
