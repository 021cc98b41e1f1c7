"""The credits name what they must, stand long enough, and fit."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from moa_anim.scenes import credits as credits_scene  # type: ignore[import-not-found]
from recording import film_storyboard, play_dry, play_shot

from moa_anim.errors import ProductionError
from moa_anim.graphics.fonts import width_of
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.model.credits import credits_of
from moa_anim.model.quality import DRAFT, LECTURE
from moa_anim.model.story import Shot, Storyboard
from moa_anim.model.timeline import schedule
from moa_anim.molecule.film_credits import film_credits
from moa_anim.sets.panels import Panel
from moa_anim.stage.molecule_view import MoleculeView
from moa_anim.stage.text_block import TextBlock

ENTRIES = (
    "1G50",
    "7TE7",
    "3ERT",
    "2B23",
    "1GWR",
    "1UBQ",
    "1LDJ",
    "3A4S",
    "4R3O",
    "4CR2",
    "1HCQ",
    "1KX5",
    "6GMH",
)
"""Of the Protein Data Bank, that the tables in assets/structures/ were computed from."""

ENTRIES_AS_SHOWN = re.findall(r"\b[1-9][A-Z0-9]{3}\b", film_storyboard().shot("credits").labels["section-1"])
"""The same as they are listed on the page, in the order of the section that describes them."""

SAID = (
    "Motion between measured states: models",
    "One scale per close-up; none for time and numbers",
    "Larger than life",
    "vessels",
    "disordered tail",
    "spacing in the tumor zoom",
    "free small molecules in the field",
    "cells",
    "People, body figure",
    "coactivator’s body",
    "Helix 12 let loose",
    "tablet",
    "E3’s adaptors and moves",
    "tags of many: without E3; receptors of many: single",
    "with elacestrant 7TE7",
    "C381S, C417S, C530S, L536S",
    "with 4-hydroxytamoxifen 3ERT",
    "121°, 9.7 Å: 1G50 → 7TE7",
    "RING, E2 and ubiquitin swung to the lysine",
    "Aromatase and its inhibitor: signs",
    "specks in blood",
    "Jumps between pictures",
    "estradiol where it is counted",
    "No source at hand names the E3 ligase",
    "No medical reviewer has signed this film",
)

IN_FILM = (
    "Motion between measured states: models",
    "One scale per close-up; none for time and numbers",
    "helix 12 let loose is a model",
    "so are the E3 ligase’s adaptors and pose, and the ubiquitin chain",
    "the ligand-binding domain",
    "the coactivator’s body, the cap’s beads, the disordered tail, RNA, cells, people",
    "US prescribing information of elacestrant",
    "No source at hand names the E3 ligase",
    "No medical reviewer has signed this film",
    "Film CC BY 4.0",
)
"""What stands in the film itself, for as long as it takes to read or to pause."""


@pytest.fixture(scope="module")
def cards() -> tuple[list[TextBlock], list[tuple[float, ...]]]:
    opacities: list[tuple[float, ...]] = []
    blocks: list[TextBlock] = []

    def note(scene: Any, number: int) -> None:
        blocks[:] = [each for each in scene.mobjects if isinstance(each, TextBlock)]
        opacities.append(tuple(each.opacity for each in blocks))

    play_shot("credits", LECTURE, note)
    return blocks, [(*each, *[0.0] * (len(blocks) - len(each))) for each in opacities]


def words(card: TextBlock) -> str:
    return " ".join(line.words for line in card.lines)


@pytest.mark.parametrize("said", [*ENTRIES, *IN_FILM])
def test_what_the_film_must_say_is_on_its_pages(cards: Any, said: str) -> None:
    assert said in " ".join(words(card) for card in cards[0])


@pytest.mark.parametrize("said", [*ENTRIES, *SAID])
def test_what_must_be_said_is_in_the_whole_credits(said: str) -> None:
    """Those of the handout and of the page, to which the film points."""
    made = credits_of(film_storyboard())
    assert said in " ".join([*made.statements, *(text for _, text in made.sections)])


def statements() -> list[str]:
    labels = film_storyboard().shot("credits").labels
    return [words for name, words in labels.items() if name.startswith("statement-")]


@pytest.mark.parametrize("statement", statements())
def test_what_everyone_is_to_know_is_larger_than_the_rest(cards: Any, statement: str) -> None:
    sizes = {line.words: line.pixels for line in cards[0][0].lines}
    key = credits_scene.KEY_PIXELS
    assert key >= 60 > credits_scene.TEXT_PIXELS
    assert " ".join(words for words, pixels in sizes.items() if pixels == key).count(statement) == 1


def test_the_large_statements_can_be_read_while_they_stand(cards: Any) -> None:
    count = len(" ".join(statements()).split())
    assert sum(each[0] == 1.0 for each in cards[1]) / float(LECTURE.rate.fps) >= count / (240 / 60)


def test_the_reference_and_the_notice_are_whole(cards: Any) -> None:
    board = film_storyboard()
    assert board.reference
    assert board.notice
    assert board.notice_translation
    _, notice, translated = cards[0]
    assert board.reference.text in words(notice)
    assert board.notice.text.replace(" ", "") in words(notice).replace(" ", "")
    assert board.notice_translation.text in words(translated)
    assert "In English (translation)" in words(translated)
    assert all(line.pixels >= 50 for card in (notice, translated) for line in card.lines), "to be read"


def test_no_page_flashes_by_and_the_pages_do_not_meet(cards: Any) -> None:
    opacities, fps = cards[1], float(LECTURE.rate.fps)
    assert len(cards[0]) == 3
    assert sum(each[0] > 0.0 for each in opacities) / fps >= 5.5
    for page in (1, 2):
        assert sum(each[page] > 0.0 for each in opacities) / fps >= 4.0
        assert sum(each[page] == 1.0 for each in opacities) / fps >= 3.5
    assert all(sum(one > 0.0 for one in each) <= 1 for each in opacities)


def test_the_key_lines_begin_where_their_heading_does(cards: Any) -> None:
    assert {line.x for line in cards[0][0].lines} == {credits_scene.LEFT_PIXELS}


def test_the_film_ends_in_a_fade(cards: Any) -> None:
    last = [each[-1] for each in cards[1][-15:]]
    assert all(after < before for before, after in pairwise(last))
    assert last[-1] < 0.05


def test_what_is_too_much_to_read_is_said_to_be_in_the_handout(cards: Any) -> None:
    assert all("in the handout" in words(cards[0][page]) for page in (0, -1))


def test_handout_and_page_have_all_of_it(cards: Any) -> None:
    made = credits_of(film_storyboard())
    assert list(made.statements) == statements()
    assert [heading for heading, _ in made.sections] == ["Shapes", "Models", "Schematic", "Scale", "Nuance"]
    shown = " ".join(words(card) for card in cards[0])
    assert f"Shapes: PDB {', '.join(ENTRIES_AS_SHOWN)}" in shown
    assert all(text not in shown for _, text in made.sections), "what could not be read is not flashed"


def test_every_line_is_large_enough_and_on_the_page(cards: Any) -> None:
    for card in cards[0]:
        for line in card.lines:
            assert line.pixels >= 31
            right = line.x + width_of(line.words, line.pixels, line.weight, line.typeface)
            assert right <= FRAME_WIDTH - 36, line.words
            assert line.baseline + 0.3 * line.pixels <= BAND_TOP, line.words


def test_no_line_stands_on_another(cards: Any) -> None:
    for card in cards[0]:
        boxes = [
            (
                line.x,
                line.baseline - 0.8 * line.pixels,
                line.x + width_of(line.words, line.pixels, line.weight, line.typeface),
                line.baseline + 0.25 * line.pixels,
                line.words,
            )
            for line in card.lines
        ]
        for number, one in enumerate(boxes):
            for other in boxes[:number]:
                apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
                assert apart, f"“{one[4]}” on “{other[4]}”"


def played(board: Storyboard, shot: Shot) -> tuple[str, str]:
    """The words of the first page and of the others of the credits of a film whose last shot is `shot`."""
    board = replace(board, shots=(*board.shots[:-1], shot))
    timeline, cards = schedule(board, DRAFT.rate), list[TextBlock]()

    def note(scene: Any, number: int) -> None:
        cards[:] = [each for each in scene.mobjects if isinstance(each, TextBlock)]

    play_dry(credits_scene.Credits, board, timeline, timeline.shots[-1], DRAFT, note)
    return words(cards[0]), " ".join(map(words, cards[1:]))


@pytest.mark.parametrize(
    "long",
    [
        {"section-1": "words" + " more words" * 170},
        {"footnote-2": "words" + " more words" * 170},
    ],
    ids=["sources", "notice"],
)
def test_credits_that_do_not_fit_are_an_error(
    long: dict[str, str], fault_log: Callable[[str, str, str], None]
) -> None:
    board = film_storyboard()
    shot = board.shot("credits")
    with pytest.raises(ProductionError, match=r"shot 'credits'.*the credits run to"):
        played(board, replace(shot, labels={**shot.labels, **long}))
    fault_log(
        "1,875 characters more in the credits",
        "the credits run to … pixels from the top",
        "no film is written",
    )


def test_credits_of_another_film_say_nothing_of_the_film_that_ships() -> None:
    board = film_storyboard()
    other = replace(board, reference=None, notice=None, notice_translation=None, emendations=())
    bare = replace(board.shot("credits"), labels={})
    statements, page = played(other, bare)
    assert "No medical reviewer has signed this film." in statements
    assert "to the letter" in page
    entries = dict(film_credits(replace(other, shots=(*other.shots[:-1], bare))).sections)["Shapes"]
    shown = re.search(r"Shapes: PDB ([A-Z0-9]{4}(, [A-Z0-9]{4})*)", statements)
    assert shown, "assembled from what the other shots draw"
    assert all(entry in entries for entry in shown[1].split(", "))
    for card in (statements.replace(shown[0], ""), page):
        assert not re.search("elacestrant|emended|1G50|tamoxifen|source page", card, re.IGNORECASE)


def test_the_credits_begin_with_the_crowd_alone() -> None:
    """The summary's panels have vanished: the film's last picture is not talked over."""
    pictured, first = [], []

    def note(scene: Any, number: int) -> None:
        page = any(isinstance(each, TextBlock) and each.opacity > 0.0 for each in scene.mobjects)
        pictured.append(any(isinstance(each, (Panel, MoleculeView)) for each in scene.mobjects))
        first.append(page)

    play_shot("credits", LECTURE, note)
    assert not any(pictured)
    assert first.index(True) <= 1, "the first page comes at once"


@pytest.mark.parametrize("language", ["es", "zh-Hans"])
def test_every_entry_is_named_in_each_language(language: str) -> None:
    """In Chinese no blank stands before an identifier."""
    from recording import FILM

    from moa_anim.script.production import load_production

    board = load_production(FILM, language=language).storyboard
    statements, _ = played(board, board.shot("credits"))
    assert all(entry in statements for entry in ENTRIES)
