"""The package in scorm-again, in Chromium: launched, seen, completed, and resumed where it was left."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from bundle_material import hostile_plan, tellings_of, tiny_material
from flat_film import encode
from page_shown import SIZE, Shown, until
from playwright.sync_api import Browser, FrameLocator, Page

from moa_anim.bundle.web.scorm import scorm_package
from moa_anim.bundle.web.serve import serving
from moa_anim.captions.cues import to_vtt
from moa_anim.model.quality import DRAFT
from moa_anim.model.story import Shot
from moa_anim.model.timeline import schedule

SCORM_AGAIN = Path(__file__).resolve().parents[2] / ".venv/node/node_modules/scorm-again/dist/scorm12.min.js"
LMS = """<!doctype html><html lang="en"><title>LMS</title><script src="scorm12.min.js"></script>
<script>
const kept = JSON.parse(localStorage.getItem("cmi") || "null");
window.API = new Scorm12API({autocommit: false});
if (kept) window.API.loadFromJSON(kept, "cmi");
const keep = () => localStorage.setItem("cmi", JSON.stringify(window.API.renderCMIToJSONObject().cmi));
window.API.on("LMSCommit", keep);
window.API.on("LMSFinish", keep);
</script><iframe id="sco" src="sco/index.html" style="width:1000px;height:700px"></iframe></html>"""


@pytest.fixture(scope="module")
def lms(shown: Shown, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A little learning system that has unpacked the package, and its address."""
    with learning_system(
        scorm_package(tellings_of(shown.timeline, shown.board), shown.film), tmp_path_factory
    ) as address:
        yield address


