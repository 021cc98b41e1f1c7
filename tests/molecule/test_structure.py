"""Tables as they are, and tables that are not what they should be."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from moa_anim.cache.installed import package_folder
from moa_anim.errors import ProductionError
from moa_anim.molecule import structure
from moa_anim.molecule.structure import Trace, read_table, receptor_tables, trace_from_rows

TABLE = "era_lbd.json"
Spoil = Callable[[dict[str, Any]], None]


@pytest.fixture
def structures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that the package takes its tables from, with the receptor's in it."""
    folder = tmp_path / "structures"
    folder.mkdir()
    (folder / TABLE).write_bytes((package_folder("assets") / "structures" / TABLE).read_bytes())
    monkeypatch.setattr(structure, "files", lambda package: tmp_path)
    receptor_tables.cache_clear()
    yield folder
    receptor_tables.cache_clear()


def spoil(folder: Path, change: Spoil) -> None:
    table = json.loads((folder / TABLE).read_text(encoding="utf-8"))
    change(table)
    (folder / TABLE).write_text(json.dumps(table), encoding="utf-8")


def assert_told(*words: str) -> None:
    with pytest.raises(ProductionError) as caught:
        receptor_tables()
    message = str(caught.value)
    for word in (TABLE, *words):
        assert word in message, message
    assert len(message.splitlines()) == 1


def test_an_unspoiled_copy_is_read(structures: Path) -> None:
    assert len(receptor_tables().agonist.numbers) == 247


@pytest.mark.parametrize(
    "path",
    [
        ("agonist",),
        ("agonist", "residues"),
        ("antagonist",),
        ("antagonist", "residues"),
        ("coactivator_peptide_CA",),
        ("ligands",),
        ("ligands", "estradiol"),
        ("ligands", "elacestrant"),
    ],
    ids="/".join,
)
def test_a_missing_chain_is_named(structures: Path, path: tuple[str, ...]) -> None:
    def remove(table: dict[str, Any]) -> None:
        for key in path[:-1]:
            table = table[key]
        del table[path[-1]]

    spoil(structures, remove)
    assert_told(path[-1])


@pytest.mark.parametrize("state", ["agonist", "antagonist"])
def test_an_empty_chain_is_named(structures: Path, state: str) -> None:
    spoil(structures, lambda table: table[state].update(residues=[]))
    assert_told(state, "no residues")


@pytest.mark.parametrize("number", [float("nan"), float("inf"), None, "six"])
def test_a_coordinate_that_is_no_number_is_named(structures: Path, number: object) -> None:
    def change(table: dict[str, Any]) -> None:
        table["antagonist"]["residues"][20][4] = number

    spoil(structures, change)
    assert_told("antagonist")


def test_a_ligands_coordinate_that_is_no_number_is_named(structures: Path) -> None:
    def change(table: dict[str, Any]) -> None:
        table["ligands"]["elacestrant"]["atoms"][3][2] = float("nan")

    spoil(structures, change)
    assert_told("elacestrant")


@pytest.mark.parametrize("missing", ["atoms", "bonds"])
def test_a_ligand_without_atoms_or_bonds_is_named(structures: Path, missing: str) -> None:
    def change(table: dict[str, Any]) -> None:
        del table["ligands"]["estradiol"][missing]

    spoil(structures, change)
    assert_told("estradiol")


def test_a_chain_in_nanometres_is_told(structures: Path) -> None:
    def shrink(table: dict[str, Any]) -> None:
        for row in table["agonist"]["residues"]:
            row[3:6] = [value / 10 for value in row[3:6]]

    spoil(structures, shrink)
    assert_told("agonist", "ångström", "0.38")


def test_a_ligand_in_nanometres_is_told(structures: Path) -> None:
    def shrink(table: dict[str, Any]) -> None:
        for atom in table["ligands"]["elacestrant"]["atoms"]:
            atom[1:4] = [value / 10 for value in atom[1:4]]

    spoil(structures, shrink)
    assert_told("elacestrant")


