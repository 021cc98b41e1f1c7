"""Many bodies of one kind: their positions, how they fade one after the other, and how many remain."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence, Sized
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb, shade_of, tinted
from moa_anim.graphics.fonts import Weight, width_of
from moa_anim.graphics.lettering import ShownText, TextImage, letter, shown_text
from moa_anim.graphics.sprite import molecule_sprite
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import Beads
from moa_anim.molecule.bodies import Body, View
from moa_anim.molecule.pose import rotation_from_vector
from moa_anim.molecule.style import Style
from moa_anim.stage.noise import drift
from moa_anim.stage.painted import Painted
from moa_anim.stage.sighting import Sighting

if TYPE_CHECKING:
    from moa_anim.stage.clock import Clock

VARIANTS = 6
"""Number of orientations in which a body is drawn."""

FACING_RADIANS = 0.16
"""Standard deviation of each rotation component of members that face the viewer (about 9°)."""

TURN_RADIANS = 1.4
"""Standard deviation of each rotation component of randomly turned members."""

DEPTH_PALENESS = 0.14
"""Share of paper mixed into the rearmost members. They are not drawn smaller, since a picture has one scale, and not so pale
that they seem to be fading where fading members are counted."""

PALENESS_LEVELS = 24
"""Paleness is rounded to this many levels, so that a paled picture can be reused."""

MAX_CACHED_PALED = 240
"""Largest number of paled pictures cached in memory (about 200 kB each)."""

SMALL_STYLE = Style(line_pixels=1.7, fog_strength=0.15)
"""Thin outlines and little haze, for molecules drawn small."""

FADE_MEMBERS = 0.8
"""Duration of a member's fade, in units of `left`."""

FAINTEST_OPACITY = 0.06
"""A fainter member is not drawn: it cannot be seen."""

COUNTED_OPACITY = 0.5
"""Opacity from which a member is counted."""

FACE_MARGIN_ANGSTROM = 6.0
"""Margin of a picture around the centre of its farthest bead, for the bead's radius and outline."""

RIM_SHARE = 1.25
"""Radius of a member's disc, as a multiple of the root mean square radius of its beads; a solid ball has 1.29."""

SMALL_RADIUS_PIXELS = 40.0
"""A member of a smaller radius (design pixels) is a small molecule, which labels may cover at a lower cost."""

DISC = np.array(
    [
        (r * np.cos(a), r * np.sin(a))
        for r in (0.0, 0.35, 0.7, 1.0)
        for a in np.linspace(0, 2 * np.pi, 13)[:-1]
    ]
)
"""Points (48, 2) over the unit disc."""

FIGURE_PIXELS = 132
"""Font size of a count (design pixels)."""

WORDS_PIXELS = 38
"""Font size of the words beneath it (design pixels)."""

WORDS_BELOW_PIXELS = 56
"""Distance from the number's baseline to that of the words beneath (design pixels)."""

NOTE_PIXELS = 30
NOTE_BELOW_PIXELS = 42
"""Font size of the note below the words, and distance between their baselines (design pixels)."""

COUNT_LEVEL = 60
"""Manim's z-index of a count: over all molecules."""

SCATTER_TRIES = 20_000
"""Random positions tried before a box is reported as too small."""


@dataclass(frozen=True)
class Member:
    """One of many at (x, y; design pixels): number of its orientation, seed of its drift, and depth, 0 front … 1 back."""

    x: float
    y: float
    variant: int
    seed: int
    depth: float = 0.0


