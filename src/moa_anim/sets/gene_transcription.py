"""Transcription of a gene: two receptors with coactivators on DNA, a polymerase that moves along it, and growing RNA.

The receptors' two pairs of domains, the hormone, the coactivators' contact helices, the nucleosomes and the polymerase are
experimental structures. The hinges between the domains are schematic and pale. The other DNA is canonical B-form.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

import cairo
import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.coactivator_body import BODY_OFFSET_ANGSTROM, CoactivatorBody
from moa_anim.actors.receptor import FIRST_HELIX_RESIDUE
from moa_anim.actors.rigid_bodies import Carry, RigidBody
from moa_anim.actors.rna import RnaStrand
from moa_anim.cache.arrays import cached
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.geometry import Point
from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import dimer_turn, receptor_dimer
from moa_anim.molecule.atom_tables import atom_table
from moa_anim.molecule.beads import Beads, beads_of_atoms, gathered, plain
from moa_anim.molecule.bodies import Body, View
from moa_anim.molecule.chromatin import (
    BACKBONE_NAMES,
    BEYOND_ANGSTROM,
    BUBBLE_ANGSTROM,
    LINKER_ANGSTROM,
    POLYMERASE_ABOVE_ANGSTROM,
    STRAIGHT_AGAIN_ANGSTROM,
    HelixPath,
    dna_beads,
    element_ends,
    held_behind,
    helix_along,
    joining_path,
    level,
    new_rna,
    nucleosome,
    nucleosome_ends,
    nucleosome_pose,
    path_through_polymerase,
    polymerase,
    visible_beads,
)
from moa_anim.molecule.film_mutants import mutant_table, mutations
from moa_anim.molecule.pose import Pose, rotation_about
from moa_anim.molecule.structure import receptor_tables
from moa_anim.molecule.structure_file import Atoms
from moa_anim.stage.actor import Actor, Part
from moa_anim.stage.molecule_view import MoleculeView
from moa_anim.stage.motion import Change, Motion, steady
from moa_anim.stage.painted import Painted

if TYPE_CHECKING:
    from moa_anim.stage.clock import ShotClock
    from moa_anim.stage.scene import MoaScene

Points = NDArray[np.float64]

GENE_SCALE = 4.3
"""Design pixels for one ångström: 45 nm of chromatin across the picture."""

GENE_PLACE = (960.0, 726.0)
"""Where the middle of the DNA is shown (design pixels), with room for receptors above it and captions below."""

GENE_VIEW = rotation_about((1, 0, 0), 11.0)
"""View from slightly above, which shows the DNA passing through the polymerase."""

DIMER_AT_ANGSTROM = -84.0
"""Position of the receptors along the DNA, from its middle."""

DIMER_HEIGHT_ANGSTROM = 69.0
"""Height of the receptors' middle above the DNA, which leaves the hinges to the DNA-binding domains visible."""

DIMER_TURN_DEGREES = 42.0
"""Rotation of the dimer about the vertical axis, which shows both coactivators and both helices 12."""

OPEN_BEFORE_POCKET_ANGSTROM = 1.5
"""The first receptor, the nearer one, is cut open so far in front of its pocket's middle, which shows what is in it."""

PARTNER_TONE = 0.08
"""How much lighter the second receptor is, so that the two can be distinguished."""

OTHER_ATOM_TONE = 0.12
"""How much lighter a ligand's atoms other than carbon are."""

NUCLEOSOMES_AT = (-206.0, 214.0)
"""Positions of the nucleosomes along the DNA (Å), at the edges of the picture."""

START_ANGSTROM = 50.0
END_ANGSTROM = 84.0
"""First and last position of the polymerase along the DNA, clear of the receptors and of the nucleosome."""

BREAK_ANGSTROM = (-44.0, -30.0)
"""Range along the DNA where it is left out: receptors mostly bind far from the gene. Of 1,234 binding sites of ERα in MCF-7
cells, 5 % are within 5 kb upstream of the start of a gene (Lin et al., PLoS Genetics 2007, e87)."""

