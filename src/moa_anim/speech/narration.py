"""Has a voice read the captions of a production: each caption gets the time that it takes to say, and its samples.

Each caption is read by itself, so that it appears when its words begin. What was read once is kept in the cache, under the
hash of text, voice, speed, lexicon and engine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from moa_anim.cache.entry import read_entry, write_entry
from moa_anim.cache.folder import cache_folder
from moa_anim.errors import Fault, ProductionError
from moa_anim.model.story import Storyboard
from moa_anim.script.files import read_inside
from moa_anim.script.production import Production
from moa_anim.script.reading import Notes
from moa_anim.speech.engine import SAMPLE_RATE, Engine
from moa_anim.speech.lexicon import Lexicon, lexicon_file, read_lexicon
from moa_anim.speech.timing import all_captions, lines_of, pause_after, with_spoken_seconds
from moa_anim.speech.voices import VoiceFiles, tongue_of

FOLDER = "speech"
"""Name of the folder of spoken captions in the folder of caches."""

SUFFIX = ".speech"
"""File name extension of a spoken caption, and its kind as an entry."""

_FORMAT = "speech 1: float32, little-endian, silence cut off"
"""How samples are stored, and what is done to them. It is part of every key."""

Samples = NDArray[np.float32]
ProgressBar = Callable[[int, str], AbstractContextManager[Callable[[int], None]]]


@dataclass(frozen=True)
class Narration:
    """A production whose captions last as long as a voice needs for them, and the samples of each caption by its text.

    `engine` describes engine, model and voice; `lexicon` is the SHA-256 of the lexicon ("" if there is none).
    """

    production: Production
    voice: str
    engine: str
    lexicon: str
    samples: Mapping[str, Samples] = field(repr=False)


def narrated(
    production: Production,
    voice: str,
    files: VoiceFiles,
    *,
    jobs: int = 1,
    bar: ProgressBar,
) -> Narration:
    """Return the production as `voice` reads it, with `jobs` captions read at once.

    `bar` is called with the number of captions that are not in the cache, and shows how many have been read.

    Raises:
        CommandLineError: The voice does not exist, or does not speak the film's language.
        ProductionError: The lexicon has faults, or captions cannot be spoken; it carries every fault.
        RenderError: A file of the model is damaged.
    """
    board = production.storyboard
    engine = Engine(files, voice, tongue_of(voice, board.language))
    notes = Notes()
    lexicon = find_lexicon(production, notes)
    if notes.faults:
        raise ProductionError(notes.faults)
    speed = float(1 / board.edition.slower)
    captions = _captions(board)
    keys = {text: _key(engine, lexicon, text, speed) for text in captions}
    samples = {text: found for text, key in keys.items() if (found := _stored(key)) is not None}
    missing = [text for text in captions if text not in samples]
    if missing:
        engine.load()
        phonemes = _phonemes(engine, lexicon, {text: captions[text] for text in missing})

        def read(text: str) -> Samples:
            made = engine.samples(phonemes[text], speed)
            with suppress(OSError):  # the cache is an optimisation only
                write_entry(_path(keys[text]), keys[text], SUFFIX, made.astype("<f4").tobytes())
            return made

        with bar(len(missing), "caption") as progress, ThreadPoolExecutor(jobs) as pool:
            for text, made in zip(missing, pool.map(read, missing), strict=True):
                samples[text] = made
                progress(1)
    lengths = {
        lines_of(each): Fraction(len(samples[each.text]), SAMPLE_RATE) + pause_after(each.text)
        for each in all_captions(board)
    }
    spoken = replace(production, storyboard=with_spoken_seconds(board, lengths))
    return Narration(spoken, voice, engine.identity, lexicon.sha256, samples)


def find_lexicon(production: Production, notes: Notes) -> Lexicon:
    """Return the lexicon of the production's language; an empty one if it has none. Faults are noted."""
    language = production.storyboard.language
    for tag in dict.fromkeys((language, language.partition("-")[0])):
        name = lexicon_file(tag)
        if (production.folder / name).exists():
            data = read_inside(production.folder, name, notes)
            return read_lexicon(data, name, notes) if data is not None else Lexicon()
    return Lexicon()


def _captions(board: Storyboard) -> dict[str, str]:
    """Return the text of each caption and where it stands: "shot 'x' cue 'y'"."""
    found: dict[str, str] = {}
    for shot in board.shots:
        for cue in shot.cues:
            for caption in cue.captions:
                found.setdefault(caption.text, f"shot '{shot.id}' cue '{cue.id}'")
    return found


def _phonemes(engine: Engine, lexicon: Lexicon, captions: Mapping[str, str]) -> dict[str, str]:
    made, faults = {}, []
    for text, where in captions.items():
        try:
            made[text] = engine.phonemes(lexicon.parts(text))
        except ValueError as error:
            remedy = f"add how it is said to {lexicon_file(engine.tongue.tag)}"
            faults.append(Fault(f"{where} “{text}”", str(error), "words that the voice can read", remedy))
    if faults:
        raise ProductionError(faults)
    return made


def _key(engine: Engine, lexicon: Lexicon, text: str, speed: float) -> str:
    parts = repr([(part.text, part.phonetic) for part in lexicon.parts(text)])
    return hashlib.sha256("\n".join([_FORMAT, engine.identity, parts, repr(speed)]).encode()).hexdigest()


def _stored(key: str) -> Samples | None:
    data = read_entry(_path(key), key, SUFFIX)
    return None if data is None else np.frombuffer(data, "<f4").astype(np.float32)


def _path(key: str) -> Path:
    return cache_folder() / FOLDER / f"{key}{SUFFIX}"