class Population(Painted):
    """`members` of one kind; `left` counts down from their number: the last in the list fades first, then the one before it.

    `wander` is the root mean square of their drift (design pixels), at frequencies `hertz`. They are turned at random, or
    slightly about the rotation `facing` (3, 3); `cut_depth` (Å) opens them as in a close-up. Members farther back are paler
    and drawn first. A scene may set `visible`, a further opacity of a member by number, `moved`, its mean position instead
    of its own, and `dim`, the share of paper mixed into all.
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
        """Number of members that are at least half opaque, as shown on screen."""
        return sum(self.is_shown(number) for number in range(len(self.members)))

    def _opacity(self, number: int) -> float:
        seen = 1.0 if self.visible is None else self.visible(number)
        opacity = seen * min(1.0, max(0.0, (self.left - number) / FADE_MEMBERS))
        return opacity if opacity >= FAINTEST_OPACITY else 0.0

    def is_shown(self, number: int) -> bool:
        """Whether a member is at least half opaque."""
        return self._opacity(number) >= COUNTED_OPACITY

    def place(self, number: int) -> tuple[float, float]:
        """Position (design pixels) of a member's centre at the current time."""
        member = self.members[number]
        stray = self._wander * drift(member.seed, self._clock.seconds, 2, *self._hertz)
        x, y = (member.x, member.y) if self.moved is None else self.moved(number)
        return x + float(stray[0]), y + float(stray[1])

    def paint(self, canvas: Canvas) -> None:
        """Draw the remaining members, the farthest first."""
        for number in self._order:
            self.paint_member(canvas, number)

    def paint_member(self, canvas: Canvas, number: int) -> None:
        """Draw one member at its current opacity."""
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
        """A picture mixed with paper, 0 unchanged and 1 all paper; `key` identifies the picture."""
        level = round(paleness * PALENESS_LEVELS)
        if level == 0:
            return picture
        if (key, level) not in self._paled:
            if len(self._paled) >= MAX_CACHED_PALED:
                self._paled.clear()
            self._paled[key, level] = mixed_with_paper(picture, level / PALENESS_LEVELS)
        return self._paled[key, level]

    def silhouettes(self) -> list[tuple[NDArray[np.float64], float]]:
        """A disc of points for each member that is drawn; pale ones have less weight."""
        if not self._shape:
            return []
        beads = np.vstack([beads.positions for beads, _ in self._shape])
        radius = (
            RIM_SHARE * self._scale * float(np.sqrt(((beads - beads.mean(axis=0)) ** 2).sum(axis=1).mean()))
        )
        weight = (1.0 if radius > SMALL_RADIUS_PIXELS else 0.6) * (1.0 - 0.5 * self.dim)
        shown = [number for number in range(len(self.members)) if self._opacity(number) > 0]
        return [(np.array(self.place(number)) + radius * DISC, weight) for number in shown]

    def sightings(self) -> list[Sighting]:
        """Each member that is drawn, by its number; members that are fading out are weighted by opacity."""
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
        """The cut's depth for a colour: only the receptor's core is cut open, not its ligand and helix 12."""
        return self._cut_depth if role is Role.RECEPTOR else None

    def _sprite(self, factor: float, variant: int) -> NDArray[np.uint8]:
        """The picture of one orientation; `factor` output pixels a design pixel."""
        random = np.random.default_rng((self._seed, variant))
        if self._facing is None:
            rotation = rotation_from_vector(random.normal(0.0, TURN_RADIANS, size=3))
        else:
            rotation = rotation_from_vector(random.normal(0.0, FACING_RADIANS, size=3)) @ self._facing
        everything = np.vstack([beads.positions for beads, _ in self._shape])
        middle = everything.mean(axis=0)
        reach = float(np.linalg.norm(everything - middle, axis=1).max()) + FACE_MARGIN_ANGSTROM
        size = 2 * int(np.ceil(reach * self._scale * factor))
        view = View(rotation, middle, self._scale * factor, (size / 2, size / 2))
        bodies = [
            Body(beads, rgb(role), self._cut(role), shade=shade_of(role)) for beads, role in self._shape
        ]
        return molecule_sprite(bodies, view, (size, size), factor, SMALL_STYLE)


