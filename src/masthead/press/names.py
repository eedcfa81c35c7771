"""Names of the glossary that changed, and the articles whose text shows one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Max

from masthead.article.lines import lines
from masthead.article.models import Edition
from masthead.press.models import ChangedName
from masthead.translation.glossary import Term
from masthead.translation.queries import any_stands_in


def remember(terms: Sequence[Term]) -> None:
    ChangedName.objects.bulk_create([ChangedName(data=term.to_json()) for term in terms], batch_size=500)


def newest() -> int:
    """The key of the change that came last; 0 where none is left to be pressed."""
    return ChangedName.objects.aggregate(newest=Max("pk"))["newest"] or 0


def changed(upto: int) -> list[Term]:
    rows = ChangedName.objects.filter(pk__lte=upto).order_by("pk").values_list("data", flat=True)
    return [Term.from_json(data) for data in rows]


def forget(upto: int) -> None:
    ChangedName.objects.filter(pk__lte=upto).delete()


def showing(articles: Sequence[int], terms: Sequence[Term]) -> list[int]:
    """Those of the articles in which one of the terms stands, in whatever live edition; one query."""
    texts: dict[int, dict[str, list[str]]] = defaultdict(dict)
    for edition in Edition.objects.filter(article_id__in=articles).live().iterator(chunk_size=100):
        texts[edition.article_id][edition.language] = lines(edition.words)
    return [key for key in articles if any_stands_in(texts[key], terms)]
