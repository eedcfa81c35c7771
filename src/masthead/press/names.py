"""Names of the glossary that changed, and the articles whose text shows one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from masthead.article.lines import lines
from masthead.article.models import Edition
from masthead.translation.glossary import Term
from masthead.translation.queries import any_stands_in


def showing(articles: Sequence[int], terms: Sequence[Term]) -> list[int]:
    """Those of the articles in which one of the terms stands, in whatever live edition; one query."""
    texts: dict[int, dict[str, list[str]]] = defaultdict(dict)
    for edition in Edition.objects.filter(article_id__in=articles).live().iterator(chunk_size=100):
        texts[edition.article_id][edition.language] = lines(edition.words)
    return [key for key in articles if any_stands_in(texts[key], terms)]
