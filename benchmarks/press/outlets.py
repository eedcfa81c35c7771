"""Outlets of any size to publish in: the demonstration's frame, an archive of short articles, one text in all languages.

The text is the Universal Declaration of Human Rights, which the project holds in 52 languages.
"""

from __future__ import annotations

import itertools
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from masthead.lib import languages

if TYPE_CHECKING:
    from masthead.article.content import Content
    from masthead.article.models import Article
    from masthead.desk.models import User

_PARTS = 16  # articles of the Declaration: with the recitals about 900 words
_ARCHIVED = "archived-{}"


def prepare(home: Path) -> None:
    """An empty outlet with regions, themes, dossiers, people and 52 languages, in this process."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "static").mkdir(exist_ok=True)
    os.environ["MASTHEAD_HOME"] = str(home)
    os.environ.pop("DATABASE_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "masthead.project.settings"
    subprocess.run([sys.executable, "-m", "masthead", "migrate", "--verbosity", "0"], check=True)
    from masthead.project.command import set_up

    set_up()
    from masthead.article.models import Outlet
    from masthead.project.demo import frame

    frame.users({"editor": "bench", "translator": "bench"})
    frame.outlet()
    Outlet.objects.update(url="https://outlet.example")
    frame.policies()
    frame.pictures()
    frame.ways_in()
    frame.people()


def editor() -> User:
    from masthead.project.demo.publishing import editor

    return editor()


def texts(language: str) -> list[str]:
    """The Declaration's recitals and first articles, a text each, as plain text."""
    from masthead.project import demo

    file = Path(str(demo.__file__)).parent / "declaration" / f"{language}.json"
    data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return [*data["recitals"], *(" ".join(part["texts"]) for part in data["articles"][:_PARTS])]


def article(number: int) -> Article:
    """A draft of the Declaration under an address of its own, with all that a page shows."""
    from masthead.article.models import Article, Byline, Dossier, Person, Picture, Region, Theme
    from masthead.desk.actions import save_draft

    made = Article(
        headline="The Declaration, read once more",
        standfirst=texts("en")[0],
        slug=f"declaration-{number}",
        language="en",
        licence="CC-BY-4.0",
        lead_picture=Picture.objects.order_by("pk").first(),
        lead_alt="The demonstration's first picture.",
        body=json.dumps(
            [
                {"type": "text", "id": str(uuid5(NAMESPACE_URL, f"part/{place}")), "value": f"<p>{text}</p>"}
                for place, text in enumerate(texts("en")[1:])
            ]
        ),
    )
    made.bylines = [Byline(person=Person.objects.order_by("pk")[0], role="author")]
    made.regions = [Region.objects.order_by("pk")[0]]
    made.themes = list(Theme.objects.order_by("pk")[:2])
    made.dossiers = [Dossier.objects.order_by("pk")[0]]
    return save_draft(made, by=editor())


def warm(draft: Article) -> None:
    """Let the memory know every sentence of a draft in every language, as an engine's."""
    from django.utils import timezone

    from masthead.article.snapshot import content_of
    from masthead.translation import memory
    from masthead.translation.segments import Maker, pieces_of

    pieces = pieces_of(content_of(draft), draft.language)
    for code in languages.CODES:
        if code == draft.language:
            continue
        texts_here = texts(code)
        pairs: list[tuple[str, str]] = []
        for place, cut in enumerate(pieces.values()):
            target = texts_here[(place - 1) % len(texts_here)]
            pairs += zip((piece.text for piece in cut), _shares(target, len(cut)), strict=True)
        memory.remember(pairs, draft.language, code, Maker("engine", "apertium", "3.8.3"), timezone.now())


