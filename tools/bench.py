"""Measure how fast the shipped film is made, and judge it by ratios within the run: `make bench`.

Writes dist/bench.json and prints a table. Each program runs as a user runs it, with caches of its own under dist/bench/.
`--only cold_s,film_s` measures a part; `make bench BENCH="--shots title --quality draft"` tries it out. Nothing else should
run meanwhile.
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
from statistics import mean, median
from typing import Any

# Numpy, PyAV and moa_anim are imported in child processes only: a program's peak memory as the system reports it is never
# below that of the process that started it.

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = ROOT / "assets" / "elacestrant"

REPEATS = 5  # of each short command; the median counts
DRAWN_EVERY = 3  # draw_cpu_ms draws one frame in so many
COMPARED_EVERY = 4  # ssim compares one segment of a shot in so many

KEYS = {  # in the order of measurement: (method of Bench, meaning)
    "film_s": ("plan", "length of the film"),
    "plan_s": ("plan", f"`moa-anim plan`, median of {REPEATS}"),
    "help_s": ("help", f"`moa-anim --help`, median of {REPEATS}"),
    "cold_s": ("cold", "rendered from nothing on all cores (kernels compiled before)"),
    "peak_rss_mib": ("cold", "largest process of the cold render"),
    "film_mb": ("cold", "size of the film, megabytes"),
    "repeat_s": ("repeat", "the same command again, nothing changed"),
    "caption_s": ("caption", "rendered again after one caption's words changed"),
    "floor_s": ("floor", "its frames encoded alone on all cores, decoding not counted"),
    "ssim": ("ssim", "structural similarity to the frames drawn, mean of the shot where it is lowest"),
    "draw_cpu_ms": ("draw", f"processor time a frame without encoding, set-up included; every {DRAWN_EVERY}rd frame"),
    "one_core_s": ("one_core", "rendered from nothing on one core"),
}

GOALS = (  # (key, divided by this key, comparison, bound)
    ("cold_s", "film_s", "<=", 1.0),
    ("cold_s", "floor_s", "<=", 2.5),
    ("one_core_s", "cold_s", ">=", 1.75),
    ("caption_s", "cold_s", "<=", 0.15),
    ("draw_cpu_ms", None, "<=", 17.0),
    ("repeat_s", None, "<=", 3.0),
    ("peak_rss_mib", None, "<=", 1024.0),
    ("ssim", None, ">=", 0.985),
    ("film_mb", None, "<=", 70.0),
    ("help_s", None, "<=", 0.5),
    ("plan_s", None, "<=", 0.5),
)

Found = dict[str, Any]


class ProgramFailedError(RuntimeError):
    """A measured program ended with a code other than 0."""


@dataclass(frozen=True)
class Ran:
    """Wall time, processor time of the program and all it started, memory of the largest of them, standard output."""

    seconds: float
    cpu_seconds: float
    peak_rss_mib: float
    output: str


def run(words: Sequence[str], folder: Path, environment: Mapping[str, str], *, one_core: bool = False) -> Ran:
    """Run this Python with `words` in `folder` (outside a checkout, so that the installed package is found)."""
    command = [sys.executable, *words]
    if one_core:
        command = ["taskset", "-c", str(min(os.sched_getaffinity(0))), *command]
    with (folder / "stdout").open("w+") as out, (folder / "stderr").open("w+") as err:
        began = time.perf_counter()
        program = subprocess.Popen(command, cwd=folder, env={**os.environ, **environment}, stdout=out, stderr=err)
        try:
            _, status, usage = os.wait4(program.pid, 0)  # unlike getrusage, of this program and its children alone
        except BaseException:
            program.terminate()
            program.wait()
            raise
        seconds, program.returncode = time.perf_counter() - began, os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if program.returncode:
            raise ProgramFailedError(f"{' '.join(command)}: exit code {program.returncode}\n{err.read()[-2000:]}")
        return Ran(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, out.read())


@dataclass
class Bench:
    """One run of the benchmark in the folder `work`, of the shots `shots` (None: all). `notes` go into the JSON file."""

    work: Path
    quality: str
    shots: str | None
    jobs: int
    notes: Found = field(default_factory=dict)

    def measure(self, wanted: Sequence[str]) -> Found:
        """Return what was found for the wanted keys."""
        found: Found = {}
        for method in dict.fromkeys(KEYS[key][0] for key in KEYS if key in wanted):
            print(f"bench: {method}", file=sys.stderr, flush=True)
            found |= getattr(self, method)()
        return {key: found[key] for key in KEYS if key in wanted and key in found}

    def plan(self) -> Found:
        film, shots = self._plan()["film"], self.shots
        if shots:
            film["frames"] = sum(each["frames"] for each in self._plan()["shots"] if each["id"] in shots.split(","))
        return {"film_s": film["frames"] / film["fps"], "plan_s": self._median("plan")}

    def help(self) -> Found:
        return {"help_s": self._median("--help")}

    def cold(self) -> Found:
        ran = self._cold
        self.notes["cold_cpu_s"] = ran.cpu_seconds
        megabytes = (self.work / "film.mp4").stat().st_size / 1e6
        return {"cold_s": ran.seconds, "peak_rss_mib": ran.peak_rss_mib, "film_mb": megabytes}

    def repeat(self) -> Found:
        return {"repeat_s": self._again("film").seconds}

    def caption(self) -> Found:
        """Nothing is found where no shot has a word that can be changed."""
        folder, before = self.work / "reworded", self._plan()
        chosen = self.shots.split(",") if self.shots else [each["id"] for each in before["shots"]]
        for rule in emendations([cue for cue in before["cues"] if cue["shot"] in chosen]):
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(PRODUCTION, folder)
            with (folder / "storyboard.toml").open("a", encoding="utf-8") as board:
                board.write(rule)
            try:
                after = self._plan("--production", str(folder))
            except ProgramFailedError:
                continue  # not every word may be changed
            if changed_captions(before, after) == 1:
                return {"caption_s": self._again("caption", "--production", str(folder)).seconds}
        return {}

    def floor(self) -> Found:
        found = self._child("floor", jobs=self.jobs)
        self.notes["floor_cpu_s"] = found["cpu_seconds"]
        return {"floor_s": found["seconds"]}

    def ssim(self) -> Found:
        self.notes["ssim"] = self._child("ssim", every=COMPARED_EVERY)
        return {"ssim": min(each["mean"] for each in self.notes["ssim"].values())}

    def draw(self) -> Found:
        self.notes["draw"] = self._child("draw", every=DRAWN_EVERY, jobs=self.jobs)
        return {"draw_cpu_ms": self.notes["draw"]["frame_ms"] + self.notes["draw"]["set_up_ms"]}

    def one_core(self) -> Found:
        return {"one_core_s": self._from_nothing("one", one_core=True).seconds}

    @cached_property
    def _cold(self) -> Ran:
        run(["-c", "from moa_anim.studio.render import warm_up; warm_up()"], self.work, {})
        return self._from_nothing("film")

    def _from_nothing(self, name: str, *, one_core: bool = False) -> Ran:
        shutil.rmtree(self.work / "caches" / name, ignore_errors=True)
        (self.work / f"{name}.mp4").unlink(missing_ok=True)
        return self._render(name, name, one_core=one_core)

    def _again(self, name: str, *more: str) -> Ran:
        self._cold  # noqa: B018  # its cache is used
        return self._render(name, "film", *more)

    def _render(self, name: str, cache: str, *more: str, one_core: bool = False) -> Ran:
        shots = ["--shots", self.shots] if self.shots else []
        words = ["render", f"{name}.mp4", "--quality", self.quality, *shots, *more]
        return self._moa(words, self._cache(cache), one_core=one_core)

    def _cache(self, name: str) -> dict[str, str]:
        return {"XDG_CACHE_HOME": str(self.work / "caches" / name)}

    def _plan(self, *more: str) -> Any:
        return json.loads(self._moa(["plan", "--json", "--quality", self.quality, *more]).output)

    def _moa(self, words: Sequence[str], environment: Mapping[str, str] | None = None, *, one_core: bool = False) -> Ran:
        return run(["-m", "moa_anim", *words], self.work, environment or {}, one_core=one_core)

    def _median(self, word: str) -> float:
        return median(self._moa([word]).seconds for _ in range(REPEATS))

    def _child(self, what: str, **options: Any) -> Any:
        self._cold  # noqa: B018  # its cache is used
        chosen = {"quality": self.quality, "shots": self.shots.split(",") if self.shots else None}
        words = [str(Path(__file__).resolve()), "--child", what, json.dumps(chosen | options)]
        return json.loads(run(words, self.work, self._cache("film")).output)


def emendations(cues: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Tables for the storyboard that change one word of one cue to another of as many letters; the film's middle first."""
    for _, cue in sorted(enumerate(cues), key=lambda each: abs(each[0] - len(cues) / 2)):
        words = re.findall(r"(?<![\w‑-])[a-z]{6,}(?![\w‑-])", cue["text"])
        for word in (each for each in words if words.count(each) == 1):
            what = f'found = "{word}"\nreading = "{word[1:] + word[0]}"\ncue = "{cue["shot"]}/{cue["cue"]}"'
            yield f'\n[[emendation]]\n{what}\nkind = "spelling"\nreason = "bench"\n'


