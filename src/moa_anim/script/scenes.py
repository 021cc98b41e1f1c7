"""Finds the scenes by parsing their files; importing them would load Manim."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from moa_anim.errors import ModelError, join_names
from moa_anim.model.story import SceneName
from moa_anim.script.reading import did_you_mean

if TYPE_CHECKING:  # importing it takes longer than reading the scenes
    from importlib.resources.abc import Traversable

Scenes = Mapping[str, frozenset[str]]
"""The names of the scene classes in each module of the scenes folder."""


def packaged_scenes() -> Scenes:
    """Return the scenes of the package `moa_anim.scenes`, wherever it is installed."""
    from importlib.resources import files  # imported here because its import is slow

    return known_scenes(files("moa_anim.scenes"))


def known_scenes(folder: Traversable) -> Scenes:
    """Return the scenes in the Python files of `folder`; a file with a syntax error has none."""
    return {
        entry.name.removesuffix(".py"): scene_classes(entry.read_bytes())
        for entry in folder.iterdir()
        if entry.name.endswith(".py") and not entry.name.startswith("_")
    }


def require_scene(text: str, scenes: Scenes) -> SceneName:
    """Return the scene written as `module:Class`; raise ModelError if there is no such scene."""
    scene = SceneName.parse(text)
    if scene.cls not in scenes.get(scene.module, frozenset()):
        names = [f"{module}:{name}" for module, classes in scenes.items() for name in classes]
        expected = f"one of {join_names(sorted(names))}" if names else "a scene, and there are none"
        remedy = did_you_mean(text, names) or f"write scenes/{scene.module}.py with class {scene.cls}"
        raise ModelError(f"unknown scene “{text}”", expected, remedy)
    return scene


@cache
def parsed(code: bytes) -> ast.Module | None:
    """Return the syntax tree of a scene's file, None if it is not Python. Each file is parsed once per process."""
    try:
        return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def scene_classes(code: bytes) -> frozenset[str]:
    """Return the names of the scene classes in a scene's file; none if it is not Python."""
    tree = parsed(code)
    classes = (node for node in tree.body if isinstance(node, ast.ClassDef)) if tree else ()
    # Modules may contain other classes, too, such as a panel or a lane of the scene.
    return frozenset(node.name for node in classes if not node.name.startswith("_") and _is_scene(node))


def _is_scene(node: ast.ClassDef) -> bool:
    """Whether a base class of `node` has a name that ends in Scene."""
    return any(isinstance(base, ast.Name) and base.id.endswith("Scene") for base in node.bases)
