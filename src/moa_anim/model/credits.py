"""The credits of a film: numbered labels, such as `statement-1`, `heading-1`, `section-1`, of the shots that give them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from moa_anim.model.story import Storyboard

MODULE = "credits"
"""The module of the scenes that give credits."""

SUMMARY_MODULE = "in_short"
"""The module of the scene that sums the film up; the credits begin with its last picture."""


@dataclass(frozen=True)
class Credits:
    """What everyone is to know, then what can be read in full: pairs of heading and text."""

    statements: tuple[str, ...]
    sections: tuple[tuple[str, str], ...]


def numbers_of(labels: Mapping[str, str], what: str) -> list[int]:
    """Return the numbers of those labels `what`-1, `what`-2, … that there are, in order."""
    numbered = re.compile(rf"{what}-(0|[1-9][0-9]{{0,3}})")
    return sorted(int(found[1]) for name in labels if (found := numbered.fullmatch(name)))


def numbered(labels: Mapping[str, str], what: str) -> list[str]:
    """Return the texts of the labels `what`-1, `what`-2, … in that order."""
    return [labels[f"{what}-{number}"] for number in numbers_of(labels, what)]


def sections(labels: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return heading and text of each section, in order."""
    return [
        (labels.get(f"heading-{number}", ""), labels[f"section-{number}"])
        for number in numbers_of(labels, "section")
    ]


def credits_of(board: Storyboard) -> Credits:
    """Return the credits of a film, each statement and section once."""
    own = [shot.labels for shot in board.shots if shot.scene.module == MODULE]
    return Credits(
        tuple(dict.fromkeys(text for labels in own for text in numbered(labels, "statement"))),
        tuple(dict.fromkeys(pair for labels in own for pair in sections(labels))),
    )


def follow_the_summary(board: Storyboard) -> bool:
    """Return whether the film has the summary's scene, so that its credits begin with the summary's last picture."""
    return any(each.scene.module == SUMMARY_MODULE for each in board.shots)
