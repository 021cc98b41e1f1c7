"""While a cell divides its receptors are spread in it: off the chromosomes, within the membrane, and back in the nuclei."""

from __future__ import annotations

import math

import numpy as np
import pytest

from moa_anim.illustrations.cell.contents import cell_contents
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
