"""A translation is pinned to what it translates: it makes a film in its language, and a change of words makes it stale."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from moa_anim.cache.installed import package_folder
from moa_anim.errors import CommandLineError, ProductionError
from moa_anim.script.interface import english_interface, packaged_interface
from moa_anim.script.production import Production, load_production

FaultLog = Callable[[str, str, str], None]

SCENES = {"title": frozenset({"Title"})}
SOURCE = "A drug named Elacetrant\nThe drug binds. It opens the pocket, and the cell rests.\n"
BINDS, OPENS = "The drug binds.", "It opens the pocket,"
BOARD = f"""\
title = "A drug named Elacetrant"
language = "en-US"

[source]
sha256 = "{hashlib.sha256(SOURCE.encode()).hexdigest()}"

[edition.clinic]
characters_per_second = 12

[[emendation]]
found = "pocket"
reading = "groove"
kind = "correction"
reason = "It is a groove."

[[shot]]
id = "one"
step = "Binding"
scene = "title:Title"
lead_seconds = 1

[shot.labels]
drug = "the drug"

[shot.clinic.labels]
drug = "a medicine"

[[shot.cue]]
id = "binds"
quote = "{BINDS}"
least_seconds = 3
seen = "A drug comes in."

[[shot.cue]]
id = "opens"
quote = "{OPENS}"
"""


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def pins(text: str, shown: str, translation: str) -> str:
    start = SOURCE.index(text)
    return (
        f'span = [{start}, {start + len(text)}]\nsha256 = "{digest(text)}"\n'
        f"of = {json.dumps(shown)}\ntext = {json.dumps(translation, ensure_ascii=False)}\n"
    )


TITLE = "A drug named Elacetrant"
SPANISH = f"""\
language = "es"
translator = "a test"

[title]
{pins(TITLE, TITLE, "Un fármaco")}
[[cue]]
cue = "one/binds"
{pins(BINDS, BINDS, "El fármaco se une.")}
[[cue]]
cue = "one/opens"
{pins(OPENS, "It opens the [groove],", "Abre el [surco],")}
[words]
"Binding" = "Unión"
"the drug" = "el fármaco"
"a medicine" = "un medicamento"
"It is a groove." = "Es un surco."

[[prose]]
of = "A drug comes in."
text = "Llega un fármaco."
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "source.txt").write_bytes(SOURCE.encode())
    (tmp_path / "storyboard.toml").write_bytes(BOARD.encode())
    (tmp_path / "translation.es.toml").write_bytes(SPANISH.encode())
    return tmp_path


def load(folder: Path, language: str = "es", edition: str = "lecture") -> Production:
    return load_production(folder, SCENES, edition=edition, language=language)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode())


def faults(folder: Path) -> list[str]:
    with pytest.raises(ProductionError) as caught:
        load(folder)
    return [str(each) for each in caught.value.faults]


@pytest.mark.parametrize(("edition", "label"), [("lecture", "el fármaco"), ("clinic", "un medicamento")])
def test_captions_labels_steps_and_descriptions_are_translated_and_quotes_stay(
    folder: Path, edition: str, label: str
) -> None:
    board = load(folder, edition=edition).storyboard
    (shot,) = board.shots
    assert (board.language, board.document_language, board.shown_title) == ("es", "en-US", "Un fármaco")
    assert board.title.text == TITLE
    assert (shot.step, shot.labels["drug"]) == ("Unión", label)
    assert [cue.text for cue in shot.cues] == ["El fármaco se une.", "Abre el [surco],"]
    assert [cue.words.quote.text if cue.words else "" for cue in shot.cues] == [BINDS, OPENS]
    assert (shot.cues[0].seen, board.emendations[0].reason) == ("Llega un fármaco.", "Es un surco.")


def test_pictures_get_as_much_time_as_in_the_documents_language(folder: Path) -> None:
    own, translated = (load(folder, language).storyboard.shots[0].cues for language in ("en", "es"))
    assert all(after.seconds >= before.seconds for before, after in zip(own, translated, strict=True))


