"""The receptor as the proteasome processes it: folded, in atoms; then an unfolded thread and peptides, schematically.

Its disordered C-terminal tail, residues 547–595, is in no structure. It is drawn pale, as a schematic strand, and is what the
proteasome engages first: a proteasome needs a disordered segment to start from (Prakash et al. 2004; PMC8106498).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.receptor import FIRST_HELIX_RESIDUE, FIRST_HINGE_RESIDUE, receptor_beads
from moa_anim.graphics.colours import rgb
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import (
    BACKBONE_RADIUS_ANGSTROM,
    SIDE_CHAIN_RADIUS_ANGSTROM,
    Beads,
)
from moa_anim.molecule.bodies import Body
from moa_anim.molecule.disordered_tail import MODES
from moa_anim.molecule.helix12 import LAST_RESIDUE, helix12_path
from moa_anim.molecule.pose import Pose
from moa_anim.molecule.threading import Threading
from moa_anim.stage.actor import DIM_STEPS, Actor, Glimpse, Part
from moa_anim.stage.noise import drift

HELIX_RESIDUES = LAST_RESIDUE - FIRST_HELIX_RESIDUE + 1
"""Residues at the chain's end that have helix 12's colour."""

STRAND_SWELL = 1.35
"""Factor on the radii of the thread's and the peptides' beads, so that a strand one residue wide is visible from the back row
of a lecture hall; the credits say so."""


LUMPS = (0.72, 0.62)
"""Least radius of a kinked thread's beads, relative to that of an even one, and by how much the largest is larger: its side
chains are of unequal size."""

LUMP_STEP = 0.618034
"""Residue to residue, the fractional part of its multiples says how large a bead is: neighbours are never alike."""

LAST_RESIDUE_OF_ALL = 595
"""Length of human ERα (UniProt P03372)."""

TAIL_RESIDUES = LAST_RESIDUE_OF_ALL - LAST_RESIDUE
"""Residues of the disordered tail after helix 12."""

TAIL_DIM = 0.5
"""Share of paper mixed into the tail, since its shape is schematic."""

TAIL_HERTZ = (0.06, 0.3)
"""Lowest and highest frequency of the tail's thermal motion."""

TAIL_STRAY = 0.28
"""Random part of the directions in which the tail bends, relative to the fixed part."""


