"""An outlet in a folder of its own, and processes that work on it and can be killed at any moment.

Run with MASTHEAD_HOME set. Django is loaded once; each line of the input, a JSON object, is done by a process
forked for it: ``{"do": "act", "number": 3, "kind": "correct", "kill_after": 0.12}``. The answer, one line, says how it
ended. With ``"when": "writing"`` the seconds count from the moment when the press begins to write.
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
from random import Random
from typing import Any

BASE = "https://outlet.example"
LANGUAGES = ("de", "ar", "fr")
ARTICLES = 6
ACTS = ("publish", "correct", "correct", "move", "withdraw")


def prepare() -> None:
    """A few public articles. They share no theme: a page that names related articles is as old as its own article."""
    from django.core.management import call_command
    from tests import factories as make

    from masthead.press import actions as press
    from masthead.project import assets, worker

    call_command("migrate", verbosity=0)
    assets.gather()
    make.outlet(url=BASE)
    make.languages_on(*LANGUAGES)
    author = make.person()
    region = make.region()
    for number in range(ARTICLES):
        make.published(f"Fluss {number}", _text(number), authors=[author], regions=[region])
    worker.drain()
    press.press_all()


def _text(number: int) -> str:
    return f"Das ist Fassung {number}. Sie ist gut."


def act(number: int, kind: str) -> None:
    """Publish a new article, or correct, move or withdraw one that is public; then do what is due."""
    from tests import factories as make

    from masthead.article.models import Article, Person, Region
    from masthead.desk import actions as desk
    from masthead.project import worker

    live = list(Article.objects.filter(live=True).order_by("pk"))
    if kind == "publish" or len(live) < 3:
        ways = {"authors": Person.objects.all(), "regions": Region.objects.all()}
        make.published(f"Fluss {number}", _text(number), **ways)
    else:
        article = Random(number).choice(live).get_latest_revision_as_object()
        if kind == "withdraw":
            desk.withdraw(article, by=None)
        else:
            article.headline = f"Fassung {number}"
            if kind == "move":
                article.slug = f"fassung-{number}"
            make.compose(article, [make.paragraphs(_text(number))])
            desk.save_draft(article)
            desk.publish(article, by=None)
    worker.drain()


def drain() -> dict[str, Any]:
    """Do what is due, as a worker does that is started again. The answer is what the database holds then."""
    from django_tasks_db.models import DBTaskResult

    from masthead.article.models import Edition
    from masthead.press.models import Artifact
    from masthead.project import worker
    from masthead.record.verify import verify_chain

    worker.drain()
    return {
        "artifacts": dict(Artifact.objects.values_list("path", "digest")),
        "unfinished": list(
            DBTaskResult.objects.exclude(status="SUCCESSFUL").values_list("task_path", "status", "traceback")
        ),
        "faults": [fault.sentence for fault in verify_chain()],
        "editions": [
            f"{slug} {language}"
            for slug, language in Edition.objects.live()
            .filter(trails=False)
            .values_list("article__slug", "language")
        ],
        "articles": list(
            Edition.objects.live().filter(is_original=True).values_list("article__slug", flat=True)
        ),
    }


def recorded() -> dict[str, list[str]]:
    """For each address the digests of all that the record says was pressed there."""
    from masthead.record.models import Entry

    found: dict[str, list[str]] = defaultdict(list)
    for body in Entry.objects.filter(kind="pages.pressed").values_list("body", flat=True):
        for path, digest in body["pages"].items():
            found[path].append(digest)
    return found


def press() -> int:
    from masthead.press import actions

    return actions.press_all()


def offer(languages: list[str]) -> None:
    """Let readers ask for translations into these languages."""
    from tests import factories as make

    from masthead.press import actions as press

    make.languages_on(*languages, mode="request")
    press.press_all()


def draft() -> dict[str, Any]:
    """A draft by somebody who may publish, and the cookie with which they are at the desk."""
    from django.test import Client
    from tests import factories as make

    chief = make.chief()
    article = make.draft("Ein neuer Fluss", *(_text(number) for number in range(500)), by=chief)
    client = Client()
    client.force_login(chief)
    return {"article": article.pk, "slug": article.slug, "cookie": client.cookies["sessionid"].value}


def send(cookie: str, article: int) -> dict[str, Any]:
    """Send the form of an article at the desk, as its browser does that publishes it."""
    from django.test import Client
    from django.urls import reverse
    from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

    from masthead.article.models import Article

    kept = Article.objects.get(pk=article)
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = cookie
    form = {
        "headline": kept.headline,
        "language": kept.language,
        "slug": kept.slug,
        "body": streamfield([("text", rich_text(f"<p>{'Der Rhein ist ein Fluss. ' * 20_000}</p>"))]),
        "footnotes": streamfield([]),
        "bylines": inline_formset([]),
        "action-publish": "1",
    }
    answer = client.post(reverse("articles:edit", args=[article]), nested_form_data(form))
    today = client.get(reverse("wagtailadmin_home"))
    return {"status": answer.status_code, "said": answer.content.decode(), "today": today.content.decode()}


def look(article: int) -> dict[str, Any]:
    """What the database says of an article and of the work that waits."""
    from django_tasks_db.models import DBTaskResult

    from masthead.article.models import Article
    from masthead.record.verify import verify_chain

    found = Article.objects.get(pk=article)
    return {
        "live": found.live,
        "revisions": found.revisions.count(),
        "faults": [fault.sentence for fault in verify_chain()],
        "tasks": sorted(DBTaskResult.objects.exclude(status="SUCCESSFUL").values_list("status", flat=True)),
    }


def squeeze() -> None:
    """Do what is due as long as there is room for it, down to the last byte."""
    from django_tasks_db.models import DBTaskResult

    from masthead.lib import disk
    from masthead.project import worker

    disk.LEAST = 0
    worker.UNTIL_ROOM = 0.2
    passes = iter(range(2))
    worker.run(lambda: next(passes, None) is not None and DBTaskResult.objects.exists())


def work() -> None:
    """Be the outlet's worker until nothing waits."""
    from django_tasks_db.models import DBTaskResult

    from masthead.project import worker

    worker.UNTIL_ROOM = 0.2
    worker.run(lambda: DBTaskResult.objects.exclude(status="SUCCESSFUL").exists())


WORK = {
    verb.__name__: verb
    for verb in (prepare, act, drain, recorded, press, offer, draft, send, look, squeeze, work)
}


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
            answer = json.dumps(work(**command)).encode()
            with os.fdopen(write, "wb") as pipe:
                pipe.write(answer)
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    os.close(write)
    if kill_after is not None:
        deadline = time.monotonic() + 30
        while when == "writing" and _written_at() == before and time.monotonic() < deadline:
            if os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                break
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
