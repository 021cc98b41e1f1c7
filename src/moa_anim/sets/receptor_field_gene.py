"""The gene under a field of receptors: DNA, nucleosomes, a pair of receptors on its response element, two polymerases.

The pair holds estradiol and coactivators at first, and RNA grows. A receptor with an antagonist can still sit on DNA; what it
lacks is the coactivator. The pair stands as in the picture of transcription, turned aside: its domains and the coactivators'
contact helices are measured, its hinges and the coactivators' bodies schematic. The polymerase (PDB 6GMH) with its RNA, which
is schematic, lets go of the DNA; another one, farther along, stays: less is read of the gene, not nothing.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.coactivator_body import BODY_OFFSET_ANGSTROM, body_beads
from moa_anim.actors.population import DISC, SMALL_STYLE, mixed_with_paper
from moa_anim.actors.receptor import receptor_shape
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.geometry import Box, Point
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.graphics.sprite import molecule_sprite
from moa_anim.model.palette import Role
from moa_anim.molecule.atom_tables import atom_table
from moa_anim.molecule.beads import Beads, beads_of_atoms, beads_of_ligand, gathered, plain
from moa_anim.molecule.bodies import Body, View
from moa_anim.molecule.chromatin import (
    BEYOND_ANGSTROM,
    LINKER_ANGSTROM,
    OUTLET_ANGSTROM,
    dna_beads,
    element_ends,
    helix_along,
    joining_path,
    level,
    nucleosome,
    nucleosome_ends,
    nucleosome_pose,
    polymerase,
)
from moa_anim.molecule.pose import Pose, rotation_about
from moa_anim.molecule.structure import receptor_tables
from moa_anim.sets.clearing_schedule import share_of
from moa_anim.sets.gene_transcription import (
    DIMER_AT_ANGSTROM,
    SCHEMATIC_DIM,
    dimer_poses,
    element_pose,
    lower_halves,
)
from moa_anim.sets.receptor_field_layout import FIELD_SCALE
from moa_anim.stage.painted import Painted
from moa_anim.stage.sighting import Sighting

GENE_PLACE: Point = (600.0, 842.0)
"""Where the gene's origin is shown (design pixels): the pair is to the left of it."""

GENE_VIEW = rotation_about((1, 0, 0), 14.0)
"""View from slightly above, as in the picture of transcription."""

NUCLEOSOMES_ANGSTROM = (-318.0, 318.0)
"""Positions of the nucleosomes along the DNA: left of the pair, and below the gap between receptors and 26S."""

DNA_RIGHT_ANGSTROM = 520.0
"""Length of the DNA to the right of the second nucleosome: it extends out of the picture."""

GENE_TOP_PIXELS = 600.0
"""Top of the gene's picture (design pixels); no part of the gene is above it."""

HISTONE_DIM = 0.3
"""Share of paper mixed into the histones, since the DNA is in focus."""

PAIR_APART_PIXELS = 30.0
"""Distance of each receptor of the pair from their middle (design pixels)."""

WINDOW_ANGSTROM = 8.5
"""Atoms in front of each pocket within this radius are left out, which shows what is in it."""


POLYMERASE_AT_ANGSTROM = 130.0
POLYMERASE_HEIGHT_ANGSTROM = 42.0
"""Where the polymerase's middle is along the DNA and above it: the DNA goes through its lower half."""

POLYMERASE_BOX: Box = (640.0, 420.0, 1000.0, float(BAND_TOP))
"""Box of the picture of the polymerase with its RNA (design pixels)."""

STAYING_FARTHER_PIXELS = 850.0
"""How far to the right of it the polymerase is that stays (design pixels): below the 20S, clear of the chains."""

STUB_NUCLEOTIDES = 8
GROWN_NUCLEOTIDES = 15
"""Nucleotides of the RNA of the nearer polymerase before it grows, and when it has grown."""

