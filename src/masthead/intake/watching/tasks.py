"""What workers do for watched feeds. Each task makes one call and can be done again.

The modules are imported where they are called: they enqueue these tasks themselves.
"""

from __future__ import annotations

from django_tasks import task


@task()
def look(feed: int) -> None:
    from masthead.intake.watching import looking

    looking.look(feed)


@task()
def ask_hub(feed: int) -> None:
    from masthead.intake.watching import hubs

    hubs.ask(feed)


@task()
def leave_hub(feed: int) -> None:
    from masthead.intake.watching import hubs

    hubs.leave(feed)
