"""A peak limiter: what would go above the ceiling is turned down for a few milliseconds around it, and nothing else is touched."""

import numpy as np

from audiobook.audio import Samples

_STEP = 0.001  # seconds: gains are found for each, and lie on straight lines between
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
    peaks = np.abs(padded).reshape(count, size).max(axis=1)
    needed = np.pad(ceiling / np.maximum(peaks, ceiling), 2 * _REACH + 1, constant_values=1.0)
    # One step further than the window reaches, since between two steps the gain lies between theirs.
    least = np.lib.stride_tricks.sliding_window_view(needed, 2 * _REACH + 3).min(axis=1)
    window = np.hanning(2 * _REACH + 3)[1:-1]
    gains = np.convolve(least, window / window.sum(), "valid")
    middles = (np.arange(count) + 0.5) * size - 0.5
    padded *= np.interp(np.arange(count * size), middles, gains).astype(np.float32)
    return padded[: len(samples)]
