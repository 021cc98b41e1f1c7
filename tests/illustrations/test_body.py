"""The body is a woman's with its organs in their places; the drug's way is the true one; pictures are drawn once."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from moa_anim.graphics.canvas import Canvas
from moa_anim.illustrations import body_form
from moa_anim.illustrations.body import BodyFigure, drug_place, drug_share
from moa_anim.illustrations.body_outline import (
    BOWEL,
    DRUG_COURSE,
    GULLET,
    HEART,
    HEIGHT,
    LIVER,
    MOUTH,
    STOMACH_MIDDLE,
    TUMOR,
    TUMOR_RADIUS,
)
from moa_anim.illustrations.relief import Dome, Grid, Light, brightness

ORDER = (
    "gullet",
    "stomach",
    "bowel",
    "portal vein",
    "liver",
    "vena cava",
    "heart, to the lungs",
    "lungs",
    "heart, to the body",
    "aorta",
    "arteries to the breast",
)


def test_the_drug_passes_bowel_liver_and_lungs_before_the_arteries() -> None:
    assert tuple(name for name, _ in DRUG_COURSE) == ORDER
    shares = [drug_share(name) for name in ORDER]
    assert shares == sorted(shares)
    assert shares[0] == 0.0
    assert shares[-1] < 1.0


def test_each_part_of_the_way_begins_where_the_one_before_ends() -> None:
    for (_, before), (_, after) in itertools.pairwise(DRUG_COURSE):
        assert before[-1] == after[0]
    assert DRUG_COURSE[0][1] == GULLET
    assert GULLET[0] == MOUTH
    assert drug_place(0.0) == MOUTH
    assert drug_place(1.0) == pytest.approx(TUMOR)


def test_organs_are_on_the_side_where_an_atlas_shows_them() -> None:
    # She faces the viewer: her left is at the viewer's right.
    assert STOMACH_MIDDLE[0] > 0
    assert HEART[0] > 0
    assert LIVER[0] < 0
    assert TUMOR[0] > 0
    assert MOUTH[1] < HEART[1] < LIVER[1] < STOMACH_MIDDLE[1] < BOWEL[1] < HEIGHT / 2


def test_the_tumor_is_small_and_within_the_breast() -> None:
    box = (TUMOR[0] - 30.0, TUMOR[1] - 30.0, TUMOR[0] + 30.0, TUMOR[1] + 30.0)
    tumor = body_form.tumor_picture(box, 2.0)
    skin = body_form.skin_picture(box, 2.0)
    covered = tumor[..., 3] > 128
    assert np.all(skin[covered][:, 3] == 255)
    assert 0.6 < covered.sum() / (np.pi * (2.0 * TUMOR_RADIUS) ** 2) < 1.4


def test_a_form_is_lit_from_the_upper_left() -> None:
    grid = Grid(-1.0, -1.0, 40.0, 80, 80)
    bright = brightness(Dome(0, 0, 0.8, 0.8, 0.8, 0.8).heights(grid), grid.density, Light())
    assert bright[25, 25] > bright[40, 40] > bright[55, 55] > 0.0


def test_a_figure_is_drawn_once_for_each_doubling_of_the_magnification(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[float] = []

    def picture(box: body_form.Box, pixels: float) -> np.ndarray:
        drawn.append(pixels)
        width, height = (max(1, round((b - a) * pixels)) for a, b in ((box[0], box[2]), (box[1], box[3])))
        return np.zeros((height, width, 4), np.uint8)

    monkeypatch.setattr(body_form, "skin_picture", picture)
    monkeypatch.setattr("moa_anim.illustrations.body.cached", lambda make, *key: make())
    canvas = Canvas(np.zeros((270, 480, 4), np.uint8))
    body = BodyFigure(960.0, 150.0, 736.0)
    body.tumor = 0.0
    for nearness in np.linspace(0.0, 1.38, 24):
        body.sight.nearness = float(nearness)
        body.paint(canvas)
    assert len(drawn) == 3  # up to 1, 2 and 4
