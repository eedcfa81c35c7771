"""Danube, Rhine, the channels of Valencia, Antarctica, the meridian of Tordesillas. None is to scale."""

from __future__ import annotations

import math
from collections.abc import Callable

from PIL import ImageDraw, ImageFont

from masthead.project.demo.drawing.canvas import (
    BLUE,
    HEIGHT,
    INK,
    LIGHT,
    MOSS,
    OCHRE,
    PAPER,
    RUST,
    SAGE,
    SAND,
    STONE,
    WATER,
    WIDTH,
    Canvas,
    Point,
    arc,
    closed,
    smooth,
)

Projection = Callable[[float, float], Point]


def _mountains(canvas: Canvas, at: Projection, places: list[Point], colour: str, size: float = 34) -> None:
    for longitude, latitude in sorted(places, key=lambda place: -place[1]):
        x, y = at(longitude, latitude)
        canvas.polygon([(x - size, y), (x, y - size * 1.15), (x + size, y)], colour)
        canvas.polygon([(x, y - size * 1.15), (x + size, y), (x + size * 0.15, y)], STONE)


def danube() -> Canvas:
    canvas = Canvas()

    def at(longitude: float, latitude: float) -> Point:
        return (longitude - 7.4) * 66.6, (51.5 - latitude) * 97

    coast = [
        (28.1, 40.1),
        (27.7, 42.3),
        (28.6, 43.4),
        (28.7, 44.3),
        (29.3, 44.8),
        (29.8, 45.15),
        (29.8, 45.55),
        (30.7, 46.2),
        (32, 46.6),
    ]
    canvas.polygon([*smooth([at(*place) for place in coast]), (WIDTH, HEIGHT), at(28.1, 40.1)], WATER)
    alps = [(9.2, 46.5), (10.1, 46.9), (11, 46.6), (11.9, 47), (12.8, 46.7), (13.7, 47.1), (14.5, 46.6)]
    carpathians = [
        (19.6, 49.2),
        (20.7, 49.1),
        (21.9, 49),
        (23.3, 48.4),
        (24.3, 47.7),
        (25, 47),
        (25.6, 46.2),
        (25.4, 45.5),
        (24.3, 45.5),
        (23.1, 45.4),
    ]
    balkans = [(23.2, 42.6), (24.3, 42.35), (25.5, 42.35), (26.5, 42.45)]
    _mountains(canvas, at, alps, SAND, 40)
    _mountains(canvas, at, carpathians, SAND)
    _mountains(canvas, at, balkans, SAND, 28)
    course = [
        (8.3, 47.95), (10, 48.4), (11.3, 48.75), (12.1, 49.02), (13.47, 48.57), (14.3, 48.3), (15.6, 48.4), (16.4, 48.2), (17.1, 48.14),
        (18.1, 47.75), (18.9, 47.85), (19.08, 47.5), (18.9, 46.7), (18.75, 46), (19, 45.35), (19.85, 45.25), (20.45, 44.82), (21.3, 44.75),
        (22.1, 44.55), (22.6, 44.65), (22.9, 44.1), (23.5, 43.8), (24.8, 43.7), (25.95, 43.85), (27.25, 44.12), (28.0, 44.35), (27.9, 45.1),
        (28.1, 45.45), (28.8, 45.3), (29.75, 45.17),
    ]  # fmt: skip
    for stream in (
        [(9.7, 46.4), (11.4, 47.27), (12.2, 47.9), (13.47, 48.57)],
        [(12.4, 46.75), (14.6, 46.6), (16.4, 46.3), (17.6, 45.8), (18.85, 45.55)],
        [(14, 46.4), (15.9, 45.8), (17.5, 45.15), (19, 44.9), (20.4, 44.85)],
        [(24, 48), (22.4, 48.2), (20.6, 47.6), (20.2, 46.3), (20.2, 45.2)],
        [(24.9, 47), (24.1, 45.7), (24.4, 44.6), (24.8, 43.75)],
        [(24.5, 48.2), (26.6, 48.2), (27.6, 47), (28.15, 45.5)],
    ):
        canvas.line(smooth([at(*place) for place in stream]), WATER, 7)
    river = smooth([at(*place) for place in course])
    for mouth in ((29.75, 45.42), (29.65, 44.9)):
        canvas.line([at(28.85, 45.28), at(*mouth)], BLUE, 9)
    canvas.brush(river, BLUE, [8 + 13 * step / len(river) for step in range(len(river))])
    for place in ((16.4, 48.2), (17.25, 48.1), (19.05, 47.5), (20.45, 44.82)):
        canvas.disc(*at(*place), 17, PAPER)
        canvas.disc(*at(*place), 12, RUST)
    names = {
        "DE": (10.3, 49.5), "AT": (14.6, 47.65), "SK": (18.5, 48.75), "HU": (20.4, 47.1), "HR": (17.3, 45.55), "RS": (21, 43.7),
        "RO": (25.9, 44.9), "BG": (24.9, 43.05), "MD": (28.1, 46.7), "UA": (29.6, 46.1),
    }  # fmt: skip
    _names(canvas, {name: at(*place) for name, place in names.items()}, 42)
    return canvas


