"""Programs that tests start: each has a time limit, and none outlives its test."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

SECONDS = 300
"""How long a program that a test starts may run. None needs a tenth of it on a machine that does nothing else."""


def start(command: Sequence[str], **options: Any) -> subprocess.Popen[str]:
    """Start `command` in a session of its own, as a terminal does: Ctrl-C reaches its whole process group.

    SIGINT works in it even where it is ignored here, which children would inherit: under nohup, in the background of a
    script, in some CIs.
    """
    default = signal.getsignal(signal.SIGINT) is not signal.SIG_IGN
    restore = None if default else _restore_interrupt
    return subprocess.Popen(command, text=True, start_new_session=True, preexec_fn=restore, **options)


def _restore_interrupt() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def running(
    command: Sequence[str], seconds: float = SECONDS, **options: Any
) -> Iterator[subprocess.Popen[str]]:
    """Run `command` meanwhile. It and all that it started are killed after `seconds`, and at the end at the latest.

    So a read from its output ends, too, whatever it does.
    """
    process = start(command, **options)
    limit = threading.Timer(seconds, kill, [process])
    limit.start()
    try:
        yield process
    finally:
        limit.cancel()
        kill(process)
        process.wait(10)
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                stream.close()


def kill(process: subprocess.Popen[str]) -> None:
    """End a program of `start` and all that it has started and left in its process group."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
