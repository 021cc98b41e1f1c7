"""Four ubiquitins, each countable, are joined one after the other to a surface lysine of the receptor.

The shot begins with the close-up and pulls back to the whole receptor, its cut closing in part. The E3 is a generic one and
the E2 represents any E2, since no source names them; the adaptors that hold the receptor are schematic and pale. Which
lysine carries the chain is not known: K467 is used, and not named on screen.
"""

from __future__ import annotations

import numpy as np

from moa_anim.actors.crowd_layers import crowd_behind
from moa_anim.actors.rigid_bodies import Carry, RigidBody
from moa_anim.graphics.geometry import Point
from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import adaptors_between
from moa_anim.molecule.beads import beads_of_atoms
from moa_anim.molecule.bodies import View
from moa_anim.molecule.easing import smoothstep
from moa_anim.molecule.pose import Pose, rotation_about
from moa_anim.molecule.ubiquitin_growth import scaffold_and_ring, transfers
from moa_anim.sets.close_up import stage_settled_receptor
from moa_anim.sets.tagged_receptor import (
    TAGGED_CROWD_SPACING_PIXELS,
    TAGGED_CUT_ANGSTROM,
    TAGGED_SCALE,
    TAGGED_SEED,
    TAGGED_VIEW,
    TRAVELLED_PIXELS,
    lysine_side_chain,
    setting_off,
    tagged_view,
    travelling,
)
from moa_anim.sets.ubiquitin_transfer import TransferUbiquitins, UbiquitinTransfer
from moa_anim.stage.molecule_view import MoleculeView
from moa_anim.stage.motion import Motion, Riding, Within, change, hide, key, passage, show
from moa_anim.stage.reframing import Reframe, between, reframed
from moa_anim.stage.scene import CueClock, Cues, MoaScene

Way = tuple[tuple[tuple[float, float, float], tuple[float, float]], ...]
"""Shifts (right, up, towards the viewer; Å) and turns (about the picture's upright, in its plane; degrees)."""

ADAPTORS_DIM = 0.66
"""Share of paper mixed into the adaptors, since their shape is schematic."""

E3_PATH = (
    ((-80.0, -10.0, -210.0), (-78.0, 14.0)),
    ((-58.0, 26.0, -85.0), (-44.0, 8.0)),
    ((-8.0, 25.0, 4.0), (-12.0, 2.0)),
    ((0.0, 0.0, 0.0), (0.0, 0.0)),
)
"""The E3's path relative to its bound place. It comes from the distance, turns its face to the viewer, and lowers itself over
the receptor."""

E3_EXIT = (
    ((0.0, 0.0, 0.0), (0.0, 0.0)),
    ((21.0, 5.0, -36.0), (0.0, 2.0)),
    ((-40.0, -16.0, -95.0), (14.0, 5.0)),
    ((-250.0, -30.0, -190.0), (48.0, 10.0)),
)
"""The same for its way out, behind the receptor, from its place at the last transfer: it falls behind."""

HAZE_DIM = 0.8
HAZE_ANGSTROM = (20.0, 200.0)
"""Share of paper mixed into what is far behind its bound place, and the distances between which it gathers (Å)."""

NAMED_ANGSTROM = np.array([56.6, -14.5, -16.1])
"""Place on the right end of the E3's scaffold, next to its name (Å in the table's frame)."""

LIGASE_LABEL_AT = (1290.0, 236.0)
"""Where the name of the E3 stands (design pixels): beside it, so that its leader lies over nothing else."""

E2_LABEL_ANGSTROM = np.array([10.0, -6.0, 0.0])
"""From an E2's middle to a part of it that its ubiquitin does not hide: right, up, towards the viewer (Å)."""

UNSETTLED_LABEL_AT = (400.0, 806.0)
"""Where it is said that the reason for the mark is not settled (design pixels): at the receptor, without a leader."""

CAMERA_SPAN = (0.06, 0.94)
CUT_CLOSES_SPAN = (0.2, 0.75)
"""Begin and end of the pull-back and of the closing of the cut, as shares of the lead."""

E3_SETS_OFF = 0.2
"""Share of the lead after which the E3 is on its way."""

ARRIVING_SHARE = 0.3
"""Share of the first cue after which the E3 has bound the receptor and the transfers begin."""

CHAIN_DONE = 0.68
"""Share of the last cue after which the last transfer is over and the chain has bent."""

E3_LEAVES = 0.68
"""Share of the last cue after which the E3, its work done, leaves."""

SETS_OFF_AT = 0.8
"""Share of the last cue after which the tagged receptor sets off, its chain ahead: it is at full speed at the cut."""

WHOLE_SCALE = 6.5
WHOLE_PLACE = (1000.0, 655.0)
"""Scale (design pixels for one ångström) and place of the receptor's middle while the E3 binds: all of it is seen."""

