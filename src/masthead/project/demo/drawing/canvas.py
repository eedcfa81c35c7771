"""A flat drawing surface with few colours, drawn large and shrunk so that edges are smooth."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 1067
_LARGER = 3

PAPER = "#f3ece0"
LIGHT = "#fbf7ef"
SAND = "#e3d7c1"
OCHRE = "#c99e55"
STONE = "#a79f92"
INK = "#26221e"
RUST = "#8c2f1b"
BLUE = "#3c6a8c"
WATER = "#bfd3dc"
NIGHT = "#1f3346"
SAGE = "#a9b39a"
MOSS = "#6f7f63"

Point = tuple[float, float]


class Canvas:
    """Coordinates are those of the finished picture, from its upper left corner."""

    def __init__(self, ground: str = PAPER) -> None:
        self.image = Image.new("RGB", (WIDTH * _LARGER, HEIGHT * _LARGER), ground)
        self._draw = ImageDraw.Draw(self.image)

    def finished(self) -> Image.Image:
        return self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)

    def polygon(self, points: Iterable[Point], fill: str) -> None:
        self._draw.polygon([(x * _LARGER, y * _LARGER) for x, y in points], fill=fill)

    def rectangle(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        self.polygon([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], fill)

    def disc(self, x: float, y: float, radius: float, fill: str, squash: float = 1.0) -> None:
        box = (x - radius, y - radius * squash, x + radius, y + radius * squash)
        self._draw.ellipse([value * _LARGER for value in box], fill=fill)

    def ring(self, x: float, y: float, radius: float, colour: str, width: float, squash: float = 1.0) -> None:
        self.line(closed(arc(x, y, radius, 0, 360, squash)), colour, width)

    def line(self, points: Sequence[Point], colour: str, width: float) -> None:
        """A line with round ends and joints."""
        self.brush(points, colour, [width] * len(points))

    def brush(self, points: Sequence[Point], colour: str, widths: Sequence[float]) -> None:
        """A stroke whose width changes from point to point."""
        for (x, y), width in zip(points, widths, strict=True):
            self.disc(x, y, width / 2, colour)
        for (start, end), (before, after) in zip(pairwise(points), pairwise(widths), strict=True):
            (x1, y1), (x2, y2) = start, end
            length = math.hypot(x2 - x1, y2 - y1)
            if not length:
                continue
            dx, dy = (y1 - y2) / length / 2, (x2 - x1) / length / 2
            self.polygon(
                [
                    (x1 + dx * before, y1 + dy * before),
                    (x2 + dx * after, y2 + dy * after),
                    (x2 - dx * after, y2 - dy * after),
                    (x1 - dx * before, y1 - dy * before),
                ],
                colour,
            )

    def dashed(
        self, points: Sequence[Point], colour: str, width: float, dash: float = 22, gap: float = 16
    ) -> None:
        """A line of dashes, measured along the points."""
        drawn, pen, left = [points[0]], True, dash
        for (x1, y1), (x2, y2) in pairwise(points):
            length, done = math.hypot(x2 - x1, y2 - y1), 0.0
            while length - done > left:
                done += left
                corner = (x1 + (x2 - x1) * done / length, y1 + (y2 - y1) * done / length)
                if pen:
                    self.line([*drawn, corner], colour, width)
                drawn, pen, left = [corner], not pen, gap if pen else dash
            left -= length - done
            drawn.append((x2, y2))
        if pen:
            self.line(drawn, colour, width)


def closed(points: Sequence[Point]) -> list[Point]:
    return [*points, points[0]]


def arc(
    x: float, y: float, radius: float, start: float, end: float, squash: float = 1.0, steps: int = 90
) -> list[Point]:
    """Points of an arc; degrees run clockwise from the right."""
    angles = [math.radians(start + (end - start) * step / steps) for step in range(steps + 1)]
    return [(x + radius * math.cos(angle), y + radius * squash * math.sin(angle)) for angle in angles]


def smooth(points: Sequence[Point], steps: int = 12) -> list[Point]:
    """A Catmull-Rom curve through the points."""
    padded = [points[0], *points, points[-1]]
    found: list[Point] = []
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(steps):
            t = step / steps
            found.append(
                (
                    _spline(before[0], start[0], end[0], after[0], t),
                    _spline(before[1], start[1], end[1], after[1], t),
                )
            )
    return [*found, points[-1]]


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


def taper(points: Sequence[Point], thick: float, thin: float) -> list[float]:
    """Widths of a brush that swells to ``thick`` in the middle of a stroke."""
    last = max(len(points) - 1, 1)
    return [
        thin + (thick - thin) * math.sin(math.pi * (0.12 + 0.76 * at / last)) for at in range(len(points))
    ]
