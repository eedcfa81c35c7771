"""The nouns of the room."""

from __future__ import annotations

from masthead.translation.models.glossary import GlossaryFile, GlossaryTerm
from masthead.translation.models.jobs import Asking, Assignment, Job, JobItem
from masthead.translation.models.memory import Memory, Sentence
from masthead.translation.models.policy import Budget, Policy, PolicyQuerySet, Spending
from masthead.translation.models.working import SegmentChange, SegmentDraft, Working

__all__ = (
    "Asking",
    "Assignment",
    "Budget",
    "GlossaryFile",
    "GlossaryTerm",
    "Job",
    "JobItem",
    "Memory",
    "Policy",
    "PolicyQuerySet",
    "SegmentChange",
    "SegmentDraft",
    "Sentence",
    "Spending",
    "Working",
)
