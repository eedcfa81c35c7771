"""A process of its own that appends to a record: ``appender.py FOLDER DATABASE VERB [NAME ROUNDS]``."""

from __future__ import annotations

import sys
from pathlib import Path

import dj_database_url
import django
from django.conf import settings


def main(folder: str, address: str, verb: str, name: str = "", rounds: str = "0") -> None:
    database = dj_database_url.parse(address)
    if database["ENGINE"].endswith("sqlite3"):
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    settings.configure(
        HOME=Path(folder), USE_TZ=True, INSTALLED_APPS=["masthead.record"], DATABASES={"default": database}
    )
    django.setup()

    from django.core.management import call_command
    from django.db import transaction

    from masthead.record.actions import Statement, append

    if verb == "migrate":
        call_command("migrate", verbosity=0)
    elif verb == "check":
        call_command("record", "check")
    else:
        for number in range(int(rounds)):
            with transaction.atomic():
                append([Statement("test.appended", f"{name}/{number}", {"part": part}) for part in range(3)])


if __name__ == "__main__":
    main(*sys.argv[1:])
