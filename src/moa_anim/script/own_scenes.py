"""Reads the scenes that a production has in its own folder `scenes/`. They are parsed, never run, nor imported."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from moa_anim.errors import Fault, ProductionError, join_names
from moa_anim.model.scene_needs import SceneNeeds
from moa_anim.model.story import OwnFile, SceneName, Storyboard
from moa_anim.script.reading import Notes, did_you_mean
from moa_anim.script.scene_needs import needs_of
from moa_anim.script.scenes import Scenes, scene_classes

FOLDER = "scenes"
"""The folder of a production's own scenes, in the production's folder."""

MOST_FILES = 100
"""Most files of own scenes: a film has fewer shots."""

OwnScenes = Mapping[str, OwnFile]
"""The files of a production's own scenes, by the names of their modules."""

ALLOW = "read the code; if you trust it as a program that you start, add --trust-scenes"
"""What to do about own scenes that are refused."""


def own_scene_files(folder: Path, notes: Notes) -> tuple[str, ...]:
    """Return the names, such as `scenes/binding.py`, of the files of own scenes in a production folder, in order.

    None, with a fault noted, if the folder `scenes` leads out of the production's or has too many files.
    """
    place = folder / FOLDER
    try:
        if not place.is_dir():
            return ()
        if not place.resolve().is_relative_to(folder.resolve()):
            expected = "a folder inside it"
            notes.add(
                f"{FOLDER}/", "a link that leads out of the production folder", expected, "put a copy there"
            )
            return ()
        names = sorted(each.name for each in place.glob("*.py") if not each.name.startswith("_"))
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of symlinks
        notes.add(f"{FOLDER}/", f"a folder that cannot be read ({error})", "a readable folder", "fix it")
        return ()
    if len(names) > MOST_FILES:
        notes.add(f"{FOLDER}/", f"{len(names)} files of code", f"at most {MOST_FILES}", "remove some")
        return ()
    return tuple(f"{FOLDER}/{name}" for name in names)


def own_scenes(folder: Path, files: Mapping[str, bytes], packaged: Scenes, notes: Notes) -> OwnScenes:
    """Return the own scenes in `files`, which are the bytes of own_scene_files() by name.

    A file that is not Python, or has the name of a scene's file of the program, is a fault.
    """
    found: dict[str, OwnFile] = {}
    for name, code in files.items():
        module = name.removeprefix(f"{FOLDER}/").removesuffix(".py")
        if module in packaged:
            # Else the same line of a storyboard would mean one scene here and another one there.
            remedy = "rename the file, and write the new name in the storyboard"
            notes.add(name, "the name of a scene of moa-anim", "a name of its own", remedy)
        elif not module.isidentifier():
            remedy = "rename it, with letters, digits and underscores only"
            notes.add(name, "a name that a storyboard cannot give", "a name such as my_scene.py", remedy)
        elif _is_python(name, code, notes):
            found[module] = OwnFile(str((folder / name).absolute()), code)
    return found


def scenes_with_own(packaged: Scenes, own: OwnScenes) -> Scenes:
    """Return the scenes that a storyboard may name: those of the program, and those of the production."""
    return {**packaged, **{module: scene_classes(file.code) for module, file in own.items()}}


def with_own_scenes(storyboard: Storyboard, own: OwnScenes, trusted: bool, notes: Notes) -> Storyboard:
    """Return the storyboard, its shots with the code of the own scenes that they play.

    Unless they are `trusted`, a fault is noted if there are any.
    """
    played = [shot for shot in storyboard.shots if shot.scene.module in own]
    if played and not trusted:
        files = dict.fromkeys(f"{FOLDER}/{shot.scene.module}.py" for shot in played)
        shots = dict.fromkeys(f"'{shot.id}'" for shot in played)
        found = f"Python code of the production's own, to be run for shot {join_names([*shots])}"
        expected = "permission to run it, since it can read, write and send whatever you can"
        notes.add(join_names([*files]), found, expected, ALLOW)
    shots_with_code = (
        replace(shot, scene=replace(shot.scene, file=own[shot.scene.module])) if shot in played else shot
        for shot in storyboard.shots
    )
    return replace(storyboard, shots=tuple(shots_with_code)) if played else storyboard


def own_needs(own: OwnScenes) -> Mapping[SceneName, SceneNeeds]:
    """Return what each own scene needs, by its name with its file. Nothing is run.

    Raises:
        ProductionError: A declaration cannot be read, or names a table of atoms that there is none of.
    """
    found = {
        replace(name, file=file): needs
        for module, file in own.items()
        for name, needs in needs_of(file.code, module).items()
    }
    tables = packaged_tables()
    for name, needs in found.items():
        for table in needs.tables:
            if table not in tables:
                expected = f"one of {join_names(sorted(tables))}"
                remedy = did_you_mean(table, tables) or "name a table that the scene draws"
                raise ProductionError(Fault(f"scene {name} tables", f"“{table}”", expected, remedy))
    return found


def packaged_tables() -> frozenset[str]:
    """Return the names of the tables of atoms that a scene may declare: the package's, and `drug`."""
    from importlib.resources import files  # imported here because its import is slow

    names = (each.name for each in (files("moa_anim.assets") / "structures").iterdir())
    ending = ".cif.gz"
    return frozenset({"drug", *(name.removesuffix(ending) for name in names if name.endswith(ending))})


def _is_python(name: str, code: bytes, notes: Notes) -> bool:
    """Whether `code` can be parsed; if not, a fault is noted with the line."""
    try:
        with warnings.catch_warnings(action="ignore"):  # of odd escapes in strings
            ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None) or 1
        found = getattr(error, "msg", None) or str(error) or "code nested too deeply"
        notes.add(f"{name} line {line}", found, "Python", "fix it")
        return False
    return True
