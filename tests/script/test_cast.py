"""A storyboard's `[drug]`: what is read, and that all its faults are noted together."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest

from moa_anim.model.cast import SHIPPED_CAST, Cast, Compound, Route
from moa_anim.script.cast import read_cast
from moa_anim.script.reading import Notes, Table

DRUG = (
    '[drug]\nname = "tamoxifen"\nstructure = "3ert.cif"\nligand = "OHT"\nroute = "oral"\ndegrades = false\n'
)


ENTRY = b"data_3ERT"


def structures(name: str, notes: Notes) -> bytes | None:
    """A folder that holds 3ert.cif only."""
    if name != "3ert.cif":
        notes.add(name, "no such file", "a file", "add it")
        return None
    return ENTRY


def read(text: str) -> tuple[Cast | None, list[str]]:
    notes = Notes()
    cast = read_cast(Table(tomllib.loads(text), "storyboard.toml", notes), structures)
    return cast, [str(fault) for fault in notes.faults]


def test_a_cast_is_read() -> None:
    cast, faults = read(DRUG + '[[compared]]\nname = "elacestrant"\n')
    assert not faults
    compared = (Compound("elacestrant"),)
    assert cast == Cast(Compound("tamoxifen", "3ert.cif", "OHT", ENTRY), Route.ORAL, False, compared)


def test_without_a_drug_there_is_no_cast() -> None:
    assert read('title = "x"') == (None, [])


def test_all_faults_are_noted_together() -> None:
    text = '[drug]\nname = "x"\nstructure = "x.cif"\nroute = "nasal"\nform = 1\n[[compared]]\nname = "y"\nligand = "o"\n'
    cast, faults = read(text)
    assert cast is None
    for part in ("“nasal”", "degrades", "form", "x.cif", "ligand “o”"):
        assert any(part in fault for fault in faults), part


def test_one_name_stands_for_one_drug() -> None:
    cast, faults = read(DRUG.replace('"tamoxifen"', '"elacestrant"') + '[[compared]]\nname = "elacestrant"\n')
    assert cast is None
    assert len(faults) == 1
    assert "more than once" in faults[0]


def test_a_structure_needs_the_code_of_its_ligand() -> None:
    cast, faults = read(DRUG.replace('ligand = "OHT"\n', ""))
    assert cast is None
    assert "without a ligand" in faults[0]


def test_a_drug_that_the_package_has_no_table_of_needs_a_structure() -> None:
    cast, faults = read('[drug]\nname = "fulvestrant"\nroute = "injection"\ndegrades = true\n')
    assert cast is None
    assert "no structure of fulvestrant" in faults[0]


def test_the_table_that_is_shipped_for_comparing_cannot_be_the_films_drug() -> None:
    shipped = '[drug]\nname = "elacestrant"\nroute = "oral"\ndegrades = true\n'
    comparing = '[[compared]]\nname = "4-hydroxytamoxifen"\n'
    cast, faults = read(shipped + comparing)
    assert not faults
    assert cast is not None
    assert cast.compared == (Compound("4-hydroxytamoxifen"),)
    cast, faults = read(shipped.replace("elacestrant", "4-hydroxytamoxifen"))
    assert cast is None
    assert len(faults) == 1
    assert "no structure of 4-hydroxytamoxifen" in faults[0]


def test_faults_of_several_compared_drugs_are_noted_together() -> None:
    text = DRUG + '[[compared]]\nname = "a"\nstructure = "a.cif"\nligand = "A"\n[[compared]]\nname = "b"\n'
    cast, faults = read(text)
    assert cast is None
    assert len(faults) == 2
    assert "a.cif" in faults[0]
    assert "no structure of b" in faults[1]


def test_other_bytes_are_another_picture() -> None:
    one, same, other = (
        Compound("tamoxifen", "3ert.cif", "OHT", data).identity for data in (b"a", b"a", b"b")
    )
    assert one == same != other


def test_mutants_are_read_and_are_all_that_are_measured_by_default() -> None:
    cast, faults = read(DRUG)
    assert cast is not None
    assert cast.mutants == ("Y537S", "D538G")
    cast, faults = read(DRUG + '[[mutant]]\nname = "D538G"\n')
    assert not faults
    assert cast is not None
    assert cast.mutants == ("D538G",)
    cast, faults = read('[[mutant]]\nname = "Y537S"\n')
    assert not faults
    assert cast == replace(SHIPPED_CAST, mutants=("Y537S",))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[mutant]]\nname = "L536H"\n', "L536H: no structure; expected Y537S or D538G"),
        ('[[mutant]]\nname = "Y537S"\n' * 2, "each once"),
        ('[[mutant]]\nlabel = "x"\n', "label"),
    ],
)
def test_a_mutant_that_is_not_measured_or_named_twice_is_refused(text: str, told: str) -> None:
    cast, faults = read(DRUG + text)
    assert cast is None
    assert any(told in fault for fault in faults), faults
