"""The page's language switch in Chromium, opened from a file: captions, transcript, words and film change with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from bundle_material import hostile_plan, tiny_material
from flat_film import encode
from page_shown import NOW, SIZE, Shown, caption, seek, until, violations
from playwright.sync_api import Browser, Page
from pseudo_language import TAG, pseudo_production
from recording import FILM

from moa_anim.bundle.text.chapters import chapters
from moa_anim.bundle.web.page import web_page
from moa_anim.bundle.web.telling import OwnFilm, Telling
from moa_anim.bundle.wordings import Wording, translations
from moa_anim.captions.cues import timed_texts
from moa_anim.model.quality import DRAFT
from moa_anim.model.story import Shot
from moa_anim.model.timeline import schedule
from moa_anim.script.production import load_production

FaultLog = Callable[[str, str, str], None]
LANGUAGES = ("en-US", "es", "zh-Hans")
OWN_FILM = "own film.mp4"
"""A film in Spanish beside the page; its name has a space, as a production's folder may."""


@dataclass(frozen=True)
class Translated:
    """A page in several languages: its file, its words at the times of its film, and those of the Spanish film."""

    path: Path
    wordings: tuple[Wording, ...]
    spanish: Wording


@pytest.fixture(scope="module")
def translated(shown: Shown, tmp_path_factory: pytest.TempPathFactory) -> Translated:
    folder, production = tmp_path_factory.mktemp("languages"), load_production(FILM)
    wordings = (
        Wording(shown.board, shown.timeline),
        *translations(production, shown.timeline, print),
    )
    board = wordings[1].board
    slower = replace(board, shots=tuple(_slower(shot) for shot in board.shots))
    spanish = Wording(slower, schedule(slower, DRAFT.rate))
    path = folder / "index.html"
    path.write_text(web_page([Telling(each) for each in wordings], shown.film), encoding="utf-8")
    (folder / OWN_FILM).write_bytes(encode(spanish.timeline.frames, SIZE, 15, 5))
    own_film = OwnFilm(OWN_FILM.replace(" ", "%20"), spanish)
    tellings = [Telling(each, own_film=own_film if each.language == "es" else None) for each in wordings]
    (folder / "narrated.html").write_text(web_page(tellings, shown.film), encoding="utf-8")
    missing = [
        replace(each, own_film=replace(own_film, address="gone.mp4")) if each.own_film else each
        for each in tellings
    ]
    (folder / "missing.html").write_text(web_page(missing, shown.film), encoding="utf-8")
    return Translated(path, wordings, spanish)


def _slower(shot: Shot) -> Shot:
    return replace(shot, cues=tuple(replace(cue, least_seconds=cue.seconds + 1) for cue in shot.cues))


@pytest.fixture
def page(browser: Browser, translated: Translated) -> Iterator[Page]:
    """The page, opened as by double click, its film loaded. Whatever it complains of fails the test."""
    made = browser.new_context().new_page()
    made.set_viewport_size({"width": 1440, "height": 900})
    complaints: list[str] = []
    made.on("pageerror", lambda error: complaints.append(str(error)))
    made.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    made.on(
        "request", lambda request: complaints.append(request.url) if request.url.startswith("http") else None
    )
    opened(made, translated.path)
    yield made
    made.context.close()
    assert complaints == []


def opened(page: Page, path: Path, query: str = "") -> None:
    page.goto(path.as_uri() + query)
    until(page, "document.getElementById('film').readyState >= 2")


def choose(page: Page, language: str) -> None:
    page.locator(f"#languages button[lang='{language}']").click()
    page.wait_for_timeout(150)


def tracks(page: Page) -> list[list[str]]:
    script = """[...document.getElementById('film').textTracks].filter(each => each.kind === 'captions')
      .map(each => [each.language, each.label, each.mode])"""
    return [list(map(str, each)) for each in page.evaluate(script)]


def test_there_is_a_track_of_each_language_in_its_own_name(page: Page) -> None:
    names = ["English", "Español", "简体中文"]
    for chosen in LANGUAGES:
        choose(page, chosen)
        assert tracks(page) == [
            [tag, name, "hidden" if tag == chosen else "disabled"]
            for tag, name in zip(LANGUAGES, names, strict=True)
        ]


