"""The gene being read: two receptors on DNA, each with its coactivator, a polymerase that runs along and RNA that grows.

The receptors' domains, their pairing and the coactivators are measured. What no table here has is pale and schematic: the
domains that hold the DNA, the polymerase, the histones in the nucleosomes. DNA is canonical B-form, right-handed; about the
histones it goes in a left-handed coil.
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
"""Where the middle of the DNA is seen, design pixels: the receptors stand above it, captions lie below."""

GENE_VIEW = rotation_about((1, 0, 0), 20.0)
"""A little from above, so that the DNA is seen to go through the polymerase's cleft."""

DIMER_AT, DIMER_HEIGHT = -80.0, 67.0
"""Where on the DNA the receptors stand, and how high their middle (Å): loose hinges are seen between them and the feet."""

DIMER_TURN_DEGREES, WINDOW_ANGSTROM = 42.0, 8.0
"""About the upright axis: both coactivators and both helices 12 are seen. What hides the nearer pocket within this radius (Å)
is left out, so that one sees whether there is hormone in it."""

PARTNER_TONE = 0.08
"""The second receptor is lighter by this much, so that two can be counted."""

FOOT_ANGSTROM, FOOT_APART, FOOT_HEIGHT = 12.5, 35.7, 20.0
FEET_AT = (DIMER_AT - FOOT_APART / 2, DIMER_AT + FOOT_APART / 2)
"""A DNA-binding domain (schematic): 25 Å across, in the wide groove; one turn of the DNA apart (half-sites of an ERE: 9 base
pairs, nearly a turn)."""

NUCLEOSOME_AT = 204.0
"""From the middle of the picture (Å): at its edges."""

START, END = 34.0, 72.0
"""Where the polymerase takes the DNA and how far it runs (Å along it): clear of the receptors, and of the nucleosome."""

HOVERS, HOVERS_DEGREES = np.array([34.0, 46.0, 26.0]), 16.0
"""Where it is, beside its start, before it takes the DNA (Å), and how it is turned there."""

LOOKS = 7
"""Turns between the two ends of the polymerase's tilt at which it is looked at, to leave out what is never seen."""

SCHEMATIC_DIM = 0.5
"""What no table has stands back by this much."""


class GeneReading:
    """The picture of a gene that is read, and its motions; `mutant` receptors are marked, and need no `hormone`."""

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
        self.reader.pose = Pose(rotation_about((0, 0, 1), HOVERS_DEGREES), self._on(START) + HOVERS)
        self.rna = RnaStrand(self.reader, seed=seed)
        self.molecule_view.cast(*self.receptors, self.dna, self.schematic, self.reader, self.rna)

    @staticmethod
    def backdrop(width: int, height: int, seed: int) -> NDArray[np.uint8]:
        """The crowd of the nucleus behind it, (height, width, 4) RGBA."""
        return crowd_backdrop(width, height, scale=GENE_SCALE * BEHIND, seed=seed, spacing=165)

    def lands(self) -> Motion:
        """The polymerase comes down on the DNA."""
        self.reader.still = False
        start = self._on(START)
        between = Pose(rotation_about((0, 0, 1), -0.3 * HOVERS_DEGREES), start + np.array([6.0, 16.0, 8.0]))
        return Carry(self.reader, [self.reader.pose, between, Pose(np.eye(3), start)])

    def runs(self) -> tuple[Motion, ...]:
        """It runs along the gene and RNA grows from it."""
        places = [Pose(np.eye(3), self._on(x)) for x in (START, END)]
        return Carry(self.reader, places), Change(self.rna, "length", 1.0)

    def rests(self) -> None:
        """From now on the polymerase stays where it is, and is drawn but once."""
        self.reader.still = True

    @staticmethod
    def _on(x: float) -> Points:
        """The origin of the polymerase's frame when it is on the DNA at `x`."""
        return np.asarray(np.array([x, 0.0, 0.0]) + OUTLET)

    def receptor_point(self) -> Point:
        """Where the receptors are pointed to."""
        return self.molecule_view.point((DIMER_AT + 4.0, DIMER_HEIGHT + 18.0, 20.0))

    def dna_point(self) -> Point:
        """Where the DNA is pointed to: between the nucleosome and the receptors."""
        return self.molecule_view.point((DIMER_AT - 62.0, 5.0, 10.0))

    def polymerase_point(self) -> Point:
        """Where the polymerase is pointed to."""
        return self.molecule_view.point(self.reader.anchor("centre") + np.array([42.0, -4.0, 30.0]))

    def rna_point(self) -> Point:
        """Where the RNA is pointed to."""
        return self.molecule_view.point(self.rna.middle())


