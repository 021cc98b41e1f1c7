"""The gene and the mutants' marks, by geometry."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from scipy.spatial import cKDTree

from moa_anim.actors.receptor import MUTATIONS, Receptor, mutated, receptor_beads, receptor_shape
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import receptor_dimer
from moa_anim.molecule.chromatin import (
    COIL_RADIUS_ANGSTROM,
    DNA_RADIUS_ANGSTROM,
    OUTLET,
    coiled_dna,
    dna_axis,
    polymerase,
)
from moa_anim.molecule.helix12 import helix12_path
from moa_anim.molecule.pose import best_fit
from moa_anim.molecule.structure import receptor_tables
from moa_anim.sets.gene_transcription import (
    DIMER_AT_ANGSTROM,
    FEET_AT,
    NUCLEOSOME_AT,
    GeneTranscription,
    dimer_poses,
    two_fold_axis,
)

SCENE: Any = SimpleNamespace(seed=3, seconds=1.0)
STRAIGHT = NUCLEOSOME_AT - 20.0


def bodies_of(gene: GeneTranscription, role: Role) -> list[Any]:
    return [beads for body in gene.receptors for beads, its in body._shape if its is role]


def test_only_residues_537_and_538_are_marked() -> None:
    receptor = Receptor("loose", mutant=True)
    receptor.mutation = 1.0
    marked = [part.body for part in receptor.parts(0.0) if part.body.colour == rgb(Role.MUTATION)]
    assert len(marked) == 1
    everything = receptor_beads(receptor.place_at(0.0), mutant=True)
    numbers = helix12_path().numbers[everything.residues]
    expected = everything.positions[np.isin(numbers, list(MUTATIONS))]
    assert sorted(MUTATIONS) == [537, 538]
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


def test_a_mutant_has_the_mutants_letters_on_the_same_backbone() -> None:
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
    first, second = receptor_dimer()
    one, other = dimer_poses()
    turn = best_fit(first.positions, second.positions)
    assert other.apply(first.positions) == pytest.approx(one.apply(turn.apply(first.positions)))
    both = np.vstack([pose.apply(first.positions) for pose in (one, other)])
    assert both[:, 0].mean() == pytest.approx(DIMER_AT_ANGSTROM, abs=1.0)
    for pose in (one, other):
        moved = pose.apply(first.positions)
        assert moved[0, 1] < both[:, 1].mean() - 8.0, "residue 307, where the hinge begins"
    axis = two_fold_axis(turn)
    assert one.rotation @ axis == pytest.approx((0.0, 1.0, 0.0), abs=1e-6)


@pytest.mark.parametrize("hormone", [False, True])
@pytest.mark.parametrize("mutant", [False, True])
def test_hormone_and_marks_are_there_when_asked_for(hormone: bool, mutant: bool) -> None:
    gene = GeneTranscription(SCENE, seed=1, hormone=hormone, mutant=mutant)
    assert len(bodies_of(gene, Role.ESTRADIOL)) == 2 * hormone
    assert len(bodies_of(gene, Role.MUTATION)) == 2 * mutant
    assert len(bodies_of(gene, Role.COACTIVATOR)) == 2


def test_hormone_is_in_the_pocket_as_measured() -> None:
    gene = GeneTranscription(SCENE, seed=1)
    atoms = receptor_tables().ligands["estradiol"].positions
    for beads, pose in zip(bodies_of(gene, Role.ESTRADIOL), dimer_poses(), strict=True):
        assert beads.positions == pytest.approx(pose.apply(atoms))


def test_dna_is_b_form_where_it_is_straight() -> None:
    backbone, _ = coiled_dna(NUCLEOSOME_AT, FEET_AT)
    straight = backbone.positions[np.abs(backbone.positions[:, 0]) < STRAIGHT]
    straight = straight[np.hypot(straight[:, 1], straight[:, 2]) < 12.0]
    radius = np.hypot(straight[:, 1], straight[:, 2])
    assert radius == pytest.approx(np.full(len(radius), DNA_RADIUS_ANGSTROM), abs=0.3)
    strand = straight[: len(straight) // 2]
    order = np.argsort(strand[:, 0])
    angle = np.unwrap(np.arctan2(strand[order, 2], strand[order, 1]))
    along = np.ptp(strand[:, 0])
    assert (angle[-1] - angle[0]) / along == pytest.approx(2 * np.pi / (3.4 * 10.5), rel=0.03), "right-handed"


def test_dna_goes_left_handed_about_the_histones() -> None:
    axis, _ = dna_axis(NUCLEOSOME_AT)
    for side in (-1.0, 1.0):
        middle = np.array([side * NUCLEOSOME_AT, COIL_RADIUS_ANGSTROM])
        from_middle = np.hypot(*(axis[:, :2] - middle).T)
        coil = axis[(np.abs(from_middle - COIL_RADIUS_ANGSTROM) < 0.5) & (np.sign(axis[:, 0]) == side)]
        angle = np.unwrap(np.arctan2(coil[:, 1] - middle[1], coil[:, 0] - middle[0]))
        turned, moved = angle[-1] - angle[0], coil[-1, 2] - coil[0, 2]
        assert abs(turned) > 3 * np.pi
        assert turned * moved < 0.0, "counter-clockwise as it goes away from the viewer"


def test_the_feet_stand_in_the_wide_groove() -> None:
    backbone, _ = coiled_dna(NUCLEOSOME_AT, FEET_AT)
    for x in FEET_AT:
        above = np.array([x, DNA_RADIUS_ANGSTROM, 0.0])
        assert cKDTree(backbone.positions).query(above)[0] > 8.0


def test_the_polymerase_leaves_room_for_the_dna() -> None:
    beads = polymerase()
    places = beads.positions + OUTLET
    assert (np.hypot(places[:, 1], places[:, 2]) - beads.radii).min() > DNA_RADIUS_ANGSTROM
    assert np.ptp(places, axis=0) == pytest.approx((140.0, 130.0, 110.0), abs=30.0)


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
    for motion in (gene.lands(), *gene.runs()):
        motion.begin()
        motion.finish()
    bodies = np.vstack([beads.positions for body in gene.receptors for beads, _ in body._shape])
    seen = cKDTree(gene.molecule_view.view.pixels(bodies))
    for seconds in np.arange(0.0, 12.0, 0.5):
        strand = gene.molecule_view.view.pixels(gene.rna._strand(seconds))
        assert seen.query(strand)[0].min() > RNA_CLEAR_PIXELS
        assert strand[:, 1].min() > BELOW_THE_STEP_MARKER


RNA_CLEAR_PIXELS, BELOW_THE_STEP_MARKER = 60.0, 130.0


def test_the_polymerase_lands_and_runs_where_the_dna_is_straight() -> None:
    gene = GeneTranscription(SCENE, seed=1)
    landing = gene.lands()
    landing.begin()
    landing.finish()
    start = gene.reader.pose.translation - OUTLET
    for motion in gene.runs():
        motion.begin()
        motion.finish()
    end = gene.reader.pose.translation - OUTLET
    assert start[1:] == pytest.approx((0.0, 0.0))
    assert end[1:] == pytest.approx((0.0, 0.0))
    assert start[0] < end[0] < NUCLEOSOME_AT - 70.0
    assert gene.rna.length == 1.0


def test_what_is_left_out_of_the_polymerase_is_never_seen() -> None:
    from moa_anim.molecule.chromatin import visible_beads
    from moa_anim.molecule.pose import rotation_about
    from moa_anim.sets.gene_transcription import GENE_VIEW

    gene = GeneTranscription(SCENE, seed=1)
    ((drawn, _),) = gene.reader._shape
    whole = polymerase()
    for degrees in (-6.0, 0.0, 9.0):
        turn = rotation_about((0, 0, 1), degrees).T
        seen = visible_beads(whole.moved(whole.positions @ turn), GENE_VIEW)
        gaps = cKDTree(drawn.positions).query(whole.positions[sorted(seen)])[0]
        assert (gaps > 1e-9).mean() < 0.02, "but for specks between two of the turns that were looked at"
