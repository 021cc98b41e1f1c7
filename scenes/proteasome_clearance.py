"""The 26S proteasome clears the receptor: it binds the chain, unfolds and threads, and lets ubiquitin go whole.

In order: a ubiquitin receptor of the 19S cap binds the chain; a loose end is engaged; the receptor is unfolded
and threaded; ubiquitin is taken off and recycled; the chain enters the 20S; peptides leave. Then from afar: many receptors,
and fewer of them.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from moa_anim.actors.crowd import crowd_backdrop
from moa_anim.actors.rigid_bodies import Carry, RigidBody
from moa_anim.actors.threaded_receptor import ThreadedReceptor
from moa_anim.graphics.geometry import Point
from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import (
    CAP_END_ANGSTROM,
    CORE_END_ANGSTROM,
    PROTEASOME_SIDE_VIEW,
    first_ubiquitin,
    next_ubiquitin,
    passed_ubiquitin,
    proteasome,
)
from moa_anim.molecule.beads import Beads, beads_of_atoms, beads_of_ligand
from moa_anim.molecule.pose import Pose, rotation_about
from moa_anim.molecule.structure import lysine_nitrogen, receptor_tables
from moa_anim.sets.receptor_field import (
    LEFT_AT_THE_CUT,
    ReceptorField,
    field_backdrop,
)
from moa_anim.stage.molecule_view import MoleculeView
from moa_anim.stage.motion import Change, Motion, Riding, Within, change, gentle, hide, passage, show, steady
from moa_anim.stage.scene import MoaScene

SCALE = 2.85
PLACE = (1205.0, 525.0)
"""Where the middle of the 20S is seen (design pixels): room for ubiquitin at the left, for peptides at the right."""

MOUTH = np.array([-CAP_END_ANGSTROM, 0.0, 0.0])
"""Where the channel opens in the cap (Å, long axis to the right, origin in the middle of the 20S)."""

CHAMBER = CAP_END_ANGSTROM
"""Down the channel from the mouth, in the middle chamber among the active sites: there chains are cut (Å)."""

EXIT = CAP_END_ANGSTROM + CORE_END_ANGSTROM + 14.0
"""Down the channel, beyond the end of the 20S (Å)."""

LINING, LINING_TONE = 9.0, -0.15
"""How deep (Å) the wall of the channel is drawn darker, and by how much, so that one sees where it runs."""

SEAT_REACH, SEAT_BELOW = 8.0, 8.0
"""Of the cap's front half, which is cut away, what lies under the bound chain is left standing: within this of it as seen,
and so far (Å) behind its nearest beads."""

DIMMED = 0.55
"""How far what is not meant is mixed with paper."""

ARRIVING = 0.62
"""Of the first cue, until the chain is bound; then it is held and looked at."""

IN_THE_CAP = np.array([58.0, 0.0, 0.0])
"""From the mouth (Å), where the label of the thread points: amid the cap."""

SETTING_OFF = 0.1
"""Of the second cue, until the thread is drawn at its pace: one sees the loose end being taken."""

PEPTIDE = 12
"""Counted from the end that is engaged first: the piece that the label names, at rest by then."""

BOUND_AT = (-26.0, 6.0, 6.0)
"""From the mouth (Å), the fold while the chain is bound: about where it stays until the chain is let go."""

CHAIN = 4
ACROSS = np.array([1.0, 1.0, 0.0])
LYSINE_ROW = 546 - 467
"""K467 among the residues, counted from the end that is engaged first."""


class ProteasomeClearance(MoaScene):
    """From the tagged receptor to peptides, and what is left of it: ubiquitin, whole."""

    def construct(self) -> None:
        """Play the shot's three cues."""
        self.stage()
        arriving = round(ARRIVING * self.frames_of("cleared"))
        begun = self.lead() / (self.lead() + arriving)
        self.hold(
            self.lead(),
            *self.drifts_in(0.0, begun),
            show(self.labels["proteasome"], 0.2, 1.0),
            show(self.labels["receptor"], 0.3, 0.9),
        )
        with self.cue("cleared") as cue:
            self.play_for(
                arriving,
                *self.drifts_in(begun, 1.0),
                hide(self.labels["receptor"], 0.65, 0.85),
            )
            self.chain_is_bound(cue.rest)
        with self.cue("system") as cue:
            self.receptor_is_threaded(cue.rest)
        with self.cue("fewer") as cue:
            self.fewer_are_left(cue.rest)
        self.hold(self.tail())

    def stage(self) -> None:
        """The proteasome across the picture, cut open along its channel; the tagged receptor outside at the left."""
        camera = self.camera
        camera.set_backdrop(
            crowd_backdrop(
                camera.pixel_width, camera.pixel_height, scale=SCALE, seed=self.seed, spacing=CROWD_SPACING
            )
        )
        self.molecule_view = MoleculeView(
            self, rotation=np.eye(3), centre=(0, 0, 0), place=PLACE, scale=SCALE
        )
        turned = rotation_about((0, 0, 1), -14) @ rotation_about((0, 1, 0), -48)
        self.bound = Pose(turned, MOUTH + np.array(BOUND_AT))
        self.start = Pose(rotation_about((0, 0, 1), -48) @ turned, MOUTH + np.array([-84.0, 62.0, 16.0]))
        self.core, self.cap, self.seat = (
            RigidBody(shape, still=True, cut_depth=None if number == 2 else 0.0)
            for number, shape in enumerate(self.particle())
        )
        self.receptor = ThreadedReceptor(self.start, self.seed, MOUTH, CHAMBER, EXIT)
        ligand = beads_of_ligand(receptor_tables().ligands["elacestrant"])
        self.ligand = RigidBody(
            [(ligand, Role.ELACESTRANT)], self.start, tremble_angstrom=0.2, seed=self.seed + 1
        )
        shape = beads_of_atoms(passed_ubiquitin())
        self.ubiquitins = [
            RigidBody([(shape, Role.UBIQUITIN)], tremble_angstrom=0.3, seed=self.seed + 10 + n)
            for n in range(CHAIN)
        ]
        self.tag()
        self.molecule_view.cast(
            self.core, self.cap, self.seat, self.receptor, self.ligand, *self.ubiquitins
        )
        self.add(self.molecule_view)
        self.labels = {
            "proteasome": self.make_label(
                "proteasome", Role.PROTEASOME, lambda: self.molecule_view.point((4.0, -44.0, 0.0))
            ),
            "receptor": self.make_label("receptor", Role.RECEPTOR, self.receptor_spot),
            "chain": self.make_label("chain", Role.UBIQUITIN, self.chain_spot),
            "threaded": self.make_label(
                "threaded", Role.RECEPTOR, lambda: self.molecule_view.point(MOUTH + IN_THE_CAP)
            ),
            "recycled": self.make_label("recycled", Role.UBIQUITIN, self.free_spot),
            "time": self.make_label("time", Role.INK),
            "peptides": self.make_label("peptides", Role.RECEPTOR, self.peptide_spot),
        }
        self.add(*self.labels.values())

    def particle(self) -> list[list[tuple[Beads, Role]]]:
        """The 26S lying: the 20S, its cap, and what is left standing of the cap under the chain."""
        whole = proteasome()
        alpha, beta, cap = (
            lined(beads.moved(beads.positions @ PROTEASOME_SIDE_VIEW.T))
            for beads in (whole.alpha, whole.beta, whole.cap)
        )
        return [
            [(alpha, Role.PROTEASOME), (beta, Role.PROTEASOME_CORE)],
            [(cap, Role.PROTEASOME_CAP)],
            [(cap.chosen(self.under_the_chain(cap)), Role.PROTEASOME_CAP)],
        ]

    def under_the_chain(self, cap: Beads) -> NDArray[np.bool_]:
        """Which beads of the cap lie in front of the cut and behind the bound chain."""
        chain = np.vstack(
            [pose.apply(beads_of_atoms(passed_ubiquitin()).positions) for pose in self.chain_at(self.bound)]
        )
        gaps, nearest = cKDTree(chain[:, :2]).query(cap.positions[:, :2])
        depth = cap.positions[:, 2]
        return np.asarray((gaps < SEAT_REACH) & (depth > -4.0) & (depth < chain[nearest, 2] - SEAT_BELOW))

    def receptor_spot(self) -> Point:
        """Where the fold is seen."""
        return self.molecule_view.point(self.receptor.anchor("centre"))

    def chain_spot(self) -> Point:
        """Where the chain's second ubiquitin is seen."""
        return self.molecule_view.point(self.ubiquitins[1].anchor("centre"))

    def free_spot(self) -> Point:
        """Where the third ubiquitin is seen."""
        return self.molecule_view.point(self.ubiquitins[2].anchor("centre"))

    def peptide_spot(self) -> Point:
        """Where the middle of a peptide that has left is seen."""
        places, pieces = self.receptor.threading().positions(self.receptor.share)
        return (
            self.molecule_view.point(places[pieces == PEPTIDE].mean(axis=0))
            if (pieces == PEPTIDE).any()
            else PLACE
        )

    def chain_at(self, pose: Pose, shift: NDArray[np.float64] | None = None) -> list[Pose]:
        """Where the ubiquitins of the chain are when the receptor is at `pose`, K467 drawn on by `shift` (3,)."""
        nitrogen = pose.apply(lysine_nitrogen("K467", "antagonist")[None])[0]
        nitrogen = nitrogen if shift is None else nitrogen + shift
        direction = pose.rotation @ self.bound.rotation.T @ np.array([0.70, -0.64, 0.30])
        chain = [first_ubiquitin(nitrogen, direction, 20.0)]
        while len(chain) < CHAIN:
            chain.append(next_ubiquitin(chain[-1]))
        return chain

    def tag(self) -> None:
        """Bring the ubiquitins to where K467 is seen: the chain rides on the receptor.

        Not in depth: the cap holds the chain, and what the fold is drawn back by would sink the chain into the cap.
        """
        shift = self.receptor.shift_of(LYSINE_ROW) * ACROSS if self.receptor.share > 0 else None
        for body, place in zip(self.ubiquitins, self.chain_at(self.receptor.pose, shift), strict=True):
            body.pose = place

    def drifts_in(self, begin: float, end: float) -> list[Motion]:
        """The tagged receptor comes to the cap: the part of its way from `begin` to `end`."""
        between = Pose(
            rotation_about((0, 0, 1), -22) @ self.bound.rotation,
            self.bound.translation + np.array([-34.0, 26.0, 14.0]),
        )
        way, pace = [self.start, between, self.bound], passage(begin, end)
        return [Carry(self.receptor, way, ease=pace), Carry(self.ligand, way, ease=pace), Riding(self.tag)]

    def chain_is_bound(self, frames: int) -> None:
        """The cap has bound the chain: only the two that touch are meant."""
        self.play_for(
            frames,
            *(
                change(each, "dim", DIMMED, 0.0, 0.3)
                for each in (self.core, self.receptor, self.ligand)
            ),
            change(self.cap, "dim", DIMMED / 2, 0.0, 0.3),
            hide(self.labels["proteasome"], 0.0, 0.3),
            show(self.labels["chain"], 0.1, 0.3),
        )

    def receptor_is_threaded(self, frames: int) -> None:
        """The work of the ATPase ring: unfold, thread, take ubiquitin off, cut, let go."""
        let_go = (LYSINE_ROW - 3) / self.receptor.threading().total
        setting_off = round(SETTING_OFF * frames)
        a_frame = 1.0 / (frames - setting_off / 2)  # of the work, at the pace that it then goes on at
        release = frames - round((1.0 - let_go) / a_frame)
        lit = (self.core, self.cap, self.receptor, self.ligand)
        labels = self.labels
        self.play_for(
            release,
            Change(
                self.receptor,
                "share",
                1.0 - (frames - release) * a_frame,
                ease=from_rest(setting_off / release),
            ),
            Riding(self.tag),
            *(change(each, "dim", 0.0, 0.0, 0.25) for each in lit),
            Within(0.1, 1.0, Carry(self.ligand, self.ligand_leaves())),
            show(labels["threaded"], 0.25, 0.4),
            show(labels["time"], 0.4, 0.55),
            hide(labels["chain"], 0.75, 1.0),
        )
        self.play_for(
            frames - release,
            Change(self.receptor, "share", 1.0, ease=steady),
            *(
                Within(0.0, 0.8, Carry(body, self.way_off(n), ease=let_go_early))
                for n, body in enumerate(self.ubiquitins)
            ),
            hide(labels["threaded"], 0.1, 0.15),
            show(labels["recycled"], 0.2, 0.28),
            hide(labels["recycled"], 0.66, 0.73),
            hide(labels["time"], 0.2, 0.25),
            show(labels["peptides"], 0.51, 0.55),
            hide(labels["peptides"], 0.73, 0.77),
        )

    def fewer_are_left(self, frames: int) -> None:
        """From afar: receptors with elacestrant, one by one gone."""
        self.remove(self.molecule_view, *self.labels.values())
        camera = self.camera
        camera.set_backdrop(field_backdrop(camera.pixel_width, camera.pixel_height))
        field = ReceptorField(self, self.label("count"), cut_at_frame=self.context.shot.slot.frames)
        field.rest()
        label = self.make_label("bound", Role.RECEPTOR, field.receptor_spot)
        self.add(*field.painted, label)
        self.play_for(
            frames,
            show(label, 0.05, 0.17),
            hide(label, 0.6, 0.7),
            change(field.receptors, "left", float(LEFT_AT_THE_CUT), 0.06, 0.98, ease=steady),
        )

    def way_off(self, number: int) -> list[Pose]:
        """Rpn11 cuts at the chain's base: the ubiquitins come off together, then part, each whole."""
        pose = self.ubiquitins[number].pose
        turned = rotation_about((1, number, 1), 70) @ pose.rotation
        x, y = RECYCLED_PLACES[number]
        return [
            pose,
            Pose(pose.rotation, pose.translation + np.array(CUT_OFF)),
            Pose(pose.rotation, pose.translation + np.array(PARTED[number])),
            Pose(turned, self.molecule_view.spot(x, y, 60)),
        ]

    def ligand_leaves(self) -> list[Pose]:
        """Elacestrant, no longer held, drifts off."""
        spot, pose = self.molecule_view.spot, self.ligand.pose
        drifting = rotation_about((1, 0, 1), 60) @ pose.rotation
        return [
            pose,
            Pose(drifting, spot(230, 330, 40)),
            Pose(rotation_about((0, 1, 1), 70) @ drifting, spot(-120, 260, 40)),
        ]


