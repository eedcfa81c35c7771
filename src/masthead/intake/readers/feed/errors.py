"""What can be wrong with a feed."""

from __future__ import annotations

from masthead.intake.errors import IntakeError


class NotAFeed(IntakeError):
    code = "not-a-feed"


class HostileFeed(IntakeError):
    """It declares entities, or is built to take all time and memory."""

    code = "hostile-feed"
