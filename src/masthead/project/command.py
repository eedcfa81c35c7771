"""The ``masthead`` command: every verb of the rooms, with Django's own commands under it."""

from __future__ import annotations

import gc
import os
import sys

FULL = "The disk is full, and what could not be written whole was not begun. Free some space, then do this again."
_OTHER_VERSION = ("no such table", "no such column", "does not exist")  # as SQLite and PostgreSQL say it
_HELP = {"-h", "--help", "help"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "masthead.project.settings")
    arguments = sys.argv[1:]
    if not arguments or (len(arguments) == 1 and arguments[0] in _HELP):
        sys.stdout.write(verbs())
        return
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db.utils import OperationalError, ProgrammingError

    from masthead.lib import disk

    try:
        set_up()
        execute_from_command_line(["masthead", *arguments])
    except ImproperlyConfigured as error:
        sys.exit(f"masthead: {error}")
    except BrokenPipeError:
        # Whoever read the output has gone: “masthead read … | head”.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except (OperationalError, ProgrammingError, OSError) as error:
        if disk.is_full(error):
            sys.exit(f"masthead: {FULL}")
        if isinstance(error, OSError) or not any(words in str(error) for words in _OTHER_VERSION):
            raise
        sys.exit(
            "masthead: The outlet's folder holds no outlet of this version. “masthead init” makes one, "
            "“masthead migrate” brings one up to date, and MASTHEAD_HOME says where it is."
        )


def set_up() -> None:
    """Load the software. Nothing of it becomes garbage, so that none is looked for meanwhile, nor later in it."""
    import django

    gc.disable()
    try:
        django.setup()
    finally:
        gc.freeze()
        gc.enable()


def verbs() -> str:
    """The list of verbs with a line on each, then the names of Django's and Wagtail's own commands."""
    import django
    from django.core.management import get_commands, load_command_class

    django.setup()
    ours: list[tuple[str, str]] = []
    others: list[str] = []
    for name, app in sorted(get_commands().items()):
        if str(app).startswith("masthead."):
            ours.append((name, load_command_class(str(app), name).help.split(". ")[0].rstrip(".")))
        else:
            others.append(name)
    width = max(len(name) for name, _ in ours) + 2
    lines = [
        "masthead: publish once, be read in 51 languages, answer for every copy.",
        "",
        "masthead VERB --help says more of each:",
        "",
        *(f"  {name:<{width}}{line}" for name, line in ours),
        "",
        "Also Django's and Wagtail's own commands: " + ", ".join(others) + ".",
        "",
    ]
    return "\n".join(lines)
