"""The receptor: ERα's ligand-binding domain, its helix 12 on its way between the measured states."""

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

PLACES = {
    "agonist": CLOSED,
    "open": 0.4,
    "loose": (LOOSE_FROM + LOOSE_TO) / 2,
    "aside": 0.65,
    "antagonist": ANTAGONIST,
}
"""Where on its way helix 12 stands in each state; at "open" and "aside" it is loose and
leaves the pocket's mouth widest (its beads keep 3.5 Å from the atoms of estradiol that passes, 3.3 Å from elacestrant's)."""

FINENESS = 5 * STEPS
"""Places are taken to the nearest 1/1000 of the way (0.05 Å or so), so that a picture can be used again."""

FIRST_HELIX_RESIDUE, FIRST_HINGE_RESIDUE = 536, 527
"""Drawn orange from 536 (the helix and its first turn), loose from 529."""

WHOLE = 34.0
"""A cut this far (Å) towards the viewer takes nothing off: the domain's largest radius is 33.4 Å."""

STRAY_ROOM = 0.15
"""How far inside the loose places (share of the way) helix 12 strays its full measure: it starts and stops gently."""

WANDER_HERTZ = (0.10, 0.45)

CLOSE_VIEW = rotation_about((0, 1, 0), -48)
"""From the front right of the tables' frame: helix 12's face and the pocket are both seen, and its turn is 120° in view."""


CUT_DEPTH = 6.0
"""The pocket is cut open this far (Å) before the middle: ligands lie behind it, helix 12 before it."""


MUTATIONS = {537: "S", 538: "G"}
"""Y537S and D538G, at the start of helix 12 (Fanning et al., eLife 2016, 12792). A tumor's receptor has one of the two;
both are marked at once so that both places are seen."""


@cache
def pocket_atoms() -> NDArray[np.float64]:
    """The atoms (n, 3; Å) of all ligands that the pocket is carved for, in the receptor's own frame."""
    ligands = receptor_tables().ligands
    return np.vstack([ligand.positions for ligand in ligands.values()])


def mutated(trace: Trace) -> Trace:
    """The same chain with the mutants' letters, whose side chains are smaller: S for Y at 537, G for D at 538.

    The backbone stays the measured one of the wild type (with hormone that of the mutants is alike; credited as a model).
    """
    pairs = zip(trace.numbers.tolist(), trace.letters, strict=True)
    return Trace(
        trace.numbers, "".join(MUTATIONS.get(number, letter) for number, letter in pairs), trace.positions
    )


@cache
def _beads(step: int, mutant: bool) -> Beads:
    trace = helix12_path().at(step / FINENESS)
    return beads_of_trace(mutated(trace) if mutant else trace, pocket_atoms())


def receptor_beads(place: float, *, mutant: bool = False) -> Beads:
    """The receptor's beads with helix 12 at a place on its way, to the nearest step that is drawn."""
    return _beads(round(place * FINENESS), mutant)


def coloured(beads: Beads, numbers: NDArray[np.int64], *, mutant: bool = False) -> list[tuple[Beads, Role]]:
    """Beads of a receptor, each with its residue's number (n,), by colour: body, helix 12, and a mutant's two residues."""
    helix = numbers >= FIRST_HELIX_RESIDUE
    marked = np.isin(numbers, list(MUTATIONS)) & mutant
    shape = [(beads.chosen(~helix), Role.RECEPTOR), (beads.chosen(helix & ~marked), Role.HELIX12)]
    return [*shape, (beads.chosen(marked), Role.MUTATION)] if mutant else shape


def receptor_shape(place: float, *, mutant: bool = False) -> list[tuple[Beads, Role]]:
    """The receptor with helix 12 at a place on its way, in its two colours; a mutant's two residues in a third."""
    beads = receptor_beads(place, mutant=mutant)
    return coloured(beads, helix12_path().numbers[beads.residues], mutant=mutant)


class Receptor(Actor):
    """ERα. `place` is where helix 12 stands on its way; `wander` how far it strays about that place as it trembles.

    A `mutant` has the side chains of Y537S and D538G; `mutation` in 0…1 is how far these two residues are marked.
    """

    states = ("agonist", "open", "loose", "aside", "antagonist")

    def __init__(self, state: str = "agonist", *, seed: int = 0, mutant: bool = False) -> None:
        super().__init__()
        self.mutant = mutant
        self.mutation = 0.0
        self.place: float = PLACES[self.require_state(state)]
        self.wander = 0.0
        self.seed = seed
        self.cut_depth = WHOLE
        self.helix_dim = 0.0

    def place_at(self, seconds: float) -> float:
        """Where helix 12 stands at a moment, its wandering included, to the nearest step that is drawn."""
        inside = min(self.place - LOOSE_FROM, LOOSE_TO - self.place) / STRAY_ROOM
        place = self.place
        if self.wander > 0.0 and inside > 0.0:
            # It strays the more the further it is inside the loose places, and never out of them.
            stray = self.wander * float(drift(self.seed, seconds, 1, *WANDER_HERTZ)[0])
            place = min(max(place + stray * smoothstep(inside), LOOSE_FROM), LOOSE_TO)
        return round(place * FINENESS) / FINENESS

    def trace(self, seconds: float) -> Trace:
        """The Cα trace at a moment."""
        trace = helix12_path().at(self.place_at(seconds))
        return mutated(trace) if self.mutant else trace

    def parts(self, seconds: float) -> list[Part]:
        """The core, still while helix 12 is loose; the hinge and the helix, moving; a mutant's two residues by themselves."""
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
        """`helix12`, `pocket`, `groove`, `core`; or a residue by number, such as `467`: its Cα with helix 12 as placed."""
        trace = helix12_path().at(round(self.place * FINENESS) / FINENESS)
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
    """Helix 12 goes to another place on its way, by state or by number."""

    def __init__(
        self, receptor: Receptor, to: str | float, *, wander: float | None = None, **kwargs: object
    ) -> None:
        super().__init__(receptor, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        self._receptor = receptor
        self._to = PLACES[receptor.require_state(to)] if isinstance(to, str) else to
        self._wander = wander
        self._from = (receptor.place, receptor.wander)

    def start(self) -> None:
        """Note the place."""
        self._from = (self._receptor.place, self._receptor.wander)

    def move(self, share: float) -> None:
        """Carry helix 12 on; its wandering grows or dies down as it goes."""
        place, wander = self._from
        self._receptor.place = place + (self._to - place) * share
        if self._wander is not None:
            self._receptor.wander = wander + (self._wander - wander) * share