def _names(canvas: Canvas, names: dict[str, Point], size: float) -> None:
    """Codes of countries (ISO 3166), the same in every language."""
    larger = canvas.image.width // WIDTH
    font = ImageFont.truetype("DejaVuSerif.ttf", round(size * larger))
    draw = ImageDraw.Draw(canvas.image)
    for name, (x, y) in names.items():
        draw.text((x * larger, y * larger), name, font=font, fill=INK, anchor="mm")


def rhine() -> Canvas:
    canvas = Canvas()

    def at(longitude: float, latitude: float) -> Point:
        return 400 + (longitude - 4.1) * 160, (52.45 - latitude) * 202

    sea = [(1.2, 50.9), (2.3, 51.1), (3.3, 51.4), (3.9, 51.9), (4.3, 52.3), (4.6, 53)]
    canvas.polygon([(-900, -200), (-900, 500), *smooth([at(*place) for place in sea])], WATER)
    hills = [
        (7.9, 47.75),
        (8.1, 48.15),
        (8.35, 48.55),
        (7.0, 48.0),
        (7.15, 48.4),
        (7.4, 48.9),
        (7.6, 49.45),
        (8.85, 49.5),
        (7.2, 50.15),
        (8.3, 50.3),
        (6.4, 50.4),
        (7.6, 50.75),
        (6.9, 49.8),
    ]
    _mountains(canvas, at, hills, SAND, 44)
    course = [
        (9.6, 47.5), (8.6, 47.68), (7.6, 47.56), (7.58, 48.02), (7.8, 48.58), (8.3, 49), (8.45, 49.5), (8.3, 50), (7.9, 49.98), (7.6, 50.36),
        (7.1, 50.73), (6.97, 50.94), (6.77, 51.22), (6.68, 51.5), (6.24, 51.83), (5.6, 51.88), (4.9, 51.84), (4.48, 51.92), (4.0, 51.99),
    ]  # fmt: skip
    for stream in (
        [(6.9, 47.95), (6.2, 48.7), (6.15, 49.1), (6.6, 49.75), (7.6, 50.36)],
        [(11.2, 49.95), (10.2, 50.05), (9.9, 49.75), (9.1, 49.95), (8.3, 50)],
        [(8.6, 48.1), (9.1, 48.7), (9.15, 49.2), (8.45, 49.5)],
        [(8, 46.7), (7.45, 46.95), (8.2, 47.6)],
        [(5.3, 47.9), (5.6, 48.9), (4.9, 49.9), (5.6, 50.65), (5.85, 51.3), (5.3, 51.75), (4.6, 51.7)],
    ):
        canvas.line(smooth([at(*place) for place in stream]), WATER, 8)
    lake = [(8.9, 47.66), (9.3, 47.68), (9.75, 47.5), (9.4, 47.5), (9, 47.6)]
    canvas.polygon(smooth(closed([at(*place) for place in lake])), BLUE)
    river = smooth([at(*place) for place in course])
    canvas.brush(river, BLUE, [9 + 14 * step / len(river) for step in range(len(river))])
    for place in ((8.27, 50.0), (8.45, 49.49), (7.77, 48.58)):
        canvas.disc(*at(*place), 22, PAPER)
        canvas.disc(*at(*place), 16, RUST)
    for place in ((7.6, 47.56), (6.97, 50.94), (4.48, 51.92)):
        canvas.disc(*at(*place), 14, PAPER)
        canvas.disc(*at(*place), 9, INK)
    _names(
        canvas,
        {
            "CH": at(8.4, 47.42),
            "FR": at(6.2, 48.3),
            "DE": at(9.5, 50.5),
            "NL": at(5.6, 52.2),
            "BE": at(4.6, 50.8),
        },
        46,
    )
    return canvas


