"""What can go wrong with an engine, in the words of this room.

::

    EngineError
    ├── EngineUnavailable   not there, or not working: another engine may serve, this one later
    ├── EngineBusy          asked too often: wait
    ├── EngineRefused       the key or the account is not accepted
    │   └── EngineSpent     what the account may translate is used up
    ├── UnsupportedPair     it does not translate between these languages
    └── BadAnswer           it answered, but not with translations
        └── TooMuchError    the texts of one call are longer, or more, than it takes

A fault of one text alone is no error: it is said in ``Answer.fault``.
"""

from __future__ import annotations


class EngineError(Exception):
    """``code`` is stable, ``permanent``: the same call will fail again; the message is for people."""

    code = "engine"
    permanent = False


class EngineUnavailable(EngineError):
    code = "engine-unavailable"


class EngineBusy(EngineError):
    """``retry_after`` is in seconds, None where the engine does not say."""

    code = "engine-busy"

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class EngineRefused(EngineError):
    code = "engine-refused"
    permanent = True


class EngineSpent(EngineRefused):
    code = "engine-spent"


class UnsupportedPair(EngineError):
    code = "unsupported-pair"
    permanent = True

    def __init__(self, engine: str, source: str, target: str) -> None:
        super().__init__(f"{engine} does not translate from {source} to {target}: choose another engine.")
        self.engine, self.source, self.target = engine, source, target


class BadAnswer(EngineError):
    code = "bad-answer"


class TooMuchError(BadAnswer):
    """The texts of one call are longer, or more, than the engine takes."""
