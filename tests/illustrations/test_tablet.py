"""The tablet is an oval, lit from the upper left, above a soft shadow."""

from __future__ import annotations

import numpy as np

from moa_anim.illustrations.tablet import SHADOW_OPACITY, tablet_heights, tablet_picture


def test_the_tablet_is_as_long_as_it_says_and_symmetrical() -> None:
    solid = np.isfinite(tablet_heights(128.0))
    columns = np.flatnonzero(solid.any(axis=0))
    assert abs(len(columns) - 128) <= 2
    assert np.array_equal(solid, solid[:, ::-1])


def test_its_face_is_lighter_than_its_band_and_its_shadow_is_below() -> None:
    picture = tablet_picture(64)
    opaque = picture[..., 3] == 255
    middle = picture.shape[1] // 2
    rows = np.flatnonzero(opaque[:, middle])
    face, band = picture[rows[len(rows) // 3], middle, :3], picture[rows[-4], middle, :3]
    assert face.astype(int).sum() > band.astype(int).sum() + 60
    below = picture[rows[-1] + 3 :, middle, 3]
    assert 0 < below.max() <= 255 * SHADOW_OPACITY + 1
