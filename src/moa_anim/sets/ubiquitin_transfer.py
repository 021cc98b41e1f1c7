"""Four E2s, one after the other, bring a ubiquitin to the E3's RING, from which it is transferred to a lysine.

With a RING ligase, ubiquitin is transferred directly from the E2 to the lysine: the E2 holds it by its G76 until then. The
places of E2 and ubiquitin on the RING are modelled on a structure with another E2. The bending of the chain between
transfers and the movement of the E3 and its RING are models, too (`molecule/ubiquitin_growth.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.rigid_bodies import Carry, RigidBody
from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import ligase, passed_ubiquitin
from moa_anim.molecule.beads import Beads, beads_of_atoms
from moa_anim.molecule.easing import smoothstep
from moa_anim.molecule.pose import Pose, rotation_about
from moa_anim.molecule.ubiquitin_growth import chain_bent, chain_on_lysine, ring_on, transfers
from moa_anim.sets.tagged_receptor import FACING
from moa_anim.stage.molecule_view import MoleculeView
from moa_anim.stage.motion import Motion, steady

Points = NDArray[np.float64]

SWING_SPAN = (0.01, 0.094)
"""Begin and end of the RING's first swing, with E2 and ubiquitin, to the receptor's lysine (shares of the whole time)."""

RESTING_DEGREES = (8.6, 7.1, -14.1)
"""The RING's rotation vector (scaffold's frame) before that: a model. Swung so far on its linker, E2 and ubiquitin
touch neither receptor nor scaffold, and do not hide helix 12."""

JOINED = (0.115, 0.325, 0.535, 0.745)
"""Times at which the ubiquitins are joined, as shares of the whole time."""

BEND_SPANS = ((0.014, 0.155), (0.04, 0.175), (0.01, 0.165), (0.03, 0.255))
E3_SPANS = ((0.07, 0.165), (0.02, 0.115), (0.075, 0.175))
"""Begin and end, from each joining, of the bending of the chain and of the E3's movement to the next lysine (shares of the
whole time). Their order is chosen such that chain and E3 do not collide. The finished chain bends slowly."""

RELEASE_SHARE = 0.011
LEAVE_SHARES = (0.14, 0.15, 0.18, 0.21)
"""How long a discharged E2 stays on the RING, and how long each then takes to leave the picture (shares of all time)."""

ARRIVE_SHARE = 0.19
SEATED_SHARE = 0.0235
"""How long a charged E2 takes to reach the RING, and how long it is there until its ubiquitin is joined (shares of the whole
time)."""

E2_TONE = 0.13
"""How much lighter than the E3 an E2 is, so that the two can be distinguished."""

APPROACH_ANGSTROM = np.array([11.0, -28.0, 32.0])
RETREAT_ANGSTROM = np.array([[8.0, -43.0, 5.0], [28.0, -32.0, 11.0], [36.0, -23.0, 11.0], [18.0, -39.0, 9.0]])
"""Last waypoint before the RING of an arriving E2, and first waypoint of each leaving E2, from its place on the RING (right,
up, towards the viewer, as PATH_AXES says). These directions have the least contact with others."""

PATH_AXES = rotation_about((0, 0, 1), 120) @ FACING
"""Rows: right, up and towards the viewer of these waypoints, in the receptor's own frame: of the view for which they were
found."""

ENTRY_PIXELS = (2240.0, 640.0)
"""Start of the E2s: outside the picture at the right (design pixels)."""

IN_FRONT_ANGSTROM = 75.0
"""Depth of that start, towards the viewer."""

EXITS_PIXELS = ((140.0, 1180.0), (140.0, 1180.0), (330.0, -430.0), (140.0, 1180.0))
"""End of each one's way out: to the right of the RING, and from the picture's upper edge (design pixels): below the caption's
upper edge, or above the picture. There it is out of every view of the shot."""


@cache
def e2_shape() -> Beads:
    """Return an E2's atoms, centred at their middle, oriented as in the frame of `ligase()`."""
    beads = beads_of_atoms(ligase().e2)
    return Beads(beads.positions - e2_middle(), beads.radii, beads.residues, beads.tones + E2_TONE)


