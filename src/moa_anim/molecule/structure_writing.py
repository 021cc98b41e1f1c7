"""Write a table of atoms as minimal mmCIF, gzipped so that the same atoms always give the same bytes."""

from __future__ import annotations

import gzip
import io
from collections.abc import Sequence

import gemmi
import numpy as np

from moa_anim.molecule.structure_file import (
    HEADER_CATEGORY,
    NOTE_CATEGORY,
    SOURCE_CATEGORY,
    Atoms,
    Source,
    Structure,
)

MADE_BY = "tools/write_structures.py"
LICENCE = "computed from wwPDB entries (CC0 1.0)"
"""Values of a table's header."""

ASCII = str.maketrans({"α": "alpha", "β": "beta", "–": "-", "Å": "A", "°": " degrees", "³": "3"})
"""Replacements of characters that CIF does not have."""

TAGS = (
    *("group_PDB", "id", "type_symbol", "label_atom_id", "label_alt_id", "label_comp_id", "label_asym_id"),
    *("label_seq_id", "auth_asym_id", "auth_seq_id", "Cartn_x", "Cartn_y", "Cartn_z"),
)
"""Columns of `_atom_site`."""


def packed(table: Structure, decimals: int = 2) -> bytes:
    """Return the bytes of a table's file; coordinates have `decimals` digits after the point."""
    stream = io.BytesIO()
    with gzip.GzipFile(filename="", fileobj=stream, mode="wb", compresslevel=9, mtime=0) as file:
        file.write(text(table, decimals).encode("ascii"))
    return stream.getvalue()


def text(table: Structure, decimals: int = 2) -> str:
    """Return the table as mmCIF."""
    parts = [f"data_{table.name}\n#\n"]
    header = {"title": table.title, "made_by": MADE_BY, "data": LICENCE, "units": "angstrom"}
    parts += [f"{HEADER_CATEGORY}{key} {gemmi.cif.quote(value)}\n" for key, value in header.items()]
    parts.append(
        _loop(
            SOURCE_CATEGORY, ("entry", "chains", "superposition", "rmsd"), [_source(s) for s in table.sources]
        )
    )
    parts.append(
        _loop(
            NOTE_CATEGORY,
            ("kind", "chain", "residues", "text"),
            [(note.kind, note.chain, note.residues, note.text) for note in table.notes],
        )
    )
    numbers = [(key, f"{value:.6f}") for key, value in table.numbers.items()]
    parts.append(_loop("_moa_number.", ("name", "value"), numbers))
    parts.append(_atom_loop(table.atoms, decimals))
    document = "".join(parts).translate(ASCII)
    document.encode("ascii")  # raises if a character has no replacement
    return document


def _source(source: Source) -> tuple[str, ...]:
    rmsd = "" if source.rmsd is None else f"{source.rmsd:.3f}"
    return source.entry, source.chains, source.superposition, rmsd


def _loop(category: str, tags: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    head = "#\nloop_\n" + "".join(f"{category}{tag}\n" for tag in tags)
    return head + "".join(
        " ".join(gemmi.cif.quote(cell) if cell else "." for cell in row) + "\n" for row in rows
    )


def _atom_loop(atoms: Atoms, decimals: int) -> str:
    lines = ["#\nloop_\n", *(f"_atom_site.{tag}\n" for tag in TAGS)]
    names = {name: gemmi.cif.quote(name) for name in set(atoms.names.tolist())}
    chains = {chain: gemmi.cif.quote(chain) for chain in set(atoms.chains.tolist())}
    for row in range(len(atoms)):
        group = "ATOM" if atoms.polymer[row] else "HETATM"
        chain, number = chains[str(atoms.chains[row])], atoms.residue_numbers[row]
        sequence = number if atoms.polymer[row] else "."
        place = " ".join(f"{value:.{decimals}f}" for value in np.round(atoms.positions[row], decimals) + 0.0)
        lines.append(
            f"{group} {row + 1} {atoms.elements[row]} {names[str(atoms.names[row])]} . {atoms.residue_names[row]} "
            f"{chain} {sequence} {chain} {number} {place}\n"
        )
    lines.append("#\n")
    return "".join(lines)
