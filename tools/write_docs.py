"""Regenerate the files that are made from film and code (`make docs`): log, contact sheet, preview, storyboard reference."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PIL import Image

from moa_anim.bundle.preview import write_preview
from moa_anim.bundle.text.editorial import editorial_markdown
from moa_anim.cache.installed import package_folder
from moa_anim.model.quality import LECTURE
from moa_anim.model.timeline import schedule
from moa_anim.script.production import load_production
from moa_anim.script.storyboard_keys import storyboard_reference, storyboard_schema

DOCS = Path(__file__).resolve().parent.parent / "docs"

SHEET_WIDTH_PIXELS = 1920
"""Width of the contact sheet for web pages."""


def main() -> None:
    """Write all from the film named on the command line (default: dist/elacestrant.mp4) and the stills beside it."""
    film = Path(sys.argv[1] if len(sys.argv) > 1 else DOCS.parent / "dist" / "elacestrant.mp4")
    storyboard = load_production(package_folder("assets") / "elacestrant").storyboard
    write_reference()
    (DOCS / "editorial.md").write_text(editorial_markdown(storyboard), encoding="utf-8")
    write_sheet(film.parent / "stills" / "contact-sheet.png", DOCS / "contact-sheet.webp")
    write_preview(film, schedule(storyboard, LECTURE.rate), DOCS / "preview.webp")


def write_reference() -> None:
    """Write the reference page of the storyboard and its JSON schema."""
    (DOCS / "storyboard.md").write_text(storyboard_reference(), encoding="utf-8")
    schema = json.dumps(storyboard_schema(), ensure_ascii=False, indent=1) + "\n"
    (DOCS.parent / "assets" / "storyboard.schema.json").write_text(schema, encoding="utf-8")


def write_sheet(sheet: Path, out: Path) -> None:
    """Write the contact sheet as WebP, at a size for web pages."""
    with Image.open(sheet) as picture:
        small = picture.convert("RGB")
        small.thumbnail((SHEET_WIDTH_PIXELS, 10 * SHEET_WIDTH_PIXELS), Image.Resampling.LANCZOS)
        small.save(out, quality=82, method=6)


if __name__ == "__main__":
    main()
