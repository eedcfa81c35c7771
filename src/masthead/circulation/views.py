"""The pages of a subscription. They set no cookie, and a GET changes nothing: mail scanners follow links."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from masthead.circulation import actions, addresses, queries
from masthead.circulation.errors import BadAddress, CirculationError, LinkInvalid, SlowDown
from masthead.circulation.mailbox import readable
from masthead.circulation.models import Subscriber
from masthead.lib import callers, interface, languages
from masthead.press import addresses as pages
from masthead.press import outlet as outlets
from masthead.press.rendering import answer

log = logging.getLogger(__name__)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def newsletter(request: HttpRequest, language: str) -> HttpResponse:
    """The form, and what it sends."""
    press = outlets.read()
    if language not in press.languages:
        raise Http404
    if request.method != "POST":
        return _form(language, press.languages)
    wanted = request.POST.get("language", language)
    if not _from_our_pages(request, press.base):
        return _notice(language, "error_try_again", status=403)
    if wanted not in press.languages:
        return _notice(language, "error_try_again", status=400)
    typed = request.POST.get("email", "")
    if request.POST.get("leave_empty"):
        return _notice(language, "newsletter_check_mail", email=typed.strip()[:254])
    try:
        email = actions.subscribe(typed, wanted, network=_network(request))
    except BadAddress as error:
        return _form(language, press.languages, typed=typed[:254], chosen=wanted, problem=error.word)
    except SlowDown:
        return _notice(language, "error_slow_down", status=429)
    except CirculationError as error:
        log.error("Nobody can subscribe: %s", error)
        return _notice(language, "error_try_again", status=503)
    return _notice(language, "newsletter_check_mail", email=readable(email))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, language: str, token: str) -> HttpResponse:
    return _ask(request, language, token, CONFIRM)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """Also the address of RFC 8058, to which a mail provider posts on the reader's behalf."""
    return _ask(request, language, token, UNSUBSCRIBE)


@dataclass(frozen=True, slots=True)
class _Question:
    """A page with one button: the words on it, and what the button does."""

    text: str
    button: str
    thanks: str
    path: Callable[[str, str], str]
    who: Callable[[str], Subscriber]
    verb: Callable[[str], Subscriber]
    one_click: bool = False


CONFIRM = _Question(
    "newsletter_confirm_question",
    "newsletter_confirm",
    "newsletter_confirmed",
    addresses.confirm,
    lambda token: queries.asked(token, timezone.now())[0],
    actions.confirm,
)
UNSUBSCRIBE = _Question(
    "unsubscribe_question",
    "unsubscribe",
    "unsubscribed",
    addresses.unsubscribe,
    queries.parted,
    actions.unsubscribe,
    one_click=True,
)


def _ask(request: HttpRequest, language: str, token: str, question: _Question) -> HttpResponse:
    # Links in mails stay good when the outlet no longer prints their language.
    if language not in languages.CODES:
        raise Http404
    words = interface.of(language)
    try:
        if request.method != "POST":
            context = {
                "question": words.text(question.text, email=readable(question.who(token).email)),
                "button": words.text(question.button),
                "action": question.path(language, token),
            }
            return answer(language, "newsletter-question.html", context, title=words.text("newsletter"))
        one_click = question.one_click and request.POST.get("List-Unsubscribe") == "One-Click"
        if not one_click and not _from_our_pages(request, outlets.read().base):
            return _notice(language, "error_try_again", status=403)
        question.verb(token)
    except LinkInvalid:
        return _notice(language, "link_invalid", status=404)
    return _notice(language, question.thanks)


def _form(
    language: str, printed: tuple[str, ...], *, typed: str = "", chosen: str = "", problem: str = ""
) -> HttpResponse:
    words = interface.of(language)
    context: dict[str, Any] = {
        "action": pages.newsletter(language),
        "typed": typed,
        "problem": words.text(problem) if problem else "",
        "choices": [
            {
                "code": code,
                "name": languages.name(code),
                "tag": languages.get(code).tag,
                "dir": languages.get(code).direction,
                "chosen": code == (chosen or language),
            }
            for code in printed
        ],
    }
    return answer(
        language,
        "newsletter.html",
        context,
        title=words.text("newsletter"),
        path=pages.newsletter(language),
        status=400 if problem else 200,
    )


def _notice(language: str, key: str, *, status: int = 200, **values: str) -> HttpResponse:
    words = interface.of(language)
    return answer(
        language,
        "notice.html",
        {"text": words.text(key, **values)},
        title=words.text("newsletter"),
        status=status,
    )


def _from_our_pages(request: HttpRequest, base: str) -> bool:
    return callers.same_site(
        request.headers, {request.get_host(), base.partition("://")[2].partition("/")[0]}
    )


def _network(request: HttpRequest) -> str:
    return callers.network(request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR", ""))
