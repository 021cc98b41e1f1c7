"""The shaded picture: the same however it is come by, with outlines where depth jumps, in the view's own pixels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from comparator import assert_same_pixels, box_of
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike, NDArray
from scipy import ndimage

from moa_anim.molecule.beads import Beads
from moa_anim.molecule.bodies import Body, Paint, View
from moa_anim.molecule.cut_face import ISLAND_PROBES, closed_face, sliced
from moa_anim.molecule.dirty_rectangles import Rectangle, area
from moa_anim.molecule.face_kernels import REMAINING_SHARE
from moa_anim.molecule.light import LIGHTEST
from moa_anim.molecule.pose import rotation_about
from moa_anim.molecule.shading import Raster, Shade
from moa_anim.molecule.style import NEUTRAL_FACING, Style

PAINT = Paint(ink=(0.0, 0.0, 0.0), haze=(0.9, 0.9, 0.8), paper=(1.0, 1.0, 1.0))
FLAT = Style(key=0.0, occlusion_strength=0.0, shadow=0.0, fog_strength=0.0, line_tint=0.0, residue_line=0.0)
"""No light, no shadow and no haze, so that colours can be read off."""

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


APART = st.lists(
    st.builds(
        lambda seed, x, y, z, radius, cut: Body(
            beads(np.random.default_rng(seed).normal((x, y, z), 2.0, (8, 3)), radius), BLUE, cut
        ),
        seed=st.integers(0, 10_000),
        x=st.floats(-50.0, 50.0),
        y=st.floats(-50.0, 50.0),
        z=st.floats(-12.0, 12.0),
        radius=st.floats(0.8, 2.5),
        cut=st.none() | st.floats(-4.0, 4.0),
    ),
    max_size=5,
)
"""Small bodies, most of them farther from one another than light looks: a window is then a small part of the picture."""


@settings(deadline=None, max_examples=80)
@given(still=APART, scenes=st.lists(APART, min_size=1, max_size=3), odd=st.booleans())
def test_small_windows_are_the_same_as_all_painted_afresh(
    still: list[Body], scenes: list[list[Body]], odd: bool
) -> None:
    size = 241 if odd else 240
    kept = raster(2.0, size, Style())
    kept.set_still(still)
    for moving in scenes:
        picture = kept.draw(moving).copy()
        fresh = raster(2.0, size, Style())
        fresh.set_still([*still, *moving])
        assert_same_pixels(picture, fresh.picture)


def crowded(seed: int, count: int, cuts: list[float | None]) -> list[Body]:
    bodies = []
    for body, cut in enumerate(cuts):
        random = np.random.default_rng(seed + body)
        places, radii = (
            random.uniform((-50, -50, -9), (50, 50, 9), (count, 3)),
            random.uniform(1.2, 2.4, count),
        )
        many = Beads(places, radii, np.arange(count) // 4, np.zeros(count))
        bodies.append(Body(many, RED if body else BLUE, cut))
    return bodies


CROWDED = st.builds(
    crowded,
    seed=st.integers(0, 10_000),
    count=st.integers(60, 500),
    cuts=st.lists(st.none() | st.floats(-4.0, 4.0), min_size=1, max_size=2),
)
"""One or two bodies of many beads, of which a picture is full."""


def with_some_moved(bodies: list[Body], seed: int, count: int, reach: float) -> list[Body]:
    """The bodies, `count` beads of one of them that are near one another moved by up to `reach` Å."""
    random = np.random.default_rng(seed)
    which = int(random.integers(len(bodies)))
    positions = bodies[which].beads.positions.copy()
    away = np.linalg.norm(positions - positions[random.integers(len(positions))], axis=1)
    positions[np.argsort(away)[:count]] += random.uniform(-reach, reach, (count, 3))
    moved = replace(bodies[which], beads=bodies[which].beads.moved(positions))
    return [*bodies[:which], moved, *bodies[which + 1 :]]


@settings(deadline=None, max_examples=60)
@given(
    bodies=CROWDED,
    seeds=st.lists(st.integers(0, 10_000), min_size=1, max_size=4),
    count=st.integers(1, 9),
    reach=st.sampled_from([0.0, 0.3, 3.0, 60.0]),
    moving=APART,
    odd=st.booleans(),
)
def test_where_a_few_beads_moved_the_picture_is_the_same_as_painted_afresh(
    bodies: list[Body], seeds: list[int], count: int, reach: float, moving: list[Body], odd: bool
) -> None:
    size = 241 if odd else 240
    kept = raster(2.0, size, Style())
    kept.set_still(bodies)
    for number, seed in enumerate(seeds):
        bodies = with_some_moved(bodies, seed, count, reach)
        if number % 2:
            bodies = [replace(bodies[0], dim=0.1 * number), *bodies[1:]]
        kept.set_still(bodies)
        fresh = raster(2.0, size, Style())
        fresh.set_still(bodies)
        assert_same_pixels(kept.picture, fresh.picture)
        assert_same_pixels(kept.draw(moving), fresh.draw(moving))
        assert kept.extent() == fresh.extent()


def test_only_what_a_few_moved_beads_affect_is_painted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A side chain that turns must not cost a whole receptor."""
    random = np.random.default_rng(1)
    body = Body(beads(random.uniform((-50, -50, -9), (50, 50, 9), (900, 3))), BLUE, 2.0)
    kept = raster(2.0, 240, Style())
    kept.set_still([body])
    lit: list[int] = []
    shade_window = Raster._shade

    def counted(self: Raster, window: Rectangle, inner: Rectangle) -> Shade:
        lit.append(area(window))
        return shade_window(self, window, inner)

    monkeypatch.setattr(Raster, "_shade", counted)
    kept.set_still(with_some_moved([body], 5, 6, 1.0))
    assert 0 < sum(lit) < 0.4 * 240 * 240


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


