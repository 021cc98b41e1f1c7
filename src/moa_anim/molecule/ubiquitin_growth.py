"""How four ubiquitins are joined one after another: where the E3, its RING and the chain are at each transfer. A model.

At a transfer the new ubiquitin is on its E2, which sits on the RING, and its G76 is at the acceptor lysine: K467 of the
receptor, then K48 of the last ubiquitin. Between transfers the chain bends at its links, the E3 moves a little relative to
the receptor (the adaptors between them are unknown), and the RING swings on its linker. The numbers were found by
`tools/chain_growth.py`: no structure shows a growing chain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from moa_anim.molecule.assemblies import (
    FIRST_RING_RESIDUE,
    ISOPEPTIDE_ANGSTROM,
    atom_place,
    ligase,
    ubiquitin_atoms,
)
from moa_anim.molecule.growth_poses import FINAL_CHAIN, LINKS, STEPS, VIAS
from moa_anim.molecule.pose import Matrix, Pose, catmull_rom, rotation_from_vector, rotation_vector
from moa_anim.molecule.structure_file import Atoms

Points = NDArray[np.float64]


@dataclass(frozen=True)
class Transfer:
    """One transfer, in the stage frame: `chain` are the poses of the ubiquitins joined before it.

    `scaffold` and `ring` are the poses of the E3 without its RING and of the RING, from the frame of `ligase()`; `swing` (3,)
    is the RING's rotation vector (radians, scaffold's frame).
    """

    chain: tuple[Pose, ...]
    scaffold: Pose
    swing: Points
    ring: Pose

    @property
    def brought(self) -> Pose:
        """Pose of the ubiquitin on the E2."""
        return self.ring.after(ligase().ubiquitin)


@cache
def scaffold_and_ring() -> tuple[Atoms, Atoms]:
    """Return the E3's atoms in the frame of `ligase()`: all without the RING, and the RING."""
    atoms = ligase().scaffold
    ring = (atoms.chains == "B") & (atoms.residue_numbers >= FIRST_RING_RESIDUE)
    return atoms.where(~ring), atoms.where(ring)


@cache
def linker_end() -> Points:
    """Return the point (3,; Å) about which the RING swings, in the scaffold's frame: the carbonyl carbon before it."""
    return atom_place(ligase().scaffold, FIRST_RING_RESIDUE - 1, "C", "B")


def ring_on(scaffold: Pose, swing: Points) -> Pose:
    """Return the RING's pose on a scaffold at a pose, swung by a rotation vector."""
    turn = rotation_from_vector(swing)
    return scaffold.after(Pose(turn, linker_end() - turn @ linker_end()))


def scaffold_under(ring: Pose, swing: Points) -> Pose:
    """Return the pose of the scaffold whose RING is at a pose, swung by a rotation vector: the inverse of `ring_on`."""
    turn = rotation_from_vector(-swing)
    return ring.after(Pose(turn, linker_end() - turn @ linker_end()))


def joint_on(acceptor: Pose, number: int) -> Points:
    """Return the position (3,; Å) of the G76 carbon of ubiquitin `number`, joined to K48 of the one before at `acceptor`."""
    local = ubiquitin_atoms()["K48_NZ"] + ISOPEPTIDE_ANGSTROM * np.array(LINKS[number - 1])
    return np.asarray(acceptor.apply(local[None])[0])


def chain_turned(rotations: Sequence[Matrix]) -> list[Pose]:
    """Return the poses of joined ubiquitins from their rotations (3, 3 each), the one on the receptor first."""
    carbon = ubiquitin_atoms()["G76_C"]
    poses: list[Pose] = []
    for number, rotation in enumerate(rotations):
        joint = joint_on(poses[-1], number) if number else first_joint()
        poses.append(Pose(rotation, joint - rotation @ carbon))
    return poses


@cache
def first_joint() -> Points:
    """Return the position (3,; Å) of the G76 carbon that is joined to the receptor."""
    return np.asarray(_first().brought.apply(ubiquitin_atoms()["G76_C"][None])[0])


@cache
def _first() -> Transfer:
    place = ligase().receptor.inverse()
    return Transfer((), place, np.zeros(3), place)


@cache
def transfers() -> tuple[Transfer, ...]:
    """Return the four transfers in order."""
    found = [_first()]
    held = ubiquitin_atoms()["G76_C"]
    for number, step in enumerate(STEPS, 1):
        chain = chain_turned([rotation_from_vector(vector) for vector in step.chain])
        rotation = chain[-1].rotation @ rotation_from_vector(step.seat)
        carbon = ligase().ubiquitin.apply(held[None])[0]
        ring = Pose(rotation, joint_on(chain[-1], number) - rotation @ carbon)
        swing = np.array(step.swing)
        found.append(Transfer(tuple(chain), scaffold_under(ring, swing), swing, ring))
    return tuple(found)


@cache
def chain_on_lysine() -> tuple[Pose, ...]:
    """Return the poses of the ubiquitins of the finished chain on K467 (stage frame)."""
    return tuple(chain_turned([rotation_from_vector(vector) for vector in FINAL_CHAIN]))


def chain_bent(number: int, share: float) -> list[Pose]:
    """Return the poses of a chain whose last ubiquitin is `number`, `share` of the way from its transfer to the next one.

    After the last transfer the chain goes to the finished chain.
    """
    here, last = transfers()[number], number + 1 == len(transfers())
    goals = chain_on_lysine() if last else transfers()[number + 1].chain
    starts = (*here.chain, here.brought)
    turns = [
        rotation_vector(start.rotation @ goal.rotation.T) for start, goal in zip(starts, goals, strict=True)
    ]
    begin = np.concatenate(turns)
    knots = np.array([begin, np.array(VIAS[number]).ravel(), np.zeros(len(begin))])
    vectors = catmull_rom(knots, share).reshape(-1, 3)
    pairs = zip(vectors, goals, strict=True)
    return chain_turned([rotation_from_vector(vector) @ goal.rotation for vector, goal in pairs])
