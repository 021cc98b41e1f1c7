"""Refuses a copy of a ligand that has not all its heavy atoms: a film would show a molecule that does not exist."""

from __future__ import annotations

from moa_anim.errors import Fault, ProductionError
from moa_anim.molecule.components import Component
from moa_anim.molecule.structure_file import Atoms, Structure

MOST_NAMED = 8
"""Most missing atoms that a message names."""


def require_whole(entry: Structure, copy: Atoms) -> None:
    """Require that a ligand's copy has all heavy atoms that the entry tells of.

    They are those of the entry's own description of the component, or else those of another copy with more. If nothing
    tells, the copy is accepted. Raises ProductionError that says what is missing.
    """
    code, chain = str(copy.residue_names[0]), str(copy.chains[0])
    known, told = entry.components.get(code), "its description in the entry has"
    if known is None:
        known, told = _largest_copy(entry.atoms, code), "another copy in the entry has"
    seen = set(copy.names.tolist())
    missing = sorted(known.names - seen)
    count = len(missing) if known.names else known.heavy_atoms - len(seen)
    if count <= 0:
        return
    named = ", ".join(missing[:MOST_NAMED]) + (" and others" if len(missing) > MOST_NAMED else "")
    found = f"{count} of the {known.heavy_atoms} heavy atoms of {code} missing in chain {chain}"
    raise ProductionError(
        Fault(
            entry.name,
            f"{found}: {named}" if named else found,
            f"the whole molecule: {told} {known.heavy_atoms} heavy atoms",
            "take an entry in which all of the drug is seen",
        )
    )


def _largest_copy(atoms: Atoms, code: str) -> Component:
    copies: dict[tuple[str, int], set[str]] = {}
    chosen = atoms.where(~atoms.polymer & (atoms.residue_names == code))
    for chain, number, name in zip(
        chosen.chains.tolist(), chosen.residue_numbers.tolist(), chosen.names.tolist(), strict=True
    ):
        copies.setdefault((chain, number), set()).add(name)
    names = max(copies.values(), key=len)
    return Component(len(names), frozenset(names))