def channels() -> Canvas:
    """A river with five channels on its right bank and three on its left, between fields."""
    canvas = Canvas(SAND)
    shades = (SAGE, "#c9c79f", OCHRE, "#d8c592", MOSS, "#b7bd98")
    for row in range(8):
        for column in range(9):
            left, top = column * 200 - 100 + 60 * (row % 2), row * 150 - 40
            tilt = 24 * math.sin(row * 1.7 + column)
            canvas.polygon(
                [
                    (left + 4, top + 4 + tilt / 3),
                    (left + 196, top + 4 - tilt / 3),
                    (left + 196 + tilt / 4, top + 146),
                    (left + 4 + tilt / 4, top + 146),
                ],
                shades[(row * 5 + column * 3 + row * column) % len(shades)],
            )
    river = smooth(
        [(-40, 330), (160, 400), (380, 430), (620, 500), (860, 520), (1100, 570), (1330, 570), (1660, 640)],
        24,
    )
    length = len(river) - 1
    heads = ((0.12, 1), (0.2, -1), (0.3, 1), (0.4, -1), (0.48, 1), (0.58, 1), (0.66, -1), (0.76, 1))
    for share, side in heads:
        x, y = river[round(share * length)]
        reach = 560 - 340 * share if side > 0 else 500
        way = smooth(
            [
                (x, y),
                (x + 70, y + side * 70),
                (x + 150, y + side * reach * 0.5),
                (x + 300, y + side * reach * 0.78),
                (x + 420, y + side * (reach + 260)),
            ]
        )
        canvas.line(way, PAPER, 27)
        canvas.line(way, BLUE, 15)
    canvas.line(river, PAPER, 84)
    canvas.line(river, BLUE, 66)
    for share, side in heads:
        x, y = river[round(share * length)]
        canvas.line([(x + 24, y + side * 62), (x + 66, y + side * 34)], RUST, 12)
    return canvas


_COAST = [
    (0, -69.5), (10, -70), (20, -70), (30, -69), (40, -69.5), (45, -68), (50, -66.5), (55, -66), (60, -67.3), (68, -67.8), (71, -69.3), (72, -71.8),
    (75, -69.5), (80, -68), (88, -66.5), (95, -66.5), (102, -66), (110, -66.3), (115, -66.8), (122, -66.7), (130, -66.2), (136, -66.3), (142, -66.9),
    (148, -68.3), (155, -69), (162, -70.3), (170, -71.8), (168, -74), (164, -77), (168, -78), (178, -78.3), (190, -78.4), (198, -78.3), (203, -77.2),
    (210, -76.6), (218, -75.4), (226, -74.6), (235, -73.8), (245, -74), (255, -74.8), (260, -73), (268, -73), (275, -73.3), (282, -73.5), (286, -72.5),
    (291, -70), (292.5, -68.5), (294, -66.5), (298, -65), (302.5, -63.4), (303, -64), (299, -66), (296, -68), (298, -71), (299, -74), (297, -75.5),
    (301, -77.3), (310, -78), (320, -78), (326, -77.8), (332, -76.3), (338, -74.5), (345, -72.8), (352, -71.2),
]  # fmt: skip


def antarctica() -> Canvas:
    """The continent seen from below, inside the circle of 60 degrees south."""
    canvas = Canvas()
    x, y, scale = WIDTH / 2, HEIGHT / 2, 15.6

    def at(longitude: float, latitude: float) -> Point:
        away = (90 + latitude) * scale
        return x + away * math.sin(math.radians(longitude)), y - away * math.cos(math.radians(longitude))

    canvas.disc(x, y, 30 * scale, WATER)
    for longitude in range(0, 360, 30):
        canvas.line([at(longitude, -89.9), at(longitude, -60)], "#d3e0e6", 3)
    for latitude in (-80, -70):
        canvas.ring(x, y, (90 + latitude) * scale, "#d3e0e6", 3)
    land = smooth(closed([at(*place) for place in _COAST]), 8)
    canvas.polygon([(px + 7, py + 9) for px, py in land], "#9fb9c6")
    canvas.polygon(land, LIGHT)
    for longitude in range(0, 360, 30):
        canvas.line([at(longitude, -89.5), at(longitude, -81)], SAND, 2)
    canvas.line(land, INK, 4)
    canvas.dashed(arc(x, y, 30 * scale, 0, 360), RUST, 9, 34, 20)
    canvas.disc(x, y, 9, RUST)
    canvas.ring(x, y, 20, RUST, 4)
    return canvas


