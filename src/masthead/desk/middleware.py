"""What somebody does at the desk happens whole or not at all."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from masthead.article.permission import NotPermitted
from masthead.lib import disk

log = logging.getLogger(__name__)


class WholeActs:
    """Runs each POST to the desk in one transaction. Last in the list, so that CSRF is checked before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if request.method != "POST" or not request.path.startswith("/desk/"):
            return None
        try:
            return transaction.atomic(view)(request, *args, **kwargs)
        except NotPermitted as error:
            messages.error(request, f"Nothing was published. {error}")
            return redirect(request.path if "workflow" not in request.path else "wagtailadmin_home")
        except (DatabaseError, OSError) as error:
            if not disk.is_full(error):
                raise
            log.warning("The disk is full: nothing was changed at %s.", request.path)
            return render(request, "desk/full.html", status=507)
