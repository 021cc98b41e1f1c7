"""The receptor: ERα's ligand-binding domain, with helix 12 moving between its measured states."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.colours import rgb, tinted
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import Beads, beads_of_trace
from moa_anim.molecule.easing import smoothstep
from moa_anim.molecule.helix12 import (
    ANTAGONIST,
    CLOSED,
    LOOSE_FROM,
    LOOSE_TO,
    STEPS,
    helix12_path,
)
from moa_anim.molecule.pose import rotation_about
from moa_anim.molecule.shading import Body
from moa_anim.molecule.structure import Trace, receptor_tables
from moa_anim.stage.actor import Actor, Part
from moa_anim.stage.motion import Motion
from moa_anim.stage.noise import drift

HELIX12_PLACES = {
    "agonist": CLOSED,
    "open": 0.4,
    "loose": (LOOSE_FROM + LOOSE_TO) / 2,
    "aside": 0.65,
    "antagonist": ANTAGONIST,
}
"""Where helix 12 stands on its path in each state. At "open" and "aside" it is loose and leaves the pocket's mouth widest:
its beads keep 3.5 Å from the atoms of estradiol that passes, 3.3 Å from elacestrant's."""

STEPS_PER_PATH = 5 * STEPS
"""Places are rounded to 1/1000 of the path (about 0.05 Å), so that pictures can be reused."""

FIRST_HELIX_RESIDUE = 536
"""First residue in helix 12's colour: the helix and the turn before it."""

FIRST_HINGE_RESIDUE = 527
"""First residue that is drawn with the moving part; the chain is loose from 529."""

UNCUT_DEPTH_ANGSTROM = 34.0
"""A cut this far towards the viewer removes nothing: the domain's largest radius is 33.4 Å."""

STRAY_RAMP_SHARE = 0.15
"""Share of the path, from either end of the loose places inwards, over which helix 12's straying grows to its full size."""

WANDER_HERTZ = (0.10, 0.45)
"""Lowest and highest frequency of helix 12's wandering."""

CLOSE_VIEW = rotation_about((0, 1, 0), -48)
"""From the front right of the tables' frame: helix 12's face and the pocket are visible, and its turn is 120° in view."""


CUT_DEPTH_ANGSTROM = 6.0
"""The pocket is cut open this far in front of the middle: ligands lie behind the cut, helix 12 in front of it."""


MUTATIONS = {537: "S", 538: "G"}
"""Y537S and D538G, at the start of helix 12 (Fanning et al., eLife 2016, 12792). A tumor's receptor has one of the two;
both are marked at once so that both places are visible."""


@cache
def pocket_atoms() -> NDArray[np.float64]:
    """Atoms (n, 3; Å) of all ligands that the pocket is carved for, in the receptor's own frame."""
    ligands = receptor_tables().ligands
    return np.vstack([ligand.positions for ligand in ligands.values()])


def mutated(trace: Trace) -> Trace:
    """Return the same chain with the mutants' smaller side chains: S for Y at 537, G for D at 538.

    The backbone stays the measured wild-type one (with hormone bound, the mutants' is alike; credited as a model).
    """
    pairs = zip(trace.numbers.tolist(), trace.letters, strict=True)
    return Trace(
        trace.numbers, "".join(MUTATIONS.get(number, letter) for number, letter in pairs), trace.positions
    )


@cache
def _beads(step: int, mutant: bool) -> Beads:
    trace = helix12_path().at(step / STEPS_PER_PATH)
    return beads_of_trace(mutated(trace) if mutant else trace, pocket_atoms())


def receptor_beads(place: float, *, mutant: bool = False) -> Beads:
    """Return the receptor's beads with helix 12 at `place` on its path, rounded to STEPS_PER_PATH."""
    return _beads(round(place * STEPS_PER_PATH), mutant)


def coloured(beads: Beads, numbers: NDArray[np.int64], *, mutant: bool = False) -> list[tuple[Beads, Role]]:
    """Split a receptor's beads by colour: body, helix 12 and, for a mutant, the two mutated residues.

    `numbers` (n,) are the residue numbers of the beads.
    """
    helix = numbers >= FIRST_HELIX_RESIDUE
    marked = np.isin(numbers, list(MUTATIONS)) & mutant
    shape = [(beads.chosen(~helix), Role.RECEPTOR), (beads.chosen(helix & ~marked), Role.HELIX12)]
    return [*shape, (beads.chosen(marked), Role.MUTATION)] if mutant else shape


def receptor_shape(place: float, *, mutant: bool = False) -> list[tuple[Beads, Role]]:
    """Return the receptor by colour, with helix 12 at `place` on its path; a mutant's two residues have a third colour."""
    beads = receptor_beads(place, mutant=mutant)
    return coloured(beads, helix12_path().numbers[beads.residues], mutant=mutant)


