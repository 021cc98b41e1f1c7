"""Where receptors are while their cell divides: when the envelope breaks down, they leave the chromosomes and spread.

Most of ERα is not on mitotic chromosomes. When the daughters' envelopes close, the receptors are in the nuclei again. Lengths
are in radii of the mother cell, from its centre; the axis of division is x.
"""

from __future__ import annotations

import math

import numpy as np

from moa_anim.graphics.geometry import Point
from moa_anim.illustrations.cell.cell import Cell
from moa_anim.illustrations.cell.outline import Lobes
from moa_anim.illustrations.cell.partition import lobes_at
from moa_anim.illustrations.curves import Points
from moa_anim.molecule.easing import smoothstep

# Begin and end, as shares of a division: receptors leave while the envelope breaks down, and return when it re-forms.
LEAVE = (0.08, 0.28)
RETURN = (0.76, 0.95)

SPREAD_RADII = 0.64
"""Their distance from the centre of their lobe then, in its radii: off chromosomes and spindle, within the membrane."""

# Angles with the axis between which they spread: clear of the pole and of the furrow.
FROM_POLE_RADIANS = 0.6
TO_FURROW_RADIANS = 1.15


def spread_at(division: float) -> float:
    """Return how far receptors have spread at a share of the division: 0 in the nucleus or nuclei, 1 out in the cell."""
    return float(smoothstep(division, *LEAVE) * (1.0 - smoothstep(division, *RETURN)))


def spread_place(resting: Points, side: float, lobes: Lobes) -> Points:
    """Return where a receptor at `resting` in the mother's nucleus spreads to, in the lobe on `side` (−1 or 1)."""
    angle = min(
        max(math.atan2(abs(float(resting[1])), abs(float(resting[0]))), FROM_POLE_RADIANS), TO_FURROW_RADIANS
    )
    up = math.copysign(math.sin(angle), float(resting[1]))
    out = lobes.radius * SPREAD_RADII * np.array([side * math.cos(angle), up])
    return np.asarray(np.array([lobes.apart * side, 0.0]) + out)


def seat_in(cell: Cell, side: float, mother: Points, daughter: Points, *, spreads: bool) -> Point:
    """Return a receptor's place in design pixels: `mother` before its cell divides, `daughter` in the half on `side` after.

    Both places are in radii of the cell that they are in, x along the axis of division. With `spreads`, the receptor spreads
    in the cell during mitosis; those that are made when the nuclei have re-formed do not.
    """
    lobes = lobes_at(cell.division)
    own = (1.0 - lobes.share) * mother + lobes.radius * lobes.share * daughter
    own = own + np.array([lobes.apart * side, 0.0])
    if spreads:
        own = own + spread_at(cell.division) * (spread_place(mother, side, lobes) - own)
    own = cell.radius * own
    cos, sin = math.cos(cell.angle), math.sin(cell.angle)
    return cell.x + float(own[0] * cos - own[1] * sin), cell.y + float(own[0] * sin + own[1] * cos)


def ring(
    count: int, reach: float, random: np.random.Generator, uneven: tuple[float, float] = (0.92, 1.1)
) -> list[Points]:
    """Return `count` places around the origin, at a distance of `reach` times a factor in the range `uneven`."""
    turn = random.uniform(0, 2 * np.pi) + np.linspace(0, 2 * np.pi, count, endpoint=False)
    turn = turn + random.uniform(-0.16, 0.16, count)
    far = reach * random.uniform(*uneven, count)
    return [np.array([r * np.cos(a), r * np.sin(a)]) for r, a in zip(far, turn, strict=True)]


def made_at(division: float) -> float:
    """Return the opacity (0…1) of receptors that the daughters make when their nuclei have closed."""
    return float(smoothstep(division, 0.8, 1.0))
