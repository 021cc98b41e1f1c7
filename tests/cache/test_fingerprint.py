from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

import moa_anim
from moa_anim.cache import inputs as cache_inputs
from moa_anim.cache.inputs import ASSETS, ENCODING_MODULES, WORKER_CODE, picture_key, segment_key, versions
from moa_anim.cache.installed import MISSING, digest_files, digest_json, package_folder
from moa_anim.model.cast import Compound
from moa_anim.model.quality import DRAFT, LECTURE, Quality
from moa_anim.model.story import Caption, Storyboard
from moa_anim.model.timeline import CaptionSlot, Slot, schedule
from moa_anim.script.production import Production


def test_the_order_of_keys_does_not_matter() -> None:
    assert digest_json({"a": 1, "b": 2}) == digest_json({"b": 2, "a": 1})


def test_names_bytes_and_presence_of_files_matter_but_compiled_code_does_not(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("1")
    before = digest_files(tmp_path, ["**/*.py"])
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "b.py").write_text("2")
    (tmp_path / "notes.txt").write_text("3")
    assert digest_files(tmp_path, ["**/*.py"]) == before
    (tmp_path / "a.py").write_text("2")
    changed = digest_files(tmp_path, ["**/*.py"])
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert len({before, changed, digest_files(tmp_path, ["**/*.py"])}) == 3


@pytest.mark.parametrize("pattern", [*ENCODING_MODULES, *WORKER_CODE])
def test_every_pattern_of_code_finds_code(pattern: str) -> None:
    assert list(Path(moa_anim.__file__).parent.glob(pattern))


@pytest.mark.parametrize("pattern", ASSETS)
def test_every_pattern_of_assets_finds_data(pattern: str) -> None:
    assert list(package_folder("assets").glob(pattern))


def test_a_package_that_is_not_there_is_told() -> None:
    with pytest.raises(ModuleNotFoundError, match=r"moa_anim\.nothing"):
        package_folder("nothing")


def test_versions_name_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_inputs, "DISTRIBUTIONS", ("no-such-distribution", "numpy"))
    found = versions()
    assert found["no-such-distribution"] == MISSING
    assert found["numpy"][0].isdigit()


def key(board: Storyboard, quality: Quality = DRAFT, index: int = 1, package: str = "code") -> str:
    timeline = schedule(board, quality.rate)
    return picture_key(timeline.shots[index], index, board, quality, {"code": package})


def shot_with(**changes: object) -> Callable[[Storyboard], Storyboard]:
    return lambda board: replace(board, shots=(board.shots[0], replace(board.shots[1], **changes)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        shot_with(seed=8),
        shot_with(step="Other"),
        shot_with(labels={"a": "b"}),
        shot_with(id="other"),
        shot_with(lead_seconds=Fraction(1)),
        shot_with(tail_seconds=Fraction(1)),
        lambda board: replace(board, language="en"),
        lambda board: replace(board, shots=(*board.shots, replace(board.shots[0], id="last"))),
        lambda board: replace(board, title=board.shots[1].cues[0].words),
        lambda board: replace(board, reference=board.title.quote),
    ],
)
def test_every_input_changes_the_picture(
    production: Production, change: Callable[[Storyboard], Storyboard]
) -> None:
    assert key(change(production.storyboard)) != key(production.storyboard)


def test_a_drug_that_is_compared_with_changes_the_picture(production: Production) -> None:
    board = production.storyboard
    others = [
        Compound("raloxifene", "1err.cif", "RAL", b"one"),
        Compound("raloxifene", "1err.cif", "RAL", b"other"),
        Compound("named otherwise", "1err.cif", "RAL", b"one"),
    ]
    casts = [board.cast, *(replace(board.cast, compared=(each,)) for each in others)]
    keys = {key(replace(board, cast=cast)) for cast in casts}
    assert len(keys) == len(casts)


def test_quality_and_code_change_the_picture(production: Production) -> None:
    board = production.storyboard
    assert len({key(board), key(board, LECTURE), key(board, package="new code")}) == 3


def test_the_scene_changes_the_picture(production: Production, monkeypatch: pytest.MonkeyPatch) -> None:
    before = key(production.storyboard)
    monkeypatch.setattr(cache_inputs, "digest_files", lambda root, files: "new scene")
    assert key(production.storyboard) != before


def test_another_shots_length_does_not_change_the_picture(production: Production) -> None:
    board = production.storyboard
    longer = replace(board, shots=(replace(board.shots[0], lead_seconds=Fraction(3)), board.shots[1]))
    assert key(longer) == key(board)


def captions(*slots: tuple[int, int, str]) -> list[CaptionSlot]:
    return [CaptionSlot(Slot(start, stop), Caption((words,))) for start, stop, words in slots]


def test_a_segment_knows_the_captions_it_shows_and_no_others() -> None:
    slot = Slot(60, 120)
    shown = segment_key("p", slot, captions((0, 70, "One"), (70, 130, "Two"), (130, 200, "Three")))
    assert shown == segment_key("p", slot, captions((30, 70, "One"), (70, 125, "Two"), (120, 200, "Other")))
    assert shown != segment_key("p", slot, captions((0, 71, "One"), (71, 130, "Two")))
    assert shown != segment_key("p", slot, captions((0, 70, "One"), (70, 130, "Twos")))


def test_no_band_is_not_an_empty_band() -> None:
    assert segment_key("p", Slot(0, 60), None) != segment_key("p", Slot(0, 60), [])


def test_a_caption_at_a_segments_edge_is_not_in_it() -> None:
    touching = captions((0, 60, "One"), (120, 180, "Two"))
    assert segment_key("p", Slot(60, 120), touching) == segment_key("p", Slot(60, 120), [])


def test_a_segments_key_has_the_bands_level_in_it_and_no_other() -> None:
    slot, shown = Slot(0, 60), [255] * 60
    key = segment_key("p", slot, [], shown)
    assert key == segment_key("p", slot, [], [*shown, 0, 0]), "the band fades away after the segment"
    assert key != segment_key("p", slot, [], [*shown[:-1], 200]), "the band fades in the segment"
