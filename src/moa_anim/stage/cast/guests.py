"""What comes and goes: ligands and the coactivator's peptide, each a rigid body on a wandering path."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moa_anim.model.palette import Role
from moa_anim.molecule.beads import Beads, beads_of_ligand, beads_of_trace
from moa_anim.molecule.pose import catmull_rom, rotation_from_vector
from moa_anim.molecule.shading import Body
from moa_anim.molecule.structure import receptor_tables
from moa_anim.stage.cast.actor import Actor, Part
from moa_anim.stage.direction import rgb
from moa_anim.stage.motion import Motion
from moa_anim.stage.noise import drift

Knots = NDArray[np.float64]
"""Rows of a rigid body's way: centroid x, y, z (Å, stage frame), rotation vector (radians) from its place in the table."""

WANDER_ANGSTROM, WANDER_DEGREES = 1.6, 14.0
"""How far a guest that is not bound trembles about its way."""

TREMBLE_ANGSTROM = 0.08
"""How far a bound guest trembles: about a pixel at 13 pixels for an ångström (LOOK.md allows 1.5)."""


class Guest(Actor):
    """A small rigid body. `pose` is a row of Knots; `freedom` in 0…1 how much it trembles: 0 bound, 1 free."""

    states = ("bound", "free")

    def __init__(self, beads: Beads, role: Role, state: str = "bound", *, seed: int = 0) -> None:
        super().__init__()
        self.require_state(state)
        self.role, self.seed = role, seed
        self._centre = beads.positions.mean(axis=0)
        self._beads = beads
        self.pose: Knots = np.concatenate([self._centre, np.zeros(3)])
        self.freedom = 0.0 if state == "bound" else 1.0

    @property
    def bound_pose(self) -> Knots:
        """Its pose in the table."""
        return np.concatenate([self._centre, np.zeros(3)])

    def positions(self, seconds: float) -> NDArray[np.float64]:
        """Its beads (n, 3; Å) at a moment, trembling included."""
        stray = drift(self.seed, seconds, 6)
        reach = TREMBLE_ANGSTROM + (WANDER_ANGSTROM - TREMBLE_ANGSTROM) * self.freedom
        turn = np.radians(WANDER_DEGREES) * self.freedom * stray[3:]
        rotation = rotation_from_vector(turn) @ rotation_from_vector(self.pose[3:])
        return np.asarray(
            (self._beads.positions - self._centre) @ rotation.T + self.pose[:3] + reach * stray[:3]
        )

    def parts(self, seconds: float) -> list[Part]:
        """One moving body."""
        positions = self.positions(seconds)
        key = (type(self).__name__, self.role, positions.tobytes(), self.dim)
        return [Part(key, Body(self._beads.moved(positions), rgb(self.role), None, self.dim))]

    def anchor(self, name: str) -> NDArray[np.float64]:
        """`centre`: where its centroid stands on its way, trembling left out."""
        if name != "centre":
            raise KeyError(f"a guest has no anchor '{name}'")
        return np.asarray(self.pose[:3])


def estradiol(state: str = "bound", *, seed: int = 1) -> Guest:
    """17β-estradiol in its measured pose (PDB 1G50)."""
    return Guest(
        beads_of_ligand(receptor_tables().ligands["estradiol_1G50"]), Role.ESTRADIOL, state, seed=seed
    )


def elacestrant(state: str = "bound", *, seed: int = 2) -> Guest:
    """Elacestrant in its docked pose: a model, not an experiment; the credits say so."""
    return Guest(
        beads_of_ligand(receptor_tables().ligands["elacestrant_MODEL"]), Role.ELACESTRANT, state, seed=seed
    )


def coactivator(state: str = "bound", *, seed: int = 3) -> Guest:
    """The coactivator's NR-box peptide (PDB 1GWR)."""
    return Guest(beads_of_trace(receptor_tables().coactivator), Role.COACTIVATOR, state, seed=seed)


@cache
def passage(name: str) -> Knots:
    """A ligand's way between its place in the pocket (first row) and the open, found by `tools/find_passages.py`.

    A model: the shortest way found on which no atom comes nearer than 3 Å to a Cα while helix 12 is loose.
    """
    table = json.loads(
        (files("moa_anim.assets") / "structures" / "passages_MODEL.json").read_text(encoding="utf-8")
    )
    return np.array(table["passages"][name]["knots"], dtype=float)


def ramble(
    places: Sequence[ArrayLike], *, seed: int, start: ArrayLike, tumble_degrees: float = 50.0
) -> Knots:
    """A way through `places` (Å, stage frame) on which the body tumbles at random, from the rotation vector `start`."""
    random = np.random.default_rng(seed)
    points = np.array([np.asarray(place, dtype=float) for place in places])
    turns = random.normal(0.0, np.radians(tumble_degrees), size=(len(points), 3)) / np.sqrt(3)
    turns[0] = np.asarray(start, dtype=float)
    return np.hstack([points, np.cumsum(turns, axis=0)])


class Follow(Motion):
    """A guest follows a way; its freedom goes to `freedom` as it arrives."""

    def __init__(self, guest: Guest, way: Knots, *, freedom: float, **kwargs: object) -> None:
        super().__init__(guest, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        self._guest, self._freedom = guest, freedom
        # Equal time for equal length, not for each knot.
        steps = np.linalg.norm(np.diff(way[:, :3], axis=0), axis=1) + 4.0 * np.linalg.norm(
            np.diff(way[:, 3:], axis=0), axis=1
        )
        self._lengths = np.concatenate([[0.0], np.cumsum(steps)])
        self._way = way
        self._from = guest.freedom

    def start(self) -> None:
        """Note how free the guest is."""
        self._from = self._guest.freedom

    def move(self, share: float) -> None:
        """Bring the guest to this share of the way's length."""
        at = np.interp(share * self._lengths[-1], self._lengths, np.linspace(0.0, 1.0, len(self._way)))
        self._guest.pose = catmull_rom(self._way, float(at))
        # Near a bound end the tremble dies down over the last fifth of the way, or grows over the first.
        binding = self._freedom < self._from
        blend = min(1.0, max(0.0, (share - 0.6) / 0.4)) if binding else min(1.0, share / 0.4)
        self._guest.freedom = self._from + (self._freedom - self._from) * blend
