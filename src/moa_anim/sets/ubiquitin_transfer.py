"""Four E2s bring a ubiquitin each to the E3's RING, which holds them while ubiquitin passes to the lysine at hand.

With a RING ligase, ubiquitin goes from the E2 that carries it straight to the lysine: the E2 holds it by its G76 until the
lysine has it. Where E2 and ubiquitin sit on the RING is a model after a structure of another E2 there. How the E3 follows the
growing chain is schematic: it swings on its hold of the receptor.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.rigid_bodies import Carry, RigidBody
from moa_anim.graphics.layout import BAND_TOP
from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import (
    chain_on_lysine,
    ligase,
    ligase_places,
    passed_ubiquitin,
    ubiquitin_atoms,
)
from moa_anim.molecule.beads import Beads, beads_of_atoms
from moa_anim.molecule.easing import smoothstep
from moa_anim.molecule.pose import Pose, rotation_about, rotation_from_vector, rotation_vector
from moa_anim.stage.molecule_view import MoleculeView
from moa_anim.stage.motion import Motion

Points = NDArray[np.float64]

JOINED = (0.14, 0.38, 0.62, 0.86)
"""When each ubiquitin is joined, as shares of the whole time."""

SETTLES_SHARE = 0.03
"""How long a ubiquitin takes from where the E2 held it to its place in the chain, turning about its G76."""

RELEASE_SHARE = 0.012
LEAVES_SHARE = 0.13
"""How long a spent E2 stays on the RING, and how long it takes to leave the picture."""

FOLLOWS = (0.035, 0.125)
"""When the E3 goes on to the next lysine, counted from a joining."""

COMES_SHARE = 0.17
SEATED_SHARE = 0.045
"""How long a charged E2 takes to reach the RING, and how long it sits there until its ubiquitin is joined."""

E2_TONE = 0.13
"""How much lighter than the E3 an E2 is, so that the two can be distinguished."""

APPROACH_ANGSTROM = np.array([38.0, -6.0, 30.0])
RETREAT_ANGSTROM = np.array([14.0, -44.0, 14.0])
"""From its seat on the RING (right, up, towards the viewer): where an E2 comes in by, and where it backs off to."""

ENTRY_PIXELS = (2090.0, 640.0)
"""Where E2s come from: outside the picture at the right (design pixels)."""

IN_FRONT_ANGSTROM = 42.0
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


def seated(scaffold: Pose) -> Pose:
    """The pose of the E2 on the RING of an E3 whose scaffold is at a pose."""
    return Pose(scaffold.rotation, scaffold.apply(e2_middle()[None])[0])


def held_by(e2: Pose) -> Pose:
    """The pose of the ubiquitin that an E2 at a pose holds."""
    own = ligase().ubiquitin
    return e2.after(Pose(own.rotation, own.translation - e2_middle()))


class UbiquitinTransfer:
    """The E2s and their ubiquitins. The first E2 arrives on the E3's RING (`ride`)."""

    def __init__(self, molecule_view: MoleculeView, scaffold: RigidBody) -> None:
        self._molecule_view, self._scaffold = molecule_view, scaffold
        self.places, self.stands = list(chain_on_lysine()), list(ligase_places())
        shape = beads_of_atoms(passed_ubiquitin())
        self.ubiquitins = [RigidBody([(shape, Role.UBIQUITIN)]) for _ in self.places]
        self.carriers = [RigidBody([(e2_shape(), Role.LIGASE)]) for _ in self.places]
        self.ride()
        for number in range(1, len(self.places)):
            self.carriers[number].pose = self._way_in(number)[0]
            self.hold(number)

    def ride(self) -> None:
        """Move the first E2, with its ubiquitin, to where the E3's RING is now."""
        self.sit(0)
        self.hold(0)

    def sit(self, number: int) -> None:
        """Move an E2 to where the E3's RING is now."""
        self.carriers[number].pose = seated(self._scaffold.pose)

    def hold(self, number: int) -> None:
        """Move a ubiquitin to where its E2 holds it."""
        self.ubiquitins[number].pose = held_by(self.carriers[number].pose)

    def settle(self, number: int, share: float) -> None:
        """Turn a joined ubiquitin about its G76 from where its E2 held it to its place in the chain."""
        place = self.places[number]
        if share >= 1.0:
            self.ubiquitins[number].pose = place
            return
        carbon = ubiquitin_atoms()["G76_C"]
        held = held_by(seated(self.stands[number])).rotation
        turn = rotation_vector(held @ place.rotation.T)
        rotation = rotation_from_vector((1.0 - smoothstep(share)) * turn) @ place.rotation
        joint = place.apply(carbon[None])[0]
        self.ubiquitins[number].pose = Pose(rotation, joint - rotation @ carbon)

    def follows(self, number: int) -> tuple[float, float, Carry]:
        """The E3's way to where ubiquitin `number` is joined, with its begin and end as shares of the whole time."""
        begin, end = (JOINED[number - 1] + at for at in FOLLOWS)
        return begin, end, Carry(self._scaffold, self.stands[number - 1 : number + 1])

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
        seat = seated(self.stands[number])
        axes = self._molecule_view.view.rotation
        first = Pose(
            rotation_about(axes[2], 60.0) @ seat.rotation,
            self._molecule_view.spot(*ENTRY_PIXELS, IN_FRONT_ANGSTROM),
        )
        return [first, self._off(seat, APPROACH_ANGSTROM, 14.0), seat]

    def _way_out(self, number: int) -> list[Pose]:
        """From the RING down, out of the picture."""
        seat = seated(self.stands[number])
        x, _ = self._molecule_view.point(seat.translation)
        axes = self._molecule_view.view.rotation
        last = Pose(
            rotation_about(axes[2], -70.0) @ seat.rotation,
            self._molecule_view.spot(x + 140.0, BAND_TOP + 130.0, IN_FRONT_ANGSTROM / 2),
        )
        return [seat, self._off(seat, RETREAT_ANGSTROM, -16.0), last]


class TransferUbiquitins(Motion):
    """All four E2s at work."""

    def __init__(self, relay: UbiquitinTransfer) -> None:
        super().__init__()
        self._relay = relay
        count = len(relay.places)
        self._follows = [relay.follows(number) for number in range(1, count)]
        self._comes = [None, *(relay.comes(number) for number in range(1, count))]
        self._leaves = [relay.leaves(number) for number in range(count)]

    def interpolate(self, alpha: float) -> None:
        """Move the E3, then each E2 on its way or with its RING; each ubiquitin stays on its E2 until it is joined."""
        relay = self._relay
        _play_last(self._follows, alpha)
        for number, (comes, leaves) in enumerate(zip(self._comes, self._leaves, strict=True)):
            if alpha >= leaves[0]:
                _play_last([leaves], alpha)
            elif comes is not None and alpha < comes[1]:
                _play_last([comes], alpha)
            else:
                relay.sit(number)
            if alpha < JOINED[number]:
                relay.hold(number)
            else:
                relay.settle(number, (alpha - JOINED[number]) / SETTLES_SHARE)


def _play_last(legs: list[tuple[float, float, Carry]], alpha: float) -> None:
    """Bring what moves along legs (begin, end, motion) to where it is: on the leg that began last."""
    for begin, end, carry in [leg for leg in legs if leg[0] <= alpha][-1:]:
        carry.interpolate(min(1.0, (alpha - begin) / (end - begin)))
