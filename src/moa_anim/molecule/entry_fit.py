"""A wwPDB entry of ERα with a drug becomes the structure that a film draws: superposed, completed, measured.

What the film cannot show truly is refused with a reason: a ligand that is not there, another receptor, helix 12 that is not
seen, not moved, or somewhere the film's path does not lead.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from moa_anim.cache.arrays import cached
from moa_anim.errors import Fault, ProductionError
from moa_anim.molecule.atom_tables import atom_table
from moa_anim.molecule.film_drug import RECEPTOR_CHAIN, DrugStructure
from moa_anim.molecule.helix12 import HELIX, HINGE
from moa_anim.molecule.pose import Pose, best_fit, rotation_vector
from moa_anim.molecule.receptor_atoms import BACKBONE, FIRST_RESIDUE, LAST_RESIDUE, receptor_atoms
from moa_anim.molecule.structure import LETTERS
from moa_anim.molecule.structure_file import Atoms, Note, Source, Structure, joined, structure_from_bytes
from moa_anim.molecule.structure_writing import packed
from moa_anim.molecule.superposition import (
    CORE_RESIDUES,
    FLANK_RESIDUES,
    completed,
    fitted,
    incomplete,
    pairs,
    ranges,
)
from moa_anim.molecule.whole_ligand import require_whole

MOST_MISSING_RESIDUES = 16
"""Longest loop that is completed: residues 526–537 and a few on each side."""

LEAST_EQUAL_SHARE = 0.9
"""Least share of residues that have the wild type's name at its number; engineered entries have up to ten others of 237."""

LEAST_SEEN_RESIDUES = 180
"""Least number of residues of 310–546 that the entry has."""

MOST_MISFIT_ANGSTROM = 1.5
"""Largest root mean square distance of the core's Cα to 1G50's; the entries of ERα are within 0.9 Å."""

LEAST_MOVE_ANGSTROM = 5.0
"""Helix 12's middle has to be at least so far from where it is with hormone; agonists leave it within 2 Å."""

MOST_OFF_GROOVE_ANGSTROM = 7.0
"""Its middle has to be this near to where it is with elacestrant or 4-hydroxytamoxifen: the path ends in that groove."""

WORD_RESIDUES = 12
"""Length of the words of a chain's sequence by which its place in ERα's is found: no word of it occurs twice."""

CONTACT_ANGSTROM = 5.0
"""A chain holds a ligand if most of its atoms within this distance of it are that chain's."""

DONORS = {
    # table: entry that it is from
    "era_lbd_estradiol": "1G50",
    "era_lbd_elacestrant": "7TE7",
    "era_lbd_tamoxifen": "3ERT",
}
"""Tables from which loops are completed, in order; 1G50's helix 12 is elsewhere, so it gives no residue of HINGE or after."""

RELAXATION_STARTS = 6
"""Starts of a loop's relaxation: the shipped tables took more, which costs a minute a loop and gains little."""

METHOD = "fit 2"
"""Part of the digest: changes when the same entry would give other atoms."""


@dataclass(frozen=True)
class Helix12Move:
    """How far helix 12's middle is from where it is with hormone (Å), and by how much it is turned (degrees)."""

    moved_angstrom: float
    turned_degrees: float


@cache
def fitted_drug(name: str, data: bytes, ligand: str) -> DrugStructure:
    """Return the drug in the receptor from an entry's bytes (mmCIF or PDB, also gzipped); `name` is its file's, for messages.

    It takes seconds for each loop that has to be completed, and is cached on disk; a process reads an entry once.
    Raises ProductionError with the reason if the entry cannot be read or the film cannot show it.
    """
    entry = structure_from_bytes(name, data)
    # What the entry is called, too: the table says it.
    parts = [METHOD.encode(), _identity(entry).encode(), ligand.encode(), data]
    digest = hashlib.sha256(b"\n".join(parts)).hexdigest()
    found = _placed(entry, ligand)  # refusals come from here, before anything long

    def made() -> NDArray[np.uint8]:
        return np.frombuffer(packed(_table(entry, ligand, *found)), dtype=np.uint8)

    table = structure_from_bytes(name, cached(made, "entry of a drug", digest).tobytes())
    return DrugStructure(replace(table, name=name), ligand, digest)


