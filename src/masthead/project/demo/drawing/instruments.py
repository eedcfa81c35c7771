"""A barge, the metre, the dark room, the moons of Jupiter, the dome, the path of light in a telescope."""

from __future__ import annotations

import math
import random

from masthead.project.demo.drawing.canvas import (
    BLUE,
    HEIGHT,
    INK,
    LIGHT,
    MOSS,
    NIGHT,
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
    smooth,
)


def barge() -> Canvas:
    """A cargo ship on a river between vineyards, and a toll castle on its island."""
    canvas = Canvas("#efe3cf")
    canvas.disc(1240, 250, 92, "#e7c58c")
    far = smooth(
        [(-40, 520), (180, 360), (420, 300), (640, 420), (860, 360), (1120, 300), (1380, 420), (1660, 330)]
    )
    canvas.polygon([*far, (WIDTH, 700), (0, 700)], SAGE)
    near = smooth([(-40, 430), (160, 470), (360, 560), (560, 640), (760, 690)])
    canvas.polygon([*near, (0, 720), (-40, 720)], MOSS)
    for row in range(7):
        canvas.line(
            smooth([(-20, 500 + row * 30), (170, 530 + row * 26), (330 + row * 18, 604 + row * 14)]), SAGE, 5
        )
    canvas.rectangle(0, 680, WIDTH, 400, BLUE)
    for step in range(26):
        x, y = (step * 397) % 1500, 735 + (step * 71) % 310
        canvas.line([(x, y), (x + 90 + step * 3, y)], "#6f96b0", 5)
    _castle(canvas, 1130, 690)
    hull = smooth([(120, 800), (170, 890), (240, 905), (1180, 905), (1290, 880), (1360, 786)])
    canvas.polygon([(120, 800), *hull, (1360, 786), (1250, 820), (240, 826)], INK)
    canvas.polygon([(143, 846), (160, 880), (1292, 878), (1322, 842)], RUST)
    for number in range(7):
        canvas.polygon(
            [
                (450 + number * 104, 822),
                (462 + number * 104, 768),
                (538 + number * 104, 768),
                (550 + number * 104, 822),
            ],
            OCHRE if number % 2 else SAND,
        )
    canvas.rectangle(212, 726, 180, 100, LIGHT)
    canvas.rectangle(198, 712, 208, 18, INK)
    for window in range(4):
        canvas.rectangle(230 + window * 40, 746, 26, 32, BLUE)
    canvas.line([(296, 712), (296, 620)], INK, 6)
    canvas.polygon([(299, 624), (362, 640), (299, 660)], RUST)
    canvas.line([(1290, 806), (1290, 730)], INK, 6)
    canvas.line(smooth([(1400, 905), (1470, 925), (1560, 920)]), LIGHT, 6)
    canvas.line(smooth([(1380, 935), (1460, 957), (1590, 955)]), "#6f96b0", 6)
    return canvas


def _castle(canvas: Canvas, x: float, y: float) -> None:
    canvas.disc(x, y + 8, 190, "#8c8474", squash=0.12)
    canvas.polygon([(x - 150, y), (x - 130, y - 118), (x + 120, y - 118), (x + 150, y)], LIGHT)
    canvas.polygon([(x - 144, y - 112), (x - 100, y - 158), (x + 96, y - 158), (x + 136, y - 112)], NIGHT)
    canvas.rectangle(x - 42, y - 236, 84, 130, LIGHT)
    canvas.polygon([(x - 54, y - 232), (x, y - 318), (x + 54, y - 232)], NIGHT)
    for side in (-118, 92):
        canvas.rectangle(x + side, y - 150, 30, 46, LIGHT)
        canvas.polygon([(x + side - 7, y - 148), (x + side + 15, y - 200), (x + side + 37, y - 148)], NIGHT)
    for window in (-84, -36, 12, 60):
        canvas.rectangle(x + window, y - 84, 15, 28, INK)
    canvas.rectangle(x - 8, y - 204, 16, 28, INK)


