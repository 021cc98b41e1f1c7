"""Programs run and measured: how long, how much of the processors, how much memory. Loads nothing large: see `Ran`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

LIMIT_SECONDS = 4 * 3600
"""A program that is measured longer hangs: the whole film takes minutes."""


@dataclass(frozen=True)
class Ran:
    """What a program took: `seconds` by the clock, `cpu_seconds` of it and all that it started, together.

    `peak_rss_mib` is of the largest of them. A program starts with the size of the one that starts it, as the system counts:
    the benchmark itself must stay small.
    """

    seconds: float
    cpu_seconds: float = 0.0
    peak_rss_mib: float = 0.0
    output: str = ""


class ProgramFailedError(RuntimeError):
    """A program that is measured ended with another code than 0."""


class Runner(Protocol):
    """Runs programs; in tests one that runs none."""

    def run(
        self,
        words: Sequence[str],
        environment: Mapping[str, str] | None = None,
        *,
        python: Path | None = None,
        one_core: bool = False,
    ) -> Ran:
        """Run Python (this one, unless another is given) with `words`, and these variables beside those that are set.

        Raises:
            ProgramFailedError: It ended with another code than 0.
        """


@dataclass(frozen=True)
class Programs:
    """The real runner: in `folder`, which must not be a checkout, so that Python finds what is installed."""

    folder: Path
    variables: Mapping[str, str] = field(default_factory=dict)

    def run(
        self,
        words: Sequence[str],
        environment: Mapping[str, str] | None = None,
        *,
        python: Path | None = None,
        one_core: bool = False,
    ) -> Ran:
        """Run it; see Runner."""
        command = [str(python or sys.executable), *words]
        if one_core:
            command = ["taskset", "-c", str(min(os.sched_getaffinity(0))), *command]
        with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as complaint:
            began = time.perf_counter()
            program = subprocess.Popen(
                command,
                cwd=self.folder,
                env={**os.environ, **self.variables, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=complaint,
            )
            limit = threading.Timer(LIMIT_SECONDS, program.kill)
            limit.start()
            try:
                # Of the program and of all that it waited for: the drawing processes are in it.
                _, status, usage = os.wait4(program.pid, 0)
            except BaseException:
                program.terminate()
                program.wait(60)
                raise
            finally:
                limit.cancel()
            seconds = time.perf_counter() - began
            program.returncode = os.waitstatus_to_exitcode(status)
            output.seek(0)
            complaint.seek(0)
            if program.returncode:
                told = complaint.read().decode(errors="replace").strip().splitlines()[-12:]
                raise ProgramFailedError(
                    "\n".join([f"{' '.join(command)}: ended with {program.returncode}", *told])
                )
            printed = output.read().decode(errors="replace")
        cpu = usage.ru_utime + usage.ru_stime
        return Ran(seconds, cpu, usage.ru_maxrss / 1024, printed)
