"""The form of a standing woman, of some organs and vessels, as numbers; and the way of the drug through them.

Lengths are in figure units: 740 from the crown to the soles; x from the midline to the viewer's right, y down, heights
towards the viewer. She faces the viewer, so that her left side is at the viewer's right. The proportions are those of a woman
7.5 heads tall, organs where an atlas shows them. Modelled by hand: a schematic.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moa_anim.illustrations.relief import Dome, Loft, Tube

Place = tuple[float, float]
Points = tuple[Place, ...]


@dataclass(frozen=True)
class Hairline:
    """Where hair begins: at `parting` (x) as high as `top` (y); it falls by `fall` at a distance of `left` or `right` of it.

    How far it has fallen grows with this `power` of the distance from the parting.
    """

    parting: float
    top: float
    fall: float
    left: float
    right: float
    power: float

    def heights(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the hairline's y at each x."""
        apart = np.abs(x - self.parting) / np.where(x < self.parting, self.left, self.right)
        return np.asarray(self.top + self.fall * apart**self.power)


HEIGHT = 740.0
"""From the crown to the soles, in figure units."""

HEIGHT_METRES = 1.65
"""The height of an adult woman: 1.6 to 1.7 m on average in most countries (NCD-RisC, eLife 2016, 13410)."""

# Places that shots name. The tumor is in the left breast, in the upper outer quadrant, where most breast tumors are
# (Rummel et al. 2015, PMC4562767).
MOUTH: Place = (0.0, 77.0)
STOMACH_MIDDLE: Place = (28.0, 240.0)
BOWEL: Place = (2.0, 321.0)
LIVER: Place = (-28.0, 236.0)
HEART: Place = (8.0, 191.0)
TUMOR: Place = (42.0, 182.0)

TUMOR_RADIUS = 6.0
"""Radius of the tumor's mass: 13 mm, T1."""

GULLET: Points = (MOUTH, (0.0, 96.0), (0.0, 130.0), (1.0, 175.0), (4.0, 203.0), (10.0, 217.0))
"""The gullet, from the mouth to the stomach."""

DRUG_COURSE: tuple[tuple[str, Points], ...] = (
    ("gullet", GULLET),
    ("stomach", ((10, 217), (23, 224), STOMACH_MIDDLE, (22, 255), (8, 262), (-6, 261))),
    ("bowel", ((-6, 261), (-13, 272), (-6, 285), (12, 289), (26, 299), (4, 302), (-24, 308), (0, 313), (25, 320), (4, 326))),
    ("portal vein", ((4, 326), (4, 312), (3, 300), (-1, 286), (-7, 268), (-17, 252), LIVER)),
    ("liver", (LIVER, (-30, 228), (-20, 223), (-8, 214))),
    ("vena cava", ((-8, 214), (-7, 206), (-5, 198), (-3, 195))),
    ("heart, to the lungs", ((-3, 195), (3, 188), (6, 178), (2, 169), (-14, 168), (-26, 174))),
    ("lungs", ((-26, 174), (-32, 180), (-30, 188), (-20, 189), (-9, 185), (2, 183))),
    ("heart, to the body", ((2, 183), (8, 190), (10, 184), (2, 174), (-1, 163))),
    ("aorta", ((-1, 163), (2, 155), (8, 154), (12, 146))),
    (
        "arteries to the breast",
        ((12, 146), (26, 138), (44, 139), (57, 147), (61, 158), (57, 170), (49, 178), (43, 182), TUMOR),
    ),
)  # fmt: skip
"""The way of a drug that is swallowed, in its true order: what the bowel takes up passes the liver first, then the right
heart and the lungs, then the left heart, from which arteries lead to the breast (here the lateral thoracic artery)."""

