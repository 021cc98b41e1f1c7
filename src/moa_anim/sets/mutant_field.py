"""The same field in another tumor: its receptors carry Y537S or D538G, helix 12 closed over an empty pocket.

One receptor after another, helix 12 loosens, then an elacestrant comes in through the gap on the path of the close-up, and
helix 12 settles on the groove; then several are taken in. No count is shown.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.ligand_population import FreeLigand
from moa_anim.actors.ligands import ramble, through_the_gap
from moa_anim.actors.population import Member
from moa_anim.actors.receptor import HELIX12_PLACES
from moa_anim.actors.receptor_population import ENTRY_POSTURES, MIDDLE_ANGSTROM, POSTURES
from moa_anim.actors.sprite_ligands import SpriteLigands
from moa_anim.graphics.geometry import Box, Point
from moa_anim.illustrations.cell.two_cells import NEIGHBOUR_PIXELS
from moa_anim.model.palette import Role
from moa_anim.molecule.pose import catmull_rom, evenly_along, rotation_from_vector, smooth_curve
from moa_anim.molecule.structure import receptor_tables
from moa_anim.sets.clearing_schedule import share_of
from moa_anim.sets.receptor_field import (
    SMALL_SWELL,
    ClockFromCut,
    FieldSight,
    ReceptorField,
)
from moa_anim.sets.receptor_field_layout import FIELD_SCALE, PAIR_COUNT, STAYING_COUNT, field_members
from moa_anim.stage.motion import gentle
from moa_anim.stage.painted import Painted

if TYPE_CHECKING:
    from moa_anim.stage.clock import ShotClock

MUTANT_SEED = 829
"""Seed of this field."""

STORY_SECONDS = 6.6
"""Time in which all bind elacestrant, at the pace of the lecture edition; of it, the times below are given."""

HERO_AT: Point = (480.0, 380.0)
"""The receptor nearest to this point (design pixels) is the first to bind: the one that is looked at from near."""

HERO_SECONDS = 2.8
"""Duration of its binding, from when helix 12 begins to loosen until it has settled."""

NEAR_BOX: Box = (125.0, 190.0, 835.0, 545.0)
"""Box of the receptors that are then in the picture (design pixels). They follow one after another, the nearest first."""

NEXT_BEGINS_SECONDS = 2.0
NEXT_EVERY_SECONDS = 0.33
ONE_SECONDS = 2.0
"""When the first of them begins, how much later each other one does, and how long one takes."""

UNSEEN_BEGINS_SECONDS = 0.3
UNSEEN_EVERY_SECONDS = 0.2
"""The same for those that will be taken in, which are out of the picture meanwhile."""

LAST_BEGIN_SECONDS = 2.7
LAST_EVERY_SECONDS = 0.2
"""The same for all others, which the camera passes on its way to the 26S."""

PAIR_BINDS = (0.3, 0.42)
"""Shares of the story between which the pair on the gene, which is out of the picture then, comes to hold elacestrant."""

POLYMERASE_LEAVES = (0.42, 0.5)
"""Shares of the story between which, thereafter, the nearer polymerase runs on, still out of the picture."""

LOOSENS = (0.1, 0.34)
COMES = (0.0, 0.5)
SHRINKS = (0.3, 0.5)
ENTERS = (0.5, 0.8)
SETTLES = (0.82, 1.0)
"""Begin and end of the phases of one receptor's binding, as shares of it. Its own helix 12 is loose before its elacestrant,
which is drawn larger outside of receptors, is at the gap, and settles once elacestrant is in the pocket."""

BESIDE_ANGSTROM = ((47.0, -19.0, 31.0), (40.0, -14.0, 30.0))
"""Where an elacestrant is before it enters, from its receptor's middle in the close-up's view: right, up, towards (Å)."""

COMES_PIXELS = (120.0, 230.0)
"""Shortest and longest distance from its receptor at which an elacestrant starts (design pixels)."""

MISSES_PIXELS = (66.0, 84.0)
"""Shortest and longest distance to which it first comes, before it moves away again and then enters."""

AWAY_PIXELS = (98.0, 135.0)
"""Shortest and longest distance to which it moves away."""

DRUG_WANDER_PIXELS = 5.0
"""Random displacement of an elacestrant about its way (root mean square, design pixels): it stays off other receptors."""

WAY_TRIES = 24
"""Random ways that are tried in each orientation of a receptor."""

ENOUGH_ROOM_PIXELS = 62.0
"""A way that is so far from the middles of all other receptors is taken, without trying further orientations."""

WAY_POINTS = 161
"""Number of points of a way."""

WAYS_WITHIN: Box = (62.0, 200.0, 1240.0, 715.0)
"""Box that the ways stay within (design pixels)."""

HERO_WAY_WITHIN: Box = (165.0, 275.0, 795.0, 490.0)
"""The same for the way to the first mutant, while the camera is near: not cut by the caption band or the frame."""

REMOVED_COUNT = 6
"""Number of mutants that are seen to be taken in: as few are left as in the other field. No count is shown meanwhile."""

MUTANT_FREE_COUNT = STAYING_COUNT + REMOVED_COUNT
"""Number of mutants that are not on the gene."""

MUTANTS_CLEARED = 7.6
"""Seconds of clearing after which they are inside, and their elacestrants at rest."""

ASIDE: dict[int, Point] = {
    2: (1345.0, 440.0),
    5: (800.0, 595.0),
    6: (340.0, 605.0),
    7: (40.0, 378.0),
    8: (1225.0, 300.0),
    9: (610.0, 640.0),
    10: (550.0, 595.0),
    14: (880.0, 660.0),
    15: (80.0, 580.0),
    16: (690.0, 665.0),
    19: (40.0, 224.0),
}
"""Places (design pixels) at which some estradiols, by number, are at first: after endocrine treatment few are about the
mutants that are looked at from near, and none is under the headings while the camera is nearer than at the end."""


class MutantField(ReceptorField):
    """11 receptors that carry Y537S or D538G: as many as there is time to remove, and those that are left.

    `story` in 0…1 is the progress of binding: one receptor after the other, helix 12 loosens over the empty pocket, an
    elacestrant misses the gap, then enters by it, and helix 12 settles. The `hero` is the first.
    `staying_dim` is the share of paper that is mixed into those that stay.
    `come_back` in 0…1 is how far the estradiols that are aside have come to their places between the receptors.
    """

    mutant = True
    first_count = MUTANT_FREE_COUNT + PAIR_COUNT
    apart_seconds = 0.6
    pace = 330.0
    staying = STAYING_COUNT
    elsewhere_left_of = -math.inf

    def __init__(
        self,
        shot: ShotClock,
        words: str,
        *,
        cut_at_frame: int,
        note: str = "",
        sight: FieldSight | None = None,
        origin: Point = (NEIGHBOUR_PIXELS, 0.0),
    ) -> None:
        clock = ClockFromCut(shot, cut_at_frame)
        table = receptor_tables().ligands["drug"]
        random = np.random.default_rng(MUTANT_SEED + 3)
        turns = random.normal(0.0, 1.6, (MUTANT_FREE_COUNT, 3))
        free = [
            FreeLigand(0.0, 0.0, DRUG_WANDER_PIXELS, MUTANT_SEED + 41 * n, tuple(turn))
            for n, turn in enumerate(turns)
        ]
        self.drugs = SpriteLigands(clock, table, Role.DRUG, free, scale=FIELD_SCALE * SMALL_SWELL)
        self.drugs.tumbling = False
        super().__init__(
            shot,
            words,
            cut_at_frame=cut_at_frame,
            note=note,
            sight=sight,
            origin=origin,
            seed=MUTANT_SEED,
        )
        self._through = way_in()
        self._ways = ways_to_mutants()
        self._times = binding_times(self.receptors.members, self.trips)
        self.hero = self.receptors.hero = self.nearest(HERO_AT)
        self.receptors.marked = 1.0
        self.receptors.seen_into = True
        self.receptors.helix = self.helix
        self.receptors.stray = lambda number: 0.0
        freed = self.freed
        self.receptors.filled = lambda number: (
            1.0 if self.part(number, ENTERS) >= 1.0 and freed.share(number) <= 0.0 else 0.0
        )
        self.receptors.incoming = self.incoming
        self.drugs.moved = self._drug_place
        self.drugs.freedom = lambda number: 1.0 - gentle(self.part(number, SHRINKS))
        self.drugs.swell = lambda number: 1.0 - (1.0 - 1.0 / SMALL_SWELL) * gentle(self.part(number, SHRINKS))
        at_gap = rotation_from_vector(self._through[0, 3:])
        self.drugs.bound = lambda number: self.receptors.rotation(number) @ at_gap
        self.drugs.seen = lambda number: 1.0 if self.part(number, ENTERS) < 1.0 else 0.0
        self.drugs.apart = lambda number: self.incoming(number) is None
        self.story = 0.0
        self.come_back = 1.0
        self.staying_dim = 0.0
        self.receptors.own_dim = lambda number: 0.0 if number in self.trips else self.staying_dim
        for first, hormones in enumerate(self.hormones):
            hormones.moved = partial(self._hormone_place, first)

    def _hormone_place(self, first: int, number: int) -> Point:
        """Return the mean place of an estradiol of the `first` or second half (design pixels)."""
        at = first + 2 * number
        (x, y), (aside_x, aside_y) = self.hormone_places[at], ASIDE.get(at, self.hormone_places[at])
        return aside_x + (x - aside_x) * self.come_back, aside_y + (y - aside_y) * self.come_back

    def _pieces(self) -> list[Painted]:
        pieces = super()._pieces()
        return [*pieces[:-1], self.drugs, pieces[-1]]

    @property
    def story(self) -> float:
        """Progress of binding, 0…1."""
        return self._story

    @story.setter
    def story(self, story: float) -> None:
        self._story = story
        self.gene.bound = gentle(share_of(story, *PAIR_BINDS))
        self.gene.leaving = gentle(share_of(story, *POLYMERASE_LEAVES))

    def fineness(self, fineness: float) -> None:
        """Draw receptors and small molecules this much finer than the frame."""
        super().fineness(fineness)
        self.drugs.fineness = fineness

    def end(self) -> None:
        """Bring the field to its state at the end of its shot: all bound, those cleared that are cleared, without a count."""
        self.count.opacity = 0.0
        self.story = 1.0
        self.clearing = MUTANTS_CLEARED

    def nearest(self, point: Point) -> int:
        """Return the number of the free receptor whose place is nearest to a point of the field (design pixels)."""
        members = self.receptors.members
        return min(
            range(len(members)),
            key=lambda n: float(np.hypot(members[n].x - point[0], members[n].y - point[1])),
        )

    def mutation_spot(self, number: int) -> Point:
        """Return where a label points to the mutated residues of a receptor (design pixels)."""
        return self.world.seen(self.receptors.helix_spot(number, 537, 538))

    def helix_spot(self, number: int) -> Point:
        """Return where a label points to helix 12 of a receptor (design pixels)."""
        return self.world.seen(self.receptors.helix_spot(number))

    def drug_spot(self, number: int) -> Point:
        """Return where a label points to one elacestrant (design pixels), on its path or in the pocket."""
        return self.world.seen(self.drugs.place(number))

    def helix(self, number: int) -> float:
        """Return where helix 12 of a receptor is on its path: closed, then where the gap is widest, then settled."""
        loosened, settled = self.part(number, LOOSENS), self.part(number, SETTLES)
        loose = HELIX12_PLACES["aside"] * gentle(loosened)
        return loose + (HELIX12_PLACES["antagonist"] - loose) * gentle(settled)

    def part(self, number: int, part: tuple[float, float]) -> float:
        """Return the share of the phase `part` of its binding that a receptor has completed."""
        begins, takes = self._times[number]
        return share_of((self.story * STORY_SECONDS - begins) / takes, *part)

    def incoming(self, number: int) -> NDArray[np.float64] | None:
        """Return the pose (6,) of an elacestrant in its receptor's frame while it enters and is near; else None."""
        share = self.part(number, ENTERS)
        if not 0.0 < share < 1.0:
            return None
        pose = self._passing(share)
        return pose if self.receptors.is_near(number, pose) else None

    def _passing(self, share: float) -> NDArray[np.float64]:
        """Return the pose (6,) at a share of the way through the gap into the pocket."""
        return catmull_rom(self._through, gentle(share))

    def _drug_place(self, number: int) -> Point:
        """Return where an elacestrant is (design pixels), without its own wander; it ends in its receptor's pocket."""
        pose = self._passing(self.part(number, ENTERS))
        x, y = self.receptors.spot(number, pose[:3])
        way = self._ways[number][1]
        at = gentle(self.part(number, COMES)) * (len(way) - 1)
        left = min(int(at), len(way) - 2)
        offset = way[left] + (way[left + 1] - way[left]) * (at - left) - way[-1]
        return x + float(offset[0]), y + float(offset[1])

    @staticmethod
    def members_of(seed: int) -> tuple[Member, ...]:
        """Return the free receptors, each in the orientation in which there is most room for the way to it."""
        return tuple(
            replace(each, variant=posture)
            for each, (posture, _) in zip(mutant_places(seed), ways_to_mutants(), strict=True)
        )


