"""Read atoms from a structure file: mmCIF or PDB, gzipped or not, from this package or from the wwPDB.

Heavy atoms of the first model are read, without water. Of alternate locations the one with the highest occupancy is taken;
at a tie, the first letter. A problem with a file is reported as one `Fault`.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import gemmi
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from moa_anim.cache.arrays import cached
from moa_anim.errors import Fault, ProductionError
from moa_anim.molecule.components import HYDROGENS, Component, components_of_mmcif, components_of_pdb

MOST_BYTES = 512 * 2**20
"""Largest text that is unpacked. The largest entries of the wwPDB have about 400 MiB as mmCIF."""

WATERS = frozenset({"HOH", "DOD", "WAT"})
"""Residue names of water, which is not read."""

BOND_ANGSTROM = (1.15, 1.75)
"""Range of the median distance from a heavy atom to its nearest neighbour: C=O is 1.23 Å long, C–C 1.53 Å."""

CA_TRACE_ANGSTROM = (2.9, 4.4)
"""The same for a file of Cα atoms only: 3.8 Å between neighbours in sequence."""

FEWEST_CHECKED_ATOMS = 8
"""A structure with fewer atoms is not checked for its unit."""

TRACE_SHARE = 0.9
"""A file in which more than this share of the atoms are Cα is a trace."""

ENTRY_ID = re.compile(r"[0-9][A-Za-z0-9]{3}|pdb_[0-9]{4}[0-9][A-Za-z0-9]{3}")
"""An identifier of the wwPDB, of four characters or extended; programs write other words, such as "model", in its place."""

HEADER_CATEGORY = "_moa_table."
SOURCE_CATEGORY = "_moa_source."
NOTE_CATEGORY = "_moa_note."
NUMBER_CATEGORY = "_moa_number."
"""mmCIF categories of this package's tables."""

_EXPECTED = ("an mmCIF or PDB file, gzipped or not", "give a file as the wwPDB distributes it")
"""What was expected and the remedy, for a file that cannot be read as a structure."""


@dataclass(frozen=True)
class Atoms:
    """Heavy atoms, one row each: `positions` (n, 3) Å; the other fields (n,) as in mmCIF's `_atom_site`.

    `chains` and `residue_numbers` are the author's, as papers cite them.
    """

    positions: NDArray[np.float64]
    elements: NDArray[np.str_]
    names: NDArray[np.str_]
    residue_names: NDArray[np.str_]
    residue_numbers: NDArray[np.int64]
    chains: NDArray[np.str_]
    occupancies: NDArray[np.float64]
    polymer: NDArray[np.bool_]

    def __post_init__(self) -> None:
        count = len(self.positions)
        columns = (self.elements, self.names, self.residue_names, self.residue_numbers)
        if any(len(column) != count for column in (*columns, self.chains, self.occupancies, self.polymer)):
            raise ValueError("the columns of atoms must be of one length")
        if self.positions.shape != (count, 3) or not np.isfinite(self.positions).all():
            raise ValueError("positions of atoms must be (n, 3) finite numbers")

    def __len__(self) -> int:
        return len(self.positions)

    def where(self, mask: NDArray[Any]) -> Atoms:
        """The atoms selected by a mask (n,) or by row numbers."""
        return Atoms(
            self.positions[mask],
            self.elements[mask],
            self.names[mask],
            self.residue_names[mask],
            self.residue_numbers[mask],
            self.chains[mask],
            self.occupancies[mask],
            self.polymer[mask],
        )

    def moved(self, positions: NDArray[np.float64]) -> Atoms:
        """The same atoms at other positions (n, 3; Å)."""
        return replace(self, positions=positions)

    def of_chains(self, *chains: str) -> Atoms:
        """Polymer and ligands of these chains; empty if there are none."""
        return self.where(np.isin(self.chains, chains))

    def of_residues(self, first: int, last: int) -> Atoms:
        """Atoms of residues `first`…`last`, both included."""
        return self.where((self.residue_numbers >= first) & (self.residue_numbers <= last))

    def named(self, name: str) -> Atoms:
        """Atoms of one name, such as CA."""
        return self.where(self.names == name)

    def residue_rows(self) -> NDArray[np.int64]:
        """For each atom the number of its residue, counted from 0 in order of the file."""
        if not len(self):
            return np.zeros(0, dtype=np.int64)
        changes = (self.residue_numbers[1:] != self.residue_numbers[:-1]) | (
            self.chains[1:] != self.chains[:-1]
        )
        changes |= self.residue_names[1:] != self.residue_names[:-1]
        return np.concatenate([[0], np.cumsum(changes)]).astype(np.int64)


