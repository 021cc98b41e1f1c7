"""RNA as it grows from a polymerase: a schematic strand, credited as one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moa_anim.model.palette import Role
from moa_anim.molecule.beads import Beads
from moa_anim.molecule.shading import Body
from moa_anim.stage.cast.actor import Actor, Part
from moa_anim.stage.cast.bodies import RigidBody
from moa_anim.stage.direction import rgb
from moa_anim.stage.noise import drift

NUCLEOTIDES = 20
SPACING_ANGSTROM, RADIUS_ANGSTROM = 6.0, 3.4
"""Between phosphates of a stretched single strand 6–7 Å; a nucleotide about 3.4 Å in radius."""


class Transcript(Actor):
    """A strand that hangs from `reader`. `length` in 0…1 of NUCLEOTIDES."""

    def __init__(self, reader: RigidBody, *, seed: int) -> None:
        super().__init__()
        self._reader, self.seed = reader, seed
        self.length = 0.0
        random = np.random.default_rng(seed)
        self._bend = np.cumsum(random.normal(0.0, 0.20, NUCLEOTIDES))

    def _strand(self, seconds: float) -> NDArray[np.float64]:
        count = max(1, round(self.length * NUCLEOTIDES))
        sway = 0.25 * float(drift(self.seed, seconds, 1, 0.1, 0.4)[0])
        # Up and to the left, away from where the polymerase runs; each nucleotide bends the strand a little.
        heading = 2.3 + self._bend[:count] + sway * np.arange(count) / NUCLEOTIDES
        steps = SPACING_ANGSTROM * np.stack(
            [np.cos(heading), np.sin(heading), 0.25 * np.sin(2 * heading)], axis=1
        )
        # The youngest nucleotide is at the polymerase: the strand grows from its root.
        root = self._reader.pose.translation + np.array([-6.0, 12.0, 22.0])
        return np.asarray(root + np.cumsum(steps, axis=0))

    def parts(self, seconds: float) -> list[Part]:
        """The strand as beads, when there is any."""
        if self.length * NUCLEOTIDES < 3.0:  # less would be a button on the polymerase
            return []
        places = self._strand(seconds)
        between = (places[1:] + places[:-1]) / 2
        everything = np.vstack([places, between])
        count = len(everything)
        radii = np.concatenate([np.full(len(places), RADIUS_ANGSTROM), np.full(len(between), 2.4)])
        beads = Beads(everything, radii, np.zeros(count, dtype=np.int64), np.zeros(count))
        return [Part(("transcript", places.tobytes()), Body(beads, rgb(Role.DNA), None, self.dim))]

    def end(self) -> NDArray[np.float64]:
        """The strand's free end (3,), swaying left out."""
        return np.asarray(self._strand(0.0)[-1])

    def middle(self) -> NDArray[np.float64]:
        """The strand's middle (3,), swaying left out."""
        strand = self._strand(0.0)
        return np.asarray(strand[len(strand) // 2])

    def anchor(self, name: str) -> NDArray[np.float64]:
        """`end`."""
        if name != "end":
            raise KeyError(f"a transcript has no anchor '{name}'")
        return self.end()