@cache
def e2_middle() -> Points:
    """Return the middle (3,; Å) of the bound E2 in the frame of `ligase()`."""
    return np.asarray(ligase().e2.positions.mean(axis=0))


def seated(ring: Pose) -> Pose:
    """Return the pose of an E2 that is bound to a RING at pose `ring`."""
    return Pose(ring.rotation, ring.apply(e2_middle()[None])[0])


def held_by(e2: Pose) -> Pose:
    """Return the pose of the ubiquitin on an E2 at pose `e2`."""
    own = ligase().ubiquitin
    return e2.after(Pose(own.rotation, own.translation - e2_middle()))


@cache
def resting_swing() -> Points:
    """Return the RING's rotation vector (3,; radians, scaffold's frame) before it swings to the lysine."""
    return np.radians(RESTING_DEGREES)


class UbiquitinTransfer:
    """The E2s and their ubiquitins. The first E2 arrives with the E3, bound to its RING (`ride`).

    `molecule_view` is the view in which the transfers are seen, by which the E2s' paths are found.
    """

    def __init__(self, molecule_view: MoleculeView, scaffold: RigidBody, ring: RigidBody) -> None:
        self._molecule_view, self._scaffold, self._ring = molecule_view, scaffold, ring
        self.transfers, self.places = transfers(), list(chain_on_lysine())
        shape = beads_of_atoms(passed_ubiquitin())
        self.ubiquitins = [RigidBody([(shape, Role.UBIQUITIN)]) for _ in self.places]
        self.carriers = [RigidBody([(e2_shape(), Role.LIGASE)]) for _ in self.places]
        self.ride()
        for number in range(1, len(self.places)):
            self.carriers[number].pose = self._arrival_path(number)[0]
            self.hold(number)

    def ride(self) -> None:
        """Move the RING, not yet swung, the first E2 and its ubiquitin with the E3's scaffold."""
        self.swing(0.0)
        self.sit(0)
        self.hold(0)

    def swing(self, share: float) -> None:
        """Swing the RING from its place before the swing (0) to where the first ubiquitin is joined (1)."""
        self._ring.pose = ring_on(self._scaffold.pose, (1.0 - smoothstep(share)) * resting_swing())
        self._ring.rests = self._scaffold.rests and not 0.0 < share < 1.0

    def depart(self) -> None:
        """Move the RING with the E3's scaffold after the last transfer."""
        self._ring.pose = ring_on(self._scaffold.pose, self.transfers[-1].swing)
        self._ring.rests = self._scaffold.rests

    def sit(self, number: int) -> None:
        """Move E2 `number` to its place on the RING."""
        self.carriers[number].pose = seated(self._ring.pose)
        self.carriers[number].rests = self._ring.rests

    def hold(self, number: int) -> None:
        """Move ubiquitin `number` to its place on its E2."""
        self.ubiquitins[number].pose = held_by(self.carriers[number].pose)
        self.ubiquitins[number].rests = self.carriers[number].rests

    def bend(self, number: int, share: float) -> None:
        """Bend the chain, whose last ubiquitin is `number`, from its pose at that joining to its pose at the next.

        `share` in 0…1 is the progress.
        """
        for body, pose in zip(self.ubiquitins, chain_bent(number, smoothstep(share)), strict=False):
            body.pose, body.rests = pose, not 0.0 < share < 1.0

    def follow(self, number: int, share: float) -> None:
        """Move the E3 to where ubiquitin `number` is joined, while its RING swings; `share` in 0…1 is the progress."""
        here, goal = self.transfers[number - 1 : number + 1]
        Carry(self._scaffold, [here.scaffold, goal.scaffold]).interpolate(share)
        self._scaffold.rests = not 0.0 < share < 1.0
        eased = smoothstep(share)
        self._ring.pose = ring_on(self._scaffold.pose, (1.0 - eased) * here.swing + eased * goal.swing)
        self._ring.rests = self._scaffold.rests

    def arrival(self, number: int) -> tuple[float, float, Carry]:
        """Return begin and end (shares of the whole time) and the motion of a charged E2 to the RING."""
        end = JOINED[number] - SEATED_SHARE
        return end - ARRIVE_SHARE, end, Carry(self.carriers[number], self._arrival_path(number))

    def departure(self, number: int) -> tuple[float, float, Carry]:
        """Return begin and end (shares of the whole time) and the motion of a discharged E2 out of the picture."""
        begin = JOINED[number] + RELEASE_SHARE
        return begin, begin + LEAVE_SHARES[number], Carry(self.carriers[number], self._exit_path(number))

    def _shifted(self, seat: Pose, shift: Points, degrees: float) -> Pose:
        """Return the pose `seat` shifted (right, up, towards the viewer; Å) and turned about the line of sight."""
        turn = rotation_about(PATH_AXES[2], degrees)
        return Pose(turn @ seat.rotation, seat.translation + shift @ PATH_AXES)

    def _arrival_path(self, number: int) -> list[Pose]:
        """Return an E2's path from the right of the picture, in front of the E3, to the RING."""
        seat = seated(self.transfers[number].ring)
        axes = self._molecule_view.view.rotation
        first = Pose(
            rotation_about(axes[2], 60.0) @ seat.rotation,
            self._molecule_view.spot(*ENTRY_PIXELS, IN_FRONT_ANGSTROM),
        )
        return [first, self._shifted(seat, APPROACH_ANGSTROM, 0.0), seat]

    def _exit_path(self, number: int) -> list[Pose]:
        """Return an E2's path from the RING out of the picture, below or above."""
        seat = seated(self.transfers[number].ring)
        right, down = EXITS_PIXELS[number]
        x, _ = self._molecule_view.point(seat.translation)
        axes = self._molecule_view.view.rotation
        last = Pose(
            rotation_about(axes[2], -70.0) @ seat.rotation,
            self._molecule_view.spot(x + right, down, IN_FRONT_ANGSTROM / 2),
        )
        return [seat, self._shifted(seat, RETREAT_ANGSTROM[number], 0.0), last]


