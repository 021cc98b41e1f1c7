"""Input of a raster: bodies of spheres in their colours, and the view from which they are seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moa_anim.molecule.beads import Beads
from moa_anim.molecule.cut_face import PROBE_ANGSTROM


@dataclass(frozen=True)
class View:
    """An orthographic view of the stage frame.

    `rotation` (3, 3) turns it, `centre` (3,) Å is shown at `place` (x, y; pixels from the upper left), `scale` is picture
    pixels for one ångström.
    """

    rotation: NDArray[np.float64]
    centre: NDArray[np.float64]
    scale: float
    place: tuple[float, float]

    def turned(self, positions: NDArray[np.float64]) -> NDArray[np.float64]:
        """Stage positions (n, 3; Å) in view coordinates: x to the right, y up, z towards the viewer, Å from `centre`."""
        return np.asarray((positions - self.centre) @ self.rotation.T)

    def pixels(self, positions: NDArray[np.float64]) -> NDArray[np.float64]:
        """Picture pixels (n, 2) from the upper left."""
        seen = self.turned(np.atleast_2d(positions))
        return np.stack(
            [self.place[0] + seen[:, 0] * self.scale, self.place[1] - seen[:, 1] * self.scale], axis=1
        )


@dataclass(frozen=True)
class Paint:
    """The colours (r, g, b in 0…1) that do not belong to a body: outline, haze, and the paper mixed into faces of cuts."""

    ink: tuple[float, float, float]
    haze: tuple[float, float, float]
    paper: tuple[float, float, float]


@dataclass(frozen=True)
class Body:
    """Spheres of one colour (r, g, b in 0…1).

    `cut_depth` is where the body is sliced open, in Å towards the viewer from the view's centre; None leaves it uncut. The
    face of the cut is closed with a probe of radius `probe` Å: wider for a body of large beads, whose gaps mean nothing.
    `dim` in 0…1 mixes the body with paper: 0 unchanged, 0.6 to de-emphasise it. `shade` in 0…1 is the share of occlusion
    and shadow that is applied to it. `resting` (n, 3; Å) are places of the beads by which it is decided what a cut leaves
    floating; None stands for where they are. With them a side chain that turns does not come and go with its contacts.
    """

    beads: Beads
    colour: tuple[float, float, float]
    cut_depth: float | None = None
    dim: float = 0.0
    probe: float = PROBE_ANGSTROM
    shade: float = 1.0
    resting: NDArray[np.float64] | None = None
