"""Articles out to translators as XLIFF, and their work back in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.utils import timezone

from masthead.article.models import Edition
from masthead.lib import languages
from masthead.translation import actions
from masthead.translation.actions import Standing
from masthead.translation.errors import DoesNotFit, TranslationError
from masthead.translation.exchange import values
from masthead.translation.exchange.fitting import Fitted, Refusal, fit, joined, key
from masthead.translation.exchange.values import Exchange, File, Inline, Note, Unit
from masthead.translation.markup import Marked
from masthead.translation.segments import Maker, Segment, Units, between

_ARTICLE = re.compile(r"(?:.*\D)?(\d{1,18})")
_ESCAPED = re.compile(r"_([0-9a-f]+)_")
_KINDS = {
    "headline": "Headline", "standfirst": "Standfirst", "disclaimer": "Disclaimer",
    "alt": "What the picture shows, for those who cannot see it", "caption": "Caption", "speaker": "Who said it",
    "source": "Where it was said", "title": "Title of something that lives elsewhere",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file of a document. ``article`` is 0 where there is none."""

    article: int
    language: str
    kept: int = 0
    same: int = 0
    refused: tuple[Refusal, ...] = ()
    state: str = ""


def hand_out(articles: Iterable[int], language: str, *, version: str = "2.1") -> Exchange:
    """The articles and what is known of them in a language: a file each, a unit for each text, a segment for each
    sentence."""
    tag = languages.get(language).tag
    files = [_file(article, language, version) for article in dict.fromkeys(articles)]
    sources = list(dict.fromkeys(file.source_language for file in files))
    if len(sources) > 1 and version != "1.2":
        raise DoesNotFit(
            f"These articles are written in {' and '.join(sources)}; a document of XLIFF 2 has one source language. "
            "Hand them out apart, or as XLIFF 1.2."
        )
    if version != "1.2":
        files = [replace(file, source_language="", target_language="") for file in files]
    return Exchange(version, sources[0] if sources else "", tag, tuple(files))


def _file(article: int, language: str, version: str) -> File:
    now = actions.standing(article, language)
    reviewed = now.edition is not None and bool(now.edition.reviewed_by) and not now.edition.trails
    units = tuple(_unit(path, now, language, version, reviewed) for path in now.pieces if now.pieces[path])
    return File(
        f"article-{article}",
        units,
        f"article/{article}",
        (Note(now.original.headline, "headline"),),
        languages.get(now.original.language).tag,
        languages.get(language).tag,
    )


def _unit(path: str, now: Standing, language: str, version: str, reviewed: bool) -> Unit:
    cut, apart = now.pieces[path], between(now.original.language)
    segments: list[values.Segment] = []
    notes = [Note(_KINDS[kind], "kind")] if (kind := path.rpartition("/")[2]) in _KINDS else []
    at = codes = 0
    for number, segment in enumerate(now.units[path], start=1):
        if segments and apart:
            segments.append(values.Segment("", apart, ignorable=True))
        covered = joined(cut[at : at + len(segment.sources)], apart)
        at += len(segment.sources)
        segments.append(_segment(f"s{number}", segment, covered, codes, version, reviewed))
        codes += len(covered.codes)
        if segment.before:
            earlier = f"Until the source changed: “{segment.before['source']}” → “{segment.before['target']}”"
            notes.append(Note(earlier, "before"))
    return Unit(_id(path), tuple(segments), path, notes=tuple(notes))


def _segment(
    known: str, segment: Segment, covered: Marked, codes: int, version: str, reviewed: bool
) -> values.Segment:
    inlines = tuple(
        Inline(str(codes + number), "pair" if code.close else "alone", code.open, code.close)
        for number, code in enumerate(covered.codes, start=1)
    )
    if not segment.target or segment.own is not None:
        return values.Segment(known, covered.text, None, "initial", codes=inlines)
    detail = ""
    if segment.by == "engine" and not reviewed:
        detail = "needs-review-translation" if version == "1.2" else "masthead:engine"
    state: values.State = "reviewed" if reviewed else "translated"
    return values.Segment(known, covered.text, segment.target, state, detail, inlines)