def metre() -> Canvas:
    """A bar with the X-shaped section of 1889 over a ruler of ten parts."""
    canvas = Canvas()
    canvas.rectangle(0, 700, WIDTH, 367, SAND)
    right: Point = (1010, -300)
    x, y, size = 330.0, 560.0, 1.0
    profile = [
        (-150, -150), (-96, -150), (0, -46), (96, -150), (150, -150), (150, -100), (60, 0), (150, 100), (150, 150), (96, 150), (0, 46), (-96, 150),
        (-150, 150), (-150, 100), (-60, 0), (-150, -100),
    ]  # fmt: skip
    front = [(x + px * size, y + py * size) for px, py in profile]
    back = [(px + right[0], py + right[1]) for px, py in front]
    canvas.polygon([(210, 760), (480, 720), (1490, 420), (1560, 470), (560, 790)], "#d2c3a6")
    # Faces that the viewer sees, from the far ones to the near ones.
    for first, second, shade in (
        (12, 11, "#8f8a80"), (15, 14, "#9b958a"), (14, 13, "#7e786e"), (0, 1, "#d9d4c9"), (1, 2, "#b5afa3"), (2, 3, "#e6e1d6"), (3, 4, "#d9d4c9"),
        (4, 5, "#a49e92"), (5, 6, "#8a847a"), (6, 7, "#c6c0b4"), (7, 8, "#98927f"), (9, 8, "#8f8a80"),
    ):  # fmt: skip
        canvas.polygon([front[first], front[second], back[second], back[first]], shade)
    canvas.polygon(front, "#efeade")
    canvas.line([*front, front[0]], INK, 5)
    for share in (0.1, 0.9):
        px, py = x + right[0] * share, y + right[1] * share
        canvas.line([(px - 30, py - 14), (px + 30, py - 14)], RUST, 6)
    canvas.rectangle(150, 860, 1300, 96, LIGHT)
    for part in range(101):
        height = 96 if part % 10 == 0 else 52 if part % 5 == 0 else 30
        canvas.line(
            [(150 + 13 * part, 860), (150 + 13 * part, 860 + height)], INK, 5 if part % 10 == 0 else 2
        )
    for part in range(0, 10, 2):
        canvas.rectangle(150 + 130 * part, 930, 130, 26, RUST)
    canvas.line([(150, 860), (1450, 860)], INK, 6)
    return canvas


def dark_room() -> Canvas:
    """Three lamps, a hole, and three spots of light in reversed order on the wall of a dark room."""
    canvas = Canvas()
    hole: Point = (790, 533)
    canvas.rectangle(0, 930, WIDTH, 140, SAND)
    canvas.rectangle(790, 60, 700, 900, NIGHT)
    canvas.rectangle(1424, 60, 66, 900, "#33495d")
    lamps = ((300, 250, RUST), (250, 540, OCHRE), (300, 830, BLUE))
    for x, y, colour in lamps:
        reach = (1424 - hole[0]) / (hole[0] - x)
        end = (1424.0, hole[1] + (hole[1] - y) * reach)
        canvas.line([(x, y), hole, end], colour, 7)
        canvas.disc(1436, end[1], 40, colour)
        canvas.disc(1436, end[1], 22, LIGHT)
    canvas.rectangle(766, 60, 50, 453, STONE)
    canvas.rectangle(766, 553, 50, 407, STONE)
    canvas.rectangle(790, 30, 700, 40, STONE)
    canvas.rectangle(766, 950, 724, 30, STONE)
    canvas.rectangle(1480, 30, 34, 950, STONE)
    canvas.rectangle(766, 30, 50, 60, STONE)
    for x, y, colour in lamps:
        _lamp(canvas, x, y, colour)
    return canvas


def _lamp(canvas: Canvas, x: float, y: float, colour: str) -> None:
    canvas.disc(x, y, 62, "#f3dfb6")
    canvas.polygon(
        smooth(
            [(x, y - 48), (x + 20, y - 8), (x + 12, y + 20), (x - 12, y + 20), (x - 20, y - 8), (x, y - 48)]
        ),
        colour,
    )
    canvas.disc(x, y + 4, 8, LIGHT)
    bowl = [
        (x - 74, y + 28),
        *smooth([(x - 74, y + 28), (x - 50, y + 66), (x, y + 76), (x + 52, y + 60), (x + 92, y + 18)]),
        (x + 30, y + 30),
    ]
    canvas.polygon(bowl, INK)
    canvas.rectangle(x - 34, y + 72, 68, 12, INK)
    canvas.ring(x - 84, y + 40, 18, INK, 8)


# Jupiter stands at 0; a star is (distance, size). East is on the left.
_NIGHTS: tuple[tuple[tuple[float, float], ...], ...] = (
    ((-330, 20), (-170, 20), (230, 22)),
    ((150, 20), (270, 20), (390, 20)),
    ((-300, 20), (-180, 22)),
    ((-310, 28), (-190, 18)),
    ((-230, 22), (-95, 16), (260, 18)),
    ((-240, 18), (110, 18), (205, 18), (300, 18)),
)


