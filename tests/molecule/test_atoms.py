"""Atoms lit: numbers of the picture, not only that there is one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from moa_anim.molecule.atoms import AtomRaster, Light, LitBody
from moa_anim.molecule.cut_face import closed_face
from moa_anim.molecule.shading import Paint, View

PAINT = Paint(ink=(0.0, 0.0, 0.0), haze=(1.0, 1.0, 1.0), paper=(1.0, 1.0, 1.0))
GREY = (0.5, 0.5, 0.5)
PLAIN = Light(occlusion=0.0, shadow=0.0, residue_line=0.0, fog_strength=0.0, edge_strength=0.0)
"""The key light alone."""


def raster(light: Light = PLAIN, scale: float = 10.0, size: int = 120) -> AtomRaster:
    view = View(np.eye(3), np.zeros(3), scale, (size / 2, size / 2))
    return AtomRaster(size, size, view, PAINT, light)


def body(*spheres: tuple[float, float, float, float], **options: object) -> LitBody:
    rows = np.array(spheres)
    settings_ = {"colours": GREY, **options}
    return LitBody(rows[:, :3], rows[:, 3], np.arange(len(rows)), **settings_)  # type: ignore[arg-type]


@pytest.mark.parametrize("place", [(60, 60), (45, 40), (75, 80), (60, 35), (85, 60)])
def test_a_spheres_light_is_half_lambert_of_its_normal(place: tuple[int, int]) -> None:
    picture = raster().draw([body((0, 0, 0, 4.0))])
    x, y = (place[0] + 0.5 - 60) / 40, (60 - place[1] - 0.5) / 40
    normal = np.array([x, y, np.sqrt(1 - x * x - y * y)])
    toward = np.array(PLAIN.direction) / np.linalg.norm(PLAIN.direction)
    tone = 1 - PLAIN.key + PLAIN.key * 1.72 * (0.5 + 0.5 * float(normal @ toward))
    assert picture[place[1], place[0], 0] == pytest.approx(255 * 0.5 * tone, abs=1.5)


def test_the_light_comes_from_the_upper_left() -> None:
    picture = raster().draw([body((0, 0, 0, 4.0))]).astype(int)
    assert picture[40, 40, 0] > picture[60, 60, 0] > picture[80, 80, 0]


def test_a_shadow_falls_where_the_light_is_blocked_and_nowhere_else() -> None:
    light = Light(**{**PLAIN.__dict__, "shadow": 0.5})
    wall = body((0, 0, -100.0, 99.0))
    # 4 Å above the wall towards the light: the shadow is below and to the right of the ball.
    ball = body((-1.0, 1.0, 3.0, 0.8))
    lit, shaded = raster(light).draw([wall]).astype(int), raster(light).draw([wall, ball]).astype(int)
    toward = np.array(light.direction) / np.linalg.norm(light.direction)
    foot = np.array([-1.0, 1.0, 3.0]) - toward * (3.0 + 1.0) / toward[2]
    column, row = int(60 + 10 * foot[0]), int(60 - 10 * foot[1])
    assert column > 60
    assert row > 60
    assert shaded[row, column, 0] < 0.7 * lit[row, column, 0]
    mirrored = shaded[120 - row, 120 - column, 0]
    assert mirrored == pytest.approx(lit[120 - row, 120 - column, 0], abs=1) or column < 75


def test_a_crevice_is_darker_than_an_open_place() -> None:
    light = Light(**{**PLAIN.__dict__, "occlusion": 0.6})
    low, high = (-1.8, 0.0, 0.0, 2.0), (1.8, 0.0, 0.0, 2.0)
    open_, shut = (
        raster().draw([body(low, high)]).astype(int),
        raster(light).draw([body(low, high)]).astype(int),
    )
    dark = 1 - shut[..., 0] / np.maximum(open_[..., 0], 1)
    assert dark[60, 60] > 0.03
    assert dark[60, 60] > 3 * dark[60, 40]


def test_the_nearer_of_two_atoms_owns_the_pixels_they_share() -> None:
    red, blue = (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)
    for order in (1, -1):
        pair = [body((-0.5, 0, 0.5, 1.5), colours=red), body((0.5, 0, 0.0, 1.5), colours=blue)]
        picture = raster().draw(pair[::order])
        assert picture[60, 60, 0] > 100
        assert picture[60, 60, 2] == 0
        assert picture[60, 78, 2] > 100
        # The spheres meet where their depths are the same: x = −z² difference / 2, here 0.25 Å to the right.
        boundary = int(np.flatnonzero(picture[60, :, 2] > picture[60, :, 0])[0])
        assert boundary == pytest.approx(60 + 10 * _meeting(), abs=1.5)


def _meeting() -> float:
    xs = np.linspace(-1.0, 1.0, 20001)
    left = 0.5 + np.sqrt(1.5**2 - (xs + 0.5) ** 2)
    right = np.sqrt(1.5**2 - (xs - 0.5) ** 2)
    return float(xs[np.argmin(np.abs(left - right))])


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=15, deadline=None)
def test_the_picture_does_not_depend_on_the_order_of_the_atoms(seed: int) -> None:
    random = np.random.default_rng(seed)
    spheres = np.column_stack([random.uniform(-4, 4, (40, 3)), random.uniform(1.4, 1.9, 40)])
    shuffled = random.permutation(40)

    def picture(rows: NDArray[np.int64]) -> NDArray[np.uint8]:
        one = LitBody(spheres[rows, :3], spheres[rows, 3], rows.astype(np.int64), GREY)
        return raster(Light()).draw([one]).copy()

    assert np.array_equal(picture(np.arange(40)), picture(shuffled))


def test_a_cuts_face_is_one_even_colour_with_a_contour_and_the_pocket_is_dark() -> None:
    grid = np.array(
        [(x, y, z) for x in range(-5, 6) for y in range(-5, 6) for z in range(-5, 6)], dtype=float
    )
    grid = grid[np.hypot(grid[:, 0], grid[:, 1]) > 3.4]  # a well in a block
    floor = np.array([(x, y, -7.0) for x in range(-4, 5) for y in range(-4, 5)], dtype=float)
    atoms = np.concatenate([grid, floor])
    block = LitBody(atoms, np.full(len(atoms), 0.9), np.arange(len(atoms)), GREY, cut_depth=0.5)
    picture = raster(Light(shadow=0.0)).draw([block]).astype(int)
    face = picture[45:75, 98:104, 0]
    assert face.max() - face.min() <= 2
    assert face.mean() > 180
    assert picture[60, 60, 0] < 0.6 * face.mean()
    row = picture[60, 60:90, 0]
    assert row.min() < 0.6 * face.mean()


def test_gaps_that_a_probe_does_not_enter_are_closed_and_a_pocket_is_not() -> None:
    mask = np.zeros((200, 200), dtype=np.bool_)
    mask[20:180, 20:180] = True
    mask[60:64, 30:170] = False  # 0.4 Å wide
    mask[90:92, 90:92] = False
    mask[100:170, 100:170] = False  # 7 Å wide
    face = closed_face(mask, 10.0)
    assert face[62, 100]
    assert face[91, 91]
    assert not face[135, 135]
    assert (~face[100:170, 100:170]).mean() > 0.9
    assert not face[:18].any()


def test_nothing_in_front_of_a_cut_is_drawn_and_what_would_float_neither() -> None:
    solid = [(x, y, z, 1.0) for x in range(-3, 4) for y in range(-3, 4) for z in (-4.0, -3.0, -2.0)]
    lone = (9.0, 9.0, -2.0, 0.5)
    ahead = (0.0, 0.0, 3.0, 1.5)
    picture = raster(scale=5.0).draw([body(*solid, lone, ahead, cut_depth=0.0)])
    whole = raster(scale=5.0).draw([body(*solid, cut_depth=0.0)])
    # What is left is what is behind the cut and hangs together; a ball ahead of it leaves no trace.
    assert np.array_equal(picture, whole)


def test_nothing_at_all_is_an_empty_picture() -> None:
    assert not raster().draw([]).any()
    assert not raster().draw([body((100.0, 0, 0, 1.0))]).any()
