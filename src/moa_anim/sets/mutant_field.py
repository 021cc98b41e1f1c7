"""A field of receptors with Y537S and D538G: helix 12 closed, pocket empty, until helix 12 loosens and elacestrant binds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.ligand_population import FreeLigand, LigandPopulation
from moa_anim.actors.population import Count
from moa_anim.actors.receptor import HELIX12_PLACES
from moa_anim.actors.receptor_population import POSTURES, ReceptorPopulation
from moa_anim.graphics.geometry import Point, within
from moa_anim.graphics.layout import FRAME_WIDTH
from moa_anim.model.palette import Role
from moa_anim.molecule.pose import smooth_curve
from moa_anim.molecule.structure import receptor_tables
from moa_anim.sets.receptor_field import (
    FIELD_SCALE,
    FREED_SEED_OFFSET,
    IN_FRONT_LEVEL,
    released_elacestrants,
)
from moa_anim.sets.receptor_field_layout import (
    COUNT_AT,
    COUNT_BOX,
    FIELD,
    WORDS_BOXES,
    field_members,
    scattered_places,
)
from moa_anim.stage.motion import gentle
from moa_anim.stage.painted import Painted

if TYPE_CHECKING:
    from moa_anim.stage.clock import Clock

MUTANT_COUNT = 14
"""Number of receptors of this field."""

PLACES_SEED_OFFSET = 7
"""Added to the shot's seed for the receptors' places; chosen by eye."""

ONE_BINDS_SHARE = 0.79
"""Duration of one receptor's binding sequence, as a share of the time in which all bind elacestrant."""

LOOSENS = (0.0, 0.26)
ARRIVES = (0.02, 0.7)
NEARS = (0.53, 0.7)
LANDS = (0.7, 0.79)
SETTLES = (0.79, 1.0)
"""Begin and end of the phases of one receptor's binding sequence, as shares of it. Helix 12 is loose before elacestrant is
near, and settles once elacestrant is in the pocket."""

LABELLED_DRUG = 13
"""Number of the labelled elacestrant: the first in the picture, with room for the label, which ends before its receptor is
cleared."""

PASSING_PIXELS = 70.0
"""Distance from the middle of another receptor at which an elacestrant passes it (design pixels)."""


