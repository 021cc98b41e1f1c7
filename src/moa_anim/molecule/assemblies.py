"""The larger structures, each about its own middle: ubiquitin, the E3's scaffold, the proteasome, and schematic bodies.

Sources are in the tables themselves: ubiquitin PDB 1UBQ; CUL1–RBX1 PDB 1LDJ; 20S PDB 1PMA (archaeal); 26S envelope from
the map of PDB 4CR2 (yeast). What no table has is made by `blob`: a few large beads, plainly no measured shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from moa_anim.cache.arrays import cached
from moa_anim.molecule.beads import Beads, beads_of_trace
from moa_anim.molecule.pose import Pose, rotation_about
from moa_anim.molecule.structure import Trace, chain_of, read_table, receptor_tables, trace_from_rows

Points = NDArray[np.float64]

ISOPEPTIDE_ANGSTROM = 1.33
"""From the carbonyl carbon of G76 to the nitrogen of the lysine that it is joined to (ubiquitin.json)."""

CHAIN_TURN_DEGREES = 90.0
"""From one ubiquitin of the chain to the next, about the chain's axis. Chosen: no Cα nearer than 6 Å to the next body's,
and four can be counted from the side. The table's own step curls and hides the fourth."""


@cache
def ubiquitin() -> Trace:
    """Ubiquitin, residues 1–76."""
    name = "ubiquitin.json"
    return trace_from_rows(name, "CA", chain_of(name, read_table(name), "CA"))


@cache
def ubiquitin_atoms() -> dict[str, Points]:
    """Key atoms of ubiquitin, each (3,) Å, by names such as `G76_C` and `K48_NZ`."""
    name = "ubiquitin.json"
    return {
        key: np.array(value, dtype=float)
        for key, value in chain_of(name, read_table(name), "key_atoms").items()
    }


def chain_axis() -> Points:
    """Direction (3,) in ubiquitin's own frame in which the K48 chain grows: from its G76 to its K48."""
    atoms = ubiquitin_atoms()
    way = atoms["K48_NZ"] - atoms["G76_C"]
    return np.asarray(way / np.linalg.norm(way))


def first_ubiquitin(lysine: Points, direction: Points, roll_degrees: float) -> Pose:
    """Where the first ubiquitin of a chain is joined to a lysine's nitrogen (3,), its chain growing in `direction`.

    `roll_degrees` turns it about that direction: which side of the chain one sees.
    """
    axis = chain_axis()
    goal = np.asarray(direction, dtype=float) / np.linalg.norm(direction)
    across = np.cross(axis, goal)
    angle = float(np.degrees(np.arctan2(np.linalg.norm(across), axis @ goal)))
    onto = rotation_about(across, angle) if np.linalg.norm(across) > 1e-9 else np.eye(3)
    rotation = rotation_about(goal, roll_degrees) @ onto
    carbon = lysine + ISOPEPTIDE_ANGSTROM * goal
    return Pose(rotation, carbon - rotation @ ubiquitin_atoms()["G76_C"])


def next_ubiquitin(pose: Pose) -> Pose:
    """Where the next ubiquitin of the chain is: its G76 joined to K48 of the one at `pose`."""
    atoms = ubiquitin_atoms()
    nitrogen = pose.rotation @ atoms["K48_NZ"] + pose.translation
    axis = pose.rotation @ chain_axis()
    rotation = rotation_about(axis, CHAIN_TURN_DEGREES) @ pose.rotation
    carbon = nitrogen + ISOPEPTIDE_ANGSTROM * axis
    return Pose(rotation, carbon - rotation @ atoms["G76_C"])


@cache
def cullin_ring() -> tuple[Trace, ...]:
    """CUL1 and RBX1, the scaffold of a cullin-RING ligase: the E2 sits at +x, the substrate is held at −x."""
    name = "e3_cullin_ring.json"
    chains = chain_of(name, read_table(name), "chains")
    return tuple(trace_from_rows(name, chain, rows) for chain, rows in chains.items())


@dataclass(frozen=True)
class Proteasome:
    """Beads of the double-capped 26S, +z its long axis: rings α and β of the 20S, and the 19S caps."""

    alpha: Beads
    beta: Beads
    caps: Beads


CHANNEL_RADIUS_ANGSTROM = 7.5
"""The schematic channel through a cap, 15 Å wide (figures/README.md)."""

CAP_SPACING_ANGSTROM, CAP_BEAD_ANGSTROM, CAP_REACH_ANGSTROM = 6.2, 5.0, 8.6
"""The caps have no coordinates: fine beads fill the envelope, whose own beads stand 13.6 Å apart."""


@cache
def proteasome() -> Proteasome:
    """The 26S proteasome; the first time in under two seconds."""
    name = "proteasome_20S.json"
    table = read_table(name)
    references = {
        kind: trace_from_rows(name, kind, rows)
        for kind, rows in chain_of(name, table, "reference_CA").items()
    }
    shape = {kind: beads_of_trace(trace) for kind, trace in references.items()}
    envelope_name = "proteasome_26S_envelope.json"
    envelope = read_table(envelope_name)
    turn = rotation_about(
        (0, 0, 1), float(chain_of(envelope_name, envelope, "rot_20S_json_to_this_frame_z_deg"))
    )
    rings: dict[str, list[Beads]] = {"alpha": [], "beta": []}
    for subunit in chain_of(name, table, "subunits"):
        beads = shape[subunit["type"]]
        placed = beads.positions @ np.array(subunit["R"], dtype=float).T + np.array(subunit["t"], dtype=float)
        rings[subunit["type"]].append(beads.moved(placed @ turn.T))
    rows = [row[:3] for row in chain_of(envelope_name, envelope, "beads") if row[3] == "cap19S"]
    places, radii, tones = np.split(
        cached(lambda: _filled(_connected(np.array(rows, dtype=float))), "caps"), (3, 4), axis=1
    )
    caps = Beads(places, radii[:, 0], np.zeros(len(places), dtype=np.int64), tones[:, 0])
    return Proteasome(gathered(rings["alpha"]), gathered(rings["beta"]), caps)