# The body. The head, in front of the neck:
HEAD = Loft(
    rows=(
        (0, -32, 32, 38), (22, -33.5, 33.5, 41), (42, -33.5, 33.5, 41), (58, -31.5, 31.5, 38), (72, -27.5, 27.5, 35),
        (84, -21.5, 21.5, 31), (92, -15.5, 15.5, 27), (100, -9.5, 9.5, 20),
    ),
    caps=(32, 7),
)  # fmt: skip
HAIR_BACK = Loft(
    rows=(
        (-5, -34, 35, 20),
        (20, -39, 40, 24),
        (50, -41, 42.5, 23),
        (82, -42, 44, 20),
        (106, -43, 45.5, 16),
        (124, -41, 43, 12),
        (138, -33, 34, 8),
    ),
    axis=((-5, -14), (138, -22)),
    caps=(36, 18),
)
"""The hair falls behind the shoulders."""

HEAD_PIVOT: Place = (0.0, 106.0)
HEAD_INCLINED_DEGREES = 4.0
"""About which point the head is inclined, and how far, clockwise for the viewer: nobody stands like a post."""

HAIR_THICKNESS = 4.0
"""How far the hair stands out from the head."""

HAIRLINE = Hairline(parting=-9.0, top=12.0, fall=66.0, left=25.0, right=43.0, power=2.5)

FACE = (
    Dome(0, 66, 5.2, 23, 5.4, 6.5, 33.6),
    Dome(0, 81, 8.5, 3.6, 4.6, 3.0, 31.8),
)
"""Nose and lips, hardly raised: she is nobody in particular."""

EYES = ((13.4, 49.0), 9.5, 1.7)
"""Middle of the right eye's hollow, its radius and its depth."""

NECK = Loft(
    rows=(
        (70, -16.5, 16.5, 16),
        (96, -15.5, 15.5, 17),
        (112, -17, 17, 17),
        (126, -22, 22, 15),
        (134, -26, 26, 12),
    ),
    axis=((70, -6), (134, 2)),
)
TRUNK = Loft(
    rows=(
        (104, -14, 14, 8), (110, -19, 19, 10), (117, -30, 30, 12), (123, -43, 43, 14), (127, -51, 51, 16),
        (132, -59, 59, 19), (140, -63.5, 63.5, 22), (150, -65, 65, 26), (165, -66, 66, 30), (182, -65, 65, 33),
        (200, -64, 64, 34),        (222, -60.5, 60.5, 34), (245, -55.5, 55.5, 32), (264, -54, 54, 31.5),
        (284, -58, 58, 32.5), (310, -68, 68, 35),
        (336, -76, 76, 37), (358, -79, 79, 37), (374, -76, 76, 33), (388, -54, 54, 25), (404, -10, 10, 6),
    ),
    fullness=2.3,
    caps=(0, 4),
)  # fmt: skip
ARM = Loft(
    rows=(
        (130, 54, 57, 3), (133, 51, 65, 8), (136.5, 49, 70.5, 13), (141, 48.5, 75, 16), (148, 50, 80, 18.5),
        (158, 55, 85, 20), (176, 64, 89, 19.5),
        (200, 70.5, 92, 18), (230, 76.5, 95.5, 16.5), (256, 81.5, 100, 15.5), (284, 86.5, 106.5, 15.5),
        (318, 94.5, 111.5, 13), (350, 101, 115, 10), (366, 101.5, 120, 9.5), (388, 101, 126, 9.5), (402, 104, 127, 9),
        (418, 108, 125, 7.5), (432, 111, 121, 5),
    ),
    axis=((130, -4), (160, -3), (230, 2), (432, 12)),
    caps=(0, 7),
)  # fmt: skip
LEG = Loft(
    rows=(
        (296, 12, 54, 10), (330, 4, 72, 28), (352, 1.5, 78.5, 34), (380, 1, 79.5, 36), (410, 2.5, 78.5, 34),
        (440, 5, 76.5, 33),        (470, 8.5, 71.5, 30), (514, 13.5, 62.5, 25), (546, 17, 56, 21),
        (572, 16, 55.5, 20.5), (604, 13.5, 58.5, 21),
        (640, 16.5, 54, 18), (678, 19, 44.5, 13.5), (702, 20.5, 40, 12), (716, 20, 42, 14), (732, 20, 50, 14),
        (740, 21, 47, 8),
    ),
    caps=(34, 6),
)  # fmt: skip
BREAST = (32.0, 197.0, 28.0, 54.0, 25.0, 16.0)
"""Middle of the left breast, its half breadth, its extent above and below the middle, and how far it stands out."""

