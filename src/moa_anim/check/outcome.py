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
class Gate:
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


def gates_data(gates: Iterable[Gate]) -> Data:
    """Return all outcomes as a JSON object; `passed` says whether all did."""
    gates = tuple(gates)
    return {
        "passed": all(gate.passed for gate in gates),
        "gates": [
            {
                "gate": gate.name,
                "passed": gate.passed,
                "faults": [asdict(fault) for fault in gate.faults],
                "advice": list(gate.advice),
            }
            for gate in gates
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
