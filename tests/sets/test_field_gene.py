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
from moa_anim.sets.receptor_field_gene import FINER_BETWEEN, GENE_PLACE, SPILL_PIXELS, FieldGene
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


def test_dna_that_is_let_go_becomes_straight_and_still_joins_the_rest() -> None:
    heights = [np.abs(dna(share)[:, 1]).max() for share in (0.0, 0.5, 1.0)]
    assert heights[0] > 40.0
    assert heights == sorted(heights, reverse=True)
    assert heights[2] < 14.0, "the radius of DNA"
    at = molecules.POLYMERASES_ANGSTROM[0]
    x = dna(1.0)[:, 0]
    here, beside = (int(((x > begin) & (x < begin + 34.0)).sum()) for begin in (at - 22.0, at + 30.0))
    assert here == pytest.approx(beside, rel=0.1), "the strands are together again"
    ends = dna(0.0)[dna(0.0)[:, 0] > molecules.READ_UNTIL_ANGSTROM - 10.0]
    for share in (0.5, 1.0):
        gaps, _ = cKDTree(dna(share)).query(ends)
        assert np.median(gaps) < 0.5, "it stays where it joins the rest"


@pytest.mark.parametrize(
    ("bound", "inside", "gone"), [(False, "ESTRADIOL", "DRUG"), (True, "DRUG", "ESTRADIOL")]
)
def test_a_wild_type_pair_holds_estradiol_or_elacestrant(bound: bool, inside: str, gone: str) -> None:
    colours = [body.colour for body in molecules.pair(mutant=False, bound=bound)]
    assert colours.count(rgb(Role[inside])) == 2
    assert rgb(Role[gone]) not in colours


def test_a_closed_mutant_pair_is_empty() -> None:
    colours = [body.colour for body in molecules.pair(mutant=True, bound=False)]
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
