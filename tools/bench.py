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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from statistics import fmean, median
from typing import Any

# Numpy, PyAV and moa_anim are imported in child processes only: the system never reports a lower peak memory for a program
# than that of the process that started it.

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = ROOT / "assets" / "elacestrant"

REPEATS = 5  # of each short command; the median counts
DRAWN_EVERY = 4  # draw_cpu_ms and ssim are of one segment of a shot in so many

KEYS = {
    "film_s": "length of the film",
    "plan_s": "`moa-anim plan`, median",
    "help_s": "`moa-anim --help`, median",
    "cold_s": "rendered from nothing on all cores (kernels compiled before)",
    "peak_rss_mib": "largest process of the cold render",
    "film_mb": "size of the film, megabytes",
    "repeat_s": "the same command again, nothing changed",
    "caption_s": "rendered again after one caption's words changed",
    "floor_s": "its frames encoded alone on all cores, decoding not counted",
    "ssim": "structural similarity to the frames drawn, mean of the shot where it is lowest",
    "draw_cpu_ms": "processor time a frame without encoding, a set-up for each shot included",
    "one_core_s": "rendered from nothing on one core",
}

GOALS = (  # key, the key it is divided by, comparison, bound
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
    """Wall time of a program, memory of the largest process of it and of those it started, standard output."""

    seconds: float
    peak_rss_mib: float
    output: str


@dataclass
class Bench:
    """Measurements of the shots `shots` (None: all), in the folder `work`; a method for each key. `notes` are details."""

    work: Path
    quality: str
    shots: list[str] | None
    notes: Found = field(default_factory=dict)

    def film_s(self) -> float:
        """Seconds."""
        plan = self._plan()
        wanted = [each["frames"] for each in plan["shots"] if self.shots is None or each["id"] in self.shots]
        return float(sum(wanted) / plan["film"]["fps"])

    def plan_s(self) -> float:
        """Seconds, of the median run."""
        return median(self._moa("plan").seconds for _ in range(REPEATS))

    def help_s(self) -> float:
        """Seconds, of the median run."""
        return median(self._moa("--help").seconds for _ in range(REPEATS))

    def cold_s(self) -> float:
        """Seconds."""
        return self._cold.seconds

    def peak_rss_mib(self) -> float:
        """Mebibytes."""
        return self._cold.peak_rss_mib

    def film_mb(self) -> float:
        """Megabytes."""
        self.cold_s()
        return (self.work / "film.mp4").stat().st_size / 1e6

    def repeat_s(self) -> float:
        """Seconds."""
        self.cold_s()
        return self._render("film").seconds

    def caption_s(self) -> float | None:
        """Seconds; None if no word of these shots may be changed."""
        self.cold_s()
        folder, before = self.work / "reworded", self._plan()
        cues = [each for each in before["cues"] if self.shots is None or each["shot"] in self.shots]
        for rule in emendations(cues):
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(PRODUCTION, folder)
            with (folder / "storyboard.toml").open("a", encoding="utf-8") as board:
                board.write(rule)
            try:
                after = self._plan("--production", str(folder))
            except ProgramFailedError:
                continue  # the changed word breaks another rule of the storyboard
            if changed_captions(before, after) == 1:
                return self._render("caption", "--production", str(folder)).seconds
        return None

    def floor_s(self) -> float:
        """Seconds."""
        return float(self._child("floor"))

    def ssim(self) -> float:
        """From 0 to 1."""
        return min(float(each["ssim"]) for each in self._drawn.values())

    def draw_cpu_ms(self) -> float:
        """Milliseconds."""
        spent = sum(each["set_up_ms"] + each["frames"] * each["frame_ms"] for each in self._drawn.values())
        return float(spent / sum(each["frames"] for each in self._drawn.values()))

    def one_core_s(self) -> float:
        """Seconds."""
        return self._from_nothing("one", one_core=True).seconds

    @cached_property
    def _cold(self) -> Ran:
        self._run("-c", "from moa_anim.render.local import warm_up; warm_up()")
        return self._from_nothing("film")

    @cached_property
    def _drawn(self) -> dict[str, Found]:
        return self.notes.setdefault("shots", self._child("draw"))  # type: ignore[no-any-return]

    def _from_nothing(self, name: str, *, one_core: bool = False) -> Ran:
        shutil.rmtree(self.work / "caches" / name, ignore_errors=True)
        (self.work / f"{name}.mp4").unlink(missing_ok=True)
        return self._render(name, cache=name, one_core=one_core)

    def _render(self, name: str, *more: str, cache: str = "film", one_core: bool = False) -> Ran:
        shots = ["--shots", ",".join(self.shots)] if self.shots else []
        words = ["render", f"{name}.mp4", "--quality", self.quality, *shots, *more]
        return self._moa(*words, cache=cache, one_core=one_core)

    def _plan(self, *more: str) -> Any:
        return json.loads(self._moa("plan", "--json", "--quality", self.quality, *more).output)

    def _moa(self, *words: str, cache: str = "film", one_core: bool = False) -> Ran:
        return self._run("-m", "moa_anim", *words, cache=cache, one_core=one_core)

    def _child(self, what: str) -> Any:
        """Call `draw` or `floor` in a process of its own, with the cache of the cold render."""
        self.cold_s()
        options = json.dumps({"quality": self.quality, "shots": self.shots})
        return json.loads(self._run(str(Path(__file__).resolve()), "--child", what, options).output)

    def _run(self, *words: str, cache: str = "film", one_core: bool = False) -> Ran:
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
    """Tables for the storyboard that change one word of one cue, not its length; cues of the film's middle first."""
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


def frames_of(key: str) -> list[Any]:
    """The decoded frames of a segment that is in the cache."""
    import io

    import av

    from moa_anim.cache.segments import default_segment_cache

    with av.open(io.BytesIO(default_segment_cache().read(key) or b""), "r") as container:
        return list(container.decode(video=0))


def encode_again(key: str, quality: Any) -> float:
    """Decode a segment, then encode it; the seconds that the encoding alone took."""
    from moa_anim.render.encoder import SegmentEncoder

    frames = frames_of(key)
    for frame in frames:
        frame.pict_type = 0  # else the encoder takes over which frames were key frames
    began = time.perf_counter()
    encoder = SegmentEncoder(quality.width, quality.height, quality.rate.fps)
    for frame in frames:
        encoder.add(frame)
    encoder.finish()
    return time.perf_counter() - began


def floor(plan: Any) -> float:
    """Encode all segments again, in a process for each core: the encoding's seconds, shared out evenly."""
    from concurrent.futures import ProcessPoolExecutor
    from itertools import repeat
    from multiprocessing import get_context

    jobs = len(os.sched_getaffinity(0))
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        return sum(pool.map(encode_again, [each.key for each in plan.segments], repeat(plan.quality))) / jobs


def draw(plan: Any) -> dict[str, Found]:
    """Draw some segments of each shot, the first among them, for the encoder, and compare them with the encoded ones.

    Processor time in milliseconds: up to the shot's first frame (pictures are made at it), and of each later frame.
    """
    from compare_films import Similarity

    from moa_anim.graphics.caption_band import lay_caption
    from moa_anim.render.colour_conversion import Converter
    from moa_anim.render.draw import draw_frames

    quality = plan.quality
    similarity, converter = (
        Similarity(quality.width, quality.height),
        Converter(quality.width, quality.height),
    )
    found: dict[str, Found] = {}
    for shot in plan.timeline.shots:
        segments = [each for each in plan.segments if each.shot_id == shot.shot.id][::DRAWN_EVERY]
        film = {
            each.slot.start + k: frame for each in segments for k, frame in enumerate(frames_of(each.key))
        }
        captions = [(shot.relative(each.slot), each.caption) for cue in shot.cues for each in cue.captions]
        spent, alike, mark = [], [], time.process_time()

        def take(frame: int, pixels: Any) -> None:
            nonlocal mark
            shown = (each for slot, each in captions if slot.start <= frame < slot.stop)  # noqa: B023
            if captions:  # noqa: B023
                lay_caption(pixels, next(shown, None))
            picture = converter.frame(pixels)
            spent.append(1000 * (time.process_time() - mark))  # noqa: B023
            alike.append(similarity.of(film.pop(frame), picture))  # noqa: B023
            mark = time.process_time()

        draw_frames(plan.production.storyboard, shot.shot.id, quality, set(film), take)
        times = {"set_up_ms": spent[0], "frame_ms": fmean(spent[1:] or spent)}
        found[shot.shot.id] = {
            **times,
            "ssim": fmean(alike),
            "ssim_least": min(alike),
            "frames": shot.slot.frames,
        }
    return found


def child(what: str, options: Found) -> Any:
    """Plan the shipped film and call one of the functions above with the plan."""
    from moa_anim.model.quality import QUALITIES, CaptionMode
    from moa_anim.render.plan import plan_render
    from moa_anim.script.production import load_production

    shots = options["shots"]
    plan = plan_render(load_production(PRODUCTION), QUALITIES[options["quality"]], CaptionMode.OPEN, shots)
    return {"floor": floor, "draw": draw}[what](plan)


def judged(found: Found) -> Iterator[tuple[str, float, str, bool]]:
    """Name, value, what is wanted and whether it is so, of each goal for which everything was measured."""
    for key, by, sign, bound in GOALS:
        if key in found and (by is None or by in found):
            value = found[key] / (found[by] if by else 1.0)
            met = value <= bound if sign == "<=" else value >= bound
            yield f"{key} / {by}" if by else key, value, f"{sign} {bound:g}", met


def main() -> int:
    """Measure; 0 if all was measured (goals met or not), 1 if a program failed, 2 if a key is unknown."""
    parser = argparse.ArgumentParser(prog="bench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--only", metavar="KEY,…", default=",".join(KEYS), help="these keys only (%(default)s)"
    )
    parser.add_argument(
        "--shots", metavar="A,B", type=lambda text: text.split(","), help="these shots only (all)"
    )
    parser.add_argument("--quality", choices=("draft", "lecture", "uhd"), default="lecture")
    parser.add_argument("--out", metavar="FILE", type=Path, default=ROOT / "dist" / "bench.json")
    parser.add_argument("--work", metavar="DIR", type=Path, default=ROOT / "dist" / "bench")
    options = parser.parse_args()
    wanted = options.only.split(",")
    if unknown := set(wanted) - set(KEYS):
        parser.error(f"--only: no key {', '.join(sorted(unknown))}; keys: {', '.join(KEYS)}")
    options.work.mkdir(parents=True, exist_ok=True)
    bench, found = Bench(options.work.resolve(), options.quality, options.shots), Found()
    try:
        for key in (each for each in KEYS if each in wanted):
            print(f"bench: {key}", file=sys.stderr, flush=True)
            value = getattr(bench, key)()
            found |= {key: round(value, 4)} if value is not None else {}
    except ProgramFailedError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    goals = list(judged(found))
    settings = {"quality": bench.quality, "shots": bench.shots, "cores": len(os.sched_getaffinity(0))}
    data = {
        **found,
        "settings": settings,
        "goals": {name: met for name, _, _, met in goals},
        "notes": bench.notes,
    }
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    for key, value in found.items():
        print(f"{key:<14}{value:>9.2f}  {KEYS[key]}")
    for name, value, wish, met in goals:
        print(f"{name:<24}{value:>8.3f}  {wish:<9} {'met' if met else 'NOT MET'}")
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        print(json.dumps(child(sys.argv[2], json.loads(sys.argv[3]))))
    else:
        sys.exit(main())
