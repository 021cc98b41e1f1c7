"""A pixel that is lit alone has the colour that it would have in a run of pixels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moa_anim.molecule import light


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 10_000))
def test_a_surface_alone_and_in_a_run_have_one_colour(seed: int) -> None:
    random = np.random.default_rng(seed)
    table = random.random((1, 7)).astype(np.float32)
    table[0, 0], table[0, 1] = random.uniform(0.01, 0.1), random.uniform(-1.0, 1.0)
    numbers = np.array(
        [0.8, random.uniform(-5, 5), 0.02, 0.3, 0.3, 0.2, -0.4, 0.6, 0.6, 0.65], dtype=np.float32
    )
    colours = random.random((3, 3)).astype(np.float32)
    count, down = 24, np.float32(random.uniform(0, 20))
    depth, reaching = (
        random.uniform(-30, 10, count).astype(np.float32),
        random.random(count).astype(np.float32),
    )
    across = np.arange(count, dtype=np.float32)
    run = np.zeros((3, count), dtype=np.float32)
    light._light_run(table, 0, 0, count, depth, reaching, across, down, numbers, colours, *run)
    for k in range(count):
        alone = light._surface(table, 0, across[k], down, depth[k], reaching[k], numbers, colours)
        assert alone == pytest.approx(run[:, k], abs=1e-4)
