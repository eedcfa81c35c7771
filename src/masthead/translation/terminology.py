"""The outlet's glossary in the database: read as a whole, kept term by term."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from masthead.translation import events
from masthead.translation.glossary import Glossary, Status, Term
from masthead.translation.glossary.merging import Merged, merge
from masthead.translation.glossary.reading import Reading
from masthead.translation.models import GlossaryTerm


def glossary() -> Glossary:
    """Every term, in one query. Read it once for whatever is done with many texts or languages."""
    return Glossary(tuple(Term.from_json(data, key) for key, data in _rows()))


def _rows() -> Iterable[tuple[str, dict[str, object]]]:
    return GlossaryTerm.objects.order_by("pk").values_list("key", "data").iterator(chunk_size=2000)


def row(term: Term, kept: GlossaryTerm | None = None) -> GlossaryTerm:
    """The row of a term, unsaved; that of ``kept`` with another content where one is given."""
    made = kept or GlossaryTerm(key=term.key or uuid4().hex)
    made.kind, made.name, made.data = str(term.kind), term.name[:300], term.to_json()
    made.languages = dict.fromkeys((form.language for form in term.forms), True)
    made.words = "\n".join(dict.fromkeys(form.text.casefold() for form in term.forms))
    made.noted = noted(term)
    return made


def noted(term: Term) -> bool:
    """Whether readers are told something of it: a note, or by what other names somebody calls it."""
    return bool(term.notes) or any(
        form.used_by and form.status is not Status.FORBIDDEN for form in term.forms
    )


def tell_of(changes: Iterable[tuple[Term | None, Term | None]]) -> None:
    """Ring, once, for all of these changes (before, after) that readers can see."""
    seen = [
        term
        for before, after in changes
        if before != after
        for term in (before, after)
        if term is not None and noted(term)
    ]
    if seen:
        events.names_changed.ring(events.NamesChanged(tuple(seen)))


@dataclass(slots=True)
class Taken:
    """What became of the terms of a file. ``held``: terms for which the outlet has said otherwise; ``left``: forms in
    languages we have not."""

    entries: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    held: int = 0
    left: int = 0
    terms: dict[str, tuple[Term | None, Term]] = field(default_factory=dict)
    """{key: (what it was, what it is)} of those that are new or changed."""

    def __str__(self) -> str:
        return (
            f"{self.entries} entries: {self.new} new, {self.changed} added to, {self.same} as they were, "
            f"{self.held} in which we say otherwise; {self.left} forms left in languages that are not ours."
        )


@transaction.atomic
def take(reading: Reading, *, replacing: bool = False) -> Taken:
    """Keep the terms of a file.

    One that has a key of ours takes the place of ours. Another is merged with ours with the same first form: what ours
    lacks is added, and where both say something else in a language ours stays, unless ``replacing``.
    """
    done = Taken(entries=reading.entries, left=reading.left)
    rows = {row.key: row for row in GlossaryTerm.objects.order_by("pk")}
    before = set(rows)
    by_form: dict[tuple[str, str], list[str]] = defaultdict(list)
    for known in rows.values():
        for form in known.term.forms:
            by_form[form.language, form.text].append(known.key)
    put: dict[str, GlossaryTerm] = {}
    was: dict[str, Term | None] = {}
    for term in reading.terms:
        kept = rows.get(term.key)
        merged: Merged | None = None
        if kept is None and not term.key:
            near = by_form[term.forms[0].language, term.forms[0].text]
            ways = [
                (key, merge(rows[key].term, term, replacing and key in before)) for key in dict.fromkeys(near)
            ]
            # A term that this file brought itself and that says otherwise is written alike and another.
            ways = [(key, way) for key, way in ways if key in before or not way.against]
            if ways:
                key, merged = min(ways, key=lambda way: (way[1].against, way[0] not in before))
                kept = rows[key]
        made = merged.term if merged else term
        if kept is not None and replace(made, key=kept.key) == kept.term:
            done.held += bool(merged and merged.against)
            done.same += not (merged and merged.against)
            continue
        done.held += bool(merged and merged.against)
        done.changed += kept is not None and kept.key in before
        done.new += kept is None
        fresh = row(replace(made, key=kept.key) if kept else made)
        was.setdefault(fresh.key, kept.term if kept else None)
        rows[fresh.key] = put[fresh.key] = fresh
        for form in made.forms:
            if fresh.key not in by_form[form.language, form.text]:
                by_form[form.language, form.text].append(fresh.key)
    put_all(put.values())
    done.terms = {key: (was[key], made.term) for key, made in put.items()}
    tell_of(done.terms.values())
    return done


def put_all(rows: Iterable[GlossaryTerm]) -> None:
    """Keep rows, new or changed. Nobody is told."""
    now, kept = timezone.now(), list(rows)
    for one in kept:
        one.changed_at = now
    GlossaryTerm.objects.bulk_create(
        kept,
        batch_size=200,
        update_conflicts=True,
        unique_fields=("key",),
        update_fields=("kind", "name", "data", "languages", "words", "noted", "changed_at"),
    )


def tell(codes: Collection[str] = ()) -> list[Term]:
    """Every term; with ``codes``, those that have a form in two of these languages or in the only one, and these alone."""
    terms = glossary().terms
    if not codes:
        return list(terms)
    wanted = set(codes)
    return [
        replace(
            term,
            forms=tuple(form for form in term.forms if form.language in wanted),
            notes=tuple(note for note in term.notes if note[0] in wanted),
        )
        for term in terms
        if len({form.language for form in term.forms} & wanted) >= min(2, len(wanted))
    ]
