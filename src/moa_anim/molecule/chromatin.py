"""DNA as it lies in a nucleus, and the schematic bodies on it: coils about histones, a polymerase's claw. Lengths in Å.

DNA is canonical B-form, right-handed; about the histones it goes in a left-handed coil. The histones and the polymerase are
schematic: beads that fill ellipsoids set by hand, plainly no measured shape.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from moa_anim.molecule.assemblies import (
    DNA_BASES_A_TURN,
    DNA_GROOVE_DEGREES,
    DNA_RADIUS_ANGSTROM,
    DNA_RISE_ANGSTROM,
    gathered,
)
from moa_anim.molecule.beads import Beads

Points = NDArray[np.float64]
Lobe = tuple[Points, tuple[float, float, float]]
"""An ellipsoid: its middle and its half axes (Å)."""

COIL_RADIUS_ANGSTROM, COIL_PITCH_ANGSTROM, COIL_TURNS = 41.8, 25.9, 2.0
"""DNA about the histones, left-handed (Richmond & Davey, Nature 2003, 423, 145); two turns, as with the linker histone."""

OUTLET = np.array([-14.0, 66.0, -4.0])
"""Origin of the polymerase's own frame, above the DNA's axis (Å): RNA leaves it up and to the left of there."""


def filled(
    lobes: list[Lobe],
    seed: int,
    *,
    spacing: float = 6.2,
    radius: float = 5.0,
    spare: float = 0.0,
    shell: float = np.inf,
) -> Beads:
    """A schematic body: beads on a shaken lattice inside ellipsoids (middle, half axes; Å). No measured shape.

    Nothing of it comes nearer than `spare` (Å) to the x axis; what lies deeper than `shell` in a lobe is left out, unseen.
    """
    random = np.random.default_rng(seed)
    reach = np.array([max(half) for _, half in lobes])[:, None]
    middles = np.array([middle for middle, _ in lobes])
    low, high = (middles - reach).min(axis=0), (middles + reach).max(axis=0)
    axes = [np.arange(a, b, spacing) for a, b in zip(low, high, strict=True)]
    lattice = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)
    lattice = lattice + random.uniform(-0.42, 0.42, lattice.shape) * spacing
    inside = np.zeros(len(lattice), dtype=np.bool_)
    for middle, half in lobes:
        inside |= (((lattice - middle) / (np.array(half) - 0.6 * radius)) ** 2).sum(axis=1) < 1.0
    for middle, half in lobes:
        core = np.maximum(np.array(half) - shell, 1e-3)
        inside &= (((lattice - middle) / core) ** 2).sum(axis=1) > 1.0
    inside &= np.hypot(lattice[:, 1], lattice[:, 2]) >= spare
    places = lattice[inside]
    count = len(places)
    radii = radius * random.uniform(0.9, 1.12, count)
    return Beads(places, radii, np.zeros(count, dtype=np.int64), random.choice([-0.03, 0.0, 0.03], count))


def visible_beads(beads: Beads, rotation: Points) -> set[int]:
    """Which beads (rows) are seen at all when a body is turned by `rotation` (3, 3) and looked at from +z."""
    turned = beads.positions @ rotation.T
    places = (turned[:, :2] - turned[:, :2].min(axis=0)) / LOOK_ANGSTROM
    radii = beads.radii / LOOK_ANGSTROM
    reach = int(np.ceil(radii.max())) + 1
    size = np.ceil(places.max(axis=0)).astype(int) + 2 * reach + 1
    front, owner = np.full(size, -np.inf), np.full(size, -1)
    near = np.arange(-reach, reach + 1)
    for row, ((x, y), radius) in enumerate(zip(places, radii, strict=True)):
        column, line = round(float(x)), round(float(y))
        rest = radius**2 - (column + near[:, None] - x) ** 2 - (line + near[None, :] - y) ** 2
        height = np.where(
            rest > 0.0, turned[row, 2] + LOOK_ANGSTROM * np.sqrt(np.maximum(rest, 0.0)), -np.inf
        )
        window = slice(column, column + 2 * reach + 1), slice(line, line + 2 * reach + 1)
        nearer = height > front[window]
        front[window][nearer], owner[window][nearer] = height[nearer], row
    return set(np.unique(owner[owner >= 0]).tolist())


LOOK_ANGSTROM = 0.7
"""Between lines of sight: three pixels of the picture of a gene."""


@cache
def polymerase() -> Beads:
    """RNA polymerase II as a claw that holds the DNA from above: schematic, about as large as it is (140 × 130 × 110 Å).

    In its own frame, whose origin lies OUTLET above the DNA's axis.
    """
    pieces = []
    for number, (lobe, tone) in enumerate(POLYMERASE_LOBES):
        beads = filled([lobe], 12 + number, spacing=5.8, radius=4.8, spare=17.0, shell=13.0)
        pieces.append(Beads(beads.positions - OUTLET, beads.radii, beads.residues, beads.tones + tone))
    return gathered(pieces)


def _lobe(x: float, y: float, z: float, *half: float) -> Lobe:
    return np.array([x, y, z]), (half[0], half[1], half[2])


POLYMERASE_LOBES = (
    (_lobe(4, 42, -12, 58, 36, 40), -0.02),
    (_lobe(-30, 58, 0, 34, 30, 36), 0.05),
    (_lobe(34, 14, 26, 28, 38, 20), 0.0),
    (_lobe(-30, 10, 28, 22, 30, 18), 0.03),
    (_lobe(0, -6, -34, 52, 32, 20), -0.05),
    (_lobe(46, 40, 2, 26, 26, 34), 0.06),
)
"""Body, stalk's side, jaw, clamp, back wall, lobe, and how much lighter each is: after the shape in Cramer et al., Science
2001, 292, 1863, by hand."""


@cache
def coiled_dna(half: float, faces_up: tuple[float, float]) -> tuple[Beads, Beads]:
    """DNA along x, straight from −`half` to `half` (Å) and coiled at both ends: its two backbones, the bases between.

    At both places `faces_up` (x, Å), a turn apart or so, its wide groove faces up (+y).
    """
    axis, length = dna_axis(half)
    steps = np.arange(0.0, length[-1], DNA_RISE_ANGSTROM / 3)
    path = np.stack([np.interp(steps, length, column) for column in axis.T], axis=1)
    tangents = np.gradient(path, axis=0)
    tangents /= np.linalg.norm(tangents, axis=1, keepdims=True)
    up = _carried(tangents)
    sideways = np.cross(tangents, up)
    middle_up = np.array([sum(faces_up) / 2, 0.0, 0.0])
    there = float(steps[np.argmin(np.linalg.norm(path - middle_up, axis=1))])
    # Half a turn beside the middle of the two places, so that each of them is as near to a whole turn as the other.
    turns = (steps - there) / (DNA_RISE_ANGSTROM * DNA_BASES_A_TURN) + 0.5
    angles = 2 * np.pi * turns + np.radians(WIDE_GROOVE_UP_DEGREES)
    middle = slice(1, None, 3)
    backbones, bases = [], []
    for shift in (0.0, np.radians(DNA_GROOVE_DEGREES)):
        out = np.cos(angles + shift)[:, None] * up + np.sin(angles + shift)[:, None] * sideways
        backbones.append(path + DNA_RADIUS_ANGSTROM * out)
        bases += [path[middle] + radius * out[middle] for radius in (2.2, 5.8)]
    return plain(np.vstack(backbones), 3.0), plain(np.vstack(bases), 2.4)


WIDE_GROOVE_UP_DEGREES = 180.0 - DNA_GROOVE_DEGREES / 2
"""Of the first backbone from straight up: the middle of the wide groove lies half a circle from that of the narrow one, which
is half the groove's angle on from the backbone."""


