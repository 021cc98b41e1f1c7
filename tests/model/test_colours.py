"""Colours are read strictly, and contrast is WCAG's."""

from __future__ import annotations

import pytest

from moa_anim.errors import ModelError
from moa_anim.model.palette import Colour, Palette, Role, contrast_ratio

WHITE, BLACK, GREY = Colour(255, 255, 255), Colour(0, 0, 0), Colour.from_hex("#767676")


def test_contrast_is_that_of_wcag() -> None:
    assert contrast_ratio(BLACK, WHITE) == contrast_ratio(WHITE, BLACK) == pytest.approx(21)
    assert contrast_ratio(GREY, WHITE) == pytest.approx(
        4.54, abs=0.005
    )  # the grey that just passes AA on white
    assert contrast_ratio(GREY, GREY) == 1


def test_a_colour_reads_back() -> None:
    assert Colour.from_hex("#C0204a") == Colour(192, 32, 74)
    assert Colour(192, 32, 74).hex == "#c0204a"


@pytest.mark.parametrize("text", ["", "c0204a", "#c0204", "#c0204az", "#c0204g", "red", " #c0204a"])
def test_what_is_not_rrggbb_is_refused(text: str) -> None:
    with pytest.raises(ModelError):
        Colour.from_hex(text)


@pytest.mark.parametrize("part", [-1, 256])
def test_a_part_of_a_colour_is_a_byte(part: int) -> None:
    with pytest.raises(ModelError):
        Colour(0, part, 0)


def test_a_palette_has_a_colour_for_every_role() -> None:
    assert Palette(dict.fromkeys(Role, GREY))[Role.DNA] == GREY
    with pytest.raises(ModelError, match="no colour for helix12, dna"):
        Palette({role: GREY for role in Role if role not in (Role.HELIX12, Role.DNA)})
