"""Many receptors in a nucleus with a 26S at the right and a gene below: tagged ones are carried to the 26S and taken in.

This picture ends one shot and begins the next, with the same receptors at the same places. All drift is a function of the
seconds from the cut between the two shots, so that nothing jumps there. A `FieldSight` moves the camera over it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.cleared_receptors import BOUND, ClearedReceptors, release_share
from moa_anim.actors.crowd_layers import CrowdLayers, Home
from moa_anim.actors.ligand_population import FreeLigand
from moa_anim.actors.population import Count, Member
from moa_anim.actors.proteasome import LyingProteasome
from moa_anim.actors.receptor import HELIX12_PLACES
from moa_anim.actors.receptor_population import MIDDLE_ANGSTROM
from moa_anim.actors.released_ligands import RELEASED_PALENESS, WANDER_PIXELS, release_places
from moa_anim.actors.sprite_ligands import SpriteLigands
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.geometry import Box, Point
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.model.palette import Role
from moa_anim.molecule.bodies import View
from moa_anim.molecule.structure import receptor_tables
from moa_anim.sets.clearing_schedule import APART_SECONDS, PIXELS_PER_SECOND, Trip, trips_to
from moa_anim.sets.receptor_field_gene import SPILL_PIXELS, FieldGene
from moa_anim.sets.receptor_field_layout import (
    CLEAR_BOXES,
    COUNT_AT,
    ELSEWHERE_LEFT_OF_PIXELS,
    FIELD_26S_PLACE,
    FIELD_SCALE,
    FIRST_COUNT,
    PAIR_COUNT,
    STAYING_COUNT,
    field_members,
    places_between,
)
from moa_anim.stage.motion import Stagger, change, gentle
from moa_anim.stage.painted import Painted
from moa_anim.stage.sighting import Sighting

if TYPE_CHECKING:
    from moa_anim.stage.clock import Clock, ShotClock
    from moa_anim.stage.scene import MoaScene

FIELD_SEED = 823
"""Seed of the field, the same in both shots that show it."""

CLEARING_AT_THE_CUT = 5.6
"""Seconds of clearing at the cut between the two shots that show the field."""

CLEARING_DONE = 15.4
"""Seconds of clearing after which all are inside that are cleared, and their elacestrants at rest."""

LEFT_AT_THE_END = PAIR_COUNT + STAYING_COUNT
"""Receptors left at the end of either field: an example, no measured number."""

LONG_AGO_SECONDS = 20.0
"""How much earlier the trip of a receptor is that is gone at first: its elacestrant, too, is at rest at 0 seconds."""

RELEASE_SECONDS = 1.7
"""Seconds of clearing in which a released elacestrant drifts to its place."""

RELEASE_PIXELS = (120.0, 620.0)
"""Shortest and longest distance from the mouth to which it drifts (design pixels)."""

FREE_WITHIN: Box = (70.0, 215.0, 1850.0, 775.0)
"""Box of the places of released ligands (design pixels), with room to wander below the step marker and above the gene."""

HORMONES_SEED_OFFSET = 805
FREED_SEED_OFFSET = 831
"""Added to the seed for the places of estradiol and of released elacestrants."""

EXCHANGED = (3, 7)
"""Two receptors that exchange their turns: else the last one to be carried off would be next to the pair on the gene, and its
chain would seem to be the pair's."""

ESTRADIOLS = 22
"""Number of estradiols."""

ESTRADIOL_WANDER_PIXELS = 24.0
"""How far an estradiol drifts about its place (root mean square, design pixels)."""

SMALL_SWELL = 1.3
"""Factor on the size of small molecules that are not in a pocket, so that they are visible from the back row of a lecture
hall; the credits say so."""

LABELLED_RECEPTOR = 1
"""Number of the labelled receptor: it stays."""

LABEL_ABOVE_PIXELS = 30.0
"""Distance above the receptor's middle to which its label points (design pixels)."""

LEAST_LABELLED_PIXELS = 30.0
"""A label of what leaves the picture points no farther to the left than this x (design pixels)."""

HALF_HORMONE_PIXELS = 13.0
"""Half the height of an estradiol (design pixels)."""

FIELD_VIEW = View(np.eye(3), np.zeros(3), FIELD_SCALE, FIELD_26S_PLACE)
"""The view of the lying 26S, which a molecule view of it has to reach to be in its place."""

FIELD_CROWD_SCALE = 2.0
FIELD_CROWD_SPACING = 215.0
"""Scale of the distant crowd (design pixels for one ångström), and the distance between its molecules (design pixels)."""

