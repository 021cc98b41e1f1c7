"""What holds the rooms apart, where a linter of imports cannot see it; and what no file may hold."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import networkx as nx
import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "moa_anim"
SCENES = ROOT / "scenes"
ASSETS = ROOT / "assets"

HEAVY = frozenset({"PIL", "av", "cairo", "manim", "numba", "numpy", "scipy", "uharfbuzz"})
"""What takes long to load, and is not needed to plan or to check words."""

EVERY_MODULE = sorted(path for folder in (PACKAGE, SCENES, ASSETS) for path in folder.rglob("*.py"))
OUR_TEXT = {".cfg", ".json", ".md", ".mol", ".py", ".sdf", ".sh", ".toml", ".txt", ".yaml", ".yml", ""}


def our_files() -> list[Path]:
    """What is in the repository: the files at its top and in its folders, without what programs left there."""
    folders = (".ci", "assets", "docs", "scenes", "src", "tests", "tools")
    inside = (path for folder in folders for path in (ROOT / folder).rglob("*"))
    return [
        path
        for path in sorted([*ROOT.glob("*"), *inside])
        if path.is_file()
        and path.name != ".git"  # a file in a linked work tree
        and "__pycache__" not in path.parts
        and not any(part.endswith(".egg-info") for part in path.parts)
    ]


def module_name(path: Path) -> str:
    root, package = (PACKAGE, "moa_anim") if path.is_relative_to(PACKAGE) else (path.parent, path.parent.name)
    return ".".join([package, *path.relative_to(root).with_suffix("").parts]).removesuffix(".__init__")


@cache
def imports(path: Path, names: bool = False) -> tuple[str, ...]:
    """Every module that the file imports, inside functions too; with `names`, what it imports from modules as well."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append(node.module or "")
            found += [f"{node.module}.{alias.name}" for alias in node.names if names]
    return tuple(found)


def loaded_by(code: str) -> set[str]:
    """The modules that are loaded after a new Python has run `code`."""
    report = "import json, sys; print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    ran = subprocess.run(
        [sys.executable, "-c", f"{code}\n{report}"], capture_output=True, text=True, check=False, timeout=60
    )
    assert ran.returncode == 0, ran.stderr
    return set(json.loads(ran.stderr.splitlines()[-1]))


def command(*words: str) -> str:
    """Code that runs `moa-anim` with these words and goes on after its end."""
    return (
        "from moa_anim.cli.commands import main\n"
        f"try:\n    code = main({list(words)!r})\nexcept SystemExit as end:\n    code = end.code or 0\n"
        "assert code == 0, code"
    )


def contract(identity: str) -> dict[str, list[str]]:
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    found: dict[str, list[str]] = next(each for each in table["contracts"] if each["id"] == identity)
    return found


