"""The molecular crowd in motion: three layers that drift slowly, and that follow the camera, the nearer ones more.

Each layer is a picture that is drawn once and repeats in both directions, so that a camera may go anywhere. Drift is a closed
loop over the shot at constant speed: at each shot's first and last frame a crowd is at the same place and moves alike.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.crowd import (
    CROWD_STYLE,
    FADE_ABOVE_BAND_PIXELS,
    FADE_BOTTOM_PIXELS,
    FADE_TOP_PIXELS,
    LAYERS,
    ROW_SPACING_SHARE,
    Layer,
    Member,
    crowd_members,
    crowd_spacing,
)
from moa_anim.cache.arrays import cached
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.geometry import Point
from moa_anim.graphics.layers import FRACTIONS, double, lay_layers
from moa_anim.graphics.layout import BAND_TOP
from moa_anim.graphics.sprite import Focus, molecule_paint, out_of_focus
from moa_anim.model.palette import Role
from moa_anim.molecule.bodies import View
from moa_anim.molecule.easing import smoothstep
from moa_anim.molecule.shading import Raster
from moa_anim.stage.backdrop import Backdrop

if TYPE_CHECKING:
    from moa_anim.stage.clock import ShotClock
    from moa_anim.stage.molecule_view import MoleculeView
    from moa_anim.stage.scene import MoaScene

PERIOD_PIXELS = (2304.0, 1152.0)
"""Width and height after which a layer repeats (design pixels): larger than the picture, in which so nothing recurs."""

DRIFT_PIXELS_PER_SECOND = (3.6, 2.8, 2.0)
"""Speed of the drift of each layer, from front to back."""

LOOP_SECONDS = 20.0
"""A loop of the drift takes about this long: whole loops fit into the shot."""

UPDATES_PER_SECOND = 10
"""The drift goes on so often: its steps of a third of a pixel cannot be seen in what is out of focus."""

PARALLAX = (0.5, 0.38, 0.28)
"""The power of the camera's movement that each layer follows, from front to back: halved in a picture of what is twice as
far from the camera as the actors. Pans are multiplied by it, scale is raised to it."""

HANDOVER = (0.25, 0.75)
"""Between two homes the crowd of the one fades into that of the other within these shares of the way (logarithm of scale)."""

HALVED_FROM = 1.0
"""From so many output pixels a design pixel the layers are drawn and laid at half size and doubled, in less than a third of
the time. Out of focus as they are, the picture differs by more than 4 of 255 in half a percent of its pixels (tested)."""

DOUBLED_VARIANCE = 1.0
"""Variance that drawing a layer at half size and doubling it adds (output pixels squared): its blur is less by that."""

REACH_ANGSTROM = 22.0
"""Molecules this far outside of a layer's picture may cast a shadow into it."""


@dataclass(frozen=True)
class Home:
    """A view (design pixels), and the crowd that is seen behind its actors.

    `scale` is the crowd's design pixels for one ångström, `spacing` those between its molecules in a full edition; no
    molecule's centre is in a disc of `clear` (x, y, radius; design pixels).
    """

    view: View
    scale: float
    spacing: float
    seed: int
    clear: tuple[tuple[float, float, float], ...] = ()


