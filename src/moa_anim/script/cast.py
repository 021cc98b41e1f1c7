"""Reads a storyboard's `[drug]` and `[[compared]]` into the film's cast; every fault is noted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from moa_anim.errors import join_names
from moa_anim.model.cast import Cast, Compound, Route
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
    if not board.has("drug"):
        if compared:
            notes.add(board.at("compared"), "no drug that is compared", "a [drug]", "add a [drug] table")
        return None
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
    if notes.count > before or drug is None:
        return None
    return notes.attempt(table.where, partial(Cast, drug, Route(written), degrades, others))


def _compound(table: Table, structures: Structures) -> Compound | None:
    name = table.string("name")
    structure, ligand = table.string("structure", "") or "", table.string("ligand", "") or ""
    table.finish()
    data = structures(structure, table.notes) if structure else b""
    if not name or data is None:
        return None
    return table.notes.attempt(table.where, partial(Compound, name, structure, ligand, data))
