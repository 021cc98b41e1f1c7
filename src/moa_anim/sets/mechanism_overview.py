"""The mechanism at low magnification: elacestrant binds receptors, helix 12 settles, receptors are cleared one by one.

The change of helix 12 is shown close up in a later shot. No estradiol is present, so nothing is displaced.
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
"""Receptors left at the end, which is the number in each of the lanes that follow."""

RECEPTORS = (
    # x, y (design pixels), posture, depth (0 is in front)
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
"""Places of the receptors; the last is cleared first. They are spaced, not in rows, some behind others. Those that are
cleared are around the cap of the 26S that is nearer to the viewer, those that are left on the other side. Set by eye."""

SET_OUT_MEMBERS = 2.4
"""A receptor begins to move towards the 26S when this many of those before it are still to be cleared."""

DRAWN_SHARE = 0.85
DRAWN_PIXELS = 330.0
"""Largest share of the distance, and largest distance, that a receptor covers before it has faded; a later shot shows the
rest close up."""

FREE_PLACES: tuple[Point, ...] = (
    (800, 222),
    (600, 232),
    (70, 770),
    (76, 420),
    (330, 214),
    (78, 600),
    (190, 300),
)
"""Where released elacestrants drift to (design pixels), in the order of their receptors: away from the 26S, so that none
appears bound to it, away from the count, between the receptors that are left. Set by eye."""

RELEASE_MEMBERS = 3.0
"""Number of receptors cleared while a released elacestrant drifts to its place."""

COUNT_AT = (1850.0, 250.0)
"""Right end and baseline of the count (design pixels)."""

ONE_TAKES_SHARE = {"arrival": 0.62, "settling": 0.45}
"""Duration of one molecule's motion, as a share of the time in which all move, one after the other."""

ENTERED_SHARE = 0.86
"""Share of its path from which an elacestrant is in its pocket."""

START_PIXELS = (260.0, 640.0)
"""Shortest and longest distance from the pocket at which an elacestrant starts."""

MISS_PIXELS = (118.0, 150.0)
"""Shortest and longest distance to which it first approaches the pocket before it moves away again."""

OFF_HELIX_RADIANS = 1.35
"""Smallest angle between helix 12 and the direction from which an elacestrant enters."""

STILL_FROM_SHARE = 0.72
"""Share of its path from which an elacestrant tumbles less, so that it enters in its bound pose."""

START_TOP_PIXELS = 200.0
START_BOTTOM_PIXELS = 820.0
"""Range of y in which an elacestrant starts (design pixels)."""

START_CLEAR_PIXELS = 158.0
START_APART_PIXELS = 130.0
"""Smallest distances of its start from a receptor's middle and from another elacestrant's start."""

HIGHEST_PIXELS = 176.0
LOWEST_PIXELS = 852.0
"""Range of y to which it is confined (design pixels): the step marker is above, captions are below."""