def binding_times(members: Sequence[Member], removed: Collection[int]) -> list[tuple[float, float]]:
    """Return for each member when its binding begins and how long it takes (seconds of the story).

    The hero is first and alone in the picture; then those around it, one after another, the nearest first. Those that will be
    `removed` bind out of the picture.
    """
    away = [float(np.hypot(each.x - HERO_AT[0], each.y - HERO_AT[1])) for each in members]
    order = sorted(range(len(members)), key=lambda number: away[number])
    times: dict[int, tuple[float, float]] = {order[0]: (0.0, HERO_SECONDS)}
    left, top, right, bottom = NEAR_BOX
    near = [
        n
        for n in order[1:]
        if n not in removed and left < members[n].x < right and top < members[n].y < bottom
    ]
    others = [n for n in order[1:] if n not in removed and n not in near]
    unseen = sorted(removed, reverse=True)  # the last of the members is taken in first
    for numbers, begins, every in (
        (near, NEXT_BEGINS_SECONDS, NEXT_EVERY_SECONDS),
        (unseen, UNSEEN_BEGINS_SECONDS, UNSEEN_EVERY_SECONDS),
        (others, LAST_BEGIN_SECONDS, LAST_EVERY_SECONDS),
    ):
        for rank, number in enumerate(numbers):
            times[number] = begins + every * rank, ONE_SECONDS
    return [times[number] for number in range(len(members))]


