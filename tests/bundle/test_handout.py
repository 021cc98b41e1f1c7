"""The handout is a tagged PDF that can be heard: title, language, headings, alt texts, in reading order."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from bundle_material import HOSTILE_NOTE_READ, hostile_plan, plain, tiny_material

from moa_anim.bundle.beats import beats, still_description
from moa_anim.bundle.material import Material
from moa_anim.bundle.print.handout import handout_pdf
from moa_anim.errors import RenderError


@pytest.fixture(scope="module")
def handout(material: Material) -> bytes:
    return handout_pdf(material)


@pytest.fixture
def document(handout: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(handout)) as opened:
        yield opened


def elements(node: Any) -> Iterator[Any]:
    """The structure elements below `node`, in reading order."""
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from elements(child)


def text_of(pdf: bytes) -> str:
    ran = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True, timeout=60)
    return " ".join(ran.stdout.decode().split())


def test_it_says_that_it_is_ua_1_and_has_title_and_language(
    document: pikepdf.Pdf, material: Material
) -> None:
    title = material.plan.production.storyboard.title.text
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == title
    assert document.Root.Lang == "en-US"
    assert document.Root.ViewerPreferences.DisplayDocTitle
    assert document.Root.MarkInfo.Marked


def test_its_tags_are_in_reading_order(document: pikepdf.Pdf, material: Material) -> None:
    tags = [str(each.S) for each in elements(document.Root.StructTreeRoot)]
    headings = [tag for tag in tags if tag in ("/H1", "/H2", "/H3", "/Figure")]
    assert headings[:1] == ["/H1"]
    assert headings[1 : 1 + 2 * len(beats(material))] == ["/H2", "/Figure"] * len(beats(material))
    assert tags.count("/Figure") == len(beats(material))
    assert {"/P", "/L", "/LI"} <= set(tags)


def test_every_figure_has_its_alt_text(document: pikepdf.Pdf, material: Material) -> None:
    figures = [each for each in elements(document.Root.StructTreeRoot) if each.S == "/Figure"]
    assert [str(each.Alt) for each in figures] == [
        still_description(each.still, material, captioned=False) for each in beats(material)
    ]


def test_text_comes_out_in_the_order_in_which_it_is_read(handout: bytes, material: Material) -> None:
    text = text_of(handout)
    board = material.plan.production.storyboard
    place = 0
    for beat in beats(material):
        for words in (beat.title, beat.words.split()[0], beat.shot.shot.guide.nuance):
            place = text.index(words, place)
    assert (
        text.index("Words explained", place)
        < text.index(board.glossary[0].meaning)
        < text.index("Sources", place)
    )


def test_its_type_is_embedded_and_it_holds_no_script_and_no_date(
    document: pikepdf.Pdf, handout: bytes
) -> None:
    fonts = [
        each
        for each in document.objects
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor"
    ]
    assert fonts
    assert all({"/FontFile2", "/FontFile3"} & set(each.keys()) for each in fonts)
    assert any("Inter" in str(each.FontName) for each in fonts)
    assert "/Names" not in document.Root or "/JavaScript" not in document.Root.Names
    assert b"/CreationDate" not in handout


def test_the_same_material_makes_the_same_handout(handout: bytes, material: Material) -> None:
    assert handout_pdf(material) == handout


def test_words_that_look_like_markup_are_set_as_they_are(tmp_path: Path) -> None:
    hostile = tiny_material(hostile_plan(tmp_path / "production", plain), tmp_path / "films")
    text = text_of(handout_pdf(hostile)).replace(" ", "")
    for words in ("<script>alert(1)</script>", "]]>", "{{ 7*7 }}", '#eval("1")', plain(HOSTILE_NOTE_READ)):
        assert words.replace(" ", "") in text


def test_a_sign_that_the_fonts_lack_is_named(hostile: Material) -> None:
    with pytest.raises(RenderError, match="😀"):
        handout_pdf(hostile)


def test_the_films_handout_has_three_beats_a_page(real: Material) -> None:
    with pikepdf.open(io.BytesIO(handout_pdf(real))) as opened:
        assert len(opened.pages) <= 5
