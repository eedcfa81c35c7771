"""Reads for screens and other rooms."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from masthead.article.facts import terms_of
from masthead.article.models import Article, Edition, Outlet
from masthead.article.permission import Answer, may_translate
from masthead.lib import languages
from masthead.translation import terminology
from masthead.translation.budget import midnight
from masthead.translation.glossary import Form, Glossary, Status, Term, Use
from masthead.translation.glossary.matching import spans_of
from masthead.translation.markup import plain
from masthead.translation.models import GlossaryTerm, Job, JobItem, Policy, Spending, Working
from masthead.translation.segments import doubted, moved_on, pieces_of, units_from_json


@dataclass(frozen=True, slots=True)
class Doubt:
    """A sentence that a person must see before it is printed, and why."""

    source: str
    target: str
    why: str


@dataclass(frozen=True, slots=True)
class Row:
    """One language of an article, as the desk's table shows it. ``cost`` in EUR."""

    code: str
    name: str
    state: str
    edition: Edition | None
    engine: str
    words: int
    cost: Decimal
    barred: str = ""
    """Why the outlet may not have the article in this language, where it may not."""
    doubts: tuple[Doubt, ...] = ()

    @property
    def tag(self) -> str:
        return languages.get(self.code).tag

    @property
    def direction(self) -> str:
        return languages.get(self.code).direction

    @property
    def reviewable(self) -> bool:
        return self.edition is not None and not self.edition.is_original and not self.edition.reviewed_by


def asked(article: int, language: str) -> str:
    """How a translation stands that readers may ask for: ``live``, ``held``, ``asked``, ``failed`` today, or empty."""
    editions = Edition.objects.filter(article_id=article, language=language)
    edition = editions.exclude(state=Edition.State.WITHDRAWN).only("state").first()
    if edition is not None:
        return "live" if edition.state == Edition.State.LIVE else "held"
    items = JobItem.objects.filter(article_id=article, language=language)
    if items.filter(state__in=(JobItem.State.OPEN, JobItem.State.CAPPED)).exists():
        return "asked"
    today = items.filter(job__act=Job.Act.REQUEST, job__created_at__gte=midnight())
    return "failed" if today.filter(state=JobItem.State.FAILED).exists() else ""


def languages_of(article: Article) -> list[Row]:
    """Every language that is offered or has an edition; at most six queries."""
    editions = {edition.language: edition for edition in article.editions.defer("content")}
    on = set(Policy.objects.offered().values_list("language", flat=True))
    spent = {
        row["language"]: row
        for row in Spending.objects.filter(article=article)
        .values("language")
        .annotate(words=Sum("words"), cost=Sum("cost"))
    }
    codes = sorted({*on, *editions, article.language}, key=languages.CODES.index)
    waiting = [
        code
        for code, edition in editions.items()
        if not edition.is_original and (edition.trails or edition.state == Edition.State.HELD)
    ]
    doubts = {
        working.language: tuple(
            Doubt(plain(" ".join(segment.sources)), plain(segment.target), segment.doubt)
            for segment in doubted(units_from_json(working.units))
        )
        for working in Working.objects.filter(article=article, language__in=waiting)
    }
    terms, today = terms_of(article, Outlet.objects.first()), timezone.localdate()
    return [
        replace(
            _row(code, editions.get(code), spent.get(code, {})),
            barred="" if code == article.language else _barred(may_translate(terms, code, today)),
            doubts=doubts.get(code, ()),
        )
        for code in codes
    ]


def _barred(answer: Answer) -> str:
    return "" if answer.allowed else answer.why


def _row(code: str, edition: Edition | None, spent: Mapping[str, Any]) -> Row:
    state = edition.get_state_display() if edition else "missing"
    if edition and edition.trails:
        state = f"{state}, trails the original"
    return Row(
        code=code,
        name=languages.name(code, "en"),
        state="original" if edition and edition.is_original else state,
        edition=edition,
        engine=", ".join(name for name, _ in edition.engines) if edition else "",
        words=int(str(spent.get("words") or 0)),
        cost=Decimal(str(spent.get("cost") or 0)),
    )


def terms_for(texts: Sequence[str], source_language: str, language: str) -> list[list[Use]]:
    """For each marked text the terms of the glossary that stand in it and say something about ``language``; one query.

    Places are those in the plain text (``markup.plain``).
    """
    glossary = terminology.glossary()
    return [glossary.found_in(plain(text), source_language, language) for text in texts]


@dataclass(frozen=True, slots=True)
class Name:
    """A term that readers are told something of: as it stands in the text, its other forms, and the note."""

    form: Form
    others: tuple[Form, ...]
    note: str


def noted_names() -> list[Term]:
    """The names of the glossary that readers are told of."""
    return [row.term for row in GlossaryTerm.objects.filter(noted=True).order_by("pk")]


def names_in(texts: Mapping[str, Sequence[str]], noted: Sequence[Term]) -> dict[str, list[Name]]:
    """{language: the ``noted`` names that stand in its plain texts, in their order}"""
    return {language: list(_names(noted, language, lines)) for language, lines in texts.items()}


def any_stands_in(texts: Mapping[str, Sequence[str]], terms: Sequence[Term]) -> bool:
    """Whether one of the terms stands in one of the plain texts, by language."""
    return any(
        glossary.spans(line, language)
        for language, lines in texts.items()
        if (glossary := _likely(terms, language, lines)).terms
        for line in lines
    )


def _likely(terms: Sequence[Term], language: str, lines: Sequence[str]) -> Glossary:
    """Those that may stand there: most do not, and a look at their first letters is enough to see it."""
    whole = "\n".join(lines).casefold()
    return Glossary(
        tuple(
            term
            for term in terms
            if any(form.text[:3].casefold() in whole for form in term.forms_in(language))
        )
    )


def _names(noted: Sequence[Term], language: str, lines: Sequence[str]) -> Iterator[Name]:
    glossary, told = _likely(noted, language, lines), set[int]()
    for line in lines if glossary.terms else ():
        for term, start, end in glossary.spans(line, language):
            forms = term.forms_in(language, Status.PREFERRED, Status.ADMITTED)
            here = next((form for form in forms if (start, end) in spans_of(form, term, line)), None)
            if here is None or id(term) in told:
                continue
            told.add(id(term))
            others = tuple(form for form in forms if form.text != here.text)
            others = others if any(form.used_by for form in forms) else ()
            if others or term.note_in(language):
                yield Name(here, others, term.note_in(language))


@dataclass(frozen=True, slots=True)
class Behind:
    """Where a live edition trails: its own texts whose source is changed or gone, and texts that the original has new."""

    changed: tuple[str, ...]
    new: tuple[str, ...]


def behind(articles: Collection[int]) -> dict[int, dict[str, Behind]]:
    """{article: {language: where}} of the live editions that trail; two queries."""
    trailing = Working.objects.filter(article_id__in=articles).exclude(behind={})
    made = list(trailing.values_list("article_id", "language", "behind"))
    originals = Edition.objects.live().filter(article_id__in={row[0] for row in made}, is_original=True)
    pieces = {edition.article_id: pieces_of(edition.words, edition.language) for edition in originals}
    found: dict[int, dict[str, Behind]] = {}
    for article, language, known in made:
        if article in pieces:
            found.setdefault(article, {})[language] = Behind(*map(tuple, moved_on(known, pieces[article])))
    return found
