"""Voices, the languages that they speak, and the files of the speech model on this machine."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from moa_anim.errors import CommandLineError, Fault

MODEL = "kokoro.onnx"
VOICES = "voices.npz"
"""Names of the two files that `make voice` writes."""

UPSTREAM_MODEL = "kokoro-v1.0.onnx"
UPSTREAM_VOICES = "voices-v1.0.bin"
"""Names of the same two files in the documentation of kokoro-onnx."""

INSTALLED_FOLDER = Path(sys.prefix) / "share" / "moa-anim" / "voice"
"""Where `make voice` puts the files: in the environment that the program runs in."""

INSTALL = "run `make voice`, or give --voice-files a folder that has them"
"""What to do if the files are missing."""


@dataclass(frozen=True)
class Tongue:
    """A language of the voices: its primary tag, and the name that espeak-ng has for it ("": it is not used)."""

    tag: str
    espeak: str


TONGUES = {
    "a": Tongue("en", "en-us"),
    "b": Tongue("en", "en-gb"),
    "e": Tongue("es", "es"),
    "f": Tongue("fr", "fr-fr"),
    "h": Tongue("hi", "hi"),
    "i": Tongue("it", "it"),
    "p": Tongue("pt", "pt-br"),
    "z": Tongue("zh", ""),
}
"""Languages by the first letter of a voice's name, such as `af_heart` (Kokoro-82M's list of voices)."""


DESCRIBERS = {
    "a": ("af_heart", "am_michael"),
    "b": ("bf_emma", "bm_george"),
    "e": ("ef_dora", "em_alex"),
    "f": ("ff_siwis", "ff_siwis"),
    "h": ("hf_alpha", "hm_omega"),
    "i": ("if_sara", "im_nicola"),
    "p": ("pf_dora", "pm_alex"),
    "z": ("zf_xiaoxiao", "zm_yunjian"),
}
"""A woman's and a man's voice of each language, by the first letter of their names; French has a woman's only."""


def describer_of(voice: str) -> str:
    """Return the voice that speaks what is seen where `voice` reads the captions: a man's for a woman's, and the reverse."""
    woman, man = DESCRIBERS[voice[0]]
    return man if voice[1] == "f" else woman


@dataclass(frozen=True)
class VoiceFiles:
    """The files of the speech model."""

    model: Path
    voices: Path


def find_voice_files(folder: Path | None) -> VoiceFiles:
    """Return the model's files in `folder`, by default where `make voice` puts them.

    Raises:
        CommandLineError: The folder lacks one of them.
    """
    place = INSTALLED_FOLDER if folder is None else folder
    for model, voices in ((MODEL, VOICES), (UPSTREAM_MODEL, UPSTREAM_VOICES)):
        if (place / model).is_file() and (place / voices).is_file():
            return VoiceFiles(place / model, place / voices)
    where = "--voice" if folder is None else f"--voice-files {folder}"
    expected = f"{MODEL} and {VOICES}, or {UPSTREAM_MODEL} and {UPSTREAM_VOICES}"
    raise CommandLineError(Fault(where, "no speech model", expected, INSTALL))


def tongue_of(voice: str, language: str) -> Tongue:
    """Return the language that `voice` speaks.

    Raises:
        CommandLineError: It is not the language of the film, the tag `language`.
    """
    tongue = TONGUES.get(voice[:1])
    if tongue is None or tongue.tag != language.partition("-")[0].casefold():
        spoken = f"a voice that speaks “{tongue.tag}”" if tongue else "a name of no known language"
        initials = ", ".join(
            f"{letter}…" for letter, each in TONGUES.items() if language.startswith(each.tag)
        )
        expected = f"a voice for “{language}” ({initials or 'there is none'})"
        raise CommandLineError(
            Fault(f"--voice {voice}", spoken, expected, "choose another voice, or another --language")
        )
    return tongue
