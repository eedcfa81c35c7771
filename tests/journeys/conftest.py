from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests import factories as make

from masthead.article.models import Outlet
from masthead.press import addresses, files
from masthead.project import worker

LANGUAGES = ("de", "ar", "fr", "ja")
Read = Callable[[str], str | None]


@pytest.fixture
def outlet(db: None, settings: Any) -> Outlet:
    """An outlet in four languages, with the engine that dresses letters."""
    settings.MASTHEAD_ENGINES = ["pseudo"]
    made = make.outlet()
    make.languages_on(*LANGUAGES)
    return made


@pytest.fixture
def work(settings: Any) -> Callable[[], None]:
    """Do what is due, as the worker would; nothing of it may fail."""

    def work() -> None:
        from django_tasks_db.models import DBTaskResult

        worker.drain()
        failed = DBTaskResult.objects.exclude(status="SUCCESSFUL")
        assert [(row.task_path, row.traceback) for row in failed] == []

    return work


@pytest.fixture
def page() -> Read:
    """The pressed page at an address; None where there is none."""

    def page(path: str) -> str | None:
        file = files.root() / addresses.file_of(path)
        return file.read_text("utf-8") if file.exists() else None

    return page
