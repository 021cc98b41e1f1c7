"""A proposed storyboard is TOML that says again, to the letter, what it was made from."""

from __future__ import annotations

import hashlib
import tomllib

from hypothesis import given
from hypothesis import strategies as st

from moa_anim.authoring.proposal import proposed_shots
from moa_anim.authoring.sentences import clauses_of
from moa_anim.authoring.writing import Proposal, quoted, storyboard_text
from moa_anim.model.cast import Cast, Compound, Route
from moa_anim.script.scene_needs import packaged_needs

KNOWN = {"drug": "tamoxifen", "entry": "3ERT", "moved": "9.9", "turned": "118"}
WORDS = st.sampled_from(
    [
        "Estrogen binds",
        "to the receptor",
        'and the "cells" \\ divide',
        "helix 12 lies in the groove",
        "\x7f of {drug} }{",
        "受体结合",
        ", ",
        "; ",
        ". ",
        ". It binds. It binds. ",
        "\n",
    ]
)


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_a_quoted_text_is_read_as_it_was(text: str) -> None:
    assert tomllib.loads(f"it = {quoted(text)}") == {"it": text}


@given(st.lists(WORDS, min_size=1, max_size=16).map("".join), st.booleans(), st.sampled_from(Route))
def test_every_clause_is_quoted_at_its_own_place(text: str, degrades: bool, route: Route) -> None:
    needs, clauses = packaged_needs(), clauses_of(text)
    cast = Cast(Compound("tamoxifen", "structures/3ert.cif", "OHT", b"x"), route, degrades)
    shots = proposed_shots(clauses, needs, cast)
    board = tomllib.loads(storyboard_text(Proposal(text, "Title", True, cast, shots, KNOWN), needs))
    assert board["source"]["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    drug = {"name": "tamoxifen", "structure": "structures/3ert.cif", "ligand": "OHT"}
    assert board["drug"] == {**drug, "route": str(route), "degrades": degrades}
    identities = [shot["id"] for shot in board["shot"]]
    assert len(set(identities)) == len(identities)
    spans = []
    for shot in board["shot"]:
        assert not any("{" in words for words in shot.get("labels", {}).values())
        for cue in shot.get("cue", []):
            if "quote" in cue:
                start = -1
                for _ in range(cue.get("occurrence", 1)):
                    start = text.index(cue["quote"], start + 1)
                spans.append((start, start + len(cue["quote"])))
    for clause in clauses:
        assert sum(start <= clause.start and clause.stop <= stop for start, stop in spans) == 1


def test_words_told_between_scenes_stay_in_the_step_before_them() -> None:
    text = (
        "It is old news. Helix 12 turns away and lies in the groove. Nothing of this was known. "
        "The proteasome takes it up, and it is unfolded. Patients waited."
    )
    needs = packaged_needs()
    cast = Cast(Compound("giredestrant", "structures/7msa.cif", "ZNM", b"x"), Route.ORAL, True)
    shots = proposed_shots(clauses_of(text), needs, cast)
    board = tomllib.loads(storyboard_text(Proposal(text, "Title", True, cast, shots, KNOWN), needs))
    steps = [shot.get("step") for shot in board["shot"]]
    assert steps == [
        None,
        "Estrogen receptor",
        "Binding",
        "Change of shape",
        "Change of shape",
        "Proteasome",
        "With giredestrant",
        None,
    ]


def test_coloured_words_are_listed_as_the_document_writes_them() -> None:
    text = "Tamoxifen and estrogen. Receptors are many; the receptor of tamoxifen is one. Cotamoxifen is not."
    cast = Cast(Compound("tamoxifen", "structures/3ert.cif", "OHT", b"x"), Route.ORAL, False)
    needs = packaged_needs()
    shots = proposed_shots(clauses_of(text), needs, cast)
    board = tomllib.loads(storyboard_text(Proposal(text, "Title", True, cast, shots, KNOWN), needs))
    assert board["captions"]["colours"] == {
        "receptor": ["Receptors", "receptor"],
        "estradiol": ["estrogen"],
        "drug": ["Tamoxifen", "tamoxifen"],
    }
