"""Small molecules: what their files say, that drawing and conformer are one molecule, and what is said of spoilt files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from moa_anim.cache.installed import package_folder
from moa_anim.errors import ProductionError
from moa_anim.molecule import depiction as room
from moa_anim.molecule.depiction import HASHED, PLAIN, WEDGED, Depiction, depiction

LIGANDS = package_folder("assets") / "structures" / "ligands"
NAMES = sorted(path.name.removesuffix("_2d.mol") for path in LIGANDS.glob("*_2d.mol"))


@pytest.fixture
def ligands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that the package takes its molecules from, with estradiol's files in it."""
    folder = tmp_path / "structures" / "ligands"
    folder.mkdir(parents=True)
    for file in LIGANDS.glob("estradiol_*"):
        (folder / file.name).write_bytes(file.read_bytes())
    monkeypatch.setattr(room, "files", lambda package: tmp_path)
    depiction.cache_clear()
    yield folder
    depiction.cache_clear()


@pytest.mark.parametrize(
    ("name", "formula", "atoms", "bonds", "rings", "aromatic"),
    [
        ("elacestrant", "C30H38N2O2", 34, 37, [6, 6, 6, 6], 3),
        ("estradiol", "C18H24O2", 20, 23, [5, 6, 6, 6], 1),
        ("tamoxifen", "C26H29NO", 28, 30, [6, 6, 6], 3),
    ],
)
def test_a_molecule_is_the_one_that_its_name_says(
    name: str, formula: str, atoms: int, bonds: int, rings: list[int], aromatic: int
) -> None:
    molecule = depiction(name)
    assert molecule.formula == formula
    assert (len(molecule.elements), len(molecule.bonds)) == (atoms, bonds)
    assert sorted(len(ring) for ring in molecule.rings) == rings
    assert sum(molecule.is_aromatic(ring) for ring in molecule.rings) == aromatic


@pytest.mark.parametrize("name", NAMES)
def test_every_atom_has_the_bonds_that_its_element_has(name: str) -> None:
    valence = {"C": 4, "N": 3, "O": 2, "F": 1}
    molecule = depiction(name)
    for atom, element in enumerate(molecule.elements):
        orders = sum(bond.order for bond in molecule.bonds if atom in bond.pair)
        if element in valence:
            assert orders + molecule.hydrogens[atom] == valence[element], f"{element}{atom}"


@pytest.mark.parametrize("name", NAMES)
def test_rings_go_round_along_bonds(name: str) -> None:
    molecule = depiction(name)
    pairs = {bond.pair for bond in molecule.bonds}
    for ring in molecule.rings:
        assert all(frozenset(pair) in pairs for pair in zip(ring, (*ring[1:], ring[0]), strict=True))


def test_atoms_are_written_out_where_they_are_not_carbon() -> None:
    for name, letters in (("elacestrant", ["N", "NH", "O", "OH"]), ("estradiol", ["OH", "OH"])):
        molecule = depiction(name)
        written = sorted(filter(None, (molecule.letters(atom) for atom in range(len(molecule.elements)))))
        assert written == letters


def test_steps_count_bonds_from_one_end() -> None:
    steps = depiction("elacestrant").steps_from(0)
    assert steps[:6] == (0, 1, 2, 3, 4, 5)
    assert max(steps) == 19
    for bond in depiction("elacestrant").bonds:
        assert abs(steps[bond.first] - steps[bond.second]) <= 1


def turning(
    molecule: Depiction, places: np.ndarray[tuple[int, ...], np.dtype[np.float64]], atom: int
) -> float:
    """Which way an atom's first three neighbours go round, as a volume: its sign is the atom's hand."""
    a, b, c = (places[other] - places[atom] for other in molecule.neighbours(atom)[:3])
    return float(np.linalg.det([a, b, c]))


@pytest.mark.parametrize("name", ["elacestrant", "estradiol"])
def test_wedges_say_the_hand_that_the_conformer_has(name: str) -> None:
    molecule = depiction(name)
    centres = {bond.first for bond in molecule.bonds if bond.stereo != PLAIN}
    assert len(centres) == {"elacestrant": 1, "estradiol": 5}[name]
    for atom in centres:
        # Each centre alone: what its neighbours' own wedges say does not count.
        alone = np.hstack([molecule.flat, np.zeros((len(molecule.flat), 1))])
        for bond in molecule.bonds:
            if bond.first == atom:
                alone[bond.second, 2] += {PLAIN: 0.0, WEDGED: 1.0, HASHED: -1.0}[bond.stereo]
        flat, solid = turning(molecule, alone, atom), turning(molecule, molecule.solid, atom)
        assert abs(flat) > 0.1
        assert flat * solid > 0, f"atom {atom}"


Spoil = Callable[[str], str]


@pytest.mark.parametrize("file", ["estradiol_2d.mol", "estradiol_3d.sdf"])
@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda text: text.replace("V2000", "V3000"), "V2000"),
        (lambda text: text[: len(text) // 2], "M  END"),
        (lambda text: text.replace(" C  ", " 7  ", 1), "“7”"),
        (
            lambda text: "\n".join([*text.splitlines()[:3], " 99 99  0 V2000", *text.splitlines()[4:]]),
            "columns",
        ),
        (lambda text: text.replace(text.splitlines()[4][:10], "       nan", 1), "finite"),
        (lambda text: text.replace(text.splitlines()[4][:10], "      here", 1), "columns"),
        (lambda text: text.replace(text.splitlines()[4][:10], "   99.0000", 1), "ångström"),
        (lambda text: text.replace("M  END", "M  END\n"), None),
        (lambda text: "", "V2000"),
    ],
)
def test_a_spoilt_file_is_told_in_one_line(ligands: Path, file: str, spoil: Spoil, words: str | None) -> None:
    path = ligands / file
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")
    if words is None:
        assert depiction("estradiol").formula == "C18H24O2"
        return
    with pytest.raises(ProductionError) as caught:
        depiction("estradiol")
    assert file in str(caught.value)
    assert words in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("columns", ["  1 99  1  0", "  2  2  1  0", "  2  1  4  0", "  2  1  1  3"])
def test_a_bond_that_no_molecule_has_is_told(ligands: Path, columns: str) -> None:
    path = ligands / "estradiol_2d.mol"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[24] = columns
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ProductionError, match=r"estradiol_2d\.mol.*bond"):
        depiction("estradiol")


def test_drawing_and_conformer_must_be_one_molecule(ligands: Path) -> None:
    for suffix in ("2d.mol", "3d.sdf"):
        (ligands / f"tamoxifen_{suffix}").write_bytes((LIGANDS / f"tamoxifen_{suffix}").read_bytes())
    (ligands / "estradiol_3d.sdf").write_bytes((LIGANDS / "tamoxifen_3d.sdf").read_bytes())
    with pytest.raises(ProductionError, match="heavy atoms"):
        depiction("estradiol")


def test_a_missing_file_is_told(ligands: Path) -> None:
    (ligands / "estradiol_3d.sdf").unlink()
    with pytest.raises(ProductionError, match=r"estradiol_3d\.sdf.*no such file"):
        depiction("estradiol")


def test_a_file_that_is_no_text_is_told(ligands: Path) -> None:
    (ligands / "estradiol_2d.mol").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ProductionError, match="not text"):
        depiction("estradiol")
