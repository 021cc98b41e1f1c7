"""The colour of each role, the same in every shot, and the contrast of two colours."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from moa_anim.errors import ModelError


class Role(StrEnum):
    """What a colour stands for: first things in the story, and from `crowd` on surroundings, text and backgrounds."""

    RECEPTOR = "receptor"
    HELIX12 = "helix12"
    ESTRADIOL = "estradiol"
    DRUG = "drug"
    UBIQUITIN = "ubiquitin"
    PROTEASOME = "proteasome"
    PROTEASOME_CORE = "proteasome_core"
    PROTEASOME_CAP = "proteasome_cap"
    COACTIVATOR = "coactivator"
    LIGASE = "ligase"
    DNA = "dna"
    DNA_BASE = "dna_base"
    RNA = "rna"
    MUTATION = "mutation"
    TAMOXIFEN = "tamoxifen"
    TABLET = "tablet"
    BLOOD = "blood"
    VESSEL = "vessel"
    MEMBRANE = "membrane"
    CYTOPLASM = "cytoplasm"
    NUCLEUS = "nucleus"
    CROWD = "crowd"
    INK = "ink"
    PAPER = "paper"
    BAND = "band"


@dataclass(frozen=True)
class Colour:
    """An sRGB colour: red, green and blue, each 0 to 255."""

    r: int
    g: int
    b: int

    def __post_init__(self) -> None:
        if not all(0 <= part <= 255 for part in (self.r, self.g, self.b)):
            raise ModelError(
                f"colour {self.r}, {self.g}, {self.b}", "numbers from 0 to 255", "give another colour"
            )

    @classmethod
    def from_hex(cls, text: str) -> Colour:
        """Return the colour written as `#rrggbb`; raise ModelError for any other text."""
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
            raise ModelError(f"colour “{text}”", "#rrggbb, six hex digits", "write it in that form")
        return cls(*bytes.fromhex(text[1:]))

    @property
    def hex(self) -> str:
        """The colour as `#rrggbb`."""
        return f"#{self.r:02x}{self.g:02x}{self.b:02x}"

    @property
    def luminance(self) -> float:
        """The relative luminance, 0 (black) to 1 (white), as WCAG 2.2 defines it."""
        red, green, blue = (_linear(part / 255) for part in (self.r, self.g, self.b))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@dataclass(frozen=True)
class Palette:
    """A colour for every role; raises ModelError if one is missing."""

    colours: Mapping[Role, Colour] = field(hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "colours", dict(self.colours))
        missing = [role.value for role in Role if role not in self.colours]
        if missing:
            raise ModelError(f"no colour for {', '.join(missing)}", "a colour for every role", "add them")

    def __getitem__(self, role: Role) -> Colour:
        return self.colours[role]

    def changed(self, own: OwnColours) -> Palette:
        """Return this palette with other colours for some roles."""
        return Palette({**self.colours, **dict(own)})


OwnColours: TypeAlias = "tuple[tuple[Role, Colour], ...]"
"""Colours that a production has in place of the package's, by role in the order of the roles; empty for none."""


def palette_of(data: bytes) -> Palette:
    """Return the palette in a TOML file that has a colour for every role."""
    table = tomllib.loads(data.decode("utf-8"))
    return Palette({Role(name): Colour.from_hex(text) for name, text in table.items()})


def mixed(colour: Colour, other: Colour, share: float) -> Colour:
    """Return `colour` mixed with `other`, whose share is in 0…1."""
    pairs = zip((colour.r, colour.g, colour.b), (other.r, other.g, other.b), strict=True)
    red, green, blue = (round(a * (1 - share) + b * share) for a, b in pairs)
    return Colour(red, green, blue)


def contrast_ratio(first: Colour, second: Colour) -> float:
    """Return the contrast of two colours, 1 (the same) to 21 (black and white), as WCAG 2.2 defines it."""
    light, dark = sorted((first.luminance, second.luminance), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _linear(part: float) -> float:
    """Return the linear value of an sRGB component, both 0 to 1 (WCAG 2.2, relative luminance)."""
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
