"""The receptor's heavy atoms in each measured state: the wild type's atoms, the same set in all of them.

Atom names and sequence are those of 1G50. Where another entry lacks atoms of a side chain, or has an engineered residue
(7TE7: C381S, C417S, C530S, L536S; 2B23 and 4Q13: the mutation), these atoms are rebuilt on the entry's own backbone with the
wild type's lengths, angles and torsions, and turned about the side chain's first bond where they would touch another atom: a
model, and the credits say so.

A side chain's atoms are described by internal coordinates: length, angle and torsion relative to three preceding atoms. So
side chains move with their backbone frames (N, CA, C), and can be interpolated between two states' torsions without
shortening bonds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from moa_anim.errors import Fault, ProductionError
from moa_anim.molecule.atom_tables import atom_table
from moa_anim.molecule.film_drug import film_drug
from moa_anim.molecule.structure import LETTERS
from moa_anim.molecule.structure_file import Atoms

Places = NDArray[np.float64]
Rows = NDArray[np.int64]

FIRST_RESIDUE = 310
LAST_RESIDUE = 546
"""First and last residue that is used; all entries have them. The chain's end after 546 differs between the entries."""

BACKBONE = ("N", "CA", "C", "O")
"""Names of the backbone atoms, in the order of `ReceptorAtoms.backbone`."""

STATES = {
    "estradiol": ("era_lbd_estradiol", "A"),
    "tamoxifen": ("era_lbd_tamoxifen", "A"),
    "y537s": ("era_lbd_y537s", "A"),
    "d538g": ("era_lbd_d538g", "A"),
}
"""Table and chain of each state but "drug", which is that of the film's drug."""

BONDED_ANGSTROM = 1.95
"""Longest bond within a residue: C–S is 1.81 Å; the rest is tolerance for a structure at 2.9 Å resolution."""

CLEARANCE_ANGSTROM = 3.2
"""Smallest distance from a rebuilt atom to another at which they do not touch."""

TURNS_DEGREES = tuple(sorted(range(-170, 181, 10), key=lambda degrees: (abs(degrees), degrees)))
"""Turns of a rebuilt side chain about its first bond, in the order in which they are tried: the smallest first."""

LEAST_GAIN_ANGSTROM = 1e-9
"""A turn must increase the clearance by more than this to replace a smaller one: rounding does not decide."""


@dataclass(frozen=True)
class Internals:
    """Length (Å), angle and torsion (radians) of each atom of `SideChains`, in its order."""

    lengths: NDArray[np.float64]
    angles: NDArray[np.float64]
    torsions: NDArray[np.float64]

    def towards(self, other: Internals, share: float) -> Internals:
        """Interpolate linearly to another set, 0 this one … 1 the other; torsions turn in the shorter direction."""
        turn = (other.torsions - self.torsions + np.pi) % (2 * np.pi) - np.pi
        return Internals(
            self.lengths + (other.lengths - self.lengths) * share,
            self.angles + (other.angles - self.angles) * share,
            self.torsions + turn * share,
        )


@dataclass(frozen=True)
class SideChains:
    """The side-chain atoms and, for each, the three atoms that its internal coordinates refer to.

    `rows` (m,) are the atoms; `references` (m, 3) are the rows of the atom that each is bonded to and of two more;
    `generations` are ranges (first, end) of `rows` whose atoms can be placed together.
    """

    rows: Rows
    references: Rows
    generations: tuple[tuple[int, int], ...]

    def measured(self, places: Places) -> Internals:
        """Internal coordinates of the side chains when all atoms are at `places` (n, 3; Å)."""
        a, b, c = (places[self.references[:, k]] for k in range(3))
        bond, axis, before = places[self.rows] - a, b - a, c - b
        lengths = np.linalg.norm(bond, axis=1)
        angles = np.arccos(np.clip((bond * axis).sum(1) / (lengths * np.linalg.norm(axis, axis=1)), -1, 1))
        one, other = np.cross(before, axis), np.cross(axis, bond)
        unit = axis / np.linalg.norm(axis, axis=1, keepdims=True)
        torsions = np.arctan2((np.cross(one, other) * unit).sum(1), (one * other).sum(1))
        return Internals(lengths, angles, torsions)

    def place(self, places: Places, internals: Internals) -> None:
        """Place all side chains on the backbone in `places` (n, 3; Å), in place."""
        for first, end in self.generations:
            self.place_subset(places, internals, np.arange(first, end))

    def place_subset(self, places: Places, internals: Internals, chosen: Rows) -> None:
        """Place the atoms `rows[chosen]`, in place; their reference atoms must have been placed."""
        a, b, c = (places[self.references[chosen, k]] for k in range(3))
        axis = b - a
        axis /= np.linalg.norm(axis, axis=1, keepdims=True)
        before = c - b
        across = np.cross(before, axis)
        across /= np.linalg.norm(across, axis=1, keepdims=True)
        out = np.cross(across, axis)
        r, angle, torsion = internals.lengths[chosen], internals.angles[chosen], internals.torsions[chosen]
        flat, along = r * np.sin(angle), r * np.cos(angle)
        places[self.rows[chosen]] = (
            a
            + axis * along[:, None]
            + out * (flat * np.cos(torsion))[:, None]
            + across * (flat * np.sin(torsion))[:, None]
        )