BREAK_SLOPE_PIXELS = 13.0
BREAK_HALF_HEIGHT_PIXELS = 38.0
BREAK_APART_PIXELS = 26.0
BREAK_LINE_PIXELS = 6.0
"""How far a stroke of the break leans over, half its height, the distance of its two strokes, their width (design pixels)."""

CUT_DEPTH_ANGSTROM = -5.0
"""Depth at which the polymerase is cut open, towards the viewer from its middle: just in front of the DNA in it."""

READER_CUT_ANGSTROM = (
    float(GENE_VIEW[2] @ np.array([0.0, POLYMERASE_ABOVE_ANGSTROM, 0.0])) + CUT_DEPTH_ANGSTROM
)
"""The same depth from the view's centre, towards the viewer."""

CUT_PROBE_ANGSTROM = 2.6
"""Radius of the probe that closes the cut face, since gaps between side chains carry no information at this scale."""

HINGE_BEAD_ANGSTROM = 2.3
HINGE_BEADS = 14
"""Radius and number of beads of the schematic hinge from a DNA-binding domain to the receptor above it."""

SCHEMATIC_DIM = 0.5
"""Share of paper mixed into schematic parts."""

CROWD_SCALE_SHARE = 0.62
"""Scale of the distant crowd, as a share of the receptors'."""

UPSIDE_DOWN = np.diag([1.0, -1.0, -1.0])
"""Rotation of the response element: its table has the proteins below the DNA, the picture has them above."""


class TranscribedDna(Actor):
    """DNA from the response element through the polymerase to the next nucleosome; the polymerase is at `at` (Å)."""

    def __init__(self, at: float) -> None:
        super().__init__()
        self.at = at
        self.still = False

    def parts(self, seconds: float) -> list[Part]:
        """Return backbones and bases; inside the polymerase, where the strands are separated, only the template strand."""
        at = round(self.at, 2)
        backbone, bases = _transcribed(at)
        return [
            Part((name, at, self.dimmed), Body(beads, rgb(role), None, self.dimmed), self.still)
            for name, beads, role in (("strands", backbone, Role.DNA), ("bases", bases, Role.DNA_BASE))
        ]

    def anchor(self, name: str) -> Points:
        """Return the point (3,; Å) of the straight DNA below the polymerase's middle, for the name `polymerase`.

        Raises:
            KeyError: Another name.
        """
        if name != "polymerase":
            raise KeyError(f"transcribed DNA has no anchor '{name}'")
        return np.array([self.at, 0.0, 0.0])


class BreakMark(Painted):
    """Two slanting strokes where DNA is left out in `molecule_view`."""

    def __init__(self, molecule_view: MoleculeView) -> None:
        super().__init__()
        self._molecule_view = molecule_view

    def paint(self, canvas: Canvas) -> None:
        """Draw the strokes, at the size of the view."""
        if self.opacity <= 0.0:
            return
        view = self._molecule_view
        x, y = view.point((sum(BREAK_ANGSTROM) / 2, 0.0, 0.0))
        draw_break(canvas, (x, y), view.view.scale / GENE_SCALE, self.opacity * view.opacity)


def draw_break(canvas: Canvas, middle: Point, size: float, opacity: float) -> None:
    """Draw two slanting strokes about `middle` (design pixels); at `size` 1 they are as in the picture of transcription."""
    x, y = middle
    context = canvas.design()
    context.set_line_cap(cairo.LINE_CAP_ROUND)
    context.set_line_width(BREAK_LINE_PIXELS * size)
    canvas.set_colour(rgb(Role.INK), opacity)
    for side in (-0.5, 0.5):
        at = x + side * BREAK_APART_PIXELS * size
        lean, half = BREAK_SLOPE_PIXELS * size, BREAK_HALF_HEIGHT_PIXELS * size
        context.move_to(at - lean, y + half)
        context.line_to(at + lean, y - half)
    context.stroke()
    context.restore()


