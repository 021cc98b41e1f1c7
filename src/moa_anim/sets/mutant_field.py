"""The same field in another tumor: its receptors carry Y537S or D538G, helix 12 closed over an empty pocket.

Helix 12 loosens, elacestrant arrives and binds, helix 12 settles on the groove; then several are taken in. No count is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.ligand_population import FreeLigand
from moa_anim.actors.receptor import HELIX12_PLACES
from moa_anim.actors.receptor_population import POSTURES
from moa_anim.actors.sprite_ligands import SpriteLigands
from moa_anim.graphics.geometry import Point
from moa_anim.graphics.layout import FRAME_WIDTH
from moa_anim.model.palette import Role
from moa_anim.molecule.pose import smooth_curve
from moa_anim.molecule.structure import receptor_tables
from moa_anim.sets.cell_border import BORDER_WIDTH
from moa_anim.sets.clearing_schedule import share_of
from moa_anim.sets.receptor_field import (
    SMALL_SWELL,
    ClockFromCut,
    FieldSight,
    ReceptorField,
)
from moa_anim.sets.receptor_field_layout import FIELD_SCALE, FREE_COUNT
from moa_anim.stage.motion import gentle
from moa_anim.stage.painted import Painted

if TYPE_CHECKING:
    from moa_anim.stage.clock import ShotClock

MUTANT_SEED = 829
"""Seed of this field."""

ONE_BINDS_SHARE = 0.72
"""Duration of one receptor's binding, as a share of the time in which all bind elacestrant."""

LOOSENS = (0.0, 0.3)
ARRIVES = (0.02, 0.72)
NEARS = (0.55, 0.72)
LANDS = (0.72, 0.78)
SETTLES = (0.78, 1.0)
"""Begin and end of the phases of one receptor's binding, as shares of it. Helix 12 is loose before elacestrant is near, and
settles once elacestrant is in the pocket."""

COMES_PIXELS = (190.0, 300.0)
"""Shortest and longest distance from its pocket at which an elacestrant starts (design pixels)."""

MISSES_PIXELS = (62.0, 78.0)
"""Shortest and longest distance to which it first comes, before it moves away again and then enters."""

AWAY_PIXELS = (95.0, 120.0)
"""Shortest and longest distance to which it moves away."""

NEIGHBOUR_PIXELS = FRAME_WIDTH + BORDER_WIDTH
"""How far to the right of the first field's nucleus this one lies (design pixels)."""

REMOVED_COUNT = 7
"""Number of mutants that are seen to be taken in: several, of which no count is shown."""

MUTANTS_CLEARED = 7.0
"""Seconds of clearing after which they are inside, and their elacestrants at rest."""


class MutantField(ReceptorField):
    """24 receptors that carry Y537S or D538G.

    `story` in 0…1 is the progress of binding: one receptor after the other, helix 12 loosens over the empty pocket, an
    elacestrant misses the pocket, then enters it, and helix 12 settles.
    """

    mutant = True
    apart_seconds = 0.4
    pace = 290.0
    staying = FREE_COUNT - REMOVED_COUNT

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
        table = receptor_tables().ligands["elacestrant"]
        random = np.random.default_rng(MUTANT_SEED + 3)
        turns = random.normal(0.0, 1.6, (FREE_COUNT, 3))
        free = [FreeLigand(0.0, 0.0, 12.0, MUTANT_SEED + 41 * n, tuple(turn)) for n, turn in enumerate(turns)]
        self.drugs = SpriteLigands(clock, table, Role.ELACESTRANT, free, scale=FIELD_SCALE * SMALL_SWELL)
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
        self._pocket = table.positions.mean(axis=0)
        self.receptors.marked = 1.0
        self.receptors.helix = self.helix
        self.receptors.stray = lambda number: (
            self._part(number, LOOSENS) * (1.0 - self._part(number, SETTLES))
        )
        freed = self.freed
        self.receptors.filled = lambda number: (
            self._part(number, LANDS) if freed.share(number) <= 0.0 else 0.0
        )
        self._paths = [self._path(random) for _ in range(FREE_COUNT)]
        self.drugs.moved = self._drug_place
        self.drugs.freedom = lambda number: 1.0 - gentle(self._part(number, NEARS))
        self.drugs.bound = lambda number: POSTURES[self.receptors.members[number].variant].rotation
        self.drugs.seen = lambda number: 1.0 if self._part(number, LANDS) < 1.0 else 0.0
        self.story = 0.0

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
        self.gene.bound = gentle(share_of(story, 0.4, 0.75))

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

    def mouth_spot(self) -> Point:
        """Return where a label points to the entrance of the 26S (design pixels)."""
        return self.world.seen(self.particle.spot(-205.0, 20.0))

    def drug_spot(self, number: int) -> Point:
        """Return where a label points to one elacestrant (design pixels), on its path or in the pocket."""
        return self.world.seen(self.drugs.place(number))

    def helix(self, number: int) -> float:
        """Return where helix 12 of a receptor is on its path, without wander: closed, loose, then settled."""
        loosened, settled = self._part(number, LOOSENS), self._part(number, SETTLES)
        loose = HELIX12_PLACES["open"] * gentle(loosened)
        return loose + (HELIX12_PLACES["antagonist"] - HELIX12_PLACES["open"]) * gentle(settled)

    def _part(self, number: int, part: tuple[float, float]) -> float:
        """Return the share of the phase `part` that a receptor has completed, in an order that looks random."""
        late = (1.0 - ONE_BINDS_SHARE) * ((number * 7) % FREE_COUNT) / (FREE_COUNT - 1)
        own = (self.story - late) / ONE_BINDS_SHARE
        return share_of(own, *part)

    def _path(self, random: np.random.Generator) -> NDArray[np.float64]:
        """Return evenly spaced points (n, 2; design pixels) of an elacestrant's path, relative to its pocket.

        It approaches the pocket, moves away, then enters.
        """
        begin = random.uniform(0.0, 2 * np.pi)
        turn = random.choice([-1.0, 1.0])
        angles = begin + turn * np.array([0.0, random.uniform(0.7, 1.1), random.uniform(1.4, 1.9)])
        reaches = [random.uniform(*each) for each in (COMES_PIXELS, MISSES_PIXELS, AWAY_PIXELS)]
        stops = [reach * np.array([np.cos(a), np.sin(a)]) for reach, a in zip(reaches, angles, strict=True)]
        curve = smooth_curve(np.array([*stops, (0.0, 0.0)]), 60)
        lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1))])
        even = np.linspace(0.0, lengths[-1], 161)
        return np.stack([np.interp(even, lengths, column) for column in curve.T], axis=1)

    def _drug_place(self, number: int) -> Point:
        """Return where an elacestrant is (design pixels), without its own wander; it ends in its receptor's pocket."""
        path = self._paths[number]
        at = gentle(self._part(number, ARRIVES)) * (len(path) - 1)
        left = min(int(at), len(path) - 2)
        offset = path[left] + (path[left + 1] - path[left]) * (at - left)
        x, y = self.receptors.spot(number, self._pocket)
        return x + float(offset[0]), max(190.0, y + float(offset[1]))


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
