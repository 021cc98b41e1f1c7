"""Reads a production's own colours, `palette.toml`: any of the roles, in place of the package's colours."""

from __future__ import annotations

from functools import partial

from moa_anim.model.palette import Colour, OwnColours, Palette, Role
from moa_anim.model.palette_rules import broken_rules
from moa_anim.script.files import decode, parse
from moa_anim.script.reading import Notes

PALETTE = "palette.toml"
"""The file of a production's own colours, in its folder. It may be left out."""


def read_palette(data: bytes, packaged: Palette, notes: Notes) -> OwnColours:
    """Return the colours in `data`; every fault is noted: an unknown role, no colour, a contrast that is too small.

    Rules about colours are checked with those that the film then has: its own, and the package's for other roles.
    """
    text = decode(data, PALETTE, notes)
    table = parse(text, PALETTE, notes) if text is not None else None
    if table is None:
        return ()
    before = notes.count
    own: dict[Role, Colour] = {}
    for role in Role:
        faults = notes.count
        written = table.string(role.value, "") or ""
        if table.has(role.value) and notes.count == faults:
            colour = notes.attempt(table.at(role.value), partial(Colour.from_hex, written))
            own |= {role: colour} if colour else {}
    table.finish()
    if notes.count > before:
        return ()
    colours = tuple(own.items())
    for broken in broken_rules(packaged.changed(colours)):
        named = [role.value for role in broken.roles if role in own]
        if named:
            found = f"{broken.what} with a contrast of {broken.contrast:.1f}"
            expected, remedy = f"at least {broken.least:g}", f"change {' or '.join(named)}"
            notes.add(table.at(named[0]), found, expected, remedy)
    return colours
