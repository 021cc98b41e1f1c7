"""The four steps of the mechanism side by side, each a short scene with the actors of the shot that shows it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from moa_anim.actors.dashed_outline import DashedOutline
from moa_anim.actors.ligands import (
    Follow,
    bind,
    drug_ligand,
    estradiol,
    ramble,
    through_the_gap,
)
from moa_anim.actors.receptor import CLOSE_VIEW, CUT_DEPTH_ANGSTROM, Receptor, Swing, receptor_shape
from moa_anim.actors.rigid_bodies import Carry, RigidBody
from moa_anim.actors.threaded_receptor import ThreadedReceptor
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
    ubiquitin_chain,
)
from moa_anim.molecule.beads import beads_of_atoms, beads_of_ligand
from moa_anim.molecule.helix12 import helix12_path
from moa_anim.molecule.pose import Pose, rotation_about, rotation_from_vector, rotation_vector
from moa_anim.molecule.receptor_atoms import lysine_nitrogen
from moa_anim.molecule.structure import receptor_tables
from moa_anim.molecule.ubiquitin_growth import chain_on_lysine, scaffold_and_ring, transfers
from moa_anim.sets.panels import Arrow, Divider, Panel, PanelView, StripCamera
from moa_anim.sets.ubiquitin_transfer import TransferUbiquitins, UbiquitinTransfer
from moa_anim.stage.clock import ShotClock
from moa_anim.stage.motion import Change, Motion, Within, change, steady
from moa_anim.stage.scene import MoaScene

LEFTS_PIXELS = (72.0, 492.0, 924.0, 1462.0)
RIGHTS_PIXELS = (464.0, 896.0, 1434.0, 1862.0)
"""Left and right edges of the four pictures (design pixels). The columns differ in width, as their subjects do."""

TOP_PIXELS = 238.0
BOTTOM_PIXELS = 892.0
"""Top and bottom of the pictures (design pixels)."""

DIVIDER_TOP_PIXELS = 184.0
DIVIDER_BOTTOM_PIXELS = 880.0
"""Top and bottom of the dividers (design pixels)."""

NEAR = (742.0, 574.0, 1.13)
"""What the camera looks at in the first two panels' turns: x, y (pixels of the strip of panels), magnification."""

FINENESS = 1.13
"""How much finer than the frame the panels are drawn while the camera is near."""

RECEPTOR_SCALE = 7.0
"""Design pixels for one ångström in the first two panels, equal so that they can be compared."""

RECEPTOR_CENTRE_ANGSTROM = (3.0, -1.0, 0.0)
"""Point of the stage frame at the middle of the first two panels."""

RECEPTOR_MIDDLE_PIXELS = 572.0
"""y of that point (design pixels)."""

MARKED_VIEW = rotation_about((0, 0, 1), 72) @ np.diag([-1.0, 1.0, -1.0]) @ ligase().receptor.rotation
"""Rotation as in the shot of ubiquitination, turned in the picture so that the E3 is upright."""

MARKED_SCALE = 2.9
MARKED_MIDDLE_PIXELS = 566.0
"""Design pixels for one ångström in the third panel, and y of its middle (design pixels)."""

MARKED_REACH_PIXELS = 2060.0
"""Right end of the third panel's view (design pixels): E2s come in from beyond the picture, behind the fourth panel."""

CLEARED_SCALE = 1.19
CLEARED_MIDDLE_PIXELS = 635.0
"""The same of the fourth panel."""

MOUTH_ANGSTROM = np.array([-CAP_END_ANGSTROM, 0.0, 0.0])
"""Entrance of the proteasome's channel, as in the shot of clearance."""

CHAMBER_ANGSTROM = CAP_END_ANGSTROM
EXIT_ANGSTROM = CAP_END_ANGSTROM + CORE_END_ANGSTROM
"""Distances along the channel from its entrance to its widest part and to its end."""

CUT_PROBE_ANGSTROM = 3.0
"""Radius of the probe that closes the cut faces of the proteasome, as in the shot of clearance."""

OUTLINE_PIXELS = 5.0
"""Width of the dashed outline of helix 12's place with hormone, in the second panel (design pixels)."""

ARROW_BULGE_PIXELS = 78.0
"""How far the arrow of the second panel bulges to the right (design pixels)."""

