"""What ffmpeg finds in a film's sound tracks."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moa_anim.model.narration import SOUND_RATE

TIMEOUT_SECONDS = 120

AUDIBLE = 0.01
"""Amplitude of what is heard."""


def streams(film: Path) -> list[dict[str, Any]]:
    """The tracks of a film, as ffprobe shows them."""
    shown = _run("ffprobe", "-v", "error", "-of", "json", "-show_streams", str(film)).stdout
    found: list[dict[str, Any]] = json.loads(shown)["streams"]
    return found


def loudness(film: Path, track: int = 0) -> tuple[float, float]:
    """The loudness (LUFS) and the true peak (dBTP) of a sound track."""
    meter = f"[0:a:{track}]ebur128=peak=true"
    shown = _run("ffmpeg", "-nostats", "-i", str(film), "-filter_complex", meter, "-f", "null", "-")
    summary = shown.stderr.decode().rpartition("Summary")[2]
    return _number(r"I:\s+(-?[\d.]+) LUFS", summary), _number(r"Peak:\s+(-?[\d.]+) dBFS", summary)


def track_samples(film: Path, track: int = 0) -> NDArray[np.float32]:
    """The decoded samples (n,) of a sound track, SOUND_RATE a second."""
    taken = ("-map", f"0:a:{track}", "-f", "f32le", "-ac", "1", "-ar", str(SOUND_RATE), "-")
    return np.frombuffer(_run("ffmpeg", "-v", "error", "-i", str(film), *taken).stdout, "<f4")


def is_loud(sound: NDArray[np.float32]) -> bool:
    """Whether anything is heard."""
    return bool((np.abs(sound) > AUDIBLE).any())


def is_heard_from(sound: NDArray[np.float32], second: float) -> bool:
    """Whether a sound is silent before `second` and begins within three frames (at 30 a second) of it."""
    start, frames, margin = round(second * SOUND_RATE), SOUND_RATE // 10, SOUND_RATE // 40
    early = max(0, start - margin)
    return not is_loud(sound[max(0, start - frames) : early]) and is_loud(sound[early : start + frames])


def _run(*command: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, capture_output=True, check=True, timeout=TIMEOUT_SECONDS)


def _number(pattern: str, text: str) -> float:
    match = re.search(pattern, text)
    assert match, text
    return float(match[1])
