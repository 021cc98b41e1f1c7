"""The four beats of the mechanism as still pictures, each drawn by the actors of its own shot, side by side."""

from __future__ import annotations

import numpy as np

from moa_anim.actors.ghost import GHOST_OPACITY, GHOST_STYLE
from moa_anim.actors.ligands import coactivator, elacestrant
from moa_anim.actors.receptor import CLOSE_VIEW, CUT_DEPTH, FIRST_HELIX_RESIDUE, Receptor
from moa_anim.actors.rigid_bodies import RigidBody
from moa_anim.actors.threaded_chain import ThreadedReceptor
from moa_anim.graphics.colours import tinted
from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import (
    blob,
    cullin_ring,
    first_ubiquitin,
    next_ubiquitin,
    proteasome,
    ubiquitin,
)
from moa_anim.molecule.beads import beads_of_ligand, beads_of_trace, gathered
from moa_anim.molecule.helix12 import helix12_path
from moa_anim.molecule.pose import Pose, rotation_about
from moa_anim.molecule.shading import Body, View
from moa_anim.molecule.structure import lysine_nitrogen, receptor_tables
from moa_anim.sets.panels import Arrow, Divider, Layer, Panel, StillPicture
from moa_anim.stage.actor import Actor
from moa_anim.stage.scene import MoaScene

LEFTS, RIGHTS = (72.0, 532.0, 1010.0, 1450.0), (500.0, 978.0, 1418.0, 1862.0)
"""Of the four pictures (design pixels): thirds of the page would not do, the beats have not one breadth."""

TOP, BOTTOM = 226.0, 892.0
RECEPTOR_SCALE, RECEPTOR_MIDDLE = 7.7, 540.0
"""Design pixels for one ångström in the first two panels: one scale for both, so that they can be compared."""


def four_panels(scene: MoaScene) -> tuple[list[Panel], list[Divider]]:
    """Binds, changes shape, is marked, is cleared; and the lines between them."""
    makers = (binds, changes_shape, is_marked, is_cleared)
    panels = []
    for number, make in enumerate(makers):
        box = (LEFTS[number], TOP, RIGHTS[number], BOTTOM)
        picture, arrows = make(box, scene.seed)
        heading = scene.label(f"panel-{number + 1}")
        panels.append(
            Panel(scene, number + 1, heading, picture, arrows=arrows, seed=scene.seed + 211 * number)
        )
    middles = [(right + left) / 2 for right, left in zip(RIGHTS[:3], LEFTS[1:], strict=True)]
    return panels, [Divider(x, 166.0, 880.0) for x in middles]


Box = tuple[float, float, float, float]
Drawing = tuple[StillPicture, list[Arrow]]


def drawn(*actors: Actor) -> Layer:
    """Actors as they stand at the first moment."""
    return Layer(tuple(part.body for actor in actors for part in actor.parts(0.0)))


def open_receptor(place: str, seed: int) -> Receptor:
    """The receptor with its pocket cut open, as in the close-ups."""
    receptor = Receptor(place, seed=seed)
    receptor.cut_depth = CUT_DEPTH
    return receptor


def binds(box: Box, seed: int) -> Drawing:
    """Elacestrant in the pocket, helix 12 loose beside it."""
    partner = elacestrant("bound", seed=seed)
    picture = StillPicture(
        [drawn(open_receptor("aside", seed), partner)],
        box,
        rotation=CLOSE_VIEW,
        centre=(3.0, -1.0, 0.0),
        place=((box[0] + box[2]) / 2 - 14, RECEPTOR_MIDDLE),
        scale=RECEPTOR_SCALE,
    )
    return picture, []


def changes_shape(box: Box, seed: int) -> Drawing:
    """Helix 12 on the groove, a ghost of it in its place with hormone; the coactivator outside."""
    receptor, visitor = open_receptor("antagonist", seed), coactivator("bound", seed=seed)
    closed = beads_of_trace(helix12_path().at(0.0))
    helix = helix12_path().numbers[closed.residues] >= FIRST_HELIX_RESIDUE
    ghost = Body(closed.chosen(helix), tinted(Role.HELIX12, 0.35, Role.PAPER))
    place = ((box[0] + box[2]) / 2 - 22, RECEPTOR_MIDDLE)
    view = View(CLOSE_VIEW, np.array([3.0, -1.0, 0.0]), RECEPTOR_SCALE, place)
    away = np.array([11.5, -22.5, 6.0]) @ CLOSE_VIEW
    visitor.pose = np.concatenate([visitor.bound_pose[:3] + away, [0.5, 0.3, 0.9]])
    layers = [
        drawn(receptor, elacestrant("bound", seed=seed), visitor),
        Layer((ghost,), GHOST_STYLE, GHOST_OPACITY),
    ]
    picture = StillPicture(
        layers, box, rotation=view.rotation, centre=view.centre, place=view.place, scale=view.scale
    )
    start = helix12_path().at(0.0).part(538, 544).positions.mean(axis=0)
    return picture, [Arrow(picture.point(start), picture.point(receptor.anchor("helix12")), 78.0)]