BREAST_LEAN = -0.10
"""How far its upper part leans outwards."""

BREAST_SOFTNESS = (0.72, 1.5)
"""Exponent of its profile at its lower edge, and how much larger it is at its upper one, where it merges with the chest."""

# Roundings of the creases where forms meet.
NECK_BLEND = 14.0
LEG_BLEND = 20.0
SHOULDER_BLEND = 13.0
SHOULDER_BLEND_ENDS = (150.0, 182.0)
"""Where the rounding between arm and trunk becomes a crease, at the armpit (y)."""

RIDGES: tuple[tuple[Points, float, float], ...] = (
    (((7, 127), (22, 125), (40, 121), (55, 126)), 3.2, 3.6),
    (((7, 131), (22, 130), (40, 127)), -1.6, 4.5),
    (((14, 92), (5, 128)), 2.0, 3.5),
    (((0, 232), (0, 262), (0, 288)), -1.5, 6.0),
    (((0, 298), (0, 300)), -5.0, 3.2),
)
"""Low ridges and, with a negative height, grooves: course, height and breadth. Collarbones, the neck's muscles, the
midline of the belly, the navel. All are mirrored."""

# Organs, as seen through the skin.
LUNG_RIGHT = Loft(
    rows=((134, -27, -15, 6), (150, -42, -9, 12), (180, -51, -7, 15), (206, -54, -9, 14), (219, -55, -18, 9)),
    caps=(11, 9),
)
LUNG_LEFT = Loft(
    rows=((134, 15, 27, 6), (150, 9, 42, 12), (180, 13, 51, 15), (206, 22, 54, 14), (219, 31, 55, 9)),
    caps=(11, 9),
)
HEART_FORM = (
    Dome(9, 193, 15.5, 17, 23, 16, 12, turn=-36),
    Dome(-3, 187, 8.5, 12, 13, 11, 13),
    Dome(17, 181, 6, 7, 8, 7, 14, turn=-30),
)
LIVER_FORM = Loft(
    rows=(
        (207, -36, -20, 12), (213, -47, -2, 17), (223, -53, 13, 20), (233, -54, 17, 19), (244, -53.5, 4, 17),
        (255, -51.5, -18, 14), (266, -47, -34, 8),
    ),
    axis=((207, 8), (266, 8)),
    caps=(6, 7),
    fullness=2.4,
)  # fmt: skip
GULLET_FORM = Tube(
    (
        (0, 81, 0, 2.2), (0, 96, 0, 3.0), (0, 130, 0, 3.2), (1, 175, 0, 3.2), (4, 203, 0, 3.4), (10, 217, 4, 4.5),
        (18, 222, 8, 6),
    )
)  # fmt: skip
STOMACH_FORM = Tube(
    (
        (22, 217, 6, 8.5), (27, 223, 8, 12), (29, 236, 9, 13), (24, 251, 9, 11.5), (11, 260, 8, 8.5), (-1, 261, 7, 5.5),
        (-10, 263, 5, 5.2), (-14, 273, 4, 5), (-9, 284, 4, 5), (4, 287, 6, 5),
    )
)  # fmt: skip
BOWEL_FORM = Tube(
    tuple(
        (x, y, 10 + 2 * (number % 3), 5.9)
        for number, (x, y) in enumerate(
            (
                (4, 287), (18, 289), (27, 296), (22, 303), (6, 302), (-10, 299), (-24, 302), (-28, 310),
                (-18, 314), (-2, 312),                (14, 312), (27, 317), (26, 325), (12, 326), (-4, 323),
                (-20, 325), (-28, 332), (-20, 338), (-4, 336),
                (12, 336), (24, 341), (18, 349), (3, 348), (-12, 349), (-26, 353),
            )
        )
    )
)  # fmt: skip
COLON_FORM = Tube(
    tuple(
        (x, y, 0, 6.8 + 1.3 * (number % 2))
        for number, (x, y) in enumerate(
            (
                (-36, 362), (-39, 352), (-40, 341), (-40, 329), (-40, 317), (-40, 305), (-40, 293), (-37, 282), (-27, 280),
                (-16, 282), (-5, 284), (7, 284), (18, 281), (29, 277), (39, 278), (42, 288), (43, 300), (43, 312),
                (43, 324),
                (42, 336), (39, 348), (31, 357), (20, 361), (10, 366), (4, 376), (2, 386),
            )
        )
    )
)  # fmt: skip

