"""Receptors that are tagged with four ubiquitins, carried to the 26S, and threaded into it one after another.

The last picture of a trip is that of the close-up: the same receptor in the same pose at the mouth of the channel, small. As
there, the disordered tail after helix 12 comes into the channel first, and the fold follows it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from moa_anim.actors.population import DISC, SMALL_STYLE, Member
from moa_anim.actors.receptor import CUT_DEPTH_ANGSTROM
from moa_anim.actors.receptor_population import (
    BODY_ANGSTROM,
    MIDDLE_ANGSTROM,
    POSTURES,
    REACH_ANGSTROM,
    PictureKey,
    ReceptorPopulation,
)
from moa_anim.actors.threaded_receptor import HELIX_RESIDUES, TAIL_RESIDUES, ThreadedReceptor
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.geometry import Box, Point
from moa_anim.graphics.sprite import molecule_sprite
from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import (
    CAP_END_ANGSTROM,
    CORE_END_ANGSTROM,
    passed_ubiquitin,
    ubiquitin_chain,
)
from moa_anim.molecule.beads import Beads, beads_of_atoms
from moa_anim.molecule.bodies import Body, View
from moa_anim.molecule.easing import smoothstep
from moa_anim.molecule.pose import Pose, rotation_about, smooth_curve
from moa_anim.molecule.receptor_atoms import lysine_nitrogen
from moa_anim.molecule.structure import Ligand, receptor_tables
from moa_anim.stage.sighting import Sighting

if TYPE_CHECKING:
    from moa_anim.stage.clock import Clock

MOUTH_ANGSTROM = np.array([-CAP_END_ANGSTROM, 0.0, 0.0])
"""Entrance of the lying 26S's channel (Å; origin in the middle of the 20S)."""

BOUND = Pose(
    rotation_about((0, 0, 1), -14) @ rotation_about((0, 1, 0), -48),
    MOUTH_ANGSTROM + np.array([-26.0, 6.0, 6.0]),
)
"""The folded receptor at the mouth, as in the close-up."""

CHAIN_DIRECTION = (0.70, -0.64, 0.30)
"""Direction of the chain from the receptor (right, up, towards the viewer), as in the close-up."""

CHAIN_LENGTH = 4
"""Number of ubiquitins."""

TAG_WAY_ANGSTROM = 24.0
TAG_SEEN_SHARE = 0.5
TAG_JOINS_SHARE = 0.7
"""Length of the short way on which a ubiquitin comes to the chain, and the shares of it after which it is wholly visible and
from which it is drawn as one with the chain."""

CHAIN_REACH_ANGSTROM = 150.0
"""How far from its lysine a chain may be seen."""

STAGES_PER_SCALE = 14.0
"""Number of drawn stages of a receptor that is taken in, at one design pixel for one ångström; larger ones have more."""

CHAIN_MARGIN_PIXELS = 8
"""Free pixels about a chain in its picture: for its outline."""

MAX_CACHED_CHAINS = 16
MAX_CACHED_THREADS = 24
"""Largest number of pictures of chains, and of receptors that are taken in, that are cached in memory (1 to 4 MB each); they
are cached on disk as well."""

THREAD_BEHIND_ANGSTROM = 85.0
THREAD_AHEAD_ANGSTROM = CAP_END_ANGSTROM + CORE_END_ANGSTROM + 40.0
THREAD_HALF_ANGSTROM = 80.0
"""From the mouth to the left, to the right and to top and bottom of their pictures."""

DOCKING_SHARE = 0.35
"""Last share of a path in which the receptor turns into the pose at the mouth and its cut closes."""

DOCKING_STEPS = 18
"""Number of drawn steps of that turn."""

TAIL_APPEARS_SHARE = 0.3
"""Share of that turn in which the tail after helix 12 appears."""

TAIL_FOUND = (0.45, 1.0)
"""Shares of that turn between which the tail's free end comes to the mouth: it is there when the channel is free."""

TAIL_FREE_END_ANGSTROM = np.array([14.0, 52.0, 30.0])
"""Where the free end is at first, from the fold's place (Å)."""

TAIL_BENDS = np.array(
    [[0.5, 2.0, 0.6], [-0.5, 0.3, 0.1], [0.35, -0.2, 0.15], [0.2, 0.2, 0.1], [-0.2, 0.1, -0.1]]
)
"""Directions in which the tail bends, one for each half wave: one bow above the fold, clear of the chain below it."""

