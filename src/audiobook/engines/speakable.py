"""What espeak-ng is handed: text that it cannot take for commands, and its own scales of pace and pitch."""

import unicodedata
from bisect import bisect_left

from audiobook.audio import Samples

_PACE = 175  # words a minute, espeak-ng's own
_SLOWEST, _FASTEST = 80, 450  # that it takes
_NO_TEXT = {"Cc", "Cs", "Co", "Cn"}  # control characters (one begins an embedded command, NUL ends the text), lone surrogates, unassigned code points

_PITCHES = (0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 99)
_SEMITONES = (-6.3, -5.1, -4.2, -2.95, -1.5, 0.0, 1.5, 3.15, 5.0, 6.8, 8.6)
"""What espeak-ng's pitches do to F0: the mean over six voices, which differ by up to a sixth at the ends."""


def speakable(text: str) -> str:
    """Return the text with a space in place of each character that is no text."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(" " if unicodedata.category(sign) in _NO_TEXT else sign for sign in text)


def espeak_pitch(semitones: float) -> tuple[int, float]:
    """Return espeak-ng's pitch (0 to 99) that is nearest to so many semitones above the voice's own, and the semitones still to go."""
    within = min(max(semitones, _SEMITONES[0]), _SEMITONES[-1])
    above = max(1, bisect_left(_SEMITONES, within))
    low, high = _SEMITONES[above - 1], _SEMITONES[above]
    share = (within - low) / (high - low)
    return round(_PITCHES[above - 1] + share * (_PITCHES[above] - _PITCHES[above - 1])), semitones - within


def espeak_pace(rate: float) -> int:
    """Return espeak-ng's words a minute for a rate, which is times its own pace."""
    return min(max(round(_PACE * rate), _SLOWEST), _FASTEST)


def bent(samples: Samples, semitones: float, rate: int) -> Samples:
    """Return the sound so many semitones higher and shorter in proportion, as a tape played faster: for what an engine's own pitch does not reach."""
    if not semitones:
        return samples
    from audiobook.sound.resample import resample

    return resample(samples, round(rate * stretch(semitones)), rate)


def stretch(semitones: float) -> float:
    """Return by how much bent() shortens."""
    return float(2 ** (semitones / 12))
