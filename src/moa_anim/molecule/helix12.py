"""Helix 12's way from its place with hormone to its place with an antagonist, and the loose places between.

Both ends are measured (PDB 1G50, 1SJ0). What lies between is not: helix 12 is carried as a rigid body along a smooth
curve through chosen poses, residues 529–537 and the other loops that differ follow with their bonds kept, the core moves
over from one measured state to the other while helix 12 settles. Every trace on the way has consecutive Cα 3.8 ± 0.3 Å
apart and no other pair closer than 3.5 Å (held by a test).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from moa_anim.cache.arrays import cached
from moa_anim.molecule.easing import smoothstep
from moa_anim.molecule.pose import Pose, best_fit, catmull_rom, rotation_from_vector, rotation_vector
from moa_anim.molecule.relaxation import relax
from moa_anim.molecule.structure import Trace, receptor_tables

FIRST_RESIDUE, LAST_RESIDUE = 307, 546
"""Residues that both states have. Residues after 546 are left out: the two entries place the chain’s end differently."""

HELIX = (538, 544)
"""Residues of the rigid body: 1G50 and 1SJ0 fit on each other within 0.24 Å over them."""

HINGE = (528, 537)
FOLLOWERS = ((329, 341), (460, 465), HINGE, (545, 546))
"""Residues whose Cα differ by more than 1.2 Å between the states, and a neighbour on each side to take up the strain."""

CLOSED, LOOSE_FROM, LOOSE_TO, ANTAGONIST = 0.0, 0.2, 0.7, 1.0
"""Places on the way. Between LOOSE_FROM and LOOSE_TO the pocket is open and the groove is free."""

STEPS = 200
"""Traces computed on the way: neighbours are less than 1 Å apart, so that what lies between is interpolated."""

WAYPOINTS = (
    # share of the 120° turn, offset (Å) from the straight way of the centroid, further turn (degrees about x, y, z)
    (0.00, (0.0, 0.0, 0.0), (0, 0, 0)),
    (0.02, (5.0, 2.0, 1.0), (5, 0, 15)),
    (0.06, (10.0, 5.0, 3.0), (15, 10, 35)),
    (0.12, (12.0, 7.0, -1.0), (-10, 30, 50)),
    (0.10, (13.0, 4.0, 4.0), (20, -10, 40)),
    (0.20, (12.0, 8.0, 2.0), (10, 25, 30)),
    (0.25, (13.0, 5.0, -2.0), (-20, 10, 45)),
    (0.30, (12.0, 6.0, 2.0), (0, 0, 40)),
    (0.55, (10.0, 5.0, 1.0), (0, 0, 22)),
    (0.82, (5.5, 1.5, 0.5), (0, 0, 8)),
    (1.00, (0.0, 0.0, 0.0), (0, 0, 0)),
)
"""Chosen by hand: off the pocket's mouth, clear of the body and of the groove, turning all the time."""


@dataclass(frozen=True)
class Helix12Path:
    """`traces` (STEPS + 1, residues, 3; Å), first the agonist's, last the antagonist's."""

    letters: str
    numbers: NDArray[np.int64]
    traces: NDArray[np.float64]

    def at(self, place: float) -> Trace:
        """The receptor at a place on the way, 0 (closed) … 1 (antagonist). Raises ValueError outside."""
        if not 0.0 <= place <= 1.0:
            raise ValueError(f"a place on helix 12's way lies in 0…1, not at {place}")
        step = place * (len(self.traces) - 1)
        left = min(int(step), len(self.traces) - 2)
        share = step - left
        positions = self.traces[left] * (1 - share) + self.traces[left + 1] * share
        return Trace(self.numbers, self.letters, positions)

    def helix_move(self, place: float) -> Pose:
        """The rigid motion that brings helix 12 from its place with hormone to where it is."""
        rows = slice(HELIX[0] - FIRST_RESIDUE, HELIX[1] - FIRST_RESIDUE + 1)
        return best_fit(self.traces[0][rows], self.at(place).positions[rows])


@cache
def helix12_path() -> Helix12Path:
    """The way; it takes a second to compute, and is kept."""
    closed = receptor_tables().agonist.part(FIRST_RESIDUE, LAST_RESIDUE)
    return Helix12Path(closed.letters, closed.numbers, cached(_traces, "helix 12's way"))


def _traces() -> NDArray[np.float64]:
    """The traces on the way, each from the one before."""
    tables = receptor_tables()
    closed = tables.agonist.part(FIRST_RESIDUE, LAST_RESIDUE)
    settled = tables.antagonist.part(FIRST_RESIDUE, LAST_RESIDUE)
    start, end = closed.positions, settled.positions
    helix = closed.rows(*HELIX)
    move = best_fit(start[helix], end[helix])
    centre_start, centre_end = start[helix].mean(axis=0), end[helix].mean(axis=0)
    knots = _knots(rotation_vector(move.rotation), centre_start, centre_end)
    misfit = end - move.apply(start)

    everywhere = np.zeros(len(start), dtype=np.bool_)
    for span in FOLLOWERS:
        everywhere[closed.rows(*span)] = True
    # While helix 12 is loose the core stays the agonist's to the last digit: it is drawn once and kept.
    hinge_only = everywhere & (closed.numbers >= HINGE[0])
    hinge, tail = closed.rows(*HINGE), closed.rows(545, 546)

    traces = [start.copy()]
    for step in range(1, STEPS):
        place = step / STEPS
        pose = catmull_rom(knots, place)
        carried = (start - centre_start) @ rotation_from_vector(pose[3:]).T + pose[:3]
        settling = min(max((place - LOOSE_TO) / (ANTAGONIST - LOOSE_TO), 0.0), 1.0)
        eased = smoothstep(settling)
        trace = start * (1 - eased) + end * eased
        for rows in (helix, tail):
            trace[rows] = carried[rows] + misfit[rows] * eased
        # The hinge starts from where it was a step ago and is drawn to its measured place as helix 12 comes home.
        trace[hinge] = traces[-1][hinge] + (end[hinge] - traces[-1][hinge]) * (0.35 * settling**3)
        relax(trace, everywhere if settling > 0.0 else hinge_only, 400)
        traces.append(trace)
    traces.append(end.copy())
    return np.array(traces)


def _knots(
    turn: NDArray[np.float64], start: NDArray[np.float64], end: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Waypoints as rows (centroid x, y, z in Å; rotation vector in radians)."""
    rows = []
    for share, offset, further in WAYPOINTS:
        rotation = rotation_from_vector(np.radians(further)) @ rotation_from_vector(turn * share)
        rows.append(np.concatenate([start * (1 - share) + end * share + offset, rotation_vector(rotation)]))
    return np.array(rows)
