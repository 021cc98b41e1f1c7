"""What goes wrong is told in one clear message, with the right exit code, and leaves nothing half-written.

Each row is one fault, brought about for real where that can be done, and run through the program itself.
"""

from __future__ import annotations

import errno
import gzip
import json
import re
import shutil
import signal
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fault_bench import HEAD, Bench, cards

from moa_anim.cache.installed import package_folder
from moa_anim.cli.commands import main
from moa_anim.render import compose, encoder
from moa_anim.render.join import join

QUOTE = "Specifically, after entering the blood, elastran binds with high affinity ERα,"
LABELLED = '[[shot]]\nid = "marked"\nscene = "ubiquitination:Ubiquitination"\nlead_seconds = 0.4\n'

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Row:
    """A fault: how it is brought about, the exit code, what the message says, and how many lines it has."""

    inject: Callable[[Bench], object]
    code: int
    told: tuple[str, ...]
    lines: int = 1


def change(old: str, new: str) -> Callable[[Bench], object]:
    return lambda bench: bench.change(old, new)


def board(text: str) -> Callable[[Bench], object]:
    return lambda bench: bench.board(text)


def raw(name: str, old: bytes, new: bytes) -> Callable[[Bench], object]:
    return lambda bench: bench.raw(name, old, new)


def out(name: str, *more: str) -> Callable[[Bench], object]:
    def inject(bench: Bench) -> None:
        bench.words = ["render", name, *bench.options(*more)]

    return inject


def linked(name: str) -> Callable[[Bench], object]:
    def inject(bench: Bench) -> None:
        outside = bench.room / f"elsewhere-{name}"
        (bench.production / name).rename(outside)
        (bench.production / name).symlink_to(outside)

    return inject


def removed(name: str) -> Callable[[Bench], object]:
    return lambda bench: (bench.production / name).unlink()


def production(folder: str) -> Callable[[Bench], object]:
    def inject(bench: Bench) -> None:
        bench.words += ["--production", folder]

    return inject


PRODUCTION: dict[str, Row] = {
    "a source changed by a byte": Row(
        raw("source.txt", b"patients", b"patience"),
        1,
        ("source.txt: found sha256 ", "pinned in storyboard.toml", "restore source.txt"),
    ),
    "a source that is not UTF-8": Row(
        raw("source.txt", b"p", b"\xff"),
        1,
        ("source.txt: byte ", "0xff", "expected UTF-8", "save the file as UTF-8"),
    ),
    "a storyboard that is not UTF-8": Row(
        raw("storyboard.toml", "α".encode(), b"\xe1"), 1, ("storyboard.toml: byte ", "0xe1", "expected UTF-8")
    ),
    "invalid TOML": Row(
        change("[source]", "[source"),
        1,
        ("storyboard.toml: line 5, column 8: found invalid TOML", "fix the syntax"),
    ),
    "an unknown key": Row(
        change("seed = 7", "sede = 7"),
        1,
        ("shot 'binding' sede: found an unknown key", "expected one of", "did you mean “seed”?"),
    ),
    "a quote that is not there": Row(
        change("after entering", "after leaving"),
        1,
        (
            "shot 'binding' cue 'binds' quote: found “Specifically, after leaving",
            f"the nearest passage is “{QUOTE}”",
        ),
    ),
    "a quote found twice": Row(
        change(QUOTE, "ER receptors"),
        1,
        ("cue 'binds' quote: found “ER receptors” ", " times in the document", "give occurrence = 1 … "),
    ),
    "an unknown scene": Row(
        change('scene = "title:Title"\nlead_seconds = 1', 'scene = "title:Titel"\nlead_seconds = 1'),
        1,
        ("shot 'opening' scene: found unknown scene “title:Titel”", "did you mean “title:Title”?"),
    ),
    "an emendation outside its quote": Row(
        change(QUOTE, QUOTE.replace("elastran", "elastr")[: QUOTE.index("elastran") + 6]),
        1,
        ("emendation 1: found an emendation of “elastran”", "inside its quote"),
    ),
    "a duplicate cue": Row(
        change('id = "changes"', 'id = "binds"'),
        1,
        ("shot 'binding': found cue “binds” 2 times", "each cue id once", "rename one cue"),
    ),
    "a duplicate shot": Row(
        change('id = "binding"', 'id = "opening"'),
        1,
        ("shot: found shot “opening” 2 times", "rename one shot"),
    ),
    "a caption that cannot meet the limits": Row(
        change('reading = "elacestrant"', f'reading = "{"e" * 43}"'),
        1,
        ("cue 'binds' quote: found “" + "e" * 43, "43 characters", "at most 42"),
    ),
    "a length beyond the limits": Row(
        change("least_seconds = 7", "least_seconds = 7000"),
        1,
        ("cue 'binds' least_seconds: found 7000 seconds", "0.2 to 120", "give a length in seconds"),
    ),
    "a storyboard without shots": Row(board(HEAD), 1, ("shot: found no shots", "add a [[shot]]")),
    "an empty storyboard": Row(
        board(""), 1, ("title: found nothing", "sha256: found nothing", "found no shots"), 3
    ),
    "several faults at once": Row(
        lambda bench: bench.board(HEAD.replace("language", "tongue") + "[[shot]]\nid = 3\nscene = '..:X'\n"),
        1,
        (
            "tongue: found an unknown key",
            "id: found a whole number",
            "scene: found “..:X”",
            "a shot without cues",
        ),
        4,
    ),
    "no source": Row(removed("source.txt"), 1, ("source.txt: found no such file", "add it")),
    "a source that links out of the folder": Row(
        linked("source.txt"), 1, ("source.txt: found a path that leads out", "put a copy into the folder")
    ),
    "a storyboard that links out of the folder": Row(
        linked("storyboard.toml"),
        1,
        ("storyboard.toml: found a path that leads out", "put a copy into the folder"),
    ),
    "a scene outside the folder of scenes": Row(
        change('scene = "title:Title"\nlead', 'scene = "../../title:Title"\nlead'),
        1,
        ("shot 'opening' scene: found “../../title:Title”", "expected module:Class"),
    ),
    "no production": Row(production("nowhere"), 1, ("nowhere: found no such folder", "give another folder")),
    "a production that is a file": Row(
        production("production/source.txt"),
        1,
        ("source.txt: found no such folder", "expected a folder with source.txt"),
    ),
}


