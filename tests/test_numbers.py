"""Numbers of the film in README and docs are those of its plan; decisions say of which film theirs are."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

import moa_anim
from moa_anim.cache.installed import package_folder
from moa_anim.model.quality import LECTURE
from moa_anim.model.timeline import Timeline, schedule
from moa_anim.script.production import load_production

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [
    "README.md",
    "CONTRIBUTING.md",
    *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")),
]
THEN = re.compile(r"when it had|as it was then|earlier film")
"""What a sentence says that tells of a film that is no more."""


@cache
def film(edition: str = "lecture") -> Timeline:
    board = load_production(package_folder("assets") / "elacestrant", edition=edition).storyboard
    return schedule(board, LECTURE.rate)


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.:;|])\s+", " ".join(text.split()))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_count_of_the_films_frames_is_the_plans(name: str) -> None:
    """Counts above a thousand: smaller ones are of seconds, cues, and examples."""
    frames = {f"{film(edition).frames:,}" for edition in ("lecture", "clinic")}
    for sentence in sentences((ROOT / name).read_text(encoding="utf-8")):
        for told in re.findall(r"(\d+,\d{3}) frames", sentence):
            assert told in frames or THEN.search(sentence), (
                f"{name}: “{sentence}”: the plan has {sorted(frames)}"
            )


@pytest.mark.parametrize(
    "path", sorted((ROOT / "docs" / "decisions").glob("*.md")), ids=lambda path: path.name[:4]
)
def test_a_decision_says_that_its_numbers_are_of_an_earlier_film(path: Path) -> None:
    frames = {f"{film(edition).frames:,}" for edition in ("lecture", "clinic")}
    for sentence in sentences(path.read_text(encoding="utf-8")):
        for told in re.findall(r"(\d+,\d{3}) frames", sentence):
            assert told in frames or THEN.search(sentence), f"“{sentence}”"


def test_the_readme_has_the_films_length_frames_shots_and_cues() -> None:
    timeline = film()
    minutes, seconds = divmod(round(timeline.seconds), 60)
    assert f"{minutes}:{seconds:02} minutes ({timeline.frames:,} frames)" in README
    cues = sum(len(shot.cues) for shot in timeline.shots)
    assert f"has {len(timeline.shots)} shots and {cues} cues" in " ".join(README.split())


def test_the_readme_has_as_many_steps_and_minutes_as_it_says_in_words() -> None:
    flat, steps = " ".join(README.split()), sum(bool(shot.shot.step) for shot in film().shots)
    assert steps == 11
    assert "in eleven shots and about four minutes" in flat
    assert film().seconds == pytest.approx(240, abs=10)
    assert "takes about five and a half minutes" in flat
    assert film("clinic").seconds == pytest.approx(330, abs=10)


def test_pemat_has_the_length_of_the_clinics_film() -> None:
    assert f"of {round(film('clinic').seconds)} seconds" in (ROOT / "docs" / "pemat.md").read_text(
        encoding="utf-8"
    )


def test_the_citation_is_of_this_version_and_licence() -> None:
    cited = dict(
        re.findall(
            r"^([a-z-]+): *(.*)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), flags=re.MULTILINE
        )
    )
    assert cited["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= set(cited)
    assert cited["version"] == moa_anim.__version__
    assert cited["license"] == "MIT"
