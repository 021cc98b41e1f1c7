"""Four E2s bring a ubiquitin each: onto the E3's RING, then across to the lysine, where ubiquitin is transferred directly.

With a RING ligase, ubiquitin goes from the E2 that carries it straight to the lysine: the E2 holds it by its G76 until the
lysine has it. How the E2 gets from the RING to the lysine is schematic.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from moa_anim.actors.rigid_bodies import Carry, RigidBody
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import blob, ubiquitin, ubiquitin_atoms
from moa_anim.molecule.beads import beads_of_trace
from moa_anim.molecule.pose import Pose, rotation_about
from moa_anim.stage.molecule_view import MoleculeView
from moa_anim.stage.motion import Motion

Points = NDArray[np.float64]

E2_SIZE = (35.0, 32.0, 30.0)
"""Extents of an E2, which is about 35 Å across (Å)."""

E2_DIM = 0.34
"""Share of paper mixed into it, since its shape is schematic."""

E2_TOUCH = 22.0
"""From the E2's middle to the G76 that it holds (Å)."""

E2_CLEAR = 17.5
"""Smallest distance of other beads' centres from the E2's middle during transfer (Å)."""

DIRECTIONS_TRIED = 400
"""Directions tried for where an E2 is during transfer."""

SIDE = np.array([0.25, -0.8, -0.2])
"""Preferred side (right, up, towards the viewer): below the chain, where it came from."""

JOINED = (0.17, 0.395, 0.62, 0.845)
"""When each ubiquitin is attached, as shares of the whole time."""

COMES_SHARE = 0.19
STAYS_SHARE = 0.02
CROSSES_SHARE = 0.14
RETURNS_SHARE = 0.12
LEAVES_SHARE = 0.22
"""How long an E2 takes to reach the RING, stays there, crosses to the lysine, returns to the RING or leaves."""

RELEASE_SHARE = 0.012
"""How long an E2 stays after its ubiquitin is attached."""

LEAVING_TOP_PIXELS = 185.0
LEAVING_DEPTH_ANGSTROM = -25.0
"""Height and depth (towards the viewer) at which an E2 leaves above the chain: below the rail, behind the chain."""

PASSING_DEPTH_ANGSTROM = 44.0
"""How far towards the viewer an E2 passes the E3 and the chain."""


def facing_place(junction: Points, others: Points, side: Points) -> Points:
    """Where an E2's middle (3,) is while it gives G76 at `junction` (3,) away: clear of `others` (n, 3), farthest to `side`.

    Raises ValueError if there is no such place.
    """
    number = np.arange(DIRECTIONS_TRIED)
    turn, height = np.pi * (3.0 - np.sqrt(5.0)) * number, 1.0 - 2.0 * (number + 0.5) / DIRECTIONS_TRIED
    ring = np.sqrt(1.0 - height**2)
    tried = junction + E2_TOUCH * np.stack([ring * np.cos(turn), ring * np.sin(turn), height], axis=1)
    tried = tried[cKDTree(others).query(tried)[0] >= E2_CLEAR]
    if not len(tried):
        raise ValueError(f"no room for an E2 beside {junction.round(1)}")
    return np.asarray(tried[np.argmax(tried @ side)])


