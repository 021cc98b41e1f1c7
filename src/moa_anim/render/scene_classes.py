"""Loads the class of a scene: of the program, or of a production's own file, whose code is run here and nowhere else.

Only a production whose own scenes the user trusts is loaded with their code (script/own_scenes.py).
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

from moa_anim.cache.arrays import CODE_SHA256
from moa_anim.model.story import OwnFile, SceneName

SCENES = "moa_anim.scenes"
"""The package of the program's scenes."""

OWN_SCENES = "moa_production_scenes"
"""Name of the package that modules of own scenes seem to be in. It has no folder: nothing can be imported from it."""


MOST_MODULES = 100
"""Modules that are kept: own scenes of a film, and earlier states of those that are being edited in a preview."""

_loaded: dict[tuple[str, OwnFile], ModuleType] = {}
"""Modules that were run, by name and code. What is undone is the same class again, whose labels have been surveyed."""


def scene_class(scene: SceneName) -> type[Any]:
    """Return the class of a scene. Whatever its file raises when it is run is passed on."""
    module = own_module(scene.module, scene.file) if scene.file else _packaged_module(scene.module)
    found: type[Any] = getattr(module, scene.cls)
    return found


def own_module(name: str, file: OwnFile) -> ModuleType:
    """Return the module of a production's own file, run at its first use in this process.

    The bytes that are run are those that were read with the production, whatever the file holds now.
    """
    full_name = f"{OWN_SCENES}.{name}"
    loaded = _loaded.get((full_name, file))
    if loaded is not None:
        sys.modules[full_name] = loaded
        return loaded
    package = sys.modules.setdefault(OWN_SCENES, ModuleType(OWN_SCENES))
    package.__path__ = []
    module = ModuleType(full_name)
    module.__file__ = file.path
    module.__package__ = OWN_SCENES
    module.__dict__[CODE_SHA256] = file.sha256
    # Registered before it is run: a dataclass looks its module up.
    sys.modules[full_name] = module
    try:
        exec(compile(file.code, file.path, "exec", dont_inherit=True), module.__dict__)
    except BaseException:
        del sys.modules[full_name]
        raise
    if len(_loaded) >= MOST_MODULES:
        _loaded.clear()
    _loaded[full_name, file] = module
    return module


def forget_own_modules() -> None:
    """Have every module of own scenes run again at its next use: after colours have changed."""
    _loaded.clear()


def _packaged_module(name: str) -> ModuleType:
    return importlib.import_module(f"{SCENES}.{name}")
