"""The larger structures from their atoms, each about its own centre: ubiquitin, E3 ligase, E2, receptor dimer, proteasome.

Sources are in the tables themselves: ubiquitin PDB 1UBQ; scaffold 1LDJ; E2 the fold of 3A4S; receptors 1G50; 20S proteasome
4R3O; its cap: beads in a density simulated from 4CR2. Bodies without a table are made by `blob` from a few large beads, so
that they do not look like a measured shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from moa_anim.molecule.atom_tables import atom_table, table_pose
from moa_anim.molecule.beads import Beads, beads_of_atoms, plain
from moa_anim.molecule.pose import Pose, best_fit, rotation_about
from moa_anim.molecule.structure_file import Atoms, joined

Points = NDArray[np.float64]

ISOPEPTIDE_ANGSTROM = 1.33
"""Length of the bond from the carbonyl carbon of G76 to the nitrogen of the lysine."""

CHAIN_TURN_DEGREES = 150.0
"""Turn from one ubiquitin of a chain to the next, about the chain's axis.

Chosen so that no atom comes nearer than 4.5 Å to the next body's, and four bodies can be counted from the side. In crystals
such chains curl, and the fourth is hidden.
"""

PARALLEL_SINE = 1e-9
"""Sine of the angle between two unit vectors below which they count as parallel."""

CHANNEL_RADIUS_ANGSTROM = 9.0
"""The channel through the cap is schematic: 18 Å wide, room for one unfolded chain."""

FIRST_RING_RESIDUE = 39
"""First residue of RBX1's RING, which swings on the linker before it."""

LAST_FOLDED_RESIDUE = 71
"""Last residue of ubiquitin's fold; the flexible tail begins after it."""

LYSINE_48_TURNS_DEGREES = (("CB", "CG", 120.0), ("CD", "CE", 240.0))
"""Turns about bonds (atom, atom, degrees) of K48 that stretch it away from ubiquitin's surface, so that its nitrogen is
within reach of an E2 (a model)."""

# The body that represents the substrate's adaptors, of which no structure is known; chosen to fill the gap.
ADAPTORS_ANGSTROM = (86.0, 50.0, 40.0)
"""Extents of the body."""

ADAPTORS_CENTRE_ANGSTROM = (-44.0, 36.0, 4.0)
"""Its centre in the scaffold's frame."""

ADAPTORS_DEGREES = 32.0
"""Its rotation about z of the scaffold's frame."""

ADAPTORS_SEED = 5
"""Seed of the positions of its beads."""

ADAPTORS_BEAD_ANGSTROM = 8.5
"""Radius of its beads."""

BLOB_BEADS = 60
"""Beads in a schematic body."""

ALPHA_CHAINS = "ABCDEFGOPQRSTU"
BETA_CHAINS = "HIJKLMNVWXYZ12"
"""Chains of the 20S table: each line holds both rings of its kind; A–G are at the cap's side."""

PROTEASOME_SIDE_VIEW = np.array([[0.0, 0.0, -1.0], [0.0, -1.0, 0.0], [-1.0, 0.0, 0.0]])
"""Rotation of the 26S to a horizontal position with the cap to the left; a cut then shows the channel from end to end."""

CAP_END_ANGSTROM = 250.0
"""Distance of the cap's end from the centre of the 20S along the axis."""

CORE_END_ANGSTROM = 84.0
"""The same of the 20S on the other side; the turned residues of its opened gate reach 8 Å further."""


@dataclass(frozen=True)
class Proteasome:
    """The 26S with one cap, at +z of its long axis: atoms of rings α and β of the 20S, beads of the cap."""

    alpha: Beads
    beta: Beads
    cap: Beads


@dataclass(frozen=True)
class Ligase:
    """An E3 at a transfer, in the frame of its scaffold's table: its RING has swung, an E2 with ubiquitin sits on it.

    `ubiquitin` is the pose of `passed_ubiquitin`, whose G76 is bound to the E2; `receptor` is the pose (from the stage frame)
    of the receptor whose K467 it faces; `lysine` is that residue in this pose, stretched towards the E2.
    """

    scaffold: Atoms
    e2: Atoms
    ubiquitin: Pose
    receptor: Pose
    lysine: Atoms


@cache
def ubiquitin() -> Atoms:
    """Return ubiquitin as in its entry, residues 1–76."""
    return atom_table("ubiquitin").atoms


