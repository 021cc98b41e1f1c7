"""Transcription of a gene: two receptors with coactivators on DNA, a polymerase that runs along it, and growing RNA.

The receptors' domains, their pairing and the coactivators are measured. The DNA-binding domains, the polymerase and the
histones have no table here; they are pale and schematic. DNA is canonical B-form, right-handed; around the histones it
forms a left-handed coil.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.crowd import crowd_backdrop
from moa_anim.actors.receptor import coloured, mutated, pocket_atoms
from moa_anim.actors.rigid_bodies import Carry, RigidBody
from moa_anim.actors.rna import RnaStrand
from moa_anim.cache.arrays import cached
from moa_anim.graphics.geometry import Point
from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import receptor_dimer
from moa_anim.molecule.beads import Beads, beads_of_ligand, beads_of_trace, gathered, plain
from moa_anim.molecule.chromatin import OUTLET, coiled_dna, filled, histones, polymerase, visible_beads
from moa_anim.molecule.pose import Pose, best_fit, rotation_about
from moa_anim.molecule.structure import receptor_tables
from moa_anim.stage.molecule_view import MoleculeView
from moa_anim.stage.motion import Change, Motion

if TYPE_CHECKING:
    from moa_anim.stage.clock import ShotClock

Points = NDArray[np.float64]

GENE_SCALE = 4.5
"""Design pixels for one ångström: 43 nm of chromatin across the picture."""

GENE_PLACE = (960.0, 690.0)
"""Where the middle of the DNA is shown (design pixels): receptors above it, captions below."""

GENE_VIEW = rotation_about((1, 0, 0), 20.0)
"""Slightly from above, so that the DNA is seen to pass through the polymerase's cleft."""

DIMER_AT_ANGSTROM = -80.0
"""Where on the DNA the receptors are."""

DIMER_HEIGHT_ANGSTROM = 67.0
"""Height of their middle: flexible hinges are visible between them and the DNA-binding domains."""

DIMER_TURN_DEGREES = 42.0
"""Rotation about the vertical axis: both coactivators and both helices 12 are visible."""

WINDOW_ANGSTROM = 8.0
"""Beads in front of the nearer pocket within this radius are left out, so that one sees whether there is hormone in it."""

PARTNER_TONE = 0.08
"""How much lighter the second receptor is, so that two can be distinguished."""

FOOT_RADIUS_ANGSTROM = 12.5
FOOT_APART_ANGSTROM = 35.7
FOOT_HEIGHT_ANGSTROM = 20.0
"""A DNA-binding domain (schematic) is 25 Å across and in the wide groove; the two are one turn of the DNA apart (half-sites
of an ERE: 9 base pairs, nearly a turn)."""
FEET_AT = (DIMER_AT_ANGSTROM - FOOT_APART_ANGSTROM / 2, DIMER_AT_ANGSTROM + FOOT_APART_ANGSTROM / 2)
"""Where on the DNA they are (Å)."""

NUCLEOSOME_AT = 204.0
"""From the middle of the picture (Å): at its edges."""

START_ANGSTROM = 34.0
END_ANGSTROM = 72.0
"""Where on the DNA the polymerase lands and how far it runs: clear of the receptors and of the nucleosome."""

HOVER_OFFSET_ANGSTROM = np.array([34.0, 46.0, 26.0])
HOVER_DEGREES = 16.0
"""Offset from its start and tilt of the polymerase before it lands."""

TILTS_TRIED = 7
"""Tilts between the two extremes at which visible beads are looked for."""

SCHEMATIC_DIM = 0.5
"""Share of paper mixed into what is schematic."""


BEHIND = 0.62
"""Scale of the distant crowd, of the receptors'."""


