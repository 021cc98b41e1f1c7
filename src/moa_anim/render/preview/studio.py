"""Keeps the drawing process of a preview, the frames that it has drawn, and what the page is told. Loads no Manim."""

from __future__ import annotations

import threading
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from moa_anim.errors import Fault
from moa_anim.render.local import interrupts_blocked, working_folder_off_the_module_path
from moa_anim.render.preview.messages import (
    Draw,
    Film,
    Frame,
    Order,
    OtherDrug,
    Previewed,
    Problem,
    Reload,
    Report,
    Settled,
)
from moa_anim.render.preview.watch import Change, Watch

POLL_SECONDS = 0.2
"""How often the story, the scenes and the palette are looked at."""

POLLS_FOR_PROGRAM = 5
"""The program's own code, hundreds of files, is looked at in every fifth of these."""

WAITED_FRAMES = 30
"""A frame that lies at most so far ahead of the one being drawn is waited for; else drawing begins anew there."""

MOST_BYTES = 400_000_000
"""Of frames that are kept: two hours of draft frames are more, a few shots at lecture size fit."""

FRAME_SECONDS = 60.0
"""How long a request waits for a frame: a first play on a machine fills caches."""


class Studio:
    """One production being previewed. Its methods may be called from any thread."""

    def __init__(self, previewed: Previewed) -> None:
        self._previewed = previewed
        self._changed = threading.Condition()
        self._version = 1
        """Number of the frames that are of use: another after each change, and after labels have moved."""
        self._edit = 1
        """Number of the change: another after each save."""
        self._settled = False
        """Whether the labels of the frames that were drawn last stand where they will stay."""
        self._film: dict[str, Any] | None = None
        self._problem: tuple[str, ...] = ()
        self._frames: dict[tuple[str, int], Frame] = {}
        self._held = 0
        """Bytes of the frames that are kept."""
        self._drawing: tuple[str, int] | None = None
        self._closed = threading.Event()
        self._process: BaseProcess
        self._connection: Connection
        self._watch = Watch(previewed.folder)
        self._start()
        threading.Thread(target=self._follow_files, daemon=True).start()

    def close(self) -> None:
        """End the drawing process."""
        self._closed.set()
        with self._changed:
            self._end()
            self._changed.notify_all()

    def state(self) -> dict[str, Any]:
        """Return what the page is told.

        That is the version of its frames, the number of the change, the film (None before it is read), whether
        the labels of its frames stay where they are, and what is wrong.
        """
        with self._changed:
            return self._state()

    def state_after(self, known: dict[str, Any] | None, seconds: float) -> dict[str, Any] | None:
        """Wait until the state differs from `known`, and return it; None after `seconds`."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed.is_set() or self._state() != known, seconds)
            state = self._state()
            return None if state == known else state

    @property
    def closed(self) -> bool:
        """Whether the preview is over."""
        return self._closed.is_set()

    def frame(self, version: int, shot: str, number: int) -> Frame | None:
        """Return a frame of a shot, drawn now if it has not been; None if it is of no use any more, or cannot be drawn."""
        with self._changed:
            if not self._exists(version, shot, number):
                return None
            if (shot, number) not in self._frames and not self._problem:
                self._ask_for(shot, number)
            self._changed.wait_for(
                lambda: (
                    (shot, number) in self._frames
                    or self._version != version
                    or bool(self._problem)
                    or self._closed.is_set()
                ),
                FRAME_SECONDS,
            )
            return self._frames.get((shot, number)) if self._version == version else None

    def _exists(self, version: int, shot: str, number: int) -> bool:
        if version != self._version or self._film is None:
            return False
        return any(each["id"] == shot and number < each["frames"] for each in self._film["shots"])

    def _ask_for(self, shot: str, number: int) -> None:
        if self._drawing is not None and self._drawing[0] == shot:
            ahead = number - self._drawing[1]
            if 0 <= ahead <= WAITED_FRAMES:
                return
        assert self._film is not None
        frames = next(each["frames"] for each in self._film["shots"] if each["id"] == shot)
        wanted = frozenset(each for each in range(frames) if (shot, each) not in self._frames)
        self._drawing = shot, number
        self._send(Draw(self._version, shot, number, wanted))

    def _state(self) -> dict[str, Any]:
        return {
            "version": self._version,
            "edit": self._edit,
            "film": self._film,
            "settled": self._settled,
            "problem": list(self._problem),
        }

    def _start(self) -> None:
        # Spawned, not forked: this process has threads, and the libraries that draw are not safe to fork.
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        with working_folder_off_the_module_path(), interrupts_blocked():
            process = context.Process(target=_run, args=(self._previewed, theirs), daemon=True)
            process.start()
        theirs.close()  # so that its end is noticed
        self._process, self._connection = process, ours
        threading.Thread(target=self._listen, args=(ours,), daemon=True).start()
        self._send(Reload(self._version))

    def _end(self) -> None:
        self._process.terminate()
        self._process.join(2)
        with suppress(OSError):
            self._connection.close()

    def _send(self, order: Order) -> None:
        with suppress(OSError, ValueError):  # it has just ended, which _listen reports
            self._connection.send(order)

    def _listen(self, connection: Connection) -> None:
        """Take in what one drawing process reports, until it ends."""
        while True:
            try:
                report: Report = connection.recv()
            except (EOFError, OSError, TypeError):  # TypeError: closed in another thread while it waited
                break
            with self._changed:
                if report.version == self._version:
                    self._take(report)
                    self._changed.notify_all()
        with self._changed:
            if connection is self._connection and not self.closed:
                found = "an end of the process that draws"
                remedy = "save a file of the production to start it again"
                self._problem = (str(Fault("preview", found, "a process that goes on", remedy)),)
                self._changed.notify_all()

    def _take(self, report: Report) -> None:
        if isinstance(report, Film):
            self._film = report.data
            self._problem = ()
        elif isinstance(report, Problem):
            self._problem = report.lines
            self._drawing = None
        elif isinstance(report, OtherDrug):
            self._end()
            self._start()
        elif isinstance(report, Settled):
            self._settled = True
            if report.moved:
                self._forget_frames()
        else:
            self._settled = not report.provisional
            self._keep(report)
            self._drawing = report.shot, report.number

    def _forget_frames(self) -> None:
        self._version += 1
        self._frames.clear()
        self._held = 0
        self._drawing = None

    def _keep(self, frame: Frame) -> None:
        self._frames[frame.shot, frame.number] = frame
        self._held += len(frame.picture)
        while self._held > MOST_BYTES:  # the oldest first
            oldest = next(iter(self._frames))
            self._held -= len(self._frames.pop(oldest).picture)

    def _follow_files(self) -> None:
        polls = 0
        while not self._closed.wait(POLL_SECONDS):
            polls += 1
            asked = list(Change) if polls % POLLS_FOR_PROGRAM == 0 else [Change.STORY, Change.PALETTE]
            found = self._watch.changed(asked)
            if found:
                self._begin_version(found)

    def _begin_version(self, found: list[Change]) -> None:
        with self._changed:
            if self.closed:
                return
            self._forget_frames()
            self._edit += 1
            self._settled = False
            self._problem = ()
            self._film = None
            if Change.PROGRAM in found or not self._process.is_alive():
                self._end()
                self._start()
            else:
                self._send(Reload(self._version, Change.PALETTE in found))
            self._changed.notify_all()


def _run(previewed: Previewed, connection: Connection) -> None:
    """Draw, in the process that was started for it."""
    import multiprocessing

    from moa_anim.render.local import end_with

    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=end_with, args=(parent,), daemon=True).start()
    from moa_anim.render.preview.drawing_process import draw_for_preview

    draw_for_preview(previewed, connection)
