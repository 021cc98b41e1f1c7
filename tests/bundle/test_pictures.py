"""Pictures of the deck and the handout show neither step marker and rail nor the caption band."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from moa_anim.bundle.pictures import cropped, plain
from moa_anim.graphics.caption_band import lay_caption
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.layout import BAND_TOP, MARKER_BASELINE
from moa_anim.model.palette import Role
from moa_anim.model.story import Caption


def still(folder: Path) -> Path:
    """A still whose picture is green, with a caption, and red where step marker and rail are."""
    pixels = np.zeros((1080, 192, 4), dtype=np.uint8)
    pixels[:BAND_TOP] = (40, 160, 90, 255)
    pixels[: MARKER_BASELINE + 4] = (200, 0, 0, 255)
    lay_caption(pixels, Caption(("ERα",)))
    path = folder / "still.png"
    Image.fromarray(pixels[..., :3]).save(path)
    return path


def test_what_is_not_the_picture_is_paper(tmp_path: Path) -> None:
    shown = np.asarray(plain(still(tmp_path)))
    paper = np.round(np.array(rgb(Role.PAPER)) * 255)
    assert (shown[: MARKER_BASELINE + 4] == paper).all()
    assert (shown[876:] == paper).all()
    assert (shown[160:830] == (40, 160, 90)).all(), "the picture itself is as it was"
    assert np.abs(np.diff(shown[:, 0].astype(int), axis=0)).max() < 12, "no line"


def test_a_cropped_picture_has_the_picture_only(tmp_path: Path) -> None:
    path = still(tmp_path)
    picture = cropped(path)
    assert picture.width == 192
    assert picture.height < BAND_TOP - MARKER_BASELINE
    assert not (np.asarray(picture) == (200, 0, 0)).all(axis=2).any()
