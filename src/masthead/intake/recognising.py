"""Which earlier article an arriving text looks like: a look into the index of bands, then the texts themselves."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from masthead.article.lines import lines
from masthead.article.models import Article
from masthead.article.snapshot import content_of
from masthead.intake import likeness
from masthead.intake.models import Arrival, Band

_ROWS = 2_000
_COMPARED = 5


@dataclass(frozen=True, slots=True)
class Like:
    """An earlier article, and what part of the text that arrives stands in it, 0 to 1."""

    article: Article
    share: float


def alike(text: str) -> tuple[Like | None, tuple[int, ...]]:
    """The earlier article that is most like a text, if one is; and the bands to remember the text by."""
    ours = likeness.shingles(text)
    keys = likeness.bands(ours)
    if not keys:
        return None, ()
    # The newest of a band stand for all in it: a text that came a thousand times is found through any of them.
    there = Band.objects.filter(key__in=keys).order_by("-pk").values_list("arrival_id", flat=True)[:_ROWS]
    near = [arrival for arrival, _ in Counter(there).most_common(4 * _COMPARED)]
    owner = dict(Arrival.objects.filter(pk__in=near).values_list("pk", "article_id"))
    articles = list(dict.fromkeys(owner[arrival] for arrival in near if arrival in owner))[:_COMPARED]
    rows = Article.objects.filter(pk__in=articles).select_related("lead_picture").order_by("pk")
    compared = [(article, likeness.shingles(text_of(article))) for article in rows]
    shares = [(likeness.share(ours, theirs), article, theirs) for article, theirs in compared]
    share, article, theirs = max(shares, key=lambda row: row[0], default=(0.0, None, ours))
    found = article if share >= likeness.ALIKE else None
    return (Like(found, likeness.part(ours, theirs)) if found else None), keys


def remember(arrival: Arrival, keys: tuple[int, ...]) -> None:
    """Let later arrivals find this one."""
    Band.objects.bulk_create(Band(arrival=arrival, key=key) for key in dict.fromkeys(keys))


def text_of(article: Article) -> str:
    return "\n".join(paragraphs_of(article))


def paragraphs_of(article: Article) -> list[str]:
    """The printed lines of an article under its headline."""
    return lines(content_of(article))[1:]
