"""RNA growing out of a polymerase: a schematic strand, credited as such."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.rigid_bodies import RigidBody
from moa_anim.graphics.colours import rgb
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import Beads
from moa_anim.molecule.bodies import Body
from moa_anim.molecule.chromatin import OUTLET_ANGSTROM
from moa_anim.stage.actor import Actor, Part
from moa_anim.stage.noise import drift

NUCLEOTIDES = 18
"""Nucleotides of the strand at its full length."""

NUCLEOTIDE_SPACING_ANGSTROM = 6.0
"""Distance between nucleotides; phosphates of a stretched single strand are 6–7 Å apart."""

NUCLEOTIDE_RADIUS_ANGSTROM = 3.4
"""Radius of a nucleotide's bead."""

LINK_RADIUS_ANGSTROM = 2.4
"""Radius of the bead between two nucleotides."""

SAMPLES_PER_NUCLEOTIDE = 20
"""Points of the strand's curve for each nucleotide."""

SHORTEST_DRAWN_LENGTH = 0.02
"""A shorter strand is not drawn: it is still inside the polymerase."""

HEADING_RADIANS = 1.7
"""Direction in which the strand leaves: up and a little to the left, between the polymerase and the receptors."""

TURN_RADIANS = 0.1
"""Change of the direction over the entire length."""

WAVE_RADIANS = 0.8
"""Amplitude of the sideways wave in the direction."""

WAVE_COUNT = 1.8
"""Periods of that wave over the entire length."""

TOWARDS_VIEWER_SHARE = 0.6
"""Component of a step towards the viewer at the exit: the strand passes in front of the polymerase."""


class RnaStrand(Actor):
    """A strand that emerges from the polymerase `reader`, its 5′ end first. `length` in 0…1 is a share of NUCLEOTIDES."""

    def __init__(self, reader: RigidBody, *, seed: int) -> None:
        super().__init__()
        self._reader, self.seed = reader, seed
        self.length = 0.0
        self._phase = float(np.random.default_rng(seed).uniform(-0.6, 0.6))

    def _strand(self, seconds: float) -> NDArray[np.float64]:
        """Positions of the nucleotides (n, 3; Å) from the free end back to the polymerase."""
        full_length = NUCLEOTIDES * NUCLEOTIDE_SPACING_ANGSTROM
        fine = np.linspace(0.0, 1.0, SAMPLES_PER_NUCLEOTIDE * NUCLEOTIDES + 1)
        sway = 0.3 * float(drift(self.seed, seconds, 1, 0.1, 0.4)[0])
        wave = WAVE_RADIANS * np.sin(2 * np.pi * WAVE_COUNT * fine + self._phase)
        heading = HEADING_RADIANS + TURN_RADIANS * fine + wave + sway * fine
        nearing = TOWARDS_VIEWER_SHARE * (1.0 - fine) + 0.3 * np.cos(2 * np.pi * WAVE_COUNT * fine)
        steps = np.stack([np.cos(heading), np.sin(heading), nearing], axis=1)
        steps *= (full_length / (len(fine) - 1)) / np.linalg.norm(steps, axis=1, keepdims=True)
        curve = np.vstack([np.zeros((1, 3)), np.cumsum(steps[1:], axis=0)])
        root = self._reader.pose.translation + OUTLET_ANGSTROM
        # The strand slides along its own curve: nucleotides are added inside the polymerase and push the others outwards.
        at = np.arange(self.length * full_length, 0.0, -NUCLEOTIDE_SPACING_ANGSTROM) / full_length
        if not len(at):
            at = np.zeros(1)
        return np.asarray(root + np.stack([np.interp(at, fine, column) for column in curve.T], axis=1))

    def parts(self, seconds: float) -> list[Part]:
        """The strand as beads; nothing while it is shorter than SHORTEST_DRAWN_LENGTH."""
        if self.length < SHORTEST_DRAWN_LENGTH:
            return []
        places = self._strand(seconds)
        between = (places[1:] + places[:-1]) / 2
        everything = np.vstack([places, between])
        count = len(everything)
        radii = np.concatenate(
            [np.full(len(places), NUCLEOTIDE_RADIUS_ANGSTROM), np.full(len(between), LINK_RADIUS_ANGSTROM)]
        )
        beads = Beads(everything, radii, np.zeros(count, dtype=np.int64), np.zeros(count))
        return [Part(("rna", places.tobytes(), self.dimmed), Body(beads, rgb(Role.RNA), None, self.dimmed))]

    def end(self) -> NDArray[np.float64]:
        """The strand's free end (3,; Å), swaying left out."""
        return np.asarray(self._strand(0.0)[0])

    def middle(self) -> NDArray[np.float64]:
        """The strand's middle (3,; Å), swaying left out."""
        strand = self._strand(0.0)
        return np.asarray(strand[len(strand) // 2])

    def anchor(self, name: str) -> NDArray[np.float64]:
        """`end`: the free end (3,; Å). Raises KeyError for another name."""
        if name != "end":
            raise KeyError(f"an RNA strand has no anchor '{name}'")
        return self.end()
