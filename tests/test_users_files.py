"""Nothing of the user's is replaced by a render or by stills without --force, and it is asked before anything is drawn."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fault_bench import Bench
from flat_film import STORYBOARD, draw_flat_renditions
from PIL import Image

from moa_anim.cli.commands import main
from moa_anim.model.edition import CLINIC_EDITION
from moa_anim.render import local as render
from moa_anim.render import stills

CLINIC = STORYBOARD.replace("[[emendation]]", "[edition.clinic]\nslower = 1.1\n\n[[emendation]]", 1)
VTT, SRT, MANIFEST = "captions/film.en-US.vtt", "captions/film.en-US.srt", "film.manifest.json"


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    handler = signal.getsignal(signal.SIGTERM)
    yield Bench(tmp_path, monkeypatch)
    signal.signal(signal.SIGTERM, handler)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Draw in flat colours; the list has an entry for each time that something is drawn."""
    times: list[str] = []

    def draw_renditions(*arguments: Any) -> None:
        times.append("film")
        draw_flat_renditions(*arguments)

    def draw_frames(
        board: object,
        shot: str,
        quality: Any,
        moments: Sequence[int],
        take: Callable[..., None],
        *watch: Callable[..., None],
    ) -> None:
        times.append(shot)
        for frame in sorted(moments):
            take(frame, np.full((quality.height, quality.width, 4), frame % 250, dtype=np.uint8))

    monkeypatch.setattr(render, "render_locally", draw_renditions)
    monkeypatch.setattr("moa_anim.render.draw.draw_frames", draw_frames)
    return times


def edit(name: str) -> Callable[[Bench], object]:
    def change(bench: Bench) -> None:
        path = bench.dist / name
        path.write_bytes(path.read_bytes() + b" ")

    return change


def retitle_manifest(bench: Bench) -> None:
    path = bench.dist / MANIFEST
    path.write_text(
        path.read_text(encoding="utf-8").replace("Illustration", "My illustration"), encoding="utf-8"
    )


def another_production(bench: Bench) -> None:
    bench.raw("storyboard.toml", b"Illustration of the mechanism", b"mechanism")


def another_text(bench: Bench) -> None:
    """One word of the document, which no cue of the film quotes, is another."""
    path = bench.production / "source.txt"
    before = path.read_bytes()
    after = before.replace(b".jpeg)", b".jpg)")
    assert before != after
    path.write_bytes(after)
    bench.raw(
        "storyboard.toml",
        hashlib.sha256(before).hexdigest().encode(),
        hashlib.sha256(after).hexdigest().encode(),
    )


def another_edition(bench: Bench) -> None:
    bench.words += ["--edition", CLINIC_EDITION]


def fifo(bench: Bench) -> None:
    (bench.dist / VTT).unlink()
    os.mkfifo(bench.dist / VTT)


def link(bench: Bench) -> None:
    (bench.dist / "film.mp4").rename(bench.dist / "elsewhere.mp4")
    (bench.dist / "film.mp4").symlink_to("elsewhere.mp4")


def no_json(bench: Bench) -> None:
    (bench.dist / MANIFEST).write_text("{")


FOREIGN: dict[str, tuple[Callable[[Bench], object], tuple[str, ...], int]] = {
    "an edited caption file": (edit(VTT), (f"dist/{VTT}: found a file that was changed",), 1),
    "both caption files edited": (
        lambda bench: (edit(VTT)(bench), edit(SRT)(bench)),
        (f"dist/{VTT}: found a file that was changed", f"dist/{SRT}: found a file that was changed"),
        2,
    ),
    "an edited manifest": (retitle_manifest, (f"dist/{MANIFEST}: found a manifest that was changed",), 1),
    "a manifest that is no JSON": (
        no_json,
        (MANIFEST, "film.mp4: found a file that moa-anim did not write"),
        2,
    ),
    "a film cut by hand": (edit("film.mp4"), ("dist/film.mp4: found a file that was changed",), 1),
    "a film without a manifest": (
        lambda bench: (bench.dist / MANIFEST).unlink(),
        ("dist/film.mp4: found a file that moa-anim did not write",),
        1,
    ),
    "a film of another edition": (another_edition, ("the manifest of another film", "edition lecture"), 1),
    "a film of an earlier text": (another_text, ("the manifest of this film with another text",), 1),
    "a film that is a link": (link, ("dist/film.mp4: found something that is not a readable file",), 1),
    "a FIFO as caption file": (fifo, (f"dist/{VTT}: found something that is not a readable file",), 1),
}