# --- light ---

KEY_ONLY = replace(FLAT, key=Style().key, line_pixels=0.0, contour_pixels=0.0)
GREY = (0.5, 0.5, 0.5)
WALL = Body(beads((0.0, 0.0, -300.0), 300.0), GREY)
"""So large that it is flat where it is seen."""


def grey(
    *spheres: tuple[float, float, float, float], cut_depth: float | None = None, shade: float = 1.0
) -> Body:
    rows = np.array(spheres, dtype=float)
    made = Beads(rows[:, :3], rows[:, 3], np.arange(len(rows)), np.zeros(len(rows)))
    return Body(made, GREY, cut_depth, shade=shade)


def lit(*bodies: Body, style: Style = KEY_ONLY, scale: float = 10.0, size: int = 120) -> NDArray[np.int64]:
    made = raster(scale, size, style)
    made.set_still(bodies)
    return made.picture.astype(np.int64)


@pytest.mark.parametrize("place", [(60, 60), (45, 40), (75, 80), (60, 35), (85, 60)])
def test_a_spheres_light_is_half_lambert_of_its_normal(place: tuple[int, int]) -> None:
    picture = lit(grey((0, 0, 0, 4.0)))
    x, y = (place[0] + 0.5 - 60) / 40, (60 - place[1] - 0.5) / 40
    normal = np.array([x, y, np.sqrt(1 - x * x - y * y)])
    facing = 0.5 + 0.5 * float(normal @ KEY_ONLY.toward_light())
    tone = 1 + KEY_ONLY.key * (facing - NEUTRAL_FACING) / NEUTRAL_FACING
    assert picture[place[1], place[0], 0] == pytest.approx(255 * 0.5 * tone, abs=1.5)


@pytest.mark.parametrize("colour", [BLUE, RED, (0.8, 0.14, 0.3), (0.3, 0.5, 0.6)])
def test_what_is_lit_keeps_its_hue_and_its_saturation(colour: tuple[float, float, float]) -> None:
    picture = lit(replace(grey((0, 0, 0, 4.0)), colour=colour))
    light = picture[45, 45, :3]
    assert light.max() > 1.1 * 255 * max(colour), "lighter than half turned to the light"
    assert light / light.max() == pytest.approx(np.array(colour) / max(colour), abs=0.02)


