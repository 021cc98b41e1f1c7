"""The receptor's chain pulled into the proteasome: unfolded residue by residue, threaded, cut, its pieces released.

Nothing of this is measured: it is a schematic motion of a measured chain. Each residue's position is a function of the
progress (0…1), so that any frame can be drawn alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from moa_anim.molecule.disordered_tail import MODES, tail_curve
from moa_anim.molecule.easing import smoothstep
from moa_anim.molecule.pose import evenly_along, rotation_from_vector

RISE_ANGSTROM = 3.4
"""Distance from residue to residue along an extended chain (β-strand rise 3.2–3.4 Å)."""

PIECE_RESIDUES = 9
"""Peptides leave the proteasome 3–22 residues long, 7–9 on average (Kisselev et al. 1999)."""

BRIDGE_RESIDUES = 7
"""Unfolded residues between the folded part and the channel's mouth."""

LOOSENING_RESIDUES = 14.0
"""Engaged residues over which these reach the mouth."""

PULL = 1.5
"""Speed of the pieces relative to the thread: the gap between two pieces is at least half a piece's length."""

REACH_ANGSTROM = (44.0, 150.0)
"""Range of the distances that pieces move away from the channel's end after their release; set by eye."""

SPREAD_DEGREES = 74.0
"""Largest angle between the direction in which a piece leaves and the channel's axis; set by eye."""

SLOWING = 1.35
"""How far a piece would have gone at the speed of its release when it has gone 63 % of its way, in units of that way."""

TUMBLE_RADIANS = 0.55
"""Turn of a released piece (standard deviation about each axis) for each TUMBLE_ANGSTROM at the speed of its release."""

TUMBLE_ANGSTROM = 60.0

SPREAD = (0.7548776662466927, 0.5698402909980532)
"""Fractional parts of multiples of these fill a square evenly for any number of points (Roberts 2018, from the plastic
number): no two pieces take the same path."""

SWING_ANGSTROM = 1.6
"""Distance of the Cα of an extended chain from its axis."""

KINKS = ((0.53, 0.0, 1.0), (1.27, 1.9, 0.45))
"""Waves of a kinked thread: radians from residue to residue, phase, relative amplitude. Lengths have no common multiple,
so that no two kinks look alike; each stays with its residues as these move."""

FADE_FROM_ANGSTROM = 380.0
FADE_UNTIL_ANGSTROM = 720.0
"""Distances from its release, at the speed that it then had, at which a piece begins to fade and at which it has vanished."""


