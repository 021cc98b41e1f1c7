"""Binding partners: ligands and the coactivator's peptide, each a rigid body that moves along waypoints."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moa_anim.graphics.colours import rgb, shade_of
from moa_anim.model.palette import Role
from moa_anim.molecule.atom_tables import atom_table
from moa_anim.molecule.beads import Beads, beads_of_atoms, beads_of_ligand
from moa_anim.molecule.bodies import Body
from moa_anim.molecule.easing import smoothstep
from moa_anim.molecule.ligand_paths import ANGSTROM_PER_RADIAN, ligand_path
from moa_anim.molecule.pose import catmull_rom, rotation_from_vector, rotation_vector, smooth_curve
from moa_anim.molecule.structure import receptor_tables
from moa_anim.stage.actor import Actor, Part
from moa_anim.stage.motion import Motion
from moa_anim.stage.noise import drift

Waypoints = NDArray[np.float64]
"""Rows (n, 6) of a rigid body's path: centroid x, y, z (Å, stage frame), rotation vector (radians) from its pose in the
table."""

WANDER_ANGSTROM = 1.6
"""Root mean square displacement of a free partner about its path."""

WANDER_DEGREES = 14.0
"""Root mean square rotation of a free partner about its path."""

TREMBLE_ANGSTROM = 0.08
"""Root mean square displacement of a bound partner: about a pixel at 13 pixels an ångström, too small to be noticed."""

WAYPOINT_ANGSTROM = 1.5
"""Distance between waypoints of a path, as in the passages."""

JOIN_WAYPOINTS = 6
"""Number of the waypoint of a passage at which a path that joins it aims, so that both have one direction."""

GAP_WAYPOINTS = 24
"""Number of waypoints from the pocket to the outer side of the gap that helix 12 leaves."""

ROUNDING_WAYPOINTS = 16
"""Neighbours averaged on each side: a partner that bounces off reverses over about 20 Å, not at a point."""

CURVE_SAMPLES = 120
"""Samples of the smooth curve between two control points."""

PASSAGE_SLOWDOWN = 2.4
"""Factor by which a partner moves more slowly in a passage."""

SLOWING_WAYPOINTS = 16
"""Waypoints before a passage over which it slows down."""

STILLING_SHARE = 0.25
"""Share of a path over which a partner's random motion stops or starts."""


class BindingPartner(Actor):
    """A small rigid body. `pose` is a row of Waypoints; `freedom` in 0…1 is the amplitude of its tremble: 0 bound, 1 free."""

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
        """Its pose in the structure table, a row of Waypoints."""
        return np.concatenate([self._centre, np.zeros(3)])

    def docked(self) -> Beads:
        """Its beads in its pose in the structure table."""
        return self._beads

    def placed(self) -> NDArray[np.float64]:
        """Its beads (n, 3; Å) in its pose, trembling left out."""
        rotation = rotation_from_vector(self.pose[3:])
        return np.asarray((self._beads.positions - self._centre) @ rotation.T + self.pose[:3])

    def positions(self, seconds: float) -> NDArray[np.float64]:
        """Its beads (n, 3; Å) at `seconds`, trembling included."""
        stray = drift(self.seed, seconds, 6)
        reach = TREMBLE_ANGSTROM + (WANDER_ANGSTROM - TREMBLE_ANGSTROM) * self.freedom
        turn = np.radians(WANDER_DEGREES) * self.freedom * stray[3:]
        rotation = rotation_from_vector(turn) @ rotation_from_vector(self.pose[3:])
        return np.asarray(
            (self._beads.positions - self._centre) @ rotation.T + self.pose[:3] + reach * stray[:3]
        )

    def stirred(self, seconds: float) -> Waypoints:
        """Its pose (6,) at `seconds`, trembling included."""
        stray = drift(self.seed, seconds, 6)
        reach = TREMBLE_ANGSTROM + (WANDER_ANGSTROM - TREMBLE_ANGSTROM) * self.freedom
        turn = rotation_from_vector(np.radians(WANDER_DEGREES) * self.freedom * stray[3:])
        rotation = rotation_vector(turn @ rotation_from_vector(self.pose[3:]))
        return np.concatenate([self.pose[:3] + reach * stray[:3], rotation])

    def parts(self, seconds: float) -> list[Part]:
        """One moving body."""
        positions = self.positions(seconds)
        key = (type(self).__name__, self.role, positions.tobytes(), self.dimmed)
        return [
            Part(
                key,
                Body(
                    self._beads.moved(positions), rgb(self.role), None, self.dimmed, shade=shade_of(self.role)
                ),
            )
        ]

    def anchor(self, name: str) -> NDArray[np.float64]:
        """`centre`: its centroid (3,; Å), trembling left out. Raises KeyError for another name."""
        if name != "centre":
            raise KeyError(f"a binding partner has no anchor '{name}'")
        return np.asarray(self.pose[:3])