TAIL_HALF_ANGSTROM = 120.0
"""Half of the side of the tail's picture, which is centred on the fold's middle."""

OPENED_ROW = HELIX_RESIDUES + 1
"""Row of the fold that is being engaged when its ligand is let go: helix 12, which covered it, has just passed the mouth."""

CLOSED_CUT_ANGSTROM = 34.0
"""Depth of a cut (Å towards the viewer from the middle) that cuts nothing off."""

CHAIN_OFF = (0.30, 1.0)
"""Shares of the entering between which the chain leaves: it comes off whole before the receptor is inside."""

PEPTIDES_FADE_ANGSTROM = 28.0
"""From the right edge of their pictures, within which peptides that fade do so."""

PEPTIDES_FADE = (0.86, 0.98)
"""Shares of the entering between which the last peptides fade, if they do: nothing is left in the channel then."""

CHAIN_AWAY_PIXELS = (-30.0, 330.0)
CHAIN_FADES_FROM = 0.55
"""Where to it goes from the mouth (design pixels), and from which share of that way it fades: it leaves the mouth whole."""

CHAIN_RECEDES_PIXELS = (30.0, 70.0)
CHAIN_FARTHEST_SIZE = 0.4
"""The same where it goes farther away from the viewer, and its size in the end, as a share of that at first."""

CHAIN_OFF_SHARE = 0.3
CHAIN_LEAVES_SECONDS = 1.9
"""Where the chain diffuses out of the picture: how far the receptor is inside when it comes off, at its lysine, and the time
that it takes from there (seconds of clearing)."""

CHAIN_WAY_PIXELS = ((0.0, 0.0), (-52.0, 62.0), (-66.0, 190.0), (-20.0, 600.0))
"""Its way from the mouth (design pixels): off the cap, and out of the picture at its lower end."""

CHAIN_WAY_STEPS = 30
CHAIN_SETTING_OUT_POWER = 1.25
"""Points between two of those places, and the power of the time with which it sets out slowly."""

CHAIN_ASIDE_PIXELS = 150.0
"""How far apart the ends of those ways are (design pixels)."""


class Journey(Protocol):
    """What a trip says at a time: see `Trip` in sets/clearing_schedule.py."""

    @property
    def elsewhere(self) -> bool:
        """Whether it leads out of the picture, to another 26S."""
        ...

    def tag(self, at: float) -> float:
        """Return the number of ubiquitins, 0…4."""
        ...

    def carried(self, at: float) -> float:
        """Return the covered share of its path."""
        ...

    def since_entered(self, at: float, share: float) -> float:
        """Return the time (seconds) since a share of it was inside, negative before."""
        ...

    def entered(self, at: float) -> float:
        """Return how far it is inside, 0…1."""
        ...

    def place(self, at: float) -> Point:
        """Return the place of its middle (design pixels)."""
        ...

    def along(self, covered: float) -> Point:
        """Return that place when it has covered a share of its path."""
        ...


