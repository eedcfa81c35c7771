"""A translation by a person that was made elsewhere, with paragraphs of its own, put beside its original.

Pure but for ``join``. Texts are aligned in their order, as bilingual texts usually are (W. A. Gale and K. W. Church,
“A Program for Aligning Sentences in Bilingual Corpora”, 1993): one beside one where their lengths say so, otherwise
several of the translation in the place of one, or one of it cut between sentences for several. No word is lost: where
that cannot be done, nothing is joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import inf, log

from masthead.article.content import (
    Content,
    Embed,
    Heading,
    PictureBlock,
    Quotation,
    References,
    Table,
    texts,
)
from masthead.article.models import Edition
from masthead.desk.errors import CannotJoin
from masthead.desk.events import TranslationMovedIn
from masthead.lib.html import plain
from masthead.translation import actions
from masthead.translation.errors import DoesNotFit, NotPublished
from masthead.translation.markup import Marked, MarkupError, mark, unmark
from masthead.translation.models import Working
from masthead.translation.segments import Maker
from masthead.translation.sentences import cut_marked, join_marked

MOST = 3
"""Texts of one side that stand beside one of the other."""
_LONGEST = 600
_OTHER_KIND = 1.5
_MORE = 0.9
_DEAREST = 1.1
"""The mean cost of a pair beyond which the texts do not seem to say the same."""


@dataclass(frozen=True, slots=True)
class Part:
    """One text in its order, or a table, whose texts go together. ``size`` in characters; ``sentences`` are
    counted where it may be cut."""

    kind: str
    paths: tuple[str, ...]
    texts: tuple[str, ...]
    size: int
    sentences: int


def join(event: TranslationMovedIn) -> None:
    """Make it the edition in its language; ``CannotJoin`` where it does not follow its original, or somebody has
    translated that here."""
    original = Edition.objects.filter(article_id=event.article, is_original=True).first()
    if original is None:
        raise CannotJoin("its original is not published.")
    if _is_taken(event.article, event.language):
        raise CannotJoin("there is an edition in this language already.")
    try:
        aligned = align(original.words, original.language, event.content, event.language)
        outcome = actions.enter(
            event.article,
            event.language,
            aligned,
            maker=Maker("person", event.translator),
            own_markup=True,
            printed=(event.published_at, event.updated_at),
        )
    except (DoesNotFit, MarkupError, NotPublished) as error:
        raise CannotJoin(str(error)) from error
    if outcome.state != "live":
        raise CannotJoin(outcome.fault or f"its edition would be {outcome.state}.")


def _is_taken(article: int, language: str) -> bool:
    """Has a person had a part in this edition?"""
    edition = (
        Edition.objects.filter(article_id=article, language=language).only("by_person", "reviewed_by").first()
    )
    if edition is not None:
        return edition.by_person > 0 or bool(edition.reviewed_by)
    units = (
        Working.objects.filter(article_id=article, language=language).values_list("units", flat=True).first()
    )
    return any(segment.get("by") == "person" for row in (units or {}).values() for segment in row)


def align(original: Content, language: str, translated: Content, into: str) -> dict[str, str]:
    """{path of the original: inline HTML of the translation} for every text; ``CannotJoin`` where that cannot be."""
    found = _beside(original, translated)
    sources, targets = list(_parts(original, language)), list(_parts(translated, into))
    _same_references(original, translated)
    for beads in _beads(sources, targets):
        found |= _placed(*beads, into)
    return found


def _beside(original: Content, translated: Content) -> dict[str, str]:
    """What has its place by its name: the headline, footnotes, pictures."""
    own, other = dict(texts(original)), dict(texts(translated))
    found = {"headline": other.get("headline", "")}
    if not found["headline"]:
        raise CannotJoin("it has no headline.")
    notes = [path for path in own if path.startswith("footnote/")]
    if notes != [path for path in other if path.startswith("footnote/")]:
        raise CannotJoin("its footnotes are not those of the original.")
    found |= {path: other[path] for path in notes}
    for path in own:
        if path.startswith("lead/"):
            # A description in another language says more than none.
            found[path] = other.get(path) or (found["headline"] if path == "lead/alt" else own[path])
    for block in original.blocks:
        if isinstance(block, PictureBlock):
            found |= {path: own[path] for path in own if path.startswith(f"block/{block.id}/")}
    return found


def _same_references(original: Content, translated: Content) -> None:
    """References are printed as the original cites them: a translation must not cite others."""

    def cited(content: Content) -> list[str]:
        return [
            plain(item) for block in content.blocks if isinstance(block, References) for item in block.items
        ]

    other = cited(translated)
    if other and other != cited(original):
        raise CannotJoin("its list of references is not that of the original.")


def _parts(content: Content, language: str) -> Iterator[Part]:
    """The texts that are aligned in their order."""

    def part(kind: str, pairs: Sequence[tuple[str, str]]) -> Part:
        paths, htmls = zip(*pairs, strict=True)
        size = sum(len(plain(html)) for html in htmls) + 1
        return Part(kind, paths, htmls, size, len(_sentences(htmls[0], language)))

    kinds: dict[str, str] = {}
    for block in content.blocks:
        match block:
            case Heading():
                kinds[block.id] = "heading"
            case Quotation():
                kinds[block.id] = "quotation"
            case Table():
                kinds[block.id] = "table"
            case PictureBlock() | References():
                kinds[block.id] = ""
            case Embed():
                kinds[block.id] = "embed"
            case _:
                kinds[block.id] = "text"
    table: list[tuple[str, str]] = []
    within = ""
    for path, html in texts(content):
        block_id = path.split("/")[1] if path.startswith("block/") else ""
        if table and block_id != within:
            yield part("table", table)
            table = []
        if path in {"standfirst", "disclaimer"}:
            yield part("text", [(path, html)])
        elif kinds.get(block_id) == "table":
            within = block_id
            table.append((path, html))
        elif kinds.get(block_id):
            yield part(kinds[block_id], [(path, html)])
    if table:
        yield part("table", table)


def _beads(
    sources: Sequence[Part], targets: Sequence[Part]
) -> Iterator[tuple[Sequence[Part], Sequence[Part]]]:
    """Which parts stand beside which, in order; the cheapest way by dynamic programming."""
    if not sources and not targets:
        return
    if not sources or not targets or max(len(sources), len(targets)) > _LONGEST:
        raise CannotJoin("it has not the paragraphs of the original.")
    usual = sum(part.size for part in targets) / sum(part.size for part in sources)
    best = {(0, 0): (0.0, (0, 0))}
    for i in range(len(sources) + 1):
        for j in range(len(targets) + 1):
            if (i, j) not in best:
                continue
            here = best[i, j][0]
            for more, less in _STEPS:
                a, b = sources[i : i + more], targets[j : j + less]
                if len(a) < more or len(b) < less:
                    continue
                cost = here + _cost(a, b, usual)
                if cost < best.get((i + more, j + less), (inf,))[0]:
                    best[i + more, j + less] = cost, (i, j)
    end = (len(sources), len(targets))
    if end not in best:
        raise CannotJoin(
            f"its {len(targets)} paragraphs cannot be put beside the {len(sources)} of the original."
        )
    pairs = []
    at = end
    while at != (0, 0):
        before = best[at][1]
        pairs.append((sources[before[0] : at[0]], targets[before[1] : at[1]]))
        at = before
    if best[end][0] / len(pairs) > _DEAREST:
        raise CannotJoin("its paragraphs are too unlike those of the original.")
    yield from reversed(pairs)


_STEPS = [(1, 1), *((1, n) for n in range(2, MOST + 1)), *((n, 1) for n in range(2, MOST + 1))]


def _cost(a: Sequence[Part], b: Sequence[Part], usual: float) -> float:
    kinds = {part.kind for part in (*a, *b)}
    if "table" in kinds:
        return 0.0 if len(a) == len(b) == 1 and len(kinds) == 1 and _same_shape(a[0], b[0]) else inf
    if len(a) > 1 and b[0].sentences < len(a):
        return inf
    ratio = (sum(part.size for part in b) + 8) / (sum(part.size for part in a) * usual + 8)
    return abs(log(ratio)) + _OTHER_KIND * (len(kinds) - 1) + _MORE * (len(a) + len(b) - 2)


def _same_shape(a: Part, b: Part) -> bool:
    return [path.split("/")[-1] for path in a.paths] == [path.split("/")[-1] for path in b.paths]


def _sentences(html: str, language: str) -> list[Marked]:
    return [piece for piece in cut_marked(mark(html), language) if piece.text.strip()]


def _placed(a: Sequence[Part], b: Sequence[Part], language: str) -> dict[str, str]:
    if a[0].kind == "table":
        return dict(zip(a[0].paths, b[0].texts, strict=True))
    if len(a) == 1:
        return {a[0].paths[0]: "<br>".join(part.texts[0] for part in b)}
    return {part.paths[0]: html for part, html in zip(a, _divided(b[0].texts[0], a, language), strict=True)}


def _divided(html: str, beside: Sequence[Part], language: str) -> Iterator[str]:
    """A text cut between sentences to as many as stand beside it, as nearly as can be in their proportions."""
    pieces = _sentences(html, language)
    sizes = [len(piece.text) for piece in pieces]
    whole, total = sum(sizes), sum(part.size for part in beside)
    ends: list[float] = []
    for part in beside[:-1]:
        ends.append((ends[-1] if ends else 0) + part.size / total * whole)
    cuts = min(
        combinations(range(1, len(pieces)), len(beside) - 1),
        key=lambda chosen: sum(abs(sum(sizes[:at]) - end) for at, end in zip(chosen, ends, strict=True)),
    )
    for start, end in zip((0, *cuts), (*cuts, len(pieces)), strict=True):
        marked = join_marked(pieces[start:end])
        yield unmark(marked.text.strip(), marked.codes)
