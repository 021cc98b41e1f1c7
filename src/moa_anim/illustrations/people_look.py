"""How two patients and a clinician look: what they wear, their hair, and its numbers.

Lengths are in figure units (`body_outline`). Nobody in particular; their clothes have colours of no role in the story.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from moa_anim.graphics.canvas import Rgb
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.illustrations import body_outline as body
from moa_anim.illustrations.body_form import skin_colour
from moa_anim.illustrations.relief import Dome
from moa_anim.model.palette import Role

NECKLINE = 25.0
"""Radius of a round neckline."""

CLOTH_FROM = 106.0
"""No cloth is higher."""

HAIRLINES = {
    "short": body.Hairline(parting=0.0, top=15.0, fall=36.0, left=33.0, right=33.0, power=3.0),
    "bun": body.Hairline(parting=0.0, top=12.0, fall=40.0, left=34.0, right=34.0, power=3.0),
    "bob": body.HAIRLINE,
}
"""The hairline of each."""

EARS = tuple(Dome(side * 33.0, 57.0, 4.5, 9.0, 9.0, 5.0, -2.0) for side in (-1.0, 1.0))
"""The ears, where hair does not hide them."""

BUN = Dome(0.0, -9.0, 19.0, 17.0, 17.0, 16.0, -12.0)
"""A knot of hair, above the crown."""

STETHOSCOPE = (
    ((-21, 112, 12, 2.2), (-27, 138, 34, 2.2), (-23, 176, 46, 2.2), (-16, 204, 50, 2.2), (-6, 220, 52, 2.2)),
    ((21, 112, 12, 2.2), (27, 138, 34, 2.2), (29, 172, 47, 2.2), (27, 196, 50, 2.2)),
)
"""Its tubes: x, y, height, radius."""

CHESTPIECE = Dome(27.0, 203.0, 7.5, 7.5, 7.5, 7.0, 48.0)


class Cloth(Enum):
    """What someone wears."""

    JUMPER = "jumper"
    SHIRT = "shirt"
    COAT = "coat"


class Hair(Enum):
    """How someone wears the hair."""

    BOB = "bob"
    SHORT = "short"
    BUN = "bun"


VEES = {Cloth.SHIRT: (150.0, 25.0), Cloth.COAT: (262.0, 30.0)}
"""Lower end of an open collar or coat (y), and half its breadth at the neck."""

HEMS = {Cloth.JUMPER: (5.0, 400.0), Cloth.SHIRT: (17.0, 162.0), Cloth.COAT: (17.0, 262.0)}
"""Breadth of hem, collar or lapel, and down to where it narrows (y)."""


@dataclass(frozen=True)
class Person:
    """How someone looks: `broad` is the breadth of neck and shoulders, relative to the body figure's."""

    cloth: Cloth
    hair: Hair
    broad: float
    skin: Rgb
    hair_colour: Rgb
    cloth_colour: Rgb
    bosom: bool


def patients_and_clinician() -> dict[str, Person]:
    """Return the three, by name."""
    fair = skin_colour()
    brown = tinted(Role.VESSEL, 0.40, Role.RNA)
    return {
        "clinician": Person(
            Cloth.COAT, Hair.BUN, 1.0, brown, tinted(Role.INK, 0.16, Role.VESSEL), rgb(Role.TABLET), True
        ),
        "man": Person(
            Cloth.SHIRT, Hair.SHORT, 1.13, tinted(Role.VESSEL, 0.10, Role.RNA), tinted(Role.MEMBRANE, 0.42),
            tinted(Role.LIGASE, 0.22, Role.INK), False,
        ),
        "woman": Person(
            Cloth.JUMPER, Hair.BOB, 1.0, fair, tinted(Role.CROWD, 0.25, Role.MEMBRANE),
            tinted(Role.BLOOD, 0.18, Role.MEMBRANE), True,
        ),
    }  # fmt: skip
