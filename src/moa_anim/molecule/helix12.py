"""Helix 12's path, in heavy atoms, from its position with hormone through a loose range to its position with elacestrant.

Both ends are measured (PDB 1G50, 7TE7; see `receptor_atoms` for the atoms that 7TE7 lacks). The path between them is a
model: helix 12 moves as a rigid body along a smooth curve through chosen poses; residues 526–537 and the loops that differ
follow with relaxed bonds and angles; side chains move with their backbone frames; the core goes from one measured state to
the other while helix 12 settles. On the entire path backbone bonds are within 0.15 Å of the measured lengths, and backbone
atoms more than two bonds apart are no nearer than 2.6 Å or than in the measured states (tested).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from scipy.spatial.transform import Rotation

from moa_anim.cache.arrays import cached
from moa_anim.molecule.easing import smoothstep
from moa_anim.molecule.film_drug import film_drug
from moa_anim.molecule.pose import Pose, best_fit, catmull_rom, rotation_from_vector, rotation_vector
from moa_anim.molecule.receptor_atoms import (
    FIRST_RESIDUE,
    LAST_RESIDUE,
    Internals,
    ReceptorAtoms,
    receptor_atoms,
    state_positions,
)
from moa_anim.molecule.relaxation import relax
from moa_anim.molecule.structure import Trace, receptor_tables

__all__ = ["FIRST_RESIDUE", "LAST_RESIDUE"]

HELIX = (538, 544)
"""First and last residue of the rigid body: over them the Cα atoms of 1G50 and 7TE7 superpose within 0.3 Å."""

HINGE = (526, 537)
"""First and last residue of the flexible segment between the core and helix 12."""

LOOPS = ((329, 341), (459, 466))
"""First and last residues of the loops of the core whose backbone differs most between the states."""

TAIL = (545, 546)
"""First and last residue after helix 12 that move with it."""

# Positions on the path, as shares of it.
CLOSED = 0.0
"""With hormone, as measured."""

LOOSE_FROM = 0.2
LOOSE_TO = 0.7
"""Between LOOSE_FROM and LOOSE_TO the pocket is open and the groove is free."""

ANTAGONIST = 1.0
"""With elacestrant, as measured."""

STEPS = 200
"""Intervals of the path between computed sets of atoms: less than 1 Å each, so that linear interpolation is sufficient."""

WAYPOINTS = (
    # share of the 121° turn, offset (Å) from the straight line of the centroid, further rotation vector (degrees)
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
"""Chosen by hand: away from the pocket's mouth, clear of the core and of the groove, turning all the time."""

CONTACT_ANGSTROM = 2.9
"""Smallest distance of relaxed backbone atoms, unless they are nearer in a measured state."""

TURNING_BONDS = 4
TURNING_ANGSTROM = 2.64
"""Atoms up to TURNING_BONDS bonds apart may come as near as TURNING_ANGSTROM: they pass each other when the chain turns
about one of these bonds."""

NEIGHBOURHOOD_ANGSTROM = 3.9
"""Pairs of atoms up to this distance are checked while a step is relaxed: pairs farther apart do not meet in one step."""

HOMING_FROM = 0.78
"""Position on the path from which the hinge is drawn to its measured position, decelerating towards the end."""

LIGAND_CLEARANCE_ANGSTROM = 3.1
"""Smallest distance of relaxed atoms to elacestrant's heavy atoms, unless they are nearer in 7TE7."""

CLOSE_SLACK_ANGSTROM = 0.04
"""Added to the distance of a pair that is nearer than CONTACT_ANGSTROM in a measured state: relaxation ends just short of its
goal."""

SWEEPS = 80
"""Sweeps of relaxation for each step of the path."""

EVENED_FROM = 0.6
"""Position on the path from which displacements of relaxed atoms are evened, and elacestrant may be in the pocket."""

EVENED_SHARE = 0.8
"""Share by which a round moves an atom to the middle between its positions in the steps before and after."""

BENT_STIFFNESS = 0.1
"""Stiffness of angles and flat peptides (0…1) while steps are evened; bonds have 1."""