def test_rooms_import_only_what_lies_below_them() -> None:
    # import-linter's contracts are in pyproject.toml. It finds scenes/ as a package in the working folder.
    script = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    linted = subprocess.run(
        [sys.executable, "-c", script, "--no-cache", "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert linted.returncode == 0, linted.stdout + linted.stderr


DRAWING_ROOMS = {"stage", "actors", "illustrations", "sets"}
"""Rooms of the package whose modules may import Manim, besides the scenes and render/draw.py."""

FREE_OF_MANIM = {"model", "captions", "script", "cache", "files", "molecule", "graphics", "bundle", "cli"}
"""Rooms that must not load Manim: `plan` and `--help` answer at once, and other processes need little memory."""


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0] if path.is_relative_to(PACKAGE) else path.parent.name


@pytest.mark.parametrize("path", EVERY_MODULE, ids=module_name)
def test_manim_is_imported_in_the_drawing_rooms_only(path: Path) -> None:
    allowed = room_of(path) in DRAWING_ROOMS | {"scenes"} or path == PACKAGE / "render" / "draw.py"
    assert allowed or not [name for name in imports(path) if name.split(".")[0] == "manim"]


MOST_OF_THE_CODE = 1 / 6
"""The largest share of all lines that one room may hold: a room that holds more has more than one purpose."""


def shares() -> dict[str, float]:
    lines: dict[str, int] = {}
    for path in EVERY_MODULE:
        lines[room_of(path)] = lines.get(room_of(path), 0) + len(
            path.read_text(encoding="utf-8").splitlines()
        )
    return {room: count / sum(lines.values()) for room, count in sorted(lines.items())}


def test_no_room_holds_more_than_a_sixth_of_the_code() -> None:
    found = shares()
    print("\n".join(f"{share:6.1%} {room}" for room, share in found.items()))
    assert {room: share for room, share in found.items() if share > MOST_OF_THE_CODE} == {}


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Imports for type checking count as well: whoever reads one module would have to read the other first."""
    modules = {module_name(path) for path in EVERY_MODULE}
    edges = [
        (module_name(path), used)
        for path in EVERY_MODULE
        for used in imports(path, names=True)
        if used in modules and used != module_name(path)
    ]
    circles = [sorted(each) for each in nx.strongly_connected_components(nx.DiGraph(edges)) if len(each) > 1]
    assert circles == []


OWN_WORDS = {"ScaleBar", "Bar", "Pen"}
"""What letters words of the code's own only: units, letters of elements."""


@pytest.mark.parametrize("path", EVERY_MODULE, ids=module_name)
def test_what_letters_words_says_which(path: Path) -> None:
    """Else `moa-anim check` would not know of them."""
    for each in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(each, ast.ClassDef) and each.name not in OWN_WORDS:
            calls = [node.func for node in ast.walk(each) if isinstance(node, ast.Call)]
            called = {function.id for function in calls if isinstance(function, ast.Name)}
            methods = {node.name for node in each.body if isinstance(node, ast.FunctionDef)}
            assert "letter" not in called or "lettered" in methods, each.name


@pytest.mark.parametrize("path", sorted((PACKAGE / "model").glob("*.py")), ids=module_name)
def test_the_model_needs_nothing_but_python(path: Path) -> None:
    ours = ("moa_anim.model", "moa_anim.errors")
    foreign = [
        name
        for name in imports(path)
        if not name.startswith(ours) and name.split(".")[0] not in sys.stdlib_module_names
    ]
    assert foreign == []


@pytest.mark.parametrize("path", EVERY_MODULE, ids=module_name)
def test_scenes_are_loaded_by_name_only(path: Path) -> None:
    scenes = [name for name in imports(path) if name.startswith(("moa_anim.scenes", "scenes"))]
    assert path.is_relative_to(SCENES) or scenes == []


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["--version"],
        ["render", "--help"],
        ["plan"],
        ["plan", "--json"],
    ],
    ids=" ".join,
)
def test_a_command_that_draws_nothing_loads_nothing_heavy(words: list[str]) -> None:
    assert HEAVY & {name.split(".")[0] for name in loaded_by(command(*words))} == set()


def test_rooms_that_do_not_draw_load_no_manim_when_they_are_imported() -> None:
    names = [module_name(path) for path in EVERY_MODULE if room_of(path) in FREE_OF_MANIM]
    assert "moa_anim.molecule.shading" in names
    assert "manim" not in {name.split(".")[0] for name in loaded_by(f"import {', '.join(names)}")}


@pytest.mark.parametrize("folder", ["tests", "tools"])
def test_tests_and_tools_do_not_import_each_other(folder: str) -> None:
    other = "tools" if folder == "tests" else "tests"
    theirs = {other, *(path.stem for path in (ROOT / other).glob("*.py"))}
    ours = {path.stem for path in (ROOT / folder).rglob("*.py")}
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in (ROOT / folder).rglob("*.py")
        for name in imports(path)
        if name.split(".")[0] in theirs - ours
    }
    assert found == set()
    paths = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"][
        "ini_options"
    ]
    assert "tools" not in paths["pythonpath"]
    assert not [
        path for path in (ROOT / "tools").rglob("*.py") if "sys.path" in path.read_text(encoding="utf-8")
    ]


# Written in pieces, so that this file does not hold what it looks for.
MACHINE_PATHS = "|".join(
    ["/ro" + "ot/", "/ho" + r"me/\w", "/Us" + r"ers/\w", "/wo" + "rk/", "/t" + "mp/", r"[A-Z]:\\" + "Users"]
)
REGISTRY_HOSTS = "|".join(
    [
        "pypi" + r"\.org",
        "python" + r"hosted\.org",
        "npm" + r"js\.(org|com)",
        "deb" + r"ian\.org",
        "index" + "-url",
    ]
)


