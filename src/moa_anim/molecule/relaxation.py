"""Relaxation of atoms: restores distances along the chain to measured values and separates overlapping atoms.

Between two measured states nothing is measured, so flexible atoms are placed by minimal constraints: bonds, angles and flat
peptides (all as distances), and smallest distances of other pairs. Position-based dynamics in one thread and a fixed order:
the same input gives the same bytes.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from moa_anim.molecule.compiled import compiled

CONTACT_STIFFNESS = 0.6
"""Share of an overlap that is removed in one sweep."""


@compiled
def relax(
    places: NDArray[np.float64],
    movable: NDArray[np.bool_],
    tied: NDArray[np.int64],
    lengths: NDArray[np.float64],
    stiffness: NDArray[np.float64],
    contacts: NDArray[np.int64],
    least: NDArray[np.float64],
    sweeps: int,
) -> None:
    """Relax the movable rows of `places` (n, 3; Å) in place; the others do not move.

    In each sweep pairs `tied` (m, 2) are brought to `lengths` (m,) apart by `stiffness` (m,; 0…1) of the error, and pairs of
    `contacts` (k, 2) that are nearer than `least` (k,) towards that distance.
    """
    for sweep in range(sweeps):
        for kind in range(2):
            pairs = contacts if kind == 0 else tied
            goals = least if kind == 0 else lengths
            for step in range(len(pairs)):
                # Sweep to and fro, so that an error is not always pushed towards the same end.
                row = step if sweep % 2 == 0 else len(pairs) - 1 - step
                i, j = pairs[row, 0], pairs[row, 1]
                if not (movable[i] or movable[j]):
                    continue
                dx = places[j, 0] - places[i, 0]
                dy = places[j, 1] - places[i, 1]
                dz = places[j, 2] - places[i, 2]
                squared = dx * dx + dy * dy + dz * dz
                goal = goals[row]
                if squared < 1e-12 or (kind == 0 and squared >= goal * goal):
                    continue
                distance = math.sqrt(squared)
                error = (distance - goal) / distance * (CONTACT_STIFFNESS if kind == 0 else stiffness[row])
                share_i = 0.0 if not movable[i] else (1.0 if not movable[j] else 0.5)
                share_j = 0.0 if not movable[j] else (1.0 if not movable[i] else 0.5)
                places[i, 0] += dx * error * share_i
                places[i, 1] += dy * error * share_i
                places[i, 2] += dz * error * share_i
                places[j, 0] -= dx * error * share_j
                places[j, 1] -= dy * error * share_j
                places[j, 2] -= dz * error * share_j
