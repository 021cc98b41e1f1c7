"""What comes and goes: ligands and the coactivator's peptide, each a rigid body on a wandering path."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moa_anim.graphics.colours import rgb
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import Beads, beads_of_ligand, beads_of_trace
from moa_anim.molecule.easing import smoothstep
from moa_anim.molecule.pose import catmull_rom, rotation_from_vector, smooth_curve
from moa_anim.molecule.shading import Body
from moa_anim.molecule.structure import read_table, receptor_tables, table_fault, value_at
from moa_anim.stage.actor import Actor, Part
from moa_anim.stage.motion import Motion
from moa_anim.stage.noise import drift

Waypoints = NDArray[np.float64]
"""Rows of a rigid body's way: centroid x, y, z (Å, stage frame), rotation vector (radians) from its place in the table."""

WANDER_ANGSTROM, WANDER_DEGREES = 1.6, 14.0
"""How far a guest that is not bound trembles about its way."""

TREMBLE_ANGSTROM = 0.08
"""How far a bound guest trembles: about a pixel at 13 pixels for an ångström (LOOK.md allows 1.5)."""


class BindingPartner(Actor):
    """A small rigid body. `pose` is a row of Knots; `freedom` in 0…1 how much it trembles: 0 bound, 1 free."""

    states = ("bound", "free")

    def __init__(self, beads: Beads, role: Role, state: str = "bound", *, seed: int = 0) -> None:
        super().__init__()
        self.require_state(state)
        self.role, self.seed = role, seed
        self._centre = beads.positions.mean(axis=0)
        self._beads = beads
        self.pose: Waypoints = np.concatenate([self._centre, np.zeros(3)])
        self.freedom = 0.0 if state == "bound" else 1.0

    @property
    def bound_pose(self) -> Waypoints:
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
        key = (type(self).__name__, self.role, positions.tobytes(), self.dimmed)
        return [Part(key, Body(self._beads.moved(positions), rgb(self.role), None, self.dimmed))]

    def anchor(self, name: str) -> NDArray[np.float64]:
        """`centre`: where its centroid stands on its way, trembling left out."""
        if name != "centre":
            raise KeyError(f"a guest has no anchor '{name}'")
        return np.asarray(self.pose[:3])


def estradiol(state: str = "bound", *, seed: int = 1) -> BindingPartner:
    """17β-estradiol in its measured pose (PDB 1G50)."""
    return BindingPartner(
        beads_of_ligand(receptor_tables().ligands["estradiol_1G50"]), Role.ESTRADIOL, state, seed=seed
    )


def elacestrant(state: str = "bound", *, seed: int = 2) -> BindingPartner:
    """Elacestrant in its docked pose: a model, not an experiment; the credits say so."""
    return BindingPartner(
        beads_of_ligand(receptor_tables().ligands["elacestrant_MODEL"]), Role.ELACESTRANT, state, seed=seed
    )


def coactivator(state: str = "bound", *, seed: int = 3) -> BindingPartner:
    """The coactivator's NR-box peptide (PDB 1GWR)."""
    return BindingPartner(beads_of_trace(receptor_tables().coactivator), Role.COACTIVATOR, state, seed=seed)


@cache
def passage(name: str) -> Waypoints:
    """A ligand's way between its place in the pocket (first row) and the open, found by `tools/find_passages.py`.

    A model: the shortest way found on which no atom comes nearer than 3 Å to a Cα while helix 12 is loose.
    """
    file = "passages_MODEL.json"
    knots = np.array(value_at(file, read_table(file), "passages", name, "knots"), dtype=float)
    if knots.ndim != 2 or knots.shape[1] != 6 or not np.isfinite(knots).all():
        raise table_fault(file, f"knots of shape {knots.shape} for {name!r}", "rows of six finite numbers")
    return knots


def ramble(
    places: Sequence[ArrayLike],
    *,
    seed: int,
    start: ArrayLike,
    tumble_degrees: float = 50.0,
    joins: Waypoints | None = None,
) -> Waypoints:
    """A way through `places` (Å, stage frame) on which the body tumbles at random, from the rotation vector `start`.

    With `joins` (such as a passage) the way ends where that begins, in its direction and turn, and then goes on along it.
    Knots are about KNOT_ANGSTROM apart throughout, so that nothing speeds up where two ways meet.
    """
    random = np.random.default_rng(seed)
    points = np.array([np.asarray(place, dtype=float) for place in places])
    turns = random.normal(0.0, np.radians(tumble_degrees), size=(len(points), 3)) / np.sqrt(3)
    turns[0] = np.asarray(start, dtype=float)
    way = np.hstack([points, np.cumsum(turns, axis=0)])
    if joins is None:
        return _spaced(way, len(way) - 1)
    # The turns that are left to the join are shared out over the way, so that it arrives as it has to.
    shares = np.linspace(0.0, 1.0, len(way) + 1)[:-1, None]
    way[:, 3:] += shares * (joins[0, 3:] - way[-1, 3:])
    ahead = joins[min(len(joins) - 1, JOIN_KNOTS)]
    joined = np.vstack([_spaced(np.vstack([way, joins[:1], ahead[None]]), len(way))[:-1], joins])
    # The corner where they meet is rounded too, but the passage is left as it is once it is narrow.
    inside = np.clip((np.arange(len(joined)) - (len(joined) - len(joins))) / (3 * JOIN_KNOTS), 0.0, 1.0)[
        :, None
    ]
    return np.asarray(_rounded(joined) * (1 - inside) + joined * inside)