def test_where_a_colour_would_be_clipped_white_is_mixed_in() -> None:
    orange = (0.98, 0.5, 0.1)
    light = lit(replace(grey((0, 0, 0, 4.0)), colour=orange))[45, 45, :3]
    assert light.max() == pytest.approx(255 * float(LIGHTEST), abs=1)
    assert light[2] > 255 * 0.1 + 5


def test_what_takes_less_of_the_shade_is_lighter_in_a_crevice_and_the_same_in_the_open() -> None:
    pair, style = grey((-1.8, 0.0, 0.0, 2.0), (1.8, 0.0, 0.0, 2.0)), replace(KEY_ONLY, occlusion_strength=0.9)
    whole, some, none = (lit(replace(pair, shade=share), style=style)[..., 0] for share in (1.0, 0.4, 0.0))
    assert whole[60, 60] < some[60, 60] < none[60, 60]
    assert np.array_equal(none, lit(pair)[..., 0])


def test_the_light_comes_from_the_upper_left() -> None:
    picture = lit(grey((0, 0, 0, 4.0)))
    assert picture[40, 40, 0] > picture[60, 60, 0] > picture[80, 80, 0]


def test_the_brightest_place_of_any_colour_is_not_clipped() -> None:
    for colour in ((0.98, 0.5, 0.1), (0.05, 0.1, 0.97), (0.95, 0.95, 0.95)):
        picture = lit(replace(grey((0, 0, 0, 4.0)), colour=colour))
        middle = picture[35:85, 35:85, :3]
        assert middle.max() < 255
        assert (np.argmax(middle, axis=2) == np.argmax(middle[35, 35])).all()


def test_a_shadow_falls_where_the_light_is_blocked_and_nowhere_else() -> None:
    style = replace(KEY_ONLY, shadow=0.5)
    centre = np.array([-1.0, 1.0, 4.0])
    ball = grey((*centre, 1.0))
    bare, shaded = lit(WALL, style=style), lit(WALL, ball, style=style)
    toward = style.toward_light()
    foot = centre - toward * centre[2] / toward[2]
    column, row = int(60 + 10 * foot[0]), int(60 - 10 * foot[1])
    assert column > 60, "to the right"
    assert row > 60, "and below"
    assert shaded[row, column, 0] < 0.85 * bare[row, column, 0]
    darker = shaded[..., 0] < bare[..., 0] - 2
    # Besides the ball: nothing above it or to its left, and nothing farther than the light's slope takes it.
    rows, columns = np.nonzero(darker)
    assert rows.min() >= 50 - 10 - 1
    assert columns.min() >= 50 - 10 - 1
    assert rows.max() <= row + 25
    assert columns.max() <= column + 25


def test_a_crevice_is_darker_than_an_open_place() -> None:
    pair = grey((-1.8, 0.0, 0.0, 2.0), (1.8, 0.0, 0.0, 2.0))
    open_, shut = lit(pair), lit(pair, style=replace(KEY_ONLY, occlusion_strength=0.6))
    dark = 1 - shut[..., 0] / np.maximum(open_[..., 0], 1)
    assert dark[60, 60] > 0.03
    assert dark[60, 60] > 3 * dark[60, 40]


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=15, deadline=None)
def test_the_picture_does_not_depend_on_the_order_of_the_atoms(seed: int) -> None:
    random = np.random.default_rng(seed)
    spheres = np.column_stack([random.uniform(-4, 4, (40, 3)), random.uniform(1.4, 1.9, 40)])
    residues, shuffled = np.arange(40) // 4, random.permutation(40)

    def picture(rows: NDArray[np.int64]) -> NDArray[np.int64]:
        one = Beads(spheres[rows, :3], spheres[rows, 3], residues[rows], np.zeros(40))
        return lit(Body(one, GREY), style=Style())

    assert np.array_equal(picture(np.arange(40)), picture(shuffled))