def joined(parts: Sequence[Atoms]) -> Atoms:
    """Several sets of atoms as one."""
    return Atoms(
        np.concatenate([part.positions for part in parts]),
        np.concatenate([part.elements for part in parts]),
        np.concatenate([part.names for part in parts]),
        np.concatenate([part.residue_names for part in parts]),
        np.concatenate([part.residue_numbers for part in parts]),
        np.concatenate([part.chains for part in parts]),
        np.concatenate([part.occupancies for part in parts]),
        np.concatenate([part.polymer for part in parts]),
    )


@dataclass(frozen=True)
class Source:
    """The entry from which atoms of a table come.

    `rmsd` (Å) belongs to the superposition that is described; None if none was made.
    """

    entry: str
    chains: str
    superposition: str
    rmsd: float | None


@dataclass(frozen=True)
class Note:
    """A remark on a table's atoms: `kind` is missing, engineered, modified, completed, replaced, modelled or frame."""

    kind: str
    chain: str
    residues: str
    text: str


@dataclass(frozen=True)
class Structure:
    """A structure file: its atoms and, for this package's tables, sources, notes and numbers.

    `name` is the file's name, for messages. `identifier` is the entry's own, such as 3ERT; "" if the file has none.
    `components` are those of which the entry says what heavy atoms they have, by code.
    """

    name: str
    title: str
    atoms: Atoms
    sources: tuple[Source, ...] = ()
    notes: tuple[Note, ...] = ()
    numbers: dict[str, float] = field(default_factory=dict)
    identifier: str = ""
    components: Mapping[str, Component] = field(default_factory=dict)

    def chains(self, *chains: str) -> Atoms:
        """Atoms of chains that must exist. Raises ProductionError that lists all which do not."""
        present = list(dict.fromkeys(self.atoms.chains.tolist()))
        missing = [chain for chain in chains if chain not in present]
        if missing:
            raise ProductionError(
                Fault(
                    self.name,
                    f"no chain {', '.join(missing)}",
                    f"one of its chains: {', '.join(present)}",
                    "name a chain that the file has",
                )
            )
        return self.atoms.of_chains(*chains)

    def ligand(self, name: str, chain: str | None = None) -> Atoms:
        """Atoms of one ligand by its component's name. Raises ProductionError when there is none, or more than one."""
        atoms = self.atoms if chain is None else self.chains(chain)
        others = sorted(set(atoms.residue_names[~atoms.polymer].tolist()))
        found = atoms.where((atoms.residue_names == name) & ~atoms.polymer)
        copies = sorted(set(zip(found.chains.tolist(), found.residue_numbers.tolist(), strict=True)))
        if not copies:
            listed = ", ".join(others) or "none"
            raise ProductionError(
                Fault(
                    self.name,
                    f"no ligand {name}",
                    f"one of its ligands: {listed}",
                    "name a ligand that the file has",
                )
            )
        if len(copies) > 1:
            places = ", ".join(f"{chain_} {number}" for chain_, number in copies)
            raise ProductionError(
                Fault(
                    self.name,
                    f"{len(copies)} copies of ligand {name} ({places})",
                    "one",
                    "name its chain, too",
                )
            )
        return found


def read_structure(path: Path, most_bytes: int = MOST_BYTES) -> Structure:
    """Read a structure file. Raises ProductionError when it cannot be read, or is not a valid structure in ångström."""
    try:
        packed = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise ProductionError(
            Fault(path.name, reason.lower(), "a structure file", "check its name")
        ) from None
    return structure_from_bytes(path.name, packed, most_bytes)


