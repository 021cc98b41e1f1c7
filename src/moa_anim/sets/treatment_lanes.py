"""Three treatments side by side: one large wild type in the middle of a lane, all at one scale; behind them, mutants.

Blocked and removed look different: a blocked receptor stands; where receptors are removed, it is tagged and goes to the 26S
behind it, and estradiol finds none. Then the camera goes on: it passes the wild types, to the mutants.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from moa_anim.actors.ligand_population import FreeLigand
from moa_anim.actors.population import Member
from moa_anim.actors.receptor import HELIX12_PLACES
from moa_anim.actors.receptor_population import ReceptorPopulation
from moa_anim.actors.sprite_ligands import SpriteLigands
from moa_anim.graphics.fonts import Weight
from moa_anim.graphics.geometry import Point
from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import CAP_END_ANGSTROM
from moa_anim.molecule.pose import catmull_rom
from moa_anim.molecule.structure import receptor_tables
from moa_anim.sets.clearing_schedule import share_of
from moa_anim.sets.lane_mutants import LaneMutants
from moa_anim.sets.lane_texts import (
    EFFECT_BASELINE,
    EFFECT_PIXELS,
    HEADING_BASELINE,
    HEADING_PIXELS,
    LaneText,
    Scrim,
)
from moa_anim.sets.lane_world import LANE_WIDTH, LaneWorld, Treatment
from moa_anim.sets.receptor_field import FieldSight
from moa_anim.sets.taken_receptor import TakenReceptor
from moa_anim.stage.motion import gentle
from moa_anim.stage.painted import Painted

if TYPE_CHECKING:
    from moa_anim.stage.scene import MoaScene

LANE_SCALE = 7.8
"""Design pixels for one ångström, the same in all lanes: a receptor is about 440 pixels high."""

FAR_SCALE = 0.6
"""The same for the 26S until the camera goes on, which is much farther away: although it is six times as long as a receptor,
it is seen about half as long as one, above it, so that nobody compares their sizes."""

MOUTH: Point = (104.0, 364.0)
"""Where the 26S's channel begins then (x from the lane's left edge, y; design pixels)."""

PARTICLE_PLACE: Point = (MOUTH[0] + CAP_END_ANGSTROM * FAR_SCALE, MOUTH[1])
"""Where the middle of its 20S is (x from the lane's left edge, y; design pixels)."""

RECEPTOR = (316.0, 645.0, 0)
"""x from the lane's left edge, y (design pixels) and posture of the wild type, set by eye."""

COMES_FROM_PIXELS = 46.0
"""How far below its place a receptor begins as its lane comes in (design pixels)."""

PASSES_ABOUT: Point = (316.0, 480.0)
PASSED: tuple[Point, float] = ((316.0, 1300.0), 1.5)
"""The point of a lane about which the camera passes what is near, and where that is in the end, and how magnified: below the
picture."""

ESTRADIOL_PLACES: tuple[Point, ...] = (
    (552.0, 814.0),
    (88.0, 446.0),
    (548.0, 424.0),
    (92.0, 810.0),
)
"""Where estradiol drifts in a lane with a receptor (x from its left edge, y; design pixels): around it."""

ESTRADIOL_BELOW_26S: tuple[Point, ...] = ((552.0, 814.0), (92.0, 810.0), (564.0, 486.0))
"""The same where the receptor is removed: below the 26S, so that nothing is in front of that."""

SUPPRESSED_LEFT = (1,)
"""Numbers of the estradiols that an aromatase inhibitor leaves: its level is suppressed, not abolished."""

VISITOR = 2
"""Number of the estradiol that comes to the blocked pocket, or to where the receptor was."""

VISITOR_PATH = ((500.0, 470.0), (420.0, 560.0), (392.0, 590.0), (450.0, 520.0), (540.0, 430.0))
"""Its path: to the pocket, which is taken, and away (x from the lane's left edge, y; design pixels)."""

PASSER_PATH = ((470.0, 690.0), (330.0, 640.0), (210.0, 690.0), (84.0, 610.0))
"""Its path where no receptor is any more: through the middle of the lane."""

OPENING_SHARE = 0.45
"""Share of the release of estradiol in which helix 12 opens, before estradiol leaves."""

RELEASED_TO: Point = (480.0, 380.0)
"""Where the estradiol of the receptor goes when it leaves (x from the lane's left edge, y; design pixels)."""


class Lane:
    """A lane: its texts, wild type, mutants and estradiols. A scene animates five numbers, and `mutants`.

    In 0…1, `come` is how far receptor and estradiol have come in; `suppressed` is how far estradiol has become less,
    `emptied` the progress of the release of the receptor's own estradiol, and `visit` that of one estradiol along
    VISITOR_PATH. `near` sees what is near, and `far` the mutants; both are the same for all lanes.
    """

    def __init__(
        self, scene: MoaScene, number: int, treatment: Treatment, near: FieldSight, far: FieldSight
    ) -> None:
        self.left, self.right = number * LANE_WIDTH, (number + 1) * LANE_WIDTH
        self.treatment = treatment
        seed = scene.seed + 1009 * (number + 1)
        self.visit = self.emptied = self.suppressed = 0.0
        x, y, variant = RECEPTOR
        self.wild = ReceptorPopulation(
            scene,
            [] if treatment.removes else [Member(x, y, variant, seed)],
            scale=LANE_SCALE,
            wander=3.0,
            seed=seed,
            ligand=treatment.ligand,
        )
        self.wild.even_lines = True
        self.wild.helix = self.helix_place
        self.wild.stray = lambda number: 0.0
        self.wild.filled = self.filled
        self.wild.moved = lambda number: (x, y + COMES_FROM_PIXELS * (1.0 - gentle(self.come)))
        self.taken = (
            TakenReceptor(
                scene,
                place=(x, y),
                posture=variant,
                scale=LANE_SCALE,
                ligand=treatment.ligand,
                far=far,
                seed=seed,
            )
            if treatment.removes
            else None
        )
        places = ESTRADIOL_BELOW_26S if treatment.removes else ESTRADIOL_PLACES
        random = np.random.default_rng(seed + 5)
        self.estradiol = SpriteLigands(
            scene,
            receptor_tables().ligands["estradiol"],
            Role.ESTRADIOL,
            [
                FreeLigand(*place, 9.0, seed + 401 + 7 * n, tuple(random.normal(0, 1.6, 3)))
                for n, place in enumerate(places)
            ],
            scale=LANE_SCALE,
        )
        self.estradiol.seen = self.estradiol_seen
        self.estradiol.moved = self.estradiol_place
        # It leaves the pocket, which is cut open, on the viewer's side: the receptor does not hide it.
        self.released = SpriteLigands(
            scene,
            receptor_tables().ligands["estradiol"],
            Role.ESTRADIOL,
            [FreeLigand(*RELEASED_TO, 9.0, seed + 429, (0.0, 0.0, -1.6))]
            if treatment.closed[:1] == (0,)
            else [],
            scale=LANE_SCALE,
        )
        self.released.tumbling = False
        self.released.bound = lambda number: self.wild.rotation(0)
        self.released.freedom = lambda number: self.released_share()
        self.released.seen = lambda number: self.released_seen()
        self.released.moved = lambda number: self.released_place()
        self.world = LaneWorld((self.estradiol, self.wild, self.released), near, self.left)
        self.mutants = LaneMutants(scene, self.left, treatment, far, seed + 53)
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
        taken = [] if self.taken is None else [self.taken]
        return [self.mutants.world, self.world, *taken, self.scrim, self.heading, *self.effects]

    @property
    def come(self) -> float:
        """How far receptor and estradiol have come in, 0…1."""
        return self._come

    @come.setter
    def come(self, share: float) -> None:
        self._come = share
        for each in (self.estradiol, self.wild, self.released):
            each.opacity = share
        if self.taken is not None:
            self.taken.come(share, COMES_FROM_PIXELS)

    def helix_place(self, number: int) -> float:
        """Return where helix 12 of the wild type is on its path: closed, on the groove, or open once estradiol leaves."""
        if number not in self.treatment.closed:
            return HELIX12_PLACES["antagonist"]
        return HELIX12_PLACES["open"] * gentle(share_of(self.emptied, 0.0, OPENING_SHARE))

    def filled(self, number: int) -> float:
        """Return the opacity of the ligand in the wild type's pocket."""
        return 0.0 if number in self.treatment.closed and self.emptied > OPENING_SHARE else 1.0

    def estradiol_place(self, number: int) -> Point:
        """Return where an estradiol is (design pixels of the lane), without wander: at its place or on its path."""
        member = self.estradiol.members[number]
        if number != VISITOR or self.visit <= 0.0:
            return member.x, member.y
        way = (*VISITOR_PATH, ESTRADIOL_PLACES[VISITOR]) if self.taken is None else PASSER_PATH
        stops = np.array([(member.x, member.y), *way])
        x, y = catmull_rom(stops, self.visit)
        return float(x), float(y)

    def estradiol_seen(self, number: int) -> float:
        """Return the opacity of one estradiol: all but SUPPRESSED_LEFT become less, one after the other."""
        if number in SUPPRESSED_LEFT:
            return 1.0
        begins = 0.8 * number / len(ESTRADIOL_PLACES)
        return 1.0 - share_of(self.suppressed, begins, begins + 0.2)

    def released_share(self) -> float:
        """Return how far the receptor's own estradiol has gone on its way out of the pocket, 0…1."""
        return gentle(share_of(self.emptied, OPENING_SHARE, 1.0))

    def released_seen(self) -> float:
        """Return its opacity: from when it is no longer drawn in the pocket until it has become less, as the others."""
        out = 1.0 if self.emptied > OPENING_SHARE else 0.0
        return out * (1.0 - share_of(self.suppressed, 0.9, 1.0))

    def released_place(self) -> Point:
        """Return where it is (design pixels of the lane), without wander."""
        pocket = self.wild.spot(0, receptor_tables().ligands["estradiol"].positions.mean(axis=0))
        share = self.released_share()
        bow = 70.0 * 4.0 * share * (1.0 - share)
        return (
            pocket[0] + (RELEASED_TO[0] - pocket[0]) * share,
            pocket[1] + (RELEASED_TO[1] - pocket[1]) * share - bow,
        )

    def ligand_spot(self) -> Point:
        """Return where a label points to the ligand in the wild type (design pixels): to its atom at the upper right."""
        spots = [self.wild.spot(0, place) for place in self.treatment.ligand[0].positions]
        return self.world.seen(max(spots, key=lambda spot: spot[0] - spot[1]))