@cache
def mutant_places(seed: int = MUTANT_SEED) -> tuple[Member, ...]:
    """Return the free mutants: the one at HERO_AT and others near it, which stay, then those that are taken in."""
    members = field_members(seed)
    removed = members[-REMOVED_COUNT:]
    rest = list(members[:-REMOVED_COUNT])
    hero = min(rest, key=lambda each: float(np.hypot(each.x - HERO_AT[0], each.y - HERO_AT[1])))
    others = [each for each in rest if each is not hero][: STAYING_COUNT - 1]
    return (hero, *others, *removed)


@cache
def way_in() -> NDArray[np.float64]:
    """Return elacestrant's poses (n, 6) in its receptor's frame, from beside the receptor through the gap into the pocket."""
    through = through_the_gap()
    stops = MIDDLE_ANGSTROM + np.array(BESIDE_ANGSTROM) @ POSTURES[ENTRY_POSTURES[0]].rotation
    return ramble(list(stops), seed=MUTANT_SEED, start=through[0, 3:], joins=through, tumble_degrees=0.0)


@cache
def ways_to_mutants() -> tuple[tuple[int, NDArray[np.float64]], ...]:
    """Return each mutant's posture, and the way of its elacestrant to the gap (n, 2; design pixels from its middle).

    On the way it comes near, moves away, then comes to the gap. Of random ways in one orientation, or in several where there
    is little room, the one is taken that is farthest from all receptors: no elacestrant lies over one that is closed.
    """
    members = mutant_places()
    places = np.array([(each.x, each.y) for each in members])
    random = np.random.default_rng(MUTANT_SEED + 3)
    gap = way_in()[0, :3] - MIDDLE_ANGSTROM
    found = []
    for number, place in enumerate(places):
        within = WAYS_WITHIN if number else HERO_WAY_WITHIN
        others = np.delete(places, number, axis=0) - place
        tries: list[tuple[float, int, NDArray[np.float64]]] = []
        for posture in random.permutation(ENTRY_POSTURES).tolist():
            end = FIELD_SCALE * (gap @ POSTURES[posture].rotation.T)[:2] * [1.0, -1.0]
            ways = [_way(end, random) for _ in range(WAY_TRIES)]
            tries += [(_room(way, place, others, within), posture, way) for way in ways]
            if max(room for room, _, _ in tries) > ENOUGH_ROOM_PIXELS:
                break
        _, posture, way = max(tries, key=lambda each: each[0])
        found.append((posture, way))
    return tuple(found)


