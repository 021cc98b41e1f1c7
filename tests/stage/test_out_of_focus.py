"""What is out of focus: nothing is changed without blur; with it, it is soft, pale, and above the captions."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.layout import BAND_TOP
from moa_anim.model.palette import Role
from moa_anim.stage.out_of_focus import OutOfFocus
from moa_anim.stage.painted import Painted


class Square(Painted):
    """An opaque square in the middle of the picture, 300 design pixels wide."""

    def paint(self, canvas: Canvas) -> None:
        context = canvas.design()
        canvas.set_colour(rgb(Role.INK))
        context.rectangle(810.0, 300.0, 300.0, 300.0)
        context.fill()
        context.restore()


def picture(soft: float, pale: float = 0.0, height: int = 540) -> NDArray[np.uint8]:
    canvas = Canvas(np.zeros((height, height * 16 // 9, 4), dtype=np.uint8))
    seen = OutOfFocus(Square())
    seen.soft, seen.pale = soft, pale
    seen.paint(canvas)
    return canvas.pixels


def test_in_focus_it_is_painted_as_it_is() -> None:
    canvas = Canvas(np.zeros((540, 960, 4), dtype=np.uint8))
    Square().paint(canvas)
    assert np.array_equal(picture(0.0), canvas.pixels)


@pytest.mark.parametrize("soft", [1.0, 3.5, 7.0, 16.0])
@pytest.mark.parametrize("height", [480, 1080])
def test_blur_softens_edges_and_moves_nothing(soft: float, height: int) -> None:
    sharp, blurred = (picture(each, height=height)[..., 3].astype(float) for each in (0.0, soft))
    assert blurred.sum() == pytest.approx(sharp.sum(), rel=0.01)
    for axis in (0, 1):
        places = np.arange(sharp.shape[axis])
        middles = [(each.sum(axis=1 - axis) * places).sum() / each.sum() for each in (sharp, blurred)]
        assert middles[0] == pytest.approx(middles[1], abs=0.6)
    steepest = np.abs(np.diff(blurred, axis=1)).max()
    assert steepest < 255.0 / max(1.0, soft * height / 1080)


def test_paper_is_mixed_in_and_nothing_is_painted_under_the_captions() -> None:
    half = picture(2.0, 0.5)
    at = half[225, 480, :3] / 255.0
    assert np.allclose(at, (np.array(rgb(Role.INK)) + np.array(rgb(Role.PAPER))) / 2, atol=0.02)
    assert not picture(60.0)[round(BAND_TOP / 2) :].any()
