"""The web process: pressed pages from memory, Django behind them."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "masthead.project.settings")

from django.core.wsgi import get_wsgi_application

django_application = get_wsgi_application()

from django.conf import settings  # noqa: E402

from masthead.press import files  # noqa: E402
from masthead.press.server import Pages  # noqa: E402
from masthead.project import supervisor  # noqa: E402

supervisor.follow()
application = Pages(files.root(), settings.MEDIA_ROOT, django_application)
