"""What an entry says of its components: the heavy atoms that a whole copy of each has.

An mmCIF file lists them in `_chem_comp_atom`, or counts them in the formula of `_chem_comp`; a PDB file has the formula in
FORMUL. Files that programs other than the wwPDB's wrote may carry none of these.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import gemmi

HYDROGENS = frozenset({"H", "D"})
"""Elements that are not heavy."""

_ELEMENT = re.compile(r"([A-Z][A-Za-z]?)([0-9]*)")
"""An element with its number in a formula, such as C26; charges, such as 2-, are left out."""


@dataclass(frozen=True)
class Component:
    """A component's heavy atoms: how many, and their names if the entry lists them."""

    heavy_atoms: int
    names: frozenset[str] = frozenset()


def components_of_mmcif(block: gemmi.cif.Block) -> Mapping[str, Component]:
    """Return the components that an mmCIF block describes, by code; those without atoms or formula are left out."""
    found: dict[str, Component] = {}
    for code, formula in _texts(block, "_chem_comp.", ("id", "formula")):
        count = heavy_atoms(formula)
        if count:
            found[code] = Component(count)
    listed: dict[str, set[str]] = {}
    for code, name, element in _texts(block, "_chem_comp_atom.", ("comp_id", "atom_id", "type_symbol")):
        if element.upper() not in HYDROGENS:
            listed.setdefault(code, set()).add(name)
    return found | {code: Component(len(names), frozenset(names)) for code, names in listed.items()}


def components_of_pdb(text: str) -> Mapping[str, Component]:
    """Return the components of which a PDB file has the formula (FORMUL), by code."""
    formulas: dict[str, str] = {}
    for line in text.splitlines():
        if line.startswith("FORMUL"):
            code = line[12:15].strip()
            formulas[code] = f"{formulas.get(code, '')} {line[19:70]}"
    # A number before parentheses is that of copies.
    counts = {code: heavy_atoms(re.sub(r"[0-9*]*\(|\)", " ", formula)) for code, formula in formulas.items()}
    return {code: Component(count) for code, count in counts.items() if count}


def heavy_atoms(formula: str) -> int:
    """Return the number of heavy atoms in a formula such as C26 H29 N O2; 0 for none."""
    parts = [_ELEMENT.fullmatch(word) for word in formula.split()]
    return sum(int(part[2] or 1) for part in parts if part and part[1].upper() not in HYDROGENS)


def _texts(block: gemmi.cif.Block, category: str, tags: tuple[str, ...]) -> list[list[str]]:
    return [[gemmi.cif.as_string(cell) for cell in row] for row in block.find(category, list(tags))]
