"""The colours of roles: those of the package's palette file, and those that the film has of its own."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from moa_anim.cache.arrays import depend_on_colours
from moa_anim.cache.installed import digest_json
from moa_anim.model.palette import Colour, OwnColours, Palette, Role, contrast_ratio, palette_of

READABLE_CONTRAST = 5.0
"""Minimum contrast ratio of letters to paper (WCAG 2.2, level AA)."""

MIXING_STEPS = 20
"""In so many steps a colour is mixed with another until its contrast is sufficient."""


_chosen: list[OwnColours] = []
"""The film's own colours, once they are settled; at most one."""


def use_palette(own: OwnColours) -> None:
    """Make `own` the colours of the film that this process draws, in place of the package's.

    A process draws one film: its colours are chosen once, before anything is drawn, since pictures and tables that have
    them are kept. Cached arrays have them in their keys.

    Raises RuntimeError if others were chosen, or used because none were.
    """
    if not _chosen:
        _chosen.append(own)
        depend_on_colours(digest_json([[role.value, colour.hex] for role, colour in own]) if own else "")
    elif _chosen[0] != own:
        raise RuntimeError(
            "this process draws a film of other colours: draw this one in a process of its own"
        )


def forget_palette() -> None:
    """Have the colours chosen again, after everything that has them was forgotten: in a preview, when they are edited."""
    _chosen.clear()
    palette.cache_clear()
    packaged_palette.cache_clear()


@cache
def packaged_palette() -> Palette:
    """Return the palette in `assets/palette.toml`."""
    return palette_of((files("moa_anim.assets") / "palette.toml").read_bytes())


@cache
def palette() -> Palette:
    """Return the film's colours; from the first call on they are settled."""
    if not _chosen:
        use_palette(())
    return packaged_palette().changed(_chosen[0])


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
