"""Narrates a production as the options of a command say."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING

from moa_anim.cli.standard_streams import progress_bar
from moa_anim.errors import CommandLineError, Fault, RenderError
from moa_anim.model.narration import NarrationFacts
from moa_anim.script.production import Production

if TYPE_CHECKING:
    from moa_anim.render.plan import RenderPlan
    from moa_anim.render.sound_encoder import Sound
    from moa_anim.speech.narration import Narration

MODULES = ("kokoro_onnx", "onnxruntime", "pyloudnorm")
"""Modules of the extra `voice`."""


@dataclass(frozen=True)
class Narrated:
    """A production whose captions last as long as they take to say, facts of its narration, and what makes its sounds."""

    production: Production
    facts: NarrationFacts
    narration: Narration

    def sounds(self, plan: RenderPlan) -> list[Sound]:
        """Return the sound tracks of a plan of this production: narration, and audio description."""
        from moa_anim.render.sound_encoder import Sound
        from moa_anim.speech.sound import described_sound_track, sound_track

        board, made, loudness = self.production.storyboard, self.narration, self.facts.loudness
        title = board.interface.word("text", "narration")
        sounds = [Sound(sound_track(plan.timeline, made.samples, loudness), board.language_code, title)]
        if made.describer:
            track = described_sound_track(plan.timeline, made.samples, made.descriptions, loudness)
            title = board.interface.word("text", "audio_description")
            sounds.append(Sound(track, board.language_code, title, described=True))
        return sounds


def narrated_by_options(production: Production, options: argparse.Namespace) -> Narrated | None:
    """Return the production as the voice of the options reads it; None without --voice.

    Raises:
        CommandLineError: There is no such voice, it does not speak the film's language, or the model's files are missing;
            --described without --voice, or nothing to describe.
        ProductionError: The lexicon has faults, or captions cannot be spoken.
        RenderError: The extra `voice` is not installed, or a file of the model is damaged.
    """
    voice, described = getattr(options, "voice", None), getattr(options, "described", False)
    if voice is None and described:
        remedy = "add --voice, such as --voice af_heart, or leave out --described"
        raise CommandLineError(
            Fault("--described", "no --voice", "the voice that reads the captions", remedy)
        )
    return None if voice is None else _narrated(production, voice, options)


def narrated_in_languages(production: Production, options: argparse.Namespace) -> tuple[Narrated, ...]:
    """Return the production as each voice of the options reads it, in the language that the voice speaks.

    Raises as `narrated_by_options`; and CommandLineError if two voices speak the same language, or one a language that the
    production has no words in.
    """
    voices = options.voices or ()
    languages = dict[str, str]()  # by voice: all are found before any of them reads
    for voice in voices:
        language = _language_of(voice, production)
        if language in languages.values():
            raise CommandLineError(
                Fault(f"--voice {voice}", f"a second voice for “{language}”", "one", "leave one of them out")
            )
        languages[voice] = language
    return tuple(_narrated(production.in_language(languages[voice]), voice, options) for voice in voices)


def _language_of(voice: str, production: Production) -> str:
    """Return the tag of the language in which `voice` reads a production: its own, or the first of its others."""
    from moa_anim.speech.voices import tongue_of

    own = production.storyboard.language
    for language in (own, *production.languages):
        try:
            tongue_of(voice, language)
        except CommandLineError:
            continue
        return language
    tongue_of(voice, own)  # its error names the voices that there are
    raise AssertionError("a voice that speaks the film's language, and does not")


def _narrated(production: Production, voice: str, options: argparse.Namespace) -> Narrated:
    from importlib.util import find_spec

    if missing := [name for name in MODULES if find_spec(name) is None]:
        remedy = "run `make voice`, or leave out --voice for a silent film"
        fault = Fault("--voice", f"no {', '.join(missing)}", "the packages of the extra `voice`", remedy)
        raise RenderError(fault)
    from moa_anim.speech.narration import narrated
    from moa_anim.speech.voices import find_voice_files, tongue_of

    tongue_of(voice, production.storyboard.language)  # the wrong voice is worth saying before a missing model
    files = find_voice_files(options.voice_files)
    described, shots = getattr(options, "described", False), getattr(options, "shots", None)
    jobs = getattr(options, "jobs", 1)
    made = narrated(production, voice, files, shots=shots, described=described, jobs=jobs, bar=progress_bar)
    facts = NarrationFacts(voice, made.engine, made.lexicon, options.loudness, made.describer)
    return Narrated(made.production, facts, made)