def state(bench: Bench) -> dict[str, object]:
    """Everything the user can see, without opening a FIFO."""
    return {
        path.relative_to(bench.dist).as_posix(): (
            path.lstat().st_mode,
            path.read_bytes() if path.is_file() else None,
        )
        for path in bench.dist.rglob("*")
    }


@pytest.mark.usefixtures("any_cue_fits")
@pytest.mark.parametrize("name", FOREIGN)
def test_a_render_refuses_what_is_the_users_before_it_draws_and_force_replaces_it(
    name: str,
    bench: Bench,
    drawn: list[str],
    capsys: pytest.CaptureFixture[str],
    fault_log: Callable[[str, str, str], None],
) -> None:
    inject, told, lines = FOREIGN[name]
    if name == "a film of another edition":
        bench.board(CLINIC)
    inject(bench)
    before = state(bench)
    code, found = bench.run(capsys)
    assert (code, len(found), drawn) == (3, lines, []), found
    assert [each for each in told if each not in "\n".join(found)] == [], found
    assert all("--force" in each for each in found)
    assert state(bench) == before
    bench.words.append("--force")
    assert bench.run(capsys)[0] == 0
    assert drawn == ["film"]
    assert main(["check", "dist/film.mp4", "--production", "production"]) == 0
    fault_log(f"{name} where `render` writes", found[0], "all files; nothing drawn")


def test_a_film_of_another_production_is_refused(
    bench: Bench,
    drawn: list[str],
    capsys: pytest.CaptureFixture[str],
    fault_log: Callable[[str, str, str], None],
) -> None:
    another_production(bench)
    before = state(bench)
    code, found = bench.run(capsys)
    assert (code, drawn) == (3, [])
    assert "the manifest of another film: “Illustration of the mechanism" in found[0]
    assert state(bench) == before
    fault_log("a film of another production where `render` writes", found[0], "all files; nothing drawn")


