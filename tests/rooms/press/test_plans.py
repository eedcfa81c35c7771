"""Which indexes the queries of a publication use in an outlet whose database was never told what its tables hold."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from tests import factories as make

from masthead.press import actions as press
from masthead.press import outlet

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "sqlite",
        reason="PostgreSQL plans by what stands in its tables, the words are SQLite's",
    ),
]

# What grows with the articles, as tables and as the names that queries give them.
_GROWS = r"article_article|article_edition|article_byline|article_article_\w+|press_(?!shelf)\w+|e|a"
_WHOLE = re.compile(rf"SCAN ({_GROWS})\b")
# By these alone an index leads to a share of the archive and not to some rows of it.
_COARSE = re.compile(rf"SEARCH ({_GROWS}) .*\(((language|state|kind|listed|is_original)=\?( AND )?)+\)")


def test_no_query_of_a_publication_reads_the_archive() -> None:
    make.outlet()
    make.languages_on("fr", "ar")
    there = {"authors": [make.person()], "regions": [make.region()], "themes": [make.theme()]}
    make.published("Eins", **there)
    press.press_all()
    article = make.published("Zwei", dossiers=[make.dossier()], **there)
    queries: dict[str, Any] = {}

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT"):
            queries[sql] = params
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        press.press_pages(outlet.read(), article.pk)
        press.press_article(article.pk)

    plans = {step: sql for sql, params in queries.items() for step in _plan(sql, params)}
    assert len(queries) > 20
    assert not {step: sql for step, sql in plans.items() if _WHOLE.match(step) or _COARSE.match(step)}


def _plan(sql: str, params: Any) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        return [step for _, _, _, step in cursor.fetchall()]
