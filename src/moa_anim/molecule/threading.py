"""The receptor's chain drawn into the proteasome: unfolded residue by residue, threaded, cut, its pieces let go.

Nothing of this is measured: it is a schematic motion of a measured chain. Each residue's place is a function of the share
of the work that is done, so that any frame can be drawn alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moa_anim.molecule.easing import smoothstep
from moa_anim.molecule.pose import rotation_from_vector

RISE_ANGSTROM = 3.4
"""From residue to residue along an extended chain (β-strand rise 3.2–3.4 Å)."""

PIECE_RESIDUES = 9
"""Peptides leave the proteasome 3–22 residues long, 7–9 on average (Kisselev et al. 1999)."""

BRIDGE_RESIDUES, LOOSENING_RESIDUES = 7, 14.0
"""Residues that reach from the folded part to the mouth; how many steps it takes until they do."""


PULL = 1.5
"""How much faster than the thread its pieces go on: between two of them there is half a piece's length and more."""

REACH_ANGSTROM, ASIDE_ANGSTROM, TURN_ANGSTROM = (24.0, 84.0), 112.0, 60.0
"""How far pieces go on beyond where they are let go, at most to one side, and after how much of the way they turn aside; by
eye."""

SPREAD = 0.7548776662466927, 0.5698402909980532
"""Multiples of these, less their whole parts, are spread evenly over a square however many there are (Roberts 2018, after
the plastic number): no two pieces go the same way."""

FADES_FROM, FADES_UNTIL = 380.0, 720.0
"""How far a piece has come, counted at the pace at which it was let go, when it begins to fade and when it is gone (Å)."""


@dataclass(frozen=True)
class Threading:
    """A folded chain at the mouth of a channel that runs along +x of the frame in which all is given (Å).

    `folded` (n, 3) are its Cα with the residue that is engaged first in the first row; `mouth` (3,) is where the channel
    begins, `cut_at` how far down it chains are cut, `away` how far down it pieces are let go.
    """

    folded: NDArray[np.float64]
    mouth: NDArray[np.float64]
    cut_at: float
    away: float
    seed: int

    @property
    def total(self) -> float:
        """Residue-steps from the first residue's engagement until the last has gone."""
        return len(self.folded) + (self.away + 90.0) / RISE_ANGSTROM

    def engaged(self, share: float) -> float:
        """How many residues have passed the mouth when `share` of the work is done."""
        return share * self.total

    def folded_from(self, share: float) -> int:
        """The first row that is still folded."""
        return int(min(len(self.folded), np.floor(self.engaged(share) + self._bridge(share))))

    def _bridge(self, share: float) -> float:
        """How many residues reach from the fold to the mouth: none at first, one more for each that is engaged."""
        return min(float(BRIDGE_RESIDUES), self.engaged(share))

    def shift(self, share: float) -> NDArray[np.float64]:
        """How far (3,) the folded part is drawn so that the residue next to come stays before the mouth."""
        at = min(self.engaged(share), len(self.folded) - 1.0)
        # A mean over the residues around the one to come: the fold rocks on the pore, it does not jump.
        rows = np.arange(len(self.folded))
        weights = np.exp(-(((rows - at - BRIDGE_RESIDUES) / 9.0) ** 2))
        next_to_come = (self.folded * weights[:, None]).sum(axis=0) / weights.sum()
        settle = smoothstep(self.engaged(share) / 14.0)
        goal = self.mouth - np.array([17.0, 0.0, 0.0]) - next_to_come
        return np.asarray(goal * settle)

    def positions(self, share: float) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Cα of all residues (n, 3) and, for each, the piece it belongs to (−1 while uncut)."""
        engaged = self.engaged(share)
        rows = np.arange(len(self.folded))
        down = (
            engaged - rows
        ) * RISE_ANGSTROM  # how far each residue is beyond the mouth; negative: before it
        fold = self.folded + self.shift(share)
        places = fold.copy()
        strand = self.mouth + np.stack(
            [down, 1.6 * np.sin(0.9 * rows + 0.2 * down), 1.6 * np.cos(0.9 * rows + 0.2 * down)], axis=1
        )
        # The bridge: from where the residue is in the fold to the strand, along a smooth blend.
        blend = smoothstep((down / RISE_ANGSTROM + BRIDGE_RESIDUES) / BRIDGE_RESIDUES)[:, None]
        blend = blend * smoothstep(
            engaged / LOOSENING_RESIDUES
        )  # the loose end is drawn in, it does not leap in
        places = places * (1 - blend) + strand * blend
        pieces = np.full(len(rows), -1, dtype=np.int64)
        for piece in range(-(-len(rows) // PIECE_RESIDUES)):
            members = rows[piece * PIECE_RESIDUES : (piece + 1) * PIECE_RESIDUES]
            beyond = down[members].mean() - self.cut_at
            if beyond > 0:
                pieces[members] = piece
                places[members] = self._piece(piece, len(members), beyond)
        return places, pieces

    def _piece(self, piece: int, size: int, beyond: float) -> NDArray[np.float64]:
        """A cut piece: it curls and tumbles, goes on down the channel and out, and there slows down and wanders aside."""
        random = np.random.default_rng((self.seed, piece))
        turn, drift = random.normal(size=3) * 0.03, random.normal(size=3)
        reach = REACH_ANGSTROM[0] + (REACH_ANGSTROM[1] - REACH_ANGSTROM[0]) * (piece * SPREAD[0] % 1.0)
        aside = ASIDE_ANGSTROM * (2.0 * (piece * SPREAD[1] % 1.0) - 1.0)
        inside, out = min(1.0, beyond / 30.0), self._out(beyond)
        slowed = 1.0 - np.exp(-out / reach)
        # Cut, a piece is no longer held out straight: it curls, and between it and the next there is a gap.
        offsets = (np.arange(size) - (size - 1) / 2)[:, None]
        rise, curl = RISE_ANGSTROM * (1.0 - 0.38 * inside), 1.6 + 2.2 * inside
        straight = np.hstack([-offsets * rise, curl * np.sin(0.9 * offsets), curl * np.cos(0.9 * offsets)])
        turned = straight @ rotation_from_vector(turn * (12.0 * inside + 40.0 * slowed)).T
        along = self.cut_at + min(beyond * PULL, self.away - self.cut_at) + reach * slowed
        turning = 1.0 - np.exp(-((out / TURN_ANGSTROM) ** 2))
        sideways = aside * turning + 3.0 * inside * drift[1] * (1.0 - slowed)
        nearer = 2.0 * inside * drift[2] + 20.0 * slowed
        return np.asarray(turned + self.mouth + np.array([along, sideways, nearer]))

    def _out(self, beyond: float) -> float:
        """How far (Å) a piece has come since it was let go, when it is `beyond` where chains are cut."""
        return max(0.0, beyond * PULL - (self.away - self.cut_at))

    def faded(self, piece: int, share: float) -> float:
        """How far a piece has faded when `share` of the work is done: 0 not yet, 1 wholly."""
        rows = np.arange(len(self.folded))[piece * PIECE_RESIDUES : (piece + 1) * PIECE_RESIDUES]
        out = self._out(float((self.engaged(share) - rows.mean()) * RISE_ANGSTROM - self.cut_at))
        return float(np.clip((out - FADES_FROM) / (FADES_UNTIL - FADES_FROM), 0.0, 1.0))
