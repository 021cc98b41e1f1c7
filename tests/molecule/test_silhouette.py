"""The outline of discs: where it runs, that it is one closed line, and what clefts it bridges."""

from __future__ import annotations

import numpy as np
import pytest

from moa_anim.molecule.silhouette import silhouette


def test_the_outline_of_a_disc_is_its_circle() -> None:
    line = silhouette(np.array([[3.0, -2.0]]), np.array([12.0]), bridged=2.0)
    away = np.hypot(*(line - (3.0, -2.0)).T)
    assert away == pytest.approx(12.0, abs=0.45)
    steps = np.hypot(*np.diff(np.vstack([line, line[:1]]), axis=0).T)
    assert steps.max() < 1.0, "no jump, and closed"
    angles = np.unwrap(np.arctan2(*(line - (3.0, -2.0)).T))
    assert abs(angles[-1] - angles[0]) == pytest.approx(2 * np.pi, abs=0.2), "once around"


def test_a_narrow_cleft_is_bridged_and_a_wide_one_is_not() -> None:
    radii = np.array([6.0, 6.0])

    def middle_height(gap: float) -> float:
        line = silhouette(np.array([[-6.0 - gap / 2, 0.0], [6.0 + gap / 2, 0.0]]), radii, bridged=2.0)
        return float(np.ptp(line[:, 0]))

    assert middle_height(2.0) > 23.0, "both discs"
    assert middle_height(8.0) < 13.0, "the larger part alone"


def test_a_hole_has_no_outline() -> None:
    turns = np.linspace(0.0, 2 * np.pi, 40, endpoint=False)
    ring = 15.0 * np.stack([np.cos(turns), np.sin(turns)], axis=1)
    line = silhouette(ring, np.full(len(ring), 2.0), bridged=1.0)
    assert np.hypot(*line.T).min() > 15.0
