"""The field of receptors that carry Y537S and D538G: closed and empty until they loosen and elacestrant comes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.population import Count
from moa_anim.actors.receptor import PLACES
from moa_anim.actors.receptors import POSTURES, Receptors
from moa_anim.actors.tumbling_ligands import Adrift, Ligands
from moa_anim.graphics.geometry import Point, within
from moa_anim.graphics.layout import FRAME_WIDTH
from moa_anim.model.palette import Role
from moa_anim.molecule.pose import smooth_curve
from moa_anim.molecule.structure import receptor_tables
from moa_anim.sets.field_places import (
    COUNT_AT,
    COUNT_CLEAR,
    FIELD,
    WORDS_CLEAR,
    scattered_places,
    stands,
)
from moa_anim.sets.receptor_field import (
    FIELD_SCALE,
    FREED_CHOSEN,
    IN_FRONT_LEVEL,
    set_free,
)
from moa_anim.stage.motion import gentle
from moa_anim.stage.painted import Painted

if TYPE_CHECKING:
    from moa_anim.stage.clock import Clock


class MutantField:
    """Receptors that carry Y537S and D538G: helix 12 is closed over an empty pocket until it loosens and elacestrant comes.

    `story` in 0…1: helix 12 of each loosens, an elacestrant comes past, and to it, and it settles; one after the other.
    """

    def __init__(self, clock: Clock, words: str, seed: int, hormones: Sequence[Point]) -> None:
        self.story = 0.0
        members = stands(scattered_places(MUTANTS, seed + MUTANT_PLACES), seed)
        table = receptor_tables().ligands["elacestrant_MODEL"]
        self._pocket = table.positions.mean(axis=0)
        self.receptors = Receptors(
            clock, members, scale=FIELD_SCALE, wander=5.0, seed=seed, ligand=(table, Role.ELACESTRANT)
        )
        self.receptors.marked = 1.0
        self.receptors.helix = self.helix
        self.receptors.stray = lambda number: (
            self._part(number, LOOSENS) * (1.0 - self._part(number, SETTLES))
        )
        self.receptors.filled = lambda number: self._part(number, LANDS)
        random = np.random.default_rng(seed + 3)
        turns = random.normal(0.0, 1.6, (MUTANTS, 3))
        self.drugs = Ligands(
            clock,
            table,
            Role.ELACESTRANT,
            [Adrift(0.0, 0.0, 14.0, seed + 41 * number, tuple(turn)) for number, turn in enumerate(turns)],
            scale=FIELD_SCALE,
        )
        self._ways = [self._way(number, random) for number in range(MUTANTS)]
        self.drugs.moved = self._drug_place
        self.drugs.freedom = lambda number: 1.0 - gentle(self._part(number, NEARS))
        self.drugs.bound = lambda number: POSTURES[self.receptors.members[number].variant].rotation
        self.drugs.seen = lambda number: 1.0 if self._part(number, LANDS) < 1.0 else 0.0
        self.freed = set_free(clock, self.receptors, hormones, seed + FREED_CHOSEN)
        self.count = Count(self.receptors, words, Role.RECEPTOR, COUNT_AT)
        self.drugs.set_z_index(IN_FRONT_LEVEL + 1)
        # Before the estradiols, which are where they were before the mutants came: see-through, they would stain them.
        self.receptors.set_z_index(IN_FRONT_LEVEL)
        for each in self.painted:
            each.opacity = 0.0

    @property
    def painted(self) -> list[Painted]:
        """All of it, from back to front."""
        return [self.receptors, self.drugs, self.freed, self.count]

    def receptor_spot(self) -> Point:
        """Where a mutant is pointed to that stays to the end: helix 12, beside its two residues."""
        x, y = self.receptors.helix_spot(1)
        return x, y

    def drug_spot(self) -> Point:
        """Where one elacestrant is pointed to, on its way or in the pocket."""
        return self.drugs.place(POINTED_TO)

    def helix(self, number: int) -> float:
        """Where helix 12 of one stands, its wandering left out: closed, loose, then settled."""
        loosened, settled = self._part(number, LOOSENS), self._part(number, SETTLES)
        loose = PLACES["open"] * gentle(loosened)
        return loose + (PLACES["antagonist"] - PLACES["open"]) * gentle(settled)

    def _part(self, number: int, part: tuple[float, float]) -> float:
        """How much of a part of its own story one has behind it; those that are cleared first are first here too."""
        late = (1.0 - ONE_STORY) * (1.0 - number / (MUTANTS - 1))
        own = (self.story - late) / ONE_STORY
        return round(min(1.0, max(0.0, (own - part[0]) / (part[1] - part[0]))), 6)

    def _way(self, number: int, random: np.random.Generator) -> NDArray[np.float64]:
        """Points (n, 3) of a drug's way over no words: share of its length, and design pixels.

        Raises ValueError if chance offers none.
        """
        for _ in range(200):
            way = self._way_by_chance(number, random)
            if not any(within(way[:, 1:], box).any() for box in WORDS_CLEAR):
                return way
        raise ValueError(f"mutant {number}: no way for its elacestrant off the words")

    def _way_by_chance(self, number: int, random: np.random.Generator) -> NDArray[np.float64]:
        """From off the picture past another receptor into its own."""
        member = self.receptors.members[number]
        own = np.array([member.x, member.y])
        others = [np.array([each.x, each.y]) for each in self.receptors.members if each is not member]
        start = own + np.array([FRAME_WIDTH + 90.0 - own[0], random.uniform(-220.0, 160.0)])
        if own[0] < FRAME_WIDTH / 2:
            start = own + np.array([-90.0 - own[0], random.uniform(-220.0, 160.0)])
        start[1] = max(start[1], COUNT_CLEAR[3] if start[0] > own[0] else FIELD[1])
        others.sort(key=lambda each: float(np.linalg.norm(each - own) + np.linalg.norm(each - start)))
        past = others[int(random.integers(3))]
        aside = np.array([-(past - own)[1], (past - own)[0]])
        past = past + MISSED_BY * aside / np.linalg.norm(aside) * random.choice((-1.0, 1.0))
        pocket = own + self._pocket_offset(number)
        aside_of = -1.0 if own[0] > COUNT_CLEAR[0] - 100.0 else 1.0
        mouth = pocket + np.array([aside_of * random.uniform(40.0, 75.0), random.uniform(35.0, 70.0)])
        way = smooth_curve(np.array([start, past, mouth, pocket]), 40)
        lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(way, axis=0), axis=1))])
        return np.column_stack([lengths / lengths[-1], way])

    def _pocket_offset(self, number: int) -> NDArray[np.float64]:
        """Design pixels from a receptor's place to where its ligand lies."""
        return np.asarray(
            np.subtract(self.receptors.spot(number, self._pocket), self.receptors.place(number))
        )

    def _drug_place(self, number: int) -> Point:
        """Where a drug is, its straying left out; in the end it strays with its receptor."""
        way, share = self._ways[number], gentle(self._part(number, ARRIVES))
        member = self.receptors.members[number]
        stray = np.subtract(self.receptors.place(number), (member.x, member.y)) * gentle(
            self._part(number, NEARS)
        )
        return (
            float(np.interp(share, way[:, 0], way[:, 1]) + stray[0]),
            float(np.interp(share, way[:, 0], way[:, 2]) + stray[1]),
        )


MUTANTS = 14
"""Receptors of the second field."""

MUTANT_PLACES = 7
"""Added to the shot's seed: chosen by eye."""

ONE_STORY = 0.79
"""Of the time in which elacestrant comes to all, how long it takes for one."""

LOOSENS, ARRIVES, NEARS, LANDS, SETTLES = (0.0, 0.26), (0.02, 0.7), (0.53, 0.7), (0.7, 0.79), (0.79, 1.0)
"""Parts of one receptor's story. Helix 12 is loose before elacestrant is near, and settles when it lies in the pocket."""

POINTED_TO = 13
"""The drug that is named: first in the picture, with room for words beside it, which are gone when its receptor goes."""

MISSED_BY = 70.0
"""How far (design pixels) from the middle of another receptor a drug passes."""