CHAIN_DIRECTION = (-0.25, -0.95, 0.2)
"""Direction of the chain on the receptor in the fourth panel, in the proteasome's frame."""

LIFTED_ANGSTROM = (-12.0, -30.0, 40.0)
"""Shift of the chain once it is cut off, before it parts (Å, the proteasome's frame)."""

FREE_DRUG_PIXELS = (1720.0, 268.0)
"""Where elacestrant drifts to in the fourth panel (design pixels)."""

BEGUN_SHARE = 0.03
THREADED_SHARE = 0.5
GONE_SHARE = 0.68
"""Shares of the threading that are done before the fourth panel's turn, after it, and at the end of the shot."""

CHAIN_OFF_SHARE = 0.5
"""Share of the fourth panel's turn after which the chain comes off whole."""

ADAPTORS_DIM = 0.6
"""Share of paper mixed into the E3's adaptors, since their shape is schematic."""

ENTRY_PIXELS = ((406.0, 806.0, 36.0), (388.0, 706.0, 40.0))
"""Where elacestrant comes from in the first panel: x, y (design pixels), depth (Å). It is below, and crosses no helix 12."""

TURNED_AWAY_PIXELS = (
    (
        (142.0, 324.0, 30.0),
        (232.0, 306.0, 45.0),
        (396.0, 352.0, 50.0),
        (290.0, 304.0, 55.0),
        (130.0, 318.0, 50.0),
    ),
    (
        (836.0, 336.0, 30.0),
        (836.0, 352.0, 45.0),
        (824.0, 406.0, 50.0),
        (836.0, 350.0, 55.0),
        (836.0, 312.0, 50.0),
    ),
)
"""Path of estradiol in the first panel and in the second: x, y (design pixels), depth (Å). It comes to the way into the
pocket, which is taken, and turns away."""

LIES_DEGREES = (106.0, 0.0)
"""How far each is turned in the picture at first: the first lies under its panel's heading, and does not touch it."""

HORMONE_FREEDOM = 0.3
"""Amplitude of its tremble, small so that it stays within its panel."""

FREE_UBIQUITINS_PIXELS = ((1534.0, 344.0), (1500.0, 412.0), (1504.0, 296.0), (1572.0, 294.0))
"""Where the ubiquitins drift to in the fourth panel (design pixels)."""

FREE_DEPTH_ANGSTROM = 60.0
"""Their depth there (Å towards the viewer)."""


@dataclass(frozen=True)
class Story:
    """A panel, what moves in it in its turn, what goes on afterwards, and what moves while the words speak of estrogen."""

    panel: Panel
    motions: tuple[Motion, ...]
    afterwards: tuple[Motion, ...] = ()
    while_estrogen: tuple[Motion, ...] = ()


def mechanism_stories(scene: MoaScene) -> tuple[list[Story], list[Divider]]:
    """Return the panels – binding, change of shape, ubiquitination, clearance – and the dividers between them."""
    makers = (binds, changes_shape, is_marked, is_cleared)
    stories = []
    for number, make in enumerate(makers):
        box = (LEFTS_PIXELS[number], TOP_PIXELS, RIGHTS_PIXELS[number], BOTTOM_PIXELS)
        stories.append(make(scene, box, number + 1, scene.label(f"panel-{number + 1}")))
    middles = [(right + left) / 2 for right, left in zip(RIGHTS_PIXELS[:3], LEFTS_PIXELS[1:], strict=True)]
    return stories, [Divider(x, DIVIDER_TOP_PIXELS, DIVIDER_BOTTOM_PIXELS) for x in middles]


def first_panel(clock: ShotClock, heading: str = "") -> Story:
    """Return the first panel as the camera sees it that is near the first two."""
    story = binds(clock, (LEFTS_PIXELS[0], TOP_PIXELS, RIGHTS_PIXELS[0], BOTTOM_PIXELS), 1, heading)
    story.panel.camera = StripCamera()
    story.panel.camera.look(*NEAR)
    story.panel.view.fineness = FINENESS
    return story


def receptor_view(scene: ShotClock, box: Box, aside: float) -> PanelView:
    """Return the view of the first two panels, `aside` design pixels from the middle of the box."""
    return PanelView(
        scene,
        box,
        rotation=CLOSE_VIEW,
        centre=RECEPTOR_CENTRE_ANGSTROM,
        place=((box[0] + box[2]) / 2 + aside, RECEPTOR_MIDDLE_PIXELS),
        scale=RECEPTOR_SCALE,
    )


