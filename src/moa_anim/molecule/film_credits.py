"""The credits of a film: its own words, or else assembled from what its scenes draw and where that is from.

Assembled credits name the entries of exactly the tables that the scenes of the film draw, as the tables themselves name
them; so they cannot credit what is not shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from moa_anim.model.cast import Cast
from moa_anim.model.credits import MODULE, Credits, credits_of
from moa_anim.model.scene_needs import SceneNeeds
from moa_anim.model.story import SceneName, Storyboard
from moa_anim.molecule.atom_tables import atom_table
from moa_anim.molecule.casting import cast_drug, compared_drugs
from moa_anim.molecule.entry_fit import helix12_move
from moa_anim.molecule.film_drug import DrugStructure
from moa_anim.molecule.film_mutants import drawn_table, measured
from moa_anim.molecule.structure_file import ENTRY_ID, Structure
from moa_anim.script.drug_scenes import needs_of_shots

DRUG = "drug"
"""Name of the drug's table in what a scene needs."""

COMPARED = "compared"
FIRST_COMPARED = "first compared"
"""Names, in what a scene needs, of the tables of all drugs that the film's drug is compared with, and of the first one."""

MUTANTS = "mutants"
"""Name, in what a scene needs, of the table from which the film's mutants are drawn."""

FIRST = "era_lbd_estradiol"
"""The table that is named first: its line names the domain, and the lines after it only what the domain is with."""

DOMAIN = "ERα’s ligand-binding domain"
"""The receptor's part of which a drug's table is."""

SHORT_TITLES = {
    FIRST: f"{DOMAIN} with estradiol",
    "era_lbd_tamoxifen": "with 4-hydroxytamoxifen",
    "era_lbd_y537s": "mutant",
    "era_lbd_d538g": "mutant",
    "era_dbd_on_dna": "ERα on DNA",
    "coactivator_helix": "coactivator’s helix",
    "nucleosome": "nucleosome",
    "rna_polymerase_2": "RNA polymerase II",
    "ubiquitin": "ubiquitin",
    "ligase_scaffold": "E3",
    "ligase_charged_e2": "E2",
    "proteasome_20s": "20S",
    "proteasome_20s_open_gate": "20S with its gates opened",
    "proteasome_cap": "19S cap: beads in a density of",
}
"""What each shipped table shows, for a line in small letters."""

CROWD = ("ubiquitin", "ligase_scaffold")
"""Tables of the pale molecules behind every scene, besides the receptor (`actors/crowd.py`)."""

STATEMENTS = (
    "Shapes are measured; motion between them is a model.",
    "One scale per close-up; none for time and numbers.",
    "No medical reviewer has signed this film.",
)
"""What everyone is to know, of any film that is made of these scenes."""


def film_credits(board: Storyboard) -> Credits:
    """Return the credits of a film: those that its storyboard writes, or, if it writes no sections, assembled ones.

    A film without a shot that gives credits has none. Raises ProductionError if the film cannot show its drug.
    """
    written = credits_of(board)
    if written.sections or not any(shot.scene.module == MODULE for shot in board.shots):
        return written
    return Credits((*written.statements, *STATEMENTS), _sections(board, needs_of_shots(board)))


