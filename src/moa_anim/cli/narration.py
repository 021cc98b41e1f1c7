"""Narrates a production as the options of a command say."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from moa_anim.cli.standard_streams import progress_bar
from moa_anim.errors import Fault, RenderError
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
    if voice is None:
        return None
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
