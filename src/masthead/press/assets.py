"""The site's stylesheet, script and icon, pressed under names that change with their content."""

from __future__ import annotations

from functools import cache, lru_cache
from hashlib import sha256
from html import escape
from pathlib import Path

from masthead.press import files
from masthead.press.bucket import changes

_FOLDER = Path(__file__).parent / "assets"


@lru_cache(maxsize=8)
def style(accent: str) -> bytes:
    """The stylesheet: fonts and colours, then what is for screens and what is for paper, with the outlet's own colour."""
    parts = sorted((_FOLDER / "parts").glob("*.css"))
    tokens, screen, paper = (
        "\n".join(part.read_text(encoding="utf-8") for part in of)
        for of in ([_FOLDER / "tokens.css"], parts, [_FOLDER / "paper.css"])
    )
    return (
        f"{tokens}\n@media screen {{\n{screen}\n}}\n@media print {{\n{paper}\n}}\n"
        f":root {{ --accent-base: {accent}; }}\n"
    ).encode()


def press(accent: str, initial: str) -> dict[str, str]:
    """Write what is not there yet; {"style", "script", "waiting"}: their addresses."""
    made = {
        "style": ("site", "css", style(accent)),
        "script": ("site", "js", _script("site.js")),
        "waiting": ("site-waiting", "js", _script("waiting.js")),
    }
    addresses: dict[str, str] = {}
    for key, (name, suffix, body) in made.items():
        file = f"assets/{name}-{sha256(body).hexdigest()[:10]}.{suffix}"
        if not (files.root() / file).exists():
            _write(file, body)
        addresses[key] = f"/{file}"
    icon = _icon(accent, initial)
    if (
        not (files.root() / "assets/icon.svg").exists()
        or (files.root() / "assets/icon.svg").read_bytes() != icon
    ):
        _write("assets/icon.svg", icon)
    return addresses


@cache
def _script(name: str) -> bytes:
    return (_FOLDER / name).read_bytes()


def _write(file: str, body: bytes) -> None:
    changes.remember({f"/{file}": changes.Turn.FIRST})
    files.write(file, body)


def _icon(accent: str, initial: str) -> bytes:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="5" '
        f'fill="{accent}"/><text x="16" y="24" font-family="Georgia, serif" font-size="23" font-weight="700" '
        f'text-anchor="middle" fill="#fff">{escape(initial)}</text></svg>'
    ).encode()
