"""Chromatin from atoms: DNA on any path, nucleosomes, a polymerase on the DNA. Lengths in Å.

DNA is canonical B-form, right-handed: base pairs of the measured response element (PDB 1HCQ), repeated by the helical step.
Nucleosome (1KX5) and polymerase II (6GMH) are measured; the DNA's path through the polymerase is the axis of the DNA in 6GMH.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import make_smoothing_spline
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from moa_anim.molecule.atom_tables import atom_table
from moa_anim.molecule.beads import Beads, beads_of_atoms, gathered
from moa_anim.molecule.pose import Pose
from moa_anim.molecule.structure_file import Atoms, joined

Points = NDArray[np.float64]

DNA_RISE_ANGSTROM = 3.4
"""Rise of canonical B-form DNA: distance along the axis from base pair to base pair."""

DNA_BASES_A_TURN = 10.5
"""Base pairs for each turn of canonical B-form DNA."""

TWIST_RADIANS = 2 * np.pi / DNA_BASES_A_TURN
"""Rotation about the axis from base pair to base pair."""

BACKBONE_NAMES = frozenset({"P", "OP1", "OP2", "O5'", "C5'", "C4'", "O4'", "C3'", "O3'", "C2'", "C1'"})
"""Names of the backbone atoms of a nucleotide."""

SAMPLE_PAIRS = (7, 12)
"""Numbers of the nucleotides of chain C whose pairs are repeated: the C·G and the T·A pair whose backbones connect best when
repeated by the helical step."""

AXIS_ANGSTROM = 4.75
"""Distance of the helix axis from the midpoint of a pair's two C1′, towards the wide groove: these backbones then connect."""

ELEMENT_PARTNER = 37
"""Sum of the numbers of two paired nucleotides in the response element's table (chains C and D)."""

ELEMENT_END_NUMBERS = (1, 18)
"""Numbers of chain C's nucleotides in the first and the last base pair of the response element."""

NUCLEOSOME_ENDS = (73, -73)
"""Numbers of chain J's nucleotides where strand one enters the nucleosome from the left, and where it leaves."""

NUCLEOSOME_HEIGHT_ANGSTROM = 54.0
"""Height of a nucleosome's centre above the straight DNA that leads to it."""

LINKER_ANGSTROM = 52.0
"""Distance from a nucleosome's centre along the DNA from which the DNA is straight."""

BEYOND_ANGSTROM = 70.0
"""Length of DNA beyond the outer nucleosomes' centres: it extends out of the picture."""

END_PAIRS = 5
"""Base pairs at an end from which the direction of the DNA there is determined."""

POLYMERASE_ABOVE_ANGSTROM = 58.0
"""Height of the polymerase's centre above the straight DNA, which enters and leaves it at its lower side."""

POLYMERASE_CHAINS = "ABCDEFGHIJKL"
"""Protein chains of the polymerase's table."""

PATH_THROUGH_ANGSTROM = np.array(
    [
        (-54.0, -59.0, 4.0),
        (-45.0, -50.0, 4.0),
        (-37.0, -48.0, 5.0),
        (-26.0, -46.0, -2.0),
        (-21.0, -38.0, -4.0),
        (-21.0, -27.0, -4.0),
        (-18.0, -15.0, -4.0),
        (-9.0, -7.0, 0.0),
        (1.0, -10.0, -3.0),
        (7.0, -16.0, -7.0),
        (16.0, -25.0, -5.0),
        (27.0, -32.0, -8.0),
        (35.0, -36.0, -8.0),
        (45.0, -45.0, -4.0),
        (56.0, -53.0, -5.0),
        (65.0, -58.0, -2.0),
    ]
)
"""The axis of the DNA in the polymerase's own frame, its ends downwards: midpoints of the C1′ of pairs of 6GMH."""

STRAIGHT_AGAIN_ANGSTROM = 76.0
"""Distance from the polymerase's centre along the DNA from which the DNA is straight."""

