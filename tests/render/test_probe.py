from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from flat_film import Piece, encode

from moa_anim.errors import FilmError
from moa_anim.render.join import join
from moa_anim.render.probe import probe, top_level_boxes


def written(folder: Path, data: bytes) -> Path:
    path = folder / "film.mp4"
    path.write_bytes(data)
    return path


def joined(folder: Path, frames: int, fps: int) -> Path:
    path = folder / "film.mp4"
    join([Piece("piece", frames, encode(frames, fps=fps))], Fraction(fps), path)
    return path


def test_facts_of_a_film(tmp_path: Path) -> None:
    facts = probe(joined(tmp_path, 20, 24))
    assert (facts.width, facts.height, facts.fps, facts.frames) == (64, 36, Fraction(24), 20)
    assert facts.decoded_frames is None
    assert facts.faststart


def test_an_index_behind_the_data_is_seen(tmp_path: Path) -> None:
    film = written(tmp_path, encode(20))
    assert not probe(film).faststart
    assert top_level_boxes(film) == ["ftyp", "free", "mdat", "moov"]


def test_missing_colour_tags_are_seen(tmp_path: Path) -> None:
    facts = probe(written(tmp_path, encode(5, tagged=False)))
    assert (facts.primaries, facts.transfer, facts.matrix) == ("unspecified",) * 3


def test_one_frame_has_a_rate(tmp_path: Path) -> None:
    facts = probe(written(tmp_path, encode(1)), decode=True)
    assert (facts.fps, facts.frames, facts.decoded_frames) == (Fraction(15), 1, 1)


def test_an_uneven_rate_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=15)
        stream.width, stream.height, stream.pix_fmt = 64, 36, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 15)
        for time in (0, 1, 3, 4):
            frame = av.VideoFrame.from_ndarray(np.zeros((54, 64), dtype=np.uint8), format="yuv420p")
            frame.pts, frame.time_base = time, Fraction(1, 15)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    assert probe(path).fps is None


def test_a_damaged_film_decodes_to_fewer_frames_or_fails(tmp_path: Path) -> None:
    data = joined(tmp_path, 60, 15).read_bytes()
    rendition = written(tmp_path, data[: len(data) * 2 // 3])
    try:
        facts = probe(rendition, decode=True)
    except FilmError:
        return
    assert facts.decoded_frames != 60


@pytest.mark.parametrize("data", [b"", b"no film at all", b"\0\0\0\1mdat", b"\0\0\0\1mdat\0\0\0\0\0\0\0\0"])
def test_what_is_no_film_is_told(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(FilmError, match=r"film\.mp4: found .*; expected a film"):
        probe(written(tmp_path, data))


def test_a_missing_film_is_told(tmp_path: Path) -> None:
    with pytest.raises(FilmError, match="No such file"):
        probe(tmp_path / "film.mp4")


def test_a_film_without_picture_is_told(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=48000)
        frame = av.AudioFrame.from_ndarray(
            np.zeros((1, 1024), dtype=np.float32), format="fltp", layout="mono"
        )
        frame.sample_rate = 48000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with pytest.raises(FilmError, match="no video track"):
        probe(path)
