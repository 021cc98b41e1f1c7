from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from moa_anim.errors import CommandLineError
from moa_anim.speech.voices import (
    DESCRIBERS,
    MODEL,
    TONGUES,
    VOICES,
    describer_of,
    find_voice_files,
    tongue_of,
)

FaultLog = Callable[[str, str, str], None]


@pytest.mark.parametrize(
    ("voice", "language"),
    [("af_heart", "en-US"), ("bm_lewis", "en"), ("ef_dora", "es"), ("zf_xiaoxiao", "zh-Hans")],
)
def test_a_voice_speaks_its_language(voice: str, language: str) -> None:
    assert language.startswith(tongue_of(voice, language).tag)


def test_a_voice_of_another_language_is_refused(fault_log: FaultLog) -> None:
    with pytest.raises(
        CommandLineError, match=r"--voice af_heart: found a voice that speaks “en”; expected .*e…"
    ):
        tongue_of("af_heart", "es")
    fault_log(
        "an English voice for the Spanish film", "the voice's language and those that fit", "nothing is drawn"
    )


def test_missing_model_files_are_named(tmp_path: Path, fault_log: FaultLog) -> None:
    (tmp_path / MODEL).touch()
    with pytest.raises(CommandLineError, match=f"no speech model; expected {MODEL} and {VOICES}.*make voice"):
        find_voice_files(tmp_path)
    fault_log("a folder without the voices", "no speech model, and what installs it", "nothing is drawn")


@pytest.mark.parametrize(
    ("voice", "describer"),
    [
        ("af_heart", "am_michael"),
        ("am_adam", "af_heart"),
        ("ef_dora", "em_alex"),
        ("zm_yunjian", "zf_xiaoxiao"),
    ],
)
def test_another_voice_describes(voice: str, describer: str) -> None:
    assert describer_of(voice) == describer


def test_the_model_has_every_voice_that_describes() -> None:
    with np.load(find_voice_files(None).voices) as voices:
        assert {voice for pair in DESCRIBERS.values() for voice in pair} <= set(voices.files)
    assert set(DESCRIBERS) == set(TONGUES)