class GeneTranscription:
    """The picture of transcription and its motions.

    `hormone` places estradiol in the pockets; `mutant` shows mutant receptors, the mutated residues marked.
    """

    def __init__(self, clock: ShotClock, *, seed: int, hormone: bool = True, mutant: bool = False) -> None:
        self.molecule_view = MoleculeView(
            clock, rotation=GENE_VIEW, centre=(0.0, 0.0, 0.0), place=GENE_PLACE, scale=GENE_SCALE
        )
        *self.receptors, self.domains = _standing_dimer(self.molecule_view, hormone=hormone, mutant=mutant)
        backbone, bases, histones = _standing_chromatin()
        self.bodies = [
            CoactivatorBody(self.molecule_view, partial(_body_middle, pose)) for pose in dimer_poses()
        ]
        self.break_mark = BreakMark(self.molecule_view)
        self.dna = RigidBody(
            [(backbone, Role.DNA), (bases, Role.DNA_BASE), (histones, Role.CROWD)], still=True
        )
        self.read = TranscribedDna(START_ANGSTROM)
        hinges = gathered([half.hinge for half in lower_halves()])
        self.schematic = RigidBody([(hinges, Role.RECEPTOR)], still=True)
        self.schematic.dim = SCHEMATIC_DIM
        self.reader = RigidBody(
            [(cut_polymerase(), Role.LIGASE)],
            self._polymerase_pose(START_ANGSTROM),
            cut_depth=READER_CUT_ANGSTROM,
            probe=CUT_PROBE_ANGSTROM,
        )
        self.inside = RigidBody([(new_rna(), Role.RNA)], self.reader.pose)
        self.rna = RnaStrand(self.reader, seed=seed)
        self.molecule_view.cast(
            *self.receptors,
            self.domains,
            self.dna,
            self.schematic,
            self.read,
            self.reader,
            self.inside,
            self.rna,
        )

    def add_to(self, scene: MoaScene) -> None:
        """Put the picture on stage, the break in the DNA in front of it."""
        scene.add(*self.bodies, self.molecule_view, self.break_mark)

    def remove_from(self, scene: MoaScene) -> None:
        """Take the picture off stage."""
        scene.remove(*self.bodies, self.molecule_view, self.break_mark)

    def around(self) -> list[Actor]:
        """Return all but the receptors: DNA, nucleosomes, polymerase."""
        return [self.dna, self.read, self.reader, self.inside]

    def before_reading(self) -> list[Actor]:
        """Return DNA and nucleosomes without a polymerase: the DNA is double, and straight, where one will be."""
        backbone, bases = _unread()
        return [self.dna, RigidBody([(backbone, Role.DNA), (bases, Role.DNA_BASE)], still=True)]

    def runs(self) -> tuple[Motion, ...]:
        """Return the motions of the polymerase along the gene and of the RNA that grows from it."""
        places = [self._polymerase_pose(x) for x in (START_ANGSTROM, END_ANGSTROM)]
        return (
            Carry(self.reader, places, ease=steady),
            Carry(self.inside, places, ease=steady),
            Change(self.read, "at", END_ANGSTROM, ease=steady),
            Change(self.rna, "length", 1.0),
        )

    @staticmethod
    def _polymerase_pose(x: float) -> Pose:
        """Return the polymerase's pose at `x` (Å) on the DNA."""
        return Pose(np.eye(3), np.array([x, POLYMERASE_ABOVE_ANGSTROM, 0.0]))

    def receptor_point(self) -> Point:
        """Return where a label points to the receptors (design pixels)."""
        return self.molecule_view.point((DIMER_AT_ANGSTROM + 4.0, DIMER_HEIGHT_ANGSTROM + 18.0, 20.0))

    def enhancer_point(self) -> Point:
        """Return where a label points to the enhancer (design pixels): the response element under the receptors."""
        return self.molecule_view.point((DIMER_AT_ANGSTROM - 6.0, -6.0, 10.0))

    def gene_point(self) -> Point:
        """Return where a label points to the gene (design pixels): the DNA ahead of the polymerase."""
        return self.molecule_view.point((END_ANGSTROM + 62.0, -6.0, 10.0))

    def polymerase_point(self) -> Point:
        """Return where a label points to the polymerase (design pixels)."""
        return self.molecule_view.point(self.reader.anchor("centre") + np.array([26.0, 28.0, 10.0]))

    def rna_point(self) -> Point:
        """Return where a label points to the RNA (design pixels)."""
        return self.molecule_view.point(self.rna.middle())


