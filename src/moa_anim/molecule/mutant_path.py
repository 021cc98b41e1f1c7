"""The path of a mutant's helix 12: closed over an empty pocket as measured (PDB 2B23, 4Q13), loose as in the wild type.

Nothing between the two is measured. While helix 12 loosens, each residue moves with the wild type's and is blended from the
mutant's position to the wild type's; relaxation restores bonds, and side chains go from one set of torsions to the other.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from moa_anim.cache.arrays import cached
from moa_anim.molecule.easing import smoothstep
from moa_anim.molecule.film_drug import film_drug
from moa_anim.molecule.film_mutants import mutant_table
from moa_anim.molecule.helix12 import (
    CLOSED,
    LOOSE_FROM,
    STEPS,
    blended,
    contacts_of,
    frames,
    helix12_path,
    tied_pairs,
)
from moa_anim.molecule.receptor_atoms import receptor_atoms, state_positions
from moa_anim.molecule.relaxation import relax

SWEEPS = 240
"""Sweeps of relaxation for each step, which starts from a blend and not from the step before."""


def mutant_positions(place: float) -> NDArray[np.float64]:
    """Return the wild type's atoms (n, 3; Å) as a mutant with an empty pocket has them, helix 12 at `place` on its path.

    From LOOSE_FROM on they are those of the wild type's path.
    """
    if place >= LOOSE_FROM:
        return helix12_path().atoms_at(place)
    steps = _steps()
    step = (place - CLOSED) / (LOOSE_FROM - CLOSED) * (len(steps) - 1)
    left = min(int(step), len(steps) - 2)
    start = steps[left].astype(np.float64)
    return np.asarray(start + (steps[left + 1].astype(np.float64) - start) * (step - left))


@cache
def _steps() -> NDArray[np.float32]:
    return cached(_computed, "the mutant's path in atoms", film_drug().digest, mutant_table())


def _computed() -> NDArray[np.float32]:
    """All atoms at each step from CLOSED to LOOSE_FROM, both included."""
    wild, path = receptor_atoms(), helix12_path()
    rows = wild.backbone.ravel()
    start, mutant = state_positions("estradiol"), state_positions(mutant_table().removeprefix("era_lbd_"))
    chains = wild.side_chains
    own, other = chains.measured(start), chains.measured(mutant)
    tied = tied_pairs(len(wild.numbers))
    from_wild, from_mutant = (
        np.linalg.norm(each[rows][tied[:, 1]] - each[rows][tied[:, 0]], axis=1) for each in (start, mutant)
    )
    last = round(LOOSE_FROM * STEPS)
    everything = np.ones(len(rows), dtype=np.bool_)
    found = np.empty((last + 1, len(start), 3))
    for step in range(last + 1):
        share = 1.0 - smoothstep(step / STEPS, CLOSED, LOOSE_FROM)
        wild_now = path.positions[step].astype(np.float64)
        carried = _carried(start[rows], wild_now[rows], mutant[rows])
        backbone = blended(wild_now[rows], carried, share)
        now = np.linalg.norm(wild_now[rows][tied[:, 1]] - wild_now[rows][tied[:, 0]], axis=1)
        goals = now + (from_mutant - from_wild) * share
        contacts = contacts_of(backbone, everything, (start[rows], mutant[rows]))
        relax(backbone, everything, tied, goals, np.ones(len(tied)), *contacts, SWEEPS)
        places = found[step]
        places[:] = wild_now
        places[rows] = backbone
        chains.place(places, own.towards(other, share))
    found[0], found[-1] = mutant, path.positions[last]
    return found.astype(np.float32)


def _carried(
    before: NDArray[np.float64], now: NDArray[np.float64], mutant: NDArray[np.float64]
) -> NDArray[np.float64]:
    """A mutant's backbone (4 · residues, 3), each residue moved as the wild type's has moved from `before` to `now`."""
    one, other, moved = before.reshape(-1, 4, 3), now.reshape(-1, 4, 3), mutant.reshape(-1, 4, 3)
    turns = frames(other) @ frames(one).transpose(0, 2, 1)
    return np.asarray((np.einsum("rab,rkb->rka", turns, moved - one[:, 1:2]) + other[:, 1:2]).reshape(-1, 3))
