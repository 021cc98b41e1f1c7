"""The colours of roles, from the package's palette file."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from moa_anim.model.palette import Colour, Palette, Role, contrast_ratio

READABLE_CONTRAST = 5.0
"""Minimum contrast ratio of letters to paper (WCAG 2.2, level AA)."""

MIXING_STEPS = 20
"""In so many steps a colour is mixed with another until its contrast is sufficient."""


@cache
def palette() -> Palette:
    """Return the palette in `assets/palette.toml`."""
    table = tomllib.loads((files("moa_anim.assets") / "palette.toml").read_text(encoding="utf-8"))
    return Palette({Role(name): Colour.from_hex(text) for name, text in table.items()})


def rgb(role: Role) -> tuple[float, float, float]:
    """Return a role's colour as red, green and blue in 0…1."""
    colour = palette()[role]
    return colour.r / 255, colour.g / 255, colour.b / 255


DEEP_COLOURS = frozenset({Role.ESTRADIOL, Role.DRUG})
LIGAND_SHADE = 0.45
"""How much of the shade these ligands take: in the depth of the pocket they keep their colour. Tamoxifen is pale, and its
shade is what sets it off from the face of the cut."""


def shade_of(role: Role) -> float:
    """Return how much of the occlusion and the shadows a molecule of this role takes, in 0…1."""
    return LIGAND_SHADE if role in DEEP_COLOURS else 1.0


def role_named(colour: tuple[float, float, float]) -> str:
    """Return the name of the role that has this colour; "mixed" if none has it."""
    return next((role.value for role in Role if rgb(role) == colour), "mixed")


def tinted(role: Role, share: float, towards: Role = Role.INK) -> tuple[float, float, float]:
    """Return a role's colour mixed with that of `towards`; `share` in 0…1 is the other colour's share."""
    here, there = rgb(role), rgb(towards)
    red, green, blue = (a * (1 - share) + b * share for a, b in zip(here, there, strict=True))
    return red, green, blue


def readable(role: Role) -> tuple[float, float, float]:
    """Return a role's colour, mixed with just enough ink for letters in it to be readable on paper."""
    return with_contrast(role, Role.INK, Role.PAPER, READABLE_CONTRAST) or rgb(Role.INK)


def with_contrast(role: Role, towards: Role, ground: Role, least: float) -> tuple[float, float, float] | None:
    """Return a role's colour, mixed with as little of `towards` as gives it the contrast ratio `least` to `ground`.

    None if no mixture has it.
    """
    for step in range(MIXING_STEPS):
        colour = tinted(role, step / MIXING_STEPS, towards)
        if contrast_ratio(Colour(*(round(255 * part) for part in colour)), palette()[ground]) >= least:
            return colour
    return None
