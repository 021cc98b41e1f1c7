"""Reads a storyboard's `[drug]`, `[[compared]]` and `[[mutant]]` into the film's cast; every fault is noted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from moa_anim.errors import join_names
from moa_anim.model.cast import MEASURED_MUTANTS, SHIPPED_CAST, Cast, Compound, Route, require_measured
from moa_anim.script.reading import Notes, Table

Structures = Callable[[str, Notes], bytes | None]
"""Returns the bytes of a structure's file of the production folder; None, with a fault noted, if it cannot be read."""


def no_structures(name: str, notes: Notes) -> bytes | None:
    """Note that there is no folder to read the structure `name` from."""
    notes.add(name, "a structure without a folder", "a storyboard in a production folder", "load the folder")
    return None


def read_cast(board: Table, structures: Structures) -> Cast | None:
    """Return the cast; None, with every fault noted, if something is wrong, or without a fault if there is no `[drug]`."""
    notes, before = board.notes, board.notes.count
    compared = [
        _compound(table, structures)
        for table in board.tables("compared", lambda number, _: f"compared {number}")
    ]
    mutants = _mutants(board)
    if not board.has("drug"):
        if compared:
            notes.add(board.at("compared"), "no drug that is compared", "a [drug]", "add a [drug] table")
        return replace(SHIPPED_CAST, mutants=mutants) if mutants and notes.count == before else None
    table = board.table("drug")
    written = table.string("route") or ""
    if written and written not in set(Route):
        notes.add(table.at("route"), f"“{written}”", join_names(Route), "write one of them")
    if not table.has("degrades"):
        remedy = "write degrades = true or degrades = false"
        notes.add(table.at("degrades"), "nothing", "whether the drug makes the receptor degrade", remedy)
    degrades = table.flag("degrades")
    drug = _compound(table, structures)
    others = tuple(each for each in compared if each)
    shown = mutants or tuple(MEASURED_MUTANTS)
    if notes.count > before or drug is None:
        return None
    return notes.attempt(table.where, partial(Cast, drug, Route(written), degrades, others, shown))


def _mutants(board: Table) -> tuple[str, ...]:
    """Return the names of the mutants that are shown; none, with every fault noted, if one is wrong or none is named."""
    names: list[str] = []
    for table in board.tables("mutant", lambda number, _: f"mutant {number}"):
        name = table.string("name")
        table.finish()
        if name and table.notes.passes(table.at("name"), partial(require_measured, [name])):
            names.append(name)
    if names and not board.notes.passes(board.at("mutant"), partial(require_measured, names)):
        return ()
    return tuple(names)


def _compound(table: Table, structures: Structures) -> Compound | None:
    name = table.string("name")
    structure, ligand = table.string("structure", "") or "", table.string("ligand", "") or ""
    table.finish()
    data = structures(structure, table.notes) if structure else b""
    if not name or data is None:
        return None
    return table.notes.attempt(table.where, partial(Compound, name, structure, ligand, data))
