"""The drug of the film that this process draws: its receptor's atoms, its ligand, and its way into the pocket.

A process draws one film, so its drug is chosen once, before anything is drawn; tables, paths and pictures of molecules are
computed from the choice and kept. Choosing another drug later would mix the two, and is an error. Without a choice the drug
is elacestrant, of which the package ships the table.
"""

from __future__ import annotations

from dataclasses import dataclass

from moa_anim.molecule.atom_tables import atom_table
from moa_anim.molecule.structure_file import Atoms, Structure

SHIPPED_TABLE = "era_lbd_elacestrant"
SHIPPED_LIGAND = "I0V"
"""Table and component of elacestrant."""

RECEPTOR_CHAIN = "A"
"""Chain of receptor and ligand in a drug's table."""


@dataclass(frozen=True)
class DrugStructure:
    """A drug in the receptor, in the stage frame.

    `table` has the receptor's atoms as chain A with the ligand, component `ligand`. `digest` is "" for the shipped table, and
    else that of all that the structure was computed from.
    """

    table: Structure
    ligand: str
    digest: str = ""

    @property
    def receptor(self) -> Atoms:
        """Receptor and ligand (chain A)."""
        return self.table.chains(RECEPTOR_CHAIN)

    @property
    def ligand_atoms(self) -> Atoms:
        """The ligand's heavy atoms."""
        return self.table.ligand(self.ligand, RECEPTOR_CHAIN)


_chosen: list[DrugStructure | None] = []
"""The film's drug, once it is settled; None stands for the shipped one."""


def shipped_drug() -> DrugStructure:
    """Return elacestrant in the receptor (PDB 7TE7)."""
    return DrugStructure(atom_table(SHIPPED_TABLE), SHIPPED_LIGAND)


def choose_drug(drug: DrugStructure | None) -> None:
    """Make `drug` that of the film that this process draws; None is the shipped one.

    Raises RuntimeError if another was chosen, or used because none was: what was computed from it is kept.
    """
    if not _chosen:
        _chosen.append(drug)
    elif _digest(_chosen[0]) != _digest(drug):
        raise RuntimeError("this process draws a film of another drug: draw this one in a process of its own")


def film_drug() -> DrugStructure:
    """Return the film's drug; from the first call on it is settled."""
    if not _chosen:
        _chosen.append(None)
    return _chosen[0] or shipped_drug()


def _digest(drug: DrugStructure | None) -> str:
    return drug.digest if drug else ""
