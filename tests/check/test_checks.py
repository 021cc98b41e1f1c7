from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flat_film import STORYBOARD, encode, write_production

from moa_anim.cache.segments import SegmentCache
from moa_anim.check.checks import check_folder
from moa_anim.check.differences import shortened
from moa_anim.check.outcome import Check, checks_data
from moa_anim.check.words import caption_rules, source_fidelity
from moa_anim.errors import CommandLineError, Fault
from moa_anim.model.timeline import CaptionSlot, CueSlot, ShotSlot, Slot, Timeline
from moa_anim.render.compose import compose
from moa_anim.render.plan import RenderPlan
from moa_anim.script.production import Production

pytestmark = pytest.mark.usefixtures("any_cue_fits")

WITHOUT_FILM = [
    "document and storyboard",
    "source fidelity",
    "caption rules",
    "SubRip",
    "lettering",
    "scenes",
]


@pytest.fixture
def film(plan: RenderPlan, drawn: SegmentCache, tmp_path: Path) -> Path:
    path = tmp_path / "dist" / "film.mp4"
    compose(plan, drawn, path)
    return path


def failed(checks: tuple[Check, ...]) -> dict[str, str]:
    return {check.name: str(check) for check in checks if not check.passed}


def test_a_good_production_passes(folder: Path) -> None:
    checks = check_folder(folder)
    assert [check.name for check in checks] == WITHOUT_FILM
    assert failed(checks) == {}


def test_a_good_film_passes(folder: Path, film: Path) -> None:
    checks = check_folder(folder, film)
    assert failed(checks) == {}
    assert [check.name for check in checks] == [*WITHOUT_FILM, "film", "caption files", "manifest"]
    assert all(check.advice == () for check in checks[len(WITHOUT_FILM) :])


def test_a_changed_quote_fails(tmp_path: Path) -> None:
    wrong = STORYBOARD.replace("binds with high affinity", "binds with great affinity")
    checks = check_folder(write_production(tmp_path / "wrong", wrong))
    assert "nearest passage" in failed(checks)["document and storyboard"]


def test_words_that_are_not_those_of_the_document_that_was_read_fail(production: Production) -> None:
    other = production.read.source.replace(b"Specifically", b"Especifically")
    told = str(source_fidelity(replace(production, read=replace(production.read, source=other))))
    assert "sha256" in told
    assert "cue binding/binds" in told


