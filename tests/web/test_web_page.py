"""The page in Chromium, opened from a file: it plays, captions, seeks, pauses, and keeps no one out."""

from __future__ import annotations

import io
import json
import re
import subprocess
from pathlib import Path

import av
import numpy as np
import pytest
from bundle_material import HOSTILE_NOTE_READ, HOSTILE_WORDS, hostile_plan, tellings_of, tiny_material
from numpy.typing import NDArray
from page_shown import NOW, Shown, caption, seek, until, violations
from PIL import Image
from playwright.sync_api import Browser, Page
from recording import film_storyboard

from moa_anim.bundle.text.chapters import chapters
from moa_anim.bundle.web.page import CaptionFile, embed_snippet, script_json, web_page
from moa_anim.captions.cues import timed_texts
from moa_anim.graphics.caption_band import band_tint
from moa_anim.model.quality import DRAFT
from moa_anim.model.timeline import schedule


def test_the_film_plays_and_its_words_come_at_their_times(page: Page, shown: Shown) -> None:
    first = timed_texts(shown.timeline)[0].start / 1000
    seek(page, first - 0.2)
    assert caption(page) == ""
    page.keyboard.press(" ")
    until(page, f"{NOW} > {first + 0.8}")
    assert caption(page) == "\n".join(timed_texts(shown.timeline)[0].lines)
    frames = page.evaluate("document.getElementById('film').getVideoPlaybackQuality().totalVideoFrames")
    assert frames > 8
    page.keyboard.press(" ")
    assert page.evaluate("document.getElementById('film').paused")


def test_every_caption_stands_from_its_start_to_its_end(page: Page, shown: Shown) -> None:
    texts = timed_texts(shown.timeline)
    told = page.evaluate(
        "[...document.getElementById('film').textTracks[0].cues].map(cue => [cue.startTime, cue.endTime, cue.text])"
    )
    assert [(round(a * 1000), round(b * 1000), text) for a, b, text in told] == [
        (each.start, each.stop, "\n".join(each.lines)) for each in texts
    ]
    for each in (*texts[::9], texts[-1]):
        seek(page, (each.stop - 40) / 1000)
        assert caption(page) == "\n".join(each.lines)


def decoded(film: Path, number: int) -> NDArray[np.uint8]:
    with av.open(str(film)) as container:
        for at, frame in enumerate(container.decode(video=0)):
            if at == number:
                return np.asarray(frame.to_ndarray(format="rgb24"), dtype=np.uint8)
    raise IndexError(number)


@pytest.mark.parametrize("number", range(11))
def test_at_each_chapter_the_right_frame_and_words_are_seen(page: Page, shown: Shown, number: int) -> None:
    button = page.locator("#chapters button").nth(number)
    button.click()
    until(page, "!document.getElementById('film').seeking")
    page.wait_for_timeout(120)
    chapter = chapters(shown.timeline)[number]
    assert button.inner_text().startswith(chapter.title)
    assert button.get_attribute("aria-current") == "true"
    slot = shown.timeline.shots[number].slot
    words = shown.timeline.caption_at(slot.start)
    assert caption(page) == ("\n".join(words.lines) if words else "")
    seen = Image.open(io.BytesIO(page.locator("#film").screenshot())).convert("RGB")
    frame = Image.fromarray(decoded(shown.film, slot.start)).resize(seen.size)
    top = round(seen.height * 0.8)  # below lies the band
    difference = np.abs(np.asarray(seen, dtype=int)[:top] - np.asarray(frame, dtype=int)[:top])
    assert difference.mean() < 6, (
        "another frame differs by 9 or more: its shade is three steps on, and its bar moves"
    )