def _sections(board: Storyboard, needs: Mapping[SceneName, SceneNeeds]) -> tuple[tuple[str, str], ...]:
    played = [needs[shot.scene] for shot in board.shots if shot.scene in needs]
    names = list(dict.fromkeys(name for each in played for name in each.tables))
    drug = cast_drug(board.cast)
    names.sort(key=lambda name: name != FIRST)
    compared = compared_drugs(board.cast) if COMPARED in names or FIRST_COMPARED in names else ()
    compared = compared if COMPARED in names else compared[:1]
    names = [name for name in names if name not in (COMPARED, FIRST_COMPARED)]
    if MUTANTS in names:
        at = names.index(MUTANTS)
        names[at] = drawn_table(measured(board.cast.mutants))
    shapes = [_line(board, name, drug.table if name == DRUG else atom_table(name)) for name in names]
    others = [f"with {each.name} {_entries(each.structure.table)}" for each in compared]
    shapes += [each for each in others if each not in shapes]
    if DRUG in names and FIRST not in names:
        shapes[names.index(DRUG)] = f"{DOMAIN} {shapes[names.index(DRUG)]}"
    crowd = [_line(board, name, atom_table(name)) for name in CROWD if name not in names]
    if crowd:
        shapes.append(f"in the crowd behind, also {' and '.join(crowd)}")
    found = [("Shapes", f"PDB entries. {'; '.join(shapes)}.")]
    if DRUG in names:
        move = helix12_move(drug.receptor)
        entry = _entries(drug.table)
        tables = [drug.table, *(each.structure.table for each in compared)]
        engineered = "".join(dict.fromkeys(map(_engineered, tables)))
        loops = "".join(dict.fromkeys(map(_grafted, tables)))
        way = (
            "Helix 12 between its places and the ligands’ paths: computed; "
            f"{move.turned_degrees:.0f}°, {move.moved_angstrom:.1f} Å: 1G50 → {entry}."
        )
        found.append(("Models", f"{engineered}{loops}{way}"))
    schematic = _parts(each.schematic for each in played)
    if schematic:
        found.append(("Schematic", f"{_capitalised('; '.join(schematic))}."))
    own = dict.fromkeys(f"{shot.scene.module}.py" for shot in board.shots if shot.scene.file is not None)
    if own:
        found.append(("Scenes", f"{', '.join(own)}: by the production, not of moa-anim."))
    return tuple(found)


def _line(board: Storyboard, name: str, table: Structure) -> str:
    title = f"with {board.cast.drug.name}" if name == DRUG else SHORT_TITLES.get(name, table.title)
    return f"{title} {_entries(table)}"


def _engineered(table: Structure) -> str:
    """Return which residues of an entry's receptor are not drawn as they are in it, in a sentence; "" if all are."""
    # Such a note begins with the residue: "C381S, to crystallise".
    changed = ", ".join(note.text.partition(",")[0] for note in table.notes if note.kind == "engineered")
    return f"{_entries(table)}’s engineered {changed}: drawn as wild type. " if changed else ""


def _grafted(table: Structure) -> str:
    """Return what of an entry's receptor is from another entry, in sentences; "" if nothing is."""
    entry, completed, replaced = _entries(table), _loops(table, "completed"), _loops(table, "replaced")
    told = f"Not seen in {entry}: {completed}. " if completed else ""
    return told + (f"Seen in {entry} between gaps, and replaced: {replaced}. " if replaced else "")


def _loops(table: Structure, kind: str) -> str:
    """Return the residues of the notes of a kind, with where they are from."""
    # Such a note begins with where the loop is from: "from 1G50 A, fitted to …".
    return ", ".join(
        f"{note.residues.replace('-', '–')} {note.text.partition(' A')[0]}"
        for note in table.notes
        if note.kind == kind
    )


def _entries(table: Structure) -> str:
    """Return the identifiers of the entries that a table is from; what else it rests on is no entry.

    A table of a file without an identifier is from what the file is called.
    """
    sources = [source.entry for source in table.sources]
    return ", ".join(dict.fromkeys(each for each in sources if ENTRY_ID.fullmatch(each)) or sources[:1])


def _parts(texts: Iterable[str]) -> list[str]:
    """Return the parts of texts between semicolons, each once."""
    return list(dict.fromkeys(part for text in texts if text for part in text.split("; ")))


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def known_of_the_drug(cast: Cast) -> Mapping[str, str]:
    """Return what {drug}, {entry}, {moved} and {turned} stand for in words that are proposed for labels.

    {mutants} are the mutants that are shown. Of the first drug that it is compared with, if there is one, {compared},
    {compared entry} and so on.
    """
    known = _known("drug", "", cast.drug.name, cast_drug(cast))
    known["mutants"] = " or ".join(measured(cast.mutants))
    for each in compared_drugs(cast)[:1]:
        known |= _known("compared", "compared ", each.name, each.structure)
    return known


def _known(title: str, prefix: str, name: str, drug: DrugStructure) -> dict[str, str]:
    move = helix12_move(drug.receptor)
    return {
        title: name,
        f"{prefix}entry": _entries(drug.table),
        f"{prefix}moved": f"{move.moved_angstrom:.1f}",
        f"{prefix}turned": f"{move.turned_degrees:.0f}",
    }