def gathered(pieces: list[Beads]) -> Beads:
    """Several sets of beads as one."""
    return Beads(
        np.concatenate([piece.positions for piece in pieces]),
        np.concatenate([piece.radii for piece in pieces]),
        np.concatenate([piece.residues for piece in pieces]),
        np.concatenate([piece.tones for piece in pieces]),
    )


ISLAND_BEADS = 40
"""Envelope beads that hang together in fewer than this are specks of the map, and left out."""


def _connected(beads: Points) -> Points:
    """The envelope without its specks; beads within 15 Å (a step of its 13.6 Å lattice) hang together."""
    near = np.linalg.norm(beads[:, None] - beads[None], axis=2) < 15.0
    piece = np.arange(len(beads))
    while True:
        lowest = np.where(near, piece[None, :], len(beads)).min(axis=1)
        if (lowest == piece).all():
            break
        piece = lowest
    sizes = np.bincount(piece, minlength=len(beads))
    return np.asarray(beads[sizes[piece] >= ISLAND_BEADS])


def _filled(envelope: Points) -> Points:
    """Fine beads on a shaken lattice inside the union of balls about the envelope's beads, the channel left open.

    (n, 5): place (Å), radius (Å), tone.
    """
    random = np.random.default_rng(26)
    low, high = envelope.min(axis=0) - CAP_REACH_ANGSTROM, envelope.max(axis=0) + CAP_REACH_ANGSTROM
    axes = [np.arange(a, b, CAP_SPACING_ANGSTROM) for a, b in zip(low, high, strict=True)]
    lattice = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)
    lattice = lattice + random.uniform(-0.42, 0.42, lattice.shape) * CAP_SPACING_ANGSTROM
    inside = np.zeros(len(lattice), dtype=np.bool_)
    for start in range(0, len(lattice), 4096):
        chunk = lattice[start : start + 4096]
        squared = ((chunk[:, None, :] - envelope[None, :, :]) ** 2).sum(axis=2).min(axis=1)
        inside[start : start + 4096] = squared < CAP_REACH_ANGSTROM**2
    inside &= np.hypot(lattice[:, 0], lattice[:, 1]) > CHANNEL_RADIUS_ANGSTROM + CAP_BEAD_ANGSTROM
    places = lattice[inside]
    count = len(places)
    radii = CAP_BEAD_ANGSTROM * random.uniform(0.9, 1.12, count)
    return np.column_stack([places, radii, random.choice([-0.03, 0.0, 0.03], count)])


@cache
def receptor_dimer() -> tuple[Trace, Trace]:
    """The two ligand-binding domains of the agonist dimer (PDB 1G50), residues 307–546 of each."""
    name = "era_lbd.json"
    partner = trace_from_rows(
        name, "dimer partner", chain_of(name, read_table(name), "dimer_partner_agonist_CA")
    )
    return receptor_tables().agonist.part(307, 546), partner.part(307, 546)


DNA_RISE_ANGSTROM, DNA_BASES_A_TURN, DNA_RADIUS_ANGSTROM = 3.4, 10.5, 9.4
DNA_GROOVE_DEGREES = 150.0
"""Canonical B-form: rise 3.4 Å, 10.5 base pairs a turn, phosphates 9–10 Å from the axis; the strands are not opposite each
other, which makes one groove wide and the other narrow."""


def b_dna(base_pairs: int) -> tuple[Beads, Beads]:
    """Right-handed B-DNA along +x, about its middle: the two backbones, and the bases between them."""
    steps = (np.arange(base_pairs * 3) - (base_pairs * 3 - 1) / 2) / 3.0
    backbones, bases = [], []
    for shift in (0.0, DNA_GROOVE_DEGREES):
        # Going along +x a right-handed helix turns from y towards z.
        angle = np.radians(steps * 360.0 / DNA_BASES_A_TURN + shift)
        x = steps * DNA_RISE_ANGSTROM
        backbones.append(
            np.stack([x, DNA_RADIUS_ANGSTROM * np.cos(angle), DNA_RADIUS_ANGSTROM * np.sin(angle)], axis=1)
        )
        middle = slice(1, None, 3)
        for radius in (2.2, 5.8):
            bases.append(
                np.stack([x[middle], radius * np.cos(angle[middle]), radius * np.sin(angle[middle])], axis=1)
            )
    strands, rungs = np.vstack(backbones), np.vstack(bases)
    return _plain(strands, 3.0), _plain(rungs, 2.4)


def _plain(places: Points, radius: float) -> Beads:
    count = len(places)
    return Beads(places, np.full(count, radius), np.zeros(count, dtype=np.int64), np.zeros(count))


def blob(size: tuple[float, float, float], seed: int, bead_radius: float = 6.0) -> Beads:
    """A schematic body: large beads filling an ellipsoid of `size` (Å across), about its middle. No measured shape."""
    random = np.random.default_rng(seed)
    half = np.array(size) / 2 - bead_radius
    points = random.normal(size=(60, 3))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    points *= random.random((60, 1)) ** (1 / 3)
    count = len(points)
    return Beads(points * half, np.full(count, bead_radius), np.zeros(count, dtype=np.int64), np.zeros(count))
