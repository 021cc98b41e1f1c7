"""Assembled credits: they name the entries of what the film's scenes draw, and no other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moa_anim.cache.inputs import picture_key
from moa_anim.cache.installed import package_folder
from moa_anim.model.cast import Compound
from moa_anim.model.quality import DRAFT
from moa_anim.model.scene_needs import Fact
from moa_anim.model.story import OwnFile, SceneName, Shot, Storyboard
from moa_anim.model.timeline import schedule
from moa_anim.molecule import film_credits as module
from moa_anim.molecule.atom_tables import atom_table
from moa_anim.molecule.casting import cast_drug
from moa_anim.molecule.film_credits import CROWD, STATEMENTS, film_credits, known_of_the_drug
from moa_anim.molecule.structure_file import Note
from moa_anim.script.production import load_production
from moa_anim.script.scene_needs import packaged_needs

BOARD = load_production(package_folder("assets") / "tamoxifen").storyboard
DEGRADER = load_production(package_folder("assets") / "giredestrant").storyboard
NEEDS = packaged_needs()
TABLES = sorted(
    {name for each in NEEDS.values() for name in each.tables}
    - {"drug", "compared", "first compared", "mutants"}
)
STORY = [
    replace(shot, cues=())  # their words are of another document
    for shot in DEGRADER.shots
    if shot.scene.module not in ("credits", "title", "compared_pockets")
]
COMPARING = next(shot for shot in DEGRADER.shots if shot.scene.module == "compared_pockets")
CREDITS = next(shot for shot in BOARD.shots if shot.scene == SceneName("credits", "Credits"))
TITLE = next(shot for shot in BOARD.shots if shot.scene.module == "title")


def entries_of(name: str) -> set[str]:
    return (
        {"3ERT"}
        if name == "drug"
        else {source.entry for source in atom_table(name).sources if len(source.entry) == 4}
    )


TWIN = Compound("its twin", "twin.cif", "OHT", BOARD.cast.drug.data)
"""The film's drug once more, under another name."""

ALL_ENTRIES = {"3ERT", "7TE7"}.union(*map(entries_of, TABLES))


def film_of(*shots: Shot) -> Storyboard:
    return replace(BOARD, shots=shots)


@settings(max_examples=40)
@given(st.lists(st.sampled_from(STORY), unique_by=lambda each: each.id), st.booleans())
def test_the_entries_of_the_tables_that_played_scenes_declare_are_named_and_no_others(
    shots: list[Shot], titled: bool
) -> None:
    board = film_of(*([TITLE] if titled else []), *shots, CREDITS)
    found = dict(film_credits(board).sections)
    declared = {name for shot in board.shots for name in NEEDS[shot.scene].tables}
    behind = set(CROWD) - declared
    shapes = found["Shapes"]
    assert {entry for entry in ALL_ENTRIES if entry in shapes} == set().union(
        *map(entries_of, declared | behind)
    )
    assert shapes.count(";") == len(declared) - (not behind)  # a line for each table, and each once
    schematic = {NEEDS[shot.scene].schematic for shot in board.shots} - {""}
    assert ("Schematic" in found) == bool(schematic)
    parts = [part for each in schematic for part in each.split("; ")]
    for part in parts:
        assert part[1:] in found["Schematic"]  # the first letter may be a capital there
    if parts:
        assert found["Schematic"].count(";") == len(set(parts)) - 1  # each once


def test_the_first_shape_says_of_what_domain_it_is() -> None:
    for shots in ([TITLE, *STORY, CREDITS], [TITLE, CREDITS]):
        shapes = dict(film_credits(film_of(*shots)).sections)["Shapes"]
        assert shapes.startswith("PDB entries. ERα’s ligand-binding domain with ")


def test_helix_12s_numbers_are_those_that_labels_are_proposed_with() -> None:
    known = known_of_the_drug(BOARD.cast)
    models = dict(film_credits(film_of(*STORY, CREDITS)).sections)["Models"]
    assert f"{known['turned']}°, {known['moved']} Å: 1G50 → {known['entry']}" in models
    drug = {"drug": "4-hydroxytamoxifen", "entry": "3ERT", "moved": "9.9", "turned": "118"}
    assert known == {**drug, "mutants": "Y537S or D538G"}


def test_what_is_known_of_the_first_compared_drug_is_known_for_labels() -> None:
    known = known_of_the_drug(replace(BOARD.cast, compared=(Compound("elacestrant"), TWIN)))
    compared = {name: known[name] for name in known if name.startswith("compared")}
    assert compared == {
        "compared": "elacestrant",
        "compared entry": "7TE7",
        "compared moved": "9.7",
        "compared turned": "121",
    }


def test_only_the_first_compared_drug_is_credited_by_a_scene_that_draws_no_other() -> None:
    board = replace(BOARD, cast=replace(BOARD.cast, compared=(Compound("elacestrant"), TWIN)))
    found = dict(film_credits(replace(board, shots=(replace(COMPARING, cues=()), CREDITS))).sections)
    assert "with elacestrant 7TE7" in found["Shapes"]
    assert "its twin" not in found["Shapes"]
    assert "7TE7’s engineered C381S, C417S, C530S, L536S: drawn as wild type. " in found["Models"]


