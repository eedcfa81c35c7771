"""Pressing everything makes what is there and takes away what is not; pressing again changes nothing."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from lxml import etree
from tests import factories as make

from masthead.article.models import Article, Outlet, Region
from masthead.press import actions as press
from masthead.press import addresses, files
from masthead.press.models import Artifact
from masthead.record.models import Entry
from masthead.translation import actions as translation
from masthead.translation.models import Policy

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(settings: Any) -> Article:
    settings.MASTHEAD_ENGINES = ["pseudo"]
    make.outlet()
    make.languages_on("ar", "fr")
    article = make.published(regions=[make.region()], themes=[make.theme()], authors=[make.person()])
    translation.translate(article.pk, languages=["ar"])
    press.press_all()
    return article


def _there(path: str) -> bool:
    return (files.root() / addresses.file_of(path)).exists()


def test_pressing_again_writes_nothing_and_records_nothing(article: Article) -> None:
    entries = Entry.objects.count()

    assert press.press_all() == 0
    assert press.press_article(article.pk) == 0
    assert Entry.objects.count() == entries


def test_every_file_is_recorded_with_its_digest(article: Article) -> None:
    recorded: dict[str, str] = {}
    for body in Entry.objects.filter(kind="pages.pressed").order_by("number").values_list("body", flat=True):
        recorded.update(body["pages"])

    on_disk = {
        f"/{file.relative_to(files.root()).as_posix()}".removesuffix("index.html"): sha256(
            file.read_bytes()
        ).hexdigest()
        for file in files.root().rglob("*")
        if file.suffix in (".html", ".xml", ".json", ".txt")
    }

    assert on_disk == recorded == dict(Artifact.objects.values_list("path", "digest"))


def test_a_file_that_somebody_removed_is_made_again(article: Article) -> None:
    path = addresses.article("ar", article.slug)
    (files.root() / addresses.file_of(path)).unlink()

    assert press.press_article(article.pk) == 1
    assert _there(path)


def test_from_nothing_the_same_files_are_made(article: Article, settings: Any, tmp_path: Path) -> None:
    def state() -> dict[str, bytes]:
        return {
            file.relative_to(files.root()).as_posix(): file.read_bytes()
            for file in files.root().rglob("*")
            if file.is_file() and not file.name.startswith(".")
        }

    before = state()
    settings.HOME = tmp_path / "other"
    settings.HOME.mkdir()
    (settings.HOME / "keys").symlink_to(tmp_path / "keys")

    press.press_all()

    assert state() == before


def test_a_language_that_is_switched_off_keeps_only_its_own_editions(article: Article) -> None:
    Policy.objects.filter(language__in=["ar", "fr"]).update(mode=Policy.Mode.OFF)

    press.press_all()

    assert _there(addresses.article("ar", article.slug))  # published, and not withdrawn
    assert not _there(addresses.article("fr", article.slug))  # the original in French dress
    for gone in (
        addresses.front("fr"),
        addresses.feed("fr"),
        addresses.not_found("fr"),
        addresses.overview("fr", "themes"),
    ):
        assert not _there(gone), gone
    assert not Artifact.objects.filter(language="fr").exists()


def test_the_list_of_a_region_that_is_deleted_goes_with_it(article: Article) -> None:
    Region.objects.all().delete()

    press.press_all()

    assert not _there("/de/regions/mitteleuropa/")
    assert _there("/de/themes/gewasser/")
    assert "mitteleuropa" not in (files.root() / "de/index.html").read_text("utf-8")


def test_a_new_name_is_on_every_page(article: Article) -> None:
    Region.objects.update(name="Nordeuropa")

    press.press_all()

    for path in (
        addresses.front("fr"),
        addresses.article("de", article.slug),
        addresses.overview("ar", "regions"),
    ):
        assert "Nordeuropa" in (files.root() / addresses.file_of(path)).read_text("utf-8"), path


@pytest.mark.parametrize("name", ["<b>", "&Co", '"', "ابن", "👩‍👧"])
def test_whatever_the_outlet_is_called_its_icon_can_be_drawn(article: Article, name: str) -> None:
    Outlet.objects.update(name=name)

    press.press_all()

    etree.parse(files.root() / "assets/icon.svg")
    assert name not in ("<b>",) or "<title><b>" not in (files.root() / "de/index.html").read_text("utf-8")


def test_a_new_colour_is_a_new_stylesheet(article: Article) -> None:
    before = (files.root() / "de/index.html").read_text("utf-8")
    Outlet.objects.update(accent="#123456")

    press.press_all()

    sheets = sorted(file.name for file in (files.root() / "assets").glob("site-*.css"))
    assert len(sheets) == 2  # pages that somebody still holds need the old one
    assert (files.root() / "de/index.html").read_text("utf-8") != before


def test_the_command_presses_one_or_all(article: Article, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("press", str(article.pk))
    call_command("press")

    assert "0 files written." in capsys.readouterr().out
    with pytest.raises(CommandError, match="There is no article 999"):
        call_command("press", "999")


def test_the_command_needs_an_outlet() -> None:
    with pytest.raises(CommandError, match="There is no outlet here yet"):
        call_command("press")
