"""The molecules of the gene under a field of receptors, standing as in the picture of transcription (Å; x along the DNA).

The pair's domains, the coactivators' contact helices, the nucleosomes and the polymerases (PDB 6GMH) are measured; the
hinges, the coactivators' bodies and the RNA outside the polymerase are schematic; the other DNA is canonical B-form. Between
the enhancer, on which the pair is, and the gene DNA is left out: the two are far apart.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from moa_anim.actors.coactivator_body import BODY_OFFSET_ANGSTROM, PALENESS, body_beads
from moa_anim.actors.ligands import passage
from moa_anim.actors.receptor import receptor_shape, shape_around
from moa_anim.actors.rigid_bodies import RigidBody
from moa_anim.actors.rna import RnaStrand
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.model.palette import Role
from moa_anim.molecule.atom_tables import atom_table
from moa_anim.molecule.beads import Beads, beads_of_atoms, beads_of_ligand, gathered
from moa_anim.molecule.bodies import Body
from moa_anim.molecule.chromatin import (
    BUBBLE_ANGSTROM,
    DNA_RISE_ANGSTROM,
    LINKER_ANGSTROM,
    POLYMERASE_ABOVE_ANGSTROM,
    SEQUENCE_LENGTH,
    STRAIGHT_AGAIN_ANGSTROM,
    TWIST_RADIANS,
    HelixPath,
    dna_beads,
    element_ends,
    helix_along,
    joining_path,
    level,
    new_rna,
    nucleosome,
    nucleosome_ends,
    nucleosome_pose,
    path_through_polymerase,
)
from moa_anim.molecule.easing import smoothstep
from moa_anim.molecule.ligand_paths import at_pose
from moa_anim.molecule.pose import Pose, rotation_about
from moa_anim.molecule.structure import receptor_tables
from moa_anim.sets.gene_transcription import (
    CUT_PROBE_ANGSTROM,
    DIMER_AT_ANGSTROM,
    DIMER_HEIGHT_ANGSTROM,
    GENE_VIEW,
    OPEN_BEFORE_POCKET_ANGSTROM,
    PARTNER_TONE,
    READER_CUT_ANGSTROM,
    SCHEMATIC_DIM,
    cut_polymerase,
    dimer_poses,
    element_pose,
    lower_halves,
)
from moa_anim.sets.pair_exchange import Exchanging, exchanging

NUCLEOSOMES_ANGSTROM = (-318.0, 318.0)
"""Positions of the nucleosomes along the DNA: left of the pair, and below the gap between receptors and 26S."""

POLYMERASES_ANGSTROM = (130.0, 661.0)
"""Positions of the polymerases: the nearer one, which runs on, and one farther along the gene, below the 20S, which stays."""

ENDS_ANGSTROM = (-476.0, 926.0)
"""Ends of the DNA: outside of the picture on both sides, also when a camera begins to draw back."""

BREAK_ANGSTROM = (-5.0, 16.0)
"""Range along the DNA that is left out: the enhancer is far from the gene (see the picture of transcription)."""

READ_UNTIL_ANGSTROM = 250.0
"""Where the DNA ends that the nearer polymerase bends as it runs along; from near, it is out of the picture there."""

BEYOND_THE_BEND_ANGSTROM = 30.0
"""Length of straight DNA that is built beyond the bend in the polymerase, wherever that is."""

COMES_INTO_PHASE_ANGSTROM = 60.0
"""Distance that the polymerase has run on when the DNA behind it is in phase with the DNA beyond its picture."""

HISTONE_DIM = 0.3
"""Share of paper mixed into the histones, since the DNA is in focus."""

LIGAND_ROLES = {"estradiol": Role.ESTRADIOL, "drug": Role.DRUG}
"""Colours of the ligands, by their names in the tables."""

RNA_SEED = 26
"""Seed of the strand's bends: it leaves upwards, between the polymerase and the pair."""


