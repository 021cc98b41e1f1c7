"""The mechanism from afar: elacestrant binds receptors, helix 12 settles, receptors are cleared one by one, few are left.

The change of helix 12 is shown close up in a later shot. No estradiol is present here, so nothing is displaced.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.ligand_population import FreeLigand, LigandPopulation
from moa_anim.actors.population import Count, Member
from moa_anim.actors.receptor import HELIX12_PLACES
from moa_anim.actors.receptor_population import POSTURES, ReceptorPopulation
from moa_anim.actors.released_ligands import ReleasedLigands
from moa_anim.graphics.geometry import Point
from moa_anim.model.palette import Role
from moa_anim.molecule.helix12 import helix12_path
from moa_anim.molecule.pose import smooth_curve
from moa_anim.molecule.structure import receptor_tables
from moa_anim.stage.motion import gentle
from moa_anim.stage.painted import Painted
from moa_anim.stage.scene import MoaScene

SCALE = 4.3
"""Design pixels for one ångström: twelve receptors of about 240 pixels."""

LEFT_AT_THE_END = 5
"""As many as each of the lanes that follow begins with."""

STANDS = (
    # x, y (design pixels), posture, how far back
    (1548, 678, 2, 0.3),
    (1318, 754, 3, 0.5),
    (1690, 452, 4, 0.3),
    (1236, 266, 5, 0.5),
    (1120, 446, 0, 0.0),
    (985, 628, 1, 0.0),
    (842, 392, 4, 0.3),
    (660, 690, 0, 0.0),
    (190, 520, 2, 0.3),
    (392, 318, 3, 0.5),
    (352, 738, 5, 0.5),
    (560, 492, 1, 0.0),
)
"""Where the receptors are; the last goes first. Spaced, not in rows, some behind others: those that go are around the near
cap of the 26S, those that are left on the other side. Set by eye."""

SET_OUT_MEMBERS = 2.4
"""A receptor sets out for the near end of the 26S when this many of those before it are still to go."""

DRAWN_SHARE = 0.85
DRAWN_PIXELS = 330.0
"""It covers this share of the distance, and at most this much, before it has faded: a later shot shows the rest close up."""

FREE_PLACES: tuple[Point, ...] = (
    (800, 222),
    (600, 232),
    (70, 770),
    (76, 420),
    (330, 214),
    (78, 600),
    (190, 300),
)
"""Where the elacestrants of those that go drift to (design pixels), in the order of the receptors: off the 26S, so that none
seems to be held there, off the count, between those that are left. Set by eye."""

FREE_TAKES_MEMBERS = 3.0
"""How long a released elacestrant drifts to its place, in receptors gone."""

COUNT_AT = (1850.0, 250.0)
"""Where the count ends, on its baseline (design pixels)."""

ONE_TAKES_SHARE = {"arrival": 0.62, "settling": 0.45}
"""How long one takes, of the time in which all go one after the other."""

ENTERED_SHARE = 0.86
"""Share of its path from which an elacestrant is in its pocket."""

START_PIXELS = (260.0, 640.0)
"""Shortest and longest distance from the pocket at which an elacestrant starts."""

MISS_PIXELS = (118.0, 150.0)
"""How near it comes to the pocket before it moves off again."""

OFF_HELIX_RADIANS = 1.35
"""Smallest angle between helix 12 and the direction from which an elacestrant enters."""

STILL_FROM_SHARE = 0.72
"""Share of its path from which an elacestrant tumbles less: it enters in its docked pose."""


START_TOP_PIXELS = 200.0
START_BOTTOM_PIXELS = 820.0
"""Heights between which an elacestrant starts."""

START_CLEAR_PIXELS = 158.0
START_APART_PIXELS = 130.0
"""Smallest distances of its start from a receptor's middle and from another start."""

HIGHEST_PIXELS = 176.0
LOWEST_PIXELS = 852.0
"""Heights between which it always stays: the step's name is above, captions are below."""


