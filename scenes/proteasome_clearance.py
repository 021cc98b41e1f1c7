"""The 26S proteasome degrades the receptor: it binds the chain, unfolds and threads the receptor, and recycles ubiquitin.

In order: a ubiquitin receptor of the 19S cap binds the chain; a loose end is engaged; the receptor is unfolded
and threaded; ubiquitin is removed and recycled; the polypeptide enters the 20S; peptides leave. Then, at low magnification:
many receptors, of which fewer and fewer are left.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from moa_anim.actors.rigid_bodies import Carry, RigidBody
from moa_anim.actors.threaded_receptor import ThreadedReceptor
from moa_anim.graphics.geometry import Point
from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import (
    CAP_END_ANGSTROM,
    CORE_END_ANGSTROM,
    PROTEASOME_SIDE_VIEW,
    passed_ubiquitin,
    proteasome,
    ubiquitin_chain,
)
from moa_anim.molecule.beads import Beads, beads_of_atoms, beads_of_ligand
from moa_anim.molecule.cut_face import loose_atoms
from moa_anim.molecule.pose import Pose, rotation_about
from moa_anim.molecule.structure import lysine_nitrogen, receptor_tables
from moa_anim.sets.close_up import stage_in_crowd
from moa_anim.sets.receptor_field import CLEARING_AT_THE_CUT, ReceptorField, field_backdrop
from moa_anim.stage.motion import Change, Motion, Riding, Within, change, gentle, hide, passage, show, steady
from moa_anim.stage.scene import CueClock, Cues, MoaScene

SCALE = 2.85
"""Design pixels for one ångström."""

PLACE = (1205.0, 525.0)
"""Where the middle of the 20S is shown (design pixels), with room for ubiquitin at the left and peptides at the right."""

CROWD_SPACING_PIXELS = 190.0
"""Between middles of the crowd (design pixels)."""

MOUTH = np.array([-CAP_END_ANGSTROM, 0.0, 0.0])
"""Entrance of the channel in the cap (Å; long axis to the right, origin in the middle of the 20S)."""

CHAMBER_ANGSTROM = CAP_END_ANGSTROM
"""Distance along the channel from its mouth to the chamber with the active sites, where polypeptides are cut."""

EXIT_ANGSTROM = CAP_END_ANGSTROM + CORE_END_ANGSTROM + 14.0
"""Distance along the channel from its mouth to a point beyond the end of the 20S."""

LINING_ANGSTROM = 9.0
LINING_TONE = -0.15
"""Thickness of the channel's wall that is drawn darker, and its change of tone, so that the channel is visible."""

LINING_SLICE_ANGSTROM = 9.0
"""Thickness of the slices along the channel in which the radius of its wall is determined."""

LINING_WIDEST_ANGSTROM = 44.0
"""Largest distance of the channel's wall from the axis."""

# The front half of the cap is cut away, except beads behind the bound chain: within the first distance of it in the picture's
# plane, and at least the second distance behind the nearest bead of the chain.
SEAT_REACH_ANGSTROM = 8.0
SEAT_BEHIND_ANGSTROM = 8.0

TOUCHING_BEADS_ANGSTROM = 5.7
"""Two beads of the cap whose centres are nearer than this are in contact."""

CUT_PROBE_ANGSTROM = 3.0
"""Radius of the probe that closes the cut faces, since gaps between beads of the cap carry no information."""

DIMMED_SHARE = 0.55
"""Share of paper mixed into what is not in focus."""

ARRIVING_SHARE = 0.62
"""Share of the first cue after which the chain is bound."""

THREAD_LABEL_ANGSTROM = np.array([58.0, 0.0, 0.0])
"""From the mouth (Å) to the middle of the cap, where the label of the thread points."""

STARTING_SHARE = 0.1
"""Share of the second cue in which threading accelerates from rest, so that engagement of the loose end is visible."""

LABELLED_PEPTIDE = 12
"""The labelled peptide, counted from the end that is engaged first: it is at rest while the label is shown."""

BOUND_ANGSTROM = (-26.0, 6.0, 6.0)
"""Place of the folded receptor, from the mouth (Å), while the chain is bound; it stays about there until the chain is
released."""

CHAIN_LENGTH = 4
"""Number of ubiquitins."""