AORTIC_ARCH: Place = (3.0, 155.0)
"""The top of the aorta's arch, from which the arteries to head, arms and body begin."""

ARTERIES: tuple[tuple[float, Points], ...] = (
    (4.2, ((3, 178), (-1, 164), (3, 155), (10, 156), (12, 168), (10, 200), (5, 240), (3, 290), (2, 336))),
    (2.1, ((8, 154), (12, 146), (26, 138), (44, 139), (57, 147), (66, 170), (76, 210), (85, 250), (95, 300), (106, 350))),
    (1.8, ((57, 147), (61, 158), (57, 170), (49, 178), (43, 182))),
    (1.1, ((57, 170), (55, 186), (47, 198), (38, 203))),
    (1.1, ((12, 146), (13, 165), (17, 182), (27, 190))),
    (1.0, ((53, 174), (44, 172), (36, 176))),
    (2.1, ((2, 155), (-8, 146), (-24, 138), (-43, 139), (-57, 147), (-66, 170), (-76, 210), (-85, 250), (-95, 300),
           (-106, 350))),
    (1.6, ((-57, 147), (-61, 160), (-57, 176), (-47, 190))),
    (1.9, ((6, 154), (9, 140), (11, 116), (13, 100), (13, 90))),
    (1.9, ((-4, 150), (-9, 138), (-11, 116), (-13, 100), (-13, 90))),
    (2.8, ((2, 334), (14, 352), (30, 378), (38, 424), (38, 480), (36, 540), (35, 600), (33, 660), (31, 712))),
    (2.8, ((2, 334), (-12, 352), (-30, 378), (-38, 424), (-38, 480), (-36, 540), (-35, 600), (-33, 660), (-31, 712))),
)  # fmt: skip
"""Breadth and course of some arteries: the aorta, those to arms, head and legs, and to the breasts."""

VEINS: tuple[tuple[float, Points], ...] = (
    (3.8, ((-6, 334), (-7, 290), (-8, 250), (-8, 216), (-5, 198))),
    (3.0, ((-7, 140), (-7, 160), (-5, 180))),
)
"""Breadth and course of the venae cavae."""

PULMONARY_TRUNK: tuple[tuple[float, Points], ...] = (
    (5.0, ((7, 186), (8, 177), (12, 169), (19, 166))),
    (3.6, ((19, 166), (27, 167), (35, 173))),
    (3.6, ((14, 167), (0, 166), (-14, 168), (-26, 174))),
)
"""Breadth and course of the artery from the heart to the lungs, which carries the venous blood."""

PULMONARY_VEINS: tuple[tuple[float, Points], ...] = (
    (3.4, ((-26, 174), (-32, 180), (-30, 188), (-20, 189), (-9, 185), (2, 183))),
    (3.4, ((35, 173), (36, 180), (29, 186), (20, 186), (12, 183))),
)
"""Breadth and course of vessels through the lungs and of the veins back to the heart, which carry the arterial blood."""

PORTAL_VEIN: tuple[tuple[float, Points], ...] = (
    (3.4, ((4, 312), (3, 300), (-1, 286), (-7, 268), (-17, 252), (-26, 242))),
    (1.9, ((18, 330), (8, 322), (4, 312))),
    (1.9, ((-18, 332), (-6, 322), (4, 312))),
    (1.6, ((20, 308), (12, 306), (3, 302))),
    (1.7, ((-26, 242), (-36, 238), (-44, 240))),
    (1.7, ((-24, 243), (-26, 232), (-34, 224))),
)
"""Breadth and course of the portal vein, from the bowel into the liver."""
