"""Without the extra a bundle says what to install; with it, nothing of it is loaded before it is used."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

from moa_anim.bundle.extras import INSTALL, require
from moa_anim.bundle.material import Material
from moa_anim.bundle.print.handout import handout_pdf
from moa_anim.bundle.slides.deck import slides_pptx
from moa_anim.bundle.text.notice import notice_txt
from moa_anim.bundle.web.stills import stills_html
from moa_anim.errors import RenderError

MAKERS: dict[str, Callable[[Material], object]] = {
    "pptx": slides_pptx,
    "typst": handout_pdf,
    "jinja2": stills_html,
}


@pytest.mark.parametrize("library", MAKERS)
def test_a_missing_library_is_named_with_its_remedy(
    library: str, material: Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)  # as if it were not installed
    with pytest.raises(RenderError) as caught:
        MAKERS[library](material)
    assert library in str(caught.value)
    assert INSTALL in str(caught.value)


def test_a_library_that_lacks_one_of_its_own_speaks_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "markupsafe", None)
    for name in [each for each in sys.modules if each.split(".")[0] == "jinja2"]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(ModuleNotFoundError, match="markupsafe"):
        require("jinja2")


def test_makers_load_none_of_the_extra_until_they_are_called() -> None:
    code = (
        "import sys, moa_anim.bundle.slides.deck, moa_anim.bundle.print.handout, moa_anim.bundle.text.transcript\n"
        "print({'pptx', 'typst', 'jinja2', 'lxml', 'manim'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.strip() == "set()"


def test_the_notice_names_the_document_and_carries_the_programs_own(material: Material) -> None:
    board = material.plan.production.storyboard
    text = notice_txt(board)
    assert all(each in text for each in (board.title.text, board.document.sha256))
    assert "CC BY 4.0" in text
    assert "Inter Project Authors" in text
