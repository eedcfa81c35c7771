"""The verbs of the press. Each can be done again at any time with the same result."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import cast

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from masthead.article.models import Article, Edition
from masthead.lib.batches import batched
from masthead.press import (
    addresses,
    changed,
    dependencies,
    files,
    frame,
    leaving,
    outlet,
    placing,
    runs,
    shelves,
)
from masthead.press.addresses import ListKey, ListKind
from masthead.press.models import Artifact, Moved, Placement
from masthead.press.outlet import Press
from masthead.press.pages import article as article_pages
from masthead.press.pages import lists, numbered, plain, sitemaps, terms
from masthead.press.pages.printed import Printed
from masthead.press.pages.sheet import Sheet, path_of, read_all
from masthead.press.runs import Run, Step
from masthead.press.shelves import Place

_READ = 500  # pages of articles that are read, printed and written together


def press_article(key: int) -> int:
    """Print an article in every language, then every list, feed and map that names it; answers the files written."""
    shelves.ready()
    press = outlet.read()
    written = press_pages(press, key)
    placements = shelves.stand(key)
    first = not frame.pressed()
    written += placing.put(_lists_of(press, key, placements, first))
    shelves.settle(key)
    if first:
        frame.keep(frame.now(press))
    elif not placements:  # a standing page, which menus name
        _press_due()
    return written


def press_pages(press: Press, key: int, languages: Iterable[str] | None = None) -> int:
    """Print the pages of one article, in all languages or in some; none where it is not public."""
    return _press_pages(press, [key], None if languages is None else set(languages))


def _press_pages(press: Press, keys: Sequence[int], languages: set[str] | None = None) -> int:
    """The same of many: what they need is read together."""
    sheets = read_all(press, keys)
    paths: dict[int, dict[str, str]] = {}
    gone = Q()
    for key, sheet in sheets.items():
        wanted = languages if languages is not None else {*press.languages, *sheet.editions}
        paths[key] = {code: path_of(sheet.article, code) for code in sorted(wanted - sheet.taken_back)}
        if taken := wanted & sheet.taken_back:
            gone |= Q(article=key, language__in=taken)
    written = placing.put(chain(_pages_of(sheets, paths), _terms_of(press, sheets)))
    _move(paths)
    if gone and leaving.take_away(Artifact.objects.filter(gone)):
        files.announce()
    written += sum(_take_away(key) for key in keys if key not in sheets)
    if outdated := dependencies.note(keys, sheets, partly=languages is not None):
        _press_beside(outdated)
    return written


def _press_due() -> None:
    from masthead.press import tasks  # they do what is decided here

    tasks.press_due()


def _press_beside(articles: Iterable[int]) -> None:
    """Other articles show the cards of these as they were."""
    from masthead.press import tasks

    with transaction.atomic():
        changed.remember((dependencies.ARTICLE, key) for key in articles)
        tasks.press_changed_soon()


def _pages_of(sheets: Mapping[int, Sheet], paths: Mapping[int, Mapping[str, str]]) -> Iterator[Printed]:
    for key, sheet in sheets.items():
        for code, path in paths[key].items():
            yield Printed(path, code, article_pages.page(sheet, code), article=key)


def _terms_of(press: Press, sheets: Mapping[int, Sheet]) -> Iterator[Printed]:
    beside = (terms.beside_article(press, sheet.article, sheet.in_force) for sheet in sheets.values())
    yield from {page.path: page for page in chain.from_iterable(beside)}.values()


def _move(paths: Mapping[int, Mapping[str, str]]) -> None:
    """Take the articles' pages away from addresses they have left, and remember these."""
    rows = Artifact.objects.filter(article__in=paths).values_list("pk", "path", "article", "language")
    elsewhere = [
        key for key, path, article, code in rows if article and path != paths[article].get(code, path)
    ]
    if not elsewhere:
        return
    left = list(Artifact.objects.filter(pk__in=elsewhere))
    Moved.objects.bulk_create(
        [Moved(path=row.path, article=row.article or 0, language=row.language) for row in left],
        ignore_conflicts=True,
    )
    here = [path for row in left for path in paths[row.article or 0].values()]
    Moved.objects.filter(path__in=here).delete()
    leaving.forget(left)


def press_dated() -> int:
    """Press what holds a date that must not pass, in an outlet that has pages; can be done at any time."""
    if not frame.pressed():
        return 0
    press = outlet.read()
    return placing.put([*plain.beside(press), *terms.beside(press)])


def press_all(*, say: Callable[[int], object] = lambda done: None) -> int:
    """Print the whole outlet, every article, list, feed and map, and take away what it has no longer."""
    written, _ = press_run(runs.everything(), say=say)
    say(written)
    return written


def press_run(
    run: Run,
    *,
    going: Callable[[], bool] = lambda: True,
    say: Callable[[int], object] = lambda done: None,
) -> tuple[int, Run | None]:
    """Go on with a run while it is ``going``; answers the files written, and what is left of it."""
    shelves.ready()
    press = outlet.read()
    work = runs.work(run, press)
    written = 0
    if run.page is None:
        written, last = _press_articles(press, run.after, going, say, work.among)
        if last is not None:
            return written, replace(run, after=last, done=work.done(run, last))
        run = replace(run, page=runs.BEFORE_LISTS, done=run.total)
        if run.everything:
            shelves.rebuild()
        if not going():
            return written, run
    more, page = _press_lists(press, work.steps(press, run.page or runs.BEFORE_LISTS), going)
    written += more
    if page is not None:
        return written, replace(run, page=page)
    if run.everything:
        beside: set[str] = set()
        written += placing.put(
            _noted(chain(_beside_articles(press), sitemaps.everything(press)), beside), _READ
        )
        _take_away_but(press, beside)
    else:
        written += placing.put(
            chain.from_iterable(map(partial(_overview, press), sorted(work.dependent.overviews)))
        )
        _leave(press, work.dependent.whole)
    runs.end(run)
    return written, None


