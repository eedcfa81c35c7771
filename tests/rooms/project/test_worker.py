"""What is enqueued is done, once or again after a crash, here or beside."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests import factories as make

from masthead.article.models import Edition
from masthead.desk import actions as desk
from masthead.lib import processes
from masthead.press import files, frame, tasks
from masthead.project import worker

pytestmark = pytest.mark.django_db


def _running(worker_id: str) -> DBTaskResult:
    task = DBTaskResult.objects.get(pk=tasks.press_all.enqueue().id)
    DBTaskResult.objects.filter(pk=task.pk).update(status="RUNNING", worker_ids=[worker_id])
    return task


def _dead() -> int:
    """The number of a process that is no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def _status(task: DBTaskResult) -> str:
    return str(DBTaskResult.objects.get(pk=task.pk).status)


def test_what_a_dead_process_was_doing_is_given_back() -> None:
    host = processes.name().split(":")[0]
    task = _running(f"{host}:{_dead()}:abc")

    assert worker.give_back() == 1
    assert _status(task) == "READY"


@pytest.mark.parametrize(
    "worker_id", ["{host}:{alive}:abc", "elsewhere:{dead}:abc", "odd", "{host}:x:abc", ""]
)
def test_what_another_may_still_be_doing_is_left_to_it(worker_id: str) -> None:
    host = processes.name().split(":")[0]
    task = _running(worker_id.format(host=host, alive=os.getpid(), dead=_dead()))

    assert worker.give_back() == 0
    assert _status(task) == "RUNNING"


def test_draining_does_everything_and_returns() -> None:
    make.outlet()
    make.published()

    worker.drain()

    assert not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists()
    assert (files.root() / "de/index.html").exists()


def test_a_worker_of_another_version_presses_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    make.outlet()
    make.published()
    worker.drain()
    DBTaskResult.objects.all().delete()
    once = iter([True, False, False])

    worker.run(lambda: next(once))
    assert not DBTaskResult.objects.exists()

    monkeypatch.setattr(frame, "_software", lambda: "another")
    again = iter([True, False, False])
    worker.run(lambda: next(again))
    [task] = DBTaskResult.objects.all()
    assert (task.task_path, task.status) == (tasks.press_all.module_path, "SUCCESSFUL")
    assert frame.stands()


def test_what_a_day_asks_for_is_done_once_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    days: list[date] = []
    monkeypatch.setattr(tasks, "press_day", lambda: days.append(timezone.localdate()))
    clock = worker._Clock()
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    for minutes in (-600, -1, 1, 600):
        with time_machine.travel(midnight + timedelta(minutes=minutes), tick=False):
            clock.strike()

    assert days == [midnight.date() - timedelta(days=1), midnight.date()]


def test_a_task_that_fails_stops_no_other() -> None:
    """Without an outlet nothing can be pressed."""
    tasks.press_all.enqueue()
    tasks.press_article.enqueue(1)

    worker.drain()

    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"FAILED"}


def test_what_is_enqueued_inside_the_block_is_done_when_it_ends() -> None:
    make.outlet()
    article = make.draft()

    with worker.at_once() as done:
        desk.publish(article, by=None)
        assert not (files.root() / "de").exists()

    assert {row.status for row in done} == {"SUCCESSFUL"}
    assert {"press_article", "translate_article"} <= {row.task_path.rsplit(".", 1)[1] for row in done}
    assert (files.root() / "de/articles/der-rhein/index.html").exists()


def test_what_was_enqueued_before_is_left_to_the_worker() -> None:
    make.outlet()
    before = tasks.press_all.enqueue()

    with worker.at_once() as done:
        pass

    assert done == []
    assert DBTaskResult.objects.get(pk=before.id).status == "READY"


def test_a_block_that_breaks_off_leaves_neither_rows_nor_tasks() -> None:
    make.outlet()
    article = make.draft()
    waiting = DBTaskResult.objects.count()

    def publish_and_fail() -> None:
        with transaction.atomic(), worker.at_once():
            desk.publish(article, by=None)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        publish_and_fail()

    assert not Edition.objects.exists()
    assert DBTaskResult.objects.count() == waiting


def test_publishing_from_the_command_line_says_what_became_of_each_language(
    capsys: pytest.CaptureFixture[str], settings: object
) -> None:
    settings.MASTHEAD_ENGINES = ["pseudo"]  # type: ignore[attr-defined]
    make.outlet()
    make.languages_on("de", "fr", "ar")
    article = make.draft()

    call_command("publish", str(article.pk), by=make.chief().username)

    said = capsys.readouterr().out
    assert f"Published article {article.pk}, “Der Rhein”" in said
    assert "fr French" in said
    assert "2 editions are live" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["999"], "There is no article 999"),
        (["{article}", "--by", "nobody"], "Nobody at the desk is called nobody"),
        (["{article}", "--by", "edith"], "may not publish articles"),
    ],
)
def test_what_cannot_be_published_is_refused_in_a_sentence(arguments: list[str], said: str) -> None:
    make.outlet()
    article = make.draft()
    make.editor("edith")

    with pytest.raises(CommandError, match=said):
        call_command("publish", *(argument.format(article=article.pk) for argument in arguments))

    assert not Edition.objects.exists()
