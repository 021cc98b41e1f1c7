"""Four E2s bring a ubiquitin each to the E3's RING, which holds them while ubiquitin passes to the lysine at hand.

With a RING ligase, ubiquitin goes from the E2 that carries it straight to the lysine: the E2 holds it by its G76 until the
lysine has it. Where E2 and ubiquitin sit on the RING is a model after a structure of another E2 there. How the chain bends
between transfers, and how the E3 and its RING move, is a model too (`molecule/ubiquitin_growth.py`).
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.rigid_bodies import Carry, RigidBody
from moa_anim.graphics.layout import BAND_TOP
from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import ligase, passed_ubiquitin
from moa_anim.molecule.beads import Beads, beads_of_atoms
from moa_anim.molecule.easing import smoothstep
from moa_anim.molecule.pose import Pose, rotation_about
from moa_anim.molecule.ubiquitin_growth import chain_bent, chain_on_lysine, ring_on, transfers
from moa_anim.stage.molecule_view import MoleculeView
from moa_anim.stage.motion import Motion

Points = NDArray[np.float64]

JOINED = (0.14, 0.38, 0.62, 0.86)
"""When each ubiquitin is joined, as shares of the whole time."""

BENDS = ((0.015, 0.15), (0.06, 0.19), (0.06, 0.19), (0.035, 0.135))
FOLLOWS = ((0.09, 0.185), (0.03, 0.12), (0.03, 0.12))
"""When the chain bends at its links after each joining, and when the E3 goes on to the next lysine, counted from a joining.
Which is first is chosen so that they keep clear of each other."""

RELEASE_SHARE = 0.012
LEAVES_SHARE = 0.13
"""How long a spent E2 stays on the RING, and how long it takes to leave the picture."""

COMES_SHARE = 0.17
SEATED_SHARE = 0.025
"""How long a charged E2 takes to reach the RING, and how long it sits there until its ubiquitin is joined."""

E2_TONE = 0.13
"""How much lighter than the E3 an E2 is, so that the two can be distinguished."""

APPROACH_ANGSTROM = np.array([11.0, -28.0, 32.0])
RETREATS_ANGSTROM = np.array([[8.0, -43.0, 5.0], [28.0, -32.0, 11.0], [36.0, -23.0, 11.0], [18.0, -39.0, 9.0]])
"""From its seat on the RING (right, up, towards the viewer): where an E2 comes in by, and where each backs off to. In these
directions it slides past what is there with the least contact."""

ENTRY_PIXELS = (2090.0, 640.0)
"""Where E2s come from: outside the picture at the right (design pixels)."""

IN_FRONT_ANGSTROM = 75.0
"""How far towards the viewer an E2 is on its way in."""


@cache
def e2_shape() -> Beads:
    """An E2's atoms about their middle, as they are turned in the frame of `ligase()`."""
    beads = beads_of_atoms(ligase().e2)
    return Beads(beads.positions - e2_middle(), beads.radii, beads.residues, beads.tones + E2_TONE)


@cache
def e2_middle() -> Points:
    """Middle (3,) of the seated E2 in the frame of `ligase()`, Å."""
    return np.asarray(ligase().e2.positions.mean(axis=0))


def seated(ring: Pose) -> Pose:
    """The pose of the E2 on a RING at a pose."""
    return Pose(ring.rotation, ring.apply(e2_middle()[None])[0])


def held_by(e2: Pose) -> Pose:
    """The pose of the ubiquitin that an E2 at a pose holds."""
    own = ligase().ubiquitin
    return e2.after(Pose(own.rotation, own.translation - e2_middle()))


