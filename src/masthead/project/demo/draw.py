"""Draws the pictures of the demonstration: ``python -m masthead.project.demo.draw [name …]``.

The files are kept in ``pictures/``; an outlet never draws. Needs the font DejaVu Serif.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from masthead.project.demo.drawing import instruments, letters, maps
from masthead.project.demo.drawing.canvas import Canvas

LARGEST = 60_000
FOLDER = Path(__file__).parent / "pictures"
PICTURES: dict[str, Callable[[], Canvas]] = {
    "antarctica": maps.antarctica,
    "barge": instruments.barge,
    "birch": letters.birch,
    "channels": maps.channels,
    "danube": maps.danube,
    "dark-room": instruments.dark_room,
    "dome": instruments.dome,
    "kana": letters.kana,
    "meridian": maps.meridian,
    "metre": instruments.metre,
    "moons": instruments.moons,
    "ox": letters.ox,
    "reflector": instruments.reflector,
    "rhine": maps.rhine,
    "stone": letters.stone,
}


def main(names: list[str]) -> None:
    for name in names or PICTURES:
        file = FOLDER / f"{name}.webp"
        image = PICTURES[name]().finished()
        for quality in (84, 76, 68, 60):
            image.save(file, "WEBP", quality=quality, method=6)
            if file.stat().st_size <= LARGEST:
                break
        print(f"{file.name} {file.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main(sys.argv[1:])