def structure_from_bytes(name: str, packed: bytes, most_bytes: int = MOST_BYTES) -> Structure:
    """Return the structure in a file's bytes; `name` is used in messages. Raises ProductionError as `read_structure` does."""
    text = _unpacked(name, packed, most_bytes)
    block, is_pdb = _block(name, text)

    def checked() -> NDArray[Any]:
        atoms = _atoms(name, block)
        _check_positions(name, atoms, text if is_pdb else None)
        return _rows_of(atoms)

    # Taking a column's values one by one is most of the time: 0.1 s for 10,000 atoms. What is faulty is never kept.
    atoms = _atoms_of(cached(checked, hashlib.sha256(packed).digest()))
    return Structure(
        name,
        _value(block, HEADER_CATEGORY + "title") or _value(block, "_struct.title"),
        atoms,
        tuple(
            Source(row[0], row[1], row[2], None if row[3] in (".", "?", "") else float(row[3]))
            for row in _rows(block, SOURCE_CATEGORY, ("entry", "chains", "superposition", "rmsd"))
        ),
        tuple(Note(*row) for row in _rows(block, NOTE_CATEGORY, ("kind", "chain", "residues", "text"))),
        {row[0]: float(row[1]) for row in _rows(block, NUMBER_CATEGORY, ("name", "value"))},
        _identifier(block),
        components_of_pdb(text) if is_pdb else components_of_mmcif(block),
    )


def _rows_of(atoms: Atoms) -> NDArray[Any]:
    """Atoms as one array (n,) with a field for each of their columns."""
    columns = {each.name: getattr(atoms, each.name) for each in fields(Atoms)}
    rows = np.empty(len(atoms), dtype=[(key, each.dtype, each.shape[1:]) for key, each in columns.items()])
    for key, column in columns.items():
        rows[key] = column
    return rows


def _atoms_of(rows: NDArray[Any]) -> Atoms:
    """The atoms of such an array."""
    return Atoms(**{each.name: np.ascontiguousarray(rows[each.name]) for each in fields(Atoms)})


def _identifier(block: gemmi.cif.Block) -> str:
    written = _value(block, "_entry.id")  # of a PDB file the identifier in HEADER
    if not ENTRY_ID.fullmatch(written):
        return ""
    return written if written.startswith("pdb_") else written.upper()


def _fault(name: str, found: str, expected: str, remedy: str) -> ProductionError:
    return ProductionError(Fault(name, found, expected, remedy))


def _unpacked(name: str, packed: bytes, most_bytes: int) -> str:
    """The file's text; at most `most_bytes` of a gzip file are unpacked."""
    if packed[:2] == b"\x1f\x8b":
        pieces, size, rest = [], 0, packed
        while rest:
            unpacker = zlib.decompressobj(wbits=31)
            try:
                piece = unpacker.decompress(rest, most_bytes - size + 1)
            except zlib.error as error:
                raise _fault(
                    name, f"damaged gzip ({error})", "a sound gzip file", "get the file again"
                ) from None
            size += len(piece)
            if size > most_bytes:
                limit = f"at most {most_bytes / 2**20:.0f} MiB"
                raise _fault(
                    name, "a gzip file that unpacks to more", limit, "check where the file comes from"
                )
            if not unpacker.eof:
                raise _fault(name, "a gzip file that breaks off", "a whole gzip file", "get the file again")
            pieces.append(piece)
            rest = unpacker.unused_data if unpacker.unused_data[:2] == b"\x1f\x8b" else b""
        packed = b"".join(pieces)
    elif len(packed) > most_bytes:
        raise _fault(
            name,
            f"{len(packed) / 2**20:.0f} MiB",
            f"at most {most_bytes / 2**20:.0f} MiB",
            "check where the file comes from",
        )
    try:
        return packed.decode("utf-8")
    except UnicodeDecodeError:
        raise _fault(name, "bytes that are not text", *_EXPECTED) from None


def _block(name: str, text: str) -> tuple[gemmi.cif.Block, bool]:
    """The mmCIF block of the file, and whether the file is PDB."""
    lines = (line.strip() for line in text.splitlines())
    first = next((line for line in lines if line and not line.startswith("#")), "")
    if first.lower().startswith("data_"):
        try:
            document = gemmi.cif.read_string(text)
        except (ValueError, RuntimeError) as error:
            reason = str(error).splitlines()[0]
            raise _fault(name, f"not mmCIF ({reason})", *_EXPECTED) from None
        if len(document) != 1:
            raise _fault(name, f"{len(document)} data blocks", "one data block", "give one entry a file")
        return document[0], False
    if not any(line.startswith(("ATOM  ", "HETATM")) for line in text.splitlines()):
        raise _fault(name, "neither mmCIF nor PDB", *_EXPECTED)
    try:
        structure = gemmi.read_pdb_string(text)
    except (ValueError, RuntimeError) as error:
        raise _fault(name, f"not PDB ({str(error).splitlines()[0]})", *_EXPECTED) from None
    structure.setup_entities()
    return structure.make_mmcif_document()[0], True