class GeneTranscription:
    """The picture of transcription and its motions; `mutant` receptors are marked and need no `hormone`."""

    def __init__(self, clock: ShotClock, *, seed: int, hormone: bool = True, mutant: bool = False) -> None:
        self.molecule_view = MoleculeView(
            clock, rotation=GENE_VIEW, centre=(0.0, 0.0, 0.0), place=GENE_PLACE, scale=GENE_SCALE
        )
        self.receptors = _standing_dimer(self.molecule_view, hormone=hormone, mutant=mutant)
        backbone, bases = coiled_dna(NUCLEOSOME_AT, FEET_AT)
        self.dna = RigidBody([(backbone, Role.DNA), (bases, Role.DNA_BASE)], still=True)
        self.schematic = RigidBody(
            [(_feet(), Role.RECEPTOR), (histones(NUCLEOSOME_AT), Role.CROWD)], still=True
        )
        self.schematic.dim = SCHEMATIC_DIM
        self.reader = RigidBody([(_polymerase_seen(), Role.LIGASE)], still=True)
        self.reader.dim = SCHEMATIC_DIM
        self.reader.pose = Pose(
            rotation_about((0, 0, 1), HOVER_DEGREES), self._on(START_ANGSTROM) + HOVER_OFFSET_ANGSTROM
        )
        self.rna = RnaStrand(self.reader, seed=seed)
        self.molecule_view.cast(*self.receptors, self.dna, self.schematic, self.reader, self.rna)

    @staticmethod
    def backdrop(width: int, height: int, seed: int) -> NDArray[np.uint8]:
        """Return the distant crowd of the nucleus, (height, width, 4) RGBA."""
        return crowd_backdrop(width, height, scale=GENE_SCALE * BEHIND, seed=seed, spacing=165)

    def lands(self) -> Motion:
        """The polymerase comes down onto the DNA."""
        self.reader.still = False
        start = self._on(START_ANGSTROM)
        between = Pose(rotation_about((0, 0, 1), -0.3 * HOVER_DEGREES), start + np.array([6.0, 16.0, 8.0]))
        return Carry(self.reader, [self.reader.pose, between, Pose(np.eye(3), start)])

    def runs(self) -> tuple[Motion, ...]:
        """It runs along the gene and RNA grows from it."""
        places = [Pose(np.eye(3), self._on(x)) for x in (START_ANGSTROM, END_ANGSTROM)]
        return Carry(self.reader, places), Change(self.rna, "length", 1.0)

    def rests(self) -> None:
        """From now on the polymerase does not move, so it is drawn only once."""
        self.reader.still = True

    @staticmethod
    def _on(x: float) -> Points:
        """The origin of the polymerase's frame when it is on the DNA at `x`."""
        return np.asarray(np.array([x, 0.0, 0.0]) + OUTLET)

    def receptor_point(self) -> Point:
        """Where a label points to the receptors (design pixels)."""
        return self.molecule_view.point((DIMER_AT_ANGSTROM + 4.0, DIMER_HEIGHT_ANGSTROM + 18.0, 20.0))

    def dna_point(self) -> Point:
        """Where a label points to the DNA: between the nucleosome and the receptors."""
        return self.molecule_view.point((DIMER_AT_ANGSTROM - 62.0, 5.0, 10.0))

    def polymerase_point(self) -> Point:
        """Where a label points to the polymerase."""
        return self.molecule_view.point(self.reader.anchor("centre") + np.array([42.0, -4.0, 30.0]))

    def rna_point(self) -> Point:
        """Where a label points to the RNA."""
        return self.molecule_view.point(self.rna.middle())


def two_fold_axis(turn: Pose) -> Points:
    """Direction (3,) of the axis about which the dimer's halves are turned into each other, its hinges' ends downwards."""
    values, vectors = np.linalg.eigh((turn.rotation + turn.rotation.T) / 2)
    axis = vectors[:, int(np.argmax(values))]
    first = receptor_dimer()[0].positions
    downwards = (first[0] - first.mean(axis=0)) @ axis
    return np.asarray(-np.sign(downwards) * axis / np.linalg.norm(axis))


def upright_rotation(axis: Points, turn_degrees: float = DIMER_TURN_DEGREES) -> Points:
    """A rotation (3, 3) that stands `axis` upright and turns about it."""
    upward = np.array([0.0, 1.0, 0.0])
    across = np.cross(axis, upward)
    angle = float(np.degrees(np.arctan2(np.linalg.norm(across), axis @ upward)))
    return rotation_about((0, 1, 0), turn_degrees) @ rotation_about(across, angle)


@cache
def dimer_poses() -> tuple[Pose, Pose]:
    """The pose of each receptor of the dimer on the DNA, from the first one's own frame."""
    first, second = receptor_dimer()
    turn = best_fit(first.positions, second.positions)
    upright = upright_rotation(two_fold_axis(turn))
    middle = (first.positions.mean(axis=0) + second.positions.mean(axis=0)) / 2
    standing = Pose(upright, np.array([DIMER_AT_ANGSTROM, DIMER_HEIGHT_ANGSTROM, 0.0]) - upright @ middle)
    moved = Pose(upright @ turn.rotation, upright @ turn.translation + standing.translation)
    return standing, moved


