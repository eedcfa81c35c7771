"""Who can log in to the demonstration's desk, kept in the outlet's folder so that it can be said again."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Login:
    """``passwords`` by user name; ``finished``: everything has been loaded."""

    passwords: dict[str, str]
    finished: bool = False

    def finish(self) -> Login:
        return replace(self, finished=True)


def file() -> Path:
    return Path(settings.HOME) / "demonstration.json"


def read() -> Login | None:
    """What was kept, or None where nothing was, or nothing that can be read."""
    try:
        kept = json.loads(file().read_text(encoding="utf-8"))
        return Login(dict(kept["passwords"]), bool(kept["finished"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def new(editor: str | None = None) -> Login:
    """Passwords for both users: the editor's is given, or random like the translator's."""
    return Login({"editor": editor or secrets.token_urlsafe(9), "translator": secrets.token_urlsafe(9)})


def keep(login: Login) -> None:
    """Write the file whole or not at all, for nobody else to read."""
    fresh = file().with_name(f"{file().name}.{os.getpid()}")
    with os.fdopen(
        os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as out:
        json.dump(asdict(login), out)
    fresh.replace(file())
