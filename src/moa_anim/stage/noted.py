"""What a frame's overlay shows: the labels that are visible, where their words stand, and what each points to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from moa_anim.graphics.geometry import Box, Point
from moa_anim.stage.label import Label


@dataclass(frozen=True)
class NotedLabel:
    """A label visible in a frame: its name in the scene, its words, their box, and what it points to (design pixels)."""

    name: str
    words: str
    box: Box
    anchor: Point | None


def noted_labels(scene: Any) -> tuple[NotedLabel, ...]:
    """Return the labels that are visible in the frame that a scene (`MoaScene`) has just drawn."""
    labels: Iterable[tuple[str, Label]] = scene.labels.items()
    on_stage = set(map(id, scene.mobjects))
    return tuple(
        NotedLabel(name, label.words, label.box, label.target() if label.target else None)
        for name, label in labels
        if label.seen and id(label) in on_stage
    )