def labels_of(shot: str) -> str:
    film = tomllib.loads(
        (package_folder("assets") / "elacestrant" / "storyboard.toml").read_text(encoding="utf-8")
    )
    labels: dict[str, str] = next(each["labels"] for each in film["shot"] if each["id"] == shot)
    return "[shot.labels]\n" + "".join(f"{name} = {json.dumps(words)}\n" for name, words in labels.items())


def shots(*identities: str) -> Callable[[Bench], object]:
    return lambda bench: bench.render("--shots", ",".join(identities), "--jobs", "1")


def scene(method: Any) -> Callable[[Bench], object]:
    return lambda bench: bench.scene(method)


def fail_with(error: Exception) -> Callable[[Any], None]:
    def construct(self: Any) -> None:
        self.hold(3)
        raise error

    return construct


def overrun(self: Any) -> None:
    self.hold(self.tail())
    self.hold(4)


def failing_stills(bench: Bench) -> None:
    bench.scene(fail_with(KeyError("helix 13")))
    bench.stills()


def label_missing_in_two_processes(bench: Bench) -> None:
    bench.board(HEAD + LABELLED + LABELLED.replace("marked", "again"))
    bench.render("--jobs", "2")


def without_font(bench: Bench) -> None:
    from moa_anim.graphics import fonts

    bench.patch.setitem(sys.modules, "fontpkg_inter", None)
    fonts._face.cache_clear()
    fonts._font.cache_clear()