CHAIN_DIRECTION = (0.70, -0.64, 0.30)
"""Direction of the bound chain (right, up, towards the viewer)."""

PICTURE_PLANE = np.array([1.0, 1.0, 0.0])
"""Factors that project a shift onto the picture's plane."""

LYSINE_ROW = 546 - 467
"""Row of K467 among the residues, counted from the end that is engaged first."""

CUT_OFF_ANGSTROM = (8.0, -30.0, 30.0)
"""Shift of the chain after it is cut off (Å): down and towards the viewer, off the receptor before it leaves the cap."""

PARTED_ANGSTROM = ((-22.0, -50.0, 52.0), (-46.0, -30.0, 60.0), (-28.0, -34.0, 46.0), (-16.0, -24.0, 46.0))
"""Next shift of each ubiquitin from its bound place (Å): off the cap, apart from the others, the first below the receptor."""

RECYCLED_PIXELS = ((300.0, 620.0), (140.0, 540.0), (180.0, 700.0), (345.0, 770.0))
"""Where each ubiquitin drifts to (design pixels)."""


class ProteasomeClearance(MoaScene):
    """From the tagged receptor to peptides and intact ubiquitin."""

    def stage(self) -> None:
        """The proteasome across the picture, cut open along its channel; the tagged receptor outside at the left."""
        self.molecule_view = stage_in_crowd(
            self, rotation=np.eye(3), place=PLACE, scale=SCALE, spacing=CROWD_SPACING_PIXELS
        )
        view = self.molecule_view
        turned = rotation_about((0, 0, 1), -14) @ rotation_about((0, 1, 0), -48)
        self.bound = Pose(turned, MOUTH + np.array(BOUND_ANGSTROM))
        self.start = Pose(rotation_about((0, 0, 1), -48) @ turned, MOUTH + np.array([-84.0, 62.0, 16.0]))
        self.core, self.cap, self.seat = (
            RigidBody(shape, still=True, cut_depth=None if number == 2 else 0.0, probe=CUT_PROBE_ANGSTROM)
            for number, shape in enumerate(self.particle())
        )
        self.receptor = ThreadedReceptor(self.start, self.seed, MOUTH, CHAMBER_ANGSTROM, EXIT_ANGSTROM)
        ligand = beads_of_ligand(receptor_tables().ligands["elacestrant"])
        self.ligand = RigidBody(
            [(ligand, Role.ELACESTRANT)], self.start, tremble_angstrom=0.2, seed=self.seed + 1
        )
        shape = beads_of_atoms(passed_ubiquitin())
        self.ubiquitins = [
            RigidBody([(shape, Role.UBIQUITIN)], tremble_angstrom=0.3, seed=self.seed + 10 + n)
            for n in range(CHAIN_LENGTH)
        ]
        self.move_chain()
        self.molecule_view.cast(self.core, self.cap, self.seat, self.receptor, self.ligand, *self.ubiquitins)
        self.add_label("proteasome", Role.PROTEASOME, on=view.point((4.0, -44.0, 0.0)))
        self.add_label("receptor", Role.RECEPTOR, on=view.seen(self.receptor, "centre"))
        self.add_label("chain", Role.UBIQUITIN, on=view.seen(self.ubiquitins[1], "centre"))
        self.add_label("threaded", Role.RECEPTOR, on=view.point(MOUTH + THREAD_LABEL_ANGSTROM))
        self.add_label("recycled", Role.UBIQUITIN, on=view.seen(self.ubiquitins[2], "centre"))
        self.add_label("time", Role.INK)
        self.add_label("peptides", Role.RECEPTOR, on=self.peptide_spot)

    def during_lead(self) -> list[Motion]:
        """The tagged receptor moves towards the cap; both are labelled."""
        labels = self.labels
        return [
            *self.arrival(0.0, self.lead_share()),
            show(labels["proteasome"], 0.2, 1.0),
            show(labels["receptor"], 0.3, 0.9),
        ]

    def cues(self) -> Cues:
        """Return the cues: the chain is bound, the receptor is threaded, fewer receptors are left."""
        return {
            "cleared": self.chain_is_bound,
            "system": self.receptor_is_threaded,
            "fewer": self.fewer_are_left,
        }

    def lead_share(self) -> float:
        """Return the share of the receptor's path that falls into the lead; the motion continues in the first cue."""
        arriving = round(ARRIVING_SHARE * self.frames_of("cleared"))
        return self.lead() / (self.lead() + arriving)

    def particle(self) -> list[list[tuple[Beads, Role]]]:
        """Return the lying 26S: the 20S, its cap, and the cap's beads that support the chain."""
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
        """Return a mask of the cap's beads that lie in front of the cut and behind the bound chain."""
        chain = np.vstack(
            [pose.apply(beads_of_atoms(passed_ubiquitin()).positions) for pose in self.chain_at(self.bound)]
        )
        gaps, nearest = cKDTree(chain[:, :2]).query(cap.positions[:, :2])
        depth, behind = cap.positions[:, 2], chain[nearest, 2] - SEAT_BEHIND_ANGSTROM
        under = (gaps < SEAT_REACH_ANGSTROM) & (depth > -4.0) & (depth < behind)
        # Beads that have no contact with the part behind the cut would float.
        held = ~loose_atoms(cap.positions, under | (depth < 0.0), TOUCHING_BEADS_ANGSTROM)
        return np.asarray(under & held)

    def peptide_spot(self) -> Point:
        """Return where the middle of the labelled peptide is shown; PLACE before it is cut."""
        places, pieces = self.receptor.threading().positions(self.receptor.share)
        return (
            self.molecule_view.point(places[pieces == LABELLED_PEPTIDE].mean(axis=0))
            if (pieces == LABELLED_PEPTIDE).any()
            else PLACE
        )

    def chain_at(self, pose: Pose, shift: NDArray[np.float64] | None = None) -> list[Pose]:
        """Return the poses of the chain when the receptor is at `pose` and K467 shifted by `shift` (3,; Å)."""
        nitrogen = pose.apply(lysine_nitrogen("K467", "antagonist")[None])[0]
        nitrogen = nitrogen if shift is None else nitrogen + shift
        direction = pose.rotation @ self.bound.rotation.T @ np.array(CHAIN_DIRECTION)
        return ubiquitin_chain(nitrogen, direction, 20.0, CHAIN_LENGTH)

    def move_chain(self) -> None:
        """Move the ubiquitins with K467, in the picture's plane only, since the cap holds the chain at its depth."""
        shift = self.receptor.shift_of(LYSINE_ROW) * PICTURE_PLANE if self.receptor.share > 0 else None
        for body, place in zip(self.ubiquitins, self.chain_at(self.receptor.pose, shift), strict=True):
            body.pose = place

    def arrival(self, begin: float, end: float) -> list[Motion]:
        """Return the motions of the tagged receptor along a part of its path to the cap, given as shares."""
        between = Pose(
            rotation_about((0, 0, 1), -22) @ self.bound.rotation,
            self.bound.translation + np.array([-34.0, 26.0, 14.0]),
        )
        path, pace = [self.start, between, self.bound], passage(begin, end)
        return [
            Carry(self.receptor, path, ease=pace),
            Carry(self.ligand, path, ease=pace),
            Riding(self.move_chain),
        ]

    def chain_is_bound(self, cue: CueClock) -> None:
        """The receptor arrives and the cap binds the chain; everything but cap and chain is dimmed."""
        labels = self.labels
        self.play_for(
            cue.part(ARRIVING_SHARE),
            *self.arrival(self.lead_share(), 1.0),
            hide(labels["receptor"], 0.65, 0.85),
        )
        self.play_for(
            cue.rest,
            change([self.core, self.receptor, self.ligand], "dim", DIMMED_SHARE, 0.0, 0.3),
            change([self.cap, self.seat], "dim", DIMMED_SHARE / 2, 0.0, 0.3),
            hide(labels["proteasome"], 0.0, 0.3),
            show(labels["chain"], 0.1, 0.3),
        )

    def receptor_is_threaded(self, cue: CueClock) -> None:
        """The receptor is unfolded and threaded, ubiquitin removed and recycled, the polypeptide cut, peptides released."""
        frames = cue.frames
        release_share = (LYSINE_ROW - 3) / self.receptor.threading().total
        starting_frames = cue.part(STARTING_SHARE)
        frame_share = 1.0 / (
            frames - starting_frames / 2
        )  # share of the threading in one frame, at full speed
        release = frames - round((1.0 - release_share) / frame_share)
        dimmed = (self.core, self.cap, self.seat, self.receptor, self.ligand)
        labels = self.labels
        self.play_for(
            release,
            Change(
                self.receptor,
                "share",
                1.0 - (frames - release) * frame_share,
                ease=from_rest(starting_frames / release),
            ),
            Riding(self.move_chain),
            change(dimmed, "dim", 0.0, 0.0, 0.25),
            Within(0.1, 1.0, Carry(self.ligand, self.ligand_leaves())),
            show(labels["threaded"], 0.25, 0.4),
            show(labels["time"], 0.4, 0.55),
            hide(labels["chain"], 0.75, 1.0),
        )
        self.play_for(
            cue.rest,
            Change(self.receptor, "share", 1.0, ease=steady),
            *(
                Within(0.0, 0.8, Carry(body, self.recycling_path(n), ease=ease_early))
                for n, body in enumerate(self.ubiquitins)
            ),
            hide(labels["threaded"], 0.1, 0.15),
            show(labels["recycled"], 0.2, 0.28, until=(0.66, 0.73)),
            hide(labels["time"], 0.2, 0.25),
            show(labels["peptides"], 0.51, 0.55, until=(0.73, 0.77)),
        )

    def fewer_are_left(self, cue: CueClock) -> None:
        """Cut to many receptors with elacestrant, which disappear one by one."""
        self.remove(self.molecule_view, *self.labels.values())
        self.set_backdrop(field_backdrop)
        field = ReceptorField(self, self.label("count"), cut_at_frame=self.context.shot.slot.frames)
        field.rest()
        self.add(*field.painted)
        label = self.add_label("bound", Role.RECEPTOR, on=field.receptor_spot)
        self.play_for(
            cue.frames,
            show(label, 0.05, 0.17, until=(0.6, 0.7)),
            change(field, "clearing", CLEARING_AT_THE_CUT, 0.0, 1.0, ease=steady),
        )

    def recycling_path(self, number: int) -> list[Pose]:
        """Return a ubiquitin's path: Rpn11 cuts at the chain's base, so all leave together, then separate, each intact."""
        pose = self.ubiquitins[number].pose
        turned = rotation_about((1, number, 1), 70) @ pose.rotation
        x, y = RECYCLED_PIXELS[number]
        return [
            pose,
            Pose(pose.rotation, pose.translation + np.array(CUT_OFF_ANGSTROM)),
            Pose(pose.rotation, pose.translation + np.array(PARTED_ANGSTROM[number])),
            Pose(turned, self.molecule_view.spot(x, y, 60)),
        ]

    def ligand_leaves(self) -> list[Pose]:
        """Return elacestrant's path: no longer bound, it drifts away."""
        spot, pose = self.molecule_view.spot, self.ligand.pose
        drifting = rotation_about((1, 0, 1), 60) @ pose.rotation
        return [
            pose,
            Pose(drifting, spot(230, 330, 40)),
            Pose(rotation_about((0, 1, 1), 70) @ drifting, spot(-120, 260, 40)),
        ]


def from_rest(until: float) -> Callable[[float], float]:
    """Return an easing that accelerates from rest until the share `until` of the time, then has constant speed."""
    return lambda share: (
        (share * share / (2 * until) if share < until else share - until / 2) / (1 - until / 2)
    )


def ease_early(share: float) -> float:
    """Ease from rest to rest, faster at first, so that the chain is off before the first peptides are far away."""
    return gentle(share**0.6)


def lined(beads: Beads) -> Beads:
    """Return a part of the lying 26S with the wall of its channel darker."""
    along, radius = beads.positions[:, 0], np.hypot(beads.positions[:, 1], beads.positions[:, 2])
    slices = np.floor(along / LINING_SLICE_ANGSTROM).astype(int)
    slices -= slices.min()
    inner = np.full(slices.max() + 1, np.inf)
    np.minimum.at(inner, slices, radius)
    wall = (radius < inner[slices] + LINING_ANGSTROM) & (radius < LINING_WIDEST_ANGSTROM)
    return Beads(beads.positions, beads.radii, beads.residues, beads.tones + LINING_TONE * wall)