class UbiquitinTransfer:
    """The E2s and their ubiquitins. The first E2 arrives on the E3's RING (`ride`)."""

    def __init__(self, molecule_view: MoleculeView, scaffold: RigidBody, ring: RigidBody) -> None:
        self._molecule_view, self._scaffold, self._ring = molecule_view, scaffold, ring
        self.transfers, self.places = transfers(), list(chain_on_lysine())
        shape = beads_of_atoms(passed_ubiquitin())
        self.ubiquitins = [RigidBody([(shape, Role.UBIQUITIN)]) for _ in self.places]
        self.carriers = [RigidBody([(e2_shape(), Role.LIGASE)]) for _ in self.places]
        self.ride()
        for number in range(1, len(self.places)):
            self.carriers[number].pose = self._way_in(number)[0]
            self.hold(number)

    def ride(self) -> None:
        """Move the RING, the first E2 and its ubiquitin to where the E3 is now."""
        self._ring.pose = self._scaffold.pose
        self.sit(0)
        self.hold(0)

    def sit(self, number: int) -> None:
        """Move an E2 to where the RING is now."""
        self.carriers[number].pose = seated(self._ring.pose)

    def hold(self, number: int) -> None:
        """Move a ubiquitin to where its E2 holds it."""
        self.ubiquitins[number].pose = held_by(self.carriers[number].pose)

    def bend(self, number: int, share: float) -> None:
        """Bend the chain, whose last ubiquitin is `number`, from where it was joined to where the next is joined."""
        for body, pose in zip(self.ubiquitins, chain_bent(number, smoothstep(share)), strict=False):
            body.pose = pose

    def follow(self, number: int, share: float) -> None:
        """Move the E3 towards where ubiquitin `number` is joined; its RING swings on the way."""
        here, goal = self.transfers[number - 1 : number + 1]
        Carry(self._scaffold, [here.scaffold, goal.scaffold]).interpolate(share)
        eased = smoothstep(share)
        self._ring.pose = ring_on(self._scaffold.pose, (1.0 - eased) * here.swing + eased * goal.swing)
        self._ring.rests = self._scaffold.rests

    def comes(self, number: int) -> tuple[float, float, Carry]:
        """A charged E2's way to the RING, with its begin and end."""
        end = JOINED[number] - SEATED_SHARE
        return end - COMES_SHARE, end, Carry(self.carriers[number], self._way_in(number))

    def leaves(self, number: int) -> tuple[float, float, Carry]:
        """A spent E2's way out of the picture, with its begin and end."""
        begin = JOINED[number] + RELEASE_SHARE
        return begin, begin + LEAVES_SHARE, Carry(self.carriers[number], self._way_out(number))

    def _off(self, seat: Pose, shift: Points, degrees: float) -> Pose:
        """A pose beside a seat: shifted (right, up, towards the viewer; Å) and turned about the line of sight."""
        axes = self._molecule_view.view.rotation
        return Pose(rotation_about(axes[2], degrees) @ seat.rotation, seat.translation + shift @ axes)

    def _way_in(self, number: int) -> list[Pose]:
        """From the right of the picture to the RING, in front of the E3."""
        seat = seated(self.transfers[number].ring)
        axes = self._molecule_view.view.rotation
        first = Pose(
            rotation_about(axes[2], 60.0) @ seat.rotation,
            self._molecule_view.spot(*ENTRY_PIXELS, IN_FRONT_ANGSTROM),
        )
        return [first, self._off(seat, APPROACH_ANGSTROM, 0.0), seat]

    def _way_out(self, number: int) -> list[Pose]:
        """From the RING down, out of the picture."""
        seat = seated(self.transfers[number].ring)
        x, _ = self._molecule_view.point(seat.translation)
        axes = self._molecule_view.view.rotation
        last = Pose(
            rotation_about(axes[2], -70.0) @ seat.rotation,
            self._molecule_view.spot(x + 140.0, BAND_TOP + 130.0, IN_FRONT_ANGSTROM / 2),
        )
        return [seat, self._off(seat, RETREATS_ANGSTROM[number], 0.0), last]


class TransferUbiquitins(Motion):
    """All four E2s at work."""

    def __init__(self, relay: UbiquitinTransfer) -> None:
        super().__init__()
        self._relay = relay
        count = len(relay.places)
        self._comes = [None, *(relay.comes(number) for number in range(1, count))]
        self._leaves = [relay.leaves(number) for number in range(count)]

    def interpolate(self, alpha: float) -> None:
        """Move the E3, then each E2 on its way or with its RING; each ubiquitin stays on its E2 until it is joined."""
        relay = self._relay
        joined = sum(alpha >= at for at in JOINED)
        if joined:
            begin, end = (JOINED[joined - 1] + at for at in BENDS[joined - 1])
            relay.bend(joined - 1, (alpha - begin) / (end - begin))
            if joined < len(JOINED):
                begin, end = (JOINED[joined - 1] + at for at in FOLLOWS[joined - 1])
                relay.follow(joined, (alpha - begin) / (end - begin))
            else:
                relay.follow(joined - 1, 1.0)
        for number, (comes, leaves) in enumerate(zip(self._comes, self._leaves, strict=True)):
            if alpha >= leaves[0]:
                _play(leaves, alpha)
            elif comes is not None and alpha < comes[1]:
                _play(comes, alpha)
            else:
                relay.sit(number)
            if alpha < JOINED[number]:
                relay.hold(number)


def _play(leg: tuple[float, float, Carry], alpha: float) -> None:
    """Bring what moves along a leg (begin, end, motion) to where it is."""
    begin, end, carry = leg
    carry.interpolate(min(1.0, max(0.0, alpha - begin) / (end - begin)))
