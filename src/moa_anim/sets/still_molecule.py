"""A molecule that is drawn once, from one side, and only trembles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.sprite import molecule_sprite
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import Beads
from moa_anim.molecule.bodies import Body, View
from moa_anim.molecule.detail import beads_at
from moa_anim.molecule.style import Style
from moa_anim.stage.molecule_view import JITTER_HERTZ
from moa_anim.stage.noise import drift
from moa_anim.stage.painted import Painted
from moa_anim.stage.sighting import Sighting

if TYPE_CHECKING:
    from moa_anim.stage.clock import ShotClock

WAITING_OPACITY = 0.2
"""Opacity of a molecule before it is presented."""

TREMBLE_PIXELS = 0.5
"""Tremble of the picture (root mean square, design pixels)."""

MARGIN_ANGSTROM = 8.0
"""Margin around the beads' centres for their radius and outline."""

FINE_STYLE_SCALE = 1.62
"""Up to this scale (design pixels for one ångström) outlines are thin and shadows deep, which suits large complexes."""

COARSE_STYLE = Style(fog_strength=0.22)
FINE_STYLE = Style(fog_strength=0.12, line_pixels=1.2, line_tint=0.45, occlusion_strength=0.5)
"""Styles above and up to FINE_STYLE_SCALE."""


class StillMolecule(Painted):
    """A trembling still picture of a molecule at `place` (design pixels), `scale` design pixels for one ångström.

    `shape` is its beads with their colours, `rotation` (3, 3) its orientation. It is invisible at first.
    """

    def __init__(
        self,
        clock: ShotClock,
        shape: Sequence[tuple[Beads, Role]],
        rotation: NDArray[np.float64],
        place: tuple[float, float],
        scale: float,
    ) -> None:
        super().__init__()
        self._clock, self._shape, self._place, self._scale = clock, tuple(shape), place, scale
        everything = np.vstack([beads.positions for beads, _ in shape])
        seen = everything @ rotation.T
        self._middle = (seen.min(axis=0) + seen.max(axis=0)) / 2 @ rotation
        self._reach = np.ptp(seen, axis=0)[:2] / 2 + MARGIN_ANGSTROM
        self._rotation = rotation
        self._picture: NDArray[np.uint8] | None = None
        self._number = round(place[0] * 7 + place[1])
        self.opacity = 0.0

    def paint(self, canvas: Canvas) -> None:
        """Draw the picture at its place, with its tremble."""
        if self.opacity <= 0.0:
            return
        if self._picture is None:
            self._picture = self._drawn(canvas.scale)
        height, width = self._picture.shape[:2]
        stray = TREMBLE_PIXELS * drift(self._clock.seed + self._number, self._clock.seconds, 2, *JITTER_HERTZ)
        x, y = (np.array(self._place) + stray) * canvas.scale
        canvas.picture(self._picture, float(x - width / 2), float(y - height / 2), self.opacity)

    def sightings(self) -> list[Sighting]:
        """Return the box of the molecule; nothing while its opacity is WAITING_OPACITY or less."""
        if self.opacity <= WAITING_OPACITY:
            return []
        across, down = self._reach * self._scale
        corners = np.array([(-across, -down), (across, -down), (across, down), (-across, down)]) + self._place
        return [Sighting("StillMolecule", id(self), corners, np.array([self._place]))]

    def _drawn(self, factor: float) -> NDArray[np.uint8]:
        width, height = (2 * int(np.ceil(part * self._scale * factor)) for part in self._reach)
        view = View(self._rotation, self._middle, self._scale * factor, (width / 2, height / 2))
        style = COARSE_STYLE if self._scale > FINE_STYLE_SCALE else FINE_STYLE
        bodies = [Body(beads_at(beads, self._scale * factor), rgb(role)) for beads, role in self._shape]
        return molecule_sprite(bodies, view, (width, height), factor, style)
