"""A fault of voice or translation ends the command with one clear error, before anything is drawn or written."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import moa_anim.render.local
from moa_anim.cli.commands import main
from moa_anim.script.production import load_production
from moa_anim.speech.voices import find_voice_files

pytestmark = pytest.mark.slow

FaultLog = Callable[[str, str, str], None]
LEXICON = Path("assets/elacestrant/pronunciation.en.toml")


@dataclass(frozen=True)
class Fault:
    """What is done to a production and a folder of voice files, the options, the exit code, and what the one error says."""

    inject: Callable[[Path, Path], None]
    options: tuple[str, ...]
    code: int
    told: tuple[str, ...]


def nothing(production: Path, voices: Path) -> None:
    """The options alone are wrong."""


def voices_cut_short(production: Path, voices: Path) -> None:
    path = voices / "voices.npz"
    data = path.read_bytes()[:5000]
    path.unlink()
    path.write_bytes(data)


def no_model(production: Path, voices: Path) -> None:
    (voices / "kokoro.onnx").unlink()


def a_sound_that_no_voice_has(production: Path, voices: Path) -> None:
    lexicon = production / LEXICON.name
    lexicon.write_text(lexicon.read_text("utf-8").replace("ɛstɹənt", "☃"), "utf-8")


def a_lexicon_in_latin_1(production: Path, voices: Path) -> None:
    (production / LEXICON.name).write_bytes('[say]\n"señal" = "signal"\n'.encode("latin-1"))


def spanish(production: Path, digest: Callable[[str], str], encoding: str) -> None:
    board = load_production(production).storyboard
    cues = [(shot.id, cue) for shot in board.shots for cue in shot.cues if cue.words]

    def pins(text: str, span: tuple[int, int], shown: str) -> str:
        return (
            f'span = [{span[0]}, {span[1]}]\nsha256 = "{digest(text)}"\nof = "{shown}"\ntext = "Una señal."\n'
        )

    title = board.title
    lines = ['language = "es"', 'translator = "a test"', "[title]"]
    lines.append(pins(title.quote.text, (title.quote.span.start, title.quote.span.stop), title.text))
    for shot, cue in cues:
        assert cue.words is not None
        quote = cue.words.quote
        lines += ["[[cue]]", f'cue = "{shot}/{cue.id}"']
        lines.append(pins(quote.text, (quote.span.start, quote.span.stop), cue.words.text))
    (production / "translation.es.toml").write_bytes("\n".join(lines).encode(encoding, "replace"))


def a_stale_translation(production: Path, voices: Path) -> None:
    spanish(production, lambda text: hashlib.sha256(text.encode() + b"!").hexdigest(), "utf-8")


def a_translation_in_latin_1(production: Path, voices: Path) -> None:
    spanish(production, lambda text: hashlib.sha256(text.encode()).hexdigest(), "latin-1")


VOICE = ("--voice", "af_heart")

FAULTS = {
    "an unknown voice": Fault(
        nothing, ("--voice", "af_nobody"), 2, ("--voice af_nobody: found no such voice", "af_heart")
    ),
    "a voice of another language": Fault(
        nothing, ("--voice", "ef_dora"), 2, ("--voice ef_dora: found a voice that speaks “es”",)
    ),
    "a voice file that was cut short": Fault(
        voices_cut_short, VOICE, 3, ("voices.npz: found a damaged file", "make voice")
    ),
    "no speech model": Fault(
        no_model, VOICE, 2, ("found no speech model; expected kokoro.onnx and voices.npz", "make voice")
    ),
    "a caption with a sound that no voice has": Fault(
        a_sound_that_no_voice_has,
        VOICE,
        1,
        ("sounds that the model does not have: ☃", "pronunciation.en.toml"),
    ),
    "a lexicon in Latin-1": Fault(
        a_lexicon_in_latin_1, VOICE, 1, ("pronunciation.en.toml: byte 9", "0xf1, which is not UTF-8")
    ),
    "a stale translation": Fault(
        a_stale_translation, ("--language", "es"), 1, ("a stale translation", "translation.es.toml")
    ),
    "a translation in Latin-1": Fault(
        a_translation_in_latin_1, ("--language", "es"), 1, ("translation.es.toml: byte ", "0xf1")
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_ends_the_command_before_anything_is_drawn(
    name: str,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    fault_log: FaultLog,
) -> None:
    def drawn(*_: object, **__: object) -> None:
        raise AssertionError("it was drawn")

    monkeypatch.setattr(moa_anim.render.local, "render_locally", drawn)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache-home"))
    shutil.copy(LEXICON, folder)
    found, voices = find_voice_files(None), tmp_path / "voices"
    voices.mkdir()
    for path, file in (("kokoro.onnx", found.model), ("voices.npz", found.voices)):
        (voices / path).symlink_to(file)
    fault = FAULTS[name]
    fault.inject(folder, voices)
    out = tmp_path / "out" / "film.mp4"
    options = ["--voice-files", str(voices)] if "--voice" in fault.options else []
    command = [
        "render",
        str(out),
        "--quality",
        "draft",
        "--production",
        str(folder),
        *fault.options,
        *options,
    ]
    assert main(command) == fault.code
    told = capsys.readouterr()
    lines = [line for line in told.err.splitlines() if line.startswith("moa-anim: ") or "found" in line]
    assert all(part in told.err for part in fault.told), told.err
    assert "Traceback" not in told.err
    assert told.out == ""
    assert lines, told.err
    assert not out.parent.exists()
    fault_log(name, fault.told[0], "nothing is drawn or written")
