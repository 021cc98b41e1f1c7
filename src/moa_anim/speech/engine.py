"""The speech engine: Kokoro-82M through kokoro-onnx. It turns text into sounds and sounds into samples, offline.

The engine is loaded only when something is not in the cache. Each session runs on one thread: with more, the sums inside the
model are in another order, and the samples differ.
"""

from __future__ import annotations

import hashlib
import tempfile
import unicodedata
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moa_anim.errors import CommandLineError, Fault, RenderError
from moa_anim.speech.lexicon import Part
from moa_anim.speech.voices import INSTALL, Tongue, VoiceFiles

SAMPLE_RATE = 24_000
"""Samples a second that the model makes."""

SPOKEN_MARKS = frozenset(" .,;:!?¿¡—–-‑…'’\"“”«»‘()[]（），。；：！？、“”［］％%/\n")  # noqa: RUF001 - full-width marks are meant
"""Marks besides letters and digits that may stand in a spoken text: pauses, quotation marks, brackets. No others sound."""

_SILENT_MARKS = str.maketrans("", "", '[]［］"“”«»‘')  # noqa: RUF001 - full-width marks are meant
"""Marks that are not read: the brackets of an emendation and quotation marks."""


class Engine:
    """A speech model, and the language that it speaks."""

    def __init__(self, files: VoiceFiles, tongue: Tongue) -> None:
        self.files, self.tongue = files, tongue

    def identity(self, voice: str) -> str:
        """Return what the samples depend on besides the text: engine and its version, model, voice, and language."""
        versions, model, voices = self._identity
        return f"{versions}, {voice}, model {model}, voices {voices}"

    @cached_property
    def _identity(self) -> tuple[str, str, str]:
        from importlib.metadata import version

        names = [
            "kokoro-onnx",
            "onnxruntime",
            *(["misaki"] if not self.tongue.espeak else ["espeakng-loader"]),
        ]
        versions = ", ".join(f"{name} {version(name)}" for name in names)
        model, voices = (_sha256(path) for path in (self.files.model, self.files.voices))
        return versions, model, voices

    @cached_property
    def _kokoro(self) -> Any:
        from kokoro_onnx import Kokoro
        from onnxruntime import InferenceSession, SessionOptions

        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 4
        try:
            session = InferenceSession(str(self.files.model), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime raises its own classes, which share no other base
            raise _damaged(self.files.model.name, error, "an ONNX model") from error
        try:
            engine = Kokoro.from_session(session, str(self.files.voices))
            engine.get_voices()
        except Exception as error:  # zipfile's and numpy's errors
            raise _damaged(self.files.voices.name, error, "voices in NumPy's .npz format") from error
        return engine

    def load(self, voice: str, option: str) -> None:
        """Load the engine, and check that it has the voice that an option of the command line calls for.

        Raises:
            RenderError: A file is damaged.
            CommandLineError: The voice does not exist.
        """
        engine = self._kokoro
        voices = engine.get_voices()
        if voice not in voices:
            known = ", ".join(each for each in voices if each[0] == voice[0]) or "none"
            raise CommandLineError(
                Fault(f"{option} {voice}", "no such voice", f"one of {known}", "choose one of these")
            )
        style = engine.get_voice_style(voice)
        if style.ndim != 3 or style.dtype != np.float32 or not np.isfinite(style).all():
            raise _damaged(
                self.files.voices.name, ValueError(f"{style.dtype} {style.shape}"), "finite float32 voices"
            )

    def phonemes(self, parts: Sequence[Part]) -> str:
        """Return the sounds of a text. Raises ValueError, with the reason, for one that has none."""
        said = [self._checked(part.text) if part.phonetic else self._spelled(part.text) for part in parts]
        sounds = " ".join(each for each in said if each)
        for mark in ",.;:!?":
            sounds = sounds.replace(f" {mark}", mark)
        if not any(each.isalpha() for each in sounds):
            raise ValueError("no sounds")
        return sounds

    def samples(self, phonemes: str, voice: str, speed: float) -> NDArray[np.float32]:
        """Return the samples (n,) of sounds, SAMPLE_RATE a second, without silence before and after."""
        made, _ = self._kokoro.create(phonemes, voice=voice, speed=speed, is_phonemes=True)
        return np.asarray(made, dtype=np.float32)

    def _checked(self, sounds: str) -> str:
        unknown = sorted({each for each in sounds if each not in self._kokoro.tokenizer.vocab})
        if unknown:
            raise ValueError(f"sounds that the model does not have: {' '.join(unknown)}")
        return sounds

    def _spelled(self, text: str) -> str:
        strange = sorted(
            {
                each
                for each in text
                if not (each.isalnum() or each in SPOKEN_MARKS or unicodedata.combining(each))
            }
        )
        if strange:
            raise ValueError(f"marks that have no sound: {' '.join(strange)}")
        text = text.translate(_SILENT_MARKS).strip()
        if not text:
            return ""
        if self.tongue.espeak:
            foreign = sorted({each for each in text if each.isalpha() and not _is_latin(each)})
            if foreign:
                raise ValueError(f"letters that the voice cannot read: {' '.join(foreign)}")
            return str(self._kokoro.tokenizer.phonemize(text, self.tongue.espeak))
        latin = sorted({each for each in text if _is_latin(each)})
        if latin:
            raise ValueError(f"Latin letters that the lexicon has no sounds for: {' '.join(latin)}")
        return self._mandarin(text)

    def _mandarin(self, text: str) -> str:
        sounds, _ = self._pinyin(text)
        known = self._kokoro.tokenizer.vocab
        return "".join(each for each in sounds if each in known)

    @cached_property
    def _pinyin(self) -> Any:
        import jieba
        from misaki import zh

        # Its dictionary is parsed each time: jieba would keep a parsed one in the folder for temporary files of all users,
        # and read what any of them put there.
        jieba.setLogLevel("ERROR")
        jieba.dt.tmp_dir = self._private.name
        return zh.ZHG2P()

    @cached_property
    def _private(self) -> tempfile.TemporaryDirectory[str]:
        return tempfile.TemporaryDirectory(prefix="moa-anim-")


def _is_latin(mark: str) -> bool:
    return mark.isalpha() and unicodedata.name(mark, "").startswith("LATIN")


def _sha256(path: Any) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _damaged(name: str, error: Exception, expected: str) -> RenderError:
    return RenderError(Fault(name, f"a damaged file ({type(error).__name__}: {error})", expected, INSTALL))