def _shares(text: str, count: int) -> list[str]:
    """A text in so many parts; where it has words, between them."""
    parts, glue = (text.split(), " ") if " " in text else (list(text), "")
    size = -(-len(parts) // count) if count else 1
    shares = [glue.join(parts[start * size : (start + 1) * size]) for start in range(count)]
    return [share or text for share in shares]


def short(number: int, language: str) -> Content:
    """What an archived article says where only its place on lists matters."""
    from masthead.article.content import Content

    return Content(headline="What the river brought", standfirst="A few words.")


def grow(
    size: int,
    codes: Sequence[str] = languages.CODES,
    words: Callable[[int, str], Content] = short,
) -> None:
    """Fill the archive up to ``size`` articles, live in these languages, on the lists that articles stand on.

    ``words`` says what the article of a number is in a language. Rows are written with SQLite itself, and put on their
    shelves: nothing of them is pressed. As in any outlet, nobody tells the database what its tables hold (ANALYZE).
    """
    from django.conf import settings

    from masthead.article.models import Article

    have = Article.objects.filter(slug__startswith=_ARCHIVED.format("")).count()
    if have >= size:
        return
    database = sqlite3.connect(str(settings.DATABASES["default"]["NAME"]))
    try:
        database.execute("PRAGMA synchronous=OFF")
        with database:
            _write(database, have, size, codes, words)
    finally:
        database.close()
    from masthead.press import shelves

    shelves.rebuild()


def _write(
    database: sqlite3.Connection,
    have: int,
    size: int,
    codes: Sequence[str],
    words: Callable[[int, str], Content],
) -> None:
    from django.db import connection
    from django.utils import timezone

    from masthead.article.models import Article, Byline, Dossier, Edition, Person, Region, Theme

    def columns(model: Any, **values: Any) -> tuple[str, dict[str, Any]]:
        meta = model._meta
        row = {
            field.column: field.get_db_prep_save(getattr(like, field.attname), connection)
            for like in [model(**values)]
            for field in meta.local_concrete_fields
        }
        return meta.db_table, row

    def insert(table: str, rows: Any) -> None:
        rows = iter(rows)
        first = next(rows, None)
        if first is None:
            return
        names = ", ".join(f'"{name}"' for name in first)
        marks = ", ".join("?" * len(first))
        values = (tuple(row.values()) for row in itertools.chain([first], rows))
        database.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', values)

    now = timezone.now().replace(microsecond=0)
    newest = Article.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    base = newest + 1 - have
    keys = range(have, size)

    def when(number: int) -> str:
        return (now - timedelta(days=30) - timedelta(minutes=7 * (100_000 - number))).strftime(
            "%Y-%m-%d %H:%M:%S"
        )

    table, like = columns(Article, headline="", slug="", language="en", live=True, licence="CC-BY-4.0")
    insert(
        table,
        (
            {
                **like,
                "id": base + n,
                "headline": f"What the river brought, part {n}",
                "slug": _ARCHIVED.format(n),
                "first_published_at": when(n),
                "created_at": when(n),
            }
            for n in keys
        ),
    )
    table, like = columns(Edition, state="live", headline="", content={})
    like.pop("id")
    insert(
        table,
        (
            {
                **like,
                "article_id": base + n,
                "language": code,
                "is_original": code == "en",
                "headline": f"What the river brought, part {n}",
                "standfirst": "A few words on what it was and who came to see it.",
                "by_engine": int(code != "en"),
                "published_at": when(n),
                "updated_at": when(n),
                "content": json.dumps(words(n, code).to_json(), ensure_ascii=False),
            }
            for n in keys
            for code in codes
        ),
    )
    ways = {
        model: list(model._default_manager.order_by("pk").values_list("pk", flat=True))
        for model in (Region, Theme, Dossier, Person)
    }
    for field, model, every in (("regions", Region, 1), ("themes", Theme, 1), ("dossiers", Dossier, 50)):
        through = getattr(Article, field).through
        column = f"{field[:-1]}_id"
        insert(
            through._meta.db_table,
            (
                {"article_id": base + n, column: ways[model][n % len(ways[model])]}
                for n in keys
                if n % every == 0
            ),
        )
    table, like = columns(Byline, role="author")
    like.pop("id")
    insert(
        table,
        ({**like, "article_id": base + n, "person_id": ways[Person][n % len(ways[Person])]} for n in keys),
    )
