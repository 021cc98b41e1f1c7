"""The tumor's tissue with elacestrant in its blood: some of it leaves a capillary and reaches the nucleus of a cancer cell.

One world, seen through one sight, from the whole tumor to one receptor in a nucleus. Cells, capillaries and red cells are to
one scale; elacestrant and receptors are drawn larger than life, which the credits state.
"""

from __future__ import annotations

import math
from functools import cache, cached_property
from typing import TYPE_CHECKING

import cairo
import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.nuclear_receptors import FlatView, Look, NuclearReceptors
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb, shade_of
from moa_anim.graphics.layout import BAND_TOP
from moa_anim.graphics.sprite import molecule_sprite
from moa_anim.illustrations.cell.cell import Cell
from moa_anim.illustrations.vessel.capillaries import (
    CELL_RADIUS,
    HALF_LUMEN,
    carried,
    wrapped,
)
from moa_anim.illustrations.vessel.tissue_picture import (
    CELL_OPACITY,
    TissuePicture,
    at_moment,
    nearest_capillary,
)
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import beads_of_ligand
from moa_anim.molecule.bodies import Body, View
from moa_anim.molecule.easing import smoothstep
from moa_anim.molecule.helix12 import CLOSED
from moa_anim.molecule.pose import rotation_from_vector
from moa_anim.molecule.structure import receptor_tables
from moa_anim.molecule.style import Style
from moa_anim.sets.cell_picture import CellPicture
from moa_anim.stage.dive import Sight, Track
from moa_anim.stage.noise import drift
from moa_anim.stage.sighting import Sighting

if TYPE_CHECKING:
    from collections.abc import Callable

    from moa_anim.graphics.geometry import Point
    from moa_anim.stage.clock import ShotClock

CELL_PLACE = (960.0, 512.0)
"""Middle of the cancer cell at magnification 1 (design pixels)."""

RECEPTORS = 7
RING_PIXELS = (105.0, 100.0)
"""Number of receptors, and half axes of the ring on which they are (design pixels)."""

RECEPTOR_SCALE = 0.85
"""Design pixels for one ångström of a receptor: enlarged against the cell, so that it can be seen."""

RECEPTOR_WANDER_PIXELS = 5.0
"""How far (root mean square) a receptor moves from its place."""

NEIGHBOURS_WITHIN = (2900.0, 1700.0)
"""How far other cells may be from the cancer cell, across and down, to have receptors drawn: farther ones are out of the
picture by the time receptors are seen (pixels of the tissue)."""

NEIGHBOURS_RECEPTORS = 4
"""Receptors in each of their nuclei: fewer, so that the cell to which the view goes is found among them."""

NEIGHBOURS_CLEAR = 110.0
"""Distance of these receptors from where elacestrants end: none may look bound (pixels of the tissue)."""

NEIGHBOURS_SEED = 91
"""Added to the seed for the places of these receptors."""

HERO = 6
"""Number of the receptor that the camera goes to."""

SPECK_SCALE = 3.0
"""Design pixels for one ångström of elacestrant at magnification 1: a molecule is 52 pixels long."""

SPECK_POWER = 0.45
"""Power of the magnification with which it grows: from afar it is larger still, so that it can be seen. Among the receptors
in the nucleus it comes to their scale."""

SPECKS_APART = 430.0
"""Distance between elacestrants in a capillary."""

SPECK_VARIANTS = 6
"""Number of orientations in which it is drawn."""

SPECK_OFF_AXIS = 92.0
"""How far (at most) one is from the middle of a capillary, in pixels of the tissue."""

SPECK_WANDER = 26.0
"""How far (root mean square) one that has left the blood moves from its path, in pixels of the tissue."""

LEAVING = 9
"""Number of molecules that leave the capillary beside the cell."""

ENTERED: tuple[Point, ...] = ((-70.0, 66.0), (128.0, -18.0), (10.0, -128.0), (-136.0, -40.0), (64.0, 132.0))
"""Where elacestrants end in the nucleus, from the cell's middle (pixels of the tissue): between receptors."""

BESIDE: tuple[Point, ...] = ((-560.0, -190.0), (520.0, -250.0), (-690.0, 160.0), (640.0, 90.0))
"""Where the others end, beside the cell."""

MASS_EDGE = 0.7
"""Share of the tumor's radius from which on its tissue fades towards its edge."""

NAMED_MAGNIFICATION = 0.15
"""From this magnification on, labels keep off capillaries and cells."""

