"""The crowd in motion: a closed loop of drift at one speed, parallax that follows the camera, and pictures without a seam."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moa_anim.actors import crowd_layers
from moa_anim.actors.crowd_layers import (
    DRIFT_PIXELS_PER_SECOND,
    LOOP_SECONDS,
    PARALLAX,
    PERIOD_PIXELS,
    UPDATES_PER_SECOND,
    CrowdLayers,
    Home,
    crowd_tiles,
    followed,
    repeating_grid,
)
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.layers import double, lay_layers
from moa_anim.model.clock import FrameRate
from moa_anim.molecule.bodies import View
from moa_anim.stage.reframing import between, reframed

THIRTY = FrameRate(Fraction(30))
NEAR = View(np.eye(3), np.zeros(3), 14.0, (930.0, 520.0))
FAR = View(np.eye(3), np.array([10.0, 0.0, 0.0]), 2.8, (500.0, 400.0))
HOME = Home(NEAR, 8.7, 330.0, 7)


@dataclass
class Clock:
    """A clock that is set."""

    now: int = 0
    seed: int = 7
    shot_frames: int = 300
    rate: FrameRate = THIRTY

    @property
    def seconds(self) -> float:
        """Seconds since the first frame."""
        return self.now / 30


@dataclass
class Camera:
    """A view that is set."""

    view: View

    def seen(self) -> View:
        """The view."""
        return self.view


def crowd(frames: int, now: int = 0) -> CrowdLayers:
    """A crowd in a shot of so many frames."""
    return CrowdLayers(Clock(now, shot_frames=frames), [HOME])


@settings(max_examples=60, deadline=None)
@given(tenths=st.integers(20, 600))
def test_drift_is_a_closed_loop_that_all_shots_begin_and_end_alike(tenths: int) -> None:
    frames = 3 * tenths
    begin, end = crowd(frames).drift(), crowd(frames, frames).drift()
    assert np.array(end) == pytest.approx(np.array(begin), abs=1e-6)
    assert np.array(begin) == pytest.approx(0.0)
    step = np.array(crowd(frames, 3).drift()) - begin
    last = np.array(end) - crowd(frames, frames - 3).drift()
    loops = max(1, round(tenths / 10 / LOOP_SECONDS))
    bend = 2 * np.pi * loops / tenths * np.array(DRIFT_PIXELS_PER_SECOND) / UPDATES_PER_SECOND
    assert np.all(np.hypot(*(step - last).T) <= bend + 1e-9)
    assert np.hypot(*step.T) * UPDATES_PER_SECOND == pytest.approx(DRIFT_PIXELS_PER_SECOND, rel=0.02)


def test_a_layer_follows_a_part_of_a_pan_and_of_a_zoom() -> None:
    panned = reframed(NEAR, place=(1130.0, 470.0))
    for power in PARALLAX:
        assert followed(NEAR, NEAR, power) == (1.0, (0.0, 0.0))
        size, (x, y) = followed(NEAR, panned, power)
        assert size == 1.0
        assert (x, y) == pytest.approx((200.0 * power, -50.0 * power))
    # A zoom about a point of the picture is a smaller zoom about the same point.
    fixed = np.array([300.0, 700.0])
    place = fixed + (np.array(NEAR.place) - fixed) * 0.25
    zoomed = reframed(NEAR, scale=3.5, place=(float(place[0]), float(place[1])))
    for power in PARALLAX:
        size, corner = followed(NEAR, zoomed, power)
        assert size == pytest.approx(0.25**power)
        assert np.array(corner) + fixed * size == pytest.approx(fixed)
    assert list(PARALLAX) == sorted(PARALLAX, reverse=True)


@settings(max_examples=40, deadline=None)
@given(share=st.floats(0.0, 1.0))
def test_layers_move_without_a_jump(share: float) -> None:
    for power in PARALLAX:
        here, there = (
            followed(NEAR, between(NEAR, FAR, each), power) for each in (share, min(1.0, share + 1e-6))
        )
        assert here[0] == pytest.approx(there[0], abs=1e-4)
        assert here[1] == pytest.approx(there[1], abs=0.02)


def test_at_each_home_there_is_its_crowd_alone_and_between_them_both() -> None:
    for first, last in ((NEAR, FAR), (FAR, NEAR)):
        camera = Camera(first)
        layers = CrowdLayers(Clock(), [Home(first, 8.7, 330.0, 7)], camera.seen)
        layers.add_home(last, scale=2.8, spacing=210.0)
        found = []
        for share in np.linspace(0.0, 1.0, 21):
            camera.view = between(first, last, float(share))
            assert sum(layers.shares()) == pytest.approx(1.0)
            found.append(layers.shares()[1])
        assert (found[0], found[-1]) == (0.0, 1.0)
        assert found == sorted(found)


def test_a_crowd_looks_the_same_from_either_end_of_a_move() -> None:
    small = Canvas(np.zeros((108, 192, 4), dtype=np.uint8))
    pictures = []
    homes = [Home(NEAR, 8.7, 330.0, 7), Home(FAR, 2.8, 210.0, 7)]
    for order in (homes, homes[::-1]):
        for view in (NEAR, FAR):
            CrowdLayers(Clock(), order, Camera(view).seen).paint(small)
            pictures.append(small.pixels.copy())
    assert np.array_equal(pictures[0], pictures[2])
    assert np.array_equal(pictures[1], pictures[3])
    assert not np.array_equal(pictures[0], pictures[1])


def test_a_layer_repeats_without_a_seam() -> None:
    tiles = crowd_tiles(HOME, 330.0, 0.1).astype(int)
    for axis in (1, 2):
        inner = np.abs(np.diff(tiles, axis=axis)).mean()
        across = np.abs(np.take(tiles, 0, axis=axis) - np.take(tiles, -1, axis=axis)).mean()
        assert across < 2.5 * inner


def test_the_grid_repeats() -> None:
    for spacing in (165.0, 210.0, 330.0, 726.0):
        points = np.array(repeating_grid(spacing, PERIOD_PIXELS))
        rows = np.unique(points[:, 1])
        assert len(rows) % 2 == 0, "staggered rows that meet must not stand in line"
        assert points.min() >= 0.0
        assert np.all(points < PERIOD_PIXELS)


def test_layers_are_laid_at_fractions_of_a_pixel_and_repeat() -> None:
    random = np.random.default_rng(3)
    picture = random.integers(0, 100, size=(1, 6, 8, 4), dtype=np.uint8)
    picture[..., 3] = 120
    stored = np.ascontiguousarray(np.concatenate([picture, picture[:, :, :1]], axis=2)).view("<u4")[..., 0]
    paper = np.array([200 | 220 << 16, 210 | 255 << 16], dtype=np.uint32)
    height, width = 9, 11
    rows, columns = (np.arange(height) + 4) % 6, (np.arange(width) + 5) % 8
    down, across = 5, 12
    for straight in (True, False):
        pixels = np.zeros((height, width, 4), dtype=np.uint8)
        lay_layers(
            stored,
            np.array([straight]),
            rows[None],
            np.full((1, height), down, dtype=np.uint32),
            columns[None],
            np.full((1, width), across, dtype=np.uint32),
            np.full(height, 256, dtype=np.uint32),
            paper,
            np.uint32(256),
            pixels.view("<u4")[..., 0],
        )
        one = picture[0].astype(float)
        lower, right = np.roll(one, -1, axis=0), np.roll(one, -1, axis=1)
        both = np.roll(lower, -1, axis=1)
        v, u = down / 16, across / 16
        mixed = (1 - v) * ((1 - u) * one + u * right) + v * ((1 - u) * lower + u * both)
        expected = mixed[rows][:, columns]
        expected = expected[..., :3] + np.array([200, 210, 220]) * (1 - expected[..., 3:] / 255)
        assert np.abs(pixels[..., :3] - expected).max() <= 2.0
        assert np.all(pixels[..., 3] == 255)


def test_layers_at_half_size_look_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(View(np.eye(3), np.zeros(3), 5.0, (480.0, 270.0)), 5.0, 330.0, 7)
    for scale in (5.0, 6.5):
        view = replace(home.view, scale=scale, centre=np.array([3.0, 1.0, 0.0]))
        pictures = []
        for halved_from in (9.0, 1.0):
            monkeypatch.setattr(crowd_layers, "HALVED_FROM", halved_from)
            canvas = Canvas(np.zeros((1080, 1920, 4), dtype=np.uint8))
            crowd = CrowdLayers(Clock(17), [home], Camera(view).seen)
            crowd.paint(canvas)
            pictures.append(canvas.pixels[:900].astype(int))
        apart = np.abs(pictures[0] - pictures[1]).max(axis=2)
        assert pictures[0][..., 0].std() > 5.0
        assert apart.max() <= 16
        assert np.mean(apart > 4) < 1 / 100


def test_a_doubled_picture_is_interpolated() -> None:
    halved = np.random.default_rng(4).integers(0, 256, size=(5, 7, 4), dtype=np.uint8)
    pixels = np.zeros((10, 14, 4), dtype=np.uint8)
    double(halved.view("<u4")[..., 0], pixels.view("<u4")[..., 0])
    rows, columns = ((np.arange(count) + 0.5) / 2 - 0.5 for count in pixels.shape[:2])
    padded = np.pad(halved.astype(float), ((1, 1), (1, 1), (0, 0)), mode="edge")
    for y, row in enumerate(rows + 1):
        for x, column in enumerate(columns + 1):
            v, u = row - int(row), column - int(column)
            four = padded[int(row) : int(row) + 2, int(column) : int(column) + 2]
            value = np.einsum("yxc,y,x->c", four, [1 - v, v], [1 - u, u])
            assert np.abs(pixels[y, x] - value).max() <= 0.51
