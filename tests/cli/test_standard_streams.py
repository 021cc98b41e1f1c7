"""Standard streams, folders and identities that are missing, closed, foreign or narrow."""

from __future__ import annotations

import errno
import json
import multiprocessing.synchronize
import multiprocessing.util
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from children import SECONDS
from fault_bench import Bench, cards
from hypothesis import given
from hypothesis import strategies as st

from moa_anim.cache.folder import cache_folder
from moa_anim.cli import standard_streams
from moa_anim.cli.commands import main
from moa_anim.errors import RenderError
from moa_anim.render import outputs
from moa_anim.render.outputs import LOCK, sole_writer

pytestmark = pytest.mark.slow

FaultLog = Callable[[str, str, str], None]
PROGRAM = f"'{sys.executable}' -m moa_anim"


def shell(command: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of bash; its exit code is that of the first program that failed."""
    words = ["bash", "-o", "pipefail", "-c", command]
    return subprocess.run(
        words, capture_output=True, check=False, env=os.environ | variables, timeout=SECONDS
    )


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    made = Bench(tmp_path, monkeypatch)
    made.board(cards(1))
    return made


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_film_is_made_with_standard_streams_closed(closed: str, bench: Bench, fault_log: FaultLog) -> None:
    ended = shell(f"{PROGRAM} render dist/new.mp4 --quality draft --production production --jobs 1 {closed}")
    assert (ended.returncode, ended.stdout) == (0, b"")
    assert b"Traceback" not in ended.stderr
    assert main(["check", "dist/new.mp4", "--production", "production"]) == 0
    fault_log(f"standard streams closed ({closed})", "what can be said elsewhere", "the film, whole")


def test_what_cannot_be_said_does_not_end_a_render(bench: Bench, fault_log: FaultLog) -> None:
    ended = shell(
        f"{PROGRAM} render dist/new.mp4 --quality draft --production production --jobs 1 2>/dev/full"
    )
    assert ended.returncode == 0
    assert main(["check", "dist/new.mp4", "--production", "production"]) == 0
    fault_log("standard error on a full disk", "nothing: it cannot be written", "the film, whole")


def test_an_error_nobody_can_read_keeps_its_exit_code(bench: Bench, fault_log: FaultLog) -> None:
    for gone in ("2>&-", "2>/dev/full", "2>&1 | true"):
        assert shell(f"{PROGRAM} plan --no-such-option {gone}").returncode == 2, gone
    fault_log("a wrong option, standard error closed, full or unread", "exit code 2", "nothing was begun")


@pytest.mark.parametrize("words", ["--help", "--version", "plan", "plan --json", "doctor", "cache"])
def test_a_result_that_does_not_fit_the_disk_is_told(words: str, bench: Bench, fault_log: FaultLog) -> None:
    ended = shell(f"{PROGRAM} {words} >/dev/full")
    assert ended.returncode == 3
    assert ended.stderr.startswith(b"moa-anim: output: found a full disk")
    fault_log(
        f"`{words}` to a full disk", "output: found a full disk, exit code 3", "nothing else was written"
    )


@pytest.mark.parametrize("words", ["--help", "plan --json", "cache"])
def test_a_reader_that_goes_away_has_had_enough(words: str, bench: Bench) -> None:
    ended = shell(f"{PROGRAM} {words} | true")
    assert (ended.returncode, ended.stderr) == (0, b"")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8", "utf-16"])
def test_json_is_json_in_every_encoding(encoding: str, bench: Bench, fault_log: FaultLog) -> None:
    ended, plain = (shell(f"{PROGRAM} plan --json", PYTHONIOENCODING=each) for each in (encoding, "utf-8"))
    assert json.loads(ended.stdout.decode(encoding)) == json.loads(plain.stdout)
    assert "α" in plain.stdout.decode()
    fault_log(
        f"--json on a stream in {encoding}", "JSON, with escapes where letters are lacking", "all letters"
    )


@given(
    st.text(st.characters(codec=None), max_size=20), st.sampled_from(["ascii", "latin-1", "cp437", "utf-8"])
)
def test_whatever_is_shown_as_json_reads_back_the_same(text: str, encoding: str) -> None:
    import io

    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="backslashreplace")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", stream)
        standard_streams.show_json({text: [text]})
    assert json.loads(stream.buffer.getvalue().decode(encoding)) == {text: [text]}


def test_without_a_home_the_cache_is_asked_for_and_nothing_is_made_here(
    bench: Bench, capsys: pytest.CaptureFixture[str], fault_log: FaultLog
) -> None:
    import pwd

    def nobody(number: int) -> object:
        raise KeyError(f"getpwuid(): uid not found: {number}")

    bench.patch.delenv("XDG_CACHE_HOME")
    bench.patch.delenv("HOME")
    bench.patch.setattr(pwd, "getpwuid", nobody)
    with pytest.raises(RenderError, match=r"found no home folder.*set XDG_CACHE_HOME"):
        cache_folder()
    before = bench.files()
    code, lines = bench.run(capsys)
    assert (code, len(lines)) == (3, 1)
    assert lines[0].startswith("moa-anim: cache folder: found no home folder")
    assert main(["doctor"]) == 1
    assert "FAIL cache folder: no home folder" in capsys.readouterr().out
    assert main(["plan"]) == 0
    assert bench.files() == before
    bench.patch.setenv("XDG_CACHE_HOME", str(bench.room / "cache"))
    assert main(["doctor"]) == 0
    fault_log(
        "HOME not set, a user whom the system does not know", lines[0].removeprefix("moa-anim: "), "all files"
    )


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.ENOSPC, errno.ENOSYS, errno.ENOENT])
def test_shared_memory_that_is_refused_is_named(
    number: int, bench: Bench, capsys: pytest.CaptureFixture[str], fault_log: FaultLog
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    bench.board(cards(1, 1))
    bench.patch.setattr(multiprocessing.synchronize.SemLock, "__init__", refuse)
    bench.render("--jobs", "2")
    before = bench.files()
    code, lines = bench.run(capsys)
    assert (code, len(lines)) == (3, 1)
    assert lines[0].startswith(f"moa-anim: shared memory (/dev/shm): found {os.strerror(number)}")
    assert "--jobs 1" in lines[0]
    assert bench.files() == before
    fault_log(
        f"/dev/shm: {os.strerror(number)}",
        "shared memory (/dev/shm), and --jobs 1 does without",
        "the older film",
    )


def test_without_shared_memory_one_job_makes_the_film(bench: Bench, fault_log: FaultLog) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    bench.patch.setattr(multiprocessing.synchronize.SemLock, "__init__", refuse)
    bench.words = ["render", "dist/new.mp4", *bench.options("--jobs", "1")]
    assert main(bench.words) == 0
    fault_log("a read-only /dev/shm, --jobs 1", "nothing: it is not needed", "the film is made")


def test_processes_that_may_not_be_started_are_told(
    bench: Bench, capsys: pytest.CaptureFixture[str], fault_log: FaultLog
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    bench.board(cards(1, 1))
    bench.patch.setattr(multiprocessing.util, "spawnv_passfds", refuse)
    bench.render("--jobs", "2")
    code, lines = bench.run(capsys)
    assert (code, len(lines)) == (3, 1)
    assert "Resource temporarily unavailable" in lines[0]
    assert "--jobs 1" in lines[0]
    fault_log(
        "no more processes for this user", "Resource temporarily unavailable; --jobs 1", "the older film"
    )


def test_a_lock_file_of_another_user_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault_log: FaultLog
) -> None:
    import filelock

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(tmp_path / LOCK))

    monkeypatch.setattr(filelock.FileLock, "acquire", refuse)
    with pytest.raises(RenderError, match="no permission"), sole_writer(tmp_path, print):
        pass  # the folder itself refuses: there is no lock file
    (tmp_path / LOCK).touch()
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 4321)
    told = r"moa-anim\.lock: found a lock file of .*user .*have them remove it"
    with pytest.raises(RenderError, match=told), sole_writer(tmp_path, print):
        pass
    assert outputs._user(2**31 - 7) == f"another user ({2**31 - 7})"
    fault_log(
        "another user's lock file in a shared folder", "found a lock file of user …", "the folder as it was"
    )


def test_what_is_made_has_the_modes_that_the_umask_leaves_and_ours_always(
    bench: Bench, fault_log: FaultLog
) -> None:
    for umask, folder_mode, file_mode in (
        (0o022, 0o755, 0o644),
        (0o027, 0o750, 0o640),
        (0o777, 0o700, 0o600),
    ):
        name = f"umask-{umask:o}"
        words = f"render {name}/film.mp4 --quality draft --production production --jobs 1"
        ended = shell(f"umask {umask:o}; {PROGRAM} {words}")
        assert ended.returncode == 0, ended.stderr
        made = [bench.room / name, *(bench.room / name).rglob("*")]
        modes = {stat.S_IMODE(path.stat().st_mode) for path in made if path.name != LOCK}
        assert modes == {folder_mode, file_mode}, umask
    fault_log("a umask that takes everything from ourselves", "nothing", "the film, readable by its maker")


@pytest.mark.parametrize(
    "words", ["render {0}/new.mp4 --jobs 2", "render {0}/new.mp4 --jobs 1", "stills {0}/stills"]
)
def test_a_working_folder_that_was_removed_is_named(words: str, bench: Bench, fault_log: FaultLog) -> None:
    before = bench.files()
    asked = f"{words.format(bench.dist)} --quality draft --production {bench.production}"
    ended = shell(f"mkdir gone; cd gone; rmdir ../gone; {PROGRAM} {asked}")
    assert (ended.returncode, ended.stderr.count(b"\n")) == (3, 1)
    assert ended.stderr.startswith(b"moa-anim: working folder: found a folder that was removed")
    assert bench.files() == before
    fault_log(
        "a working folder that was removed", "working folder: found a folder that was removed", "all files"
    )
