"""The tables of atoms: each is its entry's, and what the film says of them can be measured in them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from moa_anim.cache.installed import package_folder
from moa_anim.errors import ProductionError
from moa_anim.molecule.atom_tables import atom_table, table_pose
from moa_anim.molecule.pose import best_fit
from moa_anim.molecule.structure_file import Atoms, joined

ENTRIES = Path(__file__).parent / "entries"
SAMPLES = sorted(path.stem for path in ENTRIES.glob("*.txt"))
RECEPTORS = (
    "era_lbd_estradiol",
    "era_lbd_elacestrant",
    "era_lbd_tamoxifen",
    "era_lbd_y537s",
    "era_lbd_d538g",
)
ALPHA, BETA = ("ABCDEFG", "OPQRSTU"), ("HIJKLMN", "VWXYZ12")


def place(atoms: Atoms, chain: str, residue: int, name: str) -> NDArray[np.float64]:
    rows = np.flatnonzero(
        (atoms.chains == chain) & (atoms.residue_numbers == residue) & (atoms.names == name)
    )
    assert len(rows) == 1, (chain, residue, name)
    return np.asarray(atoms.positions[rows[0]])


def distance(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    return float(np.linalg.norm(one - other))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_table_is_its_entry_moved_rigidly(name: str) -> None:
    atoms = atom_table(name).atoms
    rows = {
        (str(c), int(n), str(a)): row
        for row, (c, n, a) in enumerate(zip(atoms.chains, atoms.residue_numbers, atoms.names, strict=True))
    }
    lines = [line.split() for line in (ENTRIES / f"{name}.txt").read_text().splitlines()[1:]]
    ours = atoms.positions[[rows[line[0], int(line[1]), line[2]] for line in lines]]
    published = np.array([[float(value) for value in line[3:]] for line in lines])
    left = best_fit(published, ours).apply(published) - ours
    assert len(lines) >= 70
    assert np.sqrt((left**2).sum(axis=1).mean()) <= 0.05


def test_every_table_that_is_measured_has_a_sample() -> None:
    shipped = {
        path.name.removesuffix(".cif.gz")
        for path in (package_folder("assets") / "structures").glob("*.cif.gz")
    }
    models = {"proteasome_20s_open_gate", "proteasome_cap"}
    assert shipped == {*SAMPLES, *models}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_table_says_where_it_comes_from(name: str) -> None:
    table = atom_table(name)
    assert table.title
    assert all(len(source.entry) == 4 for source in table.sources if source.entry != "reference model")
    assert any(note.kind == "frame" for note in table.notes)
    assert all(source.rmsd is None or source.rmsd < 1.5 for source in table.sources)


def test_helix_12_turns_121_degrees_and_9_7_angstrom_from_estradiol_to_elacestrant() -> None:
    hormone, drug = (
        atom_table(name).atoms.of_chains("A").named("CA").of_residues(538, 544)
        for name in ("era_lbd_estradiol", "era_lbd_elacestrant")
    )
    move = best_fit(hormone.positions, drug.positions)
    assert move.degrees == pytest.approx(121, abs=2)
    assert distance(hormone.positions.mean(axis=0), drug.positions.mean(axis=0)) == pytest.approx(
        9.7, abs=0.2
    )


def test_helix_12_lies_as_with_tamoxifen_and_is_closed_over_the_mutants_empty_pockets() -> None:
    places = {
        name: atom_table(name).atoms.of_chains("A").named("CA").of_residues(538, 544).positions.mean(axis=0)
        for name in RECEPTORS
    }
    assert distance(places["era_lbd_elacestrant"], places["era_lbd_tamoxifen"]) < 2.0
    for mutant in ("era_lbd_y537s", "era_lbd_d538g"):
        assert distance(places["era_lbd_estradiol"], places[mutant]) < 1.0
        assert atom_table(mutant).atoms.polymer.all()


def test_engineered_and_completed_residues_are_named() -> None:
    notes = atom_table("era_lbd_elacestrant").notes
    assert {note.text[:5] for note in notes if note.kind == "engineered"} == {
        "C381S",
        "C417S",
        "C530S",
        "L536S",
    }
    assert [note.residues for note in notes if note.kind == "completed"] == ["337-340", "462-464"]


@pytest.mark.parametrize("name", RECEPTORS)
def test_a_receptor_has_no_gap_and_its_backbone_holds_together(name: str) -> None:
    atoms = atom_table(name).atoms.of_chains("A")
    polymer = atoms.where(atoms.polymer)
    numbers = np.unique(polymer.residue_numbers)
    assert (np.diff(numbers) == 1).all()
    bonds = [
        distance(place(polymer, "A", int(n), "C"), place(polymer, "A", int(n) + 1, "N")) for n in numbers[:-1]
    ]
    assert np.abs(np.array(bonds) - 1.33).max() < 0.1
    assert np.quantile(np.abs(np.array(bonds) - 1.33), 0.95) < 0.05
    for first, last in _completed(name):
        for residue in range(first, last + 1):
            inner = distance(place(polymer, "A", residue, "N"), place(polymer, "A", residue, "CA"))
            assert inner == pytest.approx(1.46, abs=0.15)


@pytest.mark.parametrize("name", RECEPTORS)
def test_every_residue_is_left_handed_and_completed_ones_are_clear_of_the_rest(name: str) -> None:
    atoms = atom_table(name).atoms.of_chains("A")
    places = {
        (int(n), str(a)): p
        for n, a, p in zip(atoms.residue_numbers, atoms.names, atoms.positions, strict=True)
    }
    for residue, atom in places:
        if atom == "CB":
            alpha = places[residue, "CA"]
            sides = np.cross(places[residue, "N"] - alpha, places[residue, "C"] - alpha)
            assert float(sides @ (places[residue, "CB"] - alpha)) > 1.5, residue
    for first, last in _completed(name):
        mine = (atoms.residue_numbers >= first) & (atoms.residue_numbers <= last)
        bonded = (atoms.residue_numbers == first - 1) | (atoms.residue_numbers == last + 1)
        nearest = cKDTree(atoms.positions[~mine & ~bonded]).query(atoms.positions[mine])[0]
        assert nearest.min() > 2.4, (first, last)
        for residue in range(first - 1, last + 1):
            step = distance(places[residue, "CA"], places[residue + 1, "CA"])
            assert step == pytest.approx(3.8, abs=0.2), residue


def _completed(name: str) -> list[tuple[int, int]]:
    spans = [note.residues.split("-") for note in atom_table(name).notes if note.kind == "completed"]
    return [(int(span[0]), int(span[-1])) for span in spans]


def test_the_lysine_that_carries_the_chain_is_in_every_receptor() -> None:
    for name in RECEPTORS:
        place(atom_table(name).atoms, "A", 467, "NZ")


def test_the_coactivators_helix_lies_in_the_groove_that_helix_12_leaves() -> None:
    peptide = atom_table("coactivator_helix").atoms
    assert len(np.unique(peptide.residue_numbers)) == 9
    body = atom_table("era_lbd_estradiol").atoms.of_chains("A")
    # Of another entry's body the side chains stand a little otherwise.
    backbone = cKDTree(body.where(np.isin(body.names, ("N", "CA", "C", "O"))).positions)
    nearest = backbone.query(peptide.positions)[0]
    assert 2.5 < nearest.min() < 4.0
    helix = atom_table("era_lbd_elacestrant").atoms.named("CA").of_residues(538, 544)
    assert distance(peptide.named("CA").positions.mean(axis=0), helix.positions.mean(axis=0)) < 5.0


def test_zinc_is_held_by_four_cysteines_in_every_finger() -> None:
    atoms = atom_table("era_dbd_on_dna").atoms
    zinc = atoms.where(atoms.elements == "ZN")
    sulphurs = atoms.where((atoms.names == "SG") & (atoms.residue_names == "CYS"))
    assert len(zinc) == 4
    for finger in zinc.positions:
        assert (np.linalg.norm(sulphurs.positions - finger, axis=1) < 2.7).sum() == 4


@pytest.mark.parametrize(
    ("name", "strands", "first", "last", "partner"),
    [("era_dbd_on_dna", "CD", 2, 17, 37), ("nucleosome", "IJ", -72, 72, 0)],
)
def test_dna_is_right_handed(name: str, strands: str, first: int, last: int, partner: int) -> None:
    atoms = atom_table(name).atoms
    pairs = [
        (place(atoms, strands[0], n, "C1'"), place(atoms, strands[1], partner - n, "C1'"))
        for n in range(first, last + 1)
    ]
    middles = np.array([(a + b) / 2 for a, b in pairs])
    across = np.array([b - a for a, b in pairs])
    along = middles[1:] - middles[:-1]
    turns = (np.cross(across[:-1], across[1:]) * along).sum(axis=1)
    assert (turns > 0).all()


def test_the_20s_has_its_twofold_axis_along_y_within_a_fifth_of_an_angstrom() -> None:
    atoms = atom_table("proteasome_20s").atoms.named("CA")
    squares = []
    for left, right in (*zip(*ALPHA, strict=True), *zip(*BETA, strict=True)):
        one, other = atoms.of_chains(left), atoms.of_chains(right)
        _, rows, partners = np.intersect1d(one.residue_numbers, other.residue_numbers, return_indices=True)
        squares.append(((one.positions[rows] * [-1, 1, -1] - other.positions[partners]) ** 2).sum(axis=1))
    assert np.sqrt(np.concatenate(squares).mean()) < 0.2


@pytest.mark.parametrize("ring", [*ALPHA, *BETA])
def test_the_20s_is_sevenfold_within_five_angstrom(ring: str) -> None:
    atoms = atom_table("proteasome_20s").atoms.named("CA")
    centres = np.array([atoms.of_chains(chain).positions.mean(axis=0) for chain in ring])
    angles = np.arctan2(centres[:, 1], centres[:, 0])
    centres = centres[np.argsort(angles)]
    radius, height = np.hypot(centres[:, 0], centres[:, 1]).mean(), centres[:, 2].mean()
    angles = np.sort(angles)
    start = np.mean(np.unwrap(angles) - np.arange(7) * 2 * np.pi / 7)
    ideal_angles = start + np.arange(7) * 2 * np.pi / 7
    ideal = np.column_stack(
        [radius * np.cos(ideal_angles), radius * np.sin(ideal_angles), np.full(7, height)]
    )
    assert np.linalg.norm(centres - ideal, axis=1).max() < 5.0


@pytest.mark.parametrize("ring", ALPHA)
def test_the_gates_are_open_at_both_ends_in_the_model_alone(ring: str) -> None:
    core = atom_table("proteasome_20s").atoms
    opened = atom_table("proteasome_20s_open_gate")
    assert all(note.kind in ("modelled", "frame") for note in opened.notes)
    rows = set(zip(opened.atoms.chains.tolist(), opened.atoms.residue_numbers.tolist(), strict=True))
    stays = np.array([(c, n) not in rows for c, n in zip(core.chains, core.residue_numbers, strict=True)])
    standing = core.where(stays)
    for atoms, least, most in ((core, 0.0, 6.0), (joined([standing, opened.atoms]), 7.9, 99.0)):
        alphas = atoms.of_chains(*ring)
        for chain in ring:
            own = alphas.of_chains(chain)
            end = own.where(own.residue_numbers < own.residue_numbers.min() + 25)
            assert np.hypot(end.positions[:, 0], end.positions[:, 1]).min() >= least
        ends = alphas.where(alphas.residue_numbers < alphas.residue_numbers.min() + 25)
        assert np.hypot(ends.positions[:, 0], ends.positions[:, 1]).min() <= most
    for chain in set(opened.atoms.chains.tolist()) & set(ring):
        turned = opened.atoms.of_chains(chain)
        last = turned.residue_numbers.max()
        loose = turned.where(turned.residue_numbers < last)
        joint = (standing.chains == chain) & (standing.residue_numbers <= last + 2)
        nearest = cKDTree(standing.positions[~joint]).query(loose.positions)[0]
        assert nearest.min() > 2.4, "clear of what stands"


def test_the_receptor_with_estradiol_is_a_twofold_dimer_and_says_which_operation_made_it() -> None:
    table = atom_table("era_lbd_estradiol")
    one, other = table.chains("A"), table.chains("B")
    assert one.names.tolist() == other.names.tolist()
    turn = best_fit(one.positions, other.positions)
    assert np.abs(turn.apply(one.positions) - other.positions).max() < 0.02
    assert turn.degrees == pytest.approx(180.0, abs=0.01)
    assert np.abs(turn.apply(turn.apply(one.positions)) - one.positions).max() < 0.05
    near = cKDTree(one.positions).query(other.positions)[0]
    assert near.min() < 4.0
    assert (near < 4.5).sum() > 60
    assert any("x-y,-y,1/3-z" in note.text for note in table.notes if note.chain == "B")


IDEAL = {("N", "CA"): 1.46, ("CA", "C"): 1.53, ("C", "O"): 1.23, ("N", "C"): 2.46, ("CA", "O"): 2.40}
PEPTIDE = {("C", "N"): 1.33, ("CA", "N"): 2.43, ("O", "N"): 2.25, ("C", "CA"): 2.43, ("CA", "CA"): 3.80}
"""Bonds and angles of a backbone, as distances (Å), within a residue and from one residue to the next."""

COMPLETED = ("era_lbd_elacestrant", "era_lbd_y537s", "era_lbd_d538g")


@pytest.mark.parametrize("name", COMPLETED)
def test_completed_loops_have_right_bonds_and_angles_and_no_atoms_that_meet(name: str) -> None:
    """No heavy atoms more than two bonds apart are nearer than 2.5 Å, unless neither has been placed by us."""
    atoms = atom_table(name).atoms
    chain = atoms.where(atoms.polymer)
    numbers, names = chain.residue_numbers, chain.names
    places = {(int(n), str(a)): p for n, a, p in zip(numbers, names, chain.positions, strict=True)}
    placed = np.zeros(len(atoms), dtype=np.bool_)
    for first, last in _completed(name):
        placed |= atoms.polymer & (atoms.residue_numbers >= first - 1) & (atoms.residue_numbers <= last + 1)
        for residue in range(first, last + 1):
            for (a, b), length in IDEAL.items():
                found = distance(places[residue, a], places[residue, b])
                assert found == pytest.approx(length, abs=0.08), (residue, a, b)
        for residue in range(first - 1, last + 1):
            for (a, b), length in PEPTIDE.items():
                found = distance(places[residue, a], places[residue + 1, b])
                assert found == pytest.approx(length, abs=0.1), (residue, a, b)
    near = cKDTree(atoms.positions).query_pairs(2.6)
    bonded: list[set[int]] = [set() for _ in range(len(atoms))]
    for i, j in near:
        same = atoms.residue_numbers[i] == atoms.residue_numbers[j]
        low, high = (i, j) if atoms.residue_numbers[i] < atoms.residue_numbers[j] else (j, i)
        peptide = atoms.residue_numbers[high] - atoms.residue_numbers[low] == 1
        peptide &= atoms.names[low] == "C" and atoms.names[high] == "N"
        if peptide or (same and distance(atoms.positions[i], atoms.positions[j]) < 1.95):
            bonded[i].add(j)
            bonded[j].add(i)
    for i, j in near:
        if (placed[i] or placed[j]) and j not in bonded[i] and not bonded[i] & bonded[j]:
            found = distance(atoms.positions[i], atoms.positions[j])
            assert found >= 2.5, [(int(atoms.residue_numbers[k]), str(atoms.names[k])) for k in (i, j)]


@pytest.mark.parametrize("name", COMPLETED)
def test_a_completed_loop_says_how_it_was_fitted_and_relaxed(name: str) -> None:
    for note in atom_table(name).notes:
        if note.kind == "completed":
            assert "fitted to 4 residues on each side within" in note.text
            assert "then relaxed" in note.text


def test_the_cap_is_beads_beyond_one_end_of_the_20s() -> None:
    cap, core = atom_table("proteasome_cap"), atom_table("proteasome_20s").atoms
    assert set(cap.atoms.elements.tolist()) == {"X"}
    assert (cap.atoms.positions[:, 2] > 0).all()
    assert np.median(cap.atoms.positions[:, 2]) > 100
    nearest = cKDTree(core.positions).query(cap.atoms.positions)[0]
    assert 4.0 < nearest.min() < 8.0
    assert cap.numbers["density_at_core"] > cap.numbers["density_at_core_turned_by_a_seventh"]


def test_ubiquitin_sits_on_the_cysteine_and_its_last_carbon_meets_the_lysine() -> None:
    table = atom_table("ligase_charged_e2")
    atoms = table.atoms
    carbon = place(atoms, "U", 76, "C")
    assert distance(place(atoms, "E", 93, "SG"), carbon) == pytest.approx(1.8, abs=0.2)
    assert distance(
        table_pose(table, "swing").apply(carbon[None])[0], place(atoms, "K", 467, "NZ")
    ) == pytest.approx(1.3, abs=0.2)


def test_the_e2_sits_on_the_ring_as_in_the_reference() -> None:
    reference = json.loads((ENTRIES / "e2_on_ring.json").read_text())
    charged, scaffold = atom_table("ligase_charged_e2").atoms, atom_table("ligase_scaffold").atoms
    anchors = [place(scaffold, "B", n, "CA") for n in reference["ring"]]
    ours = np.array(
        [[distance(place(charged, "E", n, "CA"), anchor) for anchor in anchors] for n in reference["e2"]]
    )
    assert ours.size >= 60
    assert np.sqrt(((ours - np.array(reference["distances"])) ** 2).mean()) < 1.5


def test_the_swung_ring_and_the_receptor_at_it_are_clear_of_the_scaffold() -> None:
    table, scaffold = atom_table("ligase_charged_e2"), atom_table("ligase_scaffold").atoms
    swing, seat = table_pose(table, "swing"), table_pose(table, "receptor")
    ring = (scaffold.chains == "B") & (scaffold.residue_numbers >= 39)
    body = joined([scaffold.where(ring), table.atoms.of_chains("E", "U")])
    pivot = place(scaffold, "B", 38, "C")
    moved = swing.apply(body.positions)
    rest = cKDTree(scaffold.positions[~ring])
    far = np.linalg.norm(moved - pivot, axis=1) > 8.0
    assert rest.query(moved[far])[0].min() >= 2.5
    receptor = atom_table("era_lbd_elacestrant").atoms
    stands = receptor.where(
        ~((receptor.residue_numbers == 467) & ~np.isin(receptor.names, ("N", "CA", "C", "O")))
    )
    joint = (body.chains == "U") & (body.residue_numbers == 76)
    joint |= (body.chains == "E") & (body.residue_numbers == 93)
    crowd = cKDTree(np.concatenate([scaffold.positions[~ring], moved[~joint]]))
    assert crowd.query(seat.apply(stands.positions))[0].min() >= 2.5


def test_all_tables_together_are_small() -> None:
    folder = package_folder("assets") / "structures"
    assert sum(path.stat().st_size for path in folder.glob("*.cif.gz")) < 4 * 2**20


def test_a_table_that_is_not_there_is_one_fault() -> None:
    with pytest.raises(
        ProductionError, match=r"^no_such\.cif\.gz: found no such file; expected a table of atoms; "
    ):
        atom_table("no_such")
