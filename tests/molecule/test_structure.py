"""Traces and ligands as the tables have them, and a table that is not what it should be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from moa_anim.cache.installed import package_folder
from moa_anim.errors import ProductionError
from moa_anim.molecule import atom_tables
from moa_anim.molecule.atom_tables import atom_table
from moa_anim.molecule.receptor_atoms import lysine_nitrogen
from moa_anim.molecule.structure import Trace, receptor_tables

TABLES = ("era_lbd_estradiol", "era_lbd_elacestrant", "era_lbd_tamoxifen", "coactivator_helix")


@pytest.fixture
def structures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that the package takes its tables from, with the receptor's in it."""
    folder = tmp_path / "structures"
    folder.mkdir()
    for name in TABLES:
        file = f"{name}.cif.gz"
        (folder / file).write_bytes((package_folder("assets") / "structures" / file).read_bytes())
    monkeypatch.setattr(atom_tables, "files", lambda package: tmp_path)
    for each in (receptor_tables, atom_table, lysine_nitrogen):
        each.cache_clear()
    yield folder
    for each in (receptor_tables, atom_table, lysine_nitrogen):
        each.cache_clear()


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("damage", ["missing", "cut short", "empty"])
def test_a_damaged_table_is_named_in_one_line(structures: Path, name: str, damage: str) -> None:
    path = structures / f"{name}.cif.gz"
    whole = path.read_bytes()
    path.unlink()
    if damage != "missing":
        path.write_bytes(whole[: len(whole) // 2] if damage == "cut short" else b"")
    with pytest.raises(ProductionError) as caught:
        receptor_tables()
    message = str(caught.value)
    assert path.name in message
    assert len(message.splitlines()) == 1


def test_the_chains_are_as_long_as_in_the_entries() -> None:
    tables = receptor_tables()
    assert tables.agonist.numbers.tolist() == list(range(304, 551))
    assert tables.antagonist.numbers.tolist() == list(range(310, 551))
    assert tables.coactivator.letters == "NALLRYLLD"


def test_a_lysines_nitrogen_is_the_tables() -> None:
    for state, name in (("agonist", "era_lbd_estradiol"), ("antagonist", "era_lbd_elacestrant")):
        atoms = atom_table(name).chains("A").of_residues(467, 467)
        assert np.array_equal(lysine_nitrogen("K467", state), atoms.named("NZ").positions[0])
    with pytest.raises(ProductionError, match="K466"):
        lysine_nitrogen("K466", "agonist")


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


@pytest.mark.parametrize("name", ["estradiol", "drug", "tamoxifen"])
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
    [
        ("estradiol", {"C": 18, "O": 2}),
        ("drug", {"C": 30, "N": 2, "O": 2}),
        ("tamoxifen", {"C": 26, "N": 1, "O": 2}),
    ],
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