@dataclass(frozen=True)
class ReceptorAtoms:
    """The atoms of the wild type (`atoms`, from 1G50) and the residues that they belong to.

    `numbers` (residues,) and `letters` are residue numbers and one-letter codes; `residues` (n,) is the index of each atom's
    residue in them, `backbone` (residues, 4) the rows of N, CA, C and O.
    """

    atoms: Atoms
    numbers: NDArray[np.int64]
    letters: str
    residues: Rows
    backbone: Rows
    side_chains: SideChains

    @property
    def alphas(self) -> Rows:
        """Rows (residues,) of the Cα."""
        return np.asarray(self.backbone[:, 1])


@cache
def receptor_atoms() -> ReceptorAtoms:
    """The wild type's atoms, from 1G50."""
    atoms = _chain("estradiol")
    numbers, residues = np.unique(atoms.residue_numbers, return_inverse=True)
    lookup = {
        (int(row), str(name)): k for k, (row, name) in enumerate(zip(residues, atoms.names, strict=True))
    }
    backbone = np.array([[lookup[row, name] for name in BACKBONE] for row in range(len(numbers))])
    letters = "".join(LETTERS[str(atoms.residue_names[row])] for row in backbone[:, 1])
    return ReceptorAtoms(
        atoms, numbers, letters, residues.astype(np.int64), backbone, _side_chains(atoms, residues, backbone)
    )


def _chain(state: str) -> Atoms:
    if state == "drug":
        atoms = film_drug().receptor
    else:
        table, chain = STATES[state]
        atoms = atom_table(table).chains(chain)
    return atoms.where(atoms.polymer).of_residues(FIRST_RESIDUE, LAST_RESIDUE)


def _side_chains(atoms: Atoms, residues: Rows, backbone: Rows) -> SideChains:
    """Build each side chain as a tree from Cα along bonds; torsions of further branches are relative to the first branch."""
    main = set(backbone.ravel().tolist())
    found: list[tuple[int, int, tuple[int, int, int]]] = []
    for row, (n, alpha, carbonyl, _) in enumerate(backbone.tolist()):
        own = [k for k in np.flatnonzero(residues == row).tolist() if k not in main]
        generation, grown = 0, [(alpha, n, carbonyl)]
        while own and grown:
            following = []
            for parent, grandparent, before in grown:
                away = np.linalg.norm(atoms.positions[own] - atoms.positions[parent], axis=1)
                children = [k for k, far in zip(own, away, strict=True) if far < BONDED_ANGSTROM]
                reference = before
                for number, child in enumerate(children):
                    # A second child refers to the first: both turn together about their bond.
                    found.append((generation + number, child, (parent, grandparent, reference)))
                    reference = children[0]
                    own.remove(child)
                    following.append((child, parent, grandparent if parent != alpha else n))
            generation, grown = generation + 3, following
    found.sort(key=lambda each: each[:2])
    steps = [each[0] for each in found]
    edges = [0, *(k for k in range(1, len(steps)) if steps[k] != steps[k - 1]), len(steps)]
    return SideChains(
        np.array([each[1] for each in found]),
        np.array([each[2] for each in found]),
        tuple(pairwise(edges)),
    )


