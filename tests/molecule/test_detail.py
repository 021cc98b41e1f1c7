"""Levels of detail: fewer spheres, the same picture."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from moa_anim.molecule.atom_tables import atom_table
from moa_anim.molecule.beads import Beads, beads_of_atoms
from moa_anim.molecule.bodies import Body, Paint, View
from moa_anim.molecule.detail import LEAST_PIXELS, beads_at, merged_beads
from moa_anim.molecule.shading import Raster

PAINT = Paint(ink=(0.1, 0.1, 0.15), haze=(0.9, 0.9, 0.85), paper=(1.0, 1.0, 1.0))


def receptor() -> Beads:
    atoms = atom_table("era_lbd_estradiol").atoms
    return beads_of_atoms(atoms.where((atoms.chains == "A") & atoms.polymer))


def scale_for(beads: Beads, pixels: float) -> float:
    high = beads.positions[:, 1].max() - beads.positions[:, 1].min() + 2 * float(beads.radii.max())
    return pixels / float(high)


def picture(beads: Beads, centre: NDArray[np.float64], scale: float) -> NDArray[np.uint8]:
    size = 180
    raster = Raster(size, size, View(np.eye(3), centre, scale, (size / 2, size / 2)), PAINT)
    raster.set_still([Body(beads, (0.23, 0.47, 0.7))])
    return raster.picture


@pytest.mark.parametrize(
    ("pixels", "most_beads", "least_overlap"),
    [(20, 0.1, 0.92), (40, 0.5, 0.96), (60, 0.7, 0.97), (120, 1.0, 1.0)],
)
def test_a_small_receptor_looks_the_same_with_fewer_spheres(
    pixels: int, most_beads: float, least_overlap: float
) -> None:
    beads = receptor()
    scale = scale_for(beads, pixels)
    coarse = beads_at(beads, scale)
    assert len(coarse) <= most_beads * len(beads)
    centre = beads.positions.mean(axis=0)
    full, few = picture(beads, centre, scale), picture(coarse, centre, scale)
    there, here = full[..., 3] > 127, few[..., 3] > 127
    assert (there & here).sum() / (there | here).sum() >= least_overlap
    assert here.sum() == pytest.approx(there.sum(), rel=0.06)
    colours = [each[each[..., 3] == 255][:, :3].mean(axis=0) for each in (full, few)]
    assert np.abs(colours[0] - colours[1]).max() <= 12


def test_beads_that_can_be_told_apart_stay_as_they_are() -> None:
    beads = receptor()
    assert beads_at(beads, 4.0) is beads
    none = beads.chosen(np.zeros(len(beads), dtype=np.bool_))
    assert beads_at(none, 0.1) is none


def test_residues_stay_apart_while_cells_are_small() -> None:
    beads = receptor()
    coarse = beads_at(beads, LEAST_PIXELS / 2.2)
    assert len(coarse) < len(beads)
    assert set(coarse.residues.tolist()) == set(beads.residues.tolist())


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 10_000), count=st.integers(1, 60), groups=st.integers(1, 8))
def test_merging_neither_moves_nor_shrinks_a_body(seed: int, count: int, groups: int) -> None:
    random = np.random.default_rng(seed)
    places, radii = random.normal(0, 12, (count, 3)), random.uniform(1.4, 1.9, count)
    beads = Beads(places, radii, np.arange(count) // 5, random.uniform(-0.1, 0.1, count))
    _, group = np.unique(random.integers(0, groups, count), return_inverse=True)
    few = merged_beads(beads, group)
    assert len(few) == group.max() + 1
    volumes = np.bincount(group, radii**3)
    before, after = (
        np.average(places, axis=0, weights=radii**3),
        np.average(few.positions, axis=0, weights=volumes),
    )
    assert after == pytest.approx(before, abs=1e-9)
    assert (few.radii >= radii.min() - 1e-9).all()
    assert (np.abs(few.tones) <= 0.1).all()
    alone = np.bincount(group)[group] == 1
    assert few.positions[group[alone]] == pytest.approx(places[alone])
    assert few.radii[group[alone]] == pytest.approx(radii[alone])
