"""The backdrop is brightest at one place, and only above the caption band."""

from __future__ import annotations

import numpy as np

from moa_anim.graphics.canvas import Canvas
from moa_anim.illustrations.room import LIGHT_AT, Room


def drawn(opacity: float) -> np.ndarray:
    canvas = Canvas(np.full((270, 480, 4), 255, dtype=np.uint8))
    room = Room()
    room.opacity = opacity
    for _ in range(2):
        canvas.pixels[:] = 255
        room.paint(canvas)
    return canvas.pixels.astype(int)


def test_it_is_brightest_where_the_light_is_and_ends_at_the_band() -> None:
    pixels = drawn(1.0)
    column, row = (round(place / 4) for place in LIGHT_AT)
    assert pixels[row, column, :3].sum() > pixels[row, -1, :3].sum() > pixels[224, -1, :3].sum()
    assert (pixels[225:] == 255).all()


def test_half_of_it_is_half_way_to_what_is_below() -> None:
    assert np.abs(drawn(0.5) - (drawn(1.0) + 255) / 2).max() <= 1
