"""A receptor with a drug that the film's drug is compared with, as its own entry has it: measured, and it does not move."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.ligands import BindingPartner
from moa_anim.actors.receptor import ANCHOR_HELIX12_RESIDUES, FIRST_HELIX_RESIDUE, FIRST_HINGE_RESIDUE
from moa_anim.graphics.colours import rgb
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import Beads, beads_of_atoms, beads_of_ligand
from moa_anim.molecule.bodies import Body
from moa_anim.molecule.casting import COMPARED_ROLE, ComparedDrug
from moa_anim.molecule.receptor_atoms import positions_in, receptor_atoms
from moa_anim.molecule.structure import ligand_of
from moa_anim.stage.actor import Actor, Part


class ComparedComplex(Actor):
    """The receptor with a compared drug, `aside` Å from its place in the stage frame, in the direction `along` (3,).

    As in every receptor of the film, its atoms are the wild type's where the entry has them. `cut_depth` (Å towards the
    viewer) is where the core is cut open. `along` lies in the plane of the picture, so that the cut is as deep as beside it.
    """

    def __init__(
        self,
        compared: ComparedDrug,
        *,
        along: NDArray[np.float64],
        aside: float,
        cut_depth: float,
        seed: int = 0,
    ) -> None:
        super().__init__()
        self.aside = aside
        self._along = np.asarray(along, dtype=float)
        self._cut_depth = cut_depth
        structure = compared.structure
        places = positions_in(structure.receptor, structure.table.name)
        self._beads = _wild_beads().moved(places)
        numbers = receptor_atoms().atoms.residue_numbers
        self._core = numbers < FIRST_HINGE_RESIDUE
        self._helix = numbers >= FIRST_HELIX_RESIDUE
        first, last = ANCHOR_HELIX12_RESIDUES
        rigid = (numbers >= first) & (numbers <= last) & (receptor_atoms().atoms.names == "CA")
        self._helix_middle = places[rigid].mean(axis=0)
        ligand = beads_of_ligand(ligand_of(structure.ligand_atoms))
        self._ligand = BindingPartner(ligand, COMPARED_ROLE, "bound", seed=seed)

    @property
    def _shift(self) -> NDArray[np.float64]:
        return self.aside * self._along

    def parts(self, seconds: float) -> list[Part]:
        """The core, cut open; the hinge and helix 12, which are not; the ligand, which trembles."""
        shift = self._shift
        moved = self._beads.moved(self._beads.positions + shift)
        blue, orange = rgb(Role.RECEPTOR), rgb(Role.HELIX12)
        bodies = {
            "core": Body(moved.chosen(self._core), blue, self._cut_depth, self.dimmed),
            "hinge": Body(moved.chosen(~self._core & ~self._helix), blue, None, self.dimmed),
            "helix12": Body(moved.chosen(self._helix), orange, None, self.dimmed),
        }
        self._ligand.pose = self._ligand.bound_pose + np.concatenate([shift, np.zeros(3)])
        return [
            *(
                Part(("compared", name, self.aside, self.dimmed), body, still=True)
                for name, body in bodies.items()
            ),
            *self._ligand.parts(seconds),
        ]

    def anchor(self, name: str) -> NDArray[np.float64]:
        """Position (3,; Å) of `helix12` or of the `ligand`. Raises KeyError for another name."""
        if name == "helix12":
            return np.asarray(self._helix_middle + self._shift)
        if name == "ligand":
            return np.asarray(self._ligand.bound_pose[:3] + self._shift)
        raise KeyError(f"a compared complex has no anchor '{name}'")


@cache
def _wild_beads() -> Beads:
    return beads_of_atoms(receptor_atoms().atoms)
