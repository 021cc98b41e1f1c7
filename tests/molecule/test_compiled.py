"""Compiled kernels are used again; whatever is wrong with what is on disk, they are compiled again."""

from __future__ import annotations

import ast
import inspect
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

import numba
import pytest
from numba.core.registry import CPUDispatcher

from moa_anim.cache.entry import write_entry
from moa_anim.molecule import compiled as room

Log = Callable[[str, str, str], None]

KERNELS = (
    "moa_anim.molecule.kernels",
    "moa_anim.molecule.light",
    "moa_anim.molecule.relaxation",
    "moa_anim.molecule.shade",
    "moa_anim.render.colour_conversion",
)

SOURCE = """
from moa_anim.molecule.compiled import compiled

@compiled
def add(number):
    return number + 1

@compiled
def twice(number):
    return 2 * add(number)
"""

COMPILE = "from moa_anim.render.local import warm_up; warm_up(); print('warm')"


@pytest.fixture(autouse=True)
def caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.setattr(numba.config, "CACHE_DIR", "")
    return tmp_path / "caches" / "moa-anim" / "kernels"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "package" / "sums.py"
    path.parent.mkdir()
    path.write_text(SOURCE)
    return path


def loaded(source: Path) -> ModuleType:
    """The module as another process would load it."""
    module = ModuleType("sums")
    module.__file__ = str(source)
    exec(compile(source.read_text(), str(source), "exec"), vars(module))
    sys.modules["sums"] = module  # numba finds the kernel that a kernel calls by its module's name
    return module


def hits(kernel: Any) -> int:
    """How many compiled forms of a kernel were found on disk."""
    return int(sum(kernel.stats.cache_hits.values()))


def found_on_disk(source: Path) -> list[int]:
    module = loaded(source)
    assert (module.twice(3), module.add(3)) == (8, 4)
    return [hits(module.add), hits(module.twice)]


def test_a_kernel_is_compiled_once(source: Path) -> None:
    assert found_on_disk(source) == [0, 0]
    assert found_on_disk(source) == [1, 1]
    names = sorted(path.name.partition("-")[0] for path in (source.parent / "__pycache__").iterdir())
    assert names == ["sums.add", "sums.twice"]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda stored: b"",
    "cut short": lambda stored: stored[: len(stored) // 2],
    "cut short by a byte": lambda stored: stored[:-1],
    "with one bit changed": lambda stored: stored[:2000] + bytes([stored[2000] ^ 1]) + stored[2001:],
    "of another program": lambda stored: pickle.dumps({"index": {}}),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_compiled_kernel_is_compiled_again(source: Path, damage: str, fault_log: Log) -> None:
    found_on_disk(source)
    paths = sorted((source.parent / "__pycache__").iterdir())
    for path in paths:
        path.write_bytes(DAMAGES[damage](path.read_bytes()))
    assert found_on_disk(source) == [0, 0]
    assert found_on_disk(source) == [1, 1]
    fault_log(f"a compiled kernel that is {damage}", "nothing: it is compiled again", "the film")


def test_compiled_kernels_that_were_exchanged_are_compiled_again(source: Path) -> None:
    found_on_disk(source)
    one, other = (source.parent / "__pycache__").iterdir()
    stored = one.read_bytes(), other.read_bytes()
    one.write_bytes(stored[1])
    other.write_bytes(stored[0])
    assert found_on_disk(source) == [0, 0]


@pytest.mark.parametrize("obstacle", ["a folder with files", "a pipe", "a link to a device"])
def test_an_obstacle_is_no_compiled_kernel(source: Path, obstacle: str, fault_log: Log) -> None:
    found_on_disk(source)
    for path in list((source.parent / "__pycache__").iterdir()):
        path.unlink()
        if obstacle == "a folder with files":
            path.mkdir()
            (path / "notes").write_text("mine")
        elif obstacle == "a pipe":
            os.mkfifo(path)
        else:
            path.symlink_to("/dev/zero")
    assert found_on_disk(source) == [0, 0]
    assert found_on_disk(source) == [1, 1]
    fault_log(f"{obstacle} in the place of a compiled kernel", "nothing: it is compiled again", "the film")


def test_a_proved_entry_that_numba_cannot_load_is_compiled_again(source: Path) -> None:
    found_on_disk(source)
    add = loaded(source).add
    signature = (numba.int64,)
    (beside, key), _ = add._cache._places(signature, add.targetctx.codegen())
    assert beside.exists()
    write_entry(beside, key, room.SUFFIX, pickle.dumps(("no", "kernel")))
    assert found_on_disk(source) == [0, 1]


def test_other_code_and_other_versions_compile_again(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found_on_disk(source)
    before = len(list((source.parent / "__pycache__").iterdir()))
    source.write_text(SOURCE + "\n# changed\n")
    assert found_on_disk(source) == [0, 0]
    assert found_on_disk(source) == [1, 1]
    assert len(list((source.parent / "__pycache__").iterdir())) == before  # replaced, not added to
    for name in ("numba", "llvmlite", "numpy"):
        with monkeypatch.context() as patch:
            patch.setattr(room, "version", lambda each, name=name: "9" if each == name else version(each))
            assert found_on_disk(source) == [0, 0]


def refusing(*folders: Path) -> Callable[..., None]:
    def refuse(path: Path, *arguments: Any) -> None:
        if any(path.is_relative_to(folder) for folder in folders):
            raise PermissionError(13, "Permission denied")
        write_entry(path, *arguments)

    return refuse


def test_beside_a_source_that_cannot_be_written_the_folder_of_caches_is_used(
    source: Path, caches: Path, monkeypatch: pytest.MonkeyPatch, fault_log: Log
) -> None:
    monkeypatch.setattr(room, "write_entry", refusing(source.parent))
    assert found_on_disk(source) == [0, 0]
    assert found_on_disk(source) == [1, 1]
    assert len(list(caches.iterdir())) == 2
    fault_log(
        "a package installed by root, run by a user",
        "nothing: kernels are cached in the user's folder",
        "the film",
    )


def test_where_nothing_can_be_written_it_is_compiled_each_time(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault_log: Log
) -> None:
    monkeypatch.setattr(room, "write_entry", refusing(tmp_path))
    assert found_on_disk(source) == [0, 0]
    assert found_on_disk(source) == [0, 0]
    fault_log(
        "no folder that compiled kernels can be written to",
        "nothing: they are compiled each time",
        "the film",
    )


def test_a_linked_pycache_is_left_alone(source: Path, tmp_path: Path, caches: Path) -> None:
    (tmp_path / "mine").mkdir()
    (source.parent / "__pycache__").symlink_to(tmp_path / "mine")
    found_on_disk(source)
    assert list((tmp_path / "mine").iterdir()) == []
    assert len(list(caches.iterdir())) == 2


def test_numbas_own_folder_is_kept_to(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path / "told"))
    found_on_disk(source)
    assert len(list((tmp_path / "told" / "kernels").iterdir())) == 2
    assert not (source.parent / "__pycache__").exists()


@pytest.mark.slow
def test_the_films_own_kernels_survive_damage_in_a_new_process(tmp_path: Path, fault_log: Log) -> None:
    folder = tmp_path / "told"
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(folder)}

    def run() -> str:
        ran = subprocess.run(
            [sys.executable, "-c", COMPILE],
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=True,
        )
        return ran.stdout

    assert run() == "warm\n"
    entries = sorted((folder / "kernels").iterdir())
    whole = [path.read_bytes() for path in entries]
    for number, path in enumerate(entries):
        path.write_bytes(whole[number][: 100 * number])
        # What an earlier version left: numba's own index and machine code, cut short.
        path.with_suffix(".nbi").write_bytes(b"\x80")
        path.with_suffix(".nbc").write_bytes(b"")
    assert run() == "warm\n"
    # Not to the byte: names of symbols contain a count of what was compiled before.
    sizes = [path.stat().st_size for path in entries]
    assert sizes == pytest.approx([len(each) for each in whole], abs=64)
    fault_log("every compiled kernel cut short", "nothing: they are compiled again", "the film")


