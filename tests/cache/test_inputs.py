"""A change makes the entries that depend on it anew, and no others."""

from __future__ import annotations

import ast
import platform
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import moa_anim
from moa_anim.cache import arrays
from moa_anim.cache import inputs as cache_inputs
from moa_anim.cache import installed as lookups
from moa_anim.cache.inputs import (
    ASSETS,
    DISTRIBUTIONS,
    FONTS,
    LIBRARIES,
    PICTURE_CODE,
    PICTURE_ROOMS,
    SEGMENT_CODE,
    WORKER_CODE,
    WORKER_ROOMS,
    array_inputs,
    versions,
    worker_inputs,
)
from moa_anim.cache.installed import MISSING, digest_json, font_digest, library_version, package_folder
from moa_anim.cache.segments import SegmentCache
from moa_anim.model.quality import DRAFT, LECTURE, CaptionMode, Quality
from moa_anim.model.typefaces import typefaces
from moa_anim.render.plan import plan_render
from moa_anim.script.production import load_production

Patch = pytest.MonkeyPatch
ALL, NONE = "all", ""
SHAPE = "conformational-change"


def forget_digests() -> None:
    """Forget what is read once in a process."""
    for each in vars(arrays).values():
        getattr(each, "cache_clear", lambda: None)()


class Installed:
    """A copy of all that is installed that a film depends on, to change at will."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._earlier: dict[Path, bytes | None] = {}
        self.restore()
        package, fonts = Path(moa_anim.__file__).parent, root / "fonts"
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(package, root / "package", ignore=ignored)
        for name in ("scenes", "assets"):
            shutil.copytree(package_folder(name), root / name, ignore=ignored)
        for name in FONTS:
            (fonts / name).parent.mkdir(parents=True)
            (fonts / name).write_bytes(b"outlines")
        self.store = SegmentCache(root / "caches" / "segments")
        self.made = 0

    def install(self, patch: Patch) -> None:
        """Let the program look at the copy."""
        root, fonts = self.root, self.root / "fonts"
        patch.setattr(moa_anim, "__file__", str(root / "package" / "__init__.py"))
        patch.setattr(cache_inputs, "package_folder", lambda name: root / name)
        patch.setattr(cache_inputs, "distribution_version", lambda name: self.versions[name])
        patch.setattr(cache_inputs, "LIBRARIES", {name: (name, "") for name in LIBRARIES})
        patch.setattr(cache_inputs, "library_version", lambda name, _: self.versions[name])
        patch.setattr(lookups, "_folder_of", lambda name: fonts / name)
        patch.setattr(platform, "machine", lambda: self.machine)
        patch.setenv("XDG_CACHE_HOME", str(root / "caches"))

    def plan(self) -> dict[str, list[str]]:
        """The keys of all segments by shot."""
        production = load_production(self.root / "assets" / "elacestrant")
        plan = plan_render(production, self.quality, self.captions)
        return {
            shot.shot.id: [each.key for each in plan.segments if each.shot_id == shot.shot.id]
            for shot in plan.timeline.shots
        }

    def missing(self, keys: dict[str, list[str]]) -> dict[str, int]:
        """How many segments of each shot are not in the cache."""
        return {shot: sum(not self.store.has(key) for key in found) for shot, found in keys.items()}

    def array_is_made(self) -> bool:
        """Whether an array is made as it is not in the cache; it is put there."""
        before = self.made
        forget_digests()  # as in a new process
        arrays.cached(self._make, "array")
        forget_digests()
        return self.made > before

    def _make(self) -> NDArray[np.float64]:
        self.made += 1
        return np.zeros(3)

    def write(self, name: str, data: bytes | None) -> None:
        """Replace, add or (None) remove a file."""
        path = self.root / name
        self._earlier.setdefault(path, path.read_bytes() if path.exists() else None)
        if data is None:
            path.unlink()
        else:
            path.write_bytes(data)

    def edit(self, name: str, old: str = "", new: str = "# changed\n") -> None:
        """Replace `old` in a file, or add `new` to its end."""
        text = (self.root / name).read_text(encoding="utf-8")
        assert not old or text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, (text.replace(old, new) if old else text + new).encode())

    def restore(self) -> None:
        """Undo every change."""
        for path, data in self._earlier.items():
            if data is None:
                path.unlink()
            else:
                path.write_bytes(data)
        self._earlier = {}
        self.versions = {name: f"{name} 1" for name in (*DISTRIBUTIONS, *LIBRARIES)}
        self.machine, self.quality, self.captions = "x86_64", DRAFT, CaptionMode.OPEN


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    made = Installed(tmp_path_factory.mktemp("installed"))
    with pytest.MonkeyPatch.context() as patch:
        made.install(patch)
        keys = made.plan()
        assert all(made.missing(keys).values())
        for key in (key for found in keys.values() for key in found):
            made.store.write(key, key.encode())
        assert made.array_is_made()
    return made


@pytest.fixture
def installed(copied: Installed, monkeypatch: Patch) -> Iterator[Installed]:
    copied.install(monkeypatch)
    assert not copied.array_is_made()
    yield copied
    copied.restore()


def adding_to(name: str) -> Callable[[Installed], None]:
    return lambda installed: installed.edit(name)


def another_version_of(name: str) -> Callable[[Installed], None]:
    return lambda installed: installed.versions.update({name: "2"})


def other_bytes_in(font: str) -> Callable[[Installed], None]:
    return lambda installed: installed.write(f"fonts/{font}", b"0utlines")


def no(font: str) -> Callable[[Installed], None]:
    return lambda installed: installed.write(f"fonts/{font}", None)


def storyboard(old: str, new: str) -> Callable[[Installed], None]:
    return lambda installed: installed.edit("assets/elacestrant/storyboard.toml", old, new)


def another(name: str, value: object) -> Callable[[Installed], None]:
    return lambda installed: setattr(installed, name, value)


DRAWING = (
    "graphics/lettering.py",
    "actors/receptor.py",
    "molecule/kernels.py",
    "illustrations/cell/membrane.py",
    "sets/gene_transcription.py",
    "model/palette.py",
)
ENCODING = ("render/draw.py", "render/encoder.py", "render/colour_conversion.py", "render/products.py")
NEITHER = (
    "cli/commands.py",
    "render/join.py",
    "cache/pruning.py",
    "cache/segments.py",
    "cache/entry.py",
    "captions/cues.py",
    "errors.py",
)

CHANGES: dict[str, tuple[Callable[[Installed], None], str, bool]] = {
    **{f"code that draws: {name}": (adding_to(f"package/{name}"), ALL, True) for name in DRAWING},
    **{f"code that encodes: {name}": (adding_to(f"package/{name}"), ALL, False) for name in ENCODING},
    **{f"other code: {name}": (adding_to(f"package/{name}"), NONE, False) for name in NEITHER},
    "a new file of code that draws": (lambda here: here.write("package/stage/new.py", b""), ALL, True),
    "a scene": (adding_to("scenes/binding.py"), "binding", False),
    "a scene of the other edition": (adding_to("scenes/glossary.py"), NONE, False),
    "the palette": (adding_to("assets/palette.toml"), ALL, True),
    "a structure": (
        lambda here: here.edit("assets/structures/ligands/estradiol_2d.mol", new="\n"),
        ALL,
        True,
    ),
    "a page of the bundle": (adding_to("assets/web/page.js"), NONE, False),
    **{
        f"another version of {name}": (another_version_of(name), ALL, True)
        for name in (*DISTRIBUTIONS, *LIBRARIES)
    },
    **{f"other bytes in {name}": (other_bytes_in(name), ALL, True) for name in FONTS},
    **{f"no {name}": (no(name), ALL, True) for name in FONTS},
    "another kind of machine": (another("machine", "aarch64"), ALL, True),
    "another quality": (another("quality", LECTURE), ALL, False),
    "another size": (another("quality", Quality("draft", 856, 480, DRAFT.rate)), ALL, False),
    "a comment in the storyboard": (storyboard("# S7, third beat", "# S7, the third"), NONE, False),
    "words for who shows the film": (storyboard("Count to four.", "Count them."), NONE, False),
    "a description": (
        storyboard("A teal coactivator comes to its seat,", "A coactivator comes to its seat,"),
        NONE,
        False,
    ),
    "a label": (storyboard('closed = "place with hormone"', 'closed = "place of hormone"'), SHAPE, False),
    "a seed": (storyboard("seed = 538\nlead_seconds = 0.3", "seed = 539\nlead_seconds = 0.3"), SHAPE, False),
    "a cue's length": (
        storyboard('receptor,"\nleast_seconds = 5.4\n', 'receptor,"\nleast_seconds = 5.6\n'),
        SHAPE,
        False,
    ),
    "a cue's name": (
        storyboard('id = "receptor"\nquote = "of the', 'id = "domain"\nquote = "of the'),
        SHAPE,
        False,
    ),
    "a step (the rail shows them all)": (
        storyboard('step = "Conformational change"', 'step = "New shape"'),
        ALL,
        False,
    ),
    "the clinic's words": (storyboard('step = "The lid moves"', 'step = "The lid turns"'), NONE, False),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_misses_the_entries_that_depend_on_it_and_no_others(
    installed: Installed, change: str
) -> None:
    make, shots, array = CHANGES[change]
    make(installed)
    keys = installed.plan()
    missing = installed.missing(keys)
    expected = set(keys) if shots == ALL else set(shots.split())
    assert {shot for shot, count in missing.items() if count} == expected
    assert all(missing[shot] == len(keys[shot]) for shot in expected)
    assert installed.array_is_made() is array


def test_other_words_miss_the_segments_that_show_them_and_no_others(installed: Installed) -> None:
    installed.edit(
        "assets/elacestrant/storyboard.toml",
        'quote = "of the receptor,"\n',
        'quote = "the receptor,"\n',
    )
    keys = installed.plan()
    missing = {shot: count for shot, count in installed.missing(keys).items() if count}
    assert set(missing) == {SHAPE}
    assert 0 < missing[SHAPE] < len(keys[SHAPE])


def test_films_without_burned_in_captions_share_their_segments(installed: Installed) -> None:
    installed.captions = CaptionMode.CLOSED
    closed = installed.plan()
    assert any(installed.missing(closed).values())
    installed.captions = CaptionMode.NONE
    assert installed.plan() == closed


def test_going_back_finds_the_earlier_entries_again(installed: Installed) -> None:
    installed.versions["cairo"] = "2"
    assert all(installed.missing(installed.plan()).values())
    installed.restore()
    assert not any(installed.missing(installed.plan()).values())
    assert not installed.array_is_made()


def test_the_systems_cairo_is_the_one_that_draws() -> None:
    import av
    import cairo

    found = versions()
    assert found["cairo"] == cairo.cairo_version_string()
    assert found["ffmpeg"] == av.ffmpeg_version_info
    assert found["pixman"][0].isdigit()


@pytest.mark.parametrize(
    ("package", "function"),
    [("no_such_package", "version"), ("cairo", "no_such_function"), ("json", "version")],
)
def test_a_library_that_is_not_there_is_missing(package: str, function: str) -> None:
    assert library_version(package, function) == MISSING


@pytest.mark.parametrize("name", ["no_such_package/a.ttf", "fontpkg_inter/no.ttf"])
def test_a_font_that_is_not_there_is_missing(name: str) -> None:
    assert font_digest(name) == MISSING


DRAWS_NOTHING = {"authoring", "check", "bundle", "cli", "speech"}
"""Rooms whose code neither decides what a frame looks like nor runs in a worker of a cluster."""


def test_every_room_is_in_the_list_of_inputs_or_draws_nothing() -> None:
    rooms = {path.parent.name for path in Path(moa_anim.__file__).parent.glob("*/__init__.py")}
    assert set(PICTURE_ROOMS) | set(WORKER_ROOMS) | DRAWS_NOTHING == rooms - {"scenes", "assets"}
    assert not set(PICTURE_ROOMS) & set(WORKER_ROOMS)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        *((adding_to(f"package/{name}"), True) for name in (*DRAWING, *ENCODING)),
        *((adding_to(f"package/{name}"), name != "cli/commands.py") for name in NEITHER),
        (adding_to("package/render/cluster/worker.py"), True),
        (adding_to("scenes/binding.py"), True),
        (adding_to("assets/palette.toml"), True),
        (adding_to("assets/web/page.js"), False),
        (another_version_of("cairo"), True),
        (other_bytes_in(FONTS[0]), True),
    ],
)
def test_a_worker_differs_after_a_change_of_anything_that_it_runs(
    installed: Installed, change: Callable[[Installed], None], expected: bool
) -> None:
    before = worker_inputs()
    change(installed)
    assert (worker_inputs() != before) is expected


def test_all_that_segments_depend_on_is_compared_with_a_worker() -> None:
    package = Path(moa_anim.__file__).parent

    def files(patterns: Iterable[str]) -> set[Path]:
        return {path for pattern in patterns for path in package.glob(pattern)}

    assert files(SEGMENT_CODE) < files(WORKER_CODE)


def test_the_fonts_are_those_that_lettering_sets() -> None:
    assert set(FONTS) == {each.value for each in typefaces()}


def test_arrays_depend_on_all_that_pictures_depend_on_but_encoding() -> None:
    assert set(PICTURE_CODE) < set(SEGMENT_CODE)
    assert digest_json(array_inputs()).encode() in arrays._common_inputs()


def foreign_imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            names.add(node.module.partition(".")[0])
    return names - sys.stdlib_module_names - {"moa_anim", "__future__"}


def test_every_library_that_drawing_code_imports_has_its_version_in_the_keys() -> None:
    package = Path(moa_anim.__file__).parent
    files = [
        *(path for pattern in SEGMENT_CODE for path in package.glob(pattern)),
        *package_folder("scenes").glob("*.py"),
    ]
    imported = {name for path in files for name in foreign_imports(path)}
    owners = packages_distributions()
    assert {owners[name][0].lower() for name in imported} <= {name.lower() for name in DISTRIBUTIONS}
    assert {"numpy", "cairo", "scipy"} <= imported


def test_drawing_code_reads_no_data_but_the_assets_that_are_in_the_keys() -> None:
    package, endings = Path(moa_anim.__file__).parent, (".toml", ".json", ".sdf", ".mol")
    texts = {
        node.value
        for pattern in SEGMENT_CODE
        for path in package.glob(pattern)
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    read = {Path(text).name for text in texts if text.endswith(endings) and " " not in text}
    covered = {path.name for pattern in ASSETS for path in package_folder("assets").glob(pattern)}
    assert "palette.toml" in read
    assert all(any(name.endswith(text) for name in covered) for text in read)