@cache
def passed_ubiquitin() -> Atoms:
    """Return ubiquitin as it is bound to an E2: its entry's fold, with tail 72–76 and K48 turned (a model)."""
    held = atom_table("ligase_charged_e2").chains("U")
    return stretched_lysine(held.moved(_ubiquitin_pose(held).inverse().apply(held.positions)))


def stretched_lysine(ubiquitin_: Atoms) -> Atoms:
    """Return ubiquitin, wherever it is, with the side chain of K48 turned about its bonds."""
    positions = ubiquitin_.positions.copy()
    side_chain = ("CA", "CB", "CG", "CD", "CE", "NZ")
    rows = {
        name: int(np.flatnonzero((ubiquitin_.residue_numbers == 48) & (ubiquitin_.names == name))[0])
        for name in side_chain
    }
    for near, far, degrees in LYSINE_48_TURNS_DEGREES:
        pivot = positions[rows[far]]
        turn = rotation_about(pivot - positions[rows[near]], degrees)
        beyond = [rows[name] for name in side_chain[side_chain.index(far) + 1 :]]
        positions[beyond] = (positions[beyond] - pivot) @ turn.T + pivot
    return ubiquitin_.moved(positions)


def _ubiquitin_pose(held: Atoms) -> Pose:
    """The pose, from ubiquitin's own frame, that superposes its fold on that of `held`."""
    own, there = (each.named("CA").of_residues(1, LAST_FOLDED_RESIDUE) for each in (ubiquitin(), held))
    return best_fit(own.positions, there.positions)


@cache
def ubiquitin_atoms() -> dict[str, Points]:
    """Return the atoms by which ubiquitins are joined, each (3,) Å: `G76_C` and `K48_NZ`."""
    return {
        "G76_C": atom_place(passed_ubiquitin(), 76, "C"),
        "K48_NZ": atom_place(passed_ubiquitin(), 48, "NZ"),
    }


def atom_place(atoms: Atoms, residue: int, name: str, chain: str | None = None) -> Points:
    """Position (3,; Å) of one atom. Raises KeyError unless there is exactly one."""
    chosen = (atoms.residue_numbers == residue) & (atoms.names == name)
    if chain is not None:
        chosen &= atoms.chains == chain
    if chosen.sum() != 1:
        raise KeyError(f"{int(chosen.sum())} atoms {name} of residue {residue}")
    return np.asarray(atoms.positions[chosen][0])


def chain_axis() -> Points:
    """Return the unit vector (3,) in ubiquitin's own frame along which the K48 chain grows: from its G76 to its K48."""
    atoms = ubiquitin_atoms()
    along = atoms["K48_NZ"] - atoms["G76_C"]
    return np.asarray(along / np.linalg.norm(along))


def first_ubiquitin(lysine: Points, direction: Points, roll_degrees: float) -> Pose:
    """Return the pose of the first ubiquitin of a chain, joined to a lysine's nitrogen (3,; Å).

    The chain grows in `direction`; `roll_degrees` turns it about that direction, which decides which side is visible.
    """
    axis = chain_axis()
    goal = np.asarray(direction, dtype=float) / np.linalg.norm(direction)
    across = np.cross(axis, goal)
    sine = float(np.linalg.norm(across))
    angle = float(np.degrees(np.arctan2(sine, axis @ goal)))
    onto = rotation_about(across, angle) if sine > PARALLEL_SINE else np.eye(3)
    rotation = rotation_about(goal, roll_degrees) @ onto
    carbon = lysine + ISOPEPTIDE_ANGSTROM * goal
    return Pose(rotation, carbon - rotation @ ubiquitin_atoms()["G76_C"])


def next_ubiquitin(pose: Pose) -> Pose:
    """Return the pose of the next ubiquitin of the chain: its G76 joined to K48 of the one at `pose`."""
    atoms = ubiquitin_atoms()
    nitrogen = pose.rotation @ atoms["K48_NZ"] + pose.translation
    axis = pose.rotation @ chain_axis()
    rotation = rotation_about(axis, CHAIN_TURN_DEGREES) @ pose.rotation
    carbon = nitrogen + ISOPEPTIDE_ANGSTROM * axis
    return Pose(rotation, carbon - rotation @ atoms["G76_C"])


