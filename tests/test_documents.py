"""README, CONTRIBUTING and docs/ describe the repository as it is: its rooms, their order, and every path they name."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "moa_anim"

DOCUMENTS = [
    "README.md",
    "CONTRIBUTING.md",
    *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")),
]
"""docs/decisions/ is not among them: a decision names the files of its day."""

TOP = {"src", "scenes", "assets", "tests", "tools", "docs", ".ci"}
OURS = {".py", ".toml", ".sh", ".md", ".jinja", ".typ", ".js", ".css"}
"""Suffixes of files that are in the repository; films, captions and pages are outputs."""

NO_SUCH_FILE = {
    "shot6.py",
    "scenes/settling.py",
    "try/storyboard.toml",
    "my-film/storyboard.toml",
    "my-film/scenes/settling.py",
}
"""Named in “How to write a scene” and “Your own film”: a name that no scene should have, and the files of the examples."""


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rooms() -> set[str]:
    """Folders and modules directly in the package, besides its two entry points."""
    inside = (path for path in PACKAGE.iterdir() if not path.name.startswith("__"))
    return {
        f"{path.name}/" if path.is_dir() else path.name
        for path in inside
        if path.is_dir() or path.suffix == ".py"
    }


def layers() -> list[str]:
    """The rooms in the order of the import contract, from the lowest to the highest."""
    contracts = tomllib.loads(read("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    (contract,) = (each for each in contracts if each["id"] == "rooms")
    return [name for name in reversed(contract["layers"]) if not name.startswith("__")]


def tree(name: str) -> str:
    """The block of a document that lists the rooms."""
    (found,) = re.findall(r"^```\n(src/moa_anim/\n.*?)^```$", read(name), flags=re.DOTALL | re.MULTILINE)
    return str(found)


def named_paths(text: str) -> set[str]:
    """Repository paths in a document's inline code and links; not those in fenced blocks, which are examples."""
    prose = re.sub(r"^( *)```.*?^\1```$", "", text, flags=re.DOTALL | re.MULTILINE)
    spans = [word for code in re.findall(r"`([^`\n]+)`", prose) for word in code.replace('"', " ").split()]
    spans += [target for target in re.findall(r"\]\(([^)#\s]+)", prose) if "://" not in target]
    found = set()
    for span in spans:
        first = span.split("/")[0]
        inside = "/" in span and (first in TOP or f"{first}/" in rooms())
        file = re.fullmatch(r"[\w./-]+", span) and Path(span).suffix in OURS
        if (inside or file) and "*" not in span and first != "dist":
            found.add(span)
    return found - NO_SUCH_FILE


def exists(path: str, document: Path) -> bool:
    """Whether a path leads somewhere from the root, the package or its document, or, a bare name, from anywhere."""
    if any((base / path).exists() for base in (ROOT, PACKAGE, document.parent)):
        return True
    folders = ("src", "scenes", "assets", "tests", "tools", "docs")
    return "/" not in path and any(next((ROOT / each).rglob(path), None) for each in folders)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_path_that_a_document_names_exists(name: str) -> None:
    assert [path for path in sorted(named_paths(read(name))) if not exists(path, ROOT / name)] == []


def test_paths_are_found_in_prose_and_links_and_not_in_examples() -> None:
    text = (
        "`render/gone.py --x`, [a](docs/gone.md#top), `python tools/gone.py`, `gone.toml`; "
        "not `dist/gone.py`, `web/index.html`\n"
        "```\nscenes/example.py\n```\n"
    )
    assert named_paths(text) == {"render/gone.py", "docs/gone.md", "tools/gone.py", "gone.toml"}
    assert not any(exists(path, ROOT / "README.md") for path in named_paths(text))


def test_the_tree_lists_the_rooms_that_exist_in_the_order_of_the_import_contract() -> None:
    listed = re.findall(r"^  (\S+)", tree("CONTRIBUTING.md"), flags=re.MULTILINE)
    assert set(listed) == rooms()
    assert [each.removesuffix("/").removesuffix(".py") for each in listed] == layers()


def test_the_tree_lists_the_folders_beside_the_package() -> None:
    listed = re.findall(r"^(\w+)/ ", tree("CONTRIBUTING.md"), flags=re.MULTILINE)
    present = {path.name for path in ROOT.iterdir() if path.is_dir() and any(path.rglob("*.py"))}
    present = {name for name in present if not name.startswith(".")} - {"build", "dist"}
    assert set(listed) == present - {"src"}


def test_every_folder_inside_a_room_stands_in_the_line_of_its_room() -> None:
    lines = {line.split()[0]: line for line in tree("CONTRIBUTING.md").splitlines()}
    inner = [path.parent for path in PACKAGE.glob("*/*/__init__.py")]
    assert inner
    assert [each for each in inner if f"{each.name}/" not in lines[f"{each.parent.name}/"]] == []


def test_both_trees_are_the_same() -> None:
    assert tree("README.md") == tree("CONTRIBUTING.md")


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_three_ways_through_the_rooms_are_described(name: str) -> None:
    text = read(name)
    assert all(way in text for way in ("TOML → pixels", "table → pixels", "command line → encoder"))