def open_receptor(place: str, seed: int) -> Receptor:
    """Return the receptor with helix 12 in state `place` and its pocket cut open, as in the close-ups."""
    receptor = Receptor(place, seed=seed)
    receptor.cut_depth = CUT_DEPTH_ANGSTROM
    return receptor


def binds(scene: ShotClock, box: Box, number: int, heading: str) -> Story:
    """Return the first panel: elacestrant comes and enters the pocket, side chains give way; helix 12 is loose."""
    view = receptor_view(scene, box, -13.0)
    receptor, drug = open_receptor("aside", scene.seed), drug_ligand("free", seed=scene.seed)
    way_in = through_the_gap()
    path = ramble(
        [view.spot(*each) for each in ENTRY_PIXELS], seed=scene.seed + 6, start=way_in[0, 3:], joins=way_in
    )
    drug.pose = path[0]
    receptor.make_way_for("drug", lambda: drug.pose)
    view.cast(receptor, drug)
    away = turned_away(scene, view, number)
    return Story(Panel(number, heading, view), (bind(drug, path, way_in),), while_estrogen=(away,))


def turned_away(scene: ShotClock, view: PanelView, number: int) -> Motion:
    """Put an estradiol into a panel; return the motion in which it comes to the pocket, and turns away: it is taken."""
    hormone = estradiol("free", seed=scene.seed + number)
    places = [view.spot(*each) for each in TURNED_AWAY_PIXELS[number - 1]]
    lies = CLOSE_VIEW.T @ rotation_about((0, 0, 1), LIES_DEGREES[number - 1]) @ CLOSE_VIEW
    start = rotation_vector(lies @ rotation_from_vector(np.array([0.4, 0.3 * number, 0.2])))
    path = ramble(places, seed=scene.seed + 3 * number, start=start)
    hormone.pose, hormone.freedom = path[0], HORMONE_FREEDOM
    view.cast(hormone)
    return Follow(hormone, path, freedom=HORMONE_FREEDOM)


def changes_shape(scene: MoaScene, box: Box, number: int, heading: str) -> Story:
    """Return the second panel: helix 12 swings onto the groove; its place with hormone is outlined.

    No coactivator is shown: none is bound in that state, and one that stood beside it would look bound.
    """
    view = receptor_view(scene, box, -20.0)
    receptor, drug = open_receptor("aside", scene.seed), drug_ligand("bound", seed=scene.seed)
    receptor.make_way_for("drug", lambda: drug.pose)
    view.cast(receptor, drug)
    with_hormone = DashedOutline(
        lambda: view.view,
        [receptor_shape(0.0)[1][0]],
        rotation=CLOSE_VIEW,
        role=Role.HELIX12,
        width=OUTLINE_PIXELS,
    )
    begin = view.point(helix12_path().at(0.0).part(538, 544).positions.mean(axis=0))
    end = view.point(open_receptor("antagonist", 0).anchor("helix12"))
    panel = Panel(
        number,
        heading,
        view,
        outlines=[with_hormone],
        arrows=[Arrow(begin, end, ARROW_BULGE_PIXELS)],
    )
    motions = (
        change(panel, "marked", 1.0, 0.0, 0.12),
        Within(0.14, 0.72, Swing(receptor, "antagonist", wander=0.0)),
        change(panel, "pointed", 1.0, 0.6, 0.75),
    )
    return Story(panel, motions, while_estrogen=(turned_away(scene, view, number),))