class ClearedReceptors(ReceptorPopulation):
    """Receptors with `trips` by number; those without one stay. `clearing` gives the present time of the trips (seconds).

    `particle_at` is where the middle of the 20S is seen (design pixels). With `chains_leave` a chain that is cut off diffuses
    out of the picture, whole: ubiquitin is not degraded, and used again. With `chains_recede` it goes farther away from the
    viewer instead, so that no edge of the picture cuts it. With `peptides_fade` the last peptides fade as they
    leave the 26S. With `tags_come` each ubiquitin comes to the chain by a short way. Number `dim` and so on as for
    ReceptorPopulation.
    """

    peptides_fade = False
    tags_come = False
    chains_recede = False
    stages_per_scale = STAGES_PER_SCALE

    def __init__(
        self,
        clock: Clock,
        members: Sequence[Member],
        trips: Mapping[int, Journey],
        clearing: Callable[[], float],
        *,
        particle_at: Point,
        scale: float,
        wander: float,
        seed: int,
        ligand: tuple[Ligand, Role],
    ) -> None:
        super().__init__(clock, members, scale=scale, wander=wander, seed=seed, ligand=ligand)
        self._trips, self._clearing, self._particle_at = dict(trips), clearing, particle_at
        self.moved = self._moved
        self.visible = lambda number: 1.0 if self.docked(number) < 1.0 else 0.0
        self.chains_leave = False
        self._turned: dict[tuple[PictureKey, int, float], NDArray[np.uint8]] = {}
        self._tails: dict[tuple[int, int, float], NDArray[np.uint8]] = {}
        self._nitrogen = lysine_nitrogen("K467", "antagonist")
        self._bound_nitrogen = self._seen(BOUND.apply(self._nitrogen[None])[0])

    @property
    def count(self) -> int:
        """Number of receptors of which at least half is outside."""
        return sum(self.entered(number) < 0.5 for number in range(len(self.members)))

    def tag(self, number: int) -> float:
        """Return how many ubiquitins a receptor carries now, 0…4."""
        trip = self._trips.get(number)
        return 0.0 if trip is None else trip.tag(self._clearing())

    def entered(self, number: int) -> float:
        """Return how far a receptor is inside the 26S, 0…1; 1 for one that has left the picture, to another."""
        trip = self._trips.get(number)
        if trip is None:
            return 0.0
        if trip.elsewhere:
            return 1.0 if self.place(number)[0] + BODY_ANGSTROM * self.scale <= 0.0 else 0.0
        return trip.entered(self._clearing())

    def docked(self, number: int) -> float:
        """Return how far a receptor has taken the pose at the mouth, 0…1."""
        trip = self._trips.get(number)
        covered = 0.0 if trip is None or trip.elsewhere else trip.carried(self._clearing())
        return round(max(0.0, (covered - 1.0 + DOCKING_SHARE) / DOCKING_SHARE), 3)

    def mouth_place(self) -> Point:
        """Return where the middle of a receptor at the mouth is seen (design pixels)."""
        x, y = self._seen(BOUND.apply(MIDDLE_ANGSTROM[None])[0])
        return float(x), float(y)

    def release_place(self) -> Point:
        """Return where the pocket of the receptor at the mouth is seen when its ligand is let go (design pixels)."""
        x, y = self._seen(release_place_angstrom())
        return float(x), float(y)

    def _moved(self, number: int) -> Point:
        member, trip = self.members[number], self._trips.get(number)
        return (member.x, member.y) if trip is None else trip.place(self._clearing())

    def _seen(self, place: NDArray[np.float64]) -> NDArray[np.float64]:
        """Where a place of the lying 26S's frame (3,; Å) is seen (2,; design pixels)."""
        return np.array(self._particle_at) + self.scale * place[:2] * [1.0, -1.0]

    def paint_member(self, canvas: Canvas, number: int) -> None:
        """Draw one member with its chain; at the mouth, what is left of it outside and its thread inside."""
        entered, docked = self.entered(number), self.docked(number)
        if not self._in_picture(canvas, number):
            return
        if docked <= 0.0:
            super().paint_member(canvas, number)
        elif docked < 1.0:
            self._paint_turning(canvas, number, docked)
        elif entered < 1.0:
            self._paint_thread(canvas, number, entered)
        if self.tag(number) > 0.0 and self.chain_gone(number) < 1.0:
            self._paint_chain(canvas, number, docked, entered)

    def _in_picture(self, canvas: Canvas, number: int) -> bool:
        """Whether a member with its chain may be seen through the canvas's present matrix."""
        if self.docked(number) > 0.0:
            return True
        x, y = self.place(number)
        reach = CHAIN_REACH_ANGSTROM if self.tag(number) > 0.0 else REACH_ANGSTROM
        reach *= self.scale * canvas.scale
        left, top = canvas.context.user_to_device(x * canvas.scale - reach, y * canvas.scale - reach)
        right, bottom = canvas.context.user_to_device(x * canvas.scale + reach, y * canvas.scale + reach)
        return bool(right > 0.0 and bottom > 0.0 and left < canvas.width and top < canvas.height)

    def _paint_turning(self, canvas: Canvas, number: int, docked: float) -> None:
        """Draw a receptor on its way into the pose at the mouth: one picture, turned and closed so far."""
        factor = canvas.scale * self.fineness
        (first, _), *_ = self._layers(number)
        key = replace(first, filled=self.filled(number) >= 0.5)
        step = round(docked * DOCKING_STEPS)
        if (key, step, factor) not in self._turned:
            self._turned[key, step, factor] = self._drawn_turning(key, step / DOCKING_STEPS, factor)
        picture = self.paled(
            ("turning", key, step, factor), self._turned[key, step, factor], self.paleness(number)
        )
        half = picture.shape[0] / 2 / factor
        place, moved = np.array(self.place(number)), np.array(self._moved(number))
        x, y = place + (moved - place) * docked
        opacity = self._opacity(number) * self.opacity
        self.lay(canvas, picture, (x - half, y - half), opacity)
        if (number, step, factor) not in self._tails:
            self._tails[number, step, factor] = self._drawn_tail(number, step / DOCKING_STEPS, factor)
        tail = self.paled(
            ("tail", number, step, factor), self._tails[number, step, factor], self.paleness(number)
        )
        half = tail.shape[0] / 2 / factor
        self.lay(canvas, tail, (x - half, y - half), opacity * smoothstep(docked, 0.0, TAIL_APPEARS_SHARE))

    def _drawn_turning(self, key: PictureKey, share: float, factor: float) -> NDArray[np.uint8]:
        """Return a picture of one receptor between its posture and the pose at the mouth."""
        return self._drawn_from(
            key,
            turned_to_mouth(POSTURES[key.variant].rotation, share),
            CUT_DEPTH_ANGSTROM + share * (CLOSED_CUT_ANGSTROM - CUT_DEPTH_ANGSTROM),
            factor,
        )

    def turning(self, number: int, docked: float) -> ThreadedReceptor:
        """Return a receptor on its last way to the mouth, in the lying 26S's frame, its tail's end on the way there too."""
        covered = 1.0 - DOCKING_SHARE * (1.0 - docked)
        shift = (np.array(self._trips[number].along(covered)) - self.mouth_place()) / self.scale
        rotation = turned_to_mouth(POSTURES[self.members[number].variant].rotation, docked)
        middle = BOUND.apply(MIDDLE_ANGSTROM[None])[0] + np.array([shift[0], -shift[1], 0.0])
        receptor = receptor_at_mouth(Pose(rotation, middle - rotation @ MIDDLE_ANGSTROM))
        receptor.found = smoothstep(docked, *TAIL_FOUND)
        return receptor

    def _drawn_tail(self, number: int, docked: float, factor: float) -> NDArray[np.uint8]:
        """Return a picture of a receptor's tail on its last way to the mouth, centred on the receptor's middle."""
        receptor = self.turning(number, docked)
        size = 2 * int(np.ceil(TAIL_HALF_ANGSTROM * self.scale * factor))
        middle = receptor.pose.apply(MIDDLE_ANGSTROM[None])[0]
        view = View(np.eye(3), middle, self.scale * factor, (size / 2, size / 2))
        return molecule_sprite(receptor.tail_bodies(), view, (size, size), factor, SMALL_STYLE)

    def _paint_thread(self, canvas: Canvas, number: int, entered: float) -> None:
        factor = canvas.scale * self.fineness
        stages = round(self.stages_per_scale * self.scale)
        stage = round(entered * stages)
        picture = thread_picture(stage, stages, self.scale, factor, fading=self.peptides_fade)
        picture = self.paled(("thread", stage, factor), picture, self.paleness(number))
        left, top = self._seen(
            MOUTH_ANGSTROM + np.array([-THREAD_BEHIND_ANGSTROM, THREAD_HALF_ANGSTROM, 0.0])
        )
        x, y = self._moved(number)
        at = self.mouth_place()
        shift = np.array([x - at[0], y - at[1]])
        fading = smoothstep(entered, *PEPTIDES_FADE) if self.peptides_fade else 0.0
        self.lay(canvas, picture, (left + shift[0], top + shift[1]), self.opacity * (1.0 - fading))

    def _paint_chain(self, canvas: Canvas, number: int, docked: float, entered: float) -> None:
        off = self.chain_gone(number)
        x, y, size = self._chain_place(number, docked, off)
        whole = int(self.tag(number))
        factor = canvas.scale * self.fineness
        left, top, *_ = chain_box(self.scale, factor)
        corner = x + left / factor, y + top / factor
        opacity = self.opacity * (1.0 if self.chains_leave else 1.0 - smoothstep(off, CHAIN_FADES_FROM, 1.0))
        canvas.context.save()
        canvas.context.translate((1.0 - size) * x * canvas.scale, (1.0 - size) * y * canvas.scale)
        canvas.context.scale(size, size)
        for count, share in ((whole, 1.0), (whole + 1, self.tag(number) - whole)):
            if not (0 < count <= CHAIN_LENGTH and share > 0.0):
                continue
            if self.tags_come and share < 1.0:
                before = TAG_WAY_ANGSTROM * self.scale * (1.0 - share) ** 2
                at = corner[0] + CHAIN_DIRECTION[0] * before, corner[1] - CHAIN_DIRECTION[1] * before
                picture = chain_picture(count, self.scale, factor, self.line_factor(factor), alone=True)
                picture = self.paled(("tag", count, factor), picture, self.paleness(number))
                self.lay(canvas, picture, at, opacity * smoothstep(share, 0.0, TAG_SEEN_SHARE))
                share = smoothstep(share, TAG_JOINS_SHARE, 1.0)
            picture = chain_picture(count, self.scale, factor, self.line_factor(factor))
            picture = self.paled(("chain", count, factor), picture, self.paleness(number))
            self.lay(canvas, picture, corner, opacity * share)
        canvas.context.restore()

    def _chain_place(self, number: int, docked: float, off: float) -> tuple[float, float, float]:
        """Where a chain's lysine is or was (design pixels), and the chain's size as a share of that at first."""
        own = self.scale * self.from_middle(number, self._nitrogen) * [1.0, -1.0] + self._moved(number)
        held = self._bound_nitrogen - np.array(self.mouth_place()) + np.array(self._moved(number))
        x, y = own + (held - own) * docked + self._chain_away(number, off)
        return float(x), float(y), CHAIN_FARTHEST_SIZE**off if self.chains_recede else 1.0

    def chain_covers(self, number: int) -> Box | None:
        """Return the box of a receptor's chain of four (design pixels); nothing without one."""
        off = self.chain_gone(number) if self.tag(number) > 0.0 else 1.0
        if off >= 1.0:
            return None
        x, y, size = self._chain_place(number, self.docked(number), off)
        left, top, width, height = (size * each for each in chain_box(self.scale, 1.0))
        return x + left, y + top, x + left + width, y + top + height

    def chain_gone(self, number: int) -> float:
        """Return how far the chain of a receptor has gone since it was cut off, 0…1."""
        if self._trips[number].elsewhere:
            return 0.0
        if not self.chains_leave:
            begin, end = CHAIN_OFF
            return min(1.0, max(0.0, (self.entered(number) - begin) / (end - begin)))
        since = self._trips[number].since_entered(self._clearing(), CHAIN_OFF_SHARE)
        return round(min(1.0, max(0.0, since / CHAIN_LEAVES_SECONDS)), 6)

    def _chain_away(self, number: int, gone: float) -> NDArray[np.float64]:
        """How far (2,; design pixels) a chain is from where it was cut off."""
        if not self.chains_leave:
            return gone * np.array(CHAIN_RECEDES_PIXELS if self.chains_recede else CHAIN_AWAY_PIXELS)
        way = smooth_curve(np.array(CHAIN_WAY_PIXELS), CHAIN_WAY_STEPS)
        row = gone**CHAIN_SETTING_OUT_POWER * (len(way) - 1)
        left = min(int(row), len(way) - 2)
        aside = CHAIN_ASIDE_PIXELS * (((number * 7) % 5) / 4 - 0.5) * gone
        return np.asarray(way[left] + (way[left + 1] - way[left]) * (row - left) + [aside, 0.0])

    def sightings(self) -> list[Sighting]:
        """Each receptor of which something is outside; at the mouth, it becomes less."""
        found = []
        for number in range(len(self.members)):
            outside = 1.0 - self.entered(number)
            if outside <= 0.0 or self.opacity <= 0.0:
                continue
            radius = BODY_ANGSTROM * self.seen_scale(number)
            spot = np.array([self.place(number)])
            found.append(
                Sighting(
                    type(self).__name__, (id(self), number), spot + radius * DISC, spot, outside, outside
                )
            )
        return found


