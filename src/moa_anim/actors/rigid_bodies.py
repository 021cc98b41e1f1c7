"""Rigid actors: a measured or schematic body, in one or several colours, with a pose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.colours import rgb, shade_of
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import Beads
from moa_anim.molecule.bodies import Body
from moa_anim.molecule.cut_face import PROBE_ANGSTROM
from moa_anim.molecule.pose import Pose, rotation_from_vector, rotation_vector, smooth_curve
from moa_anim.stage.actor import Actor, Part
from moa_anim.stage.motion import Motion
from moa_anim.stage.noise import drift

ANGSTROM_PER_RADIAN = 20.0
"""Path length that a rotation of one radian counts as: about the displacement of a protein's surface."""

SAMPLES_PER_POSE = 60
"""Samples of the smooth path between two poses."""


class RigidBody(Actor):
    """A rigid set of beads. `pose` maps their own frame to the stage frame; `tremble_angstrom` is their random displacement.

    A `still` body is not expected to move for many frames. A body without a tremble also counts as still whenever no motion
    moves it. `cut_depth` (Å towards the viewer) cuts it open, and a probe of `probe` Å closes the face.
    """

    def __init__(
        self,
        shape: Sequence[tuple[Beads, Role]],
        pose: Pose | None = None,
        *,
        still: bool = False,
        cut_depth: float | None = None,
        probe: float = PROBE_ANGSTROM,
        tremble_angstrom: float = 0.0,
        seed: int = 0,
    ) -> None:
        super().__init__()
        self._shape = tuple(shape)
        self.pose = pose or Pose(np.eye(3), np.zeros(3))
        self.rests = True
        self.still, self.cut_depth, self.probe = still, cut_depth, probe
        self.tremble_angstrom, self.seed = tremble_angstrom, seed

    def parts(self, seconds: float) -> list[Part]:
        """One body for each colour, trembling included."""
        stray = self.tremble_angstrom * drift(self.seed, seconds, 3) if self.tremble_angstrom else np.zeros(3)
        pose = Pose(self.pose.rotation, self.pose.translation + stray)
        made = []
        for number, (beads, role) in enumerate(self._shape):
            body = Body(
                beads.moved(pose.apply(beads.positions)),
                rgb(role),
                self.cut_depth,
                self.dimmed,
                self.probe,
                shade_of(role),
            )
            key = (
                id(self),
                number,
                pose.rotation.tobytes(),
                pose.translation.tobytes(),
                self.dimmed,
                self.cut_depth,
            )
            made.append(Part(key, body, self.still or (self.rests and not self.tremble_angstrom)))
        return made

    def anchor(self, name: str) -> NDArray[np.float64]:
        """`centre`: position of the origin of its own frame (3,; Å). Raises KeyError for another name."""
        if name != "centre":
            raise KeyError(f"a body has no anchor '{name}'")
        return np.asarray(self.pose.translation)


class Movable(Protocol):
    """Anything with a pose."""

    pose: Pose


class Carry(Motion):
    """A body moves through poses along a smooth path, at a speed that the motion's easing alone varies."""

    def __init__(self, body: Movable, poses: Sequence[Pose], **kwargs: object) -> None:
        super().__init__(None, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        self._body, self._poses = body, list(poses)
        # Turns relative to the last pose: the path ends exactly there, and short turns stay short.
        self._last = self._poses[-1].rotation
        knots = [
            np.concatenate(
                [pose.translation, ANGSTROM_PER_RADIAN * rotation_vector(pose.rotation @ self._last.T)]
            )
            for pose in self._poses
        ]
        self._path = smooth_curve(np.array(knots), SAMPLES_PER_POSE)
        steps = np.linalg.norm(np.diff(self._path, axis=0), axis=1)
        self._lengths = np.concatenate([[0.0], np.cumsum(steps)])

    def move(self, share: float) -> None:
        """Bring the body to this share of the path's length."""
        if isinstance(self._body, RigidBody):
            self._body.rests = share >= 1.0
        if share >= 1.0:
            self._body.pose = self._poses[-1]
            return
        at = share * self._lengths[-1]
        knot = np.array([np.interp(at, self._lengths, column) for column in self._path.T])
        turn = rotation_from_vector(knot[3:] / ANGSTROM_PER_RADIAN)
        self._body.pose = Pose(turn @ self._last, knot[:3])
