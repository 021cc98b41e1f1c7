"""Moves of the camera: a molecule view goes from its present view to another."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moa_anim.molecule.bodies import View
from moa_anim.molecule.pose import rotation_from_vector, rotation_vector
from moa_anim.stage.motion import Motion


class Viewed(Protocol):
    """Anything that is seen from a view: a molecule view, or its picture."""

    view: View


class Reframe(Motion):
    """A molecule view goes to the view `to` (in design pixels) and ends with exactly it.

    Scale changes by equal factors in equal shares, rotation by equal angles about one axis, centre along a line. The point
    `hero` (3,; Å) moves on a straight line through the picture; without it, the centre of the nearer of both views does.

        small = reframed(self.molecule_view.view, scale=2.85, place=(960, 420))
        self.play_cue("tagged", Within(0.1, 0.8, Reframe(self.molecule_view, small)))
    """

    def __init__(self, view: Viewed, to: View, *, hero: ArrayLike | None = None, **kwargs: Any) -> None:
        super().__init__(None, **kwargs)
        self._view, self._to, self._from = view, to, view.view
        self._hero = None if hero is None else np.asarray(hero, dtype=float)

    def start(self) -> None:
        """Record the present view."""
        self._from = self._view.view

    def move(self, share: float) -> None:
        """Set the view."""
        self._view.view = between(self._from, self._to, share, self._hero)


def reframed(
    view: View,
    *,
    scale: float | None = None,
    centre: ArrayLike | None = None,
    place: tuple[float, float] | None = None,
    rotation: NDArray[np.float64] | None = None,
) -> View:
    """Return `view` with some of its parts replaced."""
    return replace(
        view,
        scale=view.scale if scale is None else scale,
        centre=view.centre if centre is None else np.asarray(centre, dtype=float),
        place=view.place if place is None else place,
        rotation=view.rotation if rotation is None else rotation,
    )


def between(first: View, last: View, share: float, hero: NDArray[np.float64] | None = None) -> View:
    """Return the view at `share`, 0…1, of the way from `first` to `last`; at the ends exactly these. See `Reframe`."""
    if share <= 0.0:
        return first
    if share >= 1.0:
        return last
    if hero is None:
        hero = (first if first.scale > last.scale else last).centre
    scale = first.scale * (last.scale / first.scale) ** share
    turn = rotation_vector(last.rotation @ first.rotation.T)
    rotation = rotation_from_vector(share * turn) @ first.rotation
    centre = first.centre + share * (last.centre - first.centre)
    begin, end = first.pixels(hero)[0], last.pixels(hero)[0]
    seen = begin + share * (end - begin)
    across, up, _ = rotation @ (hero - centre)
    return View(rotation, centre, scale, (float(seen[0] - across * scale), float(seen[1] + up * scale)))