def moons() -> Canvas:
    """The sketches of 7, 8, 10, 11, 12 and 13 January 1610, one night a row."""
    canvas = Canvas(SAND)
    canvas.polygon([(170, 62), (1452, 46), (1470, 1020), (150, 1006)], STONE)
    canvas.polygon([(150, 46), (1436, 38), (1450, 1006), (134, 992)], LIGHT)
    for row, stars in enumerate(_NIGHTS):
        y = 140 + row * 152
        canvas.line([(230, y + 76), (1370, y + 72)], "#e9e0cf", 3)
        canvas.ring(800, y, 36, INK, 6)
        canvas.line(arc(800, y, 30, 200, 310), STONE, 4)
        for away, size in stars:
            lift = -16 if row == 5 and away == 205 else 0
            _star(canvas, 800 + away * 1.28, y + lift, size, RUST)
    return canvas


def _star(canvas: Canvas, x: float, y: float, size: float, colour: str) -> None:
    for turn in range(3):
        angle = math.radians(90 + turn * 60)
        dx, dy = size * math.cos(angle), size * math.sin(angle)
        canvas.line([(x - dx, y - dy), (x + dx, y + dy)], colour, 6)


def dome() -> Canvas:
    """An observatory on a ridge at night."""
    canvas = Canvas(NIGHT)
    chance = random.Random(100)  # noqa: S311 - the same sky on every run
    for _ in range(230):
        x, y = chance.uniform(0, WIDTH), chance.uniform(0, 820)
        canvas.disc(x, y, chance.choice((1.4, 1.8, 2.2, 3.2)), chance.choice((PAPER, WATER, "#e7c58c")))
    canvas.polygon(
        [
            *smooth([(-40, 880), (240, 800), (520, 850), (800, 790), (1120, 850), (1400, 770), (1660, 850)]),
            (WIDTH, HEIGHT),
            (0, HEIGHT),
        ],
        "#2c4152",
    )
    x, y, radius = 800.0, 690.0, 300.0
    canvas.rectangle(x - radius, y, 2 * radius, 190, "#d8cdb8")
    for pillar in range(13):
        canvas.rectangle(x - radius + 12 + pillar * 47, y + 26, 12, 164, "#c3b69d")
    canvas.rectangle(x - radius - 22, y - 16, 2 * radius + 44, 34, STONE)
    canvas.polygon(arc(x, y - 10, radius, 180, 360), LIGHT)
    for share in (-0.72, -0.42, 0.52, 0.8):
        rib = [
            (x + radius * share * math.cos(math.radians(a)), y - 10 - radius * math.sin(math.radians(a)))
            for a in range(0, 91, 3)
        ]
        canvas.line(rib, SAND, 5)
    slit = [
        (x - 40, y - 10),
        *arc(x - 40, y - 10, radius, 270, 270),
        (x - 26, y - 312),
        (x + 92, y - 318),
        (x + 104, y - 10),
    ]
    canvas.polygon(slit, INK)
    canvas.line([(x + 20, y - 60), (x + 52, y - 252)], STONE, 52)
    canvas.line([(x + 20, y - 60), (x + 52, y - 252)], BLUE, 40)
    canvas.disc(x + 54, y - 262, 26, WATER, squash=0.4)
    canvas.polygon(
        [
            *smooth([(-40, 900), (300, 862), (640, 876), (960, 880), (1300, 866), (1660, 905)]),
            (WIDTH, HEIGHT),
            (0, HEIGHT),
        ],
        "#14212d",
    )
    for place in (70, 150, 250, 330, 1190, 1280, 1390, 1460, 1550):
        height = 120 + (place * 37) % 90
        for tier in range(4):
            wide = 22 + tier * 15
            top = 900 - height + tier * height * 0.22
            canvas.polygon(
                [(place, top), (place - wide, top + height * 0.36), (place + wide, top + height * 0.36)],
                "#14212d",
            )
    return canvas


def reflector() -> Canvas:
    """Light falls on a hollow mirror and is gathered in one point."""
    canvas = Canvas()
    focus: Point = (640, 533)

    def surface(y: float) -> float:
        return 1240 - (y - 533) ** 2 / 2400

    for y in (233, 303, 373, 443, 623, 693, 763, 833):
        canvas.line([(60, y), (surface(y), y)], OCHRE, 7)
        canvas.polygon([(420, y - 14), (452, y), (420, y + 14)], OCHRE)
        canvas.line([(surface(y), y), focus], RUST, 5)
    edge = [(surface(y), float(y)) for y in range(203, 864, 6)]
    canvas.polygon([*edge, (1330, 863), (1330, 203)], BLUE)
    canvas.line(edge, WATER, 14)
    canvas.rectangle(1330, 183, 40, 700, INK)
    canvas.disc(*focus, 26, PAPER)
    canvas.disc(*focus, 17, RUST)
    canvas.ring(*focus, 34, RUST, 5)
    return canvas
