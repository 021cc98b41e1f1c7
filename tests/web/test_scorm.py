"""The package in scorm-again, in Chromium: launched, seen, completed, and resumed where it was left."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from bundle_material import hostile_plan, tiny_material
from page_shown import Shown, until
from playwright.sync_api import Browser, FrameLocator, Page

from moa_anim.bundle.scorm import scorm_package
from moa_anim.bundle.serve import serving
from moa_anim.captions import to_vtt

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
    folder = tmp_path_factory.mktemp("lms")
    with zipfile.ZipFile(io.BytesIO(scorm_package(shown.timeline, shown.board, shown.film))) as package:
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
    in_film(page, "film => { film.muted = true; film.playbackRate = 16; film.currentTime = 60; return film.play() }")
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
    data = scorm_package(shown.timeline, shown.board, shown.film)
    assert data == scorm_package(shown.timeline, shown.board, shown.film)
    material = tiny_material(hostile_plan(tmp_path / "production"), tmp_path / "films")
    hostile = scorm_package(material.plan.timeline, material.plan.production.storyboard, material.clean_small)
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
