"""A peak limiter: what would go above the ceiling is turned down for a few milliseconds around it, and nothing else is touched."""

import numpy as np

from audiobook.audio import Samples

_STEP = 0.001  # seconds: gains are found for each, and go on straight lines from border to border
_REACH = 5  # steps in which the gain goes down before a peak, and comes up after it: about half a period of a low voice


def limited(samples: Samples, rate: int, ceiling: float) -> Samples:
    """Return the samples, shape (n,), none above the ceiling.

    The gain of a step is the least that the steps near it need, averaged by a window that is no wider than "near": so it is smooth, and never above what
    its own step needs.
    """
    if not len(samples) or float(np.abs(samples).max()) <= ceiling:
        return samples
    size = max(1, round(_STEP * rate))
    count = -(-len(samples) // size)
    padded = np.zeros(count * size, np.float32)
    padded[: len(samples)] = samples
    steps = padded.reshape(count, size)
    needed = np.pad(ceiling / np.maximum(np.abs(steps).max(axis=1), ceiling), 2 * _REACH, constant_values=1.0)
    least = np.lib.stride_tricks.sliding_window_view(needed, 2 * _REACH + 1).min(axis=1)
    window = np.hanning(2 * _REACH + 3)[1:-1]
    gains = np.convolve(least, window / window.sum(), "valid").astype(np.float32)
    borders = np.minimum(np.append(gains[0], gains), np.append(gains, gains[-1]))[:, None]
    ramp = (np.arange(size, dtype=np.float32) + 0.5) / size
    steps *= borders[:-1] + (borders[1:] - borders[:-1]) * ramp
    return padded[: len(samples)]