@cache
def _right_of_the_break() -> HelixPath:
    """Return the base pairs from the break through the nearer polymerase, in its first place, to the right nucleosome.

    They are built from the nucleosome backwards.
    """
    straight = level(NUCLEOSOMES_ANGSTROM[1] - LINKER_ANGSTROM)
    enters = nucleosome_pose(NUCLEOSOMES_ANGSTROM[1]).after(nucleosome_ends()[0])
    bent = path_through_polymerase(
        BREAK_ANGSTROM[1] - 20.0, float(straight.translation[0]), POLYMERASES_ANGSTROM[0]
    )
    return helix_along(np.vstack([bent, joining_path(straight, enters)]), enters, from_end=True)


def _with_bubble(helix: HelixPath, at: float, first: int = 0) -> tuple[Beads, Beads]:
    """Return backbones and bases of DNA, its strands apart in a polymerase at `at` (Å)."""
    along = helix.middles[:, 0] - at
    apart = (along > BUBBLE_ANGSTROM[0]) & (along < BUBBLE_ANGSTROM[1])
    return dna_beads(helix, first=first, without_strand_one=apart)


def _ran_on(farther: float) -> tuple[Beads, Beads]:
    """Return backbones and bases from the break to beyond the nearer polymerase, which has run on by `farther` (Å).

    The bend and the bubble go with it; the base pairs before and behind it stay where they are.
    """
    here = _right_of_the_break()
    row = int(np.searchsorted(here.middles[:, 0], READ_UNTIL_ANGSTROM))
    at, own = POLYMERASES_ANGSTROM[0] + farther, here.pose(row)
    begins = float(own.translation[0])
    until = at + STRAIGHT_AGAIN_ANGSTROM + BEYOND_THE_BEND_ANGSTROM - begins
    more = max(1, math.ceil(until / DNA_RISE_ANGSTROM))
    turned = own.after(Pose(rotation_about((0, 0, 1), math.degrees(TWIST_RADIANS * more)), np.zeros(3)))
    path = path_through_polymerase(BREAK_ANGSTROM[1] - 20.0, begins + (more - 1) * DNA_RISE_ANGSTROM, at)
    helix = _in_phase_behind(helix_along(path, turned, from_end=True), at, farther)
    return _with_bubble(helix, at, (row + more - len(helix.middles)) % SEQUENCE_LENGTH)


def _phase(helix: HelixPath, at: float) -> float:
    """Return the angle (radians) of straight DNA's wide groove at x = `at` (Å)."""
    row = int(np.abs(helix.middles[:, 0] - at).argmin())
    own = math.atan2(helix.axes[row, 2, 0], helix.axes[row, 1, 0])
    return own + (at - float(helix.middles[row, 0])) * TWIST_RADIANS / DNA_RISE_ANGSTROM


def _in_phase_behind(helix: HelixPath, at: float, farther: float) -> HelixPath:
    """Return a helix with its base pairs behind the polymerase, at `at`, turned a little about its axis.

    At the break they keep the phase that they have at first. Towards READ_UNTIL_ANGSTROM they come into the phase of the DNA
    there: behind the polymerase the DNA is shorter by the bend, by what is no whole number of turns.
    """
    first = _right_of_the_break()
    begin, join = BREAK_ANGSTROM[1], READ_UNTIL_ANGSTROM
    here = _phase(first, begin) - _phase(helix, begin)
    ran = (join - begin) * TWIST_RADIANS / DNA_RISE_ANGSTROM
    there = _phase(first, join) - _phase(first, begin) - ran
    x = helix.middles[:, 0]
    share = smoothstep(farther, 0.0, COMES_INTO_PHASE_ANGSTROM) * (x - begin) / (join - begin)
    behind = np.clip((at + BUBBLE_ANGSTROM[0] - x) / (STRAIGHT_AGAIN_ANGSTROM + BUBBLE_ANGSTROM[0]), 0.0, 1.0)
    angles = (math.remainder(here, math.tau) + math.remainder(there, math.tau) * share) * behind
    grooves, across, along = np.moveaxis(helix.axes, 2, 0)
    turned = np.cos(angles)[:, None] * grooves + np.sin(angles)[:, None] * across
    return HelixPath(helix.middles, np.stack([turned, np.cross(along, turned), along], axis=2))


