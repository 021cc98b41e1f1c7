"""The context of a scene that bare Manim runs: its shot in the production whose own scene it is, or in the shipped film."""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

from moa_anim.errors import Fault, ProductionError
from moa_anim.model.clock import FrameRate
from moa_anim.model.timeline import schedule
from moa_anim.stage.context import SceneContext
from moa_anim.stage.survey import label_places


def shipped_context(scene: type[Any], rate: FrameRate) -> SceneContext:
    """Return the context of the first shot that plays `scene`, of the first edition that has one.

    A file `scenes/x.py` of a production is played in that production; whoever has bare Manim run it trusts it.

    Raises ProductionError when no shot plays the scene, or the production has faults.
    """
    # Imported here only: a scene with a context needs no script.
    from moa_anim.script.production import load_production
    from moa_anim.script.storyboard import STORYBOARD

    folder = _own_production(scene) or Path(str(files("moa_anim.assets"))) / "elacestrant"
    module = scene.__module__.rpartition(".")[2]
    production = load_production(folder, trust_scenes=True)
    for edition in production.editions:  # a card is in one of them only
        storyboard = production.in_edition(edition).storyboard
        timeline = schedule(storyboard, rate)
        for shot in timeline.shots:
            if (shot.shot.scene.module, shot.shot.scene.cls) == (module, scene.__name__):
                return SceneContext(storyboard, timeline, shot, label_places)
    remedy = f"add a shot with this scene to {STORYBOARD} in {folder.name}/"
    raise ProductionError(Fault(f"scene {module}:{scene.__name__}", "no shot that plays it", "one", remedy))


def _own_production(scene: type[Any]) -> Path | None:
    """Return the production folder in whose `scenes/` the file of `scene` is; None if it is in no such folder."""
    from moa_anim.script.storyboard import STORYBOARD

    file = getattr(sys.modules.get(scene.__module__), "__file__", None)
    folder = Path(file).absolute().parent if file else None
    if folder is None or folder.name != "scenes" or not (folder.parent / STORYBOARD).is_file():
        return None
    return folder.parent
