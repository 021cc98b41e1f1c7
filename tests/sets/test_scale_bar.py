"""The scale bar says what is true, in round numbers, at every moment of a zoom."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.sets.scale_bar import CANCER_CELL_METRES, SHORTEST_PIXELS, ScaleBar, Zoom

METRES = {"m": 1.0, "cm": 1e-2, "mm": 1e-3, "µm": 1e-6, "nm": 1e-9}

SCALES = st.floats(math.log(7e-12), math.log(8e-3)).map(math.exp)
"""From the close-up's ångströms to more than a body."""


def said(words: str) -> float:
    number, unit = words.split(" ")
    return float(number) * METRES[unit]


@given(SCALES)
def test_what_it_says_is_as_long_as_it_is_drawn(scale: float) -> None:
    bar = ScaleBar(scale)
    assert said(bar.words) == pytest.approx(bar.pixels * scale, rel=0.01)


@given(SCALES)
def test_its_length_is_one_two_or_five_of_a_power_of_ten(scale: float) -> None:
    metres = ScaleBar(scale).metres
    digits = metres / 10 ** math.floor(math.log10(metres * 1.0001))
    assert min(abs(digits - each) for each in (1, 2, 5)) < 1e-9


@given(SCALES)
def test_it_is_neither_too_short_nor_too_long(scale: float) -> None:
    assert SHORTEST_PIXELS * 0.999 <= ScaleBar(scale).pixels <= 320


@given(SCALES)
@settings(max_examples=20, deadline=None)
def test_what_is_painted_is_that_long_and_within_the_picture(scale: float) -> None:
    bar = ScaleBar(scale)
    pixels = np.zeros((1080, 1920, 4), dtype=np.uint8)
    bar.paint(Canvas(pixels))
    ink = (pixels[870, :, :3].max(axis=1) < 80) & (pixels[870, :, 3] > 200)
    assert np.count_nonzero(ink) == pytest.approx(bar.pixels, abs=1.5)
    rows, columns = np.nonzero(pixels[..., 3])
    assert rows.max() < BAND_TOP
    assert columns.max() < FRAME_WIDTH
    (left, top, right, bottom) = bar.obstacles()[0]
    dark = np.nonzero((pixels[..., :3].max(axis=2) < 80) & (pixels[..., 3] > 200))
    assert left - 8 <= dark[1].min() <= dark[1].max() <= right
    assert top - 1 <= dark[0].min() <= dark[0].max() <= bottom


def test_a_zoom_ends_true_and_whole_and_no_length_pops() -> None:
    bar = ScaleBar(2e-3)
    zoom = Zoom(bar, 4e-8, ease=lambda share: share)
    zoom.begin()
    before = (bar.words, bar.clearness)
    for step in range(1, 4001):
        zoom.interpolate(step / 4000)
        if bar.words != before[0]:
            assert bar.clearness < 0.1
            assert before[1] < 0.1
        before = bar.words, bar.clearness
    assert bar.metres_per_pixel == 4e-8
    assert bar.clearness == 1.0
    assert bar.words == "5 µm"


def test_it_can_be_tied_to_a_cell_and_to_a_tableau() -> None:
    from types import SimpleNamespace

    cell: Any = SimpleNamespace(radius=400.0)
    bar = ScaleBar.for_cell(cell)
    assert bar.metres_per_pixel * 800 == pytest.approx(CANCER_CELL_METRES)
    cell.radius = 800.0
    assert bar.metres_per_pixel * 1600 == pytest.approx(CANCER_CELL_METRES)
    molecule_view: Any = SimpleNamespace(view=SimpleNamespace(scale=14.0))
    assert ScaleBar.for_molecule_view(molecule_view).words == "1 nm"


@pytest.mark.parametrize(
    ("scale", "words"),
    [(2.2e-3, "0.5 m"), (5e-4, "10 cm"), (5e-6, "1 mm"), (5e-8, "10 µm"), (5e-9, "1 µm"), (1e-10, "20 nm")],
)
def test_it_says_it_as_people_do(scale: float, words: str) -> None:
    assert ScaleBar(scale).words == words