def _standing_dimer(molecule_view: MoleculeView, *, hormone: bool, mutant: bool) -> list[RigidBody]:
    """The two receptors' bodies, and all that is bound to them: helices 12, coactivators, hormone."""
    cores: list[tuple[Beads, Role]] = []
    whole: list[tuple[Beads, Role]] = []
    tables = receptor_tables()
    for number, (trace, pose) in enumerate(zip(receptor_dimer(), dimer_poses(), strict=True)):
        own, standing = receptor_dimer()[0], dimer_poses()[0]
        placed = type(trace)(trace.numbers, trace.letters, standing.apply(trace.positions))
        beads = beads_of_trace(mutated(placed) if mutant else placed, pose.apply(pocket_atoms()))
        if number:
            beads = Beads(beads.positions, beads.radii, beads.residues, beads.tones + PARTNER_TONE)
        body, *rest = coloured(beads, own.numbers[beads.residues], mutant=mutant)
        cores.append((_without_window(molecule_view, body[0], pose.apply(pocket_atoms())), body[1]))
        partners = [(beads_of_trace(tables.coactivator), Role.COACTIVATOR)]
        if hormone:
            partners.append((beads_of_ligand(tables.ligands["estradiol"]), Role.ESTRADIOL))
        whole += rest + [(partner.moved(pose.apply(partner.positions)), role) for partner, role in partners]
    return [RigidBody(cores, still=True), RigidBody(whole, still=True)]


def _without_window(molecule_view: MoleculeView, beads: Beads, pocket: Points) -> Beads:
    """Beads without those in front of `pocket` (n, 3; Å), if it lies in the nearer half of the dimer."""
    seen, there = molecule_view.view.turned(beads.positions), molecule_view.view.turned(pocket).mean(axis=0)
    middle = molecule_view.view.turned(np.array([[DIMER_AT_ANGSTROM, DIMER_HEIGHT_ANGSTROM, 0.0]]))[0]
    if there[2] < middle[2]:
        return beads
    hides = (np.hypot(*(seen[:, :2] - there[:2]).T) < WINDOW_ANGSTROM) & (seen[:, 2] > there[2] - 1.0)
    return beads.chosen(~hides)


@cache
def _polymerase_seen() -> Beads:
    """The beads of the polymerase that are ever visible at the tilts on its way down: about a third of them."""
    beads = polymerase()

    def look() -> NDArray[np.bool_]:
        seen: set[int] = set()
        for degrees in np.linspace(-HOVER_DEGREES, HOVER_DEGREES, TILTS_TRIED):
            turned = beads.moved(beads.positions @ rotation_about((0, 0, 1), degrees).T)
            seen |= visible_beads(turned, GENE_VIEW)
        return np.isin(np.arange(len(beads)), list(seen))

    return beads.chosen(cached(look, "the polymerase as seen", HOVER_DEGREES, TILTS_TRIED, GENE_VIEW))


def _feet() -> Beads:
    """Two DNA-binding domains in the wide groove, and the loose hinge from each to its receptor."""
    first = receptor_dimer()[0]
    pieces = []
    for number, pose in enumerate(dimer_poses()):
        end = pose.apply(first.positions[:1])[0]
        side = np.sign(end[0] - DIMER_AT_ANGSTROM)
        middle = np.array([DIMER_AT_ANGSTROM + side * FOOT_APART_ANGSTROM / 2, FOOT_HEIGHT_ANGSTROM, 0.0])
        pieces.append(filled([(middle, (FOOT_RADIUS_ANGSTROM,) * 3)], 3 + number, spacing=4.6, radius=3.6))
        share = np.linspace(0.0, 1.0, 14)[:, None]
        bow = np.sin(np.pi * share) * np.array([7.0 * side, 2.0, 5.0])
        thread = (middle + np.array([0.0, FOOT_RADIUS_ANGSTROM, 0.0])) * (1 - share) + end * share + bow
        pieces.append(plain(thread, 2.3))
    return gathered(pieces)