def estradiol(state: str = "bound", *, seed: int = 1) -> BindingPartner:
    """17β-estradiol in its measured pose (PDB 1G50)."""
    return BindingPartner(
        beads_of_ligand(receptor_tables().ligands["estradiol"]), Role.ESTRADIOL, state, seed=seed
    )


def drug_ligand(state: str = "bound", *, seed: int = 2) -> BindingPartner:
    """The film's drug in its measured pose."""
    return BindingPartner(beads_of_ligand(receptor_tables().ligands["drug"]), Role.DRUG, state, seed=seed)


def coactivator(state: str = "bound", *, seed: int = 3) -> BindingPartner:
    """The coactivator's NR-box peptide (PDB 1GWR)."""
    beads = beads_of_atoms(atom_table("coactivator_helix").atoms)
    return BindingPartner(beads, Role.COACTIVATOR, state, seed=seed)


def passage(name: str) -> Waypoints:
    """Return a ligand's waypoints from the pocket (first row) to the solvent: a model, found by search.

    Raises ValueError for a ligand without a path.
    """
    return ligand_path(name)


def through_the_gap() -> Waypoints:
    """Return the last part of the drug's passage, from outside (first row) to the pocket: under the end of helix 12.

    A path that comes to it from the right and from below, as the close-up sees it, does not cross helix 12 in the picture.
    """
    return ligand_path("drug")[: GAP_WAYPOINTS + 1][::-1]


def ramble(
    places: Sequence[ArrayLike],
    *,
    seed: int,
    start: ArrayLike,
    tumble_degrees: float = 50.0,
    joins: Waypoints | None = None,
) -> Waypoints:
    """Return waypoints through `places` (Å, stage frame); the body tumbles at random from the rotation vector `start`.

    With `joins` (such as a passage) the path meets its first waypoint in its direction and orientation, and continues along
    it. Waypoints are about WAYPOINT_ANGSTROM apart throughout, so that the speed does not jump where two paths meet.
    """
    random = np.random.default_rng(seed)
    points = np.array([np.asarray(place, dtype=float) for place in places])
    turns = random.normal(0.0, np.radians(tumble_degrees), size=(len(points), 3)) / np.sqrt(3)
    turns[0] = np.asarray(start, dtype=float)
    path = np.hstack([points, np.cumsum(turns, axis=0)])
    if joins is None:
        return _spaced(path, len(path) - 1)
    # The remaining rotation is distributed over the path, so that the body arrives in the orientation of `joins`.
    shares = np.linspace(0.0, 1.0, len(path) + 1)[:-1, None]
    path[:, 3:] += shares * (joins[0, 3:] - path[-1, 3:])
    ahead = joins[min(len(joins) - 1, JOIN_WAYPOINTS)]
    joined = np.vstack([_spaced(np.vstack([path, joins[:1], ahead[None]]), len(path))[:-1], joins])
    # The corner where they meet is rounded too; over 2 · JOIN_WAYPOINTS waypoints this blends into the unchanged passage.
    waypoints_inside = np.arange(len(joined)) - (len(joined) - len(joins))
    blend = np.clip(waypoints_inside / (2 * JOIN_WAYPOINTS), 0.0, 1.0)[:, None]
    return np.asarray(_rounded(joined) * (1 - blend) + joined * blend)