@cache
def element_pose() -> Pose:
    """Return the pose of the response element with its proteins, relative to its table's frame."""
    return Pose(UPSIDE_DOWN, np.array([DIMER_AT_ANGSTROM, 0.0, 0.0]))


def _placed(pose: Pose, beads: Beads) -> Beads:
    return beads.moved(pose.apply(beads.positions))


@cache
def _standing_chromatin() -> tuple[Beads, ...]:
    """Return the static chromatin: backbones and bases of the DNA without the transcribed part, and histones."""
    element = atom_table("era_dbd_on_dna").atoms
    dna = element.of_chains("C", "D")
    sides = [beads_of_atoms(part) for part in _backbone_and_bases(dna)]
    parts = [[_placed(element_pose(), side)] for side in sides]
    histones: list[Beads] = []
    for pose in (nucleosome_pose(at) for at in NUCLEOSOMES_AT):
        for number, beads in enumerate(nucleosome()):
            (histones if number == 2 else parts[number]).append(_placed(pose, beads))
    left, right = (nucleosome_pose(at) for at in NUCLEOSOMES_AT)
    enters, leaves = (left.after(end) for end in nucleosome_ends())
    outside = level(left.translation[0] - BEYOND_ANGSTROM)
    paths = [
        helix_along(joining_path(outside, enters), enters, from_end=True),
        helix_along(
            joining_path(leaves, element_pose().after(element_ends()[0])),
            element_pose().after(element_ends()[0]),
            from_end=True,
        ),
    ]
    leaves = right.after(nucleosome_ends()[1])
    paths.append(helix_along(joining_path(leaves, level(right.translation[0] + BEYOND_ANGSTROM)), leaves))
    for path in paths:
        for number, beads in enumerate(dna_beads(path)):
            parts[number].append(beads)
    return _visible(gathered(parts[0]), gathered(parts[1]), gathered(histones))


def _visible(*bodies: Beads) -> tuple[Beads, ...]:
    """Return the visible beads of static bodies that hide one another."""
    whole = gathered(bodies)
    key = (whole.positions, whole.radii, GENE_VIEW)
    rows = cached(lambda: visible_beads(whole, GENE_VIEW), "seen of the chromatin", *key)
    masks = np.split(rows, np.cumsum([len(each) for each in bodies])[:-1])
    return tuple(each.chosen(mask) for each, mask in zip(bodies, masks, strict=True))


def _backbone_and_bases(dna: Atoms) -> tuple[Atoms, Atoms]:
    backbone = np.isin(dna.names, list(BACKBONE_NAMES))
    return dna.where(backbone), dna.where(~backbone)


def transcribed_path(at: float) -> HelixPath:
    """Return the base pairs from the response element through a polymerase at `at` (Å) to the next nucleosome."""
    begins = at - STRAIGHT_AGAIN_ANGSTROM - 2.0
    ends = max(at + STRAIGHT_AGAIN_ANGSTROM + 2.0, NUCLEOSOMES_AT[1] - LINKER_ANGSTROM)
    return _path_by(path_through_polymerase(begins, ends, at), begins, ends)


def _path_by(between: Points, begins: float, ends: float) -> HelixPath:
    """Return the base pairs from response element to nucleosome; `between` is the axis (n, 3; Å) from `begins` to `ends`."""
    begin = element_pose().after(element_ends()[1])
    enters = nucleosome_pose(NUCLEOSOMES_AT[1]).after(nucleosome_ends()[0])
    path = np.vstack([joining_path(begin, level(begins)), between, joining_path(level(ends), enters)])
    return helix_along(path, begin)


