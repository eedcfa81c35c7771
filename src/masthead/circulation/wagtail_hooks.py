from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from masthead.circulation.models import Issue, Subscriber
from masthead.circulation.screens import IssuePolicy, Newsletter, SubscriberPolicy, published_articles

register_permission_policy(Issue, IssuePolicy(Issue))
register_permission_policy(Subscriber, SubscriberPolicy(Subscriber))


register_snippet(Newsletter)


@hooks.register("register_admin_viewset")
def chooser() -> Any:
    return published_articles


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """Sending can be given to a group apart from editing."""
    return Permission.objects.filter(content_type__app_label="circulation", codename="publish_issue")
