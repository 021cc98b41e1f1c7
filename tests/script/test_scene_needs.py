"""What scenes declare: true of the shipped films, read without running them, refused if it cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from moa_anim.cache.installed import package_folder
from moa_anim.errors import ProductionError
from moa_anim.model.cast import SHIPPED_CAST, Cast, Compound, Route
from moa_anim.model.scene_needs import Fact
from moa_anim.model.story import Shot
from moa_anim.molecule.atom_tables import atom_table
from moa_anim.script.production import load_production
from moa_anim.script.scene_needs import needs_in, packaged_needs

ASSETS = package_folder("assets")
FILMS = ("elacestrant", "tamoxifen", "giredestrant")
SHOTS = [
    pytest.param(shot, id=f"{film}-{shot.id}")
    for film in FILMS
    for shot in load_production(ASSETS / film).storyboard.shots
]


@pytest.mark.parametrize("shot", SHOTS)
def test_a_shipped_shot_has_what_its_scene_declares(shot: Shot) -> None:
    needs = packaged_needs()[shot.scene]
    if not needs.any_cues:
        assert [cue.id for cue in shot.cues] == list(needs.cues)
    if shot.scene.module != "credits":  # its labels are numbered texts, as many as there are
        assert set(shot.labels) == set(needs.labels)


def test_every_scene_says_what_it_tells() -> None:
    assert [each.scene for each in packaged_needs().values() if len(each.tells.split()) < 3] == []


def test_every_table_that_is_declared_is_shipped() -> None:
    declared = {name for each in packaged_needs().values() for name in each.tables}
    for name in declared - {"drug", "first compared", "mutants"}:
        assert len(atom_table(name).atoms)


def test_facts_hold_or_not() -> None:
    other = Cast(Compound("x", "x.cif", "XYZ", b"x"), Route.INJECTION, degrades=False)
    assert all(fact.holds(SHIPPED_CAST) for fact in Fact)
    assert not any(fact.holds(other) for fact in Fact)


@pytest.mark.parametrize(
    "literal",
    ['{"cues": open("x")}', '{"cue": {}}', '{"cues": {"a": ("x",)}}', '{"facts": ["blue"]}', "[]", "name"],
)
def test_a_declaration_that_cannot_be_read_is_named_with_its_line(tmp_path: Path, literal: str) -> None:
    file = tmp_path / "mine.py"
    file.write_text(f'class Mine(MoaScene):\n    """Mine."""\n\n    needs = {literal}\n', encoding="utf-8")
    with pytest.raises(ProductionError, match="scene mine:Mine line 4"):
        needs_in(file)


def test_a_scene_that_is_not_true_of_the_drug_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "film"
    folder.mkdir()
    (folder / "structures").mkdir()
    for name in ("source.txt", "structures/7msa.cif.gz"):
        (folder / name).write_bytes((ASSETS / "giredestrant" / name).read_bytes())
    board = (ASSETS / "giredestrant" / "storyboard.toml").read_text(encoding="utf-8")
    (folder / "storyboard.toml").write_text(
        board.replace("degrades = true", "degrades = false"), encoding="utf-8"
    )
    with pytest.raises(ProductionError) as caught:
        load_production(folder)
    assert [fault.expected for fault in caught.value.faults] == ["a drug that makes the receptor degrade"] * 2


def giredestrant_with(tmp_path: Path, old: str, new: str) -> Path:
    """A copy of the shipped film whose storyboard has `new` in place of `old`."""
    folder = tmp_path / "film"
    (folder / "structures").mkdir(parents=True)
    for name in ("source.txt", "structures/7msa.cif.gz"):
        (folder / name).write_bytes((ASSETS / "giredestrant" / name).read_bytes())
    board = (ASSETS / "giredestrant" / "storyboard.toml").read_text(encoding="utf-8")
    assert old in board
    (folder / "storyboard.toml").write_text(board.replace(old, new), encoding="utf-8")
    return folder


def test_a_scene_that_compares_needs_a_drug_to_compare_with(tmp_path: Path) -> None:
    folder = giredestrant_with(tmp_path, '[[compared]]\nname = "4-hydroxytamoxifen"\n', "")
    with pytest.raises(ProductionError) as caught:
        load_production(folder)
    (fault,) = caught.value.faults
    assert "nothing to compare giredestrant with" in fault.found
    assert "[[compared]]" in fault.remedy


def test_a_label_cannot_name_a_mutant_that_the_film_does_not_show(tmp_path: Path) -> None:
    old = '[[compared]]\nname = "4-hydroxytamoxifen"\n'
    for mutant, label, faults in (("D538G", "or Y537S", 1), ("Y537S", "or Y537S", 0)):
        folder = giredestrant_with(tmp_path / mutant, old, f'{old}[[mutant]]\nname = "{mutant}"\n')
        board = (folder / "storyboard.toml").read_text(encoding="utf-8")
        board = board.replace('closed = "place with hormone"', f'closed = "{label}"')
        (folder / "storyboard.toml").write_text(board, encoding="utf-8")
        if not faults:
            assert load_production(folder).storyboard.cast.mutants == (mutant,)
            continue
        with pytest.raises(ProductionError, match="which the film shows") as caught:
            load_production(folder)
        assert len(caught.value.faults) == 2  # the label is in two shots
