"""A real browser, and the page of the film that ships, with a small film whose every frame can be told from the last."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bundle_material import tellings_of
from flat_film import encode
from page_shown import FLAGS, SIZE, Shown, until
from playwright.sync_api import Browser, Page, sync_playwright
from recording import film_storyboard

from moa_anim.bundle.web.page import web_page
from moa_anim.model.quality import DRAFT
from moa_anim.model.timeline import schedule


@pytest.fixture(scope="module")  # its event loop would be in the way of other files' that run in this process
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    folder, board = tmp_path_factory.mktemp("page"), film_storyboard()
    timeline = schedule(board, DRAFT.rate)
    film = folder / "film.mp4"
    film.write_bytes(encode(timeline.frames, SIZE, 15, 3))
    path = folder / "index.html"
    path.write_text(web_page(tellings_of(timeline, board), film), encoding="utf-8")
    return Shown(path, film, timeline, board)


@pytest.fixture
def page(browser: Browser, shown: Shown) -> Iterator[Page]:
    """The page, opened as by double click, its film loaded. Whatever it complains of fails the test."""
    made = browser.new_page(viewport={"width": 1440, "height": 900})
    complaints: list[str] = []
    made.on("pageerror", lambda error: complaints.append(str(error)))
    made.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    made.on(
        "request", lambda request: complaints.append(request.url) if request.url.startswith("http") else None
    )
    made.goto(shown.path.as_uri())
    until(made, "document.getElementById('film').readyState >= 2")
    yield made
    made.close()
    assert complaints == []
