"""How loud: one loudness for every voice, measured on one text, so that editing a line moves no other line's level. Gains are linear."""

import math

import numpy as np

from audiobook.audio import Audio
from audiobook.mixing.limit import limited
from audiobook.sound.measure import SILENCE, loudness

CALIBRATION = (
    "The ferry leaves at a quarter past seven, and the harbour is quiet at that hour. A man in a grey coat counts the boxes on the quay, "
    "writes the number down, and counts them once more. Beyond the wall the river turns slowly towards the sea, and somebody is whistling under the bridge."
)
"""What every voice speaks once, so that it can be levelled: about 15 s of plain prose in an even voice."""

TARGET = -19.0
"""LUFS: mono at -19 sounds as loud as stereo at -16, which podcast directories ask for."""
CEILING = 10 ** (-4.8 / 20)
"""The largest sample before it is coded. Shops ask for true peaks of -3 dB at most; between samples they may be 0.4 dB higher, and coding adds up to 1.2."""
PAUSES = 0.4
"""LU by which a book is softer than its lines, since blocks at their ends reach into the pauses: what the lines are louder than the target."""
_ROUNDS = 6  # at the most: each goes as far as the one before told, since limiting takes away some of what a gain adds
_CLOSE = 0.05  # LU
_LEAST_SLOPE = 0.25  # LU a decibel
_MOST_OVER = 11.0  # decibels that a voice's peaks may be above the ceiling before they are turned down: coders make a harsh voice's higher again
_MOST = 24.0  # decibels: a voice softer than that is broken, and amplifying it would only show its noise


def voice_gain(calibration: Audio, target: float = TARGET, ceiling: float = CEILING) -> float:
    """Return the gain that brings a voice to the target, in LUFS, with its peaks limited as they will be in the mix.

    Args:
        calibration: the voice speaking CALIBRATION.
        target: of the finished book; 1 is returned where nothing can be measured.
        ceiling: of the mix.
    """
    decibels, slope, before = 0.0, 1.0, (0.0, 0.0)
    loudest = float(np.abs(calibration.samples).max(initial=0.0))
    most = min(_MOST, 20 * math.log10(ceiling / loudest) + _MOST_OVER) if loudest else _MOST
    for place in range(_ROUNDS):
        gain = np.float32(_linear(decibels))
        measured = loudness(Audio(limited(calibration.samples * gain, calibration.rate, ceiling), calibration.rate))
        left = target + PAUSES - measured
        if measured <= SILENCE or abs(left) < _CLOSE:
            break
        if place and decibels != before[0]:
            slope = min(1.0, max(_LEAST_SLOPE, (measured - before[1]) / (decibels - before[0])))
        before = decibels, measured
        decibels = min(most, decibels + left / slope)
    return _linear(decibels)


def _linear(decibels: float) -> float:
    return float(10 ** (decibels / 20))
