"""The tagged receptor as one shot ends with it and the next begins with it: four ubiquitins are on its lysine."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.crowd_layers import CrowdLayers
from moa_anim.graphics.geometry import Point
from moa_anim.molecule.assemblies import ligase
from moa_anim.molecule.beads import Beads, beads_of_atoms
from moa_anim.molecule.bodies import View
from moa_anim.molecule.pose import Matrix, Pose, rotation_about
from moa_anim.molecule.ubiquitin_growth import chain_on_lysine
from moa_anim.stage.motion import Change

FACING = np.diag([-1.0, 1.0, -1.0]) @ ligase().receptor.rotation
"""Rotation that lays the plane of the arched E3 into the picture, the pocket towards the viewer."""

TAGGED_VIEW = (
    rotation_about((0, 0, 1), 178) @ rotation_about((1, 0, 0), -8) @ rotation_about((0, 1, 0), 18) @ FACING
)
"""The same, tilted and turned in the picture: the seam between E2 and RING, which is hidden from straight ahead, is seen; the
E3 bends over the receptor, the chain grows to the right."""

TAGGED_SCALE = 5.9
"""Design pixels for one ångström."""

TAGGED_PLACE: Point = (930.0, 630.0)
"""Where the receptor's middle is shown (design pixels): all of the E3 is in the picture, under the progress rail, and the
lowest E2 stays above the caption."""

TAGGED_CUT_ANGSTROM = 6.0
"""Where the receptor is still cut open, in front of its middle: elacestrant in its pocket stays visible."""

TAGGED_CROWD_SPACING_PIXELS = 260.0
"""Between middles of the crowd behind it (design pixels)."""

TAGGED_SEED = 48
"""Seed of that crowd, the same in both shots."""

TRAVELLED_PIXELS = 380.0
COASTING_PIXELS = 208.0
"""How far the tagged receptor has gone through it at the cut between both shots, at full speed, and how far it then goes on,
slower and slower (design pixels)."""


def setting_off(share: float) -> float:
    """Ease from rest to full speed."""
    return share * share


def coasting(share: float) -> float:
    """Ease from full speed to rest."""
    return share * (2.0 - share)


def travelling(
    crowd: CrowdLayers, pixels: float, ease: Callable[[float], float], begin: float, end: float
) -> Change:
    """Return a part, from one share to another, of the way of `pixels` through a crowd; the camera goes with the actors."""
    first, last = ease(begin), ease(end)
    return Change(
        crowd,
        "travelled",
        pixels * last,
        ease=lambda share: (ease(begin + share * (end - begin)) - first) / (last - first),
    )


def tagged_view() -> View:
    """Return the view of the receptor, whose own frame is the stage frame, while it is tagged."""
    return View(TAGGED_VIEW, np.zeros(3), TAGGED_SCALE, TAGGED_PLACE)


def lysine_side_chain() -> Beads:
    """Return the residue that carries the chain, its side chain stretched towards it, in the receptor's own frame."""
    lysine = ligase().lysine
    return beads_of_atoms(lysine.moved(ligase().receptor.inverse().apply(lysine.positions)))


def tagged_chain(receptor: Pose) -> list[Pose]:
    """Return the poses of the finished chain's ubiquitins on a receptor at a pose, the one on the lysine first."""
    return [receptor.after(pose) for pose in chain_on_lysine()]


def seen_from_the_front(centre: NDArray[np.float64], rotation: Matrix | None = None) -> Pose:
    """Return the pose that shows the receptor as `tagged_view` does, its middle at `centre`, in a view turned by `rotation`.

    Without it, the view is not turned.
    """
    return Pose(TAGGED_VIEW if rotation is None else rotation.T @ TAGGED_VIEW, centre)
