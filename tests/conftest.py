"""What every test stands on: an outlet's folder of its own, closed sockets, reasons on screen for what is left out."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.db import connection
from hypothesis.configuration import set_hypothesis_home_dir

set_hypothesis_home_dir(".cache/hypothesis")
# No test asserts how long something takes: machines differ, and so does what else they do.
hypothesis.settings.register_profile("unhurried", hypothesis.settings(), deadline=None)
hypothesis.settings.load_profile("unhurried")

# The browser's driver keeps an event loop in this thread, which Django would take for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

SHARED = Path(__file__).parents[2] / "shared" / "data"
CHROMIUM = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), None)


def _prints_everything() -> bool:
    from masthead.lib import languages
    from masthead.press.pdf import ready

    return not any(ready.lacking(code) for code in languages.CODES)


_SBIN = f"{os.environ.get('PATH', '')}:/usr/sbin"
_NEEDS = {
    "browser": (
        lambda: CHROMIUM is not None,
        "Chromium is not installed (Debian: apt install chromium)",
    ),
    "apertium": (
        lambda: Path("/usr/share/apertium/modes/eng-spa.mode").exists(),
        "Apertium and its pairs are not installed (Debian: apt install $(cat .ci/apertium-packages.txt))",
    ),
    "neural": (
        lambda: all(find_spec(name) for name in ("ctranslate2", "sentencepiece")),
        "CTranslate2 and SentencePiece are not installed (pip install --editable '.[neural]')",
    ),
    "s3": (
        lambda: all(find_spec(name) for name in ("boto3", "moto", "flask_cors")),
        "boto3 and moto are not installed (pip install --editable '.[s3]' --group test)",
    ),
    "pango": (
        _prints_everything,
        "Pango or fonts are missing (Debian: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 "
        "fontconfig fonts-noto-core fonts-noto-cjk)",
    ),
    "nginx": (
        lambda: shutil.which("nginx", path=_SBIN) is not None,
        "nginx is not installed (Debian: apt install nginx)",
    ),
    "caddy": (
        lambda: shutil.which("caddy") is not None,
        "Caddy is not installed (Debian: apt install caddy)",
    ),
    "shared": (lambda: SHARED.is_dir(), "the shared test data is not beside the checkout"),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", action="store_true", help="only tests that use the database")


def pytest_configure(config: pytest.Config) -> None:
    """Warnings are errors, but for those that are not ours."""
    # Wagtail leaves the temporary file of a picture's rendition to the garbage collector.
    config.addinivalue_line("filterwarnings", "ignore:Unclosed file <tempfile.Spooled:ResourceWarning")
    # WhiteNoise looks for the static files that “serve” gathers and tests do not need.
    config.addinivalue_line("filterwarnings", "ignore:No directory at:UserWarning")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, aloud, what this machine has no tool for. In CI a missing tool is a failure."""
    if config.getoption("--database"):
        others = [item for item in items if not _uses_database(item)]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if _uses_database(item)]
    for name, (there, reason) in _NEEDS.items():
        if there():
            continue
        if os.environ.get("CI") and name != "shared":
            raise pytest.UsageError(f"In CI every tool must be there, but {reason}.")
        for item in items:
            if item.get_closest_marker(name):
                item.add_marker(pytest.mark.skip(reason=reason))


def _uses_database(item: pytest.Item) -> bool:
    named = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(named or item.get_closest_marker("django_db"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Only this machine may be spoken to."""
    from pytest_socket import socket_allow_hosts

    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def static_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The middleware that serves the desk's assets warns where their folder is not there."""
    return tmp_path_factory.mktemp("static")


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path, static_folder: Path) -> Path:
    """An outlet's folder of its own, so that no test signs with the key of another."""
    settings.HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STATIC_ROOT = static_folder
    return tmp_path


def _commits(request: pytest.FixtureRequest) -> bool:
    marker = request.node.get_closest_marker("django_db")
    named = {"transactional_db", "live_server"} & set(request.fixturenames)
    return bool(named or (marker and marker.kwargs.get("transaction")))


@pytest.fixture(autouse=True)
def one_connection(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue's worker drops its connection between tasks, which would end the transaction a test stands in."""
    if not _commits(request):
        for module in ("django_tasks_db.management.commands.db_worker", "masthead.project.worker"):
            monkeypatch.setattr(f"{module}.close_old_connections", lambda: None)


@pytest.fixture
def refilled(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """After the database was emptied: again what Wagtail's migrations put into it, and later tests rely on.

    Where it is emptied later than this has its turn, the next test that commits finds it so, and fills it before.
    """
    if not _commits(request):
        yield
        return
    request.getfixturevalue("django_db_setup")
    _refill(django_db_blocker)
    yield
    _refill(django_db_blocker)


def _refill(blocker: Any) -> None:
    from django.contrib.auth.models import Group
    from wagtail.models import Collection, GroupApprovalTask, Workflow, WorkflowTask

    with blocker.unblock():
        if not Collection.objects.exists():
            Collection.add_root(name="Root")
        if not Workflow.objects.exists():
            task = GroupApprovalTask.objects.create(name="Moderators approval")
            task.groups.add(Group.objects.get_or_create(name="Moderators")[0])
            workflow = Workflow.objects.create(name="Moderators approval")
            WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)


@pytest.fixture(autouse=True)
def may_be_emptied(request: pytest.FixtureRequest, refilled: None) -> Iterator[None]:
    """After a test that commits, the database is emptied: the record's guards go down first, and rise again with it."""
    if not _commits(request):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    from masthead.record import guards

    guards.take_down(connection)
