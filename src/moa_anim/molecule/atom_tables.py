"""The tables of atoms that the package ships, by name; `tools/write_structures.py` computes them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import numpy as np

from moa_anim.errors import Fault, ProductionError
from moa_anim.molecule.pose import Pose
from moa_anim.molecule.structure_file import Structure, structure_from_bytes


@cache
def atom_table(name: str) -> Structure:
    """Return a table by name. Raises ProductionError when there is none of that name, or it is damaged."""
    file = f"{name}.cif.gz"
    try:
        packed = (files("moa_anim.assets") / "structures" / file).read_bytes()
    except FileNotFoundError:
        fault = Fault(file, "no such file", "a table of atoms", "compute it with tools/write_structures.py")
        raise ProductionError(fault) from None
    return structure_from_bytes(file, packed)


def table_pose(table: Structure, key: str) -> Pose:
    """Return a rigid motion stored in a table's numbers, such as `swing` of ligase_charged_e2.

    Raises ProductionError when the table does not have it.
    """
    try:
        rotation = [[table.numbers[f"{key}_rotation_{i}{j}"] for j in range(3)] for i in range(3)]
        translation = [table.numbers[f"{key}_translation_{i}"] for i in range(3)]
    except KeyError as error:
        fault = Fault(
            table.name, f"no number {error}", f"the motion {key}", "compute it with tools/write_structures.py"
        )
        raise ProductionError(fault) from None
    return Pose(np.array(rotation), np.array(translation))