@pytest.mark.parametrize("units", ["nm", "nanometre", None])
def test_another_unit_is_told(structures: Path, units: str | None) -> None:
    spoil(structures, lambda table: table.update(units=units))
    assert_told("units", "angstrom")


@pytest.mark.parametrize("text", ["", "{", "[]", "nothing"])
def test_what_is_no_table_is_told(structures: Path, text: str) -> None:
    (structures / TABLE).write_text(text, encoding="utf-8")
    assert_told()


def test_bytes_that_are_no_text_are_told(structures: Path) -> None:
    (structures / TABLE).write_bytes(b'{"units": "\xff"}')
    assert_told("JSON")


def test_a_missing_table_is_told(structures: Path) -> None:
    (structures / TABLE).unlink()
    assert_told("no such file")


@pytest.mark.parametrize(
    "name", sorted(path.name for path in (package_folder("assets") / "structures").glob("*.json"))
)
def test_every_table_of_the_package_is_in_angstrom(name: str) -> None:
    assert read_table(name)["units"] == "angstrom"


def test_rows_with_and_without_secondary_structure() -> None:
    plain = trace_from_rows("t", "c", [(5, "A", 0.0, 0.0, 0.0), (6, "G", 3.8, 0.0, 0.0)])
    structured = trace_from_rows("t", "c", [(5, "A", "H", 0.0, 0.0, 0.0), (6, "G", "-", 3.8, 0.0, 0.0)])
    for trace in (plain, structured):
        assert trace.letters == "AG"
        assert trace.numbers.tolist() == [5, 6]
        assert trace.positions.tolist() == [[0, 0, 0], [3.8, 0, 0]]


def test_a_part_has_every_residue_or_is_refused() -> None:
    trace = receptor_tables().agonist
    part = trace.part(538, 544)
    assert part.numbers.tolist() == list(range(538, 545))
    assert part.letters == "DLLLEML"
    with pytest.raises(KeyError, match="545–900"):
        trace.part(545, 900)


def test_a_trace_holds_together() -> None:
    with pytest.raises(ValueError, match="one length"):
        Trace(np.arange(3), "AB", np.zeros((3, 3)))
    with pytest.raises(ValueError, match="finite"):
        Trace(np.arange(1), "A", np.array([[0.0, np.nan, 0.0]]))


@pytest.mark.parametrize("name", ["estradiol", "elacestrant"])
def test_a_ligands_bonds_are_as_long_as_bonds_are(name: str) -> None:
    ligand = receptor_tables().ligands[name]
    lengths = [float(np.linalg.norm(ligand.positions[a] - ligand.positions[b])) for a, b, _ in ligand.bonds]
    assert min(lengths) >= 1.2
    assert max(lengths) <= 1.7
    assert {atom for a, b, _ in ligand.bonds for atom in (a, b)} == set(range(len(ligand.elements))), (
        "one molecule"
    )


@pytest.mark.parametrize(
    ("name", "elements"),
    [("estradiol", {"C": 18, "O": 2}), ("elacestrant", {"C": 30, "N": 2, "O": 2})],
)
def test_a_ligand_has_its_formulas_heavy_atoms(name: str, elements: dict[str, int]) -> None:
    found = receptor_tables().ligands[name].elements
    assert {element: found.count(element) for element in set(found)} == elements


def test_helix12_begins_with_the_hot_spots() -> None:
    trace = receptor_tables().agonist
    assert trace.part(537, 538).letters == "YD"


def test_alpha_helices_are_right_handed() -> None:
    """The dihedral of four consecutive Cα of a right-handed α-helix is about +50°."""
    for state in (receptor_tables().agonist, receptor_tables().antagonist):
        a, b, c, d = (state.part(539 + k, 540 + k).positions[0] for k in range(4))
        one, two, three = b - a, c - b, d - c
        sine = np.dot(np.linalg.norm(two) * one, np.cross(two, three))
        cosine = np.dot(np.cross(one, two), np.cross(two, three))
        assert 40 < np.degrees(np.arctan2(sine, cosine)) < 65
