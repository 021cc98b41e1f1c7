from __future__ import annotations

import os
import subprocess
import sys

import pytest
from children import start

PROGRAM = """
import hashlib, sys
from fractions import Fraction
import numpy as np
from moa_anim.render.encoder import SegmentEncoder
from moa_anim.render.colour_conversion import Converter

width, height, frames = map(int, sys.argv[1:])
random = np.random.default_rng(11)
y, x = np.mgrid[0:height, 0:width].astype(np.float32)
waves = random.uniform(0.003, 0.03, (3, 2)).astype(np.float32)
encoder, converter = SegmentEncoder(width, height, Fraction(15)), Converter(width, height)
for number in range(frames):
    pixels = np.full((height, width, 4), 255, dtype=np.uint8)
    for channel, (across, down) in enumerate(waves):
        pixels[..., channel] = 128 + 110 * np.sin(across * x + down * y + number * (0.2 + 0.1 * channel))
    pixels[height // 3 : height // 2, 8 * number : 8 * number + width // 4, :3] = 200
    pixels[-height // 5 :, :, :3] = random.integers(0, 12, (height // 5, width, 1), dtype=np.uint8)
    encoder.add(converter.frame(pixels))
print(hashlib.sha256(encoder.finish()).hexdigest())
"""


@pytest.mark.parametrize(("size", "frames"), [((854, 480), 60), ((1920, 1080), 8)], ids=["draft", "lecture"])
def test_the_bytes_do_not_depend_on_what_was_in_memory_before(size: tuple[int, int], frames: int) -> None:
    # MALLOC_PERTURB_ has glibc fill memory with a byte when it is handed out: what is read and was never written shows.
    command = [sys.executable, "-c", PROGRAM, *map(str, size), str(frames)]
    runs = [
        start(command, stdout=subprocess.PIPE, env={**os.environ, "MALLOC_PERTURB_": filling})
        for filling in ("0", "85", "170", "255")
    ]
    digests = {run.communicate(timeout=60)[0] for run in runs}
    assert [run.returncode for run in runs] == [0] * 4
    assert len(digests) == 1
