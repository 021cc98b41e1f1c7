"""Poses of the growing ubiquitin chain, printed by `tools/chain_growth.py`: a model, found by a seeded search."""

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
            (-0.33780, -1.29276, -1.44953),
            (0.63253, 0.96900, 2.90347),
            (0.64874, -1.99720, 2.17734),
        ),
        seat=(-1.15108, -1.46725, -1.81008),
        swing=(0.21472, 0.42295, 0.09061),
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
    ((-0.723, -2.772, 0.402),),
    (
        (1.012, -1.345, -0.983),
        (0.322, -0.890, -0.253),
    ),
    (
        (-0.688, -0.265, 0.236),
        (0.105, -0.210, -0.427),
        (0.081, 0.416, -0.134),
    ),
    (
        (-0.03805, -0.18939, -0.37326),
        (-0.61128, -0.31033, -0.69340),
        (0.31287, 0.47084, -0.53290),
        (-0.09772, -3.28510, -0.42756),
    ),
)
"""Rotation of each ubiquitin half-way through a bending of the chain, relative to its end; one row for each bending."""
