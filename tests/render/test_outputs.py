from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from moa_anim.errors import CommandLineError, RenderError
from moa_anim.files.writing import TEMPORARY_PREFIX
from moa_anim.render.outputs import LOCK, Outputs, require_writable_folder, sole_writer


def test_everything_has_its_place() -> None:
    outputs = Outputs(Path("dist/elacestrant.mp4"))
    assert outputs.manifest == Path("dist/elacestrant.manifest.json")
    assert outputs.vtt("en-US") == Path("dist/captions/elacestrant.en-US.vtt")
    assert outputs.srt("en-US") == Path("dist/captions/elacestrant.en-US.srt")


def test_a_stem_with_dots_is_kept_whole() -> None:
    outputs = Outputs(Path("v1.2.mp4"))
    assert outputs.manifest == Path("v1.2.manifest.json")
    assert outputs.srt("en").name == "v1.2.en.srt"


@pytest.mark.parametrize("name", ["film.mkv", "film", "film.MP4", ".mp4", "film.mp4.txt"])
def test_other_extensions_are_refused(name: str) -> None:
    with pytest.raises(CommandLineError, match=r"\.mp4") as caught:
        Outputs(Path(name))
    assert caught.value.exit_code == 2


def test_a_trial_leaves_no_trace(tmp_path: Path) -> None:
    Outputs(tmp_path / "new" / "deep" / "film.mp4").require_writable("en-US")
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_way_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "dist").write_text("")
    with pytest.raises(
        RenderError, match=r"a file where a folder should be; .*choose another folder"
    ) as caught:
        Outputs(tmp_path / "dist" / "film.mp4").require_writable("en-US")
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("name", ["film.mp4", "film.manifest.json", "captions/film.en-US.vtt"])
def test_a_folder_in_the_way_of_a_file_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir(parents=True)
    with pytest.raises(RenderError, match="a folder"):
        Outputs(tmp_path / "film.mp4").require_writable("en-US")


def test_a_file_in_the_way_of_the_captions_is_told(tmp_path: Path) -> None:
    (tmp_path / "captions").write_text("")
    with pytest.raises(RenderError, match="captions: found a file where a folder"):
        Outputs(tmp_path / "film.mp4").require_writable("en-US")


def test_a_folder_that_cannot_be_written_is_told() -> None:
    with pytest.raises(RenderError, match="choose another folder"):
        require_writable_folder(Path("/proc/moa-anim"))  # nobody may write there, root included


def test_a_link_to_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "dist").symlink_to(tmp_path / "gone")
    with pytest.raises(RenderError, match="link to nothing"):
        require_writable_folder(tmp_path / "dist" / "inner")


def test_a_second_writer_says_so_and_waits(tmp_path: Path) -> None:
    told, entered = threading.Event(), threading.Event()

    def second() -> None:
        with sole_writer(tmp_path, lambda message: told.set()):
            entered.set()

    with sole_writer(tmp_path, pytest.fail):
        thread = threading.Thread(target=second)
        thread.start()
        assert told.wait(5)
        assert not entered.wait(0.2)
    assert entered.wait(5)
    thread.join()


def test_no_two_writers_are_in_at_once_and_the_last_leaves_nothing(tmp_path: Path) -> None:
    inside, met = [], []

    def write() -> None:
        for _ in range(6):
            with sole_writer(tmp_path, lambda message: None):
                inside.append(1)
                met.append(len(inside))
                time.sleep(0.002)
                inside.pop()

    threads = [threading.Thread(target=write) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert met == [1] * 18
    assert list(tmp_path.iterdir()) == []


def test_a_writer_that_was_killed_bars_nobody(tmp_path: Path) -> None:
    program = (
        "import os, pathlib, sys; from moa_anim.render.outputs import *\n"
        "with sole_writer(pathlib.Path(sys.argv[1]), print): os.kill(os.getpid(), 9)"
    )
    ended = subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False, timeout=60)
    assert ended.returncode == -9
    with sole_writer(tmp_path, pytest.fail):
        pass


def test_what_killed_writers_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / f"{TEMPORARY_PREFIX}abc").mkdir()
    (tmp_path / f"{TEMPORARY_PREFIX}abc" / "film.mp4").write_text("half")
    (tmp_path / "mine").mkdir()
    with sole_writer(tmp_path, pytest.fail):
        assert sorted(path.name for path in tmp_path.iterdir()) == [LOCK, "mine"]
