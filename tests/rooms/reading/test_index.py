from __future__ import annotations

import io
import shutil
from pathlib import Path
from threading import Event, Thread

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult
from tests.rooms.reading.helpers import Publish, headlines

from masthead.desk import actions as desk
from masthead.lib import indexes
from masthead.reading import index, queries, repair, tasks
from masthead.reading.errors import IndexBusy, IndexUnreadable
from masthead.reading.index import Paper

HERE = Paper(1, 1, "en", "Headline", "Standfirst", "Body")


def _waiting(name: str) -> list[list[object]]:
    rows = DBTaskResult.objects.filter(task_path=f"masthead.reading.tasks.{name}", status="READY")
    return [row.args_kwargs["args"] for row in rows]


def _damage(folder: Path) -> None:
    for file in folder.iterdir():
        if file.suffix not in {".json", ".lock"}:
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 3])


def test_publishing_and_withdrawing_ask_the_worker_to_index(publish: Publish) -> None:
    article = publish("News", "text")
    DBTaskResult.objects.all().delete()

    desk.withdraw(article, by=None)

    assert _waiting("index_article") == [[article.pk]]


def test_an_edition_can_be_put_replaced_and_removed(home: Path) -> None:
    def found(word: str) -> int:
        return index.searcher().doc_freq("body", f"en:{word}")

    with index.writing() as writer:
        writer.put(HERE)
    with index.writing() as writer:
        writer.put(Paper(1, 1, "en", "Headline", "Standfirst", "Other"))
    after_replacing = found("other"), index.searcher().num_docs
    with index.writing() as writer:
        writer.remove(1)

    assert after_replacing == (1, 1)
    assert index.searcher().num_docs == 0


def test_a_change_that_fails_leaves_the_index_as_it_was(home: Path) -> None:
    with index.writing() as writer:
        writer.put(HERE)

    def failing() -> None:
        with index.writing() as writer:
            writer.remove(1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        failing()

    assert index.searcher().num_docs == 1


def test_a_second_writer_waits_and_at_last_gives_up(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside, done = Event(), Event()

    def first() -> None:
        with index.writing():
            inside.set()
            done.wait(10)

    thread = Thread(target=first)
    thread.start()
    inside.wait(10)
    monkeypatch.setattr(indexes, "PATIENCE", 0.1)
    with pytest.raises(IndexBusy), index.writing():
        pass
    done.set()
    thread.join()

    with index.writing() as writer:
        writer.put(HERE)


def test_a_reader_sees_what_another_process_has_committed(publish: Publish) -> None:
    publish("First", "word")
    before = headlines("word", "en")

    publish("Second", "word")

    assert before == ["First"]
    assert sorted(headlines("word", "en")) == ["First", "Second"]


def test_where_there_is_no_index_the_first_task_makes_all_of_it(publish: Publish) -> None:
    publish("Before", "word")
    article = publish("After", "word")
    shutil.rmtree(index.folder())
    DBTaskResult.objects.all().delete()

    tasks.index_article.func(article.pk)
    asked = _waiting("reindex")
    tasks.reindex.func()

    assert asked == [[]]
    assert sorted(headlines("word", "en")) == ["After", "Before"]


def test_a_search_without_an_index_says_so_and_has_it_made(
    publish: Publish, caplog: pytest.LogCaptureFixture
) -> None:
    publish("News", "word")
    shutil.rmtree(index.folder())
    DBTaskResult.objects.all().delete()
    repair.forget()

    for _ in range(3):
        with pytest.raises(IndexUnreadable) as refusal:
            queries.search("word", "en")
        repair.report(refusal.value)
    [[seen]] = _waiting("mend_index")
    tasks.mend_index.func(seen)
    tasks.reindex.func()

    assert "masthead reindex" in caplog.text
    assert headlines("word", "en") == ["News"]


@pytest.mark.parametrize("part", ["meta.json", "segments"])
def test_a_damaged_index_is_made_anew(publish: Publish, caplog: pytest.LogCaptureFixture, part: str) -> None:
    article = publish("News", "word")
    if part == "segments":
        _damage(index.folder())
    else:
        (index.folder() / "meta.json").write_text("{")
    DBTaskResult.objects.all().delete()

    with pytest.raises(IndexUnreadable):
        queries.search("word", "en")
    seen = index.state()
    tasks.mend_index.func(seen)
    tasks.mend_index.func(seen)
    asked = _waiting("reindex")
    tasks.reindex.func()
    tasks.index_article.func(article.pk)

    assert asked == [[]]
    assert "made anew" in caplog.text
    assert headlines("word", "en") == ["News"]


def test_the_command_makes_everything_anew_with_progress(publish: Publish) -> None:
    gone = publish("Gone", "word")
    publish("Kept", "word")
    gone.delete()
    said = io.StringIO()

    call_command("reindex", stdout=said)

    assert "1 of 1 articles" in said.getvalue()
    assert queries.search("word", "en").total == 1


def test_the_command_starts_over_where_the_index_is_damaged(publish: Publish) -> None:
    publish("Kept", "word")
    (index.folder() / "meta.json").write_text("{")
    said = io.StringIO()

    call_command("reindex", stdout=said)

    assert "empty index" in said.getvalue()
    assert headlines("word", "en") == ["Kept"]


def test_a_long_reindexing_lets_other_tasks_have_their_turn(
    publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [publish(f"Number {number}", "word").pk for number in range(3)]
    DBTaskResult.objects.all().delete()
    monkeypatch.setattr("masthead.reading.actions.AT_ONCE", 2)
    monkeypatch.setattr(tasks, "STRETCH", 0)

    tasks.reindex.func()

    assert _waiting("reindex") == [[keys[1]]]
