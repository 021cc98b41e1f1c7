"""Three treatments side by side, one large receptor in the middle of each lane, all at one scale; then two mutants in each.

Blocked and removed look different: a blocked receptor stays where it is; a removed one recedes, is tagged, and is taken in by
a 26S that is whole in the lane, since it is farther away.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from moa_anim.actors.cleared_receptors import BOUND, release_share
from moa_anim.actors.ligand_population import FreeLigand
from moa_anim.actors.population import Member
from moa_anim.actors.proteasome import LyingProteasome
from moa_anim.actors.receptor import HELIX12_PLACES
from moa_anim.actors.receptor_population import MIDDLE_ANGSTROM
from moa_anim.actors.sprite_ligands import SpriteLigands
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.graphics.fonts import Weight, fitting_size
from moa_anim.graphics.geometry import Box, Point
from moa_anim.graphics.layout import BAND_TOP
from moa_anim.graphics.lettering import ShownText
from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import CAP_END_ANGSTROM
from moa_anim.molecule.pose import catmull_rom, smooth_curve
from moa_anim.molecule.structure import Ligand, receptor_tables
from moa_anim.sets.clearing_schedule import share_of
from moa_anim.sets.lane_receptors import LaneReceptors, RecedingTrip
from moa_anim.sets.receptor_field import FieldSight, FieldWorld
from moa_anim.stage.dive import scrim
from moa_anim.stage.motion import gentle
from moa_anim.stage.painted import Painted
from moa_anim.stage.text_block import Line, TextBlock, aligned

if TYPE_CHECKING:
    from moa_anim.stage.scene import MoaScene

LANE_WIDTH = 640.0
"""Width of a lane (design pixels): a third of the picture."""

LANE_SCALE = 7.4
"""Design pixels for one ångström, the same in all lanes: a receptor is about 410 pixels high."""

PAIR_SCALE = 5.4
"""The same when the camera has drawn back, so that two receptors are side by side in a lane."""

FAR_SCALE = 1.3
"""The same for the 26S, which is farther away, and for a receptor at its mouth: the whole 26S is in the lane."""

INSET_PIXELS = 72.0
"""From a lane's left edge to its text (design pixels)."""

HEADING_BASELINE = 200.0
HEADING_PIXELS = 48.0
EFFECT_BASELINE = 256.0
EFFECT_PIXELS = 40.0
"""Baselines and letter sizes of a lane's heading and effect (design pixels), below the step marker."""

MASK_PIXELS = (268.0, 308.0)
"""From the top, between which the paper behind the headings fades out (design pixels)."""

DIVIDER_PIXELS = (160.0, 2.0, BAND_TOP - 180.0)
"""Top, width and height of a line between lanes (design pixels)."""

DRAWN_SCALES = (FAR_SCALE, 1.85, 2.6, 3.7, PAIR_SCALE, LANE_SCALE)
"""Scales for which pictures of receptors are drawn: those at which they rest, and some on the way to the 26S."""

FAR_PALENESS = 0.16
"""Share of paper mixed into the 26S, which is farther away."""

RECEPTORS = ((316.0, 652.0, 0), (164.0, 672.0, 0), (472.0, 672.0, 3))
"""x from the lane's left edge, y (design pixels) and posture of the receptors, the same in all lanes, set by eye.

They are a wild type in the middle, a mutant where that one is when the camera has drawn back, and a second mutant."""

COMES_FROM_PIXELS = 46.0
"""How far below its place a receptor begins as its lane comes in (design pixels)."""

PLACE_SEEDS = (0, 0, 202)
"""Added to a lane's seed for each receptor's wander: the first mutant wanders as the wild type in whose place it stands."""

FIRST_ROW = 1
"""Number of wild types: they come first in RECEPTORS."""

ESTRADIOL_PLACES: tuple[Point, ...] = (
    (552.0, 814.0),
    (88.0, 446.0),
    (548.0, 424.0),
    (92.0, 810.0),
)
"""Where estradiol drifts in each lane (x from its left edge, y; design pixels): around the receptors."""

PLACES_BESIDE_26S: tuple[Point, ...] = (
    (552.0, 814.0),
    (90.0, 360.0),
    (552.0, 344.0),
    (92.0, 810.0),
)
"""The same in the lane with the 26S, which takes up its upper part."""

SUPPRESSED_LEFT = (1,)
"""Numbers of the estradiols that an aromatase inhibitor leaves: its level is suppressed, not abolished."""