def _within(beads: Beads, first: float, last: float) -> Beads:
    """Return the beads with x in first…last (Å)."""
    x = beads.positions[:, 0]
    return beads.chosen((x > first) & (x < last))


def _coloured(backbone: Beads, bases: Beads) -> list[Body]:
    return [Body(backbone, rgb(Role.DNA)), Body(bases, rgb(Role.DNA_BASE))]


def read_dna(farther: float) -> list[Body]:
    """Return the DNA from the break through the nearer polymerase, which has run on by `farther` (Å)."""
    first, last = BREAK_ANGSTROM[1], READ_UNTIL_ANGSTROM
    backbone, bases = (_within(each, first, last) for each in _ran_on(farther))
    return _coloured(backbone, bases)


def standing_chromatin() -> list[Body]:
    """Return what does not move: all other DNA, also that through the polymerase that stays, and two nucleosomes."""
    left, right = (nucleosome_pose(at) for at in NUCLEOSOMES_ANGSTROM)
    left_at, right_at = NUCLEOSOMES_ANGSTROM
    begin, end = (element_pose().after(each) for each in element_ends())
    enters, leaves = nucleosome_ends()
    far_left, far_right = ENDS_ANGSTROM
    before, after = level(DIMER_AT_ANGSTROM - LINKER_ANGSTROM), level(DIMER_AT_ANGSTROM + LINKER_ANGSTROM)
    stays = POLYMERASES_ANGSTROM[1]
    beyond = right_at + LINKER_ANGSTROM
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
        helix_along(np.vstack([joining_path(end, after), [(BREAK_ANGSTROM[0] + 20.0, 0.0, 0.0)]]), end),
        helix_along(
            np.vstack(
                [
                    joining_path(right.after(leaves), level(beyond)),
                    path_through_polymerase(beyond + LINKER_ANGSTROM, far_right, stays),
                ]
            ),
            right.after(leaves),
        ),
    )
    parts: list[list[Beads]] = [[], [], []]
    for number, helix in enumerate(helices):
        along = helix.middles[:, 0] - stays
        apart = (along > BUBBLE_ANGSTROM[0]) & (along < BUBBLE_ANGSTROM[1])
        for part, beads in zip(parts, dna_beads(helix, without_strand_one=apart), strict=False):
            part.append(_within(beads, -np.inf, BREAK_ANGSTROM[0]) if number == 2 else beads)
    for part, beads in zip(parts, _with_bubble(_right_of_the_break(), POLYMERASES_ANGSTROM[0]), strict=False):
        part.append(_within(beads, READ_UNTIL_ANGSTROM, np.inf))
    element = atom_table("era_dbd_on_dna").atoms.of_chains("C", "D")
    own = beads_of_atoms(element)
    parts[0].append(own.moved(element_pose().apply(own.positions)))
    for pose in (left, right):
        for part, beads in zip(parts, nucleosome(), strict=True):
            part.append(beads.moved(pose.apply(beads.positions)))
    backbone, bases, histones = (gathered(part) for part in parts)
    return [*_coloured(backbone, bases), Body(histones, rgb(Role.CROWD), None, HISTONE_DIM)]


def _pocket_middle(pose: Pose) -> float:
    """Return how far towards the viewer the middle of the pocket of a receptor at a pose is (Å)."""
    pocket = pose.apply(receptor_tables().ligands["estradiol"].positions)
    return float((pocket @ GENE_VIEW.T)[:, 2].mean())


def _shape_of(state: Exchanging, *, mutant: bool) -> list[tuple[Beads, Role]]:
    """Return a receptor of the pair: its side chains give way to a molecule on its passage, and hold bound elacestrant."""
    for name, pose in state.inside:
        if pose[3:].any():  # it has turned out of its pose in the pocket
            return shape_around(state.helix, name, pose, mutant=mutant)
        if name == "drug":
            return receptor_shape(state.helix, mutant=mutant, holding=name)
    return receptor_shape(state.helix, mutant=mutant)


