"""The deck is what PowerPoint wants, holds its captions, and shows its pictures and words whole."""

from __future__ import annotations

import io
import posixpath
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from bundle_material import HOSTILE_NOTE_READ
from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator
from PIL import Image
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from moa_anim.bundle.beats import beats, still_description
from moa_anim.bundle.material import Material
from moa_anim.bundle.slides.deck import LEGIBLE_PT, slides_pptx
from moa_anim.bundle.slides.fit import LINE, fitting_size, lines_of
from moa_anim.bundle.slides.media import TRACK
from moa_anim.bundle.text.clip_captions import clip_texts
from moa_anim.captions.cues import parse_vtt, timed_texts, to_vtt

Deck = tuple[Material, Path]
P173 = "{http://schemas.microsoft.com/office/powerpoint/2017/3/main}"
EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CNVPR = ".//{http://schemas.openxmlformats.org/presentationml/2006/main}cNvPr"


def test_the_audit_of_the_format_finds_nothing(deck: Deck) -> None:
    result = OpenXmlValidator(file_format=FileFormat.OFFICE_2019).validate(str(deck[1]))
    assert result.is_valid, [str(each) for each in result.errors]


def test_every_relationship_resolves_and_every_part_is_reached(deck: Deck) -> None:
    with zipfile.ZipFile(deck[1]) as package:
        names = set(package.namelist())
        reached = {"[Content_Types].xml"}
        for name in [each for each in names if each.endswith(".rels")]:
            folder = posixpath.dirname(posixpath.dirname("/" + name))
            for each in etree.fromstring(package.read(name)):
                assert each.get("TargetMode") is None, "a deck must not reach out"
                reached.add(posixpath.normpath(posixpath.join(folder, str(each.get("Target")))).lstrip("/"))
            reached.add(name)
    assert reached == names


def test_captions_inside_are_the_caption_files(deck: Deck) -> None:
    material, path = deck
    found = []
    for slide in Presentation(str(path)).slides:
        for track in slide._element.iter(f"{P173}track"):
            related = slide.part.rels[track.get(EMBED)]
            assert related.reltype == TRACK
            assert related.target_part.content_type == "text/vtt"
            assert (track.get("lang"), track.get("label")) == ("en-US", "English")
            assert re.fullmatch(r"\{[0-9A-F-]{36}\}", track.get("id"))
            found.append(related.target_part.blob.decode())
    timeline = material.plan.timeline
    assert found[0] == to_vtt(timeline)
    assert [parse_vtt(text) for text in found[1:]] == [
        clip_texts(each.shot, timeline.rate) for each in beats(material)
    ]


def test_the_package_calls_itself_16_to_9_everywhere_and_lists_its_notes_master(deck: Deck) -> None:
    with zipfile.ZipFile(deck[1]) as package:
        told = etree.fromstring(package.read("ppt/presentation.xml"))
        properties = package.read("docProps/app.xml").decode()
    assert [dict(each.attrib) for each in told.iter("{*}sldSz")] == [{"cx": "12192000", "cy": "6858000"}]
    assert "Widescreen" in properties
    assert "4:3" not in properties
    assert [etree.QName(each).localname for each in told][:2] == ["sldMasterIdLst", "notesMasterIdLst"]
    part = Presentation(str(deck[1])).part
    listed = [str(each.get(ID)) for each in told.iter("{*}notesMasterId")]
    assert [part.rels[each].target_part for each in listed] == [part.notes_master_part]


def test_the_chinese_notice_is_tagged_so_that_office_finds_its_type_and_voice(real: Material) -> None:
    *_, last = Presentation(io.BytesIO(slides_pptx(real))).slides
    runs = [run for shape in last.shapes for run in shape._element.iter("{*}r")]
    tags = {run.find("{*}t").text[:8]: run.find("{*}rPr").get("lang") for run in runs}
    assert tags["[ 免责声明 ]"] == "zh-CN"
    assert set(tags.values()) == {"en-US", "zh-CN"}


