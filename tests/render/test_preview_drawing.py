"""The drawing process of a preview shows a picture first, and surveys its labels then."""

from __future__ import annotations

from dataclasses import replace
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from own_production import own_production

from moa_anim.model.cast import Cast, Compound, Route
from moa_anim.render.preview import drawing_process
from moa_anim.render.preview.drawing_process import _Painter
from moa_anim.render.preview.messages import (
    Draw,
    Film,
    Frame,
    OtherDrug,
    Previewed,
    Problem,
    Reload,
    Report,
    Settled,
)
from moa_anim.script.production import Production, load_production
from moa_anim.stage import survey

FRAMES = frozenset({15, 20, 25})


class Drawing:
    """A painter of a production in `folder`, and both ends of its connection."""

    def __init__(self, folder: Path) -> None:
        self.ours: Connection
        self.ours, theirs = Pipe()
        self.painter = _Painter(Previewed(folder, "lecture", "", "draft", trust_scenes=True), theirs)
        self.version = 0

    def after_a_save(self) -> list[Report]:
        """What is reported when the production is read and frames of it are drawn."""
        self.version += 1
        self.painter.follow(Reload(self.version))
        self.painter.follow(Draw(self.version, "card", 20, FRAMES))
        found = []
        while self.ours.poll():
            found.append(self.ours.recv())
        return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    own_production(tmp_path / "film")
    return tmp_path / "film"


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / "scenes" / "own_card.py"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def kinds(reports: list[Report]) -> list[object]:
    return [each.number if isinstance(each, Frame) else type(each) for each in reports]


def boxes(reports: list[Report]) -> list[object]:
    return [each.labels[0]["box"] for each in reports if isinstance(each, Frame)]


def test_the_first_picture_comes_before_the_survey_and_the_others_after_it(folder: Path) -> None:
    drawing = Drawing(folder)
    first = drawing.after_a_save()
    assert isinstance(first[0], Film)
    assert isinstance(first[1], Frame)
    assert (first[1].number, first[1].provisional) == (20, True)
    assert isinstance(first[2], Settled)
    edit(folder, '"word"], 0.0, 0.1', '"word"], 0.0, 0.2')
    second = drawing.after_a_save()
    assert kinds(second) == [Film, 20, Settled, 25, 15]
    assert [each.moved for each in second if isinstance(each, Settled)] == [False]
    assert [each.provisional for each in second if isinstance(each, Frame)] == [True, False, False]


def test_labels_that_stand_elsewhere_are_drawn_again(folder: Path) -> None:
    drawing = Drawing(folder)
    drawing.after_a_save()
    edit(folder, "on=(700, 400)", "on=(1500, 700)")
    moved = drawing.after_a_save()
    assert kinds(moved) == [Film, 20, Settled]
    assert [each.moved for each in moved if isinstance(each, Settled)] == [True]
    drawing.version += 1  # as the studio does
    drawing.painter.follow(Draw(drawing.version, "card", 20, FRAMES))
    again = [drawing.ours.recv() for _ in FRAMES]
    assert kinds(again) == [20, 25, 15]
    assert boxes(again)[0] != boxes(moved)[0]


def test_what_is_undone_needs_no_survey(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawing = Drawing(folder)
    drawing.after_a_save()
    place = boxes(drawing.after_a_save())
    edit(folder, "on=(700, 400)", "on=(1500, 700)")
    drawing.after_a_save()
    edit(folder, "on=(1500, 700)", "on=(700, 400)")

    def fail(*_: object) -> None:
        raise AssertionError("a survey")

    monkeypatch.setattr(survey, "_surveyed", fail)
    undone = drawing.after_a_save()
    assert kinds(undone) == [Film, 20, 25, 15]
    assert boxes(undone) == place


def test_a_save_ends_a_survey(folder: Path) -> None:
    drawing = Drawing(folder)
    drawing.painter.follow(Reload(1))
    drawing.ours.recv()
    drawing.ours.send(Draw(1, "card", 15, FRAMES))
    (order,) = drawing.painter.inbox.newest()
    send = drawing.painter._connection.send

    def send_and_save(report: Report) -> None:
        send(report)
        drawing.ours.send(Reload(2))

    drawing.painter._connection.send = send_and_save  # type: ignore[method-assign, assignment]
    drawing.painter.follow(order)
    assert isinstance(drawing.ours.recv(), Frame)
    assert not drawing.ours.poll(), "neither settled nor drawn on"
    assert drawing.painter.inbox.newest() == [Reload(2)]


def test_another_drug_needs_another_process(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawing = Drawing(folder)
    drawing.after_a_save()

    def with_another_drug(*arguments: Any, **options: Any) -> Production:
        read = load_production(*arguments, **options)
        cast = Cast(Compound("ranolimab", "entry.cif", "RAN", b"an entry"), Route.INJECTION, degrades=False)
        return replace(read, storyboard=replace(read.storyboard, cast=cast))

    monkeypatch.setattr(drawing_process, "load_production", with_another_drug)
    assert kinds(drawing.after_a_save()) == [OtherDrug]
    monkeypatch.undo()
    assert kinds(drawing.after_a_save()) == [Film, 20, 25, 15]


def test_without_trust_the_page_is_told_and_nothing_is_run(tmp_path: Path) -> None:
    mark = own_production(tmp_path / "film")
    ours, theirs = Pipe()
    painter = _Painter(Previewed(tmp_path / "film", "lecture", "", "draft"), theirs)
    painter.follow(Reload(1))
    told = ours.recv()
    assert isinstance(told, Problem)
    assert "--trust-scenes" in told.lines[0]
    painter.follow(Draw(1, "card", 0, FRAMES))
    assert not ours.poll()
    assert not mark.exists()
