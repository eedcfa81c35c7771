"""What the worker does for the desk. A task may run again after a crash: the result is the same."""

from __future__ import annotations

import time

from django.db import transaction
from django_tasks import task
from wagtail.models import ReferenceIndex

from masthead.article.models import Article

# Other tasks have their turn between two stretches of a long one.
STRETCH = 20.0


@task()
def index_references(first: int, last: int) -> int:
    """Note which pictures and people the articles between two keys use, as the desk shows it; answers the key it
    came to."""
    until = time.monotonic() + STRETCH
    for article in Article.objects.filter(pk__gte=first, pk__lte=last).order_by("pk").iterator(chunk_size=50):
        with transaction.atomic():
            ReferenceIndex.create_or_update_for_object(article)
        first = article.pk + 1
        if time.monotonic() > until:
            index_references.enqueue(first, last)
            break
    return first
