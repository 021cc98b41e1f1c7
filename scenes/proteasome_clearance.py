"""The 26S proteasome degrades the receptor: it binds the chain, unfolds and threads the receptor, and recycles ubiquitin.

The camera goes with the tagged receptor to the proteasome. In order: a ubiquitin receptor of the 19S cap binds the chain; the
disordered tail is engaged; the receptor is unfolded and threaded, and lets elacestrant go; the chain is cut off whole at its
base, and parts later; the polypeptide enters the 20S; peptides leave. Then the camera pulls back to many receptors, of which
fewer and fewer are left.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from moa_anim.actors.crowd_layers import CrowdLayers, Home
from moa_anim.actors.proteasome import CUT_PROBE_ANGSTROM, lined
from moa_anim.actors.receptor import UNCUT_DEPTH_ANGSTROM
from moa_anim.actors.rigid_bodies import Carry, RigidBody
from moa_anim.actors.threaded_receptor import TAIL_RESIDUES, ThreadedReceptor
from moa_anim.graphics.geometry import Point
from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import (
    CAP_END_ANGSTROM,
    CORE_END_ANGSTROM,
    PROTEASOME_SIDE_VIEW,
    passed_ubiquitin,
    proteasome,
)
from moa_anim.molecule.beads import Beads, beads_of_atoms, beads_of_ligand
from moa_anim.molecule.bodies import View
from moa_anim.molecule.cut_face import TOUCHING_ANGSTROM, TOUCHING_RADII, loose_atoms
from moa_anim.molecule.pose import Pose, rotation_about
from moa_anim.molecule.structure import receptor_tables
from moa_anim.molecule.ubiquitin_growth import joint_on
from moa_anim.sets.distant_sight import DistantSight
from moa_anim.sets.proteasome_approach import (
    MOUTH,
    PICTURE_PLACE,
    PICTURE_SCALE,
    ApproachProteasome,
    at_the_mouth,
    first_view,
    turned_view,
)
from moa_anim.sets.receptor_field import (
    CLEARING_AT_THE_CUT,
    FIELD_CROWD_SCALE,
    FIELD_CROWD_SPACING,
    FIELD_SEED,
    FIELD_VIEW,
    FieldSight,
    ReceptorField,
)
from moa_anim.sets.tagged_receptor import (
    COASTING_PIXELS,
    TAGGED_CROWD_SPACING_PIXELS,
    TAGGED_CUT_ANGSTROM,
    TAGGED_PLACE,
    TAGGED_SCALE,
    TAGGED_SEED,
    TAGGED_VIEW,
    TRAVELLED_PIXELS,
    coasting,
    lysine_side_chain,
    seen_from_the_front,
    setting_off,
    tagged_chain,
    travelling,
)
from moa_anim.stage.dive import Scrim
from moa_anim.stage.followed import Followed
from moa_anim.stage.molecule_view import MoleculeView
from moa_anim.stage.motion import Change, Motion, Riding, Within, change, hide, key, passage, show, steady
from moa_anim.stage.out_of_focus import OutOfFocus
from moa_anim.stage.reframing import Reframe, reframed
from moa_anim.stage.scene import CueClock, Cues, MoaScene

SCALE = 2.85
"""Design pixels for one ångström once the proteasome is reached."""

PLACE = (1205.0, 525.0)
"""Where the middle of the 20S is shown (design pixels), with room for ubiquitin at the left and peptides at the right."""

CROWD_SPACING_PIXELS = 190.0
"""Between middles of the crowd (design pixels)."""

CHAMBER_ANGSTROM = CAP_END_ANGSTROM
"""Distance along the channel from its mouth to the chamber with the active sites, where polypeptides are cut."""

EXIT_ANGSTROM = CAP_END_ANGSTROM + CORE_END_ANGSTROM + 14.0
"""Distance along the channel from its mouth to a point beyond the end of the 20S."""

# The front half of the cap is cut away, except beads behind the bound chain: within the first distance of it in the picture's
# plane, and at least the second distance behind the nearest bead of the chain.
SEAT_REACH_ANGSTROM = 8.0
SEAT_BEHIND_ANGSTROM = 8.0

LOBE_CUT_ANGSTROM = -90.0
"""Where the cut ends in the part of the cap that would float behind it: behind all of it. It leaves bit by bit."""

TOUCHING_BEADS_ANGSTROM = 5.7
"""Two beads of the cap whose centres are nearer than this are in contact."""

ARRIVING_SHARE = 0.56
"""Share of the first cue after which the camera is at the mouth and the chain is bound."""

COASTING_SHARE = 0.4
"""Share of that time after which the crowd, which the receptor passes at first, no longer falls behind by itself."""

DRAWING_BACK_SPAN = (0.05, 1.0)
"""Begin and end of the camera's way back to the whole 26S, as shares of the time until elacestrant is let go."""

