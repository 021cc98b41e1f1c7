"""Material that accompanies the film: the glossary and a lecturer's notes."""

from __future__ import annotations

from dataclasses import dataclass

from moa_anim.model.showable import require_showable


@dataclass(frozen=True)
class GlossaryEntry:
    """A term of the film and its meaning in plain words; `source` is where the meaning was taken from."""

    term: str
    meaning: str
    source: str

    def __post_init__(self) -> None:
        for text in (self.term, self.meaning, self.source):
            require_showable(text)


@dataclass(frozen=True)
class Guide:
    """A lecturer's notes on a shot: what to point at, and what a specialist may ask. "" for none."""

    point_at: str = ""
    nuance: str = ""

    def __post_init__(self) -> None:
        for text in (self.point_at, self.nuance):
            if text:
                require_showable(text)
