"""What can go wrong on the way in. Every error has a stable ``code`` and a sentence that says what to do."""

from __future__ import annotations


class IntakeError(Exception):
    """``permanent``: the same input will fail again. ``sentence`` is meant for people."""

    code = "intake"
    permanent = True

    @property
    def sentence(self) -> str:
        return str(self)


class NoSuchFile(IntakeError):
    code = "no-such-file"


class NotAFile(IntakeError):
    """A folder, a socket, a device."""

    code = "not-a-file"


class Unreadable(IntakeError):
    """The file is there but may not, or cannot, be read."""

    code = "unreadable"


class TooLarge(IntakeError):
    code = "too-large"


class SeveralSites(IntakeError):
    """One folder or ZIP archive with exports of different sites."""

    code = "several-sites"


class UnsafeArchive(IntakeError):
    """An archive or folder that is made to do harm, or cannot be told from one."""

    code = "unsafe-archive"


class BrokenArchive(IntakeError):
    """An archive that is cut off or damaged."""

    code = "broken-archive"


class Encrypted(IntakeError):
    """Locked with a password."""

    code = "encrypted"


class TooMany(IntakeError):
    """More came at once than is taken."""

    code = "too-many"


class NotFetched(IntakeError):
    """The address gave nothing; ``code`` and ``permanent`` are those of ``masthead.lib.fetch.FetchError``."""

    def __init__(self, code: str, sentence: str, *, permanent: bool) -> None:
        super().__init__(sentence)
        self.code, self.permanent = code, permanent


class Empty(IntakeError):
    code = "empty"


class UnknownFormat(IntakeError):
    """No reader knows this kind of file."""

    code = "unknown-format"


class NotText(IntakeError):
    """The bytes are no text in any encoding."""

    code = "not-text"


class NoArticle(IntakeError):
    """There is no article text in it."""

    code = "no-article"


class Malformed(IntakeError):
    """An archive whose file is damaged or is not what it says; the sentence names the line, from 1."""

    code = "malformed"


class NotOneArticle(IntakeError):
    """One article is wanted, and it holds none or several."""

    code = "not-one-article"


class Fault(IntakeError):
    """A reader broke on the input; the log says where."""

    code = "fault"


class AlreadyTakenIn(IntakeError):
    """The same address or the same file came in before; ``article`` is the key of what it became."""

    code = "already-taken-in"

    def __init__(self, sentence: str, article: int) -> None:
        super().__init__(sentence)
        self.article = article


class UnknownLanguage(IntakeError):
    """It is in no language that an edition can be in, or that is not known."""

    code = "unknown-language"


class DoesNotFit(IntakeError):
    """What was found cannot be stored as an article."""

    code = "does-not-fit"


class AlreadyWatched(IntakeError):
    """The feed is watched by another row."""

    code = "already-watched"


class NotWatched(IntakeError):
    """No feed of this number or address is watched."""

    code = "not-watched"


class NotValid(IntakeError):
    """It says that it keeps to a format and breaks its rules."""

    code = "not-valid"


class DoesNotSay(IntakeError):
    """A draft lacks what the format to write asks for."""

    code = "does-not-say"


class NotADraft(IntakeError):
    """It has been published, and is no longer intake's to throw away."""

    code = "not-a-draft"


class Locked(IntakeError):
    """Somebody holds the article."""

    code = "locked"


class ChangedMeanwhile(IntakeError):
    """Somebody saved the same draft in between."""

    code = "changed-meanwhile"
    permanent = False


class NothingAlike(IntakeError):
    """There is no earlier article to choose about."""

    code = "nothing-alike"
