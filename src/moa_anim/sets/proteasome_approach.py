"""The camera's way to the 26S proteasome: from far, in front of its cap, to the mouth of the channel, seen from the side.

At first the particle is whole and turned with its mouth towards the viewer: one picture that follows the camera. On the last
part of the way the camera turns to its side and goes near, and the particle is drawn at every frame, its cut opening.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from moa_anim.actors.rigid_bodies import RigidBody
from moa_anim.molecule.assemblies import CAP_END_ANGSTROM
from moa_anim.molecule.bodies import View
from moa_anim.molecule.easing import smoothstep
from moa_anim.molecule.pose import Matrix, rotation_about
from moa_anim.stage.followed import Followed
from moa_anim.stage.molecule_view import MoleculeView
from moa_anim.stage.motion import Motion, evenly

MOUTH = np.array([-CAP_END_ANGSTROM, 0.0, 0.0])
"""Entrance of the channel in the cap (Å; long axis to the right, origin in the middle of the 20S)."""

TURNED_DEGREES = 35.0
"""Turn of the view about its upright while the camera is far: the mouth comes towards the viewer."""

PICTURE_SCALE = 3.4
PICTURE_PLACE = (470.0, 450.0)
"""Scale (design pixels for one ångström) of the picture that follows, and where the mouth is in it: all is in the frame."""

FAR_AT = 0.65
"""Share of the way at which the camera has drawn back, with the whole particle in the picture, and begins to turn."""

FAR_SCALE, FAR_PLACE = 2.55, (765.0, 510.0)
MOUTH_SCALE, MOUTH_PLACE = 3.65, (690.0, 490.0)
"""Scale, and where the mouth is seen (design pixels), there and at the end of the way."""

APPEARS = (0.0, 0.05)
"""Shares of the way between which the particle appears, at the picture's edge: the shot before ends without it."""

UNCUT_ANGSTROM = 130.0
"""A cut plane this far in front of the axis removes nothing."""

CUT_OPENS = (0.67, 0.94)
"""Shares of the way between which the cut opens: to the axis."""


def turned_view(degrees: float = TURNED_DEGREES) -> Matrix:
    """Return the rotation of the view while the camera is turned about its upright."""
    return rotation_about((0, 1, 0), degrees)


def view_on_mouth(scale: float, place: tuple[float, float], degrees: float = 0.0) -> View:
    """Return the view in which the mouth is seen at `place` (design pixels)."""
    return View(turned_view(degrees) if degrees else np.eye(3), MOUTH, scale, place)


def at_the_mouth() -> View:
    """Return the view with which the way ends."""
    return view_on_mouth(MOUTH_SCALE, MOUTH_PLACE)


def first_view(hero: NDArray[np.float64], scale: float, place: tuple[float, float]) -> View:
    """Return the view with which the way begins: a point `hero` (3,; Å) is seen at `place`, from in front of the cap."""
    return View(turned_view(), hero, scale, place)


class ApproachProteasome(Motion):
    """A molecule view goes the way from `first`; `far` is the picture of the whole particle, `particle` is in the view.

    The `opening` parts of the particle are cut, each to a depth of its own (Å towards the viewer). It goes a part of the way,
    from the share `begin` of its time to `end`.
    """

    def __init__(
        self,
        seen: MoleculeView,
        first: View,
        far: Followed,
        particle: Sequence[RigidBody],
        opening: Sequence[tuple[RigidBody, float]],
        begin: float,
        end: float,
    ) -> None:
        super().__init__(ease=lambda share: evenly(end if share >= 1.0 else begin + (end - begin) * share))
        self._seen, self._first, self._far = seen, first, far
        self._particle, self._opening = particle, opening
        rows = [
            (*first.pixels(MOUTH)[0], np.log(first.scale), TURNED_DEGREES),
            (*FAR_PLACE, np.log(FAR_SCALE), TURNED_DEGREES),
            (*MOUTH_PLACE, np.log(MOUTH_SCALE), 0.0),
        ]
        self._way = PchipInterpolator([0.0, FAR_AT, 1.0], rows)

    def move(self, share: float) -> None:
        """Set the view, which of the two is shown, and the cut."""
        if share <= 0.0:
            self._seen.view = self._first
        elif share >= 1.0:
            self._seen.view = at_the_mouth()
        else:
            x, y, nats, degrees = (float(each) for each in self._way(share))
            self._seen.view = view_on_mouth(float(np.exp(nats)), (x, y), min(degrees, TURNED_DEGREES))
        near = share > FAR_AT
        self._far.opacity = 0.0 if near else float(smoothstep(share, *APPEARS))
        for body in self._particle:
            body.shown = near
        uncut = 1.0 - smoothstep(share, *CUT_OPENS)
        for body, depth in self._opening:
            body.cut_depth = depth + (UNCUT_ANGSTROM - depth) * uncut