def mixed_with_paper(picture: NDArray[np.uint8], share: float) -> NDArray[np.uint8]:
    """Return a premultiplied picture mixed with paper, 0 unchanged and 1 all paper; its alpha is unchanged."""
    paper = np.array(rgb(Role.PAPER), dtype=np.float32) * np.float32(share)
    mixed = picture[..., :3] * np.float32(1 - share) + picture[..., 3:].astype(np.float32) * paper
    return np.concatenate([np.round(mixed).astype(np.uint8), picture[..., 3:]], axis=2)


class Counted(Protocol):
    """Something of which a count is shown."""

    @property
    def count(self) -> int:
        """The number shown."""
        ...

    @property
    def members(self) -> Sized:
        """All that there may be of it."""
        ...

    @property
    def opacity(self) -> float:
        """Opacity of all of it."""
        ...

    def sightings(self) -> list[Sighting]:
        """Return each one that is drawn."""
        ...


class Count(Painted):
    """The count of a population, with `words` beneath, right-aligned at `at` (x, number's baseline; design pixels).

    `note` is a second, smaller line: that the numbers are illustrative.
    """

    def __init__(
        self, population: Counted, words: str, role: Role, at: tuple[float, float], note: str = ""
    ) -> None:
        super().__init__()
        self.population, self.words, self.role, self.at, self.note = population, words, role, at, note
        self.set_z_index(COUNT_LEVEL)

    def paint(self, canvas: Canvas) -> None:
        """Draw the number and the words."""
        scale, colour, halo = canvas.scale, tinted(self.role, 0.4), rgb(Role.PAPER)
        canvas.lettering(*self.figure(self.population.count, scale), self.opacity)
        x = self.at[0]
        for words, pixels, weight, baseline in self._lines():
            line = letter(words, pixels * scale, colour, weight, halo, 7 * scale)
            canvas.lettering(line, x - line.advance / scale, baseline, self.opacity)

    def _lines(self) -> list[tuple[str, float, Weight, float]]:
        """The lines beneath the number: words, letter size, weight, baseline."""
        baseline = self.at[1] + WORDS_BELOW_PIXELS
        lines = [
            (self.words, WORDS_PIXELS, Weight.BOLD, baseline),
            (self.note, NOTE_PIXELS, Weight.MEDIUM, baseline + NOTE_BELOW_PIXELS),
        ]
        return [line for line in lines if line[0]]

    def figure(self, number: int, scale: float) -> tuple[TextImage, float, float]:
        """Text image of a number at `scale` output pixels a design pixel, and where its baseline starts (design pixels)."""
        line = letter(
            str(number),
            FIGURE_PIXELS * scale,
            tinted(self.role, 0.4),
            Weight.BOLD,
            rgb(Role.PAPER),
            8 * scale,
        )
        return line, self.at[0] - line.advance / scale, self.at[1]

    def lettered(self) -> list[ShownText]:
        """The lines beneath the number."""
        return [
            shown_text(words, self.at[0] - width_of(words, pixels, weight), baseline, pixels, weight)
            for words, pixels, weight, baseline in self._lines()
        ]

    def obstacles(self) -> list[tuple[float, float, float, float]]:
        """The box of number and words (design pixels)."""
        x, baseline = self.at
        lines = [width_of(words, pixels, weight) for words, pixels, weight, _ in self._lines()]
        width = max(width_of("00", FIGURE_PIXELS, Weight.BOLD), *lines, 0.0)
        return [(x - width, baseline - 106, x, baseline + 70 + (NOTE_BELOW_PIXELS if self.note else 0))]


def scattered(
    count: int,
    box: tuple[float, float, float, float],
    least_apart: float,
    seed: int,
    *,
    clear_of: Sequence[Member] = (),
    room: float = 0.0,
) -> list[Member]:
    """Return `count` members in `box` (left, top, right, bottom; design pixels), at least `least_apart` apart.

    They stay `room` away from the places of `clear_of`. Raises ValueError when the box is too small for them.
    """
    random = np.random.default_rng(seed)
    left, top, right, bottom = box
    members: list[Member] = []
    for _ in range(SCATTER_TRIES):
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
