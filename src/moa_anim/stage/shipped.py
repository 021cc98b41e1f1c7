"""The context of a scene that bare Manim runs: its shot in the film that the package ships."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

from moa_anim.errors import Fault, ProductionError
from moa_anim.model.clock import FrameRate
from moa_anim.model.edition import EDITIONS
from moa_anim.model.timeline import schedule
from moa_anim.stage.context import SceneContext
from moa_anim.stage.survey import label_places


def shipped_context(scene: type[Any], rate: FrameRate) -> SceneContext:
    """Return the context of the first shot that plays `scene`, of the first edition that has one.

    Raises ProductionError when no shot of the shipped film plays the scene.
    """
    from moa_anim.script.production import (
        load_production,
    )  # only here: a scene with a context needs no script

    folder = Path(str(files("moa_anim.assets"))) / "elacestrant"
    module = scene.__module__.rpartition(".")[2]
    for edition in EDITIONS:  # a card is in one of them only
        storyboard = load_production(folder, edition=edition).storyboard
        timeline = schedule(storyboard, rate)
        for shot in timeline.shots:
            if (shot.shot.scene.module, shot.shot.scene.cls) == (module, scene.__name__):
                return SceneContext(storyboard, timeline, shot, label_places)
    remedy = "add a shot with this scene to assets/elacestrant/storyboard.toml"
    raise ProductionError(Fault(f"scene {module}:{scene.__name__}", "no shot that plays it", "one", remedy))
