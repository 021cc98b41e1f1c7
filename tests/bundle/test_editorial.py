"""The editor's log under docs/ is the one that the storyboard gives."""

from __future__ import annotations

from pathlib import Path

from recording import film_storyboard

from moa_anim.bundle.text.editorial import editorial_markdown

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_log_in_docs_is_up_to_date() -> None:
    written = (DOCS / "editorial.md").read_text(encoding="utf-8")
    assert written == editorial_markdown(film_storyboard()), "renew it with: make docs"


def test_every_emendation_stands_in_the_log_with_reason_and_source() -> None:
    log = editorial_markdown(film_storyboard())
    rows = [row for row in log.splitlines() if "~~" in row]
    assert len(rows) == len(film_storyboard().emendations)
    for row, each in zip(rows, film_storyboard().emendations, strict=True):
        assert f"~~{each.found}~~" in row
        assert each.reason in row
        assert each.source in row


def test_the_log_has_the_words_of_every_cue() -> None:
    log = editorial_markdown(film_storyboard())
    for shot in film_storyboard().shots:
        for cue in shot.cues:
            if cue.words:
                assert f"| {shot.id} | {cue.id} |" in log
