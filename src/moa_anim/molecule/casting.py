"""The film's drug from its storyboard: what a process does before it draws.

Raises what the entry, or the search for a way into the pocket, refuses: before anything is drawn.
"""

from __future__ import annotations

from moa_anim.model.cast import Cast
from moa_anim.molecule.entry_fit import fitted_drug
from moa_anim.molecule.film_drug import DrugStructure, choose_drug, shipped_drug
from moa_anim.molecule.ligand_paths import ligand_path


def drug_structure(cast: Cast) -> DrugStructure | None:
    """Return the drug of a cast in the receptor; None for the one that the package ships. Raises as `fitted_drug` does."""
    drug = cast.drug
    return fitted_drug(drug.structure, drug.data, drug.ligand) if drug.data else None


def cast_drug(cast: Cast) -> DrugStructure:
    """Return the drug of a cast in the receptor, the shipped one too. Raises as `fitted_drug` does."""
    return drug_structure(cast) or shipped_drug()


def prepare_drug(cast: Cast) -> None:
    """Make a cast's drug that of this process, with its way into the pocket.

    Raises:
        ProductionError: The film cannot show the drug.
        RuntimeError: This process draws a film of another drug.
    """
    drug = drug_structure(cast)
    choose_drug(drug)
    if drug is not None:
        ligand_path("drug")
