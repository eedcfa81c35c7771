"""Which engines an outlet has."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from masthead.translation.engines import registry


@pytest.fixture(autouse=True)
def nothing_set_up(settings: Any, tmp_path: Path) -> None:
    settings.MASTHEAD_LIBRETRANSLATE_URL = ""
    settings.MASTHEAD_LIBRETRANSLATE_KEY = ""
    settings.MASTHEAD_APERTIUM_MODES = str(tmp_path)
    settings.MASTHEAD_NEURAL_MODELS = ""
    settings.MASTHEAD_ENGINES = []
    for service in ("DEEPL_KEY", "GOOGLE_KEY", "AZURE_KEY", "AMAZON_KEY_ID", "CHAT_MODEL"):
        setattr(settings, f"MASTHEAD_{service}", "")


def test_what_is_not_set_up_is_not_there() -> None:
    assert [engine.name for engine in registry.available()] == ["opencc"]
    assert registry.find("apertium") is None


def test_engines_come_in_the_order_of_the_chain(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "eng-spa.mode").write_text("x")
    settings.MASTHEAD_LIBRETRANSLATE_URL = "http://localhost:5000"

    assert [engine.name for engine in registry.available()] == ["opencc", "libretranslate", "apertium"]

    settings.MASTHEAD_ENGINES = ["apertium", "libretranslate", "pseudo"]

    assert [engine.name for engine in registry.available()] == ["apertium", "libretranslate", "pseudo"]


def test_an_engine_is_found_by_its_name(settings: Any) -> None:
    settings.MASTHEAD_ENGINES = ["pseudo"]

    found = registry.find("pseudo")

    assert found is not None
    assert found.name == "pseudo"
    assert registry.find("deepl") is None


def test_an_outlet_may_bring_its_own_engine(settings: Any) -> None:
    settings.MASTHEAD_ENGINES = ["masthead.translation.engines.pseudo.Pseudo"]

    assert [engine.name for engine in registry.available()] == ["pseudo"]


def test_the_server_is_not_asked_anew_for_each_article(settings: Any) -> None:
    settings.MASTHEAD_LIBRETRANSLATE_URL = "http://localhost:5000"

    assert registry.find("libretranslate") is registry.find("libretranslate")


def test_a_name_that_means_nothing_is_refused(settings: Any) -> None:
    settings.MASTHEAD_ENGINES = ["aperitif"]

    with pytest.raises(ImproperlyConfigured, match="aperitif"):
        registry.available()