def test_the_keyboard_does_all_of_it(page: Page, shown: Shown) -> None:
    starts = [each.start_ms / 1000 for each in chapters(shown.timeline)]
    seek(page, 20)
    page.keyboard.press("ArrowRight")
    assert page.evaluate(NOW) == pytest.approx(25, abs=0.1)
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(NOW) == pytest.approx(20, abs=0.1)
    page.keyboard.press("]")
    assert page.evaluate(NOW) == pytest.approx(starts[2], abs=0.1)
    page.keyboard.press("[")
    assert page.evaluate(NOW) == pytest.approx(starts[1], abs=0.1)
    assert page.locator("#words").is_visible()
    page.keyboard.press("c")
    assert not page.locator("#words").is_visible()
    page.keyboard.press("c")
    small = page.evaluate("getComputedStyle(document.getElementById('caption')).fontSize")
    page.keyboard.press("l")
    large = page.evaluate("getComputedStyle(document.getElementById('caption')).fontSize")
    assert float(large[:-2]) > 1.2 * float(small[:-2])
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#keys").is_visible()


def test_single_keys_can_be_switched_off(page: Page) -> None:
    page.keyboard.press("?")
    page.locator("#keys-on").uncheck()
    page.locator("#keys-close").click()
    page.keyboard.press("c")
    assert page.locator("#words").is_visible()


def test_the_seek_bar_keeps_its_own_keys(page: Page) -> None:
    page.locator("#seek").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(NOW) == pytest.approx(0.1, abs=0.02)


def test_it_pauses_at_each_step(page: Page, shown: Shown) -> None:
    page.locator("#steps").click()
    assert page.locator("#steps").get_attribute("aria-pressed") == "true"
    cues = [cue for shot in shown.timeline.shots for cue in shot.cues]
    stops = [shown.timeline.rate.milliseconds(cue.slot.stop) / 1000 for cue in cues[:2]]
    seek(page, stops[0] - 0.8)
    page.evaluate("document.getElementById('film').playbackRate = 1.5")
    for stop in stops:
        seek(page, max(page.evaluate(NOW), stop - 0.8)) if stop != stops[0] else None
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press(" ")
        until(page, "document.getElementById('film').paused")
        assert stop - 0.25 < page.evaluate(NOW) < stop, "it stops on a frame that still shows the step"
        assert "Paused" in page.locator("#state").inner_text()


def test_the_transcript_follows_and_seeks(page: Page, shown: Shown) -> None:
    cues = [cue for shot in shown.timeline.shots for cue in shot.cues if cue.captions]
    lines = page.locator(".line")
    assert lines.count() == len(cues)
    lines.nth(20).click()
    at = shown.timeline.rate.milliseconds(cues[20].slot.start) / 1000
    assert page.evaluate(NOW) == pytest.approx(at, abs=0.05)
    seek(page, shown.timeline.rate.milliseconds(cues[30].slot.start) / 1000 + 0.5)
    assert page.locator('.line[aria-current="true"]').inner_text() == cues[30].cue.words.text  # type: ignore[union-attr]
    page.wait_for_timeout(800)
    box, line = (
        page.locator("#transcript").bounding_box(),
        page.locator('.line[aria-current="true"]').bounding_box(),
    )
    assert box
    assert line
    assert box["y"] <= line["y"] <= box["y"] + box["height"]


@pytest.mark.parametrize("button", ["#chapters button >> nth=3", ".line >> nth=10", "#larger", "#steps"])
def test_after_a_click_the_space_bar_plays(page: Page, button: str) -> None:
    page.locator(button).click()
    page.keyboard.press(" ")
    until(page, "!document.getElementById('film').paused", 5)


def test_who_comes_by_keyboard_keeps_the_place_and_is_not_scrolled_away(page: Page, shown: Shown) -> None:
    page.locator(".line").nth(2).focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement === document.querySelectorAll('.line')[2]")
    place = page.evaluate("document.getElementById('transcript').scrollTop")
    seek(page, float(shown.timeline.seconds) * 0.7)
    page.wait_for_timeout(800)
    assert page.evaluate("document.getElementById('transcript').scrollTop") == place


