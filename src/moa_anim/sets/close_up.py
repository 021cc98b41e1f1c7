"""Molecules in front of a crowd: the close-up of the receptor's pocket, equal in all shots that use it, and other views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moa_anim.actors.crowd import crowd_backdrop
from moa_anim.actors.crowd_layers import stage_crowd
from moa_anim.actors.ligands import BindingPartner, Waypoints
from moa_anim.actors.receptor import CLOSE_VIEW
from moa_anim.actors.zoomable_crowd import ZoomableCrowd
from moa_anim.graphics.geometry import Point
from moa_anim.stage.molecule_view import MoleculeView

if TYPE_CHECKING:
    from moa_anim.stage.actor import Actor
    from moa_anim.stage.clock import ShotClock
    from moa_anim.stage.scene import MoaScene

CLOSE_SCALE = 14.0
"""Design pixels for one ångström in the close-up of the pocket."""

CROWD_SCALE_SHARE = 0.62
"""Scale of the distant crowd, as a share of the receptor's."""

CROWD_SPACING_PIXELS = 330.0
"""Distance between the middles of the crowd's molecules (design pixels)."""

CLOSE_CROWD_SEED = 60
"""Seed of the crowd behind the close-up, the same in all shots: they show one place."""

DOCKING_RIGHT_ANGSTROM = 5.0
DOCKING_TOWARDS_ANGSTROM = 16.0
DOCKING_TURN_RADIANS = 0.15
"""Where a partner begins to dock, relative to its bound pose: to the right, towards the viewer, turned about each axis."""


def pocket_view(clock: ShotClock) -> MoleculeView:
    """Return a molecule view with the receptor a little left of the picture's middle, so that labels fit on both sides."""
    return MoleculeView(
        clock, rotation=CLOSE_VIEW, centre=(3.0, -1.0, 0.0), place=(930.0, 520.0), scale=CLOSE_SCALE
    )


def stage_pocket(scene: MoaScene, *actors: Actor) -> MoleculeView:
    """Put `actors` on stage in the close-up's view, in front of its crowd; return the view."""
    view = pocket_view(scene)
    stage_crowd(
        scene,
        scale=CLOSE_SCALE * CROWD_SCALE_SHARE,
        spacing=CROWD_SPACING_PIXELS,
        seed=CLOSE_CROWD_SEED,
        view=view,
    )
    view.cast(*actors)
    scene.add(view)
    return view


def docking_path(view: MoleculeView, partner: BindingPartner) -> Waypoints:
    """Return the last two waypoints (2, 6) of a path on which a partner docks: near its bound pose in `view`, and bound."""
    bound = partner.bound_pose
    near = view.beside(bound[:3], right=DOCKING_RIGHT_ANGSTROM, towards=DOCKING_TOWARDS_ANGSTROM)
    return np.vstack([np.concatenate([near, bound[3:] + DOCKING_TURN_RADIANS]), bound])


def stage_in_crowd(
    scene: MoaScene,
    *actors: Actor,
    rotation: NDArray[np.float64],
    place: Point,
    scale: float,
    centre: ArrayLike = (0.0, 0.0, 0.0),
    crowd_scale: float | None = None,
    **crowd: Any,
) -> MoleculeView:
    """Put `actors` on stage in a view of their own, in front of a crowd; return the view.

    `rotation`, `centre`, `place` and `scale` are those of MoleculeView. The crowd is drawn at `crowd_scale`, by default the
    same, with the shot's seed and the options `crowd` of `stage_crowd`, such as `spacing`. Actors whose
    places depend on the view are cast afterwards.

        view = stage_in_crowd(self, receptor, rotation=CLOSE_VIEW, place=(490, 390), scale=6.0, spacing=210)
        view.cast(RigidBody(shape, Pose(np.eye(3), view.spot(880, 655))))
    """
    view = MoleculeView(scene, rotation=rotation, centre=centre, place=place, scale=scale)
    stage_crowd(scene, scale=crowd_scale or scale, view=view, **crowd)
    view.cast(*actors)
    scene.add(view)
    return view


def pocket_backdrop(width: int, height: int, seed: int) -> NDArray[np.uint8]:
    """Return the crowd behind the close-up, (height, width, 4) RGBA, drawn smaller since it is farther away."""
    return crowd_backdrop(
        width, height, scale=CLOSE_SCALE * CROWD_SCALE_SHARE, seed=seed, spacing=CROWD_SPACING_PIXELS
    )


def zoomable_pocket_crowd(about: Point, seed: int) -> ZoomableCrowd:
    """Return the same crowd, extended around the frame, for zooming in about the point `about` (design pixels)."""
    return ZoomableCrowd(
        about, scale=CLOSE_SCALE * CROWD_SCALE_SHARE, seed=seed, spacing=CROWD_SPACING_PIXELS
    )
