"""Caches are told of exactly what has changed: by a real server that keeps each PURGE it gets."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult
from tests import factories as make

from masthead.article.models import Article
from masthead.desk import actions as desk
from masthead.press import actions as press
from masthead.press import addresses, files, purging
from masthead.press.models import Artifact

pytestmark = pytest.mark.django_db


class Cache(ThreadingHTTPServer):
    """A cache that takes what it is told of, or answers 503."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []
        self.refuses: set[str] = set()
        super().__init__(("127.0.0.1", 0), _Told)


class _Told(BaseHTTPRequestHandler):
    server: Cache

    def do_PURGE(self) -> None:
        self.server.told.append((self.headers["Host"], self.path))
        self.send_response(503 if self.path in self.server.refuses else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def cache(settings: Any) -> Iterator[Cache]:
    server = Cache()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    settings.WAGTAILFRONTENDCACHE = {
        "http": {
            "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
            "LOCATION": f"http://127.0.0.1:{server.server_port}",
        }
    }
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def article(cache: Cache) -> Article:
    make.outlet()
    article = make.published(authors=[make.person()])
    press.press_all()
    DBTaskResult.objects.all().delete()
    return article


def _enqueued() -> list[tuple[list[str], int]]:
    """The addresses of the tasks that wait, and how often each was tried; then none waits."""
    rows = DBTaskResult.objects.filter(task_path=purging.purge.module_path).order_by("enqueued_at")
    found = [(list(row.args_kwargs["args"][0]), (row.args_kwargs["args"][1:] or [1])[0]) for row in rows]
    rows.delete()
    return found


def _work() -> None:
    for paths, attempt in _enqueued():
        purging.purge.func(paths, attempt)


def test_a_cache_is_told_of_the_pages_that_changed_and_of_no_other(article: Article, cache: Cache) -> None:
    before = {
        row.path: (files.root() / addresses.file_of(row.path)).read_bytes() for row in Artifact.objects.all()
    }
    article.headline = "A new headline"
    desk.publish(desk.save_draft(article, by=make.chief()), by=make.chief("carol"))
    press.press_article(article.pk)

    _work()

    changed = {
        row.path
        for row in Artifact.objects.all()
        if before.get(row.path) != (files.root() / addresses.file_of(row.path)).read_bytes()
    }
    assert f"/de/articles/{article.slug}/" in changed
    assert sorted(cache.told) == sorted(("outlet.example", path) for path in changed)


def test_pressing_what_is_as_it_was_tells_nobody(article: Article, cache: Cache) -> None:
    press.press_article(article.pk)

    assert _enqueued() == []


def test_the_pages_of_a_withdrawn_article_are_purged(article: Article, cache: Cache) -> None:
    paths = set(Artifact.objects.filter(article=article.pk).values_list("path", flat=True))
    desk.withdraw(article, by=make.chief())
    press.press_article(article.pk)

    _work()

    assert paths <= {path for _, path in cache.told}


def test_the_pdf_of_a_page_that_changes_is_purged_with_it(article: Article, cache: Cache) -> None:
    paper = addresses.pdf("de", article.slug)
    (files.root() / addresses.file_of(paper)).write_bytes(b"%PDF")

    purging.changed([addresses.article("de", article.slug), "/de/"])

    assert _enqueued() == [([addresses.article("de", article.slug), "/de/", paper], 1)]


def test_an_address_in_another_script_is_written_as_addresses_are(cache: Cache) -> None:
    make.outlet()

    assert purging.purge.func(["/ar/articles/نهر/"]) == 1
    assert cache.told == [("outlet.example", "/ar/articles/%D9%86%D9%87%D8%B1/")]


def test_what_a_cache_refuses_is_tried_again_and_only_that(cache: Cache) -> None:
    make.outlet()
    cache.refuses = {"/de/b/"}

    assert purging.purge.func(["/de/a/", "/de/b/", "/de/c/"]) == 2
    assert _enqueued() == [(["/de/b/"], 2)]


def test_a_cache_that_cannot_be_reached_is_tried_again_later_each_time(cache: Cache, settings: Any) -> None:
    make.outlet()
    settings.WAGTAILFRONTENDCACHE["http"]["LOCATION"] = "http://127.0.0.1:1"
    waits = []

    for attempt in (1, 2, 3):
        purging.purge.func(["/de/a/"], attempt)
        row = DBTaskResult.objects.get(task_path=purging.purge.module_path)
        assert row.run_after is not None
        waits.append((row.run_after - row.enqueued_at).total_seconds())
        row.delete()

    assert [round(wait, -1) for wait in waits] == [60, 120, 240]


def test_after_the_last_attempt_it_is_said_and_left(cache: Cache, caplog: pytest.LogCaptureFixture) -> None:
    make.outlet()
    cache.refuses = {"/de/a/"}

    assert purging.purge.func(["/de/a/"], purging.ATTEMPTS) == 0
    assert _enqueued() == []
    assert "was not told of 1 changed addresses, such as https://outlet.example/de/a/" in caplog.text


def test_without_a_cache_nothing_is_enqueued(settings: Any) -> None:
    settings.WAGTAILFRONTENDCACHE = {}

    purging.changed(["/de/"])

    assert _enqueued() == []


def test_many_addresses_are_told_in_several_tasks(cache: Cache) -> None:
    purging.changed(f"/de/page/{number}/" for number in range(purging.AT_ONCE + 1))

    assert [len(paths) for paths, _ in _enqueued()] == [purging.AT_ONCE, 1]