def _column(block: gemmi.cif.Block, *tags: str) -> list[str] | None:
    """The values of the first of these `_atom_site` columns that exists."""
    for tag in tags:
        column = block.find_values("_atom_site." + tag)
        if column:
            return [gemmi.cif.as_string(value) if value[0] in "'\"" else value for value in column]
    return None


def _value(block: gemmi.cif.Block, tag: str) -> str:
    value = block.find_value(tag)
    return gemmi.cif.as_string(value) if value else ""


def _rows(block: gemmi.cif.Block, category: str, tags: Sequence[str]) -> Iterable[list[str]]:
    for row in block.find(category, list(tags)):
        yield [gemmi.cif.as_string(row[i]) if row[i] not in (".", "?") else "" for i in range(len(tags))]


def _atoms(name: str, block: gemmi.cif.Block) -> Atoms:
    """The heavy atoms of the first model, one location each."""
    needed: dict[str, tuple[str, ...]] = {
        "element": ("type_symbol",),
        "atom name": ("auth_atom_id", "label_atom_id"),
        "residue name": ("auth_comp_id", "label_comp_id"),
        "chain": ("auth_asym_id", "label_asym_id"),
        "residue number": ("auth_seq_id", "label_seq_id"),
        "x": ("Cartn_x",),
        "y": ("Cartn_y",),
        "z": ("Cartn_z",),
    }
    columns = {key: _column(block, *tags) for key, tags in needed.items()}
    absent = [key for key, column in columns.items() if column is None]
    if absent:
        what = "no atoms" if len(absent) == len(needed) else f"atoms without {', '.join(absent)}"
        raise _fault(name, what, *_EXPECTED)
    text = {key: np.array(column) for key, column in columns.items() if column is not None}
    count = len(text["x"])

    def optional(*tags: str, default: str) -> NDArray[np.str_]:
        column = _column(block, *tags)
        return np.full(count, default) if column is None else np.array(column)

    models = optional("pdbx_PDB_model_num", default="1")
    insertions = optional("pdbx_PDB_ins_code", default="?")
    locations = optional("label_alt_id", default=".")
    groups = optional("group_PDB", default="ATOM")
    elements = np.char.upper(text["element"])
    keep = (
        (models == models[0])
        & ~np.isin(elements, list(HYDROGENS))
        & ~np.isin(text["residue name"], list(WATERS))
    )
    if not keep.any():
        raise _fault(name, "no heavy atoms", *_EXPECTED)
    numbers = _numbers(name, text["residue number"], text["chain"], keep)
    occupancies = _real(optional("occupancy", default="1"))
    occupancies[~np.isfinite(occupancies)] = 1.0
    positions = np.stack([_real(text[axis]) for axis in "xyz"], axis=1)
    keep &= _one_location(
        text["chain"],
        numbers,
        insertions,
        text["residue name"],
        text["atom name"],
        locations,
        occupancies,
        keep,
    )
    bad = keep & ~np.isfinite(positions).all(axis=1)
    if bad.any():
        row = int(np.flatnonzero(bad)[0])
        where = f"{text['chain'][row]} {text['residue name'][row]} {numbers[row]} {text['atom name'][row]}"
        raise _fault(
            name,
            f"{int(bad.sum())} atoms without a place (not a number), the first {where}",
            "three numbers an atom",
            "get the file again",
        )
    polymer = groups == "ATOM"
    other = np.flatnonzero(~polymer)
    polymer[other] = _in_chain(
        text["residue name"][other], text["atom name"][other], text["chain"][other], numbers[other]
    )
    return Atoms(
        positions[keep],
        elements[keep],
        text["atom name"][keep],
        text["residue name"][keep],
        numbers[keep],
        text["chain"][keep],
        occupancies[keep],
        polymer[keep],
    )


def _real(values: NDArray[np.str_]) -> NDArray[np.float64]:
    """Numbers of an mmCIF column (n,); NaN where there is no number. Standard uncertainties, as in 1.23(4), are dropped."""
    try:
        # All at once where every value is a plain number, as in tables of atoms: a large one has 50,000 rows.
        return values.astype(np.float64)
    except ValueError:
        return np.array([gemmi.cif.as_number(value) for value in values])


