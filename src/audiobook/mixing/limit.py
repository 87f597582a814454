"""A peak limiter: what would go above the ceiling is turned down for a few milliseconds around it, and nothing else is touched.

Between samples most voices rise by a few tenths of a decibel, and harsh ones by 3: where a sample is near the ceiling, what lies beside it is looked at too.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from audiobook.audio import Samples
from audiobook.sound.truepeak import REACH, filters

_STEP = 0.001  # seconds: gains are found for each, and go on straight lines from border to border
_REACH = 5  # steps in which the gain goes down before a peak, and comes up after it: about half a period of a low voice
_BETWEEN = 10 ** (0.4 / 20)  # of the ceiling: what values between samples may have
_NEAR = 0.66  # of that: with no sample larger nearby, no value between them is too large (3.6 dB; espeak's harshest voice has 3.1)
_BEND = 0.3  # how far between its neighbours a value can be above a sample, in second differences, at any pitch: so slow waves are not looked at
_TIMES = 4  # as many values as samples, as in BS.1770


def limited(samples: Samples, rate: int, ceiling: float) -> Samples:
    """Return the samples, shape (n,), none above the ceiling, and no value between them by more than 0.4 dB.

    The gain of a step is the least that the steps near it need, averaged by a window that is no wider than "near": so it is smooth, and never above what
    its own step needs.
    """
    levels = np.abs(samples)
    loud = np.flatnonzero(levels > np.float32(ceiling * _BETWEEN * _NEAR))
    if not len(loud):
        return samples
    size = max(1, round(_STEP * rate))
    count = -(-len(samples) // size)
    needed = np.ones(count + 4 * _REACH, np.float32)
    peaks, steps = levels[loud], loud // size
    over = peaks > ceiling
    np.minimum.at(needed, steps[over] + 2 * _REACH, np.float32(ceiling) / peaks[over])
    curved = peaks + np.float32(_BEND) * _bends(samples, loud) > np.float32(_BETWEEN) * np.maximum(peaks, np.float32(ceiling))
    if curved.any():
        steps = np.unique(steps[curved])
        between = np.maximum(_peaks(samples, steps, size), np.float32(ceiling * _BETWEEN))
        np.minimum.at(needed, steps + 2 * _REACH, np.float32(ceiling * _BETWEEN) / between)
    if float(needed.min()) >= 1.0:
        return samples
    gains = np.convolve(_least(needed), _window(), "valid").astype(np.float32)
    borders = np.minimum(np.append(gains[0], gains), np.append(gains, gains[-1]))
    turned = np.flatnonzero(np.minimum(borders[:-1], borders[1:]) < 1.0)  # a few milliseconds around each peak
    made = np.zeros(count * size, np.float32)
    made[: len(samples)] = samples
    ramp = (np.arange(size, dtype=np.float32) + 0.5) / size
    made.reshape(count, size)[turned] *= borders[turned, None] + (borders[turned + 1] - borders[turned])[:, None] * ramp
    return made[: len(samples)]


def _least(needed: Samples) -> Samples:
    """Return the least of each 2 * _REACH + 1 neighbours."""
    least, width = needed, 1
    while width < 2 * _REACH + 1:
        further = min(width, 2 * _REACH + 1 - width)
        least, width = np.minimum(least[:-further], least[further:]), width + further
    return least


@cache
def _window() -> NDArray[np.float64]:
    window = np.hanning(2 * _REACH + 3)[1:-1]
    return np.asarray(window / window.sum(), np.float64)


def _bends(samples: Samples, places: NDArray[np.intp]) -> Samples:
    """Return the second differences at these places, without sign."""
    last = len(samples) - 1
    bends: Samples = np.abs(samples[np.maximum(places - 1, 0)] - 2 * samples[places] + samples[np.minimum(places + 1, last)])
    return bends


def _peaks(samples: Samples, steps: NDArray[np.intp], size: int) -> Samples:
    """Return the largest value between the samples of each step, up to its right neighbour, shape (len(steps),)."""
    places = (steps * size)[:, None] + np.arange(1 - REACH, size + REACH)
    around = np.where((places >= 0) & (places < len(samples)), samples[np.clip(places, 0, len(samples) - 1)], np.float32(0))
    peaks: Samples = np.abs(around @ _between(size)).max(axis=1)
    return peaks


@cache
def _between(size: int) -> NDArray[np.float32]:
    """Return what the samples around a step are multiplied by to give the values between its own, shape (size + 2 * REACH - 1, size * (_TIMES - 1))."""
    taps = filters(_TIMES)
    table = np.zeros((size + 2 * REACH - 1, size, taps.shape[1]), np.float32)
    for place in range(size):
        table[place : place + len(taps), place] = taps
    return table.reshape(len(table), -1)
