"""The shaded picture: the same however it is come by, with outlines where depth jumps, in the view's own pixels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from comparator import assert_same_pixels, box_of
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike, NDArray

from moa_anim.molecule.beads import Beads
from moa_anim.molecule.pose import rotation_about
from moa_anim.molecule.shading import Body, Paint, Raster, View
from moa_anim.molecule.style import Style

PAINT = Paint(ink=(0.0, 0.0, 0.0), haze=(0.9, 0.9, 0.8), paper=(1.0, 1.0, 1.0))
FLAT = Style(occlusion_strength=0.0, fog_strength=0.0, line_tint=0.0)
"""No shadow and no haze, so that colours can be read off."""

BLUE, RED = (0.2, 0.4, 0.8), (0.8, 0.2, 0.2)
SIZE = 48


def beads(positions: ArrayLike, radius: float = 2.0) -> Beads:
    places = np.atleast_2d(np.asarray(positions, dtype=float))
    count = len(places)
    return Beads(places, np.full(count, radius), np.zeros(count, dtype=np.int64), np.zeros(count))


def raster(scale: float = 3.0, size: int = SIZE, style: Style = FLAT, turn: float = 0.0) -> Raster:
    view = View(rotation_about((0, 1, 0), turn), np.zeros(3), scale, (size / 2, size / 2))
    return Raster(size, size, view, PAINT, style)


def still_picture(*bodies: Body, **kwargs: float) -> NDArray[np.uint8]:
    made = raster(**kwargs)  # type: ignore[arg-type]  # numbers only, all of them floats or ints
    made.set_still(bodies)
    return made.picture


def colour_bytes(colour: tuple[float, float, float]) -> list[int]:
    return [round(255 * part) for part in colour]


BODIES = st.lists(
    st.builds(
        lambda seed, count, spread, radius, cut, dim, red: Body(
            beads(np.random.default_rng(seed).normal(0, spread, (count, 3)), radius),
            RED if red else BLUE,
            cut,
            dim,
        ),
        seed=st.integers(0, 10_000),
        count=st.integers(1, 12),
        spread=st.floats(1.0, 9.0),
        radius=st.floats(0.3, 3.0),
        cut=st.none() | st.floats(-4.0, 4.0),
        dim=st.sampled_from([0.0, 0.5]),
        red=st.booleans(),
    ),
    max_size=3,
)


@settings(deadline=None, max_examples=40)
@given(still=BODIES, moving=BODIES, dims=st.lists(st.floats(0.0, 1.0), min_size=1, max_size=3))
def test_what_only_dims_is_the_same_as_painted_afresh(
    still: list[Body], moving: list[Body], dims: list[float]
) -> None:
    kept = raster(style=Style())
    kept.set_still(still)
    kept.draw(moving)
    for dim in dims:
        dimmed = [replace(body, dim=dim) for body in still]
        kept.set_still(dimmed)
        fresh = raster(style=Style())
        fresh.set_still(dimmed)
        assert_same_pixels(kept.draw(moving), fresh.draw(moving))


def test_the_same_bodies_in_another_view_are_painted_again() -> None:
    body = Body(beads([[0, 0, 0], [6, 0, 0]]), BLUE)
    kept, other = raster(), raster(turn=90.0)
    kept.set_still([body])
    kept.view = other.view
    kept.set_still([body])
    other.set_still([body])
    assert_same_pixels(kept.picture, other.picture)


@settings(deadline=None, max_examples=80)
@given(still=BODIES, scenes=st.lists(BODIES, min_size=1, max_size=4), turn=st.floats(-180, 180))
def test_what_is_painted_over_is_the_same_as_all_painted_afresh(
    still: list[Body], scenes: list[list[Body]], turn: float
) -> None:
    kept = raster(style=Style(), turn=turn)
    kept.set_still(still)
    for moving in scenes:
        picture = kept.draw(moving).copy()
        fresh = raster(style=Style(), turn=turn)
        fresh.set_still([*still, *moving])  # everything at once, all of it shaded
        assert_same_pixels(picture, fresh.picture)
        again = raster(style=Style(), turn=turn)
        again.set_still(still)
        assert_same_pixels(picture, again.draw(moving))


@settings(deadline=None, max_examples=40)
@given(first=BODIES, then=BODIES, moving=BODIES)
def test_a_new_still_picture_leaves_nothing_of_the_old(
    first: list[Body], then: list[Body], moving: list[Body]
) -> None:
    used, fresh = raster(style=Style()), raster(style=Style())
    used.set_still(first)
    used.draw(moving)
    for each in (used, fresh):
        each.set_still(then)
    assert_same_pixels(used.draw(moving), fresh.draw(moving))


@settings(deadline=None, max_examples=60)
@given(still=BODIES, moving=BODIES)
def test_outside_its_extent_a_picture_is_empty(still: list[Body], moving: list[Body]) -> None:
    made = raster(style=Style())
    made.set_still(still)
    picture = made.draw(moving).copy()
    top, bottom, left, right = made.extent()
    picture[top:bottom, left:right] = 0
    assert not picture.any()


@settings(deadline=None, max_examples=40)
@given(bodies=BODIES)
def test_colours_are_premultiplied(bodies: list[Body]) -> None:
    picture = still_picture(*bodies)
    assert (picture[..., :3] <= picture[..., 3:]).all()


def test_the_order_of_bodies_does_not_matter_where_depths_differ() -> None:
    near, far = Body(beads((0, 0, 5)), BLUE), Body(beads((1, 1, -5)), RED)
    assert_same_pixels(still_picture(near, far), still_picture(far, near))


@pytest.mark.parametrize("scale", [4.0, 7.5, 14.0])
def test_a_bead_is_as_large_as_it_is(scale: float) -> None:
    size, radius = 160, 4.0
    made = raster(scale=scale, size=size)
    made.set_still([Body(beads((0, 0, 0), radius), BLUE)])
    filled = (made.picture[..., :3] == colour_bytes(BLUE)).all(axis=2)
    top, bottom, left, right = box_of(filled)
    assert bottom - top == pytest.approx(2 * radius * scale, abs=1.5)
    assert right - left == pytest.approx(2 * radius * scale, abs=1.5)
    assert (top + bottom) / 2 == pytest.approx(size / 2, abs=1.0)
    outline = box_of(made.picture[..., 3] > 0)
    assert outline[1] - outline[0] == pytest.approx(2 * (radius * scale + FLAT.line_pixels), abs=1.5)


def test_an_outline_stands_at_a_jump_of_depth() -> None:
    sheet = [(x, y, -12.0) for x in np.arange(-14, 14.1, 0.8) for y in np.arange(-14, 14.1, 0.8)]
    picture = still_picture(Body(beads(sheet), BLUE), Body(beads((0, 0, 3), 3.0), RED))
    middle = picture[SIZE // 2]
    assert middle[SIZE // 2, :3].tolist() == colour_bytes(RED)
    dark = (middle[:, :3] < 40).all(axis=1)
    columns = np.flatnonzero(dark)
    edge = 3.0 * 3.0  # radius times scale
    assert len(columns) >= 2
    assert np.abs(np.abs(columns + 0.5 - SIZE / 2) - edge - 1).max() < 2.5, "around the bead, nowhere else"
    assert dark[: SIZE // 2].any(), "on the left"
    assert dark[SIZE // 2 :].any(), "on the right"


def test_a_continuous_surface_has_no_outline() -> None:
    sheet = [(x, y, 0.3 * x) for x in np.arange(-14, 14.1, 0.8) for y in np.arange(-14, 14.1, 0.8)]
    picture = still_picture(Body(beads(sheet), BLUE))
    inner = picture[4:-4, 4:-4, :3].reshape(-1, 3)
    assert set(map(tuple, inner.tolist())) == {tuple(colour_bytes(BLUE))}


def test_a_deeper_step_has_a_thicker_outline() -> None:
    def dark_pixels(depth: float) -> int:
        sheet = [(x, y, depth) for x in np.arange(-14, 14.1, 0.8) for y in np.arange(-14, 14.1, 0.8)]
        picture = still_picture(Body(beads(sheet), BLUE), Body(beads((0, 0, 3), 3.0), BLUE))
        return int((picture[8:-8, 8:-8, :3] < 60).all(axis=2).sum())

    counts = [dark_pixels(depth) for depth in (1.5, -3.0, -12.0)]
    assert counts[0] == 0
    assert counts[0] < counts[1] < counts[2]


def test_a_cut_face_is_flat_and_pale() -> None:
    ball = beads((0, 0, 0), 6.0)
    cut = still_picture(Body(ball, BLUE, cut_depth=3.0))
    middle = cut[SIZE // 2 - 10 : SIZE // 2 + 10, SIZE // 2 - 10 : SIZE // 2 + 10, :3].reshape(-1, 3)
    face = np.array(BLUE) * (1 - FLAT.face_lightness) + np.array(PAINT.paper) * FLAT.face_lightness
    assert len(np.unique(middle, axis=0)) == 1, "one colour all over"
    assert middle[0].tolist() == pytest.approx((255 * face).tolist(), abs=1)
    whole = still_picture(Body(ball, BLUE))
    assert whole[SIZE // 2, SIZE // 2, :3].tolist() == colour_bytes(BLUE)


def test_two_balls_cut_at_one_depth_make_one_face() -> None:
    picture = still_picture(Body(beads([(-2, 0, 1), (2, 0, 0)], 5.0), BLUE, cut_depth=2.0))
    row = picture[SIZE // 2, SIZE // 2 - 12 : SIZE // 2 + 12, :3]
    assert len(np.unique(row, axis=0)) == 1


def test_what_lies_in_front_of_the_cut_is_gone_and_what_lies_behind_is_whole() -> None:
    gone = Body(beads((0, 0, 8), 2.0), BLUE, cut_depth=3.0)
    assert not still_picture(gone).any()
    behind = beads((0, 0, -8), 2.0)
    assert_same_pixels(still_picture(Body(behind, BLUE, cut_depth=3.0)), still_picture(Body(behind, BLUE)))


def test_a_cut_opens_the_view_on_what_lies_inside() -> None:
    shell, inside = beads((0, 0, 0), 6.0), Body(beads((0, 0, 4), 1.5), RED)
    middle = SIZE // 2
    assert still_picture(Body(shell, BLUE), inside)[middle, middle, :3].tolist() == colour_bytes(BLUE)
    opened = still_picture(Body(shell, BLUE, cut_depth=2.0), inside)
    assert opened[middle, middle, :3].tolist() == colour_bytes(RED)


def test_shadow_falls_in_a_gap_between_two_beads() -> None:
    pair = Body(
        beads([(-2.5, 0, 4), (2.5, 0, 4), *[(x, y, -2) for x in range(-6, 7) for y in range(-6, 7)]]), BLUE
    )
    lit, shaded = still_picture(pair), raster(style=Style(fog_strength=0.0, line_tint=0.0))
    shaded.set_still([pair])
    at = (SIZE // 2 + 8, SIZE // 2)
    assert shaded.picture[at][2] < lit[at][2]


def test_what_is_dimmed_is_paler() -> None:
    bright, dim = (still_picture(Body(beads((0, 0, 0), 4.0), BLUE, None, each)) for each in (0.0, 0.6))
    at = (SIZE // 2, SIZE // 2)
    assert dim[at][:3].tolist() == pytest.approx([255 * (0.4 * part + 0.6) for part in BLUE], abs=1)
    assert (dim[at][:3] > bright[at][:3]).all()


PLACES = st.tuples(*[st.floats(-50, 50)] * 3)


@settings(deadline=None)
@given(
    position=PLACES,
    centre=PLACES,
    scale=st.floats(0.5, 40.0),
    place=st.tuples(st.floats(0, 2000), st.floats(0, 1000)),
    degrees=st.floats(-180, 180),
)
def test_a_view_puts_its_centre_at_its_place_and_counts_y_downwards(
    position: tuple[float, ...],
    centre: tuple[float, ...],
    scale: float,
    place: tuple[float, float],
    degrees: float,
) -> None:
    view = View(rotation_about((0, 0, 1), degrees), np.array(centre), scale, place)
    assert view.pixels(np.array(centre))[0] == pytest.approx(place)
    x, y = np.array(position[:2]) - np.array(centre[:2])
    cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    expected = place[0] + scale * (cosine * x - sine * y), place[1] - scale * (sine * x + cosine * y)
    assert view.pixels(np.array(position))[0] == pytest.approx(expected, abs=1e-6)


def test_a_view_looks_along_z() -> None:
    view = View(rotation_about((0, 1, 0), 90), np.zeros(3), 10.0, (0.0, 0.0))
    assert view.turned(np.array([[1.0, 0.0, 0.0]]))[0] == pytest.approx([0, 0, -1])
    assert view.turned(np.array([[0.0, 0.0, 1.0]]))[0] == pytest.approx([1, 0, 0])


def test_one_of_two_beads_in_one_line_hides_the_other() -> None:
    both = [Body(beads((-5, 0, 0)), RED), Body(beads((5, 0, 0)), BLUE)]
    for turn, seen in ((90.0, RED), (-90.0, BLUE)):
        made = raster(turn=turn)
        made.set_still(both)
        assert made.picture[SIZE // 2, SIZE // 2, :3].tolist() == colour_bytes(seen)
