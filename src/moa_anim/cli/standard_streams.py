"""Standard input, output and error, which may be missing, closed, full, or unable to encode some characters."""

from __future__ import annotations

import io
import json
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

_STREAMS = (("stdin", "r"), ("stdout", "w"), ("stderr", "w"))
"""Name and mode of each standard stream, in the order of their file descriptors 0, 1 and 2."""


def prepare_streams() -> None:
    """Connect missing streams to the null device, and escape characters that a stream cannot encode.

    If a program is started with a closed stream, the next file that it opens gets that stream's descriptor: a warning that
    a library prints would be written into the film.
    """
    for descriptor, (name, mode) in enumerate(_STREAMS):
        try:
            os.fstat(descriptor)
        except OSError:
            null = os.open(os.devnull, os.O_RDWR)
            if null != descriptor:
                os.dup2(null, descriptor)
                os.close(null)
            os.set_inheritable(descriptor, True)
        if getattr(sys, name) is None:
            setattr(sys, name, open(descriptor, mode, encoding="utf-8", closefd=False))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(message: str) -> None:
    """Print a message for the user on standard error; errors of that stream are ignored."""
    with suppress(OSError, ValueError):
        print(f"moa-anim: {message}", file=sys.stderr, flush=True)


def show(text: str, end: str = "\n") -> None:
    """Print a command's result. If the reader has closed the pipe, as `head` does, the rest is discarded.

    Raises:
        OSError: Writing failed, for example because the disk is full.
    """
    try:
        print(text, end=end, flush=True)
    except BrokenPipeError:
        # So that Python does not try again to write the buffer when it exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def show_json(data: object) -> None:
    """Print `data` as JSON; if the stream cannot encode all of its characters, those outside ASCII are escaped."""
    text = json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(data, ensure_ascii=True, indent=2, allow_nan=False)
    show(text)


@contextmanager
def progress_bar(total: int, unit: str = "frame") -> Iterator[Callable[[int], None]]:
    """Show a progress bar on standard error if that is a terminal; the value is a function that takes steps done."""
    from tqdm import tqdm

    tqdm.set_lock(threading.RLock())  # tqdm's default lock would start a process that watches a semaphore
    with tqdm(total=total, unit=unit, file=sys.stderr, disable=not sys.stderr.isatty(), smoothing=0.1) as bar:

        def progress(done: int) -> None:
            bar.update(done)

        yield progress
