"""A sprite of molecules is drawn once, and again when anything that is drawn changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from moa_anim.graphics.colours import rgb
from moa_anim.graphics.sprite import Focus, molecule_paint, molecule_sprite, out_of_focus
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import Beads
from moa_anim.molecule.bodies import Body, View
from moa_anim.molecule.shading import Raster
from moa_anim.molecule.style import Style

SIZE = (40, 30)
VIEW = View(np.eye(3), np.zeros(3), 2.0, (20.0, 15.0))
BEADS = Beads(
    np.array([[0.0, 0.0, 0.0], [3.0, 1.0, 2.0]]),
    np.array([2.0, 1.5]),
    np.zeros(2, dtype=np.int64),
    np.zeros(2),
)
BODY = Body(BEADS, (0.2, 0.4, 0.6))


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Raster]:
    """Each raster in which a sprite is drawn, with an empty cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    rasters: list[Raster] = []

    class Watched(Raster):
        def set_still(self, bodies: object) -> None:
            rasters.append(self)
            super().set_still(bodies)  # type: ignore[arg-type]

    monkeypatch.setattr("moa_anim.graphics.sprite.Raster", Watched)
    return rasters


def test_a_molecule_sprite_is_the_rasters_picture(drawings: list[Raster]) -> None:
    raster = Raster(SIZE[1], SIZE[0], VIEW, molecule_paint(), Style(), line_factor=0.5)
    assert (molecule_sprite([BODY], VIEW, SIZE, 0.5) == raster.draw([BODY])).all()


def test_a_molecule_sprite_is_drawn_once_and_may_be_written_to(drawings: list[Raster]) -> None:
    first = molecule_sprite([BODY], VIEW, SIZE, 0.5)
    before = first.copy()
    first[:] = 7
    assert (molecule_sprite([BODY], VIEW, SIZE, 0.5) == before).all()
    assert len(drawings) == 1


def test_a_molecule_sprite_is_drawn_again_when_any_of_its_inputs_changes(drawings: list[Raster]) -> None:
    def beads(**change: object) -> Body:
        return replace(BODY, beads=replace(BEADS, **change))  # type: ignore[arg-type]

    molecule_sprite([BODY], VIEW, SIZE, 0.5)
    others: list[tuple[Any, ...]] = [
        ([beads(positions=BEADS.positions + 1.0)], VIEW, SIZE, 0.5, None),
        ([beads(radii=BEADS.radii + 1.0)], VIEW, SIZE, 0.5, None),
        ([beads(tones=BEADS.tones + 0.1)], VIEW, SIZE, 0.5, None),
        ([replace(BODY, colour=(0.2, 0.4, 0.7))], VIEW, SIZE, 0.5, None),
        ([replace(BODY, cut_depth=0.0)], VIEW, SIZE, 0.5, None),
        ([replace(BODY, dim=0.5)], VIEW, SIZE, 0.5, None),
        ([replace(BODY, probe=3.0)], VIEW, SIZE, 0.5, None),
        ([beads(residues=np.arange(2))], VIEW, SIZE, 0.5, None),
        ([BODY, BODY], VIEW, SIZE, 0.5, None),
        ([BODY], replace(VIEW, rotation=np.diag([-1.0, -1.0, 1.0])), SIZE, 0.5, None),
        ([BODY], replace(VIEW, centre=np.ones(3)), SIZE, 0.5, None),
        ([BODY], replace(VIEW, scale=2.5), SIZE, 0.5, None),
        ([BODY], replace(VIEW, place=(19.0, 15.0)), SIZE, 0.5, None),
        ([BODY], VIEW, (41, 30), 0.5, None),
        ([BODY], VIEW, SIZE, 0.75, None),
        ([BODY], VIEW, SIZE, 0.5, Style(fog_strength=0.1)),
        ([BODY], VIEW, SIZE, 0.5, None, Focus(2.0)),
        ([BODY], VIEW, SIZE, 0.5, None, Focus(2.0, 0.5)),
    ]
    for number, arguments in enumerate(others, start=2):
        molecule_sprite(*arguments)
        assert len(drawings) == number, arguments


def test_out_of_focus_a_picture_is_softer_and_keeps_its_amount_of_colour() -> None:
    sharp = molecule_sprite([BODY], VIEW, SIZE, 1.0)
    soft = out_of_focus(sharp, Focus(1.5), 1.0)

    def steepest(picture: NDArray[np.uint8]) -> int:
        return int(np.abs(np.diff(picture[..., 3].astype(int), axis=1)).max())

    assert steepest(soft) < 0.5 * steepest(sharp)
    assert soft.astype(int).sum(axis=(0, 1)) == pytest.approx(sharp.astype(int).sum(axis=(0, 1)), rel=0.02)
    assert (soft[..., :3] <= soft[..., 3:]).all(), "premultiplied"
    # Twice the pixels for a design pixel, twice the blur.
    assert steepest(out_of_focus(sharp, Focus(1.5), 2.0)) < steepest(soft)


def test_a_pale_layer_is_nearer_to_paper_and_covers_as_much() -> None:
    sharp = molecule_sprite([BODY], VIEW, SIZE, 1.0)
    pale = out_of_focus(sharp, Focus(0.0, 0.6), 1.0)
    assert (pale[..., 3] == sharp[..., 3]).all()
    inside = sharp[..., 3] == 255
    paper = 255 * np.array(rgb(Role.PAPER))
    expected = 0.4 * sharp[inside][:, :3] + 0.6 * paper
    assert np.abs(pale[inside][:, :3] - expected).max() <= 1.0
    assert (out_of_focus(sharp, Focus(0.0), 1.0) == sharp).all()
