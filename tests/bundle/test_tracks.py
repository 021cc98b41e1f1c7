"""Tracks that a player offers are what was given: words, chapters, title, cover; the pictures are not touched."""

from __future__ import annotations

import io
import json
import subprocess
from pathlib import Path
from typing import Any

import av
import pytest
import srt
from flat_film import encode
from PIL import Image
from recording import FILM

from moa_anim.bundle.films import caption_tracks
from moa_anim.bundle.text.chapters import chapters
from moa_anim.bundle.tracks import add_tracks
from moa_anim.bundle.wordings import Wording, translations
from moa_anim.captions.cues import TimedText, timed_texts
from moa_anim.model.quality import DRAFT
from moa_anim.model.timeline import Timeline, schedule
from moa_anim.render.probe import probe
from moa_anim.script.production import load_production

TITLE = "A <title> & “more” − ERα"


CODES = ["eng", "spa", "zho"]
"""ISO 639-2/T of the film's languages: English, Spanish, Chinese."""


@pytest.fixture(scope="module")
def wordings() -> tuple[Wording, ...]:
    """The film's words in all of its languages, at the times of the English film."""
    production = load_production(FILM)
    timeline = schedule(production.storyboard, DRAFT.rate)
    return (Wording(production.storyboard, timeline), *translations(production, timeline, print))


@pytest.fixture(scope="module")
def timeline(wordings: tuple[Wording, ...]) -> Timeline:
    return wordings[0].timeline


@pytest.fixture(scope="module")
def films(
    wordings: tuple[Wording, ...], timeline: Timeline, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path]:
    """A film, and the same with tracks."""
    folder = tmp_path_factory.mktemp("tracks")
    bare, made = folder / "bare.mp4", folder / "made.mp4"
    bare.write_bytes(encode(timeline.frames, (64, 36), 15, 5))
    cover = io.BytesIO()
    Image.new("RGB", (64, 36), (200, 30, 60)).save(cover, "JPEG")
    add_tracks(
        bare,
        made,
        title=TITLE,
        code="eng",
        captions=caption_tracks(wordings),
        chapters=chapters(timeline),
        cover=cover.getvalue(),
    )
    return bare, made


def ffprobe(path: Path) -> dict[str, list[dict[str, object]]]:
    words = [
        "ffprobe",
        "-v",
        "error",
        "-of",
        "json",
        "-show_streams",
        "-show_chapters",
        "-show_format",
        str(path),
    ]
    told = subprocess.run(words, capture_output=True, check=True, timeout=60).stdout
    found: dict[str, list[dict[str, object]]] = json.loads(told)
    return found


def test_ffprobe_sees_tracks_language_chapters_title_and_cover(
    films: tuple[Path, Path], timeline: Timeline
) -> None:
    found = ffprobe(films[1])
    streams = {str(each["codec_name"]): each for each in found["streams"]}
    assert {"h264", "mov_text", "mjpeg"} <= set(streams)
    assert streams["h264"]["tags"]["language"] == "eng"  # type: ignore[index]
    assert streams["mjpeg"]["disposition"]["attached_pic"] == 1  # type: ignore[index]
    assert found["format"]["tags"]["title"] == TITLE  # type: ignore[call-overload]
    chapters_found: Any = found["chapters"]
    told = [(each["tags"]["title"], round(1000 * float(str(each["start_time"])))) for each in chapters_found]
    assert told == [(each.title, each.start_ms) for each in chapters(timeline)]


def test_ffprobe_sees_a_caption_track_of_each_language_in_its_own_name(films: tuple[Path, Path]) -> None:
    streams: Any = ffprobe(films[1])["streams"]
    tracks = [each for each in streams if each["codec_type"] == "subtitle"]
    assert [each["tags"]["language"] for each in tracks] == CODES
    assert [each["tags"]["handler_name"] for each in tracks] == ["English", "Español", "简体中文"]
    assert [each["disposition"]["default"] for each in tracks] == [1, 0, 0], "one is shown by itself"
    assert all(each["tags"]["language"] != "und" for each in streams if "tags" in each)


@pytest.mark.parametrize("number", range(len(CODES)), ids=CODES)
def test_ffmpeg_reads_the_words_back_to_the_millisecond(
    films: tuple[Path, Path], wordings: tuple[Wording, ...], tmp_path: Path, number: int
) -> None:
    out = tmp_path / "read.srt"
    subprocess.run(
        ["ffmpeg", "-v", "error", "-i", str(films[1]), "-map", f"0:s:{number}", str(out)],
        check=True,
        timeout=60,
    )
    read = [
        TimedText(
            round(each.start.total_seconds() * 1000),
            round(each.end.total_seconds() * 1000),
            tuple(each.content.split("\n")),
        )
        for each in srt.parse(out.read_text(encoding="utf-8"))
        if each.content.strip()
    ]
    assert read == list(timed_texts(wordings[number].timeline))


def pictures(path: Path) -> list[tuple[object, bytes]]:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        return [(packet.pts, bytes(packet)) for packet in container.demux(stream) if packet.size]


def test_no_picture_is_touched_and_the_index_comes_first(films: tuple[Path, Path]) -> None:
    bare, made = films
    assert [data for _, data in pictures(bare)] == [data for _, data in pictures(made)]
    facts, before = probe(made), probe(bare)
    assert (facts.frames, facts.fps, facts.start, facts.faststart) == (
        before.frames,
        before.fps,
        before.start,
        True,
    )


def test_sound_is_copied_with_its_language_and_stays_in_step(
    films: tuple[Path, Path], wordings: tuple[Wording, ...], tmp_path: Path
) -> None:
    heard, made = tmp_path / "heard.mp4", tmp_path / "made.mp4"
    tone = "sine=frequency=440:sample_rate=48000:duration=9"
    command = [
        "ffmpeg",
        "-v",
        "error",
        "-i",
        str(films[0]),
        "-f",
        "lavfi",
        "-i",
        tone,
        "-c:v",
        "copy",
        "-t",
        "9",
    ]
    subprocess.run(
        [*command, "-metadata:s:a:0", "language=eng", "-c:a", "aac", str(heard)], check=True, timeout=60
    )
    add_tracks(heard, made, title=TITLE, code="eng", captions=caption_tracks(wordings))
    streams: Any = ffprobe(made)["streams"]
    assert [each["codec_type"] for each in streams] == ["video", "audio", *["subtitle"] * len(CODES)]
    assert streams[1]["tags"]["language"] == "eng"
    assert sounds(made) == sounds(heard)


def sounds(path: Path) -> list[tuple[object, bytes]]:
    with av.open(str(path)) as container:
        return [
            (packet.pts, bytes(packet))
            for packet in container.demux(container.streams.audio[0])
            if packet.size
        ]


def test_the_same_bytes_each_time_and_nothing_where_nothing_is_given(
    films: tuple[Path, Path], tmp_path: Path
) -> None:
    for name in ("one", "two"):
        add_tracks(films[0], tmp_path / f"{name}.mp4", title=TITLE, code="und")
    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "two.mp4").read_bytes()
    found = ffprobe(tmp_path / "one.mp4")
    assert [each["codec_name"] for each in found["streams"]] == ["h264"]
    assert found["chapters"] == []
