"""A storyboard's `[drug]`: what is read, and that all its faults are noted together."""

from __future__ import annotations

import tomllib

from moa_anim.model.cast import Cast, Compound, Route
from moa_anim.script.cast import read_cast
from moa_anim.script.reading import Notes, Table

DRUG = (
    '[drug]\nname = "tamoxifen"\nstructure = "3ert.cif"\nligand = "OHT"\nroute = "oral"\ndegrades = false\n'
)


def read(text: str) -> tuple[Cast | None, list[str]]:
    notes = Notes()
    cast = read_cast(Table(tomllib.loads(text), "storyboard.toml", notes))
    return cast, [str(fault) for fault in notes.faults]


def test_a_cast_is_read() -> None:
    cast, faults = read(DRUG + '[[compared]]\nname = "elacestrant"\n')
    assert not faults
    compared = (Compound("elacestrant"),)
    assert cast == Cast(Compound("tamoxifen", "3ert.cif", "OHT"), Route.ORAL, False, compared)


def test_without_a_drug_there_is_no_cast() -> None:
    assert read('title = "x"') == (None, [])


def test_all_faults_are_noted_together() -> None:
    text = '[drug]\nname = "x"\nstructure = "x.cif"\nroute = "nasal"\nform = 1\n[[compared]]\nname = "y"\nligand = "o"\n'
    cast, faults = read(text)
    assert cast is None
    for part in ("“nasal”", "degrades", "form", "without a ligand", "ligand “o”"):
        assert any(part in fault for fault in faults), part


def test_one_name_stands_for_one_drug() -> None:
    cast, faults = read(DRUG + '[[compared]]\nname = "tamoxifen"\n')
    assert cast is None
    assert len(faults) == 1
    assert "more than once" in faults[0]