class CrowdLayers(Backdrop):
    """The crowd behind `seen`, the actors' view at the frame being drawn.

    While that view is one of `homes`, its crowd is shown; between two, the crowd of one fades into that of the other while
    both follow the camera. On a `card` it fades out towards the lower end.

    `travelled` (design pixels) is how far to the right the actors have gone with the camera, which keeps them where they are
    in the picture: the crowd falls behind.
    """

    def __init__(
        self,
        clock: ShotClock,
        homes: Sequence[Home],
        seen: Callable[[], View] | None = None,
        *,
        card: bool = False,
    ) -> None:
        super().__init__()
        self._clock, self._card = clock, card
        self.travelled = 0.0
        self.homes = list(homes)
        self._seen = seen or (lambda: self.homes[0].view)
        self._tiles: dict[tuple[int, float], NDArray[np.uint32]] = {}
        self._shown: object = None
        self._pixels = np.zeros((0, 0, 4), dtype=np.uint8)
        self._halved = np.zeros((0, 0, 4), dtype=np.uint8)

    def add_home(self, view: View, *, scale: float, spacing: float, seed: int | None = None) -> None:
        """Have a crowd of its own behind another view, to which the camera goes or from which it comes."""
        self.homes.append(Home(view, scale, spacing, self.homes[0].seed if seed is None else seed))

    def drift(self) -> list[Point]:
        """Return how far each layer has drifted (design pixels) at this frame."""
        fps = float(self._clock.rate.fps)
        step = math.floor(self._clock.now / fps * UPDATES_PER_SECOND + 1e-6) / UPDATES_PER_SECOND
        seconds = max(self._clock.shot_frames, 1) / fps
        loops = max(1, round(seconds / LOOP_SECONDS))
        angle = 2.0 * math.pi * loops * step / seconds
        radii = [speed * seconds / (2.0 * math.pi * loops) for speed in DRIFT_PIXELS_PER_SECOND]
        return [(radius * math.sin(angle), radius * (1.0 - math.cos(angle))) for radius in radii]

    def shares(self) -> list[float]:
        """Return the share (0…1) of each home's crowd in the picture; they add up to 1."""
        order = sorted(range(len(self.homes)), key=lambda number: self.homes[number].view.scale)
        nats = [math.log(self.homes[number].view.scale) for number in order]
        now = math.log(self._seen().scale)
        shares = [0.0] * len(self.homes)
        above = next((place for place, each in enumerate(nats) if each >= now - 1e-9), len(nats))
        if above == len(nats) or above == 0:
            shares[order[min(above, len(nats) - 1)]] = 1.0
            return shares
        way = (now - nats[above - 1]) / (nats[above] - nats[above - 1])
        share = smoothstep(way, *HANDOVER)
        shares[order[above]], shares[order[above - 1]] = share, 1.0 - share
        return shares

    def covered_rows(self, canvas: Canvas) -> int:
        """Return the rows down to the caption band, unless the crowd fades."""
        return round(BAND_TOP * canvas.scale) if self.opacity >= 1.0 else 0

    def paint(self, canvas: Canvas) -> None:
        """Lay the crowd on the canvas, down to the caption band."""
        if self.opacity <= 0.0:
            return
        view = self._seen()
        if self.travelled:
            view = replace(view, place=(view.place[0] - self.travelled, view.place[1]))
        moves = [
            (home, share, [followed(home.view, view, each) for each in PARALLAX])
            for home, share in zip(self.homes, self.shares(), strict=True)
            if share > 0.0
        ]
        shown = (canvas.scale, canvas.width, tuple(self.drift()), str(moves))
        if shown != self._shown:
            self._compose(canvas, moves)
            self._shown = shown
        if self.opacity >= 1.0:
            canvas.pixels[: len(self._pixels)] = self._pixels
        else:
            canvas.picture(self._pixels, 0.0, 0.0, self.opacity)

    def _compose(
        self, canvas: Canvas, moves: Sequence[tuple[Home, float, list[tuple[float, Point]]]]
    ) -> None:
        height, width = round(BAND_TOP * canvas.scale), canvas.width
        if self._pixels.shape[:2] != (height, width):
            self._pixels = np.zeros((height, width, 4), dtype=np.uint8)
            self._halved = np.zeros((height // 2, width // 2, 4), dtype=np.uint8)
        if halved(canvas.scale, height, width):
            self._lay(self._halved, 0.5 * canvas.scale, moves, half=True)
            double(self._halved.view("<u4")[..., 0], self._pixels.view("<u4")[..., 0])
        else:
            self._lay(self._pixels, canvas.scale, moves)

    def _lay(
        self,
        pixels: NDArray[np.uint8],
        factor: float,
        moves: Sequence[tuple[Home, float, list[tuple[float, Point]]]],
        *,
        half: bool = False,
    ) -> None:
        """Lay the layers into `pixels`; `factor` of its pixels a design pixel, `half` those of the tiles drawn."""
        height, width = pixels.shape[:2]
        fades, paper = _fades(height, factor, self._card), _paper_words()
        taken = 0.0
        for home, share, layers in moves:
            tile = self._tile(home, factor, half=half)
            period_rows, period_columns = tile.shape[1], tile.shape[2] - 1
            places = [
                (size, (x * factor + dx * factor, y * factor + dy * factor))
                for (size, (x, y)), (dx, dy) in zip(layers, self.drift(), strict=True)
            ][::-1]
            across = [_sampled(width, size, x, period_columns) for size, (x, _) in places]
            down = [_sampled(height, size, y, period_rows) for size, (_, y) in places]
            taken += share
            lay_layers(
                tile,
                np.array([size == 1.0 for size, _ in places]),
                np.array([whole for whole, _ in down]),
                np.array([part for _, part in down]),
                np.array([whole for whole, _ in across]),
                np.array([part for _, part in across]),
                fades,
                paper,
                np.uint32(round(256 * share / taken)),
                pixels.view("<u4")[..., 0],
            )

    def _tile(self, home: Home, factor: float, *, half: bool) -> NDArray[np.uint32]:
        """A home's layers, from back to front, as `lay_layers` takes them; `factor` pixels a design pixel.

        If `half`, they are to be doubled.
        """
        at = (id(home), factor)
        found = self._tiles.get(at)
        if found is None:
            spacing = crowd_spacing(home.spacing)
            key = ("crowd layers", home.scale, home.seed, spacing, home.clear, factor, half)
            pictures = cached(lambda: crowd_tiles(home, spacing, factor, half=half), *key)
            found = np.ascontiguousarray(np.concatenate([pictures, pictures[:, :, :1]], axis=2)).view("<u4")[
                ..., 0
            ]
            self._tiles[at] = found
        return found


def halved(factor: float, height: int, width: int) -> bool:
    """Whether a crowd is laid at half size in a picture of that size; `factor` output pixels a design pixel."""
    even = (height, width, *(round(each * factor) for each in PERIOD_PIXELS))
    return factor >= HALVED_FROM and not any(each % 2 for each in even)


def followed(home: View, view: View, power: float) -> tuple[float, Point]:
    """Return how a layer behind `home` is seen from `view`: its magnification, and where design pixel (0, 0) has gone.

    What is in the actors' plane is magnified about a fixed point, or shifted; the layer is by this `power` of it.
    """
    ratio = view.scale / home.scale
    size = ratio**power
    (x0, y0), (x1, y1) = home.place, view.pixels(home.centre)[0]
    share = power if abs(ratio - 1.0) < 1e-9 else (1.0 - size) / (1.0 - ratio)
    if abs(size - 1.0) < 1e-9:
        size = 1.0
    x, y = x0 + (float(x1) - x0) * share, y0 + (float(y1) - y0) * share
    return size, (x - x0 * size, y - y0 * size)


def stage_crowd(
    scene: MoaScene,
    *,
    scale: float,
    spacing: float = 330.0,
    seed: int | None = None,
    clear: Sequence[tuple[float, float, float]] = (),
    view: MoleculeView | None = None,
    card: bool = False,
) -> CrowdLayers:
    """Put a crowd behind everything on stage, in place of the earlier backdrop; it follows `view` if that is reframed.

    `scale` is the crowd's design pixels for one ångström; for the other arguments see `Home` and `CrowdLayers`.
    """
    home = view.view if view else View(np.eye(3), np.zeros(3), scale, (0.0, 0.0))
    homes = [Home(home, scale, spacing, scene.seed if seed is None else seed, tuple(clear))]
    seen = (lambda: view.view) if view else None
    crowd = CrowdLayers(scene, homes, seen, card=card)
    scene.put_behind(crowd)
    return crowd


def crowd_behind(scene: MoaScene) -> CrowdLayers:
    """Return the crowd on stage. Raises LookupError if there is none."""
    for each in scene.mobjects:
        if isinstance(each, CrowdLayers):
            return each
    raise LookupError(f"no crowd on stage in {type(scene).__name__}: stage_crowd puts one there")


def crowd_tiles(home: Home, spacing: float, factor: float, *, half: bool = False) -> NDArray[np.uint8]:
    """Return a home's three layers from back to front, premultiplied RGBA (3, rows, columns, 4), that repeat seamlessly.

    If `half`, they are to be doubled: their molecules are as detailed, and after that as soft, as others.
    """
    columns, rows = (round(each * factor) for each in PERIOD_PIXELS)
    period = columns / factor, rows / factor
    members = crowd_members(
        repeating_grid(spacing, period),
        np.random.default_rng(home.seed),
        scale=home.scale,
        spacing=spacing,
        factor=2.0 * factor if half else factor,
        clear=home.clear,
    )
    tiles = []
    for layer in reversed(LAYERS):
        variance = (layer.focus.softness * factor) ** 2 - (DOUBLED_VARIANCE / 4.0 if half else 0.0)
        focus = replace(layer.focus, softness=math.sqrt(variance) / factor)
        tiles.append(_tile_of(layer, focus, members, home.scale, factor, period))
    return np.stack(tiles)


def repeating_grid(spacing: float, period: Point) -> list[Point]:
    """Return the points of a staggered grid, about `spacing` apart, that repeats after `period` (all design pixels)."""
    across = max(1, round(period[0] / spacing))
    down = max(2, 2 * round(period[1] / (2 * ROW_SPACING_SHARE * spacing)))
    step, rise = period[0] / across, period[1] / down
    return [
        ((column + 0.5 * (row % 2)) * step, row * rise) for row in range(down) for column in range(across)
    ]


def _tile_of(
    layer: Layer, focus: Focus, members: Sequence[Member], scale: float, factor: float, period: Point
) -> NDArray[np.uint8]:
    """One layer (rows, columns, 4), drawn with a margin, so that what goes beyond an edge comes in at the opposite one."""
    pixels = scale * layer.size
    margin = math.ceil(max(REACH_ANGSTROM * pixels, 4.0 * focus.softness) * factor)
    columns, rows = round(period[0] * factor), round(period[1] * factor)
    bodies = []
    for member in members:
        if member.layer is layer:
            beads = member.body.beads
            for across in (-period[0], 0.0, period[0]):
                for down in (-period[1], 0.0, period[1]):
                    positions = beads.positions + np.array([across, -down, 0.0]) / pixels
                    low, high = (
                        positions.min(axis=0) * pixels * factor,
                        positions.max(axis=0) * pixels * factor,
                    )
                    if (
                        high[0] > -margin
                        and low[0] < columns + margin
                        and -low[1] > -margin
                        and -high[1] < rows + margin
                    ):
                        bodies.append(replace(member.body, beads=beads.moved(positions)))
    view = View(np.eye(3), np.zeros(3), pixels * factor, (float(margin), float(margin)))
    size = rows + 2 * margin, columns + 2 * margin
    raster = Raster(*size, view, molecule_paint(), CROWD_STYLE, line_factor=factor)
    raster.set_still(bodies)
    return out_of_focus(raster.picture, focus, factor)[margin:-margin, margin:-margin]


def _sampled(
    pixels: int, size: float, corner: float, period: int
) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Which of a layer's rows (or columns) each of `pixels` rows shows: its number, and sixteenths of the way to the next.

    The layer is magnified by `size`; its first row begins at `corner` (output pixels).
    """
    at = (np.arange(pixels) + 0.5 - corner) / size - 0.5
    sixteenths = np.round(at * FRACTIONS).astype(np.int64) % (period * FRACTIONS)
    if size == 1.0:  # all have the same fraction, whichever way a half is rounded
        sixteenths = (sixteenths[0] + FRACTIONS * np.arange(pixels)) % (period * FRACTIONS)
    return sixteenths // FRACTIONS, (sixteenths % FRACTIONS).astype(np.uint32)


def _fades(height: int, factor: float, card: bool) -> NDArray[np.uint32]:
    """The crowd's opacity in each row of the picture, 0…256."""
    rows = np.arange(height, dtype=np.float64)
    begin, end = FADE_TOP_PIXELS * factor, FADE_BOTTOM_PIXELS * factor
    fades = smoothstep((rows - begin) / (end - begin))
    if card:
        fades = fades * smoothstep((height - 1 - rows) / (FADE_ABOVE_BAND_PIXELS * factor))
    return np.round(256 * fades).astype(np.uint32)


def _paper_words() -> NDArray[np.uint32]:
    red, green, blue = (round(part * 255) for part in rgb(Role.PAPER))
    return np.array([red | blue << 16, green | 255 << 16], dtype=np.uint32)
