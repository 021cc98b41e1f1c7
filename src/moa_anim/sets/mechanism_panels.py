"""The four steps of the mechanism as still pictures side by side, drawn with the actors of the shots that show them."""

from __future__ import annotations

import numpy as np

from moa_anim.actors.helix12_ghost import GHOST_OPACITY, GHOST_STYLE
from moa_anim.actors.ligands import coactivator, elacestrant
from moa_anim.actors.receptor import CLOSE_VIEW, CUT_DEPTH_ANGSTROM, Receptor, receptor_shape
from moa_anim.actors.rigid_bodies import RigidBody
from moa_anim.actors.threaded_receptor import ThreadedReceptor
from moa_anim.graphics.colours import tinted
from moa_anim.graphics.geometry import Box
from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import (
    CAP_END_ANGSTROM,
    CORE_END_ANGSTROM,
    PROTEASOME_SIDE_VIEW,
    adaptors_between,
    ligase,
    passed_ubiquitin,
    proteasome,
)
from moa_anim.molecule.beads import beads_of_atoms, beads_of_ligand
from moa_anim.molecule.bodies import Body, View
from moa_anim.molecule.helix12 import helix12_path
from moa_anim.molecule.pose import Pose, rotation_about
from moa_anim.molecule.structure import receptor_tables
from moa_anim.molecule.ubiquitin_growth import chain_on_lysine, scaffold_and_ring, transfers
from moa_anim.sets.panels import Arrow, Divider, Layer, Panel, StillPicture
from moa_anim.stage.actor import Actor
from moa_anim.stage.scene import MoaScene

LEFTS_PIXELS = (72.0, 532.0, 1010.0, 1450.0)
RIGHTS_PIXELS = (500.0, 978.0, 1418.0, 1862.0)
"""Left and right edges of the four pictures (design pixels). The columns differ in width, as their subjects do."""

TOP_PIXELS = 226.0
BOTTOM_PIXELS = 892.0
"""Top and bottom of the pictures (design pixels)."""

DIVIDER_TOP_PIXELS = 166.0
DIVIDER_BOTTOM_PIXELS = 880.0
"""Top and bottom of the dividers (design pixels)."""

RECEPTOR_SCALE = 7.7
"""Design pixels for one ångström in the first two panels, equal so that they can be compared."""

RECEPTOR_CENTRE_ANGSTROM = (3.0, -1.0, 0.0)
"""Point of the stage frame at the middle of the first two panels."""

RECEPTOR_MIDDLE_PIXELS = 540.0
"""y of that point (design pixels)."""

MARKED_VIEW = rotation_about((0, 0, 1), 60) @ np.diag([-1.0, 1.0, -1.0]) @ ligase().receptor.rotation
"""Rotation as in the shot of ubiquitination, turned in the picture so that the E3 is upright."""

MARKED_SCALE = 2.45
MARKED_MIDDLE_PIXELS = 552.0
"""Design pixels for one ångström in the third panel, and y of its middle (design pixels)."""

MOUTH_ANGSTROM = np.array([-CAP_END_ANGSTROM, 0.0, 0.0])
"""Entrance of the proteasome's channel, as in the shot of clearance."""

CHAMBER_ANGSTROM = CAP_END_ANGSTROM
EXIT_ANGSTROM = CAP_END_ANGSTROM + CORE_END_ANGSTROM
"""Distances along the channel from its entrance to its widest part and to its end."""

CUT_PROBE_ANGSTROM = 3.0
"""Radius of the probe that closes the cut faces of the proteasome, as in the shot of clearance."""

THREADED_SHARE = 0.365
"""Share of the threading that is done: part of the receptor is still folded, and some peptides have been released."""


def mechanism_panels(scene: MoaScene) -> tuple[list[Panel], list[Divider]]:
    """Return the panels – binding, change of shape, ubiquitination, clearance – and the dividers between them."""
    makers = (binds, changes_shape, is_marked, is_cleared)
    panels = []
    for number, make in enumerate(makers):
        box = (LEFTS_PIXELS[number], TOP_PIXELS, RIGHTS_PIXELS[number], BOTTOM_PIXELS)
        picture, arrows = make(box, scene.seed)
        heading = scene.label(f"panel-{number + 1}")
        panels.append(
            Panel(scene, number + 1, heading, picture, arrows=arrows, seed=scene.seed + 211 * number)
        )
    middles = [(right + left) / 2 for right, left in zip(RIGHTS_PIXELS[:3], LEFTS_PIXELS[1:], strict=True)]
    return panels, [Divider(x, DIVIDER_TOP_PIXELS, DIVIDER_BOTTOM_PIXELS) for x in middles]


Drawing = tuple[StillPicture, list[Arrow]]


def drawn(*actors: Actor) -> Layer:
    """Return actors as one layer, in their state at 0 seconds."""
    return Layer(tuple(part.body for actor in actors for part in actor.parts(0.0)))


