"""Prepares this process for a command: permissions of new files, working folder, termination."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from moa_anim.errors import Fault, RenderError


def allow_private_files() -> None:
    """Clear the umask's bits for the owner, so that this process can read, write and enter what it creates."""
    os.umask(os.umask(0o077) & 0o077)


def prepare_to_draw() -> None:
    """Check that the working folder exists, and make `kill` end the process cleanly.

    Raises RenderError when the working folder was removed: Manim asks for it, and drawing processes are started in it.
    """
    try:
        Path.cwd()
    except OSError as error:
        fault = Fault(
            "working folder", "a folder that was removed", "an existing folder", "change into another folder"
        )
        raise RenderError(fault) from error
    clean_up_when_terminated()


def clean_up_when_terminated() -> None:
    """Make SIGTERM (from `kill` or a job scheduler) clean up as Ctrl-C does; the exit code is 143 = 128 + SIGTERM."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