class Receptor(Actor):
    """ERα. `place` is where helix 12 stands on its path (0 closed, 1 antagonist), `wander` how far it strays about it.

    A `mutant` has the side chains of Y537S and D538G; `mutation` in 0…1 is how far these two residues are marked.
    `cut_depth` (Å towards the viewer) cuts the body open; `helix_dim` in 0…1 mixes helix 12 with paper.
    """

    states = ("agonist", "open", "loose", "aside", "antagonist")

    def __init__(self, state: str = "agonist", *, seed: int = 0, mutant: bool = False) -> None:
        super().__init__()
        self.mutant = mutant
        self.mutation = 0.0
        self.place: float = HELIX12_PLACES[self.require_state(state)]
        self.wander = 0.0
        self.seed = seed
        self.cut_depth = UNCUT_DEPTH_ANGSTROM
        self.helix_dim = 0.0

    def place_at(self, seconds: float) -> float:
        """Where helix 12 stands at `seconds`, wandering included, rounded to STEPS_PER_PATH."""
        inside = min(self.place - LOOSE_FROM, LOOSE_TO - self.place) / STRAY_RAMP_SHARE
        place = self.place
        if self.wander > 0.0 and inside > 0.0:
            # It strays the more the further it is inside the loose places, and never out of them.
            stray = self.wander * float(drift(self.seed, seconds, 1, *WANDER_HERTZ)[0])
            place = min(max(place + stray * smoothstep(inside), LOOSE_FROM), LOOSE_TO)
        return round(place * STEPS_PER_PATH) / STEPS_PER_PATH

    def trace(self, seconds: float) -> Trace:
        """The Cα trace at `seconds`."""
        trace = helix12_path().at(self.place_at(seconds))
        return mutated(trace) if self.mutant else trace

    def parts(self, seconds: float) -> list[Part]:
        """The core, still while helix 12 is loose; the moving hinge and helix 12; a mutant's two residues."""
        place = self.place_at(seconds)
        beads = receptor_beads(place, mutant=self.mutant)
        numbers = helix12_path().numbers[beads.residues]
        blue, orange = rgb(Role.RECEPTOR), rgb(Role.HELIX12)
        core = Body(beads.chosen(numbers < FIRST_HINGE_RESIDUE), blue, self.cut_depth, self.dimmed)
        hinge_rows = (numbers >= FIRST_HINGE_RESIDUE) & (numbers < FIRST_HELIX_RESIDUE)
        hinge = Body(beads.chosen(hinge_rows), blue, None, self.dimmed)
        marked = np.isin(numbers, list(MUTATIONS)) & self.mutant
        helix = Body(beads.chosen((numbers >= FIRST_HELIX_RESIDUE) & ~marked), orange, None, self.helix_dim)
        settling = max(place, LOOSE_TO)  # up to there the core is the agonist's
        parts = [
            Part(("core", settling, self.cut_depth, self.dimmed), core, still=True),
            Part(("hinge", place, self.dimmed), hinge),
            Part(("helix12", place, self.helix_dim, self.mutant), helix),
        ]
        if self.mutant:
            colour = tinted(Role.HELIX12, self.mutation, Role.MUTATION)
            dim = self.helix_dim * (1.0 - self.mutation)
            mark = Body(beads.chosen(marked), colour, None, dim)
            parts.append(Part(("mutation", place, self.mutation, dim), mark))
        return parts

    def anchor(self, name: str) -> NDArray[np.float64]:
        """Place (3,; Å) of `helix12`, `pocket`, `groove`, `core`, or of a residue's Cα by number, such as `467`.

        Helix 12's wandering is left out. Raises KeyError for another name.
        """
        trace = helix12_path().at(round(self.place * STEPS_PER_PATH) / STEPS_PER_PATH)
        if name == "helix12":
            return np.asarray(trace.part(538, 544).positions.mean(axis=0))
        if name == "pocket":
            return np.asarray(pocket_atoms().mean(axis=0))
        if name == "groove":
            return np.asarray(receptor_tables().coactivator.positions.mean(axis=0))
        if name == "core":
            return np.asarray(trace.part(311, 525).positions.mean(axis=0))
        if name.isdigit():
            return np.asarray(trace.positions[trace.rows(int(name), int(name))[0]])
        raise KeyError(f"a receptor has no anchor '{name}'")


class Swing(Motion):
    """Helix 12 moves to another place on its path, given as a state or a number."""

    def __init__(
        self, receptor: Receptor, to: str | float, *, wander: float | None = None, **kwargs: object
    ) -> None:
        super().__init__(receptor, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        self._receptor = receptor
        self._to = HELIX12_PLACES[receptor.require_state(to)] if isinstance(to, str) else to
        self._wander = wander
        self._from = (receptor.place, receptor.wander)

    def start(self) -> None:
        """Record place and wandering."""
        self._from = (self._receptor.place, self._receptor.wander)

    def move(self, share: float) -> None:
        """Move helix 12; its wandering changes in proportion."""
        place, wander = self._from
        self._receptor.place = place + (self._to - place) * share
        if self._wander is not None:
            self._receptor.wander = wander + (self._wander - wander) * share
