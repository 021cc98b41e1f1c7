"""RNA as it grows from a polymerase: a schematic strand, credited as one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.rigid_bodies import RigidBody
from moa_anim.graphics.colours import rgb
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import Beads
from moa_anim.molecule.shading import Body
from moa_anim.stage.actor import Actor, Part
from moa_anim.stage.noise import drift

NUCLEOTIDES = 18
SPACING_ANGSTROM, RADIUS_ANGSTROM = 6.0, 3.4
"""Between phosphates of a stretched single strand 6–7 Å; a nucleotide about 3.4 Å in radius."""

OUTLET_ANGSTROM = (-6.0, 12.0, 22.0)
"""Where the strand begins, from the reader's origin."""

LEAST_LENGTH = 0.02
"""Less of it is not drawn: it is inside the polymerase."""

HEADING, TURN, WAVE, WAVES = 2.2, 0.45, 0.8, 1.8
"""Radians: up and to the left, away from where the polymerase runs, and over the receptors that stand there; how far it waves
to both sides, and how often over its length."""

TOWARDS_VIEWER = 0.6
"""Of a step, as it leaves the polymerase: it passes before the polymerase's shoulder."""


class RnaStrand(Actor):
    """A strand that comes out of `reader`, its first end ahead. `length` in 0…1 of NUCLEOTIDES."""

    def __init__(self, reader: RigidBody, *, seed: int) -> None:
        super().__init__()
        self._reader, self.seed = reader, seed
        self.length = 0.0
        self._phase = float(np.random.default_rng(seed).uniform(-0.6, 0.6))

    def _strand(self, seconds: float) -> NDArray[np.float64]:
        """The nucleotides (n, 3) from the free end back to the polymerase."""
        whole = NUCLEOTIDES * SPACING_ANGSTROM
        fine = np.linspace(0.0, 1.0, 20 * NUCLEOTIDES + 1)
        sway = 0.3 * float(drift(self.seed, seconds, 1, 0.1, 0.4)[0])
        wave = WAVE * np.sin(2 * np.pi * WAVES * fine + self._phase)
        heading = HEADING + TURN * fine + wave + sway * fine
        nearing = TOWARDS_VIEWER * (1.0 - fine) + 0.3 * np.cos(2 * np.pi * WAVES * fine)
        steps = np.stack([np.cos(heading), np.sin(heading), nearing], axis=1)
        steps *= (whole / (len(fine) - 1)) / np.linalg.norm(steps, axis=1, keepdims=True)
        curve = np.vstack([np.zeros((1, 3)), np.cumsum(steps[1:], axis=0)])
        root = self._reader.pose.translation + np.array(OUTLET_ANGSTROM)
        # It slides out along its own way: a nucleotide is added inside the polymerase, and pushes on those before it.
        at = np.arange(self.length * whole, 0.0, -SPACING_ANGSTROM) / whole
        if not len(at):
            at = np.zeros(1)
        return np.asarray(root + np.stack([np.interp(at, fine, column) for column in curve.T], axis=1))

    def parts(self, seconds: float) -> list[Part]:
        """The strand as beads, when there is any."""
        if self.length < LEAST_LENGTH:
            return []
        places = self._strand(seconds)
        between = (places[1:] + places[:-1]) / 2
        everything = np.vstack([places, between])
        count = len(everything)
        radii = np.concatenate([np.full(len(places), RADIUS_ANGSTROM), np.full(len(between), 2.4)])
        beads = Beads(everything, radii, np.zeros(count, dtype=np.int64), np.zeros(count))
        return [
            Part(("transcript", places.tobytes(), self.dimmed), Body(beads, rgb(Role.RNA), None, self.dimmed))
        ]

    def end(self) -> NDArray[np.float64]:
        """The strand's free end (3,), swaying left out."""
        return np.asarray(self._strand(0.0)[0])

    def middle(self) -> NDArray[np.float64]:
        """The strand's middle (3,), swaying left out."""
        strand = self._strand(0.0)
        return np.asarray(strand[len(strand) // 2])

    def anchor(self, name: str) -> NDArray[np.float64]:
        """`end`."""
        if name != "end":
            raise KeyError(f"a transcript has no anchor '{name}'")
        return self.end()
