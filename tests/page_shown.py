"""How Chromium is started for tests, and what a page that it opens was made from."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from moa_anim.model.story import Storyboard
from moa_anim.model.timeline import Timeline

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""Of Chromium as root, on a machine without a screen or a network."""

SIZE = (320, 180)

AXE = Path(__file__).resolve().parents[1] / ".venv" / "node" / "node_modules" / "axe-core" / "axe.min.js"
SEEK = "seconds => { document.getElementById('film').currentTime = seconds }"
NOW = "document.getElementById('film').currentTime"


@dataclass(frozen=True)
class Shown:
    """A page on disk, and what it shows."""

    path: Path
    film: Path
    timeline: Timeline
    board: Storyboard


def until(page: Page, expression: str, seconds: float = 20.0) -> None:
    """Wait until a JavaScript expression is true; Playwright's own waiting evaluates strings, which the page forbids."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        if time.monotonic() > end:
            raise TimeoutError(f"not within {seconds:g} s: {expression}")
        page.wait_for_timeout(20)


def seek(page: Page, seconds: float) -> None:
    """Go to a time of the film and wait until it is shown."""
    page.evaluate(SEEK, seconds)
    until(page, "!document.getElementById('film').seeking")
    page.wait_for_timeout(120)  # the caption is changed by the browser's own event, a moment later


def caption(page: Page) -> str:
    """The caption that is shown."""
    return str(page.evaluate("document.getElementById('caption').textContent"))


def violations(page: Page) -> list[str]:
    """What axe-core finds."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found["violations"]]