def dna_axis(half: float) -> tuple[Points, Points]:
    """Points (n, 3; Å) of the DNA's axis from left to right, straight between ±`half`, and how far along it each is."""
    turn = np.linspace(0.0, 2 * np.pi * COIL_TURNS, 400)
    # Going on to the right it rises from the coil's lowest point, and away from the viewer: left-handed.
    coil = np.stack(
        [
            half + COIL_RADIUS_ANGSTROM * np.sin(turn),
            COIL_RADIUS_ANGSTROM * (1 - np.cos(turn)),
            -COIL_PITCH_ANGSTROM * turn / (2 * np.pi),
        ],
        axis=1,
    )
    beyond = coil[-1] + np.linspace(1.0, 60.0, 20)[:, None] * np.array([1.0, 0.0, 0.0])
    straight = np.stack([np.linspace(0.0, half, 120)[:-1], *np.zeros((2, 119))], axis=1)
    right = np.vstack([straight, coil, beyond])
    left = right[:0:-1] * np.array([-1.0, 1.0, -1.0])  # turned about the upright axis: left-handed too
    axis = np.vstack([left, right])
    steps = np.linalg.norm(np.diff(axis, axis=0), axis=1)
    return axis, np.concatenate([[0.0], np.cumsum(steps)])


def _carried(tangents: Points) -> Points:
    """A direction across each tangent (n, 3), carried along without twist, upwards in the middle of the way."""
    across = np.zeros_like(tangents)
    middle = len(tangents) // 2
    across[middle] = (0.0, 1.0, 0.0)
    for order in (range(middle + 1, len(tangents)), range(middle - 1, -1, -1)):
        before = across[middle]
        for row in order:
            before = before - (before @ tangents[row]) * tangents[row]
            before = before / np.linalg.norm(before)
            across[row] = before
    return across


@cache
def histones(half: float) -> Beads:
    """Eight histones in the middle of each coil, four in a layer: schematic."""
    lobes = []
    for side in (-1.0, 1.0):
        for layer in (0.5, 1.5):
            for corner in range(4):
                angle = np.pi / 2 * corner + 0.5 * layer
                middle = np.array(
                    [
                        side * half + 16.0 * np.cos(angle),
                        COIL_RADIUS_ANGSTROM + 16.0 * np.sin(angle),
                        -side * COIL_PITCH_ANGSTROM * layer,
                    ]
                )
                lobes.append((middle, (17.0, 17.0, 15.0)))
    return gathered(
        [filled([lobe], 30 + number, spacing=4.8, radius=3.9) for number, lobe in enumerate(lobes)]
    )


def plain(places: Points, radius: float) -> Beads:
    """Beads of one size at these places (n, 3)."""
    count = len(places)
    return Beads(places, np.full(count, radius), np.zeros(count, dtype=np.int64), np.zeros(count))
