"""A place in which one thing is made to go wrong: a production, an older film, a cache, a command line."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flat_film import STORYBOARD, encode, write_production

from moa_anim.cli.commands import main
from moa_anim.files.hashes import file_sha256
from moa_anim.files.writing import TEMPORARY_PREFIX
from moa_anim.model.quality import DRAFT, CaptionMode
from moa_anim.render.manifest import caption_files, manifest_json
from moa_anim.render.outputs import LOCK, Outputs
from moa_anim.render.plan import plan_render
from moa_anim.script.production import load_production

PROGRAM = "import sys\n{before}\nfrom moa_anim.cli.commands import main\nsys.exit(main())"
"""The program in a process of its own, after `before` has been done to it."""

CARD = """
[[shot]]
id = "{name}"
scene = "credits:Credits"
seed = {seed}
lead_seconds = {seconds}
"""

HEAD = STORYBOARD[: STORYBOARD.index("[[emendation]]")]


def cards(*seconds: int) -> str:
    """A storyboard of cards of text, one for each number of seconds: drawn quickly, and without a fault."""
    shots = enumerate(seconds, 1)
    return HEAD + "".join(
        CARD.format(name=f"card-{number}", seed=number, seconds=each) for number, each in shots
    )


def write_older_film(production: Path, film: Path) -> None:
    """Write a film that moa-anim could have made of the production, in another caption mode, and the files beside it."""
    plan = plan_render(load_production(production), DRAFT, CaptionMode.CLOSED)
    outputs = Outputs(film)
    (outputs.folder / "captions").mkdir(parents=True)
    film.write_bytes(encode(15))
    for path, data in caption_files(plan, outputs).items():
        path.write_bytes(data)
    outputs.manifest.write_text(manifest_json(plan, film.name, file_sha256(film)), encoding="utf-8")


@dataclass
class Bench:
    """`room` is the working folder. In it: `production`, `dist` with an older film, and, later, the `cache`."""

    room: Path
    patch: pytest.MonkeyPatch
    words: list[str] = field(default_factory=list)
    before: str | None = None
    """Code that a process of its own does before it runs the program; None: it is run in this process."""
    stdout: str | None = None
    """The file that output goes to, in a process of its own."""

    def __post_init__(self) -> None:
        write_production(self.production)
        write_older_film(self.production, self.dist / "film.mp4")
        self.words = ["render", "dist/film.mp4", *self.options()]
        self.patch.chdir(self.room)
        self.patch.setenv("XDG_CACHE_HOME", str(self.room / "cache"))

    @property
    def production(self) -> Path:
        return self.room / "production"

    @property
    def dist(self) -> Path:
        return self.room / "dist"

    def options(self, *more: str) -> list[str]:
        return ["--quality", "draft", "--production", "production", *more]

    def render(self, *more: str) -> None:
        self.words = ["render", "dist/film.mp4", *self.options(*more)]

    def stills(self) -> None:
        self.words = ["stills", "dist", *self.options()]

    def board(self, text: str) -> None:
        """Have another storyboard."""
        write_production(self.production, text)

    def change(self, old: str, new: str) -> None:
        """Have another storyboard: `new` instead of `old`."""
        assert STORYBOARD.count(old) == 1, old
        self.board(STORYBOARD.replace(old, new))

    def raw(self, name: str, old: bytes, new: bytes) -> None:
        """Change the bytes of a file of the production."""
        path = self.production / name
        assert old in path.read_bytes()
        path.write_bytes(path.read_bytes().replace(old, new, 1))

    def scene(self, method: Any) -> None:
        """Have the title's scene do `method` instead."""
        from moa_anim.scenes.title import Title  # type: ignore[import-not-found,unused-ignore]

        self.patch.setattr(Title, "construct", method)
        self.render("--shots", "opening", "--jobs", "1")

    def files(self) -> dict[str, bytes]:
        """What the user can see in the room: everything but the cache and the (empty) lock."""
        found = {
            path.relative_to(self.room).as_posix(): path.read_bytes() if path.is_file() else b"folder"
            for path in self.room.rglob("*")
            if "cache" not in path.relative_to(self.room).parts[:1]
        }
        return {name: data for name, data in found.items() if Path(name).name != LOCK or data}

    def unfinished(self) -> list[Path]:
        """What was begun and left, in the cache too."""
        return list(self.room.rglob(f"{TEMPORARY_PREFIX}*"))

    def run(self, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
        """Run the program; its exit code and the lines of its complaint."""
        if self.before is None:
            code = main(self.words)
            return code, capsys.readouterr().err.splitlines()
        command = [sys.executable, "-c", PROGRAM.format(before=self.before), *self.words]
        with Path(self.stdout or self.room / "cache-output").open("w") as output:
            ended = subprocess.run(
                command, stdout=output, stderr=subprocess.PIPE, text=True, check=False, timeout=60
            )
        (self.room / "cache-output").unlink(missing_ok=True)
        return ended.returncode, ended.stderr.splitlines()