@pytest.mark.usefixtures("any_cue_fits")
@pytest.mark.parametrize(
    "change",
    [
        lambda bench: bench.words.extend(["--captions", "none"]),
        lambda bench: bench.words.extend(["--shots", "binding"]),
        lambda bench: bench.change("seed = 7", "seed = 8"),
        lambda bench: bench.change("least_seconds = 7", "least_seconds = 8"),
        lambda bench: (bench.dist / "film.mp4").unlink(),
        lambda bench: shutil.rmtree(bench.dist / "captions"),
    ],
    ids=[
        "other captions",
        "some shots",
        "another seed",
        "another length",
        "film removed",
        "captions removed",
    ],
)
def test_what_we_made_and_nobody_changed_is_replaced_without_a_word(
    change: Callable[[Bench], object], bench: Bench, drawn: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    change(bench)
    assert bench.run(capsys)[0] == 0
    assert drawn == ["film"]
    assert main(["check", "dist/film.mp4", "--production", "production"]) == 0
    assert bench.run(capsys)[0] == 0, "and again, when there is nothing to do"
    assert drawn == ["film"]


def test_a_caption_file_that_is_edited_while_the_film_is_drawn_stays(
    bench: Bench, drawn: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def draw_and_edit(*arguments: Any) -> None:
        draw_flat_renditions(*arguments)
        (bench.dist / VTT).write_text("edited meanwhile")

    monkeypatch.setattr(render, "render_locally", draw_and_edit)
    film = (bench.dist / "film.mp4").read_bytes()
    code, found = bench.run(capsys)
    assert code == 3
    assert f"{VTT}: found a file that was changed" in found[0]
    assert (bench.dist / VTT).read_text() == "edited meanwhile"
    assert (bench.dist / "film.mp4").read_bytes() == film
    assert bench.unfinished() == []


PICTURES = ["01-opening.png", "02-binding-binds.png", "03-binding-changes.png", "contact-sheet.png"]


def make_stills(bench: Bench, *more: str) -> list[str]:
    bench.words = ["stills", "pictures", *bench.options(*more)]
    return sorted(path.name for path in (bench.room / "pictures").glob("*.png"))


def test_stills_replace_their_own_unchanged_pictures_and_remove_stale_ones(
    bench: Bench, drawn: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    make_stills(bench)
    assert bench.run(capsys)[0] == 0
    assert make_stills(bench) == PICTURES
    told = json.loads((bench.room / "pictures" / stills.MANIFEST).read_text(encoding="utf-8"))
    assert sorted(told["files"]) == PICTURES
    (bench.room / "pictures" / "mine.png").write_bytes(b"mine")
    bench.change('id = "changes"', 'id = "turns"')
    assert bench.run(capsys)[0] == 0
    expected = [*PICTURES[:2], "03-binding-turns.png", "contact-sheet.png", "mine.png"]
    assert make_stills(bench) == expected
    (bench.room / "pictures" / "03-binding-turns.png").write_bytes(b"retouched, and stale now")
    bench.board(STORYBOARD)
    assert bench.run(capsys)[0] == 0
    assert (bench.room / "pictures" / "03-binding-turns.png").read_bytes() == b"retouched, and stale now"
    assert (bench.room / "pictures" / "mine.png").read_bytes() == b"mine"


def test_stills_of_some_shots_keep_their_numbers_and_leave_the_others(
    bench: Bench, drawn: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    make_stills(bench)
    assert bench.run(capsys)[0] == 0
    make_stills(bench, "--shots", "binding")
    drawn.clear()
    assert bench.run(capsys)[0] == 0
    assert drawn == ["binding"]
    assert make_stills(bench) == PICTURES
    told = json.loads((bench.room / "pictures" / stills.MANIFEST).read_text(encoding="utf-8"))
    assert sorted(told["files"]) == PICTURES, "the others are still known as ours"


FRAME = "dist/binding@1.5.png"


def test_a_frame_replaces_its_own_picture_and_no_other_file(
    bench: Bench,
    drawn: list[str],
    capsys: pytest.CaptureFixture[str],
    fault_log: Callable[[str, str, str], None],
) -> None:
    for _ in range(2):
        bench.words = ["frame", "binding@1.5", *bench.options()]
        assert bench.run(capsys)[0] == 0
    assert Image.open(bench.room / FRAME).size == (854, 480)
    (bench.room / FRAME).write_bytes(b"mine")
    drawn.clear()
    code, found = bench.run(capsys)
    assert (code, len(found), drawn) == (3, 1, [])
    assert (bench.room / FRAME).read_bytes() == b"mine"
    fault_log("another file where `frame` writes", found[0], "the file; nothing drawn")
    bench.words.append("--force")
    assert bench.run(capsys)[0] == 0
    assert Image.open(bench.room / FRAME).format == "PNG"


def retouch(bench: Bench) -> None:
    (bench.room / "pictures" / PICTURES[1]).write_bytes(b"retouched")


def lose_manifest(bench: Bench) -> None:
    (bench.room / "pictures" / stills.MANIFEST).unlink()


@pytest.mark.parametrize(
    ("inject", "lines"),
    [(retouch, 1), (lose_manifest, len(PICTURES)), (another_edition, 1)],
    ids=lambda each: getattr(each, "__name__", str(each)),
)
def test_stills_refuse_pictures_that_are_not_theirs_before_they_draw(
    inject: Callable[[Bench], object],
    lines: int,
    bench: Bench,
    drawn: list[str],
    capsys: pytest.CaptureFixture[str],
    fault_log: Callable[[str, str, str], None],
) -> None:
    bench.board(CLINIC)
    make_stills(bench)
    assert bench.run(capsys)[0] == 0
    drawn.clear()
    inject(bench)
    folder = bench.room / "pictures"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    code, found = bench.run(capsys)
    assert (code, len(found), drawn) == (3, lines, []), found
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    bench.words.append("--force")
    assert bench.run(capsys)[0] == 0
    fault_log(
        f"{inject.__name__.replace('_', ' ')}, where `stills` writes", found[0], "all files; nothing drawn"
    )


def test_many_files_are_named_up_to_a_number_and_counted(
    bench: Bench, drawn: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    cue = '\n[[shot.cue]]\nid = "{}"\nleast_seconds = 1\n'
    bench.board(STORYBOARD + "".join(cue.format(f"more-{number}") for number in range(12)))
    make_stills(bench)
    (bench.room / "pictures").mkdir()
    for name in [*PICTURES[:3], *(f"{4 + number:02d}-binding-more-{number}.png" for number in range(12))]:
        (bench.room / "pictures" / name).write_bytes(b"mine")
    code, found = bench.run(capsys)
    assert (code, len(found)) == (3, 9)
    assert "pictures: found 7 more like these" in found[-1]
