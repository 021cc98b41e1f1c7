"""Settings, modules and variables of others in the working folder, the home folder and the shell: none takes part."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from children import SECONDS
from fault_bench import cards
from flat_film import write_production

from moa_anim.isolation import FOLDERS, SINGLE_THREADED, clean_environment

pytestmark = pytest.mark.slow

FaultLog = Callable[[str, str, str], None]

DRAW = """
import hashlib, json, sys
from pathlib import Path
{before}
import moa_anim
from moa_anim.script.production import load_production
from moa_anim.render.rendition import full_rendition
from moa_anim.render.plan import plan_render
from moa_anim.model.quality import DRAFT, CaptionMode
from moa_anim.render.local import render_locally
from moa_anim.cache.segments import SegmentCache

plan = plan_render(load_production(Path(sys.argv[1])), DRAFT, CaptionMode.OPEN)
store = SegmentCache(Path(sys.argv[2]))
render_locally([full_rendition(plan)], store)
segments = {{each.key: store.read(each.key) for each in plan.segments}}
print(json.dumps({{key: hashlib.sha256(data).hexdigest() for key, data in segments.items()}}))
"""

MANIM = (
    "[CLI]\nfrom_animation_number = 1\npreview = True\nframe_height = 4\nbackground_color = RED\nseed = 5\n"
)
INVALID = "[CLI]\nframe_rate = many\n"
VARIABLES = {
    "NUMBA_DISABLE_JIT": "1",
    "NUMBA_OPT": "fast",
    "NPY_DISABLE_CPU_FEATURES": "AVX512F AVX2",
    "OPENBLAS_CORETYPE": "Prescott",
    "TQDM_MININTERVAL": "now and then",
    "FONTCONFIG_FILE": "/nowhere/fonts.conf",
    "FREETYPE_PROPERTIES": "cff:no-stem-darkening=0",
    "PANGOCAIRO_BACKEND": "win32",
    "PYTHONWARNINGS": "error",
    "PYTHONHASHSEED": "7",
}
PLACE = {"LC_ALL": "tr_TR.UTF-8", "LANG": "xx", "TZ": ":/nowhere", "COLUMNS": "7", "TERM": "dumb"}


def draw(room: Path, before: str = "", **variables: str) -> dict[str, str]:
    """The SHA-256 of each segment of a card by its key, drawn by a process that runs in `room`."""
    production = write_production(room / "production", cards(1))
    command = [sys.executable, "-c", DRAW.format(before=before), str(production), str(room / "cache")]
    ended = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd=room,
        env=os.environ | variables,
        timeout=SECONDS,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    found: dict[str, str] = json.loads(ended.stdout)
    return found


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    drawn = draw(tmp_path_factory.mktemp("undisturbed"))
    assert len(drawn) == 1
    return drawn


@pytest.mark.parametrize(
    "text", [MANIM, INVALID, "no [CLI\n"], ids=["other values", "an invalid value", "not a cfg"]
)
def test_a_manim_cfg_in_the_working_folder_is_not_read(
    text: str, tmp_path: Path, undisturbed: dict[str, str], fault_log: FaultLog
) -> None:
    (tmp_path / "manim.cfg").write_text(text, encoding="utf-8")
    assert draw(tmp_path) == undisturbed
    fault_log(
        "a manim.cfg in the working folder", "nothing: it is not read", "the same segments, byte for byte"
    )


def test_a_manim_cfg_in_the_home_folder_is_not_read(
    tmp_path: Path, undisturbed: dict[str, str], fault_log: FaultLog
) -> None:
    settings = tmp_path / "home" / ".config" / "manim" / "manim.cfg"
    settings.parent.mkdir(parents=True)
    settings.write_text(MANIM, encoding="utf-8")
    assert draw(tmp_path, HOME=str(tmp_path / "home")) == undisturbed
    fault_log("a manim.cfg in the home folder", "nothing: it is not read", "the same segments, byte for byte")


def test_numbas_settings_in_the_working_folder_are_not_read(
    tmp_path: Path, undisturbed: dict[str, str], fault_log: FaultLog
) -> None:
    (tmp_path / ".numba_config.yaml").write_text("disable_jit: 1\n]: no YAML\n", encoding="utf-8")
    assert draw(tmp_path) == undisturbed
    fault_log("a .numba_config.yaml in the working folder", "nothing: it is not read", "the same segments")


def test_settings_of_libraries_in_the_environment_are_not_obeyed(
    tmp_path: Path, undisturbed: dict[str, str], fault_log: FaultLog
) -> None:
    assert draw(tmp_path, **VARIABLES) == undisturbed
    fault_log(
        "variables of numba, OpenBLAS, tqdm, fontconfig and Python", "nothing: removed", "the same segments"
    )


def test_language_time_zone_umask_and_terminal_do_not_change_the_film(
    tmp_path: Path, undisturbed: dict[str, str], fault_log: FaultLog
) -> None:
    assert draw(tmp_path, "import os; os.umask(0o077)", **PLACE) == undisturbed
    fault_log("other locale, time zone, umask and terminal", "nothing: not asked for", "the same segments")


def test_a_process_that_had_manim_before_draws_the_same_and_keeps_its_settings(
    tmp_path: Path, undisturbed: dict[str, str], fault_log: FaultLog
) -> None:
    (tmp_path / "manim.cfg").write_text(MANIM, encoding="utf-8")
    check = "import atexit, manim\natexit.register(lambda: print(end='') if manim.config.preview else print('lost'))"
    assert draw(tmp_path, check) == undisturbed
    fault_log(
        "Manim imported with foreign settings first", "nothing: set aside while we draw", "its own settings"
    )


def test_what_steers_libraries_is_removed_and_search_paths_lose_the_working_folder() -> None:
    inside = os.pathsep.join(["", "bin", str(Path("/usr/bin")), "."])
    given = dict.fromkeys(VARIABLES, "x") | {"PATH": inside, "PYTHONPATH": inside, "MOA_ANIM_CACHE_GIB": "2"}
    given |= {"XDG_CACHE_HOME": "cache", "NUMBA_CACHE_DIR": "kernels"}
    clean_environment(given)
    kept = {"PATH": str(Path("/usr/bin")), "PYTHONPATH": str(Path("/usr/bin")), "MOA_ANIM_CACHE_GIB": "2"}
    assert given == kept | dict.fromkeys(SINGLE_THREADED, "1") | {"PYTHONHASHSEED": "x"}
    folders = {name: str(Path.cwd()) for name in FOLDERS}
    clean_environment(folders)
    assert folders.keys() == {*FOLDERS, *SINGLE_THREADED}


def hostile_modules(folder: Path) -> Path:
    """Put a module of the name of each of Python's own into `folder`; return the file that they write when they run."""
    ran = folder / "ran.txt"
    folder.mkdir(exist_ok=True)
    for name in sys.stdlib_module_names:
        code = f"open({str(ran)!r}, 'a').write('{name} ')\nraise SystemExit('{name} of the working folder')\n"
        (folder / f"{name}.py").write_text(code, encoding="utf-8")
    return ran


