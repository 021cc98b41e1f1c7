"""Compute the tables of atoms in `assets/structures` from structure entries: `write_structures.py FOLDER [TABLE …]`.

FOLDER contains the entries, named by their identifiers in lower case: `7te7.cif.gz`, `4r3o.pdb.gz`, `4cr2_5A.mrc`. The same
entries give the same bytes with the same code and versions; where positions are found by optimisation (completed loops, the
charged E2, the cap), other versions of SciPy may give different last digits, or larger differences.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from structure_recipes import RECIPES, Entries

from moa_anim.molecule.structure_writing import packed

TABLES = Path(__file__).parents[1] / "assets" / "structures"

ONE_DECIMAL = ("proteasome_cap",)
"""Tables written with one decimal: enough for beads of a density with 5 Å voxels."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the named tables, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the entries")
    parser.add_argument(
        "tables", nargs="*", metavar="TABLE", help=f"of {', '.join(RECIPES)}; all if none is named"
    )
    parser.add_argument("--to", type=Path, default=TABLES, help="where to write")
    chosen = parser.parse_args(arguments)
    unknown = [name for name in chosen.tables if name not in RECIPES]
    if unknown:
        parser.error(f"no table {', '.join(unknown)}; there are {', '.join(RECIPES)}")
    entries = Entries(chosen.folder)
    chosen.to.mkdir(parents=True, exist_ok=True)
    for name in chosen.tables or RECIPES:
        table = RECIPES[name](entries)
        content = packed(table, 1 if name in ONE_DECIMAL else 2)
        (chosen.to / f"{name}.cif.gz").write_bytes(content)
        print(f"{name}: {len(table.atoms)} atoms, {len(content) / 1024:.0f} KiB")
        for source in table.sources:
            left = "" if source.rmsd is None else f", r.m.s. {source.rmsd:.2f} Å"
            print(f"  {source.entry} {source.chains}: {source.superposition}{left}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
