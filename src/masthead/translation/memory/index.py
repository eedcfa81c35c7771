"""Which sentences of the memory may be like another: an index of their terms, in the outlet's folder.

The database is the truth and the index follows it. ``Sentence.indexed`` says what the index has; what it does not have
yet is few and is looked at one by one. A process that dies between the two leaves a sentence to be indexed again, which
changes nothing. Texts of sentences never change and what no longer has a translation is passed over, so that the index
is only added to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import tantivy
from django.conf import settings
from tantivy import Occur, Query

from masthead.lib.indexes import Folder, sound
from masthead.translation.markup import plain
from masthead.translation.memory.words import terms

# Part of the folder's name: another shape of index is another folder, made anew.
SHAPE = 1
POSTINGS = 50_000
"""How often the terms that are asked for may stand in the index, taken together, once there are ``FEWEST``."""
FEWEST, MOST = 4, 24
"""Terms that are asked for, the rarest first."""


def folder() -> Folder:
    return _folder(Path(settings.HOME) / "memory" / str(SHAPE))


@lru_cache(maxsize=4)
def _folder(path: Path) -> Folder:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("sentence", fast=True)
    builder.add_text_field("terms", tokenizer_name="whitespace", index_option="basic")
    return Folder(path, builder.build())


def put(sentences: Iterable[tuple[int, str, str]]) -> None:
    """Index (key, language, coded text)."""
    with folder().writing() as writer, sound():
        for key, language, text in sentences:
            document = tantivy.Document(sentence=key)
            document.add_text("terms", " ".join([_key(language, term) for term in terms(plain(text))]))
            writer.add_document(document)


def candidates(texts: Sequence[str], language: str, most: int) -> list[list[int]]:
    """For each coded text, the keys of up to ``most`` sentences of a language that share its rarest terms.
    ``IndexUnreadable`` if there is no index."""
    index = folder()
    searcher = index.searcher()
    with sound():
        return [_candidates(index.schema, searcher, text, language, most) for text in texts]


def _candidates(
    schema: tantivy.Schema, searcher: tantivy.Searcher, text: str, language: str, most: int
) -> list[int]:
    keys = (_key(language, term) for term in terms(plain(text)))
    rarest = sorted((often, key) for key in keys if (often := searcher.doc_freq("terms", key)))
    asked: list[tuple[Occur, Query]] = []
    postings = 0
    for often, key in rarest[:MOST]:
        postings += often
        if len(asked) >= FEWEST and postings > POSTINGS:
            break
        asked.append((Occur.Should, Query.term_query(schema, "terms", key, "basic")))
    if not asked:
        return []
    # Not counting lets the library pass over what cannot be among the best.
    hits = searcher.search(Query.boolean_query(asked), most, count=False).hits
    keys_found = searcher.fast_field_values("sentence", [place for _, place in hits])
    return list(dict.fromkeys(int(key or 0) for key in keys_found))


def _key(language: str, term: str) -> str:
    return f"{language}:{term}"
