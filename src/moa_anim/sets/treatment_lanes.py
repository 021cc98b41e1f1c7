"""Three treatments side by side: the same receptors in each lane, at one scale, and the effect of each treatment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from moa_anim.actors.ligand_population import FreeLigand, LigandPopulation
from moa_anim.actors.population import Member
from moa_anim.actors.receptor import HELIX12_PLACES
from moa_anim.actors.receptor_population import ReceptorPopulation
from moa_anim.actors.released_ligands import ReleasedLigands, release_places
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.graphics.fonts import Weight, width_of
from moa_anim.graphics.geometry import Box, Point
from moa_anim.graphics.layout import BAND_TOP
from moa_anim.graphics.lettering import ShownText, TextImage, letter, shown_text
from moa_anim.model.palette import Role
from moa_anim.molecule.pose import catmull_rom
from moa_anim.molecule.structure import Ligand, receptor_tables
from moa_anim.stage.motion import gentle
from moa_anim.stage.painted import Painted
from moa_anim.stage.text_block import Line, TextBlock

if TYPE_CHECKING:
    from moa_anim.stage.clock import Clock
    from moa_anim.stage.scene import MoaScene

LANE_WIDTH = 640.0
"""Width of a lane (design pixels): a third of the picture."""

LANE_SCALE = 3.8
"""Design pixels for one ångström, the same in all lanes: a receptor is about 210 pixels across."""

GOING_RECEPTORS = (2, 3, 4)
"""Numbers of the receptors of a lane that may be cleared; places are found for their released ligands."""

FREE_WITHIN: Box = (44.0, 330.0, 596.0, 850.0)
"""Box within which released ligands stay (x from the lane's left edge, design pixels)."""

FREE_NOT_IN: Box = (330.0, 720.0, 640.0, 900.0)
"""Box of the count, which released ligands avoid (x from the lane's left edge, design pixels)."""

FREE_DISTANCE_PIXELS = (90.0, 185.0)
"""Shortest and longest distance that a released ligand drifts (design pixels)."""

RELEASE_MEMBERS = 0.6
"""Number of receptors cleared while a released ligand drifts: it arrives before the next receptor is cleared."""

INSET_PIXELS = 72.0
"""From a lane's left edge to its text (design pixels)."""

HEADING_BASELINE = 200.0
HEADING_PIXELS = 48.0
EFFECT_BASELINE = 256.0
EFFECT_PIXELS = 40.0
"""Baselines and letter sizes of a lane's heading and effect (design pixels), below the step marker."""

RECEPTORS = ((138, 398, 0), (476, 672, 3), (142, 766, 5), (452, 396, 1), (272, 586, 4))
"""x from the lane's left edge, y (design pixels) and posture of the receptors, equal in all lanes; the last is cleared first.
Set by eye."""

COUNT_RIGHT = 600.0
COUNT_BASELINE = 844.0
COUNT_PIXELS = 80.0
WORDS_PIXELS = 32.0
"""Right end, baseline and letter size of a count, letter size of its words (design pixels): lower right of each lane."""

DIVIDER_PIXELS = (160.0, 2.0, BAND_TOP - 180.0)
"""Top, width and height of a line between lanes (design pixels)."""

ONE_RELEASES_SHARE = 0.6
"""Duration of one receptor's release of estradiol, as a share of the time in which all receptors release theirs."""

OPENING_SHARE = 0.6
"""Share of one receptor's release in which helix 12 opens, before estradiol fades."""

ONE_CLOSES_SHARE = 0.55
"""Duration of the closing of one helix 12, as a share of the time in which all close."""

VISITOR = 0
"""Number of the estradiol that approaches the pocket of the upper right receptor."""

VISITOR_PATH = ((340, 350), (388, 364), (372, 398), (316, 424), (290, 436))
"""Path of that estradiol: near the pocket, past it and away (x from the lane's left edge, y; design pixels)."""


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


class LaneText(TextBlock):
    """Text at the head of a lane. Labels must not enter the head, where they would look like part of the text."""

    def __init__(self, words: str, left: float, baseline: float, pixels: float, weight: Weight) -> None:
        super().__init__([Line(words, left + INSET_PIXELS, baseline, pixels, weight)])
        self._left = left

    def lettered(self) -> list[ShownText]:
        """Return the text, which may be as wide as the lane."""
        room = (self._left, self._left + LANE_WIDTH)
        return [replace(text, room=room) for text in super().lettered()]

    def obstacles(self) -> list[Box]:
        """Return the box of the lane's whole head (design pixels)."""
        return [(self._left, 140.0, self._left + LANE_WIDTH, EFFECT_BASELINE + 24)]


class LaneDividers(Painted):
    """Thin lines between the lanes."""

    def __init__(self) -> None:
        super().__init__()
        self.set_z_index(30)

    def paint(self, canvas: Canvas) -> None:
        """Draw the lines."""
        context = canvas.design()
        canvas.set_colour(tinted(Role.INK, 0.45, Role.PAPER), self.opacity)
        for number in (1, 2):
            context.rectangle(number * LANE_WIDTH - 1.0, *DIVIDER_PIXELS)
            context.fill()
        context.restore()

    def obstacles(self) -> list[Box]:
        """Return boxes of the lines (design pixels), so that a label stays within its lane."""
        return [(number * LANE_WIDTH - 8, 0.0, number * LANE_WIDTH + 8, float(BAND_TOP)) for number in (1, 2)]


class LaneCount(Painted):
    """The count of a lane's receptors with `words` below it; both end at x `right` (design pixels)."""

    role = Role.RECEPTOR

    def __init__(self, receptors: ReceptorPopulation, words: str, right: float) -> None:
        super().__init__()
        self.population, self.words, self.right = receptors, words, right
        self.set_z_index(60)

    def paint(self, canvas: Canvas) -> None:
        """Draw the number and the words."""
        scale, colour, halo = canvas.scale, tinted(Role.RECEPTOR, 0.4), rgb(Role.PAPER)
        canvas.lettering(*self.figure(self.population.count, scale), self.opacity)
        words = letter(self.words, WORDS_PIXELS * scale, colour, Weight.BOLD, halo, 6 * scale)
        canvas.lettering(words, self.right - words.advance / scale, COUNT_BASELINE + 40, self.opacity)

    def figure(self, number: int, scale: float) -> tuple[TextImage, float, float]:
        """Return a number's image at `scale` output pixels for one design pixel, and its baseline's start (design pixels)."""
        colour, halo = tinted(Role.RECEPTOR, 0.4), rgb(Role.PAPER)
        line = letter(str(number), COUNT_PIXELS * scale, colour, Weight.BOLD, halo, 7 * scale)
        return line, self.right - line.advance / scale, COUNT_BASELINE

    def lettered(self) -> list[ShownText]:
        """Return the words below the number."""
        left = self.right - width_of(self.words, WORDS_PIXELS, Weight.BOLD)
        return (
            [shown_text(self.words, left, COUNT_BASELINE + 40, WORDS_PIXELS, Weight.BOLD)]
            if self.words
            else []
        )

    def obstacles(self) -> list[Box]:
        """Return the box of number and words (design pixels)."""
        width = width_of(self.words, WORDS_PIXELS, Weight.BOLD)
        return [(self.right - width, COUNT_BASELINE - COUNT_PIXELS, self.right, COUNT_BASELINE + 50)]


@dataclass(frozen=True)
class Treatment:
    """What a lane shows: its texts, the ligand in the pockets, the place of helix 12, and which receptors hold the ligand.

    Without `holders` all receptors hold it, with helix 12 at `helix`. With `holders` the ligand is estradiol, over which
    helix 12 is closed; `helix` is its place in receptors without estradiol.
    """

    heading: str
    effect: str
    ligand: tuple[Ligand, Role] | None
    helix: float
    holders: tuple[int, ...] | None = None


class Lane:
    """A lane: its texts, receptors and estradiols. A scene animates four numbers.

    `estrogen` is the number of estradiols left. In 0…1, `emptied` is the progress of the release of estradiol and `closed` of
    the closing of helix 12, one receptor after the other, and `visit` is the progress of one estradiol along VISITOR_PATH.
    """

    def __init__(self, scene: MoaScene, number: int, treatment: Treatment, places: Sequence[Point]) -> None:
        self.left, self.right = number * LANE_WIDTH, (number + 1) * LANE_WIDTH
        self.treatment = treatment
        seed = scene.seed + 1009 * (number + 1)
        self.closed = self.visit = self.emptied = 0.0
        self.estrogen = float(len(places))
        members = [
            Member(self.left + x, y, variant, seed + 101 * n) for n, (x, y, variant) in enumerate(RECEPTORS)
        ]
        self.receptors = ReceptorPopulation(
            scene, members, scale=LANE_SCALE, wander=4.0, seed=seed, ligand=treatment.ligand
        )
        self.receptors.helix = self.helix_place
        self.receptors.filled = self.filled
        self.receptors.stray = self.stray
        random = np.random.default_rng(seed + 5)
        self.estradiol = LigandPopulation(
            scene,
            receptor_tables().ligands["estradiol"],
            Role.ESTRADIOL,
            [
                FreeLigand(self.left + x, y, 11.0, seed + 401 + 7 * n, tuple(random.normal(0, 1.6, 3)))
                for n, (x, y) in enumerate(places)
            ],
            scale=LANE_SCALE,
        )
        self.estradiol.seen = self.estradiol_seen
        self.estradiol.moved = self.estradiol_place
        self.freed = self._released_ligands(scene, members, places, seed + 701)
        self.heading = LaneText(treatment.heading, self.left, HEADING_BASELINE, HEADING_PIXELS, Weight.BOLD)
        self.effect = LaneText(treatment.effect, self.left, EFFECT_BASELINE, EFFECT_PIXELS, Weight.MEDIUM)
        self.count = LaneCount(self.receptors, scene.label("lane-count"), self.left + COUNT_RIGHT)
        self.scrim = Scrim(self.left, self.right)
        self.effect.opacity = 0.0

    @property
    def painted(self) -> list[Painted]:
        """All painted parts of the lane, from back to front."""
        small = [self.estradiol] if self.freed is None else [self.freed, self.estradiol]
        return [self.receptors, *small, self.scrim, self.heading, self.effect, self.count]

    def _released_ligands(
        self, clock: Clock, members: Sequence[Member], places: Sequence[Point], seed: int
    ) -> ReleasedLigands | None:
        """Return the ligands that receptors release when they are cleared; None where they hold no drug."""
        if self.treatment.ligand is None or self.treatment.holders is not None:
            return None
        ligand, role = self.treatment.ligand
        box, count = (
            (self.left + left, top, self.left + right, bottom)
            for left, top, right, bottom in (FREE_WITHIN, FREE_NOT_IN)
        )
        taken = [(self.left + x, y) for x, y in places]
        homes = release_places(
            members,
            GOING_RECEPTORS,
            box,
            LANE_SCALE,
            seed,
            far=FREE_DISTANCE_PIXELS,
            keep_off=[count],
            taken=taken,
        )
        return ReleasedLigands(clock, self.receptors, ligand, role, homes, takes=RELEASE_MEMBERS, seed=seed)

    def closing(self, number: int) -> float:
        """Return how far helix 12 of a receptor has closed, 0…1: one receptor after the other, overlapping."""
        late = (1.0 - ONE_CLOSES_SHARE) * number / (len(RECEPTORS) - 1)
        return round(gentle(min(1.0, max(0.0, (self.closed - late) / ONE_CLOSES_SHARE))), 6)

    def releasing(self, number: int) -> float:
        """Return how far a receptor has released its estradiol, 0…1, in the order of `holders`; 0 without holders."""
        if self.treatment.holders is None:
            return 0.0
        if number not in self.treatment.holders:
            return 1.0
        at, last = self.treatment.holders.index(number), len(self.treatment.holders) - 1
        late = (1.0 - ONE_RELEASES_SHARE) * at / last
        return round(min(1.0, max(0.0, (self.emptied - late) / ONE_RELEASES_SHARE)), 6)

    def filled(self, number: int) -> float:
        """Return the opacity of the ligand in a receptor's pocket: estradiol fades once helix 12 has opened."""
        return 1.0 - max(0.0, self.releasing(number) - OPENING_SHARE) / (1.0 - OPENING_SHARE)

    def opened(self, number: int) -> float:
        """Return how far helix 12 of a receptor has opened, 0…1; 1 where all receptors hold a drug."""
        return (
            gentle(min(1.0, self.releasing(number) / OPENING_SHARE))
            if self.treatment.holders is not None
            else 1.0
        )

    def helix_place(self, number: int) -> float:
        """Return where helix 12 of a receptor is on its path, without wander."""
        return self.treatment.helix * self.opened(number) * (1.0 - self.closing(number))

    def stray(self, number: int) -> float:
        """Return how much helix 12 of a receptor wanders, 0…1: only while it is loose."""
        if self.treatment.helix != HELIX12_PLACES["loose"]:
            return 0.0
        return max(0.0, 1.0 - self.closing(number) - 4.0 * (1.0 - self.opened(number)))

    def estradiol_place(self, number: int) -> Point:
        """Return where an estradiol is (design pixels), without wander: at its place, or on VISITOR_PATH."""
        member = self.estradiol.members[number]
        if number != VISITOR or self.visit <= 0.0:
            return member.x, member.y
        stops = np.array([(member.x - self.left, member.y), *VISITOR_PATH])
        x, y = catmull_rom(stops, self.visit)
        return self.left + float(x), float(y)

    def estradiol_seen(self, number: int) -> float:
        """Return the opacity of one estradiol; the last disappears first."""
        return min(1.0, max(0.0, self.estrogen - number))