@pytest.mark.parametrize("how", [["-m", "moa_anim"], ["-P", "-m", "moa_anim"]], ids=" ".join)
def test_the_program_imports_nothing_from_the_working_folder(
    how: list[str], tmp_path: Path, fault_log: FaultLog
) -> None:
    ran = hostile_modules(tmp_path)
    command = [sys.executable, *how, "plan", "--json"]
    ended = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=SECONDS
    )
    assert not ran.exists(), ran.read_text(encoding="utf-8")
    assert (ended.returncode, ended.stderr) == (0, "")
    fault_log(
        "modules named like Python's own in the working folder", "nothing: none is imported", "the plan"
    )


SCRIPT = str(Path(sys.executable).with_name("moa-anim"))


@pytest.mark.parametrize(
    "program", [[SCRIPT], [sys.executable, "-m", "moa_anim"]], ids=["moa-anim", "python -m"]
)
def test_drawing_processes_import_nothing_from_the_working_folder(
    program: list[str], tmp_path: Path, fault_log: FaultLog
) -> None:
    production = write_production(tmp_path / "production", cards(1, 1))
    ran = hostile_modules(tmp_path / "here")
    options = ["--quality", "draft", "--jobs", "2", "--production", str(production)]
    command = [*program, "render", str(tmp_path / "dist" / "film.mp4"), *options]
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    ended = subprocess.run(
        command, cwd=ran.parent, env=environment, capture_output=True, text=True, check=False, timeout=SECONDS
    )
    assert not ran.exists(), ran.read_text(encoding="utf-8")
    assert ended.returncode == 0, ended.stderr
    fault_log("a struct.py in the working folder of --jobs 2", "nothing: it is not imported", "the film")
