"""Ligands of receptors that are degraded: each is released intact, drifts a short distance away and keeps diffusing.

All pictures of many receptors follow the close-up of the proteasome: the receptor is degraded, its ligand is not. A ligand's
position is a function of the number of remaining receptors, so that any frame can be drawn alone and nothing jumps at a cut.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.ligand_population import FreeLigand, LigandPopulation
from moa_anim.actors.population import Member
from moa_anim.actors.receptor_population import BODY_ANGSTROM, POSTURES, ReceptorPopulation
from moa_anim.graphics.geometry import Box, Point, within
from moa_anim.model.palette import Role
from moa_anim.molecule.structure import Ligand
from moa_anim.stage.motion import gentle

if TYPE_CHECKING:
    from moa_anim.stage.clock import Clock

SET_OFF_MEMBERS = 0.1
"""Delay from the start of a receptor's fade to its ligand's departure, in units of the receptors' `left`."""

POCKET_EMPTY_MEMBERS = 0.6
"""Time from the start of a receptor's fade until the ligand drawn in its pocket has vanished beneath the released one, in the
same units."""

WANDER_PIXELS = 13.0
"""Random displacement of a ligand (root mean square, design pixels)."""

RELEASED_PALENESS = 0.3
"""Share of paper mixed into a released ligand, so that the receptors, which are counted, stand out."""

BOW_SHARE = 0.32
"""Largest sideways deviation of a path, as a share of its straight length: no path is straight."""

TRIES = 240
"""Random candidates for each ligand's destination."""

APART_PIXELS = 82.0
"""Preferred distance between small molecules (design pixels)."""


class ReleasedLigands(LigandPopulation):
    """The ligands of `receptors`. A released ligand drifts to its destination in `homes` (design pixels), if it has one.

    `takes` is the duration of the drift, in units of the receptors' `left`.
    """

    def __init__(
        self,
        clock: Clock,
        receptors: ReceptorPopulation,
        ligand: Ligand,
        role: Role,
        homes: Mapping[int, Point],
        *,
        takes: float,
        seed: int,
    ) -> None:
        random = np.random.default_rng(seed)
        count = len(receptors.members)
        turns = random.normal(0.0, 1.4, (count, 3))
        members = [
            FreeLigand(0.0, 0.0, WANDER_PIXELS, seed + 43 * n, tuple(turn)) for n, turn in enumerate(turns)
        ]
        super().__init__(clock, ligand, role, members, scale=receptors.scale)
        self._receptors, self._homes, self._takes = receptors, dict(homes), takes
        bows = random.uniform(0.4, 1.0, count) * BOW_SHARE
        self._bows = {
            n: bow_away_from(receptors.members[: n + 1], home, float(bows[n]))
            for n, home in self._homes.items()
        }
        self._pocket = ligand.positions.mean(axis=0)
        held = receptors.filled
        receptors.filled = lambda number: (
            held(number) * (1.0 - min(1.0, receptors.since_fading(number) / POCKET_EMPTY_MEMBERS))
        )
        self.seen = lambda number: 1.0 if receptors.since_fading(number) > 0.0 else 0.0
        self.moved = self._place_on_path
        self.freedom = self.path_share
        self.bound = lambda number: POSTURES[receptors.members[number].variant].rotation
        self.paleness = lambda number: max(receptors.dim, RELEASED_PALENESS * self.path_share(number))

    def path_share(self, number: int) -> float:
        """Share, 0…1, of its path that a ligand has covered."""
        share = (self._receptors.since_fading(number) - SET_OFF_MEMBERS) / self._takes
        return round(gentle(min(1.0, max(0.0, share))), 6)

    def _place_on_path(self, number: int) -> Point:
        """Mean position (design pixels) of a ligand: in the pocket until it is released, then on its path."""
        pocket = np.array(self._receptors.spot(number, self._pocket))
        share = self.path_share(number)
        if share <= 0.0 or number not in self._homes:
            return float(pocket[0]), float(pocket[1])
        path = np.array(self._homes[number]) - pocket
        aside = self._bows[number] * np.array([-path[1], path[0]])
        x, y = pocket + share * path + 4.0 * share * (1.0 - share) * aside
        return float(x), float(y)


def bow_away_from(members: Sequence[Member], home: Point, bow: float) -> float:
    """Return `bow`, signed so that the path from the last of `members` to `home` bends away from the others."""
    own, *others = ((each.x, each.y) for each in reversed(members))
    path = np.subtract(home, own)
    middles = own + 0.5 * path + np.array([[-bow], [bow]]) * np.array([-path[1], path[0]])
    left, right = gaps(middles, np.array(others).reshape(-1, 2))
    return bow if right >= left else -bow


def release_places(
    members: Sequence[Member],
    going: Sequence[int],
    box: Box,
    scale: float,
    seed: int,
    *,
    far: tuple[float, float],
    keep_off: Sequence[Box] = (),
    taken: Sequence[Point] = (),
) -> dict[int, Point]:
    """Return destinations (design pixels) for the ligands of the members `going`, between the receptors that remain then.

    Each is at a distance in the range `far`, within `box`, outside of the boxes `keep_off` and away from the positions
    `taken` by other small molecules. The last of the members goes first. Raises ValueError when there is none.
    """
    random = np.random.default_rng(seed)
    receptor = BODY_ANGSTROM * scale + 2.0 * WANDER_PIXELS
    homes: dict[int, Point] = {}
    for number in sorted(going, reverse=True):
        own = np.array((members[number].x, members[number].y))
        angles, reaches = random.uniform(0.0, 2 * np.pi, TRIES), random.uniform(*far, TRIES)
        tries = own + reaches[:, None] * np.stack([np.cos(angles), np.sin(angles)], axis=1)
        tries = tries[within(tries, box)]
        for each in keep_off:
            tries = tries[~within(tries, each)]
        if not len(tries):
            raise ValueError(f"receptor {number}: found no place for its ligand within {box}")
        left = np.array([(each.x, each.y) for each in members[:number]])
        small = np.array([*taken, *homes.values()]).reshape(-1, 2)
        room = np.minimum(gaps(tries, left) / receptor, gaps(tries, small) / APART_PIXELS)
        room = np.minimum(room, gaps(own + 0.7 * (tries - own), left) / receptor)
        x, y = tries[int(np.argmax(room))]
        homes[number] = (float(x), float(y))
    return homes


def gaps(places: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the distance from each point (n, 2) to the nearest of the others (m, 2); infinite without others."""
    if not len(others):
        return np.full(len(places), np.inf)
    return np.asarray(np.linalg.norm(places[:, None] - others[None], axis=2).min(axis=1))
