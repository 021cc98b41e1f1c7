"""Fixing a Cα trace: bonds back to length, no two residues in one place.

Between two measured states nothing is measured, so the flexible residues are placed by the least that must hold: 3.8 Å
from Cα to Cα (the trans peptide's distance) and room for each residue. Position-based dynamics, one thread, fixed order:
the same input gives the same bytes.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from moa_anim.molecule.compiled import compiled

BOND_ANGSTROM = 3.8
"""Cα–Cα distance across a trans peptide bond; the tables in `assets/structures` lie within 3.7–3.9."""

NEXT_BUT_ONE_ANGSTROM = 5.0
"""Least Cα(i)–Cα(i+2) distance kept: a tight turn."""

CONTACT_ANGSTROM = 3.9
"""Least distance kept between Cα of residues that are further apart in sequence."""


@compiled
def relax(
    trace: NDArray[np.float64],
    movable: NDArray[np.bool_],
    sweeps: int,
) -> None:
    """Relax the movable rows of `trace` (n, 3; Å; consecutive residues) in place; the others stay where they are."""
    residues = trace.shape[0]
    for sweep in range(sweeps):
        for i in range(residues):
            if not movable[i]:
                continue
            for j in range(residues):
                apart = abs(i - j)
                if apart < 2:
                    continue
                least = NEXT_BUT_ONE_ANGSTROM if apart == 2 else CONTACT_ANGSTROM
                dx = trace[i, 0] - trace[j, 0]
                dy = trace[i, 1] - trace[j, 1]
                dz = trace[i, 2] - trace[j, 2]
                squared = dx * dx + dy * dy + dz * dz
                if squared >= least * least or squared < 1e-12:
                    continue
                distance = math.sqrt(squared)
                push = (least - distance) / distance * (0.5 if movable[j] else 1.0) * 0.6
                trace[i, 0] += dx * push
                trace[i, 1] += dy * push
                trace[i, 2] += dz * push
                if movable[j]:
                    trace[j, 0] -= dx * push
                    trace[j, 1] -= dy * push
                    trace[j, 2] -= dz * push
        for step in range(residues - 1):
            # Sweep to and fro, so that an error is not always pushed towards the same end.
            i = step if sweep % 2 == 0 else residues - 2 - step
            j = i + 1
            if not (movable[i] or movable[j]):
                continue
            dx = trace[j, 0] - trace[i, 0]
            dy = trace[j, 1] - trace[i, 1]
            dz = trace[j, 2] - trace[i, 2]
            distance = math.sqrt(dx * dx + dy * dy + dz * dz)
            if distance < 1e-9:
                continue
            error = (distance - BOND_ANGSTROM) / distance
            share_i = 0.0 if not movable[i] else (1.0 if not movable[j] else 0.5)
            share_j = 0.0 if not movable[j] else (1.0 if not movable[i] else 0.5)
            trace[i, 0] += dx * error * share_i
            trace[i, 1] += dy * error * share_i
            trace[i, 2] += dz * error * share_i
            trace[j, 0] -= dx * error * share_j
            trace[j, 1] -= dy * error * share_j
            trace[j, 2] -= dz * error * share_j
