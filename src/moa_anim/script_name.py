"""What a storyboard calls the files that are made of it."""

from __future__ import annotations

from moa_anim.model.naming import require_name
from moa_anim.script_reading import Table


def read_name(board: Table) -> str:
    """Return the storyboard's `name`, "" where there is none; a fault is noted if files cannot be called so."""
    notes, faults = board.notes, len(board.notes.faults)
    name = board.words("name", "") or ""
    if board.has("name") and len(notes.faults) == faults:
        notes.attempt(board.at("name"), lambda: require_name(name))
    return name