def test_no_file_names_a_machine_or_a_registry() -> None:
    forbidden = re.compile(f"{MACHINE_PATHS}|{REGISTRY_HOSTS}")
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in our_files()
        if path.suffix in OUR_TEXT
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if forbidden.search(line)
    ]
    assert found == []


def test_pinned_versions_are_versions_only() -> None:
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    odd = [pin for pin in pins if pin and not re.fullmatch(r"#.*|[\w.-]+==[\w.!+]+", pin)]
    assert odd == []


@pytest.mark.parametrize("extra", ["", "dev"], ids=["what is installed", "what tests and tools use"])
def test_everything_imported_is_declared(extra: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    needed = [*project["dependencies"], *(each for name in extras if name != "dev" for each in extras[name])]
    files = EVERY_MODULE
    if extra:
        needed += extras[extra]
        files = [path for folder in ("tests", "tools") for path in (ROOT / folder).rglob("*.py")]
    declared = {canonical(re.split(r"[\[<>=!~ ]", each)[0]) for each in needed}
    helpers = (
        path.relative_to(ROOT / folder).parts[0].removesuffix(".py")
        for folder in ("tests", "tools")
        for path in (ROOT / folder).rglob("*.py")
        if not path.name.startswith("test_")
    )
    ours = {"moa_anim", "scenes", *helpers}
    providers = packages_distributions()
    top = {name.split(".")[0] for path in files for name in imports(path)}
    foreign = top - sys.stdlib_module_names - ours
    assert {
        name for name in foreign if not declared & {canonical(each) for each in providers.get(name, [])}
    } == set()


def canonical(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def test_every_package_folder_is_packaged() -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"][
        "packages"
    ]
    folders = {module_name(path) for path in EVERY_MODULE if path.name == "__init__.py"}
    installed = {name if name.startswith("moa_anim") else f"moa_anim.{name}" for name in folders}
    assert set(listed) == installed
    assert {path.parent for path in EVERY_MODULE} == {
        path.parent for path in EVERY_MODULE if path.name == "__init__.py"
    }


def test_what_a_bundle_asks_for_when_it_is_made_is_in_its_extra() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {
        canonical(re.split(r"[<>=!~ ]", each)[0]) for each in project["optional-dependencies"]["bundle"]
    }
    asked = {
        name
        for path in (PACKAGE / "bundle").rglob("*.py")
        for name in re.findall(r'require\("(\w+)', path.read_text(encoding="utf-8"))
    }
    assert asked
    providers = packages_distributions()
    assert [name for name in asked if not declared & set(map(canonical, providers[name]))] == []
    assert "moa-anim[bundle,cluster,voice]" in project["optional-dependencies"]["dev"]


def unlimited(code: str) -> list[str]:
    """The calls that start a program and wait for it without a time limit."""
    starts = {"subprocess.run", "subprocess.check_output", "subprocess.check_call", "subprocess.call"}
    found = []
    for call in (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)):
        name = ast.unparse(call.func)
        limited = any(each.arg == "timeout" for each in call.keywords)
        waits = name.endswith((".wait", ".communicate")) and not call.args
        if name == "subprocess.Popen" or ((name in starts or waits) and not limited):
            found.append(f"{name} in line {call.lineno}")
    return found


@pytest.mark.parametrize("path", sorted((ROOT / "tests").rglob("*.py")), ids=lambda path: path.name)
def test_every_program_that_a_test_starts_has_a_time_limit(path: Path) -> None:
    # `make test` under nohup, where SIGINT is ignored, hung for ever in one that waited for its effect.
    allowed = ["subprocess.Popen"] if path.name == "children.py" else []
    assert [
        each for each in unlimited(path.read_text(encoding="utf-8")) if each.split()[0] not in allowed
    ] == []


def test_a_program_without_a_time_limit_is_found() -> None:
    code = "import subprocess\nsubprocess.run(['x'])\nprocess.wait()\nprocess.communicate(timeout=3)\nevent.wait(3)"
    assert unlimited(code) == ["subprocess.run in line 2", "process.wait in line 3"]