def test_words_that_name_something_have_the_colour_of_the_films_own_band(page: Page, shown: Shown) -> None:
    at = shown.timeline.rate.milliseconds
    named = {mark.role: each for each in shown.timeline.captions() for mark in each.caption.marks}
    assert len(named) > 5
    for role, each in named.items():
        seek(page, (at(each.slot.stop) - 40) / 1000)
        words = [
            each.caption.lines[mark.line][mark.start : mark.stop]
            for mark in each.caption.marks
            if mark.role is role
        ]
        spans = page.locator(f"#caption .{role.value}")
        assert spans.all_inner_texts() == words
        colour = ", ".join(str(round(part * 255)) for part in band_tint(role))
        assert spans.first.evaluate("span => getComputedStyle(span).color") == f"rgb({colour})"
        assert caption(page) == "\n".join(each.caption.lines)


def test_in_the_clinics_page_captions_are_larger_as_in_its_film(
    browser: Browser, shown: Shown, tmp_path: Path
) -> None:
    board = film_storyboard("clinic")
    path = tmp_path / "index.html"
    path.write_text(web_page(tellings_of(schedule(board, DRAFT.rate), board), shown.film), encoding="utf-8")
    sizes = []
    for each in (shown.path, path):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(each.as_uri())
        sizes.append(
            page.evaluate("parseFloat(getComputedStyle(document.getElementById('caption')).fontSize)")
        )
        page.close()
    assert sizes[1] / sizes[0] == pytest.approx(1.2, abs=0.01)


@pytest.mark.parametrize(("width", "height"), [(320, 640), (667, 375), (800, 1100), (1440, 900)])
@pytest.mark.parametrize("larger", [False, True], ids=["usual", "larger"])
def test_captions_are_never_cut_off(page: Page, shown: Shown, width: int, height: int, larger: bool) -> None:
    page.set_viewport_size({"width": width, "height": height})
    if larger:
        page.keyboard.press("l")
    longest = max(shown.timeline.captions(), key=lambda each: min(map(len, each.caption.lines)))
    seek(page, (shown.timeline.rate.milliseconds(longest.slot.start) + 100) / 1000)
    inside = """() => {
      const at = id => document.getElementById(id).getBoundingClientRect();
      const caption = at("caption"), words = at("words"), screen = at("screen");
      return caption.height > 0 && words.top <= caption.top && caption.bottom <= words.bottom && caption.left >= words.left
        && caption.right <= words.right && words.bottom <= screen.bottom
        && (!document.fullscreenElement || (words.bottom <= innerHeight + 1 && screen.top >= -1));
    }"""
    assert page.evaluate(inside)
    page.keyboard.press("f")
    until(page, f"document.fullscreenElement !== null && innerWidth === {width}")
    page.wait_for_timeout(100)
    page.keyboard.press(" ")
    assert page.evaluate(inside)
    assert (
        float(page.evaluate("parseFloat(getComputedStyle(document.getElementById('caption')).fontSize)"))
        >= 16
    )


def test_the_pointer_goes_away_in_full_screen_and_comes_back_when_it_is_moved(page: Page) -> None:
    page.locator("#kiosk").click()
    cursor = "getComputedStyle(document.getElementById('player')).cursor"
    until(page, f"document.fullscreenElement !== null && {cursor} === 'none'", 6)
    page.mouse.move(300, 300)
    assert page.evaluate(cursor) != "none"


def test_an_iphone_shows_the_film_alone_with_its_captions(page: Page) -> None:
    # It has no full screen for parts of a page, only for films; Chromium is made to be like that.
    page.evaluate("""() => {
      document.getElementById('player').requestFullscreen = undefined;
      const film = document.getElementById('film');
      film.webkitEnterFullscreen = () => film.dispatchEvent(new Event('webkitbeginfullscreen'));
    }""")
    mode = "document.getElementById('film').textTracks[0].mode"
    page.keyboard.press("f")
    assert page.evaluate(mode) == "showing"
    page.evaluate("document.getElementById('film').dispatchEvent(new Event('webkitendfullscreen'))")
    assert page.evaluate(mode) == "hidden"
    page.keyboard.press("c")
    page.keyboard.press("f")
    assert page.evaluate(mode) == "hidden", "captions were switched off"