@pytest.mark.parametrize("number", range(3), ids=LANGUAGES)
def test_the_switch_changes_captions_transcript_words_and_the_language_that_is_told(
    page: Page, translated: Translated, number: int
) -> None:
    choose(page, LANGUAGES[(number + 1) % 3])
    choose(page, LANGUAGES[number])
    board, timeline = translated.wordings[number].board, translated.wordings[number].timeline
    words = board.interface.section("page")
    assert page.evaluate("document.documentElement.lang") == board.language
    assert page.title() == page.locator("h1").inner_text() == board.shown_title
    for each in timed_texts(timeline)[::12]:
        seek(page, (each.stop - 40) / 1000)
        assert caption(page) == "\n".join(each.lines)
    spoken = [cue.cue.text for shot in timeline.shots for cue in shot.cues if cue.cue.text]
    assert page.locator(".line").all_inner_texts() == spoken
    assert page.locator('.line[aria-current="true"]').count() == 1
    shown = [each.inner_text().rsplit(" ", 1)[0] for each in page.locator("#chapters button").all()]
    assert [each.strip() for each in shown] == [each.title for each in chapters(timeline)]
    assert page.locator("#captions").inner_text() == words["captions"]
    assert page.locator("#play").get_attribute("aria-label") == words["play"]
    assert page.locator("#film").get_attribute("aria-label") == f"{board.shown_title}. {words['silent']}"
    assert board.interface.word("page", "rights") in page.locator("footer").inner_text()
    assert words["language"] in page.locator("#state").inner_text()
    others = {each.board.interface.section("page")["steps"] for each in translated.wordings} - {
        words["steps"]
    }
    assert not {each for each in others if each in page.locator("body").inner_text()}


def test_every_word_of_the_page_is_of_the_language_that_is_chosen(page: Page, translated: Translated) -> None:
    english = translated.wordings[0].board.interface.section("page")
    page.keyboard.press("?")
    page.keyboard.press("Escape")
    for wording in translated.wordings[1:]:
        choose(page, wording.language)
        page.keyboard.press("?")
        own = wording.board.interface.section("page")
        shown = set(
            page.locator("#keys, #tools, nav h2, #transcript h2")
            .locator("xpath=descendant-or-self::*")
            .all_inner_texts()
        )
        named = page.evaluate("[...document.querySelectorAll('[aria-label]')].map(each => each.ariaLabel)")
        unlike = {text for name, text in english.items() if own[name] != text}
        assert not unlike & {each.strip() for each in (*shown, *named)}
        page.keyboard.press("Escape")


def test_the_choice_is_in_the_address_and_kept_when_the_page_is_opened_again(
    page: Page, translated: Translated
) -> None:
    choose(page, "es")
    assert page.url.endswith("?lang=es")
    page.reload()
    until(page, "document.getElementById('film').readyState >= 2")
    assert page.evaluate("document.documentElement.lang") == "es"
    opened(page, translated.path)
    assert page.evaluate("document.documentElement.lang") == "es", "opened by double click once more"
    opened(page, translated.path, "?lang=zh")
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"
    opened(page, translated.path, "?lang=<b>&lang=tlh")
    assert page.evaluate("document.documentElement.lang") == "en-US"


def test_it_is_chosen_by_keyboard_and_told_to_a_screen_reader(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.lang") == "es"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.lang") == "es", "focus stays where it is"
    pressed = page.locator("#languages button").evaluate_all("all => all.map(each => each.ariaPressed)")
    assert pressed == ["false", "true", "false"]
    assert page.locator("#languages").get_attribute("aria-label") == "Idioma"
    assert page.locator("#state").inner_text() == "Idioma: Español"
    assert page.locator("#state").get_attribute("role") == "status"


def test_the_film_goes_on_where_it_is_and_lines_still_seek(page: Page, translated: Translated) -> None:
    seek(page, 30)
    page.evaluate("document.getElementById('film').play()")
    choose(page, "zh-Hans")
    assert not page.evaluate("document.getElementById('film').paused")
    assert page.evaluate(NOW) > 30
    page.evaluate("document.getElementById('film').pause()")
    timeline = translated.wordings[2].timeline
    cue = [cue for shot in timeline.shots for cue in shot.cues if cue.cue.text][7]
    page.locator(".line").nth(7).click()
    assert page.evaluate(NOW) == pytest.approx(timeline.rate.milliseconds(cue.slot.start) / 1000, abs=0.05)
    page.locator("#chapters button").nth(3).click()
    assert page.evaluate(NOW) == pytest.approx(chapters(timeline)[3].start_ms / 1000, abs=0.05)


