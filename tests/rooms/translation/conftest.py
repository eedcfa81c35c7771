from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.rooms.translation.odd_engines import Dear, Moody

from masthead.translation import asking


@pytest.fixture(autouse=True)
def engines_start_anew() -> Iterator[None]:
    """No engine rests for what another test did, and none was asked anything."""
    asking.caller.cache_clear()
    Dear.asked.clear()
    Moody.errors.clear()
    yield
    asking.caller.cache_clear()
