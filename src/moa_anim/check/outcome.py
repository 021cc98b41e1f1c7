"""The outcome of one check: passed or failed, why, and what could be better."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from moa_anim.errors import Fault
from moa_anim.render.listing import Data


@dataclass(frozen=True)
class Check:
    """What was checked, every reason why it fails (none: it passes), and advice, which fails nothing."""

    name: str
    faults: tuple[Fault, ...] = ()
    advice: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    def __str__(self) -> str:
        lines = [f"{'ok  ' if self.passed else 'FAIL'} {self.name}"]
        lines += [f"     {fault}" for fault in self.faults]
        lines += [f"     advice: {advice}" for advice in self.advice]
        return "\n".join(lines)


def checks_data(checks: Iterable[Check]) -> Data:
    """Return all outcomes as a JSON object; `passed` says whether all did."""
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


_COMMAND = re.compile(r"moa-anim (?:plan|check|render)\b")


def for_production(fault: Fault, folder: Path | None) -> Fault:
    """Return `fault` with the commands in its remedy given the production in `folder`; None is the one that ships.

    What finds a fault need not know where its production lies: a scene does not, nor does a worker of a cluster.
    """
    if folder is None:
        return fault
    option = f" --production {shlex.quote(str(folder))}"
    return replace(fault, remedy=_COMMAND.sub(lambda command: command[0] + option, fault.remedy))


def shortened(faults: Sequence[Fault], most: int = 8) -> tuple[Fault, ...]:
    """Return the first `most` faults; the last of them says how many more there are."""
    if len(faults) <= most:
        return tuple(faults)
    last = faults[most - 1]
    more = Fault(
        last.where, f"{last.found}, and {len(faults) - most} more differences", last.expected, last.remedy
    )
    return (*faults[: most - 1], more)