VISITOR = 2
"""Number of the estradiol that comes to the blocked pocket."""

VISITOR_PATH = ((500.0, 470.0), (420.0, 560.0), (392.0, 590.0), (450.0, 520.0), (540.0, 430.0))
"""Its path: to the pocket, which is taken, and away (x from the lane's left edge, y; design pixels)."""

OPENING_SHARE = 0.45
"""Share of the release of estradiol in which helix 12 opens, before estradiol leaves."""

RELEASED_TO: Point = (480.0, 380.0)
"""Where the estradiol of the receptor goes when it leaves (x from the lane's left edge, y; design pixels)."""

MOUTH: Point = (132.0, 474.0)
"""Where the 26S's channel begins (x from the lane's left edge, y; design pixels): removal is seen within the lane."""

PARTICLE_PLACE: Point = (MOUTH[0] + CAP_END_ANGSTROM * FAR_SCALE, MOUTH[1])
"""Where the middle of its 20S is (x from the lane's left edge, y; design pixels)."""

TRIPS = ((0.4, 2.3, 3.7), (0.3, 1.6, 2.6), (1.3, 2.8, 3.9))
"""When each receptor leaves, arrives and is inside (seconds of clearing; wild type and mutants each have their own)."""

SECOND_ROW_STARTS = 10.0
"""Seconds of clearing at which those of the mutants begin."""

FREED_SECONDS = 1.9
"""Seconds of clearing in which a released elacestrant drifts to its place."""

FREED_TO: tuple[Point, ...] = ((320.0, 700.0), (190.0, 690.0), (450.0, 690.0))
"""Where released elacestrants go (x from the lane's left edge, y; design pixels): towards the camera, away from receptors."""

FIRST_FREED_MAKES_WAY: Point = (-2.0, 104.0)
"""How far to the right and down the first one moves as the camera draws back (design pixels): two receptors come there."""

APPROACH_PIXELS = 40.0
"""A path ends on a straight line of this length (design pixels)."""


class Scrim(Painted):
    """A scrim of paper that de-emphasises an inactive lane, from x `left` to x `right` (design pixels)."""

    def __init__(self, left: float, right: float) -> None:
        super().__init__()
        self.left, self.right = left, right
        self.opacity = 0.0
        self.set_z_index(20)

    def paint(self, canvas: Canvas) -> None:
        """Fill the lane with paper at the present opacity."""
        if self.opacity <= 0.0:
            return
        context = canvas.design()
        canvas.set_colour(rgb(Role.PAPER), self.opacity)
        context.rectangle(self.left, 0, self.right - self.left, BAND_TOP)
        context.fill()
        context.restore()

    def obstacles(self) -> list[Box]:
        """Return the box of the lane while it is inactive (design pixels): a label does not stand in it."""
        return [(self.left, 0.0, self.right, float(BAND_TOP))] if self.opacity > 0.0 else []


class LaneText(TextBlock):
    """Text at the head of a lane. Labels must not enter the head, where they would look like part of the text."""

    def __init__(self, words: str, left: float, baseline: float, pixels: float, weight: Weight) -> None:
        pixels = fitting_size(words, pixels, LANE_WIDTH - INSET_PIXELS, weight)
        line = Line(words, left + INSET_PIXELS, baseline, pixels, weight)
        super().__init__(aligned([line], left + INSET_PIXELS, LANE_WIDTH - 2 * INSET_PIXELS))
        self._left = left

    def lettered(self) -> list[ShownText]:
        """Return the text, which may be as wide as the lane."""
        room = (self._left, self._left + LANE_WIDTH)
        return [replace(text, room=room) for text in super().lettered()]

    def obstacles(self) -> list[Box]:
        """Return the box of the lane's whole head (design pixels)."""
        return [(self._left, 140.0, self._left + LANE_WIDTH, EFFECT_BASELINE + 24)]


