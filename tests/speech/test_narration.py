"""Narration with the real engine: a few captions of a small production."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from flat_film import draw_flat_renditions, write_production
from heard import is_heard_from, loudness, streams, track_samples
from spoken import narrate

import moa_anim.render.local
from moa_anim.captions.descriptions import description_of
from moa_anim.cli.commands import main
from moa_anim.errors import CommandLineError, MoaError, ProductionError, RenderError
from moa_anim.model.edition import EDITIONS
from moa_anim.script.production import load_production
from moa_anim.script.reading import Notes
from moa_anim.speech.engine import SAMPLE_RATE, SPOKEN_MARKS
from moa_anim.speech.narration import find_lexicon
from moa_anim.speech.voices import VoiceFiles, find_voice_files

pytestmark = pytest.mark.slow

FaultLog = Callable[[str, str, str], None]
ENGLISH_LEXICON = "pronunciation.en.toml"

SPELLED = r"[^\W_]+"
"""Letters and digits that stand together."""


def test_samples_do_not_depend_on_jobs_or_the_cache(spoken_folder: Path, tmp_path: Path) -> None:
    first = narrate(spoken_folder, jobs=2)
    again = narrate(spoken_folder, jobs=1)
    shutil.rmtree(tmp_path / "cache-home")
    alone = narrate(spoken_folder, jobs=1)
    for other in (again, alone):
        assert {text: each.tobytes() for text, each in other.samples.items()} == {
            text: each.tobytes() for text, each in first.samples.items()
        }
    for text, samples in first.samples.items():
        seconds = len(samples) / SAMPLE_RATE
        assert len(text) / 25 < seconds < 2 + len(text) / 8
        assert np.abs(samples).max() > 0.05


def test_faults_are_reported_before_anything_is_drawn(
    spoken_folder: Path, tmp_path: Path, fault_log: FaultLog
) -> None:
    found = find_voice_files(None)
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "voices.npz").write_bytes(found.voices.read_bytes()[:5000])
    (broken / "kokoro.onnx").write_bytes(b"ONNX?")
    cases: list[tuple[str, Callable[[], object], type[MoaError], str]] = [
        (
            "an unknown voice",
            lambda: narrate(spoken_folder, "af_nobody"),
            CommandLineError,
            "no such voice.*af_heart",
        ),
        (
            "a voice file that was cut short",
            lambda: narrate(spoken_folder, files=VoiceFiles(found.model, broken / "voices.npz")),
            RenderError,
            "voices.npz: found a damaged file",
        ),
        (
            "a model that is no model",
            lambda: narrate(spoken_folder, files=VoiceFiles(broken / "kokoro.onnx", found.voices)),
            RenderError,
            "kokoro.onnx: found a damaged file",
        ),
    ]
    for injected, run, kind, message in cases:
        with pytest.raises(kind, match=message):
            run()
        fault_log(injected, message.replace(".*", " … "), "nothing is drawn")


def test_captions_that_cannot_be_spoken_are_all_reported(spoken_folder: Path, fault_log: FaultLog) -> None:
    lexicon = spoken_folder / ENGLISH_LEXICON
    lexicon.write_text(lexicon.read_text("utf-8").replace("ɛstɹənt", "☃") + 'inducing = "ж"\n', "utf-8")
    with pytest.raises(ProductionError) as caught:
        narrate(spoken_folder)
    assert len(caught.value.faults) == 2
    assert all("pronunciation.en.toml" in fault.remedy for fault in caught.value.faults)
    fault_log(
        "sounds that the model does not have",
        "each caption, its sounds, the lexicon's name",
        "nothing is drawn",
    )


def test_a_narrated_film_is_heard_at_its_captions(
    spoken_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(moa_anim.render.local, "render_locally", draw_flat_renditions)
    outs = [tmp_path / name / "film.mp4" for name in ("one", "two")]
    for out in outs:
        assert (
            main(
                [
                    "render",
                    str(out),
                    "--quality",
                    "draft",
                    "--voice",
                    "af_heart",
                    "--production",
                    str(spoken_folder),
                ]
            )
            == 0
        )
    assert outs[0].read_bytes() == outs[1].read_bytes()
    manifest = json.loads(outs[0].with_suffix(".manifest.json").read_text("utf-8"))
    assert manifest["narration"]["voice"] == "af_heart"
    assert manifest["settings"]["captions"] == "closed"
    picture, sound = streams(outs[0])
    assert (sound["codec_name"], sound["profile"], sound["sample_rate"]) == ("aac", "LC", "48000")
    assert (sound["tags"]["language"], sound["tags"]["handler_name"]) == ("eng", "Narration")
    assert float(sound["start_time"]) == float(picture["start_time"]) == 0
    assert abs(float(sound["duration"]) - float(picture["duration"])) < 0.05
    lufs, peak = loudness(outs[0])
    assert abs(lufs + 16) <= 0.5
    assert peak <= -1.0
    heard, fps = track_samples(outs[0]), manifest["film"]["fps"]
    for cue in manifest["cues"]:
        for caption in cue["captions"]:
            assert is_heard_from(heard, caption["start"] / fps)
    capsys.readouterr()


def test_a_narrated_film_passes_its_check(
    spoken_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    any_cue_fits: None,
) -> None:
    monkeypatch.setattr(moa_anim.render.local, "render_locally", draw_flat_renditions)
    out = tmp_path / "film.mp4"
    options = ["--production", str(spoken_folder)]
    assert main(["render", str(out), "--quality", "draft", "--voice", "af_heart", *options]) == 0
    checked = main(["check", str(out), *options])
    assert checked == 0, capsys.readouterr().out
    manifest = out.with_suffix(".manifest.json")
    manifest.write_text(
        manifest.read_text("utf-8").replace('"spoken_seconds": "', '"spoken_seconds": "9'), "utf-8"
    )
    assert main(["check", str(out), *options]) == 1


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("language", ["", "es", "zh-Hans"])
def test_every_word_of_the_film_can_be_spoken(language: str, edition: str) -> None:
    """In captions and descriptions. No word is a digit and letters, nor, in Chinese, Latin letters alone.

    In English each word is in the lexicon or in Misaki's dictionary; in Spanish it is spelled as Spanish is.
    """
    production = load_production(Path("assets/elacestrant"), language=language, edition=edition)
    notes = Notes()
    lexicon = find_lexicon(production, notes)
    assert not notes.faults
    assert lexicon.sha256
    words, marks = set(), set()
    for shot in production.storyboard.shots:
        for cue in shot.cues:
            for text in (cue.text, description_of(cue)):
                for part in lexicon.parts(text):
                    assert not part.text.startswith(("’", "'")), (
                        f"a possessive that is read as a letter: {text}"
                    )
                    if not part.phonetic:
                        words |= set(re.findall(SPELLED, part.text))
                        marks |= {mark for mark in part.text if not mark.isalnum()}
    assert marks <= SPOKEN_MARKS
    words -= {word for word in words if word.isdecimal()}
    if language == "zh-Hans":
        assert not {word for word in words if not re.fullmatch(r"[\d\u4e00-\u9fff]+", word)}
    elif language == "es":
        assert not {word for word in words if not is_spanish(word.lower())}
    else:
        known = dictionary()
        assert not {word for word in words if not is_known(word, known)}


def is_spanish(word: str) -> bool:
    """Whether a word, in small letters, is spelled as Spanish words are; “ka” is what the letter K is called."""
    return bool(re.fullmatch(r"[a-záéíóúüñ]+", word)) and not re.search("[kw]", word.replace("ka", ""))


def dictionary() -> set[str]:
    """The words of the dictionary that comes with the engine's own sounds."""
    data = files("misaki").joinpath("data")
    return {
        word.lower()
        for name in ("us_gold.json", "us_silver.json")
        for word in json.loads(data.joinpath(name).read_text("utf-8"))
    }


def is_known(word: str, known: set[str]) -> bool:
    """Whether a word, or what it is inflected from, is in a dictionary; single letters are spelled."""
    plain = word.lower()
    stems = {
        plain,
        plain.removesuffix("s"),
        plain.removesuffix("es"),
        plain.removesuffix("ies") + "y",
        plain.removesuffix("ed"),
        plain.removesuffix("d"),
    }
    stems |= {plain.removesuffix("ing"), plain.removesuffix("ing") + "e", plain.removesuffix("ly")}
    return len(plain) == 1 or bool(stems & known)


def test_a_production_without_a_lexicon_is_spoken_as_written(tmp_path: Path) -> None:
    notes = Notes()
    lexicon = find_lexicon(load_production(write_production(tmp_path / "plain")), notes)
    assert not notes.faults
    assert not lexicon.sha256
    assert not lexicon.say
