"""The verbs of the press. Each can be done again at any time with the same result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256

from django.db import transaction

from masthead.article.models import Article, Byline, Person
from masthead.press import addresses, files, outlet
from masthead.press.addresses import ListKey
from masthead.press.lists import SIZE
from masthead.press.lists import newest as newest_keys
from masthead.press.models import Artifact
from masthead.press.outlet import Press
from masthead.press.pages import article as article_pages
from masthead.press.pages import feeds, lists, sitemaps
from masthead.press.pages.lists import Printed
from masthead.record import actions as record

_AT_ONCE = 500


def press_article(key: int) -> int:
    """Print an article in every language, then every list, feed and map that names it; answers the files written."""
    press = outlet.read()
    written = press_pages(press, key)
    return written + _put(_lists_of(press, key))


def press_pages(press: Press, key: int, languages: Iterable[str] | None = None) -> int:
    """Print the pages of one article, in all languages or in some; none where it is not public."""
    sheet = article_pages.read(press, key)
    if sheet is None:
        return _take_away(key)
    codes = languages if languages is not None else sorted({*press.languages, *sheet.editions})
    return _put(
        (
            Printed(article_pages.path_of(sheet.article, code), code, article_pages.page(sheet, code))
            for code in codes
        ),
        article=key,
    )


def press_all(*, say: object = None) -> int:
    """Print the whole outlet: every article, list, feed and map."""
    press = outlet.read()
    written = 0
    for key in Article.objects.published().order_by("pk").values_list("pk", flat=True).iterator():
        written += press_pages(press, key)
        if callable(say):
            say(written)
    written += _put(_everything_else(press))
    if callable(say):
        say(written)
    return written


def _lists_of(press: Press, key: int) -> Iterator[Printed]:
    article = Article.objects.prefetch_related("regions", "themes", "dossiers").get(pk=key)
    yield from lists.newest(press, ListKey("front"))
    if article.kind == Article.Kind.ARTICLE:
        people = Person.objects.filter(pk__in=Byline.objects.filter(article=article).values("person")).distinct()
        for kind, things in (
            ("regions", article.regions.all()),
            ("themes", article.themes.all()),
            ("dossiers", article.dossiers.all()),
            ("authors", people),
        ):
            for thing in things:
                yield from lists.newest(press, ListKey(kind, thing.pk, thing.slug), thing)
        yield from _filled_up(press, article)
        yield from lists.overviews(press, "authors", list(Person.objects.filter(bylines__isnull=False).distinct()))
    yield from feeds.feeds(press)
    yield from sitemaps.sitemaps(press)


def _filled_up(press: Press, article: Article) -> Iterator[Printed]:
    """The newest numbered pages, which a new article may just have filled."""

    for code, page in newest_keys(ListKey("front"), press.languages).items():
        if page.total >= SIZE and (made := lists.numbered(press, ListKey("front"), None, code, page.total // SIZE)):
            yield made


def _everything_else(press: Press) -> Iterator[Printed]:

    keys: list[tuple[ListKey, lists.Thing | None]] = [(ListKey("front"), None)]
    for kind, model in lists.KINDS.items():
        things = list(model.objects.all())
        keys += [(ListKey(kind, thing.pk, thing.slug), thing) for thing in things]
        yield from lists.overviews(press, kind, things)
    for where, thing in keys:
        yield from lists.newest(press, where, thing)
        for code, page in newest_keys(where, press.languages).items():
            for number in range(1, page.total // SIZE + 1):
                if made := lists.numbered(press, where, thing, code, number):
                    yield made
    yield from lists.notices(press)
    yield from feeds.feeds(press)
    yield from sitemaps.sitemaps(press)
    yield sitemaps.robots(press)


def _put(pages: Iterable[Printed], article: int | None = None) -> int:
    """Write pages, and say in the record what was written. A file that would not change is left alone."""
    written = 0
    batch: list[Printed] = []
    for page in pages:
        batch.append(page)
        if len(batch) == _AT_ONCE:
            written += _put_batch(batch, article)
            batch = []
    written += _put_batch(batch, article)
    if written:
        files.announce()
    return written


def _put_batch(batch: list[Printed], article: int | None) -> int:
    known = dict(Artifact.objects.filter(path__in=[page.path for page in batch]).values_list("path", "digest"))
    fresh: dict[str, tuple[Printed, bytes, str]] = {}
    for page in batch:
        body = page.html.encode()
        digest = sha256(body).hexdigest()
        if known.get(page.path) != digest or not (files.root() / addresses.file_of(page.path)).exists():
            if page.path in fresh:
                raise ValueError(f"Two pages of one run want to stand at {page.path}.")
            fresh[page.path] = (page, body, digest)
    if not fresh:
        return 0
    for path, (_, body, _) in fresh.items():
        files.write(addresses.file_of(path), body)
    with transaction.atomic():
        [entry] = record.append(
            [record.Statement("pages.pressed", "press", {"pages": {path: row[2] for path, row in fresh.items()}})]
        )
        Artifact.objects.bulk_create(
            [
                Artifact(path=path, digest=digest, article=article, language=page.language, entry=entry.number)
                for path, (page, _, digest) in fresh.items()
            ],
            update_conflicts=True,
            unique_fields=("path",),
            update_fields=("digest", "article", "language", "entry", "made_at"),
        )
    return len(fresh)


def _take_away(key: int) -> int:
    """Remove the pages of an article that is public no longer."""
    rows = Artifact.objects.filter(article=key)
    paths = list(rows.values_list("path", flat=True))
    for path in paths:
        files.remove(addresses.file_of(path))
    rows.delete()
    if paths:
        files.announce()
    return len(paths)


