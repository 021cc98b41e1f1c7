"""Many receptors at once: a count that is always the number there, and small molecules adrift among them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moa_anim.cache.arrays import cached
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.graphics.lettering import ShownText, TextImage, Weight, letter, shown_text, width_of
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import Beads
from moa_anim.molecule.pose import rotation_from_vector
from moa_anim.molecule.shading import Body, Raster, View
from moa_anim.molecule.style import Style
from moa_anim.stage.molecule_view import paint
from moa_anim.stage.noise import drift
from moa_anim.stage.painted import Painted
from moa_anim.stage.sighting import Sighting

if TYPE_CHECKING:
    from moa_anim.stage.clock import Clock

VARIANTS = 6
"""Orientations in which a body is drawn."""

SWAY_RADIANS = 0.16
"""How far those that face the viewer are turned off (about 9°)."""

DEPTH_PALENESS = 0.14
"""How far those at the very back are mixed with paper: never smaller, since a picture has one scale, and not so pale that
one looks as if it were fading where fading is counted. That they lie behind is seen by what lies before them."""

PALENESS_LEVELS = 24
"""Paleness is taken to the nearest of so many levels, so that a paled picture can be used again."""

KEPT_PALED = 240
"""So many paled pictures are kept (some 200 kB each)."""

SMALL_STYLE = Style(line_pixels=1.7, fog_strength=0.15)
FADE_SHARE, FAINTEST = 0.8, 0.06
"""Of the time between two that go, how long one takes to fade; and the opacity below which it is gone."""

COUNTED_FROM = 0.5
"""The opacity from which a member counts: one that has half faded is more gone than there."""


@dataclass(frozen=True)
class Member:
    """One of many at (x, y) design pixels: which orientation, how it drifts, and how far back it is, 0 to 1."""

    x: float
    y: float
    variant: int
    seed: int
    depth: float = 0.0


class Population(Painted):
    """`members` of one kind. `left` counts down from their number: the last in the list goes first, each fading in turn.

    `wander` is how far they drift about their places (design pixels). They are turned at random, or about `facing` (3, 3)
    by a little; `cut_depth` opens them as in a close-up. Those farther back are paler and lie behind. A scene may set
    `visible`, how much of a member is seen beside what `left` says, `moved`, where it is instead of at its place, and `dim`,
    how far they are mixed with paper.
    """

    def __init__(
        self,
        clock: Clock,
        shape: Sequence[tuple[Beads, Role]],
        members: Sequence[Member],
        *,
        scale: float,
        wander: float,
        seed: int,
        hertz: tuple[float, float] = (0.08, 0.4),
        facing: NDArray[np.float64] | None = None,
        cut_depth: float | None = None,
    ) -> None:
        super().__init__()
        self._clock, self._shape, self.members = clock, tuple(shape), tuple(members)
        self._scale, self._wander, self._seed, self._hertz = scale, wander, seed, hertz
        self._facing, self._cut_depth = facing, cut_depth
        self.visible: Callable[[int], float] | None = None
        self.moved: Callable[[int], tuple[float, float]] | None = None
        self._sprites: list[NDArray[np.uint8]] = []
        self._paled: dict[Hashable, NDArray[np.uint8]] = {}
        self._order = sorted(range(len(self.members)), key=lambda number: -self.members[number].depth)
        self.left = float(len(self.members))
        self.dim = 0.0

    @property
    def count(self) -> int:
        """How many are there, by half at least: what a count on screen says."""
        return sum(self._opacity(number) >= COUNTED_FROM for number in range(len(self.members)))

    def since_fading(self, number: int) -> float:
        """Since a member began to fade, in members gone: 0 while it is whole, FADE_SHARE when nothing of it is left."""
        return max(0.0, number + FADE_SHARE - self.left)

    def _opacity(self, number: int) -> float:
        seen = 1.0 if self.visible is None else self.visible(number)
        opacity = seen * min(1.0, max(0.0, (self.left - number) / FADE_SHARE))
        # What an eye can no longer make out is not drawn.
        return opacity if opacity >= FAINTEST else 0.0

    def place(self, number: int) -> tuple[float, float]:
        """Design pixels of a member's middle at this moment."""
        member = self.members[number]
        stray = self._wander * drift(member.seed, self._clock.seconds, 2, *self._hertz)
        x, y = (member.x, member.y) if self.moved is None else self.moved(number)
        return x + float(stray[0]), y + float(stray[1])

    def paint(self, canvas: Canvas) -> None:
        """Draw those that are left, the farthest first."""
        for number in self._order:
            self.paint_member(canvas, number)

    def paint_member(self, canvas: Canvas, number: int) -> None:
        """Draw one of them, as much of it as is seen."""
        opacity = self._opacity(number) * self.opacity
        if opacity <= 0.0:
            return
        if not self._sprites:
            self._sprites = [self._sprite(canvas.scale, variant) for variant in range(VARIANTS)]
        member = self.members[number]
        paleness = 1.0 - (1.0 - self.dim) * (1.0 - DEPTH_PALENESS * member.depth)
        sprite = self.paled(member.variant, self._sprites[member.variant], paleness)
        x, y = self.place(number)
        half = sprite.shape[0] / 2
        canvas.picture(sprite, x * canvas.scale - half, y * canvas.scale - half, opacity)

    def paled(self, key: Hashable, picture: NDArray[np.uint8], paleness: float) -> NDArray[np.uint8]:
        """A picture mixed with paper, 0 as it is and 1 all paper; `key` says which picture it is."""
        level = round(paleness * PALENESS_LEVELS)
        if level == 0:
            return picture
        if (key, level) not in self._paled:
            if len(self._paled) >= KEPT_PALED:
                self._paled.clear()
            self._paled[key, level] = mixed_with_paper(picture, level / PALENESS_LEVELS)
        return self._paled[key, level]

    def silhouettes(self) -> list[tuple[NDArray[np.float64], float]]:
        """A disc of points for each that is drawn; what is pale matters less."""
        if not self._shape:
            return []
        beads = np.vstack([beads.positions for beads, _ in self._shape])
        radius = (
            RIM_SHARE * self._scale * float(np.sqrt(((beads - beads.mean(axis=0)) ** 2).sum(axis=1).mean()))
        )
        weight = (1.0 if radius > SMALL_PIXELS else 0.6) * (1.0 - 0.5 * self.dim)
        shown = [number for number in range(len(self.members)) if self._opacity(number) > 0]
        return [(np.array(self.place(number)) + radius * DISC, weight) for number in shown]

    def sightings(self) -> list[Sighting]:
        """Each member that is drawn, by its number; one that is faint while it goes stands in nobody's way."""
        if self.opacity <= 0.0:
            return []
        name = f"{type(self).__name__} {self._shape[0][1]}" if self._shape else type(self).__name__
        shown = [number for number in range(len(self.members)) if self._opacity(number) > 0.0]
        found = []
        for number, (points, weight) in zip(shown, self.silhouettes(), strict=True):
            spot, opacity = np.array([self.place(number)]), self._opacity(number)
            found.append(Sighting(name, (id(self), number), points, spot, weight * opacity, opacity))
        return found

    def _cut(self, role: Role) -> float | None:
        """Only the receptor's body is cut open; what is in it and helix 12 are whole."""
        return self._cut_depth if role is Role.RECEPTOR else None

    def _sprite(self, factor: float, variant: int) -> NDArray[np.uint8]:
        random = np.random.default_rng((self._seed, variant))
        if self._facing is None:
            rotation = rotation_from_vector(random.normal(0.0, 1.4, size=3))
        else:
            rotation = rotation_from_vector(random.normal(0.0, SWAY_RADIANS, size=3)) @ self._facing
        everything = np.vstack([beads.positions for beads, _ in self._shape])
        middle = everything.mean(axis=0)
        reach = float(np.linalg.norm(everything - middle, axis=1).max()) + 6.0
        size = 2 * int(np.ceil(reach * self._scale * factor))
        view = View(rotation, middle, self._scale * factor, (size / 2, size / 2))
        bodies = [Body(beads, rgb(role), self._cut(role)) for beads, role in self._shape]

        def draw() -> NDArray[np.uint8]:
            raster = Raster(size, size, view, paint(), SMALL_STYLE, line_factor=factor)
            raster.set_still(bodies)
            return raster.picture

        drawn = [
            (body.beads.positions, body.beads.radii, body.beads.tones, body.colour, body.cut_depth)
            for body in bodies
        ]
        return cached(draw, "sprite", rotation, middle, view.scale, size, factor, drawn)


