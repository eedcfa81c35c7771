"""Words to a query. A reader's words never pass through a query language, so nothing they type is an error."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import tantivy
from tantivy import Occur, Query

from masthead.reading import index

# How much a word counts by where it stands. ``also``: found under a lesser form of it.
WEIGHTS = {"headline": 2.5, "standfirst": 1.5, "body": 1.0, "also": 0.6}
# Up to so many words an edition must hold them all; more are taken as a question, and ranked.
ALL_OF = 5


def required(words: int) -> int:
    """How many of a reader's words an edition must hold."""
    return words if words <= ALL_OF else max(2, math.ceil(words / 5))


def strict(searcher: tantivy.Searcher, asked: Mapping[str, Sequence[str]]) -> Query | None:
    """Editions that answer the words: {language: words in it}. None where none can."""
    return _any(
        [_language(searcher, language, words, required(len(words))) for language, words in asked.items()]
    )


def loose(searcher: tantivy.Searcher, asked: Mapping[str, Sequence[str]]) -> Query | None:
    """Editions that hold any of the words."""
    return _any([_language(searcher, language, words, 1) for language, words in asked.items()])


def _language(searcher: tantivy.Searcher, language: str, words: Sequence[str], least: int) -> Query | None:
    inside = searcher.doc_freq("language", language)
    clauses = [
        found for word in words if (found := _word(searcher, index.key(language, word), inside)) is not None
    ]
    if not clauses or len(clauses) < least:
        return None
    return Query.boolean_query([(Occur.Should, clause) for clause in clauses], least)


def _word(searcher: tantivy.Searcher, term: str, inside: int) -> Query | None:
    """One word in any text of an edition, weighed by how rare it is among the ``inside`` of its own language.

    BM25 as the library has it counts rarity among all editions, where every word of one language is rare.
    """
    parts = []
    for field, weight in WEIGHTS.items():
        holding = searcher.doc_freq(field, term)
        if holding:
            rarity = _idf(max(inside, holding), holding) / _idf(max(searcher.num_docs, holding), holding)
            query = Query.term_query(index.schema(), field, term, "freq")
            parts.append((Occur.Should, Query.boost_query(query, weight * rarity)))
    return Query.boolean_query(parts) if parts else None


def _idf(documents: int, holding: int) -> float:
    return math.log(1 + (documents - holding + 0.5) / (holding + 0.5))


def _any(queries: list[Query | None]) -> Query | None:
    found = [(Occur.Should, query) for query in queries if query is not None]
    return Query.boolean_query(found) if found else None
