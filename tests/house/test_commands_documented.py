"""Every verb of ours stands in the reference, with everything it takes."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "commands.md"
OURS = {name: app for name, app in sorted(get_commands().items()) if str(app).startswith("masthead.")}
# What every command of Django's takes.
_DJANGO = {
    option
    for action in BaseCommand().create_parser("masthead", "x")._actions
    for option in action.option_strings
}


def _section(name: str) -> str:
    """What stands under the verb's heading; empty if there is none."""
    found = re.search(
        rf"^## `masthead {re.escape(name)}`\n(.*?)(?=^## |\Z)", PAGE.read_text(encoding="utf-8"), re.M | re.S
    )
    return found[1] if found else ""


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices
            for part in action.choices.values():
                yield from _options(part)
        yield from (option for option in action.option_strings if option not in _DJANGO)


def test_there_are_verbs_to_look_at() -> None:
    assert {"init", "serve", "verify"} <= set(OURS)


@pytest.mark.parametrize("name", OURS)
def test_a_verb_is_named_with_an_example(name: str) -> None:
    example = re.search(r"^```sh\n(.*?)^```", _section(name), re.M | re.S)

    assert example is not None
    assert f"masthead {name}" in example[1]


@pytest.mark.parametrize("name", OURS)
def test_everything_a_verb_takes_is_explained(name: str) -> None:
    parser = load_command_class(str(OURS[name]), name).create_parser("masthead", name)
    said = _section(name)

    assert [option for option in _options(parser) if not re.search(rf"`[^`]*{option}\b", said)] == []


def test_no_verb_is_explained_that_there_is_not() -> None:
    named = re.findall(r"^## `masthead ([\w-]+)`$", PAGE.read_text(encoding="utf-8"), re.M)

    assert named == list(OURS)
