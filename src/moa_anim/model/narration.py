"""What is known of a film's narration: its voice, and what the sound depends on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

SOUND_RATE = 48_000
"""Samples a second of a sound track."""

LOUDNESS_LUFS: Mapping[str, float] = MappingProxyType({"web": -16.0, "broadcast": -23.0})
"""Loudness of a whole film by its use, the default first: streaming platforms' usual target, and EBU R 128."""

LOUDNESSES = tuple(LOUDNESS_LUFS)
"""Names of the loudness levels."""


@dataclass(frozen=True)
class NarrationFacts:
    """The voice of a film, the speech engine with its versions and files, the lexicon's SHA-256 ("": none), the loudness.

    `describer` is the voice that speaks what is seen, on a sound track of its own; "" if none does.
    """

    voice: str
    engine: str
    lexicon: str
    loudness: str = LOUDNESSES[0]
    describer: str = ""

    @property
    def sound_tracks(self) -> int:
        """The number of sound tracks of the film."""
        return 2 if self.describer else 1