@pytest.mark.parametrize(("width", "height"), [(320, 640), (390, 844), (1280, 800)])
def test_it_fits_and_axe_finds_nothing_in_any_language(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    for language in LANGUAGES:
        choose(page, language)
        seek(page, 20)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        boxes = [each.bounding_box() for each in page.locator("#languages button").all()]
        assert all(box and box["height"] >= 44 and box["x"] + box["width"] <= width for box in boxes)
        assert violations(page) == []


def test_in_a_language_with_a_film_of_its_own_that_film_plays_from_the_same_place(
    page: Page, translated: Translated
) -> None:
    opened(page, translated.path.with_name("narrated.html"))
    main = page.evaluate("document.getElementById('film').src")
    ours, theirs = translated.wordings[0].timeline, translated.spanish.timeline
    here, there = (each.shots[4].cues[1].slot for each in (ours, theirs))
    middle = float(ours.rate.seconds(here.start + here.frames // 2))
    seek(page, middle)
    choose(page, "es")
    until(page, f"document.getElementById('film').src.endsWith('own%20film.mp4') && {NOW} > 1")
    assert page.evaluate("document.getElementById('film').duration") == pytest.approx(
        float(theirs.seconds), abs=0.1
    )
    assert page.evaluate(NOW) == pytest.approx(
        float(theirs.rate.seconds(there.start) + theirs.rate.seconds(there.frames) / 2), abs=0.15
    )
    until(page, "!document.getElementById('film').seeking")
    page.wait_for_timeout(120)
    at_once = theirs.caption_at(there.start + there.frames // 2)
    assert at_once
    assert caption(page) == "\n".join(at_once.lines)
    words = translated.spanish.board.interface.section("page")
    assert words["narrated"] in str(page.locator("#film").get_attribute("aria-label"))
    choose(page, "en-US")
    until(page, f"document.getElementById('film').src === '{main}' && {NOW} > 1")
    assert page.evaluate(NOW) == pytest.approx(middle, abs=0.2)


def test_a_film_that_is_not_beside_the_page_is_replaced_by_captions_over_the_pages_own(
    browser: Browser, translated: Translated, fault_log: FaultLog
) -> None:
    page = browser.new_context().new_page()
    opened(page, translated.path.with_name("missing.html"))
    seek(page, 30)
    choose(page, "es")
    until(page, f"document.getElementById('film').src.startsWith('blob:') && {NOW} > 1")
    assert page.evaluate(NOW) == pytest.approx(30, abs=0.2)
    board, timeline = translated.wordings[1].board, translated.wordings[1].timeline
    assert page.locator("#state").inner_text() == board.interface.word("page", "no_film")
    seek(page, (timed_texts(timeline)[9].stop - 40) / 1000)
    assert caption(page) == "\n".join(timed_texts(timeline)[9].lines)
    page.context.close()
    fault_log(
        "a page without the film of a language beside it",
        "the film in this language is not beside this page",
        "its captions, over the page's own film, at the same place",
    )


def test_hostile_words_in_a_second_language_come_out_harmless(browser: Browser, tmp_path: Path) -> None:
    material = tiny_material(hostile_plan(tmp_path / "production"), tmp_path / "films")
    board, timeline = material.plan.production.storyboard, material.plan.timeline
    other = replace(board, language="en-GB")
    tellings = [Telling(Wording(each, timeline)) for each in (board, other)]
    path = tmp_path / "index.html"
    path.write_text(web_page(tellings, material.clean_small), encoding="utf-8")
    page = browser.new_context().new_page()
    alarms: list[str] = []
    page.on("dialog", lambda dialog: alarms.append(dialog.message))
    page.on("pageerror", lambda error: alarms.append(str(error)))
    opened(page, path)
    before = page.locator("#transcript").inner_text()
    choose(page, "en-GB")
    assert page.evaluate("document.documentElement.lang") == "en-GB"
    assert page.locator("#transcript").inner_text() == before
    marks = "document.querySelectorAll('#transcript script, #transcript img, footer img, header b').length"
    assert page.evaluate(marks) == 0
    assert alarms == []
    page.context.close()


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800)])
def test_a_fourth_language_of_files_only_turns_the_page_and_fits(
    browser: Browser, shown: Shown, tmp_path: Path, width: int, height: int
) -> None:
    production = load_production(pseudo_production(tmp_path / "production"))
    own = Wording(shown.board, shown.timeline)
    told = (own, *translations(production, shown.timeline, print))
    path = tmp_path / "index.html"
    path.write_text(web_page([Telling(each) for each in told], shown.film), encoding="utf-8")
    page = browser.new_context().new_page()
    page.set_viewport_size({"width": width, "height": height})
    opened(page, path)
    choose(page, TAG)
    seek(page, 20)
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == [TAG, "rtl"]
    pseudo = next(each for each in told if each.language == TAG)
    assert page.locator("#captions").inner_text() == pseudo.board.interface.word("page", "captions")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    choose(page, "en-US")
    assert page.evaluate("document.documentElement.dir") == "ltr"
    page.context.close()
