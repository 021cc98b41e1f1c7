"""Makes the sound tracks: spoken captions and descriptions at their places, at one loudness, with no sample too high."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import minimum_filter1d, uniform_filter1d
from scipy.signal import resample_poly

from moa_anim.captions.descriptions import description_of
from moa_anim.model.narration import LOUDNESS_LUFS, LOUDNESSES, SOUND_RATE
from moa_anim.model.timeline import Timeline
from moa_anim.speech.engine import SAMPLE_RATE

MOST_TRUE_PEAK_DBTP = -3.0
"""Highest true peak before encoding: AAC added up to 1.7 decibels in 15 minutes of speech, and −1 dBTP is the limit
(EBU R 128)."""

ONSET_LEVEL = 0.01
"""Share of a text's highest amplitude at which its speech begins: breath before it is fainter, consonants are louder."""

ONSET_SECONDS = 0.015
"""So much of what is before that stays: a soft beginning of the first sound."""

EDGE_SECONDS = 0.005
"""Each caption's sound fades in and out for so long, so that its edges do not click."""

LOOK_AHEAD_SECONDS = 0.005
"""The limiter begins to lower the level so long before a peak."""

OVERSAMPLING = 8
"""Factor by which samples are interpolated to find true peaks: ITU-R BS.1770-4, annex 2, wants 4 at the least, which missed
0.26 decibels of a click."""

BLOCK_SAMPLES = 30 * SOUND_RATE
"""Samples that are interpolated at once: a long film's would take gigabytes."""

INTERPOLATED_FROM_SAMPLES = 64
"""Samples before and after a block that its own interpolated ones depend on, and more: the filter reaches over ten."""

DESCRIPTION_LEVEL = 0.9
"""Amplitude of descriptions, as a factor of the narration's: with the other voice, a sign that they are not its words."""

LOUDNESS_ROUNDS = 8
"""The limiter lowers the loudness a little, so the gain is corrected so many times; the last by less than 0.01 LU."""

Track = NDArray[np.float64]
Samples = NDArray[np.float32]


def sound_track(timeline: Timeline, samples: Mapping[str, Samples], loudness: str = LOUDNESSES[0]) -> Track:
    """Return the sound of a film (n,), SOUND_RATE samples a second, as long as the film.

    `samples` has what is said, by the captions' texts, SAMPLE_RATE samples a second; each begins with the first frame of its
    caption. `loudness` is a name of LOUDNESS_LUFS.
    """
    return levelled(_words(timeline, samples), LOUDNESS_LUFS[loudness])


def described_sound_track(
    timeline: Timeline,
    samples: Mapping[str, Samples],
    descriptions: Mapping[str, Samples],
    loudness: str = LOUDNESSES[0],
) -> Track:
    """Return the sound of a described film (n,): that of `sound_track`, and what is seen, spoken after each cue's words.

    `descriptions` has what is said by the descriptions' texts; each begins with the first frame of its place. They are at
    DESCRIPTION_LEVEL of the words, however loud their voice is.
    """
    words = _words(timeline, samples)
    seen = _placed(
        timeline,
        (
            (timeline.rate.seconds(cue.description.start), descriptions[description_of(cue.cue)])
            for shot in timeline.shots
            for cue in shot.cues
            if cue.description
        ),
    )
    levels = loudness_lufs(words), loudness_lufs(seen)
    if np.isfinite(levels).all():
        seen = seen * DESCRIPTION_LEVEL * 10 ** ((levels[0] - levels[1]) / 20)
    return levelled(words + seen, LOUDNESS_LUFS[loudness])


def _words(timeline: Timeline, samples: Mapping[str, Samples]) -> Track:
    return _placed(
        timeline,
        (
            (timeline.rate.seconds(each.slot.start), samples[each.caption.text])
            for each in timeline.captions()
            if each.caption.text in samples
        ),
    )


def _placed(timeline: Timeline, sounds: Iterable[tuple[Fraction, Samples]]) -> Track:
    """Return a sound (n,) as long as the film in which each of the `sounds` begins at its second, as loud as it is."""
    length = round(timeline.seconds * SOUND_RATE)
    track = np.zeros(length)
    for second, samples in sounds:
        spoken = _from_onset(samples).astype(float)
        sound = _edged(resample_poly(spoken, SOUND_RATE // SAMPLE_RATE, 1))
        start = round(second * SOUND_RATE)
        stop = min(length, start + len(sound))
        track[start:stop] += sound[: stop - start]
    return track


def levelled(track: Track, lufs: float) -> Track:
    """Return a sound (n,) at a loudness (LUFS), no true peak above MOST_TRUE_PEAK_DBTP; silence stays silence."""
    gain, made = 1.0, track
    peaks = true_peaks(track)  # a gain scales them too, so they are found once
    for _ in range(LOUDNESS_ROUNDS):
        found = loudness_lufs(made)
        if not np.isfinite(found):
            return track
        gain *= 10 ** ((lufs - found) / 20)
        made = limited(track * gain, peaks * gain, 10 ** (MOST_TRUE_PEAK_DBTP / 20))
    return made


def limited(track: Track, peaks: Track, most: float) -> Track:
    """Return a sound (n,) with the true `peaks` (n,) lowered to `most`, its level going down smoothly around each."""
    reach = round(LOOK_AHEAD_SECONDS * SOUND_RATE)
    needed = np.minimum(1.0, most / np.maximum(peaks, 1e-12))
    held = minimum_filter1d(needed, 2 * reach + 1, mode="nearest")
    # The mean over the window of minima is nowhere above the gain that is needed there.
    return np.asarray(track * uniform_filter1d(held, 2 * reach + 1, mode="nearest"))


def true_peaks(track: Track) -> Track:
    """Return the largest magnitude (n,) of the interpolated sound near each sample."""
    between = np.empty(len(track))
    for start in range(0, len(track), BLOCK_SAMPLES):
        stop = min(len(track), start + BLOCK_SAMPLES)
        first = max(0, start - INTERPOLATED_FROM_SAMPLES)
        piece = track[first : stop + INTERPOLATED_FROM_SAMPLES]
        fine = np.abs(resample_poly(piece, OVERSAMPLING, 1)).reshape(len(piece), OVERSAMPLING)
        between[start:stop] = fine.max(axis=1)[start - first : stop - first]
    return np.asarray(np.maximum(between, np.concatenate([[0.0], between[:-1]])))


def loudness_lufs(track: Track) -> float:
    """Return the integrated loudness (LUFS) of a sound (n,); −∞ for silence."""
    import pyloudnorm

    if len(track) < SOUND_RATE:  # a block of the meter is 0.4 s
        track = np.concatenate([track, np.zeros(SOUND_RATE)])
    if not track.any():
        return -np.inf
    return float(pyloudnorm.Meter(SOUND_RATE).integrated_loudness(track))


def _from_onset(samples: Samples) -> Samples:
    """Return samples (n,), SAMPLE_RATE a second, from where speech begins: a voice may draw breath before it."""
    level = np.abs(samples)
    onset = int(np.argmax(level > ONSET_LEVEL * level.max(initial=0.0)))
    return samples[max(0, onset - round(ONSET_SECONDS * SAMPLE_RATE)) :]


def _edged(sound: Track) -> Track:
    edge = min(len(sound) // 2, round(EDGE_SECONDS * SOUND_RATE))
    rise = (np.arange(edge) + 0.5) / max(1, edge)
    faded = sound.copy()
    faded[:edge] *= rise
    faded[len(faded) - edge :] *= rise[::-1]
    return faded
