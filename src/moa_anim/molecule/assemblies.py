"""The larger structures, each about its own middle: ubiquitin, the E3 scaffold, the proteasome, and schematic bodies.

Sources are in the tables themselves: ubiquitin PDB 1UBQ; CUL1–RBX1 PDB 1LDJ; 20S PDB 1PMA (archaeal); 26S envelope from
the map of PDB 4CR2 (yeast). Bodies without a table are made by `blob`: a few large beads, plainly no measured shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from moa_anim.cache.arrays import cached
from moa_anim.molecule.beads import Beads, beads_of_trace, filled_lattice, gathered, lattice_points, plain
from moa_anim.molecule.pose import Pose, rotation_about
from moa_anim.molecule.structure import Trace, read_table, receptor_tables, trace_from_rows, value_at

Points = NDArray[np.float64]

ISOPEPTIDE_ANGSTROM = 1.33
"""From the carbonyl carbon of G76 to the nitrogen of the lysine that it is joined to (ubiquitin.json)."""

CHAIN_TURN_DEGREES = 90.0
"""Turn from one ubiquitin of a chain to the next, about the chain's axis.

Chosen: no Cα comes nearer than 6 Å to the next body's, and four bodies can be counted from the side. The step measured in
the table curls and hides the fourth.
"""

PARALLEL_SINE = 1e-9
"""Sine of the angle between two unit vectors below which they count as parallel."""

CHANNEL_RADIUS_ANGSTROM = 7.5
"""The channel through a cap is schematic: 15 Å wide, room for one unfolded chain."""

CAP_SPACING_ANGSTROM = 6.2
"""Between the fine beads that fill the caps' envelope: the caps have no coordinates."""

CAP_BEAD_ANGSTROM = 5.0
"""Mean radius of the caps' fine beads."""

CAP_REACH_ANGSTROM = 8.6
"""Radius of the balls about the envelope's own beads, which stand 13.6 Å apart, so that their union has no holes."""

CAP_SEED = 26
"""Of the random numbers that shake the caps' lattice."""

SPECK_LINK_ANGSTROM = float(np.nextafter(15.0, 0.0))
"""Envelope beads less than 15 Å apart are neighbours: about one step of their lattice. Some are exactly 15 Å apart."""

SPECK_BEADS = 40
"""Connected groups of fewer envelope beads are noise in the map and are left out."""

BLOB_BEADS = 60
"""Beads in a schematic body."""


@dataclass(frozen=True)
class Proteasome:
    """Beads of the double-capped 26S, +z its long axis: rings α and β of the 20S, and the 19S caps."""

    alpha: Beads
    beta: Beads
    caps: Beads


@cache
def ubiquitin() -> Trace:
    """Return ubiquitin, residues 1–76. Raises ProductionError when its table is missing or wrong."""
    name = "ubiquitin.json"
    return trace_from_rows(name, "CA", value_at(name, read_table(name), "CA"))


@cache
def ubiquitin_atoms() -> dict[str, Points]:
    """Return key atoms of ubiquitin, each (3,) Å, by names such as `G76_C` and `K48_NZ`."""
    name = "ubiquitin.json"
    return {
        key: np.array(value, dtype=float)
        for key, value in value_at(name, read_table(name), "key_atoms").items()
    }


def chain_axis() -> Points:
    """Return the unit vector (3,) in ubiquitin's own frame along which the K48 chain grows: from its G76 to its K48."""
    atoms = ubiquitin_atoms()
    along = atoms["K48_NZ"] - atoms["G76_C"]
    return np.asarray(along / np.linalg.norm(along))