def _spaced(controls: Waypoints, last: int) -> Waypoints:
    """Waypoints at equal path lengths on the smooth curve through `controls`, up to control number `last`."""
    curve = smooth_curve(controls, CURVE_SAMPLES)[: CURVE_SAMPLES * last + 1]
    lengths = _lengths(curve)
    even = np.linspace(0.0, lengths[-1], max(2, round(lengths[-1] / WAYPOINT_ANGSTROM) + 1))
    return _rounded(np.stack([np.interp(even, lengths, column) for column in curve.T], axis=1))


def _rounded(path: Waypoints) -> Waypoints:
    """The path without sharp turns: each waypoint a weighted mean of its neighbours, fewer of them towards the ends."""
    rounded = path.copy()
    last = len(path) - 1
    for row in range(1, last):
        reach = min(row, last - row, ROUNDING_WAYPOINTS)
        weights = 1.0 + np.cos(np.pi * np.arange(-reach, reach + 1) / (reach + 1))
        rounded[row] = weights @ path[row - reach : row + reach + 1] / weights.sum()
    return rounded


def _lengths(path: Waypoints) -> NDArray[np.float64]:
    """Path length (n,; Å) up to each waypoint; a radian of rotation counts as ANGSTROM_PER_RADIAN."""
    steps = np.diff(path, axis=0)
    length = np.linalg.norm(steps[:, :3], axis=1) + ANGSTROM_PER_RADIAN * np.linalg.norm(steps[:, 3:], axis=1)
    return np.concatenate([[0.0], np.cumsum(length)])


class Follow(Motion):
    """A binding partner follows a path; its freedom changes to `freedom` between two shares of the path's length.

    `lengths` (n,) are relative times at which the waypoints are reached; by default they are equally spaced.
    """

    def __init__(
        self,
        partner: BindingPartner,
        path: Waypoints,
        *,
        freedom: float,
        between: tuple[float, float] = (0.0, 1.0),
        lengths: NDArray[np.float64] | None = None,
        **kwargs: object,
    ) -> None:
        super().__init__(partner, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        self._partner, self._freedom, self._between = partner, freedom, between
        # Equal times between waypoints: rotation counts as path length, so the centroid slows down where the body turns.
        self._lengths = np.arange(float(len(path))) if lengths is None else lengths
        self._path = path
        self._from = partner.freedom

    def start(self) -> None:
        """Record the partner's freedom."""
        self._from = self._partner.freedom

    def move(self, share: float) -> None:
        """Bring the partner to this share of the path's length."""
        at = np.interp(share * self._lengths[-1], self._lengths, np.linspace(0.0, 1.0, len(self._path)))
        self._partner.pose = catmull_rom(self._path, float(at))
        begin, end = self._between
        blend = smoothstep(share, begin, end)
        self._partner.freedom = self._from + (self._freedom - self._from) * blend


def bind(partner: BindingPartner, path: Waypoints, joins: Waypoints, **kwargs: object) -> Follow:
    """A partner arrives along a path that ends in `joins`, a passage; its random motion stops before the passage."""
    lengths = _arrival_times(path, len(path) - len(joins))
    entered = float(lengths[len(path) - len(joins)] / lengths[-1])
    return Follow(
        partner, path, freedom=0.0, between=(entered - STILLING_SHARE, entered), lengths=lengths, **kwargs
    )


def leave(partner: BindingPartner, path: Waypoints, joins: Waypoints, **kwargs: object) -> Follow:
    """A partner leaves along a path that begins with `joins`, a passage; its random motion starts once it is outside."""
    backwards = _arrival_times(path[::-1], len(path) - len(joins))
    lengths = backwards[-1] - backwards[::-1]
    left = float(lengths[len(joins) - 1] / lengths[-1])
    return Follow(
        partner, path, freedom=1.0, between=(left, left + STILLING_SHARE), lengths=lengths, **kwargs
    )


def _arrival_times(path: Waypoints, first: int) -> NDArray[np.float64]:
    """Relative time (n,) at which each waypoint is reached; motion is slow from number `first` on, in the passage."""
    steps = np.ones(len(path) - 1)
    into = np.clip((np.arange(len(steps)) - first + SLOWING_WAYPOINTS) / SLOWING_WAYPOINTS, 0.0, 1.0)
    return np.concatenate([[0.0], np.cumsum(steps * (1.0 + (PASSAGE_SLOWDOWN - 1.0) * into))])
