"""Narrates a production as the options of a command say."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from moa_anim.cli.standard_streams import progress_bar
from moa_anim.errors import CommandLineError, Fault, RenderError
from moa_anim.model.narration import NarrationFacts
from moa_anim.script.production import Production

if TYPE_CHECKING:
    from moa_anim.render.join import Sound
    from moa_anim.render.plan import RenderPlan
    from moa_anim.speech.narration import Narration

MODULES = ("kokoro_onnx", "onnxruntime", "pyloudnorm")
"""Modules of the extra `voice`."""


@dataclass(frozen=True)
class Narrated:
    """A production whose captions last as long as they take to say, facts of its narration, and what makes its sound."""

    production: Production
    facts: NarrationFacts
    narration: Narration

    def sound(self, plan: RenderPlan) -> Callable[[], Sound]:
        """Return a function that makes the sound track of a plan of this production."""

        def make() -> Sound:
            from moa_anim.render.join import Sound
            from moa_anim.speech.sound import sound_track

            language = self.production.storyboard.language
            track = sound_track(plan.timeline, self.narration.samples, self.facts.loudness)
            return Sound(track, language, self.facts.voice)

        return make


def narrated_by_options(production: Production, options: argparse.Namespace) -> Narrated | None:
    """Return the production as the voice of the options reads it; None without --voice.

    Raises:
        CommandLineError: There is no such voice, it does not speak the film's language, or the model's files are missing.
        ProductionError: The lexicon has faults, or captions cannot be spoken.
        RenderError: The extra `voice` is not installed, or a file of the model is damaged.
    """
    voice = getattr(options, "voice", None)
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
    made = narrated(production, voice, files, jobs=getattr(options, "jobs", 1), bar=progress_bar)
    return Narrated(made.production, NarrationFacts(voice, made.engine, made.lexicon, options.loudness), made)
