"""Measure how fast the shipped film is made, and judge it by ratios within the run: `make bench`.

Writes dist/bench.json and prints a table. Each program runs as a user runs it, with caches of its own under dist/bench/.
`--only cold_s,film_s` measures a part; `make bench BENCH="--shots conformational-change --quality draft"` tries it out.
Nothing else should run meanwhile.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from statistics import median
from typing import Any

# Numpy, PyAV and moa_anim are imported in child processes only (bench_child.py): the system never reports a lower peak memory
# for a program than that of the process that started it.

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = ROOT / "assets" / "elacestrant"
CHILD = ROOT / "tools" / "bench_child.py"

REPEATS = 5  # runs of each short command; the median is reported

GOALS = (  # key, the key it is divided by, comparison, bound
    ("cold_s", "film_s", "<=", 1.0),
    ("cold_s", "floor_s", "<=", 3.5),
    ("one_core_s", "cold_s", ">=", 1.75),
    ("caption_s", "cold_s", "<=", 0.15),
    ("repeat_s", None, "<=", 3.0),
    ("peak_rss_mib", None, "<=", 1024.0),
    ("ssim", None, ">=", 0.985),
    ("film_mb", None, "<=", 80.0),
    ("help_s", None, "<=", 0.5),
    ("plan_s", None, "<=", 0.5),
)

Found = dict[str, Any]


class ProgramFailedError(RuntimeError):
    """A measured program ended with a code other than 0."""


@dataclass(frozen=True)
class Ran:
    """A finished program: wall time, peak memory of its largest process (children included), standard output."""

    seconds: float
    peak_rss_mib: float
    output: str


@dataclass
class Bench:
    """Runs programs on the shots `shots` (None: all), in the folder `work`. `notes` are details of the measurements."""

    work: Path
    quality: str
    shots: list[str] | None
    notes: Found = field(default_factory=dict)

    @cached_property
    def cold(self) -> Ran:
        """The film rendered with an empty cache on all cores, with kernels compiled before."""
        self.run("-c", "from moa_anim.render.local import warm_up; warm_up()")
        return self.from_nothing("film")

    @cached_property
    def drawn(self) -> dict[str, Found]:
        """Results of `draw`, by shot."""
        return self.notes.setdefault("shots", self.child("draw"))  # type: ignore[no-any-return]

    def from_nothing(self, name: str, *, one_core: bool = False) -> Ran:
        """Render into NAME.mp4, with an empty cache."""
        shutil.rmtree(self.work / "caches" / name, ignore_errors=True)
        (self.work / f"{name}.mp4").unlink(missing_ok=True)
        return self.render(name, cache=name, one_core=one_core)

    def render(self, name: str, *more: str, cache: str = "film", one_core: bool = False) -> Ran:
        """Render into NAME.mp4, with the cache as it is."""
        shots = ["--shots", ",".join(self.shots)] if self.shots else []
        words = ["render", f"{name}.mp4", "--quality", self.quality, *shots, *more]
        return self.moa(*words, cache=cache, one_core=one_core)

    def plan(self, *more: str) -> Any:
        """Output of `moa-anim plan --json`."""
        return json.loads(self.moa("plan", "--json", "--quality", self.quality, *more).output)

    def moa(self, *words: str, cache: str = "film", one_core: bool = False) -> Ran:
        """Run moa-anim."""
        return self.run("-m", "moa_anim", *words, cache=cache, one_core=one_core)

    def child(self, what: str) -> Any:
        """Call a function of bench_child.py in a process of its own, with the cache of the cold render."""
        _ = self.cold  # rendered before
        words = [what, str(PRODUCTION), self.quality, *(self.shots or [])]
        return json.loads(self.run(str(CHILD), *words).output)

    def run(self, *words: str, cache: str = "film", one_core: bool = False) -> Ran:
        """Run this Python in the working folder, which is no checkout: the installed package is found."""
        command = [sys.executable, *words]
        if one_core:
            command = ["taskset", "-c", str(min(os.sched_getaffinity(0))), *command]
        environment = {**os.environ, "XDG_CACHE_HOME": str(self.work / "caches" / cache)}
        with (self.work / "stdout").open("w+") as out, (self.work / "stderr").open("w+") as err:
            began = time.perf_counter()
            program = subprocess.Popen(command, cwd=self.work, env=environment, stdout=out, stderr=err)
            try:
                _, status, usage = os.wait4(program.pid, 0)  # of this program and its children alone
            except BaseException:
                program.terminate()
                program.wait()
                raise
            seconds, program.returncode = time.perf_counter() - began, os.waitstatus_to_exitcode(status)
            out.seek(0)
            err.seek(0)
            if program.returncode:
                raise ProgramFailedError(f"{command}: exit code {program.returncode}\n{err.read()[-2000:]}")
            return Ran(seconds, usage.ru_maxrss / 1024, out.read())


def emendations(cues: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield tables for the storyboard that change one word of one cue, but not its length; the film's middle cues first."""
    for _, cue in sorted(enumerate(cues), key=lambda each: abs(each[0] - len(cues) / 2)):
        words = re.findall(r"(?<![\w‑-])[a-z]{6,}(?![\w‑-])", cue["text"])
        for word in (each for each in words if words.count(each) == 1):
            what = f'found = "{word}"\nreading = "{word[1:] + word[0]}"\ncue = "{cue["shot"]}/{cue["cue"]}"'
            yield f'\n[[emendation]]\n{what}\nkind = "spelling"\nreason = "bench"\n'


