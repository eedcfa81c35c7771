"""Meaning: what bytes say. A reader turns a ``Delivery`` into a ``Draft``."""
