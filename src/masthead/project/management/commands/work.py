from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from masthead.project import supervisor, worker


class Command(BaseCommand):
    help = "Do what is enqueued: translate, press, index, send. “serve” starts one of these itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is ready, then stop.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            worker.drain()
            return
        supervisor.follow()
        worker.run()