ROUNDS = 120
"""Rounds of evening and relaxation."""

ROUND_SWEEPS = 10
"""Sweeps of relaxation in each round."""

ROUNDS_PER_SEARCH = 20
"""Rounds after which contacts are searched anew."""

Contacts = tuple[NDArray[np.int64], NDArray[np.float64]]
"""Pairs of rows (n, 2) and their smallest distances (n,; Å)."""


@dataclass(frozen=True)
class Helix12Path:
    """`positions` (STEPS + 1, atoms, 3; Å) of the wild type's heavy atoms, first with hormone, last with elacestrant."""

    receptor: ReceptorAtoms
    positions: NDArray[np.float32]

    @property
    def numbers(self) -> NDArray[np.int64]:
        """Residue numbers (residues,)."""
        return self.receptor.numbers

    @property
    def letters(self) -> str:
        """One-letter codes of the wild type."""
        return self.receptor.letters

    @cached_property
    def traces(self) -> NDArray[np.float64]:
        """Cα (STEPS + 1, residues, 3; Å)."""
        return self.positions[:, self.receptor.alphas].astype(np.float64)

    def atoms_at(self, place: float) -> NDArray[np.float64]:
        """All heavy atoms (n, 3; Å) at a position on the path, 0 (closed) … 1 (antagonist). Raises ValueError outside."""
        return _between(self.positions, place)

    def at(self, place: float) -> Trace:
        """The Cα trace at a position on the path, 0 (closed) … 1 (antagonist). Raises ValueError outside."""
        return Trace(self.numbers, self.letters, _between(self.traces, place))

    def helix_move(self, place: float) -> Pose:
        """The rigid motion of helix 12 from its position with hormone to a position on the path."""
        rows = slice(HELIX[0] - FIRST_RESIDUE, HELIX[1] - FIRST_RESIDUE + 1)
        return best_fit(self.traces[0][rows], self.at(place).positions[rows])


def _between(steps: NDArray[np.float32] | NDArray[np.float64], place: float) -> NDArray[np.float64]:
    if not 0.0 <= place <= 1.0:
        raise ValueError(f"a position on helix 12's path must be in 0…1, not {place}")
    step = place * (len(steps) - 1)
    left = min(int(step), len(steps) - 2)
    start = steps[left].astype(np.float64)
    # In this form atoms that do not move between two steps keep their positions to the last bit.
    return np.asarray(start + (steps[left + 1].astype(np.float64) - start) * (step - left))


@cache
def helix12_path() -> Helix12Path:
    """Return the path; it takes seconds to compute, and is cached on disk."""
    return Helix12Path(receptor_atoms(), cached(_path, "helix 12's path in atoms", film_drug().digest))


def _path() -> NDArray[np.float32]:
    """All atoms at each step: backbone, and side chains placed on it; from LOOSE_TO on their torsions go to those of 7TE7."""
    wild = receptor_atoms()
    chains, start, end = wild.side_chains, state_positions("estradiol"), state_positions("drug")
    first, last = chains.measured(start), chains.measured(end)
    found = np.empty((STEPS + 1, len(start), 3))
    for step, backbone in enumerate(_backbones(wild, start, end)):
        places = found[step]
        places[:] = start
        places[wild.backbone.ravel()] = backbone
        settled = smoothstep(step / STEPS, LOOSE_TO, ANTAGONIST)
        if step < STEPS and settled == 0.0:
            away = np.abs(backbone.reshape(-1, 4, 3) - start[wild.backbone]).max(axis=(1, 2))
            place_chosen(places, first, (away > 0.0)[wild.residues[chains.rows]])
        else:
            chains.place(places, first.towards(last, settled))
    found[0], found[-1] = start, end
    return found.astype(np.float32)


def place_chosen(places: NDArray[np.float64], internals: Internals, chosen: NDArray[np.bool_]) -> None:
    """Put the chosen side-chain atoms on the backbone in `places`, in place; the others are unchanged to the last bit."""
    chains = receptor_atoms().side_chains
    for first, end in chains.generations:
        chains.place_subset(places, internals, first + np.flatnonzero(chosen[first:end]))


