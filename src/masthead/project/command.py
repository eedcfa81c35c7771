"""The ``masthead`` command: every verb of the rooms, with Django's own commands under it."""

from __future__ import annotations

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "masthead.project.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["masthead", *sys.argv[1:]])