@cache
def _unread() -> tuple[Beads, Beads]:
    """Return backbones and bases of the same DNA as long as no polymerase is there."""
    begins, ends = START_ANGSTROM - STRAIGHT_AGAIN_ANGSTROM - 2.0, NUCLEOSOMES_AT[1] - LINKER_ANGSTROM
    along = np.linspace(begins, ends, 120)
    straight = np.stack([along, np.zeros_like(along), np.zeros_like(along)], axis=1)
    return _with_break(dna_beads(_path_by(straight, begins, ends)))


@cache
def _transcribed(at: float) -> tuple[Beads, Beads]:
    path = transcribed_path(at)
    along = path.middles[:, 0] - at
    apart = (along > BUBBLE_ANGSTROM[0]) & (along < BUBBLE_ANGSTROM[1])
    return _with_break(dna_beads(path, without_strand_one=apart))


def _with_break(beads: tuple[Beads, Beads]) -> tuple[Beads, Beads]:
    """Return DNA without the part that is left out."""
    first, last = BREAK_ANGSTROM
    sides = [(each.positions[:, 0] < first) | (each.positions[:, 0] > last) for each in beads]
    return beads[0].chosen(sides[0]), beads[1].chosen(sides[1])


def _body_middle(pose: Pose) -> Points:
    """Return the middle (3,; Å) of the schematic body of the coactivator of the receptor with this pose."""
    return np.asarray(pose.apply((contact_middle() + BODY_OFFSET_ANGSTROM)[None, :])[0])


@cache
def contact_middle() -> Points:
    """Return the middle (3,; Å) of the docked contact helix, in the receptor's own frame."""
    return np.asarray(beads_of_atoms(atom_table("coactivator_helix").atoms).positions.mean(axis=0))


def two_fold_axis(turn: Pose) -> Points:
    """Return the direction (3,) of the dimer's two-fold axis `turn`, oriented with the ends of the hinges downwards."""
    values, vectors = np.linalg.eigh((turn.rotation + turn.rotation.T) / 2)
    axis = vectors[:, int(np.argmax(values))]
    first = receptor_dimer()[0].named("CA").positions
    downwards = (first[0] - first.mean(axis=0)) @ axis
    return np.asarray(-np.sign(downwards) * axis / np.linalg.norm(axis))


def upright_rotation(axis: Points, turn_degrees: float = DIMER_TURN_DEGREES) -> Points:
    """Return a rotation (3, 3) that makes `axis` vertical and then turns about it by `turn_degrees`."""
    upward = np.array([0.0, 1.0, 0.0])
    across = np.cross(axis, upward)
    angle = float(np.degrees(np.arctan2(np.linalg.norm(across), axis @ upward)))
    return rotation_about((0, 1, 0), turn_degrees) @ rotation_about(across, angle)


@cache
def dimer_poses() -> tuple[Pose, Pose]:
    """Return the pose of each receptor of the dimer on the DNA, relative to the frame of the first."""
    turn = dimer_turn()
    upright = upright_rotation(two_fold_axis(turn))
    middle = np.vstack([each.positions for each in receptor_dimer()]).mean(axis=0)
    standing = Pose(upright, np.array([DIMER_AT_ANGSTROM, DIMER_HEIGHT_ANGSTROM, 0.0]) - upright @ middle)
    moved = Pose(upright @ turn.rotation, upright @ turn.translation + standing.translation)
    return standing, moved