def helix12_move(atoms: Atoms) -> Helix12Move:
    """Measure helix 12 of a receptor in the stage frame against 1G50's. Raises KeyError if a residue of it is missing."""
    here, there = _helix12(atom_table("era_lbd_estradiol").chains("A")), _helix12(atoms)
    pose = best_fit(here, there)
    turn = float(np.degrees(np.linalg.norm(rotation_vector(pose.rotation))))
    return Helix12Move(float(np.linalg.norm(there.mean(axis=0) - here.mean(axis=0))), turn)


def _helix12(atoms: Atoms) -> NDArray[np.float64]:
    alphas = atoms.where(atoms.polymer).of_residues(*HELIX).named("CA")
    if len(alphas) != HELIX[1] - HELIX[0] + 1:
        raise KeyError(f"{len(alphas)} Cα of residues {HELIX[0]}–{HELIX[1]}")
    return alphas.positions


def _refusal(name: str, found: str, expected: str, remedy: str) -> ProductionError:
    return ProductionError(Fault(name, found, expected, remedy))


def _placed(entry: Structure, ligand: str) -> tuple[Atoms, str, float, int]:
    """Return chain A with its ligand in the stage frame, the entry's chain, the misfit (Å) and the number of Cα fitted."""
    best: tuple[tuple[int, float], Atoms, str, float, int] | None = None
    refused: list[ProductionError] = []
    for chain, molecule in _holders(entry, ligand):
        try:
            _require_receptor(entry.name, chain)
            require_whole(entry, molecule)
            atoms, misfit, count = _superposed(entry.name, chain)
            _require_helix12(entry.name, atoms)
        except ProductionError as error:
            refused.append(error)
            continue
        rank = (-len(np.unique(chain.residue_numbers)), misfit)
        if best is None or rank < best[0]:
            pose = best_fit(chain.positions, atoms.positions)
            drug = replace(molecule, positions=pose.apply(molecule.positions))
            best = rank, joined([atoms, drug]), str(chain.chains[0]), misfit, count
    if best is None and not refused:
        remedy = "take an entry in which the drug is bound to ERα"
        raise _refusal(
            entry.name, f"{ligand} bound to no protein", "ERα's ligand-binding domain around it", remedy
        )
    if best is None:
        raise refused[0]
    _, atoms, letter, misfit, count = best
    return replace(atoms, chains=np.full(len(atoms), RECEPTOR_CHAIN)), letter, misfit, count


def _holders(entry: Structure, ligand: str) -> Iterator[tuple[Atoms, Atoms]]:
    """Yield, for each copy of the ligand, the protein chain that holds it, and the copy's heavy atoms."""
    atoms = entry.atoms
    small = ~atoms.polymer
    chosen = small & (atoms.residue_names == ligand)
    if not chosen.any():
        if not any(_is_receptor(entry.name, chain) for chain in _chains(atoms)):
            found = f"neither ERα nor a ligand {ligand}"
            remedy = "take an entry in which the drug is bound to ERα"
            raise _refusal(entry.name, found, "ERα's ligand-binding domain with the drug in it", remedy)
        others = sorted(set(atoms.residue_names[small].tolist()) - {"HOH"})
        listed = ", ".join(others[:12]) or "none"
        remedy = "write the code that the entry's page gives for the drug"
        raise _refusal(entry.name, f"no ligand {ligand}", f"one of its ligands: {listed}", remedy)
    protein = atoms.where(atoms.polymer)
    tree = cKDTree(protein.positions)
    copies = dict.fromkeys(
        zip(atoms.chains[chosen].tolist(), atoms.residue_numbers[chosen].tolist(), strict=True)
    )
    for chain, number in copies:
        copy = atoms.where(chosen & (atoms.chains == chain) & (atoms.residue_numbers == number))
        near = sorted(
            {row for rows in tree.query_ball_point(copy.positions, CONTACT_ANGSTROM) for row in rows}
        )
        if not near:
            continue
        letters, counts = np.unique(protein.chains[near], return_counts=True)
        holder = protein.of_chains(str(letters[counts.argmax()]))
        yield _numbered(holder).of_residues(FIRST_RESIDUE, LAST_RESIDUE), copy