DRAWING: dict[str, Row] = {
    "a cue that the scene leaves unspoken": Row(
        shots("binding"),
        1,
        (
            "shot 'binding' in scene title:Title: found cue binds, changes left unspoken",
            "fix Title.construct",
        ),
    ),
    "a cue that the shot does not have": Row(
        board(
            HEAD + LABELLED + labels_of("ubiquitination") + '[[shot.cue]]\nid = "tagged"\nleast_seconds = 2\n'
        ),
        1,
        (
            "shot 'marked' in scene ubiquitination:Ubiquitination: found cue 'marked'",
            "a cue of the shot (tagged)",
        ),
    ),
    "a cue that the scene overruns": Row(
        board(
            HEAD
            + LABELLED.replace("ubiquitination:Ubiquitination", "proteasome_clearance:ProteasomeClearance")
            + labels_of("proteasome-clearance")
            + "".join(
                f'[[shot.cue]]\nid = "{cue}"\nleast_seconds = 0.2\n' for cue in ("cleared", "system", "fewer")
            )
        ),
        1,
        (
            "shot 'marked' in scene proteasome_clearance:ProteasomeClearance: found ",
            "expected at least one",
            "or the shot's cues",
        ),
    ),
    "a shot that the scene overruns": Row(
        scene(overrun), 1, ("shot 'opening' in scene title:Title: found 19 frames played", "expected 15")
    ),
    "a shot that the scene leaves early": Row(
        scene(lambda self: self.hold(4)),
        1,
        ("shot 'opening' in scene title:Title: found 4 frames played", "expected 15"),
    ),
    "a label that the storyboard lacks": Row(
        board(HEAD + LABELLED),
        1,
        ("shot 'marked' labels: found no '", "the label's words", "add it to the storyboard"),
    ),
    "a label that the storyboard lacks, in two processes": Row(
        label_missing_in_two_processes, 1, ("labels: found no '", "add it to the storyboard")
    ),
    "a scene that raises": Row(
        scene(fail_with(KeyError("helix 13"))),
        3,
        (
            "shot 'opening' in scene title:Title: found KeyError: 'helix 13' (test_faults.py line ",
            "fix it; `moa-anim check --production production` plays every shot",
        ),
    ),
    "a scene that raises an exception of many lines": Row(
        scene(fail_with(ValueError("one\ntwo"))), 3, ("ValueError: one",)
    ),
    "a scene without memory": Row(
        scene(fail_with(MemoryError())), 3, ("title:Title: found out of memory", "fewer --jobs")
    ),
    "a scene that meets a full disk": Row(
        scene(fail_with(OSError(errno.ENOSPC, "", "somewhere"))),
        3,
        ("somewhere: found a full disk", "free some space"),
    ),
    "stills of a scene that raises": Row(
        failing_stills, 3, ("KeyError: 'helix 13'", "expected a scene that plays")
    ),
    "a glyph that the font lacks, in the title": Row(
        change(
            "[[emendation]]",
            '[[emendation]]\nfound = "Elacetrant"\nreading = "Elacestrant☃"\n'
            'kind = "spelling"\nreason = "Snow."\n\n[[emendation]]',
        ),
        3,
        ("title: found “☃” (U+2603) in “", "expected characters that Inter has", "write it with a character"),
    ),
    "a glyph that the font lacks, in a caption": Row(
        change('reading = "elacestrant"', 'reading = "ยา"'),
        3,
        ("shot 'binding' cue 'binds' caption: found “ย” (U+0E22)", "characters that Inter has"),
    ),
    "glyphs that the font lacks, in a label and a step": Row(
        change('step = "It binds"', 'step = "It ☃ binds"\nlabels = { snow = "☃" }'),
        3,
        ("shot 'binding' step: found “☃”", "shot 'binding' label 'snow': found “☃”"),
        2,
    ),
    "no font": Row(
        without_font, 3, ("font package fontpkg-inter: found not installed", "pip install fontpkg-inter")
    ),
}


TABLE = "era_lbd_elacestrant.cif.gz"


def structures(damage: Callable[[bytes], bytes]) -> Callable[[Bench], object]:
    """Have the opening drawn from tables of which one had `damage` done to its text."""

    def inject(bench: Bench) -> None:
        copy = bench.room / "assets" / "structures"
        shutil.copytree(package_folder("assets") / "structures", copy)
        (copy / TABLE).write_bytes(gzip.compress(damage(gzip.decompress((copy / TABLE).read_bytes()))))
        bench.before = "import pathlib, moa_anim.molecule.atom_tables as s; s.files = lambda package: pathlib.Path('assets')"
        bench.render("--shots", "opening", "--jobs", "1")

    return inject


def in_nanometres(text: bytes) -> bytes:
    """The last three columns of each atom, divided by ten."""
    lines = text.decode().splitlines()
    for number, line in enumerate(lines):
        if line.startswith(("ATOM", "HETATM")):
            *words, x, y, z = line.split()
            lines[number] = " ".join([*words, *(f"{float(each) / 10:.3f}" for each in (x, y, z))])
    return "\n".join(lines).encode()


def not_a_number(text: bytes) -> bytes:
    """The first atom's z."""
    head, atom, rest = text.decode().partition("\nATOM ")
    first, _, others = rest.partition("\n")
    return f"{head}{atom}{first.rsplit(' ', 1)[0]} nan\n{others}".encode()


def without_chain(text: bytes) -> bytes:
    """Chain A under another name."""
    return re.sub(rb" A (\S+) A (\S+) ", rb" Q \1 Q \2 ", text)


