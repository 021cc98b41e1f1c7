"""Renew what pictures and actors are compared with: `make goldens`.

Writes tests/goldens/: a small still for each cue of each edition, the geometry of each actor in each state, and the versions
with which they were made. Says which stills have changed by more than the tolerance: look at those before you commit them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from comparator import how_far
from every_frame.editions import EDITIONS
from geometry import snapshots
from goldens_kept import BLOCK, FOLDER, GEOMETRY, SAME_VERSIONS, VERSIONS, draw_stills, read, versions_here
from PIL import Image


def main() -> int:
    """Write them all; 0."""
    for edition in EDITIONS:
        write_stills(edition)
    write_json(GEOMETRY, snapshots())
    write_json(VERSIONS, versions_here())
    return 0


def write_stills(edition: str) -> None:
    """Draw an edition's stills, write those that differ, and remove those of cues that are no more."""
    folder = FOLDER / edition
    folder.mkdir(parents=True, exist_ok=True)
    stills = draw_stills(edition)
    for path in sorted(folder.glob("*.png")):
        if path.stem not in stills:
            path.unlink()
            print(f"removed {path.name}")
    for name, still in stills.items():
        path = folder / f"{name}.png"
        before = read(path) if path.exists() else None
        if before is None or before.shape != still.shape:
            print(f"new     {edition}/{path.name}")
        else:
            mean, block = how_far(still, before, BLOCK)
            if mean <= SAME_VERSIONS.mean and block <= SAME_VERSIONS.block:
                continue  # kept as it is: what nobody sees is no reason for other bytes
            print(f"changed {edition}/{path.name}: {mean:.2f} levels, {block:.0f} at worst")
        Image.fromarray(still).save(path, optimize=True)


def write_json(path: Path, values: object) -> None:
    """Write values as JSON that differences are easily read in."""
    path.write_text(json.dumps(values, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
