"""The translation memory: what a sentence, or one like it, has been translated to before, by whom and when."""

from masthead.translation.memory.finding import Match, similar
from masthead.translation.memory.store import Entry, digest, recall, remember, take

__all__ = ["Entry", "Match", "digest", "recall", "remember", "similar", "take"]
