"""How each table is computed from its entries."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import gemmi
import numpy as np
from cap_packing import COARSE_RADIUS_ANGSTROM, FINE_RADIUS_ANGSTROM, Density, packed_cap, placed_core
from ligase_model import E2_CYSTEINE, LINKER, RING_FIRST, model, renamed
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from moa_anim.molecule.pose import Pose
from moa_anim.molecule.structure_file import Atoms, Note, Source, Structure, joined, read_structure
from moa_anim.molecule.superposition import (
    CORE_RESIDUES,
    FLANK_RESIDUES,
    completed,
    fitted,
    gaps,
    incomplete,
    pairs,
    ranges,
    rotations,
)

Recipe = Callable[["Entries"], Structure]

STAGE_ROTATION = np.array(
    [[0.7699, -0.01404, 0.63801], [0.638, 0.03917, -0.76904], [-0.01419, 0.99913, 0.03911]]
)
STAGE_ORIGIN = np.array([92.84, 11.38, 26.5])
"""Rotation and origin (Å, in 1G50's frame) of the stage frame: 1G50 chain A is turned so that helix 12's two positions lie in
the picture's plane; x points towards them, z to the viewer."""

RECEPTOR_FRAME = (
    "1G50 chain A, turned and centred: x goes from the core to helix 12, z is normal to helix 12's move"
)
"""Note on the frame of the receptors' tables."""

DIMER_OPERATION = "x-y,-y,1/3-z"
"""The operation of 1G50's space group (P 32 2 1) whose image of chain A is its partner; chains A and B do not touch."""

DIMER_NOTE = (
    f"chain A by the crystal's operation {DIMER_OPERATION}, a twofold axis; "
    "the entry's own chains A and B do not touch"
)

LIGASE_FRAME = "origin in the middle of all Cα of the scaffold; x along it, RBX1 at +x and +y"
"""Note on the frame of the ligase's tables."""

CORE_FRAME = (
    "origin in the middle of the 20S; z along it, y the twofold axis, chains A–G (α) at +z, where the cap is"
)
"""Note on the frame of the proteasome's tables."""

ALPHA_CAP_SIDE = "ABCDEFG"
ALPHA_FAR_SIDE = "OPQRSTU"
"""The α subunits at each end; the 20S's twofold axis takes one ring to the other."""

GATE_ANGSTROM = 8.0
"""Radius about the axis within which residues of α subunits close the gate."""

ALPHA_RING_ANGSTROM = 70.0
"""Distance of the α rings from the 20S's centre along the axis."""

CONTACT_ANGSTROM = 4.5
"""Atoms of two chains that are nearer than this are in contact."""


@dataclass(frozen=True)
class Entries:
    """The folder of entries."""

    folder: Path

    def read(self, entry: str) -> Atoms:
        """All atoms of an entry."""
        return read_structure(self.path(entry)).atoms

    def path(self, entry: str) -> Path:
        """The file of an entry."""
        found = sorted(self.folder.glob(f"{entry}.*.gz"))
        if not found:
            raise FileNotFoundError(f"{entry}: no file in {self.folder.name}")
        return found[0]


def _stage() -> Pose:
    u, _, vt = np.linalg.svd(STAGE_ROTATION)
    rotation = u @ vt
    return Pose(rotation, -rotation @ STAGE_ORIGIN)


def _hormone(entries: Entries) -> Atoms:
    """1G50 chain A in the receptors' frame, and as chain B the same chain across the crystal's twofold axis."""
    first = entries.read("1g50").of_chains("A")
    partner = replace(first, positions=_mate(entries, first), chains=np.full(len(first), "B"))
    both = joined([first, partner])
    return replace(both, positions=_stage().apply(both.positions))


def _mate(entries: Entries, first: Atoms) -> NDArray[np.float64]:
    """Positions (n, 3; Å) of the chain's image in the crystal: of all lattice cells, in the one with most contacts."""
    cell = gemmi.read_structure(str(entries.path("1g50"))).cell
    to_cell, from_cell = np.array(cell.frac.mat.tolist()), np.array(cell.orth.mat.tolist())
    operation = gemmi.Op(DIMER_OPERATION)
    turn = np.array(operation.rot) / gemmi.Op.DEN
    image = (first.positions @ to_cell.T) @ turn.T + np.array(operation.tran) / gemmi.Op.DEN
    chain = cKDTree(first.positions)
    cells = [np.array(shift) for shift in itertools.product(range(-2, 3), repeat=3)]
    images = [(image + shift) @ from_cell.T for shift in cells]
    return max(
        images,
        key=lambda places: int(
            (chain.query(places, distance_upper_bound=CONTACT_ANGSTROM)[0] < CONTACT_ANGSTROM).sum()
        ),
    )


def _on_hormone(entries: Entries, mobile: Atoms, chain: str) -> tuple[Atoms, float, int]:
    """Atoms superposed on 1G50 chain A by the core of one chain; the r.m.s. (Å) and the number of Cα."""
    one, other = pairs(mobile, chain, _hormone(entries), "A", CORE_RESIDUES, ("CA",))
    pose, misfit = fitted(one, other)
    return mobile.moved(pose.apply(mobile.positions)), misfit, len(one)


def _superposition(count: int) -> str:
    return f"on 1G50 A by {count} Cα of residues 312–525 without loops"


def _missing(atoms: Atoms, chain: str, whole: tuple[int, int] | None = None) -> list[Note]:
    part = atoms.of_chains(chain)
    notes = [
        Note("missing", chain, f"{a}–{b}" if a != b else f"{a}", "not in the entry") for a, b in gaps(part)
    ]
    short = incomplete(part)
    if short:
        notes.append(Note("missing", chain, ranges(short), "atoms of side chains, not in the entry"))
    return notes


def _frame(text: str) -> Note:
    return Note("frame", "", "", text)


def receptor_estradiol(entries: Entries) -> Structure:
    """ERα's ligand-binding domain with estradiol: chain A and its partner in the crystal, the dimer."""
    atoms = _hormone(entries)
    return Structure(
        "era_lbd_estradiol",
        "ERα ligand-binding domain with estradiol, dimer",
        atoms,
        (Source("1G50", "A", "none: it gives the frame", None),),
        (
            _frame(RECEPTOR_FRAME),
            Note("modified", "B", "", DIMER_NOTE),
            *_missing(atoms, "A"),
            *_missing(atoms, "B"),
        ),
    )


def coactivator_helix(entries: Entries) -> Structure:
    """The coactivator's helix in the groove (PDB 1GWR)."""
    entry = entries.read("1gwr")
    placed, misfit, count = _on_hormone(entries, entry, "A")
    peptides = [placed.of_chains(chain) for chain in "CD"]
    body = cKDTree(placed.of_chains("A").positions)
    atoms = min(peptides, key=lambda peptide: float(body.query(peptide.positions)[0].mean()))
    chain = str(atoms.chains[0])
    return Structure(
        "coactivator_helix",
        "Contact helix (NR box) of coactivator TIF2",
        renamed(atoms, "C"),
        (Source("1GWR", chain, _superposition(count), misfit),),
        (_frame(RECEPTOR_FRAME), *_missing(renamed(atoms, "C"), "C")),
    )


def _receptor(
    entries: Entries,
    entry: str,
    chain: str,
    name: str,
    title: str,
    notes: Sequence[Note],
    loops: Sequence[tuple[int, int]],
) -> Structure:
    """A receptor with its ligand, if any, superposed on 1G50, its loops completed from 1G50."""
    placed, misfit, count = _on_hormone(entries, entries.read(entry), chain)
    atoms = placed.of_chains(chain)
    donor = _hormone(entries)
    completions = []
    for first, last in loops:
        replaced = (
            (atoms.chains == chain) & (atoms.residue_numbers >= first) & (atoms.residue_numbers <= last)
        )
        atoms, junction = completed(atoms.where(~replaced), chain, donor, "A", first, last)
        span = f"{first}–{last}" if first != last else f"{first}"
        text = (
            f"from 1G50 A, fitted to {FLANK_RESIDUES} residues on each side within {junction.misfit:.2f} Å, then relaxed "
            f"with the residue before and the one after it, whose atoms moved by up to {junction.moved:.2f} Å"
        )
        completions.append(Note("completed", "A", span, text))
    atoms = renamed(atoms, "A")
    return Structure(
        name,
        title,
        atoms,
        (Source(entry.upper(), chain, _superposition(count), misfit),),
        (_frame(RECEPTOR_FRAME), *notes, *completions, *_missing(atoms, "A")),
    )


def receptor_elacestrant(entries: Entries) -> Structure:
    """ERα's ligand-binding domain with elacestrant (PDB 7TE7)."""
    engineered = [
        Note("engineered", "A", "381", "C381S, to crystallise"),
        Note("engineered", "A", "417", "C417S, to crystallise"),
        Note("engineered", "A", "530", "C530S, to crystallise"),
        Note("engineered", "A", "536", "L536S, to crystallise"),
    ]
    title = "ERα ligand-binding domain with elacestrant (ligand I0V)"
    loops = ((337, 340), (462, 464))
    return _receptor(entries, "7te7", "A", "era_lbd_elacestrant", title, engineered, loops)


def receptor_tamoxifen(entries: Entries) -> Structure:
    """ERα's ligand-binding domain with 4-hydroxytamoxifen (PDB 3ERT)."""
    title = "ERα ligand-binding domain with 4-hydroxytamoxifen (ligand OHT)"
    note = Note("modified", "A", "", "4-hydroxytamoxifen is tamoxifen's active metabolite")
    return _receptor(entries, "3ert", "A", "era_lbd_tamoxifen", title, [note], ())


def receptor_y537s(entries: Entries) -> Structure:
    """The mutant Y537S, without a ligand."""
    title = "ERα ligand-binding domain, mutant Y537S, empty pocket"
    notes = [
        Note("engineered", "A", "537", "Y537S, the mutation of tumors"),
        Note("modified", "A", "381, 417, 530", "cysteines carry hydroxyethylthio groups (CME)"),
    ]
    return _receptor(entries, "2b23", "A", "era_lbd_y537s", title, notes, ((333, 336), (462, 472)))


def receptor_d538g(entries: Entries) -> Structure:
    """The mutant D538G, without a ligand."""
    title = "ERα ligand-binding domain, mutant D538G, empty pocket"
    notes = [Note("engineered", "A", "538", "D538G, the mutation of tumors")]
    # Only 533 is missing, but no residue fits between 532 and 534 as they are in the entry: these two are replaced with it.
    notes.append(Note("modified", "A", "532, 534", "532 and 534 are in the entry, but leave no room for 533"))
    loops = ((332, 336), (461, 471), (532, 534))
    return _receptor(entries, "4q13", "B", "era_lbd_d538g", title, notes, loops)


def _framed(points: NDArray[np.float64], x: NDArray[np.float64], y: NDArray[np.float64]) -> Pose:
    """The pose into a frame centred on points, with x as given and y as near to the given one as possible."""
    x = x / np.linalg.norm(x)
    y = y - (y @ x) * x
    y = y / np.linalg.norm(y)
    rotation = np.stack([x, y, np.cross(x, y)])
    return Pose(rotation, -rotation @ points.mean(axis=0))


def _axes(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Principal axes (3, 3) of points as rows, the longest first."""
    return np.asarray(np.linalg.svd(points - points.mean(axis=0), full_matrices=False)[2])


def dna_binding(entries: Entries) -> Structure:
    """Two DNA-binding domains on the response element."""
    atoms = entries.read("1hcq").of_chains("A", "B", "C", "D")
    dna = np.isin(atoms.chains, ("C", "D"))
    phosphates = atoms.positions[dna & (atoms.names == "P")]
    x = _axes(phosphates)[0]
    proteins = atoms.positions[~dna].mean(axis=0)
    pose = _framed(phosphates, x, phosphates.mean(axis=0) - proteins)
    atoms = atoms.moved(pose.apply(atoms.positions))
    return Structure(
        "era_dbd_on_dna",
        "ERα DNA-binding domains on the estrogen response element, with zinc",
        atoms,
        (Source("1HCQ", "A, B, C, D", "none", None),),
        (
            _frame("origin in the middle of the DNA; x along it, y from the proteins to the DNA"),
            Note("modified", "A", "1–74", "1 is the initiating methionine, 2–74 are ERα 180–252"),
            *_missing(atoms, "A"),
            *_missing(atoms, "B"),
        ),
    )


def nucleosome(entries: Entries) -> Structure:
    """Histones, their tails, and 147 base pairs."""
    atoms = entries.read("1kx5")
    atoms = atoms.where(atoms.polymer)
    dna = np.isin(atoms.chains, ("I", "J"))
    phosphates = atoms.positions[dna & (atoms.names == "P")]
    dyad = atoms.positions[dna & (np.abs(atoms.residue_numbers) < 1)].mean(axis=0)
    z = _axes(phosphates)[2]
    y = dyad - phosphates.mean(axis=0)
    x = np.cross(y - (y @ z) * z, z)
    pose = _framed(phosphates, x, y)
    return Structure(
        "nucleosome",
        "Nucleosome core particle: histones with tails, 147 base pairs of DNA",
        atoms.moved(pose.apply(atoms.positions)),
        (Source("1KX5", "A–J", "none", None),),
        (_frame("origin in the middle of the DNA; z is the superhelix's axis, y goes to the dyad"),),
    )


def polymerase(entries: Entries) -> Structure:
    """RNA polymerase II with DNA and nascent RNA (PDB 6GMH)."""
    atoms = entries.read("6gmh").of_chains(*"ABCDEFGHIJKL", "N", "T", "P")
    body = atoms.where(~np.isin(atoms.chains, ("N", "T", "P"))).positions
    template = atoms.of_chains("T").named("C1'")
    ends = template.positions[[0, -1]]
    rna = atoms.of_chains("P").positions.mean(axis=0)
    dna = atoms.of_chains("N", "T").positions.mean(axis=0)
    x = (
        ends[1] - ends[0]
        if np.linalg.norm(ends[1] - rna) > np.linalg.norm(ends[0] - rna)
        else ends[0] - ends[1]
    )
    pose = _framed(body, x, (ends.mean(axis=0) + dna) / 2 - body.mean(axis=0))
    atoms = atoms.moved(pose.apply(atoms.positions))
    notes = [note for chain in "ABCNT" for note in _missing(atoms, chain) if "side" not in note.text]
    return Structure(
        "rna_polymerase_2",
        "RNA polymerase II while it elongates: DNA (N, T) and RNA (P) inside",
        atoms,
        (Source("6GMH", "A–L, N, T, P", "none", None),),
        (_frame("origin in the middle of the polymerase; x along the DNA, y towards its ends"), *notes),
    )


def _ubiquitin(entries: Entries) -> Atoms:
    atoms = entries.read("1ubq").of_chains("A")
    middle = atoms.of_residues(1, 72).positions.mean(axis=0)
    return atoms.moved(atoms.positions - middle)


def ubiquitin(entries: Entries) -> Structure:
    """One ubiquitin."""
    frame = _frame("the entry's, about the middle of residues 1–72")
    return Structure(
        "ubiquitin", "Ubiquitin", _ubiquitin(entries), (Source("1UBQ", "A", "none", None),), (frame,)
    )


def _scaffold(entries: Entries) -> Atoms:
    atoms = entries.read("1ldj").of_chains("A", "B")
    middle = atoms.named("CA")
    ring = atoms.of_chains("B").positions.mean(axis=0)
    long = _axes(middle.positions)[0]
    long = long * np.sign(long @ (ring - middle.positions.mean(axis=0)))
    pose = _framed(middle.positions, long, ring - middle.positions.mean(axis=0))
    return atoms.moved(pose.apply(atoms.positions))


def ligase_scaffold(entries: Entries) -> Structure:
    """Cullin and RING protein as in their entry."""
    atoms = _scaffold(entries)
    return Structure(
        "ligase_scaffold",
        "Scaffold of a cullin–RING ligase: CUL1 (A) and RBX1 (B)",
        atoms,
        (Source("1LDJ", "A, B", "none", None),),
        (
            _frame(LIGASE_FRAME),
            Note("missing", "B", "", "zinc, not in the copy of the entry that was read"),
            *_missing(atoms, "A"),
            *_missing(atoms, "B"),
        ),
    )


def ligase_charged(entries: Entries) -> Structure:
    """E2 and ubiquitin on the RING, and the RING's swing: a model."""
    e2 = entries.read("3a4s").of_chains("A")
    scaffold = _scaffold(entries)
    receptor = receptor_elacestrant(entries).atoms
    reference = entries.read("e2_ub_ring")
    found = model(scaffold, e2, _ubiquitin(entries), reference, receptor)
    numbers = {"swing_degrees": found.swing.degrees}
    for key, pose in (("swing", found.swing), ("receptor", found.receptor)):
        for i in range(3):
            for j in range(3):
                numbers[f"{key}_rotation_{i}{j}"] = float(pose.rotation[i, j])
            numbers[f"{key}_translation_{i}"] = float(pose.translation[i])
    return Structure(
        "ligase_charged_e2",
        "An E2 (fold of UBC9) with ubiquitin on its cysteine, seated on the scaffold's RING",
        found.charged,
        (
            Source(
                "3A4S",
                "A",
                f"on another E2 at a RING in a reference model by {found.e2_count} Cα",
                found.e2_rmsd,
            ),
            Source("1UBQ", "A", "its place on an E2: Cα 1–71 in a reference model", found.ubiquitin_rmsd),
            Source("reference model", "RING", "on RBX1 by Cα 42–104", found.ring_rmsd),
        ),
        (
            _frame(LIGASE_FRAME),
            Note(
                "modelled",
                "E",
                "",
                "the E2's place on the RING; no E2 is named for ERα, UBC9's fold stands in",
            ),
            Note(
                "modelled", "U", "1–76", "ubiquitin's place on the E2; its tail 71–76 turned to the cysteine"
            ),
            Note("modelled", "U", "76", f"G76 C joined to C{E2_CYSTEINE} SG"),
            Note(
                "modelled",
                "",
                "",
                f"the swing of RING (RBX1 from {RING_FIRST}), E2 and ubiquitin by {found.swing.degrees:.0f}° about RBX1 "
                f"{LINKER} towards the substrate, and the receptor's place at the E2: an arrangement, not a measurement",
            ),
            Note("modelled", "K", "467", "the receptor's lysine after the swing, stretched, joined to G76 C"),
            *_missing(found.charged, "E"),
        ),
        numbers,
    )


def _core(entries: Entries) -> Atoms:
    """The 20S with its long axis along z, C2 along y, chains A–G (α) at +z."""
    atoms = entries.read("4r3o")
    halves = [("ABCDEFG", "OPQRSTU"), ("HIJKLMN", "VWXYZ12")]
    one: list[NDArray[np.float64]] = []
    other: list[NDArray[np.float64]] = []
    for left, right in halves:
        for a, b in zip(left, right, strict=True):
            first, second = atoms.of_chains(a).named("CA"), atoms.of_chains(b).named("CA")
            _, rows, partners = np.intersect1d(
                first.residue_numbers, second.residue_numbers, return_indices=True
            )
            one.append(first.positions[rows])
            other.append(second.positions[partners])
    here, there = np.concatenate(one), np.concatenate(other)
    turn, _ = fitted(np.concatenate([here, there]), np.concatenate([there, here]))
    values, vectors = np.linalg.eig(turn.rotation)
    c2 = np.real(vectors[:, int(np.argmin(np.abs(values - 1.0)))])
    alpha_up = atoms.of_chains(*ALPHA_CAP_SIDE).positions.mean(axis=0)
    alpha_down = atoms.of_chains("O", "P", "Q", "R", "S", "T", "U").positions.mean(axis=0)
    z = alpha_up - alpha_down
    z = z - (z @ c2) * c2
    centre = np.concatenate([here, there])
    pose = _framed(centre, np.cross(c2, z), c2)
    return atoms.moved(pose.apply(atoms.positions))


def proteasome_core(entries: Entries) -> Structure:
    """The human 20S."""
    atoms = _core(entries)
    return Structure(
        "proteasome_20s",
        "Human 20S proteasome: rings of α (A–G, O–U) and β subunits",
        atoms,
        (Source("4R3O", "A–Z, 1, 2", "none", None),),
        (_frame(CORE_FRAME),),
    )


def _opened(own: Atoms, first: int, least: int, others: NDArray[np.float64]) -> tuple[Atoms, int]:
    """A subunit's first residues, turned away from the axis and clear of other atoms, and the number of the last of them."""
    for last in range(least, least + 8):
        segment = own.of_residues(first, last)
        pivot = segment.of_residues(last, last).named("C").positions[0]
        crowd = cKDTree(np.concatenate([others, own.positions[own.residue_numbers > last + 2]]))
        loose = segment.residue_numbers < last
        for rotation in rotations(2500, 180.0, seed=7):
            moved = rotation.apply(segment.positions - pivot) + pivot
            if np.hypot(moved[:, 0], moved[:, 1]).min() < GATE_ANGSTROM:
                continue
            if not loose.any() or crowd.query(moved[loose])[0].min() >= 2.5:
                return segment.moved(moved), last
    raise ValueError(f"no open place for residues {first}–{last} of chain {own.chains[0]}")


def _open_end(atoms: Atoms, ring: str, middle: float) -> tuple[list[Atoms], list[Note]]:
    """The opened residues of the α ring at `middle` (Å) on the axis, and notes on them."""
    radial = np.hypot(atoms.positions[:, 0], atoms.positions[:, 1])
    spans: dict[str, tuple[int, int]] = {}
    for chain in ring:
        mine = atoms.chains == chain
        first = int(atoms.residue_numbers[mine].min())
        near = atoms.residue_numbers[mine & (radial < GATE_ANGSTROM) & (atoms.residue_numbers < first + 25)]
        if len(near):
            spans[chain] = (first, int(near.max()) + 1)
    moves = np.array(
        [c in spans and n <= spans[c][1] for c, n in zip(atoms.chains, atoms.residue_numbers, strict=True)]
    )
    standing = atoms.where(~moves & (np.abs(atoms.positions[:, 2] - middle) < 60.0))
    parts: list[Atoms] = []
    notes: list[Note] = []
    for chain, (first, least) in spans.items():
        others = np.concatenate(
            [standing.positions[standing.chains != chain], *(part.positions for part in parts)]
        )
        opened, last = _opened(atoms.of_chains(chain), first, least, others)
        parts.append(opened)
        notes.append(
            Note("modelled", chain, f"{first}–{last}", "turned away from the axis about the bond after it")
        )
    return parts, notes


def proteasome_gate(entries: Entries) -> Structure:
    """The α subunits' first residues at both ends, turned away from the axis: a model of the open gates.

    E126 of chains E and S and Y123 of F and T come within 2.8 Å of the axis farther inside: they are in loops of the measured
    structure, not in the gate, and are unchanged.
    """
    atoms = _core(entries)
    parts, notes = _open_end(atoms, ALPHA_CAP_SIDE, ALPHA_RING_ANGSTROM)
    far_parts, far_notes = _open_end(atoms, ALPHA_FAR_SIDE, -ALPHA_RING_ANGSTROM)
    parts += far_parts
    notes += far_notes
    return Structure(
        "proteasome_20s_open_gate",
        "First residues of α subunits of the 20S, turned away from its axis: they stand in place of those in proteasome_20s",
        joined(parts),
        (Source("4R3O", ", ".join(sorted({note.chain for note in notes})), "as proteasome_20s", None),),
        (_frame(CORE_FRAME), *notes),
    )


def proteasome_cap(entries: Entries) -> Structure:
    """The cap as beads packed into a density."""
    core = _core(entries)
    half = core.of_chains(*"ABCDEFGHIJKLMN").named("CA").positions
    density = Density(entries.folder / "4cr2_5A.mrc")
    guesses = [np.array([0.21, 0.96, 0.18]), np.array([-0.21, -0.96, -0.18])]
    found = [placed_core(density, half, guess / np.linalg.norm(guess)) for guess in guesses]
    pose, _, runner_up = max(found, key=lambda item: item[1])
    heavy = core.of_chains(*"ABCDEFGHIJKLMN").positions
    beads, fine, threshold = packed_cap(density, heavy, pose)
    count = len(beads)
    atoms = Atoms(
        beads,
        np.full(count, "X"),
        np.where(fine, "F", "C"),
        np.full(count, "DEN"),
        np.ones(count, dtype=np.int64),
        np.full(count, "c"),
        np.ones(count),
        np.zeros(count, dtype=np.bool_),
    )
    inside = float(density.at(pose.apply(half)).mean())
    return Structure(
        "proteasome_cap",
        "One cap (19S) of the proteasome: beads packed into a density, not atoms",
        atoms,
        (
            Source(
                "4CR2",
                "density simulated from it, 5 Å voxels, as shipped by anmartinezs/polnet (Apache-2.0)",
                "4R3O's half fitted into it by its density",
                None,
            ),
        ),
        (
            _frame(CORE_FRAME),
            Note(
                "modelled",
                "c",
                "",
                "beads of the density; named F near its surface, C further in; no atom of a cap",
            ),
        ),
        {
            "bead_radius_F": FINE_RADIUS_ANGSTROM,
            "bead_radius_C": COARSE_RADIUS_ANGSTROM,
            "density_threshold": threshold,
            "density_at_core": inside,
            "density_at_core_turned_by_a_seventh": runner_up,
        },
    )


RECIPES: dict[str, Recipe] = {
    "era_lbd_estradiol": receptor_estradiol,
    "coactivator_helix": coactivator_helix,
    "era_lbd_elacestrant": receptor_elacestrant,
    "era_lbd_tamoxifen": receptor_tamoxifen,
    "era_lbd_y537s": receptor_y537s,
    "era_lbd_d538g": receptor_d538g,
    "era_dbd_on_dna": dna_binding,
    "nucleosome": nucleosome,
    "rna_polymerase_2": polymerase,
    "ubiquitin": ubiquitin,
    "ligase_scaffold": ligase_scaffold,
    "ligase_charged_e2": ligase_charged,
    "proteasome_20s": proteasome_core,
    "proteasome_20s_open_gate": proteasome_gate,
    "proteasome_cap": proteasome_cap,
}
