"""Audio description with the real engine: what is seen, spoken after the words of each cue."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from flat_film import draw_flat_renditions
from heard import is_heard_from, is_loud, loudness, streams, track_samples
from spoken import SEEN, describe, narrate, no_bar, spoken_production

import moa_anim.render.local
from moa_anim.captions.cues import parse_vtt
from moa_anim.cli.commands import main
from moa_anim.errors import CommandLineError, ProductionError
from moa_anim.model.narration import SOUND_RATE
from moa_anim.script.production import load_production
from moa_anim.speech.narration import narrated
from moa_anim.speech.voices import find_voice_files

pytestmark = pytest.mark.slow

FaultLog = Callable[[str, str, str], None]


VOICE = ["--voice", "af_heart", "--described"]


@dataclass(frozen=True)
class Described:
    """A production's folder and a described film of it."""

    folder: Path
    film: Path

    @property
    def manifest(self) -> dict[str, Any]:
        """The film's manifest."""
        found: dict[str, Any] = json.loads(self.film.with_suffix(".manifest.json").read_text("utf-8"))
        return found

    @property
    def descriptions(self) -> Path:
        """The descriptions beside the film."""
        return self.film.parent / "captions" / "film.en-US.descriptions.vtt"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Described]:
    """A described film, a draft in flat colours; its cache is used as long as this module's tests run."""
    place = tmp_path_factory.mktemp("described")
    made = Described(spoken_production(place / "production"), place / "one" / "film.mp4")
    describe(made.folder, *SEEN)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(place / "cache"))
        patch.setattr(moa_anim.render.local, "render_locally", draw_flat_renditions)
        assert (
            main(["render", str(made.film), "--quality", "draft", "--production", str(made.folder), *VOICE])
            == 0
        )
        yield made


@pytest.fixture
def described(first: Described, tmp_path: Path) -> Described:
    """A copy of it."""
    shutil.copytree(first.film.parent, tmp_path / "film")
    return Described(first.folder, tmp_path / "film" / "film.mp4")


def test_a_described_film_has_two_labelled_sound_tracks(described: Described) -> None:
    facts = described.manifest["narration"]
    assert (facts["voice"], facts["describer"]) == ("af_heart", "am_michael")
    kinds = [(each["codec_type"], each.get("codec_name")) for each in streams(described.film)]
    assert kinds == [("video", "h264"), ("audio", "aac"), ("audio", "aac")]
    picture, narration, description = streams(described.film)
    for track, title in ((narration, "Narration"), (description, "Audio description")):
        assert track["tags"]["language"] == "eng"
        assert track["tags"]["handler_name"] == title
        # The box of the track's title, which ffprobe does not show.
        assert f"name{title}".encode() in described.film.read_bytes()
        assert abs(float(track["duration"]) - float(picture["duration"])) < 0.05
    flags = [
        (each["disposition"]["default"], each["disposition"]["visual_impaired"])
        for each in (narration, description)
    ]
    assert flags == [(1, 0), (0, 1)]
    for track_number in range(2):
        lufs, peak = loudness(described.film, track_number)
        assert abs(lufs + 16) <= 0.5
        assert peak <= -1.0


def test_words_and_descriptions_are_heard_one_after_another_when_their_texts_are_shown(
    described: Described,
) -> None:
    manifest = described.manifest
    fps = manifest["film"]["fps"]
    narration, both = track_samples(described.film, 0), track_samples(described.film, 1)
    shown = parse_vtt(described.descriptions.read_text("utf-8"))
    assert [each.lines for each in shown] == [(text,) for text in SEEN]
    for cue, each in zip(manifest["cues"], shown, strict=True):
        start, stop = (round(time * SOUND_RATE / 1000) for time in (each.start, each.stop))
        assert is_heard_from(both, each.start / 1000)
        assert not is_loud(narration[start:stop])  # the first track leaves the description out
        assert not is_loud(both[stop - SOUND_RATE // 4 : stop])  # it ends before the next words
        assert round(each.stop * fps / 1000) == cue["stop"]
        for caption in cue["captions"]:
            assert caption["stop"] <= cue["description"]["start"]
            for track in (narration, both):
                assert is_heard_from(track, caption["start"] / fps)
    for first, second in pairwise(manifest["cues"]):
        assert first["stop"] == second["start"]


def test_a_described_film_has_the_same_bytes_each_time(
    first: Described, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "empty"))
    again = tmp_path / "two" / "film.mp4"
    options = ["--quality", "draft", "--production", str(first.folder), *VOICE]
    assert main(["render", str(again), *options, "--jobs", "1"]) == 0
    one, two = (
        {path.name: path.read_bytes() for path in film.parent.rglob("*.*")} for film in (first.film, again)
    )
    assert one == two


def test_a_described_film_passes_its_check_until_it_is_changed(
    described: Described, capsys: pytest.CaptureFixture[str], any_cue_fits: None
) -> None:
    def check() -> int:
        return main(["check", str(described.film), "--production", str(described.folder)])

    assert check() == 0, capsys.readouterr().out
    manifest = described.film.with_suffix(".manifest.json")
    for path, before, after in (
        (manifest, '"describer": "am_michael"', '"describer": ""'),
        (
            manifest,
            f'"{SEEN[1]}",\n        "spoken_seconds": "',
            f'"{SEEN[1]}",\n        "spoken_seconds": "9',
        ),
        (described.descriptions, "Helix", "Helices"),
    ):
        written = path.read_text("utf-8")
        assert before in written
        path.write_text(written.replace(before, after), "utf-8")
        assert check() == 1
        path.write_text(written, "utf-8")


def test_a_film_without_audio_description_leaves_no_room_for_it(first: Described) -> None:
    plain, longer = (narrate(first.folder, described=each) for each in (False, True))
    assert not plain.descriptions
    assert set(longer.descriptions) == set(SEEN)
    shots = (each.production.storyboard.shots[1] for each in (plain, longer))
    cues = zip(*(shot.cues for shot in shots), strict=True)
    for short, long in cues:
        assert short.captions == long.captions
        assert not short.described_seconds
        assert long.seconds >= sum(each.seconds for each in long.captions) + long.described_seconds


def test_only_the_chosen_shots_are_spoken(first: Described) -> None:
    production = load_production(first.folder)
    made = narrated(
        production, "af_heart", find_voice_files(None), shots=["opening"], described=True, bar=no_bar
    )
    assert not made.samples
    assert not made.descriptions
    assert made.production.storyboard == production.storyboard


def test_the_plan_shows_what_is_described(first: Described, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "--production", str(first.folder), *VOICE]) == 0
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
