"""The board: every article and language, what stands there, and which of it is meant.

Reads cost the same number of queries for any number of articles and languages.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Sum, Value, When
from django.utils import timezone

from masthead.article.models import Article, Edition
from masthead.lib import languages
from masthead.translation.models import Assignment, Policy, Spending

STATES = {
    "missing": "Missing",
    "request": "On request",
    "machine": "Machine",
    "held": "In review",
    "stale": "Stale",
    "live": "Live",
}
"""What a cell can be: ``machine`` is live and read by nobody, ``held`` waits for a person, ``stale`` trails its original,
``live`` was made or read by a person, ``request`` is missing until somebody asks for it."""
PER_PAGE = 25
_AT_ONCE = 400

_STATE = Case(
    When(trails=True, then=Value("stale")),
    When(state=Edition.State.HELD, then=Value("held")),
    When(by_engine__gt=0, reviewed_by="", then=Value("machine")),
    default=Value("live"),
    output_field=CharField(),
)


@dataclass(frozen=True, slots=True)
class Filters:
    """How the board is narrowed. Dates are of publication; ``cost`` is the least that an article has cost, in EUR."""

    languages: tuple[str, ...] = ()
    state: str = ""
    region: int | None = None
    theme: int | None = None
    dossier: int | None = None
    text: str = ""
    since: str = ""
    until: str = ""
    cost: str = ""
    reviewed_by: str = ""
    assigned: int | None = None

    @classmethod
    def of(cls, given: Mapping[str, Any], chosen: Iterable[str] = ()) -> Filters:
        """From a form or from JSON; what cannot be read is left out."""
        codes = tuple(code for code in dict.fromkeys(chosen) if code in languages.CODES)
        return cls(
            languages=codes,
            state=str(given.get("state") or "") if given.get("state") in STATES else "",
            region=_number(given.get("region")),
            theme=_number(given.get("theme")),
            dossier=_number(given.get("dossier")),
            text=str(given.get("text") or "").replace("\0", "").strip()[:200],
            since=_date(given.get("since")),
            until=_date(given.get("until")),
            cost=_amount(given.get("cost")),
            reviewed_by=str(given.get("reviewed_by") or "").replace("\0", "")[:200],
            assigned=_number(given.get("assigned")),
        )

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Filters:
        return cls.of(data, data.get("languages") or ())

    def to_json(self) -> dict[str, Any]:
        return {key: value for key, value in asdict(self).items() if value}

    @property
    def narrows(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))

    @property
    def by_edition(self) -> bool:
        """Does it ask for what only an edition that is there can have?"""
        return bool(self.reviewed_by or self.assigned)


def _number(given: Any) -> int | None:
    text = str(given or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _date(given: Any) -> str:
    try:
        return date.fromisoformat(str(given or "")).isoformat()
    except ValueError:
        return ""


def _amount(given: Any) -> str:
    try:
        amount = Decimal(str(given or ""))
    except InvalidOperation:
        return ""
    return str(amount) if amount.is_finite() and 0 < amount < 10**9 else ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One language of an article. ``cost`` in EUR; ``to`` is whoever was asked to review it."""

    language: str
    state: str
    cost: Decimal = Decimal(0)
    to: str = ""
    matches: bool = True

    @property
    def label(self) -> str:
        return STATES.get(self.state, "Original")


@dataclass(frozen=True, slots=True)
class Row:
    article: Article
    cells: tuple[Cell, ...]
    cost: Decimal

    @property
    def tag(self) -> str:
        return languages.get(self.article.language).tag

    @property
    def direction(self) -> str:
        return languages.get(self.article.language).direction


@dataclass(frozen=True, slots=True)
class Column:
    """A language of the board and how many articles are in each state in it."""

    language: str
    counts: Mapping[str, int]

    @property
    def name(self) -> str:
        return languages.name(self.language, "en")


@dataclass(frozen=True, slots=True)
class Board:
    """One page. ``articles`` match in all, and ``cells`` of them; ``page`` counts from 1."""

    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    articles: int
    cells: int
    page: int
    pages: int


def offered() -> dict[str, str]:
    """{language: mode} of what readers can have, in the house's order."""
    modes = dict(Policy.objects.offered().values_list("language", "mode"))
    return {code: modes[code] for code in languages.CODES if code in modes}