class MutantField:
    """Receptors that carry Y537S and D538G.

    `story` in 0…1 is the progress of the field: one receptor after the other, helix 12 loosens over the empty pocket, an
    elacestrant passes another receptor and binds to this one, and helix 12 settles. `hormones` are the places of estradiol
    (design pixels), which released elacestrants avoid. All parts are invisible at first.
    """

    def __init__(self, clock: Clock, words: str, seed: int, hormones: Sequence[Point]) -> None:
        self.story = 0.0
        members = field_members(scattered_places(MUTANT_COUNT, seed + PLACES_SEED_OFFSET), seed)
        table = receptor_tables().ligands["elacestrant"]
        self._pocket = table.positions.mean(axis=0)
        self.receptors = ReceptorPopulation(
            clock, members, scale=FIELD_SCALE, wander=5.0, seed=seed, ligand=(table, Role.ELACESTRANT)
        )
        self.receptors.marked = 1.0
        self.receptors.helix = self.helix
        self.receptors.stray = lambda number: (
            self._part(number, LOOSENS) * (1.0 - self._part(number, SETTLES))
        )
        self.receptors.filled = lambda number: self._part(number, LANDS)
        random = np.random.default_rng(seed + 3)
        turns = random.normal(0.0, 1.6, (MUTANT_COUNT, 3))
        self.drugs = LigandPopulation(
            clock,
            table,
            Role.ELACESTRANT,
            [
                FreeLigand(0.0, 0.0, 14.0, seed + 41 * number, tuple(turn))
                for number, turn in enumerate(turns)
            ],
            scale=FIELD_SCALE,
        )
        self._paths = [self._path(number, random) for number in range(MUTANT_COUNT)]
        self.drugs.moved = self._drug_place
        self.drugs.freedom = lambda number: 1.0 - gentle(self._part(number, NEARS))
        self.drugs.bound = lambda number: POSTURES[self.receptors.members[number].variant].rotation
        self.drugs.seen = lambda number: 1.0 if self._part(number, LANDS) < 1.0 else 0.0
        self.freed = released_elacestrants(clock, self.receptors, hormones, seed + FREED_SEED_OFFSET)
        self.count = Count(self.receptors, words, Role.RECEPTOR, COUNT_AT)
        self.drugs.set_z_index(IN_FRONT_LEVEL + 1)
        # In front of the first field's estradiols, which are translucent and would tint the mutants.
        self.receptors.set_z_index(IN_FRONT_LEVEL)
        for each in self.painted:
            each.opacity = 0.0

    @property
    def painted(self) -> list[Painted]:
        """All painted parts, from back to front."""
        return [self.receptors, self.drugs, self.freed, self.count]

    def receptor_spot(self) -> Point:
        """Return where a label points to a mutant that is left at the end (design pixels): helix 12, next to the residues."""
        x, y = self.receptors.helix_spot(1)
        return x, y

    def drug_spot(self) -> Point:
        """Return where a label points to one elacestrant (design pixels), on its path or in the pocket."""
        return self.drugs.place(LABELLED_DRUG)

    def helix(self, number: int) -> float:
        """Return where helix 12 of a receptor is on its path, without wander: closed, loose, then settled."""
        loosened, settled = self._part(number, LOOSENS), self._part(number, SETTLES)
        loose = HELIX12_PLACES["open"] * gentle(loosened)
        return loose + (HELIX12_PLACES["antagonist"] - HELIX12_PLACES["open"]) * gentle(settled)

    def _part(self, number: int, part: tuple[float, float]) -> float:
        """Return the share of the phase `part` that a receptor has completed; those that are cleared first begin first."""
        late = (1.0 - ONE_BINDS_SHARE) * (1.0 - number / (MUTANT_COUNT - 1))
        own = (self.story - late) / ONE_BINDS_SHARE
        return round(min(1.0, max(0.0, (own - part[0]) / (part[1] - part[0]))), 6)

    def _path(self, number: int, random: np.random.Generator) -> NDArray[np.float64]:
        """Return points (n, 3) of an elacestrant's path that avoids text: share of its length, x and y (design pixels).

        Raises:
            ValueError: None of the random paths avoids it.
        """
        for _ in range(200):
            path = self._random_path(number, random)
            if not any(within(path[:, 1:], box).any() for box in WORDS_BOXES):
                return path
        raise ValueError(f"mutant {number}: found no path for its elacestrant that avoids the words")

    def _random_path(self, number: int, random: np.random.Generator) -> NDArray[np.float64]:
        """Return a random path from outside the picture, past another receptor, into the pocket of its own."""
        member = self.receptors.members[number]
        own = np.array([member.x, member.y])
        others = [np.array([each.x, each.y]) for each in self.receptors.members if each is not member]
        start = own + np.array([FRAME_WIDTH + 90.0 - own[0], random.uniform(-220.0, 160.0)])
        if own[0] < FRAME_WIDTH / 2:
            start = own + np.array([-90.0 - own[0], random.uniform(-220.0, 160.0)])
        start[1] = max(start[1], COUNT_BOX[3] if start[0] > own[0] else FIELD[1])
        others.sort(key=lambda each: float(np.linalg.norm(each - own) + np.linalg.norm(each - start)))
        past = others[int(random.integers(3))]
        aside = np.array([-(past - own)[1], (past - own)[0]])
        past = past + PASSING_PIXELS * aside / np.linalg.norm(aside) * random.choice((-1.0, 1.0))
        pocket = own + self._pocket_offset(number)
        aside_of = -1.0 if own[0] > COUNT_BOX[0] - 100.0 else 1.0
        mouth = pocket + np.array([aside_of * random.uniform(40.0, 75.0), random.uniform(35.0, 70.0)])
        path = smooth_curve(np.array([start, past, mouth, pocket]), 40)
        lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
        return np.column_stack([lengths / lengths[-1], path])

    def _pocket_offset(self, number: int) -> NDArray[np.float64]:
        """Return the offset (design pixels) from a receptor's place to its ligand."""
        return np.asarray(
            np.subtract(self.receptors.spot(number, self._pocket), self.receptors.place(number))
        )

    def _drug_place(self, number: int) -> Point:
        """Return where an elacestrant is (design pixels), without its own wander; once bound it moves with its receptor."""
        path, share = self._paths[number], gentle(self._part(number, ARRIVES))
        member = self.receptors.members[number]
        stray = np.subtract(self.receptors.place(number), (member.x, member.y)) * gentle(
            self._part(number, NEARS)
        )
        return (
            float(np.interp(share, path[:, 0], path[:, 1]) + stray[0]),
            float(np.interp(share, path[:, 0], path[:, 2]) + stray[1]),
        )