def _press_articles(
    press: Press,
    after: int,
    going: Callable[[], bool],
    say: Callable[[int], object],
    among: Callable[[list[int]], list[int]],
) -> tuple[int, int | None]:
    """Print the pages of articles whose key is higher than ``after``, in the order of keys, of those ``among`` them
    that it names; answers the files written, and the last key where it stopped before the end."""
    written = 0
    rows = Article.objects.published().filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)
    for keys in batched(rows.iterator(), max(1, _READ // len(press.languages))):
        if chosen := among(keys):
            written += _press_pages(press, chosen)
        say(written)
        if not going():
            return written, keys[-1]
    return written, None


def _press_lists(
    press: Press, steps: Iterable[Step], going: Callable[[], bool]
) -> tuple[int, runs.Rank | None]:
    """Print pages of lists; answers the files written, and the last page where it stopped before the end."""
    written = 0
    for some in batched(steps, max(1, _READ // len(press.languages))):
        pages = (
            lists.pages(press, step.where, step.thing, dict.fromkeys(step.languages, step.number))
            for step in some
        )
        written += placing.put(chain.from_iterable(pages))
        if not going():
            return written, some[-1].rank
    return written, None


def _leave(press: Press, places: Iterable[Place]) -> None:
    """Take away what stands of these lists where they are no longer."""
    for kind, key in places:
        where = _list_at((kind, key))
        standing = set(lists.paths(press, where)) if where else set[str]()
        rows = Artifact.objects.filter(place=ListKey(kind, key).place)
        if leaving.take_away(row for row in rows if row.path not in standing):
            files.announce()


def _list_at(place: Place) -> ListKey | None:
    kind, key = place
    if kind == "front":
        return addresses.FRONT
    slug = lists.KINDS[kind].objects.filter(pk=key).values_list("slug", flat=True).first()
    return None if slug is None else ListKey(kind, key, slug)


def _noted(pages: Iterable[Printed], paths: set[str]) -> Iterator[Printed]:
    for page in pages:
        paths.add(page.path)
        yield page


def _take_away_but(press: Press, beside: set[str]) -> None:
    """Remove pages that no pressing would make again.

    Lists that are not among ``beside``, articles that are not public, and articles in the dress of a language
    that the outlet has no longer.
    """
    for place in runs.places():
        if where := _list_at(place):
            beside.update(lists.paths(press, where))
    lists_gone = (row for row in Artifact.objects.filter(article=None).iterator() if row.path not in beside)
    of_articles = Artifact.objects.exclude(article=None)
    own = Edition.objects.live().filter(article_id=OuterRef("article"), language=OuterRef("language"))
    articles_gone = of_articles.exclude(article__in=Article.objects.published().values("pk"))
    dresses_gone = of_articles.exclude(language__in=press.languages).exclude(Exists(own))
    for rows in batched(chain(lists_gone, articles_gone.iterator(), dresses_gone.iterator()), 1_000):
        leaving.take_away(rows)
        files.announce()


def _lists_of(press: Press, key: int, placements: list[Placement], first: bool) -> Iterator[Printed]:
    """Every list that shows the article or showed it, then feeds and maps; of the ``first`` all that is beside."""
    if first and not placements:
        yield from lists.newest(press, [(ListKey("front"), None)])
    things = list(_things(placements))
    yield from lists.newest(press, [(where, thing) for where, thing, _ in things])
    for where, thing, placement in things:
        yield from numbered.after(press, where, thing, placement)
    if not first and any(row.kind == "authors" and not row.pressed for row in placements):
        yield from _overview(press, "authors")
    if first:
        yield from _beside_articles(press)
    yield from sitemaps.of_article(press, key)


def _beside_articles(press: Press) -> Iterator[Printed]:
    """What an outlet has from its first page on, and no article changes."""
    for kind in lists.KINDS:
        yield from _overview(press, kind)
    yield from lists.notices(press)
    yield sitemaps.beside(press)
    yield from plain.beside(press)
    yield from terms.beside(press)


def _overview(press: Press, kind: ListKind) -> Iterator[Printed]:
    return lists.overviews(press, kind, list(lists.KINDS[kind].objects.all()))


def _things(placements: list[Placement]) -> Iterator[tuple[ListKey, lists.Thing | None, Placement]]:
    """The lists of these placements; what an outlet has no longer has none."""
    for kind in dict.fromkeys(cast("ListKind", row.kind) for row in placements):
        rows = {row.key: row for row in placements if row.kind == kind}
        if kind == "front":
            yield ListKey("front"), None, rows[0]
            continue
        for thing in lists.KINDS[kind].objects.filter(pk__in=rows):
            yield ListKey(kind, thing.pk, thing.slug), thing, rows[thing.pk]


def _take_away(key: int) -> int:
    """Remove the pages of an article that is public no longer."""
    removed = leaving.take_away(Artifact.objects.filter(article=key))
    if removed:
        files.announce()
    return removed