class UbiquitinTransfer:
    """The E2s and their ubiquitins. The first E2 arrives on the E3's RING (`ride`); the last one returns to it."""

    def __init__(
        self,
        molecule_view: MoleculeView,
        ligase: RigidBody,
        bound: Pose,
        site: Points,
        places: Sequence[Pose],
        others: Points,
    ) -> None:
        self._molecule_view, self._ligase, self._bound = molecule_view, ligase, bound
        self.site, self.places = site, list(places)
        shape = beads_of_atoms(passed_ubiquitin())
        self.ubiquitins = [RigidBody([(shape, Role.UBIQUITIN)]) for _ in self.places]
        self.carriers = [RigidBody([(blob(E2_SIZE, 9, bead_radius=6.5), Role.LIGASE)]) for _ in self.places]
        side = SIDE @ molecule_view.view.rotation
        self.handovers: list[Points] = []
        for carrier, place in zip(self.carriers, self.places, strict=True):
            carrier.dim = E2_DIM
            others = np.vstack([others, place.apply(shape.positions)])
            self.handovers.append(
                facing_place(place.apply(ubiquitin_atoms()["G76_C"][None])[0], others, side)
            )
        for number in range(1, len(self.places)):
            self.carriers[number].pose = self._way_in(number)[0]
            self.hold(number)

    def ride(self) -> None:
        """Move the first E2, with its ubiquitin, to where the E3's RING is now."""
        turn = self._ligase.pose.rotation @ self._bound.rotation.T
        self.carriers[0].pose = Pose(
            turn, turn @ (self.site - self._bound.translation) + self._ligase.pose.translation
        )
        self.hold(0)

    def hold(self, number: int) -> None:
        """Move a ubiquitin to where its E2 holds it, by its G76."""
        carrier, place = self.carriers[number].pose, self.places[number]
        held = carrier.apply((place.translation - self.handovers[number])[None])[0]
        self.ubiquitins[number].pose = Pose(carrier.rotation @ place.rotation, held)

    def legs(self, number: int) -> list[tuple[float, float, Carry]]:
        """Return an E2's motions, each with its begin and end as shares of the whole time."""
        carrier, joined = self.carriers[number], JOINED[number]
        crosses = joined - CROSSES_SHARE
        leaves, last = joined + RELEASE_SHARE, number == len(self.places) - 1
        to_ring = (
            []
            if number == 0
            else [
                (
                    crosses - STAYS_SHARE - COMES_SHARE,
                    crosses - STAYS_SHARE,
                    Carry(carrier, self._way_in(number)),
                )
            ]
        )
        over = self._way_over(number)
        away = Carry(carrier, over[::-1] if last else self._way_off(number))
        return [
            *to_ring,
            (crosses, joined, Carry(carrier, over)),
            (leaves, leaves + (RETURNS_SHARE if last else LEAVES_SHARE), away),
        ]

    def _way_in(self, number: int) -> list[Pose]:
        """From the right of the picture to the RING, alternately a little higher and lower."""
        spot, up = self._molecule_view.spot, self._molecule_view.view.rotation[2]
        lower = 40.0 * (number % 2)
        turned = rotation_about(up, 50.0)
        return [
            Pose(turned, spot(2180.0, 500.0 + lower, 44.0)),
            Pose(rotation_about(up, 22.0), spot(1660.0, 560.0 + lower, 40.0)),
            Pose(np.eye(3), self.site),
        ]

    def _way_over(self, number: int) -> list[Pose]:
        """From the RING to the lysine: in front of the E3 and the chain, or round the chain's end."""
        way = [
            0.5 * (self.site + self.handovers[number])
            + PASSING_DEPTH_ANGSTROM * self._molecule_view.view.rotation[2]
        ]
        if self._above(number):
            x, y = self._molecule_view.point(self.handovers[number])
            way = [
                self._molecule_view.spot(x + 270.0, y + 40.0, 6.0),
                self._molecule_view.spot(x + 130.0, y - 15.0, 0.0),
            ]
        return [Pose(np.eye(3), place) for place in (self.site, *way, self.handovers[number])]

    def _above(self, number: int) -> bool:
        """Whether an E2 is above the chain while it transfers its ubiquitin."""
        places = self.handovers[number], self.places[number].translation
        at, ubiquitin_at = (self._molecule_view.point(each)[1] for each in places)
        return at < ubiquitin_at

    def _way_off(self, number: int) -> list[Pose]:
        """From the lysine out of the picture, avoiding the next E2: down in front of the E3, or along above the chain."""
        spot, (x, y) = self._molecule_view.spot, self._molecule_view.point(self.handovers[number])
        if self._above(number):
            way = (
                spot(x + 250.0, LEAVING_TOP_PIXELS, LEAVING_DEPTH_ANGSTROM),
                spot(FRAME_WIDTH + 140.0, LEAVING_TOP_PIXELS, LEAVING_DEPTH_ANGSTROM),
            )
        else:
            way = spot(x + 25.0, y + 190.0, 62.0), spot(x + 70.0, BAND_TOP + 140.0, 62.0)
        return [Pose(np.eye(3), each) for each in (self.handovers[number], *way)]


class TransferUbiquitins(Motion):
    """All four E2s at work."""

    def __init__(self, relay: UbiquitinTransfer) -> None:
        super().__init__()
        self._relay = relay
        self._legs = [relay.legs(number) for number in range(len(relay.places))]

    def interpolate(self, alpha: float) -> None:
        """Move each E2 along the motion that began last; each ubiquitin stays on its E2 until it is attached."""
        relay = self._relay
        for number, legs in enumerate(self._legs):
            begun = [leg for leg in legs if leg[0] <= alpha]
            for begin, end, carry in begun[-1:]:
                carry.interpolate((alpha - begin) / (end - begin))
            if alpha < JOINED[number]:
                relay.hold(number)
            else:
                relay.ubiquitins[number].pose = relay.places[number]