@pytest.mark.parametrize(
    ("mutants", "entry"), [(("Y537S", "D538G"), "2B23"), (("Y537S",), "2B23"), (("D538G",), "4Q13")]
)
def test_the_mutant_that_is_drawn_is_credited(mutants: tuple[str, ...], entry: str) -> None:
    resistance = replace(STORY[0], scene=SceneName("resistance", "Resistance"))
    board = replace(BOARD, cast=replace(BOARD.cast, mutants=mutants), shots=(resistance, CREDITS))
    shapes = dict(film_credits(board).sections)["Shapes"]
    assert {each for each in ("2B23", "4Q13") if each in shapes} == {entry}
    assert known_of_the_drug(board.cast)["mutants"] == " or ".join(mutants)


def test_every_scene_that_films_of_other_drugs_may_play_says_what_it_draws() -> None:
    assert not [
        str(name)
        for name, each in NEEDS.items()
        if (each.cues or each.any_cues) and Fact.ELACESTRANT not in each.facts and not each.tables
    ]


def test_what_was_not_seen_and_what_was_replaced_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    drug = cast_drug(BOARD.cast)
    loops = (
        Note("completed", "A", "530-531, 534", "from 7TE7 A, fitted"),
        Note("replaced", "A", "532-533", "from 7TE7 A, fitted"),
    )
    other = replace(drug, table=replace(drug.table, notes=loops))
    monkeypatch.setattr(module, "cast_drug", lambda cast: other)
    models = dict(film_credits(film_of(*STORY, CREDITS)).sections)["Models"]
    assert (
        "Not seen in 3ERT: 530–531, 534 from 7TE7. Seen in 3ERT between gaps, and replaced: 532–533 from 7TE7. "
        in models
    )


def test_a_drug_of_a_file_without_an_identifier_is_credited_with_the_files_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drug = cast_drug(BOARD.cast)
    source = replace(drug.table.sources[0], entry="MINE")
    mine = replace(drug, table=replace(drug.table, sources=(source,)))
    monkeypatch.setattr(module, "cast_drug", lambda cast: mine)
    assert known_of_the_drug(BOARD.cast)["entry"] == "MINE"


def test_compared_drugs_are_credited_if_a_played_scene_draws_them(monkeypatch: pytest.MonkeyPatch) -> None:
    board = replace(BOARD, cast=replace(BOARD.cast, compared=(Compound("elacestrant"), TWIN)))
    assert not [
        each
        for each in dict(film_credits(replace(board, shots=(*STORY, CREDITS))).sections).values()
        if "7TE7" in each
    ]
    scene = STORY[-1].scene
    comparing = {**NEEDS, scene: replace(NEEDS[scene], tables=("drug", "compared"))}
    monkeypatch.setattr(module, "needs_of_shots", lambda board: comparing)
    found = dict(film_credits(replace(board, shots=(STORY[-1], CREDITS))).sections)
    shapes = "; with 4-hydroxytamoxifen 3ERT; with elacestrant 7TE7; with its twin 3ERT; "
    assert shapes in found["Shapes"]
    assert "Not seen in 7TE7: 337–340 from 1G50, 462–464 from 1G50. " in found["Models"]


def test_every_film_says_that_no_medical_reviewer_has_signed_it() -> None:
    assert set(STATEMENTS) <= set(film_credits(BOARD).statements)
    assert any("No medical reviewer" in each for each in STATEMENTS)


def test_a_film_without_credits_has_none() -> None:
    assert film_credits(film_of(*STORY)).sections == ()


def test_sections_that_a_storyboard_writes_are_not_added_to() -> None:
    own = replace(CREDITS, labels={"heading-1": "Mine", "section-1": "My words."})
    assert film_credits(film_of(*STORY, own)).sections == (("Mine", "My words."),)


def test_no_other_drug_is_credited() -> None:
    credited = film_credits(BOARD)
    text = " ".join([*credited.statements, *(part for pair in credited.sections for part in pair)])
    assert not [name for name in ("elacestrant", "7TE7", "giredestrant", "7MSA") if name in text]


OWN_CODE = b'''
class Card(MoaScene):
    """A card with the 20S."""

    needs = {"tables": ["proteasome_20s"], "schematic": "the card"}
'''


def own_shot(module: str = "card") -> Shot:
    """A shot of a scene in a production's own folder."""
    return replace(
        STORY[0], id="own", scene=SceneName(module, "Card", OwnFile(f"scenes/{module}.py", OWN_CODE))
    )


def test_a_scene_of_the_productions_own_is_named_as_such_once() -> None:
    found = dict(film_credits(film_of(own_shot(), replace(own_shot(), id="again"), CREDITS)).sections)
    assert found["Scenes"] == "card.py: by the production, not of moa-anim."
    assert "Scenes" not in dict(film_credits(film_of(*STORY, CREDITS)).sections)


def test_what_an_own_scene_declares_is_credited() -> None:
    without = dict(film_credits(film_of(CREDITS)).sections)
    found = dict(film_credits(film_of(own_shot(), CREDITS)).sections)
    (entry,) = {source.entry for source in atom_table("proteasome_20s").sources if len(source.entry) == 4}
    assert f"20S {entry}" in found["Shapes"]
    assert entry not in without["Shapes"]
    assert found["Schematic"] == "The card."


def test_credits_are_drawn_again_when_another_scene_is_credited() -> None:
    def key(board: Storyboard) -> str:
        return picture_key(schedule(board, DRAFT.rate).shots[-1], 1, board, DRAFT, {})

    board = film_of(own_shot(), CREDITS)
    assert key(board) == key(film_of(own_shot(), CREDITS))
    assert key(board) != key(film_of(own_shot("other"), CREDITS))
    written = replace(CREDITS, labels={"heading-1": "Mine", "section-1": "My words."})
    assert key(film_of(own_shot(), written)) == key(film_of(own_shot("other"), written))