class TransferUbiquitins(Motion):
    """Plays all four transfers; with an `ease` of its own, the part of them that this gives."""

    def __init__(self, relay: UbiquitinTransfer, *, ease: Callable[[float], float] = steady) -> None:
        super().__init__(ease=ease)
        self._relay = relay
        count = len(relay.places)
        self._arrivals = [None, *(relay.arrival(number) for number in range(1, count))]
        self._departures = [relay.departure(number) for number in range(count)]

    def move(self, share: float) -> None:
        """Move the E3, then each E2 along its path or with the RING; each ubiquitin stays on its E2 until it is joined."""
        relay = self._relay
        joined = sum(share >= at for at in JOINED)
        if not joined:
            relay.swing((share - SWING_SPAN[0]) / (SWING_SPAN[1] - SWING_SPAN[0]))
        else:
            begin, end = (JOINED[joined - 1] + at for at in BEND_SPANS[joined - 1])
            relay.bend(joined - 1, (share - begin) / (end - begin))
            if joined < len(JOINED):
                begin, end = (JOINED[joined - 1] + at for at in E3_SPANS[joined - 1])
                relay.follow(joined, (share - begin) / (end - begin))
            else:
                relay.follow(joined - 1, 1.0)
        for number, (arrival, departure) in enumerate(zip(self._arrivals, self._departures, strict=True)):
            if share >= departure[0]:
                _play(departure, share)
            elif arrival is not None and share < arrival[1]:
                _play(arrival, share)
            else:
                relay.sit(number)
            if share < JOINED[number]:
                relay.hold(number)


def _play(leg: tuple[float, float, Carry], alpha: float) -> None:
    """Set the motion of a leg (begin, end, motion) to the time `alpha`."""
    begin, end, carry = leg
    carry.interpolate(min(1.0, max(0.0, alpha - begin) / (end - begin)))
