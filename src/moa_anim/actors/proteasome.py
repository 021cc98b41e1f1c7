"""An entire 26S proteasome among receptors, at their scale, lying and cut open along its channel."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb, shade_of
from moa_anim.graphics.geometry import Point
from moa_anim.graphics.sprite import molecule_sprite
from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import (
    CAP_END_ANGSTROM,
    CORE_END_ANGSTROM,
    PROTEASOME_SIDE_VIEW,
    proteasome,
)
from moa_anim.molecule.beads import Beads
from moa_anim.molecule.bodies import Body, View
from moa_anim.stage.painted import Painted
from moa_anim.stage.sighting import Sighting, about

LINING_ANGSTROM = 9.0
LINING_TONE = -0.15
"""Thickness of the channel's wall that is drawn darker, and its change of tone, so that the channel is visible."""

LINING_SLICE_ANGSTROM = 9.0
"""Thickness of the slices along the channel in which the radius of its wall is determined."""

LINING_WIDEST_ANGSTROM = 44.0
"""Largest distance of the channel's wall from the axis."""

CUT_PROBE_ANGSTROM = 3.0
"""Radius of the probe that closes the cut faces, since gaps between beads of the cap carry no information."""

HALF_HEIGHT_ANGSTROM = 128.0
END_MARGIN_ANGSTROM = 14.0
"""Half the height of the lying particle's picture, and its margin beyond both ends."""

BEADS_PER_SIGHTING = 7
"""Report every seventh bead of thousands to the placement of labels: enough for an outline."""


def lined(beads: Beads) -> Beads:
    """Return a part of the lying 26S with the wall of its channel darker."""
    along, radius = beads.positions[:, 0], np.hypot(beads.positions[:, 1], beads.positions[:, 2])
    slices = np.floor(along / LINING_SLICE_ANGSTROM).astype(int)
    slices -= slices.min()
    inner = np.full(slices.max() + 1, np.inf)
    np.minimum.at(inner, slices, radius)
    wall = (radius < inner[slices] + LINING_ANGSTROM) & (radius < LINING_WIDEST_ANGSTROM)
    return Beads(beads.positions, beads.radii, beads.residues, beads.tones + LINING_TONE * wall)


class LyingProteasome(Painted):
    """A 26S that lies with its cap to the left, cut open along its channel as in the close-up; `dim` mixes it with paper.

    The middle of the 20S is at `place` (design pixels), at `scale` design pixels for one ångström.
    """

    def __init__(self, place: Point, scale: float, *, dim: float = 0.0) -> None:
        super().__init__()
        self.place, self.scale, self.dim = place, scale, dim
        self._pictures: dict[float, NDArray[np.uint8]] = {}

    def paint(self, canvas: Canvas) -> None:
        """Composite its picture, which is drawn once."""
        if self.opacity <= 0.0:
            return
        left, top, _, _ = self._box
        picture = self._picture(canvas.scale)
        x, y = round(left * canvas.scale), round(top * canvas.scale)
        canvas.picture(picture, float(x), float(y), self.opacity)

    @property
    def mouth(self) -> Point:
        """Where the channel begins (design pixels)."""
        return self.place[0] - CAP_END_ANGSTROM * self.scale, self.place[1]

    def spot(self, x: float, y: float) -> Point:
        """Where a point of it is seen (design pixels), `x` Å to the right of the middle of the 20S and `y` Å above it."""
        return self.place[0] + x * self.scale, self.place[1] - y * self.scale

    def silhouettes(self) -> list[tuple[NDArray[np.float64], float]]:
        """The entire particle, by every seventh bead; a dimmed one has less weight."""
        if self.opacity <= 0.0:
            return []
        seen = _lying_outline()[:, :2] * [1.0, -1.0]
        return [(seen * self.scale + self.place, 1.0 - self.dim)]

    def sightings(self) -> list[Sighting]:
        """The entire particle as one thing."""
        return [
            Sighting("Proteasome", id(self), points, about(points), weight)
            for points, weight in self.silhouettes()
        ]

    @property
    def _box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of its picture (design pixels)."""
        left, top = self.spot(-CAP_END_ANGSTROM - END_MARGIN_ANGSTROM, HALF_HEIGHT_ANGSTROM)
        right, bottom = self.spot(CORE_END_ANGSTROM + 8.0 + END_MARGIN_ANGSTROM, -HALF_HEIGHT_ANGSTROM)
        return left, top, right, bottom

    def _picture(self, factor: float) -> NDArray[np.uint8]:
        """Its picture; `factor` output pixels a design pixel."""
        if factor not in self._pictures:
            left, top, right, bottom = (part * factor for part in self._box)
            size = round(right) - round(left), round(bottom) - round(top)
            place = (self.place[0] * factor - round(left), self.place[1] * factor - round(top))
            view = View(np.eye(3), np.zeros(3), self.scale * factor, place)
            particle = proteasome()
            parts = (
                (particle.alpha, Role.PROTEASOME),
                (particle.beta, Role.PROTEASOME_CORE),
                (particle.cap, Role.PROTEASOME_CAP),
            )
            bodies = [
                Body(
                    lined(beads.moved(beads.positions @ PROTEASOME_SIDE_VIEW.T)),
                    rgb(role),
                    0.0,
                    self.dim,
                    CUT_PROBE_ANGSTROM,
                    shade_of(role),
                )
                for beads, role in parts
            ]
            self._pictures[factor] = molecule_sprite(bodies, view, size, factor)
        return self._pictures[factor]


@cache
def _lying_outline() -> NDArray[np.float64]:
    """Every seventh bead (n, 3; Å) of the lying 26S."""
    particle = proteasome()
    beads = np.vstack([part.positions for part in (particle.alpha, particle.beta, particle.cap)])
    return np.asarray(beads[::BEADS_PER_SIGHTING] @ PROTEASOME_SIDE_VIEW.T)
