from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from masthead.lib import languages
from masthead.record import queries
from masthead.record.errors import RecordError
from masthead.translation.errors import TranslationError
from masthead.translation.evidence import EditionEvidence, Evidence, as_json, collect

_KINDS = {
    "original": "the original",
    "human": "translated by persons",
    "machine": "machine translation that nobody has signed",
    "machine-reviewed": "machine translation, read and signed by a person",
}


class Command(BaseCommand):
    help = "Show how the editions of an article came to be, who signed them, and which text. Exit code 1 if it does not hold."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "article", type=int, metavar="ARTICLE", help="its number, see “masthead articles”"
        )
        parser.add_argument(
            "--language", action="append", metavar="CODE", help="only this edition; may be given again"
        )
        parser.add_argument(
            "--json", action="store_true", help="with all entries and keys, for a third party"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = collect(options["article"], options["language"])
            if options["json"]:
                self.stdout.write(json.dumps(as_json(found), ensure_ascii=False, indent=2))
            else:
                self.stdout.write("\n".join(_lines(found)))
        except (TranslationError, RecordError) as error:
            raise CommandError(str(error)) from error
        if found.faults:
            raise CommandError(" ".join(found.faults))


def _lines(found: Evidence) -> Iterator[str]:
    newest = queries.newest_of_all()
    yield f"Article {found.article.pk}: {found.article.headline}"
    if newest is not None:
        yield f"The newest entry of the record is {newest.number}, hash {newest.hash}"
    for edition in found.editions:
        yield ""
        yield from _edition(edition, found.original)


def _edition(found: EditionEvidence, original: str) -> Iterator[str]:
    edition, review = found.edition, found.review
    trails = ", trails the original" if edition.trails else ""
    yield f"{languages.name(edition.language, 'en')} ({edition.language}): {edition.state}{trails}, {_KINDS[found.kind]}"
    if edition.engines:
        yield f"  engines   {', '.join(' '.join(pair).strip() for pair in edition.engines)}"
    if not edition.is_original:
        yield f"  sentences {edition.by_person} by persons, {edition.by_engine} by engines"
    yield f"  text      {found.digest}, entry {edition.entry}"
    if review is not None:
        yield f"  signed    by {review.by}, {review.at}, entry {review.entry}"
        same = "the text as it is" if found.reviewed_text_is_live else "NOT the text as it is"
        yield f"  read      {review.text}, {same}"
        if review.original is not None:
            changed = "" if review.original.get("digest") == original else ", changed since"
            yield f"  against   {review.original.get('digest')}, entry {review.original.get('entry')}{changed}"
    for taken in found.retracted:
        why = f": {taken['why']}" if taken.get("why") else ""
        yield f"  retracted by {taken.get('by')}, entry {taken['entry']}{why}"
    for entry in found.entries:
        yield f"  entry     {entry.number} {entry.kind}, hash {entry.hash}"
    for fault in found.faults:
        yield f"  FAULT     {fault}"