def _id(path: str) -> str:
    """A path as an XML name token, which has no slash."""
    return re.sub(r"[^A-Za-z0-9.-]", lambda m: ":" if m[0] == "/" else f"_{ord(m[0]):x}_", path)


def _path(known: str) -> str:
    return _ESCAPED.sub(
        lambda m: chr(int(m[1], 16)) if int(m[1], 16) < 0x110000 else "", known.replace(":", "/")
    )


def take_in(exchange: Exchange, *, by: str, replacing: bool = False) -> list[Taken]:
    """Keep a translator's work as that of a person called ``by``. What does not fit is refused, segment by segment;
    a file whose article or languages do not fit is refused as a whole. Each file stands or falls by itself."""
    return [_take(file, exchange, Maker("person", by), replacing) for file in exchange.files]


def _take(file: File, exchange: Exchange, maker: Maker, replacing: bool) -> Taken:
    article = _article(file)
    target = languages.match(file.target_language or exchange.target_language)
    language = target.code if target else ""
    try:
        if target is None:
            said = file.target_language or exchange.target_language
            raise DoesNotFit(
                f"“{said[:40]}” is no language that Masthead knows, or the file names no target language."
            )
        work = _Work(file, exchange, maker, replacing)
        outcome = actions.revise(article, language, work.done, maker=maker)
    except TranslationError as error:
        return Taken(article, language, refused=(Refusal("", "", str(error)),))
    return Taken(article, language, work.kept, work.same, tuple(work.refused), outcome.state)


def _article(file: File) -> int:
    found = _ARTICLE.fullmatch(file.original) or _ARTICLE.fullmatch(file.id)
    known = int(found[1]) if found else 0
    return known if Edition.objects.filter(article_id=known, is_original=True).exists() else 0


@dataclass(slots=True)
class _Work:
    """The work in one file, on its way into its article."""

    file: File
    exchange: Exchange
    maker: Maker
    replacing: bool
    kept: int = 0
    same: int = 0
    refused: list[Refusal] = field(default_factory=list)

    def done(self, now: Standing) -> Units:
        said = self.file.source_language or self.exchange.source_language
        source = languages.match(said)
        if source is None or source.code != now.original.language:
            raise DoesNotFit(
                f"The file is translated from “{said[:40]}”, the article is written in {now.original.language}."
            )
        units, at = dict(now.units), timezone.now().isoformat()
        for path, unit in self._placed(now):
            if path not in now.pieces:
                self._refuse(unit, "The article has no such text, or none any more.")
                continue
            fitted: Fitted = fit(
                now.pieces[path], units[path], unit, maker=self.maker, at=at,
                between=between(now.original.language), replacing=self.replacing,
            )  # fmt: skip
            units[path] = fitted.segments
            self.kept += fitted.kept
            self.same += fitted.same
            self.refused += fitted.refused
        return units

    def _placed(self, now: Standing) -> Iterable[tuple[str, Unit]]:
        """Each unit with the path it belongs to. Sentences of a text that is gone may stand in another."""
        elsewhere: dict[str, str] = {}
        for path, cut in now.pieces.items():
            for piece in cut:
                elsewhere.setdefault(key(piece.text), path)
        for unit in self.file.units:
            path = next((p for p in (unit.name, _path(unit.id)) if p in now.pieces), "")
            if path:
                yield path, unit
                continue
            parts: dict[str, list[values.Segment]] = defaultdict(list)
            for segment in unit.segments:
                parts[elsewhere.get(key(segment.source), "")].append(segment)
            for found, segments in parts.items():
                yield found, replace(unit, segments=tuple(segments))

    def _refuse(self, unit: Unit, why: str) -> None:
        work: Sequence[values.Segment] = [s for s in unit.segments if s.target and not s.ignorable]
        self.refused += (Refusal(unit.id, segment.id, why) for segment in work)
