"""The cells that shots begin and end with, and the way between them and one receptor in a nucleus."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from moa_anim.actors.crowd_layers import CrowdLayers, Home
from moa_anim.actors.nuclear_receptors import LOOSE, MUTANT_LOOK, SIGNALLING_LOOK, FlatView, NuclearReceptors
from moa_anim.actors.receptor import CLOSE_CENTRE, CLOSE_VIEW
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.illustrations.cell.cell import Cell
from moa_anim.illustrations.cell.contents import NUCLEUS_RADIUS
from moa_anim.model.palette import Role
from moa_anim.sets.cancer_cell import CELL_PLACE, CancerCell
from moa_anim.sets.cell_picture import OTHERS_OPACITY, SOFTEST_OCTAVES
from moa_anim.sets.close_up import pocket_view
from moa_anim.sets.dividing_cells import (
    GENERATIONS,
    RECEPTORS_PER_CELL,
    REGAINING_GENERATION,
    RESISTANT,
    SIGNALLING,
    DividingCells,
)
from moa_anim.sets.nucleus_zoom import NucleusZoom

HEADING_BOTTOM = 130.0
"""Step marker and rail are above this height (design pixels)."""


def scene(seconds: float = 0.0) -> Any:
    """Enough of a scene: a clock, and a stage on which nothing is drawn."""
    return SimpleNamespace(seconds=seconds, seed=1, add=lambda *things: None, remove=lambda *things: None)


def cells(progress: float, seconds: float = 0.0, joins_at: float = 0.0) -> DividingCells:
    return DividingCells(scene(seconds), progress=progress, joins_at=joins_at)


def whole(generation: int) -> float:
    """Return the generations when all cells of one have all their receptors: the first daughters regain them as they grow."""
    return generation + (0.32 if generation == REGAINING_GENERATION else 0.0)


def shown(receptors: NuclearReceptors) -> list[int]:
    assert receptors.visible is not None
    return [n for n in range(len(receptors.members)) if receptors.visible(n) == 1.0]


@pytest.mark.parametrize("generation", range(GENERATIONS + 1))
def test_every_cell_has_its_receptors_in_its_nucleus(generation: int) -> None:
    picture = cells(whole(generation))
    found = picture.cells_now()
    assert len(found) == 2**generation
    places = np.array([picture.receptors.seat(n) for n in shown(picture.receptors)])
    assert len(places) == 2**generation * RECEPTORS_PER_CELL
    for cell in found:
        inside = np.hypot(*(places - [cell.x, cell.y]).T) < NUCLEUS_RADIUS * cell.radius
        assert inside.sum() == RECEPTORS_PER_CELL


@pytest.mark.parametrize("generation", range(GENERATIONS))
def test_half_of_a_cells_receptors_come_from_its_mother(generation: int) -> None:
    picture = cells(whole(generation))
    before = set(shown(picture.receptors))
    picture.progress = whole(generation + 1)
    after = set(shown(picture.receptors))
    assert before < after
    for cell in picture.cells_now():
        own = [
            number
            for number in after
            if np.hypot(*np.subtract(picture.receptors.seat(number), (cell.x, cell.y))) < cell.radius
        ]
        assert len(before & set(own)) in (RECEPTORS_PER_CELL // 2, (RECEPTORS_PER_CELL + 1) // 2)


def test_the_first_daughters_have_their_shares_and_regain_the_rest_one_after_another() -> None:
    picture = cells(float(REGAINING_GENERATION))
    assert len(shown(picture.receptors)) == RECEPTORS_PER_CELL
    numbers = []
    for progress in np.arange(REGAINING_GENERATION, whole(REGAINING_GENERATION), 0.01):
        picture.progress = float(progress)
        numbers.append(len(shown(picture.receptors)))
    assert sorted(numbers) == numbers
    assert len(set(numbers)) >= RECEPTORS_PER_CELL // 2
    assert numbers[-1] == 2 * RECEPTORS_PER_CELL


def test_there_are_as_many_receptors_in_a_nucleus_as_in_the_cancer_cell() -> None:
    assert len(CancerCell(scene(), joins_at=0.0).receptors.members) == RECEPTORS_PER_CELL


def test_cells_touch_each_other_and_stay_in_the_picture() -> None:
    for generation in range(GENERATIONS + 1):
        picture = cells(float(generation))
        found, view = picture.cells_now(), picture.view_now()
        for cell in found:
            x, y = view.seen((cell.x, cell.y))
            radius = cell.radius * view.magnification
            assert radius < x < FRAME_WIDTH - radius
            assert y - radius > HEADING_BOTTOM
            assert y + radius < BAND_TOP
            shares = [
                np.hypot(cell.x - other.x, cell.y - other.y) / (cell.radius + other.radius)
                for other in found
                if other is not cell
            ]
            assert not shares or 1.04 < min(shares) < 1.1


def test_no_receptor_jumps_while_the_cells_divide() -> None:
    places: dict[int, tuple[float, float]] = {}
    picture = cells(0.0)
    for progress in np.linspace(0.0, GENERATIONS, 30 * 16 + 1).tolist():
        picture.progress = progress
        for number in shown(picture.receptors):
            place = picture.receptors.seat(number)
            before = places.get(number, place)
            assert np.hypot(place[0] - before[0], place[1] - before[1]) < 30.0, (number, progress)
            places[number] = place


def test_a_picture_goes_on_over_a_join() -> None:
    ends, begins = cells(2.0, seconds=20.0, joins_at=20.0), cells(2.0, seconds=0.0)
    for number in shown(ends.receptors):
        assert ends.receptors.place(number) == begins.receptors.place(number)
    last, first = CancerCell(scene(9.5), joins_at=9.5), CancerCell(scene(0.0), joins_at=0.0)
    assert last.receptor_point() == first.receptor_point()


@pytest.mark.parametrize(
    "make", [lambda: CancerCell(scene(), joins_at=0.0), lambda: cells(SIGNALLING), lambda: cells(RESISTANT)]
)
def test_the_small_receptor_becomes_the_one_of_the_close_up(make: Any) -> None:
    picture, stage = make(), scene()
    view = pocket_view(stage)
    near = view.view
    crowd = CrowdLayers(stage, [Home(near, 8.7, 330.0, 1)])
    stage.mobjects = [crowd]
    zoom = NucleusZoom(stage, picture, view)
    receptors = picture.receptors
    assert crowd.opacity == view.opacity == 0.0
    assert picture.opacity == receptors.hero_opacity == 1.0
    for share in np.linspace(0.01, 0.99, 50).tolist():
        zoom.set_at(share)
        # The close-up lies on the small receptor, as large as that is seen.
        assert view.view.place == pytest.approx(receptors.place(receptors.hero))
        assert view.view.scale == pytest.approx(receptors.first_scale * receptors.view().magnification)
        assert max(view.opacity, receptors.hero_opacity) == 1.0
        # There is never paper behind a cell that has begun to fade.
        assert picture.opacity == 1.0 or (crowd.opacity == 1.0 and picture.covers_frame())
    zoom.set_at(1.0)
    assert view.view is near
    assert (picture.opacity, receptors.hero_opacity, view.opacity) == (0.0, 0.0, 1.0)


def test_the_close_up_shows_its_receptor_at_the_same_place_and_turn() -> None:
    view = pocket_view(scene()).view
    assert tuple(view.centre) == CLOSE_CENTRE
    assert np.array_equal(view.rotation, CLOSE_VIEW)


def test_cells_are_soft_and_others_paler_only_while_the_camera_is_fast() -> None:
    stage, picture = scene(), cells(SIGNALLING)
    stage.mobjects = [CrowdLayers(stage, [Home(pocket_view(stage).view, 8.7, 330.0, 1)])]
    zoom = NucleusZoom(stage, picture, pocket_view(stage))
    canvas = Canvas(np.zeros((108, 192, 4), dtype=np.uint8))

    def painted(share: float) -> list[tuple[bool, float, float]]:
        zoom.set_at(share)
        hero = picture.hero_cell
        opacities: list[tuple[bool, float, float]] = []

        def note(cell: Cell) -> Callable[[Canvas], None]:
            return lambda _: opacities.append((cell is hero, cell.opacity, cell.softness))

        for each in picture.cells_now():
            each.__dict__["paint"] = note(each)
        picture.paint(canvas)
        return opacities

    assert all((opacity, softness) == (1.0, 0.0) for _, opacity, softness in painted(0.0))
    fast = painted(0.2)
    assert {opacity for is_hero, opacity, _ in fast if is_hero} == {1.0}
    assert {opacity for is_hero, opacity, _ in fast if not is_hero} == {OTHERS_OPACITY}
    assert {softness for _, _, softness in fast} == {SOFTEST_OCTAVES}


def test_others_than_the_hero_are_paler_only_near_it() -> None:
    """Small receptors all look alike; near by, the one that was followed is found by its colour."""
    picture = CancerCell(scene(), joins_at=0.0)
    receptors = picture.receptors
    receptors.others_paleness = 0.4
    canvas = Canvas(np.zeros((108, 192, 4), dtype=np.uint8))
    seen: dict[int, float] = {}
    receptors._lay = lambda canvas, number, look, level, paleness, opacity: seen.update(  # type: ignore[method-assign]
        {number: paleness}
    )
    receptors.paint(canvas)
    assert set(seen.values()) == {0.0}
    picture.nearer = FlatView(CELL_PLACE, CELL_PLACE, 2.0)
    receptors.paint(canvas)
    assert seen.pop(receptors.hero) == 0.0
    assert set(seen.values()) == {0.4}


def test_looks_hold_what_they_say() -> None:
    roles = {look: {role for _, role in look.shape()} for look in (LOOSE, SIGNALLING_LOOK, MUTANT_LOOK)}
    assert Role.ESTRADIOL in roles[SIGNALLING_LOOK] - roles[MUTANT_LOOK]
    assert Role.MUTATION in roles[MUTANT_LOOK] - roles[LOOSE]
    assert SIGNALLING_LOOK.helix12_place == MUTANT_LOOK.helix12_place == 0.0 < LOOSE.helix12_place
