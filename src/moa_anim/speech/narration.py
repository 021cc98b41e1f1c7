"""Has a voice read the captions of a production: each caption gets the time that it takes to say, and its samples.

Each caption is read by itself, so that it appears when its words begin. In a described film a second voice speaks what is
seen in each cue after the cue's words. What was read once is kept in the cache, under the
hash of text, voice, speed, lexicon and engine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from moa_anim.cache.entry import read_entry, write_entry
from moa_anim.cache.folder import cache_folder
from moa_anim.captions.descriptions import description_of
from moa_anim.errors import CommandLineError, Fault, ProductionError
from moa_anim.model.story import Shot
from moa_anim.script.files import read_inside
from moa_anim.script.production import Production
from moa_anim.script.reading import Notes
from moa_anim.speech.engine import SAMPLE_RATE, Engine
from moa_anim.speech.lexicon import Lexicon, lexicon_file, read_lexicon
from moa_anim.speech.timing import (
    DESCRIPTION_PAUSE_SECONDS,
    all_captions,
    lines_of,
    pause_after,
    with_spoken_seconds,
)
from moa_anim.speech.voices import VoiceFiles, describer_of, tongue_of

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

    `engine` describes engine, model and voice; `lexicon` is the SHA-256 of the lexicon ("" if there is none). Of a described
    film, `describer` is the voice that speaks what is seen, and `descriptions` has its samples by their text.
    """

    production: Production
    voice: str
    engine: str
    lexicon: str
    samples: Mapping[str, Samples] = field(repr=False)
    describer: str = ""
    descriptions: Mapping[str, Samples] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class _Utterance:
    """A text and the voice that speaks it."""

    voice: str
    text: str


def narrated(
    production: Production,
    voice: str,
    files: VoiceFiles,
    *,
    shots: Collection[str] | None = None,
    described: bool = False,
    jobs: int = 1,
    bar: ProgressBar,
) -> Narration:
    """Return the production as `voice` reads it, with `jobs` texts read at once; all of it, or the `shots` with these ids.

    With `described`, another voice speaks what is seen in each cue after the cue's words, and the cue lasts that much longer.
    `bar` is called with the number of texts that are not in the cache, and shows how many have been read.

    Raises:
        CommandLineError: The voice does not exist, or does not speak the film's language; nothing is described.
        ProductionError: The lexicon has faults, or texts cannot be spoken; it carries every fault.
        RenderError: A file of the model is damaged.
    """
    board = production.storyboard
    engine = Engine(files, tongue_of(voice, board.language))
    notes = Notes()
    lexicon = find_lexicon(production, notes)
    if notes.faults:
        raise ProductionError(notes.faults)
    if described and not _seen(board.shots):
        remedy = "describe what is `seen` in the storyboard, or leave out --described"
        raise CommandLineError(Fault("--described", "no descriptions", "what is seen in each cue", remedy))
    chosen = [shot for shot in board.shots if shots is None or shot.id in shots]
    captions = {_Utterance(voice, text): where for text, where in _captions(chosen).items()}
    describer = describer_of(voice) if described else ""
    seen = {_Utterance(describer, text): where for text, where in _seen(chosen).items()} if described else {}
    samples = _spoken({**captions, **seen}, engine, lexicon, float(1 / board.edition.slower), jobs, bar)
    words = {each.text: samples[each] for each in captions}
    descriptions = {each.text: samples[each] for each in seen}
    lengths = {
        lines_of(each): _seconds(words[each.text]) + pause_after(each.text)
        for each in all_captions(board)
        if each.text in words
    }
    described_lengths = {
        text: _seconds(sound) + DESCRIPTION_PAUSE_SECONDS for text, sound in descriptions.items()
    }
    spoken = replace(production, storyboard=with_spoken_seconds(board, lengths, described_lengths))
    return Narration(spoken, voice, engine.identity(voice), lexicon.sha256, words, describer, descriptions)


