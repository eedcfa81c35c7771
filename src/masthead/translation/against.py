"""Live editions that say otherwise than a term of the glossary does now."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import islice

from masthead.article.models import Edition
from masthead.lib import languages
from masthead.translation.checks import Finding
from masthead.translation.checks.glossary import check
from masthead.translation.glossary import Glossary, Term
from masthead.translation.markup import plain
from masthead.translation.models import Working
from masthead.translation.segments import pieces_of, units_from_json

_LOOKED_AT = 300
"""Articles looked at in one go."""
_WITH_IT = 20
"""Articles that use the term, in one go: each may have all languages."""


@dataclass(frozen=True, slots=True)
class Sentence:
    source: str
    target: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Against:
    """A live edition with its sentences that say otherwise."""

    article: int
    headline: str
    language: str
    source_language: str
    sentences: tuple[Sentence, ...]

    @property
    def named(self) -> str:
        return languages.name(self.language, "en")

    @property
    def source(self) -> languages.Language:
        return languages.get(self.source_language)

    @property
    def target(self) -> languages.Language:
        return languages.get(self.language)


@dataclass(frozen=True, slots=True)
class Seen:
    """``before`` is where to look further, by the article's number; None where nothing older is left."""

    found: tuple[Against, ...]
    looked_at: int
    with_it: int
    before: int | None


def look(term: Term, before: int | None = None) -> Seen:
    """The newest articles first; three queries, whatever the archive holds."""
    glossary = Glossary((term,))
    spoken = {form.language for form in term.forms}
    rows = Edition.objects.live().filter(is_original=True, language__in=spoken).order_by("-article_id")
    if before is not None:
        rows = rows.filter(article_id__lt=before)
    using: dict[int, Edition] = {}
    looked_at, last = 0, None
    for original in islice(rows.iterator(chunk_size=50), _LOOKED_AT):
        looked_at, last = looked_at + 1, original.article_id
        texts = (piece.text for cut in pieces_of(original.words, original.language).values() for piece in cut)
        if any(glossary.spans(plain(text), original.language) for text in texts):
            using[original.article_id] = original
        if len(using) == _WITH_IT:
            break
    ended = looked_at < _LOOKED_AT and len(using) < _WITH_IT
    return Seen(tuple(_against(glossary, using)), looked_at, len(using), None if ended else last)


def _against(glossary: Glossary, originals: dict[int, Edition]) -> list[Against]:
    live: dict[int, set[str]] = defaultdict(set)
    for article, language in (
        Edition.objects.live()
        .filter(article_id__in=originals, is_original=False)
        .values_list("article_id", "language")
    ):
        live[article].add(language)
    found = []
    for working in Working.objects.filter(article_id__in=originals).order_by("-article_id", "language"):
        original = originals[working.article_id]
        if working.language not in live[working.article_id]:
            continue
        sentences = tuple(
            Sentence(source, target, finding)
            for segments in units_from_json(working.units).values()
            for segment in segments
            if segment.target
            for source, target in [(plain(" ".join(segment.sources)), plain(segment.target))]
            for finding in check(source, target, original.language, working.language, glossary)
        )
        if sentences:
            found.append(
                Against(working.article_id, original.headline, working.language, original.language, sentences)
            )
    return found
