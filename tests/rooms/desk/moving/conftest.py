from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests import archives
from tests import factories as make

from masthead.article.models import Outlet
from masthead.desk.moving.move import Moved, move_in
from masthead.desk.moving.options import Options
from masthead.intake.readers.archives import registry

Move = Callable[..., Moved]


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "ARCHIVES", dict(registry.ARCHIVES))
    archives.register()


@pytest.fixture
def outlet(db: None) -> Outlet:
    return make.outlet()


@pytest.fixture
def move(outlet: Outlet, tmp_path: Path) -> Move:
    """Move these rows in, as an export of one system."""

    def move(*rows: dict[str, Any], dry: bool = False, **options: Any) -> Moved:
        path = archives.write(tmp_path / "export.lines", rows)
        return move_in(path, by="Edith", options=Options(**options), dry=dry)

    return move