def ubiquitin_chain(lysine: Points, direction: Points, roll_degrees: float, length: int) -> list[Pose]:
    """Return the poses of a chain of `length` ubiquitins; the other arguments are those of `first_ubiquitin`."""
    chain = [first_ubiquitin(lysine, direction, roll_degrees)]
    while len(chain) < length:
        chain.append(next_ubiquitin(chain[-1]))
    return chain


@cache
def cullin_ring() -> tuple[Atoms, Atoms]:
    """Return CUL1 and RBX1 as in their entry, the scaffold of a cullin-RING ligase: RBX1, the RING, is at +x."""
    scaffold = atom_table("ligase_scaffold")
    return scaffold.chains("A"), scaffold.chains("B")


@cache
def ligase() -> Ligase:
    """Return the E3 at a transfer: arranged after a reference model, not measured (see the table's notes)."""
    table = atom_table("ligase_charged_e2")
    swing = table_pose(table, "swing")
    cullin, ring = cullin_ring()
    swings = ring.residue_numbers >= FIRST_RING_RESIDUE
    ring = ring.moved(np.where(swings[:, None], swing.apply(ring.positions), ring.positions))
    e2, held = (part.moved(swing.apply(part.positions)) for part in (table.chains("E"), table.chains("U")))
    return Ligase(
        joined([cullin, ring]),
        e2,
        _ubiquitin_pose(held),
        table_pose(table, "receptor"),
        table.chains("K"),
    )


@cache
def receptor_dimer() -> tuple[Atoms, Atoms]:
    """Return the two ligand-binding domains of the agonist dimer (PDB 1G50), residues 307–546 of each, without hormone."""
    table = atom_table("era_lbd_estradiol")
    one, other = (table.chains(chain).of_residues(307, 546) for chain in "AB")
    return one.where(one.polymer), other.where(other.polymer)


@cache
def dimer_turn() -> Pose:
    """The motion of one receptor of the dimer onto the other: half a turn about the crystal's twofold axis."""
    one, other = receptor_dimer()
    return best_fit(one.positions, other.positions)


@cache
def proteasome() -> Proteasome:
    """Return the 26S proteasome with one cap. The gates at both ends are open: a model (see the table's notes)."""
    core, opened = atom_table("proteasome_20s"), atom_table("proteasome_20s_open_gate").atoms
    turned = set(zip(opened.chains.tolist(), opened.residue_numbers.tolist(), strict=True))
    rows = zip(core.atoms.chains.tolist(), core.atoms.residue_numbers.tolist(), strict=True)
    stays = np.array([row not in turned for row in rows])
    atoms = joined([core.atoms.where(stays), opened])
    return Proteasome(
        beads_of_atoms(atoms.of_chains(*ALPHA_CHAINS)),
        beads_of_atoms(atoms.of_chains(*BETA_CHAINS)),
        _cap(),
    )


def _cap() -> Beads:
    """The beads that fill the cap's density, without those in the channel."""
    table = atom_table("proteasome_cap")
    fine = table.atoms.names == "F"
    radii = np.where(fine, table.numbers["bead_radius_F"], table.numbers["bead_radius_C"])
    places = table.atoms.positions
    outside = np.hypot(places[:, 0], places[:, 1]) > CHANNEL_RADIUS_ANGSTROM + radii
    count = int(outside.sum())
    return Beads(places[outside], radii[outside], np.zeros(count, dtype=np.int64), np.zeros(count))


def adaptors_between() -> tuple[Beads, Pose]:
    """Return the schematic body that joins the receptor to the E3's end, and its pose in the stage frame."""
    back = ligase().receptor.inverse()
    turn = back.rotation @ rotation_about((0, 0, 1), ADAPTORS_DEGREES)
    centre = back.apply(np.array([ADAPTORS_CENTRE_ANGSTROM]))[0]
    return blob(ADAPTORS_ANGSTROM, ADAPTORS_SEED, bead_radius=ADAPTORS_BEAD_ANGSTROM), Pose(turn, centre)


def blob(size: tuple[float, float, float], seed: int, bead_radius: float = 6.0) -> Beads:
    """Return a schematic body centred on the origin: large beads in an ellipsoid `size` Å across, not a measured shape."""
    random = np.random.default_rng(seed)
    half = np.array(size) / 2 - bead_radius
    points = random.normal(size=(BLOB_BEADS, 3))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    points *= random.random((BLOB_BEADS, 1)) ** (1 / 3)
    return plain(points * half, bead_radius)
