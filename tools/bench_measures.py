"""The measurements themselves: which programs are run, on what, and what of it is noted."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from statistics import median
from typing import Any

import bench_productions as productions
from bench_run import ProgramFailedError, Ran, Runner

TOOLS = Path(__file__).resolve().parent
REPEATS = 5
EVERY = 3
"""Of the frames that `draw_cpu_ms` draws: one in so many."""

COMPARED = 4
"""Of a shot's segments that `ssim` compares: one in so many."""

EXCERPT_SECONDS = 10
LENGTHS = (1, 2, 4)
LENGTHS_QUALITY = "draft"
WARM_UP = "from moa_anim.studio.render import warm_up; warm_up()"
FOUND_BY = {
    "film_s": "plan",
    "plan_s": "plan",
    "help_s": "help",
    "cold_s": "cold",
    "peak_rss_mib": "cold",
    "repeat_s": "repeat",
    "caption_s": "caption",
    "floor_s": "floor",
    "ssim": "quality",
    "film_mb": "quality",
    "draw_cpu_ms": "draw",
    "one_core_s": "one_core",
    "palette_s": "palette",
    "ours_s": "excerpt",
    "stock_s": "excerpt",
    "lengths": "lengths",
}
"""Which measurement finds which key, in the order in which they are made."""

Found = dict[str, Any]