def _numbered(chain: Atoms) -> Atoms:
    """Return a chain with its residues numbered as in UniProt P03372, by the constant number that its own differ by.

    A chain whose numbers fit, or in which no such number makes it ERα's, is returned as it is.
    """
    alphas, wild = chain.named("CA"), _wild_type()
    letters = np.array([LETTERS.get(str(each), "?") for each in alphas.residue_names])
    numbers = alphas.residue_numbers.astype(np.int64)

    def equal(shift: int) -> int:
        return sum(
            wild.get(number + shift) == letter
            for number, letter in zip(numbers.tolist(), letters, strict=True)
        )

    if not len(alphas) or equal(0) >= LEAST_EQUAL_SHARE * LEAST_SEEN_RESIDUES:
        return chain
    # The numbers that bring one of a few long words of the wild type to its place.
    text = "".join(letters)
    whole = "".join(wild[number] for number in sorted(wild))
    first = min(wild)
    shifts = {
        first + at - int(numbers[begin])
        for begin in range(0, len(text) - WORD_RESIDUES + 1, WORD_RESIDUES)
        if (at := whole.find(text[begin : begin + WORD_RESIDUES])) >= 0
    }
    best = max(shifts, key=lambda shift: (equal(shift), -abs(shift)), default=0)
    if equal(best) < LEAST_EQUAL_SHARE * LEAST_SEEN_RESIDUES:
        return chain
    return replace(chain, residue_numbers=chain.residue_numbers + best)


def _wild_type() -> dict[int, str]:
    """Return ERα's one-letter codes by residue number."""
    return dict(zip(receptor_atoms().numbers.tolist(), receptor_atoms().letters, strict=True))


def _chains(atoms: Atoms) -> Iterator[Atoms]:
    """Yield each chain of the proteins, numbered as ERα is where it is ERα."""
    protein = atoms.where(atoms.polymer)
    for letter in np.unique(protein.chains):
        yield _numbered(protein.of_chains(str(letter))).of_residues(FIRST_RESIDUE, LAST_RESIDUE)


def _is_receptor(name: str, chain: Atoms) -> bool:
    """Whether a chain is ERα's ligand-binding domain."""
    try:
        _require_receptor(name, chain)
    except ProductionError:
        return False
    return True


def _require_receptor(name: str, chain: Atoms) -> None:
    wild, alphas = _wild_type(), chain.named("CA")
    letters = [LETTERS.get(str(each), "?") for each in alphas.residue_names]
    equal = sum(
        wild.get(number) == letter
        for number, letter in zip(alphas.residue_numbers.tolist(), letters, strict=True)
    )
    expected = f"ERα's ligand-binding domain, its residues {FIRST_RESIDUE}–{LAST_RESIDUE} numbered as in UniProt P03372"
    if len(alphas) < LEAST_SEEN_RESIDUES:
        found = f"{len(alphas)} residues numbered {FIRST_RESIDUE}–{LAST_RESIDUE} around the ligand"
        raise _refusal(name, found, expected, "take another entry of the drug with ERα")
    if equal < LEAST_EQUAL_SHARE * len(alphas):
        found = f"another receptor, or other numbers: {equal} of {len(alphas)} residues are ERα's"
        raise _refusal(name, found, expected, "take an entry of the drug with ERα")


def _superposed(name: str, chain: Atoms) -> tuple[Atoms, float, int]:
    donor = atom_table("era_lbd_estradiol").chains("A")
    letter = str(chain.chains[0])
    one, other = pairs(chain, letter, donor, "A", CORE_RESIDUES, ("CA",))
    pose, misfit = fitted(one, other)
    if misfit > MOST_MISFIT_ANGSTROM:
        found, expected = f"a core {misfit:.1f} Å off 1G50's", f"at most {MOST_MISFIT_ANGSTROM} Å"
        raise _refusal(name, found, expected, "take another entry of the drug with ERα")
    return chain.moved(pose.apply(chain.positions)), misfit, len(one)


