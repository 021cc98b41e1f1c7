"""An entire 26S proteasome among receptors, at their scale."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.crowd import fade_top
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.geometry import Point
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.graphics.sprite import molecule_sprite
from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import PROTEASOME_SIDE_VIEW, proteasome
from moa_anim.molecule.bodies import Body, View
from moa_anim.molecule.detail import beads_at
from moa_anim.molecule.pose import rotation_about
from moa_anim.stage.painted import Painted
from moa_anim.stage.sighting import Sighting, about

BEADS_PER_SIGHTING = 7
"""Report every seventh bead of thousands to the placement of labels: enough for an outline."""


class Proteasome(Painted):
    """A 26S at `place` (design pixels), `scale` design pixels for one ångström; `dim` in 0…1 mixes it with paper.

    Its long axis is turned from the side view by `turn` degrees out of the picture and `lean` degrees in it.
    """

    def __init__(self, place: Point, scale: float, *, turn: float, lean: float, dim: float) -> None:
        super().__init__()
        self.place, self.scale, self.dim = place, scale, dim
        self.rotation = (
            rotation_about((0, 0, 1), lean) @ rotation_about((0, 1, 0), turn) @ PROTEASOME_SIDE_VIEW
        )
        self._picture: NDArray[np.uint8] | None = None

    def paint(self, canvas: Canvas) -> None:
        """Composite its picture, which is drawn once."""
        if self.opacity <= 0.0:
            return
        if self._picture is None:
            self._picture = self._drawn(canvas.scale)
        canvas.picture(self._picture, 0.0, 0.0, self.opacity)

    def spot(self, along: float) -> Point:
        """Position (design pixels) of a point on its long axis, `along` Å from the centre of the 20S towards its cap."""
        seen = self.rotation @ np.array([0.0, 0.0, along])
        return self.place[0] + float(seen[0]) * self.scale, self.place[1] - float(seen[1]) * self.scale

    def sightings(self) -> list[Sighting]:
        """The entire particle, by every seventh bead; a dimmed one has less weight."""
        if self.opacity <= 0.0:
            return []
        particle = proteasome()
        beads = np.vstack([part.positions for part in (particle.alpha, particle.beta, particle.cap)])[
            ::BEADS_PER_SIGHTING
        ]
        seen = (beads @ self.rotation.T)[:, :2] * [1.0, -1.0] * self.scale + self.place
        return [Sighting("Proteasome", id(self), seen, about(seen), 1.0 - self.dim)]

    def _drawn(self, factor: float) -> NDArray[np.uint8]:
        """Its picture down to the caption band; `factor` output pixels a design pixel."""
        place = (self.place[0] * factor, self.place[1] * factor)
        view = View(self.rotation, np.zeros(3), self.scale * factor, place)
        height, width = round(BAND_TOP * factor), round(FRAME_WIDTH * factor)
        roles = (Role.PROTEASOME, Role.PROTEASOME_CORE, Role.PROTEASOME_CAP)
        particle = proteasome()
        shapes = zip((particle.alpha, particle.beta, particle.cap), roles, strict=True)
        fine = self.scale * factor
        bodies = [Body(beads_at(beads, fine), rgb(role), None, self.dim) for beads, role in shapes]
        picture = molecule_sprite(bodies, view, (width, height), factor)
        fade_top(picture, factor)
        return picture
