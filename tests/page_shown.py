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
