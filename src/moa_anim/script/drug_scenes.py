"""Proves that the scenes of a storyboard show its drug truly: what each scene needs of a drug has to hold."""

from __future__ import annotations

from collections.abc import Mapping

from moa_anim.errors import ProductionError
from moa_anim.model.cast import MEASURED_MUTANTS
from moa_anim.model.scene_needs import Fact, SceneNeeds
from moa_anim.model.story import SceneName, Storyboard
from moa_anim.script.own_scenes import own_needs
from moa_anim.script.reading import Notes
from moa_anim.script.scene_needs import packaged_needs

EXPECTED = {
    Fact.ORAL: "a drug that is given by mouth",
    Fact.DEGRADES: "a drug that makes the receptor degrade",
    Fact.ELACESTRANT: "elacestrant: its use, its trials and its comparison are drawn",
    Fact.COMPARED: "a drug that it is compared with",
}
"""What a scene that needs a fact is for."""


def note_untrue_scenes(board: Storyboard, notes: Notes) -> None:
    """Note each shot whose scene would show something of the film's drug that is not so."""
    try:
        needs = needs_of_shots(board)
    except ProductionError as error:
        for fault in error.faults:
            notes.note(fault)
        return
    _note_other_mutants(board, notes)
    for shot in board.shots:
        if shot.scene in needs:
            for fact in needs[shot.scene].broken(board.cast):
                found = f"scene {shot.scene}, which is not true of {board.cast.drug.name}"
                remedy = "take another scene (`moa-anim scenes`), or correct [drug]"
                if fact is Fact.COMPARED:
                    found = f"scene {shot.scene}, and nothing to compare {board.cast.drug.name} with"
                    remedy = "add a [[compared]] drug, or take another scene (`moa-anim scenes`)"
                notes.add(f"storyboard.toml: shot '{shot.id}'", found, EXPECTED[fact], remedy)


def _note_other_mutants(board: Storyboard, notes: Notes) -> None:
    """Note each label that names a measured mutant which the film does not show."""
    for other in (each for each in MEASURED_MUTANTS if each not in board.cast.mutants):
        for shot in board.shots:
            for name, words in shot.labels.items():
                if other in words:
                    where = f"storyboard.toml: shot '{shot.id}' labels {name}"
                    shown = " and ".join(board.cast.mutants)
                    notes.add(
                        where, f"“{words}”", f"{shown}, which the film shows", f"or add a [[mutant]] {other}"
                    )


def needs_of_shots(board: Storyboard) -> Mapping[SceneName, SceneNeeds]:
    """Return what the scenes of the package need, and the production's own that a shot plays.

    Raises ProductionError as `own_needs` does.
    """
    own = {shot.scene.module: shot.scene.file for shot in board.shots if shot.scene.file is not None}
    return {**packaged_needs(), **(own_needs(own) if own else {})}
