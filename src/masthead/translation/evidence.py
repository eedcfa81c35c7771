"""What can be shown of how an edition came to be: engines, reviewer, time, and which text, each with its entries.

It is what Art. 50(4) of the EU AI Act asks for where a text that a machine made is published with a person's review and
somebody's responsibility. Whoever holds it can check it without this program: docs/reference/evidence.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from masthead.article.lines import lines
from masthead.article.models import Article, Edition, Outlet
from masthead.lib import languages as known
from masthead.record import chain, keys, queries
from masthead.record.models import Entry
from masthead.record.text import fingerprint
from masthead.translation.errors import NotPublished

FORMAT = "masthead-evidence-1"


@dataclass(frozen=True, slots=True)
class Review:
    """Who signed, when (RFC 3339), in which entry; the digest of the text that was read, and the original's."""

    by: str
    at: str
    entry: int
    text: str
    original: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class EditionEvidence:
    """One edition. ``digest`` is of the text as it stands in the database now; ``faults`` are sentences."""

    edition: Edition
    digest: str
    recorded: str
    review: Review | None
    retracted: tuple[dict[str, Any], ...]
    entries: tuple[Entry, ...]
    faults: tuple[str, ...]

    @property
    def kind(self) -> str:
        """As the page says it: original, human, machine or machine-reviewed."""
        if self.edition.is_original:
            return "original"
        if not self.edition.by_machine:
            return "human"
        return "machine-reviewed" if self.edition.reviewed_by else "machine"

    @property
    def reviewed_text_is_live(self) -> bool:
        return self.review is not None and self.review.text == self.digest


@dataclass(frozen=True, slots=True)
class Evidence:
    article: Article
    editions: tuple[EditionEvidence, ...]

    @property
    def original(self) -> str:
        """The digest of the original as it is; empty where it is not among the editions."""
        return next((found.digest for found in self.editions if found.edition.is_original), "")

    @property
    def faults(self) -> list[str]:
        return [fault for found in self.editions for fault in found.faults]


def collect(article: int, languages: Iterable[str] | None = None) -> Evidence:
    """The evidence of an article, or of some of its languages; the original is always there. Five queries.

    ``NotPublished`` where there is no edition to speak of.
    """
    found = Article.objects.filter(pk=article).first()
    editions = list(Edition.objects.filter(article_id=article).order_by("-is_original", "language"))
    if languages is not None:
        chosen = set(languages)
        lacking = chosen - {edition.language for edition in editions}
        if lacking:
            raise NotPublished(f"Article {article} has no edition in {', '.join(sorted(lacking))}.")
        editions = [edition for edition in editions if edition.is_original or edition.language in chosen]
    if found is None or not editions:
        raise NotPublished(f"Article {article} has never been published: there is nothing to show.")
    subjects = {edition.subject: edition for edition in editions}
    entries: dict[str, list[Entry]] = {subject: [] for subject in subjects}
    for entry in Entry.objects.filter(subject__in=list(subjects)).order_by("number"):
        entries[entry.subject].append(entry)
    public = keys.public_keys()
    return Evidence(
        found, tuple(_of(edition, entries[subject], public) for subject, edition in subjects.items())
    )


def _of(edition: Edition, entries: Sequence[Entry], public: Any) -> EditionEvidence:
    digest = fingerprint(lines(edition.words)).digest
    faults = [fault.sentence for entry in entries for fault in chain.check_one(entry, public)]
    recorded = _digest(next((entry for entry in entries if entry.number == edition.entry), None))
    if edition.state == Edition.State.LIVE and recorded != digest:
        faults.append(f"The live text of {edition.subject} is not the one that its entry records.")
    review = _review(edition, entries)
    if edition.reviewed_by and review is None:
        faults.append(f"{edition.subject} names a reviewer, and no entry does.")
    if review is not None and review.text != digest:
        faults.append(f"The text of {edition.subject} is not the one that was reviewed.")
    return EditionEvidence(
        edition,
        digest,
        recorded,
        review,
        tuple(
            {"entry": entry.number, **entry.body["retracted"]}
            for entry in entries
            if isinstance(entry.body, dict) and entry.body.get("retracted")
        ),
        tuple(entries),
        tuple(faults),
    )


def _review(edition: Edition, entries: Sequence[Entry]) -> Review | None:
    """The first entry that names the reviewer and the time which the edition names."""
    if not edition.reviewed_by:
        return None
    at = edition.reviewed_at.isoformat() if edition.reviewed_at else ""
    for entry in entries:
        said = entry.body.get("reviewed") if isinstance(entry.body, dict) else None
        if said and (said.get("by"), said.get("at")) == (edition.reviewed_by, at):
            return Review(
                edition.reviewed_by,
                at,
                entry.number,
                said.get("text") or _digest(entry),
                said.get("original"),
            )
    return None


def _digest(entry: Entry | None) -> str:
    text = entry.body.get("text") if entry is not None and isinstance(entry.body, dict) else None
    return str(text["digest"]) if isinstance(text, dict) and "digest" in text else ""


def as_json(evidence: Evidence) -> dict[str, Any]:
    """The whole of it, with the entries as they stand in the record and the keys that signed them."""
    outlet, newest = Outlet.objects.first(), queries.newest_of_all()
    return {
        "format": FORMAT,
        "made": chain.timestamp(timezone.now()),
        "outlet": {"name": outlet.name, "url": outlet.url} if outlet else None,
        "article": {
            "subject": f"article/{evidence.article.pk}",
            "headline": evidence.article.headline,
            "language": evidence.article.language,
        },
        "record": {"newest": newest.number, "hash": newest.hash} if newest else None,
        **keys.public_jwks(),
        "editions": [_edition_json(found, evidence.original) for found in evidence.editions],
    }


def _edition_json(found: EditionEvidence, original: str) -> dict[str, Any]:
    edition, review = found.edition, found.review
    return {
        "subject": edition.subject,
        "language": known.get(edition.language).tag,
        "headline": edition.headline,
        "state": edition.state,
        "kind": found.kind,
        "trails": edition.trails,
        "engines": [{"name": name, "version": version} for name, version in edition.engines],
        "segments": {"person": edition.by_person, "engine": edition.by_engine},
        "text": {"digest": found.digest, "entry": edition.entry, "recorded": found.recorded == found.digest},
        "review": None
        if review is None
        else {
            "by": review.by,
            "at": review.at,
            "entry": review.entry,
            "text": review.text,
            "original": review.original,
            "is_live_text": found.reviewed_text_is_live and edition.state == Edition.State.LIVE,
            "original_unchanged": None
            if review.original is None
            else review.original.get("digest") == original,
        },
        "retracted": list(found.retracted),
        "faults": list(found.faults),
        "entries": [queries.as_json(entry) for entry in found.entries],
    }
