"""What a receptor held when it is cleared: let go whole, it drifts off a little way and wanders on.

One rule for all pictures of many receptors, as in the close-up of the proteasome: the receptor goes, its ligand does not.
Where a ligand is follows from how many receptors are left, so that every frame stands alone and nothing jumps at a cut.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.population import Member
from moa_anim.actors.receptors import BODY_ANGSTROM, POSTURES, Receptors
from moa_anim.actors.tumbling_ligands import Adrift, Ligands
from moa_anim.graphics.geometry import Box, Point, within
from moa_anim.model.palette import Role
from moa_anim.molecule.structure import Ligand
from moa_anim.stage.motion import gentle

if TYPE_CHECKING:
    from moa_anim.stage.clock import Clock

LOOSENED, UNHELD = 0.1, 0.6
"""Since a receptor began to fade, in receptors gone: when its ligand sets off; until when the one in its pocket is seen
under it, which goes as the pocket does."""

WANDER = 13.0
"""Design pixels (root mean square) that one strays about its place."""

STEPS_BACK = 0.3
"""How far one is mixed with paper that has drifted off: it stays, and the receptors that are counted stand out."""

BOW = 0.32
"""Of the straight way, how far aside a way leads at most: nothing flies straight."""


class SetFree(Ligands):
    """The `ligand` of each of `receptors` that has a place in `homes` (design pixels), which it drifts to when it is let go.

    `takes` is how long that takes, in receptors gone.
    """

    def __init__(
        self,
        clock: Clock,
        receptors: Receptors,
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
        members = [Adrift(0.0, 0.0, WANDER, seed + 43 * n, tuple(turn)) for n, turn in enumerate(turns)]
        super().__init__(clock, ligand, role, members, scale=receptors.scale)
        self._receptors, self._homes, self._takes = receptors, dict(homes), takes
        bows = random.uniform(0.4, 1.0, count) * BOW
        self._bows = {
            n: bow_off(receptors.members[: n + 1], home, float(bows[n])) for n, home in self._homes.items()
        }
        self._pocket = ligand.positions.mean(axis=0)
        held = receptors.filled
        receptors.filled = lambda number: (
            held(number) * (1.0 - min(1.0, receptors.since_fading(number) / UNHELD))
        )
        self.seen = lambda number: 1.0 if receptors.since_fading(number) > 0.0 else 0.0
        self.moved = self._on_its_way
        self.freedom = self.way_gone
        self.bound = lambda number: POSTURES[receptors.members[number].variant].rotation
        self.paleness = lambda number: max(receptors.dim, STEPS_BACK * self.way_gone(number))

    def way_gone(self, number: int) -> float:
        """How far, 0…1, one is on its way from the pocket."""
        share = (self._receptors.since_fading(number) - LOOSENED) / self._takes
        return round(gentle(min(1.0, max(0.0, share))), 6)

    def _on_its_way(self, number: int) -> Point:
        """Where one is, its straying left out: in the pocket, wherever that is, until it is let go."""
        pocket = np.array(self._receptors.spot(number, self._pocket))
        share = self.way_gone(number)
        if share <= 0.0 or number not in self._homes:
            return float(pocket[0]), float(pocket[1])
        way = np.array(self._homes[number]) - pocket
        aside = self._bows[number] * np.array([-way[1], way[0]])
        x, y = pocket + share * way + 4.0 * share * (1.0 - share) * aside
        return float(x), float(y)


def bow_off(members: Sequence[Member], home: Point, bow: float) -> float:
    """On which side, as the sign of `bow`, the way from the last of `members` to `home` is farther from the others."""
    own, *others = ((each.x, each.y) for each in reversed(members))
    way = np.subtract(home, own)
    middles = own + 0.5 * way + np.array([[-bow], [bow]]) * np.array([-way[1], way[0]])
    left, right = gaps(middles, np.array(others).reshape(-1, 2))
    return bow if right >= left else -bow


def homes_between(
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
    """Where the ligands of the members `going` drift to: as `far` off as that says, between the receptors that are left then.

    Within `box` and outside of the boxes `keep_off`, off the places `taken` by other small molecules (design pixels).
    The last of the members goes first. Raises ValueError when there is no place at all.
    """
    random = np.random.default_rng(seed)
    receptor = BODY_ANGSTROM * scale + 2.0 * WANDER
    homes: dict[int, Point] = {}
    for number in sorted(going, reverse=True):
        own = np.array((members[number].x, members[number].y))
        angles, reaches = random.uniform(0.0, 2 * np.pi, TRIES), random.uniform(*far, TRIES)
        tries = own + reaches[:, None] * np.stack([np.cos(angles), np.sin(angles)], axis=1)
        tries = tries[within(tries, box)]
        for each in keep_off:
            tries = tries[~within(tries, each)]
        if not len(tries):
            raise ValueError(f"receptor {number}: no place for its ligand within {box}")
        left = np.array([(each.x, each.y) for each in members[:number]])
        small = np.array([*taken, *homes.values()]).reshape(-1, 2)
        room = np.minimum(gaps(tries, left) / receptor, gaps(tries, small) / APART_PIXELS)
        room = np.minimum(room, gaps(own + 0.7 * (tries - own), left) / receptor)
        x, y = tries[int(np.argmax(room))]
        homes[number] = (float(x), float(y))
    return homes


TRIES, APART_PIXELS = 240, 82.0
"""From how many each place is chosen; how far apart (design pixels) small molecules are."""


def gaps(places: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """From each place to the nearest of the others."""
    if not len(others):
        return np.full(len(places), np.inf)
    return np.asarray(np.linalg.norm(places[:, None] - others[None], axis=2).min(axis=1))
