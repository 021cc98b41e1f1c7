"""A lane of the picture, a third of it: what is in it is seen by a camera and cut off at its edges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.geometry import Point
from moa_anim.graphics.layout import BAND_TOP
from moa_anim.model.palette import Role
from moa_anim.molecule.structure import Ligand
from moa_anim.sets.receptor_field import FieldSight, FieldWorld
from moa_anim.stage.painted import Painted

LANE_WIDTH = 640.0
"""Width of a lane (design pixels): a third of the picture."""


@dataclass(frozen=True)
class Treatment:
    """What a lane shows: its texts, the ligand in the pockets, and what becomes of the receptors.

    `effects` are the texts for the wild type and for the mutants. `closed` are the receptors (0 the wild type, 1 and 2 the
    mutants) whose helix 12 is closed at first: the wild type's over estradiol, a mutant's over an empty pocket. The others
    hold the ligand, with helix 12 on the groove. With `removes` all are tagged and taken in, the wild type before the lane is
    there; with `lowers` there is little estradiol in the end.
    """

    heading: str
    effects: tuple[str, str]
    ligand: tuple[Ligand, Role]
    closed: tuple[int, ...] = ()
    removes: bool = False
    lowers: bool = False


class LaneWorld(FieldWorld):
    """Pieces at places from the lane's left edge, `left` (design pixels), as `sight` sees them in the first lane."""

    def __init__(self, pieces: Sequence[Painted], sight: FieldSight, left: float) -> None:
        super().__init__(pieces, sight)
        self.left = left

    def seen(self, point: Point) -> Point:
        """Return where a point of the pieces' own picture is seen (design pixels)."""
        x, y = self.sight.seen(point)
        return x + self.left, y

    def paint(self, canvas: Canvas) -> None:
        """Paint the pieces within the lane."""
        context, scale = canvas.context, canvas.scale
        context.save()
        context.rectangle(self.left * scale, 0.0, LANE_WIDTH * scale, BAND_TOP * scale)
        context.clip()
        super().paint(canvas)
        context.restore()
