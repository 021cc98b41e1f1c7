"""Structure files as they come: ours, the wwPDB's, and broken ones. Each fault is one clear line."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from moa_anim.cache.installed import package_folder
from moa_anim.errors import ProductionError
from moa_anim.molecule.structure_file import Atoms, read_structure, structure_from_bytes

FaultLog = Callable[[str, str, str], None]
TABLE = package_folder("assets") / "structures" / "era_lbd_elacestrant.cif.gz"

HEAD = "data_test\nloop_\n" + "".join(
    f"_atom_site.{tag}\n"
    for tag in (
        *(
            "group_PDB",
            "id",
            "type_symbol",
            "label_atom_id",
            "label_alt_id",
            "label_comp_id",
            "label_asym_id",
        ),
        *("label_seq_id", "Cartn_x", "Cartn_y", "Cartn_z", "occupancy", "auth_seq_id", "auth_asym_id"),
    )
)


def chain(count: int = 12, scale: float = 1.0) -> list[str]:
    """A backbone of alanines 1.5 Å from atom to atom."""
    rows = []
    for i in range(4 * count):
        name, residue = ("N", "CA", "C", "O")[i % 4], i // 4 + 1
        x, y = scale * 1.2 * i, scale * 0.9 * (i % 2)
        rows.append(f"ATOM {i + 1} {name[0]} {name} . ALA A {residue} {x:.4f} {y:.4f} 0.0 1.00 {residue} A")
    return rows


def cif(*rows: str) -> bytes:
    return (HEAD + "\n".join(rows) + "\n").encode()


def pdb(*atoms: tuple[str, str, int, str]) -> bytes:
    """PDB lines of (atom, residue, number, the three coordinates' 24 columns)."""
    lines = [
        f"ATOM  {i + 1:5d}  {name:<3} {residue:>3} A{number:4d}    {place}  1.00  0.00           {name[0]}  "
        for i, (name, residue, number, place) in enumerate(atoms)
    ]
    return "\n".join([*lines, "END", ""]).encode()


def backbone_pdb(last: str = "") -> bytes:
    rows = [
        (("N", "CA", "C", "O")[i % 4], "ALA", i // 4 + 1, f"{1.2 * i:8.3f}{0.9 * (i % 2):8.3f}{0:8.3f}")
        for i in range(24)
    ]
    if last:
        rows[-1] = (*rows[-1][:3], last)
    return pdb(*rows)


def message(content: bytes, name: str = "given.cif", most_bytes: int = 2**24) -> str:
    with pytest.raises(ProductionError) as caught:
        structure_from_bytes(name, content, most_bytes)
    assert len(caught.value.faults) == 1
    return str(caught.value)


def test_a_table_of_ours_is_read_with_what_it_says_of_itself() -> None:
    structure = read_structure(TABLE)
    assert structure.sources[0].entry == "7TE7"
    assert {note.kind for note in structure.notes} >= {"frame", "engineered", "completed"}
    assert len(structure.ligand("I0V")) == 34
    assert structure.atoms.positions.shape == (len(structure.atoms), 3)
    assert not {"H", "D"} & set(structure.atoms.elements.tolist())


def test_mmcif_and_pdb_with_and_without_gzip_give_the_same_atoms() -> None:
    plain = structure_from_bytes("a.cif", cif(*chain(6))).atoms
    for content in (gzip.compress(cif(*chain(6))), backbone_pdb(), gzip.compress(backbone_pdb())):
        other = structure_from_bytes("b", content).atoms
        assert np.allclose(other.positions, plain.positions, atol=1e-3)
        assert other.names.tolist() == plain.names.tolist()
        assert other.residue_numbers.tolist() == plain.residue_numbers.tolist()


def test_of_alternate_locations_the_fullest_is_taken_and_a_at_a_tie() -> None:
    rows = chain()
    rows[1] = "ATOM 2 C CA B ALA A 1 1.2 0.9 0.0 0.60 1 A"
    rows.insert(2, "ATOM 90 C CA A ALA A 1 1.2 0.7 0.0 0.40 1 A")
    rows.insert(6, "ATOM 91 C CA B ALA A 2 6.0 0.8 0.0 0.50 2 A")
    rows[7] = "ATOM 6 C CA A ALA A 2 6.0 0.9 0.0 0.50 2 A"
    atoms = structure_from_bytes("alt.cif", cif(*rows)).atoms
    calphas = atoms.named("CA").of_residues(1, 2)
    assert len(atoms) == 48
    assert calphas.positions[:, 1].tolist() == [0.9, 0.9]


def test_water_hydrogen_and_other_models_are_left_out() -> None:
    rows = [
        *chain(),
        "ATOM 90 H HA . ALA A 1 1.2 1.9 0.0 1.00 1 A",
        "HETATM 91 O O . HOH B . 9 9 9 1.00 900 A",
    ]
    assert len(structure_from_bytes("a.cif", cif(*rows)).atoms) == 48


def test_a_chain_or_ligand_that_is_missing_is_named_with_those_that_are_there(fault_log: FaultLog) -> None:
    structure = read_structure(TABLE)
    with pytest.raises(ProductionError) as chains:
        structure.chains("A", "Q", "R")
    assert str(chains.value).startswith(
        "era_lbd_elacestrant.cif.gz: found no chain Q, R; expected one of its chains: A;"
    )
    with pytest.raises(ProductionError) as ligand:
        structure.ligand("EST")
    assert "found no ligand EST; expected one of its ligands: I0V;" in str(ligand.value)
    fault_log("a chain that the structure lacks", "no chain Q, R; one of its chains: A", "the structure")
    fault_log("a ligand that the structure lacks", "no ligand EST; one of its ligands: I0V", "the structure")


def test_a_ligand_that_is_there_twice_wants_its_chain() -> None:
    structure = read_structure(TABLE.with_name("era_lbd_estradiol.cif.gz"))
    with pytest.raises(ProductionError, match=r"2 copies of ligand EST .*name its chain"):
        structure.ligand("EST")
    assert len(structure.ligand("EST", chain="B")) == 20


def test_coordinates_that_are_no_numbers_are_one_fault(fault_log: FaultLog) -> None:
    rows = chain()
    rows[5] = rows[5].replace(" 6.0000 ", " nan ")
    found = message(cif(*rows))
    assert "1 atoms without a place (not a number), the first A ALA 2 CA" in found
    assert "not a number" in message(backbone_pdb("     nan   0.900   0.000"), "given.pdb")
    assert "not a number" in message(backbone_pdb("  ******   0.900   0.000"), "given.pdb")
    fault_log("NaN among the coordinates of a structure", found, "nothing is drawn")


@pytest.mark.parametrize(("scale", "unit"), [(0.1, "nanometres"), (100.0, "picometres")])
def test_other_units_than_angstrom_are_told_by_the_bonds(
    scale: float, unit: str, fault_log: FaultLog
) -> None:
    found = message(cif(*chain(scale=scale)))
    assert f"({unit}?)" in found
    assert "expected 1.15–1.75 Å" in found
    fault_log(f"a structure in {unit}", found, "nothing is drawn")


def test_a_trace_of_calphas_is_in_angstrom_too() -> None:
    rows = [f"ATOM {i} C CA . ALA A {i} {3.8 * i:.2f} 0 0 1.00 {i} A" for i in range(1, 20)]
    assert len(structure_from_bytes("trace.cif", cif(*rows)).atoms) == 19
    assert "nanometres" in message(cif(*[row.replace(".00 ", ".00 ") for row in _scaled(rows)]))


def _scaled(rows: list[str]) -> list[str]:
    return [
        " ".join([*row.split()[:8], f"{float(row.split()[8]) / 10:.3f}", *row.split()[9:]]) for row in rows
    ]


@pytest.mark.parametrize("kept", [1, 3, 4])
def test_a_gzip_file_that_breaks_off_is_one_fault(kept: int, fault_log: FaultLog) -> None:
    packed = gzip.compress(cif(*chain(200)))
    found = message(packed[: len(packed) * kept // 5])
    assert "a gzip file that breaks off" in found
    fault_log("a truncated gzip structure", found, "nothing is drawn")


def test_damaged_gzip_is_one_fault() -> None:
    packed = bytearray(gzip.compress(cif(*chain(200))))
    packed[len(packed) // 2] ^= 0xFF
    assert "gzip" in message(bytes(packed))


def test_a_decompression_bomb_is_not_unpacked(fault_log: FaultLog) -> None:
    bomb = gzip.compress(b"#" * 2**22)
    found = message(bomb, most_bytes=2**20)
    assert "unpacks to more; expected at most 1 MiB" in found
    twice = gzip.compress(b"#" * 700_000) * 2
    assert "unpacks to more" in message(twice, most_bytes=2**20)
    assert "at most 1 MiB" in message(b"#" * 2**21, most_bytes=2**20)
    fault_log("a structure that unpacks without end", found, "memory: no more than the limit is unpacked")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello\n",
        b"\x89PNG\r\n\x1a\n\xff\xfe",
        b"data_x\n_cell.length_a 1\n",
        b"data_x\nloop_\n_atom_site.Cartn_x\n1\n2\n",
        b"data_x\nloop_\n_a.b\n_a.c\n1\n",
        b"{}",
        b"data_a\n_x.y 1\ndata_b\n_x.y 1\n",
    ],
)
def test_what_is_no_structure_is_one_fault(content: bytes) -> None:
    assert message(content).startswith("given.cif: found ")


def test_a_file_that_is_not_there_is_one_fault(tmp_path: Path) -> None:
    with pytest.raises(ProductionError, match=r"^none\.cif: found no such file"):
        read_structure(tmp_path / "none.cif")


def test_atoms_refuse_columns_of_different_length() -> None:
    one = np.array(["C"])
    with pytest.raises(ValueError, match="of one length"):
        Atoms(np.zeros((2, 3)), one, one, one, np.array([1]), one, np.ones(1), np.ones(1, dtype=np.bool_))
