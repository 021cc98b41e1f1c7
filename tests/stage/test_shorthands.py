"""The shorthands of scenes do what the motions do that they stand for."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moa_anim.stage.motion import Appear, Change, Vanish, Within, change, hide, show, steady

Make = Callable[[Any], Within]

PAIRS: dict[str, tuple[Make, Make]] = {
    "show": (lambda it: show(it, 0.2, 0.6), lambda it: Within(0.2, 0.6, Appear(it))),
    "show to": (lambda it: show(it, 0.2, 0.6, 0.5), lambda it: Within(0.2, 0.6, Appear(it, 0.5))),
    "hide": (lambda it: hide(it, 0.2, 0.6), lambda it: Within(0.2, 0.6, Vanish(it))),
    "change": (
        lambda it: change(it, "dim", 0.3, 0.2, 0.6, ease=steady),
        lambda it: Within(0.2, 0.6, Change(it, "dim", 0.3, ease=steady)),
    ),
}


@pytest.mark.parametrize("pair", PAIRS)
@given(shares=st.lists(st.floats(0.0, 1.0), min_size=1, max_size=5))
def test_a_shorthand_moves_as_the_motion_that_it_stands_for(pair: str, shares: list[float]) -> None:
    seen = []
    for make in PAIRS[pair]:
        actor = SimpleNamespace(opacity=0.4, dim=0.9)
        motion = make(actor)
        motion.begin()
        for share in sorted(shares):
            motion.interpolate(share)
        seen.append(actor)
    assert seen[0] == seen[1]