STUB_SPACING_ANGSTROM = 6.0
STUB_BEAD_ANGSTROM = 3.6
"""Distance between nucleotides of the RNA, and the radius of their beads."""

GROWING_STEPS = 56
"""Number of drawn steps of the growth: one is less than two pixels."""

LETS_GO_PIXELS = (120.0, -60.0)
"""How far the polymerase drifts when it has let go (design pixels): into clear ground, where no receptor passes."""

FADES_FROM_SHARE = 0.45
"""Share of the leaving from which the polymerase with its RNA fades, into the distance."""

PAIR_TURNED_DEGREES = 40.0
"""How far the ligand-binding domains are turned about the vertical: seen straight on, the two pockets look like eyes."""

COACTIVATOR_DIM = 0.55
"""Share of paper mixed into the coactivators' bodies, which are schematic."""

COACTIVATORS_PIXELS = (0.0, -80.0)
"""How far the coactivators drift from the pair when they have let go (design pixels), above it, where no receptor is."""

COACTIVATORS_FADE_SHARE = 0.5
"""Share of their leaving from which they fade."""


@cache
def _chromatin() -> tuple[Beads, Beads, Beads]:
    """Return backbones, bases and histones: two nucleosomes, the response element between them, DNA out to both sides."""
    left, right = (nucleosome_pose(at) for at in NUCLEOSOMES_ANGSTROM)
    begin, end = (element_pose().after(each) for each in element_ends())
    enters, leaves = nucleosome_ends()
    left_at, right_at = NUCLEOSOMES_ANGSTROM
    far_left, far_right = left_at - BEYOND_ANGSTROM, right_at + DNA_RIGHT_ANGSTROM
    before, after = level(DIMER_AT_ANGSTROM - LINKER_ANGSTROM), level(DIMER_AT_ANGSTROM + LINKER_ANGSTROM)
    helices = (
        helix_along(joining_path(level(far_left), left.after(enters)), left.after(enters), from_end=True),
        helix_along(
            np.vstack(
                [
                    joining_path(left.after(leaves), level(left_at + LINKER_ANGSTROM)),
                    joining_path(before, begin),
                ]
            ),
            begin,
            from_end=True,
        ),
        helix_along(
            np.vstack(
                [
                    joining_path(end, after),
                    joining_path(level(right_at - LINKER_ANGSTROM), right.after(enters)),
                ]
            ),
            end,
        ),
        helix_along(
            np.vstack(
                [
                    joining_path(right.after(leaves), level(right_at + LINKER_ANGSTROM)),
                    joining_path(level(right_at + 2.0 * LINKER_ANGSTROM), level(far_right)),
                ]
            ),
            right.after(leaves),
        ),
    )
    parts: list[list[Beads]] = [[], [], []]
    for helix in helices:
        for part, beads in zip(parts, dna_beads(helix), strict=False):
            part.append(beads)
    element = atom_table("era_dbd_on_dna").atoms.of_chains("C", "D")
    own = beads_of_atoms(element)
    parts[0].append(own.moved(element_pose().apply(own.positions)))
    for pose in (left, right):
        for part, beads in zip(parts, nucleosome(), strict=True):
            part.append(beads.moved(pose.apply(beads.positions)))
    return gathered(parts[0]), gathered(parts[1]), gathered(parts[2])


def _pair_turn(share: float = 1.0) -> Pose:
    """Return the turn of the pair about the vertical through its middle; `share` of it."""
    middle = np.array([DIMER_AT_ANGSTROM, 0.0, 0.0])
    rotation = rotation_about((0, 1, 0), share * PAIR_TURNED_DEGREES)
    return Pose(rotation, middle - rotation @ middle)


def _pair_poses() -> list[Pose]:
    """Return the poses of the pair's ligand-binding domains."""
    turn = _pair_turn()
    return [turn.after(pose) for pose in dimer_poses()]