def _require_helix12(name: str, atoms: Atoms) -> None:
    first, last = HELIX
    try:
        move = helix12_move(atoms)
    except KeyError:
        seen = atoms.of_residues(first, last).named("CA").residue_numbers.tolist()
        found = f"helix 12 not seen: of residues {first}–{last} the entry has {ranges(seen) or 'none'}"
        raise _refusal(name, found, "all of helix 12", "take an entry in which it is seen") from None
    if move.moved_angstrom < LEAST_MOVE_ANGSTROM:
        found = f"helix 12 {move.moved_angstrom:.1f} Å from where it is with hormone: the state of an agonist"
        expected = (
            f"helix 12 moved by at least {LEAST_MOVE_ANGSTROM:.0f} Å, as an antagonist or degrader moves it"
        )
        raise _refusal(name, found, expected, "take an entry of an antagonist or degrader")
    middle = _helix12(atoms).mean(axis=0)
    off = min(
        float(np.linalg.norm(middle - _helix12(atom_table(table).chains("A")).mean(axis=0)))
        for table in ("era_lbd_elacestrant", "era_lbd_tamoxifen")
    )
    if off > MOST_OFF_GROOVE_ANGSTROM:
        found = f"helix 12 {off:.1f} Å off the groove in which 7TE7 and 3ERT have it"
        expected = f"at most {MOST_OFF_GROOVE_ANGSTROM:.0f} Å: the film's path for helix 12 ends there"
        raise _refusal(name, found, expected, "take another entry of the drug")


def _table(entry: Structure, ligand: str, atoms: Atoms, chain: str, misfit: float, count: int) -> Structure:
    """Return the entry's table: whole from FIRST_RESIDUE to LAST_RESIDUE, with notes on what was completed or replaced."""
    receptor, drug = atoms.where(atoms.polymer), atoms.where(~atoms.polymer)
    own = entry.atoms.where(entry.atoms.polymer).of_chains(chain)
    shift = int((_numbered(own).residue_numbers - own.residue_numbers)[0])
    numbered = f"; numbers of residues are {shift:+d} of the entry's" if shift else ""
    notes = [
        Note("frame", "", "", f"that of 1G50 chain A, as in the package's tables{numbered}"),
        *_engineered(receptor),
    ]
    for first, last in _gaps(receptor):
        receptor, found = _with_loop(entry.name, receptor, drug, first, last)
        notes += found
    short = incomplete(receptor)
    if short:
        notes.append(Note("missing", RECEPTOR_CHAIN, ranges(short), "atoms of side chains, not in the entry"))
    superposition = f"on 1G50 A by {count} Cα of residues 312–525 without loops"
    source = Source(_identity(entry), chain, superposition, misfit)
    title = entry.title or f"ERα ligand-binding domain with {ligand}"
    return Structure(entry.name, title, joined([receptor, drug]), (source,), tuple(notes))


def _identity(entry: Structure) -> str:
    """Return the entry's identifier, or, if it has none, what its file is called: MINE of structures/mine.cif.gz."""
    return entry.identifier or entry.name.replace("\\", "/").rpartition("/")[2].partition(".")[0].upper()


def _engineered(receptor: Atoms) -> list[Note]:
    wild, alphas, notes = _wild_type(), receptor.named("CA"), []
    for number, name in zip(alphas.residue_numbers.tolist(), alphas.residue_names.tolist(), strict=True):
        letter = LETTERS.get(name, "")
        if letter and letter != wild[number]:
            notes.append(Note("engineered", RECEPTOR_CHAIN, f"{number}", f"{wild[number]}{number}{letter}"))
        elif not letter:
            notes.append(Note("modified", RECEPTOR_CHAIN, f"{number}", f"residue {name}"))
    return notes


def _unseen(receptor: Atoms) -> list[int]:
    """Residues of which the entry has no whole backbone."""
    whole = set(receptor.residue_numbers.tolist())
    for name in BACKBONE:
        whole &= set(receptor.named(name).residue_numbers.tolist())
    return [number for number in range(FIRST_RESIDUE, LAST_RESIDUE + 1) if number not in whole]


def _gaps(receptor: Atoms) -> list[tuple[int, int]]:
    """First and last residues of what another entry gives: missing ones, with those between that are too few to fit to."""
    missing = _unseen(receptor)
    if not missing:
        return []
    found = [[missing[0], missing[0]]]
    for before, number in pairwise(missing):
        if number - before <= FLANK_RESIDUES:
            found[-1][1] = number
        else:
            found.append([number, number])
    return [(first, last) for first, last in found]


