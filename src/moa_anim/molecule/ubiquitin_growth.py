"""How four ubiquitins are joined one after another: where the E3, its RING and the chain are at each transfer. A model.

At a transfer the new ubiquitin is as its E2 holds it, seated on the RING, and its G76 is at the lysine at hand: K467, then
K48 of the last one. Between transfers the chain bends at its links, the E3 moves a little on its hold of the receptor,
whose adaptors are unknown, and the RING swings on its linker. The numbers were found by `tools/chain_growth.py`: no
structure shows a chain that grows.
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
    """One transfer, in the stage frame: `chain` are the ubiquitins joined before it.

    `swing` is the RING's turn (rotation vector in the scaffold's frame) and `ring` its pose, from the frame of `ligase()`.
    """

    chain: tuple[Pose, ...]
    scaffold: Pose
    swing: Points
    ring: Pose

    @property
    def brought(self) -> Pose:
        """Where the ubiquitin is that the E2 holds."""
        return self.ring.after(ligase().ubiquitin)


@cache
def scaffold_and_ring() -> tuple[Atoms, Atoms]:
    """Return the E3's atoms in the frame of `ligase()`: without its RING, and the RING."""
    atoms = ligase().scaffold
    ring = (atoms.chains == "B") & (atoms.residue_numbers >= FIRST_RING_RESIDUE)
    return atoms.where(~ring), atoms.where(ring)


@cache
def linker_end() -> Points:
    """Return the place (3,; Å) about which the RING swings, in the scaffold's frame: the carbonyl carbon before it."""
    return atom_place(ligase().scaffold, FIRST_RING_RESIDUE - 1, "C", "B")


def ring_on(scaffold: Pose, swing: Points) -> Pose:
    """Return the RING's pose on a scaffold at a pose, swung by a rotation vector."""
    turn = rotation_from_vector(swing)
    return scaffold.after(Pose(turn, linker_end() - turn @ linker_end()))


def scaffold_under(ring: Pose, swing: Points) -> Pose:
    """Return the pose of the scaffold whose RING is at a pose, swung by a rotation vector: the opposite of `ring_on`."""
    turn = rotation_from_vector(-swing)
    return ring.after(Pose(turn, linker_end() - turn @ linker_end()))


def joint_on(acceptor: Pose, number: int) -> Points:
    """Return where the G76 carbon (3,; Å) of ubiquitin `number` is joined to K48 of the one before it, at a pose."""
    local = ubiquitin_atoms()["K48_NZ"] + ISOPEPTIDE_ANGSTROM * np.array(LINKS[number - 1])
    return np.asarray(acceptor.apply(local[None])[0])


def chain_turned(rotations: Sequence[Matrix]) -> list[Pose]:
    """Return the poses of the joined ubiquitins whose rotations (3, 3 each) are given, the one on the receptor first."""
    carbon = ubiquitin_atoms()["G76_C"]
    poses: list[Pose] = []
    for number, rotation in enumerate(rotations):
        joint = joint_on(poses[-1], number) if number else first_joint()
        poses.append(Pose(rotation, joint - rotation @ carbon))
    return poses


@cache
def first_joint() -> Points:
    """Return where the carbon (3,; Å) of G76 is that is joined to the receptor."""
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
    """Return where each ubiquitin of the finished chain on K467 is (stage frame)."""
    return tuple(chain_turned([rotation_from_vector(vector) for vector in FINAL_CHAIN]))


def chain_bent(number: int, share: float) -> list[Pose]:
    """Return the chain, whose last ubiquitin is `number`, on its way from where that was joined to where the next will be.

    After the last one it goes on to the finished chain.
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
