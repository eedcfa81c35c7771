from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from masthead.article.models import Outlet
from masthead.press import files, proxies


class Command(BaseCommand):
    help = "Print the configuration of a web server that stands in front: nginx or caddy."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("server", choices=["nginx", "caddy"])
        parser.add_argument(
            "--host", help="The name that readers ask for (default: that of the outlet's address)."
        )
        parser.add_argument(
            "--behind",
            default="127.0.0.1:8000",
            help="Where “masthead serve” listens (default: %(default)s).",
        )
        parser.add_argument("--listen", default="80", help="Where nginx is to listen (default: %(default)s).")
        parser.add_argument(
            "--brotli", action="store_true", help="For an nginx that has its module brotli_static."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        outlet = Outlet.objects.first()
        host = options["host"] or (outlet.host if outlet else "")
        if not host:
            raise CommandError("There is no outlet yet, so say its name with --host.")
        for value in (host, options["behind"], options["listen"]):
            if not proxies.is_plain(value):
                raise CommandError(
                    f"“{value}” cannot stand in a configuration: write a host, a port, or both."
                )
        media = Path(settings.MEDIA_ROOT)
        for folder in (files.root(), media):
            if not proxies.is_plain(str(folder)):
                raise CommandError(
                    f"{folder} cannot stand in a configuration: its name has more than letters, digits, . _ - and /."
                )
        site = proxies.Site(
            host, files.root(), media, options["behind"], listen=options["listen"], brotli=options["brotli"]
        )
        self.stdout.write(proxies.nginx(site) if options["server"] == "nginx" else proxies.caddy(site))
