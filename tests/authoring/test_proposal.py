"""The shots that are proposed for a document: every clause told once, only scenes that are true of the drug."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from moa_anim.authoring import proposal
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
    played = [
        STORY.index(shot.needs.scene)
        for shot in shots
        if shot.needs.scene in STORY and shot.needs.scene != proposal.BY_MOUTH
    ]
    assert played == sorted(set(played))
    assert set(proposal.CORE) <= {shot.needs.scene for shot in shots}


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


def found(text: str, cast: Cast) -> dict[str, str]:
    """The words of each cue that has some, as `module/cue`."""
    return {
        f"{shot.needs.scene.module}/{cue.id}": " ".join(each.text for each in cue.clauses)
        for shot in proposed_shots(clauses_of(text), packaged_needs(), cast)
        for cue in shot.cues
        if cue.clauses
    }


WAY = "Patients swallow a tablet. From the bowel it enters the blood."
SIGNAL = "Estrogen binds to the receptor, helix 12 closes over it. A coactivator docks and a gene is read. Cells divide."


def test_the_way_by_mouth_is_told_where_the_document_tells_it() -> None:
    for text in (f"{WAY} {SIGNAL}", f"{SIGNAL} {WAY}"):
        words = found(text, BLOCKER)
        assert words["binding/taken"] == "Patients swallow a tablet."
        assert words["binding/blood"] == "From the bowel it enters the blood."
        assert not any(each.startswith("told") for each in words)


def test_an_injected_drug_goes_no_way_by_mouth() -> None:
    assert found(WAY, DEGRADER) == {"told/words-1": "Patients swallow a tablet.", "told/words-2": WAY[27:]}


def test_the_drugs_name_alone_is_no_reason_for_a_cue() -> None:
    words = found("Tamoxifen is well known. Then tamoxifen binds.", BLOCKER)
    assert words["told/words-1"] == "Tamoxifen is well known."
    assert words["pocket_exchange/binds"] == "Then tamoxifen binds."


def test_what_begins_a_sentence_stays_with_what_follows() -> None:
    words = found("After many long years, helix 12 turns to the groove.", BLOCKER)
    assert words == {"conformational_change/changes": "After many long years, helix 12 turns to the groove."}


def test_the_hormone_leaves_where_the_document_says_so() -> None:
    words = found("When estrogen has left the pocket, tamoxifen can bind in its place.", BLOCKER)
    assert words["pocket_exchange/leaves"] == "When estrogen has left the pocket,"
    assert words["pocket_exchange/binds"] == "tamoxifen can bind in its place."
