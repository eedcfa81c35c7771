"""An outlet in a folder of its own, and processes that work on it and can be killed at any moment.

Run with MASTHEAD_HOME set. Django is loaded once; each line of the input, a JSON object, is done by a process
forked for it: ``{"do": "publish", "version": 3, "kill_after": 0.12}``. The answer, one line, says how it ended.
With ``"when": "writing"`` the seconds count from the moment when the press begins to write.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
from collections import defaultdict
from pathlib import Path
from typing import Any

LANGUAGES = ("de", "ar", "fr")


def prepare() -> None:
    from django.core.management import call_command
    from tests import factories as make

    from masthead.press import actions as press
    from masthead.project import worker

    call_command("migrate", verbosity=0)
    make.outlet()
    make.languages_on(*LANGUAGES)
    make.published("Fassung 0", "Das ist Fassung 0.", slug="fassung", themes=[make.theme()])
    worker.drain()
    press.press_all()


def publish(version: int) -> None:
    from tests import factories as make

    from masthead.article.models import Article
    from masthead.desk import actions as desk
    from masthead.project import worker

    article = Article.objects.get().get_latest_revision_as_object()
    article.headline = f"Fassung {version}"
    make.compose(article, [make.paragraphs(f"Das ist Fassung {version}.", "Sie ist gut.")])
    desk.save_draft(article)
    desk.publish(article, by=None)
    worker.drain()


def drain() -> dict[str, Any]:
    """Do what is due. The answer is what the database holds then: for each path the digests ever recorded,
    and the one in force."""
    from django_tasks_db.models import DBTaskResult

    from masthead.article.models import Article, Edition
    from masthead.press.models import Artifact
    from masthead.project import worker
    from masthead.record.models import Entry
    from masthead.record.verify import verify_chain

    worker.drain()
    recorded: dict[str, list[str]] = defaultdict(list)
    for body in Entry.objects.filter(kind="pages.pressed").values_list("body", flat=True):
        for path, digest in body["pages"].items():
            recorded[path].append(digest)
    return {
        "recorded": recorded,
        "artifacts": dict(Artifact.objects.values_list("path", "digest")),
        "unfinished": list(
            DBTaskResult.objects.exclude(status="SUCCESSFUL").values_list("task_path", "status", "traceback")
        ),
        "faults": [fault.sentence for fault in verify_chain()],
        "headline": Article.objects.get().headline,
        "editions": sorted(Edition.objects.live().filter(trails=False).values_list("language", flat=True)),
    }


WORK = {"prepare": prepare, "publish": publish, "drain": drain}


def _written_at() -> int:
    """When the press last began or ended to write files that are not in their places yet."""
    try:
        return (Path(os.environ["MASTHEAD_HOME"]) / "pressed" / ".staging").stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _fork(command: dict[str, Any]) -> dict[str, Any]:
    kill_after, when = command.pop("kill_after", None), command.pop("when", "")
    before = _written_at()
    work = WORK[command.pop("do")]
    read, write = os.pipe()
    started = time.monotonic()
    process = os.fork()
    if process == 0:
        os.close(read)
        try:
            os.write(write, json.dumps(work(**command)).encode())
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    os.close(write)
    if kill_after is not None:
        deadline = time.monotonic() + 30
        while when == "writing" and _written_at() == before and time.monotonic() < deadline:
            time.sleep(0.0005)
        time.sleep(kill_after)
        os.kill(process, signal.SIGKILL)
    with os.fdopen(read, "rb") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(process, 0)
    return {
        "killed": os.WIFSIGNALED(status),
        "failed": os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0,
        "took": time.monotonic() - started,
        "answer": json.loads(answer or b"null"),
    }


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "masthead.project.settings"
    import django

    django.setup()
    for line in sys.stdin:
        print(json.dumps(_fork(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
