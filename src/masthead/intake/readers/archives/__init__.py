"""Readers of whole archives: one module for each system, each with ``pieces(path)`` (``masthead.intake.archive``)."""
