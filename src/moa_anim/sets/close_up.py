"""Molecules in front of a crowd: the close-up of the receptor's pocket, equal in all shots that use it, and other views."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moa_anim.actors.crowd_layers import stage_crowd
from moa_anim.actors.ligands import BindingPartner, Waypoints, drug_ligand
from moa_anim.actors.receptor import CLOSE_VIEW, CUT_DEPTH_ANGSTROM, Receptor, pocket_atoms
from moa_anim.graphics.geometry import Point
from moa_anim.molecule.bodies import View
from moa_anim.molecule.pose import rotation_about
from moa_anim.stage.molecule_view import MoleculeView

if TYPE_CHECKING:
    from moa_anim.stage.actor import Actor
    from moa_anim.stage.clock import ShotClock
    from moa_anim.stage.scene import MoaScene

CLOSE_SCALE = 14.0
"""Design pixels for one ångström in the close-up of the pocket."""

SETTLED_SEED = 538
"""Seed of the close-up that three shots share: elacestrant binds, helix 12 settles, the receptor is marked."""

CLOSE_CENTRE = (3.0, -1.0, 0.0)
"""Point of the stage frame (Å) about which both close-ups are turned, and from which the cut's depth is measured."""

CLOSE_PLACE = (930.0, 520.0)
"""Where it is seen in the close-up: a little left of the picture's middle, so that labels fit on both sides."""

DOCKED_SCALE = 10.4
DOCKED_PLACE = (730.0, 450.0)
"""Scale (design pixels for one ångström) and place of the close-up's centre where all of the coactivator is seen, too."""

DOCKED_LABEL_AT = (1150.0, 330.0)
"""Where the coactivator's label begins there (baseline; design pixels): above its body, not on it."""

ENTRY_TILT_DEGREES = 12.0
"""Tilt of that view in its plane: the path and helix 12 are higher in the picture, clear of the caption."""

ENTRY_ROTATION = rotation_about((0, 0, 1), ENTRY_TILT_DEGREES) @ rotation_about((0, 1, 0), -22)
"""View along the wall of the pocket: a ligand on its path comes in from the right, through the gap that helix 12 leaves."""

ENTRY_SCALE = 16.0
"""Design pixels for one ångström there: nine tenths of the receptor are above the caption band."""

ENTRY_POCKET_PLACE = (905.0, 414.0)
"""Where the middle of the pocket is seen there (design pixels)."""

CROWD_SCALE_SHARE = 0.62
"""Scale of the distant crowd, as a share of the receptor's."""

CROWD_SPACING_PIXELS = 330.0
"""Distance between the middles of the crowd's molecules (design pixels)."""

DOCKING_RIGHT_ANGSTROM = 5.0
DOCKING_TOWARDS_ANGSTROM = 16.0
DOCKING_TURN_RADIANS = 0.15
"""Where a partner begins to dock, relative to its bound pose: to the right, towards the viewer, turned about each axis."""


def pocket_view(clock: ShotClock) -> MoleculeView:
    """Return a molecule view with the receptor a little left of the picture's middle, so that labels fit on both sides."""
    return MoleculeView(clock, rotation=CLOSE_VIEW, centre=CLOSE_CENTRE, place=CLOSE_PLACE, scale=CLOSE_SCALE)


def close_view() -> View:
    """Return the close-up's view, to which a view that was reframed goes back (design pixels)."""
    return View(CLOSE_VIEW, np.array(CLOSE_CENTRE), CLOSE_SCALE, CLOSE_PLACE)


def docked_view() -> View:
    """Return the close-up's view from further away: the docked coactivator's body is whole in the picture (design pixels)."""
    return View(CLOSE_VIEW, np.array(CLOSE_CENTRE), DOCKED_SCALE, DOCKED_PLACE)


def entry_view() -> View:
    """Return the view nearer to the pocket and along its wall, in which elacestrant enters it (design pixels)."""
    across, up, _ = ENTRY_ROTATION @ (pocket_atoms().mean(axis=0) - np.array(CLOSE_CENTRE))
    x, y = ENTRY_POCKET_PLACE
    place = (x - ENTRY_SCALE * float(across), y + ENTRY_SCALE * float(up))
    return View(ENTRY_ROTATION, np.array(CLOSE_CENTRE), ENTRY_SCALE, place)


def stage_pocket(scene: MoaScene, *actors: Actor, crowd_seed: int | None = None) -> MoleculeView:
    """Put `actors` on stage in the close-up's view, in front of its crowd; return the view.

    The crowd has the shot's seed, or `crowd_seed`, with which shots that follow on each other share it.
    """
    view = pocket_view(scene)
    stage_crowd(
        scene,
        scale=CLOSE_SCALE * CROWD_SCALE_SHARE,
        spacing=CROWD_SPACING_PIXELS,
        seed=crowd_seed,
        view=view,
    )
    view.cast(*actors)
    scene.add(view)
    return view


@dataclass(frozen=True)
class SettledReceptor:
    """The close-up in which the change of shape ends: its view, the cut receptor, and the elacestrant in its pocket."""

    view: MoleculeView
    receptor: Receptor
    elacestrant: BindingPartner


def stage_settled_receptor(scene: MoaScene) -> SettledReceptor:
    """Put the receptor on stage as it is once helix 12 has settled on the groove; return it with its view and ligand.

    This is the last picture of one shot and the first of the next: it has seeds of its own, and so is equal in both.
    """
    receptor = Receptor("antagonist", seed=SETTLED_SEED)
    receptor.cut_depth = CUT_DEPTH_ANGSTROM
    ligand = drug_ligand("bound", seed=SETTLED_SEED + 3)
    receptor.make_way_for("drug", lambda: ligand.pose)
    return SettledReceptor(stage_pocket(scene, receptor, ligand, crowd_seed=SETTLED_SEED), receptor, ligand)


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
