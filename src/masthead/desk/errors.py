"""What can go wrong at the desk."""

from __future__ import annotations


class DeskError(Exception):
    """``code`` is stable, the message is a sentence that says what to do."""

    code = "desk"
    permanent = True


class NothingToPublish(DeskError):
    code = "nothing-to-publish"


class NothingToWithdraw(DeskError):
    code = "nothing-to-withdraw"


class BadReason(DeskError):
    """What was given as the reason of a withdrawal is none, or the address of who demands it is no address."""

    code = "bad-reason"


class NotAllowed(DeskError):
    code = "not-allowed"


class NotPermitted(DeskError):
    """The outlet holds no permission for this reprint (``masthead.article.permission``)."""

    code = "not-permitted"


class CannotJoin(DeskError):
    """What moved in as a translation does not follow its original: a listener refuses it."""

    code = "cannot-join"


class OtherOptions(DeskError):
    """A move was begun in another way than it is to go on."""

    code = "other-options"


class NoOutlet(DeskError):
    code = "no-outlet"
