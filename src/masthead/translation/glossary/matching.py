"""Where the terms of a glossary stand in a text, and whether a translation says them.

Terms are found by the stem of their first word, so a text costs what its words cost and not what the glossary does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from masthead.translation.glossary import fitting
from masthead.translation.glossary.fitting import UNSPACED, Word
from masthead.translation.glossary.terms import Form, Kind, Status, Term


@dataclass(frozen=True, slots=True)
class Use:
    """``term`` stands in a source text at ``start:end``; the rest is what a translation into ``language`` says."""

    term: Term
    start: int
    end: int
    written: str
    language: str

    @property
    def preferred(self) -> tuple[Form, ...]:
        return self.term.forms_in(self.language, Status.PREFERRED)

    @property
    def admitted(self) -> tuple[Form, ...]:
        return self.term.forms_in(self.language, Status.ADMITTED)

    @property
    def forbidden(self) -> tuple[Form, ...]:
        return self.term.forms_in(self.language, Status.FORBIDDEN)

    @property
    def untouched(self) -> bool:
        """It is to stand in the translation as it stands in the source."""
        return not self.term.translate and not self.preferred and not self.admitted

    @property
    def note(self) -> str:
        """For readers of the translation."""
        return self.term.note_in(self.language)


@dataclass(frozen=True, slots=True)
class _Sought:
    form: Form
    term: Term
    words: tuple[Word, ...]
    literal: bool
    """It has signs that are no letters: C++."""


@dataclass(frozen=True)
class Glossary:
    """All terms of an outlet. An index is made for a language when it is first asked about."""

    terms: tuple[Term, ...] = ()
    _by_stem: dict[str, dict[str, list[_Sought]]] = field(default_factory=dict, repr=False, compare=False)

    def __bool__(self) -> bool:
        return bool(self.terms)

    def found_in(self, text: str, source_language: str, language: str) -> list[Use]:
        """The uses of terms that say something about ``language``, in their order; of two that overlap the longer.

        Terms that are written alike stand there once each.
        """
        return [
            Use(term, start, end, text[start:end], language)
            for term, start, end in self.spans(text, source_language)
            if term.forms_in(language) or not term.translate
        ]

    def spans(self, text: str, language: str) -> list[tuple[Term, int, int]]:
        """Every term that stands in a text of this language, whatever its form."""
        if not self.terms or not text:
            return []
        found = self._solid(text, language) if language in UNSPACED else self._spaced(text, language)
        kept: list[tuple[Term, int, int]] = []
        end, last = 0, (-1, -1)
        for term, begins, ends in sorted(found, key=lambda one: (one[1], -one[2])):
            if begins >= end or (begins, ends) == last:
                if not any(term is one and (begins, ends) == (a, b) for one, a, b in kept[-8:]):
                    kept.append((term, begins, ends))
                end, last = ends, (begins, ends)
        return kept

    def narrowed(self, texts: Iterable[str], source_language: str) -> Glossary:
        """Only the terms that stand in these texts."""
        keys = {id(term) for text in texts for term, *_ in self.spans(text, source_language)}
        return Glossary(tuple(term for term in self.terms if id(term) in keys))

    def _spaced(self, text: str, language: str) -> Iterator[tuple[Term, int, int]]:
        words = fitting.cut(text, language)
        index = self._index(language)
        for at, word in enumerate(words):
            for stem in self._keys(word, language):
                for sought in index.get(stem, ()):
                    stretch = words[at : at + len(sought.words)]
                    if self._fits(sought, stretch, text, language):
                        start, end = stretch[0].start, stretch[-1].end
                        if sought.literal:
                            start = text.find(sought.form.text, max(0, start - len(sought.form.text)))
                            end = start + len(sought.form.text)
                        yield sought.term, start, end

    @staticmethod
    def _keys(word: Word, language: str) -> tuple[str, ...]:
        keys = fitting.stems(word, language)
        if language != "ko":
            return keys
        # Particles stand behind the word: it may be any beginning of what is written.
        return tuple(dict.fromkeys([*keys, *(word.folded[:-n] for n in range(1, 4) if len(word.folded) > n)]))

    @staticmethod
    def _fits(sought: _Sought, stretch: tuple[Word, ...], text: str, language: str) -> bool:
        if len(stretch) != len(sought.words):
            return False
        exact, name = sought.term.case_sensitive, sought.term.kind is Kind.NAME
        if not all(
            fitting.fits(wanted, there, language, exact=exact, name=name)
            for wanted, there in zip(sought.words, stretch, strict=True)
        ):
            return False
        if not sought.literal:
            return all(fitting.together(text, *pair) for pair in pairwise(stretch))
        begin = max(0, stretch[0].start - len(sought.form.text))
        return sought.form.text in text[begin : stretch[-1].end + len(sought.form.text)]

    def _solid(self, text: str, language: str) -> Iterator[tuple[Term, int, int]]:
        index, folded = self._index(language), fitting.solid(text)
        for at in range(len(folded)):
            for key in {folded[at : at + 2], folded[at : at + 1]}:
                for sought in index.get(key, ()):
                    form = sought.form.text
                    end = at + len(form)
                    there = text[at:end] if sought.term.case_sensitive else folded[at:end]
                    if there == (form if sought.term.case_sensitive else fitting.solid(form)) and _apart(
                        text, at, end
                    ):
                        yield sought.term, at, end

    def _index(self, language: str) -> dict[str, list[_Sought]]:
        """{stem of the first word: forms}; {first two signs: forms} for a language without spaces."""
        if language not in self._by_stem:
            index: dict[str, list[_Sought]] = defaultdict(list)
            for term in self.terms:
                for form in term.forms_in(language):
                    if language in UNSPACED:
                        sought = _Sought(form, term, (), literal=False)
                        index[fitting.solid(form.text)[:2]].append(sought)
                    elif words := fitting.cut(form.text, language):
                        index[words[0].stem].append(_Sought(form, term, words, _literal(form.text, words)))
            self._by_stem[language] = dict(index)
        return self._by_stem[language]


def _literal(form: str, words: tuple[Word, ...]) -> bool:
    """Whether its signs count: those that stand before, behind, or oddly between its words."""
    around = form[: words[0].start] + form[words[-1].end :]
    return bool(around.strip(" .’'")) or not all(fitting.together(form, *pair) for pair in pairwise(words))


def _apart(text: str, start: int, end: int) -> bool:
    """No part of a longer word of Latin letters: AI is not in AIDS."""
    return not (
        (start and fitting.latin(text[start]) and fitting.latin(text[start - 1]))
        or (end < len(text) and fitting.latin(text[end - 1]) and fitting.latin(text[end]))
    )


def spans_of(form: Form, term: Term, text: str) -> list[tuple[int, int]]:
    """Where one form stands, strictly."""
    alone = Glossary((Term((form,), kind=term.kind, case_sensitive=term.case_sensitive),))
    return [(start, end) for _, start, end in alone.spans(text, form.language)]
