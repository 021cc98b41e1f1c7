"""What docs/pemat.md says is so: every item is rated, the scores are counted right, the time codes are the film's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from recording import film_storyboard

from moa_anim.model.quality import LECTURE
from moa_anim.model.timeline import schedule

PEMAT = (Path(__file__).resolve().parent.parent / "docs" / "pemat.md").read_text(encoding="utf-8")
ITEMS = {
    "Understandability": [1, 3, 4, 5, 8, 9, 10, 11, 12, 13, 14, 18, 19],
    "Actionability": [20, 21, 22, 25],
}
"""Those of PEMAT-A/V; the numbers between are for printed materials alone."""

LEAST_PERCENT = 80


def starts() -> dict[str, int]:
    """Seconds at which each shot and cue of the clinic film begins, rounded down."""
    found = {}
    for shot in schedule(film_storyboard("clinic"), LECTURE.rate).shots:
        found[shot.shot.id] = int(LECTURE.rate.seconds(shot.slot.start))
        for cue in shot.cues:
            found[f"{shot.shot.id}/{cue.cue.id}"] = int(LECTURE.rate.seconds(cue.slot.start))
    return found


def codes() -> list[tuple[str, str]]:
    return re.findall(r"`([a-z0-9/-]+)` (\d+:\d\d)", PEMAT)


def test_every_time_code_is_the_films() -> None:
    known = {name: f"{seconds // 60}:{seconds % 60:02d}" for name, seconds in starts().items()}
    assert len(codes()) > 20
    assert [(name, code) for name, code in codes() if known.get(name) != code] == []


@pytest.mark.parametrize("topic", ITEMS)
def test_every_item_is_rated_and_the_score_is_counted_right(topic: str) -> None:
    met, of, percent, rows = re.findall(
        rf"^## {topic}: (\d+) of (\d+), (\d+) %\n(.*?)(?=^## |\Z)", PEMAT, re.M | re.S
    )[0]
    ratings = re.findall(r"^\| (\d+) \| [^|]+ \| \W*(agree|disagree|n/a)\W* \| [^|]+\|$", rows, re.M)
    assert [int(number) for number, _ in ratings] == ITEMS[topic]
    counts = [rating for _, rating in ratings if rating != "n/a"]
    assert (int(met), int(of)) == (counts.count("agree"), len(counts))
    assert int(percent) == 100 * int(met) // int(of) >= LEAST_PERCENT


def test_every_item_that_is_met_has_a_time_that_shows_it() -> None:
    for row in re.findall(r"^\| \d+ \|[^|]+\| agree \|([^|]+)\|$", PEMAT, re.M):
        assert re.search(r"\d+:\d\d", row), row


def test_an_item_that_is_not_met_is_told_with_what_was_done_instead() -> None:
    unmet = re.findall(r"^\| (\d+) \|[^|]+\| \*\*disagree", PEMAT, re.M)
    instead = PEMAT[PEMAT.index("## What cannot be met") :]
    assert unmet
    assert all(f"**Item {number}.**" in instead for number in unmet)


def test_the_lengths_it_tells_are_the_films() -> None:
    timeline = schedule(film_storyboard("clinic"), LECTURE.rate)
    told = re.search(r"small print, (\d+) of (\d+) seconds", PEMAT)
    assert told
    pages = [shot.slot.frames for shot in timeline.shots if shot.shot.id in ("notice", "sources")]
    seconds = [round(float(LECTURE.rate.seconds(each))) for each in (sum(pages), timeline.frames)]
    assert seconds == [int(number) for number in told.groups()]
