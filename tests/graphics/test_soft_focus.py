"""A picture out of focus is what SciPy's blur makes of it, within a level."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from moa_anim.graphics.colours import rgb
from moa_anim.graphics.sprite import Focus, out_of_focus
from moa_anim.model.palette import Role


@settings(deadline=None, max_examples=60)
@given(
    seed=st.integers(0, 10_000),
    rows=st.integers(1, 40),
    columns=st.integers(1, 40),
    softness=st.sampled_from([0.0, 0.4, 1.5, 7.5]),
    paleness=st.floats(0.0, 1.0),
)
def test_a_softened_picture_is_a_gaussian_blur_mixed_with_paper(
    seed: int, rows: int, columns: int, softness: float, paleness: float
) -> None:
    random = np.random.default_rng(seed)
    picture = random.integers(0, 256, (rows, columns, 4)).astype(np.uint8)
    picture[..., :3] = np.minimum(picture[..., :3], picture[..., 3:])
    soft = picture.astype(np.float64)
    if softness > 0.0:
        soft = ndimage.gaussian_filter(soft, (softness, softness, 0.0), mode="nearest")
    soft[..., :3] += paleness * (soft[..., 3:] * np.array(rgb(Role.PAPER)) - soft[..., :3])
    found = out_of_focus(picture, Focus(softness, paleness), 1.0)
    assert np.abs(found.astype(float) - soft).max() < 0.51
    assert (found[..., :3] <= found[..., 3:]).all()