def _backbones(
    wild: ReceptorAtoms, start_atoms: NDArray[np.float64], end_atoms: NDArray[np.float64]
) -> list[NDArray[np.float64]]:
    """The backbone (4 · residues, 3; Å) at each step: N, CA, C, O of each residue, computed from the step before."""
    start, end = start_atoms[wild.backbone.ravel()], end_atoms[wild.backbone.ravel()]
    numbers = np.repeat(wild.numbers, 4)
    helix, hinge, tail = (np.flatnonzero((numbers >= a) & (numbers <= b)) for a, b in (HELIX, HINGE, TAIL))
    alphas = helix[1::4]
    move = best_fit(start[alphas], end[alphas])
    centre = start[alphas].mean(axis=0)
    waypoints = _waypoints(rotation_vector(move.rotation), centre, end[alphas].mean(axis=0))
    misfit = end - move.apply(start)
    tied = tied_pairs(len(wild.numbers))
    from_start, from_end = (
        np.linalg.norm(each[tied[:, 1]] - each[tied[:, 0]], axis=1) for each in (start, end)
    )
    loose_only = np.zeros(len(start), dtype=np.bool_)
    loose_only[hinge] = loose_only[tail] = True
    everywhere = np.ones(len(start), dtype=np.bool_)
    everywhere[helix] = False
    # The share of helix 12's displacement in a step that each atom of the hinge takes part in before it is relaxed.
    drag = np.clip((numbers[hinge] - HINGE[0] + 1) / (HINGE[1] - HINGE[0] + 2), 0.0, 1.0)[:, None]

    found = [start.copy()]
    before = Pose(np.eye(3), np.zeros(3))
    for step in range(1, STEPS):
        place = step / STEPS
        row = catmull_rom(waypoints, place)
        rotation = rotation_from_vector(row[3:])
        pose = Pose(rotation, row[:3] - rotation @ centre)
        settling = min(max((place - LOOSE_TO) / (ANTAGONIST - LOOSE_TO), 0.0), 1.0)
        eased = smoothstep(settling)
        places = blended(start, end, eased)
        for rows in (helix, tail):
            places[rows] = pose.apply(start[rows]) + misfit[rows] * eased
        last = found[-1][hinge]
        carried = pose.apply((last - before.translation) @ before.rotation)
        places[hinge] = last + (carried - last) * drag
        if place > HOMING_FROM:
            places[hinge] = blended(places[hinge], end[hinge], 2.0 / (STEPS - step + 1))
        movable = everywhere if settling > 0.0 else loose_only
        goals = from_start + (from_end - from_start) * eased
        contacts = _contacts(places, movable, start, end, with_ligand=place >= EVENED_FROM)
        _relax(places, movable, (tied, goals, np.ones(len(tied))), contacts, SWEEPS)
        found.append(places)
        before = pose
    found.append(end.copy())
    flexible = loose_only.copy()
    for begin, stop in LOOPS:
        flexible |= (numbers >= begin) & (numbers <= stop)
    _even(found, flexible, loose_only, tied, (from_start, from_end))
    return found


