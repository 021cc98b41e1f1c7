"""The gene under the field of receptors: its DNA, what holds on to it, and its pictures from afar and from near."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.model.palette import Role
from moa_anim.sets import field_gene_molecules as molecules
from moa_anim.sets.receptor_field import FieldSight, FieldWorld
from moa_anim.sets.receptor_field_gene import (
    FINER_BETWEEN,
    GENE_PLACE,
    PAIR_PICTURES,
    RUNS_ON_PIXELS,
    SPILL_PIXELS,
    FieldGene,
)
from moa_anim.sets.receptor_field_layout import FIELD_SCALE


def dna(relaxed: float) -> NDArray[np.float64]:
    return np.vstack([body.beads.positions for body in molecules.read_dna(relaxed)])


def standing() -> NDArray[np.float64]:
    return np.vstack([body.beads.positions for body in molecules.standing_chromatin()])


def test_the_enhancer_is_apart_from_the_gene() -> None:
    first, last = molecules.BREAK_ANGSTROM
    x = np.concatenate([standing()[:, 0], dna(0.0)[:, 0]])
    assert not ((x > first) & (x < last)).any()
    assert ((x > first - 8.0) & (x < first)).any()
    assert ((x > last) & (x < last + 8.0)).any()


def test_the_dna_extends_out_of_the_picture_at_both_sides() -> None:
    ends = (GENE_PLACE[0] + FIELD_SCALE * x for x in (standing()[:, 0].min(), standing()[:, 0].max()))
    left, right = ends
    assert left < -SPILL_PIXELS + 10.0
    assert right > FRAME_WIDTH + SPILL_PIXELS - 10.0


def test_dna_that_the_polymerase_has_run_along_is_straight_and_stays_where_it_is() -> None:
    runs = RUNS_ON_PIXELS / FIELD_SCALE
    first, last = dna(0.0), dna(runs)
    assert np.abs(first[:, 1]).max() > 40.0
    assert np.abs(last[:, 1]).max() < 14.0, "the radius of DNA"
    here, beside = (
        int(((last[:, 0] > begin) & (last[:, 0] < begin + 34.0)).sum()) for begin in (108.0, 160.0)
    )
    assert here == pytest.approx(beside, rel=0.1), "the strands are together again"
    behind = first[first[:, 0] < molecules.BREAK_ANGSTROM[1] + 20.0]
    for farther in (20.0, 100.0, runs):
        gaps, _ = cKDTree(dna(farther)).query(behind)
        assert np.median(gaps) < 1.0, "behind the polymerase"
    before = first[first[:, 0] > molecules.READ_UNTIL_ANGSTROM - 10.0]
    for farther, most in ((0.0, 0.01), (20.0, 0.01), (runs, 1.9)):
        gaps, _ = cKDTree(dna(farther)).query(before)
        assert np.median(gaps) < most, "where it joins the rest"


def colours_of(picture: str, *, mutant: bool = False) -> list[tuple[float, float, float]]:
    return [body.colour for body in molecules.pair(picture.split(), mutant=mutant)]


def test_in_the_pair_estradiol_is_gone_before_elacestrant_comes_in_one_receptor_after_the_other() -> None:
    held = [
        tuple(colours_of(each).count(rgb(Role[name])) for name in ("ESTRADIOL", "DRUG"))
        for each in PAIR_PICTURES
    ]
    assert held == [(2, 0), (1, 0), (1, 1), (0, 1), (0, 2)]


def test_a_closed_mutant_pair_is_empty() -> None:
    colours = colours_of("closed closed", mutant=True)
    assert not {rgb(Role.ESTRADIOL), rgb(Role.DRUG)} & set(colours)


def picture(gene: FieldGene) -> NDArray[np.uint8]:
    sight = FieldSight((653.0, 842.0))
    sight.set((653.0, 842.0), FINER_BETWEEN[1])
    canvas = Canvas(np.zeros((540, 960, 4), dtype=np.uint8))
    FieldWorld([gene], sight).paint(canvas)
    return canvas.pixels


def test_from_near_the_same_gene_is_seen_finer() -> None:
    gene = FieldGene()
    gene.bound = gene.uncoupled = gene.leaving = 0.0
    coarse = picture(gene)
    gene.magnification = lambda: FINER_BETWEEN[1]
    fine = picture(gene)
    both = [each[..., 3] > 127 for each in (coarse, fine)]
    assert (both[0] & both[1]).sum() > 0.9 * (both[0] | both[1]).sum(), "the same outline"
    sharpness = [np.abs(np.diff(each.astype(float), axis=1)).mean() for each in (coarse, fine)]
    assert sharpness[1] > 1.1 * sharpness[0]
    assert not fine[round(BAND_TOP / 2) :].any(), "nothing is under the captions"


def test_when_all_have_left_the_pair_and_a_polymerase_farther_along_stay() -> None:
    gene = FieldGene()
    before = gene.obstacles()
    gene.leaving = 0.0
    assert len(gene.obstacles()) == len(before) + 1
    gene.leaving = 1.0
    assert [each.name for each in gene.sightings()] == ["FieldGene receptor"] * 2
