"""While a cell divides its receptors are spread in it: off the chromosomes, within the membrane, and back in the nuclei."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest

from moa_anim.illustrations.cell.cell import Cell
from moa_anim.illustrations.cell.contents import cell_contents
from moa_anim.illustrations.cell.lineage import RECEPTORS_PER_CELL, Lineage
from moa_anim.illustrations.cell.mitosis import Phases, chromatids
from moa_anim.illustrations.cell.partition import Partition, lobes_at
from moa_anim.illustrations.cell.receptor_places import spread_at, spread_place

RECEPTOR_RADIUS = 0.12
"""Of the mother's radius: half of a receptor as it is drawn in her, larger than life."""

RESTING = [0.25 * np.array([math.cos(angle), math.sin(angle)]) for angle in np.linspace(0.1, 6.2, 12)]


def test_receptors_are_in_the_nucleus_before_and_after() -> None:
    assert spread_at(0.0) == spread_at(1.0) == 0.0


@pytest.mark.parametrize("division", [0.3, 0.45, 0.6, 0.75])
@pytest.mark.parametrize("side", [-1.0, 1.0])
def test_in_mitosis_they_are_off_the_chromosomes_and_within_their_lobe(division: float, side: float) -> None:
    assert spread_at(division) == 1.0
    partition = Partition(cell_contents(7, 1.4), 0.0)
    lobes = lobes_at(division)
    curves = chromatids(partition.mother, partition.daughters, 0.0, Phases.at(division), lobes)
    chromosomes = np.vstack([curve for _, curve in curves])
    for resting in RESTING:
        place = spread_place(resting, side, lobes)
        assert np.linalg.norm(chromosomes - place, axis=1).min() > RECEPTOR_RADIUS
        assert np.linalg.norm(place - [side * lobes.apart, 0.0]) + RECEPTOR_RADIUS < lobes.radius
        assert place[0] * side > 0.0, "it stays on its own side of the furrow"


def lineage(division: float, *, born: bool = False, second: float = 0.0) -> Lineage:
    mother = Cell(800.0, 500.0, 300.0, seed=3)
    found = Lineage(SimpleNamespace(seconds=0.0), mother, scale=0.6, seed=9)
    mother.division = division
    if born:
        found.daughters = mother.daughters(math.pi / 2)
        for each in found.daughters:
            each.division = second
    return found


def test_every_cell_has_as_many_receptors_and_gets_half_from_its_mother() -> None:
    for found, cells in ((lineage(0.0), 1), (lineage(1.0), 2), (lineage(1.0, born=True, second=1.0), 4)):
        assert found.count == cells * RECEPTORS_PER_CELL
    inherited = [path for path in lineage(0.0).paths if path.made_in < 2]
    assert len(inherited) == 2 * RECEPTORS_PER_CELL


def test_nothing_jumps_when_the_daughters_divide_in_their_turn() -> None:
    before, after = lineage(1.0), lineage(1.0, born=True)
    for number in range(len(before.members)):
        assert before.visible is not None
        assert after.visible is not None
        assert before.visible(number) == after.visible(number)
        if before.visible(number):
            assert before.place(number) == pytest.approx(after.place(number), abs=1e-6)


def test_at_the_end_each_granddaughter_has_hers() -> None:
    found = lineage(1.0, born=True, second=1.0)
    granddaughters = [cell for each in found.daughters for cell in each.daughters(0.0)]
    places = np.array([found.place(number) for number in range(len(found.members))])
    for cell in granddaughters:
        near = np.hypot(*(places - [cell.x, cell.y]).T) < 0.35 * cell.radius
        assert near.sum() == RECEPTORS_PER_CELL