def _even(
    found: list[NDArray[np.float64]],
    flexible: NDArray[np.bool_],
    loose_only: NDArray[np.bool_],
    tied: NDArray[np.int64],
    lengths: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> None:
    """Distribute jumps of atoms that were relaxed step by step over the neighbouring steps, in place (a nudged band)."""
    start, end = found[0], found[-1]
    first = round(EVENED_FROM * STEPS)
    settling = [smoothstep(step / STEPS, LOOSE_TO, ANTAGONIST) for step in range(STEPS + 1)]
    residues = np.flatnonzero(flexible.reshape(-1, 4).all(axis=1))
    rows = (4 * residues[:, None] + np.arange(4)).ravel()
    near = flexible[tied].any(axis=1)
    tied, one, other = tied[near], lengths[0][near], lengths[1][near]
    contacts: dict[int, Contacts] = {}
    bond = bonds_apart(tied[:, 0], tied[:, 1]) == 1
    for number in range(ROUNDS + 1):
        band = np.array([places[rows] for places in found[first - 1 :]])
        middle = blended(band[:-2].reshape(-1, 3), band[2:].reshape(-1, 3), 0.5)
        evened = blended(band[1:-1].reshape(-1, 3), middle, EVENED_SHARE).reshape(-1, len(rows), 3)
        last = number == ROUNDS
        stiffness = np.where(bond, 1.0, 0.0 if last else BENT_STIFFNESS)
        for step, places in zip(range(first, STEPS), evened, strict=True):
            movable = flexible if settling[step] > 0.0 else loose_only
            chosen = movable[rows]
            if not last:
                found[step][rows[chosen]] = places[chosen]
            if number % ROUNDS_PER_SEARCH == 0 or last:
                contacts[step] = _contacts(found[step], movable, start, end, with_ligand=True)
            goals = one + (other - one) * settling[step]
            sweeps = SWEEPS if last else ROUND_SWEEPS
            _relax(found[step], movable, (tied, goals, stiffness), contacts[step], sweeps)
    # Finally contacts have priority over angles, in the steps before `first`, too.
    for step in range(1, first):
        roomy = _contacts(found[step], loose_only, start, end, with_ligand=False)
        _relax(found[step], loose_only, (tied, one, np.where(bond, 1.0, 0.0)), roomy, SWEEPS)


def _relax(
    places: NDArray[np.float64],
    movable: NDArray[np.bool_],
    ties: tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]],
    contacts: Contacts,
    sweeps: int,
) -> None:
    """Relax a backbone in place; elacestrant's atoms, whose rows come after the backbone's, stay where they are."""
    ligand = receptor_tables().ligands["drug"].positions
    everything = np.vstack([places, ligand])
    relax(everything, np.append(movable, np.zeros(len(ligand), dtype=np.bool_)), *ties, *contacts, sweeps)
    places[:] = everything[: len(places)]


