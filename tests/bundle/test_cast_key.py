"""The key to the film's colours: drawn for the film it is about, and shown with its alt text in page, deck and handout."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from bundle_material import little_plan, real_plan, tiny_material
from PIL import Image
from pptx import Presentation

from moa_anim.bundle.cast_key import SHOT, draw_cast_key, has_cast_key, key_words
from moa_anim.bundle.contents import documents
from moa_anim.bundle.material import Material
from moa_anim.bundle.pictures import cover_of
from moa_anim.bundle.print.handout import handout_pdf
from moa_anim.bundle.slides.deck import slides_pptx
from moa_anim.bundle.title_picture import draw_title
from moa_anim.bundle.web.page import jpeg_address
from moa_anim.cache.installed import package_folder
from moa_anim.model.cast import Cast, Compound, Route
from moa_anim.model.palette import Role
from moa_anim.model.quality import DRAFT
from moa_anim.model.timeline import schedule
from moa_anim.render.draw import playing_at
from moa_anim.script.production import load_production
from moa_anim.sets.cast_card import BARS, DRUG, ENTRIES, MACHINES_SCALE, PARTNERS_SCALE, Name, stage_cast
from moa_anim.sets.structure_drawing import StructureDrawing
from moa_anim.stage.context import SceneContext, scene_context, unplaced
from moa_anim.stage.scene import MoaScene


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Material:
    folder, plan = tmp_path_factory.mktemp("key"), real_plan()
    return replace(tiny_material(plan, folder), cast_key=draw_cast_key(plan, folder / "key.png"))


def words(material: Material, name: str) -> str:
    board = material.plan.production.storyboard
    if name == DRUG:
        return board.shown_drug
    return board.interface.word("cast", name, **({"drug": board.shown_drug} if name == "alt" else {}))


def test_the_key_is_drawn_and_is_in_no_film(material: Material) -> None:
    assert material.cast_key
    with Image.open(material.cast_key) as picture:
        colours = picture.convert("RGB").getcolors(1 << 24)
    assert colours
    assert len(colours) > 1000
    assert SHOT.id not in {shot.id for shot in material.plan.production.storyboard.shots}


def test_its_bars_are_as_long_as_they_say() -> None:
    assert [(nanometres, scale) for nanometres, scale, _, _ in BARS] == [
        (5, PARTNERS_SCALE),
        (10, MACHINES_SCALE),
    ]


def test_each_molecule_has_a_name(material: Material) -> None:
    assert all(words(material, name) for name in ENTRIES)
    assert all(words(material, name).casefold() in words(material, "alt").casefold() for name in ENTRIES)


def test_page_package_deck_and_handout_show_it(material: Material) -> None:
    page = documents("film")["web/index.html"](material).decode()
    assert words(material, "alt") in page
    assert page.count("data:image/jpeg;base64,") == 2, "the film's cover, and the key"
    deck = Presentation(io.BytesIO(slides_pptx(material)))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides if slide.shapes.title]
    assert titles.count(words(material, "heading")) == 1
    read = subprocess.run(
        ["pdftotext", "-", "-"], input=handout_pdf(material), capture_output=True, check=True, timeout=60
    )
    assert words(material, "heading") in " ".join(read.stdout.decode().split())


def test_another_film_has_no_key(tmp_path: Path) -> None:
    plan = little_plan(tmp_path / "film")
    assert not has_cast_key(plan.production.storyboard)
    assert draw_cast_key(plan, tmp_path / "key.png") is None
    page = documents("film")["web/index.html"](tiny_material(plan, tmp_path / "made")).decode()
    assert 'id="key"' not in page


def test_the_film_of_the_page_begins_with_its_title(material: Material, tmp_path: Path) -> None:
    title = draw_title(material.plan, tmp_path / "title.png")
    assert title
    with_title = replace(material, title=title)
    assert with_title.cover == title
    assert material.cover == material.poster.picture
    page = documents("film")["web/index.html"](with_title).decode()
    assert f'poster="{jpeg_address(cover_of(title))}"' in page


@pytest.mark.parametrize(
    ("tag", "name"), [("en", "elacestrant"), ("es", "elacestrant"), ("zh-Hans", "艾拉司群")]
)
def test_it_names_the_drug_in_the_films_language(tag: str, name: str) -> None:
    board = load_production(package_folder("assets") / "elacestrant", language=tag).storyboard
    assert board.shown_drug == name
    assert name in key_words(board)["alt"]


def test_it_names_the_productions_own_drug_which_is_drawn_in_atoms() -> None:
    drug = Compound("4-hydroxytamoxifen", "structures/entry.cif", "OHT", b"an entry")
    own = replace(real_plan().production.storyboard, cast=Cast(drug, Route.INJECTION, degrades=False))
    alt = key_words(own)["alt"]
    assert "4-hydroxytamoxifen" in alt
    assert "elacestrant" not in alt
    slot = schedule(replace(own, shots=(SHOT,)), DRAFT.rate).shots[0]
    with playing_at(DRAFT), scene_context(SceneContext(own, schedule(own, DRAFT.rate), slot, unplaced)):
        scene = MoaScene()
        stage_cast(scene)
    names = {
        each.words: each for part in scene.mobjects if isinstance(part, Name) for each in part.lettered()
    }
    assert "4-hydroxytamoxifen" in names
    assert "Elacestrant" not in names
    assert [each.role for each in scene.mobjects if isinstance(each, StructureDrawing)] == [Role.ESTRADIOL]
