"""Places of labels for a first look: a shot is drawn with them at once, and surveyed afterwards.

Its methods load Manim.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from moa_anim.model.quality import Quality

if TYPE_CHECKING:
    from moa_anim.stage.context import SceneContext
    from moa_anim.stage.label_placement import Places


class ProvisionalPlaces:
    """Places labels where they stood in the shot before, or roughly, until they have been surveyed.

    A survey plays the whole shot, which takes seconds; a preview shows the first picture before it.
    """

    def __init__(self, quality: Quality) -> None:
        self._quality = quality
        self._last: dict[str, tuple[tuple[str, ...], Places]] = {}
        """By shot: the names of its labels, and where they stood."""
        self._shown: tuple[type[Any], SceneContext, Places] | None = None
        """What was drawn with places that were not surveyed."""

    def __call__(self, scene: type[Any], context: SceneContext) -> Places:
        """Return the places of all labels of a scene, as a `LabelPlacer`."""
        from moa_anim.stage.survey import known_label_places, rough_label_places

        known = known_label_places(scene, context)
        if known is not None:
            self._remember(context, known)
            return known
        names, last = self._last.get(context.shot.shot.id, ((), ()))
        places = last if last and names == _names(context) else rough_label_places(scene, context)
        self._shown = scene, context, places
        return places

    @property
    def in_use(self) -> bool:
        """Whether something was drawn with places that were not surveyed since settle() was called last."""
        return self._shown is not None

    def settle(self, between: Callable[[], None]) -> bool:
        """Survey the shot that was drawn; return whether its labels stand elsewhere than they were drawn.

        `between` is called during the survey, which ends with what it raises.
        """
        from moa_anim.render.draw import playing_at
        from moa_anim.stage.survey import label_places

        if self._shown is None:
            return False
        scene, context, shown = self._shown
        self._shown = None
        with playing_at(self._quality):
            places = label_places(scene, context, between)
        self._remember(context, places)
        return places != shown

    def _remember(self, context: SceneContext, places: Places) -> None:
        self._last[context.shot.shot.id] = _names(context), places


def _names(context: SceneContext) -> tuple[str, ...]:
    return tuple(context.shot.shot.labels)