def blended(start: NDArray[np.float64], end: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """Interpolate two backbones (4 · residues, 3): each residue's N, CA and C turn together, O turns about CA–C.

    Linear interpolation of atoms would shrink a residue that turns far.
    """
    if share <= 0.0:
        return start.copy()
    one, other = start.reshape(-1, 4, 3), end.reshape(-1, 4, 3)
    axes_one, goals = frames(one), frames(other)
    turns = Rotation.from_matrix(goals @ axes_one.transpose(0, 2, 1)).as_rotvec() * share
    local, goal = (
        np.einsum("rka,rab->rkb", each - each[:, 1:2], axes)
        for each, axes in ((one, axes_one), (other, goals))
    )
    # O turns about the axis CA–C, which is the frame's first, in the shorter direction.
    along = local[:, 3, 0] + (goal[:, 3, 0] - local[:, 3, 0]) * share
    reaches = [np.hypot(each[:, 3, 1], each[:, 3, 2]) for each in (local, goal)]
    angles = [np.arctan2(each[:, 3, 2], each[:, 3, 1]) for each in (local, goal)]
    angle = angles[0] + ((angles[1] - angles[0] + np.pi) % (2 * np.pi) - np.pi) * share
    reach = reaches[0] + (reaches[1] - reaches[0]) * share
    between = local + (goal - local) * share
    between[:, 3] = np.stack([along, reach * np.cos(angle), reach * np.sin(angle)], axis=1)
    turned = Rotation.from_rotvec(turns).as_matrix() @ axes_one
    alphas = one[:, 1] + (other[:, 1] - one[:, 1]) * share
    return np.asarray((np.einsum("rkb,rab->rka", between, turned) + alphas[:, None]).reshape(-1, 3))


def frames(backbone: NDArray[np.float64]) -> NDArray[np.float64]:
    """Axes (residues, 3, 3) of each residue, as columns: from CA to C, in the plane of N, normal to it."""
    x = backbone[:, 2] - backbone[:, 1]
    x = x / np.linalg.norm(x, axis=1, keepdims=True)
    z = np.cross(x, backbone[:, 0] - backbone[:, 1])
    z = z / np.linalg.norm(z, axis=1, keepdims=True)
    return np.stack([x, np.cross(z, x), z], axis=2)


def tied_pairs(residues: int) -> NDArray[np.int64]:
    """Pairs of backbone atoms with a fixed distance: bonds, angles, and across each flat peptide."""
    n, alpha, carbonyl, oxygen = range(4)
    own = [(n, alpha), (alpha, carbonyl), (carbonyl, oxygen), (n, carbonyl), (alpha, oxygen)]
    following = [(carbonyl, n), (alpha, n), (oxygen, n), (carbonyl, alpha), (alpha, alpha), (oxygen, alpha)]
    pairs = []
    for row in range(residues):
        pairs += [(4 * row + a, 4 * row + b) for a, b in own]
        if row + 1 < residues:
            pairs += [(4 * row + a, 4 * row + 4 + b) for a, b in following]
    return np.array(pairs)


def bonds_apart(first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number of bonds between backbone atoms, given by their rows (N, CA, C, O of each residue)."""
    along = np.array([0, 1, 2, 2])  # position of N, CA, C, O along the chain; O is one bond off it
    off = np.array([0, 0, 0, 1])
    one, other = (3 * (rows // 4) + along[rows % 4] for rows in (first, second))
    return np.asarray(np.abs(one - other) + off[first % 4] + off[second % 4])


def contacts_of(
    places: NDArray[np.float64], movable: NDArray[np.bool_], states: Sequence[NDArray[np.float64]]
) -> Contacts:
    """Pairs of atoms more than two bonds apart that may meet, and their smallest distances, given measured states."""
    pairs = cKDTree(places).query_pairs(NEIGHBOURHOOD_ANGSTROM, output_type="ndarray")
    pairs = pairs[(movable[pairs].any(axis=1)) & (bonds_apart(pairs[:, 0], pairs[:, 1]) > 2)]
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))].astype(np.int64)
    turning = bonds_apart(pairs[:, 0], pairs[:, 1]) <= TURNING_BONDS
    least = np.where(turning, TURNING_ANGSTROM, CONTACT_ANGSTROM)
    for state in states:
        apart = np.linalg.norm(state[pairs[:, 1]] - state[pairs[:, 0]], axis=1)
        least = np.minimum(least, apart + CLOSE_SLACK_ANGSTROM)
    return pairs, least


def _contacts(
    places: NDArray[np.float64],
    movable: NDArray[np.bool_],
    start: NDArray[np.float64],
    end: NDArray[np.float64],
    *,
    with_ligand: bool,
) -> Contacts:
    """`contacts_of` the two ends; `with_ligand`: also with elacestrant's atoms, whose rows come after the backbone's."""
    pairs, least = contacts_of(places, movable, (start, end))
    if not with_ligand:
        return pairs, least
    ligand = receptor_tables().ligands["drug"].positions
    near = cKDTree(places).query_ball_point(ligand, NEIGHBOURHOOD_ANGSTROM, return_sorted=True)
    met = [(row, len(places) + atom) for atom, rows in enumerate(near) for row in rows if movable[row]]
    ligand_pairs = np.array(met, dtype=np.int64).reshape(-1, 2)
    measured = np.linalg.norm(end[ligand_pairs[:, 0]] - ligand[ligand_pairs[:, 1] - len(places)], axis=1)
    ligand_least = np.minimum(LIGAND_CLEARANCE_ANGSTROM, measured + CLOSE_SLACK_ANGSTROM)
    return np.concatenate([pairs, ligand_pairs]), np.concatenate([least, ligand_least])


def _waypoints(
    turn: NDArray[np.float64], start: NDArray[np.float64], end: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Waypoints as rows (centroid x, y, z in Å; rotation vector in radians)."""
    rows = []
    for share, offset, further in WAYPOINTS:
        rotation = rotation_from_vector(np.radians(further)) @ rotation_from_vector(turn * share)
        rows.append(np.concatenate([start * (1 - share) + end * share + offset, rotation_vector(rotation)]))
    return np.array(rows)
