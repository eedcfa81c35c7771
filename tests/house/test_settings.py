"""Every setting is documented, and what is documented is a setting."""

from __future__ import annotations

import ast
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from masthead.project import environment as env

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")


def _read() -> set[str]:
    """The names of all variables that the project reads."""
    found: set[str] = set()
    for name in ("settings", "environment"):
        source = (ROOT / "src/masthead/project" / f"{name}.py").read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                value = str(node.args[0].value)
                if re.fullmatch(r"MASTHEAD_[A-Z_]+|DATABASE_URL", value):
                    found.add(value)
    return found


def _documented() -> set[str]:
    return set(re.findall(r"^\| `([A-Z_]+)` \|", PAGE, re.MULTILINE))


def test_every_setting_is_documented_and_every_documented_one_is_there() -> None:
    assert _read() == _documented()


def test_every_setting_says_its_default_and_what_it_is() -> None:
    for row in re.findall(r"^\| `[A-Z_]+` \|.*$", PAGE, re.MULTILINE):
        _, name, default, told, _ = [cell.strip() for cell in row.split("|")]
        assert default, name
        assert told.endswith("."), name


@pytest.mark.parametrize(("value", "read"), [("", True), ("yes", True), ("OFF", False), ("0", False)])
def test_a_flag_is_yes_or_no(monkeypatch: pytest.MonkeyPatch, value: str, read: bool) -> None:
    monkeypatch.setenv("MASTHEAD_X", value)

    assert env.flag("MASTHEAD_X", default=True) is read


def test_what_is_neither_yes_nor_no_or_no_number_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MASTHEAD_X", "perhaps")

    with pytest.raises(ImproperlyConfigured, match=r"MASTHEAD_X is “perhaps”; write yes or no\."):
        env.flag("MASTHEAD_X", default=True)
    with pytest.raises(ImproperlyConfigured, match=r"MASTHEAD_X is “perhaps”; write a whole number\."):
        env.number("MASTHEAD_X", 1)
    with pytest.raises(ImproperlyConfigured, match=r"MASTHEAD_X is “perhaps”; write one of no, yes\."):
        env.choice("MASTHEAD_X", "yes", {"yes", "no"})
    monkeypatch.setenv("MASTHEAD_X", "0")
    with pytest.raises(ImproperlyConfigured, match=r"MASTHEAD_X is “0”; write 1 or more\."):
        env.number("MASTHEAD_X", 1, least=1)


def test_a_price_is_an_amount_in_euros(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MASTHEAD_X", "4.99")
    assert env.price("MASTHEAD_X", "20") == Decimal("4.99")

    for odd in ("-1", "4,99", "NaN", "1e9", ""):
        monkeypatch.setenv("MASTHEAD_X", odd)
        with pytest.raises(ImproperlyConfigured, match="write an amount in euros"):
            env.price("MASTHEAD_X", "20")


def test_a_secret_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("geheim\n", encoding="utf-8")
    monkeypatch.setenv("MASTHEAD_X_FILE", str(tmp_path / "secret"))

    assert env.text("MASTHEAD_X", "") == "geheim"


def test_a_file_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MASTHEAD_X_FILE", str(tmp_path / "none"))

    with pytest.raises(ImproperlyConfigured, match=r"MASTHEAD_X_FILE names .*none, which cannot be read"):
        env.text("MASTHEAD_X", "")


def test_a_list_is_written_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MASTHEAD_X", " a, b ,,")

    assert env.words("MASTHEAD_X", default=["c"]) == ["a", "b"]


def test_the_secret_key_is_made_once_and_for_the_owner_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("MASTHEAD_SECRET_KEY", raising=False)

    first, second = env.secret_key(tmp_path), env.secret_key(tmp_path)

    assert first == second
    assert len(first) > 40
    assert (tmp_path / "keys" / "secret").stat().st_mode & 0o077 == 0
