"""What others may ask of the reading room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import tantivy

from masthead.article.lines import lines
from masthead.article.models import Article, Edition
from masthead.lib import languages
from masthead.reading import index, matching
from masthead.reading.analysis import tokens
from masthead.reading.models import Comment
from masthead.reading.snippets import snippet

SIZE = 20
LAST_PAGE = 50
LONGEST_QUERY = 200
MOST_WORDS = 120
# In all languages at once, the words to look for are as many as the languages times these.
MOST_WORDS_EACH = 48
# So many editions are looked at for the articles they belong to.
DEEPEST = 2_000


@dataclass(frozen=True, slots=True)
class Hit:
    """An edition that was found. ``snippet`` is HTML with ``mark``, empty where only the headline holds the words."""

    edition: Edition
    slug: str
    snippet: str


@dataclass(frozen=True, slots=True)
class Results:
    """``total`` editions, or articles where all languages were asked; page ``page`` of ``pages`` shows ``hits``."""

    total: int = 0
    page: int = 1
    pages: int = 0
    hits: list[Hit] = field(default_factory=list)


def search(query: str, language: str, *, all_languages: bool = False, page: int = 1) -> Results:
    """Live, listed editions that hold a reader's words, best first, ``SIZE`` on a page.

    With ``all_languages`` each article is found once: in ``language`` if that edition holds the words, else in
    the one that answers best. Nothing in ``query`` is an error; beyond ``LONGEST_QUERY`` characters it is cut.
    ``IndexUnreadable``: there is no index to look in.
    """
    page = min(max(1, page), LAST_PAGE)
    total, keys, asked = find(query, language, all_languages=all_languages, page=page)
    return Results(total, page, min(-(-total // SIZE), LAST_PAGE), _hits(keys, asked))


def find(
    query: str, language: str, *, all_languages: bool = False, page: int = 1
) -> tuple[int, list[int], dict[str, list[str]]]:
    """What the index alone says: how many there are, keys of editions, {language: words that were looked for}."""
    searcher = index.searcher()
    with index.sound():
        asked = _asked(searcher, query[:LONGEST_QUERY], language, all_languages)
        total, keys = _matches(searcher, asked, language if all_languages else "", page)
    return total, keys, asked


def _asked(
    searcher: tantivy.Searcher, query: str, language: str, all_languages: bool
) -> dict[str, list[str]]:
    """{language: the different words of a query in it}"""
    if not all_languages:
        return {language: _words(query, language, MOST_WORDS)}
    indexed = [code for code in languages.CODES if searcher.doc_freq("language", code)]
    return {code: _words(query, code, MOST_WORDS_EACH) for code in indexed}


def _words(query: str, language: str, most: int) -> list[str]:
    return list(dict.fromkeys(tokens(query, language)))[:most]


def _matches(
    searcher: tantivy.Searcher, asked: Mapping[str, Sequence[str]], preferred: str, page: int
) -> tuple[int, list[int]]:
    """How many there are, and the keys of the editions on one page."""
    for make in (matching.strict, matching.loose):
        query = make(searcher, asked)
        if query is None:
            continue
        if preferred:
            total, keys = _articles(searcher, query, preferred, page)
        else:
            found = searcher.search(query, SIZE, offset=(page - 1) * SIZE)
            # The library says how many in an attribute that its stub lacks.
            total, keys = int(found.count), _values(searcher, "edition", found)  # type: ignore[attr-defined]
        if total:
            return total, keys
    return 0, []


def _articles(
    searcher: tantivy.Searcher, query: tantivy.Query, preferred: str, page: int
) -> tuple[int, list[int]]:
    """Each article once, in the order of its best edition."""
    found = searcher.search(query, DEEPEST)
    editions: dict[int, list[int]] = {}
    for article, edition in zip(
        _values(searcher, "article", found), _values(searcher, "edition", found), strict=True
    ):
        editions.setdefault(article, []).append(edition)
    shown = list(editions.values())[(page - 1) * SIZE : page * SIZE]
    own = set(
        Edition.objects.filter(
            pk__in=[key for keys in shown for key in keys], language=preferred
        ).values_list("pk", flat=True)
    )
    return len(editions), [next((key for key in keys if key in own), keys[0]) for keys in shown]


def _values(searcher: tantivy.Searcher, name: str, found: tantivy.SearchResult) -> list[int]:
    values = searcher.fast_field_values(name, [address for _, address in found.hits])
    return [int(value) for value in values if value is not None]


def _hits(keys: Sequence[int], asked: Mapping[str, Sequence[str]]) -> list[Hit]:
    """The editions with these keys, in this order; what is no longer public is left out."""
    editions = Edition.objects.live().filter(pk__in=keys, listed=True)
    found = {edition.pk: edition for edition in editions}
    slugs = dict(
        Article.objects.filter(pk__in={edition.article_id for edition in found.values()}).values_list(
            "pk", "slug"
        )
    )
    return [
        Hit(edition, slugs[edition.article_id], _snippet(edition, asked.get(edition.language, ())))
        for key in keys
        if (edition := found.get(key)) is not None
    ]


def _snippet(edition: Edition, words: Sequence[str]) -> str:
    body = " ".join(lines(edition.words)[1:])
    return snippet(body, edition.language, set(words))


def shown_comments(articles: Iterable[int]) -> dict[tuple[int, str], list[Comment]]:
    """{(article, language): what readers said below it, oldest first}; one query for any number of both."""
    found: dict[tuple[int, str], list[Comment]] = {}
    for comment in Comment.objects.shown().filter(article_id__in=articles):
        found.setdefault((comment.article_id, comment.language), []).append(comment)
    return found


def open_article(slug: str) -> Article | None:
    """The published article at an address, if readers may comment on it."""
    found: Article | None = (
        Article.objects.published()
        .filter(kind=Article.Kind.ARTICLE, slug=slug)
        .only("id", "slug", "headline")
        .first()
    )
    return found
