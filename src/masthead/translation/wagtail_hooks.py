"""What the translation room adds to the desk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.snippets.models import register_snippet

from masthead.article.models import Article
from masthead.translation import menu, views
from masthead.translation.glossary_desk import views as glossary
from masthead.translation.glossary_desk.viewset import TermViewSet
from masthead.translation.memory import screens as memory
from masthead.translation.screens import hooks as screens
from masthead.translation.workbench.urls import urlpatterns as workbench

__all__ = ("menu", "screens")

register_snippet(TermViewSet)


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    return [
        path("terms/take-in/", glossary.take_in, name="glossary_take_in"),
        path("terms/files/", glossary.taken_in, name="glossary_files"),
        path("terms/files/<int:pk>/", glossary.take_back, name="glossary_take_back"),
        path("terms/give-out/", glossary.give_out, name="glossary_give_out"),
        path("terms/<int:pk>/otherwise/", glossary.otherwise, name="glossary_against"),
        path("articles/<int:article>/editions/", views.editions, name="translation_editions"),
        path("articles/<int:article>/editions/translate/", views.translate, name="translation_translate"),
        path(
            "articles/<int:article>/editions/<str:language>/accept/", views.accept, name="translation_accept"
        ),
        path("memory/", memory.memory, name="translation_memory"),
        path("memory/<int:key>/", memory.entry, name="translation_memory_entry"),
        path("memory/<int:key>/delete/", memory.delete, name="translation_memory_delete"),
        *workbench,
    ]


@hooks.register("register_snippet_listing_buttons")
def editions_button(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, Article):
        yield Button(
            "Editions", reverse("translation_editions", args=[snippet.pk]), icon_name="globe", priority=20
        )