def _with_loop(name: str, receptor: Atoms, drug: Atoms, first: int, last: int) -> tuple[Atoms, list[Note]]:
    span = f"{first}–{last}" if first != last else f"{first}"
    if last - first + 1 > MOST_MISSING_RESIDUES:
        found = f"residues {span} not seen ({last - first + 1})"
        expected = f"gaps of at most {MOST_MISSING_RESIDUES} residues"
        raise _refusal(name, found, expected, "take another entry of the drug")
    if first <= HELIX[1] and last >= HELIX[0]:
        found = f"residues {span} not seen, in helix 12"
        raise _refusal(name, found, "all of helix 12", "take an entry in which it is seen")
    outside = (receptor.residue_numbers < first) | (receptor.residue_numbers > last)
    kept = receptor.where(outside)
    ends = first == FIRST_RESIDUE or last == LAST_RESIDUE
    best: tuple[float, str, Atoms, float] | None = None
    for donor in _donors(last):
        try:
            atoms, misfit, moved = (_with_end if ends else _with_inner)(kept, drug, donor, first, last)
        except ValueError:
            continue
        if best is None or misfit < best[0]:
            best = misfit, donor, atoms, moved
        if misfit < 1.0:  # no better one is looked for: a fit takes seconds
            break
    if best is None:
        found = f"residues {span} not seen, and too few beside them to fit a loop to"
        raise _refusal(name, found, "four whole residues on each side", "take another entry of the drug")
    misfit, donor, atoms, moved = best
    text = (
        f"from {DONORS[donor]} A, fitted to {FLANK_RESIDUES} residues on each side within {misfit:.2f} Å, then relaxed with "
        f"the residue before and the one after it, whose atoms moved by up to {moved:.2f} Å"
    )
    if ends:
        text = f"from {DONORS[donor]} A, fitted to {FLANK_RESIDUES} residues beside it within {misfit:.2f} Å"
    unseen = [number for number in _unseen(receptor) if first <= number <= last]
    seen = [number for number in range(first, last + 1) if number not in unseen]
    notes = [Note("completed", RECEPTOR_CHAIN, ranges(unseen), text)]
    if seen:
        notes.append(Note("replaced", RECEPTOR_CHAIN, ranges(seen), f"{text}; seen, but between two gaps"))
    return atoms, notes


def _donors(last: int) -> Sequence[str]:
    """Return the tables that a loop may be taken from; with hormone the hinge and what follows it are elsewhere."""
    return [each for each in DONORS if last < HINGE[0] or each != "era_lbd_estradiol"]


def _with_inner(
    receptor: Atoms, drug: Atoms, donor: str, first: int, last: int
) -> tuple[Atoms, float, float]:
    whole, junction = completed(
        joined([receptor, drug]), RECEPTOR_CHAIN, atom_table(donor).atoms, "A", first, last, RELAXATION_STARTS
    )
    return whole.where(whole.polymer), junction.misfit, junction.moved


def _with_end(receptor: Atoms, drug: Atoms, donor: str, first: int, last: int) -> tuple[Atoms, float, float]:
    """Complete the chain's end: fitted on one side only, and not relaxed."""
    beside = range(last + 1, last + 1 + FLANK_RESIDUES)
    if last == LAST_RESIDUE:
        beside = range(first - FLANK_RESIDUES, first)
    table = atom_table(donor).atoms
    one, other = pairs(table, "A", receptor, RECEPTOR_CHAIN, beside, BACKBONE)
    if len(one) < 3 * FLANK_RESIDUES:
        raise ValueError(f"too few residues beside {first}–{last}")
    pose, misfit = fitted(one, other)
    end = table.of_chains("A").of_residues(first, last)
    end = _moved(end.where(end.polymer), pose)
    parts = [end, receptor] if first == FIRST_RESIDUE else [receptor, end]
    return joined(parts), misfit, 0.0


def _moved(atoms: Atoms, pose: Pose) -> Atoms:
    return replace(atoms, positions=pose.apply(atoms.positions), chains=np.full(len(atoms), RECEPTOR_CHAIN))
