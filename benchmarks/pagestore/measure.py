"""The measurements, in order: storage of all languages, then the desk's daily work at each size."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.signals import published

from benchmarks.harness import Figure, cpu_ms
from benchmarks.pagestore.models import ArticlePage
from benchmarks.pagestore.rows import Layer, after, write
from benchmarks.pagestore.stores import Pages, Snippets
from masthead.article.models import Article, Edition, Person, Region, Theme
from masthead.article.snapshot import content_of
from masthead.desk.models import User
from masthead.lib import languages
from masthead.translation.models import Working
from masthead.translation.segments import Maker, carry, pieces_of, units_to_json

PAGE, TREE = "Wagtail page", "page, by its tree"
FILTER = "?language=en&state=live"
Screens: TypeAlias = dict[str, tuple[str, dict[str, str]]]  # ours, and the peers'
_ENGINE = Maker("engine", "apertium", "3.8.3")


def measure(home: Path, sizes: Sequence[int], articles: int) -> list[Figure]:
    # Both stores do the same work only without what Masthead does after Wagtail's publishing.
    published.disconnect(sender=Article, dispatch_uid="masthead.desk")
    Region.objects.create(name="Everywhere", slug="everywhere")
    Theme.objects.create(name="Water", slug="water")
    Person.objects.create(name="Ada Marsh", slug="ada-marsh")
    user = User.objects.create_superuser("bench", password="bench")
    snippets, pages = Snippets(user), Pages(user)
    likes = Article.objects.get(pk=snippets.create().pk), ArticlePage.objects.get(pk=pages.create().pk)
    stored = list(_storage(home, snippets, pages, *likes, articles))
    file = str(settings.DATABASES["default"]["NAME"])
    figures: list[Figure] = []
    have = 0
    for size in sizes:
        snippets.grow(file, likes[0], size - have)
        pages.grow(file, likes[1], size - have)
        have = size
        figures += _work(size, user, snippets, pages, likes[0].pk, likes[1].pk)
    return figures + stored


def _work(
    size: int, user: User, snippets: Snippets, pages: Pages, article: int, page: int
) -> Iterator[Figure]:
    client = Client()
    client.force_login(user)

    def get(address: str) -> Callable[[], None]:
        def do() -> None:
            answer = client.get(address)
            if answer.status_code != 200:
                raise RuntimeError(f"{address} answered {answer.status_code}.")

        return do

    lists: Screens = {
        "list of 50": (snippets.lists(), {PAGE: pages.lists(), TREE: pages.tree()}),
        "list of 50, one language, live": (snippets.lists() + FILTER, {PAGE: pages.lists() + FILTER}),
    }
    form: Screens = {"edit form": (snippets.form(article), {PAGE: pages.form(page)})}
    at = f"{size:,} articles"
    ours, theirs = cpu_ms(snippets.create, pages.create, times=15)
    yield Figure(f"create, revise, publish; {at}", ours, {PAGE: theirs})
    yield from _opened(get, {**lists, **form}, at)
    for name, (address, peers) in {**lists, **form}.items():
        counts = {peer: _queries(get(there)) for peer, there in peers.items()}
        yield Figure(f"{name}, queries; {at}", _queries(get(address)), counts, unit="queries")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE INDEX bench_order ON {Article._meta.db_table} (created_at DESC)")
        yield from _opened(get, lists, f"{at}, order indexed")
        cursor.execute("DROP INDEX bench_order")


def _opened(get: Callable[[str], Callable[[], None]], screens: Screens, at: str) -> Iterator[Figure]:
    for name, (address, peers) in screens.items():
        ours, *theirs = cpu_ms(get(address), *map(get, peers.values()), times=11, warm=2)
        yield Figure(f"{name}; {at}", ours, dict(zip(peers, theirs, strict=True)))


def _queries(do: Callable[[], None]) -> int:
    with CaptureQueriesContext(connection) as caught:
        do()
    return len(caught)


def _storage(
    home: Path, snippets: Snippets, pages: Pages, article: Article, page: ArticlePage, articles: int
) -> Iterator[Figure]:
    """Rows and bytes of every language: one source row with an edition each, and a page row each."""
    codes = languages.CODES
    many = articles * len(codes)
    folders = pages.folders(codes)
    ours = _filled(home, (list(snippets.layers(article)), articles), ([_editions(article)], many))
    working = _filled(home, ([_workings(article)], many))
    theirs = _filled(home, (list(pages.layers(page, folders, codes)), many))
    name = f"one article in {len(codes)} languages"
    yield Figure(f"{name}, rows", ours.rows / articles, {PAGE: theirs.rows / articles}, unit="rows")
    yield Figure(
        f"{name}, bytes", ours.bytes / articles / 2**10, {PAGE: theirs.bytes / articles / 2**10}, unit="KiB"
    )
    yield Figure(f"{name}, bytes of segments", working.bytes / articles / 2**10, unit="KiB")
    yield Figure(
        f"100,000 articles in {len(codes)} languages, bytes (extrapolated from {articles:,})",
        ours.bytes / articles * 100_000 / 2**30,
        {PAGE: theirs.bytes / articles * 100_000 / 2**30},
        unit="GiB",
    )


@dataclass(frozen=True, slots=True)
class Grown:
    rows: int
    bytes: int


def _filled(home: Path, *parts: tuple[Sequence[Layer], int]) -> Grown:
    """What these layers, each with its number of copies, add to a copy of the database."""
    file = home / "storage.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])
    before = file.stat().st_size
    rows = sum(write(str(file), layers, count) for layers, count in parts)
    grown = Grown(rows, file.stat().st_size - before)
    for leftover in home.glob(f"{file.name}*"):
        leftover.unlink()
    return grown


def _editions(article: Article) -> Layer:
    content = content_of(article)
    like = Edition(
        article=article,
        state=Edition.State.LIVE,
        headline=content.headline,
        standfirst=content.standfirst,
        content=content.to_json(),
        by_engine=1,
        engines=[[_ENGINE.name, _ENGINE.version]],
        published_at=timezone.now(),
        updated_at=timezone.now(),
        entry=1,
    )
    return Layer(like, _of_each_language())


def _workings(article: Article) -> Layer:
    units = carry(pieces_of(content_of(article), article.language), {})
    at = timezone.now().isoformat()
    made = {
        path: tuple(segment.made(segment.sources[0], _ENGINE, at) for segment in segments)
        for path, segments in units.items()
    }
    return Layer(Working(article=article, units=units_to_json(made)), _of_each_language())


def _of_each_language() -> Callable[[int], Mapping[str, object]]:
    first, codes = after(Article), languages.CODES

    def differs(number: int) -> Mapping[str, object]:
        round, place = divmod(number, len(codes))
        return {"id": number + 1_000, "article_id": first + round, "language": codes[place]}

    return differs