def pair(bound: float, *, mutant: bool) -> list[Body]:
    """Return two receptors on the element when the exchange of their ligands has come to `bound` in 0…1.

    All are cut open just in front of their pockets; molecules that are in them or near are drawn with them.
    """
    bodies: list[Body] = []
    for number, pose in enumerate(dimer_poses()):
        state = exchanging(number, bound, mutant=mutant)
        for beads, role in _shape_of(state, mutant=mutant):
            tones = beads.tones + (PARTNER_TONE * number if role is Role.RECEPTOR else 0.0)
            placed = Beads(pose.apply(beads.positions), beads.radii, beads.residues, tones)
            cut = _pocket_middle(pose) + OPEN_BEFORE_POCKET_ANGSTROM if role is Role.RECEPTOR else None
            bodies.append(Body(placed, rgb(role), cut))
        for name, way in state.inside:
            held = beads_of_ligand(receptor_tables().ligands[name])
            bodies.append(Body(held.moved(pose.apply(at_pose(name, way))), rgb(LIGAND_ROLES[name])))
        bodies.append(Body(lower_halves()[number].domain, rgb(Role.RECEPTOR)))
    hinges = gathered([half.hinge for half in lower_halves()])
    return [*bodies, Body(hinges, rgb(Role.RECEPTOR), None, SCHEMATIC_DIM)]


def free_ligand(name: str, number: int) -> list[Body]:
    """Return a ligand as it is at the outer end of its passage from receptor `number`, its middle at the pair's (Å)."""
    held, pose = beads_of_ligand(receptor_tables().ligands[name]), dimer_poses()[number]
    positions = pose.apply(at_pose(name, passage(name)[-1]))
    middle = np.array([DIMER_AT_ANGSTROM, DIMER_HEIGHT_ANGSTROM, 0.0])
    there = pose.apply(passage(name)[-1:, :3])[0]
    # The view is from above: what is seen at the pair's middle is there in the picture's plane.
    beads = held.moved(positions - there + middle @ GENE_VIEW)
    return [Body(beads, rgb(LIGAND_ROLES[name]))]


def contact_helix(number: int) -> list[Body]:
    """Return the measured contact helix of the coactivator of receptor `number`, 0 or 1, of the pair."""
    helix = beads_of_atoms(atom_table("coactivator_helix").atoms)
    return [Body(helix.moved(dimer_poses()[number].apply(helix.positions)), rgb(Role.COACTIVATOR))]


def coactivator_body(number: int) -> list[Body]:
    """Return the schematic body behind that helix, as pale as in the close-up."""
    helix, body = beads_of_atoms(atom_table("coactivator_helix").atoms), body_beads()
    middle = (helix.positions.mean(axis=0) + BODY_OFFSET_ANGSTROM)[None]
    there = dimer_poses()[number].apply(middle)[0]
    beads = body.moved(body.positions @ GENE_VIEW + there)
    return [Body(beads, tinted(Role.COACTIVATOR, PALENESS, Role.PAPER))]


def _on_the_gene() -> Pose:
    return Pose(np.eye(3), np.array([POLYMERASES_ANGSTROM[0], POLYMERASE_ABOVE_ANGSTROM, 0.0]))


def nearer_polymerase() -> list[Body]:
    """Return the polymerase that runs on, cut open as in the picture of transcription."""
    beads = cut_polymerase()
    placed = beads.moved(_on_the_gene().apply(beads.positions))
    return [Body(placed, rgb(Role.LIGASE), READER_CUT_ANGSTROM, 0.0, CUT_PROBE_ANGSTROM)]


def rna(length: float) -> list[Body]:
    """Return its RNA: what is inside, and a strand of `length` in 0…1 that leaves it."""
    reader = RigidBody([(new_rna(), Role.RNA)], _on_the_gene())
    strand = RnaStrand(reader, seed=RNA_SEED)
    strand.length = length
    inside = new_rna()
    placed = inside.moved(_on_the_gene().apply(inside.positions))
    return [Body(placed, rgb(Role.RNA)), *(part.body for part in strand.parts(0.0))]