def _standing_dimer(molecule_view: MoleculeView, *, hormone: bool, mutant: bool) -> list[RigidBody]:
    """Return four bodies: two cores, the first cut open; helices 12, coactivators and hormone; DNA-binding domains."""
    cores: list[RigidBody] = []
    whole: list[tuple[Beads, Role]] = []
    domains: list[tuple[Beads, Role]] = []
    for number, (atoms, pose) in enumerate(zip(_receptor_atoms(mutant), dimer_poses(), strict=True)):
        tone = PARTNER_TONE * number
        beads = beads_of_atoms(atoms)
        beads = Beads(pose.apply(beads.positions), beads.radii, beads.residues, beads.tones + tone)
        helix = atoms.residue_numbers >= FIRST_HELIX_RESIDUE
        marked = np.isin(atoms.residue_numbers, list(mutations())) & mutant
        estradiol = atom_table("era_lbd_estradiol").ligand("EST", "A")
        cut = None if number else pocket_depth(molecule_view.view, pose) + OPEN_BEFORE_POCKET_ANGSTROM
        cores.append(RigidBody([(beads.chosen(~helix), Role.RECEPTOR)], still=True, cut_depth=cut))
        whole.append((beads.chosen(helix & ~marked), Role.HELIX12))
        if mutant:
            whole.append((beads.chosen(marked), Role.MUTATION))
        partners = [(beads_of_atoms(atom_table("coactivator_helix").atoms), Role.COACTIVATOR)]
        if hormone:
            own = beads_of_atoms(estradiol)
            tones = np.where(estradiol.elements == "C", 0.0, OTHER_ATOM_TONE)
            partners.append((Beads(own.positions, own.radii, own.residues, tones), Role.ESTRADIOL))
        whole += [(_placed(pose, partner), role) for partner, role in partners]
        domains.append((lower_halves()[number].domain, Role.RECEPTOR))
    return [*cores, *(RigidBody(shape, still=True) for shape in (whole, domains))]


def pocket_depth(view: View, pose: Pose) -> float:
    """Return how far in front of the centre of `view` the middle of a receptor's pocket is (Å), for the receptor's pose."""
    pocket = pose.apply(receptor_tables().ligands["estradiol"].positions)
    return float(view.turned(pocket)[:, 2].mean())


def _receptor_atoms(mutant: bool) -> tuple[Atoms, Atoms]:
    """Return both halves of the dimer in the frame of the first: with estradiol, or a mutant without hormone."""
    if mutant:
        atoms = atom_table(mutant_table()).chains("A").of_residues(307, 546)
        return atoms, atoms
    first = receptor_dimer()[0]
    return first, first


@cache
def cut_polymerase() -> Beads:
    """Return the visible atoms of the cut polymerase, which are always the same since it never rotates."""
    beads = held_behind(polymerase(), GENE_VIEW, CUT_DEPTH_ANGSTROM)
    rows = cached(
        lambda: visible_beads(beads, GENE_VIEW, CUT_DEPTH_ANGSTROM),
        "the polymerase cut open",
        CUT_DEPTH_ANGSTROM,
        GENE_VIEW,
    )
    return beads.chosen(rows)


@dataclass(frozen=True)
class LowerHalf:
    """What hangs from a receptor of the dimer, where it stands: its DNA-binding domain, and the hinge to it."""

    domain: Beads
    hinge: Beads


@cache
def lower_halves() -> tuple[LowerHalf, LowerHalf]:
    """Return the lower halves of both receptors; the left domain belongs to the receptor whose hinge begins at the left."""
    first = receptor_dimer()[0].named("CA").positions
    element = atom_table("era_dbd_on_dna").atoms
    ends = [pose.apply(first[:1])[0] for pose in dimer_poses()]
    feet = {
        chain: element_pose().apply(element.of_chains(chain).named("CA").positions[-1:])[0] for chain in "AB"
    }
    left, right = sorted(feet, key=lambda chain: float(feet[chain][0]))
    chains = (left, right) if ends[0][0] <= ends[1][0] else (right, left)
    halves = []
    share = np.linspace(0.0, 1.0, HINGE_BEADS)[:, None]
    for number, (chain, end) in enumerate(zip(chains, ends, strict=True)):
        own = beads_of_atoms(element.of_chains(chain))
        toned = Beads(own.positions, own.radii, own.residues, own.tones + PARTNER_TONE * number)
        side = -1.0 if chain == left else 1.0
        bow = np.sin(np.pi * share) * np.array([7.0 * side, 2.0, 5.0])
        hinge = plain(feet[chain] * (1 - share) + end * share + bow, HINGE_BEAD_ANGSTROM)
        halves.append(LowerHalf(_placed(element_pose(), toned), hinge))
    return halves[0], halves[1]