@contextmanager
def learning_system(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("lms")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        package.extractall(folder / "sco")
    (folder / "scorm12.min.js").write_bytes(SCORM_AGAIN.read_bytes())
    (folder / "index.html").write_text(LMS, encoding="utf-8")
    with serving(folder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def core(page: Page) -> Any:
    return json.loads(page.evaluate("JSON.stringify(API.renderCMIToJSONObject().cmi.core)"))


def film(page: Page) -> FrameLocator:
    return page.frame_locator("#sco")


def in_film(page: Page, script: str) -> Any:
    return film(page).locator("#film").evaluate(script)


def test_it_is_launched_completed_and_resumed(browser: Browser, lms: str, shown: Shown) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(lms)
    film(page).locator("#play").wait_for()
    until(page, "API.isInitialized()")
    assert core(page)["lesson_status"] == "incomplete"

    # Left in the middle: the place is kept.
    in_film(
        page,
        "film => { film.muted = true; film.playbackRate = 16; film.currentTime = 60; return film.play() }",
    )
    until(page, "+API.LMSGetValue('cmi.core.lesson_location') > 64")
    in_film(page, "film => film.pause()")
    page.wait_for_timeout(200)
    place = float(page.evaluate("API.LMSGetValue('cmi.core.lesson_location')"))
    page.goto("about:blank")

    # Opened again: it goes on from there, and is completed when it has been seen to the credits.
    page.goto(lms)
    film(page).locator("#play").wait_for()
    until(page, "API.isInitialized()")
    page.wait_for_timeout(300)
    assert in_film(page, "film => film.currentTime") == pytest.approx(place, abs=1.5)
    assert core(page)["lesson_status"] == "incomplete"
    in_film(page, "film => { film.playbackRate = 16; return film.play() }")
    until(page, "API.LMSGetValue('cmi.core.lesson_status') === 'completed'", 40)
    credits = float(shown.timeline.rate.seconds(shown.timeline.shots[-1].slot.start))
    assert in_film(page, "film => film.currentTime") >= credits
    page.goto("about:blank")
    page.goto(lms)
    until(page, "API.isInitialized()")
    page.wait_for_timeout(200)
    assert core(page)["lesson_status"] == "completed", "once seen it stays seen"
    assert in_film(page, "film => film.currentTime") == 0, "who had come to the credits begins again"
    context.close()


def short_package(shown: Shown, tmp_path: Path, *more: str) -> tuple[bytes, float]:
    """The package of a film of one shot of six seconds, then `more` of the shipped film's shots, and when it is seen."""
    first = next(shot for shot in shown.board.shots if shot.id == "opening")
    one = Shot("one", first.scene, lead_seconds=Fraction(6))
    others = tuple(shot for shot in shown.board.shots if shot.id in more)
    board = replace(shown.board, shots=(one, *others), glossary=())
    timeline = schedule(board, DRAFT.rate)
    film = tmp_path / "short.mp4"
    film.write_bytes(encode(timeline.frames, SIZE, 15, 5))
    return scorm_package(tellings_of(timeline, board), film), 6.0


@pytest.mark.parametrize("more", [(), ("credits",)], ids=["without credits", "with credits"])
def test_a_film_of_one_shot_is_complete_at_its_end_and_not_before(
    more: tuple[str, ...],
    browser: Browser,
    shown: Shown,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    fault_log: Callable[[str, str, str], None],
) -> None:
    data, seen = short_package(shown, tmp_path, *more)
    with learning_system(data, tmp_path_factory) as address:
        context = browser.new_context()
        page = context.new_page()
        page.goto(address)
        film(page).locator("#play").wait_for()
        until(page, "API.isInitialized()")
        in_film(page, "film => { film.muted = true; return film.play() }")
        until(page, "+API.LMSGetValue('cmi.core.lesson_location') > 4.5")
        assert core(page)["lesson_status"] == "incomplete"
        until(page, "API.LMSGetValue('cmi.core.lesson_status') === 'completed'", 20)
        assert in_film(page, "film => film.currentTime") >= seen - 0.5
        context.close()
    fault_log(
        f"a film of one shot {'with' if more else 'without'} credits in scorm-again",
        "incomplete after 4.5 s, complete at 6 s, its end less the credits",
        "the learner's record",
    )


def test_the_same_seconds_seen_in_three_sittings_count_once(
    browser: Browser, shown: Shown, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data, _ = short_package(shown, tmp_path)
    with learning_system(data, tmp_path_factory) as address:
        context = browser.new_context()
        page = context.new_page()
        for _ in range(3):
            page.goto(address)
            film(page).locator("#play").wait_for()
            until(page, "API.isInitialized()")
            in_film(page, "film => { film.muted = true; film.currentTime = 0; return film.play() }")
            page.wait_for_timeout(1400)
            in_film(page, "film => film.pause()")
            page.wait_for_timeout(200)
            page.goto("about:blank")
        page.goto(address)
        film(page).locator("#play").wait_for()
        until(page, "API.isInitialized()")
        in_film(page, "film => { film.currentTime = film.duration - 0.2; return film.play() }")
        until(page, "document.getElementById('sco').contentWindow.document.getElementById('film').ended")
        page.wait_for_timeout(300)
        assert core(page)["lesson_status"] == "incomplete", "a quarter of it was seen, three times"
        context.close()


def test_who_only_drags_to_the_end_has_not_seen_it(browser: Browser, lms: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(lms)
    film(page).locator("#play").wait_for()
    until(page, "API.isInitialized()")
    in_film(page, "film => { film.currentTime = film.duration - 2; return film.play() }")
    page.wait_for_timeout(1500)
    assert core(page)["lesson_status"] == "incomplete"
    context.close()


def test_without_a_learning_system_the_page_plays_all_the_same(browser: Browser, lms: str) -> None:
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{lms}sco/")
    until(page, "document.getElementById('film').readyState >= 2")
    page.keyboard.press(" ")
    until(page, "document.getElementById('film').currentTime > 0.3")
    assert errors == []
    page.close()


def test_its_manifest_names_every_file_and_its_bytes_stay(shown: Shown, tmp_path: Path) -> None:
    data = scorm_package(tellings_of(shown.timeline, shown.board), shown.film)
    assert data == scorm_package(tellings_of(shown.timeline, shown.board), shown.film)
    material = tiny_material(hostile_plan(tmp_path / "production"), tmp_path / "films")
    hostile = scorm_package(
        tellings_of(material.plan.timeline, material.plan.production.storyboard), material.clean_small
    )
    for each, title, timeline in (
        (data, shown.board.title.text, shown.timeline),
        (hostile, material.plan.production.storyboard.title.text, material.plan.timeline),
    ):
        with zipfile.ZipFile(io.BytesIO(each)) as package:
            names = package.namelist()
            manifest = ElementTree.fromstring(package.read("imsmanifest.xml"))
            assert package.read("captions.en-US.vtt").decode() == to_vtt(timeline)
        space = {"ims": "http://www.imsproject.org/xsd/imscp_rootv1p1p2"}
        assert [file.get("href") for file in manifest.iterfind(".//ims:file", space)] == names[1:]
        assert {found.text for found in manifest.iterfind(".//ims:title", space)} == {title}
        assert manifest.findtext(".//ims:schemaversion", namespaces=space) == "1.2"
