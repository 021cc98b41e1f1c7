"""Whatever ends the program while it puts files in place, the old or the new is there, and the next run finishes the rest."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from moa_anim.files import replacement
from moa_anim.files.replacement import exchange, replace_files, replace_folder, working_folder
from moa_anim.files.writing import TEMPORARY_PREFIX
from moa_anim.render.outputs import LOCK, sole_writer

OLD, NEW = (
    {"a.txt": "old a", "deep/b.txt": "old b"},
    {"a.txt": "new a", "deep/b.txt": "new b", "deep/c.txt": "new c"},
)
STALE = "stale.txt"
FILE_RENAMES = 1 + len(NEW)
"""The journal's, and one for each file."""

KILLED = """
import os, sys
sys.path.insert(0, {tests!r})
from pathlib import Path
from test_replacement import REPLACEMENTS
left = {step}
def die_at(method):
    def wrapped(self, *arguments):
        global left
        if left == 0: os._exit(9)
        left -= 1
        return method(self, *arguments)
    return wrapped
Path.rename, Path.replace = die_at(Path.rename), die_at(Path.replace)
from moa_anim.files import replacement
if {alone}: replacement.exchange = lambda first, second: False
REPLACEMENTS[{kind!r}](Path({folder!r}))
"""


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def read(folder: Path) -> dict[str, str]:
    """The files in `folder` but for those of working folders."""
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and not path.relative_to(folder).as_posix().startswith(".moa-anim")
    }


def put_files(room: Path) -> None:
    with working_folder(room) as workshop:
        made = {room / name: workshop / Path(name).name for name in NEW}
        for name, path in made.items():
            path.write_text(NEW[name.relative_to(room).as_posix()])
        replace_files(workshop, made, [room / STALE])


def put_folder(room: Path) -> None:
    with working_folder(room) as workshop:
        write(workshop / "bundle", NEW)
        replace_folder(room / "lecture", workshop / "bundle")


REPLACEMENTS: dict[str, Callable[[Path], None]] = {"files": put_files, "folder": put_folder}


@pytest.fixture(params=["exchanged", "renamed twice"])
def swap(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "renamed twice":
        monkeypatch.setattr(replacement, "exchange", lambda first, second: False)
    return str(request.param)


def prepare(room: Path, kind: str) -> None:
    room.mkdir()
    write(room if kind == "files" else room / "lecture", OLD | {STALE: "old"})


def require_old_or_new(room: Path, kind: str, *, whole: bool) -> None:
    """Each file is old or new; `whole`: all of them are old, or all new."""
    found = read(room if kind == "files" else room / "lecture")
    if whole or kind == "folder":
        assert found in (NEW, OLD | {STALE: "old"})
        return
    assert set(OLD) <= set(found) <= {*NEW, STALE}
    for name, text in found.items():
        assert text in (NEW.get(name), OLD.get(name), "old" if name == STALE else None)


def recover(room: Path) -> None:
    with sole_writer(room, lambda message: None):
        pass
    assert [path.name for path in room.iterdir() if path.name.startswith(TEMPORARY_PREFIX)] == []


def interrupted_at(line: int, action: Callable[[], None]) -> bool:
    """Raise KeyboardInterrupt before the `line`th line that replacement.py executes; whether it came to that."""
    left = line

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal left
        if frame.f_code.co_filename != replacement.__file__:
            return None
        if event == "line":
            left -= 1
            if left == 0:
                raise KeyboardInterrupt
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        action()
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(before)
    return False


@pytest.mark.parametrize("kind", REPLACEMENTS)
def test_an_interrupt_at_any_line_leaves_the_old_or_the_new(
    kind: str, swap: str, tmp_path: Path, fault_log: Callable[[str, str, str], None]
) -> None:
    line, interrupted = 0, True
    while interrupted:
        line += 1
        room = tmp_path / f"{line}"
        prepare(room, kind)
        interrupted = interrupted_at(line, lambda room=room: REPLACEMENTS[kind](room))  # type: ignore[misc]
        require_old_or_new(room, kind, whole=False)
        recover(room)
        require_old_or_new(room, kind, whole=True)
    assert line > 20
    where = {"files": "a film's and the files' beside it", "folder": f"a bundle's ({swap})"}[kind]
    fault_log(
        f"Ctrl-C before each of the {line} lines of {where} replacement", "interrupted", "the old or the new"
    )


@pytest.mark.slow
@pytest.mark.parametrize("kind", REPLACEMENTS)
@pytest.mark.parametrize("step", range(6))
def test_kill_9_at_any_rename_then_the_next_run(
    kind: str, step: int, swap: str, tmp_path: Path, fault_log: Callable[[str, str, str], None]
) -> None:
    room = tmp_path / "room"
    prepare(room, kind)
    code = KILLED.format(
        tests=str(Path(__file__).parent),
        step=step,
        alone=swap == "renamed twice",
        kind=kind,
        folder=str(room),
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], check=False, timeout=60, capture_output=True, text=True
    )
    assert ended.returncode in (0, 9), ended.stderr
    recover(room)
    require_old_or_new(room, kind, whole=True)
    fault_log(
        f"killed at rename {step + 1} of a {kind} replacement, {swap}",
        "nothing; the next run finishes",
        "old or new",
    )


