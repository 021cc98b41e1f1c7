"""A cell is the same in every frame, keeps what it holds inside, and hands all of it on to its daughters."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb
from moa_anim.illustrations.cell.cell import Cell
from moa_anim.illustrations.cell.contents import (
    CHROMOSOMES,
    NUCLEUS_RADIUS,
    CellContents,
    cell_contents,
    inherited,
)
from moa_anim.illustrations.cell.mitosis import Phases, chromatids
from moa_anim.illustrations.cell.partition import Partition, lobes_at
from moa_anim.illustrations.curves import rotated
from moa_anim.model.palette import Role

HEIGHT = 270
SEEDS = st.integers(0, 400)
GRAINS = st.sampled_from((0.95, 1.1, 1.4, 1.8))
ANGLES = st.floats(-math.pi, math.pi)
PAPER = [*(round(part * 255) for part in rgb(Role.PAPER)), 255]


def drawn(*cells: Cell) -> NDArray[np.int64]:
    pixels = np.empty((HEIGHT, HEIGHT * 16 // 9, 4), dtype=np.uint8)
    pixels[:] = PAPER
    canvas = Canvas(pixels)
    for cell in cells:
        cell.paint(canvas)
    return pixels[..., :3].astype(int)


def dividing(division: float, radius: float = 300.0) -> Cell:
    cell = Cell(960.0, 515.0, radius, seed=7)
    cell.division = division
    return cell


def inside_of(loops: tuple[NDArray[np.float64], ...], point: NDArray[np.float64]) -> bool:
    """Is it inside one of the loops, by the winding number?"""
    for loop in loops:
        gap = loop - point
        angles = np.arctan2(gap[:, 1], gap[:, 0])
        steps = (np.diff(angles, append=angles[:1]) + np.pi) % (2 * np.pi) - np.pi
        if abs(steps.sum()) > np.pi:
            return True
    return False


def test_a_cell_is_the_same_each_time_it_is_drawn() -> None:
    for division in (0.0, 0.3, 0.8):
        assert np.array_equal(drawn(dividing(division)), drawn(dividing(division)))


def test_a_frame_does_not_depend_on_those_drawn_before() -> None:
    cell = dividing(0.0)
    for division, radius in ((0.0, 300.0), (0.5, 300.0), (0.0, 900.0), (0.0, 450.0)):
        cell.division, cell.radius = division, radius
        drawn(cell)
    fresh = dividing(0.0)
    fresh.radius = 450.0
    assert np.array_equal(drawn(cell), drawn(fresh))


def test_another_seed_is_another_cell() -> None:
    one, other = (drawn(Cell(960, 515, 300, seed=seed)) for seed in (7, 8))
    assert np.abs(one - other).mean() > 1.0


def test_the_daughters_take_over_where_the_mother_ends() -> None:
    mother = dividing(1.0)
    ended = drawn(mother)
    for angle in (0.0, np.pi / 2):
        assert np.array_equal(drawn(*mother.daughters(angle)), ended)


def test_the_daughters_begin_to_divide_without_a_jump() -> None:
    pair = dividing(1.0).daughters(np.pi / 2)
    before = drawn(*pair)
    for cell in pair:
        cell.division = 0.002
    assert np.abs(drawn(*pair) - before).mean() < 0.3


@pytest.mark.parametrize("division", [0.001, 0.059, 0.2, 0.41, 0.6, 0.78, 0.8, 0.919, 0.999])
def test_nothing_jumps_while_it_divides(division: float) -> None:
    step = 0.001
    change = np.abs(drawn(dividing(division)) - drawn(dividing(division + step)))
    assert change.mean() < 0.6
    # A pop is a patch that changes at once.
    patches = change[: HEIGHT // 9 * 9, : HEIGHT * 16 // 9 // 8 * 8].mean(axis=2)
    assert patches.reshape(HEIGHT // 9, 9, -1, 8).mean(axis=(1, 3)).max() < 26


@pytest.mark.parametrize("times", [1.0, 2.0, 2.0 * 2**0.35, 4.0, 8.0])
def test_nothing_pops_between_one_size_and_the_next(times: float) -> None:
    cell = dividing(0.0, radius=200.0)
    pictures = []
    # The next to a size is no more unlike it than the one after is unlike the next.
    for factor in (0.9995, 1.0005, 1.0015):
        cell.radius = 200.0 * factor * times
        pictures.append(drawn(cell))
    through, beyond = (np.abs(pictures[k] - pictures[k + 1]).mean() for k in (0, 1))
    assert through < 1.35 * beyond + 0.1


def test_while_the_view_comes_nearer_a_cell_is_painted_once_for_each_doubling(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    painted = []

    def count(canvas: Canvas, contents: CellContents, box: tuple[float, ...]) -> None:
        painted.append(box)

    monkeypatch.setattr("moa_anim.illustrations.cell.resting_cell.paint_cell", count)
    monkeypatch.setattr("moa_anim.graphics.sprite.cached", lambda make, *key: make())
    cell = Cell(700.0, 420.0, 300.0, seed=7)
    for size in np.geomspace(1.0, 7.9, 60):
        # About one point of the picture, which stays where it is.
        cell.x, cell.y = 1100.0 - 400.0 * size, 500.0 - 80.0 * size
        cell.radius = 300.0 * size
        drawn(cell)
    assert len(painted) == 4  # at 1, 2, 4 and 8 times its initial size


@given(st.floats(0.0, 1.0), st.floats(300.0, 2000.0), st.floats(500.0, 1000.0))
@settings(max_examples=6, deadline=None)
def test_nothing_is_drawn_below_the_band_line(division: float, radius: float, y: float) -> None:
    cell = Cell(960.0, y, 300.0, seed=7)
    cell.radius, cell.division = radius if division < 0.5 else 300.0, division if division >= 0.5 else 0.0
    assert (drawn(cell)[round(900 * HEIGHT / 1080) :] == PAPER[:3]).all()


@given(SEEDS, GRAINS, ANGLES, st.floats(0.0, 1.0))
@settings(max_examples=60, deadline=None)
def test_what_it_holds_stays_inside(seed: int, grain: float, angle: float, division: float) -> None:
    partition = Partition(cell_contents(seed, grain), angle)
    loops = partition.outline(division).loops
    long, small = partition.organelles(division)
    for _, place, *_rest in (*long, *small):
        assert inside_of(loops, place)
    for pole in partition.poles(division):
        assert inside_of(loops, pole)
    phases, lobes = Phases.at(division), lobes_at(division)
    for _, curve in chromatids(partition.mother, partition.daughters, angle, phases, lobes):
        for point in rotated(curve, angle)[::6]:
            assert inside_of(loops, point)


@given(SEEDS, GRAINS, ANGLES)
@example(11, 1.8, -2.36)  # a centrosome that goes half around its new nucleus
@settings(max_examples=8, deadline=None)
def test_no_body_is_thrown_across_the_cell(seed: int, grain: float, angle: float) -> None:
    partition = Partition(cell_contents(seed, grain), angle)
    tracks = []
    for division in np.linspace(0.0, 1.0, 101):
        long, small = partition.organelles(float(division))
        tracks.append([*(place for _, place, *_rest in (*long, *small)), *partition.poles(float(division))])
    steps = np.linalg.norm(np.diff(np.array(tracks), axis=0), axis=2)
    # Radii of the mother in 1/100 of a division: of 300 pixels and 2 seconds, steadily, 25 pixels a frame.
    assert steps.max() < 25 / 300 * 60 / 100


@given(SEEDS, GRAINS, ANGLES)
@settings(max_examples=40, deadline=None)
def test_the_daughters_together_hold_what_the_mother_held(seed: int, grain: float, angle: float) -> None:
    mother = cell_contents(seed, grain)
    pair = [inherited(mother, angle, side) for side in (-1, 1)]
    assert np.array_equal(np.sum([one.counts for one in pair], axis=0), mother.counts)
    for name in ("mitochondria", "vesicles"):
        theirs = np.vstack([getattr(one, name) for one in pair])
        assert sorted(theirs[:, -1]) == sorted(getattr(mother, name)[:, -1])
    # Chromosomes were doubled before: each has them all.
    assert (
        [len(one.chromosomes) for one in pair] == [CHROMOSOMES, CHROMOSOMES] == [len(mother.chromosomes)] * 2
    )
    assert abs(pair[0].counts[0] - pair[1].counts[0]) <= 1


@given(SEEDS, GRAINS, ANGLES)
@settings(max_examples=40, deadline=None)
def test_organelles_lie_between_nucleus_and_membrane(seed: int, grain: float, angle: float) -> None:
    mother = cell_contents(seed, grain)

    def reach(one: CellContents) -> NDArray[np.float64]:
        return np.asarray(np.hypot(*np.vstack([one.mitochondria[:, :2], one.vesicles[:, :2]]).T))

    for one in (mother, inherited(mother, angle, 1), inherited(inherited(mother, angle, -1), angle + 1.5, 1)):
        assert reach(one).min() > NUCLEUS_RADIUS
        assert reach(one).max() < 0.9
        for curve in one.chromosomes:
            assert np.linalg.norm(curve, axis=1).max() < 0.97 * NUCLEUS_RADIUS


def test_a_small_cell_has_fewer_and_larger_details() -> None:
    small, large = Cell(0, 0, 110, seed=7).contents, Cell(0, 0, 365, seed=7).contents
    assert small.grain > 1.5 * large.grain
    assert all(few < many for few, many in zip(small.counts, large.counts, strict=True))