MARKED_VIEW = rotation_about((0, 0, 1), 42) @ rotation_about((0, 1, 0), -48)
"""The view of the shot of ubiquitination; here the whole of it is turned a quarter, so that the chain hangs down."""


def is_marked(box: Box, seed: int) -> Drawing:
    """The receptor held by the E3, four ubiquitins joined to it."""
    receptor = open_receptor("antagonist", seed)
    partner = elacestrant("bound", seed=seed)
    right, up, near = MARKED_VIEW
    scaffold = gathered([beads_of_trace(trace) for trace in cullin_ring()])
    ligase = RigidBody(
        [(scaffold, Role.LIGASE)], Pose(np.asarray(MARKED_VIEW.T), 65 * right - 44 * up - 8 * near)
    )
    adaptors = RigidBody(
        [(blob((46, 34, 30), 5, bead_radius=7.0), Role.LIGASE)],
        Pose(np.eye(3), -2 * right - 29 * up - 2 * near),
    )
    ligase.dim, adaptors.dim = 0.25, 0.5
    place = first_ubiquitin(lysine_nitrogen("K467", "antagonist"), right + 0.08 * up, 20.0)
    shape, chain = beads_of_trace(ubiquitin()), []
    for _ in range(4):
        chain.append(RigidBody([(shape, Role.UBIQUITIN)], place))
        place = next_ubiquitin(place)
    picture = StillPicture(
        [drawn(receptor, partner, ligase, adaptors, *chain)],
        box,
        rotation=rotation_about((0, 0, 1), -90) @ MARKED_VIEW,
        centre=(0, 0, 0),
        place=(box[2] - 138, 326.0),
        scale=3.25,
    )
    return picture, []


LYING = np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
MOUTH, CHAMBER, EXIT = np.array([-205.0, 0.0, 0.0]), 205.0, 412.0
"""As in the shot of clearance: the proteasome's long axis along +x, where its channel begins, is widest, and ends (Å)."""

THREADED_SHARE = 0.365
"""Of the work: part of the receptor is still folded, and peptides are out."""


def is_cleared(box: Box, seed: int) -> Drawing:
    """The proteasome, upright and cut open: the receptor threads in above, peptides leave below, ubiquitins are let go."""
    particle = proteasome()
    barrel = RigidBody(
        [
            (particle.alpha, Role.PROTEASOME),
            (particle.beta, Role.PROTEASOME_CORE),
            (particle.caps, Role.PROTEASOME_CAP),
        ],
        Pose(LYING, np.zeros(3)),
        cut_depth=0.0,
    )
    turned = rotation_about((0, 0, 1), -14) @ rotation_about((0, 1, 0), -48)
    receptor = ThreadedReceptor(
        Pose(turned, MOUTH + np.array([-48.0, 14.0, 8.0])), seed, MOUTH, CHAMBER, EXIT
    )
    receptor.share = THREADED_SHARE
    shape = beads_of_trace(ubiquitin())
    free = [
        RigidBody([(shape, Role.UBIQUITIN)], Pose(rotation_about((1, n, 1), 60 * n), np.array([x, y, 40.0])))
        for n, (x, y) in enumerate(((-168.0, 84.0), (-140.0, 122.0), (-184.0, 130.0), (-104.0, 96.0)))
    ]
    ligand = beads_of_ligand(receptor_tables().ligands["elacestrant_MODEL"])
    loose = RigidBody([(ligand, Role.ELACESTRANT)], Pose(turned, np.array([-236.0, 88.0, 40.0])))
    picture = StillPicture(
        [drawn(barrel, receptor, loose, *free)],
        box,
        rotation=rotation_about((0, 0, 1), -90),
        centre=(0, 0, 0),
        place=((box[0] + box[2]) / 2, 529.0),
        scale=1.22,
    )
    return picture, []
