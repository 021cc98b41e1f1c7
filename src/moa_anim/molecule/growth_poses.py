"""Poses of the growing ubiquitin chain, printed by `tools/chain_growth.py`: a model, found by a seeded search.

The last transfer, and the bends before and after it, were searched by themselves, with links and finished chain kept and with
the cost of what hides the chain: the one found before had its E2 in front of the ubiquitin that it gave to.
`VIAS` were searched again for the shortest ways: those found before whipped a ubiquitin around by half a turn and back.
"""

from __future__ import annotations

from dataclasses import dataclass

Vector3 = tuple[float, float, float]


@dataclass(frozen=True)
class Step:
    """A transfer to the last ubiquitin of a chain, as rotation vectors (radians).

    `chain`: rotations of the ubiquitins joined before (stage frame); `seat`: rotation from the last one's frame to the
    RING's; `swing`: rotation of the RING on its linker (scaffold's frame).
    """

    chain: tuple[Vector3, ...]
    seat: Vector3
    swing: Vector3


LINKS: tuple[Vector3, ...] = (
    (-0.17249, -0.98440, -0.03467),
    (-0.58433, -0.81149, 0.00673),
    (-0.89297, 0.24840, 0.37536),
)
"""For each link the unit vector from K48 NZ to the G76 C joined to it, in the frame of the ubiquitin with the lysine."""

STEPS: tuple[Step, ...] = (
    Step(
        chain=((-0.03973, 1.25455, 1.48020),),
        seat=(-1.31943, 2.21428, -0.50662),
        swing=(0.11630, 0.23098, -0.43459),
    ),
    Step(
        chain=(
            (0.62716, -1.62100, -0.59708),
            (0.62937, 0.59683, 2.33206),
        ),
        seat=(-0.52553, 2.83139, -0.01423),
        swing=(-0.00608, 0.14366, -0.44416),
    ),
    Step(
        chain=(
            (0.34279, -2.53118, -0.73854),
            (-0.09123, -1.16626, -1.58853),
            (1.07514, -2.10481, 1.37992),
        ),
        seat=(-1.23366, -1.31584, -2.12589),
        swing=(0.01199, -0.14128, -0.44984),
    ),
)
"""The second, third and fourth transfer."""

FINAL_CHAIN: tuple[Vector3, ...] = (
    (-0.43469, 0.15115, 0.58426),
    (-0.85953, -1.83094, -1.07602),
    (-0.30426, 0.09845, 0.77396),
    (-0.35126, 1.90986, 1.69345),
)
"""Rotations of the ubiquitins in the finished chain: clear of the E3 and 8 Å of the receptor, each ubiquitin visible."""

VIAS: tuple[tuple[Vector3, ...], ...] = (
    ((0.2953, -1.8600, 0.4731),),
    (
        (1.0646, -1.0162, -0.7525),
        (0.1754, -0.9365, -0.4443),
    ),
    (
        (-0.4591, 0.6287, 0.0257),
        (0.3559, -0.4835, -1.5424),
        (-0.3653, -0.1602, -1.0788),
    ),
    (
        (-0.0903, -2.5184, -0.2342),
        (0.1585, -0.3813, -0.6165),
        (1.1663, -0.9090, 0.9742),
        (0.9991, -1.3658, 0.4810),
    ),
)
"""Rotation of each ubiquitin half-way through a bending of the chain, relative to its end; one row for each bending."""
