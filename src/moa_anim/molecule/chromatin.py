"""DNA as in a nucleus, and the schematic bodies on it: histones with DNA coiled about them, a polymerase. Lengths in Å.

DNA is canonical B-form, right-handed; about the histones it goes in a left-handed coil. The histones and the polymerase are
schematic: beads that fill ellipsoids set by hand, plainly no measured shape.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moa_anim.molecule.beads import Beads, filled_lattice, gathered, lattice_points, plain

Points = NDArray[np.float64]
Lobe = tuple[ArrayLike, tuple[float, float, float]]
"""An ellipsoid: its middle and its half axes (Å)."""

DNA_RISE_ANGSTROM = 3.4
"""Canonical B-form: along the axis from base pair to base pair."""

DNA_BASES_A_TURN = 10.5
"""Canonical B-form: base pairs for each turn of the helix."""

DNA_RADIUS_ANGSTROM = 9.4
"""Of the backbones: phosphates lie 9–10 Å from the axis."""

DNA_GROOVE_DEGREES = 150.0
"""From one backbone to the other about the axis: not 180, which makes one groove wide and the other narrow."""

BASE_RADII_ANGSTROM = (2.2, 5.8)
"""Distances from the axis at which the beads of the bases stand."""

BACKBONE_BEAD_ANGSTROM = 3.0
"""Radius of a bead of a backbone."""

BASE_BEAD_ANGSTROM = 2.4
"""Radius of a bead of a base."""

BEADS_FOR_A_BASE_PAIR = 3
"""Beads of each backbone along one base pair."""

WIDE_GROOVE_UP_DEGREES = 180.0 - DNA_GROOVE_DEGREES / 2
"""Angle of the first backbone from straight up at which the wide groove faces up.

The middle of the wide groove is opposite that of the narrow one, which lies half the groove's angle on from the backbone.
"""

COIL_RADIUS_ANGSTROM = 41.8
"""Of the DNA's axis about the histones (Richmond & Davey, Nature 2003, 423, 145)."""

COIL_PITCH_ANGSTROM = 25.9
"""Along the coil's axis for each turn (the same source)."""

COIL_TURNS = 2.0
"""Turns about the histones: 1.65 in the measured core particle, two with the linker histone."""

BEYOND_COIL_ANGSTROM = 60.0
"""Length of straight DNA that leaves the far end of a coil."""

HISTONE_RING_ANGSTROM = 16.0
"""From a coil's axis to the middles of the four histones of a layer."""

HISTONE_HALF_AXES_ANGSTROM = (17.0, 17.0, 15.0)
"""Of the ellipsoid that stands for a histone."""

HISTONE_SEED = 30
"""Of the random numbers of the first histone; the others follow."""

POLYMERASE_SEED = 12
"""Of the random numbers of the polymerase's first lobe; the others follow."""

OUTLET = np.array([-14.0, 66.0, -4.0])
"""Origin of the polymerase's own frame, above the DNA's axis (Å): RNA leaves it up and to the left from there."""

POLYMERASE_LOBES: tuple[tuple[Lobe, float], ...] = (
    (((4.0, 42.0, -12.0), (58.0, 36.0, 40.0)), -0.02),  # body
    (((-30.0, 58.0, 0.0), (34.0, 30.0, 36.0)), 0.05),  # stalk's side
    (((34.0, 14.0, 26.0), (28.0, 38.0, 20.0)), 0.0),  # jaw
    (((-30.0, 10.0, 28.0), (22.0, 30.0, 18.0)), 0.03),  # clamp
    (((0.0, -6.0, -34.0), (52.0, 32.0, 20.0)), -0.05),  # back wall
    (((46.0, 40.0, 2.0), (26.0, 26.0, 34.0)), 0.06),  # lobe
)
"""Ellipsoids of the polymerase, and how much lighter each is (tone).

Set by hand after the shape in Cramer et al., Science 2001, 292, 1863.
"""

SIGHT_LINE_ANGSTROM = 0.7
"""Between the lines of sight along which `visible_beads` looks: about three pixels of the picture of a gene."""

ELLIPSOID_INSET_SHARE = 0.6
"""Share of a bead's radius by which bead centres stay inside the surface of the ellipsoid that they fill."""


def filled(
    lobes: Sequence[Lobe],
    seed: int,
    *,
    spacing: float = 6.2,
    radius: float = 5.0,
    spare: float = 0.0,
    shell: float = np.inf,
) -> Beads:
    """Return a schematic body: beads of about `radius` on a shaken lattice inside ellipsoids. It is no measured shape.

    Bead centres keep at least `spare` (Å) from the x axis. Of each lobe only the outer `shell` (Å) is filled: deeper beads
    would not be seen.
    """
    random = np.random.default_rng(seed)
    reach = np.array([max(half) for _, half in lobes])[:, None]
    middles = np.array([middle for middle, _ in lobes], dtype=float)
    lattice = lattice_points((middles - reach).min(axis=0), (middles + reach).max(axis=0), spacing, random)
    inside = np.zeros(len(lattice), dtype=np.bool_)
    for middle, half in lobes:
        inside |= (
            ((lattice - np.asarray(middle)) / (np.array(half) - ELLIPSOID_INSET_SHARE * radius)) ** 2
        ).sum(axis=1) < 1.0
    for middle, half in lobes:
        core = np.maximum(np.array(half) - shell, 1e-3)
        inside &= (((lattice - np.asarray(middle)) / core) ** 2).sum(axis=1) > 1.0
    inside &= np.hypot(lattice[:, 1], lattice[:, 2]) >= spare
    return filled_lattice(lattice[inside], radius, random)


