"""The camera's way from one cell's nucleus into another's, and the two cells that it passes."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.layout import BAND_TOP, FRAME_HEIGHT, FRAME_WIDTH
from moa_anim.illustrations.cell.two_cells import CELL_MIDDLE, CELL_RADIUS, NEIGHBOUR_PIXELS, NUCLEUS_PIXELS
from moa_anim.sets.cell_border import CellBorder
from moa_anim.sets.nucleus_passage import FARTHEST, End, NucleusPassage
from moa_anim.sets.receptor_field import FieldSight

END = End((480.0 + NEIGHBOUR_PIXELS, 380.0), (960.0, 500.0), 2.7)
SCALE = 1 / 8


def at(share: float) -> FieldSight:
    """A camera that has come so far."""
    sight = FieldSight()
    NucleusPassage([sight], END).share = share
    return sight


def painted_at(sight: FieldSight) -> int:
    """How many pixels of the border are in the picture."""
    canvas = Canvas(np.zeros((round(FRAME_HEIGHT * SCALE), round(FRAME_WIDTH * SCALE), 4), dtype=np.uint8))
    CellBorder(sight).paint(canvas)
    return int((canvas.pixels[..., 3] > 0).sum())


def test_it_begins_with_the_field_as_it_is_and_ends_at_the_receptor() -> None:
    begin, end = at(0.0), at(1.0)
    for corner in ((0.0, 0.0), (1920.0, 864.0)):
        assert begin.seen(corner) == pytest.approx(corner)
    assert end.seen(END.focus) == pytest.approx(END.place)
    assert end.magnification == pytest.approx(END.magnification)


def test_midway_both_cells_borders_are_in_the_picture() -> None:
    sight = at(0.44)
    assert sight.magnification == pytest.approx(FARTHEST)
    first, other = CELL_MIDDLE[0] + CELL_RADIUS, CELL_MIDDLE[0] + NEIGHBOUR_PIXELS - CELL_RADIUS
    assert first < other, "they would overlap"
    for x in (first, other, CELL_MIDDLE[0] + NUCLEUS_PIXELS):
        seen = sight.seen((x, CELL_MIDDLE[1]))
        assert 0.0 < seen[0] < FRAME_WIDTH
        assert 0.0 < seen[1] < BAND_TOP


def test_what_has_left_the_first_field_is_not_seen_again() -> None:
    for share in np.linspace(0.0, 1.0, 60).tolist():
        assert at(share).seen((0.0, 0.0))[0] <= 1e-6


def test_it_goes_without_a_jump() -> None:
    sights = [at(share).magnification for share in np.linspace(0.0, 1.0, 115).tolist()]
    assert max(abs(np.log(after / before)) for before, after in itertools.pairwise(sights)) < 0.05


def test_the_border_is_seen_from_between_the_nuclei_only() -> None:
    assert painted_at(at(0.0)) == 0
    assert painted_at(at(0.44)) > 200
    assert painted_at(at(1.0)) == 0
