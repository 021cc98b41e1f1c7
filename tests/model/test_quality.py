from __future__ import annotations

import pytest

from moa_anim.errors import ModelError
from moa_anim.model.clock import FrameRate
from moa_anim.model.quality import QUALITIES, Quality


def test_the_contract() -> None:
    facts: dict[str, object] = {
        each.name: (each.width, each.height, each.rate.fps) for each in QUALITIES.values()
    }
    expected = {"draft": (854, 480, 15), "lecture": (1920, 1080, 30), "uhd": (3840, 2160, 60)}
    assert facts == expected
    assert list(facts) == list(QUALITIES)


def test_the_small_cut_is_what_a_projector_shows_or_half_of_a_small_film() -> None:
    assert {each.name: each.small_height for each in QUALITIES.values()} == {
        "draft": 240,
        "lecture": 720,
        "uhd": 720,
    }
    heights = {
        height: Quality("", 320, height, FrameRate(15)).small_height
        for height in (4, 180, 362, 1078, 1080, 1082)
    }
    assert heights == {4: 2, 180: 90, 362: 180, 1078: 538, 1080: 720, 1082: 720}


@pytest.mark.parametrize("size", [(853, 480), (854, 481), (0, 480)])
def test_odd_sizes_are_refused(size: tuple[int, int]) -> None:
    with pytest.raises(ModelError, match="even numbers"):
        Quality("odd", *size, FrameRate(15))
