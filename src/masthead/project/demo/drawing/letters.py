"""Ox and A, kana, birch bark, the Rosetta Stone."""

from __future__ import annotations

import random

from masthead.project.demo.drawing.canvas import (
    INK,
    LIGHT,
    NIGHT,
    OCHRE,
    PAPER,
    RUST,
    SAND,
    STONE,
    WIDTH,
    Canvas,
    Point,
    arc,
    closed,
    smooth,
    taper,
)


def ox() -> Canvas:
    """Four steps: the head of an ox, the letter on its side, the letter half turned, the capital A."""
    canvas = Canvas()
    canvas.rectangle(0, 800, WIDTH, 267, SAND)
    for number, x in enumerate((230, 610, 990, 1370)):
        canvas.disc(x, 800, 130, STONE, squash=0.12)
        if number < 3:
            canvas.line([(x + 160, 480), (x + 205, 480)], OCHRE, 9)
            canvas.polygon([(x + 200, 460), (x + 236, 480), (x + 200, 500)], OCHRE)
    _ox_head(canvas, 230, 500)
    for stroke in ([(740, 330), (500, 500), (740, 670)], [(655, 270), (655, 730)]):
        canvas.line(stroke, INK, 40)
    for stroke in ([(880, 690), (960, 300), (1125, 650)], [(885, 560), (1075, 470)]):
        canvas.line(stroke, INK, 40)
    canvas.polygon([(1362, 272), (1388, 272), (1268, 714), (1242, 714)], INK)
    canvas.polygon([(1346, 272), (1394, 272), (1520, 714), (1464, 714)], INK)
    canvas.rectangle(1296, 562, 148, 25, INK)
    for x, half in ((1255, 50), (1492, 62)):
        canvas.rectangle(x - half, 702, 2 * half, 20, INK)
    return canvas


def _ox_head(canvas: Canvas, x: float, y: float) -> None:
    for side in (-1, 1):
        horn = smooth(
            [
                (x + side * 60, y - 90),
                (x + side * 130, y - 150),
                (x + side * 128, y - 225),
                (x + side * 80, y - 275),
            ]
        )
        canvas.brush(horn, INK, [44 - 34 * at / (len(horn) - 1) for at in range(len(horn))])
        ear = smooth(
            [
                (x + side * 92, y - 62),
                (x + side * 140, y - 80),
                (x + side * 158, y - 50),
                (x + side * 100, y - 24),
            ]
        )
        canvas.polygon(ear, RUST)
    face = smooth(
        closed(
            [
                (x - 98, y - 95),
                (x, y - 118),
                (x + 98, y - 95),
                (x + 78, y + 50),
                (x + 48, y + 165),
                (x, y + 190),
                (x - 48, y + 165),
                (x - 78, y + 50),
            ]
        )
    )
    canvas.polygon(face, RUST)
    canvas.polygon(
        smooth(
            closed(
                [
                    (x - 52, y + 105),
                    (x, y + 90),
                    (x + 52, y + 105),
                    (x + 46, y + 165),
                    (x, y + 188),
                    (x - 46, y + 165),
                ]
            )
        ),
        INK,
    )
    for side in (-1, 1):
        canvas.disc(x + side * 44, y - 28, 15, LIGHT)
        canvas.disc(x + side * 44, y - 26, 8, INK)
        canvas.disc(x + side * 20, y + 140, 8, RUST)


# Strokes on a field of 100 × 100; a stroke is the points that the brush passes.
_AN_REGULAR: list[list[Point]] = [
    [(50, 6), (52, 17)],
    [(17, 22), (15, 36)],
    [(17, 23), (85, 21), (78, 34)],
    [(47, 32), (38, 52), (29, 68), (56, 78), (72, 92)],
    [(66, 48), (58, 70), (40, 86), (18, 94)],
    [(8, 51), (92, 48)],
]
_AN_CURSIVE: list[list[Point]] = [
    [(49, 3), (51, 9), (51, 15)],
    [(20, 38), (23, 27), (52, 23), (84, 22), (75, 34)],
    [(47, 28), (42, 48), (33, 69), (52, 74), (70, 90)],
    [(68, 40), (60, 64), (42, 83), (21, 91), (15, 79), (33, 62), (60, 55), (89, 56)],
]
_A_HIRAGANA: list[list[Point]] = [
    [(22, 26), (50, 25), (78, 20)],
    [(47, 6), (44, 30), (43, 56), (49, 84)],
    [
        (66, 36),
        (58, 62),
        (40, 82),
        (24, 86),
        (17, 74),
        (28, 58),
        (52, 48),
        (76, 52),
        (86, 68),
        (78, 84),
        (62, 93),
    ],
]