def test_the_documents_language_needs_no_translation(folder: Path) -> None:
    (folder / "translation.es.toml").write_bytes(b"\xff not even text")
    for language in ("", "en", "en-US", "EN"):
        board = load(folder, language).storyboard
        assert (board.language, board.translation, board.title_translation) == ("en-US", None, None)


def test_another_edition_of_a_translated_production_is_in_the_same_language_and_reads_no_file_again(
    folder: Path,
) -> None:
    production = load(folder)
    (folder / "translation.es.toml").unlink()
    clinic = production.in_edition("clinic", SCENES).storyboard
    assert (clinic.language, clinic.edition.name) == ("es", "clinic")


def test_a_language_without_a_translation_is_refused_with_those_that_there_are(
    folder: Path, fault_log: FaultLog
) -> None:
    with pytest.raises(CommandLineError) as caught:
        load(folder, "fr")
    told = str(caught.value)
    assert "“fr”" in told
    assert "one of en, es" in told
    assert "translation.TAG.toml" in told
    assert caught.value.exit_code == 2
    fault_log("--language with no translation file", "one of en, es", "nothing is drawn")


def test_a_changed_quote_makes_its_translation_stale_and_only_that_one(
    folder: Path, fault_log: FaultLog
) -> None:
    change(
        folder / "storyboard.toml", f'quote = "{OPENS}"', 'quote = "It opens the pocket, and the cell rests."'
    )
    (told,) = faults(folder)
    assert told.startswith("translation.es.toml: cue 'one/opens'")
    assert "a stale translation, of “It opens the [groove],”" in told
    assert "“It opens the [groove], and the cell rests.”, which the film shows now" in told
    quote = "It opens the pocket, and the cell rests."
    assert f'sha256 = "{digest(quote)}"' in told
    fault_log(
        "a longer quote in a cue that is translated",
        "a stale translation, old and new words",
        "all other cues",
    )


def test_a_changed_emendation_makes_a_translation_stale_although_the_quote_is_the_same(folder: Path) -> None:
    change(folder / "storyboard.toml", 'reading = "groove"', 'reading = "cleft"')
    (told,) = faults(folder)
    assert "a stale translation, of “It opens the [groove],”" in told
    assert "“It opens the [cleft],”" in told


def test_words_that_only_moved_in_the_document_are_reported_as_moved(folder: Path) -> None:
    moved = "Preface.\n" + SOURCE
    (folder / "source.txt").write_bytes(moved.encode())
    change(folder / "storyboard.toml", digest(SOURCE), digest(moved))
    found = faults(folder)
    assert len(found) == 3  # the title and two cues
    start = moved.index(BINDS)
    assert any(f"write span = [{start}, {start + len(BINDS)}]" in each for each in found)
    assert not any("stale" in each for each in found)


def test_a_changed_label_and_one_without_translation_are_reported_once_for_all_editions(folder: Path) -> None:
    change(folder / "storyboard.toml", 'step = "Binding"', 'step = "Docking"')
    found = faults(folder)
    assert len(found) == 2
    assert "no translation of “Docking”" in found[0]
    assert "a translation of “Binding”; expected words that the storyboard has" in found[1]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('language = "es"', 'language = "fr"', "language: found “fr”; expected “es”, as in the file's name"),
        ('cue = "one/opens"', 'cue = "one/open"', "did you mean “one/opens”?"),
        ('cue = "one/opens"', 'cue = "one/binds"', "a second translation of this cue"),
        ('"Binding" = "Unión"', "", "no translation of “Binding”"),
        ('of = "A drug comes in."', 'of = "Binding"', "a second translation of “Binding”"),
        ('text = "El fármaco se une."', 'text = "El fármaco\\nse une."', "a line end"),
        ('text = "El fármaco se une."', f'text = "{"x" * 43}"', "43 characters without a break"),
        (f'sha256 = "{digest(BINDS)}"', f'sha256 = "{"0" * 64}"', "a stale translation: another SHA-256"),
        (f'sha256 = "{digest(BINDS)}"', "", "sha256: found nothing"),
        ("span = [24, 39]", "span = [24]", "expected an array of 2 whole numbers"),
        ("span = [24, 39]", "span = [24, true]", "expected an array of 2 whole numbers"),
        ('translator = "a test"', 'translater = "a test"', "did you mean “translator”?"),
        ("[words]", "[wörds", "invalid TOML"),
    ],
)
def test_each_fault_of_a_translation_file_is_named(
    folder: Path, fault_log: FaultLog, old: str, new: str, told: str
) -> None:
    change(folder / "translation.es.toml", old, new)
    found = faults(folder)
    assert any(told in each for each in found), found
    assert all(each.startswith("translation.es.toml") for each in found)
    load(folder, "en")
    fault_log(
        f"translation file with {new[:40] or 'a line less'!r}", told, "the film in the document's language"
    )