class MechanismOverview:
    """Twelve receptors and twelve elacestrants.

    `arrival` and `settling` in 0…1 are the progress of all elacestrants to their pockets and of all helices 12 to the groove.
    Receptors that are cleared drift towards `mouth` (design pixels), of a cap of the 26S, and release their elacestrants.
    """

    def __init__(self, scene: MoaScene, mouth: Point) -> None:
        self.arrival = self.settling = 0.0
        self.mouth = mouth
        seed = scene.seed
        ligand = receptor_tables().ligands["elacestrant"]
        members = [
            Member(x, y, posture, seed + 101 * n, back) for n, (x, y, posture, back) in enumerate(RECEPTORS)
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
        self.receptors.moved = self.receptor_place
        self.receptors.left = len(members) + SET_OUT_MEMBERS
        self.receptors.stray = lambda number: 1.0 - gentle(min(1.0, 4.0 * self.share("settling", number)))
        self._pocket = ligand.positions.mean(axis=0)
        self._paths: list[NDArray[np.float64]] = []
        for number in range(len(members)):
            self._paths.append(self._path(number, np.random.default_rng(seed + 983 + number)))
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
            scene, self.receptors, ligand, Role.ELACESTRANT, homes, takes=RELEASE_MEMBERS, seed=seed + 63
        )
        self.count = Count(self.receptors, scene.label("count"), Role.RECEPTOR, COUNT_AT)
        self.count.opacity = 0.0

    @property
    def painted(self) -> list[Painted]:
        """All painted parts, from back to front."""
        return [self.receptors, self.drugs, self.freed, self.count]

    def receptor_place(self, number: int) -> Point:
        """Return where a receptor is (design pixels, without wander): at its place, or on its path to the 26S."""
        place = np.array(RECEPTORS[number][:2], dtype=float)
        share = (
            (number + SET_OUT_MEMBERS - self.receptors.left) / SET_OUT_MEMBERS
            if number >= LEFT_AT_THE_END
            else 0.0
        )
        shift = np.array(self.mouth) - place
        shift = shift * min(DRAWN_SHARE, DRAWN_PIXELS / float(np.linalg.norm(shift)))
        x, y = place + gentle(min(1.0, max(0.0, share))) * shift
        return float(x), float(y)

    def share(self, doing: str, number: int) -> float:
        """Return how far molecule `number` has come in its own motion `doing`; motions overlap, the last number first."""
        progress: float = getattr(self, doing)
        last = len(RECEPTORS) - 1
        late = (1.0 - ONE_TAKES_SHARE[doing]) * (last - number) / last
        # Rounded, so that it is exactly 1 at the end.
        return round(min(1.0, max(0.0, (progress - late) / ONE_TAKES_SHARE[doing])), 6)

    def helix_place(self, number: int) -> float:
        """Return where helix 12 of a receptor is on its path: loose, then moving to the groove."""
        return HELIX12_PLACES["loose"] + (1.0 - HELIX12_PLACES["loose"]) * gentle(
            self.share("settling", number)
        )

    def _path(self, number: int, random: np.random.Generator) -> NDArray[np.float64]:
        """Return evenly spaced points (n, 2; design pixels) of an elacestrant's path, relative to its pocket.

        It approaches the pocket, moves away, then enters.
        """
        x, y, *_ = RECEPTORS[number]
        for _ in range(1000):
            begin = random.uniform(0.0, 2 * np.pi)
            start = random.uniform(*START_PIXELS) * np.array([np.cos(begin), np.sin(begin)])
            begun = [(path[0] + RECEPTORS[other][:2]) for other, path in enumerate(self._paths)]
            if is_free(x + start[0], y + start[1], begun):
                break
        aside = begin + random.choice([-1.0, 1.0]) * random.uniform(0.9, 1.3)
        miss = random.uniform(*MISS_PIXELS) * np.array([np.cos(aside), np.sin(aside)])
        off = aside + random.choice([-1.0, 1.0]) * random.uniform(0.5, 0.9)
        helix = self._helix_angle(number)
        if np.cos(off - helix) > np.cos(OFF_HELIX_RADIANS):  # it enters next to helix 12, not across it
            off = helix + np.copysign(OFF_HELIX_RADIANS, np.sin(off - helix))
        away = random.uniform(175.0, 215.0) * np.array([np.cos(off), np.sin(off)])
        curve = smooth_curve(
            np.array([start, 0.45 * start + 0.55 * miss + random.normal(0, 26, 2), miss, away, (0, 0)]), 60
        )
        lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1))])
        even = np.linspace(0.0, lengths[-1], 241)
        return np.stack([np.interp(even, lengths, column) for column in curve.T], axis=1)

    def _helix_angle(self, number: int) -> float:
        """Return the direction from the pocket to loose helix 12 in the picture (radians, y downwards)."""
        loose = helix12_path().at(HELIX12_PLACES["loose"]).part(538, 544).positions.mean(axis=0)
        seen = (loose - self._pocket) @ POSTURES[RECEPTORS[number][2]].rotation.T
        return float(np.arctan2(-seen[1], seen[0]))

    def drug_place(self, number: int) -> Point:
        """Return where an elacestrant is on its path (design pixels, without wander)."""
        x, y = self.receptors.spot(number, self._pocket)
        path = self._paths[number]
        at = gentle(min(1.0, self.share("arrival", number) / ENTERED_SHARE)) * (len(path) - 1)
        left = min(int(at), len(path) - 2)
        offset = path[left] + (path[left + 1] - path[left]) * (at - left)
        return x + float(offset[0]), min(LOWEST_PIXELS, max(HIGHEST_PIXELS, y + float(offset[1])))

    def freedom(self, number: int) -> float:
        """Return how much an elacestrant wanders and tumbles, 0…1: less and less as it enters."""
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
        """Return how far an elacestrant has cross-faded to the one drawn in its receptor's pocket, 0…1."""
        return min(
            1.0, max(0.0, round((self.share("arrival", number) - ENTERED_SHARE) / (1.0 - ENTERED_SHARE), 6))
        )

    def nearest(self, x: float, y: float) -> int:
        """Return the number of the receptor whose place is nearest to (x, y; design pixels)."""
        return min(
            range(len(RECEPTORS)), key=lambda n: float(np.hypot(RECEPTORS[n][0] - x, RECEPTORS[n][1] - y))
        )


def is_free(x: float, y: float, begun: Sequence[NDArray[np.float64]]) -> bool:
    """Return whether an elacestrant may start at (x, y; design pixels), given the starts `begun` of the others."""
    clear = all(np.hypot(x - at, y - down) > START_CLEAR_PIXELS for at, down, *_ in RECEPTORS)
    clear = clear and all(np.hypot(x - at, y - down) > START_APART_PIXELS for at, down in begun)
    return clear and START_TOP_PIXELS < y < START_BOTTOM_PIXELS and -120 < x < 2040