class MechanismOverview:
    """Twelve receptors and twelve elacestrants; `arrival` and `settling` in 0…1 say how far all have come.

    Receptors that are cleared drift towards `mouth`, of a cap of a 26S (design pixels), and release their elacestrants.
    """

    def __init__(self, scene: MoaScene, mouth: Point) -> None:
        self.arrival = self.settling = 0.0
        self.mouth = mouth
        seed = scene.seed
        ligand = receptor_tables().ligands["elacestrant"]
        members = [
            Member(x, y, stance, seed + 101 * n, back) for n, (x, y, stance, back) in enumerate(STANDS)
        ]
        self.receptors = ReceptorPopulation(
            scene,
            members,
            scale=SCALE,
            wander=4.0,
            seed=seed,
            ligand=(ligand, Role.ELACESTRANT),
        )
        self.receptors.helix = self.helix_place
        self.receptors.moved = self.stand
        self.receptors.left = len(members) + SET_OUT_MEMBERS
        self.receptors.stray = lambda number: 1.0 - gentle(min(1.0, 4.0 * self.share("settling", number)))
        self._pocket = ligand.positions.mean(axis=0)
        self._ways: list[NDArray[np.float64]] = []
        for number in range(len(members)):
            self._ways.append(self._way(number, np.random.default_rng(seed + 983 + number)))
        random = np.random.default_rng(seed + 3)
        self.drugs = LigandPopulation(
            scene,
            ligand,
            Role.ELACESTRANT,
            [
                FreeLigand(0, 0, 12.0, seed + 501 + 7 * n, tuple(random.normal(0, 1.4, 3)))
                for n in range(len(members))
            ],
            scale=SCALE,
        )
        self.drugs.moved = self.drug_place
        self.receptors.filled = lambda number: min(1.0, 2.0 * self.landed(number))
        self.drugs.seen = lambda number: min(1.0, 2.0 - 2.0 * self.landed(number))
        self.drugs.freedom = self.freedom
        self.drugs.bound = lambda number: POSTURES[members[number].variant].rotation
        homes = dict(enumerate(FREE_PLACES, LEFT_AT_THE_END))
        self.freed = ReleasedLigands(
            scene, self.receptors, ligand, Role.ELACESTRANT, homes, takes=FREE_TAKES_MEMBERS, seed=seed + 63
        )
        self.count = Count(self.receptors, scene.label("count"), Role.RECEPTOR, COUNT_AT)
        self.count.opacity = 0.0

    @property
    def painted(self) -> list[Painted]:
        """All of it, from back to front."""
        return [self.receptors, self.drugs, self.freed, self.count]

    def stand(self, number: int) -> Point:
        """Where a receptor is, straying left out: at its place, or on its path to the mouth of the 26S."""
        place = np.array(STANDS[number][:2], dtype=float)
        share = (
            (number + SET_OUT_MEMBERS - self.receptors.left) / SET_OUT_MEMBERS
            if number >= LEFT_AT_THE_END
            else 0.0
        )
        way = np.array(self.mouth) - place
        way = way * min(DRAWN_SHARE, DRAWN_PIXELS / float(np.linalg.norm(way)))
        x, y = place + gentle(min(1.0, max(0.0, share))) * way
        return float(x), float(y)

    def share(self, doing: str, number: int) -> float:
        """Share of its own motion of one of many that go one after the other, overlapping."""
        progress: float = getattr(self, doing)
        last = len(STANDS) - 1
        late = (1.0 - ONE_TAKES_SHARE[doing]) * (last - number) / last
        # 1 at the end, not nearly 1.
        return round(min(1.0, max(0.0, (progress - late) / ONE_TAKES_SHARE[doing])), 6)

    def helix_place(self, number: int) -> float:
        """Where helix 12 of a receptor is: loose, then on its way to the groove."""
        return HELIX12_PLACES["loose"] + (1.0 - HELIX12_PLACES["loose"]) * gentle(
            self.share("settling", number)
        )

    def _way(self, number: int, random: np.random.Generator) -> NDArray[np.float64]:
        """Evenly spaced points (n, 2) of an elacestrant's path relative to its pocket: it comes near, moves off, enters."""
        x, y, *_ = STANDS[number]
        for _ in range(1000):
            begin = random.uniform(0.0, 2 * np.pi)
            start = random.uniform(*START_PIXELS) * np.array([np.cos(begin), np.sin(begin)])
            begun = [(way[0] + STANDS[other][:2]) for other, way in enumerate(self._ways)]
            if is_free(x + start[0], y + start[1], begun):
                break
        aside = begin + random.choice([-1.0, 1.0]) * random.uniform(0.9, 1.3)
        miss = random.uniform(*MISS_PIXELS) * np.array([np.cos(aside), np.sin(aside)])
        off = aside + random.choice([-1.0, 1.0]) * random.uniform(0.5, 0.9)
        helix = self._helix_angle(number)
        if np.cos(off - helix) > np.cos(OFF_HELIX_RADIANS):  # it comes in beside helix 12, not across it
            off = helix + np.copysign(OFF_HELIX_RADIANS, np.sin(off - helix))
        away = random.uniform(175.0, 215.0) * np.array([np.cos(off), np.sin(off)])
        curve = smooth_curve(
            np.array([start, 0.45 * start + 0.55 * miss + random.normal(0, 26, 2), miss, away, (0, 0)]), 60
        )
        lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1))])
        even = np.linspace(0.0, lengths[-1], 241)
        return np.stack([np.interp(even, lengths, column) for column in curve.T], axis=1)

    def _helix_angle(self, number: int) -> float:
        """Direction in which loose helix 12 is seen from the pocket (radians, y downwards)."""
        loose = helix12_path().at(HELIX12_PLACES["loose"]).part(538, 544).positions.mean(axis=0)
        seen = (loose - self._pocket) @ POSTURES[STANDS[number][2]].rotation.T
        return float(np.arctan2(-seen[1], seen[0]))

    def drug_place(self, number: int) -> Point:
        """Where an elacestrant is on its path (design pixels), straying left out."""
        x, y = self.receptors.spot(number, self._pocket)
        way = self._ways[number]
        at = gentle(min(1.0, self.share("arrival", number) / ENTERED_SHARE)) * (len(way) - 1)
        left = min(int(at), len(way) - 2)
        offset = way[left] + (way[left + 1] - way[left]) * (at - left)
        return x + float(offset[0]), min(LOWEST_PIXELS, max(HIGHEST_PIXELS, y + float(offset[1])))

    def freedom(self, number: int) -> float:
        """How much an elacestrant strays and tumbles: less and less as it enters."""
        return 1.0 - gentle(
            min(
                1.0,
                max(
                    0.0,
                    (self.share("arrival", number) - STILL_FROM_SHARE) / (ENTERED_SHARE - STILL_FROM_SHARE),
                ),
            )
        )

    def landed(self, number: int) -> float:
        """How far an elacestrant has faded into its receptor's pocket, 0…1."""
        return min(
            1.0, max(0.0, round((self.share("arrival", number) - ENTERED_SHARE) / (1.0 - ENTERED_SHARE), 6))
        )

    def nearest(self, x: float, y: float) -> int:
        """The receptor whose place is nearest to (x, y)."""
        return min(range(len(STANDS)), key=lambda n: float(np.hypot(STANDS[n][0] - x, STANDS[n][1] - y)))


def is_free(x: float, y: float, begun: Sequence[NDArray[np.float64]]) -> bool:
    """Whether an elacestrant may start at (x, y): away from receptors and others, not at the picture's top."""
    clear = all(np.hypot(x - at, y - down) > START_CLEAR_PIXELS for at, down, *_ in STANDS)
    clear = clear and all(np.hypot(x - at, y - down) > START_APART_PIXELS for at, down in begun)
    return clear and START_TOP_PIXELS < y < START_BOTTOM_PIXELS and -120 < x < 2040
