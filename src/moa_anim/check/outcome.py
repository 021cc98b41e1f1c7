"""The outcome of a check: passed or failed, the reasons, and advice."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from moa_anim.errors import Fault
from moa_anim.render.listing import Data

RENDER_AGAIN = "make it again with `moa-anim render`"
"""Remedy of all faults of a film and of the files beside it."""

_COMMAND = re.compile(r"moa-anim (?:plan|check|render|bundle)\b")
"""A suggested command that takes `--production`."""


@dataclass(frozen=True)
class Check:
    """What was checked, all faults that were found, and advice, with which the check still passes."""

    name: str
    faults: tuple[Fault, ...] = ()
    advice: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether there are no faults."""
        return not self.faults

    def __str__(self) -> str:
        lines = [f"{'ok  ' if self.passed else 'FAIL'} {self.name}"]
        lines += [f"     {fault}" for fault in self.faults]
        lines += [f"     advice: {advice}" for advice in self.advice]
        return "\n".join(lines)


def checks_data(checks: Iterable[Check]) -> Data:
    """Return all outcomes as a JSON object; its `passed` is true if all of them passed."""
    checks = tuple(checks)
    return {
        "passed": all(check.passed for check in checks),
        "gates": [
            {
                "gate": check.name,
                "passed": check.passed,
                "faults": [asdict(fault) for fault in check.faults],
                "advice": list(check.advice),
            }
            for check in checks
        ],
    }


def with_production_option(fault: Fault, folder: Path | None) -> Fault:
    """Return `fault` with `--production` and `folder` added to the commands in its remedy; None is the built-in production.

    This is done when a fault is printed, because a scene or a cluster worker does not know the production's folder.
    """
    if folder is None:
        return fault
    option = f" --production {shlex.quote(str(folder))}"
    return replace(fault, remedy=_COMMAND.sub(lambda command: command[0] + option, fault.remedy))