@cache
def _chain() -> list[Beads]:
    """Return the chain's ubiquitins, the first on a lysine at the origin, in the picture's frame."""
    shape = beads_of_atoms(passed_ubiquitin())
    poses = ubiquitin_chain(np.zeros(3), np.array(CHAIN_DIRECTION), 20.0, CHAIN_LENGTH)
    return [shape.moved(pose.apply(shape.positions)) for pose in poses]


@cache
def chain_box(scale: float, factor: float) -> tuple[int, int, int, int]:
    """Return left, top, width and height of a chain's picture, in its own pixels from the lysine: as far as a chain reaches.

    `factor` are the output pixels for a design pixel.
    """
    pixels = scale * factor
    ends = [(beads.positions, beads.radii[:, None]) for beads in _chain()]
    low = np.min([(places - radii).min(axis=0) for places, radii in ends], axis=0)
    high = np.max([(places + radii).max(axis=0) for places, radii in ends], axis=0)
    left, top = (math.floor(each * pixels - CHAIN_MARGIN_PIXELS) for each in (low[0], -high[1]))
    right, bottom = (math.ceil(each * pixels + CHAIN_MARGIN_PIXELS) for each in (high[0], -low[1]))
    return left, top, right - left, bottom - top


@lru_cache(maxsize=MAX_CACHED_CHAINS)
def chain_picture(
    count: int, scale: float, factor: float, lines: float, *, alone: bool = False
) -> NDArray[np.uint8]:
    """Return the picture of the first `count` ubiquitins, or of the last of them `alone`, in the chain's box.

    `factor` are the output pixels for a design pixel, `lines` is the factor on the width of outlines.
    """
    left, top, width, height = chain_box(scale, factor)
    view = View(np.eye(3), np.zeros(3), scale * factor, (-float(left), -float(top)))
    bodies = [Body(beads, rgb(Role.UBIQUITIN)) for beads in _chain()[count - 1 if alone else 0 : count]]
    return molecule_sprite(bodies, view, (width, height), lines, SMALL_STYLE)