TABLES: dict[str, Row] = {
    "a table without a chain": Row(
        structures(without_chain), 1, (f"{TABLE}: found no chain A", "one of its chains: Q")
    ),
    "a table without residues": Row(
        structures(lambda text: re.sub(rb"ATOM .* A 53\d A .*\n", b"", text)),
        1,
        (f"{TABLE}: found no N of residue 530", "the backbone of residues 310–546"),
    ),
    "a table with NaN": Row(
        structures(not_a_number), 1, (f"{TABLE}: found 1 atoms without a place", "not a number")
    ),
    "a table in another unit than it says": Row(
        structures(in_nanometres), 1, (f"{TABLE}: found ", "ångström")
    ),
    "a table that is cut short": Row(
        structures(lambda text: text[: text.index(b"\nATOM ")]), 1, (f"{TABLE}: found ",)
    ),
}


def limited(bench: Bench, most_bytes: str) -> None:
    bench.before = (
        f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({most_bytes}, resource.RLIM_INFINITY))"
    )


def segment_too_large(bench: Bench) -> None:
    bench.board(cards(2))
    limited(bench, "2000")
    bench.render("--jobs", "1")


def film_too_large(bench: Bench) -> None:
    """The segments are in the cache already; the film, which is larger than each of them, is not to be written."""
    bench.board(cards(8))
    assert main(["render", "cache/first.mp4", *bench.options("--jobs", "1")]) == 0
    limited(bench, str((bench.room / "cache" / "first.mp4").stat().st_size - 1))


def film_on_a_full_disk(bench: Bench) -> None:
    """A device that has no room takes the film's place: the errors are the operating system's own."""
    bench.board(cards(1))
    bench.patch.setattr(
        compose, "join", lambda pieces, fps, path, sounds: join(pieces, fps, Path("/dev/full"))
    )


def list_on_a_full_disk(bench: Bench) -> None:
    bench.words = ["plan", "--json"]
    bench.before, bench.stdout = "", "/dev/full"


def read_only_disk(bench: Bench) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    bench.patch.setattr(tempfile, "TemporaryFile", refuse)


def folder_for_film(bench: Bench) -> None:
    (bench.dist / "folder.mp4").mkdir()
    bench.words[1] = "dist/folder.mp4"


def file_for_captions(bench: Bench) -> None:
    (bench.room / "other").mkdir()
    (bench.room / "other" / "captions").write_text("a file")
    bench.words[1] = "other/film.mp4"


def link_to_nothing(bench: Bench) -> None:
    (bench.room / "link").symlink_to("gone")
    bench.words[1] = "link/film.mp4"


def cache_in_a_file(bench: Bench) -> None:
    bench.patch.setenv("XDG_CACHE_HOME", str(bench.dist / "film.mp4"))


def stills_in_a_file(bench: Bench) -> None:
    bench.words = ["stills", "dist/film.mp4", *bench.options()]


def broken_encoder(bench: Bench) -> None:
    bench.board(cards(1))
    bench.patch.setattr(encoder, "_OPTIONS", {**encoder._OPTIONS, "preset": "no-such-preset"})


def without(package: str) -> Callable[[Bench], object]:
    def inject(bench: Bench) -> None:
        bench.board(cards(1))
        bench.before = f"sys.modules[{package!r}] = None"

    return inject


def with_a_broken_library(bench: Bench) -> None:
    bench.before = """
class Broken:
    def find_spec(self, name, path=None, target=None):
        if name == "cairo":
            raise ImportError("libcairo.so.2: cannot open shared object file", name="cairo")
sys.meta_path.insert(0, Broken())"""
    bench.render("--jobs", "1")  # one process, in which the library is broken