WITH_THE_GENE_BELOW = 640.0
"""Front estradiols whose places are below this y (design pixels) are about the gene, where a camera sees it from near."""

RESTING = 0.5
"""Share of paper mixed into the gene, and opacity of estradiol, while they are de-emphasised."""

HELIX12_STEP_SIZE = 2
"""Of the drawn positions of helix 12, every second is used: receptors are small, and pictures are blended in between."""

EASING_STEPS = 16
"""Number of steps of `in_steps`."""


@dataclass(frozen=True)
class ClockFromCut:
    """A clock of seconds from the cut between the two shots that show the field, negative before it."""

    shot: ShotClock
    cut_at_frame: int

    @property
    def seconds(self) -> float:
        """Seconds from the cut to the frame being drawn."""
        return (self.shot.now - self.cut_at_frame) / float(self.shot.rate.fps)


def in_steps(share: float) -> float:
    """Ease in and out in EASING_STEPS steps, so that a large picture is not mixed with paper anew for every frame."""
    return round(gentle(share) * EASING_STEPS) / EASING_STEPS


class FieldSight:
    """The camera: the point `focus` of the field is seen at (`x`, `y`), magnified by e to the power `nearness`.

    At rest the field is seen as it is. `change(sight, "nearness", …)` and so on move it; `reframed` moves all three.
    """

    def __init__(self, focus: Point = FIELD_26S_PLACE) -> None:
        self.focus = focus
        self.x, self.y = focus
        self.nearness = 0.0

    @property
    def magnification(self) -> float:
        """Design pixels for one pixel of the field."""
        return math.exp(self.nearness)

    def view(self) -> View:
        """Return the view of the field's 26S at this frame."""
        return View(np.eye(3), np.zeros(3), FIELD_SCALE * self.magnification, self.seen(FIELD_26S_PLACE))

    def look(self, focus: Point) -> None:
        """Name another point of the field by which the camera moves; the picture stays as it is."""
        self.x, self.y = self.seen(focus)
        self.focus = focus

    def set(self, place: Point, magnification: float) -> None:
        """See the focus at `place` (design pixels), magnified."""
        (self.x, self.y), self.nearness = place, math.log(magnification)

    def seen(self, point: Point) -> Point:
        """Return where a point of the field is seen (design pixels)."""
        size = self.magnification
        return self.x + (point[0] - self.focus[0]) * size, self.y + (point[1] - self.focus[1]) * size

    def reframed(
        self, place: Point, magnification: float, begin: float = 0.0, end: float = 1.0
    ) -> list[Stagger]:
        """Return the motions that bring the focus to `place`, magnified: linear in place, geometric in scale."""
        return [
            change(self, name, to, begin, end)
            for name, to in (("x", place[0]), ("y", place[1]), ("nearness", math.log(magnification)))
        ]