def board(filters: Filters, page: int = 1, per_page: int = PER_PAGE) -> Board:
    """A page of the board, newest articles first; eight queries."""
    modes = offered()
    columns = _counted(filters, modes)
    found = articles(filters, modes)
    number = found.count()
    pages = max(1, -(-number // per_page))
    page = min(max(1, page), pages)
    shown = found.order_by("-first_published_at", "-pk").only("pk", "headline", "language", "slug", "live")
    rows = _rows(
        list(shown[(page - 1) * per_page : page * per_page]),
        filters,
        modes,
        [column.language for column in columns],
    )
    cells = sum(
        count
        for column in columns
        for state, count in column.counts.items()
        if not filters.state or state == filters.state
    )
    return Board(tuple(rows), tuple(columns), number, cells, page, pages)


def articles(filters: Filters, modes: Mapping[str, str]) -> QuerySet[Article]:
    """The published articles with a cell that matches."""
    found = _chosen(filters)
    if not (filters.state or filters.by_edition):
        return found
    if filters.state in {"missing", "request"} and not filters.by_edition:
        wanted = _wanted(filters, modes)
        full = (
            _printed()
            .filter(language__in=wanted)
            .order_by()
            .values("article_id")
            .annotate(number=Count("pk"))
            .filter(number__gte=len(wanted))
        )
        return found.exclude(pk__in=full.values("article_id")) if wanted else found.none()
    return found.filter(Exists(_editions(filters).filter(article_id=OuterRef("pk"))))


def matching(filters: Filters) -> Iterator[tuple[int, str, str]]:
    """(article, language, state) of every cell that matches, article by article."""
    modes = offered()
    ids = articles(filters, modes).order_by("pk").values_list("pk", "language")
    for part in _stretches(ids.iterator(chunk_size=_AT_ONCE)):
        yield from _cells_of(dict(part), filters, modes)


def states_of(cells: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str, str]]:
    """(article, language, state) of these cells; those of articles that are not published are left out."""
    wanted: dict[int, list[str]] = defaultdict(list)
    for article, language in cells:
        wanted[article].append(language)
    modes = offered()
    for part in _stretches(sorted(wanted)):
        sources = dict(Article.objects.filter(pk__in=part, live=True).values_list("pk", "language"))
        found = {(a, l): s for a, l, s in _cells_of(sources, Filters(), modes)}  # noqa: E741
        for article in part:
            for language in dict.fromkeys(wanted[article]):
                if (article, language) in found:
                    yield article, language, found[article, language]


def _cells_of(
    sources: Mapping[int, str], filters: Filters, modes: Mapping[str, str]
) -> Iterator[tuple[int, str, str]]:
    kept = _states(sources)
    matched = (
        set(_editions(filters).filter(article_id__in=sources).values_list("article_id", "language"))
        if filters.by_edition
        else None
    )
    for article, source in sources.items():
        here = kept.get(article, {})
        for language in dict.fromkeys((*modes, *here)):
            if language == source or (filters.languages and language not in filters.languages):
                continue
            state = here.get(language) or _absent(modes[language])
            if filters.state and state != filters.state:
                continue
            if matched is None or (article, language) in matched:
                yield article, language, state


def _states(ids: Iterable[int]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = _printed().filter(article_id__in=list(ids), is_original=False).annotate(cell=_STATE)
    for article, language, state in rows.values_list("article_id", "language", "cell"):
        found[article][language] = state
    return found


def _stretches(items: Iterable[Any]) -> Iterator[list[Any]]:
    for _, group in groupby(enumerate(items), key=lambda pair: pair[0] // _AT_ONCE):
        yield [item for _, item in group]


def _absent(mode: str) -> str:
    return "missing" if mode == Policy.Mode.ON else "request"


def _printed() -> QuerySet[Edition]:
    return Edition.objects.exclude(state=Edition.State.WITHDRAWN)


def _editions(filters: Filters) -> QuerySet[Edition]:
    """The translations that match, whatever article they are of."""
    found = _printed().filter(is_original=False).annotate(cell=_STATE)
    if filters.languages:
        found = found.filter(language__in=filters.languages)
    if filters.state:
        found = found.filter(cell=filters.state)
    if filters.reviewed_by:
        found = found.filter(reviewed_by=filters.reviewed_by)
    if filters.assigned:
        asked = Assignment.objects.filter(
            to_id=filters.assigned, article_id=OuterRef("article_id"), language=OuterRef("language")
        )
        found = found.filter(Exists(asked))
    return found


def _chosen(filters: Filters) -> QuerySet[Article]:
    """The published articles that the filters of articles let through."""
    found: QuerySet[Article] = Article.objects.filter(live=True)
    for name in ("region", "theme", "dossier"):
        if (key := getattr(filters, name)) is not None:
            found = found.filter(**{f"{name}s": key})
    if filters.text:
        # SQLite knows capitals of ASCII only.
        said = {filters.text, filters.text.lower(), filters.text.upper(), filters.text.capitalize()}
        found = found.filter(Q(*[("headline__icontains", text) for text in sorted(said)], _connector=Q.OR))
    if filters.since:
        found = found.filter(first_published_at__gte=_midnight(filters.since))
    if filters.until:
        found = found.filter(first_published_at__lt=_midnight(filters.until) + timedelta(days=1))
    if filters.cost:
        spent = Spending.objects.filter(article__isnull=False)
        if filters.languages:
            spent = spent.filter(language__in=filters.languages)
        dear = spent.order_by().values("article_id").annotate(sum=Sum("cost"))
        found = found.filter(pk__in=dear.filter(sum__gte=Decimal(filters.cost)).values("article_id"))
    return found


def _midnight(day: str) -> datetime:
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), time()))