RIM_SHARE, SMALL_PIXELS = 1.25, 40.0
"""The rim of a solid ball is 1.29 root mean squares from its middle; less than so many pixels is a small molecule."""

DISC = np.array(
    [
        (r * np.cos(a), r * np.sin(a))
        for r in (0.0, 0.35, 0.7, 1.0)
        for a in np.linspace(0, 2 * np.pi, 13)[:-1]
    ]
)
"""Points (48, 2) over the unit disc."""


def mixed_with_paper(picture: NDArray[np.uint8], share: float) -> NDArray[np.uint8]:
    """A premultiplied picture mixed with paper, 0 as it is and 1 all paper, as see-through as before."""
    paper = np.array(rgb(Role.PAPER), dtype=np.float32) * np.float32(share)
    mixed = picture[..., :3] * np.float32(1 - share) + picture[..., 3:].astype(np.float32) * paper
    return np.concatenate([np.round(mixed).astype(np.uint8), picture[..., 3:]], axis=2)


class Count(Painted):
    """The number of a population that is there, large, with what is counted beneath."""

    def __init__(self, population: Population, words: str, role: Role, at: tuple[float, float]) -> None:
        super().__init__()
        self.population, self.words, self.role, self.at = population, words, role, at
        self.set_z_index(60)

    def paint(self, canvas: Canvas) -> None:
        """Letter the number and the words."""
        scale, colour, halo = canvas.scale, tinted(self.role, 0.4), rgb(Role.PAPER)
        canvas.lettering(*self.figure(self.population.count, scale), self.opacity)
        words = letter(self.words, 38 * scale, colour, Weight.BOLD, halo, 7 * scale)
        x, baseline = self.at
        canvas.lettering(words, x - words.advance / scale, baseline + 56, self.opacity)

    def figure(self, number: int, scale: float) -> tuple[TextImage, float, float]:
        """A number as it is lettered at `scale` output pixels a design pixel, and its baseline's start (design pixels)."""
        line = letter(
            str(number), 132 * scale, tinted(self.role, 0.4), Weight.BOLD, rgb(Role.PAPER), 8 * scale
        )
        return line, self.at[0] - line.advance / scale, self.at[1]

    def lettered(self) -> list[ShownText]:
        """What is counted."""
        left = self.at[0] - width_of(self.words, 38, Weight.BOLD)
        return [shown_text(self.words, left, self.at[1] + 56, 38, Weight.BOLD)] if self.words else []

    def obstacles(self) -> list[tuple[float, float, float, float]]:
        """The number with its words."""
        x, baseline = self.at
        width = max(width_of("00", 132, Weight.BOLD), width_of(self.words, 38, Weight.BOLD))
        return [(x - width, baseline - 106, x, baseline + 70)]


def scattered(
    count: int,
    box: tuple[float, float, float, float],
    least_apart: float,
    seed: int,
    *,
    clear_of: Sequence[Member] = (),
    room: float = 0.0,
) -> list[Member]:
    """`count` members in a box (left, top, right, bottom; design pixels), no two places nearer than `least_apart`.

    They keep `room` from the places of `clear_of`. Raises ValueError when the box is too small for them.
    """
    random = np.random.default_rng(seed)
    left, top, right, bottom = box
    members: list[Member] = []
    for _ in range(20_000):
        if len(members) == count:
            return members
        x, y = random.uniform(left, right), random.uniform(top, bottom)
        near = [(other.x, other.y, least_apart) for other in members]
        near += [(other.x, other.y, room) for other in clear_of]
        if all((x - at) ** 2 + (y - down) ** 2 >= apart**2 for at, down, apart in near):
            members.append(Member(x, y, int(random.integers(VARIANTS)), seed + 101 * len(members)))
    if len(members) == count:
        return members
    raise ValueError(f"{count} members {least_apart} pixels apart do not fit into {box}")
