"""What the worker does for translation. A task may run again after a crash: nothing is asked twice."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import Any

from django_tasks import task

from masthead.translation import actions, doing, jobs
from masthead.translation.errors import NotPublished
from masthead.translation.filling import ELSEWHERE
from masthead.translation.memory import following

# Other tasks have their turn between two stretches of a long one.
STRETCH = 20.0


@task()
def translate_article(article: int) -> list[dict[str, Any]]:
    """Answers the outcome for each language as JSON."""
    try:
        outcomes = actions.translate(article)
    except NotPublished:
        return []  # withdrawn again before the worker came to it
    capped = [outcome for outcome in outcomes if outcome.capped and outcome.capped != ELSEWHERE]
    if capped:
        jobs.wait_for_money(article, [outcome.language for outcome in capped], capped[0].fault)
    return [{**asdict(outcome), "cost": str(outcome.cost)} for outcome in outcomes]


@task()
def work_job(job: int) -> bool:
    """A stretch of a job, and then others have their turn; whether there is more to do."""
    more = doing.work(job)
    if more:
        work_job.enqueue(job)
    return more


@task()
def index_memory() -> int:
    """Let the index of the memory follow it, in stretches; answers how many sentences it took."""
    until, done = time.monotonic() + STRETCH, 0
    while step := following.follow_next():
        done += step
        if time.monotonic() > until:
            index_memory.enqueue()
            break
    return done