def _numbers(
    name: str, numbers: NDArray[np.str_], chains: NDArray[np.str_], keep: NDArray[np.bool_]
) -> NDArray[np.int64]:
    try:
        return np.array(
            [int(n) if kept else 0 for n, kept in zip(numbers, keep, strict=True)], dtype=np.int64
        )
    except ValueError:
        bad = next(n for n, kept in zip(numbers, keep, strict=True) if kept and not n.lstrip("-").isdigit())
        raise _fault(name, f"residue number {str(bad)!r}", "a whole number", "get the file again") from None


def _in_chain(
    residues: NDArray[np.str_], atoms: NDArray[np.str_], chains: NDArray[np.str_], numbers: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Mask of HETATM rows that are residues of a chain, not ligands: modified amino acids, which have N, CA, C and O."""
    backbone: dict[tuple[str, int, str], set[str]] = {}
    keys = list(zip(chains.tolist(), numbers.tolist(), residues.tolist(), strict=True))
    for key, atom in zip(keys, atoms.tolist(), strict=True):
        if atom in ("N", "CA", "C", "O"):
            backbone.setdefault(key, set()).add(atom)
    whole = {key for key, found in backbone.items() if len(found) == 4}
    return np.array([key in whole for key in keys], dtype=np.bool_)


def _one_location(
    chains: NDArray[np.str_],
    numbers: NDArray[np.int64],
    insertions: NDArray[np.str_],
    residues: NDArray[np.str_],
    atoms: NDArray[np.str_],
    locations: NDArray[np.str_],
    occupancies: NDArray[np.float64],
    keep: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Mask of the rows with the location that is used: the highest occupancy, at a tie the first letter.

    Where two kinds of residue share a position in the sequence, the kind is chosen first: parts of both would be mixed.
    """
    chosen = np.ones(len(atoms), dtype=np.bool_)
    rows = np.flatnonzero(keep & ~np.isin(locations, (".", "?", "")))

    def rank(row: int) -> tuple[float, str]:
        return (-float(occupancies[row]), str(locations[row]))

    def place(row: int) -> tuple[str, int, str]:
        return (str(chains[row]), int(numbers[row]), str(insertions[row]))

    best: dict[tuple[str, int, str], int] = {}
    for row in rows.tolist():
        if place(row) not in best or rank(row) < rank(best[place(row)]):
            best[place(row)] = row
    kept: dict[tuple[tuple[str, int, str], str], int] = {}
    for row in rows.tolist():
        if residues[row] != residues[best[place(row)]]:
            chosen[row] = False
            continue
        key = (place(row), str(atoms[row]))
        if key not in kept:
            kept[key] = row
        elif rank(row) < rank(kept[key]):
            chosen[kept[key]] = False
            kept[key] = row
        else:
            chosen[row] = False
    return chosen


def _check_positions(name: str, atoms: Atoms, pdb: str | None) -> None:
    """Raise when coordinates of a PDB file are not numbers, or the atoms' distances are not those of atoms in Å."""
    for line in pdb.splitlines() if pdb is not None else ():
        if not line.startswith(("ATOM  ", "HETATM")):
            continue
        try:
            finite = bool(np.isfinite([float(line[start : start + 8]) for start in (30, 38, 46)]).all())
        except ValueError:
            finite = False
        if not finite:
            where = " ".join(line[12:27].split())
            raise _fault(
                name,
                f"an atom without a place (not a number): {where}",
                "three numbers an atom",
                "get the file again",
            )
    if len(atoms) < FEWEST_CHECKED_ATOMS:
        return
    real_atoms = atoms.where(atoms.elements != "X")  # X: beads of a density, which have no bonds
    if len(real_atoms) < FEWEST_CHECKED_ATOMS:
        return
    nearest = cKDTree(real_atoms.positions).query(real_atoms.positions, k=2)[0][:, 1]
    median = float(np.median(nearest))
    trace = bool((real_atoms.names == "CA").mean() > TRACE_SHARE)
    least, most = CA_TRACE_ANGSTROM if trace else BOND_ANGSTROM
    if least <= median <= most:
        return
    what = "from one Cα to the nearest" if trace else "from an atom to the nearest"
    unit = " (nanometres?)" if least <= 10 * median <= most else ""
    unit = " (picometres?)" if least <= median / 100 <= most else unit
    raise _fault(
        name,
        f"{median:.3g} {what}{unit}",
        f"{least}–{most} Å",
        "give coordinates in ångström, of all heavy atoms or of Cα atoms only",
    )