KNOT_ANGSTROM = 1.5
"""Between knots of a way: as in the passages."""

JOIN_KNOTS = 6
"""How far into a passage the way towards it looks for its direction."""


def _spaced(controls: Waypoints, last: int) -> Waypoints:
    """Knots along the smooth curve through `controls` up to control number `last`, even in length."""
    curve = smooth_curve(controls, 120)[: 120 * last + 1]
    lengths = _lengths(curve)
    even = np.linspace(0.0, lengths[-1], max(2, round(lengths[-1] / KNOT_ANGSTROM) + 1))
    return _rounded(np.stack([np.interp(even, lengths, column) for column in curve.T], axis=1))


def _rounded(way: Waypoints) -> Waypoints:
    """A way without sharp turns: each knot a mean over its neighbours, fewer and fewer of them towards the ends."""
    rounded = way.copy()
    last = len(way) - 1
    for knot in range(1, last):
        reach = min(knot, last - knot, ROUNDING_KNOTS)
        weights = 1.0 + np.cos(np.pi * np.arange(-reach, reach + 1) / (reach + 1))
        rounded[knot] = weights @ way[knot - reach : knot + reach + 1] / weights.sum()
    return rounded


ROUNDING_KNOTS = 16
"""How many neighbours on each side: what bounces off slows down and turns round within 20 Å or so, not on the spot."""


def _lengths(way: Waypoints) -> NDArray[np.float64]:
    """Length of a way up to each knot: Å, a radian of turn counting TURN_ANGSTROM."""
    steps = np.diff(way, axis=0)
    length = np.linalg.norm(steps[:, :3], axis=1) + TURN_ANGSTROM * np.linalg.norm(steps[:, 3:], axis=1)
    return np.concatenate([[0.0], np.cumsum(length)])


TURN_ANGSTROM = 4.0
"""What a turn of a radian counts as: about how far a ligand's ends go."""


class Follow(Motion):
    """A guest follows a way; its freedom goes to `freedom` between two shares of the way's length."""

    def __init__(
        self,
        partner: BindingPartner,
        way: Waypoints,
        *,
        freedom: float,
        between: tuple[float, float] = (0.0, 1.0),
        lengths: NDArray[np.float64] | None = None,
        **kwargs: object,
    ) -> None:
        super().__init__(partner, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        self._partner, self._freedom, self._between = partner, freedom, between
        # Equal time for each knot: ways are made of even knots, but closer ones where they turn, and there it slows.
        self._lengths = np.arange(float(len(way))) if lengths is None else lengths
        self._way = way
        self._from = partner.freedom

    def start(self) -> None:
        """Note how free the guest is."""
        self._from = self._partner.freedom

    def move(self, share: float) -> None:
        """Bring the guest to this share of the way's length."""
        at = np.interp(share * self._lengths[-1], self._lengths, np.linspace(0.0, 1.0, len(self._way)))
        self._partner.pose = catmull_rom(self._way, float(at))
        begin, end = self._between
        blend = smoothstep(share, begin, end)
        self._partner.freedom = self._from + (self._freedom - self._from) * blend


def bind(partner: BindingPartner, way: Waypoints, joins: Waypoints, **kwargs: object) -> Follow:
    """A guest comes along a way that ends in `joins`, a passage, and is still before there is no room to tremble."""
    lengths = _with_narrows(way, len(way) - len(joins))
    entered = float(lengths[len(way) - len(joins)] / lengths[-1])
    return Follow(partner, way, freedom=0.0, between=(entered - STILLING, entered), lengths=lengths, **kwargs)


def leave(partner: BindingPartner, way: Waypoints, joins: Waypoints, **kwargs: object) -> Follow:
    """A guest goes out along a way that begins with `joins`, a passage, and trembles freely once it is out."""
    backwards = _with_narrows(way[::-1], len(way) - len(joins))
    lengths = backwards[-1] - backwards[::-1]
    left = float(lengths[len(joins) - 1] / lengths[-1])
    return Follow(partner, way, freedom=1.0, between=(left, left + STILLING), lengths=lengths, **kwargs)


def _with_narrows(way: Waypoints, first: int) -> NDArray[np.float64]:
    """When each knot of a way is reached whose knots from `first` on are a passage, where going is slow; in knots."""
    steps = np.ones(len(way) - 1)
    into = np.clip((np.arange(len(steps)) - first + SLOWING_KNOTS) / SLOWING_KNOTS, 0.0, 1.0)
    return np.concatenate([[0.0], np.cumsum(steps * (1.0 + (NARROWS - 1.0) * into))])


NARROWS, SLOWING_KNOTS = 2.4, 16
"""How many times slower a guest goes in a passage, and over how many knots before it slows."""

STILLING = 0.25
"""Share of a way over which a guest's tremble dies down or grows."""
