"""The order of rooms where imports cannot show it, and what every room owes to those who use it."""

from __future__ import annotations

import importlib
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command, load_command_class
from django.core.management.base import BaseCommand
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "masthead"
CONTRACT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
# {room: height}; rooms of one layer do not know each other.
HEIGHT = {
    room.strip(): height
    for height, layer in enumerate(reversed(CONTRACT["contracts"][0]["layers"]))
    for room in layer.split("|")
}


def _may_know(room: str, other: str) -> bool:
    return room == other or HEIGHT[other] < HEIGHT[room]


def test_the_contract_names_every_room() -> None:
    there = {folder.name for folder in SOURCE.iterdir() if (folder / "__init__.py").exists()}

    assert set(HEIGHT) == there


def _ours(model: Any) -> bool:
    return isinstance(model, type) and model.__module__.startswith("masthead.")


def test_foreign_keys_point_back() -> None:
    """Except to whoever works at the desk: Wagtail's locks and uploads name them through a setting."""
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in filter(_ours, apps.get_models(include_auto_created=True))
        for field in model._meta.get_fields()
        if field.concrete and _ours(field.related_model) and field.related_model is not get_user_model()
        if not _may_know(_room(model.__module__), _room(field.related_model.__module__))
    ]

    assert wrong == []


def _room(module: str) -> str:
    return module.split(".")[1]


def _templates() -> Iterator[tuple[str, Path]]:
    for file in SOURCE.rglob("*"):
        if file.is_file() and {"templates", "public"} & set(file.relative_to(SOURCE).parts):
            yield file.relative_to(SOURCE).parts[0], file


def test_templates_take_from_their_own_room_or_an_earlier_one() -> None:
    owners: dict[str, set[str]] = {}
    for room, file in _templates():
        parts = file.relative_to(SOURCE).parts
        folder = next(index for index, part in enumerate(parts) if part in ("templates", "public"))
        owners.setdefault("/".join(parts[folder + 1 :]), set()).add(room)

    wrong = [
        f"{file.relative_to(SOURCE)}: {name}"
        for room, file in _templates()
        for name in re.findall(
            r"{%-?\s*(?:extends|include|from|import)\s+\"([^\"]+)\"", file.read_text("utf-8")
        )
        if name in owners and not any(_may_know(room, owner) for owner in owners[name])
    ]

    assert wrong == []


def _views(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[tuple[str, str]]:
    """(full name, module of the view) of every named address."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _views(pattern.url_patterns, inner)
        elif pattern.name:
            view = getattr(pattern.callback, "view_class", pattern.callback)
            yield f"{space}{pattern.name}", view.__module__


def test_links_by_name_lead_to_the_same_room_or_an_earlier_one() -> None:
    owners = {
        name: _room(module)
        for name, module in _views(get_resolver().url_patterns)
        if module.startswith("masthead.")
    }

    wrong = []
    for file in (file for file in SOURCE.rglob("*") if file.suffix in (".py", ".html")):
        room = file.relative_to(SOURCE).parts[0]
        for name in re.findall(r"(?:reverse\(|{%\s*url\s+)['\"]([\w:-]+)['\"]", file.read_text("utf-8")):
            if name in owners and room in HEIGHT and not _may_know(room, owners[name]):
                wrong.append(f"{file.relative_to(SOURCE)}: {name}")
    assert wrong == []


@pytest.mark.django_db
def test_migrations_are_up_to_date() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def _commands() -> Iterator[tuple[str, BaseCommand]]:
    for file in sorted(SOURCE.glob("*/management/commands/*.py")):
        if not file.name.startswith("_"):
            room = file.relative_to(SOURCE).parts[0]
            yield file.stem, load_command_class(f"masthead.{room}", file.stem)


COMMANDS = dict(_commands())
# What every command of Django's has; its help is Django's.
_OWN = {action.dest for action in BaseCommand().create_parser("masthead", "x")._actions}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does_and_what_it_takes(name: str) -> None:
    command = COMMANDS[name]
    parser = command.create_parser("masthead", name)

    assert command.help.strip().endswith(".")
    assert [
        action.dest
        for action in parser._actions
        if action.dest not in _OWN and not action.help and not (action.metavar or action.choices)
    ] == []


def test_no_command_hides_another() -> None:
    """Django takes the first it finds: one of ours must not stand for one of Django's or Wagtail's."""
    from django.core.management import get_commands

    assert {
        name: app
        for name, app in get_commands().items()
        if name in COMMANDS and not app.startswith("masthead.")
    } == {}


def _errors() -> Iterator[type[Any]]:
    for file in sorted(SOURCE.glob("**/errors.py")):
        name = ".".join(("masthead", *file.relative_to(SOURCE).with_suffix("").parts))
        for found in vars(importlib.import_module(name)).values():
            if isinstance(found, type) and issubclass(found, Exception) and found.__module__ == name:
                yield found


def test_every_error_has_a_code_and_says_whether_it_lasts() -> None:
    for error in _errors():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", error.code), error
        assert isinstance(error.permanent, bool), error


def test_no_code_stands_for_two_errors_of_a_room() -> None:
    said = [(_room(error.__module__), error.code) for error in _errors() if "code" in vars(error)]

    assert [code for code, times in Counter(said).items() if times > 1] == []
