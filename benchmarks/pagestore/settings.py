"""Masthead's settings with the page store beside its rooms."""

from masthead.project.settings import *  # noqa: F403
from masthead.project.settings import INSTALLED_APPS as _ROOMS

INSTALLED_APPS = [*_ROOMS, "benchmarks.pagestore"]
