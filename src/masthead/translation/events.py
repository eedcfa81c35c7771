"""What translation tells later rooms."""

from __future__ import annotations

from dataclasses import dataclass

from masthead.lib.bell import Bell


@dataclass(frozen=True, slots=True)
class EditionsChanged:
    """These editions of an article have another printed state, or trail the original now."""

    article: int
    languages: tuple[str, ...]


editions_changed = Bell(EditionsChanged)