def _wanted(filters: Filters, modes: Mapping[str, str]) -> list[str]:
    """The languages in which an edition can lack as the filter means it."""
    mode = Policy.Mode.ON if filters.state == "missing" else Policy.Mode.REQUEST
    return [
        code
        for code, each in modes.items()
        if each == mode and (not filters.languages or code in filters.languages)
    ]


def _counted(filters: Filters, modes: Mapping[str, str]) -> list[Column]:
    """Every language, and how many of the chosen articles are in each state in it; two queries."""
    chosen = _chosen(filters)
    sources = Counter(dict(chosen.order_by().values_list("language").annotate(number=Count("pk"))))
    rows = _printed().filter(is_original=False).annotate(cell=_STATE)
    if filters.by_edition:
        rows = rows.filter(pk__in=_editions(filters).values("pk"))
    if filters != Filters(languages=filters.languages, state=filters.state):
        rows = rows.filter(article_id__in=chosen.order_by().values("pk"))
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for code, state, number in rows.order_by().values_list("language", "cell").annotate(number=Count("pk")):
        found[code][state] = number
    columns = []
    for code in dict.fromkeys((*modes, *sorted(found, key=languages.CODES.index))):
        if filters.languages and code not in filters.languages:
            continue
        counts = found[code]
        lacking = sum(sources.values()) - sources[code] - counts.total()
        if code in modes and not filters.by_edition and lacking > 0:
            counts[_absent(modes[code])] = lacking
        columns.append(Column(code, {state: counts[state] for state in STATES if counts[state]}))
    return columns


def _rows(
    shown: list[Article], filters: Filters, modes: Mapping[str, str], order: list[str]
) -> Iterator[Row]:
    keys = [article.pk for article in shown]
    kept = _states(keys)
    matched = (
        {
            (article, language)
            for article, language, _ in _cells_of({each.pk: each.language for each in shown}, filters, modes)
        }
        if filters.state or filters.by_edition
        else None
    )
    costs: dict[tuple[int | None, str], Decimal] = {
        (article, language): cost
        for article, language, cost in Spending.objects.filter(article_id__in=keys)
        .order_by()
        .values_list("article_id", "language")
        .annotate(cost=Sum("cost"))
    }
    asked = {
        (article, language): first or login
        for article, language, first, login in Assignment.objects.filter(article_id__in=keys).values_list(
            "article_id", "language", "to__first_name", "to__username"
        )
    }
    for article in shown:
        here = kept.get(article.pk, {})
        cells = []
        for code in order:
            absent = _absent(modes[code]) if code in modes else ""
            state = "original" if code == article.language else here.get(code, absent)
            key = (article.pk, code)
            matches = state not in {"original", ""} and (matched is None or key in matched)
            cells.append(Cell(code, state, costs.get(key, Decimal(0)), asked.get(key, ""), matches))
        yield Row(article, tuple(cells), sum((cell.cost for cell in cells), Decimal(0)))
