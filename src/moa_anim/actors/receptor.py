"""The receptor: ERα's ligand-binding domain, with helix 12 moving between its measured states."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.colours import rgb, tinted
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import UNITED_RADII_ANGSTROM, Beads, beads_of_atoms
from moa_anim.molecule.bodies import Body
from moa_anim.molecule.easing import smoothstep
from moa_anim.molecule.film_mutants import mutations
from moa_anim.molecule.giving_way import turn_side_chains
from moa_anim.molecule.helix12 import (
    ANTAGONIST,
    CLOSED,
    HINGE,
    LOOSE_FROM,
    LOOSE_TO,
    STEPS,
    helix12_path,
)
from moa_anim.molecule.ligand_paths import OPEN_AT, opening
from moa_anim.molecule.mutant_path import mutant_positions
from moa_anim.molecule.pose import rotation_about
from moa_anim.molecule.receptor_atoms import receptor_atoms, state_positions, without_side_chains
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
"""Position of helix 12 on its path (0…1) in each state. At "open" and "aside" the pocket's mouth is widest."""

STEPS_PER_PATH = 5 * STEPS
"""Helix 12's position is rounded to 1/1000 of the path (about 0.05 Å), so that pictures can be reused."""

FIRST_HELIX_RESIDUE = 536
"""First residue in helix 12's colour: the helix and the turn before it."""

FIRST_HINGE_RESIDUE = HINGE[0]
"""First residue that is drawn with the moving part."""

ANCHOR_HELIX12_RESIDUES = (538, 544)
"""First and last residue of helix 12's rigid part; their mean Cα position is the anchor `helix12`."""

ANCHOR_CORE_RESIDUES = (311, 525)
"""First and last residue before the hinge that all tables have; their mean Cα position is the anchor `core`."""

UNCUT_DEPTH_ANGSTROM = 34.0
"""A cut plane this far towards the viewer removes nothing: the domain's largest radius is 33.4 Å."""

STRAY_RAMP_SHARE = 0.15
"""Share of the path, from either end of the loose range inwards, over which the random motion grows to its full amplitude."""

WANDER_HERTZ = (0.10, 0.45)
"""Lowest and highest frequency of helix 12's random motion."""

CLOSE_VIEW = rotation_about((0, 1, 0), -48)
"""View from the front right of the tables' frame: helix 12's face, the pocket and helix 12's rotation are visible."""

CLOSE_CENTRE = (3.0, -1.0, 0.0)
"""Point of the stage frame (Å) at the middle of that view."""

CUT_DEPTH_ANGSTROM = 6.0
"""The cut plane that opens the pocket is this far in front of the centre: ligands lie behind it, helix 12 in front of it."""

TYROSINE_RESIDUE = 537
"""The tyrosine that Y537S replaces."""

SERINE_BOND_ANGSTROM = 1.42
"""Length of the bond from Cβ to Oγ of serine."""

MAX_CACHED_BEADS = 64
"""Largest number of bead sets cached in memory (about 100 kB each); the least recently used one is dropped."""


@cache
def pocket_atoms() -> NDArray[np.float64]:
    """Heavy atoms (n, 3; Å) of all ligands measured in the pocket, in the receptor's own frame."""
    ligands = receptor_tables().ligands
    return np.vstack([ligand.positions for ligand in ligands.values()])


def mutated(trace: Trace) -> Trace:
    """Return the trace with the one-letter codes of the film's mutants, such as S for Y at 537. Positions are unchanged."""
    codes = mutations()
    pairs = zip(trace.numbers.tolist(), trace.letters, strict=True)
    return Trace(
        trace.numbers, "".join(codes.get(number, letter) for number, letter in pairs), trace.positions
    )


def mutant_beads(beads: Beads) -> Beads:
    """Return the beads of the wild type's atoms with the side chains of the film's mutants.

    Tyrosine 537 loses all side-chain atoms but Cβ and Cγ, which becomes serine's oxygen; aspartate 538 loses its side chain.
    All other atoms are unchanged.
    """
    atoms = receptor_atoms().atoms
    lost = ~without_side_chains(list(mutations()))
    tyrosine = {
        str(atoms.names[row]): int(row) for row in np.flatnonzero(atoms.residue_numbers == TYROSINE_RESIDUE)
    }
    beta, oxygen = tyrosine["CB"], tyrosine["CG"]
    if TYROSINE_RESIDUE not in mutations():
        return beads.chosen(~lost)
    lost[[beta, oxygen]] = False
    positions, radii = beads.positions.copy(), beads.radii.copy()
    bond = positions[oxygen] - positions[beta]
    positions[oxygen] = positions[beta] + bond / np.linalg.norm(bond) * SERINE_BOND_ANGSTROM
    radii[oxygen] = UNITED_RADII_ANGSTROM["O"]
    return Beads(positions, radii, beads.residues, beads.tones).chosen(~lost)


@cache
def _wild_beads() -> Beads:
    """Beads of the wild type's atoms with hormone; `residues` are rows of `helix12_path().numbers`."""
    return beads_of_atoms(receptor_atoms().atoms)


