"""Standard input, output and error, which may be missing, closed, full, or too narrow for what is to be said."""

from __future__ import annotations

import io
import json
import os
import sys
from contextlib import suppress

_STREAMS = (("stdin", "r"), ("stdout", "w"), ("stderr", "w"))
"""By their file descriptors 0, 1 and 2."""


def prepare_streams() -> None:
    """Open what is missing to the null device, and let no stream fail at a character that it cannot write.

    A program that is started with a closed stream gives its number to the next file that it opens: a library's warning
    would go into the film.
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
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks “ must not end the program


def say(message: str) -> None:
    """Tell the user something on standard error; that nobody can read it there is no reason to end."""
    with suppress(OSError, ValueError):
        print(f"moa-anim: {message}", file=sys.stderr, flush=True)


def show(text: str, end: str = "\n") -> None:
    """Print a command's result. A reader that went away, as `head` does, has had enough.

    Raises:
        OSError: The disk is full.
    """
    try:
        print(text, end=end, flush=True)
    except BrokenPipeError:
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # what is left is not written at the end, either


def show_json(data: object) -> None:
    """Print `data` as JSON, with escapes where the stream's encoding lacks a character."""
    text = json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(data, ensure_ascii=True, indent=2, allow_nan=False)
    show(text)