def kana() -> Canvas:
    """The character 安 in regular script, in cursive script, and the hiragana あ."""
    canvas = Canvas()
    steps = ((_AN_REGULAR, 90, INK, 34), (_AN_CURSIVE, 580, INK, 36), (_A_HIRAGANA, 1070, RUST, 40))
    for strokes, x, colour, thick in steps:
        canvas.rectangle(x, 268, 440, 530, LIGHT)
        for dx in (0, 440):
            canvas.line([(x + dx, 250), (x + dx, 816)], STONE, 3)
        canvas.rectangle(x - 16, 250, 472, 22, OCHRE)
        canvas.rectangle(x - 16, 794, 472, 22, OCHRE)
        for stroke in strokes:
            points = smooth([(x + 50 + 3.4 * px, 360 + 3.4 * py) for px, py in stroke])
            canvas.brush(points, colour, taper(points, thick, 14))
    return canvas


def birch() -> Canvas:
    """A strip of birch bark with scratched letters and a child's horseman."""
    canvas = Canvas(SAND)
    bark = [
        (150, 300),
        (420, 262),
        (800, 280),
        (1180, 255),
        (1450, 292),
        (1475, 520),
        (1445, 790),
        (1150, 822),
        (780, 800),
        (400, 828),
        (140, 790),
        (118, 540),
    ]
    canvas.polygon([(x + 16, y + 22) for x, y in smooth(closed(bark))], STONE)
    canvas.polygon(smooth(closed(bark)), "#d9b88a")
    chance = random.Random(12)  # noqa: S311 - the same bark on every run
    for _ in range(70):
        x, y = chance.uniform(190, 1400), chance.uniform(330, 770)
        canvas.line([(x, y), (x + chance.uniform(12, 60), y + chance.uniform(-3, 3))], "#c7a272", 4)
    for number, letter in enumerate(("А", "Б", "В", "Г", "Д", "Е")):
        for stroke in _GLYPHS[letter]:
            canvas.line([(250 + 112 * number + 0.72 * px, 360 + 0.95 * py) for px, py in stroke], INK, 9)
    for number, letter in enumerate(("Ж", "И", "К", "Н", "Ш")):
        for stroke in _GLYPHS[letter]:
            canvas.line([(250 + 132 * number + 0.76 * px, 590 + 0.95 * py) for px, py in stroke], INK, 9)
    _horseman(canvas, 1150, 560)
    for radius in (58, 42, 26, 12):
        canvas.ring(1462, 540, radius, "#b98f5c", 9, squash=3.4)
    return canvas


# On a field of 100 × 130.
_GLYPHS: dict[str, list[list[Point]]] = {
    "А": [[(4, 128), (52, 4), (96, 128)], [(22, 86), (80, 84)]],
    "Б": [[(88, 6), (14, 8), (16, 126)], [(15, 62), (74, 66), (88, 96), (70, 124), (16, 126)]],
    "В": [
        [(16, 6), (18, 126)],
        [(16, 6), (72, 14), (78, 42), (18, 62)],
        [(18, 62), (86, 76), (84, 112), (18, 126)],
    ],
    "Г": [[(18, 128), (16, 8), (88, 6), (90, 26)]],
    "Д": [[(6, 128), (8, 100), (92, 100), (94, 128)], [(22, 100), (52, 6), (80, 100)]],
    "Е": [[(88, 10), (30, 12), (12, 64), (28, 120), (90, 122)], [(14, 64), (76, 62)]],
    "Ж": [[(50, 4), (50, 128)], [(6, 8), (50, 66), (94, 8)], [(4, 126), (50, 66), (96, 126)]],
    "И": [[(12, 6), (14, 128)], [(88, 6), (88, 128)], [(14, 66), (88, 64)]],
    "К": [[(14, 6), (16, 128)], [(86, 8), (18, 66), (90, 126)]],
    "Н": [[(12, 6), (14, 128)], [(88, 6), (88, 128)], [(12, 34), (88, 98)]],
    "Ш": [[(8, 8), (10, 124), (92, 124), (92, 8)], [(50, 10), (50, 124)]],
}


def _horseman(canvas: Canvas, x: float, y: float) -> None:
    ink = RUST
    canvas.line([(x - 95, y + 60), (x + 110, y + 52)], ink, 11)
    for foot in (-90, -50, 60, 102):
        canvas.line([(x + foot, y + 60), (x + foot - 8, y + 165)], ink, 9)
    canvas.line([(x + 110, y + 52), (x + 150, y - 40), (x + 205, y - 8)], ink, 10)
    canvas.line([(x + 150, y - 40), (x + 150, y - 68)], ink, 8)
    canvas.line(smooth([(x - 95, y + 60), (x - 140, y + 80), (x - 150, y + 130)]), ink, 9)
    canvas.line([(x + 8, y + 54), (x + 12, y - 52)], ink, 11)
    canvas.ring(x + 14, y - 90, 36, ink, 9)
    for eye in (2, 27):
        canvas.disc(x + eye, y - 96, 5, ink)
    canvas.line([(x + 4, y - 76), (x + 24, y - 76)], ink, 6)
    canvas.line([(x + 12, y - 28), (x + 88, y - 46)], ink, 9)
    canvas.line([(x + 40, y - 150), (x + 130, y + 40)], ink, 7)
    canvas.line([(x + 12, y - 24), (x - 68, y - 4)], ink, 9)
    for finger in (-16, 0, 16):
        canvas.line([(x - 68, y - 4), (x - 96, y - 4 + finger)], ink, 6)