BUBBLE_ANGSTROM = (-22.0, 12.0)
"""Range along the DNA from the polymerase's centre where the strands are apart; the entry lacks the non-template strand."""

OUTLET_ANGSTROM = np.array([-66.0, -1.0, 54.0])
"""Exit of the RNA, in the polymerase's own frame, its DNA's ends downwards."""

TOUCHING_ANGSTROM = 4.5
"""Atoms nearer than this belong to one piece."""

SIGHT_LINE_ANGSTROM = 0.7
"""Distance between lines of sight in `visible_beads`: about three pixels of the picture of a gene."""

_SEQUENCE = (0, 2, 3, 1, 0, 1, 2, 3, 3, 2, 1, 0, 2)
"""Kinds of base pair (rows of `base_pairs`) in sequence, repeated: not the sequence of a gene."""

SEQUENCE_LENGTH = len(_SEQUENCE)
"""Number of base pairs after which the sequence repeats."""


@dataclass(frozen=True)
class BasePair:
    """Atoms of one base pair about its helix axis: x to the wide groove, z along strand one (5′ to 3′).

    `strands` (n,) is 0 or 1, `backbone` (n,) is the mask of backbone atoms.
    """

    atoms: Atoms
    strands: NDArray[np.int64]
    backbone: NDArray[np.bool_]

    def turned_over(self) -> BasePair:
        """The same pair with its strands exchanged."""
        return BasePair(
            self.atoms.moved(self.atoms.positions * [1.0, -1.0, -1.0]), 1 - self.strands, self.backbone
        )


def pair_frame(first: Atoms, second: Atoms) -> Pose:
    """Return the pose of a base pair, from the frame of `BasePair`. `first` and `second` are its two nucleotides."""
    one, other = (each.named("C1'").positions[0] for each in (first, second))
    bases = np.vstack(
        [each.positions[~np.isin(each.names, list(BACKBONE_NAMES))] for each in (first, second)]
    )
    across = (one - other) / np.linalg.norm(one - other)
    groove = bases.mean(axis=0) - (one + other) / 2
    groove = groove - groove @ across * across
    groove /= np.linalg.norm(groove)
    axes = np.column_stack([groove, across, np.cross(groove, across)])
    return Pose(axes, (one + other) / 2 + AXIS_ANGSTROM * groove)


def nucleotide(atoms: Atoms, chain: str, number: int) -> Atoms:
    """Return the atoms of one nucleotide. Raises KeyError if there are none."""
    found = atoms.where((atoms.chains == chain) & (atoms.residue_numbers == number))
    if not len(found):
        raise KeyError(f"no nucleotide {chain} {number}")
    return found


@cache
def base_pairs() -> tuple[BasePair, ...]:
    """Return the four base pairs from which DNA is built: C·G, G·C, T·A, A·T."""
    element = atom_table("era_dbd_on_dna").atoms
    made = []
    for number in SAMPLE_PAIRS:
        first = nucleotide(element, "C", number)
        second = nucleotide(element, "D", ELEMENT_PARTNER - number)
        pair = joined([first, second])
        place = pair_frame(first, second).inverse()
        own = BasePair(
            pair.moved(place.apply(pair.positions)),
            np.repeat([0, 1], [len(first), len(second)]),
            np.isin(pair.names, list(BACKBONE_NAMES)),
        )
        made += [own, own.turned_over()]
    return tuple(made)


@dataclass(frozen=True)
class HelixPath:
    """Positions of base pairs: middles (n, 3; Å), axes (n, 3, 3; columns to the wide groove, across, along strand one)."""

    middles: Points
    axes: Points

    def pose(self, row: int) -> Pose:
        """The pose of one base pair."""
        return Pose(self.axes[row], self.middles[row])


