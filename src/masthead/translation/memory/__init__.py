"""The translation memory: what a sentence, or one like it, has been translated to before, by whom and when."""

from masthead.translation.memory.store import Match, digest, recall, remember, similar, take

__all__ = ["Match", "digest", "recall", "remember", "similar", "take"]