def turned_to_mouth(start: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """Return the rotation (3, 3) at `share` of the turn from the rotation `start` to that at the mouth."""
    turn = Rotation.from_matrix(BOUND.rotation @ start.T).as_rotvec()
    return np.asarray(Rotation.from_rotvec(share * turn).as_matrix() @ start)


def receptor_at_mouth(pose: Pose = BOUND) -> ThreadedReceptor:
    """Return a receptor in a pose in the lying 26S's frame, with its tail, the end of which has come to the mouth."""
    receptor = ThreadedReceptor(
        pose, 1, MOUTH_ANGSTROM, CAP_END_ANGSTROM, CAP_END_ANGSTROM + CORE_END_ANGSTROM + 14.0, tail=True
    )
    receptor.found, receptor.free_end, receptor.bends = 1.0, TAIL_FREE_END_ANGSTROM, TAIL_BENDS
    return receptor


@cache
def release_share() -> float:
    """Return how far a receptor is inside, 0…1, when its pocket has opened and its ligand is let go."""
    return (TAIL_RESIDUES + OPENED_ROW) / receptor_at_mouth().threading().total


@cache
def release_place_angstrom() -> NDArray[np.float64]:
    """Return where the pocket is then (3,; Å, the lying 26S's frame)."""
    receptor = receptor_at_mouth()
    receptor.share = release_share()
    pocket = receptor_tables().ligands["drug"].positions.mean(axis=0)
    return np.asarray(BOUND.apply(pocket[None])[0] + receptor.fold_shift())


@lru_cache(maxsize=MAX_CACHED_THREADS)
def thread_picture(
    stage: int, stages: int, scale: float, factor: float, *, fading: bool = False
) -> NDArray[np.uint8]:
    """Return the picture of a receptor at the mouth at a stage, 0…`stages`, of its degradation.

    With `fading` peptides fade before they are at the picture's edge.
    """
    receptor = receptor_at_mouth()
    receptor.share = stage / stages
    bodies = [part.body for part in receptor.parts(0.0)]
    pixels = scale * factor
    size = (
        int(np.ceil((THREAD_BEHIND_ANGSTROM + THREAD_AHEAD_ANGSTROM) * pixels)),
        int(np.ceil(2 * THREAD_HALF_ANGSTROM * pixels)),
    )
    place = THREAD_BEHIND_ANGSTROM * pixels, THREAD_HALF_ANGSTROM * pixels
    view = View(np.eye(3), MOUTH_ANGSTROM, pixels, place)
    picture = molecule_sprite(bodies, view, size, factor, SMALL_STYLE)
    if not fading:
        return picture
    left = np.arange(size[0], 0.0, -1.0) / pixels
    return (picture * np.clip(left / PEPTIDES_FADE_ANGSTROM, 0.0, 1.0)[:, None]).astype(np.uint8)