def helix_along(path: Points, anchor: Pose, *, from_end: bool = False) -> HelixPath:
    """Return base pairs along a path of points (n, 3; Å), in phase with the base pair at `anchor`, one step outside the path.

    The path runs along strand one. The anchor is before its first point, or after its last if `from_end`.
    """
    steps = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    at = np.arange(0.0, steps[-1], DNA_RISE_ANGSTROM)
    if from_end:
        at = steps[-1] - at[::-1]
    middles = np.stack([np.interp(at, steps, column) for column in path.T], axis=1)
    tangents = np.stack(
        [np.interp(at, steps, column) for column in np.gradient(path, steps, axis=0).T], axis=1
    )
    tangents /= np.linalg.norm(tangents, axis=1, keepdims=True)
    start = len(at) - 1 if from_end else 0
    normals = _untwisted_normals(tangents, start, anchor.rotation[:, 0])
    turns = np.arange(len(at)) + 1.0 if not from_end else np.arange(-len(at), 0.0)
    angles = TWIST_RADIANS * turns
    grooves = np.cos(angles)[:, None] * normals + np.sin(angles)[:, None] * np.cross(tangents, normals)
    return HelixPath(middles, np.stack([grooves, np.cross(tangents, grooves), tangents], axis=2))


def _untwisted_normals(tangents: Points, start: int, first: Points) -> Points:
    """A unit vector normal to each tangent (n, 3), transported without twist from `first` at row `start`."""
    across = np.zeros_like(tangents)
    for rows in (range(start, len(tangents)), range(start, -1, -1)):
        before = first
        for row in rows:
            before = before - (before @ tangents[row]) * tangents[row]
            before = before / np.linalg.norm(before)
            across[row] = before
    return across


def dna_beads(
    path: HelixPath, *, first: int = 0, without_strand_one: NDArray[np.bool_] | None = None
) -> tuple[Beads, Beads]:
    """Return DNA in atoms: its backbones, and its bases. `first` is the number of the first pair, which sets the sequence.

    Of the pairs in the mask `without_strand_one` (n,) only the second strand is included.
    """
    pairs = base_pairs()
    kinds = np.array([_SEQUENCE[(first + row) % len(_SEQUENCE)] for row in range(len(path.middles))])
    pieces: tuple[list[Beads], list[Beads]] = ([], [])
    for kind, pair in enumerate(pairs):
        rows = np.flatnonzero(kinds == kind)
        if not len(rows):
            continue
        own = beads_of_atoms(pair.atoms)
        places = np.einsum("rij,nj->rni", path.axes[rows], own.positions) + path.middles[rows, None]
        numbers = 2 * (first + rows)[:, None] + pair.strands[None]
        drawn = np.ones((len(rows), len(own)), dtype=np.bool_)
        if without_strand_one is not None:
            drawn &= ~(without_strand_one[rows, None] & (pair.strands == 0)[None])
        for part, of_backbone in enumerate((True, False)):
            chosen = drawn & (pair.backbone == of_backbone)[None]
            count = int(chosen.sum())
            radii = np.broadcast_to(own.radii, chosen.shape)[chosen]
            pieces[part].append(Beads(places[chosen], radii, numbers[chosen], np.zeros(count)))
    return gathered(pieces[0]), gathered(pieces[1])


@cache
def element_ends() -> tuple[Pose, Pose]:
    """Return the poses of the first and the last base pair of the response element, in the frame of its table."""
    element = atom_table("era_dbd_on_dna").atoms
    poses = [
        pair_frame(nucleotide(element, "C", number), nucleotide(element, "D", ELEMENT_PARTNER - number))
        for number in ELEMENT_END_NUMBERS
    ]
    along = poses[1].translation - poses[0].translation
    return _along(poses[0], along), _along(poses[1], along)


@cache
def nucleosome() -> tuple[Beads, Beads, Beads]:
    """Return a nucleosome: backbones and bases of its DNA, and its histones. Its axis is z, its dyad at −y (below)."""
    atoms = atom_table("nucleosome").atoms
    atoms = atoms.moved(atoms.positions * [-1.0, -1.0, 1.0])
    dna = np.isin(atoms.chains, ("I", "J"))
    backbone = np.isin(atoms.names, list(BACKBONE_NAMES))
    return (
        beads_of_atoms(atoms.where(dna & backbone)),
        beads_of_atoms(atoms.where(dna & ~backbone)),
        beads_of_atoms(atoms.where(~dna)),
    )


