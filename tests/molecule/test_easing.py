"""Smoothstep: bounds, symmetry, speed, and the same for numbers and arrays."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from moa_anim.molecule.easing import smoothstep

NUMBERS = st.floats(-10.0, 10.0)


def test_smoothstep_goes_from_rest_to_rest() -> None:
    shares = np.linspace(0.0, 1.0, 1001)
    speeds = np.diff(smoothstep(shares)) * 1000
    assert [smoothstep(share) for share in (0.0, 0.5, 1.0)] == [0.0, 0.5, 1.0]
    assert (speeds >= 0.0).all()
    assert speeds.max() <= 1.5
    assert max(speeds[0], speeds[-1]) < 0.01


@given(NUMBERS, NUMBERS, st.floats(0.01, 10.0))
def test_smoothstep_stays_in_its_bounds_outside_of_begin_and_end(
    value: float, begin: float, length: float
) -> None:
    eased = smoothstep(value, begin, begin + length)
    assert 0.0 <= eased <= 1.0
    assert eased == 0.0 or value > begin
    assert eased == 1.0 or value < begin + length


@given(st.lists(NUMBERS, min_size=1), NUMBERS, st.floats(0.01, 10.0))
def test_smoothstep_of_an_array_is_that_of_its_numbers(
    values: list[float], begin: float, length: float
) -> None:
    eased = smoothstep(np.array(values), begin, begin + length)
    assert eased.tolist() == [smoothstep(value, begin, begin + length) for value in values]
