"""The translators' screens: what stands in which language. Where they work: ``workbench/``."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST
from wagtail.admin.auth import require_admin_access

from masthead.article.models import Article, Edition
from masthead.desk.models import User
from masthead.lib import languages
from masthead.translation import actions, jobs, queries
from masthead.translation.errors import TranslationError
from masthead.translation.models import Job


def allowed(request: HttpRequest, permission: str) -> User:
    """Who asks, if they may."""
    user = request.user
    if not isinstance(user, User) or not user.has_perm(permission):
        raise PermissionDenied
    return user


@require_admin_access
def editions(request: HttpRequest, article: int) -> HttpResponse:
    """Every language of the outlet and what this article has in it."""
    allowed(request, "article.view_edition")
    found = get_object_or_404(Article, pk=article)
    context: dict[str, Any] = {
        "article": found,
        "source": languages.get(found.language),
        "rows": queries.languages_of(found),
        "may_review": request.user.has_perm("article.change_edition"),
        "header_icon": "globe",
    }
    return TemplateResponse(request, "translation/editions.html", context)


@require_admin_access
@require_POST
def accept(request: HttpRequest, article: int, language: str) -> HttpResponse:
    """Print an edition although something in it was doubted: a person has looked."""
    user = allowed(request, "article.change_edition")
    get_object_or_404(Edition, article_id=article, language=language)
    try:
        outcome = actions.accept(article, language, by=user.get_full_name() or user.get_username())
    except TranslationError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"The {languages.name(language, 'en')} edition is {outcome.state}.")
    return redirect("translation_editions", article)


@require_admin_access
@require_POST
def translate(request: HttpRequest, article: int) -> HttpResponse:
    """Begin a job for what is missing: it says what it will cost, and waits for a word."""
    user = allowed(request, "article.change_edition")
    found = get_object_or_404(Article, pk=article)
    cells = [
        (found.pk, row.code) for row in queries.languages_of(found) if row.edition is None and not row.barred
    ]
    job = jobs.propose(Job.Act.TRANSLATE, jobs.these(cells), by=user.get_full_name() or user.get_username())
    return redirect("translation_job", job.pk)