def changed_captions(before: Mapping[str, Any], after: Mapping[str, Any]) -> int | None:
    """Number of captions whose words differ between two plans; None if anything else differs too."""
    pair = [[each for cue in plan["cues"] for each in cue["captions"]] for plan in (before, after)]
    times = [[(each["start"], each["stop"]) for each in captions] for captions in pair]
    if before["film"] != after["film"] or times[0] != times[1]:
        return None
    return sum(bool(one["lines"] != other["lines"]) for one, other in zip(*pair, strict=True))


def film_s(bench: Bench) -> float:
    """Length of the film, in seconds."""
    plan = bench.plan()
    wanted = [each["frames"] for each in plan["shots"] if bench.shots is None or each["id"] in bench.shots]
    return float(sum(wanted) / plan["film"]["fps"])


def median_s(bench: Bench, word: str) -> float:
    """Seconds that a short command takes, in the median run."""
    return median(bench.moa(word).seconds for _ in range(REPEATS))


def caption_s(bench: Bench) -> float | None:
    """Seconds to render again after a caption has changed; None if no word of these shots may be changed."""
    _ = bench.cold  # rendered before
    folder, before = bench.work / "reworded", bench.plan()
    for rule in emendations(
        [each for each in before["cues"] if bench.shots is None or each["shot"] in bench.shots]
    ):
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(PRODUCTION, folder)
        with (folder / "storyboard.toml").open("a", encoding="utf-8") as board:
            board.write(rule)
        try:
            after = bench.plan("--production", str(folder))
        except ProgramFailedError:
            continue  # the changed word breaks another rule of the storyboard
        if changed_captions(before, after) == 1:
            return bench.render("caption", "--production", str(folder)).seconds
    return None


def draw_cpu_ms(bench: Bench) -> float:
    """Processor time a frame, in milliseconds."""
    spent = sum(each["set_up_ms"] + each["frames"] * each["frame_ms"] for each in bench.drawn.values())
    return float(spent / sum(each["frames"] for each in bench.drawn.values()))


def film_file(bench: Bench) -> Path:
    """The film of the cold render."""
    _ = bench.cold  # rendered before
    return bench.work / "film.mp4"


KEYS: dict[str, tuple[str, Callable[[Bench], float | None]]] = {
    "film_s": ("length of the film", film_s),
    "plan_s": ("`moa-anim plan`, median", lambda bench: median_s(bench, "plan")),
    "help_s": ("`moa-anim --help`, median", lambda bench: median_s(bench, "--help")),
    "cold_s": (
        "rendered from nothing on all cores (kernels compiled before)",
        lambda bench: bench.cold.seconds,
    ),
    "peak_rss_mib": ("largest process of the cold render", lambda bench: bench.cold.peak_rss_mib),
    "film_mb": ("size of the film, megabytes", lambda bench: film_file(bench).stat().st_size / 1e6),
    "repeat_s": (
        "the same command again, nothing changed",
        lambda bench: bench.render(film_file(bench).stem).seconds,
    ),
    "caption_s": ("rendered again after one caption's words changed", caption_s),
    "floor_s": (
        "its frames encoded alone on all cores, decoding not counted",
        lambda bench: float(bench.child("floor")),
    ),
    "ssim": (
        "structural similarity to the frames drawn, mean of the shot where it is lowest",
        lambda bench: min(float(each["ssim"]) for each in bench.drawn.values()),
    ),
    "draw_cpu_ms": ("processor time a frame without encoding, a set-up for each shot included", draw_cpu_ms),
    "one_core_s": (
        "rendered from nothing on one core",
        lambda bench: bench.from_nothing("one", one_core=True).seconds,
    ),
}


def judged(found: Found) -> Iterator[tuple[str, float, str, bool]]:
    """Yield name, value, bound and whether it is met, for each goal for which everything was measured."""
    for key, by, sign, bound in GOALS:
        if key in found and (by is None or by in found):
            value = found[key] / (found[by] if by else 1.0)
            met = value <= bound if sign == "<=" else value >= bound
            yield f"{key} / {by}" if by else key, value, f"{sign} {bound:g}", met


def listed(text: str) -> list[str]:
    """The comma-separated values of an option."""
    return text.split(",")


def main() -> int:
    """Measure; 0 if all was measured (goals met or not), 1 if a program failed, 2 if a key is unknown."""
    parser = argparse.ArgumentParser(prog="bench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", metavar="KEY,…", type=listed, default=list(KEYS), help="these keys only")
    parser.add_argument("--shots", metavar="A,B", type=listed, help="these shots only")
    parser.add_argument("--quality", choices=("draft", "lecture", "uhd"), default="lecture")
    parser.add_argument("--out", metavar="FILE", type=Path, default=ROOT / "dist" / "bench.json")
    parser.add_argument("--work", metavar="DIR", type=Path, default=ROOT / "dist" / "bench")
    options = parser.parse_args()
    if unknown := set(options.only) - set(KEYS):
        parser.error(f"--only: no key {', '.join(sorted(unknown))}; keys: {', '.join(KEYS)}")
    options.work.mkdir(parents=True, exist_ok=True)
    bench, found = Bench(options.work.resolve(), options.quality, options.shots), Found()
    try:
        for key in (each for each in KEYS if each in options.only):
            print(f"bench: {key}", file=sys.stderr, flush=True)
            value = KEYS[key][1](bench)
            found |= {key: round(value, 4)} if value is not None else {}
    except ProgramFailedError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    goals = list(judged(found))
    settings = {"quality": bench.quality, "shots": bench.shots, "cores": len(os.sched_getaffinity(0))}
    met_goals = {name: met for name, _, _, met in goals}
    data = {**found, "settings": settings, "goals": met_goals, "notes": bench.notes}
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    for key, value in found.items():
        print(f"{key:<14}{value:>9.2f}  {KEYS[key][0]}")
    for name, value, wish, met in goals:
        print(f"{name:<24}{value:>8.3f}  {wish:<9} {'met' if met else 'NOT MET'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
