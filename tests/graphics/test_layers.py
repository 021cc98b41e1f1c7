"""The loops over rows of pixels do what plain array arithmetic does."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.layers import pass_over, shrink


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 1000), width=st.integers(1, 20))
def test_rows_pass_over_into_a_colour(seed: int, width: int) -> None:
    random = np.random.default_rng(seed)
    pixels = random.integers(0, 256, (5, width, 4)).astype(np.uint8)
    pixels[..., 3] = 255
    colour = np.array([*random.integers(0, 256, 3), 255], dtype=np.uint8)
    shares = np.array([0, 1, 100, 255, 256], dtype=np.uint32)
    part = shares[:, None, None] / 256
    expected = pixels + part * (colour - pixels.astype(float))
    unchanged = pixels[0].copy()
    pass_over(pixels.view(np.uint32)[..., 0], shares, colour.view(np.uint32)[0])
    assert np.abs(pixels - expected).max() <= 1.0
    assert (pixels[0] == unchanged).all()
    assert (pixels[-1] == colour).all()


@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 1000), height=st.integers(2, 9), width=st.integers(2, 9))
def test_a_picture_shrinks_to_the_means_of_its_pixels(seed: int, height: int, width: int) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 4)).astype(np.uint8)
    even = pixels[: height // 2 * 2, : width // 2 * 2].astype(int)
    sums = even.reshape(height // 2, 2, width // 2, 2, 4).sum(axis=(1, 3))
    halved = np.empty((height // 2, width // 2, 4), dtype=np.uint8)
    shrink(pixels.view(np.uint32)[..., 0], halved.view(np.uint32)[..., 0])
    assert (halved == (sums + 2) // 4).all()


@settings(deadline=None, max_examples=60)
@given(
    seed=st.integers(0, 1000),
    x=st.integers(-80, 200),
    y=st.integers(-80, 200),
    window=st.sampled_from([None, (2, 6, 3, 7), (0, 9, 0, 8)]),
)
def test_a_picture_is_laid_between_pixels_as_cairo_does(
    seed: int, x: int, y: int, window: tuple[int, int, int, int] | None
) -> None:
    random = np.random.default_rng(seed)
    picture = np.zeros((9, 8, 4), dtype=np.uint8)
    top, bottom, left, right = window or (0, 9, 0, 8)
    alpha = random.integers(0, 256, (bottom - top, right - left, 1))
    colours = alpha * random.integers(0, 256, (bottom - top, right - left, 3)) // 255
    picture[top:bottom, left:right] = np.concatenate([colours, alpha], axis=2)
    one, other = (Canvas(np.full((14, 15, 4), 200, dtype=np.uint8)) for _ in range(2))
    one.pixels[..., 3] = other.pixels[..., 3] = 255
    one.shifted(picture, x / 16, y / 16, 11, window)
    other.picture(picture, x / 16, y / 16)
    # Cairo has 128 positions in a pixel and rounds more often.
    assert np.abs(one.pixels[:11].astype(int) - other.pixels[:11]).max() <= 4
    assert (one.pixels[11:, :, :3] == 200).all()