def first_ubiquitin(lysine: Points, direction: Points, roll_degrees: float) -> Pose:
    """Return the pose of the first ubiquitin of a chain, joined to a lysine's nitrogen (3,; Å).

    The chain grows in `direction`; `roll_degrees` turns it about that direction, which decides the side that is seen.
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
def cullin_ring() -> tuple[Trace, ...]:
    """Return CUL1 and RBX1, the scaffold of a cullin-RING ligase: the E2 binds at +x, the substrate is held at −x."""
    name = "e3_cullin_ring.json"
    chains = value_at(name, read_table(name), "chains")
    return tuple(trace_from_rows(name, chain, rows) for chain, rows in chains.items())


@cache
def receptor_dimer() -> tuple[Trace, Trace]:
    """Return the two ligand-binding domains of the agonist dimer (PDB 1G50), residues 307–546 of each."""
    name = "era_lbd.json"
    partner = trace_from_rows(
        name, "dimer partner", value_at(name, read_table(name), "dimer_partner_agonist_CA")
    )
    return receptor_tables().agonist.part(307, 546), partner.part(307, 546)


@cache
def proteasome() -> Proteasome:
    """Return the 26S proteasome. The caps' beads are cached on disk."""
    name = "proteasome_20S.json"
    table = read_table(name)
    references = {
        kind: trace_from_rows(name, kind, rows)
        for kind, rows in value_at(name, table, "reference_CA").items()
    }
    shape = {kind: beads_of_trace(trace) for kind, trace in references.items()}
    envelope_name = "proteasome_26S_envelope.json"
    envelope = read_table(envelope_name)
    turn = rotation_about(
        (0, 0, 1), float(value_at(envelope_name, envelope, "rot_20S_json_to_this_frame_z_deg"))
    )
    rings: dict[str, list[Beads]] = {"alpha": [], "beta": []}
    for subunit in value_at(name, table, "subunits"):
        beads = shape[subunit["type"]]
        placed = beads.positions @ np.array(subunit["R"], dtype=float).T + np.array(subunit["t"], dtype=float)
        rings[subunit["type"]].append(beads.moved(placed @ turn.T))
    rows = [row[:3] for row in value_at(envelope_name, envelope, "beads") if row[3] == "cap19S"]
    places, radii, tones = np.split(
        cached(lambda: _cap_beads(_without_specks(np.array(rows, dtype=float))), "caps"), (3, 4), axis=1
    )
    caps = Beads(places, radii[:, 0], np.zeros(len(places), dtype=np.int64), tones[:, 0])
    return Proteasome(gathered(rings["alpha"]), gathered(rings["beta"]), caps)


def _without_specks(envelope: Points) -> Points:
    """The envelope's beads (n, 3; Å) that belong to a connected group of at least SPECK_BEADS."""
    first, second = cKDTree(envelope).query_pairs(SPECK_LINK_ANGSTROM, output_type="ndarray").T
    graph = coo_array((np.ones(len(first)), (first, second)), shape=(len(envelope), len(envelope)))
    _, group = connected_components(graph, directed=False)
    return np.asarray(envelope[np.bincount(group)[group] >= SPECK_BEADS])


def _cap_beads(envelope: Points) -> Points:
    """Fine beads in the union of balls about the envelope's beads, the channel left open: (n, 5) place (Å), radius, tone."""
    random = np.random.default_rng(CAP_SEED)
    low, high = envelope.min(axis=0) - CAP_REACH_ANGSTROM, envelope.max(axis=0) + CAP_REACH_ANGSTROM
    lattice = lattice_points(low, high, CAP_SPACING_ANGSTROM, random)
    inside = cKDTree(envelope).query(lattice)[0] < CAP_REACH_ANGSTROM
    inside &= np.hypot(lattice[:, 0], lattice[:, 1]) > CHANNEL_RADIUS_ANGSTROM + CAP_BEAD_ANGSTROM
    beads = filled_lattice(lattice[inside], CAP_BEAD_ANGSTROM, random)
    return np.column_stack([beads.positions, beads.radii, beads.tones])


def blob(size: tuple[float, float, float], seed: int, bead_radius: float = 6.0) -> Beads:
    """Return a schematic body about its middle: large beads in an ellipsoid `size` Å across. It is no measured shape."""
    random = np.random.default_rng(seed)
    half = np.array(size) / 2 - bead_radius
    points = random.normal(size=(BLOB_BEADS, 3))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    points *= random.random((BLOB_BEADS, 1)) ** (1 / 3)
    return plain(points * half, bead_radius)