def changed_captions(before: Mapping[str, Any], after: Mapping[str, Any]) -> int | None:
    """How many captions of two plans differ in their words; None if anything else differs too."""
    pair = [[each for cue in plan["cues"] for each in cue["captions"]] for plan in (before, after)]
    times = [[(each["start"], each["stop"]) for each in captions] for captions in pair]
    if before["film"] != after["film"] or times[0] != times[1]:
        return None
    return sum(bool(one["lines"] != other["lines"]) for one, other in zip(*pair, strict=True))


def planned(options: Found) -> Any:
    """The plan of the shipped film."""
    from moa_anim.script import load_production
    from moa_anim.studio.plan import plan_render
    from moa_anim.studio.quality import QUALITIES, CaptionMode

    return plan_render(load_production(PRODUCTION), QUALITIES[options["quality"]], CaptionMode.OPEN, options["shots"])


def frames_of(plan: Any, segment: Any) -> list[Any]:
    """The decoded frames of a segment in the cache of the cold render."""
    import io

    import av

    from moa_anim.studio.store import default_store

    data = default_store().read(segment.key, ".mp4")
    if data is None:
        raise SystemExit(f"segment {segment.key} of {plan.quality.name} is not in the cache")
    with av.open(io.BytesIO(data)) as container:
        return list(container.decode(video=0))


