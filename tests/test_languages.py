"""A film in another language: its files, manifest and bundle are in that language and say that they are translated."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from bundle_material import tellings_of, tiny_material
from pptx import Presentation

from moa_anim.bundle.slides.deck import slides_pptx
from moa_anim.bundle.text.chapters import chapters_vtt
from moa_anim.bundle.text.transcript import transcript_html, transcript_txt
from moa_anim.bundle.text.ttml import to_ttml
from moa_anim.bundle.web.page import CaptionFile, embed_snippet, served_page
from moa_anim.cache.installed import package_folder
from moa_anim.captions.cues import parse_vtt, to_srt, to_vtt
from moa_anim.cli.commands import main
from moa_anim.model.quality import DRAFT, CaptionMode
from moa_anim.render.manifest import manifest_data
from moa_anim.render.plan import RenderPlan, plan_render
from moa_anim.script.interface import english_interface
from moa_anim.script.production import load_production

pytestmark = pytest.mark.slow

FaultLog = Callable[[str, str, str], None]
FOLDER = package_folder("assets") / "elacestrant"
RENDITIONS = [(language, edition) for language in ("es", "zh-Hans") for edition in ("lecture", "clinic")]


def plan_of(language: str, edition: str) -> RenderPlan:
    return plan_render(load_production(FOLDER, language=language, edition=edition), DRAFT, CaptionMode.OPEN)


@pytest.fixture(scope="module", params=RENDITIONS, ids="-".join)
def plan(request: pytest.FixtureRequest) -> RenderPlan:
    return plan_of(*request.param)


class _Texts(HTMLParser):
    """The texts of a page outside scripts and styles, and its accessible names."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._quiet = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._quiet += tag in {"script", "style"}
        self.texts += [value for name, value in attrs if name in {"aria-label", "alt", "label"} and value]

    def handle_endtag(self, tag: str) -> None:
        self._quiet -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self._quiet and data.strip():
            self.texts.append(data.strip())


def english_words(plan: RenderPlan, *sections: str) -> Iterator[str]:
    """Interface words of several letters that differ from those of the film's language."""
    table = plan.production.storyboard.interface
    for section, name, text in english_interface().entries():
        if section in sections and table.sections[section][name] != text:
            yield re.split(r"[{}]", text)[0].strip()


def test_every_caption_is_the_translation_in_all_caption_files(plan: RenderPlan) -> None:
    board, timeline = plan.production.storyboard, plan.timeline
    joint = board.interface.captions.joint
    told = joint.join(joint.join(each.lines) for each in parse_vtt(to_vtt(timeline)))
    assert told == joint.join(cue.text for shot in board.shots for cue in shot.cues if cue.words)
    assert all(line in to_srt(timeline) for each in timeline.captions() for line in each.caption.lines)
    assert f'xml:lang="{board.language}"' in to_ttml(timeline, board.language)
    assert "Elacestrant is an oral" not in to_vtt(timeline)


def test_a_cue_lasts_as_long_as_in_english_or_longer(plan: RenderPlan) -> None:
    board = plan.production.storyboard
    english = load_production(FOLDER, edition=board.edition.name).storyboard
    ours, theirs = ([cue.seconds for shot in each.shots for cue in shot.cues] for each in (board, english))
    assert all(after >= before for after, before in zip(ours, theirs, strict=True))


def test_the_manifest_says_that_no_medical_translator_has_reviewed_it(plan: RenderPlan) -> None:
    data = manifest_data(plan, "film.mp4", "0" * 64)
    board = plan.production.storyboard
    assert data["storyboard"]["language"] == board.language
    assert data["translation"]["reviewed_by_medical_translator"] is None
    assert data["translation"]["from"] == "en-US"
    assert list(data["caption_files"]) == [
        f"captions/film.{board.language}.{kind}" for kind in ("vtt", "srt", "descriptions.vtt")
    ]
    spoken = [cue for cue in data["cues"] if cue["text"]]
    assert all(cue["translation_of"] and cue["translation_of"] != cue["text"] for cue in spoken)


def test_the_manifest_of_an_english_film_names_no_translation() -> None:
    data = manifest_data(plan_of("en", "lecture"), "film.mp4", "0" * 64)
    assert "translation" not in data
    assert not any("translation_of" in cue for cue in data["cues"])


def test_page_and_transcript_are_in_the_language_and_say_that_they_are_translated(plan: RenderPlan) -> None:
    board, timeline = plan.production.storyboard, plan.timeline
    pages = (served_page(tellings_of(timeline, board), "film.mp4"), transcript_html(board, timeline))
    note = board.interface.word("text", "unreviewed")
    for page in pages:
        assert f'<html lang="{board.language}">' in page
        assert note in page
        parser = _Texts()
        parser.feed(page)
        shown = set(parser.texts)
        assert not shown & set(english_words(plan, "page", "text"))
    assert note in transcript_txt(board, timeline)
    assert '<span lang="en-US">' in pages[1]  # the document itself
    captions = [CaptionFile("a.vtt", board.language, board.language_name)]
    assert f'srclang="{board.language}"' in embed_snippet("a.mp4", captions, board)


def test_chapters_have_no_english_titles(plan: RenderPlan) -> None:
    english = load_production(FOLDER, edition=plan.production.storyboard.edition.name).storyboard
    same = {"Elacestrant", "SERD"}
    titles = {line for each in parse_vtt(chapters_vtt(plan.timeline)) for line in each.lines}
    assert not titles & ({shot.title for shot in english.shots} - same)


def test_the_deck_is_in_the_language(plan: RenderPlan, tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(slides_pptx(tiny_material(plan, tmp_path / "material")))
    texts = [
        paragraph.text
        for slide in Presentation(str(path)).slides
        for frame in (
            *(shape.text_frame for shape in slide.shapes if shape.has_text_frame),
            slide.notes_slide.notes_text_frame,
        )
        if frame is not None
        for paragraph in frame.paragraphs
    ]
    assert not set(texts) & set(english_words(plan, "slides"))
    assert plan.production.storyboard.shown_title in texts


def test_mp4_language_codes_are_those_of_iso_639_2_t() -> None:
    codes = {
        tag: load_production(FOLDER, language=tag).storyboard.language_code for tag in ("en", "es", "zh-Hans")
    }
    assert codes == {"en": "eng", "es": "spa", "zh-Hans": "zho"}


@pytest.mark.parametrize("language", ["es", "zh-Hans"])
def test_plan_names_language_and_translation(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "--json", "--language", language]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["language"] == language
    assert data["cues"][0]["translation_of"].startswith("Elacestrant is an oral")


def test_an_unknown_language_ends_with_2_before_anything_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], fault_log: FaultLog
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in (["plan"], ["render", "f.mp4"], ["stills", "s"], ["bundle", "b"], ["check"]):
        assert main([*command, "--language", "tlh"]) == 2
        assert "--language: found “tlh”; expected one of en, es, zh-Hans" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
    fault_log("--language tlh, with every command", "one of en, es, zh-Hans", "nothing is written")