@lru_cache(maxsize=MAX_CACHED_BEADS)
def _beads(step: int, mutant: bool, holding: str) -> Beads:
    place = step / STEPS_PER_PATH
    beads = _wild_beads().moved(receptor_positions(place, mutant=mutant, holding=holding))
    return mutant_beads(beads) if mutant else beads


def receptor_positions(
    place: float, *, mutant: bool = False, holding: str = "", pose: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Return the wild type's heavy atoms (n, 3; Å) with helix 12 at `place` on its path; a `mutant` has its own positions.

    A mutant without a ligand is drawn as measured where helix 12 is closed, and as the wild type from LOOSE_FROM on.

    `holding` names a ligand, bound or, with `pose` (6,), on its path: side chains turn out of its way. Where helix 12 is in
    its antagonist position with tamoxifen bound, the atoms are those of tamoxifen's own complex (3ERT).
    """
    if holding == "tamoxifen" and place >= ANTAGONIST:
        return state_positions("tamoxifen")
    positions = mutant_positions(place) if mutant and not holding else helix12_path().atoms_at(place)
    if holding in OPEN_AT:
        passage = opening(holding)
        share, on_it = passage.share(passage.path[0] if pose is None else pose)
        # At both ends of helix 12's path the side chains are as measured in the complex.
        strength = (
            on_it * smoothstep(place, CLOSED, LOOSE_FROM) * (1.0 - smoothstep(place, LOOSE_TO, ANTAGONIST))
        )
        if strength > 0.0:
            turn_side_chains(positions, passage.turns, share, strength)
    return positions


def receptor_beads(place: float, *, mutant: bool = False, holding: str = "") -> Beads:
    """Return the receptor's beads with helix 12 at `place` on its path, rounded to STEPS_PER_PATH."""
    return _beads(round(place * STEPS_PER_PATH), mutant, holding)


def coloured(beads: Beads, numbers: NDArray[np.int64], *, mutant: bool = False) -> list[tuple[Beads, Role]]:
    """Split a receptor's beads by colour: core, helix 12 and, for a mutant, the mutated residues.

    `numbers` (n,) are the residue numbers of the beads.
    """
    helix = numbers >= FIRST_HELIX_RESIDUE
    marked = np.isin(numbers, list(mutations())) & mutant
    shape = [(beads.chosen(~helix), Role.RECEPTOR), (beads.chosen(helix & ~marked), Role.HELIX12)]
    return [*shape, (beads.chosen(marked), Role.MUTATION)] if mutant else shape


def receptor_shape(place: float, *, mutant: bool = False, holding: str = "") -> list[tuple[Beads, Role]]:
    """Return the receptor's beads by colour, with helix 12 at `place` on its path; see `coloured`."""
    beads = receptor_beads(place, mutant=mutant, holding=holding)
    return coloured(beads, helix12_path().numbers[beads.residues], mutant=mutant)


def shape_around(
    place: float, ligand: str, pose: NDArray[np.float64], *, mutant: bool = False
) -> list[tuple[Beads, Role]]:
    """Return the receptor's beads by colour, its side chains turned out of the way of a ligand in a pose (6,) on its path."""
    beads = _wild_beads().moved(receptor_positions(place, mutant=mutant, holding=ligand, pose=pose))
    beads = mutant_beads(beads) if mutant else beads
    return coloured(beads, helix12_path().numbers[beads.residues], mutant=mutant)


class Receptor(Actor):
    """The ligand-binding domain of ERα.

    `place` is helix 12's position on its path (0 closed, 1 antagonist), `wander` the amplitude of its random motion about
    `place`, as a share of the path (0 = still). A `mutant` has the side chains of the film's mutants; `mutation` in 0…1
    is how strongly these residues are coloured. `cut_depth` (Å towards the viewer) is where the core is cut open; `helix_dim`
    in 0…1 mixes helix 12 with paper.
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
        self._ligand: tuple[str, Callable[[], NDArray[np.float64]]] | None = None

    def make_way_for(self, ligand: str, pose: Callable[[], NDArray[np.float64]]) -> None:
        """Turn side chains out of a ligand's way from now on.

        `pose` is called at every frame and returns the ligand's current pose (6,).
        """
        self._ligand = ligand, pose

    def positions(self, seconds: float) -> NDArray[np.float64]:
        """The wild type's heavy atoms (n, 3; Å) at `seconds`, as they are drawn."""
        holding, pose = ("", None) if self._ligand is None else (self._ligand[0], self._ligand[1]())
        return receptor_positions(self.place_at(seconds), mutant=self.mutant, holding=holding, pose=pose)

    def place_at(self, seconds: float) -> float:
        """Helix 12's position on its path at `seconds`, random motion included, rounded to STEPS_PER_PATH."""
        ramp = min(self.place - LOOSE_FROM, LOOSE_TO - self.place) / STRAY_RAMP_SHARE
        place = self.place
        if self.wander > 0.0 and ramp > 0.0:
            # The amplitude grows with the distance from the ends of the loose range, which is never left.
            stray = self.wander * float(drift(self.seed, seconds, 1, *WANDER_HERTZ)[0])
            place = min(max(place + stray * smoothstep(ramp), LOOSE_FROM), LOOSE_TO)
        return round(place * STEPS_PER_PATH) / STEPS_PER_PATH

    def trace(self, seconds: float) -> Trace:
        """The Cα trace at `seconds`."""
        return self._trace_at(self.place_at(seconds))

    def _trace_at(self, place: float) -> Trace:
        path = helix12_path()
        if not self.mutant or self._ligand is not None:
            return mutated(path.at(place)) if self.mutant else path.at(place)
        alphas = mutant_positions(place)[path.receptor.alphas]
        return mutated(Trace(path.numbers, path.letters, alphas))

    def parts(self, seconds: float) -> list[Part]:
        """The core, which is still while helix 12 is loose; the moving hinge and helix 12; a mutant's two residues."""
        place = self.place_at(seconds)
        beads = _wild_beads().moved(self.positions(seconds))
        beads = mutant_beads(beads) if self.mutant else beads
        numbers = helix12_path().numbers[beads.residues]
        blue, orange = rgb(Role.RECEPTOR), rgb(Role.HELIX12)
        in_core = numbers < FIRST_HINGE_RESIDUE
        # While side chains turn out of a ligand's way, they keep what the cut has left of them at rest.
        resting = None
        if self._ligand is not None and place < ANTAGONIST:
            rest = _wild_beads().moved(helix12_path().atoms_at(place))
            resting = (mutant_beads(rest) if self.mutant else rest).positions[in_core]
        core = Body(beads.chosen(in_core), blue, self.cut_depth, self.dimmed, resting=resting)
        hinge_rows = (numbers >= FIRST_HINGE_RESIDUE) & (numbers < FIRST_HELIX_RESIDUE)
        hinge = Body(beads.chosen(hinge_rows), blue, None, self.dimmed)
        marked = np.isin(numbers, list(mutations())) & self.mutant
        helix = Body(beads.chosen((numbers >= FIRST_HELIX_RESIDUE) & ~marked), orange, None, self.helix_dim)
        # Up to LOOSE_TO the core is the agonist's, unless side chains turn out of a ligand's way or mutations change it.
        changed = self._ligand is not None or (self.mutant and place < LOOSE_FROM)
        core_key = hash(core.beads.positions.tobytes()) if changed else max(place, LOOSE_TO)
        parts = [
            Part(("core", core_key, self.cut_depth, self.dimmed), core, still=True),
            Part(("hinge", place, hash(hinge.beads.positions.tobytes()), self.dimmed), hinge),
            Part(
                ("helix12", place, hash(helix.beads.positions.tobytes()), self.helix_dim, self.mutant), helix
            ),
        ]
        if self.mutant:
            colour = tinted(Role.HELIX12, self.mutation, Role.MUTATION)
            dim = self.helix_dim * (1.0 - self.mutation)
            mark = Body(beads.chosen(marked), colour, None, dim)
            # As for the hinge and helix 12, a ligand on its path may turn these side chains at an unchanged `place`.
            position_hash = hash(mark.beads.positions.tobytes())
            parts.append(Part(("mutation", place, position_hash, self.mutation, dim), mark))
        return parts

    def anchor(self, name: str) -> NDArray[np.float64]:
        """Position (3,; Å) of `helix12`, `pocket`, `groove`, `core`, or of a residue's Cα by number, such as `467`.

        Helix 12's random motion is left out. Raises KeyError for another name.
        """
        trace = self._trace_at(round(self.place * STEPS_PER_PATH) / STEPS_PER_PATH)
        if name == "helix12":
            return np.asarray(trace.part(*ANCHOR_HELIX12_RESIDUES).positions.mean(axis=0))
        if name == "pocket":
            return np.asarray(pocket_atoms().mean(axis=0))
        if name == "groove":
            return np.asarray(receptor_tables().coactivator.positions.mean(axis=0))
        if name == "core":
            return np.asarray(trace.part(*ANCHOR_CORE_RESIDUES).positions.mean(axis=0))
        if name.isdigit():
            return np.asarray(trace.positions[trace.rows(int(name), int(name))[0]])
        raise KeyError(f"a receptor has no anchor '{name}'")


class Swing(Motion):
    """Helix 12 moves to another position on its path, given as a state or a number in 0…1."""

    def __init__(
        self, receptor: Receptor, to: str | float, *, wander: float | None = None, **kwargs: object
    ) -> None:
        super().__init__(receptor, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        self._receptor = receptor
        self._to = HELIX12_PLACES[receptor.require_state(to)] if isinstance(to, str) else to
        self._wander = wander
        self._from = (receptor.place, receptor.wander)

    def start(self) -> None:
        """Record the position and the amplitude of the random motion at the start."""
        self._from = (self._receptor.place, self._receptor.wander)

    def move(self, share: float) -> None:
        """Move helix 12; the amplitude of its random motion changes in proportion."""
        place, wander = self._from
        self._receptor.place = place + (self._to - place) * share
        if self._wander is not None:
            self._receptor.wander = wander + (self._wander - wander) * share
