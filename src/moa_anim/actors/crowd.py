"""The molecular crowd behind the action: the film's own structures in random orientations, pale and out of focus.

It is drawn in layers, from back to front. What is farther behind is smaller, paler and more out of focus, and nothing has an
outline: the eye stays with the action, which is sharp.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from moa_anim.graphics.colours import rgb
from moa_anim.graphics.sprite import Focus
from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import cullin_ring, receptor_dimer, ubiquitin
from moa_anim.molecule.beads import Beads, beads_of_atoms
from moa_anim.molecule.bodies import Body
from moa_anim.molecule.detail import beads_at
from moa_anim.molecule.pose import rotation_from_vector
from moa_anim.molecule.style import Style
from moa_anim.stage.context import sparse

CROWD_STYLE = Style(line_pixels=0.0, residue_line=0.0, fog_strength=0.0)
"""No lines, and no haze: the layers' paleness replaces haze, which within a layer would only separate neighbours."""

CROWD_PALENESS = 0.64
"""Share of paper mixed into the crowd: text over it still has a contrast of at least 4.5 : 1."""


@dataclass(frozen=True)
class Layer:
    """A layer of the crowd: molecules up to `farthest` Å behind the action, at `size` × the crowd's scale, in `focus`."""

    farthest: float
    size: float
    focus: Focus


LAYERS = (
    Layer(80.0, 1.0, Focus(2.4, 0.2)),
    Layer(150.0, 0.86, Focus(4.4, 0.42)),
    Layer(220.0, 0.72, Focus(8.0, 0.58)),
)
"""The layers from front to back."""

FADE_TOP_PIXELS = 90.0
FADE_BOTTOM_PIXELS = 300.0
"""The crowd's opacity grows from 0 to 1 between these heights (design pixels from the top)."""

FADE_ABOVE_BAND_PIXELS = 260
"""A card's crowd begins to fade out this far above the caption band's place (design pixels)."""

SPARSE_SPACING_FACTOR = 2.2
"""Factor on the spacing in a sparse edition, which leaves a fifth of the crowd."""

TONES = ((0.0, Role.CROWD), (0.10, Role.RECEPTOR), (0.08, Role.PROTEASOME), (0.10, Role.DNA))
"""Tints of the crowd's grey: share and colour mixed in."""

ROW_SPACING_SHARE = 0.82
"""Distance between rows of the grid, as a share of the spacing within a row."""

JITTER_SHARE = 0.16
"""Standard deviation of a molecule's displacement from its grid point, as a share of the spacing."""

TURN_RADIANS = 1.6
"""Standard deviation of each component of a molecule's random rotation vector."""

NEAREST_ANGSTROM = 30.0
FARTHEST_ANGSTROM = 220.0
"""Range of depths behind the action."""


@cache
def _members() -> tuple[Beads, ...]:
    """Structures of the crowd's molecules, each centred on the origin."""
    chains = [beads_of_atoms(atoms) for atoms in (receptor_dimer()[0], ubiquitin(), *cullin_ring())]
    return tuple(beads.moved(beads.positions - beads.positions.mean(axis=0)) for beads in chains)


@dataclass(frozen=True)
class Member:
    """A molecule of the crowd: its layer, and its body, to be drawn at the scale of that layer."""

    layer: Layer
    body: Body


def crowd_members(
    places: Sequence[tuple[float, float]],
    random: np.random.Generator,
    *,
    scale: float,
    spacing: float,
    factor: float,
    clear: Sequence[tuple[float, float, float]] = (),
) -> list[Member]:
    """Return one randomly oriented molecule near each of `places`, except those whose centre is in a disc of `clear`.

    `scale` is design pixels for one ångström, `factor` output pixels for one design pixel; they set the level of detail.
    """
    members = []
    for x, y in places:
        jitter = random.normal(0.0, JITTER_SHARE * spacing, size=2)
        place = np.array([x + jitter[0], y + jitter[1]])
        turn, which = random.normal(0.0, TURN_RADIANS, size=3), random.integers(len(_members()))
        depth, tone = -random.uniform(NEAREST_ANGSTROM, FARTHEST_ANGSTROM), random.integers(len(TONES))
        if any((place[0] - cx) ** 2 + (place[1] - cy) ** 2 < radius**2 for cx, cy, radius in clear):
            continue
        layer = next(each for each in LAYERS if -depth <= each.farthest)
        beads = beads_at(_members()[which], scale * layer.size * factor)
        stage = np.array([place[0], -place[1], depth * scale * layer.size]) / (scale * layer.size)
        moved = beads.moved(beads.positions @ rotation_from_vector(turn).T + stage)
        share, role = TONES[tone]
        grey = tuple(a * (1 - share) + b * share for a, b in zip(rgb(Role.CROWD), rgb(role), strict=True))
        members.append(Member(layer, Body(moved, (grey[0], grey[1], grey[2]), None, CROWD_PALENESS)))
    return members


def crowd_spacing(spacing: float) -> float:
    """Return the spacing (design pixels) of the crowd in the edition being drawn; it is larger in a sparse edition."""
    return spacing * (SPARSE_SPACING_FACTOR if sparse() else 1.0)
