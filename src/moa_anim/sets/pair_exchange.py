"""How each receptor of the pair on the gene exchanges estradiol for elacestrant: helix 12, and both molecules on their ways.

One receptor begins, the other follows a little later. Helix 12 swings loose, estradiol travels out through the gap, an
elacestrant comes in by the same gap, helix 12 settles. On the passages of the close-up a molecule is drawn with the pair.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.ligands import passage
from moa_anim.actors.receptor import HELIX12_PLACES
from moa_anim.graphics.geometry import Point
from moa_anim.illustrations.curves import lengths_along
from moa_anim.molecule.pose import catmull_rom, evenly_along
from moa_anim.sets.clearing_schedule import share_of
from moa_anim.sets.gene_transcription import GENE_VIEW, dimer_poses
from moa_anim.sets.ligand_exchange import SETTLING_POWER
from moa_anim.sets.receptor_field_layout import FIELD_SCALE
from moa_anim.stage.motion import gentle

TURNS = ((0.0, 0.87), (0.13, 1.0))
"""Shares of the exchange between which each receptor of the pair has its own: the front one first."""

LOOSENS = (0.0, 0.2)
LEAVES = (0.12, 0.52)
DRIFTS = (0.12, 1.0)
COMES = (0.14, 0.86)
SETTLES = (0.8, 1.0)
"""Begin and end of the parts of one receptor's exchange, as shares of it. Estradiol is off the gap when elacestrant comes;
then it drifts on, more slowly."""

DRIFTS_SHARE = 0.2
"""Share of estradiol's way that it covers in DRIFTS; it covers the rest in LEAVES."""

ENDS_PIXELS: dict[str, tuple[Point, Point]] = {
    "estradiol": ((-30.0, -226.0), (-310.0, -200.0)),
    "drug": ((158.0, -126.0), (-305.0, -92.0)),
}
"""Where the ways outside of the receptors end, from the gene's origin (design pixels; y down): estradiol floats beside the
polymerase, or out of a near camera's picture; elacestrant comes from behind the polymerase, or from out of the picture."""

BOWS = {"estradiol": 0.4, "drug": 0.12}
"""How far a way goes on in the direction of the passage before it turns to its end (share of the distance): both molecules
pass at a distance from one another."""

WAY_POINTS = 121
"""Number of points of a way outside."""


@dataclass(frozen=True)
class Exchanging:
    """One receptor: the place of helix 12, molecules inside or near in their poses (6,), and others with their places.

    The places are design pixels from the gene's origin, y down.
    """

    helix: float
    inside: tuple[tuple[str, NDArray[np.float64]], ...]
    outside: tuple[tuple[str, Point], ...]


@cache
def way_outside(name: str, number: int) -> NDArray[np.float64]:
    """Return evenly spaced points (n, 2) from the end of a ligand's passage from receptor `number` to the way's end."""
    seen = dimer_poses()[number].apply(passage(name)[:, :3]) @ GENE_VIEW.T * FIELD_SCALE
    points = seen[:, :2] * [1.0, -1.0]
    begin, end = points[-1], np.array(ENDS_PIXELS[name][number])
    ahead = (begin - points[-9]) / np.linalg.norm(begin - points[-9])
    turn = begin + BOWS[name] * float(np.linalg.norm(end - begin)) * ahead
    share = np.linspace(0.0, 1.0, WAY_POINTS)[:, None]
    curve = (1.0 - share) ** 2 * begin + 2.0 * share * (1.0 - share) * turn + share**2 * end
    return evenly_along(curve, np.linspace(0.0, 1.0, WAY_POINTS))


@cache
def _lengths(name: str, number: int) -> tuple[float, float]:
    """Return the lengths (design pixels) of a ligand's passage from receptor `number` and of its way outside."""
    ways = passage(name)[:, :3] * FIELD_SCALE, way_outside(name, number)
    return float(lengths_along(ways[0])[-1]), float(lengths_along(ways[1])[-1])


def on_its_way(name: str, number: int, share: float) -> tuple[NDArray[np.float64] | None, Point]:
    """Return a ligand's pose (6,) at a share of the whole way out if it is on its passage, else None and its place."""
    near, far = _lengths(name, number)
    gone = share * (near + far)
    if gone <= near:
        return catmull_rom(passage(name), gone / near), (0.0, 0.0)
    at = (gone - near) / far * (WAY_POINTS - 1)
    x, y = (float(np.interp(at, np.arange(WAY_POINTS), column)) for column in way_outside(name, number).T)
    return None, (x, y)


def exchanging(number: int, bound: float, *, mutant: bool) -> Exchanging:
    """Return receptor `number` when the pair's exchange has come to `bound` in 0…1. A mutant is empty at first."""
    turn = share_of(bound, *TURNS[number])
    loose = HELIX12_PLACES["aside"] * gentle(share_of(turn, *LOOSENS))
    helix = loose + (HELIX12_PLACES["antagonist"] - loose) * gentle(share_of(turn, *SETTLES))
    ways = [("drug", (1.0 - share_of(turn, *COMES)) ** SETTLING_POWER)] if turn > 0.0 else []
    if not mutant:
        leaves, drifts = (gentle(share_of(turn, *each)) for each in (LEAVES, DRIFTS))
        ways.append(("estradiol", leaves + DRIFTS_SHARE * (drifts - leaves)))
    inside, outside = [], []
    for name, share in ways:
        pose, place = on_its_way(name, number, share)
        if pose is None:
            outside.append((name, place))
        else:
            inside.append((name, pose))
    return Exchanging(round(helix, 3), tuple(inside), tuple(outside))
