"""Plays a shot's scene with Manim, draws the wanted frames, and only counts the others."""

from __future__ import annotations

import traceback
from collections import deque
from collections.abc import Callable, Collection, Iterator
from configparser import ConfigParser
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import manim
from manim import config, tempconfig
from manim._config.utils import ManimConfig
from manim.renderer.cairo_renderer import CairoRenderer

from moa_anim.errors import Fault, MoaError, RenderError
from moa_anim.files.writing import refusal
from moa_anim.graphics.colours import use_palette
from moa_anim.model.quality import Quality
from moa_anim.model.story import Shot, Storyboard
from moa_anim.model.timeline import schedule
from moa_anim.molecule.casting import prepare_drug
from moa_anim.render.colour_conversion import Pixels
from moa_anim.render.memory import freeze_loaded_objects
from moa_anim.render.scene_classes import scene_class
from moa_anim.stage.camera import MoaCamera
from moa_anim.stage.context import LabelPlacer, SceneContext, scene_context
from moa_anim.stage.survey import label_places

TakeFrame = Callable[[int, Pixels], None]
"""Called with a frame's number in its shot and its pixels (height, width, 4), which the next frame overwrites."""

Watch = Callable[[int, Any], None]
"""Called with the number of a drawn frame and its scene (`MoaScene`), after the frame was taken."""


def watch_nothing(frame: int, scene: Any) -> None:
    """Watch no scene."""


class FramePicker(CairoRenderer):  # type: ignore[misc]  # Manim is untyped to mypy strict
    """A renderer that draws the wanted frames and passes each to a function.

    Other frames cost next to nothing: all motion is a function of the frame's number, so the next one looks the
    same whether this one was drawn or not.
    """

    def __init__(self, wanted: Collection[int], take: TakeFrame, watch: Watch = watch_nothing) -> None:
        super().__init__(camera_class=MoaCamera)
        self._wanted, self._take, self._watch = wanted, take, watch

    def wants(self, frame: int) -> bool:
        """Whether that frame is to be drawn."""
        return frame in self._wanted

    def render(self, scene: Any, time: float, moving_mobjects: Any = None) -> None:
        """Manim's call for each frame."""
        if scene.now in self._wanted:
            self.update_frame(scene, moving_mobjects)
            self._take(scene.now, self.camera.pixel_array)
            self._watch(scene.now, scene)


def manim_settings(quality: Quality) -> dict[str, Any]:
    """Return Manim's settings for playing a scene at `quality` without a file, a progress bar or log messages."""
    return {
        "pixel_width": quality.width,
        "pixel_height": quality.height,
        "frame_rate": float(quality.rate.fps),
        "dry_run": True,
        "progress_bar": "none",
        "verbosity": "ERROR",
    }


@contextmanager
def playing_at(quality: Quality) -> Iterator[None]:
    """Have Manim's settings be those it is shipped with, changed by ours, in the block; restore the earlier ones after it.

    Code that imported Manim before may have set any of them: to skip the first plays, to open the film at the end.
    """
    with tempconfig({}):
        config.update(_as_shipped())
        config.update(manim_settings(quality))
        config.background_color = "#000000"  # the scene lays its own paper
        yield


@cache
def _as_shipped() -> ManimConfig:
    parser = ConfigParser()
    with (Path(manim.__file__).parent / "_config" / "default.cfg").open(encoding="utf-8") as file:
        parser.read_file(file)
    return ManimConfig().digest_parser(parser)


def draw_frames(
    storyboard: Storyboard,
    shot_id: str,
    quality: Quality,
    wanted: Collection[int],
    take: TakeFrame,
    watch: Watch = watch_nothing,
    place_labels: LabelPlacer = label_places,
) -> None:
    """Play the shot's scene and hand each wanted frame to `take`, once and in order, and then its scene to `watch`.

    `place_labels` says where its labels stand.

    Raises:
        ProductionError: The scene does not keep to its shot, or the film cannot show its drug.
        RenderError: The scene failed, whatever with, or a wanted frame was not drawn.
    """
    use_palette(storyboard.colours)
    # The timeline of the whole film, so that step marker and rail are the same when a shot is rendered alone.
    prepare_drug(storyboard.cast)
    timeline = schedule(storyboard, quality.rate)
    slot = next(shot for shot in timeline.shots if shot.shot.id == shot_id)
    due = deque(sorted(wanted))

    def take_next(frame: int, pixels: Pixels) -> None:
        if not due or frame != due[0]:
            raise _incomplete(slot.shot, f"frame {frame}", f"frame {due[0]}" if due else "no more frames")
        due.popleft()
        take(frame, pixels)

    with playing_at(quality), scene_context(SceneContext(storyboard, timeline, slot, place_labels)):
        with failures_as_render_errors(slot.shot):
            played = scene_class(slot.shot.scene)
            freeze_loaded_objects()
            played(renderer=FramePicker(wanted, take_next, watch)).render()
        if due:
            raise _incomplete(slot.shot, f"an end before frame {due[0]}", f"{len(wanted)} frames drawn")


def _incomplete(shot: Shot, found: str, expected: str) -> RenderError:
    remedy = "render again; if it happens again, this is a fault of moa-anim: please report it"
    return RenderError(Fault(f"shot '{shot.id}' in scene {shot.scene}", found, expected, remedy))


@contextmanager
def failures_as_render_errors(shot: Shot) -> Iterator[None]:
    """Turn whatever a scene fails with into a RenderError that names the shot, the scene and the line."""
    where = f"shot '{shot.id}' in scene {shot.scene}"
    try:
        yield
    except MoaError:
        raise
    except MemoryError as error:
        remedy = "use fewer --jobs, or a smaller --quality"
        raise RenderError(Fault(where, "out of memory", "enough memory for its pictures", remedy)) from error
    except Exception as error:
        if isinstance(error, OSError) and (refused := refusal(error, where)):
            raise refused from error
        found = f"{type(error).__name__}: {error} ({_place(error)})"
        remedy = "fix it; `moa-anim check` plays every shot and reports all that fails"
        raise RenderError(Fault(where, found, "a scene that plays to its end", remedy)) from error


def _place(error: Exception) -> str:
    """Return the line that failed: the innermost one in a scene, or the innermost of all if none is in a scene."""
    steps = traceback.extract_tb(error.__traceback__)
    in_scenes = [step for step in steps if Path(step.filename).parent.name == "scenes"]
    last = (in_scenes or steps)[-1]
    return f"{Path(last.filename).name} line {last.lineno}"