@cache
def nucleosome_ends() -> tuple[Pose, Pose]:
    """Return the poses where DNA enters the nucleosome from the left and leaves it to the right, in its own frame.

    Their z is along the DNA.
    """
    atoms = atom_table("nucleosome").atoms
    atoms = atoms.moved(atoms.positions * [-1.0, -1.0, 1.0])
    pairs = {
        number: pair_frame(nucleotide(atoms, "J", -number), nucleotide(atoms, "I", number))
        for end in NUCLEOSOME_ENDS
        for number in (end, end - END_PAIRS, end + END_PAIRS)
        if abs(number) <= max(NUCLEOSOME_ENDS)
    }
    first, last = NUCLEOSOME_ENDS
    into = pairs[first - END_PAIRS].translation - pairs[first].translation
    out = pairs[last].translation - pairs[last + END_PAIRS].translation
    return _along(pairs[first], into), _along(pairs[last], out)


def _along(pair: Pose, direction: Points) -> Pose:
    """A base pair's pose with z turned to the local axis of the DNA: single pairs are inclined to it."""
    axis = direction / np.linalg.norm(direction)
    groove = pair.rotation[:, 0] - pair.rotation[:, 0] @ axis * axis
    groove /= np.linalg.norm(groove)
    return Pose(np.column_stack([groove, np.cross(axis, groove), axis]), pair.translation)


@cache
def polymerase() -> Beads:
    """Return RNA polymerase II without DNA and RNA, about its centre; its DNA's ends point down, it moves to the right."""
    return beads_of_atoms(_turned_down(atom_table("rna_polymerase_2").chains(*POLYMERASE_CHAINS)))


def held_behind(beads: Beads, rotation: Points, cut_depth: float) -> Beads:
    """Return the beads of a body without the pieces that would float behind a cut: behind it only the largest piece remains.

    `rotation` (3, 3) turns the body to the view, `cut_depth` is Å towards the viewer.
    """
    behind = np.flatnonzero(beads.positions @ rotation[2] - beads.radii < cut_depth)
    near = cKDTree(beads.positions[behind]).query_pairs(TOUCHING_ANGSTROM, output_type="ndarray")
    links = coo_array((np.ones(len(near)), (near[:, 0], near[:, 1])), shape=(len(behind), len(behind)))
    _, piece = connected_components(links, directed=False)
    held = np.ones(len(beads), dtype=np.bool_)
    held[behind] = piece == np.bincount(piece).argmax()
    return beads.chosen(held)


@cache
def new_rna() -> Beads:
    """Return the RNA inside the polymerase, in the same frame."""
    return beads_of_atoms(_turned_down(atom_table("rna_polymerase_2").chains("P")))


def _turned_down(atoms: Atoms) -> Atoms:
    """Atoms of the polymerase's table turned by 180° about x: in the table the DNA's ends point up."""
    return atoms.moved(atoms.positions * [1.0, -1.0, -1.0])


def joining_path(begin: Pose, end: Pose) -> Points:
    """Return a smooth path (n, 3; Å) between two poses on the DNA's axis, along the z of each, one step short at each end."""
    gap = float(np.linalg.norm(end.translation - begin.translation))
    share = np.linspace(0.0, 1.0, 80)[:, None]
    first = begin.translation + DNA_RISE_ANGSTROM * begin.rotation[:, 2]
    last = end.translation - DNA_RISE_ANGSTROM * end.rotation[:, 2]
    pull = 0.4 * gap
    second, third = first + pull * begin.rotation[:, 2], last - pull * end.rotation[:, 2]
    curve = (1 - share) ** 3 * first + 3 * (1 - share) ** 2 * share * second
    return np.asarray(curve + 3 * (1 - share) * share**2 * third + share**3 * last)