def test_a_clips_captions_are_the_films_counted_from_its_shot(material: Material) -> None:
    timeline = material.plan.timeline
    at = timeline.rate.milliseconds
    moved = [
        (each.start + at(shot.slot.start), each.lines)
        for shot in timeline.shots
        for each in clip_texts(shot, timeline.rate)
    ]
    assert [lines for _, lines in moved] == [each.lines for each in timed_texts(timeline)]
    assert all(
        abs(start - each.start) <= 1 for (start, _), each in zip(moved, timed_texts(timeline), strict=True)
    )


def test_each_beat_has_its_film_poster_words_and_notes(deck: Deck) -> None:
    material, path = deck
    slides = list(Presentation(str(path)).slides)
    found = beats(material)
    assert len(slides) == 2 + len(found) + 1
    for slide, beat in zip(slides[2:], found, strict=False):
        movies = [each for each in slide.shapes if each.shape_type == MSO_SHAPE_TYPE.MEDIA]
        assert len(movies) == 1
        media = {
            each.target_part.blob for each in slide.part.rels.values() if each.reltype.endswith("/video")
        }
        assert media == {material.clips[beat.shot.shot.id].read_bytes()}
        assert beat.words in [each.text_frame.text for each in slide.shapes if each.has_text_frame]
        notes = slide.notes_slide.notes_text_frame.text
        guide = beat.shot.shot.guide
        assert all(words in notes for words in (beat.words, guide.point_at, guide.nuance))
        assert f"{beat.spans[0].start}–" in notes


def test_the_posters_alt_text_tells_what_is_seen_in_it(deck: Deck) -> None:
    material, path = deck
    first = Presentation(str(path)).slides[0]
    told = [each._element.find(CNVPR).get("descr") for each in first.shapes if each.name == "Poster"]
    assert told == [f"The film’s poster. {still_description(material.poster, material, captioned=False)}"]


def test_every_picture_and_film_has_alt_text_and_every_slide_a_title(deck: Deck) -> None:
    for slide in Presentation(str(deck[1])).slides:
        assert slide.shapes.title.text_frame.text.strip()
        for shape in slide.shapes:
            if shape.shape_type in (MSO_SHAPE_TYPE.PICTURE, MSO_SHAPE_TYPE.MEDIA):
                assert len(shape._element.find(CNVPR).get("descr")) > 20
            elif not shape.has_text_frame or not shape.text_frame.text:
                assert shape._element.find(".//{*}decorative").get("val") == "1"
        runs = [
            run for shape in slide.shapes if shape.has_text_frame for run in shape._element.iter("{*}rPr")
        ]
        assert runs
        assert all(run.get("lang") for run in runs)


def test_nothing_leaves_the_slide_and_no_words_lie_on_a_film(deck: Deck) -> None:
    presentation = Presentation(str(deck[1]))
    width, height = presentation.slide_width, presentation.slide_height
    assert abs(width / height - 16 / 9) < 0.001
    for slide in presentation.slides:
        boxes = [
            (each, each.left, each.top, each.left + each.width, each.top + each.height)
            for each in slide.shapes
        ]
        assert all(
            left >= 0 and top >= 0 and right <= width and low <= height for _, left, top, right, low in boxes
        )
        for number, (_, *first) in enumerate(boxes):
            for _, *second in boxes[number + 1 :]:
                apart = (
                    first[2] <= second[0]
                    or second[2] <= first[0]
                    or first[3] <= second[1]
                    or second[3] <= first[1]
                )
                assert apart, (first, second)


def test_the_same_material_makes_the_same_deck_and_it_tells_no_time(deck: Deck) -> None:
    material, path = deck
    assert slides_pptx(material) == path.read_bytes()
    with zipfile.ZipFile(path) as package:
        assert {each.date_time[0] for each in package.infolist()} == {1980}
        core = package.read("docProps/core.xml").decode()
    assert "2000-01-01" in core
    assert "Canny" not in core  # who made python-pptx's template made no film