def test_a_document_put_there_after_reading_is_not_read(
    folder: Path, production: Production, tmp_path: Path, fault_log: Callable[[str, str, str], None]
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("a secret from elsewhere " * 200)
    (folder / "source.txt").unlink()
    (folder / "source.txt").symlink_to(secret)
    assert source_fidelity(production).passed
    told = failed(check_folder(folder))
    assert "leads out of the production folder" in told["document and storyboard"]
    assert "secret from" not in "".join(told.values())
    fault_log(
        "source.txt exchanged for a link to outside after it was read",
        "not read again",
        "the outside file unseen",
    )


def test_each_file_of_a_production_is_opened_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    board = folder / "storyboard.toml"
    board.write_text(board.read_text() + "\n[edition.clinic]\nslower = 1.1\n")
    opened: list[str] = []
    plain_open = os.open

    def counted(path: Any, *words: Any, **options: Any) -> int:
        opened.append(Path(os.fsdecode(path)).name if isinstance(path, str | bytes | Path) else "")
        return plain_open(path, *words, **options)

    monkeypatch.setattr(os, "open", counted)
    checks = check_folder(folder)
    assert failed(checks) == {}
    assert any("clinic" in check.name for check in checks)
    assert [opened.count(name) for name in ("source.txt", "storyboard.toml")] == [1, 1]


@pytest.mark.parametrize(
    "name", ["captions/film.en-US.vtt", "captions/film.en-US.srt", "film.manifest.json", "film.mp4"]
)
@pytest.mark.parametrize("kind", ["fifo", "device", "folder", "enormous"])
def test_what_is_no_file_of_sensible_size_beside_a_film_is_named_and_not_read(
    folder: Path, film: Path, name: str, kind: str, fault_log: Callable[[str, str, str], None]
) -> None:
    path = film.parent / name
    path.unlink()
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "folder":
        path.mkdir()
    else:
        with path.open("wb") as file:
            # A film may have any size, and all of it is hashed; of the others not a byte is read.
            file.truncate(2**26 if name == "film.mp4" else 2**34)
    told = failed(check_folder(folder, film))
    assert path.name in "".join(told.values()) or name == "film.mp4"
    assert ("bytes" if kind == "enormous" and name != "film.mp4" else "found") in "".join(told.values())
    fault_log(f"{path.suffix[1:]} beside a film that is a {kind}", "named, not read", "all files")


@pytest.mark.parametrize(
    "text",
    [
        '{"settings": ' + '{"a":' * 900 + "1" + "}" * 901,
        '{"film": ' + "[" * 900 + "]" * 900 + "}",
        '{"film": ' + "9" * 4000 + "}",
        '{"film": "\\ud800", "settings": {"shots": [[], {}, 1e999, null]}}',
        '{"settings": 3, "shots": "x"}',
        "[" * 100_000,
        '{"' + "a" * 3_000_000 + '": 1}',
    ],
)
def test_a_hostile_manifest_fails_in_few_words(folder: Path, film: Path, text: str) -> None:
    (film.parent / "film.manifest.json").write_text(text)
    checks = check_folder(folder, film)
    assert "manifest" in failed(checks)
    told = "".join(failed(checks).values()) + json.dumps(checks_data(checks), ensure_ascii=False)
    assert len(told.encode()) < 60_000


@pytest.mark.parametrize("kind", ["vtt", "srt"])
def test_one_letter_changed_in_a_caption_file_fails_and_its_line_is_named(
    folder: Path, film: Path, kind: str
) -> None:
    path = film.parent / "captions" / f"film.en-US.{kind}"
    path.write_text(path.read_text(encoding="utf-8").replace("affinity", "afinity"), encoding="utf-8")
    told = failed(check_folder(folder, film))
    assert list(told) == ["caption files"]
    assert f"film.en-US.{kind} line " in told["caption files"]
    assert "afinity" in told["caption files"]


@pytest.mark.parametrize("change", [b"\xef\xbb\xbf", b"\r\n", b"\n\n", b"\xff", b""])
def test_any_other_byte_in_a_caption_file_fails(folder: Path, film: Path, change: bytes) -> None:
    path = film.parent / "captions" / "film.en-US.vtt"
    path.write_bytes(change + path.read_bytes() if change else path.read_bytes()[:-1])
    assert list(failed(check_folder(folder, film))) == ["caption files"]


@pytest.mark.parametrize("name", ["captions/film.en-US.vtt", "captions/film.en-US.srt", "film.manifest.json"])
def test_a_missing_file_fails(folder: Path, film: Path, name: str) -> None:
    (film.parent / name).unlink()
    told = failed(check_folder(folder, film))
    assert Path(name).name in "".join(told.values())


def test_a_missing_film_fails_and_nothing_else_is_said_of_it(folder: Path, tmp_path: Path) -> None:
    told = failed(check_folder(folder, tmp_path / "film.mp4"))
    assert list(told) == ["film"]
    assert "no such file" in told["film"]


def test_a_film_of_another_kind_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandLineError):
        check_folder(folder, tmp_path / "film.mkv")


def edit(key: str, value: object) -> Callable[[dict[str, Any]], None]:
    def change(manifest: dict[str, Any]) -> None:
        *path, last = key.split(".")
        place: Any = manifest
        for name in path:
            place = place[int(name) if name.isdigit() else name]
        place[int(last) if last.isdigit() else last] = value

    return change


def changed(film: Path, change: Callable[[dict[str, Any]], None]) -> None:
    path = film.with_suffix(".manifest.json")
    manifest = json.loads(path.read_text(encoding="utf-8"))
    change(manifest)
    path.write_text(json.dumps(manifest), encoding="utf-8")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("film.sha256", "0" * 64),
        ("film.frames", 1),
        ("film.file", "other.mp4"),
        ("document.sha256", "0" * 64),
        ("storyboard.sha256", "0" * 64),
        ("cues.0.start", 3),
        ("cues.0.span.start", 3),
        ("cues.1.text", "other words"),
        ("cues.0.captions.0.lines.0", "other words"),
        ("shots.1.seed", 3),
        ("emendations.0.reason", ""),
        ("settings.shots", 5),
        ("settings.captions", "loud"),
        ("settings.quality", ["draft"]),
        ("settings", None),
        ("cues", "none"),
        ("shots", None),
        ("schema", 99),
    ],
)
def test_a_manifest_that_says_something_else_fails(folder: Path, film: Path, key: str, value: object) -> None:
    changed(film, edit(key, value))
    assert "manifest" in failed(check_folder(folder, film))


@pytest.mark.parametrize("text", ["", "{", "[]", "[" * 100_000, "\udcff"])
def test_a_manifest_that_is_none_fails(folder: Path, film: Path, text: str) -> None:
    film.with_suffix(".manifest.json").write_bytes(text.encode("utf-8", errors="surrogateescape"))
    assert "manifest" in failed(check_folder(folder, film))