CUT_CLOSES_SPAN = (0.1, 0.62)
"""Begin and end of the closing of the receptor's cut, as shares of the arrival in the first cue."""

TAIL_FOUND_SHARE = 0.34
"""Share of the rest of that cue in which the tail's free end comes to the channel's mouth; then it is drawn in."""

ENGAGED_RESIDUES = 24
"""Residues of the tail that are in the channel at the end of the first cue."""

THREAD_LABEL_ANGSTROM = np.array([58.0, 0.0, 0.0])
"""From the mouth (Å) to the middle of the cap, where the label of the thread points."""

STARTING_SHARE = 0.3
ACCELERATING_SHARE = 0.1
"""Share of the tail's engagement in which the receptor starts from rest, and of the second cue in which it gets faster."""

TIME_LABEL_AT = (1500.0, 850.0)
"""Where it is said that this is not real time (design pixels): below the peptides, away from other words."""

LABELLED_PEPTIDE = 17
"""The labelled peptide, counted from the end that is engaged first: it is at rest while the label is shown."""

START_ANGSTROM = (-247.0, 24.0, 6.0)
"""Place of the tagged receptor when the shot begins, from the mouth (Å): the proteasome is outside the picture."""

BOUND_ANGSTROM = (-29.0, 14.0, 6.0)
"""Place of the folded receptor, from the mouth (Å), while the chain is bound; it stays about there until the chain is
released."""

BOUND_DEGREES = -60.0
"""Its turn in the picture from the shot's beginning to there, which lays the chain along the cap."""

WAYPOINTS = (((-162.0, 50.0, 20.0), -8.0), ((-96.0, 22.0, 26.0), -38.0))
"""Places from the mouth (Å) and turns (degrees) on the way: it wanders, and is not led."""

HINGE_DEGREES = 55.0
"""Bend of the chain in the picture, between its second and its third ubiquitin, by which it comes to lie along the cap."""

HINGE_SPAN = (0.35, 1.0)
"""Begin and end of that bending, as shares of the arrival in the first cue."""

DANGLING_ANGSTROM = (-66.0, 62.0, 20.0)
FREE_END_ANGSTROM = (24.0, 66.0, 30.0)
"""Where the tail's free end is from the receptor's place (Å): while the receptor travels, behind it and on the side away from
helix 12; and when the chain is bound. As seen: it turns with the view."""

DANGLING_SPAN = (0.45, 1.0)
"""Begin and end of its way from there to there, as shares of the arrival in the first cue."""

TAIL_BENDS = np.array(
    [[0.3, 4.0, 2.2], [-0.25, 0.1, 0.05], [0.08, -0.05, 0.08], [0.05, 0.08, 0.05], [-0.05, 0.05, -0.05]]
)
"""Directions in which the tail bends, one for each half wave: one bow, up and towards the viewer, clear of the
receptor."""

CHAIN_TREMBLE_ANGSTROM = 0.3
"""Random displacement of the chain's ubiquitins."""

KINKS_ANGSTROM = 3.0
"""How far the thread's kinks stand out from the channel's axis: it is a chain with side chains, no straw."""

# The chain's last ubiquitins are held by the cap, the first follows the lysine.
FOLLOWING = (1.0, 0.9, 0.76, 0.62)
"""Share of the lysine's movement that each ubiquitin of the bound chain follows."""

PICTURE_PLANE = np.array([1.0, 1.0, 0.0])
"""Factors that project a shift onto the picture's plane."""

LYSINE_ROW = 546 - 467
"""Row of K467 among the residues of the fold, counted from the end that is engaged first."""

OPENED_ROW = 30
"""Row of the fold that is being engaged when the pocket has opened and elacestrant is let go."""

CUT_OFF_ROW = LYSINE_ROW - 3
"""Row that is being engaged when the chain is cut off, at the lysine, just before the channel's mouth."""

CHAIN_SPAN = (0.0, 0.3)
PARTING_SPAN = (0.34, 0.95)
"""Begin and end of the whole chain's way off the cap and of the parting of its ubiquitins, as shares of the time from the
cut to the end of the cue."""

