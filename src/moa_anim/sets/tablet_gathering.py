"""Two elacestrants that come together and become a tablet: they are what the shot before ends with, at the same places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from moa_anim.actors.cleared_receptors import BOUND
from moa_anim.actors.ligand_population import FreeLigand
from moa_anim.actors.sprite_ligands import SpriteLigands
from moa_anim.graphics.geometry import Point
from moa_anim.model.palette import Role
from moa_anim.molecule.structure import receptor_tables
from moa_anim.stage.dive import passing

if TYPE_CHECKING:
    from collections.abc import Callable

    from moa_anim.stage.clock import ShotClock

SCALE = 4.7
"""Design pixels for one ångström, as at the end of the shot before."""

PLACES: tuple[tuple[float, float, float], ...] = (
    (188.4, 788.5, 1.03),
    (83.0, 748.7, 1.086),
)
"""x, y (design pixels) and turn (radians) of the two at first; their drift brings them to where they were (tested)."""

BOW_PIXELS = 60.0
"""How far a path bends upwards."""

INSIDE_SIZE = 0.25
"""Their size as they become the tablet, in their size at first."""

FADES_SHARES = (0.62, 0.95)
"""Shares of the way between which they fade, and the tablet appears in their place."""


class TabletGathering(SpriteLigands):
    """`share` in 0…1 is how far they have come to `goal`, where the tablet is (design pixels)."""

    def __init__(self, clock: ShotClock, goal: Callable[[], Point], seed: int) -> None:
        members = [
            FreeLigand(x, y, 4.0, seed + 13 * n, (0.0, 0.0, turn)) for n, (x, y, turn) in enumerate(PLACES)
        ]
        super().__init__(clock, receptor_tables().ligands["drug"], Role.DRUG, members, scale=SCALE)
        self.share, self._goal = 0.0, goal
        self.tumbling = False
        self.bound = lambda number: BOUND.rotation
        self.moved = self._place
        self.freedom = lambda number: 1.0 - self.share
        self.swell = lambda number: INSIDE_SIZE**self.share
        self.seen = lambda number: 1.0 - self.tablet_opacity

    @property
    def tablet_opacity(self) -> float:
        """Opacity of the tablet that they become."""
        return passing(self.share, *FADES_SHARES)

    def _place(self, number: int) -> Point:
        (x, y, _), (to_x, to_y) = PLACES[number], self._goal()
        bow = BOW_PIXELS * 4.0 * self.share * (1.0 - self.share)
        return x + (to_x - x) * self.share, y + (to_y - y) * self.share - bow
