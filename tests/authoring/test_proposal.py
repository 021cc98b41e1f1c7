"""The shots that are proposed for a document: every clause told once, only scenes that are true of the drug."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from moa_anim.authoring.proposal import STORY, proposed_shots
from moa_anim.authoring.sentences import clauses_of
from moa_anim.model.cast import Cast, Compound, Route
from moa_anim.script.scene_needs import packaged_needs

BLOCKER = Cast(Compound("tamoxifen", "3ert.cif", "OHT", b"x"), Route.ORAL, degrades=False)
DEGRADER = Cast(Compound("giredestrant", "7msa.cif", "ZNM", b"x"), Route.INJECTION, degrades=True)

SENTENCES = st.sampled_from(
    [
        "Estrogen binds to the receptor, and the cells divide.",
        "Tamoxifen binds in its place; helix 12 lies in the groove.",
        "The receptor is marked by an E3 ligase with a chain of ubiquitin.",
        "The proteasome unfolds it, and fewer are left.",
        "Nothing of this is new.",
        "A coactivator docks. \n",
        "It leaves the pocket.\n",
    ]
)


@given(st.lists(SENTENCES, min_size=1, max_size=9).map(" ".join), st.sampled_from([BLOCKER, DEGRADER]))
def test_every_clause_is_told_once(text: str, cast: Cast) -> None:
    clauses = clauses_of(text)
    told = [
        clause
        for shot in proposed_shots(clauses, packaged_needs(), cast)
        for cue in shot.cues
        for clause in cue.clauses
    ]
    assert sorted(told, key=lambda each: each.start) == list(clauses)


@given(st.lists(SENTENCES, min_size=1, max_size=9).map(" ".join), st.sampled_from([BLOCKER, DEGRADER]))
def test_a_cues_clauses_are_one_quote_and_scenes_are_in_the_storys_order(text: str, cast: Cast) -> None:
    clauses = clauses_of(text)
    shots = proposed_shots(clauses, packaged_needs(), cast)
    for shot in shots:
        for cue in shot.cues:
            places = [clauses.index(each) for each in cue.clauses]
            assert places == list(range(places[0], places[0] + len(places))) if places else True
            assert len({each.line for each in cue.clauses}) <= 1
        assert not shot.needs.broken(cast)
    order = [clause.start for shot in shots for cue in shot.cues for clause in cue.clauses]
    assert order == sorted(order)
    played = [STORY.index(shot.needs.scene) for shot in shots if shot.needs.scene in STORY]
    assert played == sorted(set(played))
    assert {1, 2} <= set(played)


def test_a_blocker_is_not_degraded() -> None:
    text = "The receptor is marked with a chain of ubiquitin. The proteasome unfolds it."
    modules = {
        shot.needs.scene.module for shot in proposed_shots(clauses_of(text), packaged_needs(), BLOCKER)
    }
    assert modules == {"pocket_exchange", "conformational_change", "told"}


def test_clauses_go_to_what_they_are_about() -> None:
    text = "Helix 12 turns away and lies in the groove. Estrogen leaves. The proteasome takes it up. It is unfolded."
    shots = proposed_shots(clauses_of(text), packaged_needs(), DEGRADER)
    found = {
        cue.id: " ".join(each.text for each in cue.clauses)
        for shot in shots
        for cue in shot.cues
        if cue.clauses
    }
    assert found["changes"].startswith("Helix 12 turns away")
    assert found["system"] == "It is unfolded."
