"""How loud: one loudness for every voice, measured on one text, so that editing a line moves no other line's level. Gains are linear."""

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
_ROUNDS = 3  # each comes within a fifth of the error left by the one before: limiting takes away a little of what the gain adds
_MOST = 10 ** (24 / 20)  # a voice softer than that is broken, and amplifying it would only show its noise


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


def _linear(decibels: float) -> float:
    return float(10 ** (decibels / 20))