@cache
def state_positions(state: str) -> Places:
    """Return the positions (n, 3; Å) of the wild type's atoms in a state; atoms missing from the entry are rebuilt.

    Raises ProductionError when the table lacks atoms of the backbone.
    """
    if state == "estradiol":
        return receptor_atoms().atoms.positions
    name = film_drug().table.name if state == "drug" else f"{STATES[state][0]}.cif.gz"
    return positions_in(_chain(state), name)


def positions_in(entry: Atoms, name: str) -> Places:
    """Return the positions (n, 3; Å) of the wild type's atoms in an entry in the stage frame, of the table `name`.

    Atoms that the entry lacks are rebuilt. Raises ProductionError when it lacks atoms of the backbone.
    """
    wild = receptor_atoms()
    entry = entry.where(entry.polymer).of_residues(FIRST_RESIDUE, LAST_RESIDUE)
    measured = {
        (int(number), str(atom)): place
        for number, atom, place in zip(entry.residue_numbers, entry.names, entry.positions, strict=True)
    }
    keys = zip(wild.atoms.residue_numbers.tolist(), wild.atoms.names.tolist(), strict=True)
    places = np.array([measured.get(key, (np.nan,) * 3) for key in keys])
    absent = np.isnan(places[:, 0])
    without = wild.backbone.ravel()[absent[wild.backbone.ravel()]]
    if len(without):
        first = int(without[0])
        found = f"no {wild.atoms.names[first]} of residue {wild.atoms.residue_numbers[first]} ({len(without)} such)"
        expected = f"the backbone of residues {FIRST_RESIDUE}–{LAST_RESIDUE}"
        raise ProductionError(Fault(name, found, expected, "compute it with tools/write_structures.py"))
    chains = wild.side_chains
    internals = chains.measured(wild.atoms.positions)
    missing = absent[chains.rows]
    for first, end in chains.generations:
        chains.place_subset(places, internals, first + np.flatnonzero(missing[first:end]))
    for row in np.unique(wild.residues[absent]).tolist():
        _turn_clear(places, internals, np.flatnonzero(missing & (wild.residues[chains.rows] == row)), absent)
    return places


def _turn_clear(places: Places, internals: Internals, rebuilt: Rows, absent: NDArray[np.bool_]) -> None:
    """Turn a rebuilt side chain about its first bond by the smallest angle that clears other atoms, in place."""
    chains = receptor_atoms().side_chains
    first = rebuilt[:1]
    own = np.isin(receptor_atoms().residues, receptor_atoms().residues[chains.rows[first]])
    others = cKDTree(places[~own])
    best: tuple[float, Places] | None = None
    for degrees in TURNS_DEGREES:
        turned = internals.torsions.copy()
        # Atoms on other branches refer to the first, so this one torsion turns all of them.
        turned[first] += np.radians(degrees)
        attempt = places.copy()
        for each in rebuilt:
            chains.place_subset(
                attempt, Internals(internals.lengths, internals.angles, turned), np.array([each])
            )
        clearance = float(others.query(attempt[chains.rows[rebuilt]])[0].min())
        if best is None or clearance > best[0] + LEAST_GAIN_ANGSTROM:
            best = clearance, attempt[chains.rows[rebuilt]]
        if clearance >= CLEARANCE_ANGSTROM:
            break
    if best is not None:
        places[chains.rows[rebuilt]] = best[1]


def without_side_chains(numbers: Sequence[int]) -> NDArray[np.bool_]:
    """Mask (n,) of the atoms that remain when residues `numbers` lose their side chains from Cβ on."""
    wild = receptor_atoms()
    side = np.ones(len(wild.atoms), dtype=np.bool_)
    side[wild.backbone.ravel()] = False
    return ~(side & np.isin(wild.atoms.residue_numbers, list(numbers)))


@cache
def lysine_nitrogen(residue: str, state: str) -> Places:
    """NZ (3,), Å, of a lysine such as "K467" in the "agonist" or "antagonist" state; rebuilt if the entry lacks it.

    Raises ProductionError if that residue is no lysine.
    """
    atoms, number = receptor_atoms().atoms, int(residue[1:])
    rows = np.flatnonzero((atoms.residue_numbers == number) & (atoms.names == "NZ"))
    if not len(rows):
        found, expected = f"no NZ of {residue}", "a lysine of the receptor"
        raise ProductionError(Fault("receptor", found, expected, "name a lysine, such as K467"))
    return np.asarray(state_positions("drug" if state == "antagonist" else "estradiol")[rows[0]])
