"""What goes along with the film for those who show it, explain it, or do not see it; none of it is on screen in a shot."""

from __future__ import annotations

from dataclasses import dataclass

from moa_anim.model.showable import require_showable


@dataclass(frozen=True)
class GlossaryEntry:
    """A term of the film and what it means, in plain words; `source` says where the meaning is from."""

    term: str
    meaning: str
    source: str

    def __post_init__(self) -> None:
        for text in (self.term, self.meaning, self.source):
            require_showable(text)


@dataclass(frozen=True)
class Guide:
    """What a lecturer may say to a shot: what to point at, and what a specialist will ask about. "" for nothing."""

    point_at: str = ""
    nuance: str = ""

    def __post_init__(self) -> None:
        for text in (self.point_at, self.nuance):
            if text:
                require_showable(text)