def letters(text: str) -> str:
    """The text without what changes where a line is broken."""
    return re.sub(r"[\s\u2010\u2011-]", "", text)


@pytest.mark.parametrize(("width", "height"), [("210mm", "297mm"), ("420mm", "297mm")], ids=["A4", "A3"])
def test_printed_it_is_the_whole_transcript(
    page: Page, shown: Shown, tmp_path: Path, width: str, height: str
) -> None:
    page.pdf(path=tmp_path / "page.pdf", width=width, height=height)
    command = ["pdftotext", "-raw", str(tmp_path / "page.pdf"), "-"]
    told = letters(subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout)
    for shot in shown.timeline.shots:
        for cue in shot.cues:
            assert not cue.cue.words or letters(cue.cue.words.text) in told
            assert letters(cue.cue.seen) in told
    assert letters("Pause at each step") not in told


def test_full_screen_is_the_film_alone(page: Page) -> None:
    page.locator("#kiosk").click()
    until(page, "document.fullscreenElement !== null")
    until(page, "!document.getElementById('film').paused")
    assert not page.locator("#tools").is_visible()
    assert page.locator("#film").is_visible()
    assert violations(page) == []


@pytest.mark.parametrize(("width", "height"), [(320, 640), (1440, 900), (1920, 1080)])
def test_it_fits_and_axe_finds_nothing(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    seek(page, 20)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    page.keyboard.press("?")
    page.wait_for_timeout(100)
    assert violations(page) == []
    assert (
        float(page.evaluate("parseFloat(getComputedStyle(document.getElementById('caption')).fontSize)"))
        >= 16
    )


def test_nothing_moves_by_itself(browser: Browser, shown: Shown) -> None:
    page = browser.new_page(reduced_motion="reduce")
    page.goto(shown.path.as_uri())
    until(page, "document.getElementById('film').readyState >= 2")
    page.wait_for_timeout(300)
    assert page.evaluate(NOW) == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    page.close()


def test_it_may_load_nothing_from_elsewhere(shown: Shown) -> None:
    text = shown.path.read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    assert "default-src &#39;none&#39;" in policy[1]
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", text)


def test_words_that_would_be_markup_come_out_harmless_and_whole(browser: Browser, tmp_path: Path) -> None:
    material = tiny_material(hostile_plan(tmp_path / "production"), tmp_path / "films")
    board, timeline = material.plan.production.storyboard, material.plan.timeline
    path = tmp_path / "index.html"
    path.write_text(web_page(tellings_of(timeline, board), material.clean_small), encoding="utf-8")
    page = browser.new_page()
    alarms: list[str] = []
    page.on("dialog", lambda dialog: alarms.append(dialog.message))
    page.on("pageerror", lambda error: alarms.append(str(error)))
    page.goto(path.as_uri())
    until(page, "document.getElementById('film').readyState >= 2")
    assert page.title() == board.title.text
    seen = page.locator("#transcript").inner_text()
    for words in HOSTILE_WORDS[:2]:
        assert words in seen
    assert HOSTILE_NOTE_READ in seen
    assert (
        page.evaluate("document.querySelectorAll('#transcript script, #transcript img, header b').length")
        == 0
    )
    told = page.evaluate("[...document.getElementById('film').textTracks[0].cues].map(cue => cue.text)")
    assert told == ["\n".join(each.lines) for each in timed_texts(timeline)]
    assert alarms == []
    page.close()
    captions = [CaptionFile("c.vtt", "en-US", '<b>"x"')]
    snippet = embed_snippet('a"b.mp4', captions, board, 'a"b.jpg')
    assert "<b>" not in snippet
    assert 'a"b' not in snippet


def test_json_in_a_script_is_the_same_json_and_cannot_end_it() -> None:
    value = {"</script>": ["<!--", "]]>", "&amp;", "\u2028\u2029", "“😀”"]}
    text = script_json(value)
    assert json.loads(text) == value
    assert not set("<>&\u2028\u2029") & set(text)
