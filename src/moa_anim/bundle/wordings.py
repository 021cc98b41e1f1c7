"""The words of a film in a language: its own, and each translation of them at the times of the same film."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from moa_anim.errors import ProductionError
from moa_anim.model.story import Storyboard
from moa_anim.model.timeline import Timeline, fitted
from moa_anim.script.production import Production


@dataclass(frozen=True)
class Wording:
    """A film's words in one language: the storyboard that has them, and when they are shown."""

    board: Storyboard
    timeline: Timeline

    @property
    def language(self) -> str:
        """The language's tag."""
        return self.board.language


def translations(
    production: Production, timeline: Timeline, report: Callable[[str], None]
) -> tuple[Wording, ...]:
    """Return the words of a film of `production`, with this timeline, in every other language that they are there in.

    A translation with faults is left out, and `report` is told of it: who corrects a caption need not know all languages.
    """
    own, found = production.storyboard.language, []
    for tag in production.languages:
        if tag.casefold() == own.casefold():
            continue
        try:
            board = production.in_language(tag).storyboard
        except ProductionError as error:
            count = f"{len(error.faults)} fault{'s' if len(error.faults) > 1 else ''}"
            report(f"{tag}: left out, since its translation has {count}; see `moa-anim check`")
            continue
        found.append(Wording(board, fitted(timeline, board)))
    return tuple(found)
