"""`check` names each word of a translation that departs from its glossary; the package's own translations have none."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from moa_anim.cache.installed import package_folder
from moa_anim.check.terms import agreed_terms, word_pairs
from moa_anim.errors import ProductionError
from moa_anim.script.production import load_production

FaultLog = Callable[[str, str, str], None]
FOLDER = package_folder("assets") / "elacestrant"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "production"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_bytes(text.replace(old, new).encode())


def faults(folder: Path, language: str, edition: str = "lecture") -> list[str]:
    original = load_production(folder, edition=edition)
    return [str(each) for each in agreed_terms(original, original.in_language(language)).faults]


@pytest.mark.parametrize("edition", ["lecture", "clinic"])
@pytest.mark.parametrize("language", ["es", "zh-Hans"])
def test_every_word_of_the_package_s_translations_uses_the_agreed_terms(language: str, edition: str) -> None:
    original = load_production(FOLDER, edition=edition)
    translated = original.in_language(language)
    assert len(translated.terms) > 40
    assert not agreed_terms(original, translated).faults
    pairs = list(word_pairs(original.storyboard, translated.storyboard))
    assert {words for _, words, _ in pairs} >= {
        words for shot in original.storyboard.shots for words in shot.labels.values()
    }
    assert sum(place.endswith("seen") for place, _, _ in pairs) == sum(
        len(shot.cues) for shot in original.storyboard.shots
    )


def test_a_caption_and_a_label_that_depart_are_named(folder: Path, fault_log: FaultLog) -> None:
    change(folder / "translation.es.toml", "y activan las señales", "y la hormona activa las señales")
    change(folder / "translation.es.toml", "los estrógenos se unen a él", "la hormona se une a él")
    change(folder / "translation.es.toml", '"coactivator" = "coactivador"', '"coactivator" = "ayudante"')
    found = faults(folder, "es")
    assert any(
        each.startswith("cue 'er-signalling/binds': found no agreed term for “estrogen”") for each in found
    )
    label = next(each for each in found if "label 'coactivator'" in each)
    assert "expected one of “coactivador”" in label
    fault_log(
        "a label that departs from glossary.es.toml",
        "no agreed term, and those that are",
        "the translation is read",
    )


def test_a_glossary_with_faults_is_a_fault_of_the_translation(folder: Path, fault_log: FaultLog) -> None:
    change(folder / "glossary.es.toml", 'agreed = ["REα"]', 'agred = ["REα"]')
    change(folder / "glossary.es.toml", 'language = "es"', 'language = "fr"')
    with pytest.raises(ProductionError) as caught:
        load_production(folder, language="es")
    found = "\n".join(map(str, caught.value.faults))
    assert "glossary.es.toml: language: found “fr”; expected “es”, as in the file's name" in found
    assert "term 4 agred: found an unknown key" in found
    assert "term 4: found a term without words" in found
    fault_log("glossary.es.toml with a misspelt key", "an unknown key", "the film in the document's language")


def test_a_translation_needs_no_glossary(folder: Path) -> None:
    (folder / "glossary.es.toml").unlink()
    assert load_production(folder, language="es").terms == ()
