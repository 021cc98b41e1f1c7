"""One frame of a shot as a picture: the frame that the film has there, and the guides over it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from moa_anim.errors import CommandLineError
from moa_anim.graphics.caption_band import lay_caption
from moa_anim.model.quality import DRAFT, CaptionMode
from moa_anim.render.draw import draw_frames
from moa_anim.render.one_frame import draw_frame, write_frame
from moa_anim.render.plan import RenderPlan, plan_render
from moa_anim.script.production import Production, load_production
from moa_anim.stage.noted import NotedLabel, noted_labels

pytestmark = pytest.mark.slow

SHOT = "conformational-change"
FRAME = 45


@pytest.fixture(scope="module")
def production() -> Production:
    return load_production(Path(__file__).parents[2] / "assets" / "elacestrant")


@pytest.fixture(scope="module")
def plan(production: Production) -> RenderPlan:
    return plan_render(production, DRAFT, CaptionMode.OPEN, [SHOT])


@pytest.fixture(scope="module")
def plain(plan: RenderPlan) -> NDArray[np.uint8]:
    return draw_frame(plan, plan.timeline.shots[0], FRAME)


def test_a_frame_is_that_of_the_film_with_its_caption(plan: RenderPlan, plain: NDArray[np.uint8]) -> None:
    shot = plan.timeline.shots[0]
    film: list[NDArray[np.uint8]] = []

    def take(_: int, pixels: NDArray[np.uint8]) -> None:
        film.append(pixels.copy())

    draw_frames(plan.production.storyboard, SHOT, DRAFT, [FRAME - 1, FRAME], take)
    caption = plan.timeline.caption_at(FRAME)
    assert caption is not None, "a frame at which words are shown"
    lay_caption(film[1], caption)
    assert np.array_equal(plain, film[1])
    assert shot.shot.id == SHOT


def test_guides_frame_every_visible_label(plan: RenderPlan, plain: NDArray[np.uint8]) -> None:
    noted: list[tuple[NotedLabel, ...]] = []
    draw_frames(
        plan.production.storyboard,
        SHOT,
        DRAFT,
        [FRAME],
        lambda frame, pixels: None,
        lambda frame, scene: noted.append(noted_labels(scene)),
    )
    guided = draw_frame(plan, plan.timeline.shots[0], FRAME, guides=True)
    change = guided[..., :3].astype(int) - plain[..., :3]
    assert change.any(axis=-1).mean() < 0.05
    lost_green = change[..., 1] < -40  # magenta has none
    assert noted[0], "a frame with labels"
    for label in noted[0]:
        left, _, right, bottom = (round(each * 480 / 1080) for each in label.box)
        edge = lost_green[bottom - 1 : bottom + 2, left + 1 : right - 1].any(axis=0)
        assert edge.mean() > 0.9, f"the lower edge of the box of '{label.name}'"


def test_a_moment_after_the_end_is_refused_with_the_shots_length(plan: RenderPlan, tmp_path: Path) -> None:
    seconds = plan.timeline.rate.seconds(plan.frames)
    with pytest.raises(CommandLineError, match=f"less than {float(seconds):.2f} s"):
        write_frame(plan, seconds, tmp_path / "x.png", guides=False, force=False)
    assert list(tmp_path.iterdir()) == []


def test_only_a_png_is_written(plan: RenderPlan, tmp_path: Path) -> None:
    with pytest.raises(CommandLineError, match=r"a name that ends in \.png"):
        write_frame(plan, Fraction(1), tmp_path / "x.jpg", guides=False, force=False)


def test_the_written_picture_has_the_pixels_that_were_drawn(
    plan: RenderPlan, plain: NDArray[np.uint8], tmp_path: Path
) -> None:
    path = tmp_path / "new" / "x.png"
    write_frame(plan, Fraction(FRAME, 15), path, guides=False, force=False)
    with Image.open(path) as picture:
        assert np.array_equal(np.asarray(picture), plain[..., :3])
    assert [each.name for each in path.parent.iterdir()] == ["x.png"]