def path_through_polymerase(begin: float, end: float, at: float) -> Points:
    """Return the DNA's axis (n, 3; Å) along x from `begin` to `end`, through a polymerase centred above x = `at`."""
    inside = PATH_THROUGH_ANGSTROM + np.array([at, POLYMERASE_ABOVE_ANGSTROM, 0.0])
    before = np.linspace(begin, at - STRAIGHT_AGAIN_ANGSTROM, 40)
    after = np.linspace(at + STRAIGHT_AGAIN_ANGSTROM, end, 40)
    knots = np.vstack(
        [
            [(at - STRAIGHT_AGAIN_ANGSTROM - 8.0, 0.0, 0.0), (at - STRAIGHT_AGAIN_ANGSTROM, 0.0, 0.0)],
            inside,
            [(at + STRAIGHT_AGAIN_ANGSTROM, 0.0, 0.0), (at + STRAIGHT_AGAIN_ANGSTROM + 8.0, 0.0, 0.0)],
        ]
    )
    times = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(knots, axis=0), axis=1))])
    fine = np.linspace(times[1], times[-2], 160)
    bent = np.stack([make_smoothing_spline(times, column, lam=300.0)(fine) for column in knots.T], axis=1)
    # Shift the ends of the smoothed path onto the straight DNA.
    share = np.linspace(0.0, 1.0, len(fine))[:, None]
    bent += (knots[1] - bent[0]) * (1 - share) ** 6 + (knots[-2] - bent[-1]) * share**6
    straight = [np.stack([x, np.zeros_like(x), np.zeros_like(x)], axis=1) for x in (before, after)]
    return np.vstack([straight[0][:-1], bent, straight[1][1:]])


def level(x: float) -> Pose:
    """Return the pose at `x` (Å) on DNA that runs straight along x, with its z along the DNA."""
    return Pose(np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]), np.array([x, 0.0, 0.0]))


@cache
def nucleosome_pose(at: float) -> Pose:
    """Return the pose of a nucleosome above DNA along x, its centre above x = `at` (Å)."""
    return Pose(np.eye(3), np.array([at, NUCLEOSOME_HEIGHT_ANGSTROM, 0.0]))


def visible_beads(beads: Beads, rotation: Points, cut_depth: float = np.inf) -> NDArray[np.bool_]:
    """Return the mask (n,) of beads that are visible from +z in a body turned by `rotation` and cut at `cut_depth` (Å)."""
    turned = beads.positions @ rotation.T
    places = (turned[:, :2] - turned[:, :2].min(axis=0)) / SIGHT_LINE_ANGSTROM
    radii = beads.radii / SIGHT_LINE_ANGSTROM
    reach = int(np.ceil(radii.max())) + 1
    size = np.ceil(places.max(axis=0)).astype(int) + 2 * reach + 1
    front, owner = np.full(size, -np.inf), np.full(size, -1)
    near = np.arange(-reach, reach + 1)
    for row, ((x, y), radius) in enumerate(zip(places, radii, strict=True)):
        if turned[row, 2] - beads.radii[row] > cut_depth:
            continue
        column, line = round(float(x)), round(float(y))
        rest = radius**2 - (column + near[:, None] - x) ** 2 - (line + near[None, :] - y) ** 2
        height = np.where(
            rest > 0.0, turned[row, 2] + SIGHT_LINE_ANGSTROM * np.sqrt(np.maximum(rest, 0.0)), -np.inf
        )
        window = slice(column, column + 2 * reach + 1), slice(line, line + 2 * reach + 1)
        nearer = np.minimum(height, cut_depth) > front[window]
        front[window][nearer], owner[window][nearer] = np.minimum(height, cut_depth)[nearer], row
    seen = np.zeros(len(beads), dtype=np.bool_)
    seen[np.unique(owner[owner >= 0])] = True
    # All beads that the cut slices are included: its face is drawn from them.
    return seen | (np.abs(turned[:, 2] - cut_depth) <= beads.radii)
