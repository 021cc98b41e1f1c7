"""The gene under the field of receptors: its DNA, what holds on to it, and its pictures from afar and from near."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from moa_anim.actors.ligands import passage
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.model.palette import Role
from moa_anim.molecule.helix12 import LOOSE_FROM, LOOSE_TO
from moa_anim.sets import field_gene_molecules as molecules
from moa_anim.sets.gene_transcription import GENE_VIEW, dimer_poses
from moa_anim.sets.pair_exchange import exchanging
from moa_anim.sets.receptor_field import FieldSight, FieldWorld
from moa_anim.sets.receptor_field_gene import (
    FINER_BETWEEN,
    GENE_PLACE,
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


def colours_of(bound: float, *, mutant: bool = False) -> list[tuple[float, float, float]]:
    return [body.colour for body in molecules.pair(bound, mutant=mutant)]


EXCHANGE = np.linspace(0.0, 1.0, 101)


def test_the_pair_holds_estradiol_at_first_and_elacestrant_in_the_end() -> None:
    for bound, held in ((0.0, (2, 0)), (1.0, (0, 2))):
        colours = colours_of(bound)
        assert tuple(colours.count(rgb(Role[name])) for name in ("ESTRADIOL", "DRUG")) == held


def away(name: str, number: int, bound: float) -> float:
    """How far a ligand's middle is from its place in the pocket (design pixels); without it, far."""
    state = exchanging(number, bound, mutant=False)
    pocket = way_of(passage(name)[0], number)
    places = [way_of(pose, number) for each, pose in state.inside if each == name]
    places += [np.array(place) for each, place in state.outside if each == name]
    return float(np.linalg.norm(places[0] - pocket)) if places else np.inf


def way_of(pose: NDArray[np.float64], number: int) -> NDArray[np.float64]:
    seen = GENE_VIEW @ dimer_poses()[number].apply(pose[None, :3])[0]
    return np.asarray(seen[:2] * [FIELD_SCALE, -FIELD_SCALE])


@pytest.mark.parametrize("number", [0, 1])
def test_a_ligand_passes_while_helix12_is_loose_and_estradiol_is_out_before_elacestrant_comes_in(
    number: int,
) -> None:
    for bound in EXCHANGE:
        helix = exchanging(number, bound, mutant=False).helix
        gone, comes = (away(name, number, bound) for name in ("estradiol", "drug"))
        assert gone > 50.0 or comes > 50.0, "one is outside"
        if 8.0 < gone < 40.0 or 8.0 < comes < 40.0:
            assert LOOSE_FROM <= helix <= LOOSE_TO
        if helix > LOOSE_TO:
            assert comes < 8.0


@pytest.mark.parametrize("number", [0, 1])
def test_the_two_ligands_keep_off_each_other(number: int) -> None:
    for bound in EXCHANGE:
        state = exchanging(number, bound, mutant=False)
        places = [way_of(pose, number) for _, pose in state.inside]
        places += [np.array(place) for _, place in state.outside]
        if len(places) == 2:
            assert np.linalg.norm(places[0] - places[1]) > 20.0


def test_the_front_receptor_is_first() -> None:
    for bound in EXCHANGE:
        assert away("drug", 0, bound) < 8.0 or away("drug", 1, bound) > 8.0


def test_a_closed_mutant_pair_is_empty() -> None:
    assert not {rgb(Role.ESTRADIOL), rgb(Role.DRUG)} & set(colours_of(0.0, mutant=True))


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
