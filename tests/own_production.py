"""A small production that has a scene of its own, whose code leaves a mark where it is run."""

from __future__ import annotations

import hashlib
from pathlib import Path

DOCUMENT = "Ranolimab\nRanolimab is a word on a card.\n"

BOARD = """\
title = "Ranolimab"
language = "en"

[source]
sha256 = "{sha256}"

[[shot]]
id = "card"
scene = "{scene}"
seed = 7
lead_seconds = 0.5

[shot.labels]
word = "a word"

[[shot.cue]]
id = "says"
quote = "Ranolimab is a word on a card."
least_seconds = 2
"""

SCENE = """\
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from moa_anim.model.palette import Role
from moa_anim.stage.motion import show
from moa_anim.stage.scene import Cues, MoaScene

Path({mark!r}).write_text("run", encoding="utf-8")


@dataclass
class Kind:
    role: Role = Role.INK


class Card(MoaScene):
    def stage(self) -> None:
        self.add_label("word", Kind().role, on=(700, 400))

    def cues(self) -> Cues:
        return {{"says": [show(self.labels["word"], 0.0, 0.1)]}}
"""


def own_production(folder: Path, scene: str = "own_card:Card") -> Path:
    """Write the production to `folder`; return the path of the file that exists when its code has been run."""
    mark = folder.parent / f"{folder.name}-was-run"
    (folder / "scenes").mkdir(parents=True)
    (folder / "source.txt").write_text(DOCUMENT, encoding="utf-8")
    sha256 = hashlib.sha256(DOCUMENT.encode()).hexdigest()
    (folder / "storyboard.toml").write_text(BOARD.format(sha256=sha256, scene=scene), encoding="utf-8")
    (folder / "scenes" / "own_card.py").write_text(SCENE.format(mark=str(mark)), encoding="utf-8")
    return mark