def _hinges() -> Beads:
    """Return the hinges between the domains, which take up the turn of the upper ones evenly."""
    hinges = []
    for half in lower_halves():
        shares = np.linspace(0.0, 1.0, len(half.hinge.positions))
        turned = [
            _pair_turn(float(share)).apply(place[None])[0]
            for share, place in zip(shares, half.hinge.positions, strict=True)
        ]
        hinges.append(half.hinge.moved(np.array(turned)))
    return gathered(hinges)


def _coactivators() -> list[Body]:
    """Return a coactivator on each receptor: its measured contact helix and its schematic body behind it."""
    helix = beads_of_atoms(atom_table("coactivator_helix").atoms)
    bodies: list[Body] = []
    for pose in _pair_poses():
        middle = pose.apply((helix.positions.mean(axis=0) + BODY_OFFSET_ANGSTROM)[None])[0]
        bodies.append(Body(helix.moved(pose.apply(helix.positions)), rgb(Role.COACTIVATOR)))
        body = body_beads()
        bodies.append(Body(body.moved(body.positions + middle), rgb(Role.COACTIVATOR), None, COACTIVATOR_DIM))
    return bodies


def _pair(*, mutant: bool, bound: bool) -> list[Body]:
    """Return two receptors on the element: with elacestrant and helix 12 on the groove, or closed.

    A closed mutant is empty, a closed wild type holds estradiol.
    """
    element = atom_table("era_dbd_on_dna").atoms
    drug = beads_of_ligand(receptor_tables().ligands["drug"])
    hormone = beads_of_ligand(receptor_tables().ligands["estradiol"])
    bodies: list[Body] = []
    for number, pose in enumerate(_pair_poses()):
        shape = receptor_shape(1.0 if bound else 0.0, mutant=mutant, holding="drug" if bound else "")
        pocket = pose.apply(drug.positions)
        for beads, role in shape:
            placed = beads.moved(pose.apply(beads.positions))
            if role is Role.RECEPTOR:
                placed = _with_window(placed, pocket)
            bodies.append(Body(placed, rgb(role)))
        if bound:
            bodies.append(Body(drug.moved(pocket), rgb(Role.DRUG)))
        elif not mutant:
            bodies.append(Body(hormone.moved(pose.apply(hormone.positions)), rgb(Role.ESTRADIOL)))
        domain = beads_of_atoms(element.of_chains("AB"[number]))
        bodies.append(Body(domain.moved(element_pose().apply(domain.positions)), rgb(Role.RECEPTOR)))
    bodies.append(Body(_hinges(), rgb(Role.RECEPTOR), None, SCHEMATIC_DIM))
    return bodies


def _with_window(beads: Beads, pocket: NDArray[np.float64]) -> Beads:
    """Return the beads without those in front of `pocket` (n, 3; Å) as the gene is seen."""
    seen, there = beads.positions @ GENE_VIEW.T, (pocket @ GENE_VIEW.T).mean(axis=0)
    near = np.hypot(*(seen[:, :2] - there[:2]).T) < WINDOW_ANGSTROM
    return beads.chosen(~(near & (seen[:, 2] > there[2] - 1.0)))


def _on_the_gene(beads: Beads) -> Beads:
    """Return beads about the polymerase's middle where it is on the gene."""
    return beads.moved(beads.positions + np.array([POLYMERASE_AT_ANGSTROM, POLYMERASE_HEIGHT_ANGSTROM, 0.0]))


def _rna_strand(nucleotides: float) -> Beads:
    """Return a strand of RNA that comes out of the polymerase, about the polymerase's middle; its free end is a bead."""
    apart = STUB_SPACING_ANGSTROM / 2
    length = (2 * nucleotides - 1) * apart
    along = np.arange(length, -1e-6, -apart)[:, None]
    wave = np.sin(along / 11.0)
    return plain(
        OUTLET_ANGSTROM + along * [-0.25, 0.85, 0.3] + wave * [7.0, 2.0, 0.0],
        STUB_BEAD_ANGSTROM,
    )


