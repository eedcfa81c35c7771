"""The web process: Django, with pressed pages before it for what the process of pages passes on."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "masthead.project.settings")

from django.core.wsgi import get_wsgi_application

django_application = get_wsgi_application()

from collections.abc import Iterable  # noqa: E402

from django.conf import settings  # noqa: E402

from masthead.press import files  # noqa: E402
from masthead.press.front import CALLER  # noqa: E402
from masthead.press.server import Environ, Pages, StartResponse  # noqa: E402
from masthead.project import supervisor  # noqa: E402

_BY_SOCKET = bool(os.environ.get("MASTHEAD_SOCKET"))
_CALLER = f"HTTP_{CALLER.upper().replace('-', '_')}"
_ROOM = 16 * 1024 * 1024  # bytes: most readers are answered by the process of pages

supervisor.follow()
_pages = Pages(files.root(), settings.MEDIA_ROOT, django_application, _ROOM)


def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """Who calls is what the process of pages says, where nobody else can reach this one."""
    caller = environ.pop(_CALLER, "")
    if _BY_SOCKET:
        environ["REMOTE_ADDR"] = caller
    return _pages(environ, start_response)
