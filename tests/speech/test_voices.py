from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from moa_anim.errors import CommandLineError
from moa_anim.speech.voices import MODEL, VOICES, find_voice_files, tongue_of

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
