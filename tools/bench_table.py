"""What was measured, judged and written out: the goals, a table for a reader, data for a program."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Found = Mapping[str, Any]

TELLS = {
    "film_s": "length of the film",
    "cold_s": "rendered from nothing, all cores (kernels compiled before, by an earlier run)",
    "one_core_s": "the same on one core",
    "floor_s": "its frames encoded alone, all cores, decoding not counted",
    "repeat_s": "the same command again, nothing changed",
    "caption_s": "one caption's words changed",
    "palette_s": "one colour changed",
    "ssim": "structural similarity to the frames drawn, mean of the shot where it is least",
    "film_mb": "the film's size, megabytes",
    "draw_cpu_ms": "processor time a frame without encoding, set-up included; every third frame drawn",
    "stock_s": "ten seconds of sprites through Manim's own camera and writer, pillow < 13",
    "ours_s": "the same through ours",
    "peak_rss_mib": "largest process of the cold render",
    "plan_s": "`moa-anim plan`, median of 5",
    "help_s": "`moa-anim --help`, median of 5",
}

LINEAR = 1.1
"""A frame of the film at four times its length may cost so much more than at its own: what is measured varies by a few %."""


@dataclass(frozen=True)
class Goal:
    """What a quotient of what was found must be: at most `bound`, or at least where `least`. `aim` is better still."""

    name: str
    keys: tuple[str, ...]
    value: Callable[[Found], float]
    bound: float
    least: bool = False
    strict: bool = False
    aim: float | None = None

    def met(self, found: Found) -> bool | None:
        """Whether it is met; None if something that it needs was not measured."""
        if any(found.get(key) is None for key in self.keys):
            return None
        value = self.value(found)
        if self.strict:
            return value < self.bound
        return value >= self.bound if self.least else value <= self.bound

    def row(self, found: Found) -> tuple[str, str, str, str]:
        """Name, what was found, what is wanted, the verdict."""
        sign = "<" if self.strict else "≥" if self.least else "≤"
        wanted = f"{sign} {self.bound:g}" + (f" (aim {self.aim:g})" if self.aim is not None else "")
        met = self.met(found)
        shown = "" if met is None else f"{self.value(found):.3g}"
        return self.name, shown, wanted, {None: "not measured", True: "met", False: "NOT MET"}[met]


def _quotient(upper: str, lower: str) -> Callable[[Found], float]:
    return lambda found: float(found[upper] / found[lower])


def _value(key: str) -> Callable[[Found], float]:
    return lambda found: float(found[key])


def growth(found: Found) -> float:
    """How many times as much a frame costs at the greatest length as at the least."""
    lengths = sorted(found["lengths"].values(), key=lambda each: each["frames"])
    first, last = (each["seconds"] / each["frames"] for each in (lengths[0], lengths[-1]))
    return float(last / first)


GOALS: Sequence[Goal] = (
    Goal("cold_s / film_s", ("cold_s", "film_s"), _quotient("cold_s", "film_s"), 1.0, strict=True, aim=0.7),
    Goal("draw_cpu_ms", ("draw_cpu_ms",), _value("draw_cpu_ms"), 17.0),
    Goal(
        "one_core_s / cold_s", ("one_core_s", "cold_s"), _quotient("one_core_s", "cold_s"), 1.75, least=True
    ),
    Goal("stock_s / ours_s", ("stock_s", "ours_s"), _quotient("stock_s", "ours_s"), 3.0, least=True),
    Goal("repeat_s", ("repeat_s",), _value("repeat_s"), 3.0),
    Goal("caption_s / cold_s", ("caption_s", "cold_s"), _quotient("caption_s", "cold_s"), 0.15),
    Goal("a frame at 4× / at 1×", ("lengths",), growth, LINEAR),
    Goal("peak_rss_mib", ("peak_rss_mib",), _value("peak_rss_mib"), 1024.0),
    Goal("ssim", ("ssim",), _value("ssim"), 0.985, least=True),
    Goal("film_mb", ("film_mb",), _value("film_mb"), 70.0),
    Goal("help_s", ("help_s",), _value("help_s"), 0.5),
    Goal("plan_s", ("plan_s",), _value("plan_s"), 0.5),
)
"""Of issue 6, “It is done when”, what is measured here; that bytes and pictures stay, tests and eyes say."""


def table(found: Found, machine: Mapping[str, Any], settings: str) -> str:
    """Return everything for a reader."""
    versions = ", ".join(f"{name} {number}" for name, number in machine["versions"].items())
    lines = [f"{machine['cpu']}, {machine['cores']} cores", versions, settings, ""]
    lines += [
        f"{key:<14}{_shown(found[key]):>9}  {told}"
        for key, told in TELLS.items()
        if found.get(key) is not None
    ]
    for name, each in found.get("lengths", {}).items():
        lines.append(f"length {name:<7}{each['seconds']:>9.1f}  {each['frames']} frames at draft quality")
    if found.get("floor_s") and found.get("cold_s"):
        lines.append(f"cold / floor  {found['cold_s'] / found['floor_s']:>9.2f}  1 would be encoding alone")
    lines += ["", f"{'goal':<24}{'found':>8}  {'wanted':<16}"]
    for goal in GOALS:
        name, shown, wanted, verdict = goal.row(found)
        lines.append(f"{name:<24}{shown:>8}  {wanted:<16}{verdict}")
    return "\n".join(lines)


def data(
    found: Found, machine: Mapping[str, Any], settings: Mapping[str, Any], notes: Found
) -> dict[str, Any]:
    """Return everything for a program: what was found by its key, and what it was found with."""
    rounded = {key: round(value, 4) if isinstance(value, float) else value for key, value in found.items()}
    goals = {goal.name: goal.met(found) for goal in GOALS}
    return {
        **rounded,
        "machine": dict(machine),
        "settings": dict(settings),
        "goals": goals,
        "notes": dict(notes),
    }


def _shown(value: float) -> str:
    return f"{value:.0f}" if value >= 1000 else f"{value:.2f}"
