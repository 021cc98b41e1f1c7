"""The receptor's chain drawn into the proteasome: unfolded residue by residue, threaded, cut, its pieces let go.

Nothing of this is measured: it is a schematic motion of a measured chain. Each residue's place is a function of the share
of the work that is done, so that any frame can be drawn alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moa_anim.molecule.pose import rotation_from_vector

RISE_ANGSTROM = 3.4
"""From residue to residue along an extended chain (β-strand rise 3.2–3.4 Å)."""

PIECE_RESIDUES = 9
"""Peptides leave the proteasome 3–22 residues long, 7–9 on average (Kisselev et al. 1999)."""

BRIDGE_RESIDUES, LOOSENING_RESIDUES = 7, 14.0
"""Residues that reach from the folded part to the mouth; how many steps it takes until they do."""


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
        settle = min(1.0, self.engaged(share) / 14.0)
        settle = settle * settle * (3 - 2 * settle)
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
        blend = np.clip((down / RISE_ANGSTROM + BRIDGE_RESIDUES) / BRIDGE_RESIDUES, 0.0, 1.0)[:, None]
        started = min(1.0, engaged / LOOSENING_RESIDUES)  # the loose end is drawn in, it does not leap in
        blend = blend * blend * (3 - 2 * blend) * started * started * (3 - 2 * started)
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
        """A cut piece: it tumbles in the chamber, then goes on down the channel and out, and spreads."""
        random = np.random.default_rng((self.seed, piece))
        drift, turn = random.normal(size=3), random.normal(size=3) * 0.028
        offsets = (np.arange(size) - (size - 1) / 2)[:, None]
        straight = np.hstack(
            [-offsets * RISE_ANGSTROM, 1.6 * np.sin(0.9 * offsets), 1.6 * np.cos(0.9 * offsets)]
        )
        inside = min(1.0, beyond / 30.0)
        out = max(0.0, beyond - (self.away - self.cut_at)) / 60.0
        turned = straight @ rotation_from_vector(turn * (min(beyond, 30.0) * 0.4 + 60.0 * out)).T
        centre = self.mouth + np.array([self.cut_at + beyond, 0.0, 0.0])
        spread = np.array([10.0 * out, 46.0 * out * drift[1], 30.0 * out * drift[2]])
        wobble = inside * np.array([0.0, 3.0 * drift[1], 3.0 * drift[2]]) * (1.0 if out > 0 else 0.6)
        return np.asarray(turned + centre + spread + wobble)
