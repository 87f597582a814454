"""How loud: one loudness for every voice, measured on one text, so that editing a line moves no other line's level. Gains are linear."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from audiobook.audio import Audio
from audiobook.mixing.limit import limited
from audiobook.sound.measure import SILENCE, loudness
from audiobook.timeline import Timeline

CALIBRATION = (
    "The ferry leaves at a quarter past seven, and the harbour is quiet at that hour. A man in a grey coat counts the boxes on the quay, "
    "writes the number down, and counts them once more. Beyond the wall the river turns slowly towards the sea, and somebody is whistling under the bridge."
)
"""What every voice speaks once, so that it can be levelled: about 15 s of plain prose in an even voice."""

TARGET = -19.0
"""LUFS: mono at -19 sounds as loud as stereo at -16, which podcast directories ask for."""
CEILING = 10 ** (-4 / 20)
"""The largest sample before it is coded. Shops ask for -3 dBFS, and coding adds up to 0.8 dB."""
PAUSES = 0.4
"""LU by which a book is softer than its lines, since blocks at their ends reach into the pauses: what the lines are louder than the target."""
STEP = 0.5
"""dB: the book is trimmed to its target in these, so that an edit rarely moves it."""

_ROUNDS = 3  # each comes within a fifth of the error left by the one before: limiting takes away a little of what the gain adds
_MOST = 10 ** (24 / 20)  # a voice softer than that is broken, and amplifying it would only show its noise
_GATE = -10.0  # LU below the mean: softer takes do not count
_REACH = 0.32  # seconds: blocks of 0.4 s of which a tenth is sound pass the gate, on both sides of a clip


def voice_gain(calibration: Audio, target: float = TARGET, ceiling: float = CEILING) -> float:
    """Return the gain that brings a voice to the target, in LUFS, with its peaks limited as they will be in the mix.

    Args:
        calibration: the voice speaking CALIBRATION.
        target: of the finished book; 1 is returned where nothing can be measured.
        ceiling: of the mix.
    """
    gain = 1.0
    for _ in range(_ROUNDS):
        measured = loudness(Audio(limited(calibration.samples * np.float32(gain), calibration.rate, ceiling), calibration.rate))
        if measured <= SILENCE:
            return gain
        gain = min(_MOST, gain * _linear(target + PAUSES - measured))
    return gain


def book_trim(chapters: Iterable[Timeline], target: float = TARGET) -> float:
    """Return the gain, a whole number of STEPs, that brings the book nearest to its target, by what is known of its takes.

    A book within one STEP of it is left alone, since a trim means that every chapter is encoded again.
    """
    heard = [each for chapter in chapters for each in _heard(chapter)]
    if not heard:
        return 1.0
    gate = _mean(heard) + _GATE
    missing = target - _mean([each for each in heard if each.loudness >= gate])
    return 1.0 if abs(missing) <= STEP else _linear(round(missing / STEP) * STEP)


def trimmed(chapter: Timeline, trim: float) -> Timeline:
    """Return the chapter with all gains times `trim`."""
    return replace(chapter, clips=tuple(replace(clip, gain=clip.gain * trim) for clip in chapter.clips))


@dataclass(frozen=True, slots=True)
class _Heard:
    """A clip as BS.1770 hears it within the book."""

    loudness: float
    """LUFS."""
    seconds: float
    counted: float
    """Seconds of blocks that pass the gate for it; those at its ends reach into the pauses, so that pauses make a book a little softer."""


def _heard(chapter: Timeline) -> Iterator[_Heard]:
    starts = [*(clip.start for clip in chapter.clips[1:]), chapter.length]
    for clip, following in zip(chapter.clips, starts, strict=False):
        if clip.take.loudness > SILENCE and clip.gain > 0:
            seconds, pause = clip.length / chapter.rate, (following - clip.start - clip.length) / chapter.rate
            yield _Heard(clip.take.loudness + 20 * math.log10(clip.gain), seconds, seconds + min(pause, _REACH))


def _mean(heard: list[_Heard]) -> float:
    """Return the loudness of clips together, in LUFS."""
    energy = math.fsum(each.seconds * 10 ** (each.loudness / 10) for each in heard)
    return 10 * math.log10(energy / math.fsum(each.counted for each in heard))


def _linear(decibels: float) -> float:
    return float(10 ** (decibels / 20))
