"""The cast in the receptor: the drugs that the film's drug is compared with, and all faults of their entries together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from moa_anim.cache.installed import package_folder
from moa_anim.errors import ProductionError
from moa_anim.model.cast import SHIPPED_CAST, Cast, Compound, Route
from moa_anim.molecule import film_drug
from moa_anim.molecule.atom_tables import atom_table
from moa_anim.molecule.casting import compared_drugs, prepare_drug

ENTRY = (package_folder("assets") / "tamoxifen" / "structures" / "3ert.cif.gz").read_bytes()
FITTED = Compound("tamoxifen", "3ert.cif.gz", "OHT", ENTRY)


def test_elacestrant_is_compared_with_the_shipped_table_of_tamoxifen_if_nothing_else_is_named() -> None:
    (only,) = compared_drugs(SHIPPED_CAST)
    assert (only.name, only.structure.ligand, len(only.structure.ligand_atoms)) == (
        "4-hydroxytamoxifen",
        "OHT",
        29,
    )
    assert only.structure.table == atom_table("era_lbd_tamoxifen")
    assert (round(only.move.turned_degrees), round(only.move.moved_angstrom, 1)) == (118, 9.9)


def test_another_drug_is_compared_with_nothing_that_its_storyboard_does_not_name() -> None:
    assert compared_drugs(Cast(FITTED, Route.ORAL, degrades=False)) == ()


def test_named_drugs_are_given_fitted_in_their_order() -> None:
    cast = Cast(Compound("Elacestrant"), Route.ORAL, True, (FITTED, Compound("4-Hydroxytamoxifen")))
    fitted, shipped = compared_drugs(cast)
    assert (fitted.name, shipped.name) == ("tamoxifen", "4-Hydroxytamoxifen")
    # One frame for all: the fitted ligand is where the shipped table has it.
    assert fitted.structure.ligand_atoms.positions == pytest.approx(
        shipped.structure.ligand_atoms.positions, abs=0.02
    )
    other = Cast(FITTED, Route.ORAL, False, (Compound("elacestrant"),))
    assert [len(each.structure.ligand_atoms) for each in compared_drugs(other)] == [34]


def test_faults_of_the_drug_and_of_all_that_it_is_compared_with_are_told_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(film_drug, "_chosen", [])
    none, damaged = replace(FITTED, name="x", ligand="EST"), Compound("y", "y.cif", "OHT", b"data_y")
    third = Compound("z", "z.cif", "RAL", ENTRY)
    with pytest.raises(ProductionError) as caught:
        prepare_drug(Cast(none, Route.ORAL, False, (damaged, Compound("elacestrant"), third)))
    told = [str(fault) for fault in caught.value.faults]
    assert len(told) == 3
    for part, fault in zip(("no ligand EST", "y.cif", "no ligand RAL"), told, strict=True):
        assert part in fault
    assert not film_drug._chosen, "nothing is chosen if something is refused"
