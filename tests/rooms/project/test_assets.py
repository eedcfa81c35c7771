"""The desk's style sheets are those of the version that is running."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from masthead.project import assets


@pytest.fixture
def sources(settings: Any, tmp_path: Path) -> Path:
    """One folder of two files, in place of the thousands of the desk."""
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "one.css").write_text("a{}")
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "gathered"
    return folder


def test_they_are_gathered_once(sources: Path, settings: Any) -> None:
    assert assets.gather()
    assert (settings.STATIC_ROOT / "one.css").read_text() == "a{}"
    assert not assets.gather()


def test_after_an_update_they_are_gathered_again(sources: Path, settings: Any) -> None:
    assets.gather()
    (sources / "one.css").write_text("b{color:red}")
    (sources / "two.css").write_text("c{}")

    assert assets.gather()
    assert (settings.STATIC_ROOT / "one.css").read_text() == "b{color:red}"
    assert (settings.STATIC_ROOT / "two.css").exists()
