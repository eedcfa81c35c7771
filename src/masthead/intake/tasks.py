"""What the worker does with parcels. A task may run again after a crash: nothing comes in twice."""

from __future__ import annotations

from django_tasks import task


# Somebody sits before the screen and waits; translations have time.
@task(priority=5)
def read_parcel(key: int) -> None:
    from masthead.intake import parcels  # which enqueues this

    parcels.read(key)