def stone() -> Canvas:
    """A broken slab with three bands of writing; the signs only suggest the scripts."""
    canvas = Canvas()
    canvas.disc(800, 985, 470, STONE, squash=0.07)
    slab = [
        (590, 190),
        (735, 118),
        (905, 104),
        (1010, 176),
        (1090, 250),
        (1168, 300),
        (1180, 900),
        (1090, 978),
        (470, 978),
        (432, 930),
        (440, 330),
        (520, 262),
    ]
    canvas.polygon([(x + 26, y - 6) for x, y in slab], "#3c3833")
    canvas.polygon(slab, NIGHT)
    chance = random.Random(196)  # noqa: S311 - the same signs on every run
    for row in range(5):
        left, right = (610, 1010) if row == 0 else (520 + 12 * (row == 1), 1110)
        x = left + chance.uniform(0, 20)
        while x < right - 30:
            _sign(canvas, chance.randrange(6), x, 228 + row * 46)
            x += chance.uniform(42, 60)
    for row in range(7):
        x = 486.0
        while x < 1110:
            _stroke(canvas, chance, x, 476 + row * 32)
            x += chance.uniform(22, 40)
    for row in range(8):
        x = 484.0
        while x < 1120 - 60 * (row > 5):
            _capital(canvas, chance.randrange(8), x, 718 + row * 31)
            x += 25
    canvas.line([(450, 452), (1172, 452)], STONE, 2)
    canvas.line([(450, 702), (1174, 702)], STONE, 2)
    return canvas


def _sign(canvas: Canvas, kind: int, x: float, y: float) -> None:
    """One of six little pictures about 34 high: water, reed, eye, mouth, bird, sun."""
    if kind == 0:
        canvas.line([(x + 6 * at, y + (14 if at % 2 else 22)) for at in range(7)], PAPER, 3)
    elif kind == 1:
        canvas.line([(x + 16, y + 34), (x + 18, y)], PAPER, 4)
        canvas.polygon([(x + 18, y), (x + 27, y + 12), (x + 18, y + 20)], PAPER)
    elif kind == 2:
        canvas.line([(x, y + 18), *arc(x + 18, y + 26, 20, 210, 330), (x + 36, y + 18)], PAPER, 3)
        canvas.disc(x + 18, y + 17, 5, PAPER)
    elif kind == 3:
        canvas.polygon(
            [
                (x, y + 18),
                *arc(x + 18, y + 34, 24, 225, 315),
                (x + 36, y + 18),
                *arc(x + 18, y + 2, 24, 45, 135),
            ],
            PAPER,
        )
    elif kind == 4:
        canvas.polygon(
            smooth(
                closed(
                    [
                        (x, y + 28),
                        (x + 12, y + 14),
                        (x + 22, y + 6),
                        (x + 32, y + 12),
                        (x + 26, y + 26),
                        (x + 12, y + 30),
                    ]
                )
            ),
            PAPER,
        )
        canvas.disc(x + 28, y + 6, 6, PAPER)
        canvas.line([(x + 18, y + 28), (x + 18, y + 36)], PAPER, 3)
    else:
        canvas.ring(x + 16, y + 18, 13, PAPER, 3)
        canvas.disc(x + 16, y + 18, 4, PAPER)


def _stroke(canvas: Canvas, chance: random.Random, x: float, y: float) -> None:
    """A quick slanting stroke of a pen."""
    dips = [
        (x, y + chance.uniform(6, 16)),
        (x + 8, y + chance.uniform(0, 8)),
        (x + 16, y + chance.uniform(10, 20)),
    ]
    if chance.random() < 0.4:
        dips.append((x + 4, y + 22))
    canvas.line(smooth(dips, 6), PAPER, 2.6)


def _capital(canvas: Canvas, kind: int, x: float, y: float) -> None:
    """A capital of 16 × 18."""
    shapes: list[list[list[Point]]] = [
        [[(0, 18), (8, 0), (16, 18)], [(3, 12), (13, 12)]],
        [[(0, 18), (0, 0), (14, 0)]],
        [[(0, 18), (8, 0), (16, 18), (0, 18)]],
        [[(14, 0), (0, 0), (0, 18), (14, 18)], [(0, 9), (10, 9)]],
        [[(0, 0), (0, 18)], [(14, 0), (14, 18)], [(0, 9), (14, 9)]],
        [[(2, 0), (2, 18)]],
        [[(0, 18), (0, 0), (14, 18), (14, 0)]],
        [[(0, 0), (16, 0)], [(8, 0), (8, 18)]],
    ]
    for stroke in shapes[kind]:
        canvas.line([(x + px, y + py) for px, py in stroke], PAPER, 2.6)