def test_hostile_words_are_in_the_deck_to_the_letter(hostile: Material) -> None:
    slides = list(Presentation(io.BytesIO(slides_pptx(hostile))).slides)
    assert slides[0].shapes.title.text_frame.text == 'A <b>title</b> & "more" ]]> -->'
    assert HOSTILE_NOTE_READ in slides[2].notes_slide.notes_text_frame.text
    assert "<script>alert(1)</script>" in "".join(
        each.text_frame.text for each in slides[2].shapes if each.has_text_frame
    )


@pytest.fixture(scope="session")
def pages(deck: Deck, tmp_path_factory: pytest.TempPathFactory) -> tuple[Deck, Path]:
    """The deck as LibreOffice shows it, as PDF."""
    folder = tmp_path_factory.mktemp("pages")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(deck[1])]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return deck, folder / "deck.pdf"


def words_of(pdf: Path, page: int) -> list[tuple[float, float, float, float, str]]:
    told = subprocess.run(
        ["pdftotext", "-bbox", "-f", str(page), "-l", str(page), str(pdf), "-"],
        check=True,
        capture_output=True,
        timeout=60,
    ).stdout
    root = etree.fromstring(told, etree.HTMLParser(encoding="utf-8"))
    place = ("xmin", "ymin", "xmax", "ymax")
    return [(*(float(each.get(key, 0)) for key in place), each.text or "") for each in root.iter("word")]  # type: ignore[misc]  # four and one


def test_libreoffice_shows_poster_and_words_inside_their_boxes(pages: tuple[Deck, Path]) -> None:
    (material, path), pdf = pages
    presentation = Presentation(str(path))
    for number, (slide, beat) in enumerate(
        zip(list(presentation.slides)[2:], beats(material), strict=False), 3
    ):
        box = next(each for each in slide.shapes if each.name == "Words of the document")
        left, top = box.left / 12700, box.top / 12700
        right, low = left + box.width / 12700, top + box.height / 12700
        inside = [each for each in words_of(pdf, number) if each[0] >= left - 1 and top - 1 <= each[1] < low]
        shown = "".join(re.sub(r"\s", "", each[4]) for each in inside)
        latin = re.compile("[^!-~]")  # right-to-left words come out of a PDF in another order
        assert latin.sub("", shown) == latin.sub("", re.sub(r"\s", "", beat.words))
        assert all(each[2] <= right + 1 and each[3] <= low + 1 for each in inside)
        picture = subprocess.run(
            ["pdftoppm", "-r", "36", "-png", "-f", str(number), "-l", str(number), str(pdf)],
            check=True,
            capture_output=True,
            timeout=60,
        ).stdout
        movie = next(each for each in slide.shapes if each.shape_type == MSO_SHAPE_TYPE.MEDIA)
        page = Image.open(io.BytesIO(picture)).convert("RGB")
        scale = page.width / presentation.slide_width
        middle = page.getpixel(
            (int((movie.left + movie.width / 2) * scale), int((movie.top + movie.height / 3) * scale))
        )
        assert isinstance(middle, tuple)
        assert all(abs(found - meant) < 12 for found, meant in zip(middle, (120, 160, 200), strict=True))


@pytest.mark.parametrize("count", [1, 40, 200, 600])
def test_the_chosen_size_fits_by_its_own_reckoning(count: int) -> None:
    text = " ".join(["receptor"] * count)
    size = fitting_size([text], (220, 360), (22, 16, 11, 6, 3))
    assert (lines_of(text, size, 220) * LINE + 0.5) * size <= 360


def test_the_films_words_are_legible_from_the_last_row(real: Material) -> None:
    for slide in list(Presentation(io.BytesIO(slides_pptx(real))).slides)[2:-1]:
        words = next(each for each in slide.shapes if each.name == "Words of the document")
        assert words.text_frame.paragraphs[0].runs[0].font.size.pt >= LEGIBLE_PT
