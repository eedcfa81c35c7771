from __future__ import annotations

import secrets
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from masthead.article.models import Outlet
from masthead.desk import roles
from masthead.desk.models import User
from masthead.lib import languages
from masthead.translation.models import Policy


class Command(BaseCommand):
    help = "Make an empty outlet of your own, with a chief editor who can log in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="What the outlet is called.")
        parser.add_argument(
            "--url", required=True, help="Where readers will find it, such as https://example.org."
        )
        parser.add_argument(
            "--language", default="en", help="The language of the outlet itself (default: %(default)s)."
        )
        parser.add_argument(
            "--languages", default="all", help="Languages to publish in, with commas (default: all 51)."
        )
        parser.add_argument(
            "--editor", default="editor", help="Login of the chief editor (default: %(default)s)."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        if Outlet.objects.exists():
            raise CommandError(f"There is an outlet here already: {Outlet.objects.get()}.")
        try:
            codes = (
                list(languages.CODES)
                if options["languages"] == "all"
                else [languages.get(code.strip()).code for code in options["languages"].split(",")]
            )
            outlet = Outlet(
                name=options["name"], url=options["url"], language=languages.get(options["language"]).code
            )
            outlet.full_clean()
        except languages.UnknownLanguage as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError(
                " ".join(f"{name}: {' '.join(texts)}" for name, texts in error.message_dict.items())
            ) from error
        password = secrets.token_urlsafe(12)
        with transaction.atomic():
            outlet.save()
            Policy.objects.bulk_create(Policy(language=code) for code in codes)
            roles.prepare()
            editor = User.objects.create_user(options["editor"], password=password)
            editor.groups.add(Group.objects.get(name=roles.CHIEF))
        self.stdout.write(
            f"{outlet.name} is ready. Start it with “masthead serve”, then log in at /desk/ "
            f"as {editor.username} with the password {password}"
        )
