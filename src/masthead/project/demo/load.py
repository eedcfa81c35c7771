"""Builds Confluence by the verbs an editor uses.

What is there is left alone, so that a run that was broken off can be begun again; once it has come to its end,
a further run changes nothing, whatever the editors have done since.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from masthead.article.models import Outlet
from masthead.project.demo import due, frame, login, publishing
from masthead.project.demo.login import Login

Say = Callable[[str], object]


class ForeignOutlet(Exception):
    """The folder holds an outlet that is not the demonstration."""

    code = "foreign-outlet"
    permanent = True

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The outlet here is {name}, not the demonstration. Choose another folder with MASTHEAD_HOME."
        )


def load(say: Say, *, password: str | None = None) -> Login:
    """Make the outlet, or finish making it; answers who can log in. ``password`` is the editor's, if it is new.

    ``say`` gets a line for each part, with how long it took. ``ForeignOutlet``: nothing was changed.
    """
    kept, there = login.read(), Outlet.objects.first()
    if there is not None and kept is None:
        raise ForeignOutlet(there.name)
    if there is not None and kept is not None and kept.finished:
        return kept
    keys = login.Login(kept.passwords) if kept else login.new(password)
    login.keep(keys)
    for name, step in _steps(keys):
        begun = time.monotonic()
        count = step()
        say(f"{name:<46}{count:>5}{time.monotonic() - begun:>8.1f} s")
    login.keep(keys.finish())
    return keys.finish()


def _steps(keys: Login) -> list[tuple[str, Callable[[], int]]]:
    return [
        ("Users of the desk", lambda: frame.users(keys.passwords)),
        ("The outlet", frame.outlet),
        ("Languages", frame.policies),
        ("Glossary", frame.glossary),
        ("Pictures", frame.pictures),
        ("Regions, themes and dossiers", frame.ways_in),
        ("People", frame.people),
        ("Articles", lambda: publishing.publish_all(publishing.sources())),
        ("Standing pages", lambda: publishing.publish_all(publishing.pages())),
        ("Dossiers in order", publishing.order_dossiers),
        ("Editions of three short articles", publishing.translate_short),
        ("Editions of the Universal Declaration", publishing.translate_declaration),
        ("Comments", publishing.comment),
        ("Waiting for the worker", due.once_each),
    ]