def is_marked(scene: MoaScene, box: Box, number: int, heading: str) -> Story:
    """Return the third panel: E2s bring four ubiquitins to the E3, one after another, and a chain grows on the receptor."""
    receptor, drug = open_receptor("antagonist", scene.seed), drug_ligand("bound", seed=scene.seed)
    last = transfers()[-1]
    scaffold, ring = (
        RigidBody([(beads_of_atoms(atoms), Role.LIGASE)], pose)
        for atoms, pose in zip(scaffold_and_ring(), (last.scaffold, last.ring), strict=True)
    )
    shape, held_at = adaptors_between()
    adaptors = RigidBody([(shape, Role.LIGASE)], held_at)
    adaptors.dim = ADAPTORS_DIM
    tag = beads_of_atoms(passed_ubiquitin())
    chain = [tag.moved(pose.apply(tag.positions)) for pose in chain_on_lysine()]
    bodies = [part.body.beads for actor in (receptor, scaffold, ring, adaptors) for part in actor.parts(0.0)]
    seen = np.vstack([beads.positions for beads in (*bodies, *chain)]) @ MARKED_VIEW.T
    middle = (seen.min(axis=0) + seen.max(axis=0)) / 2
    middle[2] = 0.0  # the receptor is cut open at a depth from the view's centre
    view = PanelView(
        scene,
        (box[0], box[1], MARKED_REACH_PIXELS, box[3]),
        rotation=MARKED_VIEW,
        centre=middle @ MARKED_VIEW,
        place=((box[0] + box[2]) / 2, MARKED_MIDDLE_PIXELS),
        scale=MARKED_SCALE,
    )
    scaffold.pose = transfers()[0].scaffold
    relay = UbiquitinTransfer(view, scaffold, ring)
    view.cast(receptor, drug, scaffold, ring, adaptors, *relay.carriers, *relay.ubiquitins)
    return Story(Panel(number, heading, view, column=box), (TransferUbiquitins(relay),))


def is_cleared(scene: MoaScene, box: Box, number: int, heading: str) -> Story:
    """Return the fourth panel: the receptor is threaded into the 26S; its chain comes off whole, peptides leave below."""
    particle = proteasome()
    barrel = RigidBody(
        [
            (particle.alpha, Role.PROTEASOME),
            (particle.beta, Role.PROTEASOME_CORE),
            (particle.cap, Role.PROTEASOME_CAP),
        ],
        Pose(PROTEASOME_SIDE_VIEW, np.zeros(3)),
        still=True,
        cut_depth=0.0,
        probe=CUT_PROBE_ANGSTROM,
    )
    turned = rotation_about((0, 0, 1), -14) @ rotation_about((0, 1, 0), -48)
    folded = Pose(turned, MOUTH_ANGSTROM + np.array([-48.0, 14.0, 8.0]))
    receptor = ThreadedReceptor(
        folded, scene.seed, MOUTH_ANGSTROM, CHAMBER_ANGSTROM, EXIT_ANGSTROM, tail=True
    )
    receptor.share, receptor.found = BEGUN_SHARE, 1.0
    view = PanelView(
        scene,
        box,
        rotation=rotation_about((0, 0, 1), -90),
        centre=(0, 0, 0),
        place=((box[0] + box[2]) / 2, CLEARED_MIDDLE_PIXELS),
        scale=CLEARED_SCALE,
    )
    tag = beads_of_atoms(passed_ubiquitin())
    nitrogen = folded.apply(lysine_nitrogen("K467", "antagonist")[None])[0]
    chain = [
        RigidBody([(tag, Role.UBIQUITIN)], pose)
        for pose in ubiquitin_chain(nitrogen, np.array(CHAIN_DIRECTION), 20.0, len(FREE_UBIQUITINS_PIXELS))
    ]
    ligand = beads_of_ligand(receptor_tables().ligands["drug"])
    drug = RigidBody([(ligand, Role.DRUG)], folded)
    view.cast(barrel, receptor, drug, *chain)
    leaving = [
        Carry(
            body,
            [
                body.pose,
                Pose(body.pose.rotation, body.pose.translation + np.array(LIFTED_ANGSTROM)),
                Pose(
                    rotation_about((1, n, 1), 60) @ body.pose.rotation,
                    view.spot(x, y, FREE_DEPTH_ANGSTROM),
                ),
            ],
        )
        for n, (body, (x, y)) in enumerate(zip(chain, FREE_UBIQUITINS_PIXELS, strict=True))
    ]
    gone = Carry(
        drug,
        [
            folded,
            Pose(rotation_about((1, 0, 1), 60) @ turned, view.spot(*FREE_DRUG_PIXELS, FREE_DEPTH_ANGSTROM)),
        ],
    )
    motions = (
        Change(receptor, "share", THREADED_SHARE, ease=steady),
        *(Within(CHAIN_OFF_SHARE, 1.0, each) for each in leaving),
        Within(0.15, 0.8, gone),
    )
    return Story(Panel(number, heading, view), motions, (Change(receptor, "share", GONE_SHARE, ease=steady),))
