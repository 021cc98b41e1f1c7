"""Outlines of a standing adult and of some organs, as points. Of symmetric outlines only the right half is given.

Lengths are in figure units: 740 from the crown to the soles; x from the midline to the viewer's right, y down. The
proportions are those of a woman 7.5 heads tall. Drawn by hand: a schematic.
"""

from __future__ import annotations

from typing import Any

Points = tuple[tuple[float, float], ...]

HEIGHT = 740.0
"""From the crown to the soles, in figure units."""

HEIGHT_METRES = 1.65
"""The height of an adult woman: 1.6 to 1.7 m on average in most countries (NCD-RisC, eLife 2016, 13410)."""

TRUNK: Points = (
    (17, 84), (18, 104), (25, 119), (42, 127), (60, 133), (73, 146), (71, 172), (68, 196), (67, 216), (61, 240),
    (56, 264), (58, 288), (67, 318), (76, 352), (79, 384), (77, 424), (71, 468), (62, 514), (55, 546), (55, 572),
    (58, 604), (54, 640), (44, 678), (39, 702), (41, 716), (50, 731), (47, 739), (31, 740), (23, 735), (22, 716),
    (22, 698), (18, 664), (13, 622), (15, 582), (17, 550), (14, 512), (9, 460), (5, 418),
)  # fmt: skip
CROTCH = (0.0, 404.0)

ARM: Points = (
    (50, 132), (66, 135), (79, 145), (86, 166), (90, 198), (94, 232), (99, 262), (106, 296), (111, 330), (115, 352),
    (122, 374), (126, 396), (125, 418), (120, 431), (114, 430), (110, 414), (107, 400), (108, 412), (103, 408),
    (100, 388), (101, 366), (99, 350), (93, 318), (85, 284), (79, 256), (74, 228), (68, 196), (62, 168), (52, 148),
)  # fmt: skip

HEAD: Points = ((0, 0), (18, 4), (30, 16), (35, 36), (34, 56), (29, 74), (20, 88), (9, 96), (0, 98))

HAIR: Points = (
    (0, -5), (20, -2), (36, 11), (43, 32), (44, 56), (45, 78), (46, 97), (38, 106), (26, 108), (20, 100), (0, 98),
)  # fmt: skip

FRINGE: Points = (
    (0, -5), (20, -2), (36, 11), (43, 33), (44, 56), (45, 80), (37, 74), (35, 54), (28, 38), (12, 24), (0, 19),
)  # fmt: skip

MOUTH = (0.0, 76.0)
GULLET_END = (9.0, 222.0)
GULLET: Points = (MOUTH, (0.0, 96.0), (0.0, 130.0), (1.0, 175.0), (3.0, 205.0), GULLET_END)

STOMACH: Points = (
    (7, 221), (16, 213), (28, 214), (36, 226), (37, 243), (31, 260), (18, 270), (3, 271), (-6, 265), (-5, 258), (4, 257),
    (13, 250), (15, 238), (11, 228),
)  # fmt: skip
STOMACH_MIDDLE = (22.0, 246.0)

HEART: Points = ((4, 176), (12, 170), (22, 174), (27, 186), (23, 200), (14, 208), (5, 200), (1, 187))

VESSELS: tuple[tuple[float, Points], ...] = (
    (5.0, ((8, 176), (8, 164), (2, 160), (-3, 168), (-3, 210), (-3, 260), (-3, 318))),
    (2.6, ((4, 162), (5, 140), (8, 112), (10, 84), (14, 58), (10, 36))),
    (2.6, ((-2, 162), (-4, 140), (-8, 112), (-10, 84), (-14, 58), (-10, 36))),
    (2.8, ((5, 160), (24, 144), (50, 142), (72, 154), (80, 190), (86, 236), (96, 282), (106, 336), (112, 372))),
    (2.8, ((-3, 161), (-24, 144), (-50, 142), (-72, 154), (-80, 190), (-86, 236), (-96, 282), (-106, 336), (-112, 372))),
    (3.6, ((-3, 316), (12, 340), (30, 372), (38, 420), (38, 480), (36, 540), (35, 600), (33, 660), (31, 712))),
    (3.6, ((-3, 316), (-14, 340), (-30, 372), (-38, 420), (-38, 480), (-36, 540), (-35, 600), (-33, 660), (-31, 712))),
    (1.8, ((-3, 226), (10, 236), (24, 240), (34, 234))),
    (1.6, ((-3, 240), (8, 262), (24, 266))),
    (2.2, ((-3, 240), (-20, 238), (-36, 228), (-44, 220))),
    (1.8, ((-18, 238), (-30, 246), (-44, 244))),
    (2.0, ((-3, 276), (16, 288), (34, 300), (42, 316))),
    (2.0, ((-3, 276), (-18, 290), (-34, 302), (-42, 318))),
    (1.6, ((14, 288), (18, 304), (28, 322))),
    (1.6, ((-14, 288), (-18, 306), (-26, 324))),
    (1.6, ((40, 143), (46, 164), (50, 188), (46, 206))),
    (1.6, ((-40, 143), (-46, 164), (-50, 188), (-46, 206))),
    (1.4, ((86, 236), (80, 254), (88, 290), (96, 326))),
    (1.4, ((-86, 236), (-80, 254), (-88, 290), (-96, 326))),
    (1.5, ((38, 430), (50, 470), (52, 520), (46, 560))),
    (1.5, ((-38, 430), (-50, 470), (-52, 520), (-46, 560))),
    (1.3, ((36, 560), (44, 600), (42, 650))),
    (1.3, ((-36, 560), (-44, 600), (-42, 650))),
)  # fmt: skip
"""Width and course of some large vessels: the aorta, vessels to head, arms and legs, and those around the stomach."""

DIVE_AT = (-14.0, 239.0)
"""The point on a horizontal vessel of the trunk at which the view zooms in."""


def curve(context: Any, row: Points, *, closed: bool = False) -> None:
    """Add a smooth curve (Catmull–Rom as Béziers) through the points to the context's path."""
    ends = (row[-1], row[0], row[1]) if closed else (row[0], row[-1], row[-1])
    padded = [ends[0], *row, *((ends[1], ends[2]) if closed else (ends[1],))]
    context.move_to(*row[0])
    for before, here, there, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        context.curve_to(
            here[0] + (there[0] - before[0]) / 6,
            here[1] + (there[1] - before[1]) / 6,
            there[0] - (after[0] - here[0]) / 6,
            there[1] - (after[1] - here[1]) / 6,
            *there,
        )
    if closed:
        context.close_path()


def both_sides(half: Points, *last: tuple[float, float]) -> Points:
    """Return a closed outline from its right half: down that side, through the points `last`, and up the other side."""
    return (*half, *last, *((-x, y) for x, y in reversed(half) if x != 0.0))