class LaneDividers(Painted):
    """Thin lines between the lanes; `grown` is the share of their length, from the top, that is drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.grown = 1.0
        self.set_z_index(30)

    def paint(self, canvas: Canvas) -> None:
        """Draw the lines."""
        context = canvas.design()
        canvas.set_colour(tinted(Role.INK, 0.45, Role.PAPER), self.opacity)
        top, width, height = DIVIDER_PIXELS
        for number in (1, 2):
            context.rectangle(number * LANE_WIDTH - 1.0, top, width, self.grown * height)
            context.fill()
        context.restore()

    def obstacles(self) -> list[Box]:
        """Return boxes of the lines (design pixels), so that a label stays within its lane."""
        return [(number * LANE_WIDTH - 8, 0.0, number * LANE_WIDTH + 8, float(BAND_TOP)) for number in (1, 2)]


class LaneMask(Painted):
    """Paper behind the headings, under which receptors pass when the camera moves down."""

    def __init__(self) -> None:
        super().__init__()
        self.set_z_index(25)

    def paint(self, canvas: Canvas) -> None:
        """Draw it."""
        scrim(canvas, MASK_PIXELS, self.opacity)


@dataclass(frozen=True)
class Treatment:
    """What a lane shows: its texts, the ligand in the pockets, and what becomes of the receptors.

    `effects` are the texts for the first row and for the mutants. `closed` are the receptors whose helix 12 is closed at
    first, over estradiol in the first row and over an empty pocket in mutants; the others hold the ligand, with helix 12 on
    the groove. With `removes` all are tagged and taken in.
    """

    heading: str
    effects: tuple[str, str]
    ligand: tuple[Ligand, Role]
    closed: tuple[int, ...] = ()
    removes: bool = False


class Lane:
    """A lane: its texts, receptors and estradiols. A scene animates eight numbers.

    In 0…1, `come` is how far receptor and estradiol have come in, and `paired` how far the camera has drawn back from one
    receptor to two; `suppressed` is how far estradiol has become less, `emptied` the progress of the release of the
    receptor's own estradiol, and `visit` that of one estradiol along VISITOR_PATH; `clearing` are the seconds of clearing.
    As `mutated` goes from 0 to 1, mutations are marked on the receptor that stands there, or a marked one comes in its place,
    and a second mutant comes; as `closing` does, helix 12 of a mutant that has no drug closes over the empty pocket.
    """

    def __init__(self, scene: MoaScene, number: int, treatment: Treatment, sight: FieldSight) -> None:
        self.left, self.right = number * LANE_WIDTH, (number + 1) * LANE_WIDTH
        self.treatment = treatment
        seed = scene.seed + 1009 * (number + 1)
        self.visit = self.emptied = self.suppressed = self.clearing = self.mutated = self.closing = 0.0
        self.paired = 0.0
        members = [
            Member(self.left + x, y, variant, seed + PLACE_SEEDS[n])
            for n, (x, y, variant) in enumerate(RECEPTORS)
        ]
        particle_at = (self.left + PARTICLE_PLACE[0], PARTICLE_PLACE[1])
        self.particles = (
            [LyingProteasome(particle_at, FAR_SCALE, dim=FAR_PALENESS)] if treatment.removes else []
        )
        self.trips = self._trips(members) if treatment.removes else {}
        self.rows = [
            LaneReceptors(
                scene,
                members,
                {n: trip for n, trip in self.trips.items() if (n < FIRST_ROW) == (row == 0)},
                lambda: self.clearing,
                particle_at=particle_at,
                scale=FAR_SCALE,
                wander=3.0,
                seed=seed,
                ligand=treatment.ligand,
            )
            for row in (0, 1)
        ]
        for row, receptors in enumerate(self.rows):
            receptors.helix = self.helix_place
            receptors.stray = lambda number: 0.0
            receptors.filled = self.filled
            receptors.near = self.near
            receptors.aside = self.aside
            receptors.drawn = [scale / FAR_SCALE for scale in DRAWN_SCALES]
            shown = receptors.visible or (lambda number: 1.0)
            receptors.visible = self._present(row, shown)
        self.mutated = 0.0
        places = PLACES_BESIDE_26S if treatment.removes else ESTRADIOL_PLACES
        random = np.random.default_rng(seed + 5)
        self.estradiol = SpriteLigands(
            scene,
            receptor_tables().ligands["estradiol"],
            Role.ESTRADIOL,
            [
                FreeLigand(self.left + x, y, 9.0, seed + 401 + 7 * n, tuple(random.normal(0, 1.6, 3)))
                for n, (x, y) in enumerate((*places, RELEASED_TO))
            ],
            scale=LANE_SCALE,
        )
        self.estradiol.seen = self.estradiol_seen
        self.estradiol.moved = self.estradiol_place
        self.estradiol.swell = lambda number: self.drawn_back()
        self.freed = SpriteLigands(
            scene,
            treatment.ligand[0],
            treatment.ligand[1],
            [FreeLigand(0.0, 0.0, 12.0, seed + 601 + n, (0.0, 0.0, 1.0 + n)) for n in range(len(members))],
            scale=LANE_SCALE,
        )
        self.freed.tumbling = False
        self.freed.bound = lambda number: BOUND.rotation
        self.freed.moved = self.freed_place
        self.freed.freedom = self.freed_share
        self.freed.swell = self.freed_size
        self.freed.seen = lambda number: 1.0 if self.freed_share(number) > 0.0 else 0.0
        pieces = (*self.particles, self.estradiol, *self.rows, self.freed)
        self.world = FieldWorld(pieces, sight)
        self.come = 1.0
        self.heading = LaneText(treatment.heading, self.left, HEADING_BASELINE, HEADING_PIXELS, Weight.BOLD)
        self.effects = [
            LaneText(words, self.left, EFFECT_BASELINE, EFFECT_PIXELS, Weight.MEDIUM)
            for words in treatment.effects
        ]
        self.scrim = Scrim(self.left, self.right)
        for effect in self.effects:
            effect.opacity = 0.0

    @property
    def painted(self) -> list[Painted]:
        """All painted parts of the lane, from back to front."""
        return [self.world, self.scrim, self.heading, *self.effects]

    @property
    def come(self) -> float:
        """How far receptor and estradiol have come in, 0…1."""
        return self._come

    @come.setter
    def come(self, share: float) -> None:
        self._come = share
        for each in (self.estradiol, self.rows[0]):
            each.opacity = share

    def drawn_back(self) -> float:
        """Return how much smaller what is near is seen since the camera has drawn back."""
        return float((PAIR_SCALE / LANE_SCALE) ** self.paired)

    def near(self, number: int) -> float:
        """Return how much larger than at the 26S a receptor is seen before it recedes."""
        return (LANE_SCALE * self.drawn_back() if number < FIRST_ROW else PAIR_SCALE) / FAR_SCALE

    def aside(self, number: int) -> Point:
        """Return how far a receptor is from its place: the wild type, as it comes in and as the camera draws back."""
        if number >= FIRST_ROW:
            return 0.0, 0.0
        x, y = (to - at for at, to in zip(RECEPTORS[0][:2], RECEPTORS[FIRST_ROW][:2], strict=True))
        paired = 0.0 if self.treatment.removes else self.paired
        return x * paired, y * paired + COMES_FROM_PIXELS * (1.0 - self.come)

    def _trips(self, members: Sequence[Member]) -> dict[int, RecedingTrip]:
        trips = {}
        for number, member in enumerate(members):
            row = 0 if number < FIRST_ROW else 1
            x, y = PARTICLE_PLACE
            seen = FAR_SCALE * BOUND.apply(MIDDLE_ANGSTROM[None])[0][:2] * [1, -1]
            goal = np.array((self.left + x, y)) + seen
            near = goal - [APPROACH_PIXELS, 0.0]
            curve = smooth_curve(np.array([(member.x, member.y), near, goal]), 40)
            lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1))])
            even = np.linspace(0.0, lengths[-1], 161)
            path = np.stack([np.interp(even, lengths, column) for column in curve.T], axis=1)
            later = SECOND_ROW_STARTS * row
            leaves, arrives, inside = TRIPS[number]
            trips[number] = RecedingTrip(path, leaves + later, arrives + later, inside + later)
        return trips

    @property
    def mutated(self) -> float:
        """How far the mutations are marked and mutants have come, 0…1."""
        return self._mutated

    @mutated.setter
    def mutated(self, share: float) -> None:
        self._mutated = share
        for receptors in getattr(self, "rows", ())[1:]:
            # A mutant that comes in the wild type's place is marked from the first.
            receptors.marked = 1.0 if self.treatment.removes else round(share, 2)

    def presence(self, number: int) -> float:
        """Return the opacity of a receptor that is outside the 26S: of the wild type, or of a mutant."""
        if number < FIRST_ROW:
            return 1.0 if self.mutated <= 0.0 else 0.0
        in_its_place = number == FIRST_ROW and not self.treatment.removes
        return 1.0 if in_its_place and self.mutated > 0.0 else round(self.mutated, 2)

    def _present(self, row: int, shown: Callable[[int], float]) -> Callable[[int], float]:
        """Return the opacities by number of the wild type (row 0) or of the mutants; those of the others are 0."""
        return lambda number: (
            shown(number) * self.presence(number) if (number < FIRST_ROW) == (row == 0) else 0.0
        )

    def helix_place(self, number: int) -> float:
        """Return where helix 12 of a receptor is on its path: closed, on the groove, or open once estradiol leaves.

        The mutant in the place of a wild type begins with helix 12 where that one's is, open, and closes.
        """
        if number not in self.treatment.closed:
            return HELIX12_PLACES["antagonist"]
        if number == FIRST_ROW:
            return HELIX12_PLACES["open"] * (1.0 - gentle(self.closing))
        if number > FIRST_ROW:
            return HELIX12_PLACES["agonist"]
        return HELIX12_PLACES["open"] * gentle(share_of(self.emptied, 0.0, OPENING_SHARE))

    def filled(self, number: int) -> float:
        """Return the opacity of the ligand in a receptor's pocket."""
        if number in self.treatment.closed:
            return 0.0 if number >= FIRST_ROW or self.emptied > OPENING_SHARE else 1.0
        return 0.0 if self.freed_share(number) > 0.0 else 1.0

    def freed_share(self, number: int) -> float:
        """Return how far a released ligand has drifted from the mouth, 0…1."""
        trip = self.trips.get(number)
        if trip is None:
            return 0.0
        let_go = trip.when_entered(release_share())
        return round(gentle(share_of(self.clearing, let_go, let_go + FREED_SECONDS)), 6)

    def freed_size(self, number: int) -> float:
        """Return how large a released ligand is seen: as far away as the 26S at first, then near."""
        return float((FAR_SCALE / LANE_SCALE) ** (1.0 - self.freed_share(number))) * self.drawn_back()

    def freed_place(self, number: int) -> Point:
        """Return where a released ligand is (design pixels)."""
        x, y = self.rows[0 if number < FIRST_ROW else 1].release_place()
        share = self.freed_share(number)
        to_x, to_y = FREED_TO[number]
        right, down = FIRST_FREED_MAKES_WAY if number < FIRST_ROW else (0.0, 0.0)
        to_x, to_y = to_x + right * self.paired, to_y + down * self.paired
        return x + (self.left + to_x - x) * share, y + (to_y - y) * share

    def estradiol_place(self, number: int) -> Point:
        """Return where an estradiol is (design pixels), without wander: at its place, or on its path."""
        member = self.estradiol.members[number]
        if number == len(ESTRADIOL_PLACES):
            pocket = self.rows[0].spot(0, receptor_tables().ligands["estradiol"].positions.mean(axis=0))
            share = gentle(share_of(self.emptied, OPENING_SHARE, 1.0))
            bow = 70.0 * 4.0 * share * (1.0 - share)
            return pocket[0] + (member.x - pocket[0]) * share, pocket[1] + (
                member.y - pocket[1]
            ) * share - bow
        if number != VISITOR or self.visit <= 0.0:
            return member.x, member.y
        stops = np.array([(member.x - self.left, member.y), *VISITOR_PATH, ESTRADIOL_PLACES[VISITOR]])
        x, y = catmull_rom(stops, self.visit)
        return self.left + float(x), float(y)

    def estradiol_seen(self, number: int) -> float:
        """Return the opacity of one estradiol: all but SUPPRESSED_LEFT become less, one after the other."""
        if number == len(ESTRADIOL_PLACES):
            out = 1.0 if self.emptied > OPENING_SHARE else 0.0
            return out * (1.0 - share_of(self.suppressed, 0.9, 1.0))
        if number in SUPPRESSED_LEFT:
            return 1.0
        begins = 0.8 * number / len(ESTRADIOL_PLACES)
        return 1.0 - share_of(self.suppressed, begins, begins + 0.2)

    def mutation_spot(self) -> Point:
        """Return where a label points to the mutated residues of the lane's second mutant (design pixels)."""
        return self.world.seen(self.rows[1].helix_spot(2, 537, 538))

    def particle_spot(self) -> Point:
        """Return where a label points to the 26S of the first row (design pixels)."""
        return self.world.seen(self.particles[0].spot(-60.0, -48.0))

    def ligand_spot(self) -> Point:
        """Return where a label points to the ligand in the first receptor (design pixels): to its atom at the upper right."""
        spots = [self.rows[0].spot(0, place) for place in self.treatment.ligand[0].positions]
        return self.world.seen(max(spots, key=lambda spot: spot[0] - spot[1]))
