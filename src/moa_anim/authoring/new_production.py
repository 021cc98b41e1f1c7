"""Writes a production folder from a document and a structure, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from moa_anim.authoring.proposal import proposed_shots
from moa_anim.authoring.sentences import WIDE_STOPS, Clause, clauses_of
from moa_anim.authoring.writing import Proposal, storyboard_text
from moa_anim.errors import CommandLineError, Fault, ModelError, ProductionError
from moa_anim.files.destination import require_new_folder
from moa_anim.files.reading import UnfitFile, read_bounded
from moa_anim.files.replacement import working_folder
from moa_anim.files.writing import writing
from moa_anim.model.cast import Cast, Compound, Route
from moa_anim.molecule.film_credits import known_of_the_drug
from moa_anim.script.files import MOST_BYTES, MOST_STRUCTURE_BYTES, decode
from moa_anim.script.production import Production, load_production
from moa_anim.script.reading import Notes
from moa_anim.script.scene_needs import packaged_needs
from moa_anim.script.storyboard import SOURCE, STORYBOARD

STRUCTURES = "structures"
"""Name of the folder of structures in a new production."""

SOURCES = ("Source:", "Sources:", "Reference:", "References:")
"""How a last line begins that gives a document's sources: it is shown with the credits, and not told."""

_STOPS = f".,;:{WIDE_STOPS}"
"""What a sentence ends in, and a title does not."""

LONGEST_TITLE_CHARACTERS = 90
"""A first line of at most so many characters that ends in no point is taken as the title."""


def write_new_production(
    folder: Path,
    *,
    document: Path,
    structure: Path,
    name: str,
    ligand: str,
    route: Route,
    degrades: bool | None,
    compared: str = "",
) -> Production:
    """Write a production into `folder`, which must not exist or be empty, and return it, loaded.

    `compared` names a drug to compare with, of which the package has a table. If it is not said whether the drug `degrades`
    the receptor, nothing is degraded, and the storyboard asks.

    Raises:
        CommandLineError: The folder is not empty, or a value of the command line is wrong.
        ProductionError: The document or the structure cannot be used; each with its reason.
        RenderError: The folder cannot be written.
    """
    require_new_folder(folder)
    source, entry = _read(document, MOST_BYTES), _read(structure, MOST_STRUCTURE_BYTES)
    try:
        compound = Compound(name, f"{STRUCTURES}/{structure.name}", ligand, entry)
        cast = Cast(compound, route, bool(degrades), (Compound(compared),) if compared else ())
    except ModelError as error:
        raise CommandLineError(error.fault("--drug, --structure, --ligand, --compared")) from None
    known = known_of_the_drug(cast)  # refuses what a film cannot show
    notes = Notes()
    text = decode(source, str(document), notes)
    if text is None:
        raise ProductionError(notes.faults)
    needs = packaged_needs()
    title, chosen, clauses = _title(document, text)
    told = tuple(each for each in clauses if not _is_reference(each, clauses))
    reference = [each for each in clauses if _is_reference(each, clauses)]
    sources = text[reference[0].start : reference[-1].stop].partition(":")[2].strip() if reference else ""
    shots = proposed_shots(told, needs, cast)
    played = {shot.needs.scene for shot in shots}
    unplayed = [
        str(name)
        for name, each in needs.items()
        if each.cues and name not in played and not each.broken(cast)
    ]
    proposal = Proposal(text, title, chosen, cast, shots, known, sources, unplayed, degrades is not None)
    with writing(folder):
        folder.absolute().parent.mkdir(parents=True, exist_ok=True)
        with working_folder(folder.absolute().parent) as room:
            made = room / "production"
            (made / STRUCTURES).mkdir(parents=True)
            (made / STRUCTURES / structure.name).write_bytes(entry)
            (made / SOURCE).write_bytes(source)
            (made / STORYBOARD).write_text(storyboard_text(proposal, needs), encoding="utf-8", newline="\n")
            production = load_production(made)
            if folder.exists():
                folder.rmdir()
            made.rename(folder)
    return replace(production, folder=folder)


def _read(path: Path, most_bytes: int) -> bytes:
    try:
        return read_bounded(path, most_bytes)
    except UnfitFile as error:
        raise ProductionError(Fault(str(path), error.found, error.expected, error.remedy)) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ProductionError(Fault(str(path), reason, "a file that can be read", "check its name")) from None


def _is_reference(clause: Clause, clauses: Sequence[Clause]) -> bool:
    """Whether a clause is of the document's last line, and that gives its sources."""
    last = [each for each in clauses if each.line == clauses[-1].line]
    return clause.line == last[0].line and last[0].text.startswith(SOURCES)


def _title(path: Path, text: str) -> tuple[str, bool, tuple[Clause, ...]]:
    """Return the title, whether it is the document's own, and the clauses that are to be told."""
    clauses = clauses_of(text)
    if not clauses:
        raise ProductionError(Fault(str(path), "no words", "a document of some sentences", "give another"))
    first = [each for each in clauses if each.line == clauses[0].line]
    line = text[first[0].start : first[-1].stop]
    if (
        len(line) <= LONGEST_TITLE_CHARACTERS
        and line[-1] not in f".!?{WIDE_STOPS}"
        and len(first) < len(clauses)
    ):
        return line, True, clauses[len(first) :]
    sentence = [each for each in clauses if each.sentence == clauses[0].sentence]
    ends = (sentence[-1], sentence[0])  # the whole sentence if it is short enough, or its first clause
    passages = [text[clauses[0].start : each.stop].rstrip(_STOPS) for each in ends]
    title = next((each for each in passages if 0 < len(each) <= LONGEST_TITLE_CHARACTERS), "")
    cut = clauses[0].text[:LONGEST_TITLE_CHARACTERS].rpartition(" ")[0]
    return title or cut or clauses[0].text, False, clauses
