"""Advice on what a film leaves out of its document, and on another order than the document's."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moa_anim.cache.installed import package_folder
from moa_anim.check.told_words import MOST_LISTED, told_words_advice
from moa_anim.cli.commands import main
from moa_anim.model.cast import Compound
from moa_anim.model.story import Storyboard
from moa_anim.script.production import load_production

SENTENCES = ("One cell grows.", "Two cells grow.", "Three cells divide.", "Four cells rest.")
DOCUMENT = f"A title\n{' '.join(SENTENCES[:2])}\n\n{' '.join(SENTENCES[2:])}\nSources: a list.\n"
HEAD = 'title = "A title"\nlanguage = "en"\n\n[source]\nsha256 = "{sha256}"\nreference = "a list."\n'
SHOT = '\n[[shot]]\nid = "told"\nscene = "told:ToldWithDrug"\ntail_seconds = 1\n'
LABELS = '\n[shot.labels]\nligand = "the drug"\nhelix12 = "helix 12"\n'
CUE = '\n[[shot.cue]]\nid = "c{number}"\nquote = "{quote}"\nleast_seconds = 3\n'


def production(folder: Path, *quotes: str, document: str = DOCUMENT) -> Path:
    folder.mkdir()
    (folder / "source.txt").write_bytes(document.encode())
    head = HEAD.replace("{sha256}", hashlib.sha256(document.encode()).hexdigest())
    cues = "".join(CUE.format(number=number, quote=quote) for number, quote in enumerate(quotes))
    (folder / "storyboard.toml").write_text(head + SHOT + LABELS + cues, encoding="utf-8")
    return folder


def advice(folder: Path) -> tuple[str, ...]:
    return told_words_advice(load_production(folder).storyboard)


def test_a_document_that_is_told_whole_and_in_order_gives_no_advice(tmp_path: Path) -> None:
    assert advice(production(tmp_path / "film", *SENTENCES)) == ()


@pytest.mark.parametrize(("name", "told"), [("Cell", True), ("fulvestrant", False)])
def test_a_drug_that_the_document_does_not_name_is_told(tmp_path: Path, name: str, told: bool) -> None:
    board = load_production(production(tmp_path / "film", *SENTENCES)).storyboard
    drug = Compound(name, "drug.cif", "LIG", b"data")
    found = told_words_advice(replace(board, cast=replace(board.cast, drug=drug)))
    assert [f"never says “{name}”" in each for each in found] == ([] if told else [True])


def test_words_that_no_cue_quotes_are_named_with_their_line(tmp_path: Path) -> None:
    (line,) = advice(production(tmp_path / "film", "One cell", SENTENCES[2]))
    assert line == (
        "words that no cue quotes (7 of 17): source.txt:2 “grows. Two cells grow.”; source.txt:4 “Four cells rest.”"
    )


def test_points_and_the_name_of_the_line_of_sources_are_no_words_left_out(tmp_path: Path) -> None:
    quotes = [sentence.removesuffix(".") for sentence in SENTENCES]
    assert advice(production(tmp_path / "film", *quotes)) == ()


def test_half_a_word_is_not_told(tmp_path: Path) -> None:
    quotes = ["One cell gro", *SENTENCES[1:]]
    (line,) = advice(production(tmp_path / "film", *quotes))
    assert "source.txt:2 “grows.”" in line


def test_cues_in_another_order_are_named(tmp_path: Path) -> None:
    (line,) = advice(production(tmp_path / "film", *(SENTENCES[k] for k in (0, 2, 1, 3))))
    assert line == (
        "words in another order than in the document: cue told/c2 tells source.txt:2 “Two cells grow.” after cue told/c1"
    )


def test_words_that_are_told_again_are_in_order(tmp_path: Path) -> None:
    assert advice(production(tmp_path / "film", *SENTENCES, "Two cells")) == ()


def test_a_long_passage_is_shortened_and_many_are_counted(tmp_path: Path) -> None:
    long = f"Many {'very ' * 30}small cells grow here."
    lines = [long, *(f"Line {number} of more." for number in range(MOST_LISTED + 2))]
    document = "\n".join([DOCUMENT.rstrip("\n"), *lines]) + "\n"
    (line,) = advice(production(tmp_path / "film", *SENTENCES, document=document))
    assert "source.txt:6 “Many very very … cells grow here.”" in line
    assert line.count("source.txt:") == MOST_LISTED
    assert line.endswith("; and 3 more")


def test_chinese_is_counted_by_characters(tmp_path: Path) -> None:
    document = f"{DOCUMENT}雌激素受体很重要。\n"
    (line,) = advice(production(tmp_path / "film", *SENTENCES, "雌激素受体", document=document))
    assert line == "words that no cue quotes (3 of 25): source.txt:6 “很重要”"


@given(st.lists(st.integers(0, 3), unique=True, min_size=1))
def test_each_sentence_is_either_told_or_named(
    tmp_path_factory: pytest.TempPathFactory, told: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("made") / "film"
    found = advice(production(folder, *(SENTENCES[k] for k in told)))
    left_out = {0, 1, 2, 3} - set(told)
    assert any("no cue quotes" in line for line in found) == bool(left_out)
    assert any("another order" in line for line in found) == (told != sorted(told))
    count = sum(len(SENTENCES[k].split()) for k in left_out)
    assert not left_out or f"({count} of 17)" in found[0]


def shipped(name: str) -> Storyboard:
    return load_production(package_folder("assets") / name).storyboard


@pytest.mark.parametrize("name", ["tamoxifen", "giredestrant"])
def test_the_further_films_tell_their_whole_document(name: str) -> None:
    assert told_words_advice(shipped(name)) == ()


def test_the_first_film_leaves_out_only_a_remnant_of_the_page_at_the_end_of_its_document() -> None:
    (line,) = told_words_advice(shipped("elacestrant"))
    assert line.startswith("words that no cue quotes (1 of ")
    assert line.endswith("): source.txt:9 “.jpeg)”")


def test_check_gives_the_advice_once_and_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = production(tmp_path / "film", *SENTENCES[:3])
    board = folder / "storyboard.toml"
    board.write_text(board.read_text(encoding="utf-8") + "\n[edition.clinic]\nslower = 1.1\n", "utf-8")
    assert main(["check", "--production", str(folder), "--json"]) == 0
    checks = json.loads(capsys.readouterr().out)["gates"]
    told = [(each["gate"], line) for each in checks for line in each["advice"] if "no cue quotes" in line]
    assert told == [
        ("document and storyboard", "words that no cue quotes (3 of 17): source.txt:4 “Four cells rest.”")
    ]