def test_a_faint_line_divides_residues_and_not_the_atoms_of_one() -> None:
    places = np.array([[-1.2, 0, 0], [1.2, 0, 0]])
    style = replace(FLAT, residue_line=0.5)

    def middle(residues: list[int]) -> NDArray[np.int64]:
        pair = Beads(places, np.full(2, 2.0), np.array(residues), np.zeros(2))
        return lit(Body(pair, GREY), style=style)[60, 50:70, 0]

    assert len(set(middle([3, 3]).tolist())) == 1
    two = middle([3, 4])
    assert two.min() < 120
    assert (two < two.max()).sum() <= 3


def block_with_a_well() -> Body:
    """A block of atoms about a well, open to the viewer once it is cut, with a floor."""
    grid = np.array(
        [(x, y, z) for x in range(-5, 6) for y in range(-5, 6) for z in range(-5, 6)], dtype=float
    )
    grid = grid[np.hypot(grid[:, 0], grid[:, 1]) > 3.4]
    floor = np.array([(x, y, -7.0) for x in range(-4, 5) for y in range(-4, 5)], dtype=float)
    return Body(beads(np.concatenate([grid, floor]), 0.9), GREY, cut_depth=0.5)


def test_a_cuts_face_is_one_even_colour_with_a_contour_and_the_pocket_is_dark() -> None:
    style = Style(fog_strength=0.0)
    picture = lit(block_with_a_well(), style=style)
    face = picture[45:75, 98:104, 0]
    assert face.max() == face.min(), "even"
    assert face.mean() > 180
    assert picture[60, 60, 0] < 0.5 * face.mean(), "the hollow is dark"
    row = picture[60, 60:112, 0]
    assert row.min() < 0.6 * face.mean(), "with a contour"
    inside = picture[12:108, 12:108, :3].reshape(-1, 3)
    share = (inside == picture[60, 100, :3]).all(axis=1).mean()
    assert share > 0.5, "the face's colour is that of most of what is seen"


def test_gaps_that_a_probe_does_not_enter_are_closed_and_a_pocket_is_not() -> None:
    spots = [(x, y) for x in np.arange(0, 200, 24) for y in np.arange(0, 200, 24)]
    kept = [(x, y, 10.0) for x, y in spots if not (96 <= x <= 168 and 96 <= y <= 168)]
    face = closed_face(np.array(kept, dtype=float) / 10.0, 0.1)
    assert face is not None
    columns, rows = np.meshgrid(np.arange(-2.0, 22.0, 0.1), np.arange(-2.0, 22.0, 0.1))
    mask = face.at(columns, rows)
    assert mask[20 + 12, 20 + 12], "between four discs that leave 0.4 Å"
    assert mask[20 + 60, 20 + 40]
    assert not mask[20 + 132, 20 + 132], "four discs are missing"
    assert not mask[:8].any()
    assert not mask[:, :8].any()


def test_what_a_cut_leaves_hanging_in_the_air_is_left_out() -> None:
    solid = [(x, y, z) for x in range(-3, 4) for y in range(-3, 4) for z in (-4.0, -3.0, -2.0)]
    torn = [(6.0 + 3, 6.0 + 3, -1.0), (9.0, 9.0, 2.0)]
    made = still_picture(Body(beads([*solid, *torn], 1.0), BLUE, cut_depth=0.0), size=90)
    whole = still_picture(Body(beads(solid, 1.0), BLUE, cut_depth=0.0), size=90)
    assert_same_pixels(made, whole)