class FieldWorld(Painted):
    """Painted things of the field, seen by a camera; `origin` is where their own (0, 0) is in its world (design pixels)."""

    def __init__(self, pieces: Sequence[Painted], sight: FieldSight, origin: Point = (0.0, 0.0)) -> None:
        super().__init__()
        self.pieces, self.sight, self.origin = tuple(pieces), sight, origin

    @property
    def at_rest(self) -> bool:
        """Whether the pieces are seen as they are."""
        return self.sight.nearness == 0.0 and self.seen((0.0, 0.0)) == (0.0, 0.0)

    def seen(self, point: Point) -> Point:
        """Return where a point of the pieces' own picture is seen (design pixels)."""
        x, y = self.sight.seen((point[0] + self.origin[0], point[1] + self.origin[1]))
        return x, y

    def paint(self, canvas: Canvas) -> None:
        """Paint the pieces, magnified and shifted, above the caption band; nothing while they are outside the picture."""
        context, scale = canvas.context, canvas.scale
        left, right = self.seen((0.0, 0.0))[0], self.seen((float(FRAME_WIDTH), 0.0))[0]
        spill = SPILL_PIXELS * self.sight.magnification
        if self.opacity <= 0.0 or right + spill < 0.0 or left - spill > FRAME_WIDTH:
            return
        context.save()
        context.rectangle(0, 0, canvas.width, round(BAND_TOP * scale))
        context.clip()
        x, y = self.seen((0.0, 0.0))
        whole = self.sight.nearness == 0.0
        context.translate(round(x * scale) if whole else x * scale, round(y * scale) if whole else y * scale)
        context.scale(self.sight.magnification, self.sight.magnification)
        for piece in self.pieces:
            piece.paint(canvas)
        context.restore()

    def _moved(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(points * self.sight.magnification + np.array(self.seen((0.0, 0.0))))

    def silhouettes(self) -> list[tuple[NDArray[np.float64], float]]:
        """Return the silhouettes of the pieces as they are seen."""
        return [
            (self._moved(points), weight) for piece in self.pieces for points, weight in piece.silhouettes()
        ]

    def obstacles(self) -> list[Box]:
        """Return the obstacles of the pieces as they are seen."""
        boxes = [box for piece in self.pieces for box in piece.obstacles()]
        return [(*self.seen(box[:2]), *self.seen(box[2:])) for box in boxes]

    def sightings(self) -> list[Sighting]:
        """Return the sightings of the pieces as they are seen."""
        return self.sightings_of(*self.pieces)

    def sightings_of(self, *pieces: Painted) -> list[Sighting]:
        """Return the sightings of some of the pieces as they are seen."""
        return [
            replace(each, points=self._moved(each.points), spots=self._moved(each.spots))
            for piece in pieces
            for each in piece.sightings()
        ]


@dataclass(frozen=True)
class LeftIn:
    """The count of a field's receptors that are left."""

    field: ReceptorField

    @property
    def count(self) -> int:
        """The number shown."""
        return self.field.left

    @property
    def members(self) -> range:
        """One number for each receptor that there was."""
        return range(self.field.first_count)

    @property
    def opacity(self) -> float:
        """Opacity of the receptors."""
        return self.field.receptors.opacity

    def sightings(self) -> list[Sighting]:
        """Return the receptors as they are seen: those on the gene, and the free ones that are not inside the 26S."""
        field = self.field
        return [
            *field.gene_world.sightings_of(field.gene),
            *field.world.sightings_of(field.receptors),
        ]


class ReceptorField:
    """24 receptors: 22 free with elacestrant, and a pair on the gene that stays. Estradiol drifts among them.

    The pair holds estradiol and coactivators, until `gene` is told that elacestrant has taken their place.

    `clearing` is the time (seconds) for which receptors have been carried to the 26S; `left` is how many are not yet inside.
    With `first_gone`, the first of them was taken in before: it is the one that a shot has followed. With a `gene_sight` the
    gene is nearer to the camera than the rest: `gene_world`, which is seen by it, is put on stage in front of `world`.
    """

    mutant = False
    first_count = FIRST_COUNT
    apart_seconds = APART_SECONDS
    pace = PIXELS_PER_SECOND
    staying = STAYING_COUNT
    elsewhere_left_of = ELSEWHERE_LEFT_OF_PIXELS

    def __init__(
        self,
        shot: ShotClock,
        words: str,
        *,
        cut_at_frame: int,
        note: str = "",
        sight: FieldSight | None = None,
        gene_sight: FieldSight | None = None,
        origin: Point = (0.0, 0.0),
        seed: int = FIELD_SEED,
        first_gone: bool = False,
    ) -> None:
        clock = ClockFromCut(shot, cut_at_frame)
        self.clearing = 0.0
        self.sight = sight or FieldSight()
        members = self.members_of(seed)
        goal = np.array(FIELD_26S_PLACE) + FIELD_SCALE * BOUND.apply(MIDDLE_ANGSTROM[None])[0][:2] * [1, -1]
        self.trips = trips_to(
            (float(goal[0]), float(goal[1])),
            members,
            self.staying,
            seed,
            self.apart_seconds,
            self.pace,
            self.elsewhere_left_of,
        )
        if first_gone:
            here = [number for number, trip in self.trips.items() if not trip.elsewhere]
            first = min(here, key=lambda number: self.trips[number].arrives)
            self.trips[first] = self.trips[first].earlier(LONG_AGO_SECONDS)
        if not self.mutant:
            self._exchange_turns(*EXCHANGED)
        self.gene = FieldGene(mutant=self.mutant)
        self.gene.leaving = 0.0
        if not self.mutant:
            self.gene.bound = self.gene.uncoupled = 0.0
        self.particle = LyingProteasome(FIELD_26S_PLACE, FIELD_SCALE)
        self.receptors = ClearedReceptors(
            clock,
            members,
            self.trips,
            lambda: self.clearing,
            particle_at=FIELD_26S_PLACE,
            scale=FIELD_SCALE,
            wander=3.5,
            seed=seed,
            ligand=(receptor_tables().ligands["drug"], Role.DRUG),
        )
        self.receptors.helix = lambda number: HELIX12_PLACES["antagonist"]
        self.receptors.stray = lambda number: 0.0
        self.receptors.step_size = HELIX12_STEP_SIZE
        self.receptors.chains_leave = True
        self.hormone_places = places_between(members, ESTRADIOLS, seed + HORMONES_SEED_OFFSET)
        self.hormones = [
            drifting_estradiols(clock, self.hormone_places[start::2], seed + 7 + start) for start in (0, 1)
        ]
        self.freed = FreedElacestrants(clock, self, members, seed + FREED_SEED_OFFSET)
        if gene_sight is None:
            self.world = self.gene_world = FieldWorld(self._pieces(), self.sight, origin)
        else:
            self._set_apart(clock, seed, gene_sight)
        self.count = Count(LeftIn(self), words, Role.RECEPTOR, COUNT_AT, note)

    @staticmethod
    def members_of(seed: int) -> tuple[Member, ...]:
        """Return the free receptors."""
        return field_members(seed, elsewhere=True)

    def _pieces(self) -> list[Painted]:
        """Return the parts that the camera moves over, from back to front."""
        return [
            self.hormones[0],
            self.particle,
            self.receptors,
            self.gene,  # chains pass behind the pair and the polymerases
            self.freed,
            self.hormones[1],
        ]

    def _exchange_turns(self, one: int, other: int) -> None:
        """Let two receptors that are both carried out of the picture go in each other's turn."""
        later = self.trips[one].arrives - self.trips[other].arrives
        self.trips[one], self.trips[other] = self.trips[one].earlier(later), self.trips[other].earlier(-later)

    def _set_apart(self, clock: Clock, seed: int, gene_sight: FieldSight) -> None:
        """Divide the field into what is far and what is near: the gene, with the front estradiols about it."""
        far, near = (drifting_estradiols(clock, self.hormone_places[1::2], seed + 8) for _ in range(2))
        far.seen = lambda number: 1.0 if far.members[number].y < WITH_THE_GENE_BELOW else 0.0
        near.seen = lambda number: 1.0 - far.seen(number)
        self.hormones = [self.hormones[0], far, near]
        self.near_hormones = near
        self.gene.magnification = lambda: gene_sight.magnification
        self.world = FieldWorld(
            [self.hormones[0], self.particle, self.receptors, self.freed, far], self.sight
        )
        self.gene_world = FieldWorld([self.gene, near], gene_sight)

    @property
    def left(self) -> int:
        """How many receptors are left: the pair on the gene, and the free ones that are not inside the 26S."""
        return PAIR_COUNT + self.receptors.count

    def rest(self, clearing: float = 0.0) -> None:
        """De-emphasise estradiol and the gene, as they are at the cut, after `clearing` seconds of clearing."""
        self.clearing = clearing
        self.gene.dim = RESTING
        for each in self.hormones:
            each.opacity = RESTING

    def fineness(self, fineness: float) -> None:
        """Draw receptors and small molecules this much finer than the frame, for a view that comes nearer."""
        self.receptors.fineness = fineness
        for each in (*self.hormones, self.freed):
            each.fineness = fineness

    def receptor_spot(self) -> Point:
        """Return where a label points (design pixels): to the top of a receptor that stays."""
        x, y = self.receptors.place(LABELLED_RECEPTOR)
        return self.world.seen((x, y - LABEL_ABOVE_PIXELS))

    def leaving_spot(self) -> Point:
        """Return where a label points (design pixels): to the third receptor that is carried out of the picture."""
        away = {number: trip for number, trip in self.trips.items() if trip.elsewhere}
        number = sorted(away, key=lambda each: away[each].arrives)[2]
        x, y = self.receptors.place(number)
        return self.world.seen((max(x, LEAST_LABELLED_PIXELS), y))

    def gene_spot(self) -> Point:
        """Return where the gene's label points (design pixels)."""
        return self.gene_world.seen(self.gene.spot())

    def polymerase_spot(self) -> Point:
        """Return where a label points to the gene's nearer polymerase (design pixels)."""
        return self.gene_world.seen(self.gene.polymerase_spot())

    def pair_spot(self) -> Point:
        """Return where a label points to the pair on the gene (design pixels)."""
        return self.gene_world.seen(self.gene.pair_spot())

    def particle_spot(self) -> Point:
        """Return where a label points to the 26S (design pixels): to the upper edge of its 20S."""
        return self.world.seen(self.particle.spot(20.0, 62.0))

    def hormone_spot(self, near: Point) -> Point:
        """Return where a label points to the estradiol whose place is nearest to `near` (design pixels).

        It is the lower edge, so that the dot of the leader line does not hide the molecule.
        """
        every = [(each, number) for each in self.hormones for number in range(len(each.members))]
        homes = np.array([(each.members[number].x, each.members[number].y) for each, number in every])
        hormones, number = every[int(np.argmin(np.linalg.norm(homes - near, axis=1)))]
        x, y = hormones.place(number)
        return self.world.seen((x, y + HALF_HORMONE_PIXELS))

    @property
    def painted(self) -> list[Painted]:
        """All painted parts, from back to front: what the camera moves over, and the count, which it does not move."""
        return [self.world, self.count]


class FreedElacestrants(SpriteLigands):
    """The elacestrants of receptors that are taken in: each is let go when its pocket opens, and drifts to its own place."""

    tumbling = False

    def __init__(self, clock: Clock, field: ReceptorField, members: Sequence[Member], seed: int) -> None:
        random = np.random.default_rng(seed)
        turns = random.normal(0.0, 1.4, (len(members), 3))
        free = [
            FreeLigand(0.0, 0.0, WANDER_PIXELS, seed + 43 * n, tuple(turn)) for n, turn in enumerate(turns)
        ]
        table = receptor_tables().ligands["drug"]
        super().__init__(clock, table, Role.DRUG, free, scale=FIELD_SCALE * SMALL_SWELL)
        self._field, self._trips = field, field.trips
        going = sorted(number for number, trip in self._trips.items() if not trip.elsewhere)
        mouth = field.receptors.release_place()
        start = [Member(*mouth, 0, 0) if number in going else member for number, member in enumerate(members)]
        self._homes = release_places(
            start[: max(going) + 1],
            going,
            FREE_WITHIN,
            FIELD_SCALE,
            seed,
            far=RELEASE_PIXELS,
            keep_off=CLEAR_BOXES,
            taken=field.hormone_places,
        )
        self._from = mouth
        self._bows = random.uniform(-0.25, 0.25, len(members))
        held = field.receptors.filled
        field.receptors.filled = lambda number: held(number) if self.share(number) <= 0.0 else 0.0
        self.seen = lambda number: 1.0 if self.share(number) > 0.0 else 0.0
        self.moved = self._place_on_path
        self.freedom = self.share
        self.bound = lambda number: BOUND.rotation
        self.paleness = lambda number: RELEASED_PALENESS * self.share(number)

    def share(self, number: int) -> float:
        """Return the share of its path that an elacestrant has covered."""
        trip: Trip | None = self._trips.get(number)
        if trip is None or trip.elsewhere:
            return 0.0
        return trip.freed(self._field.clearing, release_share(), RELEASE_SECONDS)

    def _place_on_path(self, number: int) -> Point:
        """Mean position (design pixels) of an elacestrant: at the mouth, then on its path."""
        if number not in self._homes:
            return self._from
        share, begin = self.share(number), np.array(self._from)
        path = np.array(self._homes[number]) - begin
        aside = self._bows[number] * np.array([-path[1], path[0]])
        x, y = begin + share * path + 4.0 * share * (1.0 - share) * aside
        return float(x), float(y)


def stage_field_crowd(scene: MoaScene, sight: FieldSight) -> CrowdLayers:
    """Put the distant crowd of the nucleus behind everything on stage; it follows `sight`, as what is farther away does."""
    home = Home(FIELD_VIEW, FIELD_CROWD_SCALE, FIELD_CROWD_SPACING, FIELD_SEED)
    crowd = CrowdLayers(scene, [home], sight.view)
    scene.put_behind(crowd)
    return crowd


def drifting_estradiols(clock: Clock, places: Sequence[Point], seed: int) -> SpriteLigands:
    """Return estradiols drifting about `places` (design pixels)."""
    random = np.random.default_rng(seed)
    members = [
        FreeLigand(x, y, ESTRADIOL_WANDER_PIXELS, seed + 17 * number, tuple(random.normal(0, 1.6, 3)))
        for number, (x, y) in enumerate(places)
    ]
    ligand = receptor_tables().ligands["estradiol"]
    return SpriteLigands(clock, ligand, Role.ESTRADIOL, members, scale=FIELD_SCALE * SMALL_SWELL)
