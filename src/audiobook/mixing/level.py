"""How loud: one loudness for every voice, measured on one text, so that editing a line moves no other line's level. Gains are linear."""

import math
from collections.abc import Iterable
from dataclasses import replace

from audiobook.take import Take
from audiobook.timeline import Clip, Timeline

CALIBRATION = (
    "The ferry leaves at a quarter past seven, and the harbour is quiet at that hour. A man in a grey coat counts the boxes on the quay, "
    "writes the number down, and counts them once more. Beyond the wall the river turns slowly towards the sea, and somebody is whistling under the bridge."
)
"""What every voice speaks once, so that it can be levelled: about 15 s of plain prose in an even voice."""

TARGET = -19.0
"""LUFS: mono at -19 sounds as loud as stereo at -16, which podcast directories ask for."""
CEILING = 10 ** (-3 / 20)
"""The largest sample, -3 dBFS, as shops ask for."""
STEP = 0.5
"""dB: the book is trimmed to its target in these, so that an edit rarely moves it."""

_SILENCE = -70.0  # LUFS: BS.1770's gate, and how takes say that they were too short to measure
_MOST = 10 ** (24 / 20)  # a voice softer than that is broken, and amplifying it would only show its noise
_GATE = -10.0  # LU below the mean: softer takes do not count


def voice_gain(calibration: Take, target: float = TARGET) -> float:
    """Return the gain that brings a voice, measured on its calibration take, to the target, in LUFS; 1 where nothing could be measured."""
    if calibration.loudness <= _SILENCE:
        return 1.0
    return min(_MOST, _linear(target - calibration.loudness))


def clip_gain(take: Take, gain: float, ceiling: float = CEILING) -> float:
    """Return the gain, or the largest one under which the take's peak stays at the ceiling."""
    return min(gain, ceiling / take.peak) if take.peak > 0 else gain


def book_trim(chapters: Iterable[Timeline], target: float = TARGET) -> float:
    """Return the gain, a whole number of STEPs, that brings the book nearest to its target, by what is known of its takes."""
    heard = [(clip.length / chapter.rate, clip.take.loudness + _decibels(clip.gain)) for chapter in chapters for clip in chapter.clips if _measured(clip)]
    if not heard:
        return 1.0
    gate = _mean(heard) + _GATE
    return _linear(round((target - _mean([each for each in heard if each[1] >= gate])) / STEP) * STEP)


def trimmed(chapter: Timeline, trim: float, ceiling: float = CEILING) -> Timeline:
    """Return the chapter with all gains times `trim`, each held under the ceiling."""
    return replace(chapter, clips=tuple(replace(clip, gain=clip_gain(clip.take, clip.gain * trim, ceiling)) for clip in chapter.clips))


def _measured(clip: Clip) -> bool:
    return clip.take.loudness > _SILENCE and clip.gain > 0


def _mean(heard: list[tuple[float, float]]) -> float:
    """Return the loudness of pieces of sound together, each given as (seconds, LUFS)."""
    seconds = math.fsum(each[0] for each in heard)
    return 10 * math.log10(math.fsum(each[0] * 10 ** (each[1] / 10) for each in heard) / seconds)


def _linear(decibels: float) -> float:
    return float(10 ** (decibels / 20))


def _decibels(gain: float) -> float:
    return 20 * math.log10(gain)
