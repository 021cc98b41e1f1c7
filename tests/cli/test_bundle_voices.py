"""`moa-anim bundle --voice`: each voice reads its own language, and what is wrong is said before anything is drawn."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest

from moa_anim.bundle import folder as bundle_folder
from moa_anim.cache.installed import package_folder
from moa_anim.cli import narration
from moa_anim.cli.commands import main
from moa_anim.cli.narration import narrated_in_languages
from moa_anim.cli.parser import parser
from moa_anim.errors import CommandLineError
from moa_anim.script.production import Production, load_production

FOLDER = package_folder("assets") / "elacestrant"


@pytest.fixture(scope="module")
def production() -> Production:
    return load_production(FOLDER)


def test_each_voice_reads_the_film_in_its_own_language(
    production: Production, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = list[tuple[str, str]]()

    def note(told: Production, voice: str, _: Namespace) -> None:
        read.append((voice, told.storyboard.language))

    monkeypatch.setattr(narration, "_narrated", note)
    options = parser().parse_args(
        ["bundle", "d", "--voice", "zf_xiaoxiao", "--voice", "af_heart", "--voice", "ef_dora"]
    )
    narrated_in_languages(production, options)
    assert read == [("zf_xiaoxiao", "zh-Hans"), ("af_heart", "en-US"), ("ef_dora", "es")]
    read.clear()
    narrated_in_languages(production.in_language("es"), options)
    assert read == [("zf_xiaoxiao", "zh-Hans"), ("af_heart", "en-US"), ("ef_dora", "es")]
    assert narrated_in_languages(production, parser().parse_args(["bundle", "d"])) == ()


@pytest.mark.parametrize(
    ("voices", "found"),
    [
        (["ff_siwis"], "a voice for “en-US”"),
        (["af_heart", "bf_emma"], "a second voice for “en-US”"),
    ],
    ids=" ".join,
)
def test_a_voice_without_words_to_read_is_refused(
    voices: list[str], found: str, production: Production
) -> None:
    words = [each for voice in voices for each in ("--voice", voice)]
    with pytest.raises(CommandLineError, match=found):
        narrated_in_languages(production, parser().parse_args(["bundle", "d", *words]))


def test_without_the_model_there_is_one_error_and_nothing_is_drawn(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    fault_log: Callable[[str, str, str], None],
) -> None:
    monkeypatch.setattr(bundle_folder, "make_bundle", lambda *_, **__: pytest.fail("it draws"))
    (tmp_path / "empty").mkdir()
    command = ["bundle", str(tmp_path / "made"), "--voice", "af_heart", "--voice", "ef_dora"]
    assert main([*command, "--voice-files", str(tmp_path / "empty")]) == 2
    told = capsys.readouterr().err
    assert len(told.strip().splitlines()) == 1
    assert "no speech model" in told
    assert "make voice" in told
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]
    fault_log("bundle --voice without the model", "no speech model; run `make voice`", "nothing is drawn")
