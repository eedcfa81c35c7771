from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from masthead.desk.models import User
from masthead.project.demo import load, login, plan


class Command(BaseCommand):
    help = (
        "Make the demonstration outlet, Confluence, where there is no outlet; say who can log in to its desk."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--password",
            help="The editor's password. Without it a random one is made and kept in the folder.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            keys = load.load(self._say, password=options["password"])
        except load.ForeignOutlet as error:
            self.stdout.write(str(error))
            return
        for name in (plan.EDITOR, plan.TRANSLATOR):
            self.stdout.write(f"{name.title() + ':':<12} {name} / {_password(name, keys)}")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _password(name: str, keys: login.Login) -> str:
    """The password to say: the one that was kept, if it still opens."""
    user = User.objects.filter(username=name).first()
    if user is None:
        return "(removed at the desk)"
    kept = keys.passwords.get(name, "")
    return kept if user.check_password(kept) else "(changed at the desk)"
