"""Which scenes there are, read from their files without importing them: a scene's import would load Manim."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from moa_anim.errors import ModelError, join_names
from moa_anim.model.story import SceneName
from moa_anim.script.reading import did_you_mean

if TYPE_CHECKING:  # its import takes longer than reading the scenes
    from importlib.resources.abc import Traversable

Scenes = Mapping[str, frozenset[str]]
"""Names of the public classes at the top of each module of the scenes folder."""


def packaged_scenes() -> Scenes:
    """Return the scenes of the package `moa_anim.scenes`, wherever it is installed."""
    from importlib.resources import files  # here: it takes a while to import

    return known_scenes(files("moa_anim.scenes"))


def known_scenes(folder: Traversable) -> Scenes:
    """Return the scenes in the Python files of `folder`; a file that is not Python has none."""
    return {
        entry.name.removesuffix(".py"): _classes(entry)
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
    """Return the syntax tree of a scene's file, None if it is not Python. Each file is parsed once in a process."""
    try:
        return ast.parse(code)
    except (SyntaxError, ValueError):
        return None


def _classes(file: Traversable) -> frozenset[str]:
    tree = parsed(file.read_bytes())
    classes = (node for node in tree.body if isinstance(node, ast.ClassDef)) if tree else ()
    # A scene has a base; what it is made of (a panel, a lane) may stand beside it.
    return frozenset(node.name for node in classes if not node.name.startswith("_") and _is_scene(node))


def _is_scene(node: ast.ClassDef) -> bool:
    return any(isinstance(base, ast.Name) and base.id.endswith("Scene") for base in node.bases)
