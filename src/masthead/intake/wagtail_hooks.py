"""What intake adds to the desk."""

from __future__ import annotations

from masthead.intake.watching import hooks as feeds

__all__ = ("feeds",)
