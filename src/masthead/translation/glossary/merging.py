"""Two terms that may be one: what a file says, merged with what the outlet says."""

from __future__ import annotations

from dataclasses import dataclass, replace

from masthead.translation.glossary.terms import Form, Status, Term


@dataclass(frozen=True, slots=True)
class Merged:
    """``against``: in how many languages the two prefer something else."""

    term: Term
    against: int = 0


def merge(ours: Term, theirs: Term, replacing: bool = False) -> Merged:
    """Ours with what it lacks; where both speak and disagree, ours stays unless ``replacing``."""
    forms: list[Form] = []
    against = 0
    for language in dict.fromkeys(form.language for form in (*ours.forms, *theirs.forms)):
        mine, other = ours.forms_in(language), theirs.forms_in(language)
        known = {form.text for form in mine}
        preferred = {form.text for form in other if form.status is Status.PREFERRED}
        if mine and preferred and not preferred & known:
            against += 1
            forms += other if replacing else mine
        elif replacing and other:
            forms += [*other, *(form for form in mine if form.text not in {one.text for one in other})]
        else:
            forms += [*mine, *(form for form in other if form.text not in known)]
    first, second = (theirs, ours) if replacing else (ours, theirs)
    return Merged(
        replace(
            ours,
            forms=tuple(forms),
            kind=theirs.kind if replacing else ours.kind,
            part_of_speech=first.part_of_speech or second.part_of_speech,
            definition=first.definition or second.definition,
            remark=first.remark or second.remark,
            notes=tuple(sorted({**dict(second.notes), **dict(first.notes)}.items())),
            translate=theirs.translate if replacing else ours.translate,
            case_sensitive=theirs.case_sensitive if replacing else ours.case_sensitive,
        ),
        0 if replacing else against,
    )
