"""The desk's doors to the reading room."""

from __future__ import annotations

from typing import Any

from wagtail import hooks
from wagtail.admin.widgets.button import BaseButton
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from masthead.reading import moderation
from masthead.reading.models import Comment

register_permission_policy(Comment, moderation.CommentPolicy(Comment))
register_snippet(moderation.CommentViewSet)

hooks.register("register_bulk_action", moderation.Show)
hooks.register("register_bulk_action", moderation.Refuse)
# After Wagtail's, so that it is ours that stands.
hooks.register("register_bulk_action", moderation.Erase, order=10)


@hooks.register("register_snippet_listing_buttons")
def comment_buttons(snippet: Any, user: Any, next_url: str = "") -> list[BaseButton]:
    return moderation.buttons(snippet, user, next_url) if isinstance(snippet, Comment) else []
