"""The film's drug from its storyboard, and the drugs that it is compared with: what a process does before it draws.

Raises what the entries, or the search for a way into the pocket, refuse: before anything is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass

from moa_anim.errors import Fault, ProductionError
from moa_anim.model.cast import SHIPPED_COMPARED, SHIPPED_DRUG, Cast, Compound
from moa_anim.model.palette import Role
from moa_anim.molecule.atom_tables import atom_table
from moa_anim.molecule.entry_fit import Helix12Move, fitted_drug, helix12_move
from moa_anim.molecule.film_drug import DrugStructure, choose_drug, shipped_drug
from moa_anim.molecule.film_mutants import choose_mutants
from moa_anim.molecule.ligand_paths import ligand_path

COMPARED_ROLE = Role.TAMOXIFEN
"""Colour role of the drugs that the film's drug is compared with, and of their labels."""


@dataclass(frozen=True)
class ComparedDrug:
    """A drug that the film's drug is compared with, in the receptor: `structure` is in the same frame, for its own pocket."""

    name: str
    structure: DrugStructure

    @property
    def move(self) -> Helix12Move:
        """How far it moves helix 12, measured."""
        return helix12_move(self.structure.receptor)


def compared_drugs(cast: Cast) -> tuple[ComparedDrug, ...]:
    """Return the drugs that a cast's drug is compared with, in the storyboard's order.

    If it names none, elacestrant is compared with 4-hydroxytamoxifen, of which the package ships the table, and another
    drug with none: its film must not name a drug that its document does not. Raises as `fitted_drug` does.
    """
    if not cast.compared and not cast.drug.data:
        return (ComparedDrug(SHIPPED_COMPARED, _shipped(SHIPPED_COMPARED)),)
    return tuple(ComparedDrug(each.name, _structure(each)) for each in cast.compared)


def _structure(compound: Compound) -> DrugStructure:
    if compound.data:
        return fitted_drug(compound.structure, compound.data, compound.ligand)
    return _shipped(compound.name)


def _shipped(name: str) -> DrugStructure:
    if name.casefold() == SHIPPED_DRUG:
        return shipped_drug()
    # Its digest says that it is not the shipped drug.
    return DrugStructure(atom_table("era_lbd_tamoxifen"), "OHT", "era_lbd_tamoxifen")


def drug_structure(cast: Cast) -> DrugStructure | None:
    """Return the drug of a cast in the receptor; None for the one that the package ships. Raises as `fitted_drug` does."""
    drug = cast.drug
    return fitted_drug(drug.structure, drug.data, drug.ligand) if drug.data else None


def cast_drug(cast: Cast) -> DrugStructure:
    """Return the drug of a cast in the receptor, the shipped one too. Raises as `fitted_drug` does."""
    return drug_structure(cast) or shipped_drug()


def prepare_drug(cast: Cast) -> None:
    """Make a cast's drug and mutants those of this process; find the drug's way in; fit those that it is compared with.

    Raises:
        ProductionError: The film cannot show the drug, or others that it is compared with: every one is named.
        RuntimeError: This process draws a film of another drug, or of other mutants.
    """
    faults: list[Fault] = []
    for each in (cast.drug, *cast.compared):
        try:
            _structure(each)
        except ProductionError as error:
            faults += error.faults
    if faults:
        raise ProductionError(faults)
    drug = drug_structure(cast)
    choose_drug(drug)
    choose_mutants(cast.mutants)
    if drug is not None:
        ligand_path("drug")