def from_rest(until: float) -> Callable[[float], float]:
    """From rest, ever faster `until` this share of the time; then at one pace."""
    return lambda share: (
        (share * share / (2 * until) if share < until else share - until / 2) / (1 - until / 2)
    )


def let_go_early(share: float) -> float:
    """From rest to rest, most of the way at first: the chain is seen to come off before the first peptides are far."""
    return gentle(share**0.6)


CUT_OFF = (8.0, -30.0, 30.0)
"""The chain's first step (Å from where it was bound): down and to the viewer, off the fold before it is off the cap."""

PARTED = ((-22.0, -50.0, 52.0), (-46.0, -30.0, 60.0), (-28.0, -34.0, 46.0), (-16.0, -24.0, 46.0))
"""Where each is then: off the cap, apart from the others, the first well below the fold."""

RECYCLED_PLACES = ((300.0, 620.0), (140.0, 540.0), (180.0, 700.0), (345.0, 770.0))
"""Where each ubiquitin drifts to, design pixels."""

CROWD_SPACING = 190.0
"""Design pixels between the middles of the crowd's extras: what happens stands out from it."""


def lined(beads: Beads) -> Beads:
    """A part of the lying 26S, the wall of its channel darker."""
    along, radius = beads.positions[:, 0], np.hypot(beads.positions[:, 1], beads.positions[:, 2])
    slices = np.floor(along / SLICE).astype(int)
    slices -= slices.min()
    inner = np.full(slices.max() + 1, np.inf)
    np.minimum.at(inner, slices, radius)
    wall = (radius < inner[slices] + LINING) & (radius < WIDEST)
    return Beads(beads.positions, beads.radii, beads.residues, beads.tones + LINING_TONE * wall)


SLICE, WIDEST = 9.0, 44.0
"""Slices along the channel in which its wall is looked for, and the farthest from the axis that it may be (Å)."""
