"""Rigid actors: a measured or schematic body in one colour, somewhere in some orientation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.colours import rgb
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import Beads
from moa_anim.molecule.pose import Pose, rotation_from_vector, rotation_vector, smooth_curve
from moa_anim.molecule.shading import Body
from moa_anim.stage.actor import Actor, Part
from moa_anim.stage.motion import Motion
from moa_anim.stage.noise import drift


class RigidBody(Actor):
    """Beads that move as one. `pose` carries them from their own frame to the stage's; `tremble_angstrom` about it.

    `still` says that it is expected not to move for many frames; a still body does not tremble by itself. One without a
    tremble of its own is still whenever it is not carried.
    """

    def __init__(
        self,
        shape: Sequence[tuple[Beads, Role]],
        pose: Pose | None = None,
        *,
        still: bool = False,
        cut_depth: float | None = None,
        tremble_angstrom: float = 0.0,
        seed: int = 0,
    ) -> None:
        super().__init__()
        self._shape = tuple(shape)
        self.pose = pose or Pose(np.eye(3), np.zeros(3))
        self.rests = True
        self.still, self.cut_depth, self.tremble_angstrom, self.seed = (
            still,
            cut_depth,
            tremble_angstrom,
            seed,
        )

    def parts(self, seconds: float) -> list[Part]:
        """One body for each colour."""
        stray = self.tremble_angstrom * drift(self.seed, seconds, 3) if self.tremble_angstrom else np.zeros(3)
        pose = Pose(self.pose.rotation, self.pose.translation + stray)
        made = []
        for number, (beads, role) in enumerate(self._shape):
            body = Body(beads.moved(pose.apply(beads.positions)), rgb(role), self.cut_depth, self.dimmed)
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
        """`centre`: where the origin of its own frame is."""
        if name != "centre":
            raise KeyError(f"a body has no anchor '{name}'")
        return np.asarray(self.pose.translation)


class Movable(Protocol):
    """What has a pose."""

    pose: Pose


class Carry(Motion):
    """A body is carried through poses at an even pace, easing in and out over the whole."""

    def __init__(self, body: Movable, poses: Sequence[Pose], **kwargs: object) -> None:
        super().__init__(None, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        self._body, self._poses = body, list(poses)
        # Turns relative to the last pose: the way ends exactly there, and short turns stay short.
        self._last = self._poses[-1].rotation
        knots = [
            np.concatenate([pose.translation, TURN_ANGSTROM * rotation_vector(pose.rotation @ self._last.T)])
            for pose in self._poses
        ]
        self._way = smooth_curve(np.array(knots), WAY_SAMPLES)
        steps = np.linalg.norm(np.diff(self._way, axis=0), axis=1)
        self._lengths = np.concatenate([[0.0], np.cumsum(steps)])

    def move(self, share: float) -> None:
        """Bring the body to this share of the way's length."""
        if isinstance(self._body, RigidBody):
            self._body.rests = share >= 1.0
        if share >= 1.0:
            self._body.pose = self._poses[-1]
            return
        at = share * self._lengths[-1]
        knot = np.array([np.interp(at, self._lengths, column) for column in self._way.T])
        turn = rotation_from_vector(knot[3:] / TURN_ANGSTROM)
        self._body.pose = Pose(turn @ self._last, knot[:3])


TURN_ANGSTROM = 20.0
"""What a turn of a radian counts as on the way: about how far a protein's surface goes."""

WAY_SAMPLES = 60
"""Points of the smooth way between two poses."""
