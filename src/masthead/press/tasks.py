"""What the worker does for the press. A task may run again after a crash: the result is the same."""

from __future__ import annotations

import time

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q
from django_tasks import TaskResultStatus, task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult
from wagtail.models import ReferenceIndex

from masthead.article.models import Article, Picture
from masthead.press import actions, names, sizes
from masthead.press.models import Artifact


# A reader's page goes before translations that take an engine's time.
@task(priority=10)
def press_article(key: int) -> int:
    return actions.press_article(key)


# Other tasks have their turn between two stretches of a long one.
STRETCH = 20.0


@task()
def press_all(after: int = 0) -> int:
    """Press everything, in stretches; ``after`` is the last article that is done. Answers the files written."""
    until = time.monotonic() + STRETCH
    written, last = actions.press_articles(after, going=lambda: time.monotonic() < until)
    if last is not None and last > after:
        press_all.enqueue(last)
        return written
    return written + actions.press_the_rest()


@task()
def press_names(upto: int = 0, after: int = 0) -> int:
    """Press the articles that show a changed name of the glossary, in stretches; answers the files written.

    ``upto`` is the last change that is looked at, 0 for all there are; ``after`` the last article that is done.
    """
    upto = upto or names.newest()
    terms = names.changed(upto)
    if not terms:
        return 0
    until = time.monotonic() + STRETCH
    written, last = actions.press_articles(
        after,
        going=lambda: time.monotonic() < until,
        among=lambda keys: names.showing(keys, terms),
    )
    if last is not None:
        press_names.enqueue(upto, last)
    else:
        names.forget(upto)
    return written


@task(priority=-10)
def make_sizes(key: int) -> int:
    """Make the sizes of a picture that are missing, and press the articles again that show it; answers how many."""
    picture = Picture.objects.filter(pk=key).first()
    made = sizes.make(picture) if picture else 0
    if made:
        for article in _pressed_with(key):
            press_article.enqueue(article)
    return made


def _pressed_with(picture: int) -> list[int]:
    """The articles that have pages and show a picture at their head or in their text."""
    places = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Article),
        to_content_type=ContentType.objects.get_for_model(Picture),
        to_object_id=str(picture),
    )
    shown = Article.objects.filter(
        Q(lead_picture=picture) | Q(pk__in=[int(key) for key in places.values_list("object_id", flat=True)])
    )
    pages = Artifact.objects.filter(article=OuterRef("pk"))
    return list(shown.filter(Exists(pages)).order_by("pk").values_list("pk", flat=True))


def press_all_soon() -> None:
    _soon(press_all)


def press_names_soon() -> None:
    _soon(press_names)


def _soon(whole: Task[..., int]) -> None:
    """Enqueue it from its beginning, if it does not wait there already."""
    waiting = DBTaskResult.objects.filter(task_path=whole.module_path, status=TaskResultStatus.READY)
    if not any(not row.args_kwargs["args"] for row in waiting):
        whole.enqueue()