WORKING_SCALE = 6.9
WORKING_PLACE = (960.0, 650.0)
"""The same while the chain grows: a little nearer. The E2s and the chain stay whole between rail and caption; the E3 does at
first, and goes behind the rail when it has risen for the later transfers."""

COUNTED_SCALE = 9.4
COUNTED_PLACE = (430.0, 450.0)
"""The same once the chain is spread: the receptor and its four ubiquitins alone, across the picture."""

NEARER_SPAN = (0.0, 0.6)
"""Begin and end of the camera's way to the working place, as shares of the rest of the first cue."""

COUNTING_SPAN = (0.56, 0.76)
"""Begin and end of its way to the counted chain, as shares of the last cue."""

PULLING_BACK_AT = 0.9
"""Share of the last cue after which it goes back to the tagged receptor, until the last, still half second of the shot."""

ARRIVED_SHARE = 0.58
"""Share of the tail after which it is there: the next shot begins with that picture."""

FIRST_PACE = 0.75
"""Speed of the transfers at their begin, relative to their mean; it grows steadily to as much above it: the first hand-over
is shown slowly, the last ones are known by then."""


class Ubiquitination(MoaScene):
    """The E3 binds with an E2 and its ubiquitin; four E2s transfer their ubiquitins, one after another."""

    needs = {
        "tables": ["era_lbd_estradiol", "drug", "ubiquitin", "ligase_scaffold", "ligase_charged_e2"],
        "schematic": "the E3's adaptors and moves; the RING, E2 and ubiquitin swung to the lysine",
        "cues": {
            "marked": (
                3.0,
                "marked tagged attached ligase E3 target",
                "An E3 ligase with its E2 comes to the receptor; the first ubiquitin is joined",
            ),
            "target": (9.0, "ubiquitin chain tag", "Three more ubiquitins are joined; the E3 leaves"),
        },
        "labels": {
            "receptor": "ERα with {drug}",
            "ligase": "E3 ligase: a stand-in",
            "adaptor": "adaptor, not known",
            "carrier": "E2",
            "ubiquitin": "ubiquitin",
            "unsettled": "why marked: unsettled",
            "chain": "four ubiquitins",
        },
        "lead_seconds": 1.7,
        "tail_seconds": 1.3,
        "seed": 48,
        "facts": ["degrades"],
    }

    def stage(self) -> None:
        """The close-up of the receptor with elacestrant; the E3 outside the picture at the left."""
        settled = stage_settled_receptor(self)
        self.receptor, view = settled.receptor, settled.view
        self.molecule_view = view
        self.crowd = crowd_behind(self)
        self.crowd.add_home(
            tagged_view(), scale=TAGGED_SCALE, spacing=TAGGED_CROWD_SPACING_PIXELS, seed=TAGGED_SEED
        )
        self.tagging = MoleculeView(
            self, rotation=TAGGED_VIEW, centre=(0, 0, 0), place=WORKING_PLACE, scale=WORKING_SCALE
        )
        self.counted = self.placed(COUNTED_SCALE, COUNTED_PLACE)
        self.ligase, self.ring = (
            RigidBody([(beads_of_atoms(atoms), Role.LIGASE)], transfers()[0].scaffold)
            for atoms in scaffold_and_ring()
        )
        self.scaffold_middle = beads_of_atoms(scaffold_and_ring()[0]).positions.mean(axis=0)
        shape, self.adaptors_place = adaptors_between()
        self.adaptors = RigidBody([(shape, Role.LIGASE)])
        self.ligase.pose, self.adaptors.pose = (
            path[0] for path in self.ways(E3_PATH, transfers()[0].scaffold)
        )
        relay = self.relay = UbiquitinTransfer(self.tagging, self.ligase, self.ring)
        self.e3 = {self.ligase: 0.0, self.ring: 0.0, self.adaptors: ADAPTORS_DIM}
        self.coming = self.e3 | dict.fromkeys((relay.carriers[0], relay.ubiquitins[0]), 0.0)
        self.gather_haze(self.coming)
        lysine = RigidBody([(lysine_side_chain(), Role.RECEPTOR)], still=True)
        view.cast(lysine, self.ligase, self.ring, self.adaptors, *relay.carriers, *relay.ubiquitins)
        self.add_label("receptor", Role.RECEPTOR, on=lambda: view.point(self.receptor.anchor("400")))
        self.add_label("ligase", Role.LIGASE, on=self.named_spot).stand(lambda: LIGASE_LABEL_AT)
        self.add_label("adaptor", Role.LIGASE, on=view.seen(self.adaptors, "centre"))
        self.add_label("carrier", Role.LIGASE, on=self.carrier_spot)
        self.add_label("ubiquitin", Role.UBIQUITIN, on=view.seen(relay.ubiquitins[0], "centre"))
        self.add_label("unsettled", Role.INK).stand(lambda: UNSETTLED_LABEL_AT)
        self.add_label("chain", Role.UBIQUITIN, on=view.seen(relay.ubiquitins[1], "centre"))

    def construct(self) -> None:
        """Play the shot; the E3 leaves in the tail."""
        self.stage()
        self.hold(self.lead(), *self.during_lead())
        self.play_cues(self.cues())
        self.hold(
            self.tail(),
            *self.ligase_goes(self.exit_share(), 1.0),
            Within(0.0, ARRIVED_SHARE, self.pulling_back(self.pulling_back_share(), 1.0)),
            self.sets_off(self.setting_off_share(), 1.0),
            hide(self.labels["chain"], 0.82, 0.98),
        )

    def placed(self, scale: float, place: Point) -> View:
        """Return the view of the tagging at another scale, the receptor's middle elsewhere (design pixels)."""
        return reframed(tagged_view(), scale=scale, place=place)

    def named_spot(self) -> Point:
        """Return where the end of the E3 that its label points to is shown (design pixels)."""
        return self.molecule_view.point(self.ligase.pose.apply(NAMED_ANGSTROM[None])[0])

    def carrier_spot(self) -> Point:
        """Return where the first E2 is shown next to its ubiquitin (design pixels)."""
        place = self.relay.carriers[0].anchor("centre")
        return self.molecule_view.point(place + E2_LABEL_ANGSTROM @ TAGGED_VIEW)

    def during_lead(self) -> list[Motion]:
        """The camera pulls back, the cut closes as far as elacestrant stays visible, and the E3 sets off."""
        coming = self.ligase_comes(0.0, self.lead_share())
        return [
            Within(*CAMERA_SPAN, Reframe(self.molecule_view, self.placed(WHOLE_SCALE, WHOLE_PLACE))),
            change(self.receptor, "cut_depth", TAGGED_CUT_ANGSTROM, *CUT_CLOSES_SPAN),
            *(Within(E3_SETS_OFF, 1.0, motion) for motion in coming),
            show(self.labels["receptor"], 0.3, 0.45),
        ]

    def cues(self) -> Cues:
        """Return the cues: the E3 binds and the first ubiquitin is joined, the chain grows."""
        labels = self.labels
        leaving = self.ligase_goes(0.0, self.exit_share())
        begin = self.transfer_share()
        transfer = [
            key(
                Within(
                    0.0,
                    CHAIN_DONE,
                    TransferUbiquitins(self.relay, ease=lambda at: quickening(begin + (1.0 - begin) * at)),
                )
            ),
            Within(*COUNTING_SPAN, Reframe(self.molecule_view, self.counted)),
            Within(PULLING_BACK_AT, 1.0, self.pulling_back(0.0, self.pulling_back_share())),
            *(Within(E3_LEAVES, 1.0, motion) for motion in leaving),
            Within(SETS_OFF_AT, 1.0, self.sets_off(0.0, self.setting_off_share())),
            hide(labels["ligase"], 0.0, 0.015),
            hide(labels["ubiquitin"], 0.02, 0.04),
            show(labels["adaptor"], 0.045, 0.07, until=(0.29, 0.32)),
            show(labels["unsettled"], 0.06, 0.09, until=(0.5, 0.54)),
            show(labels["chain"], 0.66, 0.7),
        ]
        return {"marked": self.ligase_binds, "target": transfer}

    def lead_share(self) -> float:
        """Return the share of the E3's path that falls into the lead; its motion continues in the first cue."""
        coming = round(ARRIVING_SHARE * self.frames_of("marked"))
        setting_off = (1.0 - E3_SETS_OFF) * self.lead()
        return setting_off / (setting_off + coming)

    def transfer_share(self) -> float:
        """Return the share of the transfers that falls into the first cue; they continue in the last cue."""
        first = self.frames_of("marked") - round(ARRIVING_SHARE * self.frames_of("marked"))
        return first / (first + CHAIN_DONE * self.frames_of("target"))

    def exit_share(self) -> float:
        """Return the share of the E3's way out that falls into the last cue; the motion continues in the tail."""
        return self.share_from(E3_LEAVES)

    def setting_off_share(self) -> float:
        """Return the same of the tagged receptor's way through the crowd."""
        return self.share_from(SETS_OFF_AT)

    def share_from(self, begin: float) -> float:
        """Return the last cue's share of a motion from its share `begin` to the end of the shot."""
        within = (1.0 - begin) * self.frames_of("target")
        return within / (within + self.context.shot.tail.frames)

    def pulling_back_share(self) -> float:
        """Return the share of the camera's way back that falls into the last cue; it goes on in the tail."""
        closing = (1.0 - PULLING_BACK_AT) * self.frames_of("target")
        return closing / (closing + ARRIVED_SHARE * self.context.shot.tail.frames)

    def pulling_back(self, begin: float, end: float) -> Motion:
        """Return a part of the camera's way back to the tagged receptor, given as shares."""
        return PullingBack(self.molecule_view, self.counted, begin, end)

    def sets_off(self, begin: float, end: float) -> Motion:
        """Return a part, given as shares, of the tagged receptor's way through the crowd; the camera goes with it."""
        return travelling(self.crowd, TRAVELLED_PIXELS, setting_off, begin, end)

    def gather_haze(self, bodies: dict[RigidBody, float]) -> None:
        """Mix paper into the E3, and into what it brings, by its distance behind its bound place: more than each has near."""
        place = transfers()[0].scaffold.apply(self.scaffold_middle[None])[0]
        behind = float((place - self.ligase.pose.apply(self.scaffold_middle[None])[0]) @ TAGGED_VIEW[2])
        haze = HAZE_DIM * smoothstep(behind, *HAZE_ANGSTROM)
        for body, dim in bodies.items():
            body.dim = dim + haze * (1.0 - dim)

    def ligase_binds(self, cue: CueClock) -> None:
        """The E3 arrives with its E2 and the adaptors; the first ubiquitin is joined.

        The adaptors are named after that: no more than three labels are read at once.
        """
        labels = self.labels
        comes, *along = self.ligase_comes(self.lead_share(), 1.0)
        self.play_for(
            cue.part(ARRIVING_SHARE),
            comes,
            *along,
            hide(labels["receptor"], 0.0, 0.2),
            show(labels["ligase"], 0.4, 0.6),
            show(labels["carrier"], 0.75, 0.95),
        )
        share = self.transfer_share()
        self.play_for(
            cue.rest,
            key(TransferUbiquitins(self.relay, ease=lambda at: quickening(share * at))),
            Within(*NEARER_SPAN, Reframe(self.molecule_view, self.tagging.view)),
            hide(labels["carrier"], 0.68, 0.76),
            show(labels["ubiquitin"], 0.22, 0.3),
        )

    def ways(self, steps: Way, place: Pose) -> tuple[list[Pose], list[Pose]]:
        """Return a path of the E3's scaffold relative to `place`, and that of the adaptors, which stay at its end."""
        middle = place.apply(self.scaffold_middle[None])[0]
        scaffold = []
        for shift, (upright, plane) in steps:
            turn = rotation_about(TAGGED_VIEW[2], plane) @ rotation_about(TAGGED_VIEW[1], upright)
            moved = middle + np.array(shift) @ TAGGED_VIEW
            scaffold.append(Pose(turn @ place.rotation, moved + turn @ (place.translation - middle)))
        end = transfers()[0].scaffold.inverse().after(self.adaptors_place)
        return scaffold, [pose.after(end) for pose in scaffold]

    def ligase_comes(self, begin: float, end: float) -> list[Motion]:
        """Return the motions of the E3, its adaptors and its E2 along a part of their path, given as shares."""
        (path, adaptors_path), pace = self.ways(E3_PATH, transfers()[0].scaffold), passage(begin, end)
        return [
            Carry(self.ligase, path, ease=pace),
            Carry(self.adaptors, adaptors_path, ease=pace),
            Riding(self.relay.ride),
            Riding(lambda: self.gather_haze(self.coming)),
        ]

    def ligase_goes(self, begin: float, end: float) -> list[Motion]:
        """Return the motions of the E3 and its adaptors along a part of their way out, given as shares."""
        path, adaptors_path = self.ways(E3_EXIT, transfers()[-1].scaffold)
        adaptors_path[0] = self.adaptors_place
        pace = passage(begin, end)
        return [
            Carry(self.ligase, path, ease=pace),
            Carry(self.adaptors, adaptors_path, ease=pace),
            Riding(self.relay.depart),
            Riding(lambda: self.gather_haze(self.e3)),
        ]


class PullingBack(Motion):
    """A part, given as shares, of the camera's one way from a view to the tagged receptor: it is split over two plays."""

    def __init__(self, seen: MoleculeView, first: View, begin: float, end: float) -> None:
        super().__init__(ease=passage(begin, end))
        self._seen, self._first = seen, first

    def move(self, share: float) -> None:
        """Set the view."""
        self._seen.view = between(self._first, tagged_view(), share)


def quickening(share: float) -> float:
    """Ease the transfers: their speed grows steadily from FIRST_PACE of its mean."""
    return share * (FIRST_PACE + (1.0 - FIRST_PACE) * share)
