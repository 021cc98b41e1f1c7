"""Ctrl-C, `kill`, `kill -9`, a drawing process that is ended, two renders at once: then the same command again."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import children
import pytest
from fault_bench import Bench, cards

from moa_anim.cli import commands as cli
from moa_anim.cli.commands import main
from moa_anim.render.encoder import SegmentEncoder
from moa_anim.render.probe import probe

pytestmark = pytest.mark.slow

IDLE = """
import contextlib, multiprocessing, os, time
from concurrent.futures import ProcessPoolExecutor
from moa_anim.render.local import _initialize_process, interrupts_blocked

if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    context.Queue()
    pool = ProcessPoolExecutor(1, mp_context=context, initializer={initializer}, initargs={arguments})
    with {mask}:
        worker = pool.submit(os.getpid)
    worker.result()
    try:
        print("idle", flush=True)
        time.sleep(30)
    except KeyboardInterrupt:
        pool.shutdown()
        print("ended")
"""

SECONDS = (28, 28)
FRAMES, SEGMENTS = 2 * 28 * 15, 14


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    handler = signal.getsignal(signal.SIGTERM)
    made = Bench(tmp_path, monkeypatch)
    made.board(cards(*SECONDS))
    yield made
    signal.signal(signal.SIGTERM, handler)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The film as it comes out when nothing happens."""
    room = tmp_path_factory.mktemp("undisturbed")
    with pytest.MonkeyPatch.context() as patch:
        handler = signal.getsignal(signal.SIGTERM)
        quiet = Bench(room, patch)
        quiet.board(cards(*SECONDS))
        quiet.render("--jobs", "1")
        assert main(quiet.words) == 0
        signal.signal(signal.SIGTERM, handler)
        return (quiet.dist / "film.mp4").read_bytes()


def start(words: list[str]) -> subprocess.Popen[str]:
    """Start the program as a shell does: at the head of its own group, which Ctrl-C on a terminal reaches whole."""
    command = [sys.executable, "-m", "moa_anim", *words]
    return children.start(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def kept(bench: Bench) -> list[Path]:
    return list((bench.room / "cache").rglob("*/??/*.mp4"))


def wait_for(what: Callable[[], object], program: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 120
    while not what():
        assert program.poll() is None, f"ended too early: {program.communicate(timeout=10)}"
        assert time.monotonic() < deadline
        time.sleep(0.005)


def drawn_again(bench: Bench) -> int:
    """Run the same command again; how many frames it has drawn."""
    frames = 0
    add = SegmentEncoder.add

    def count(self: SegmentEncoder, frame: object) -> None:
        nonlocal frames
        frames += 1
        add(self, frame)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SegmentEncoder, "add", count)
        bench.render("--jobs", "1")
        assert main(bench.words) == 0
    return frames


def test_kill_9_in_mid_render_then_again(bench: Bench, undisturbed: bytes) -> None:
    before = bench.files()
    bench.render("--jobs", "2")
    program = start(bench.words)
    wait_for(lambda: len(kept(bench)) >= 2, program)
    program.kill()
    # Whoever draws for it holds its output open: there is an end of it only when all of them have ended.
    program.communicate(timeout=10)
    assert program.returncode == -signal.SIGKILL
    assert bench.files() == before
    done = len(kept(bench))
    assert 2 <= done < SEGMENTS
    assert FRAMES - 60 * done <= drawn_again(bench) <= FRAMES - 30 * done
    assert (bench.dist / "film.mp4").read_bytes() == undisturbed
    assert [path.name for path in bench.dist.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(
    ("sent", "code", "lines"),
    [
        (signal.SIGINT, 130, ["moa-anim: interrupted; finished work stays in the cache"]),
        (signal.SIGTERM, 128 + signal.SIGTERM, []),
    ],
    ids=["Ctrl-C", "kill"],
)
def test_an_interrupt_in_mid_render_leaves_no_film(
    sent: signal.Signals, code: int, lines: list[str], jobs: str, bench: Bench
) -> None:
    before = bench.files()
    bench.render("--jobs", jobs)
    program = start(bench.words)
    wait_for(lambda: kept(bench), program)
    if sent == signal.SIGINT:
        os.killpg(program.pid, sent)
    else:
        program.send_signal(sent)
    _, complaint = program.communicate(timeout=10)
    assert (program.returncode, complaint.splitlines()) == (code, lines)
    assert bench.files() == before
    assert [path for path in bench.unfinished() if path.is_relative_to(bench.dist)] == []
    assert kept(bench)


@pytest.mark.parametrize(
    "protection",
    [
        {"initializer": "_initialize_process", "arguments": "(None,)", "mask": "contextlib.nullcontext()"},
        {"initializer": "None", "arguments": "()", "mask": "interrupts_blocked()"},
    ],
    ids=["ignored", "held back"],
)
def test_a_process_that_waits_for_work_says_nothing_of_ctrl_c(protection: dict[str, str]) -> None:
    command = [sys.executable, "-c", IDLE.format(**protection)]
    with children.running(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "idle\n"
        os.killpg(program.pid, signal.SIGINT)
        assert program.communicate(timeout=20) == ("ended\n", "")


def test_after_ctrl_c_the_same_command_draws_the_rest(bench: Bench, undisturbed: bytes) -> None:
    bench.render("--jobs", "1")
    program = start(bench.words)
    wait_for(lambda: len(kept(bench)) >= 3, program)
    program.send_signal(signal.SIGINT)
    program.communicate(timeout=10)
    done = len(kept(bench))
    assert drawn_again(bench) <= FRAMES - 30 * done
    assert (bench.dist / "film.mp4").read_bytes() == undisturbed


def test_a_drawing_process_that_is_ended_from_outside_is_told(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    @contextmanager
    def bar(total: int, unit: str = "") -> Iterator[Callable[[int], None]]:
        def progress(frames: int) -> None:
            workers = multiprocessing.active_children()
            if frames and workers:
                workers[0].kill()

        yield progress

    bench.patch.setattr(cli, "progress_bar", bar)
    bench.render("--jobs", "2")
    before = bench.files()
    code, lines = bench.run(capsys)
    assert (code, len(lines)) == (3, 1)
    assert lines[0].startswith("moa-anim: drawing processes: found a process that was ended from outside")
    assert "fewer --jobs than 2" in lines[0]
    assert bench.files() == before


def test_several_renders_at_once_all_end_well(bench: Bench) -> None:
    bench.board(cards(6, 5))
    names = ("film.mp4", "film.mp4", "other.mp4")
    programs = [start(["render", f"dist/{name}", *bench.options("--jobs", "1")]) for name in names]
    told = [program.communicate(timeout=50)[1] for program in programs]
    assert [program.returncode for program in programs] == [0, 0, 0], told
    assert sum("waiting for it to end" in each for each in told) >= 1
    assert sum("already as planned" in each for each in told) == 1
    films = [(bench.dist / name).read_bytes() for name in names[1:]]
    assert films[0] == films[1]
    assert probe(bench.dist / "film.mp4", decode=True).decoded_frames == 11 * 15
    for name in names[1:]:
        assert main(["check", f"dist/{name}", "--production", "production"]) == 0
    assert bench.unfinished() == []
