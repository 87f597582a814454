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
    over = np.flatnonzero((samples > ceiling) | (samples < -ceiling))
    if not len(over):
        return samples
    size = max(1, round(_STEP * rate))
    count = -(-len(samples) // size)
    needed = np.ones(count + 4 * _REACH, np.float32)
    np.minimum.at(needed, over // size + 2 * _REACH, np.float32(ceiling) / np.abs(samples[over]))
    least = np.minimum.reduce([needed[shift : shift + count + 2 * _REACH] for shift in range(2 * _REACH + 1)])
    window = np.hanning(2 * _REACH + 3)[1:-1]
    gains = np.convolve(least, window / window.sum(), "valid").astype(np.float32)
    borders = np.minimum(np.append(gains[0], gains), np.append(gains, gains[-1]))
    turned = np.flatnonzero(np.minimum(borders[:-1], borders[1:]) < 1.0)  # a few milliseconds around each peak
    made = np.zeros(count * size, np.float32)
    made[: len(samples)] = samples
    ramp = (np.arange(size, dtype=np.float32) + 0.5) / size
    made.reshape(count, size)[turned] *= borders[turned, None] + (borders[turned + 1] - borders[turned])[:, None] * ramp
    return made[: len(samples)]