def _polymerase_picture(factor: float, bodies: list[Body]) -> NDArray[np.uint8]:
    """Return the polymerase or its RNA, (height, width, 4) RGBA of POLYMERASE_BOX."""
    left, top, right, bottom = POLYMERASE_BOX
    place = ((GENE_PLACE[0] - left) * factor, (GENE_PLACE[1] - top) * factor)
    view = View(GENE_VIEW, np.zeros(3), FIELD_SCALE * factor, place)
    size = round((right - left) * factor), round((bottom - top) * factor)
    return molecule_sprite(bodies, view, size, factor, SMALL_STYLE)


def _gene_picture(factor: float, bodies: list[Body]) -> NDArray[np.uint8]:
    """Return bodies on the gene, (height, width, 4) RGBA of the frame from GENE_TOP_PIXELS to the caption band."""
    place = (GENE_PLACE[0] * factor, (GENE_PLACE[1] - GENE_TOP_PIXELS) * factor)
    view = View(GENE_VIEW, np.zeros(3), FIELD_SCALE * factor, place)
    size = round(FRAME_WIDTH * factor), round((BAND_TOP - GENE_TOP_PIXELS) * factor)
    return molecule_sprite(bodies, view, size, factor, SMALL_STYLE)


class FieldGene(Painted):
    """The gene; `dim` in 0…1 mixes it with paper. `bound` in 0…1 is how far the pair on it holds elacestrant.

    `mutant` marks the mutations of the pair. `leaving` in 0…1 is how far the nearer of two polymerases has let go, `grown`
    how far its RNA has grown, and `uncoupled` how far the coactivators have left the pair.
    """

    def __init__(self, *, mutant: bool = False) -> None:
        super().__init__()
        self.dim, self.mutant, self.bound, self.leaving = 0.0, mutant, 1.0, 1.0
        self.grown, self.uncoupled = 0.0, 1.0
        self._pictures: dict[tuple[str, float], NDArray[np.uint8]] = {}

    def paint(self, canvas: Canvas) -> None:
        """Draw the DNA, the polymerases on it, then the pair."""
        top = GENE_TOP_PIXELS * canvas.scale
        canvas.picture(self._picture("dna", canvas.scale, self.dim), 0.0, round(top), self.opacity)
        self._paint_polymerases(canvas)
        if self.bound < 1.0:
            canvas.picture(self._picture("empty", canvas.scale), 0.0, round(top), self.opacity)
        if self.bound > 0.0:
            canvas.picture(self._picture("bound", canvas.scale), 0.0, round(top), self.opacity * self.bound)
        if self.uncoupled < 1.0:
            across, down = (each * self.uncoupled * canvas.scale for each in COACTIVATORS_PIXELS)
            share = 1.0 - share_of(self.uncoupled, COACTIVATORS_FADE_SHARE, 1.0)
            picture = self._picture("coactivators", canvas.scale)
            canvas.picture(picture, across, round(top) + down, self.opacity * share)

    def _paint_polymerases(self, canvas: Canvas) -> None:
        left, top, _, _ = POLYMERASE_BOX
        stays = round((left + STAYING_FARTHER_PIXELS) * canvas.scale), round(top * canvas.scale)
        for name in ("polymerase", "rna"):
            canvas.picture(self._picture(name, canvas.scale, self.dim), *stays, self.opacity)
        across, down = LETS_GO_PIXELS
        x, y = (left + across * self.leaving) * canvas.scale, (top + down * self.leaving) * canvas.scale
        if self.leaving <= 0.0:
            x, y = round(x), round(y)
        here = 1.0 - share_of(self.leaving, FADES_FROM_SHARE, 1.0)
        if here > 0.0:
            rna = f"rna {round(self.grown * GROWING_STEPS)}"
            # Only the newest length is kept.
            self._pictures = {
                key: each for key, each in self._pictures.items() if " " not in key[0] or key[0] == rna
            }
            for name in ("polymerase", rna):
                canvas.picture(self._picture(name, canvas.scale, self.dim), x, y, self.opacity * here)

    def _picture(self, name: str, factor: float, dim: float = 0.0) -> NDArray[np.uint8]:
        if (name, dim) not in self._pictures:
            if dim > 0.0:
                # Only the newest dimmed picture is kept: each is several megabytes.
                self._pictures = {
                    key: each for key, each in self._pictures.items() if key[1] == 0.0 or key[0] != name
                }
                self._pictures[name, dim] = mixed_with_paper(self._picture(name, factor), dim)
            elif name == "dna":
                backbone, bases, histones = _chromatin()
                self._pictures[name, dim] = _gene_picture(
                    factor,
                    [
                        Body(backbone, rgb(Role.DNA)),
                        Body(bases, rgb(Role.DNA_BASE)),
                        Body(histones, rgb(Role.CROWD), None, HISTONE_DIM),
                    ],
                )
            elif name == "polymerase":
                self._pictures[name, dim] = _polymerase_picture(
                    factor, [Body(_on_the_gene(polymerase()), rgb(Role.LIGASE))]
                )
            elif name.startswith("rna"):
                grown = float(name[len("rna") :] or 0.0) / GROWING_STEPS
                strand = _rna_strand(STUB_NUCLEOTIDES + grown * (GROWN_NUCLEOTIDES - STUB_NUCLEOTIDES))
                self._pictures[name, dim] = _polymerase_picture(
                    factor, [Body(_on_the_gene(strand), rgb(Role.RNA))]
                )
            elif name == "coactivators":
                self._pictures[name, dim] = _gene_picture(factor, _coactivators())
            else:
                self._pictures[name, dim] = _gene_picture(
                    factor, _pair(mutant=self.mutant, bound=name == "bound")
                )
        return self._pictures[name, dim]

    def obstacles(self) -> list[Box]:
        """Return the boxes of the DNA, of the nucleosomes, of the polymerases and of the pair (design pixels)."""
        dna = (0.0, GENE_PLACE[1] - 26.0, float(FRAME_WIDTH), float(BAND_TOP))
        boxes = [dna]
        for at in NUCLEOSOMES_ANGSTROM:
            x = GENE_PLACE[0] + at * FIELD_SCALE
            boxes.append((x - 95.0, 650.0, x + 95.0, float(BAND_TOP)))
        x = GENE_PLACE[0] + POLYMERASE_AT_ANGSTROM * FIELD_SCALE
        for at in (x, x + STAYING_FARTHER_PIXELS):
            if at > x or self.leaving < FADES_FROM_SHARE:
                boxes.append((at - 110.0, 660.0, at + 110.0, float(BAND_TOP)))
        x, y = self.pair_spot()
        return [*boxes, (x - 95.0, y - 70.0, x + 95.0, float(BAND_TOP))]

    def sightings(self) -> list[Sighting]:
        """Return the two receptors of the pair."""
        x, y = self.pair_spot()
        places = [np.array([[x + side * PAIR_APART_PIXELS, y]]) for side in (-1.0, 1.0)]
        return [
            Sighting("FieldGene receptor", (id(self), n), place + PAIR_APART_PIXELS * DISC, place, 1.0)
            for n, place in enumerate(places)
        ]

    @staticmethod
    def pair_spot() -> Point:
        """Return the middle of the pair (design pixels)."""
        return GENE_PLACE[0] + DIMER_AT_ANGSTROM * FIELD_SCALE, GENE_PLACE[1] - 69.0 * FIELD_SCALE

    @staticmethod
    def spot() -> Point:
        """Return where a label points (design pixels): to the DNA on which the polymerase is, or was."""
        return GENE_PLACE[0] + POLYMERASE_AT_ANGSTROM * FIELD_SCALE, GENE_PLACE[1] - 14.0