WRITING: dict[str, Row] = {
    "a file where the folder should be": Row(
        out("dist/film.mp4/deeper/film.mp4"),
        3,
        ("found a file where a folder should be", "choose another folder"),
    ),
    "a folder where the film should be": Row(
        folder_for_film, 3, ("dist/folder.mp4: found a folder", "choose another name for the film")
    ),
    "a file where the captions' folder should be": Row(
        file_for_captions, 3, ("other/captions: found a file where",)
    ),
    "a folder that nobody can write to": Row(
        out("/proc/self/none/film.mp4"),
        3,
        ("/proc/self/none: found ", "permission to write", "choose another folder"),
    ),
    "a disk that can only be read": Row(
        read_only_disk, 3, ("dist: found a read-only file system", "choose another folder")
    ),
    "a folder that is a link to nothing": Row(link_to_nothing, 3, ("link: found a link to nothing",)),
    "a name that is too long": Row(
        out(f"dist/{'x' * 245}.mp4"), 3, ("found a name that is too long", "choose a shorter name")
    ),
    "a name that is not UTF-8": Row(
        out("caf\udce9.mp4"), 2, ("found a name that is not UTF-8", "choose another name")
    ),
    "an unknown extension": Row(out("film.mkv"), 2, ("film.mkv: found extension “.mkv”", "ends in .mp4")),
    "an unknown option": Row(out("film.mp4", "--voices", "none"), 2, ("--voices", "see `moa-anim --help`")),
    "an unknown shot": Row(shots("opening", "bindign"), 2, ("“bindign”", "did you mean “binding”?")),
    "a cache that cannot be written": Row(
        cache_in_a_file, 3, ("film.mp4/moa-anim: found a file where a folder should be",)
    ),
    "stills into a file": Row(stills_in_a_file, 3, ("dist/film.mp4: found a file where a folder should be",)),
    "a segment larger than may be written": Row(
        segment_too_large,
        3,
        ("found a file too large", "room and permission to write there", "choose another folder"),
    ),
    "a film larger than may be written": Row(
        film_too_large,
        3,
        ("dist: found a file too large", "room and permission to write there", "choose another folder"),
    ),
    "a full disk": Row(film_on_a_full_disk, 3, ("dist: found a full disk", "free some space")),
    "a full disk under the output": Row(
        list_on_a_full_disk, 3, ("output: found a full disk", "free some space")
    ),
    "an encoder that fails": Row(broken_encoder, 3, ("video encoder: found ", "run `moa-anim doctor`")),
    "a package that is missing": Row(without("numba"), 3, ("package numba: found ", "run `moa-anim doctor`")),
    "a film library that is missing": Row(without("av"), 3, ("package av: found ", "run `moa-anim doctor`")),
    "Manim is missing": Row(without("manim"), 3, ("package manim: found ", "run `moa-anim doctor`")),
    "a package whose library is missing": Row(
        with_a_broken_library, 3, ("package cairo: found libcairo.so.2: cannot open", "run `moa-anim doctor`")
    ),
}

ROWS = {**PRODUCTION, **DRAWING, **TABLES, **WRITING}


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    handler = signal.getsignal(signal.SIGTERM)
    yield Bench(tmp_path, monkeypatch)
    signal.signal(signal.SIGTERM, handler)


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_fault_is_told_and_nothing_is_half_written(
    row: Row,
    bench: Bench,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    fault_log: Callable[[str, str, str], None],
    request: pytest.FixtureRequest,
) -> None:
    row.inject(bench)
    capsys.readouterr()
    before = bench.files()
    code, lines = bench.run(capsys)
    message = "\n".join(lines)
    assert code == row.code, message
    assert len(lines) == row.lines, message
    assert lines[0].startswith("moa-anim: ")
    assert all(": found " in line and "; expected " in line for line in lines)
    assert [part for part in row.told if part not in message] == [], message
    assert bench.files() == before
    assert bench.unfinished() == []
    told = lines[0].replace(f"{tmp_path}/", "")
    fault_log(request.node.callspec.id, told, "every file in the working folder, byte for byte")


def test_the_table_is_long_enough() -> None:
    assert len(ROWS) >= 30  # issue 3


@pytest.mark.parametrize("method", [overrun, lambda self: self.hold(4)], ids=["overrun", "left early"])
def test_a_scene_that_fails_at_its_end_fails_again(
    method: Any, bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.scene(method)
    assert bench.run(capsys)[0] == 1
    assert bench.run(capsys)[0] == 1, "the segments of a scene that failed were taken for finished"


def test_the_doctor_tells_of_a_missing_font(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    bench.patch.setitem(sys.modules, "fontpkg_inter", None)
    assert main(["doctor"]) == 1
    failed = [line for line in capsys.readouterr().out.splitlines() if line.startswith("FAIL")]
    assert len(failed) == 1
    assert "fontpkg_inter: not installed; run: pip install fontpkg-inter" in failed[0]


def test_a_fault_of_ours_is_told_as_such(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    bench.patch.setattr("moa_anim.render.film.is_current", fail)
    code, lines = bench.run(capsys)
    assert (code, lines[0]) == (3, "Traceback (most recent call last):")
    assert "please report it" in lines[-1]