class ThreadedReceptor(Actor):
    """ERα in its antagonist state. `share` in 0…1 is the progress of its degradation; `pose` is the pose of the fold.

    `mouth` (3,; Å) is where the channel begins; the thread is cut `cut_at` Å and peptides are released `away` Å from it.

    `cut_depth` (Å towards the viewer from the view's centre) cuts the fold open, as that of `Receptor`; None leaves it uncut.
    With `tail`, the disordered tail is drawn, from helix 12 as far along it as `tail_shown` in 0…1. Its free end is at
    `free_end` (3,; Å from the fold's place) and, as `found` goes from 0 to 1, comes to the mouth. `tail_frame` has in
    its rows the axes of `free_end` and `bends`. With `kinks` (Å) the thread is kinked and lumpy.
    """

    states = ("folded", "threading", "cut")

    def __init__(
        self,
        pose: Pose,
        threading_seed: int,
        mouth: NDArray[np.float64],
        cut_at: float,
        away: float,
        *,
        tail: bool = False,
        kinks: float = 0.0,
    ) -> None:
        super().__init__()
        self.pose, self.kinks = pose, kinks
        self.share = 0.0
        self.cut_depth: float | None = None
        self.tail_residues = TAIL_RESIDUES if tail else 0
        self.tail_shown, self.found = 1.0, 0.0
        self.free_end = np.array([-20.0, 60.0, 20.0])
        self.bends, self.tail_frame = np.zeros((MODES, 3)), np.eye(3)
        self._trace = helix12_path().at(1.0)
        self._beads = receptor_beads(1.0)
        self._mouth, self._cut_at, self._away, self._seed = mouth, cut_at, away, threading_seed
        self._order = slice(None, None, -1)  # the C-terminus, helix 12's end, is engaged first

    def threading(self, seconds: float = 0.0) -> Threading:
        """The threading, with the fold at its current pose; the tail's bends are those at `seconds`."""
        folded = self.pose.apply(self._trace.positions)[self._order]
        stray = drift(self._seed + 3, seconds, 3 * MODES, *TAIL_HERTZ).reshape(MODES, 3)
        return Threading(
            folded,
            self._mouth,
            self._cut_at,
            self._away,
            self._seed,
            self.tail_residues,
            self.pose.translation + self.free_end @ self.tail_frame,
            self.found,
            (self.bends + TAIL_STRAY * stray) @ self.tail_frame,
            self.kinks,
        )

    def shift_of(self, row: int) -> NDArray[np.float64]:
        """Displacement (3,; Å) of a residue from its position in the fold; rows count from helix 12's end of the fold."""
        work = self.threading()
        return np.asarray(work.positions(self.share)[0][work.tail + row] - work.folded[row])

    def fold_shift(self) -> NDArray[np.float64]:
        """Displacement (3,; Å) of what is still folded from `pose`."""
        return self.threading().shift(self.share)

    def parts(self, seconds: float) -> list[Part]:
        """The remaining fold, the thread and the peptides."""
        work = self.threading(seconds)
        places, pieces = work.positions(self.share)
        last = len(work.folded)  # in the sequence the tail comes after the fold
        split = work.rows - (work.folded_from(self.share) if self.share > 0 else work.tail)
        in_sequence = places[::-1]
        parts = []
        if split > 2:
            beads = self._fold(in_sequence[:last], split)
            numbers = self._trace.numbers[beads.residues]
            helix = numbers >= FIRST_HELIX_RESIDUE
            core = ~helix if self.cut_depth is None else numbers < FIRST_HINGE_RESIDUE
            parts.append(self._part("fold", beads.chosen(core), Role.RECEPTOR, cut=self.cut_depth))
            if (uncut := ~core & ~helix).any():
                parts.append(self._part("hinge", beads.chosen(uncut), Role.RECEPTOR))
            if helix.any():
                parts.append(self._part("helix12", beads.chosen(helix), Role.HELIX12))
        first = max(0, split - 1) if split < last else split
        # It is drawn on from helix 12: fading in, it would be a pale shape over the face of the cut.
        drawn = last + round((work.rows - last) * self.tail_shown)
        for role, begin, end, least in (
            (Role.RECEPTOR, first, last - HELIX_RESIDUES, 0.0),
            (Role.HELIX12, max(first, last - HELIX_RESIDUES), last, 0.0),
            (Role.RECEPTOR, last, drawn, round(TAIL_DIM * DIM_STEPS) / DIM_STEPS),
        ):
            runs = self._runs(work, pieces[::-1], begin, end, least)
            for (start, stop), dim in runs:
                thread = self._thread(in_sequence, pieces[::-1], start, stop)
                if len(thread) and dim < 1.0:
                    parts.append(self._part(f"thread of {role} from {start}", thread, role, dim))
        return parts

    def tail_bodies(self, seconds: float = 0.0) -> list[Body]:
        """Return the disordered tail alone, as a picture that is laid over the fold's has it."""
        work = self.threading(seconds)
        places, pieces = work.positions(self.share)
        last = len(work.folded)
        beads = self._thread(places[::-1], pieces[::-1], last, work.rows)
        return [Body(beads, rgb(Role.RECEPTOR), None, TAIL_DIM)]

    def _fold(self, in_sequence: NDArray[np.float64], split: int) -> Beads:
        """The part that is still folded, in atoms: each residue moves with its Cα."""
        beads = self._beads.chosen(self._beads.residues < split)
        moved = in_sequence - self.pose.apply(self._trace.positions)
        return beads.moved(self.pose.apply(beads.positions) + moved[beads.residues])

    def glimpses(self, seconds: float) -> list[Glimpse]:
        """As for any actor; the first has all residues as spots, since parts of one colour separate."""
        seen = super().glimpses(seconds)
        places, _ = self.threading(seconds).positions(self.share)
        return [
            replace(each, spots=places if number == 0 else places[:1]) for number, each in enumerate(seen)
        ]

    def _runs(
        self, work: Threading, pieces: NDArray[np.int64], begin: int, end: int, least: float
    ) -> list[tuple[tuple[int, int], float]]:
        """Residues `begin`…`end` − 1 as runs (start, stop) of equal dimming, `least` or more, each with that dimming."""
        runs: list[tuple[tuple[int, int], float]] = []
        for row in range(begin, end):
            piece = int(pieces[row])
            dim = max(self.dimmed, least, work.faded(piece, self.share) if piece >= 0 else 0.0)
            if runs and runs[-1][1] == dim:
                runs[-1] = (runs[-1][0][0], row + 1), dim
            else:
                runs.append(((row, row + 1), dim))
        return runs

    def _part(
        self, name: str, beads: Beads, role: Role, dim: float | None = None, cut: float | None = None
    ) -> Part:
        dim = self.dimmed if dim is None else dim
        return Part(
            (name, self.share, self.pose.translation.tobytes(), dim, cut), Body(beads, rgb(role), cut, dim)
        )

    def _thread(self, places: NDArray[np.float64], pieces: NDArray[np.int64], first: int, end: int) -> Beads:
        """Residues `first`…`end` − 1 of the thread and the peptides, as beads."""
        points, radii = [], []
        for row in range(first, end):
            points.append(places[row])
            radii.append(SIDE_CHAIN_RADIUS_ANGSTROM * STRAND_SWELL * self._lump(row))
            if row + 1 < end and pieces[row] == pieces[row + 1]:
                points.append((places[row] + places[row + 1]) / 2)
                radii.append(BACKBONE_RADIUS_ANGSTROM * STRAND_SWELL)
        count = len(points)
        return Beads(
            np.array(points).reshape(-1, 3), np.array(radii), np.zeros(count, dtype=np.int64), np.zeros(count)
        )

    def _lump(self, row: int) -> float:
        """Return the factor on the radius of a residue's bead."""
        least, more = LUMPS
        return least + more * (row * LUMP_STEP % 1.0) if self.kinks else 1.0

    def anchor(self, name: str) -> NDArray[np.float64]:
        """`centre` of the fold, `mouth` of the channel, middle of the `tail` (3,; Å). Raises KeyError for another name."""
        if name == "mouth":
            return self._mouth
        if name == "tail" and self.tail_residues:
            return np.asarray(self.threading().positions(self.share)[0][self.tail_residues // 2])
        if name != "centre":
            raise KeyError(f"a threaded receptor has no anchor '{name}'")
        return np.asarray(self.pose.apply(self._trace.positions).mean(axis=0))