CHAIN_WAY = (((-20.0, -24.0, 34.0), -6.0), ((-60.0, -12.0, 44.0), 12.0))
"""Shifts (Å) and turns (degrees, in the picture) of the whole chain after it is cut off."""

RECYCLED_PIXELS = ((330.0, 650.0), (140.0, 690.0), (450.0, 765.0), (245.0, 805.0))
"""Where each ubiquitin drifts to (design pixels)."""

LET_GO_PIXELS = ((330.0, 330.0), (200.0, 300.0))
DRIFTING_ON_PIXELS = ((135.0, 275.0), (250.0, 235.0))
"""Where elacestrant drifts by way of and to, and how it goes on (design pixels)."""


PULLING_BACK_SHARE = 0.36
"""Share of the last cue in which the camera pulls back to the field."""

CLEARING_AT_FIRST = 1.27
"""Seconds of clearing when the camera begins to pull back: the first receptors are tagged. The one that the shot followed is
gone already, and was one of the 24: the count begins at 23."""

AROUND_OPACITY = 0.55
AROUND_SOFTNESS = 9.0
"""Opacity and softness (design pixels) of the field behind the 26S when the camera begins to go back."""

AROUND_SPAN = (0.0, 0.4)
IN_FOCUS_SPAN = (0.4, 0.95)
"""Begin and end, as shares of that, of the field's coming out of the haze, and of its coming into focus."""

DIFFUSING_AWAY_PIXELS = ((1120.0, 1010.0), (985.0, 1000.0), (1275.0, 1015.0), (1190.0, 1030.0))
LIGAND_AWAY_PIXELS = ((1090.0, 640.0), (1040.0, 1000.0))
"""Where each ubiquitin and elacestrant diffuse to in the field, out of the picture (design pixels)."""

PEPTIDES_GO_SPAN = (0.0, 0.3)
"""Begin and end, as shares of the rest of the last cue, of the fading of the few peptides that are still in the picture."""


def moved(view: View, pixels: float) -> View:
    """Return a view whose picture is moved to the right (design pixels)."""
    return reframed(view, place=(view.place[0] + pixels, view.place[1]))


class WholeChain:
    """The chain, cut off and still whole: its ubiquitins move as one body with `pose`, from where it was cut off."""

    def __init__(self, ubiquitins: list[RigidBody]) -> None:
        self._ubiquitins, self._poses = ubiquitins, [each.pose for each in ubiquitins]
        self.middle = np.mean([each.translation for each in self._poses], axis=0)
        self._pose = Pose(np.eye(3), self.middle)

    @property
    def pose(self) -> Pose:
        """The pose of the frame about the chain's middle."""
        return self._pose

    @pose.setter
    def pose(self, pose: Pose) -> None:
        self._pose = pose
        for body, place in zip(self._ubiquitins, self.moved(pose), strict=True):
            body.pose = place

    def moved(self, pose: Pose) -> list[Pose]:
        """Return the poses of the ubiquitins when the chain's frame is at `pose`."""
        motion = pose.after(Pose(np.eye(3), -self.middle))
        return [motion.after(each) for each in self._poses]