def _spoken(
    texts: Mapping[_Utterance, str],
    engine: Engine,
    lexicon: Lexicon,
    speed: float,
    jobs: int,
    bar: ProgressBar,
) -> dict[_Utterance, Samples]:
    """Return the samples of each text, from the cache or as the engine speaks it; `texts` says where each one stands."""
    keys = {each: _key(engine.identity(each.voice), lexicon, each.text, speed) for each in texts}
    samples = {each: found for each, key in keys.items() if (found := _stored(key)) is not None}
    missing = [each for each in texts if each not in samples]
    if not missing:
        return samples
    for number, voice in enumerate(dict.fromkeys(each.voice for each in texts)):
        engine.load(voice, "--described, with the voice" if number else "--voice")
    phonemes = _phonemes(engine, lexicon, {each: texts[each] for each in missing})

    def read(each: _Utterance) -> Samples:
        made = engine.samples(phonemes[each], each.voice, speed)
        with suppress(OSError):  # the cache is an optimisation only
            write_entry(_path(keys[each]), keys[each], SUFFIX, made.astype("<f4").tobytes())
        return made

    with bar(len(missing), "caption") as progress, ThreadPoolExecutor(jobs) as pool:
        for each, made in zip(missing, pool.map(read, missing), strict=True):
            samples[each] = made
            progress(1)
    return samples


def _seconds(samples: Samples) -> Fraction:
    return Fraction(len(samples), SAMPLE_RATE)


def find_lexicon(production: Production, notes: Notes) -> Lexicon:
    """Return the lexicon of the production's language; an empty one if it has none. Faults are noted."""
    language = production.storyboard.language
    for tag in dict.fromkeys((language, language.partition("-")[0])):
        name = lexicon_file(tag)
        if (production.folder / name).exists():
            data = read_inside(production.folder, name, notes)
            return read_lexicon(data, name, notes) if data is not None else Lexicon()
    return Lexicon()


def _captions(shots: Iterable[Shot]) -> dict[str, str]:
    """Return the text of each caption and where it stands: "shot 'x' cue 'y'"."""
    found: dict[str, str] = {}
    for shot in shots:
        for cue in shot.cues:
            for caption in cue.captions:
                found.setdefault(caption.text, f"shot '{shot.id}' cue '{cue.id}'")
    return found


def _seen(shots: Iterable[Shot]) -> dict[str, str]:
    """Return what is seen in each cue and where it stands: "shot 'x' cue 'y' seen"."""
    found: dict[str, str] = {}
    for shot in shots:
        for cue in shot.cues:
            if text := description_of(cue):
                found.setdefault(text, f"shot '{shot.id}' cue '{cue.id}' seen")
    return found


def _phonemes(engine: Engine, lexicon: Lexicon, texts: Mapping[_Utterance, str]) -> dict[_Utterance, str]:
    made, faults = {}, []
    for each, where in texts.items():
        try:
            made[each] = engine.phonemes(lexicon.parts(each.text))
        except ValueError as error:
            remedy = f"add how it is said to {lexicon_file(engine.tongue.tag)}"
            faults.append(
                Fault(f"{where} “{each.text}”", str(error), "words that the voice can read", remedy)
            )
    if faults:
        raise ProductionError(faults)
    return made


def _key(engine: str, lexicon: Lexicon, text: str, speed: float) -> str:
    parts = repr([(part.text, part.phonetic) for part in lexicon.parts(text)])
    return hashlib.sha256("\n".join([_FORMAT, engine, parts, repr(speed)]).encode()).hexdigest()


def _stored(key: str) -> Samples | None:
    data = read_entry(_path(key), key, SUFFIX)
    return None if data is None else np.frombuffer(data, "<f4").astype(np.float32)


def _path(key: str) -> Path:
    return cache_folder() / FOLDER / f"{key}{SUFFIX}"
