"""The film's drug: chosen once a process, the shipped one if none was chosen."""

from __future__ import annotations

import subprocess
import sys

import pytest

from moa_anim.cache.installed import package_folder
from moa_anim.molecule import film_drug as module
from moa_anim.molecule.film_drug import DrugStructure, choose_drug, film_drug, shipped_drug

SHIPPED = shipped_drug()
ONE = DrugStructure(SHIPPED.table, SHIPPED.ligand, "one")
OTHER = DrugStructure(SHIPPED.table, SHIPPED.ligand, "other")


@pytest.fixture(autouse=True)
def _nothing_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_chosen", [])


def test_the_shipped_drug_is_the_films_if_none_is_chosen() -> None:
    assert film_drug() == shipped_drug()
    assert (shipped_drug().digest, len(shipped_drug().ligand_atoms)) == ("", 34)


@pytest.mark.parametrize("drug", [None, ONE])
def test_the_same_drug_may_be_chosen_again(drug: DrugStructure | None) -> None:
    choose_drug(drug)
    choose_drug(drug)
    assert film_drug().digest == (drug.digest if drug else "")


@pytest.mark.parametrize(
    ("first", "second"),
    [(None, ONE), (ONE, None), (ONE, OTHER), (OTHER, ONE)],
    ids=lambda each: str(each and each.digest),
)
def test_another_drug_is_refused_and_the_first_kept(
    first: DrugStructure | None, second: DrugStructure | None
) -> None:
    choose_drug(first)
    with pytest.raises(RuntimeError, match="a process of its own"):
        choose_drug(second)
    assert film_drug().digest == (first.digest if first else "")


def test_what_is_used_is_chosen() -> None:
    film_drug()
    with pytest.raises(RuntimeError):
        choose_drug(ONE)


def test_two_productions_of_different_drugs_are_not_prepared_by_one_process() -> None:
    code = """
import sys
from pathlib import Path
from moa_anim.molecule.casting import prepare_drug
from moa_anim.script.production import load_production
casts = [load_production(Path(each)).storyboard.cast for each in sys.argv[1:]]
prepare_drug(casts[0])
prepare_drug(casts[0])
try:
    prepare_drug(casts[1])
except RuntimeError:
    print("refused")
"""
    folders = [str(package_folder("assets") / name) for name in ("elacestrant", "tamoxifen")]
    done = subprocess.run(
        [sys.executable, "-c", code, *folders], capture_output=True, text=True, check=True, timeout=300
    )
    assert done.stdout.split() == ["refused"]