def test_a_large_piece_that_hangs_behind_a_cut_stays() -> None:
    """Two halves joined in front of the cut alone: both are of the body, neither is a crumb."""
    halves = [
        (x + side, y, z)
        for side in (-6.0, 6.0)
        for x in range(-2, 3)
        for y in range(-3, 4)
        for z in (-3.0, -1.0)
    ]
    bridge = [(float(x), 0.0, 1.0) for x in range(-6, 7)]
    made = still_picture(Body(beads([*halves, *bridge], 1.0), BLUE, cut_depth=0.0), size=90)
    assert made[45, 45 - 18, 3] == made[45, 45 + 18, 3] == 255


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.floats(-3.0, 3.0), st.floats(1.6, 3.0))
@example(143, 0.0, 1.8984375)  # the blur parts a bridge two samples wide
def test_a_cuts_face_has_no_island_smaller_than_the_least(seed: int, cut: float, probe: float) -> None:
    random = np.random.default_rng(seed)
    spheres = np.column_stack(
        [random.uniform(-7.5, 7.5, (90, 3)) * [1, 1, 0.6], random.uniform(1.5, 1.9, 90)]
    )
    left_out, face = sliced(spheres, cut, 0.125, probe)
    assert left_out.shape == (90,)
    if face is None:
        return
    pieces, count = ndimage.label(face.samples > face.level)
    sizes = np.bincount(pieces.ravel(), minlength=count + 1)[1:]
    assert (sizes >= REMAINING_SHARE * (ISLAND_PROBES * face.level) ** 2).all()


def test_nothing_at_all_is_an_empty_picture() -> None:
    assert not lit().any()
    assert not lit(grey((100.0, 0, 0, 1.0))).any()
    none = Beads(np.zeros((0, 3)), np.zeros(0), np.zeros(0, dtype=np.int64), np.zeros(0))
    assert not lit(Body(none, GREY)).any()
    assert not lit(Body(none, GREY, 1.0)).any()


@settings(deadline=None, max_examples=20)
@given(still=APART, moving=APART, factor=st.sampled_from([1.5, 2.0]))
def test_windows_with_wide_lines_are_the_same_as_all_painted_afresh(
    still: list[Body], moving: list[Body], factor: float
) -> None:
    view = View(np.eye(3), np.zeros(3), 4.0, (120.0, 120.0))
    kept = Raster(240, 240, view, PAINT, Style(), line_factor=factor)
    fresh = Raster(240, 240, view, PAINT, Style(), line_factor=factor)
    kept.set_still(still)
    fresh.set_still([*still, *moving])
    assert_same_pixels(kept.draw(moving), fresh.picture)


@settings(deadline=None, max_examples=15)
@given(resting=APART, moving=APART, steps=st.lists(st.sampled_from([0.0, 0.3, 4.0]), min_size=3, max_size=7))
def test_resting_bodies_shown_are_the_same_whether_they_are_kept_or_drawn_with_the_moving_ones(
    resting: list[Body], moving: list[Body], steps: list[float]
) -> None:
    view = View(np.eye(3), np.zeros(3), 4.0, (120.0, 120.0))
    shown = Raster(240, 240, view, PAINT, Style())
    along = 0.0
    for step in steps:
        along += step
        now = [
            replace(
                body, beads=replace(body.beads, positions=body.beads.positions + np.array([along, 0.0, 0.0]))
            )
            for body in resting
        ]
        fresh = Raster(240, 240, view, PAINT, Style())
        fresh.set_still(now)
        assert_same_pixels(shown.show(now, moving), fresh.draw(moving))


def test_resting_bodies_that_move_in_three_pictures_are_painted_once_in_the_third_and_kept_when_they_rest() -> (
    None
):
    view = View(np.eye(3), np.zeros(3), 4.0, (120.0, 120.0))
    raster, found = Raster(240, 240, view, PAINT, Style()), []
    for along in (0.0, 1.0, 2.0, 3.0, 3.0, 3.0):
        raster.show(
            [grey(*((x + along, y, 0.0, 1.5) for x in range(-30, 30, 2) for y in range(-30, 30, 2)))], []
        )
        found.append(raster.restless)
    assert found == [False, True, True, True, False, False]
