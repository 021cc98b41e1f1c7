"""Whether a film tells the hormone's signal, with whose last picture, four cells, a later shot begins."""

from __future__ import annotations

from moa_anim.model.story import Storyboard

SIGNAL_MODULE = "er_signalling"
"""The module of the scene that tells it."""

FOLLOWING_MODULES = frozenset({"pocket_exchange"})
"""Modules of scenes that begin with its last picture if the film has it, and else with one cell."""


def tells_the_signal(board: Storyboard) -> bool:
    """Return whether the film has the scene of the signal."""
    return any(each.scene.module == SIGNAL_MODULE for each in board.shots)
