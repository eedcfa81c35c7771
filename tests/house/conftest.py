"""A small outlet, pressed whole in all editions, once for all tests that read pages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client, override_settings
from tests import factories as make

from masthead.article.models import Article
from masthead.desk import actions as desk
from masthead.lib import languages
from masthead.press import actions as press
from masthead.press import addresses, files
from masthead.translation import actions as translation

OTHER = "ar"  # the language of one more original, written from right to left


@dataclass(frozen=True, slots=True)
class Pressed:
    """What readers can get: pressed files by address, and pages that are made for one request."""

    home: Path
    files: dict[str, bytes]
    answers: dict[str, bytes]

    def pages(self) -> dict[str, str]:
        """Every HTML page by address."""
        made = {**{path: body for path, body in self.files.items() if _is_page(path)}, **self.answers}
        return {path: body.decode() for path, body in made.items()}


def _is_page(path: str) -> bool:
    return path.endswith(("/", ".html"))


@pytest.fixture(scope="session")
def pressed(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Pressed:
    """Tests that ask for it are marked ``django_db``: only then is there a database for tests."""
    assert "memory" in str(connection.settings_dict["NAME"]) or "test" in str(
        connection.settings_dict["NAME"]
    )
    home = tmp_path_factory.mktemp("outlet")
    here = {"HOME": home, "MEDIA_ROOT": home / "media", "MASTHEAD_ENGINES": ["pseudo"]}
    with django_db_blocker.unblock(), override_settings(**here), transaction.atomic():
        _publish()
        press.press_all()
        found = Pressed(home, _files(), _answers())
        transaction.set_rollback(True)
    return found


def _publish() -> None:
    make.outlet(tagline="Von Fluss zu Fluss")
    make.languages_on()
    picture = make.picture()
    author = make.person(biography="Schreibt über Wasser.", url="https://ada.example/")
    classified = {
        "themes": [make.theme()],
        "regions": [make.region()],
        "dossiers": [make.dossier(introduction="Vier Länder, ein Strom.")],
        "authors": [author],
    }
    blocks, notes = make.every_kind(picture.pk)
    rhine = make.published(
        "Der Rhein & seine Ufer",
        standfirst="Ein Strom, <sechs> Staaten.",
        blocks=blocks,
        footnotes=notes,
        lead_picture=picture,
        lead_alt="Ein Fluss",
        lead_caption="Der Rhein bei Basel",
        disclaimer="Eine Probe.",
        **classified,
    )
    translation.translate(rhine.pk)
    make.published(
        "Die Donau",
        origin_outlet="Andere Zeitung",
        origin_url="https://andere.example/donau",
        licence="CC-BY-4.0",
        **classified,
    )
    make.published("النيل", "النيل نهر طويل. يجري إلى البحر.", language=OTHER, slug="nil")
    make.published("Über uns", standing=Article.Standing.ABOUT)
    withdrawn = make.published("Die Elbe")
    desk.withdraw(withdrawn, by=None)


def _files() -> dict[str, bytes]:
    root = files.root()
    found = {}
    for file in sorted(root.rglob("*")):
        if file.is_file() and file.suffix not in (".br", ".gz") and not file.name.startswith("."):
            name = f"/{file.relative_to(root).as_posix()}"
            found[name.removesuffix("index.html")] = file.read_bytes()
    return found


def _answers() -> dict[str, bytes]:
    """Pages that no file stands for, in every language."""
    client, found = Client(), {}
    for code in languages.CODES:
        for path, status in (
            (addresses.search(code), 200),
            (f"{addresses.search(code)}?q=Rhein", 200),
            (addresses.newsletter(code), 200),
            (addresses.article(code, "die-elbe"), 410),
            (f"/{code}/nichts/", 404),
        ):
            response = client.get(path)
            assert response.status_code == status, path
            found[path] = response.content
    return found
