"""A real limit of the operating system, not a stand-in: what the film library does when refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from flat_film import encode

PROGRAM = """
import resource, signal, sys
from fractions import Fraction
from pathlib import Path
from moa_anim.render.join import join
from moa_anim.files.writing import writing
from moa_anim.errors import RenderError

class Piece:
    name, frames = "piece", 60
    def data(self):
        return Path(sys.argv[1]).read_bytes()

resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
try:
    with writing(Path("film.mp4")):
        join([Piece()] * 40, Fraction(15), Path(sys.argv[2]))
except RenderError as error:
    print(error)
    sys.exit(3)
"""


def test_a_refused_write_is_told_and_not_taken_for_a_film(tmp_path: Path) -> None:
    piece, film = tmp_path / "piece.mp4", tmp_path / "film.mp4"
    piece.write_bytes(encode(60))
    for limit, code in ((10**9, 0), (20_000, 3)):
        command = [sys.executable, "-c", PROGRAM, str(piece), str(film), str(limit)]
        ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert ended.returncode == code, ended.stderr
    assert "too large" in ended.stdout