def test_an_earlier_folder_goes_back_when_the_new_one_was_lost(tmp_path: Path) -> None:
    room = tmp_path / f"{TEMPORARY_PREFIX}killed"
    write(room / "earlier", OLD)
    (room / "journal.json").write_text(json.dumps({"folder": "lecture", "made": "bundle"}))
    recover(tmp_path)
    assert read(tmp_path / "lecture") == OLD


def test_an_earlier_folder_whose_place_is_taken_is_kept_and_told(
    tmp_path: Path, fault_log: Callable[[str, str, str], None]
) -> None:
    room = tmp_path / f"{TEMPORARY_PREFIX}killed"
    write(room / "earlier", OLD)
    write(room / "bundle", NEW)
    write(tmp_path / "lecture", {"mine.txt": "made since"})
    (room / "journal.json").write_text(json.dumps({"folder": "lecture", "made": "bundle"}))
    told: list[str] = []
    with sole_writer(tmp_path, told.append):
        pass
    assert read(room / "earlier") == OLD
    assert read(tmp_path / "lecture") == {"mine.txt": "made since"}
    assert "was left behind" in told[0]
    assert "something else is there" in told[0]
    fault_log(
        "killed between two renames, then another folder made in the place", "“… is kept”", "both folders"
    )


def test_what_the_user_changed_since_the_kill_is_not_replaced(tmp_path: Path) -> None:
    room = tmp_path / f"{TEMPORARY_PREFIX}killed"
    write(room, {"a.txt": "new a"})
    (tmp_path / "a.txt").write_text("the user's")
    steps = {"files": [{"made": "a.txt", "place": "a.txt", "before": "0" * 64}]}
    (room / "journal.json").write_text(json.dumps(steps))
    recover(tmp_path)
    assert (tmp_path / "a.txt").read_text() == "the user's"


@pytest.mark.parametrize("place", ["../outside.txt", "/outside.txt"])
def test_a_journal_moves_nothing_out_of_its_folder(place: str, tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    room = inner / f"{TEMPORARY_PREFIX}forged"
    write(room, {"a.txt": "forged"})
    (room / "journal.json").write_text(
        json.dumps({"files": [{"made": "a.txt", "place": place, "before": None}]})
    )
    told: list[str] = []
    with sole_writer(inner, told.append):
        pass
    assert "outside its folder" in told[0]
    assert not (tmp_path / "outside.txt").exists()


def test_two_folders_are_exchanged(tmp_path: Path) -> None:
    write(tmp_path / "one", {"x": "1"})
    write(tmp_path / "two", {"x": "2"})
    assert exchange(tmp_path / "one", tmp_path / "two")
    assert (tmp_path / "one" / "x").read_text() == "2"
    with pytest.raises(OSError, match="gone"):
        exchange(tmp_path / "one", tmp_path / "gone")


def test_a_place_that_is_free_is_just_taken(tmp_path: Path) -> None:
    put_folder(tmp_path)
    assert read(tmp_path / "lecture") == NEW
    assert [path.name for path in tmp_path.iterdir() if path.name != LOCK] == ["lecture"]
