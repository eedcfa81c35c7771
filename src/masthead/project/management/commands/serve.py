from __future__ import annotations

import os
import sys
import tempfile
from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from masthead.article.models import Outlet
from masthead.desk import roles
from masthead.press import actions, addresses, files, tasks
from masthead.project import assets, supervisor


class Command(BaseCommand):
    help = "Serve the outlet: readers' pages and the desk, with the worker beside them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--host", default="127.0.0.1", help="Address to listen at (default: %(default)s)."
        )
        parser.add_argument(
            "--port", type=int, default=8000, help="Port to listen at (default: %(default)s)."
        )
        parser.add_argument(
            "--demonstration",
            action="store_true",
            help="Make the demonstration outlet first, where there is no outlet.",
        )
        parser.add_argument(
            "--threads", type=int, default=8, help="Requests to Django at one time (default: %(default)s)."
        )
        parser.add_argument(
            "--pages", type=int, default=1, help="Processes that answer with pages (default: %(default)s)."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        if not supervisor.port_is_free(host, port):
            raise CommandError(f"Somebody already listens at {host}:{port}. Choose another with --port.")
        call_command("migrate", interactive=False, verbosity=0)
        roles.prepare()
        assets.gather()
        if options["demonstration"]:
            call_command("demo")
            self._move(settings.WAGTAILADMIN_BASE_URL)
        self._press()
        shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::1") else host  # noqa: S104 - compared, not bound
        self.stdout.write(
            f"Readers: http://{shown}:{port}/\nDesk:    http://{shown}:{port}/desk/\nStop with Ctrl+C."
        )
        self.stdout.flush()
        folder = tempfile.mkdtemp(prefix="masthead-")
        socket = f"{folder}/web"
        os.environ["MASTHEAD_SOCKET"] = socket
        number = max(1, options["pages"])
        names = [f"pages {place + 1}" for place in range(number)] if number > 1 else ["pages"]
        supervisor.take_over(
            [
                *(supervisor.Child(name, pages(host, port, socket, shared=number > 1)) for name in names),
                supervisor.Child("web", web(socket, options["threads"]), socket),
                supervisor.Child("worker", [sys.executable, "-m", "masthead", "work"]),
            ],
            folder,
        )

    def _move(self, url: str) -> None:
        """The demonstration stands wherever it is served: its pages name that address."""
        outlet = Outlet.objects.first()
        if outlet is not None and outlet.url != url and urlsplit(outlet.url).hostname == "localhost":
            Outlet.objects.filter(pk=outlet.pk).update(url=url)
            if (files.root() / addresses.file_of(addresses.front(outlet.language))).exists():
                tasks.press_all.enqueue()

    def _press(self) -> None:
        """An outlet that has never been pressed is pressed before anybody comes."""
        outlet = Outlet.objects.first()
        if outlet is None or (files.root() / addresses.file_of(addresses.front(outlet.language))).exists():
            return
        written = actions.press_all(
            say=lambda done: self.stdout.write(f"\rPressing: {done} files", ending="")
        )
        self.stdout.write(f"\rPressed {written} files.     ")


def pages(host: str, port: int, behind: str, *, shared: bool) -> list[str]:
    """The command of a process of pages."""
    where = ["--host", host, "--port", str(port), "--behind", behind]
    return [sys.executable, "-m", "masthead.project.pages", *where, *(["--shared"] if shared else [])]


def web(socket: str, threads: int) -> list[str]:
    """The command of the web process."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--http", "1"),
        *("--uds", socket, "--uds-permissions", "600", "--workers", "1"),
        *("--blocking-threads", str(threads), "--workers-kill-timeout", "3"),
        *("--log-level", "error", "masthead.project.wsgi:application"),
    ]
