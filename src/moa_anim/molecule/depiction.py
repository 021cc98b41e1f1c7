"""Small molecules as chemists draw them: flat positions, bonds and rings from a V2000 mol file, and their conformers.

Each molecule has two files in `assets/structures/ligands`, written by RDKit: `NAME_2d.mol` is the drawing, with heavy atoms
only; `NAME_3d.sdf` is a conformer with its hydrogens. Both list the heavy atoms in the same order, which is checked.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from moa_anim.molecule.structure import table_fault

HEAVY_BOND_ANGSTROM = (1.1, 1.85)
"""Limits of a heavy-atom bond's length: C=O is 1.2 Å long, C–C 1.54, C–S 1.82; in RDKit's drawings all are 1.5 long."""

HYDROGEN_BOND_ANGSTROM = (0.85, 1.25)
"""Limits of the length of a bond to hydrogen: C–H is 1.09 Å long, O–H 0.97, N–H 1.01."""

# How a single bond is drawn (V2000's bond stereo).
PLAIN = 0
"""In the plane."""

WEDGED = 1
"""From its first atom towards the viewer."""

HASHED = 6
"""From its first atom away from the viewer."""

BOND_ORDERS = (1, 2, 3)
"""Single, double and triple bonds."""


@dataclass(frozen=True)
class Bond:
    """A bond between two atoms (rows of the table), its order 1–3, and how it is drawn (PLAIN, WEDGED, HASHED)."""

    first: int
    second: int
    order: int
    stereo: int = PLAIN

    @property
    def pair(self) -> frozenset[int]:
        """Its two atoms, unordered."""
        return frozenset((self.first, self.second))


@dataclass(frozen=True)
class MolTable:
    """The contents of a mol file: `elements` (n), `positions` (n, 3) in Å, and bonds."""

    elements: tuple[str, ...]
    positions: NDArray[np.float64]
    bonds: tuple[Bond, ...]


@dataclass(frozen=True)
class Depiction:
    """A molecule's heavy atoms, `flat` (n, 2) as drawn and `solid` (n, 3) as a conformer, in Å around their centres.

    `hydrogens` (n) are the numbers of hydrogens on the atoms; `rings` are the smallest rings, as rows in order around a ring.
    """

    name: str
    elements: tuple[str, ...]
    flat: NDArray[np.float64]
    solid: NDArray[np.float64]
    bonds: tuple[Bond, ...]
    hydrogens: tuple[int, ...]
    rings: tuple[tuple[int, ...], ...]

    @property
    def formula(self) -> str:
        """Its molecular formula in Hill order: carbon, hydrogen, then the other elements alphabetically."""
        counts = Counter(self.elements)
        counts["H"] = sum(self.hydrogens)
        order = ["C", "H", *sorted(set(counts) - {"C", "H"})]
        return "".join(f"{mark}{counts[mark] if counts[mark] > 1 else ''}" for mark in order if counts[mark])

    def neighbours(self, atom: int) -> tuple[int, ...]:
        """Return the atoms that are bonded to an atom."""
        return _neighbours(self.bonds, atom)

    def letters(self, atom: int) -> str:
        """Return the letters at an atom of the drawing, such as "OH", "NH" or "N"; "" for carbon."""
        element, hydrogens = self.elements[atom], self.hydrogens[atom]
        if element == "C":
            return ""
        return element + ("H" if hydrogens else "") + (str(hydrogens) if hydrogens > 1 else "")

    def ring_of(self, bond: Bond) -> tuple[int, ...] | None:
        """Return the ring in which a bond's second line is drawn: of its rings, if any, the one with most double bonds."""
        own = [ring for ring in self.rings if bond.pair <= set(ring)]
        return max(own, key=self._double_bonds, default=None)

    def is_aromatic(self, ring: tuple[int, ...]) -> bool:
        """Return whether a six-membered ring has three double bonds, as in a Kekulé structure of benzene."""
        return len(ring) == 6 and self._double_bonds(ring) == 3

    def _double_bonds(self, ring: tuple[int, ...]) -> int:
        return sum(bond.order == 2 and bond.pair <= set(ring) for bond in self.bonds)

    def steps_from(self, start: int) -> tuple[int, ...]:
        """Return the number of bonds from `start` to each atom."""
        steps = {start: 0}
        queue = deque([start])
        while queue:
            here = queue.popleft()
            for there in self.neighbours(here):
                if there not in steps:
                    steps[there] = steps[here] + 1
                    queue.append(there)
        return tuple(steps[atom] for atom in range(len(self.elements)))


@cache
def depiction(name: str) -> Depiction:
    """Return a molecule by the name of its files, such as "elacestrant".

    Raises ProductionError when a file is missing, is not a V2000 table or not in ångström, or the files are of two molecules.
    """
    flat_file, solid_file = f"ligands/{name}_2d.mol", f"ligands/{name}_3d.sdf"
    drawing, model = read_mol(flat_file), read_mol(solid_file)
    heavy = [row for row, element in enumerate(model.elements) if element != "H"]
    rows = {row: place for place, row in enumerate(heavy)}
    joined = {bond.pair for bond in model.bonds if bond.pair <= set(heavy)}
    carried = [sum(row in bond.pair for bond in model.bonds if not bond.pair <= set(heavy)) for row in heavy]
    ordered = tuple(model.elements[row] for row in heavy)
    if ordered != drawing.elements:
        raise table_fault(
            solid_file, f"heavy atoms {''.join(ordered)}", f"those of {flat_file}, in its order"
        )
    if {frozenset(rows[row] for row in pair) for pair in joined} != {bond.pair for bond in drawing.bonds}:
        raise table_fault(solid_file, "other bonds between heavy atoms", f"those of {flat_file}")
    if np.ptp(drawing.positions[:, 2]) > 0.0:
        raise table_fault(flat_file, "atoms out of the plane", "a drawing: every z is 0")
    flat, solid = drawing.positions[:, :2], model.positions[heavy]
    made = Depiction(
        name,
        drawing.elements,
        flat - flat.mean(axis=0),
        solid - solid.mean(axis=0),
        drawing.bonds,
        tuple(carried),
        _rings(drawing.bonds),
    )
    if not _in_one_piece(made):
        raise table_fault(flat_file, "atoms that are not bonded to the rest", "one molecule")
    return made