def _way(end: NDArray[np.float64], random: np.random.Generator) -> NDArray[np.float64]:
    """Return evenly spaced points (WAY_POINTS, 2) of a random way to `end` (2,), from the receptor's middle."""
    direct = float(np.arctan2(end[1], end[0]))
    misses = direct + random.uniform(-0.9, 0.9)
    away = misses + random.uniform(-0.7, 0.7)
    begins = away + random.uniform(-1.2, 1.2)
    stops = [
        random.uniform(*reach) * np.array([np.cos(angle), np.sin(angle)])
        for reach, angle in ((COMES_PIXELS, begins), (MISSES_PIXELS, misses), (AWAY_PIXELS, away))
    ]
    return evenly_along(smooth_curve(np.array([*stops, end]), 30), np.linspace(0.0, 1.0, WAY_POINTS))


def _room(
    way: NDArray[np.float64], place: NDArray[np.float64], others: NDArray[np.float64], within: Box
) -> float:
    """Return the least distance (design pixels) of a way from other receptors' middles.

    It is less if the way leaves the box `within`, or comes nearer to its own receptor than it ends.
    """
    points = way[::4]
    nearest = float(np.linalg.norm(points[:, None] - others[None], axis=2).min())
    own = float(np.linalg.norm(points, axis=1).min() - np.linalg.norm(way[-1]))
    left, top, right, bottom = within
    low, high = np.array([left, top]) - place, np.array([right, bottom]) - place
    outside = float(np.maximum(np.maximum(low - points, points - high), 0.0).max())
    return nearest + min(own, 0.0) - outside


def last_picture(shot: ShotClock, words: str, note: str = "") -> MutantField:
    """Return the mutants' field as the shot of the lost signal leaves it, for the shot that pulls back from it.

    Its drift goes on from the cut, at the shot's first frame. Put `painted` on stage; `sight` is at rest and moves the
    camera:

        field = last_picture(self, self.label("count"), self.label("note"))
        self.add(*field.painted)
        self.play_for(frames, *field.sight.reframed((960, 450), 0.1))
    """
    field = MutantField(shot, words, cut_at_frame=0, note=note, origin=(0.0, 0.0))
    field.end()
    return field