@pytest.mark.parametrize("key", ["versions.numpy", "shots.0.picture", "shots.1.segments"])
def test_a_film_drawn_by_other_code_passes_with_advice(folder: Path, film: Path, key: str) -> None:
    changed(film, edit(key, "another"))
    checks = check_folder(folder, film)
    assert failed(checks) == {}
    assert "drawn by other code or versions" in checks[-1].advice[0]


def test_a_film_of_another_storyboard_fails(film: Path, tmp_path: Path) -> None:
    longer = STORYBOARD.replace("least_seconds = 7", "least_seconds = 8")
    told = failed(check_folder(write_production(tmp_path / "longer", longer), film))
    assert set(told) == {"film", "caption files", "manifest"}
    assert "more differences" in told["manifest"]


@pytest.mark.parametrize(
    ("film_bytes", "message"),
    [
        (lambda: encode(10, size=(854, 480)), "frames stored"),
        (lambda: encode(10, size=(854, 480), tagged=False), "colour primaries"),
        (lambda: encode(10), "size"),
        (lambda: encode(10, size=(854, 480), fps=24), "frames a second"),
        (lambda: encode(10), "faststart"),
        (lambda: b"no film", "a film that can be read"),
    ],
)
def test_a_film_with_other_facts_fails(
    folder: Path, film: Path, film_bytes: Callable[[], bytes], message: str
) -> None:
    film.write_bytes(film_bytes())
    told = failed(check_folder(folder, film))
    assert set(told) == {"film", "manifest"}
    assert message in told["film"]


def test_a_film_with_a_damaged_picture_fails(folder: Path, film: Path) -> None:
    data = bytearray(film.read_bytes())
    start = data.index(b"mdat") + 4
    data[start : start + 3000] = bytes(3000)
    film.write_bytes(data)
    assert "film" in failed(check_folder(folder, film))


def with_captions(timeline: Timeline, *slots: tuple[int, int]) -> Timeline:
    """Give the first cue's first captions other slots, past every check of the model."""
    shot = timeline.shots[1]
    cue = shot.cues[0]
    captions = tuple(
        CaptionSlot(Slot(cue.slot.start + start, cue.slot.start + stop), each.caption)
        for (start, stop), each in zip(slots, cue.captions * 2, strict=False)
    )
    wrong = object.__new__(CueSlot)
    for name, value in (("cue", cue.cue), ("slot", cue.slot), ("captions", captions)):
        object.__setattr__(wrong, name, value)
    forged: ShotSlot = replace(shot, cues=(wrong, *shot.cues[1:]))
    return replace(timeline, shots=(timeline.shots[0], forged))


@pytest.mark.parametrize(
    ("slots", "message"),
    [
        ([(0, 29)], "1.93 s"),
        ([(0, 106)], "7.07 s"),
        ([(0, 60)], "characters a second; expected at most 17"),
        ([(0, 40)], "words a minute; expected at most 160"),
        ([(0, 0)], "0.00 s"),
        ([(0, 100), (101, 104)], "1 frames after the last"),
        ([(0, 100), (90, 104)], "-10 frames after the last"),
    ],
)
def test_each_caption_rule_is_held(plan: RenderPlan, slots: list[tuple[int, int]], message: str) -> None:
    assert caption_rules(plan.timeline).passed
    assert message in str(caption_rules(with_captions(plan.timeline, *slots)))


def test_long_lines_and_many_lines_fail(plan: RenderPlan) -> None:
    timeline = with_captions(plan.timeline, (0, 100))
    caption = timeline.shots[1].cues[0].captions[0].caption
    object.__setattr__(caption, "lines", ("a" * 43, "b", "c"))  # the model would refuse it
    told = str(caption_rules(timeline))
    assert "43 characters" in told
    assert "3 lines" in told


def test_fast_captions_get_advice_but_pass(plan: RenderPlan) -> None:
    check = caption_rules(with_captions(plan.timeline, (0, 72)))
    assert check.passed
    assert "words a minute" in check.advice[0]


def test_outcomes_as_data(folder: Path, film: Path) -> None:
    data = json.loads(json.dumps(checks_data(check_folder(folder, film))))
    assert data["passed"] is True
    assert {check["gate"] for check in data["gates"]} >= {"film", "manifest"}
    bad = checks_data([Check("x", (Fault("a", "b", "c", "d"),))])
    assert bad["passed"] is False
    assert bad["gates"][0]["faults"] == [{"where": "a", "found": "b", "expected": "c", "remedy": "d"}]


def test_many_faults_are_counted_not_listed() -> None:
    faults = [Fault(str(number), "x", "y", "z") for number in range(20)]
    assert len(shortened(faults)) == 8
    assert "12 more" in shortened(faults)[-1].found
    assert shortened(faults[:8]) == tuple(faults[:8])
