"""Reads what each scene needs from the text of its file, without running it.

A scene declares it as a literal in its class:

    class ConformationalChange(MoaScene):
        needs = {
            "cues": {"changes": (7.8, "helix 12 shape", "Helix 12 swings over."), "receptor": (5.4,)},
            "labels": {"helix12": "helix 12", "turn": "{turned}°, {moved} Å (1G50 → {entry})"},
            "lead_seconds": 0.3,
            "tail_seconds": 0.5,
            "facts": ["degrades"],
            "tables": ["era_lbd_estradiol", "drug"],
            "schematic": "cells and their borders",
        }

A cue has its least seconds, the words by which `moa-anim new` finds a sentence for it, what is seen and, if the scene goes
on to the next shot's picture before the cue ends, how many seconds before: its still is taken before that. `tables` are the
tables of atoms that the scene draws, "drug" for the film's drug, "compared" for those that it is compared with, "first
compared" for the first of these, "mutants" for the film's mutants, and `schematic` says what of it is not measured: credits
are made from them. All keys may be left out; a scene that plays any cues has `"cues": "any"`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from moa_anim.errors import Fault, ProductionError, join_names
from moa_anim.model.scene_needs import CueNeeds, Fact, SceneNeeds
from moa_anim.model.story import SceneName
from moa_anim.script.scenes import parsed, scene_classes

if TYPE_CHECKING:  # importing it takes longer than reading the scenes
    from importlib.resources.abc import Traversable

ATTRIBUTE = "needs"
"""The class attribute with the declaration."""


KEYS = frozenset({"cues", "labels", "lead_seconds", "tail_seconds", "seed", "facts", "tables", "schematic"})
"""The keys of a declaration."""


def packaged_needs() -> Mapping[SceneName, SceneNeeds]:
    """Return what each scene of the package needs. Raises ProductionError as `needs_in` does."""
    from importlib.resources import files  # imported here because its import is slow

    found: dict[SceneName, SceneNeeds] = {}
    for entry in sorted(files("moa_anim.scenes").iterdir(), key=lambda each: each.name):
        if entry.name.endswith(".py") and not entry.name.startswith("_"):
            found |= needs_in(entry)
    return found


def needs_in(file: Traversable) -> Mapping[SceneName, SceneNeeds]:
    """Return what the scenes of one file need.

    Raises ProductionError for a declaration that is not a literal as above.
    """
    return needs_of(file.read_bytes(), file.name.removesuffix(".py"))


def needs_of(code: bytes, module: str) -> Mapping[SceneName, SceneNeeds]:
    """Return what the scenes in the code of a file `module`.py need; raise ProductionError as `needs_in` does."""
    tree = parsed(code)
    names = scene_classes(code)
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)] if tree else []
    return {
        SceneName(module, node.name): _needs(SceneName(module, node.name), node)
        for node in classes
        if node.name in names
    }


def _needs(scene: SceneName, node: ast.ClassDef) -> SceneNeeds:
    tells = (ast.get_docstring(node) or "").partition("\n")[0]
    values = [each.value for each in _assignments(node)]
    if not values:
        return SceneNeeds(scene, tells)
    try:
        return _read(scene, tells, ast.literal_eval(values[0]))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        fault = Fault(
            f"scene {scene} line {values[0].lineno}",
            f"a declaration `{ATTRIBUTE}` that cannot be read ({error})",
            f"a literal with some of {join_names(sorted(KEYS))}",
            "see docs/your-own-film.md",
        )
        raise ProductionError(fault) from None


def _assignments(node: ast.ClassDef) -> Iterator[ast.Assign]:
    for each in node.body:
        if isinstance(each, ast.Assign):
            target = each.targets[0]
            if isinstance(target, ast.Name) and target.id == ATTRIBUTE:
                yield each


def _read(scene: SceneName, tells: str, table: dict[str, Any]) -> SceneNeeds:
    unknown = set(table) - KEYS
    if unknown:
        raise ValueError(f"unknown {', '.join(sorted(unknown))}")
    cues = table.get("cues", {})
    any_cues = cues == "any"
    return SceneNeeds(
        scene,
        tells,
        {} if any_cues else {str(name): _cue(*each) for name, each in cues.items()},
        {str(name): str(words) for name, words in table.get("labels", {}).items()},
        _seconds(table.get("lead_seconds", 0)),
        _seconds(table.get("tail_seconds", 0)),
        int(table.get("seed", 0)),
        tuple(Fact(fact) for fact in table.get("facts", ())),
        any_cues,
        tuple(str(name) for name in table.get("tables", ())),
        str(table.get("schematic", "")),
    )


def _cue(seconds: float, about: str = "", shows: str = "", goes_on: float = 0) -> CueNeeds:
    return CueNeeds(_seconds(seconds), tuple(about.split()), shows, _seconds(goes_on))


def _seconds(number: float) -> Fraction:
    return Fraction(str(number))