BEHIND = 0.62
"""How large the crowd far behind is drawn, beside what stands on the DNA."""


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
    """Where each receptor of the dimer goes from the first one's own frame, to stand on the DNA."""
    first, second = receptor_dimer()
    turn = best_fit(first.positions, second.positions)
    upright = upright_rotation(two_fold_axis(turn))
    middle = (first.positions.mean(axis=0) + second.positions.mean(axis=0)) / 2
    standing = Pose(upright, np.array([DIMER_AT, DIMER_HEIGHT, 0.0]) - upright @ middle)
    moved = Pose(upright @ turn.rotation, upright @ turn.translation + standing.translation)
    return standing, moved


def _standing_dimer(molecule_view: MoleculeView, *, hormone: bool, mutant: bool) -> list[RigidBody]:
    """The two bodies, and what is on and in them: helices 12, coactivators, hormone."""
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
            partners.append((beads_of_ligand(tables.ligands["estradiol_1G50"]), Role.ESTRADIOL))
        whole += rest + [(partner.moved(pose.apply(partner.positions)), role) for partner, role in partners]
    return [RigidBody(cores, still=True), RigidBody(whole, still=True)]


def _without_window(molecule_view: MoleculeView, beads: Beads, pocket: Points) -> Beads:
    """Beads but for those that stand before `pocket` (n, 3; Å) as seen, if it lies in the nearer half of the dimer."""
    seen, there = molecule_view.view.turned(beads.positions), molecule_view.view.turned(pocket).mean(axis=0)
    middle = molecule_view.view.turned(np.array([[DIMER_AT, DIMER_HEIGHT, 0.0]]))[0]
    if there[2] < middle[2]:
        return beads
    hides = (np.hypot(*(seen[:, :2] - there[:2]).T) < WINDOW_ANGSTROM) & (seen[:, 2] > there[2] - 1.0)
    return beads.chosen(~hides)


@cache
def _polymerase_seen() -> Beads:
    """The beads of the polymerase that are ever seen, however it is turned on its way down: about a third of them."""
    beads = polymerase()

    def look() -> NDArray[np.bool_]:
        seen: set[int] = set()
        for degrees in np.linspace(-HOVERS_DEGREES, HOVERS_DEGREES, LOOKS):
            turned = beads.moved(beads.positions @ rotation_about((0, 0, 1), degrees).T)
            seen |= visible_beads(turned, GENE_VIEW)
        return np.isin(np.arange(len(beads)), list(seen))

    return beads.chosen(cached(look, "the polymerase as seen", HOVERS_DEGREES, LOOKS, GENE_VIEW))


def _feet() -> Beads:
    """Two DNA-binding domains in the wide groove, and the loose hinge from each to its receptor."""
    first = receptor_dimer()[0]
    pieces = []
    for number, pose in enumerate(dimer_poses()):
        end = pose.apply(first.positions[:1])[0]
        side = np.sign(end[0] - DIMER_AT)
        middle = np.array([DIMER_AT + side * FOOT_APART / 2, FOOT_HEIGHT, 0.0])
        pieces.append(filled([(middle, (FOOT_ANGSTROM,) * 3)], 3 + number, spacing=4.6, radius=3.6))
        share = np.linspace(0.0, 1.0, 14)[:, None]
        bow = np.sin(np.pi * share) * np.array([7.0 * side, 2.0, 5.0])
        thread = (middle + np.array([0.0, FOOT_ANGSTROM, 0.0])) * (1 - share) + end * share + bow
        pieces.append(plain(thread, 2.3))
    return gathered(pieces)