def _in_one_piece(made: Depiction) -> bool:
    seen, queue = {0}, [0]
    while queue:
        fresh = set(made.neighbours(queue.pop())) - seen
        seen |= fresh
        queue += fresh
    return len(seen) == len(made.elements)


def _neighbours(bonds: tuple[Bond, ...], atom: int) -> tuple[int, ...]:
    return tuple(sum(bond.pair) - atom for bond in bonds if atom in bond.pair)


def _rings(bonds: tuple[Bond, ...]) -> tuple[tuple[int, ...], ...]:
    """The smallest ring through each bond that is part of a ring, each ring once."""
    found: dict[frozenset[int], tuple[int, ...]] = {}
    for bond in bonds:
        ring = _path_around(bonds, bond)
        if ring:
            found.setdefault(frozenset(ring), ring)
    return tuple(found.values())


def _path_around(bonds: tuple[Bond, ...], bond: Bond) -> tuple[int, ...]:
    """Atoms of the shortest path between the ends of a bond that does not use the bond; empty if there is none."""
    came_from = {bond.first: bond.first}
    queue = deque([bond.first])
    while queue:
        here = queue.popleft()
        for there in _neighbours(bonds, here):
            if there in came_from or {here, there} == bond.pair:
                continue
            came_from[there] = here
            queue.append(there)
    if bond.second not in came_from:
        return ()
    path = [bond.second]
    while path[-1] != bond.first:
        path.append(came_from[path[-1]])
    return tuple(path)


def read_mol(name: str) -> MolTable:
    """Return a V2000 table of `assets/structures`. Raises ProductionError if it is missing, cut short or not in ångström."""
    try:
        text = (files("moa_anim.assets") / "structures" / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise table_fault(name, "no such file", "a V2000 mol file") from None
    except ValueError as error:
        raise table_fault(name, f"not text ({error})", "a V2000 mol file") from None
    lines = text.splitlines()
    if len(lines) < 4 or not lines[3].rstrip().endswith("V2000"):
        raise table_fault(name, "no line of counts that ends in V2000", "one in line 4")
    if "M  END" not in (line.rstrip() for line in lines):
        raise table_fault(name, "no line “M  END”", "a file that is not cut short")
    line = lines[3]
    try:
        atoms, joined = int(line[0:3]), int(line[3:6])
        if atoms < 2 or joined < 1 or 4 + atoms + joined >= len(lines):
            raise ValueError(f"{atoms} atoms and {joined} bonds announced")
        elements, places = [], []
        for line in lines[4 : 4 + atoms]:
            places.append([float(line[at : at + 10]) for at in (0, 10, 20)])
            elements.append(line[31:34].strip())
        bonds = []
        for line in lines[4 + atoms : 4 + atoms + joined]:
            first, second, order, stereo = (int(line[at : at + 3] or "0") for at in (0, 3, 6, 9))
            bonds.append(Bond(first - 1, second - 1, order, stereo))
    except ValueError as error:
        raise table_fault(name, f"line “{line.strip()}” ({error})", "V2000's columns") from None
    table = MolTable(tuple(elements), np.array(places, dtype=float), tuple(bonds))
    _check(name, table)
    return table


def _check(name: str, table: MolTable) -> None:
    """Raise ProductionError for values that are impossible in a molecule."""
    count = len(table.elements)
    if not np.isfinite(table.positions).all():
        raise table_fault(name, "an atom without a place", "three finite numbers for each")
    wrong = [element for element in table.elements if not element.isalpha()]
    if wrong:
        raise table_fault(name, f"an atom “{wrong[0]}”", "an element's letters")
    for bond in table.bonds:
        ends = f"bond {bond.first + 1}–{bond.second + 1}"
        if not (0 <= bond.first < count and 0 <= bond.second < count) or bond.first == bond.second:
            raise table_fault(name, ends, f"two of the {count} atoms")
        if bond.order not in BOND_ORDERS or bond.stereo not in (PLAIN, WEDGED, HASHED):
            found = f"{ends} of order {bond.order} and stereo {bond.stereo}"
            raise table_fault(name, found, "order 1, 2 or 3 and stereo 0, 1 or 6")
        hydrogen = "H" in (table.elements[bond.first], table.elements[bond.second])
        least, most = HYDROGEN_BOND_ANGSTROM if hydrogen else HEAVY_BOND_ANGSTROM
        length = float(np.linalg.norm(table.positions[bond.first] - table.positions[bond.second]))
        if not least <= length <= most:
            raise table_fault(name, f"{ends} of {length:.2f}", f"{least}–{most} Å: is the table in ångström?")
    if len({bond.pair for bond in table.bonds}) != len(table.bonds):
        raise table_fault(name, "two bonds between the same atoms", "each bond once")