class ProteasomeClearance(MoaScene):
    """From the tagged receptor to peptides and intact ubiquitin."""

    needs = {
        "tables": ["drug", "ubiquitin", "proteasome_20s", "proteasome_20s_open_gate", "proteasome_cap"],
        "schematic": "the cap's ubiquitin site and channel, the disordered tail, unfolding, threading, numbers",
        "cues": {
            "cleared": (
                5.3,
                "proteasome recognised carried taken cleared",
                "The tagged receptor comes to the mouth of the proteasome",
            ),
            "system": (
                8.0,
                "unfolded threaded cut peptides degraded destroyed system broken",
                "It is unfolded, threaded and cut into peptides",
            ),
            "fewer": (
                4.8,
                "fewer less number reducing remain left",
                "The view draws back: fewer receptors are left",
            ),
        },
        "labels": {
            "proteasome": "26S proteasome",
            "receptor": "tagged ERα",
            "chain": "ubiquitin chain bound",
            "tail": "disordered tail",
            "threaded": "unfolded and threaded",
            "drug": "{drug}",
            "recycled": "ubiquitin, recycled",
            "peptides": "peptides",
            "time": "not real time",
            "count": "receptors left",
            "note": "illustrative numbers",
            "bound": "ERα with {drug}",
            "others": "to other proteasomes",
        },
        "lead_seconds": 0.5,
        "tail_seconds": 0.4,
        "seed": 26,
        "facts": ["degrades"],
    }

    def stage(self) -> None:
        """The tagged receptor as the previous shot ends with it; the proteasome outside the picture at the right."""
        start = MOUTH + np.array(START_ANGSTROM)
        first = self.first = first_view(start, TAGGED_SCALE, TAGGED_PLACE)
        view = self.molecule_view = MoleculeView(
            self, rotation=first.rotation, centre=first.centre, place=first.place, scale=first.scale
        )
        self.sight: FieldSight | None = None
        self.near = View(np.eye(3), np.zeros(3), SCALE, PLACE)
        crowds = [
            Home(moved(first, TRAVELLED_PIXELS), TAGGED_SCALE, TAGGED_CROWD_SPACING_PIXELS, TAGGED_SEED),
            *(
                Home(moved(each, -COASTING_PIXELS), SCALE, CROWD_SPACING_PIXELS, self.seed)
                for each in (at_the_mouth(), self.near)
            ),
            Home(moved(FIELD_VIEW, -COASTING_PIXELS), FIELD_CROWD_SCALE, FIELD_CROWD_SPACING, FIELD_SEED),
        ]
        self.crowd = CrowdLayers(self, crowds, self.present_view)
        self.put_behind(self.crowd)
        self.start = seen_from_the_front(start, first.rotation)
        self.bound = self.turned(BOUND_DEGREES, BOUND_ANGSTROM)
        shapes = self.particle_shapes()
        self.core, self.cap, self.lobe, self.seat = self.particle = [
            RigidBody(shape, still=True, cut_depth=None if number == 3 else 0.0, probe=CUT_PROBE_ANGSTROM)
            for number, shape in enumerate(shapes)
        ]
        whole = MoleculeView(
            self, rotation=turned_view(), centre=MOUTH, place=PICTURE_PLACE, scale=PICTURE_SCALE
        )
        whole.cast(*(RigidBody(shape, still=True) for shape in shapes[:3]))
        self.whole = Followed(whole, self.present_view)
        for each in self.particle:
            each.shown = False
        self.receptor = ThreadedReceptor(
            self.start, self.seed, MOUTH, CHAMBER_ANGSTROM, EXIT_ANGSTROM, tail=True, kinks=KINKS_ANGSTROM
        )
        self.receptor.tail_shown, self.receptor.bends = 0.0, TAIL_BENDS
        self.reaching = 0.0
        ligand = beads_of_ligand(receptor_tables().ligands["drug"])
        self.ligand = RigidBody([(ligand, Role.DRUG)], self.start, tremble_angstrom=0.2, seed=self.seed + 1)
        self.lysine = RigidBody([(lysine_side_chain(), Role.RECEPTOR)], self.start)
        shape = beads_of_atoms(passed_ubiquitin())
        self.ubiquitins = [
            RigidBody([(shape, Role.UBIQUITIN)], seed=self.seed + 10 + n) for n in range(len(FOLLOWING))
        ]
        self.hinge, self.opened = 0.0, TAGGED_CUT_ANGSTROM
        view.cast(self.receptor, self.ligand, self.lysine, *self.ubiquitins, *self.particle)
        self.move_with_receptor()
        self.add(self.whole, view)
        self.add_label("proteasome", Role.INK, on=lambda: view.point((4.0, -44.0, 0.0)))
        self.add_label("receptor", Role.RECEPTOR, on=view.seen(self.receptor, "centre"))
        self.add_label("chain", Role.UBIQUITIN, on=view.seen(self.ubiquitins[3], "centre"))
        self.add_label("tail", Role.RECEPTOR, on=self.tail_spot)
        self.add_label("threaded", Role.RECEPTOR, on=lambda: view.point(MOUTH + THREAD_LABEL_ANGSTROM))
        self.add_label("drug", Role.DRUG, on=view.seen(self.ligand, "centre"))
        self.add_label("recycled", Role.UBIQUITIN, on=view.seen(self.ubiquitins[2], "centre"))
        self.add_label("time", Role.LIGASE, aside=True).stand(lambda: TIME_LABEL_AT)
        self.add_label("peptides", Role.RECEPTOR, on=self.peptide_spot)

    @property
    def reaching(self) -> float:
        """How far the tail's free end has come, 0…1, from where it dangles to where it waits before the channel."""
        return self._reaching

    @reaching.setter
    def reaching(self, share: float) -> None:
        self._reaching = share
        dangling, waiting = np.array(DANGLING_ANGSTROM), np.array(FREE_END_ANGSTROM)
        self.receptor.free_end = dangling + share * (waiting - dangling)

    def present_view(self) -> View:
        """Return the view at this frame: of the molecules until the camera pulls back, then of the field."""
        return self.sight.view() if self.sight else self.molecule_view.view

    def turned(self, degrees: float, place: tuple[float, float, float]) -> Pose:
        """Return the receptor's pose at a place from the mouth (Å), turned in the picture since the shot's beginning."""
        return Pose(rotation_about((0, 0, 1), degrees) @ TAGGED_VIEW, MOUTH + np.array(place))

    def during_lead(self) -> list[Motion]:
        """The tagged receptor, which is named, begins to move; its disordered tail, in no structure, begins to grow."""
        return [
            self.approach(0.0, self.lead_share()),
            *self.arrival(0.0, self.lead_share()),
            travelling(self.crowd, COASTING_PIXELS, coasting, 0.0, self.coasting_share()),
            Change(self.receptor, "tail_shown", self.coasting_share(), ease=setting_off),
            # From rest: the shot before ends with the chain as it is bound.
            change(self.ubiquitins, "tremble_angstrom", CHAIN_TREMBLE_ANGSTROM, 0.0, 1.0),
            show(self.labels["receptor"], 0.2, 1.0),
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

    def approach(self, begin: float, end: float) -> Motion:
        """Return a part of the camera's way to the mouth of the proteasome, given as shares of its time."""
        opening = (self.core, 0.0), (self.cap, 0.0), (self.lobe, LOBE_CUT_ANGSTROM)
        return ApproachProteasome(
            self.molecule_view, self.first, self.whole, self.particle, opening, begin, end
        )

    def coasting_share(self) -> float:
        """Return the share of the crowd's own way that falls into the lead."""
        arriving = round(ARRIVING_SHARE * self.frames_of("cleared"))
        return self.lead() / (self.lead() + COASTING_SHARE * arriving)

    def particle_shapes(self) -> list[list[tuple[Beads, Role]]]:
        """Return the lying 26S: the 20S, its cap, what of the cap the cut leaves floating, and what supports the chain."""
        (alpha, beta, cap), floating = lying_proteasome()
        return [
            [(alpha, Role.PROTEASOME), (beta, Role.PROTEASOME_CORE)],
            [(cap.chosen(~floating), Role.PROTEASOME_CAP)],
            [(cap.chosen(floating), Role.PROTEASOME_CAP)],
            [(cap.chosen(self.under_the_chain(cap)), Role.PROTEASOME_CAP)],
        ]

    def under_the_chain(self, cap: Beads) -> NDArray[np.bool_]:
        """Return a mask of the cap's beads that lie in front of the cut and behind the bound chain."""
        chain = np.vstack(
            [
                pose.apply(beads_of_atoms(passed_ubiquitin()).positions)
                for pose in self.chain_on(self.bound, HINGE_DEGREES)
            ]
        )
        gaps, nearest = cKDTree(chain[:, :2]).query(cap.positions[:, :2])
        depth, behind = cap.positions[:, 2], chain[nearest, 2] - SEAT_BEHIND_ANGSTROM
        under = (gaps < SEAT_REACH_ANGSTROM) & (depth > -4.0) & (depth < behind)
        # Beads that have no contact with the part behind the cut would float.
        held = ~loose_atoms(cap.positions, under | (depth < 0.0), TOUCHING_BEADS_ANGSTROM)
        return np.asarray(under & held)

    def tail_spot(self) -> Point:
        """Return where the middle of the disordered tail is shown, as it is bent now (design pixels)."""
        places, _ = self.receptor.threading(self.seconds).positions(self.receptor.share)
        return self.molecule_view.point(places[TAIL_RESIDUES // 2])

    def peptide_spot(self) -> Point:
        """Return where the middle of the labelled peptide is shown; PLACE before it is cut."""
        places, pieces = self.receptor.threading().positions(self.receptor.share)
        return (
            self.molecule_view.point(places[pieces == LABELLED_PEPTIDE].mean(axis=0))
            if (pieces == LABELLED_PEPTIDE).any()
            else PLACE
        )

    @staticmethod
    def chain_on(receptor: Pose, degrees: float) -> list[Pose]:
        """Return the poses of the ubiquitins on a receptor at a pose, the last two turned about their joint by `degrees`."""
        chain = tagged_chain(receptor)
        joint = joint_on(chain[1], 2)
        turn = rotation_about((0, 0, 1), degrees)
        hinge = Pose(turn, joint - turn @ joint)
        return [*chain[:2], *(hinge.after(pose) for pose in chain[2:])]

    def move_with_receptor(self) -> None:
        """Move the chain with its lysine, in the picture's plane only, since the cap holds it at its depth."""
        receptor = self.receptor
        moving = receptor.share > 0.0
        shift = receptor.shift_of(LYSINE_ROW) if moving else np.zeros(3)
        chain = self.chain_on(receptor.pose, self.hinge)
        for body, place, share in zip(self.ubiquitins, chain, FOLLOWING, strict=True):
            body.pose = Pose(place.rotation, place.translation + share * shift * PICTURE_PLANE)
        self.lysine.pose = Pose(receptor.pose.rotation, receptor.pose.translation + shift)
        view = self.molecule_view.view
        depth = float((receptor.pose.translation - view.centre) @ view.rotation[2])
        receptor.cut_depth = depth + self.opened if self.opened < UNCUT_DEPTH_ANGSTROM else None
        receptor.tail_frame = view.rotation

    def move_all(self) -> None:
        """Move the chain with its lysine, and elacestrant with the fold that holds it."""
        self.move_with_receptor()
        pose = self.receptor.pose
        self.ligand.pose = Pose(pose.rotation, pose.translation + self.receptor.fold_shift())

    def arrival(self, begin: float, end: float) -> list[Motion]:
        """Return the motions of the tagged receptor along a part of its path to the cap, given as shares."""
        between = [self.turned(degrees, place) for place, degrees in WAYPOINTS]
        path, pace = [self.start, *between, self.bound], passage(begin, end)
        return [
            Carry(self.receptor, path, ease=pace),
            Carry(self.ligand, path, ease=pace),
            Riding(self.move_with_receptor),
        ]

    def chain_is_bound(self, cue: CueClock) -> None:
        """The camera goes to the proteasome; the receptor arrives, the cap binds the chain, the tail finds the channel."""
        labels = self.labels
        arriving = cue.part(ARRIVING_SHARE)
        comes, *along = self.arrival(self.lead_share(), 1.0)
        self.play_for(
            arriving,
            self.approach(self.lead_share(), 1.0),
            Within(
                0.0,
                COASTING_SHARE,
                travelling(self.crowd, COASTING_PIXELS, coasting, self.coasting_share(), 1.0),
            ),
            change(self, "hinge", HINGE_DEGREES, *HINGE_SPAN),
            change(self, "opened", UNCUT_DEPTH_ANGSTROM, *CUT_CLOSES_SPAN),
            Within(0.0, COASTING_SHARE, Change(self.receptor, "tail_shown", 1.0, ease=coasting)),
            key(comes),
            *along,
            show(labels["proteasome"], 0.44, 0.54, until=(0.86, 0.94)),
            hide(labels["receptor"], 0.75, 0.85),
            change(self, "reaching", 1.0, *DANGLING_SPAN),
        )
        self.remove(self.whole)
        self.lobe.shown = False
        engaged = ENGAGED_RESIDUES / self.receptor.threading().total
        self.play_for(
            cue.rest,
            show(labels["chain"], 0.02, 0.14, until=(0.85, 1.0)),
            show(labels["tail"], 0.12, 0.24, until=(0.8, 0.95)),
            Within(0.0, TAIL_FOUND_SHARE, Change(self.receptor, "found", 1.0)),
            Within(
                TAIL_FOUND_SHARE, 1.0, Change(self.receptor, "share", engaged, ease=from_rest(STARTING_SHARE))
            ),
            Riding(self.move_all),
        )

    def receptor_is_threaded(self, cue: CueClock) -> None:
        """The receptor is unfolded and threaded; it lets elacestrant go; ubiquitin is recycled; peptides are released."""
        labels, receptor = self.labels, self.receptor
        progress = Progress(receptor.share, ACCELERATING_SHARE)
        opened, cut_off = (
            round(cue.frames * progress.time_of((TAIL_RESIDUES + row) / receptor.threading().total))
            for row in (OPENED_ROW, CUT_OFF_ROW)
        )
        spans = [(begin / cue.frames, end / cue.frames) for begin, end in ((0, opened), (opened, cut_off))]
        self.play_for(
            opened,
            progress.change(receptor, *spans[0]),
            Riding(self.move_all),
            Within(*DRAWING_BACK_SPAN, Reframe(self.molecule_view, self.near)),
            show(labels["threaded"], 0.2, 0.4),
        )
        drifting = self.ligand_leaves()
        self.play_for(
            cut_off - opened,
            progress.change(receptor, *spans[1]),
            Riding(self.move_with_receptor),
            Carry(self.ligand, drifting[0], ease=passage(0.0, drifting[1])),
            show(labels["drug"], 0.1, 0.4),
            show(labels["time"], 0.0, 0.3),
            hide(labels["threaded"], 0.6, 0.9),
        )
        self.lysine.shown = False
        chain = WholeChain(self.ubiquitins)
        whole = [
            Pose(rotation_about((0, 0, 1), degrees), chain.middle + np.array(shift))
            for shift, degrees in (((0.0, 0.0, 0.0), 0.0), *CHAIN_WAY)
        ]
        self.play_for(
            cue.rest,
            progress.change(receptor, spans[1][1], 1.0),
            Within(0.0, 0.2, Carry(self.ligand, drifting[0], ease=passage(drifting[1], 1.0))),
            Within(0.2, 1.0, Carry(self.ligand, self.drifting_on(drifting[0][-1]))),
            Within(*CHAIN_SPAN, Carry(chain, whole)),
            *(
                Within(*PARTING_SPAN, Carry(body, self.recycling_path(n, pose)))
                for n, (body, pose) in enumerate(zip(self.ubiquitins, chain.moved(whole[-1]), strict=True))
            ),
            hide(labels["drug"], 0.14, 0.2),
            show(labels["recycled"], 0.22, 0.28, until=(0.78, 0.84)),
            show(labels["peptides"], 0.5, 0.56, until=(0.84, 0.9)),
            hide(labels["time"], 0.93, 0.99),
        )

    def fewer_are_left(self, cue: CueClock) -> None:
        """The camera pulls back to many receptors around this proteasome, which are carried to it one after another."""
        words, note = self.label("count"), self.label("note")
        field = ReceptorField(
            self, words, cut_at_frame=self.context.shot.slot.frames, note=note, first_gone=True
        )
        field.rest(CLEARING_AT_FIRST)
        sight = self.sight = field.sight
        sight.set(PLACE, SCALE / FIELD_VIEW.scale)
        field.count.opacity = 0.0
        self.remove(self.molecule_view)
        for each in self.particle:
            self.molecule_view.actors.remove(each)
        left_behind = Followed(self.molecule_view, self.present_view)
        alone = MoleculeView(self, rotation=np.eye(3), centre=np.zeros(3), place=PLACE, scale=SCALE)
        alone.cast(*self.particle)
        far = Followed(alone, self.present_view)
        paper = Scrim()
        paper.opacity = 0.0
        field.particle.opacity = 0.0  # it is the near one
        field.world.sight = DistantSight(sight)
        around = OutOfFocus(field.world)
        around.opacity, around.soft = 0.0, AROUND_SOFTNESS
        self.add(around, far, left_behind, paper, field.count)
        label = self.add_label("bound", Role.RECEPTOR, on=field.receptor_spot)
        others = self.add_label("others", Role.PROTEASOME, on=field.leaving_spot)
        back = cue.part(PULLING_BACK_SHARE)
        meanwhile = CLEARING_AT_FIRST + back / cue.frames * (CLEARING_AT_THE_CUT - CLEARING_AT_FIRST)
        self.play_for(
            back,
            *sight.reframed(FIELD_VIEW.place, 1.0),
            show(around, *AROUND_SPAN, AROUND_OPACITY),
            change(around, "opacity", 1.0, *IN_FOCUS_SPAN),
            change(around, "soft", 0.0, *IN_FOCUS_SPAN),
            show(paper, 0.0, 0.15, until=(0.8, 1.0)),
            show(field.count, 0.93, 1.0),
            change(field, "clearing", meanwhile, 0.0, 1.0, ease=steady),
        )
        self.remove(around, far, left_behind, paper)
        field.particle.opacity = 1.0
        field.world.sight = sight
        self.add(field.world, left_behind)
        self.molecule_view.view = FIELD_VIEW
        self.play_for(
            cue.rest,
            *self.diffuse_away(),
            change(self.receptor, "dim", 1.0, *PEPTIDES_GO_SPAN),
            show(label, 0.02, 0.1, until=(0.34, 0.42)),
            show(others, 0.4, 0.48, until=(0.74, 0.82)),
            key(change(field, "clearing", CLEARING_AT_THE_CUT, 0.0, 1.0, ease=steady)),
        )

    def diffuse_away(self) -> list[Motion]:
        """Return the motions in which ubiquitin, to be used again, and elacestrant leave the picture, each on its own way."""
        spot = self.molecule_view.spot
        leaving: list[Motion] = []
        for number, (body, (x, y)) in enumerate(zip(self.ubiquitins, DIFFUSING_AWAY_PIXELS, strict=True)):
            turned = rotation_about((1, -number, 2), 80) @ body.pose.rotation
            leaving.append(Carry(body, [body.pose, Pose(turned, spot(x, y, 60))]))
        path, turn = [self.ligand.pose], self.ligand.pose.rotation
        for x, y in LIGAND_AWAY_PIXELS:
            turn = rotation_about((1, 1, 1), 60) @ turn
            path.append(Pose(turn, spot(x, y, 50)))
        return [*leaving, Carry(self.ligand, path)]

    def recycling_path(self, number: int, pose: Pose) -> list[Pose]:
        """Return a ubiquitin's path from the whole chain, at `pose`, to a place of its own; it stays intact."""
        x, y = RECYCLED_PIXELS[number]
        turned = rotation_about((1, number, 1), 70) @ pose.rotation
        return [pose, Pose(turned, self.molecule_view.spot(x, y, 60))]

    def drifting_on(self, pose: Pose) -> list[Pose]:
        """Return how elacestrant drifts on from where it has drifted to."""
        turn, path = pose.rotation, [pose]
        for x, y in DRIFTING_ON_PIXELS:
            turn = rotation_about((1, 1, 0), 50) @ turn
            path.append(Pose(turn, self.molecule_view.spot(x, y, 50)))
        return path

    def ligand_leaves(self) -> tuple[list[Pose], float]:
        """Return elacestrant's path, no longer bound, and the share of it that it drifts before the chain is cut off."""
        spot, pose = self.molecule_view.spot, self.ligand.pose
        via, end = LET_GO_PIXELS
        drifting = rotation_about((1, 0, 1), 60) @ pose.rotation
        out = Pose(pose.rotation, pose.translation + np.array([-10.0, 14.0, 44.0]))
        path = [
            pose,
            out,
            Pose(drifting, spot(*via, 50)),
            Pose(rotation_about((0, 1, 1), 70) @ drifting, spot(*end, 50)),
        ]
        return path, 0.6


class Progress:
    """The share of the threading over a cue: it begins at `first`, accelerates until `starting`, then has constant speed."""

    def __init__(self, first: float, starting: float) -> None:
        self._first, self._starting = first, starting

    def at(self, time: float) -> float:
        """Return the share of the threading at a share of the cue."""
        return self._first + (1.0 - self._first) * from_rest(self._starting)(time)

    def time_of(self, share: float) -> float:
        """Return the share of the cue, after the acceleration, at which the threading has reached `share`."""
        way = (share - self._first) / (1.0 - self._first)
        return way * (1.0 - self._starting / 2) + self._starting / 2

    def change(self, receptor: ThreadedReceptor, begin: float, end: float) -> Change:
        """Return the motion of the threading between two shares of the cue."""
        first, last = self.at(begin), self.at(end)

        def ease(share: float) -> float:
            return (self.at(begin + share * (end - begin)) - first) / (last - first)

        return key(Change(receptor, "share", last, ease=ease))


def from_rest(until: float) -> Callable[[float], float]:
    """Return an easing that accelerates from rest until the share `until` of the time, then has constant speed."""
    return lambda share: (
        (share * share / (2 * until) if share < until else share - until / 2) / (1 - until / 2)
    )


@cache
def lying_proteasome() -> tuple[tuple[Beads, ...], NDArray[np.bool_]]:
    """Return the 26S's 20S (α, β) and cap as they lie, and the mask of the cap's beads that the cut leaves floating."""
    whole = proteasome()
    alpha, beta, cap = (
        lined(beads.moved(beads.positions @ PROTEASOME_SIDE_VIEW.T))
        for beads in (whole.alpha, whole.beta, whole.cap)
    )
    behind = cap.positions[:, 2] < 0.0
    touching = max(TOUCHING_ANGSTROM, TOUCHING_RADII * float(np.median(cap.radii)))
    floating = behind & loose_atoms(cap.positions, behind, touching)
    # What was in front of it goes with it.
    nearest = np.flatnonzero(behind)[cKDTree(cap.positions[behind]).query(cap.positions)[1]]
    return (alpha, beta, cap), floating[nearest]
