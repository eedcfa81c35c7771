"""What is waiting in the queue after many small steps: each thing once, instead of once a step."""

from __future__ import annotations

import json

from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from masthead.press import tasks as press

# After the articles, before translations that take an engine's time.
_BETWEEN = 5


@transaction.atomic
def once_each() -> int:
    """Drop waiting tasks that a later one repeats, then ask for the rest of the outlet's pages; answers how many wait."""
    seen: set[tuple[str, str]] = set()
    surplus = []
    waiting = DBTaskResult.objects.select_for_update().filter(status=TaskResultStatus.READY)
    for key, path, given in waiting.order_by("-enqueued_at").values_list("pk", "task_path", "args_kwargs"):
        wanted = path, json.dumps(given, sort_keys=True)
        if wanted in seen:
            surplus.append(key)
        seen.add(wanted)
    for start in range(0, len(surplus), 500):
        DBTaskResult.objects.filter(pk__in=surplus[start : start + 500]).delete()
    press.press_all.using(priority=_BETWEEN).enqueue()
    return DBTaskResult.objects.filter(status=TaskResultStatus.READY).count()