def encode_again(work: tuple[Any, Any]) -> tuple[float, float]:
    """Decode one segment, then encode it: wall and processor seconds of the encoding alone."""
    from moa_anim.studio.encoder import SegmentEncoder

    plan, segment = work
    frames, size = frames_of(plan, segment), (plan.quality.width, plan.quality.height)
    for frame in frames:
        frame.pict_type = 0  # else the encoder takes over which frames were key frames
    clock, cpu = time.perf_counter(), time.process_time()
    encoder = SegmentEncoder(*size, plan.quality.rate.fps)
    for frame in frames:
        encoder.add(frame)
    encoder.finish()
    return time.perf_counter() - clock, time.process_time() - cpu


def floor(options: Found) -> Found:
    """Encode all segments again, one at a time in each process."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    plan = planned(options)
    with ProcessPoolExecutor(options["jobs"], mp_context=get_context("spawn")) as pool:
        wall, cpu = zip(*pool.map(encode_again, [(plan, each) for each in plan.segments]), strict=True)
    return {"seconds": sum(wall) / options["jobs"], "cpu_seconds": sum(cpu)}


def draw_shot(plan: Any, shot: Any, wanted: Any, take: Callable[[int, Any], object]) -> None:
    """Draw frames of a shot with their captions, converted for the encoder."""
    from moa_anim.studio.draw import draw_frames
    from moa_anim.studio.frames import Converter, lay_caption

    converter = Converter(plan.quality.width, plan.quality.height)
    captions = [(shot.relative(each.slot), each.caption) for cue in shot.cues for each in cue.captions]

    def finish(frame: int, pixels: Any) -> None:
        if captions:
            lay_caption(pixels, next((each for slot, each in captions if slot.start <= frame < slot.stop), None))
        take(frame, converter.frame(pixels))

    draw_frames(plan.production.storyboard, shot.shot.id, plan.quality, wanted, finish)


def draw(options: Found) -> Found:
    """Processor time a frame in milliseconds: `frame_ms` from frame to frame, `set_up_ms` once a run, shared out over it.

    A run's time up to its first frame is its set-up: pictures are made at that frame.
    """
    from moa_anim.studio.cut import whole
    from moa_anim.studio.render import warm_up
    from moa_anim.studio.runs import plan_runs
    from moa_anim.studio.store import Store

    warm_up()
    plan = planned(options)
    cut = whole(plan)
    runs = [each.shot_id for each in plan_runs([cut], cut.keys, Store(Path(os.devnull)), options["jobs"])]
    shots: dict[str, Found] = {}
    for shot in plan.timeline.shots:
        marks = [time.process_time()]
        wanted = range(0, shot.slot.frames, options["every"])
        draw_shot(plan, shot, wanted, lambda frame, picture, marks=marks: marks.append(time.process_time()))
        frame_ms = 1000 * (marks[-1] - marks[1]) / max(1, len(marks) - 2)
        set_up_ms = 1000 * (marks[1] - marks[0])
        shots[shot.shot.id] = {"frame_ms": frame_ms, "set_up_ms": set_up_ms, "frames": shot.slot.frames}
    frames = sum(each["frames"] for each in shots.values())
    frame_ms = sum(each["frames"] * each["frame_ms"] for each in shots.values()) / frames
    set_up_ms = sum(runs.count(name) * each["set_up_ms"] for name, each in shots.items()) / frames
    return {"frame_ms": frame_ms, "set_up_ms": set_up_ms, "shots": shots}


def ssim(options: Found) -> Found:
    """Compare one segment of each shot in `every` with the frames drawn for it, by shot."""
    from compare_films import Similarity

    plan = planned(options)
    similarity, found = Similarity(plan.quality.width, plan.quality.height), {}
    for shot in plan.timeline.shots:
        segments = [each for each in plan.segments if each.shot_id == shot.shot.id][:: options["every"]]
        frames = {
            each.slot.start + number: frame for each in segments for number, frame in enumerate(frames_of(plan, each))
        }
        values: list[float] = []
        draw_shot(
            plan, shot, set(frames), lambda number, drawn, v=values, f=frames: v.append(similarity.of(f.pop(number), drawn))
        )
        found[shot.shot.id] = {"mean": mean(values), "least": min(values), "frames": len(values)}
    return found


def judged(found: Found) -> Iterator[tuple[str, float, str, bool]]:
    """Name, value, what is wanted and whether it is so, of each goal for which everything was measured."""
    for key, by, sign, bound in GOALS:
        if key in found and (by is None or by in found):
            value = found[key] / (found[by] if by else 1.0)
            met = value <= bound if sign == "<=" else value >= bound
            yield f"{key} / {by}" if by else key, value, f"{sign} {bound:g}", met


def main() -> int:
    """Measure; 0 if all was measured (goals met or not), 1 if a program failed, 2 if a key is unknown."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", metavar="KEY,…", default=",".join(KEYS), help="these keys only (%(default)s)")
    parser.add_argument("--shots", metavar="A,B", help="these shots only (all)")
    parser.add_argument("--quality", choices=("draft", "lecture", "uhd"), default="lecture")
    parser.add_argument("--out", metavar="FILE", type=Path, default=ROOT / "dist" / "bench.json")
    parser.add_argument("--work", metavar="DIR", type=Path, default=ROOT / "dist" / "bench")
    options = parser.parse_args()
    wanted = options.only.split(",")
    if unknown := set(wanted) - set(KEYS):
        parser.error(f"--only: no key {', '.join(sorted(unknown))}; keys: {', '.join(KEYS)}")
    options.work.mkdir(parents=True, exist_ok=True)
    bench = Bench(options.work.resolve(), options.quality, options.shots, len(os.sched_getaffinity(0)))
    try:
        found = bench.measure(wanted)
    except ProgramFailedError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    goals = list(judged(found))
    settings = {"quality": bench.quality, "shots": bench.shots or "all", "jobs": bench.jobs}
    data = {
        **{key: round(value, 4) for key, value in found.items()},
        "settings": settings,
        "goals": {name: {"value": round(value, 4), "wanted": wish, "met": met} for name, value, wish, met in goals},
        "notes": bench.notes,
    }
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(*(f"{name} {value}" for name, value in settings.items()), sep=", ", end="\n\n")
    for key, value in found.items():
        print(f"{key:<14}{value:>9.2f}  {KEYS[key][1]}")
    for name, value, wish, met in goals:
        print(f"{name:<24}{value:>8.3f}  {wish:<9} {'met' if met else 'NOT MET'}")
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        print(json.dumps({"floor": floor, "ssim": ssim, "draw": draw}[sys.argv[2]](json.loads(sys.argv[3]))))
    else:
        sys.exit(main())
