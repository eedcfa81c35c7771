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
from masthead.translation.models import Memory
from masthead.translation.segments import Maker

ALL = "*all*"
_AT_ONCE = 400


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
    file: IO[bytes], *, by: str = "", source: str = "", target: str = "", replacing: bool = False
) -> Learnt:
    """Keep what a TMX file says, all of it or, if it cannot be read to its end, nothing.

    ``by``: who translated, where the file does not say. ``source`` and ``target`` narrow it to one pair of languages;
    ``source`` must be named where the file lets any language be the source.
    """
    learnt = Learnt()
    pairs = _pairs(tmx.read(file), learnt, by, source, target)
    while batch := list(islice(pairs, _AT_ONCE)):
        kept, same, held = memory.take(batch, replacing=replacing)
        learnt.kept, learnt.same, learnt.held = learnt.kept + kept, learnt.same + same, learnt.held + held
    return learnt


def _pairs(units: Iterator[Unit], learnt: Learnt, by: str, source: str, target: str) -> Iterator[Memory]:
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
            yield Memory(
                source_language=origin.code, target_language=language.code, digest=memory.digest(before),
                source=before, target=after, by=variant.by or "person", name=(variant.name or by)[:200],
                version=variant.version[:100], at=variant.at or now,
            )  # fmt: skip
        learnt.left += not found


def tell(source: str, target: str) -> Iterator[str]:
    """The memory of one pair of languages as TMX, piece by piece."""
    rows = Memory.objects.filter(source_language=source, target_language=target).order_by("pk")
    tags = languages.get(source).tag, languages.get(target).tag
    units = (
        Unit(
            row.digest,
            tags[0],
            (
                Variant(tags[0], row.source),
                Variant(tags[1], row.target, row.name, row.at, Maker(row.by, row.name).by, row.version),  # type: ignore[arg-type]
            ),
        )
        for row in rows.iterator(chunk_size=2000)
    )
    return tmx.write(units, tags[0])