@pytest.mark.parametrize("name", KERNELS)
def test_a_kernel_uses_values_of_its_own_module_only(name: str) -> None:
    module = import_module(name)
    kernels = {each: value for each, value in vars(module).items() if isinstance(value, CPUDispatcher)}
    assert kernels
    for kernel in kernels.values():
        assert isinstance(kernel._cache, room.KernelCache)  # type: ignore[attr-defined]
        for used in kernel.py_func.__code__.co_names:
            value = vars(module).get(used)
            if value is not None and not inspect.ismodule(value):
                assert used in defined_in(module), f"{used} comes from another module"


def defined_in(module: ModuleType) -> set[str]:
    names: set[str] = set()
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {each.id for each in node.targets if isinstance(each, ast.Name)}
    return names


def test_no_module_leaves_its_kernels_to_numbas_own_cache() -> None:
    package = Path(inspect.getfile(import_module("moa_anim"))).parent
    using = [path.name for path in package.rglob("*.py") if "cache=True)" in path.read_text(encoding="utf-8")]
    assert using == ["compiled.py"] or using == []


WARM_DRAW = """
import numpy as np
from moa_anim.molecule import face_kernels, kernels, light, shade
from moa_anim.molecule.beads import beads_of_atoms
from moa_anim.molecule.bodies import Body, Paint, View
from moa_anim.molecule.cut_face import loose_atoms
from moa_anim.molecule.receptor_atoms import receptor_atoms
from moa_anim.molecule.shading import Raster
from moa_anim.molecule.warm import compile_kernels

def forms():
    return {
        f"{name} {form}"
        for module in (face_kernels, kernels, light, shade)
        for name, each in vars(module).items()
        for form in getattr(each, "signatures", ())
    }

compile_kernels()
before = forms()
black = (0.0, 0.0, 0.0)
beads = beads_of_atoms(receptor_atoms().atoms)
raster = Raster(200, 200, View(np.eye(3), beads.positions.mean(axis=0), 3.0, (100.0, 100.0)), Paint(black, black, black))
raster.set_still([Body(beads, black, cut_depth=2.0), Body(beads, black)])
raster.draw([Body(beads, black, cut_depth=1.0)])
loose_atoms(beads.positions, beads.positions[:, 2] < 0.0, 4.5)
assert any(form.startswith("light_window ") for form in before), before
print(sorted(forms() - before))
"""


def test_a_receptor_cut_open_needs_no_kernel_that_was_not_compiled_beforehand() -> None:
    found = subprocess.run(
        [sys.executable, "-c", WARM_DRAW], capture_output=True, text=True, check=True, timeout=300
    )
    assert found.stdout.strip() == "[]"