def visible_beads(beads: Beads, rotation: Points) -> set[int]:
    """Return the rows of the beads that are not hidden when a body is turned by `rotation` (3, 3) and seen from +z."""
    turned = beads.positions @ rotation.T
    places = (turned[:, :2] - turned[:, :2].min(axis=0)) / SIGHT_LINE_ANGSTROM
    radii = beads.radii / SIGHT_LINE_ANGSTROM
    reach = int(np.ceil(radii.max())) + 1
    size = np.ceil(places.max(axis=0)).astype(int) + 2 * reach + 1
    front, owner = np.full(size, -np.inf), np.full(size, -1)
    near = np.arange(-reach, reach + 1)
    for row, ((x, y), radius) in enumerate(zip(places, radii, strict=True)):
        column, line = round(float(x)), round(float(y))
        rest = radius**2 - (column + near[:, None] - x) ** 2 - (line + near[None, :] - y) ** 2
        height = np.where(
            rest > 0.0, turned[row, 2] + SIGHT_LINE_ANGSTROM * np.sqrt(np.maximum(rest, 0.0)), -np.inf
        )
        window = slice(column, column + 2 * reach + 1), slice(line, line + 2 * reach + 1)
        nearer = height > front[window]
        front[window][nearer], owner[window][nearer] = height[nearer], row
    return set(np.unique(owner[owner >= 0]).tolist())


@cache
def polymerase() -> Beads:
    """Return RNA polymerase II as a claw about the DNA: schematic, in its measured size (140 × 130 × 110 Å).

    It is given in its own frame, whose origin lies OUTLET above the DNA's axis.
    """
    pieces = []
    for number, (lobe, tone) in enumerate(POLYMERASE_LOBES):
        beads = filled([lobe], POLYMERASE_SEED + number, spacing=5.8, radius=4.8, spare=17.0, shell=13.0)
        pieces.append(Beads(beads.positions - OUTLET, beads.radii, beads.residues, beads.tones + tone))
    return gathered(pieces)


@cache
def coiled_dna(half: float, faces_up: tuple[float, float]) -> tuple[Beads, Beads]:
    """Return DNA along x, straight from −`half` to `half` (Å) and coiled at both ends: its backbones, and its bases.

    At both positions `faces_up` (x, Å), about one turn apart, its wide groove faces up (+y).
    """
    axis, length = dna_axis(half)
    steps = np.arange(0.0, length[-1], DNA_RISE_ANGSTROM / BEADS_FOR_A_BASE_PAIR)
    path = np.stack([np.interp(steps, length, column) for column in axis.T], axis=1)
    tangents = np.gradient(path, axis=0)
    tangents /= np.linalg.norm(tangents, axis=1, keepdims=True)
    up = _untwisted_normals(tangents)
    sideways = np.cross(tangents, up)
    middle_up = np.array([sum(faces_up) / 2, 0.0, 0.0])
    there = float(steps[np.argmin(np.linalg.norm(path - middle_up, axis=1))])
    # Half a turn off at the middle of the two positions: each of them is then equally near to a whole turn.
    turns = (steps - there) / (DNA_RISE_ANGSTROM * DNA_BASES_A_TURN) + 0.5
    angles = 2 * np.pi * turns + np.radians(WIDE_GROOVE_UP_DEGREES)
    middle = slice(1, None, BEADS_FOR_A_BASE_PAIR)
    backbones, bases = [], []
    for shift in (0.0, np.radians(DNA_GROOVE_DEGREES)):
        out = np.cos(angles + shift)[:, None] * up + np.sin(angles + shift)[:, None] * sideways
        backbones.append(path + DNA_RADIUS_ANGSTROM * out)
        bases += [path[middle] + radius * out[middle] for radius in BASE_RADII_ANGSTROM]
    return plain(np.vstack(backbones), BACKBONE_BEAD_ANGSTROM), plain(np.vstack(bases), BASE_BEAD_ANGSTROM)


def dna_axis(half: float) -> tuple[Points, Points]:
    """Return points (n, 3; Å) of the DNA's axis from left to right, straight between ±`half`.

    The second array (n,) is the length of the axis up to each point.
    """
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
    beyond = coil[-1] + np.linspace(1.0, BEYOND_COIL_ANGSTROM, 20)[:, None] * np.array([1.0, 0.0, 0.0])
    straight = np.stack([np.linspace(0.0, half, 120)[:-1], *np.zeros((2, 119))], axis=1)
    right = np.vstack([straight, coil, beyond])
    left = right[:0:-1] * np.array([-1.0, 1.0, -1.0])  # turned about the upright axis: left-handed too
    axis = np.vstack([left, right])
    steps = np.linalg.norm(np.diff(axis, axis=0), axis=1)
    return axis, np.concatenate([[0.0], np.cumsum(steps)])


def _untwisted_normals(tangents: Points) -> Points:
    """A unit vector across each tangent (n, 3), transported along the axis without twist; it points up in the middle."""
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
    """Return eight schematic histones inside each of the two coils, four in a layer."""
    lobes = []
    for side in (-1.0, 1.0):
        for layer in (0.5, 1.5):
            for corner in range(4):
                angle = np.pi / 2 * corner + 0.5 * layer
                middle = (
                    side * half + HISTONE_RING_ANGSTROM * float(np.cos(angle)),
                    COIL_RADIUS_ANGSTROM + HISTONE_RING_ANGSTROM * float(np.sin(angle)),
                    -side * COIL_PITCH_ANGSTROM * layer,
                )
                lobes.append((middle, HISTONE_HALF_AXES_ANGSTROM))
    return gathered(
        [filled([lobe], HISTONE_SEED + number, spacing=4.8, radius=3.9) for number, lobe in enumerate(lobes)]
    )
