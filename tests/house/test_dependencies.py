"""What is imported is declared, what is declared is used, and each has its reason written down."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "masthead"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REASONS = ROOT / "docs" / "explanation" / "dependencies.md"
# Started as a program, or named in settings.
WITHOUT_IMPORT = {"granian", "whitenoise", "psycopg"}


def _plain(name: str) -> str:
    """The name of a distribution as PyPI compares it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _names(requirements: list[str]) -> set[str]:
    return {_plain(re.split(r"[\[<>=!~; ]", text, maxsplit=1)[0]) for text in requirements}


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def _declared() -> set[str]:
    optional = [text for extra in PROJECT["optional-dependencies"].values() for text in extra]
    return _names(PROJECT["dependencies"]) | _names(optional)


def _imported() -> set[str]:
    """The distributions that our modules import."""
    modules = {name for file in SOURCE.rglob("*.py") for name in _imports(file)}
    owners = packages_distributions()
    return {
        _plain(owner)
        for module in modules - set(sys.stdlib_module_names) - {"masthead"}
        for owner in owners.get(module, [module])
    }


def test_every_import_is_declared_and_every_declaration_is_used() -> None:
    assert _imported() == _declared() - WITHOUT_IMPORT


def test_every_dependency_has_its_reason() -> None:
    explained = {_plain(name) for name in re.findall(r"`([\w.-]+)`", REASONS.read_text(encoding="utf-8"))}

    assert _declared() <= explained
