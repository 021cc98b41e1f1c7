"""The gene and the mutants' marks, by geometry."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from recording import play_shot
from scipy.spatial import cKDTree

from moa_anim.actors.receptor import Receptor, mutated, receptor_beads, receptor_shape
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.model.palette import Role
from moa_anim.model.quality import DRAFT
from moa_anim.molecule.assemblies import dimer_turn, receptor_dimer
from moa_anim.molecule.atom_tables import atom_table
from moa_anim.molecule.beads import UNITED_RADII_ANGSTROM
from moa_anim.molecule.chromatin import (
    POLYMERASE_ABOVE_ANGSTROM,
    polymerase,
    visible_beads,
)
from moa_anim.molecule.film_mutants import mutations
from moa_anim.molecule.helix12 import helix12_path
from moa_anim.molecule.pose import rotation_about
from moa_anim.molecule.structure import receptor_tables
from moa_anim.sets.gene_transcription import (
    BREAK_ANGSTROM,
    CUT_DEPTH_ANGSTROM,
    DIMER_AT_ANGSTROM,
    END_ANGSTROM,
    GENE_VIEW,
    HINGE_BEAD_ANGSTROM,
    HINGE_BEADS,
    NUCLEOSOMES_AT,
    READER_CUT_ANGSTROM,
    START_ANGSTROM,
    GeneTranscription,
    dimer_poses,
    element_pose,
    lower_halves,
    transcribed_path,
    two_fold_axis,
)
from moa_anim.stage.molecule_view import MoleculeView
from moa_anim.stage.pictured import Pictured

SCENE: Any = SimpleNamespace(seed=3, seconds=1.0)


def bodies_of(gene: GeneTranscription, role: Role) -> list[Any]:
    return [beads for body in (*gene.receptors, gene.domains) for beads, its in body._shape if its is role]


def test_only_residues_537_and_538_are_marked() -> None:
    receptor = Receptor("loose", mutant=True)
    receptor.mutation = 1.0
    marked = [part.body for part in receptor.parts(0.0) if part.body.colour == rgb(Role.MUTATION)]
    assert len(marked) == 1
    everything = receptor_beads(receptor.place_at(0.0), mutant=True)
    numbers = helix12_path().numbers[everything.residues]
    expected = everything.positions[np.isin(numbers, list(mutations()))]
    assert sorted(mutations()) == [537, 538]
    assert len(marked[0].beads) == len(expected)
    assert cKDTree(expected).query(marked[0].beads.positions)[0].max() < 1e-9


@pytest.mark.parametrize("mutation", [0.0, 0.4, 1.0])
def test_every_bead_of_a_mutant_is_drawn_once(mutation: float) -> None:
    receptor = Receptor("agonist", mutant=True)
    receptor.mutation = mutation
    drawn = np.vstack([part.body.beads.positions for part in receptor.parts(0.0)])
    assert len(np.unique(drawn.round(6), axis=0)) == len(drawn)
    assert len(drawn) == len(receptor_beads(0.0, mutant=True))


def test_a_mark_eases_in_and_has_a_key_of_its_own() -> None:
    receptor = Receptor("agonist", mutant=True)
    keys, colours = set(), []
    for mutation in (0.0, 0.5, 1.0):
        receptor.mutation = mutation
        part = receptor.parts(0.0)[-1]
        keys.add(part.key)
        colours.append(part.body.colour)
    assert len(keys) == 3
    assert colours == [rgb(Role.HELIX12), tinted(Role.HELIX12, 0.5, Role.MUTATION), rgb(Role.MUTATION)]


def test_a_wild_type_is_never_marked() -> None:
    receptor = Receptor("agonist")
    receptor.mutation = 1.0
    assert rgb(Role.MUTATION) not in {part.body.colour for part in receptor.parts(0.0)}
    assert Role.MUTATION not in {role for _, role in receptor_shape(0.0)}


def test_a_mutated_trace_has_the_mutants_letters_in_the_same_places() -> None:
    wild = receptor_tables().agonist.part(307, 546)
    mutant = mutated(wild)
    changed = [
        (int(n), a, b) for n, a, b in zip(wild.numbers, wild.letters, mutant.letters, strict=True) if a != b
    ]
    assert changed == [(537, "Y", "S"), (538, "D", "G")]
    assert np.array_equal(mutant.positions, wild.positions)
    assert len(receptor_beads(0.0, mutant=True)) < len(receptor_beads(0.0)), (
        "S and G are smaller than Y and D"
    )


def test_the_dimer_stands_as_measured_with_its_hinges_downwards() -> None:
    first = receptor_dimer()[0]
    one, other = dimer_poses()
    turn = dimer_turn()
    assert other.apply(first.positions) == pytest.approx(one.apply(turn.apply(first.positions)))
    both = np.vstack([pose.apply(first.positions) for pose in (one, other)])
    assert both[:, 0].mean() == pytest.approx(DIMER_AT_ANGSTROM, abs=1.0)
    for pose in (one, other):
        moved = pose.apply(first.positions)
        assert moved[0, 1] < both[:, 1].mean() - 8.0, "residue 307, where the hinge begins"
    assert one.rotation @ two_fold_axis(turn) == pytest.approx((0.0, 1.0, 0.0), abs=1e-6)


@pytest.mark.parametrize("hormone", [False, True])
@pytest.mark.parametrize("mutant", [False, True])
def test_hormone_and_marks_are_there_when_asked_for(hormone: bool, mutant: bool) -> None:
    gene = GeneTranscription(SCENE, seed=1, hormone=hormone, mutant=mutant)
    assert len(bodies_of(gene, Role.ESTRADIOL)) == 2 * hormone
    assert len(bodies_of(gene, Role.MUTATION)) == 2 * mutant
    assert len(bodies_of(gene, Role.COACTIVATOR)) == 2


def test_hormone_is_in_the_pocket_as_measured() -> None:
    gene = GeneTranscription(SCENE, seed=1)
    atoms = atom_table("era_lbd_estradiol").ligand("EST", "A").positions
    for beads, pose in zip(bodies_of(gene, Role.ESTRADIOL), dimer_poses(), strict=True):
        assert beads.positions == pytest.approx(pose.apply(atoms))


def test_the_domains_above_the_dna_do_not_touch_those_on_it() -> None:
    gene = GeneTranscription(SCENE, seed=1)
    blue = bodies_of(gene, Role.RECEPTOR)
    above, on_dna = np.vstack([b.positions for b in blue[:2]]), np.vstack([b.positions for b in blue[2:]])
    assert cKDTree(above).query(on_dna)[0].min() > 3.5
    assert on_dna[:, 1].max() < above[:, 1].max()


def test_zinc_is_drawn_in_every_finger_held_by_four_sulphurs() -> None:
    gene = GeneTranscription(SCENE, seed=1)
    domains = bodies_of(gene, Role.RECEPTOR)[2:]
    assert len(domains) == 2
    for domain in domains:
        zinc = domain.positions[domain.radii == UNITED_RADII_ANGSTROM["ZN"]]
        sulphur = domain.positions[domain.radii == UNITED_RADII_ANGSTROM["S"]]
        assert len(zinc) == 2
        near = np.linalg.norm(sulphur[None] - zinc[:, None], axis=2) < 2.7
        assert (near.sum(axis=1) == 4).all()


def test_the_domains_stand_on_the_dna_of_their_entry() -> None:
    gene = GeneTranscription(SCENE, seed=1)
    table = atom_table("era_dbd_on_dna").atoms
    bases = element_pose().apply(table.of_chains("C", "D").positions)
    domains = np.vstack([b.positions for b in bodies_of(gene, Role.RECEPTOR)[2:]])
    near = cKDTree(bases).query(domains)[0]
    assert 2.3 < near.min() < 3.5
    assert (near < 4.0).sum() > 60
    drawn = np.vstack([beads.positions for beads, role in gene.dna._shape if role is not Role.CROWD])
    assert (cKDTree(bases).query(drawn)[0] < 1e-9).sum() > 250, "the rest is hidden"


@pytest.mark.parametrize("at", [START_ANGSTROM, END_ANGSTROM])
def test_dna_is_left_out_at_the_break_between_enhancer_and_gene_alone(at: float) -> None:
    first, last = BREAK_ANGSTROM
    gene = GeneTranscription(SCENE, seed=1)
    gene.read.at = at
    drawn = np.concatenate([part.body.beads.positions[:, 0] for part in gene.read.parts(0.0)])
    assert not ((drawn > first) & (drawn < last)).any()
    for begins, ends in ((first - 6.0, first), (last, last + 6.0)):
        assert ((drawn > begins) & (drawn < ends)).any()
    response_element = element_pose().apply(atom_table("era_dbd_on_dna").atoms.positions)
    assert response_element[:, 0].max() < first, "the receptors' own DNA is whole"
    assert polymerase().positions[:, 0].min() + START_ANGSTROM > last, "and so is the gene's"


@pytest.mark.parametrize("at", [START_ANGSTROM, 55.3, END_ANGSTROM])
def test_dna_through_the_polymerase_is_right_handed_and_whole(at: float) -> None:
    path = transcribed_path(at)
    assert np.linalg.norm(np.diff(path.middles, axis=0), axis=1) == pytest.approx(3.4, abs=0.12)
    grooves, along = path.axes[:, :, 0], path.axes[:, :, 2]
    turns = (np.cross(grooves[:-1], grooves[1:]) * along[:-1]).sum(axis=1)
    assert (turns > 0.3).all()
    assert path.axes[-1, :, 2] @ np.array([1.0, 0.0, 0.0]) > 0.3


def test_the_polymerase_is_over_the_dna_it_reads_which_bends_into_it() -> None:
    path = transcribed_path(START_ANGSTROM).middles
    inside = path[np.abs(path[:, 0] - START_ANGSTROM) < 25.0]
    assert inside[:, 1].max() > 40.0
    beads = polymerase().positions + np.array([START_ANGSTROM, POLYMERASE_ABOVE_ANGSTROM, 0.0])
    arms = path[(np.abs(path[:, 0] - START_ANGSTROM) > 24.0) & (np.abs(path[:, 0] - START_ANGSTROM) < 60.0)]
    assert cKDTree(beads).query(arms)[0].min() > 4.0


def test_the_rna_slides_out_without_a_jump() -> None:
    gene = GeneTranscription(SCENE, seed=1)
    before = None
    for step in range(44, 400):  # from the second nucleotide on
        gene.rna.length = step / 400
        strand = gene.rna._strand(0.0)
        if before is not None:
            assert np.linalg.norm(strand[0] - before) < 1.0
        before = strand[0]
        assert np.linalg.norm(np.diff(strand, axis=0), axis=1).max() < 6.1


@pytest.mark.parametrize("seed", [26, 547], ids=["estrogen signal", "resistance"])
def test_the_rna_keeps_clear_of_the_receptors(seed: int) -> None:
    gene = GeneTranscription(SCENE, seed=seed)
    for motion in gene.runs():
        motion.begin()
        motion.finish()
    bodies = np.vstack([beads.positions for body in gene.receptors for beads, _ in body._shape])
    seen = cKDTree(gene.molecule_view.view.pixels(bodies))
    for seconds in np.arange(0.0, 12.0, 0.5):
        strand = gene.molecule_view.view.pixels(gene.rna._strand(seconds))
        assert seen.query(strand)[0].min() > RNA_CLEAR_PIXELS
        assert strand[:, 1].min() > BELOW_THE_STEP_MARKER


RNA_CLEAR_PIXELS, BELOW_THE_STEP_MARKER = 60.0, 130.0


def test_the_polymerase_runs_between_the_receptors_and_the_nucleosome() -> None:
    gene = GeneTranscription(SCENE, seed=1)
    start = gene.reader.pose.translation.copy()
    for motion in gene.runs():
        motion.begin()
        motion.finish()
    end = gene.reader.pose.translation
    assert start == pytest.approx((START_ANGSTROM, POLYMERASE_ABOVE_ANGSTROM, 0.0))
    assert end == pytest.approx((END_ANGSTROM, POLYMERASE_ABOVE_ANGSTROM, 0.0))
    assert gene.inside.pose.translation == pytest.approx(end)
    assert gene.read.at == END_ANGSTROM
    assert gene.rna.length == 1.0
    beads = polymerase().positions
    assert beads[:, 0].max() + END_ANGSTROM < NUCLEOSOMES_AT[1] - 50.0
    receptors = np.vstack([beads.positions for body in gene.receptors for beads, _ in body._shape])
    assert cKDTree(receptors).query(beads + start)[0].min() > 6.0


def test_what_is_left_out_of_the_polymerase_is_never_seen() -> None:
    gene = GeneTranscription(SCENE, seed=1)
    ((drawn, _),) = gene.reader._shape
    whole = polymerase()
    seen = whole.positions[visible_beads(whole, GENE_VIEW, CUT_DEPTH_ANGSTROM)]
    gaps = cKDTree(drawn.positions).query(seen)[0]
    assert (gaps > 1e-9).mean() < 0.04, "but for pieces that would float before the cut"
    depth = float(GENE_VIEW[2] @ gene.reader.pose.translation)
    assert depth + CUT_DEPTH_ANGSTROM == pytest.approx(READER_CUT_ANGSTROM)
    assert rotation_about((1, 0, 0), 11.0) == pytest.approx(GENE_VIEW)


def test_a_hinge_leads_from_each_dna_binding_domain_to_its_receptor() -> None:
    first = receptor_dimer()[0].named("CA").positions[:1]
    for half, pose in zip(lower_halves(), dimer_poses(), strict=True):
        start, end = half.hinge.positions[0], half.hinge.positions[-1]
        assert cKDTree(half.domain.positions).query(start)[0] < 2.0
        assert np.linalg.norm(end - pose.apply(first)[0]) < 0.1
        gaps = np.linalg.norm(np.diff(half.hinge.positions, axis=0), axis=1)
        assert gaps.max() < 2.0 * HINGE_BEAD_ANGSTROM + 1.0, "it is torn"


def test_a_hinge_is_seen_whenever_its_dna_binding_domain_is() -> None:
    """While the camera draws back from the close-up to the two receptors, and on DNA."""
    domain_beads = {len(half.domain) for half in lower_halves()}
    counted: set[tuple[int, float]] = set()

    def note(scene: Any, number: int) -> None:
        views = [each for each in scene.mobjects if isinstance(each, MoleculeView) and each.opacity > 0.0]
        views += [each.molecule_view for each in scene.mobjects if isinstance(each, Pictured)]
        for view in views:
            parts = [part for actor in view.actors if actor.shown for part in actor.parts(0.0)]
            sizes = [len(part.body.beads) for part in parts]
            domains = sum(size in domain_beads for size in sizes)
            hinges = sum(size for size in sizes if size in (HINGE_BEADS, 2 * HINGE_BEADS)) / HINGE_BEADS
            counted.add((domains, hinges))

    play_shot("er-signalling", DRAFT, note)
    assert counted == {(0, 0.0), (1, 1.0), (2, 2.0)}
