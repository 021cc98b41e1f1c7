"""Audio description with the real engine: what is seen, spoken after the words of each cue."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from flat_film import draw_flat_renditions
from heard import AUDIBLE, is_heard_from, loudness, streams, track_samples
from spoken import SEEN, describe, narrate

import moa_anim.render.local
from moa_anim.captions.cues import parse_vtt
from moa_anim.cli.commands import main
from moa_anim.errors import CommandLineError, ProductionError
from moa_anim.model.narration import SOUND_RATE

pytestmark = pytest.mark.slow

FaultLog = Callable[[str, str, str], None]


@pytest.fixture
def render(
    described_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[Path], None]:
    """A function that makes the described film of the small production at a path, as a draft in flat colours."""
    monkeypatch.setattr(moa_anim.render.local, "render_locally", draw_flat_renditions)
    options = ["--quality", "draft", "--production", str(described_folder), "--voice", "af_heart"]

    def make(out: Path) -> None:
        assert main(["render", str(out), *options, "--described"]) == 0, capsys.readouterr().err

    return make


def test_a_described_film_has_two_labelled_sound_tracks(
    render: Callable[[Path], None], tmp_path: Path
) -> None:
    outs = [tmp_path / name / "film.mp4" for name in ("one", "two")]
    for out in outs:
        render(out)
    one, two = ({path.name: path.read_bytes() for path in out.parent.rglob("*.*")} for out in outs)
    assert one == two
    manifest = json.loads(one["film.manifest.json"])
    assert (manifest["narration"]["voice"], manifest["narration"]["describer"]) == ("af_heart", "am_michael")
    kinds = [(each["codec_type"], each.get("codec_name")) for each in streams(outs[0])]
    assert kinds == [("video", "h264"), ("audio", "aac"), ("audio", "aac")]
    picture, narration, description = streams(outs[0])
    for track, title in ((narration, "Narration"), (description, "Audio description")):
        assert track["tags"]["language"] == "eng"
        assert track["tags"]["handler_name"] == title
        assert f"name{title}".encode() in one["film.mp4"]  # the track's title, which this ffprobe does not show
        assert abs(float(track["duration"]) - float(picture["duration"])) < 0.05
    flags = [
        (each["disposition"]["default"], each["disposition"]["visual_impaired"])
        for each in (narration, description)
    ]
    assert flags == [(1, 0), (0, 1)]
    for track_number in range(2):
        lufs, peak = loudness(outs[0], track_number)
        assert abs(lufs + 16) <= 0.5
        assert peak <= -1.0


def test_words_and_descriptions_are_heard_one_after_another_when_their_texts_are_shown(
    render: Callable[[Path], None], tmp_path: Path
) -> None:
    out = tmp_path / "film.mp4"
    render(out)
    manifest = json.loads(out.with_suffix(".manifest.json").read_text("utf-8"))
    fps = manifest["film"]["fps"]
    narration, both = track_samples(out, 0), track_samples(out, 1)
    vtt = tmp_path / "captions" / "film.en-US.descriptions.vtt"
    shown = parse_vtt(vtt.read_text("utf-8"))
    assert [each.lines for each in shown] == [(text,) for text in SEEN]
    for cue, each in zip(manifest["cues"], shown, strict=True):
        start, stop = (round(time * SOUND_RATE / 1000) for time in (each.start, each.stop))
        assert is_heard_from(both, each.start / 1000)
        assert not (
            np.abs(narration[start:stop]) > AUDIBLE
        ).any()  # the first track leaves the description out
        assert not (
            np.abs(both[stop - SOUND_RATE // 4 : stop]) > AUDIBLE
        ).any()  # it ends before the next words
        assert round(each.stop * fps / 1000) == cue["stop"]
        for caption in cue["captions"]:
            assert caption["stop"] <= cue["description"]["start"]
            for track in (narration, both):
                assert is_heard_from(track, caption["start"] / fps)
    for first, second in pairwise(manifest["cues"]):
        assert first["stop"] == second["start"]


def test_a_described_film_passes_its_check_until_its_manifest_is_changed(
    render: Callable[[Path], None],
    described_folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    any_cue_fits: None,
) -> None:
    out = tmp_path / "film.mp4"
    render(out)
    production = ["--production", str(described_folder)]
    checked = main(["check", str(out), *production])
    assert checked == 0, capsys.readouterr().out
    manifest = out.with_suffix(".manifest.json")
    written = manifest.read_text("utf-8")
    for before, after in (
        ('"describer": "am_michael"', '"describer": ""'),
        (
            f'"text": "{SEEN[1]}",\n        "spoken_seconds": "',
            f'"text": "{SEEN[1]}",\n        "spoken_seconds": "9',
        ),
    ):
        assert before in written
        manifest.write_text(written.replace(before, after), "utf-8")
        assert main(["check", str(out), *production]) == 1
    manifest.write_text(written, "utf-8")
    vtt = tmp_path / "captions" / "film.en-US.descriptions.vtt"
    vtt.write_text(vtt.read_text("utf-8").replace("Helix", "Helices"), "utf-8")
    assert main(["check", str(out), *production]) == 1


def test_a_film_without_audio_description_leaves_no_room_for_it(described_folder: Path) -> None:
    plain, described = (narrate(described_folder, described=each) for each in (False, True))
    assert not plain.descriptions
    assert set(described.descriptions) == set(SEEN)
    cues = zip(
        plain.production.storyboard.shots[1].cues, described.production.storyboard.shots[1].cues, strict=True
    )
    for short, long in cues:
        assert short.captions == long.captions
        assert not short.described_seconds
        assert long.seconds >= sum(each.seconds for each in long.captions) + long.described_seconds


def test_the_plan_shows_what_is_described(described_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--voice", "em_alex", "--described", "--production", str(described_folder)]
    assert main(["plan", *options]) == 2  # a Spanish voice
    capsys.readouterr()
    options[1] = "am_michael"
    assert main(["plan", *options]) == 0
    assert f"description  {SEEN[1]}" in capsys.readouterr().out


def test_faults_of_descriptions_are_reported_before_anything_is_drawn(
    spoken_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], fault_log: FaultLog
) -> None:
    out, production = tmp_path / "film.mp4", ["--production", str(spoken_folder)]
    assert main(["render", str(out), "--described", *production]) == 2
    assert "--described: found no --voice" in capsys.readouterr().err
    fault_log("--described without --voice", "no --voice, and one to add", "nothing is drawn")
    with pytest.raises(CommandLineError, match="--described: found no descriptions"):
        narrate(spoken_folder, described=True)
    fault_log("--described for cues without `seen`", "no descriptions", "nothing is drawn")
    describe(spoken_folder, "A ☃ melts.", "Ж and ☃.")
    with pytest.raises(ProductionError) as caught:
        narrate(spoken_folder, described=True)
    assert [fault.where.partition(" “")[0] for fault in caught.value.faults] == [
        "shot 'binding' cue 'binds' seen",
        "shot 'binding' cue 'changes' seen",
    ]
    assert not out.exists()
    fault_log(
        "descriptions that cannot be spoken", "each one, its marks, the lexicon's name", "nothing is drawn"
    )
