"""Between a cell and one receptor in its nucleus: the small receptor grows into the close-up's, or shrinks back to it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from numpy.typing import ArrayLike

from moa_anim.actors.crowd_layers import crowd_behind
from moa_anim.actors.nuclear_receptors import FlatView
from moa_anim.actors.receptor import CLOSE_CENTRE
from moa_anim.stage.dive import Scrim, passing
from moa_anim.stage.motion import Motion, gentle

if TYPE_CHECKING:
    from collections.abc import Callable

    from moa_anim.sets.cell_picture import CellPicture
    from moa_anim.stage.molecule_view import MoleculeView
    from moa_anim.stage.pictured import Pictured
    from moa_anim.stage.scene import MoaScene

HANDED_OVER_NATS = 0.4
"""Until the small receptor has grown by this (natural logarithm), the close-up fades in over it, equal and in its place."""

CELL_FADES_NATS = 1.5
"""The cell fades over this much of the zoom once it covers the frame; behind it is the crowd."""

CELL_AFTER_SHARE = 0.7
LEAST_FADE_SHARE = 0.08
"""A close-up that dissolves has done so by this share when the cell begins to come, so that the two are not seen through each
other; and the cell has at least so much of the zoom to come in."""

SWIFT_FROM = (0.01, 0.14)
SWIFT_UNTIL = (0.9, 0.99)
"""Shares of the zoom between which the camera becomes fast, and slow again."""

OTHERS_FADE = (0.8, 0.98)
"""Shares of the zoom between which other receptors fade that are still in the picture: the close-up has none of them."""

STEPS = 200
"""Steps of the zoom at which it is found out when the cell covers the frame."""

SCRIM_LEVEL = 5
"""Manim's z-index of the paper under step marker and rail: over all molecules, under all words."""


class NucleusZoom:
    """Joins a cell picture to a close-up; the receptor `cells.receptors.hero` becomes the one in `view`.

    `view` is the close-up as it is at the end, on stage in front of its crowd, with the receptor alone shown in it. Paths
    that depend on the view are made before, since it begins as small as the receptor in the nucleus.

        view = stage_pocket(self, self.receptor)
        self.cells = CancerCell(self, joins_at=0.0)
        self.zoom = NucleusZoom(self, self.cells, view)    # puts the cells on stage, and the close-up in front of them
        …
        self.play_for(cue.part(0.3), self.zoom.inwards())
        self.zoom.arrived()                                # takes the cells off stage

    The small receptor's middle becomes the point `on` (Å) of the close-up, which fades in over it until it has grown by
    HANDED_OVER_NATS. With `dissolves_nats` the close-up has instead faded out when it has shrunk by so much, while the
    receptors fade in. A shot that goes out of the nucleus makes it with `arrived=True`, calls `leave()`, plays `outwards()`.
    """

    def __init__(
        self,
        scene: MoaScene,
        cells: CellPicture,
        view: MoleculeView | Pictured,
        *,
        arrived: bool = False,
        on: ArrayLike = CLOSE_CENTRE,
        dissolves_nats: float | None = None,
    ) -> None:
        self._scene, self._cells, self._view = scene, cells, view
        self._crowd = crowd_behind(scene)
        self._near = view.view
        self._near_point = view.point(on)
        self._dissolves_nats = dissolves_nats
        first_scale = cells.receptors.first_scale * cells.rest_view().magnification
        self._nats = math.log(view.view.scale / first_scale)
        self._scrim = Scrim()
        self._scrim.set_z_index(SCRIM_LEVEL)
        self._covers: float | None = None
        if arrived:
            self.set_at(1.0)
        else:
            scene.remove(view)
            cells.add_to(scene)
            scene.add(view, self._scrim)
            self.set_at(0.0)

    def inwards(self, ease: Callable[[float], float] = gentle) -> Motion:
        """Return the motion from the cells to the close-up."""
        return _Zooming(self, ease=ease)

    def outwards(self) -> Motion:
        """Return the motion from the close-up to the cells."""
        return _Zooming(self, ease=lambda share: gentle(1.0 - share))

    def leave(self) -> None:
        """Before `outwards`: put the cells on stage, between the close-up and what is behind it."""
        self._covers = None
        self._scene.remove(self._view)
        self._cells.add_to(self._scene)
        self._scene.add(self._view, self._scrim)

    def arrived(self) -> None:
        """After `inwards`: take the cells off stage."""
        self._cells.remove_from(self._scene)
        self._scene.remove(self._scrim)

    def set_at(self, share: float) -> None:
        """Set cells, receptors and close-up as they are at a share of the way in: 0 the cells, 1 the close-up."""
        cells = self._cells
        seen = self._view_of_cells(share)
        cells.nearer = seen if share > 0.0 else None
        cells.swiftness = passing(share, *SWIFT_FROM) * (1.0 - passing(share, *SWIFT_UNTIL))
        nats = share * self._nats
        # As large as the small receptor in this frame, also where the cells' own view changes meanwhile.
        size = cells.receptors.first_scale * seen.magnification / self._near.scale
        # The point of the close-up that is the small receptor's middle stays on it.
        x, y = self._near_point
        place = seen.at[0] + (self._near.place[0] - x) * size, seen.at[1] + (self._near.place[1] - y) * size
        self._view.view = replace(self._near, scale=self._near.scale * size, place=place)
        if share >= 1.0:
            self._view.view = self._near
        self._view.opacity = min(1.0, nats / HANDED_OVER_NATS)
        if self._dissolves_nats is not None:
            self._view.opacity = passing(nats, self._nats - self._dissolves_nats, self._nats)
            cells.receptors.opacity = 1.0 - self._view.opacity
        cells.receptors.others_opacity = 1.0 - passing(share, *OTHERS_FADE)
        cells.receptors.hero_opacity = 1.0 if self._view.opacity < 1.0 else 0.0
        covers = self._covers_share()
        fades = min(CELL_FADES_NATS / self._nats, 1.0 - covers)
        begins = covers + fades
        if self._dissolves_nats is not None:
            begins = max(
                covers + LEAST_FADE_SHARE, 1.0 - CELL_AFTER_SHARE * self._dissolves_nats / self._nats
            )
        cells.opacity = 1.0 - passing(share, covers, begins)
        self._crowd.opacity = 1.0 if cells.opacity < 1.0 else 0.0
        self._scrim.opacity = passing(share, covers - fades, covers) * cells.opacity

    def _view_of_cells(self, share: float) -> FlatView:
        """Return the view of the cells at a share of the way in."""
        receptors, rest = self._cells.receptors, self._cells.rest_view()
        hero = receptors.world(receptors.hero)
        (x, y), (to_x, to_y) = rest.seen(hero), self._near_point
        at = x + (to_x - x) * share, y + (to_y - y) * share
        return FlatView(hero, at, rest.magnification * math.exp(share * self._nats))

    def _covers_share(self) -> float:
        """Return the share of the way in from which the hero's cell covers the frame."""
        if self._covers is None:
            now, self._covers = self._cells.nearer, 1.0 - 1.0 / STEPS
            for step in range(STEPS):
                self._cells.nearer = self._view_of_cells(step / STEPS)
                if self._cells.covers_frame():
                    self._covers = step / STEPS
                    break
            self._cells.nearer = now
        return self._covers


class _Zooming(Motion):
    """A zoom goes from cells to close-up, or back with an easing that falls."""

    def __init__(self, zoom: NucleusZoom, *, ease: Callable[[float], float]) -> None:
        super().__init__(ease=ease)
        self._zoom = zoom

    def move(self, share: float) -> None:
        """Set cells, receptors and close-up."""
        self._zoom.set_at(share)
