from __future__ import annotations

import hashlib
import io
import json
import subprocess
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from flat_film import Piece, encode
from numpy.typing import NDArray

from moa_anim.errors import RenderError
from moa_anim.render.join import join
from moa_anim.render.probe import probe

FPS = Fraction(15)
LENGTHS = (60, 60, 1, 60, 2, 7, 3, 60)
"""With segments of one and two frames, for which the encoder drops the reorder delay."""


def pieces(lengths: tuple[int, ...] = LENGTHS) -> list[Piece]:
    return [Piece(f"piece {seed}", frames, encode(frames, seed=seed)) for seed, frames in enumerate(lengths)]


def decoded(data: bytes) -> list[NDArray[Any]]:
    with av.open(io.BytesIO(data), "r") as container:
        return [frame.to_ndarray() for frame in container.decode(video=0)]


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film.mp4"
    join(pieces(), FPS, path)
    return path


def test_the_pieces_put_the_joiner_to_the_test() -> None:
    with av.open(io.BytesIO(encode(60)), "r") as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
    assert [packet.pts for packet in packets] != sorted(packet.pts or 0 for packet in packets), "no B-frames"
    assert (packets[0].dts or 0) < 0
    with av.open(io.BytesIO(encode(1)), "r") as container:
        assert next(container.demux(video=0)).dts == 0


def test_the_film_has_the_pictures_of_its_segments_in_order(film: Path) -> None:
    expected = [picture for piece in pieces() for picture in decoded(piece.film)]
    found = decoded(film.read_bytes())
    assert len(found) == len(expected) == sum(LENGTHS)
    assert all(np.array_equal(one, other) for one, other in zip(found, expected, strict=True))


def test_times_are_whole_frames_and_decoding_times_rise(film: Path) -> None:
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        packets = [packet for packet in container.demux(stream) if packet.size]
        base = stream.time_base
    assert base is not None
    assert sorted((packet.pts or 0) * base * FPS for packet in packets) == list(range(sum(LENGTHS)))
    decoding = [packet.dts for packet in packets]
    assert None not in decoding
    assert all(first < second for first, second in pairwise(decoding))  # type: ignore[operator]
    assert all((packet.dts or 0) <= (packet.pts or 0) for packet in packets)


def test_the_film_is_what_was_planned(film: Path) -> None:
    facts = probe(film, decode=True)
    assert (facts.frames, facts.decoded_frames, facts.fps, facts.start) == (253, 253, FPS, Fraction(0))
    assert facts.faststart
    assert facts.in_order
    assert facts.tracks == ("video",)
    assert (facts.codec, facts.profile, facts.pixel_format) == ("h264", "High", "yuv420p")
    assert (facts.primaries, facts.transfer, facts.matrix, facts.colour_range) == (*["bt709"] * 3, "limited")


def test_the_same_segments_give_the_same_bytes(film: Path, tmp_path: Path) -> None:
    again = tmp_path / "another folder" / "again.mp4"
    again.parent.mkdir()
    join(pieces(), FPS, again)
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(film.read_bytes()).digest()


def test_ffprobe_reads_the_same_facts(film: Path) -> None:
    entries = "stream=nb_frames,nb_read_frames,start_time,r_frame_rate,avg_frame_rate,profile,pix_fmt,"
    entries += "color_primaries,color_transfer,color_space,duration_ts,time_base:format=duration,start_time"
    command = ["ffprobe", "-v", "error", "-count_frames", "-show_entries", entries, "-of", "json", str(film)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert ended.stderr == ""
    found = json.loads(ended.stdout)
    stream = found["streams"][0]
    assert (stream["nb_frames"], stream["nb_read_frames"]) == ("253", "253")
    assert float(stream["start_time"]) == float(found["format"]["start_time"]) == 0
    assert stream["r_frame_rate"] == stream["avg_frame_rate"] == "15/1"
    assert stream["duration_ts"] * Fraction(stream["time_base"]) == Fraction(253, 15)
    assert {stream[f"color_{each}"] for each in ("primaries", "transfer", "space")} == {"bt709"}
    assert (stream["profile"], stream["pix_fmt"]) == ("High", "yuv420p")


def test_ffmpeg_decodes_it_without_a_word(film: Path) -> None:
    command = ["ffmpeg", "-v", "warning", "-i", str(film), "-f", "null", "-"]
    assert subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stderr == ""


def test_no_date_is_in_the_film(film: Path) -> None:
    data = film.read_bytes()
    for box in (b"mvhd", b"tkhd", b"mdhd"):
        place = data.index(box) + len(box) + 4  # after version and flags: created, modified
        assert data[place : place + 8] == bytes(8)
    assert b"Lavf" not in data


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (Piece("x", 5, encode(4)), "4 frames"),
        (Piece("x", 3, encode(4)), "4 frames"),
        (Piece("x", 5, b"not a film"), "cannot be read"),
        (Piece("x", 5, encode(5)[:300]), "cannot be read"),
        (Piece("x", 5, encode(5, size=(32, 36))), "other encoder settings"),
        (Piece("x", 5, encode(5, fps=24)), "cannot be read"),
    ],
)
def test_a_wrong_segment_is_named(wrong: Piece, message: str, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=message) as caught:
        join([*pieces((10,)), wrong], FPS, tmp_path / "film.mp4")
    assert caught.value.faults[0].where == "x"