def test_a_file_in_another_encoding_is_named_with_its_byte(folder: Path, fault_log: FaultLog) -> None:
    (folder / "translation.es.toml").write_bytes(SPANISH.encode("utf-16"))
    (told,) = faults(folder)
    assert told.startswith("translation.es.toml: byte 0")
    fault_log("translation file in UTF-16", "translation.es.toml: byte 0: not UTF-8", "the film in English")


def test_all_faults_of_a_translation_are_reported_together(folder: Path) -> None:
    for old, new in (
        ('"Binding" = "Unión"', ""),
        (f'sha256 = "{digest(BINDS)}"', f'sha256 = "{"0" * 64}"'),
        ("span = [24, 39]", "span = [0, 3]"),
        ('of = "A drug comes in."', 'of = "A drug came in."'),
    ):
        change(folder / "translation.es.toml", old, new)
    found = faults(folder)
    assert len(found) == 4, found  # stale cue, two texts without translation, one that translates nothing


def test_a_language_without_a_table_of_its_own_needs_one_in_the_production(folder: Path) -> None:
    (folder / "translation.qps.toml").write_bytes(SPANISH.replace('"es"', '"qps"').encode())
    with pytest.raises(ProductionError, match=r"language\.qps\.toml"):
        load(folder, "qps")
    table = (package_folder("assets") / "languages" / "es.toml").read_text("utf-8")
    (folder / "language.qps.toml").write_bytes(table.replace('"Español"', '"Pseudo"').encode())
    assert load(folder, "qps").storyboard.interface.name == "Pseudo"


def test_a_table_that_lacks_a_word_or_its_places_is_refused(folder: Path) -> None:
    table = (package_folder("assets") / "languages" / "es.toml").read_text("utf-8")
    lines = [line for line in table.splitlines() if not line.startswith("use_keys =")]
    lines = [line.replace("{places}", "{place}") for line in lines]
    (folder / "language.es.toml").write_bytes("\n".join(lines).encode())
    found = faults(folder)
    assert len(found) == 2
    assert any(
        "interface text places: found “caracteres {place}”; expected {places}" in each for each in found
    )
    assert any("interface page use_keys: found nothing" in each for each in found)


def test_the_tables_that_come_with_the_program_are_whole() -> None:
    folder = package_folder("assets") / "languages"
    tags = [path.stem for path in folder.glob("*.toml")]
    assert {"en", "es", "zh-Hans"} <= set(tags)
    names = {(section, name) for section, name, _ in english_interface().entries()}
    for tag in tags:
        table = packaged_interface(tag)
        assert table is not None
        assert {(section, name) for section, name, _ in table.entries()} == names


@pytest.mark.parametrize("language", ["es", "zh-Hans"])
@pytest.mark.parametrize("edition", ["lecture", "clinic"])
def test_the_translations_that_ship_are_current(language: str, edition: str) -> None:
    folder = package_folder("assets") / "elacestrant"
    board = load_production(folder, language=language, edition=edition).storyboard
    assert board.translation is not None
    assert all(cue.translation for shot in board.shots for cue in shot.cues if cue.words)