def open_receptor(place: str, seed: int) -> Receptor:
    """Return the receptor with helix 12 in state `place` and its pocket cut open, as in the close-ups."""
    receptor = Receptor(place, seed=seed)
    receptor.cut_depth = CUT_DEPTH_ANGSTROM
    return receptor


def binds(box: Box, seed: int) -> Drawing:
    """Return the first picture: elacestrant in the pocket, helix 12 loose next to it."""
    partner = elacestrant("bound", seed=seed)
    picture = StillPicture(
        [drawn(open_receptor("aside", seed), partner)],
        box,
        rotation=CLOSE_VIEW,
        centre=RECEPTOR_CENTRE_ANGSTROM,
        place=((box[0] + box[2]) / 2 - 14, RECEPTOR_MIDDLE_PIXELS),
        scale=RECEPTOR_SCALE,
    )
    return picture, []


def changes_shape(box: Box, seed: int) -> Drawing:
    """Return the second picture: helix 12 in the groove, a ghost of its place with hormone, the coactivator outside."""
    receptor, visitor = open_receptor("antagonist", seed), coactivator("bound", seed=seed)
    ghost = Body(receptor_shape(0.0)[1][0], tinted(Role.HELIX12, 0.35, Role.PAPER))
    place = ((box[0] + box[2]) / 2 - 22, RECEPTOR_MIDDLE_PIXELS)
    view = View(CLOSE_VIEW, np.array(RECEPTOR_CENTRE_ANGSTROM), RECEPTOR_SCALE, place)
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


def is_marked(box: Box, seed: int) -> Drawing:
    """Return the third picture: the receptor bound by the E3, with four ubiquitins attached."""
    receptor = open_receptor("antagonist", seed)
    partner = elacestrant("bound", seed=seed)
    last = transfers()[-1]
    scaffold, ring = (
        RigidBody([(beads_of_atoms(atoms), Role.LIGASE)], pose)
        for atoms, pose in zip(scaffold_and_ring(), (last.scaffold, last.ring), strict=True)
    )
    shape, held_at = adaptors_between()
    adaptors = RigidBody([(shape, Role.LIGASE)], held_at)
    adaptors.dim = 0.6
    tag = beads_of_atoms(passed_ubiquitin())
    chain = [RigidBody([(tag, Role.UBIQUITIN)], each) for each in chain_on_lysine()]
    layer = drawn(receptor, partner, scaffold, ring, adaptors, *chain)
    seen = np.vstack([body.beads.positions for body in layer.bodies]) @ MARKED_VIEW.T
    middle = (seen.min(axis=0) + seen.max(axis=0)) / 2
    middle[2] = 0.0  # the receptor is cut open at a depth from the view's centre
    picture = StillPicture(
        [layer],
        box,
        rotation=MARKED_VIEW,
        centre=middle @ MARKED_VIEW,
        place=((box[0] + box[2]) / 2, MARKED_MIDDLE_PIXELS),
        scale=MARKED_SCALE,
    )
    return picture, []


def is_cleared(box: Box, seed: int) -> Drawing:
    """Return the fourth picture: the proteasome, cut open; the receptor enters, peptides leave, ubiquitin is free."""
    particle = proteasome()
    barrel = RigidBody(
        [
            (particle.alpha, Role.PROTEASOME),
            (particle.beta, Role.PROTEASOME_CORE),
            (particle.cap, Role.PROTEASOME_CAP),
        ],
        Pose(PROTEASOME_SIDE_VIEW, np.zeros(3)),
        cut_depth=0.0,
        probe=CUT_PROBE_ANGSTROM,
    )
    turned = rotation_about((0, 0, 1), -14) @ rotation_about((0, 1, 0), -48)
    receptor = ThreadedReceptor(
        Pose(turned, MOUTH_ANGSTROM + np.array([-48.0, 14.0, 8.0])),
        seed,
        MOUTH_ANGSTROM,
        CHAMBER_ANGSTROM,
        EXIT_ANGSTROM,
    )
    receptor.share = THREADED_SHARE
    shape = beads_of_atoms(passed_ubiquitin())
    free = [
        RigidBody([(shape, Role.UBIQUITIN)], Pose(rotation_about((1, n, 1), 60 * n), np.array([x, y, 40.0])))
        for n, (x, y) in enumerate(((-232.0, 100.0), (-196.0, 140.0), (-262.0, 136.0), (-286.0, 92.0)))
    ]
    ligand = beads_of_ligand(receptor_tables().ligands["elacestrant"])
    loose = RigidBody([(ligand, Role.ELACESTRANT)], Pose(turned, np.array([-318.0, 66.0, 40.0])))
    picture = StillPicture(
        [drawn(barrel, receptor, loose, *free)],
        box,
        rotation=rotation_about((0, 0, 1), -90),
        centre=(0, 0, 0),
        place=((box[0] + box[2]) / 2, 655.0),
        scale=1.16,
    )
    return picture, []
