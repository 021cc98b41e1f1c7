"""The receptor as the proteasome processes it: folded, in atoms; then an unfolded thread and peptides, schematically."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.receptor import FIRST_HELIX_RESIDUE, receptor_beads
from moa_anim.graphics.colours import rgb
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import (
    BACKBONE_RADIUS_ANGSTROM,
    SIDE_CHAIN_RADIUS_ANGSTROM,
    Beads,
)
from moa_anim.molecule.bodies import Body
from moa_anim.molecule.helix12 import LAST_RESIDUE, helix12_path
from moa_anim.molecule.pose import Pose
from moa_anim.molecule.threading import Threading
from moa_anim.stage.actor import Actor, Glimpse, Part

HELIX_RESIDUES = LAST_RESIDUE - FIRST_HELIX_RESIDUE + 1
"""Residues at the chain's end that have helix 12's colour."""

STRAND_SWELL = 1.35
"""Factor on the radii of the thread's and the peptides' beads, so that a strand one residue wide is visible from the back row
of a lecture hall; the credits say so."""


class ThreadedReceptor(Actor):
    """ERα in its antagonist state. `share` in 0…1 is the progress of its degradation; `pose` is the pose of the fold.

    `mouth` (3,; Å) is where the channel begins; the thread is cut `cut_at` Å and peptides are released `away` Å from it.
    """

    states = ("folded", "threading", "cut")

    def __init__(
        self, pose: Pose, threading_seed: int, mouth: NDArray[np.float64], cut_at: float, away: float
    ) -> None:
        super().__init__()
        self.pose = pose
        self.share = 0.0
        self._trace = helix12_path().at(1.0)
        self._beads = receptor_beads(1.0)
        self._mouth, self._cut_at, self._away, self._seed = mouth, cut_at, away, threading_seed
        self._order = slice(None, None, -1)  # the C-terminus, helix 12's end, is engaged first

    def threading(self) -> Threading:
        """The threading, with the fold at its current pose."""
        folded = self.pose.apply(self._trace.positions)[self._order]
        return Threading(folded, self._mouth, self._cut_at, self._away, self._seed)

    def shift_of(self, row: int) -> NDArray[np.float64]:
        """Displacement (3,; Å) of a residue from its position in the fold; rows count from the end that is engaged first."""
        work = self.threading()
        return np.asarray(work.positions(self.share)[0][row] - work.folded[row])

    def parts(self, seconds: float) -> list[Part]:
        """The remaining fold, the thread and the peptides."""
        work = self.threading()
        places, pieces = work.positions(self.share)
        split = len(places) - (work.folded_from(self.share) if self.share > 0 else 0)
        in_sequence = places[::-1]
        parts = []
        if split > 2:
            beads = self._fold(in_sequence, split)
            helix = self._trace.numbers[beads.residues] >= FIRST_HELIX_RESIDUE
            parts.append(self._part("fold", beads.chosen(~helix), Role.RECEPTOR))
            if helix.any():
                parts.append(self._part("helix12", beads.chosen(helix), Role.HELIX12))
        first = max(0, split - 1) if split < len(places) else split
        for role, begin, end in (
            (Role.RECEPTOR, first, len(places) - HELIX_RESIDUES),
            (Role.HELIX12, max(first, len(places) - HELIX_RESIDUES), len(places)),
        ):
            runs = self._runs(work, pieces[::-1], begin, end)
            for (start, stop), dim in runs:
                thread = self._thread(in_sequence, pieces[::-1], start, stop)
                if len(thread) and dim < 1.0:
                    parts.append(self._part(f"thread of {role} from {start}", thread, role, dim))
        return parts

    def _fold(self, in_sequence: NDArray[np.float64], split: int) -> Beads:
        """The part that is still folded, in atoms: each residue moves with its Cα."""
        beads = self._beads.chosen(self._beads.residues < split)
        moved = in_sequence - self.pose.apply(self._trace.positions)
        return beads.moved(self.pose.apply(beads.positions) + moved[beads.residues])

    def glimpses(self, seconds: float) -> list[Glimpse]:
        """As for any actor; the first has all residues as spots, since parts of one colour separate."""
        seen = super().glimpses(seconds)
        places, _ = self.threading().positions(self.share)
        return [
            replace(each, spots=places if number == 0 else places[:1]) for number, each in enumerate(seen)
        ]

    def _runs(
        self, work: Threading, pieces: NDArray[np.int64], begin: int, end: int
    ) -> list[tuple[tuple[int, int], float]]:
        """Residues `begin`…`end` − 1 as runs (start, stop) of equal dimming, each with that dimming."""
        runs: list[tuple[tuple[int, int], float]] = []
        for row in range(begin, end):
            piece = int(pieces[row])
            dim = max(self.dimmed, work.faded(piece, self.share) if piece >= 0 else 0.0)
            if runs and runs[-1][1] == dim:
                runs[-1] = (runs[-1][0][0], row + 1), dim
            else:
                runs.append(((row, row + 1), dim))
        return runs

    def _part(self, name: str, beads: Beads, role: Role, dim: float | None = None) -> Part:
        dim = self.dimmed if dim is None else dim
        return Part(
            (name, self.share, self.pose.translation.tobytes(), dim), Body(beads, rgb(role), None, dim)
        )

    @staticmethod
    def _thread(places: NDArray[np.float64], pieces: NDArray[np.int64], first: int, end: int) -> Beads:
        """Residues `first`…`end` − 1 of the thread and the peptides, as beads."""
        points, radii = [], []
        for row in range(first, end):
            points.append(places[row])
            radii.append(SIDE_CHAIN_RADIUS_ANGSTROM * STRAND_SWELL)
            if row + 1 < end and pieces[row] == pieces[row + 1]:
                points.append((places[row] + places[row + 1]) / 2)
                radii.append(BACKBONE_RADIUS_ANGSTROM * STRAND_SWELL)
        count = len(points)
        return Beads(
            np.array(points).reshape(-1, 3), np.array(radii), np.zeros(count, dtype=np.int64), np.zeros(count)
        )

    def anchor(self, name: str) -> NDArray[np.float64]:
        """`centre` of the fold, or `mouth` of the channel (3,; Å). Raises KeyError for another name."""
        if name == "mouth":
            return self._mouth
        if name != "centre":
            raise KeyError(f"a threaded receptor has no anchor '{name}'")
        return np.asarray(self.pose.apply(self._trace.positions).mean(axis=0))