@dataclass
class Bench:
    """One run of the benchmark in the folder `work`, of the shots `shots` (None: all), on `jobs` cores.

    `say` is told what is measured next; `notes` become part of what is written.
    """

    runner: Runner
    work: Path
    quality: str
    shots: str | None
    jobs: int
    constraints: str
    say: Callable[[str], None]
    notes: dict[str, Any] = field(default_factory=dict)

    def measure(self, wanted: Collection[str]) -> Found:
        """Return what was found for the wanted keys."""
        found: Found = {}
        for method in dict.fromkeys(FOUND_BY[key] for key in FOUND_BY if key in wanted):
            self.say(method)
            found |= getattr(self, f"find_{method}")()
        return {key: found[key] for key in FOUND_BY if key in wanted and key in found}

    def find_plan(self) -> Found:
        """How long the film is, and how long a plan of it takes."""
        return {"film_s": self._plan()["film"]["seconds"], "plan_s": self._median("plan")}

    def find_help(self) -> Found:
        """How long the help takes."""
        return {"help_s": self._median("--help")}

    def find_cold(self) -> Found:
        """The film from nothing, on all cores."""
        self.notes["cold_cpu_s"] = self._cold.cpu_seconds
        return {"cold_s": self._cold.seconds, "peak_rss_mib": self._cold.peak_rss_mib}

    def find_repeat(self) -> Found:
        """The same command again."""
        self._cold  # noqa: B018
        return {"repeat_s": self._render("film", self.folder("cold")).seconds}

    def find_one_core(self) -> Found:
        """The film from nothing, on one core."""
        return {"one_core_s": self._render("one", self._fresh("one"), one_core=True).seconds}

    def find_caption(self) -> Found:
        """One caption's words changed to as many letters; nothing where no shot has words."""
        self._cold  # noqa: B018
        before = self._plan()
        chosen = None if self.shots is None else set(self.shots.split(","))
        cues = [cue for cue in before["cues"] if chosen is None or cue["shot"] in chosen]
        folder = self.work / "reworded"
        for text, name in productions.reworded(productions.shipped_storyboard(), cues):
            productions.write_production(folder, text)
            own = ("--production", str(folder))
            try:
                after = self._plan(*own)
            except ProgramFailedError:
                continue
            if productions.changed_captions(before, after) == 1:
                self.notes["caption_changed"] = name
                return {"caption_s": self._render("caption", self.folder("cold"), *own).seconds}
        return {}

    def find_palette(self) -> Found:
        """One colour changed, in a copy of the package; everything else as it was."""
        self._cold  # noqa: B018
        own = self._package("palette", productions.change_colour)
        return {"palette_s": self._render("palette", {**self.folder("cold"), **own}).seconds}

    def find_floor(self) -> Found:
        """The cold film's frames, encoded alone."""
        self._cold  # noqa: B018
        found = self._child("floor", self.folder("cold"), jobs=self.jobs)
        self.notes["floor_cpu_s"] = found["cpu_seconds"]
        return {"floor_s": found["seconds"]}

    def find_quality(self) -> Found:
        """What encoding cost of the picture: of the shot that it cost most; and how large the film is."""
        self._cold  # noqa: B018
        shots = self.shots.split(",") if self.shots else None
        options = json.dumps({"quality": self.quality, "shots": shots, "every": COMPARED})
        ran = self.runner.run([str(TOOLS / "bench_quality.py"), options], self.folder("cold"))
        self.notes["ssim"] = json.loads(ran.output)
        film = self.work / "film.mp4"
        return {"ssim": self.notes["ssim"]["mean"], "film_mb": film.stat().st_size / 1e6 if film.exists() else None}

    def find_draw(self) -> Found:
        """Processor time a frame, without the encoder; what is kept for drawing was made by the cold render."""
        self._cold  # noqa: B018
        self.notes["draw"] = self._child("draw", self.folder("cold"), every=EVERY, jobs=self.jobs)
        return {"draw_cpu_ms": self.notes["draw"]["frame_ms"] + self.notes["draw"]["set_up_ms"]}

    def find_excerpt(self) -> Found:
        """The same ten seconds through Manim alone and through ours, both with start-up, both to a film."""
        sheet = self.work / "sprites.npz"
        made = self._child("sprites", self._fresh("sprites"), out=str(sheet), seconds=EXCERPT_SECONDS)
        own = self._package("sprites", productions.add_sprites_scene)
        folder = productions.write_production(
            self.work / "sprites", productions.sprites_storyboard(EXCERPT_SECONDS)
        )
        environment = {**self._fresh("ours"), **own, "MOA_ANIM_BENCH_SPRITES": str(sheet)}
        words = (
            "render",
            str(self.work / "ours.mp4"),
            "--quality",
            self.quality,
            "--production",
            str(folder),
        )
        ours = self._moa(words, environment)
        fps = self._plan("--production", str(folder), environment=environment)["film"]["fps"]
        media = self.work / "stock-media"
        shutil.rmtree(media, ignore_errors=True)
        program = [str(TOOLS / "bench_stock.py"), str(sheet), str(fps), str(media)]
        stock = self.runner.run(program, python=self._stock_python())
        if int(stock.output) != made["frames"]:
            raise ProgramFailedError(f"Manim alone made {stock.output.strip()} frames, not {made['frames']}")
        return {"stock_s": stock.seconds, "ours_s": ours.seconds}

    def find_lengths(self) -> Found:
        """The film with all its lengths once, twice and four times, each from nothing, at draft quality."""
        found = {}
        for factor in LENGTHS:
            text = productions.lengthened(productions.shipped_storyboard(), factor)
            own = ("--production", str(productions.write_production(self.work / f"times-{factor}", text)))
            frames = self._plan(*own, quality=LENGTHS_QUALITY)["film"]["frames"]
            cache = self._fresh(f"times-{factor}")
            seconds = self._render(f"times-{factor}", cache, *own, quality=LENGTHS_QUALITY).seconds
            found[f"{factor}x"] = {"frames": frames, "seconds": seconds}
        return {"lengths": found}

    @cached_property
    def _cold(self) -> Ran:
        self.runner.run(["-c", WARM_UP])
        return self._render("film", self._fresh("cold"))

    def folder(self, name: str) -> dict[str, str]:
        """Return the variables for a cache of that name."""
        return {"XDG_CACHE_HOME": str(self.work / "caches" / name)}

    def _fresh(self, name: str) -> dict[str, str]:
        shutil.rmtree(self.work / "caches" / name, ignore_errors=True)
        (self.work / f"{name}.mp4").unlink(missing_ok=True)
        if name == "cold":
            (self.work / "film.mp4").unlink(missing_ok=True)
        return self.folder(name)

    def _render(
        self, name: str, environment: Mapping[str, str], *more: str, quality: str = "", one_core: bool = False
    ) -> Ran:
        words = ["render", str(self.work / f"{name}.mp4"), "--quality", quality or self.quality, *more]
        return self._moa([*words, *self._chosen()], environment, one_core=one_core)

    def _plan(self, *more: str, quality: str = "", environment: Mapping[str, str] | None = None) -> Any:
        words = ["plan", "--json", "--quality", quality or self.quality, *more]
        plan = json.loads(self._moa(words, environment).output)
        ids = self.shots.split(",") if self.shots else []
        if ids and all(
            each in {shot["id"] for shot in plan["shots"]} for each in ids
        ):  # it is of the whole film
            frames = sum(shot["frames"] for shot in plan["shots"] if shot["id"] in ids)
            plan["film"] = {**plan["film"], "frames": frames, "seconds": frames / plan["film"]["fps"]}
        return plan

    def _chosen(self) -> list[str]:
        return ["--shots", self.shots] if self.shots else []

    def _moa(
        self, words: Collection[str], environment: Mapping[str, str] | None = None, *, one_core: bool = False
    ) -> Ran:
        return self.runner.run(["-m", "moa_anim", *words], environment, one_core=one_core)

    def _median(self, word: str) -> float:
        return median(self._moa([word]).seconds for _ in range(REPEATS))

    def _child(self, what: str, environment: Mapping[str, str], **options: Any) -> Any:
        shots = self.shots.split(",") if self.shots else None
        options = {"quality": self.quality, "shots": shots, **options}
        words = [str(TOOLS / "bench_child.py"), what, json.dumps(options)]
        return json.loads(self.runner.run(words, environment).output)

    def _package(self, name: str, change: Callable[[Path], None]) -> dict[str, str]:
        """A changed copy of the package, its kernels compiled; the variables that put it before the installed one."""
        own = {"PYTHONPATH": str(productions.copy_package(self.work / f"site-{name}", change))}
        self.runner.run(["-c", WARM_UP], own)
        return own

    def _stock_python(self) -> Path:
        """An environment with Manim alone and pillow < 13, all else as pinned; made once and kept."""
        folder = self.work / "stock-environment"
        pins = "\n".join(
            "pillow<13" if pin.lower().startswith("pillow==") else pin
            for pin in self.constraints.splitlines()
        )
        manim = next(pin for pin in pins.splitlines() if pin.startswith("manim=="))
        ready = folder / hashlib.sha256(pins.encode()).hexdigest()
        python = folder / "bin" / "python"
        if not ready.exists():
            self.say("making an environment for Manim alone (a few minutes the first time)")
            shutil.rmtree(folder, ignore_errors=True)
            self.runner.run(["-m", "venv", str(folder)])
            (self.work / "stock-constraints.txt").write_text(pins, encoding="utf-8")
            pip = ["-m", "pip", "install", "-qq", "--disable-pip-version-check", "--constraint"]
            words = [*pip, str(self.work / "stock-constraints.txt"), manim, "pillow<13"]
            self.runner.run(words, python=python)
            ready.touch()
        return python
