"""Reads for the desk's screen of the memory."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from masthead.translation.markup import encode
from masthead.translation.models import Memory, Sentence

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class Page:
    """Entries, the newest first. ``older`` is the key before which there are more, 0 where there are none."""

    rows: tuple[Memory, ...]
    older: int = 0


def newest_pair() -> tuple[str, str] | None:
    """Source and target language of what was kept last."""
    return Memory.objects.order_by("-pk").values_list("source_language", "target_language").first()


def entries(source: str, target: str, words: str = "", before: int = 0) -> Page:
    """The memory of a pair of languages, a page at a time; with ``words``, what holds them in source or target.

    One query, whatever the size: a page is known by where it begins, so that nothing is counted.
    """
    found = _with_sentences().filter(source_language=source, target_language=target)
    if coded := encode(" ".join(words.split())):
        found = found.filter(Q(sentence__text__icontains=coded) | Q(target__icontains=coded))
    if before:
        found = found.filter(pk__lt=before)
    rows = tuple(found.order_by("-pk")[: PER_PAGE + 1])
    shown = rows[:PER_PAGE]
    return Page(shown, shown[-1].pk if len(rows) > PER_PAGE else 0)


def entry(key: int) -> Memory | None:
    return _with_sentences().filter(pk=key).first()


def neighbours(row: Memory) -> tuple[str, str]:
    """The coded texts it stood between, empty where there was none."""
    texts = dict(Sentence.objects.filter(pk__in=(row.before, row.after)).values_list("pk", "text"))
    return texts.get(row.before, ""), texts.get(row.after, "")


def _with_sentences() -> QuerySet[Memory]:
    return Memory.objects.select_related("sentence", "article").only(
        *(field.attname for field in Memory._meta.concrete_fields), "sentence__text", "article__headline"
    )