@dataclass(frozen=True)
class Threading:
    """A folded chain at the mouth of a channel along +x; all lengths are in Å, in one frame.

    `folded` (n, 3) are its Cα, the residue that is engaged first in the first row; `mouth` (3,) is where the channel begins;
    `cut_at` and `away` are the distances from the mouth at which the chain is cut and at which pieces are released.

    A disordered tail of `tail` residues comes before them, in the first rows, its free end first. Until it is engaged, that
    end is at `free_end` (3,); `found` in 0…1 is how far it has come from there to the mouth. `bends` (MODES, 3) are the
    directions in which the tail bends. `kinks` (Å) is how far the thread's kinks stand out from the channel's axis.
    """

    folded: NDArray[np.float64]
    mouth: NDArray[np.float64]
    cut_at: float
    away: float
    seed: int
    tail: int = 0
    free_end: NDArray[np.float64] | None = None
    found: float = 1.0
    bends: NDArray[np.float64] = field(default_factory=lambda: np.eye(MODES, 3))
    kinks: float = 0.0

    @property
    def rows(self) -> int:
        """Number of residues, those of the tail included."""
        return self.tail + len(self.folded)

    @property
    def total(self) -> float:
        """Steps of one residue from the first residue's engagement until the last one has left."""
        return self.rows + (self.away + 90.0) / RISE_ANGSTROM

    def engaged(self, share: float) -> float:
        """Number of residues that have passed the mouth at a progress `share` (0…1)."""
        return share * self.total

    def folded_from(self, share: float) -> int:
        """The first row that is still folded; rows of the tail never are."""
        first = int(min(self.rows, np.floor(self.engaged(share) + self._bridge(share))))
        return max(self.tail, first)

    def _bridge(self, share: float) -> float:
        """Number of unfolded residues before the mouth: none at first, one more for each that is engaged."""
        return min(float(BRIDGE_RESIDUES), self.engaged(share))

    def shift(self, share: float) -> NDArray[np.float64]:
        """Displacement (3,; Å) of the folded part that keeps the next residue in front of the mouth."""
        engaged = self.engaged(share)
        at = min(max(engaged - self.tail, -float(BRIDGE_RESIDUES)), len(self.folded) - 1.0)
        # A weighted mean over the residues around the next one: the fold moves smoothly.
        rows = np.arange(len(self.folded))
        weights = np.exp(-(((rows - at - BRIDGE_RESIDUES) / 9.0) ** 2))
        next_to_come = (self.folded * weights[:, None]).sum(axis=0) / weights.sum()
        # A tail is reeled in before the fold is pulled at.
        settle = smoothstep(engaged / max(14.0, float(self.tail)))
        goal = self.mouth - np.array([17.0, 0.0, 0.0]) - next_to_come
        return np.asarray(goal * settle)

    def positions(self, share: float) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Cα of all residues (n, 3; Å) and, for each, the number of its piece (−1 while uncut)."""
        engaged = self.engaged(share)
        rows = np.arange(self.rows)
        down = (
            engaged - rows
        ) * RISE_ANGSTROM  # how far each residue is beyond the mouth; negative: before it
        fold = self.folded + self.shift(share)
        # A waiting tail begins straight at the mouth.
        swing = (
            smoothstep(down.astype(np.float64), 0.0, 4 * RISE_ANGSTROM) if self.tail else np.ones(len(rows))
        )
        swing = SWING_ANGSTROM * swing
        strand = self.mouth + np.stack(
            [down, swing * np.sin(0.9 * rows + 0.2 * down), swing * np.cos(0.9 * rows + 0.2 * down)], axis=1
        )
        if self.kinks:
            away = self.kinks * swing / SWING_ANGSTROM
            for step, phase, amplitude in KINKS:
                strand[:, 1] += away * amplitude * np.sin(step * rows + phase)
                strand[:, 2] += away * amplitude * np.cos(1.1 * step * rows + phase)
        # The unfolded residues before the mouth: a smooth blend from the position in the fold to that in the strand.
        blend = smoothstep((down / RISE_ANGSTROM + BRIDGE_RESIDUES) / BRIDGE_RESIDUES)[:, None]
        blend = blend * smoothstep(
            engaged / LOOSENING_RESIDUES
        )  # the free end is pulled in gradually at the start
        places = strand
        places[self.tail :] = fold * (1 - blend[self.tail :]) + strand[self.tail :] * blend[self.tail :]
        if engaged < self.tail:
            places[: self.tail] = self._slack(engaged, strand[: self.tail], places[self.tail])
        pieces = np.full(len(rows), -1, dtype=np.int64)
        for piece in range(-(-len(rows) // PIECE_RESIDUES)):
            members = rows[piece * PIECE_RESIDUES : (piece + 1) * PIECE_RESIDUES]
            beyond = down[members].mean() - self.cut_at
            if beyond > 0:
                pieces[members] = piece
                places[members] = self._piece(piece, len(members), beyond)
        return places, pieces

    def _slack(
        self, engaged: float, strand: NDArray[np.float64], root: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Cα (tail, 3; Å) of the tail: what is engaged in the strand, the rest on a curve from there to the fold."""
        begin = self.mouth
        if engaged <= 0.0 and self.free_end is not None:
            begin = self.free_end + self.found * (self.mouth - self.free_end)
        waiting = np.arange(self.tail) >= engaged
        left = self.tail - engaged
        curve = tail_curve(begin, root, left * RISE_ANGSTROM, self.bends)
        places = strand.copy()
        shares = np.asarray((np.flatnonzero(waiting) - engaged) / left, dtype=np.float64)
        places[waiting] = evenly_along(curve, shares)
        return places

    def _piece(self, piece: int, size: int, beyond: float) -> NDArray[np.float64]:
        """Cα of a cut piece: it curls, moves down the channel and out, in a direction of its own, tumbles and slows down."""
        random = np.random.default_rng((self.seed, piece))
        turn, drift, spin = random.normal(size=3) * 0.03, random.normal(size=3), random.normal(size=3)
        reach = REACH_ANGSTROM[0] + (REACH_ANGSTROM[1] - REACH_ANGSTROM[0]) * (piece * SPREAD[0] % 1.0)
        angle = np.radians(SPREAD_DEGREES * (2.0 * (piece * SPREAD[1] % 1.0) - 1.0))
        inside, out = min(1.0, beyond / 30.0), self._out(beyond)
        slowed = 1.0 - np.exp(-out / (SLOWING * reach))
        # A cut piece is not under tension: it curls and shortens, which leaves a gap to the next one.
        offsets = (np.arange(size) - (size - 1) / 2)[:, None]
        rise, curl = RISE_ANGSTROM * (1.0 - 0.38 * inside), 1.6 + 2.2 * inside
        straight = np.hstack([-offsets * rise, curl * np.sin(0.9 * offsets), curl * np.cos(0.9 * offsets)])
        tumble = TUMBLE_RADIANS * out / TUMBLE_ANGSTROM * spin
        turned = straight @ rotation_from_vector(12.0 * inside * turn + tumble).T
        along = self.cut_at + min(beyond * PULL, self.away - self.cut_at) + reach * slowed * np.cos(angle)
        sideways = reach * slowed * np.sin(angle) + 3.0 * inside * drift[1] * (1.0 - slowed)
        nearer = 2.0 * inside * drift[2] + 20.0 * slowed
        return np.asarray(turned + self.mouth + np.array([along, sideways, nearer]))

    def _out(self, beyond: float) -> float:
        """Distance (Å) of a piece from its release when the uncut thread would be `beyond` Å past the cut."""
        return max(0.0, beyond * PULL - (self.away - self.cut_at))

    def faded(self, piece: int, share: float) -> float:
        """Share (0…1) by which a piece has faded at a progress `share`; 1 is invisible."""
        rows = np.arange(self.rows)[piece * PIECE_RESIDUES : (piece + 1) * PIECE_RESIDUES]
        out = self._out(float((self.engaged(share) - rows.mean()) * RISE_ANGSTROM - self.cut_at))
        return float(
            np.clip((out - FADE_FROM_ANGSTROM) / (FADE_UNTIL_ANGSTROM - FADE_FROM_ANGSTROM), 0.0, 1.0)
        )