AROUND = ((0.0, 0.0), (0.7, 0.0), (-0.7, 0.0), (0.0, 0.7), (0.0, -0.7))
"""Points of a capillary about each of its course, in halves of its width."""

SPECK_STYLE = Style(line_pixels=2.0, fog_strength=0.1)
"""Thin outlines, for molecules drawn small."""


class TumorTissue(CellPicture):
    """The tissue at the moment `score()` (seconds): blood flows from `begins` on; elacestrant leaves it between `leaving`.

    With a `mass_radius` (design pixels about the sight's focus) it ends there, as the tumor in the body does.
    """

    def __init__(
        self,
        clock: ShotClock,
        score: Callable[[], float],
        *,
        seed: int,
        begins: float,
        leaving: tuple[float, float],
        helix12_place: float,
    ) -> None:
        self.picture = TissuePicture(seed, CELL_PLACE)
        self._score, self._begins, self._seed, self._clock = score, begins, seed, clock
        random = np.random.default_rng(seed)
        angles = np.linspace(0, 2 * np.pi, RECEPTORS, endpoint=False) + random.uniform(-0.2, 0.2, RECEPTORS)
        self._seats = [
            (CELL_PLACE[0] + RING_PIXELS[0] * np.cos(angle), CELL_PLACE[1] + RING_PIXELS[1] * np.sin(angle))
            for angle in angles.tolist()
        ]
        super().__init__()
        self.sight = Sight(CELL_PLACE, CELL_PLACE)
        self.mass_radius: float | None = None
        # Wild type: closed over estradiol, or loose without it.
        look = Look(helix12_place, "estradiol" if helix12_place == CLOSED else "")
        self.receptors = NuclearReceptors(
            clock,
            RECEPTORS,
            scale=RECEPTOR_SCALE,
            wander=RECEPTOR_WANDER_PIXELS,
            seed=seed,
            seat=lambda number: self._seats[number],
            made=lambda number: 1.0,
            view=self.view_now,
            looks=(look,) * 2,
        )
        self.receptors.hero = HERO
        seats = self._neighbours_seats(seed + NEIGHBOURS_SEED)
        self._neighbours_receptors = NuclearReceptors(
            clock,
            len(seats),
            scale=RECEPTOR_SCALE,
            wander=RECEPTOR_WANDER_PIXELS,
            seed=seed + NEIGHBOURS_SEED,
            seat=lambda number: seats[number],
            made=lambda number: 1.0,
            view=self.view_now,
            looks=(look,) * 2,
        )
        self._neighbours_receptors.hero = -1
        self._cell = Cell(*CELL_PLACE, CELL_RADIUS, seed=seed)
        self._routes = carried(seed, SPECKS_APART, 1)
        self._off_axis = random.uniform(-SPECK_OFF_AXIS, SPECK_OFF_AXIS, (len(self._routes), 2))
        self._exits = self._exit_paths(leaving, random)

    def rest_view(self) -> FlatView:
        """Return the view through `sight`, which the scene sets until the camera goes to the receptor."""
        return FlatView(self.sight.focus, self.sight.at, self.sight.magnification)

    def sight_now(self) -> Sight:
        """Return the view at this frame as a sight."""
        view = self.view_now()
        sight = Sight(view.focus, view.at, math.log(view.magnification))
        sight.shift = 1.0
        return sight

    def cells_now(self) -> list[Cell]:
        """Return the cell to which the view goes."""
        return [self._cell]

    def membrane_point(self) -> Point:
        """Return where a label points to the cell (design pixels)."""
        return self.point_in(self._cell, 0.80, 0.42)

    def nucleus_point(self) -> Point:
        """Return where a label points to the nucleus (design pixels)."""
        return self.point_in(self._cell, 0.40, 0.16)

    def capillary_point(self) -> Point:
        """Return where a label points to the capillary: on its wall (design pixels)."""
        x, y = self._wall(-780.0)
        return self.view_now().seen((x + CELL_PLACE[0], y + CELL_PLACE[1]))

    def speck_point(self) -> Point:
        """Return where a label points to an elacestrant that leaves the blood (design pixels)."""
        leaver = next(iter(self._exits))
        x, y = wrapped(self._places()[leaver]) + np.array(CELL_PLACE)
        return self.view_now().seen((float(x), float(y)))

    def paint(self, canvas: Canvas) -> None:
        """Draw tissue and blood, the cell, and elacestrant."""
        if self.opacity <= 0.0:
            return
        whole = self.opacity >= 1.0 and self.mass_radius is None
        context = canvas.context
        if not whole:
            context.push_group()
        opacity, self.opacity = self.opacity, 1.0
        if not self.covers_frame():
            self.picture.paint(canvas, self.sight_now(), self._score() - self._begins)
            self._neighbours_receptors.opacity = CELL_OPACITY * self.receptors.opacity
            if self._neighbours_receptors.opacity > 0.0:
                self._neighbours_receptors.paint(canvas)
        super().paint(canvas)
        context.save()
        context.rectangle(0, 0, canvas.width, round(BAND_TOP * canvas.scale))
        context.clip()
        self._specks(canvas)
        context.restore()
        self.opacity = opacity
        if not whole:
            context.pop_group_to_source()
            self._lay_group(canvas)

    def _lay_group(self, canvas: Canvas) -> None:
        """Lay the group that is the context's source at this opacity, within the mass if that has an end in the picture."""
        context = canvas.context
        if self.mass_radius is None:
            context.paint_with_alpha(self.opacity)
            return
        (x, y), reach = (each * canvas.scale for each in self.sight.at), self.mass_radius * canvas.scale
        edge = cairo.RadialGradient(x, y, MASS_EDGE * reach, x, y, reach)
        edge.add_color_stop_rgba(0.0, 0.0, 0.0, 0.0, self.opacity)
        edge.add_color_stop_rgba(1.0, 0.0, 0.0, 0.0, 0.0)
        context.mask(edge)

    def silhouettes(self) -> list[tuple[NDArray[np.float64], float]]:
        """Return the cell's, and the capillaries' that are in the picture, once they are large enough to be named."""
        if self.opacity <= 0.0 or self.view_now().magnification < NAMED_MAGNIFICATION:
            return []
        sight = self.sight_now()
        places = np.vstack([each.course for each in self.picture.tissue.capillaries])
        offsets = self.picture.visible(sight, places, HALF_LUMEN)
        inside = (places + offsets)[~np.isnan(offsets[:, 0])]
        blood = np.vstack([inside + np.array(off) * HALF_LUMEN for off in AROUND]) + np.array(CELL_PLACE)
        seen = np.array(sight.at) + (blood - np.array(sight.focus)) * sight.magnification
        return [*super().silhouettes(), *([(seen, 1.0)] if len(seen) else [])]

    def sightings(self) -> list[Sighting]:
        """Return none: tissue and blood are the surroundings of what is named."""
        return []

    def _places(self) -> NDArray[np.float64]:
        """Places (n, 2) of all elacestrants, from the cell's middle."""
        now = self._score()
        places = at_moment(self._routes, now - self._begins) + self._off_axis
        for number, (across, down) in self._exits.items():
            stray = SPECK_WANDER * drift(self._seed + 61 * number, self._clock.seconds, 2)
            left = smoothstep(now, across.begins, across.begins + 0.8)
            if now > across.begins:
                places[number] = np.array([across.at(now), down.at(now)]) + left * stray
        return places

    def _specks(self, canvas: Canvas) -> None:
        """Draw the elacestrants."""
        sight = self.sight_now()
        size = sight.magnification
        shown = smoothstep(math.log(size), math.log(0.05), math.log(0.09))
        if shown <= 0.0:
            return
        places = self._places()
        offsets = self.picture.visible(sight, places, 60.0 / size)
        pictures = _speck_pictures(canvas.scale)
        grown = min(1.0, size) ** SPECK_POWER * max(1.0, size * RECEPTOR_SCALE / SPECK_SCALE)
        context = canvas.context
        for number in np.flatnonzero(~np.isnan(offsets[:, 0])).tolist():
            x, y = sight.seen(tuple(places[number] + offsets[number] + CELL_PLACE))
            picture = pictures[number % SPECK_VARIANTS]
            context.save()
            context.translate(x * canvas.scale, y * canvas.scale)
            context.scale(grown / 2, grown / 2)
            canvas.picture(picture, -picture.shape[1] / 2, -picture.shape[0] / 2, shown)
            context.restore()

    def _neighbours_seats(self, seed: int) -> list[Point]:
        """Return where receptors are in the nuclei of the cells about the cancer cell (pixels at magnification 1)."""
        random = np.random.default_rng(seed)
        tissue = self.picture.tissue
        seats: list[Point] = []
        for number, ((x, y), radius) in enumerate(
            zip(wrapped(tissue.cells[:, :2]).tolist(), tissue.cells[:, 2].tolist(), strict=True)
        ):
            if number == tissue.hero or abs(x) > NEIGHBOURS_WITHIN[0] or abs(y) > NEIGHBOURS_WITHIN[1]:
                continue
            first = random.uniform(0.0, 2.0 * math.pi)
            for each in range(NEIGHBOURS_RECEPTORS):
                angle = first + 2.0 * math.pi * each / NEIGHBOURS_RECEPTORS + random.uniform(-0.3, 0.3)
                across, down = (
                    half * radius / CELL_RADIUS * random.uniform(0.7, 0.95) for half in RING_PIXELS
                )
                place = x + across * math.cos(angle), y + down * math.sin(angle)
                if min(math.dist(place, end) for end in BESIDE) > NEIGHBOURS_CLEAR:
                    seats.append((CELL_PLACE[0] + place[0], CELL_PLACE[1] + place[1]))
        return seats

    def _wall(self, x: float) -> NDArray[np.float64]:
        """The point on the lower wall of the capillary beside the cell, `x` from the cell's middle."""
        course = self._course
        y = float(np.interp(x, course[:, 0], course[:, 1]))
        return np.array([x, y + HALF_LUMEN])

    @cached_property
    def _course(self) -> NDArray[np.float64]:
        """The course of the capillary beside the cell, from the cell's middle."""
        above = np.array([0.0, -590.0])
        course = self.picture.tissue.capillaries[nearest_capillary(self._seed, above)].course
        middle = course[len(course) // 2]
        return np.asarray(course + wrapped(middle - above) - (middle - above))

    def _exit_paths(
        self, leaving: tuple[float, float], random: np.random.Generator
    ) -> dict[int, tuple[_Exit, _Exit]]:
        """By number of the elacestrant: its way (x and y over the score) from the blood into the tissue and the cell."""
        course, found = self._course, {}
        targets = [*ENTERED, *BESIDE][:LEAVING]
        begin, end = leaving
        for order, target in enumerate(targets[k] for k in (0, 5, 1, 6, 2, 7, 3, 8, 4)[:LEAVING]):
            moment = begin + (end - begin) * order / (LEAVING - 1)
            wanted = float(np.clip(target[0] * 0.8, course[0, 0] + 250.0, course[-1, 0] - 150.0)) - 160.0
            places = at_moment(self._routes, moment - self._begins) + self._off_axis
            near = wrapped(places - np.array([wanted, self._wall(wanted)[1] - HALF_LUMEN]))
            free = np.array([number not in found for number in range(len(places))])
            number = int(np.argmin(np.where(free, np.linalg.norm(near, axis=1), np.inf)))
            # The routes may be stored in another copy of the tile.
            shift = places[number] - near[number] - np.array([wanted, self._wall(wanted)[1] - HALF_LUMEN])
            before = at_moment(self._routes, moment - 0.35 - self._begins)[number] + self._off_axis[number]
            here = places[number]
            wall = self._wall(float(here[0] - shift[0]) + 170.0)
            out = wall + np.array([30.0, 74.0])
            rows = [
                (moment - 0.35, before - shift),
                (moment, here - shift),
                (moment + 0.4, wall + np.array([-14.0, -42.0])),
                (moment + 0.62, wall + np.array([6.0, 12.0])),
                (moment + 0.85, out),
                (moment + 1.5, out + 0.45 * (np.array(target) - out) + random.uniform(-70.0, 70.0, 2)),
                (moment + 2.3, np.array(target)),
            ]
            tracks = [_Exit(*((t, float(place[axis] + shift[axis])) for t, place in rows)) for axis in (0, 1)]
            found[number] = tracks[0], tracks[1]
        return found


class _Exit(Track):
    """One coordinate of a way out of the blood; `begins` is the moment from which it holds."""

    def __init__(self, *rows: tuple[float, float]) -> None:
        super().__init__(*rows)
        self.begins = rows[0][0]


@cache
def _speck_pictures(factor: float) -> list[NDArray[np.uint8]]:
    """Elacestrant in a few orientations, twice as large as at magnification 1."""
    beads = beads_of_ligand(receptor_tables().ligands["drug"])
    scale, side = 2 * SPECK_SCALE * factor, 2 * math.ceil(13.0 * 2 * SPECK_SCALE * factor)
    random = np.random.default_rng(77)
    body = Body(beads, rgb(Role.DRUG), shade=shade_of(Role.DRUG))
    return [
        molecule_sprite(
            [body],
            View(
                rotation_from_vector(random.normal(0.0, 1.4, 3)),
                beads.positions.mean(axis=0),
                scale,
                (side / 2, side / 2),
            ),
            (side, side),
            factor,
            SPECK_STYLE,
        )
        for _ in range(SPECK_VARIANTS)
    ]