def meridian() -> Canvas:
    """The Atlantic of 1494 with the line 370 leagues west of Cape Verde."""
    canvas = Canvas(WATER)

    def at(longitude: float, latitude: float) -> Point:
        return (longitude + 93) * 14.5, (45.5 - latitude) * 14.5

    south = [
        (-77.5, 7), (-78, 8.7), (-75.5, 10.5), (-72, 12), (-71.5, 10.8), (-68, 11.2), (-62, 10.6), (-60, 8.5), (-57, 6), (-52, 5), (-50, 1), (-48, -1),
        (-44, -2.5), (-40, -3), (-35.4, -5.5), (-34.8, -8), (-37, -11.5), (-39, -15), (-39, -18), (-41, -22), (-45, -23.8), (-48.5, -26), (-49, -30),
        (-71, -30), (-70.5, -18), (-76, -14), (-79, -8), (-81, -5), (-80, -2), (-79, 1), (-77.5, 4),
    ]  # fmt: skip
    isthmus = [
        (-77.5, 7), (-78, 8.7), (-79.8, 9.4), (-82, 9), (-83.5, 11), (-83.3, 15), (-88, 16), (-87, 21), (-90.5, 21), (-94, 18.5), (-94, 15.5),
        (-90, 13.8), (-87.5, 13), (-85.5, 10), (-83, 8.2), (-80.3, 7.4),
    ]  # fmt: skip
    north = [
        (-94, 29.5), (-90, 29.3), (-84.5, 30), (-82.7, 27.5), (-80.8, 25.2), (-80.2, 27), (-81.4, 31), (-76, 35), (-75.7, 37.5), (-74, 40.5),
        (-70.2, 41.8), (-70, 43.5), (-66, 44.6), (-63.5, 46.5), (-94, 46.5),
    ]  # fmt: skip
    africa = [
        (-6, 35.8), (-9.8, 31.5), (-13, 27.7), (-17, 21), (-16.3, 19), (-17.4, 14.7), (-16.7, 12.4), (-13.3, 9), (-11.5, 6.9), (-7.6, 4.4), (-2, 4.8),
        (2.5, 6.3), (6, 4.3), (9, 4), (9.6, 1), (9, -1), (12, -5), (13.5, -9), (12.5, -13.5), (12, -17.5), (14.5, -23), (15.2, -29), (19, -29),
        (19, 30.3), (15, 32.2), (11, 33.8), (10.5, 37.2), (3, 36.8), (-2, 35.2),
    ]  # fmt: skip
    europe = [
        (-1.5, 46.5), (-1.4, 43.6), (-8, 43.7), (-9.2, 43), (-8.8, 41), (-9.4, 38.7), (-8.9, 37), (-6.3, 36.7), (-5.6, 36.1), (-2, 36.8), (-0.2, 38.8),
        (0.6, 40.6), (3.2, 42.2), (3.3, 43.3), (6, 43.1), (8.8, 44.3), (10.4, 42.8), (12.4, 41.6), (15.6, 39.9), (16.2, 38.3), (17.2, 39.2), (16.8, 40.6),
        (19, 40.2), (19, 46.5),
    ]  # fmt: skip
    for shape in (south, isthmus, north, africa, europe):
        land = [at(*place) for place in shape]
        canvas.polygon(smooth(closed(land), 5), SAND)
        canvas.line(smooth(closed(land), 5), STONE, 4)
    for first, last, width in (
        ((-84.5, 22.2), (-75, 20.2), 17),
        ((-73.8, 19), (-69, 18.7), 25),
        ((-67, 18.2), (-65.9, 18.2), 13),
        ((-78, 18.1), (-76.6, 18), 11),
    ):
        canvas.line([at(*first), at(*last)], STONE, width + 7)
        canvas.line([at(*first), at(*last)], SAND, width)
    for place in (
        (-25, 17),
        (-23, 16.6),
        (-23.6, 15),
        (-28.2, 38.6),
        (-25.6, 37.7),
        (-17, 32.7),
        (-17.8, 28.6),
        (-15.6, 28),
        (-14, 28.6),
    ):
        canvas.disc(*at(*place), 9, STONE)
        canvas.disc(*at(*place), 6, SAND)
    canvas.line([at(-46.5, 50), at(-46.5, -40)], RUST, 9)
    canvas.dashed([at(-27, 17), at(-45, 17)], RUST, 6)
    for corner in (16, 18):
        canvas.line([at(-45, 17), at(-44, corner)], RUST, 6)
    _caravel(canvas, *at(-33, 27))
    return canvas


def _caravel(canvas: Canvas, x: float, y: float) -> None:
    canvas.polygon([(x - 92, y), (x + 88, y - 8), (x + 66, y + 42), (x - 68, y + 42)], INK)
    canvas.polygon([(x - 92, y), (x - 92, y - 24), (x - 46, y - 18), (x - 46, y)], INK)
    for mast, height in ((-38, 128), (36, 168)):
        canvas.line([(x + mast, y), (x + mast, y - height)], INK, 6)
    canvas.polygon([*smooth([(x + 4, y - 176), (x + 34, y - 92), (x + 96, y - 22)]), (x + 20, y - 26)], LIGHT)
    canvas.polygon([*smooth([(x - 64, y - 138), (x - 40, y - 78), (x + 6, y - 24)]), (x - 56, y - 28)], LIGHT)
    canvas.line([(x + 50, y - 74), (x + 50, y - 38)], RUST, 7)
    canvas.line([(x + 36, y - 58), (x + 64, y - 58)], RUST, 7)
    for wave in (-1, 0, 1):
        canvas.line(
            smooth([(x + wave * 84 - 36, y + 60), (x + wave * 84, y + 70), (x + wave * 84 + 36, y + 60)]),
            BLUE,
            5,
        )
