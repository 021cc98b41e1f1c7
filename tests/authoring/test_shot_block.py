"""A shot to paste: it loads once its quotes are filled in, and its scene plays it."""

from __future__ import annotations

import re
import tomllib
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from moa_anim.authoring.shot_block import PLACEHOLDER, scene_called, shot_block
from moa_anim.cache.installed import package_folder
from moa_anim.check.rehearsal import rehearse
from moa_anim.errors import CommandLineError, ProductionError
from moa_anim.model.scene_needs import Fact, SceneNeeds
from moa_anim.model.story import SceneName, Storyboard
from moa_anim.script.production import load_production
from moa_anim.script.scene_needs import packaged_needs

ASSETS = package_folder("assets")
NEEDS = packaged_needs()
KNOWN = {
    "drug": "giredestrant",
    "entry": "7MSA",
    "moved": "9.9",
    "turned": "122",
    "mutants": "Y537S or D538G",
    "compared": "4-hydroxytamoxifen",
    "compared entry": "3ERT",
    "compared moved": "9.9",
    "compared turned": "118",
}


def board_of(folder: Path, block: str, production: str = "giredestrant") -> Storyboard:
    """Load a production of a shipped one's document and drug, and of one shot alone."""
    shipped = ASSETS / production
    folder.mkdir()
    for each in shipped.rglob("*.*"):
        if each.name == "source.txt" or each.parent.name == "structures":
            copy = folder / each.relative_to(shipped)
            copy.parent.mkdir(exist_ok=True)
            copy.write_bytes(each.read_bytes())
    text = (shipped / "storyboard.toml").read_text(encoding="utf-8")
    # Without shots and emendations, but with what the drug is compared with.
    head = re.split(r"^\[\[(?!compared)|^\[edition", text, maxsplit=1, flags=re.MULTILINE)[0]
    (folder / "storyboard.toml").write_text(f"{head}\n{block}\n", encoding="utf-8")
    return load_production(folder).storyboard


def filled(block: str, document: str) -> str:
    """Fill the quotes with the document's sentences, in order."""
    sentences = iter(re.findall(r"[A-Z][^.\n]+\.", document))
    return re.sub(re.escape(PLACEHOLDER), lambda _: f'quote = "{next(sentences)}"', block)


@pytest.mark.parametrize(
    "needs", [each for each in NEEDS.values() if each.cues or each.any_cues], ids=lambda each: str(each.scene)
)
def test_a_pasted_shot_loads_once_its_quotes_are_filled_in(needs: SceneNeeds, tmp_path: Path) -> None:
    block = shot_block(needs, KNOWN)
    production = "elacestrant" if Fact.ELACESTRANT in needs.facts else "giredestrant"
    document = (ASSETS / production / "source.txt").read_text(encoding="utf-8")
    if production == "elacestrant":  # it has fewer sentences than a scene has cues
        clauses = iter(load_production(ASSETS / production).storyboard.shots)
        quotes = iter(cue.words.quote.text for shot in clauses for cue in shot.cues if cue.words)
        block = re.sub(re.escape(PLACEHOLDER), lambda _: f"quote = '{next(quotes)}'", block)
    else:
        block = filled(block, document)
    (shot,) = board_of(tmp_path / "film", block, production).shots
    assert shot.scene == needs.scene
    assert all(cue.words for cue in shot.cues)
    if needs.cues:
        assert [(cue.id, cue.least_seconds) for cue in shot.cues] == [
            (name, cue.least_seconds) for name, cue in needs.cues.items()
        ]
    assert set(shot.labels) == set(needs.labels)
    assert not any("{" in words for words in shot.labels.values())
    assert (shot.seed, shot.lead_seconds, shot.tail_seconds) == (
        needs.seed,
        needs.lead_seconds,
        needs.tail_seconds,
    )


def test_its_scene_plays_it(tmp_path: Path) -> None:
    document = (ASSETS / "giredestrant" / "source.txt").read_text(encoding="utf-8")
    block = filled(shot_block(NEEDS[SceneName("ubiquitination", "Ubiquitination")], KNOWN), document)
    board = board_of(tmp_path / "film", block)
    # Played in a process of its own, as a process draws one drug and this one may have drawn another.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        assert apart.submit(rehearse, [board]).result() == ((),)


def test_before_they_are_filled_in_each_quote_is_a_fault(tmp_path: Path) -> None:
    block = shot_block(NEEDS[SceneName("ubiquitination", "Ubiquitination")], KNOWN)
    with pytest.raises(ProductionError) as refused:
        board_of(tmp_path / "film", block)
    assert sum("quote" in str(fault) for fault in refused.value.faults) == block.count(PLACEHOLDER) == 2


def test_each_cue_says_what_is_seen_in_it() -> None:
    needs = NEEDS[SceneName("conformational_change", "ConformationalChange")]
    comments = [line for line in shot_block(needs, KNOWN).splitlines() if line.startswith("# decide: quote")]
    assert len(comments) == len(needs.cues)
    for comment, cue in zip(comments, needs.cues.values(), strict=True):
        assert comment.endswith(f"Seen: {cue.shows[0].lower()}{cue.shows[1:]}.")


def test_what_is_not_known_is_marked_and_facts_are_said() -> None:
    needs = NEEDS[SceneName("conformational_change", "ConformationalChange")]
    assert "# decide: write what stands in braces" in shot_block(needs, {})
    assert "braces" not in shot_block(needs, KNOWN)
    assert "# Only for a drug of which this is true: degrades." in shot_block(
        NEEDS[SceneName("ubiquitination", "Ubiquitination")], KNOWN
    )


def test_its_id_is_one_that_no_shot_has() -> None:
    needs = NEEDS[SceneName("title", "Title")]
    (shot,) = tomllib.loads(shot_block(needs, {}, ("title", "title-2")))["shot"]
    assert shot["id"] == "title-3"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ubiquitinatoin:Ubiquitination", "did you mean “ubiquitination:Ubiquitination”?"),
        ("told", "one of told:ToldWithHormone, told:ToldWithDrug"),
        ("", "moa-anim scenes"),
    ],
)
def test_a_scene_that_is_not_one_is_refused(name: str, words: str) -> None:
    with pytest.raises(CommandLineError, match=re.escape(words)):
        scene_called(name, NEEDS)


def test_a_module_with_one_scene_is_enough() -> None:
    assert str(scene_called("ubiquitination", NEEDS).scene) == "ubiquitination:Ubiquitination"
    assert str(scene_called("told:ToldWithDrug", NEEDS).scene) == "told:ToldWithDrug"
