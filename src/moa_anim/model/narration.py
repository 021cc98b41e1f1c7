"""What is known of a film's narration: its voice, and what the sound depends on."""

from __future__ import annotations

from dataclasses import dataclass

LOUDNESSES = ("web", "broadcast")
"""Names of the loudness levels, the default first (speech/sound.py has their values)."""


@dataclass(frozen=True)
class NarrationFacts:
    """The voice of a film, the speech engine with its versions and files, the lexicon's SHA-256 ("": none), the loudness."""

    voice: str
    engine: str
    lexicon: str
    loudness: str = LOUDNESSES[0]
