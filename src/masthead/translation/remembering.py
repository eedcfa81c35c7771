"""Translation memories of other systems in, and ours out: TMX."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO

from django.db import transaction
from django.utils import timezone

from masthead.lib import languages
from masthead.translation import memory
from masthead.translation.errors import DoesNotFit
from masthead.translation.exchange import tmx
from masthead.translation.exchange.fitting import tidy
from masthead.translation.exchange.tmx import Unit, Variant
from masthead.translation.markup import encode, kinds, plain, problems
from masthead.translation.memory import Entry
from masthead.translation.memory.store import maker_of
from masthead.translation.models import Memory, Sentence
from masthead.translation.segments import Maker, Passage

ALL = "*all*"
_AT_ONCE = 400
_TOLD = 2000


@dataclass(slots=True)
class Learnt:
    """What became of the pairs of a memory. ``held``: a person has translated it otherwise; ``plain``: its codes did not
    agree, so that the words alone were kept; ``left``: units without a pair in our languages."""

    units: int = 0
    kept: int = 0
    same: int = 0
    held: int = 0
    plain: int = 0
    left: int = 0


@transaction.atomic
def learn(
    file: IO[bytes],
    *,
    by: str = "",
    origin: str = "",
    source: str = "",
    target: str = "",
    replacing: bool = False,
) -> Learnt:
    """Keep what a TMX file says, all of it or, if it cannot be read to its end, nothing.

    ``by``: who translated, and ``origin``: where that was, where the file does not say. ``source`` and ``target`` narrow it to one pair of languages;
    ``source`` must be named where the file lets any language be the source.
    """
    learnt = Learnt()
    pairs = _pairs(tmx.read(file), learnt, by, origin, source, target)
    while batch := list(islice(pairs, _AT_ONCE)):
        kept, same, held = memory.take(batch, replacing=replacing)
        learnt.kept, learnt.same, learnt.held = learnt.kept + kept, learnt.same + same, learnt.held + held
    return learnt


def _pairs(
    units: Iterator[Unit], learnt: Learnt, by: str, origin_of_all: str, source: str, target: str
) -> Iterator[Entry]:
    now = timezone.now()
    for unit in units:
        learnt.units += 1
        wanted = source or unit.source_language
        if wanted == ALL or not wanted:
            raise DoesNotFit("The file does not say which language is the source. Name it with --source.")
        known = [(language, v) for v in unit.variants if (language := languages.match(v.language))]
        origin = languages.match(wanted)
        first = next(
            (v for language, v in known if origin and language.code == origin.code and v.text.strip()), None
        )
        found = False
        for language, variant in known:
            if first is None or origin is None or language.code == origin.code or not variant.text.strip():
                continue
            if target and language.code != target:
                continue
            found = True
            before, after = tidy(first.text), tidy(variant.text)
            if problems(after, kinds(before)):
                learnt.plain += 1
                before, after = encode(plain(before)), encode(plain(after))
            name, at = (variant.name or by)[:200], variant.at or now
            yield Entry(
                source_language=origin.code, language=language.code,
                passage=Passage(before, tidy(unit.before), tidy(unit.after)), target=after,
                maker=Maker(variant.by or "person", name, variant.version[:100]), at=at,
                origin=(unit.origin or origin_of_all)[:200],
                creator=variant.creator[:200] if variant.creator[:200] != name else "",
                created_at=variant.created_at if variant.created_at != at else None,
            )  # fmt: skip
        learnt.left += not found


def tell(source: str, target: str) -> Iterator[str]:
    """The memory of one pair of languages as TMX, piece by piece."""
    tags = languages.get(source).tag, languages.get(target).tag
    return tmx.write(_units(source, target, tags), tags[0])


def _units(source: str, target: str, tags: tuple[str, str]) -> Iterator[Unit]:
    rows = Memory.objects.filter(source_language=source, target_language=target).order_by("pk")
    told = rows.select_related("sentence", "article").defer("article__body")
    every = told.iterator(chunk_size=_TOLD)
    while batch := list(islice(every, _TOLD)):
        around = {key for row in batch for key in (row.before, row.after) if key}
        texts = dict(Sentence.objects.filter(pk__in=around).values_list("pk", "text"))
        for row in batch:
            yield Unit(
                row.sentence.digest,
                tags[0],
                (
                    Variant(tags[0], row.sentence.text),
                    Variant(
                        tags[1], row.target, row.name, row.at, maker_of(row).by, row.version,
                        row.creator or row.name, row.created_at or row.at,
                    ),
                ),
                row.article.headline if row.article else row.origin,
                texts.get(row.before, ""),
                texts.get(row.after, ""),
            )  # fmt: skip
