"""Which lines of a printed article are its headline, bylines, dates, terms and notes, and which are its text.

The *head* ends with the last line of that kind before the running text; the *foot* is what follows it. Only there are
fields looked for, so that a sentence of the text is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from masthead.intake.draft import Appearance, Byline, Found, Term
from masthead.intake.moments import written
from masthead.intake.readers.html.bylines import LINE
from masthead.intake.readers.html.names import people
from masthead.intake.readers.html.origin import spdx
from masthead.intake.readers.html.phrases import READ_ON
from masthead.intake.readers.html.text import folded
from masthead.intake.readers.printed import labels, notes
from masthead.intake.readers.printed.joining import ended, unspaced
from masthead.intake.readers.printed.lines import SUFFIX, bare, is_prose, is_sentence, mended, same
from masthead.intake.readers.printed.pieces import Evidence, Piece
from masthead.lib.addresses import split
from masthead.lib.html import text as escaped

_HEAD, _FOOT = 24, 16
_STANDFIRST = (25, 700)
_LONGEST_HEADLINE = 300
_BY = re.compile(
    r"^(?i:by|posted by|written by|words by|reported by|von|par|por|di|door|av|af|oleh|przez|autor|autorin|bởi|ni)\s+(?=[^\W\d_a-zß-öø-ÿ])"
    r"|^(?:بقلم|كتب|كتبت|מאת|โดย)\s*[:：]?\s*(?=\S)|^(?:文|作者|撰文|記者|记者)[／/:：\s]\s*(?=\S)",
)
_TRANSLATED = re.compile(
    r"^(?:translated|translation)\b.{0,40}?\bby\s+|^aus dem \w+(?: \w+)?(?: übersetzt)? von\s+|^übersetzt von\s+|^(?:traduit|traduction)\b.{0,40}?\bpar\s+|^(?:traducid[oa]|traducción)\b.{0,40}?\bpor\s+"
    r"|^(?:traduzid[oa]|tradução)\b.{0,40}?\bpor\s+|^traduzione di\s+|^tradotto da\s+|^vertaald door\s+|^översatt av\s+|^oversatt av\s+|^перев(?:од|[её]л)\s+|^ترجمة\s*[:：]?\s*",
    re.IGNORECASE,
)
_BARS = re.compile(r"\s+[|•·‖—–]\s+|\s*[|•·‖]\s*|\t+|\s{4,}")
_DASHES = re.compile(rf"{_BARS.pattern}|\s+-\s+")
_NEWER = re.compile(
    r"updat|modif|aktuali|actuali|aggiorn|bijgewerkt|uppdat|opdat|oppdat|обновл|оновл|تحديث|更新|수정|zuletzt",
    re.IGNORECASE,
)
# What a date stands beside in its line.
_BESIDE = re.compile(
    r"\b(?:published|posted|updated|last|modified|date|on|at|am|um|uhr|vom|veröffentlicht|aktualisiert|stand|erschienen|publié|mis à jour|le|à|el|publicado|em|il|pubblicato|gepubliceerd|op|publicerad"
    r"|mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|lunes|martes|miércoles|jueves|viernes|sábado|domingo|est|edt|pst|pdt|gmt|utc|cet|cest|bst|\d+\s*min(?:ute)?s?(?:\s+read)?|lesezeit|hrs?|h)\b\.?",
    re.IGNORECASE,
)
_RUBBISH = re.compile(
    r"^(?:microsoft word|microsoft powerpoint|untitled|unbenannt|sans titre|document\d*|dokument\d*|about:blank|print|drucken|page \d|slide \d)|\.(?:docx?|pdf|odt|rtf|txt|html?|indd|qxd|pages)$|^\W*$|^https?:",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Fields:
    """What was found, and the pieces that are left as the text."""

    text: list[Piece] = field(default_factory=list)
    headline: Found[str] | None = None
    standfirst: Found[str] | None = None
    bylines: list[Found[Byline]] = field(default_factory=list)
    published: Found[str] | None = None
    updated: Found[str] | None = None
    outlet: Found[str] | None = None
    address: Found[str] | None = None
    licence: Found[str] | None = None
    rights: Found[str] | None = None
    source_note: Found[str] | None = None
    author_note: Found[str] | None = None
    terms: list[Found[Term]] = field(default_factory=list)
    chain: list[Found[Appearance]] = field(default_factory=list)


def fields(pieces: list[Piece], evidence: Evidence, language: str = "") -> Fields:
    """The fields of an article from its pieces. ``language`` tells how figures are read as dates."""
    return _Search(pieces, evidence, language).run()


class _Search:
    def __init__(self, pieces: list[Piece], evidence: Evidence, language: str) -> None:
        self.pieces, self.evidence, self.language = mended(pieces, evidence), evidence, language
        self.titles = [title for title in evidence.titles if not _RUBBISH.search(title.value)]
        self.found = Fields(address=evidence.address, outlet=evidence.outlet)
        self.taken: set[int] = set()
        self.stations: list[tuple[str, str]] = []  # lines of outlet and day: name, ISO 8601
        self.note_html = ""
        self.beside: list[str] = []  # what stands in a line with fields and is none itself

    def run(self) -> Fields:
        found = self.found
        prose = [at for at, piece in enumerate(self.pieces) if is_prose(piece)]
        first = prose[0] if prose else len(self.pieces)
        last = self._lines_of_head(prose)
        self._foot()
        self._names_of_evidence(first)
        title = self._headline(max(first, last + 1))
        self._standfirst(title, last, prose)
        self._outlets()
        self._authors_named_below()
        self._signature()
        head = max(last + 1, title or 0) if last >= 0 else (title or 0)
        keep = found.standfirst.value if found.standfirst else ""
        for at, piece in enumerate(self.pieces[:head]):
            if (
                not is_prose(piece)
                and piece.text != keep
                and (len(piece.text) <= 80 or not ended(piece.text))
            ):
                self.taken.add(at)
        found.text = [piece for at, piece in enumerate(self.pieces) if at not in self.taken]
        self._settle()
        return found

    # the head

    def _lines_of_head(self, prose: list[int]) -> int:
        """Takes the lines that are fields before the text; the place of the last of them, -1 for none."""
        last = -1
        for at, piece in enumerate(self.pieces[:_HEAD]):
            passed = [one for one in range(at) if one not in self.taken and is_sentence(self.pieces[one])]
            if len([one for one in prose if one < at]) > 1 or len(passed) > 2:  # one may be a long standfirst
                break
            if piece.size > 1.6 or piece.kind in {"ul", "ol", "quote", "table"}:
                continue
            text = piece.text
            if len(text) <= 300 and self._is_field(piece, text, head=True):
                self.taken.add(at)
                last = at
        return last

    def _is_field(self, piece: Piece, text: str, *, head: bool) -> bool:
        """Takes what a line says, if every part of it says something."""
        if _site(text, self.found) or notes.is_aside(text):
            return True
        if notes.is_source(text) and (labels.label(text) or ("",))[0] != "address":
            self._source(piece)
            return True
        if notes.is_rights(text):
            self.found.rights = self.found.rights or Found(text, "text:rights", 0.7)
            self._licence(piece)
            return True
        apart = _DASHES if head and next(written(text, self.language), None) else _BARS
        segments = [segment for segment in apart.split(text) if segment.strip()]
        if not segments:
            return False
        said = [self._segment(segment.strip(), head=head) for segment in segments]
        if head and len(segments) > 1 and any(said):
            self.beside += [
                segment.strip() for segment, known in zip(segments, said, strict=True) if not known
            ]
        return all(said) or (any(said) and head and len(text) < 120 and not ended(text))

    def _segment(self, text: str, *, head: bool) -> bool:
        labelled = labels.label(text)
        if labelled and self._labelled(*labelled, head=head):
            return True
        if url := re.fullmatch(r"(https?://\S+)", text):
            self.found.address = self.found.address or Found(url[1], "text:address", 0.6)
            return True
        if head and self._byline(text):
            return True
        return head and self._dated(text)

    def _labelled(self, kind: str, value: str, *, head: bool) -> bool:
        found = self.found
        if labels.is_term(kind):
            if len(value) > 200 or (ended(value) and len(value) > 60):
                return False
            found.terms.extend(Found(Term(name, kind), f"label:{kind}", 0.9) for name in labels.listed(value))
            return True
        match kind:
            case "author" | "translator" | "photographer" | "editor" if head or kind != "author":
                if kind == "photographer" and not head:
                    return False
                return self._named(value, kind, f"label:{kind}", 0.85)
            case "published" | "updated":
                day = next((iso for _, _, iso in written(value, self.language)), None)
                if day is None:
                    return False
                self._day(day, updated=kind == "updated", where=f"label:{kind}", sure=0.85)
                return True
            case "outlet" if len(value) <= 60 and head:
                found.outlet = Found(value, "label:outlet", 0.85)
            case "headline" if len(value) <= _LONGEST_HEADLINE and head:
                found.headline = Found(value, "label:headline", 0.85)
            case "standfirst" if head:
                found.standfirst = Found(value, "label:standfirst", 0.85)
            case "address" if re.match(r"https?://", value):
                found.address = Found(value.split()[0], "label:address", 0.8)
            case "licence":
                found.licence = Found(spdx(value) or value[:200], "label:licence", 0.85)
            case _:
                return False
        return True

    def _byline(self, text: str) -> bool:
        if len(text) > 140:
            return False
        if by := _TRANSLATED.match(text):
            return self._named(text[by.end() :], "translator", "text:byline", 0.75)
        if LINE.match(text) or (_BY.match(text) and not ended(text)):
            days = list(written(text, self.language))
            if days:
                self._day(days[0][2], updated=False, where="text:byline", sure=0.7)
                text = text[: days[0][0]].rstrip(" ,،on")
            return self._named(_BY.sub("", text), "author", "text:byline", 0.8)
        return False

    def _named(self, text: str, role: str, where: str, sure: float) -> bool:
        names = [
            name
            for name in people(text, printed=True)
            if len(name) <= 60 and not ended(name[:-1] + name[-1:].replace(".", ""))
        ]
        if any(unspaced(letter) for letter in text):
            names = [name for given in names for name in re.split(r"[、，・/／]", given) if name]
        names = [name.title() if name.isupper() and " " in name else name for name in names]
        known = {(folded(one.value.name), one.value.role) for one in self.found.bylines}
        self.found.bylines.extend(
            Found(Byline(name, role), where, sure) for name in names if (folded(name), role) not in known
        )
        return bool(names)

    def _dated(self, text: str) -> bool:
        """A line that holds a day, and beside it nothing, words of publishing, or the name of an outlet."""
        days = list(written(text, self.language))
        if not days or len(text) > 140:
            return False
        beside = text
        for start, end, _ in reversed(days):
            beside = f"{beside[:start]} {beside[end:]}"
        beside = _BESIDE.sub(" ", beside)
        beside = re.sub(r"\s+", " ", re.sub(r"[(\[][^)\]]*[)\]]|\s\d{1,2}[:.]\d{2}", " ", beside)).strip(
            " ,،、;:：.|/–—()-　"
        )
        if len(beside) > 60 or len(beside.split()) > 7 or ended(beside):
            return False
        newer = bool(_NEWER.search(text[: days[0][0]]))
        for start, _, iso in days:
            late = bool(_NEWER.search(text[max(0, start - 30) : start]))
            if not (beside and self.stations):
                self._day(iso, updated=late or (newer and len(days) == 1), where="text:date", sure=0.75)
        if len(beside) > 1 and not beside[0].islower() and not re.search(r"\d{2,}", beside):
            self.stations.append((beside, days[0][2]))
        return True

    def _day(self, iso: str, *, updated: bool, where: str, sure: float) -> None:
        found = self.found
        if updated:
            found.updated = found.updated or Found(iso, where, sure)
        elif found.published is None or (found.published.sure < sure and "T" not in found.published.value):
            found.published = Found(iso, where, sure)

    # the foot

    def _foot(self) -> None:
        """Takes the notes behind the text, where at most one piece of running text follows them."""
        about = -1
        authors = {folded(one.value.name) for one in self.found.bylines}
        names = [one.value.name for one in self.found.bylines]
        prose = [
            at
            for at, piece in enumerate(self.pieces)
            if is_prose(piece) and not notes.is_author(piece.text, names)
        ]
        start = max(len(self.pieces) - _FOOT, 1, prose[-2] + 1 if len(prose) > 1 else 1)
        for at in range(start, len(self.pieces)):
            if at in self.taken:
                continue
            piece, text = self.pieces[at], self.pieces[at].text
            if (
                about == at - 1
                and at
                and about >= 0
                and piece.kind in {"p", "ul"}
                and len(text) < 900
                and not notes.is_rights(text)
                and not notes.is_source(text)
            ):
                self._about(text)
                self.taken.add(at)
                about = -1
            elif (notes.announces_author(text) and len(text) <= 60) or folded(text) in authors:
                about = at
                self.taken.add(at)
                if folded(text) in authors:
                    self._about(text)
            elif (by := _TRANSLATED.match(text)) and len(text) <= 120:
                if self._named(text[by.end() :], "translator", "text:byline", 0.75):
                    self.taken.add(at)
            elif piece.kind in {"p", "h", "caption", "ul"} and self._is_note(piece, text):
                self.taken.add(at)

    def _is_note(self, piece: Piece, text: str) -> bool:
        if notes.is_author(
            text, [one.value.name for one in self.found.bylines if one.value.role == "author"]
        ):
            self._about(text)
            return True
        if len(text) <= 300 and self._is_field(piece, text, head=False):
            return True
        return self._licence(piece)

    def _about(self, text: str) -> None:
        there = self.found.author_note
        self.found.author_note = Found(f"{there.value}\n{text}" if there else text, "text:author", 0.75)

    def _source(self, piece: Piece) -> None:
        if self.found.source_note is None:
            self.found.source_note = Found(piece.text, "text:source", 0.8)
            self.note_html = piece.html

    def _licence(self, piece: Piece) -> bool:
        """Takes the licence that a short piece names."""
        code = spdx(piece.html) or spdx(piece.text)
        if not code or len(piece.text) > 400:
            return False
        self.found.licence = self.found.licence or Found(code, "text:licence", 0.75)
        return True

    # the headline

    def _headline(self, end: int) -> int | None:
        """The place of the headline; it is taken. None where only a title outside the text tells it."""
        found = self.found
        own = self._own_names()
        titles = [replace(title, value=bare(title.value, own)) for title in self.titles]
        if found.headline:
            titles.insert(0, found.headline)
        candidates = [
            at
            for at, piece in enumerate(self.pieces[: min(max(end, 1), _HEAD // 2)])
            if at not in self.taken and piece.kind in {"p", "h"} and 1 < len(piece.text) <= _LONGEST_HEADLINE
        ]
        named = [at for at in candidates if any(same(self.pieces[at].text, title.value) for title in titles)]
        if named:
            at = max(named, key=lambda at: self.pieces[at].size)
            self._take_headline(at, 0.95)
            return at
        large = [at for at in candidates if self.pieces[at].size > 1.12 or self.pieces[at].kind == "h"]
        large = [at for at in large if folded(self.pieces[at].text) not in own] or large
        if large:
            at = max(large, key=lambda at: (self.pieces[at].size, -at))
            self._take_headline(at, 0.8)
            return at
        if found.headline:
            return None
        trusted = [title for title in titles if title.sure >= 0.4 and len(folded(title.value)) > 8]
        if trusted:
            found.headline = trusted[0]
            return None
        plain = [
            at
            for at in candidates
            if folded(self.pieces[at].text) not in own and (not is_prose(self.pieces[at]) or at == 0)
        ]
        plain = [
            at for at in plain if len(self.pieces[at].text) <= 200 and not READ_ON.match(self.pieces[at].text)
        ]
        plain = [
            at
            for at in plain
            if not ended(self.pieces[at].text) or self.pieces[at].text.endswith(("?", "!", "…", "？", "！"))
        ] or plain[:0]
        if plain and len(self.pieces) > 1:
            first = self.pieces[plain[0]].text
            kicker = len(plain) > 1 and len(first.split()) <= 3 and first.isupper()
            at = plain[1] if kicker else plain[0]
            self._take_headline(at, 0.6)
            return at
        if titles:
            found.headline = titles[0]
        return None

    def _take_headline(self, at: int, sure: float) -> None:
        self.found.headline = Found(self.pieces[at].text, "text:headline", sure)
        self.taken.add(at)

    def _own_names(self) -> set[str]:
        """Names that mean the outlet: of its lines, its rights, the host of its address."""
        names = [name for name, _ in self.stations]
        if self.found.outlet:
            names.append(self.found.outlet.value)
        if self.found.rights:
            names += notes.holders(self.found.rights.value)
        host = (
            (split(self.found.address.value).hostname or "").removeprefix("www.")
            if self.found.address
            else ""
        )
        if host:
            names += [host, host.rpartition(".")[0]]
        return {folded(name) for name in names if name}

    def _standfirst(self, title: int | None, last: int, prose: list[int]) -> None:
        """What stands between headline and fields; or after them, where it is set larger or bold."""
        if self.found.standfirst or title is None:
            return
        behind = [at for at in range(title + 1, min(len(self.pieces), title + 6)) if at not in self.taken]
        for at in behind:
            piece = self.pieces[at]
            length = len(piece.text) * (2 if any(map(unspaced, piece.text[:20])) else 1)
            if piece.kind not in {"p", "h"} or not _STANDFIRST[0] <= length <= _STANDFIRST[1]:
                continue
            text_follows = any(one > at for one in prose)
            if (
                at < last
                or (piece.size > 1.07 and text_follows and ended(piece.text))
                or (piece.marked and at == behind[0] and text_follows)
            ):
                self.found.standfirst = Found(piece.text, "text:standfirst", 0.75 if at < last else 0.6)
                self.pieces[at] = replace(
                    piece, kind="p", html=escaped(piece.text) if piece.marked else piece.html
                )
            return

    # the rest

    def _outlets(self) -> None:
        """The outlet of this copy, and those before it."""
        found = self.found
        endings = [folded(piece) for title in self.titles for piece in SUFFIX.split(title.value)[1:]]
        host = folded(split(found.address.value).hostname or "") if found.address else ""
        held = {folded(name) for name in (notes.holders(found.rights.value) if found.rights else [])}
        banner = {folded(piece.text) for piece in self.pieces[:3]}
        stations = self.stations

        def confirmed(name: str) -> bool:
            letters = folded(name)
            return bool(letters) and (
                letters in endings
                or letters in held
                or letters in banner
                or (len(letters) > 4 and letters in host)
            )

        if found.outlet is None:
            for name, _ in stations:
                if confirmed(name):
                    found.outlet = Found(name, "text:date", 0.9)
                    break
        if found.outlet is None:
            ends = [
                piece
                for title in self.titles
                for piece in SUFFIX.split(title.value)[-1:]
                if len(SUFFIX.split(title.value)) > 1
            ]
            ends = [
                name
                for name in ends
                if len(name) <= 50
                and (not found.headline or folded(name) not in folded(found.headline.value))
            ]
            shown = [
                name
                for name in ends
                if folded(name) in held | banner or (len(folded(name)) > 4 and folded(name) in host)
            ]
            if shown or ends:
                found.outlet = Found((shown or ends)[0], "text:title", 0.8 if shown else 0.5)
        if found.outlet is None and (several := [name for name, _ in stations if " " in name]):
            found.outlet = Found(several[0], "text:date", 0.5)
        authors = {folded(one.value.name) for one in found.bylines}
        if found.outlet is None and found.rights:
            names = [
                name
                for name in notes.holders(found.rights.value)
                if not authors & {folded(name)} and not any(a in folded(name) for a in authors)
            ]
            if names:
                found.outlet = Found(names[0], "text:rights", 0.5)
        if found.outlet is None and found.address and (site := split(found.address.value).hostname):
            found.outlet = Found(site.removeprefix("www."), "url:host", 0.4)
        own = folded(found.outlet.value) if found.outlet else ""
        chain = [
            Found(Appearance(name, "", day), "text:date", 0.7)
            for name, day in stations
            if folded(name) != own and " " in name
        ]
        if found.source_note and (first := notes.appearance(self.note_html, self.language)):
            if found.outlet is None:
                found.outlet = Found(first.outlet, "text:source", 0.6)
            elif folded(first.outlet) != own:
                days = [day for name, day in stations if folded(name) == folded(first.outlet)]
                first = replace(first, date=first.date or next(iter(days), "")[:10])
                chain = [
                    Found(first, "text:source", 0.8),
                    *(one for one in chain if folded(one.value.outlet) != folded(first.outlet)),
                ]
        found.chain = sorted(chain, key=lambda one: one.value.date or "0")

    def _names_of_evidence(self, first: int) -> None:
        """A line under the headline that is only a name is a byline where the file or a note names it too."""
        found = self.found
        if any(one.value.role == "author" for one in found.bylines):
            return
        known = {folded(name) for claim in self.evidence.authors for name in people(claim.value)}
        known |= {folded(name) for name in (notes.holders(found.rights.value) if found.rights else [])}
        tail = [folded(piece.text) for piece in self.pieces[-_FOOT:] if len(piece.text) < 900]
        for at, piece in enumerate(self.pieces[: min(first, _HEAD)]):
            text = piece.text
            names = (
                people(text, printed=True)
                if at
                and at not in self.taken
                and 3 < len(text) <= 80
                and not ended(text)
                and piece.size < 1.5
                else []
            )
            names = [name for name in names if len(name.split()) in {2, 3, 4} or any(map(unspaced, name))]
            if names and all(
                folded(name) in known
                or any(line.startswith(folded(name)) for line in tail if line != folded(text))
                for name in names
            ):
                found.bylines.extend(Found(Byline(name), "text:name", 0.65) for name in names)
                self.taken.add(at)
                return

        for text in reversed(self.beside):  # as in “Santiago - 22.03.2023 - María Pérez”
            names = people(text, printed=True)
            if len(names) == 1 and re.fullmatch(
                r"(?:[^\W\d_a-zß-öø-ÿ][\w.’'-]+\s+){1,4}[^\W\d_a-zß-öø-ÿ][\w’'-]+", names[0]
            ):
                found.bylines.append(Found(Byline(names[0]), "text:beside-date", 0.4))
                return

    def _authors_named_below(self) -> None:
        if self.found.author_note is None and self.found.bylines:
            self._foot()

    def _signature(self) -> None:
        """Without a byline: the metadata name somebody, though with little trust."""
        if not self.found.bylines:
            for claim in self.evidence.authors:
                names = [name for name in people(claim.value) if " " in name or any(map(unspaced, name))]
                self.found.bylines.extend(Found(Byline(name), claim.where, claim.sure) for name in names[:4])
                if names:
                    return

    def _settle(self) -> None:
        found, evidence = self.found, self.evidence
        if found.published is None:
            found.published = next(iter(evidence.days), None)
        if found.published and found.updated and found.updated.value[:16] <= found.published.value[:16]:
            found.updated = None
        found.licence = found.licence or evidence.licence
        found.rights = found.rights or evidence.rights
        found.terms = list(
            {(one.value.kind, folded(one.value.name)): one for one in reversed(found.terms)}.values()
        )[::-1]
        found.bylines = list(
            {(one.value.role, folded(one.value.name)): one for one in reversed(found.bylines)}.values()
        )[::-1]


def _site(text: str, found: Fields) -> bool:
    """Takes the line in which Drupal's printed pages name their site: ``Published on NAME (ADDRESS)``."""
    named = re.fullmatch(r"Published on (.{2,60}?) \(https?://[^\s)]+\)", text)
    if named:
        found.outlet = found.outlet or Found(named[1], "text:site", 0.8)
    return bool(named)
